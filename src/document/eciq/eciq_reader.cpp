#include "document/eciq/eciq_reader.hpp"

#include <algorithm>
#include <array>
#include <bitset>

#include "base/date.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/certificates.hpp"
#include "document/eciq/gbk.hpp"
#include "document/eciq/inner_xml.hpp"
#include "document/json/form_json.hpp"
#include "domain/rules.hpp"

namespace datong::document {
namespace {

using domain::Group;
using domain::Record;

/// What a record has brought so far.
struct Seen {
  std::bitset<domain::kFieldCount> fields;
  std::array<std::uint32_t, domain::kGroupCount> entries{};
};

class DeclarationSink : public XmlSink {
 public:
  void start(const XmlElement& element) override {
    if (frames_.empty()) {
      home_ = element.space;
      push(Kind::outside);  // so that every element has one around it
    }
    switch (frames_.back().kind) {
      case Kind::outside: return start_root(element);
      case Kind::message: return start_in_message(element);
      case Kind::container: return start_in_container(element);
      case Kind::head: return start_head_field(element);
      case Kind::record: return start_in_record(element);
      case Kind::unknown: return start_in_unknown(element);
      case Kind::dropped: return push(Kind::dropped);
      case Kind::head_field:
      case Kind::field: return stop("element " + std::string(element.name) + " inside a value");
    }
  }

  void end() override {
    Frame& top = frames_.back();
    switch (top.kind) {
      case Kind::field: end_field(top); break;
      case Kind::head_field: result_.envelope.head.back().second = text_; break;
      case Kind::unknown:
        if (inner_.depth() > 0) {
          inner_.end();
          return;
        }
        end_unknown(top);
        break;
      case Kind::record:
        if (top.record != &header()) report_counts(top);
        break;
      case Kind::outside:
      case Kind::message:
      case Kind::container:
      case Kind::head:
      case Kind::dropped: break;
    }
    frames_.pop_back();
  }

  void text(std::string_view piece) override {
    switch (frames_.back().kind) {
      case Kind::field:
      case Kind::head_field: text_ += piece; return;
      case Kind::unknown: return inner_.text(piece);
      case Kind::dropped: return;
      case Kind::outside:
      case Kind::message:
      case Kind::container:
      case Kind::head:
      case Kind::record:
        if (!trim(piece).empty()) stop("text between elements");
        return;
    }
  }

  Result<EciqReading> take() {
    if (!has_declaration_) return failure(Code::malformed, "no ITF_DCL_IO_DECL");
    take_certificate_strings(result_.document, result_.findings);
    report_counts(Frame{Kind::record, &header(), &header_seen_, 0, {}});
    result_.document.seal();
    return std::move(result_);
  }

 private:
  enum class Kind : std::uint8_t { outside, message, container, head, head_field, record, field, unknown, dropped };
  struct Frame {
    Kind kind = Kind::outside;
    Record* record = nullptr;  // the one this stands in, or is
    Seen* seen = nullptr;
    std::size_t position = 0;  // field
    std::string_view element;  // unknown
  };

  Record& header() { return result_.document.header(); }
  bool is_home(const XmlElement& element) const { return element.space.empty() || element.space == home_; }

  void push(Kind kind) { frames_.push_back({kind, &header(), &header_seen_, 0, {}}); }

  void start_root(const XmlElement& element) {
    if (element.name == "ROOT" || element.name == "EEntDeclIo") {
      result_.envelope.form = Envelope::Form::root;
      return push(Kind::container);
    }
    if (element.name == "OBORMessage") {
      result_.envelope.form = Envelope::Form::obor;
      return push(Kind::message);
    }
    if (element.name == domain::group_spec(Group::header).element) return start_declaration();
    stop("root element " + std::string(element.name));
  }

