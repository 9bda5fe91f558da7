#pragma once
// Fills a Document of a form from a stream of JSON events (object, member's name, text, number …), whoever reads them: the JSON
// parser on the server (boost_json.cpp), the page's own values in the browser (programs/wasm). What is readable but wrong in
// shape becomes a finding. Not here: bytes, syntax, XML. Thread rule: one per document.
#include <bitset>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "document/reading.hpp"

namespace datong::document {

/// What stands inside an element no field names, in its normal form; nullopt when it may not be kept.
using KeptInnerXml = std::optional<std::string> (*)(domain::Group, std::string_view element, std::string_view inner_xml);

class FormReader {
 public:
  FormReader(domain::Group root, KeptInnerXml kept) : document_(root), kept_(kept) {}

  // Events in the order of the text, well nested. Each is false when reading must stop; `reason` says why.
  bool object_begin();
  bool array_begin();
  bool end();  ///< of the innermost object or array
  bool name(std::string_view name);
  bool text(std::string_view text);
  bool number(std::string_view digits);  ///< as it is written
  bool other();                          ///< true, false or null
  const std::string& reason() const { return reason_; }

  /// The document, sealed, once the root has ended.
  Reading take();

 private:
  using Record = domain::Record;
  using Group = domain::Group;
  enum class Got : std::uint8_t { string, number, other };

  /// Where the value after the last name goes.
  struct Target {
    enum class Kind : std::uint8_t { field, group, unknown_elements, element, inner_xml, skipped } kind = Kind::skipped;
    std::size_t position = 0;
    Group group = Group::header;
  };
  /// One open object or array.
  struct Frame {
    enum class Kind : std::uint8_t { record, entries, unknown_entries, unknown_entry, skipped } kind = Kind::skipped;
    Record* record = nullptr;  // of its own, or the one that holds the entries
    Group group = Group::header;
    std::size_t count = 0;                     // entries begun
    bool broken = false;                       // unknown_entry: a member of a wrong type
    std::bitset<domain::kFieldCount> fields;   // fields seen
    std::set<std::string, std::less<>> names;  // all other members seen; ordered, so that no sender can make it slow
  };

  bool stop(std::string reason);
  Frame& push(Frame::Kind kind);
  bool enter();
  Record& add_entry(Frame& entries);
  static Target target(const Frame& frame, std::string_view name);
  bool scalar(Got got, std::string_view text);
  void wrong_kind();
  void check_unknown();
  std::string path() const { return path(frames_.size()); }
  std::string path(std::size_t depth) const;

  domain::Document document_;
  KeptInnerXml kept_;
  std::vector<Finding> findings_;
  std::vector<Frame> frames_;
  std::size_t values_ = 0, unknown_elements_ = 0;
  Target target_;
  std::string reason_;
};

}  // namespace datong::document
