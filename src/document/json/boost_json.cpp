// The one file that includes Boost.JSON: its streaming parser with two handlers, one straight into the field tables of
// a declaration, one into the general Json value. Built without UBSan (see cmake/module.cmake): the header is heavy.
#include <boost/json/src.hpp>
//
#include <boost/json/basic_parser_impl.hpp>
#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/certificates.hpp"
#include "document/eciq/inner_xml.hpp"
#include "document/json/form_json.hpp"
#include "document/json/json.hpp"
#include "domain/rules.hpp"

namespace datong::document {

using boost::json::error_code;
using Piece = boost::json::string_view;

/// What both handlers share: pieces joined to whole texts, counting, and stopping with a reason.
class HandlerBase {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  const std::string& reason() const { return reason_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_string_part(Piece piece, std::size_t, error_code&) { return add_part(piece); }
  bool on_key_part(Piece piece, std::size_t, error_code&) { return add_part(piece); }
  bool on_number_part(Piece piece, error_code&) { return add_part(piece); }
  bool on_comment_part(Piece, error_code&) { return true; }
  bool on_comment(Piece, error_code&) { return true; }

 protected:
  bool stop(error_code& code, std::string reason) {
    reason_ = std::move(reason);
    code = boost::json::error::syntax;
    return false;
  }
  bool add_part(Piece piece) {
    part_.append(piece.data(), piece.size());
    return true;
  }
  /// The whole text that ends with `last`; valid until the next text.
  std::string_view whole(Piece last) {
    if (part_.empty()) return {last.data(), last.size()};
    part_.append(last.data(), last.size());
    whole_.swap(part_);
    part_.clear();
    return whole_;
  }
  static bool has_nul(std::string_view text) { return text.find('\0') != text.npos; }
  /// Counts one value: of a member or an entry of an array.
  bool count(error_code& code) { return ++values_ <= limits::kMembersMax || stop(code, "too many members"); }

 private:
  std::string part_;
  std::string whole_;
  std::string reason_;
  std::size_t values_ = 0;
};

/// Runs the parser over the whole text; on failure the reason and the byte offset.
template <class Handler>
std::optional<Error> run(boost::json::basic_parser<Handler>& parser, std::string_view text) {
  if (text.size() > limits::kMessageBytesMax)
    return failure(Code::too_large, "message over " + std::to_string(limits::kMessageBytesMax));
  if (text.starts_with("\xEF\xBB\xBF")) return failure(Code::malformed, "byte order mark at byte 0");
  error_code code;
  std::size_t offset = 0;
  try {
    offset = parser.write_some(false, text.data(), text.size(), code);
  } catch (const std::exception& e) {
    return failure(Code::internal, std::string("JSON parser: ") + e.what());
  }
  if (!code && offset == text.size()) return std::nullopt;
  std::string reason = parser.handler().reason();
  if (reason.empty()) reason = code ? code.message() : "bytes after the end";
  if (reason == code.message() && !is_utf8(text)) reason = "not strict UTF-8";
  return failure(Code::malformed, reason + " at byte " + std::to_string(offset));
}

boost::json::parse_options strict_options() {
  boost::json::parse_options options;
  options.max_depth = limits::kDepthMax;
  return options;
}

// ---- a declaration or an application

class FormHandler : public HandlerBase {
 public:
  explicit FormHandler(domain::Group root) : document_(root) {}
  Reading take() {
    if (document_.header().group() == domain::Group::header) take_certificate_strings(document_, findings_);
    document_.seal();
    return Reading{std::move(document_), std::move(findings_)};
  }