  void start_in_message(const XmlElement& element) {
    if (is_home(element) && element.name == "MessageBody" && !has_body_) {
      has_body_ = true;
      return push(Kind::container);
    }
    if (is_home(element) && element.name == "MessageHead" && !has_head_) {
      has_head_ = true;
      return push(Kind::head);
    }
    stop("element " + std::string(element.name) + " in OBORMessage");
  }

  /// ROOT, EEntDeclIo or MessageBody: the declaration, groups beside it, and what nobody knows.
  void start_in_container(const XmlElement& element) {
    if (is_home(element)) {
      if (element.name == domain::group_spec(Group::header).element) return start_declaration();
      if (element.name == "EEntDeclIo") return push(Kind::container);
      if (domain::field_by_element(Group::header, element.name) >= 0) {
        return stop("element " + std::string(element.name) + " outside ITF_DCL_IO_DECL");
      }
    }
    start_in_record(element);
  }

  void start_declaration() {
    if (has_declaration_) return stop("a second ITF_DCL_IO_DECL");
    has_declaration_ = true;
    push(Kind::record);
  }

  void start_head_field(const XmlElement& element) {
    result_.envelope.head.emplace_back(element.name, std::string());
    text_.clear();
    push(Kind::head_field);
  }

  void start_in_record(const XmlElement& element) {
    const Frame around = frames_.back();
    const Group group = around.record->group();
    if (is_home(element)) {
      if (const int found = domain::field_by_element(group, element.name); found >= 0) {
        const auto position = static_cast<std::size_t>(found);
        if (around.seen->fields[position]) return stop("element " + std::string(element.name) + " twice in one record");
        around.seen->fields.set(position);
        text_.clear();
        frames_.push_back({Kind::field, around.record, around.seen, position, {}});
        return;
      }
      if (const auto child = domain::child_by_element(group, element.name)) return start_entry(around, *child);
      if (element.name == domain::group_spec(Group::header).element) return stop("a second ITF_DCL_IO_DECL");
    }
    if (++unknown_elements_ > limits::kUnknownElementsMax) return stop("too many unknown elements", Code::too_large);
    const std::string_view space = is_home(element) ? std::string_view{} : element.space;
    const std::string name = (space.empty() ? "" : "{" + std::string(space) + "}") + std::string(element.name);
    if (!is_unknown_name(group, name)) return stop("element " + name);
    inner_.begin(space);
    frames_.push_back({Kind::unknown, around.record, around.seen, 0, result_.document.keep(name)});
  }

  void start_entry(const Frame& around, Group group) {
    std::uint32_t& count = around.seen->entries[static_cast<std::size_t>(group)];
    if (++count > domain::group_spec(group).count_max) return push(Kind::dropped);
    Record& record = around.record->children().emplace_back(group, result_.document.arena());
    if (depth_seen_ == entry_seen_.size()) return stop("groups nested too deep");
    Seen& seen = entry_seen_[depth_seen_];
    seen = {};
    ++depth_seen_;
    frames_.push_back({Kind::record, &record, &seen, 0, {}});
  }

  void start_in_unknown(const XmlElement& element) {
    if (!inner_.start(element, is_home(element) ? std::string_view{} : element.space)) stop("markup that is not kept");
  }

  void end_field(const Frame& frame) {
    const domain::Field& field = domain::fields_of(frame.record->group())[frame.position];
    const bool date = field.type == domain::FieldType::date && !text_.empty();
    frame.record->set(frame.position, result_.document.keep(date ? date_from_eciq(text_) : text_));
  }

  void end_unknown(const Frame& frame) {
    const std::string where = path(*frame.record) + "/" + std::string(kUnknownElements) + "/" +
                              std::to_string(frame.record->unknown().size());
    frame.record->unknown().push_back({frame.element, result_.document.keep(inner_.written())});
    result_.findings.push_back(domain::finding("DEC008", where, {std::string(frame.element)}));
  }

