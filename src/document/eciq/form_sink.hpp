#pragma once
// Fills the records of a form from an XML stream by the field tables: fields, entries, elements no field names. What
// stands around the records (envelopes, lists, heads) and how a value is spelled is the derived reader's. Not here:
// bytes and encodings (sax.hpp, message_text.hpp). Thread rule: one sink per message.
#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "document/eciq/inner_xml.hpp"
#include "document/eciq/sax.hpp"
#include "document/reading.hpp"

namespace datong::document {

class FormSink : public XmlSink {
 public:
  void start(const XmlElement& element) override;
  void end() final;
  void text(std::string_view piece) final;

 protected:
  explicit FormSink(domain::Group root);

  /// A start tag in a place of the derived reader's own; `place` as given to push_place, kOutside for the root element.
  virtual void start_in_place(int place, const XmlElement& element) = 0;
  /// Whether the element is of the form's own namespace.
  virtual bool is_home(const XmlElement& element) const = 0;
  /// The value of a field, from the text of its element.
  virtual std::string value(const domain::Field& field, const std::string& text) const = 0;

  static constexpr int kOutside = 0;
  void push_place(int place) { push({Kind::place, place, &root(), &root_seen_, 0, {}, nullptr}); }
  void push_root() { push({Kind::record, 0, &root(), &root_seen_, 0, {}, nullptr}); }
  /// The text of the element that begins goes there; it may hold no elements.
  void push_word(std::string* into);
  /// The element as one in the innermost record: a field, an entry, or unknown. In a place that is the root.
  void start_in_record(const XmlElement& element);
  void start_unknown(const XmlElement& element);
  /// Whether the stream stands inside an unknown or a dropped element, whose content means nothing to us.
  bool is_inside_unknown() const {
    return !frames_.empty() && (frames_.back().kind == Kind::unknown || frames_.back().kind == Kind::dropped);
  }

  domain::Record& root() { return reading_.document.header(); }
  /// Once, at the end: counts of the root's entries; seals the document.
  Reading take_reading();
  Reading reading_;

 private:
  enum class Kind : std::uint8_t { place, word, record, field, unknown, dropped };
  /// What a record has brought so far.
  struct Seen {
    std::bitset<domain::kFieldCount> fields;
    std::array<std::uint32_t, domain::kGroupCount> entries{};
  };
  struct Frame {
    Kind kind = Kind::place;
    int place = kOutside;
    domain::Record* record = nullptr;  // the one this stands in, or is
    Seen* seen = nullptr;
    std::size_t position = 0;  // field
    std::string_view element;  // unknown
    std::string* word = nullptr;
  };

  void push(const Frame& frame) { frames_.push_back(frame); }
  void start_entry(const Frame& around, domain::Group group);
  void end_unknown(const Frame& frame);
  void report_counts(const Frame& frame);
  std::string path(const domain::Record& record);

  std::vector<Frame> frames_;
  Seen root_seen_;
  std::array<Seen, 4> entry_seen_;  // of the open entries: goods, permit, vehicle are three
  std::size_t depth_seen_ = 0;
  std::string text_;
  InnerXmlWriter inner_;
  std::size_t unknown_elements_ = 0;
};

}  // namespace datong::document