  bool on_object_begin(error_code& code) {
    if (frames_.empty()) {
      push(Frame::Kind::record).record = &document_.header();
      return true;
    }
    if (!enter(code)) return false;
    Frame& top = frames_.back();
    if (top.kind == Frame::Kind::entries && top.count <= domain::group_spec(top.group).count_max) {
      Record* record = &add_entry(top);
      push(Frame::Kind::record).record = record;
    } else if (top.kind == Frame::Kind::unknown_entries) {
      if (++unknown_elements_ > limits::kUnknownElementsMax) return stop(code, "too many unknown elements");
      Record* record = top.record;
      record->unknown().push_back({});
      push(Frame::Kind::unknown_entry).record = record;
    } else {
      wrong_kind();
      push(Frame::Kind::skipped);
    }
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    if (frames_.back().kind == Frame::Kind::unknown_entry) check_unknown();
    frames_.pop_back();
    return true;
  }
  bool on_array_begin(error_code& code) {
    if (frames_.empty()) return stop(code, "top level is not an object");
    if (!enter(code)) return false;
    Frame& top = frames_.back();
    Record* record = top.record;
    if (top.kind == Frame::Kind::record && target_.kind == Target::Kind::group) {
      Frame& entries = push(Frame::Kind::entries);
      entries.record = record;
      entries.group = target_.group;
    } else if (top.kind == Frame::Kind::record && target_.kind == Target::Kind::unknown_elements) {
      push(Frame::Kind::unknown_entries).record = record;
    } else {
      wrong_kind();
      push(Frame::Kind::skipped);
    }
    return true;
  }
  bool on_array_end(std::size_t, error_code&) {
    const Frame& top = frames_.back();
    if (top.kind == Frame::Kind::entries) {
      const domain::GroupSpec& spec = domain::group_spec(top.group);
      if (top.count > spec.count_max) {
        findings_.push_back(
            domain::finding("DEC009", path(frames_.size() - 1) + "/" + std::string(spec.name),
                            {std::string(spec.name), std::to_string(spec.count_max), std::to_string(top.count)}));
      }
    }
    frames_.pop_back();
    return true;
  }
  bool on_key(Piece piece, std::size_t, error_code& code) {
    const std::string_view name = whole(piece);
    if (has_nul(name)) return stop(code, "NUL inside text");
    Frame& top = frames_.back();
    target_ = target(top, name);
    if (target_.kind == Target::Kind::field) {
      if (top.fields[target_.position]) return stop(code, "duplicate member " + std::string(name));
      top.fields.set(target_.position);
      return true;
    }
    if (!top.names.emplace(name).second) return stop(code, "duplicate member " + std::string(name));
    if (target_.kind == Target::Kind::skipped && top.kind != Frame::Kind::skipped) {
      findings_.push_back(domain::finding("DEC007", path() + "/" + escaped(name), {std::string(name)}));
    }
    return true;
  }
  bool on_string(Piece piece, std::size_t, error_code& code) {
    const std::string_view text = whole(piece);
    if (has_nul(text)) return stop(code, "NUL inside text");
    return scalar(Got::string, text, code);
  }
  bool on_int64(std::int64_t, Piece text, error_code& code) { return scalar(Got::number, whole(text), code); }
  bool on_uint64(std::uint64_t, Piece text, error_code& code) { return scalar(Got::number, whole(text), code); }
  bool on_double(double, Piece text, error_code& code) { return scalar(Got::number, whole(text), code); }
  bool on_bool(bool, error_code& code) { return scalar(Got::other, {}, code); }
  bool on_null(error_code& code) { return scalar(Got::other, {}, code); }

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

  Frame& push(Frame::Kind kind) {
    frames_.emplace_back().kind = kind;
    return frames_.back();
  }
  /// Notes that a value begins inside the open frame.
  bool enter(error_code& code) {
    ++frames_.back().count;
    return count(code);
  }
  Record& add_entry(Frame& entries) {
    return entries.record->children().emplace_back(entries.group, document_.arena());
  }