  /// Findings for groups with more entries than they may have; at the end of the record that holds them.
  void report_counts(const Frame& frame) {
    for (const domain::GroupSpec& spec : domain::groups_of(domain::Group::header)) {
      const std::size_t count = frame.seen->entries[static_cast<std::size_t>(spec.group)];
      if (count <= spec.count_max) continue;
      result_.findings.push_back(
          domain::finding("DEC009", path(*frame.record) + "/" + std::string(spec.name),
                          {std::string(spec.name), std::to_string(spec.count_max), std::to_string(count)}));
    }
    if (frame.record != &header()) --depth_seen_;
  }

  /// JSON pointer of an open record: entries are counted as they begin, so each stands at its holder's count − 1.
  std::string path(const Record& record) {
    std::string pointer;
    const Record* last = nullptr;
    const Seen* around = &header_seen_;
    for (const Frame& frame : frames_) {
      if (frame.kind != Kind::record || frame.record == &header() || frame.record == last) continue;
      const auto group = frame.record->group();
      pointer += "/" + std::string(domain::group_spec(group).name) + "/" +
                 std::to_string(around->entries[static_cast<std::size_t>(group)] - 1);
      around = frame.seen;
      last = frame.record;
    }
    return &record == &header() ? std::string() : pointer;
  }

  EciqReading result_;
  std::string home_;  // namespace of the root element: the form's own, whatever it is called
  std::vector<Frame> frames_;
  Seen header_seen_;
  std::array<Seen, 4> entry_seen_;  // of the open entries: goods, permit, vehicle are three
  std::size_t depth_seen_ = 0;
  std::string text_;
  InnerXmlWriter inner_;
  std::size_t unknown_elements_ = 0;
  bool has_declaration_ = false, has_head_ = false, has_body_ = false;
};

/// The encoding an XML declaration names, "" when it names none.
std::string declared_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == declaration.npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == declaration.npos) return {};
  const std::string_view rest = declaration.substr(at + 1);
  std::string name(rest.substr(0, rest.find(declaration[at])));
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

}  // namespace

std::string date_from_eciq(std::string_view text) {
  const std::size_t end = text.find('T');
  if (end != text.npos) {
    const std::string_view time = text.substr(end + 1);
    const auto two = [&](std::size_t at, int limit) {
      return is_digits(time.substr(at, 2)) && (time[at] - '0') * 10 + (time[at + 1] - '0') < limit;
    };
    if (time.size() != 8 || time[2] != ':' || time[5] != ':' || !two(0, 24) || !two(3, 60) || !two(6, 60))
      return std::string(text);
  }
  std::string day(text.substr(0, end));
  if (day.size() == 8 && is_digits(day)) day.insert(6, "-").insert(4, "-");
  return Date::parse(day) ? day : std::string(text);
}

Result<EciqReading> read_eciq(std::string_view bytes) {
  if (bytes.size() > limits::kMessageBytesMax)
    return failure(Code::too_large, "message over " + std::to_string(limits::kMessageBytesMax));
  const bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (marked) bytes.remove_prefix(3);
  const std::string declared = declared_encoding(bytes);
  const bool gbk = declared == "GBK" || declared == "GB2312" || declared == "GB18030";
  if ((gbk && marked) || (!gbk && !declared.empty() && declared != "UTF-8" && declared != "UTF8")) {
    return failure(Code::malformed, "encoding " + declared + (marked ? " with a UTF-8 mark" : ""));
  }
  std::string converted;
  if (gbk) {
    auto utf8 = utf8_from_gbk(bytes);
    if (!utf8) return utf8.error();
    converted = std::move(*utf8);
    bytes = converted;
  }
  DeclarationSink sink;
  if (auto streamed = stream_xml(bytes, sink); !streamed) return streamed.error();
  auto reading = sink.take();
  if (reading) reading->encoding = gbk ? Encoding::gbk : Encoding::utf8;
  return reading;
}

}  // namespace datong::document