  static Target target(const Frame& frame, std::string_view name) {
    using Kind = Target::Kind;
    if (frame.kind == Frame::Kind::unknown_entry) {
      return {name == "element" ? Kind::element : name == "inner_xml" ? Kind::inner_xml : Kind::skipped};
    }
    if (frame.kind != Frame::Kind::record) return {};
    const Group group = frame.record->group();
    if (const int position = domain::field_by_name(group, name); position >= 0) {
      return {Kind::field, static_cast<std::size_t>(position)};
    }
    if (const auto child = domain::child_by_name(group, name)) return {Kind::group, 0, *child};
    return {name == kUnknownElements ? Kind::unknown_elements : Kind::skipped};
  }

  bool scalar(Got got, std::string_view text, error_code& code) {
    if (frames_.empty()) return stop(code, "top level is not an object");
    if (!enter(code)) return false;
    Record* record = frames_.back().record;
    if (frames_.back().kind == Frame::Kind::record && target_.kind == Target::Kind::field) {
      const bool integer = domain::fields_of(record->group())[target_.position].type == domain::FieldType::integer;
      if (integer ? got == Got::number && is_digits(text) : got == Got::string) {
        record->set(target_.position, document_.keep(text));
        return true;
      }
    } else if (frames_.back().kind == Frame::Kind::unknown_entry && got == Got::string) {
      if (target_.kind == Target::Kind::element) record->unknown().back().element = document_.keep(text);
      if (target_.kind == Target::Kind::inner_xml) record->unknown().back().inner_xml = document_.keep(text);
      return true;
    }
    wrong_kind();
    return true;
  }

  /// The value that begins now has not the JSON type its place asks for. An entry of a group still counts, so that the
  /// places of its neighbours stay those of the message.
  void wrong_kind() {
    Frame& top = frames_.back();
    const auto wrong = [this](std::string where, std::string_view name, std::string_view expected) {
      findings_.push_back(domain::finding("DEC001", std::move(where), {std::string(name), std::string(expected)}));
    };
    switch (top.kind) {
      case Frame::Kind::skipped: return;
      case Frame::Kind::entries: {
        const domain::GroupSpec& spec = domain::group_spec(top.group);
        if (top.count > spec.count_max) return;
        add_entry(top);
        return wrong(path(), spec.name, "object");
      }
      case Frame::Kind::unknown_entries: return wrong(path(), kUnknownElements, "object");
      case Frame::Kind::unknown_entry:
        top.broken = top.broken || target_.kind != Target::Kind::skipped;
        return;  // told at its end
      case Frame::Kind::record: break;
    }
    const std::string where = path() + "/";
    switch (target_.kind) {
      case Target::Kind::field: {
        const domain::Field& field = domain::fields_of(top.record->group())[target_.position];
        return wrong(where + std::string(field.name), field.name,
                     field.type == domain::FieldType::integer ? "integer" : "string");
      }
      case Target::Kind::group: {
        const std::string_view name = domain::group_spec(target_.group).name;
        return wrong(where + std::string(name), name, "array");
      }
      case Target::Kind::unknown_elements:
        return wrong(where + std::string(kUnknownElements), kUnknownElements, "array");
      case Target::Kind::element:
      case Target::Kind::inner_xml:
      case Target::Kind::skipped: return;
    }
  }

  /// At the end of an entry of unknown_elements: keeps it in its normal form, or drops it with a finding.
  void check_unknown() {
    Record& record = *frames_.back().record;
    Record::Unknown& unknown = record.unknown().back();
    const std::string where = path();
    const auto inner = normal_inner_xml(unknown.element, unknown.inner_xml);
    if (frames_.back().broken || !inner || !is_unknown_name(record.group(), unknown.element)) {
      findings_.push_back(domain::finding("DEC001", where, {std::string(kUnknownElements), "{element, inner_xml}"}));
      record.unknown().pop_back();
      return;
    }
    if (unknown.inner_xml != *inner) unknown.inner_xml = document_.keep(*inner);
    findings_.push_back(domain::finding("DEC008", where, {std::string(unknown.element)}));
  }

  std::string path() const { return path(frames_.size()); }
  /// JSON pointer of the place the first `depth` frames stand at; an open array stands at its present entry.
  std::string path(std::size_t depth) const {
    std::string pointer;
    for (std::size_t i = 0; i < depth; ++i) {
      const Frame& frame = frames_[i];
      if (frame.kind == Frame::Kind::entries || frame.kind == Frame::Kind::unknown_entries) {
        const bool group = frame.kind == Frame::Kind::entries;
        pointer.append("/").append(group ? domain::group_spec(frame.group).name : kUnknownElements);
        pointer.append("/").append(std::to_string(frame.count - 1));
      }
    }
    return pointer;
  }
  static std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return text;
  }

  domain::Document document_;
  std::vector<Finding> findings_;
  std::vector<Frame> frames_;
  std::size_t unknown_elements_ = 0;
  Target target_;
};

Result<Reading> read_form_json(std::string_view utf8, domain::Group root) {
  boost::json::basic_parser<FormHandler> parser(strict_options(), root);
  if (auto error = run(parser, utf8)) return std::move(*error);
  return parser.handler().take();
}

// ---- any JSON

class JsonHandler : public HandlerBase {
 public:
  Json take() { return std::move(root_); }

  bool on_object_begin(error_code& code) { return open(Json::make_object(), code); }
  bool on_array_begin(error_code& code) { return open(Json::make_array(), code); }
  bool on_object_end(std::size_t, error_code& code) {
    std::vector<std::string_view> names;
    for (const Json::Member& member : std::get<Json::Object>(open_.back()->value_)) names.push_back(member.first);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) return stop(code, "duplicate member " + std::string(*twice));
    open_.pop_back();
    return true;
  }
  bool on_array_end(std::size_t, error_code&) {
    open_.pop_back();
    return true;
  }
  bool on_key(Piece piece, std::size_t, error_code& code) {
    const std::string_view name = whole(piece);
    if (has_nul(name)) return stop(code, "NUL inside text");
    std::get<Json::Object>(open_.back()->value_).emplace_back(std::string(name), Json());
    return true;
  }
  bool on_string(Piece piece, std::size_t, error_code& code) {
    const std::string_view text = whole(piece);
    if (has_nul(text)) return stop(code, "NUL inside text");
    return put(Json(text), code) != nullptr;
  }
  bool on_int64(std::int64_t value, Piece text, error_code& code) {
    if (whole(text) == "-0" || value > kIntegerMax || value < -kIntegerMax) return no_integer(code);
    return put(Json(value), code) != nullptr;
  }
  bool on_uint64(std::uint64_t, Piece text, error_code& code) {
    whole(text);
    return no_integer(code);  // called only above the largest int64
  }
  bool on_double(double, Piece text, error_code& code) {
    whole(text);
    return no_integer(code);
  }
  bool on_bool(bool value, error_code& code) { return put(Json(value), code) != nullptr; }
  bool on_null(error_code& code) { return put(Json(), code) != nullptr; }

 private:
  static constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;  // RFC 7493: exact for every receiver

  bool no_integer(error_code& code) { return stop(code, "a number that is no integer below 2^53"); }
  /// Puts the value at its place; the place, or nullptr when there are too many.
  Json* put(Json value, error_code& code) {
    if (!count(code)) return nullptr;
    Json* place = &root_;
    if (!open_.empty()) {
      auto& container = open_.back()->value_;
      if (Json::Array* array = std::get_if<Json::Array>(&container)) {
        place = &array->emplace_back();
      } else {
        place = &std::get<Json::Object>(container).back().second;
      }
    }
    *place = std::move(value);
    return place;
  }
  bool open(Json container, error_code& code) {
    Json* place = put(std::move(container), code);
    if (place == nullptr) return false;
    open_.push_back(place);  // stays valid: what encloses it grows only after it is closed
    return true;
  }

  Json root_;
  std::vector<Json*> open_;
};

Result<Json> Json::parse(std::string_view utf8) {
  boost::json::basic_parser<JsonHandler> parser(strict_options());
  if (auto error = run(parser, utf8)) return std::move(*error);
  return parser.handler().take();
}

}  // namespace datong::document
