// The one file that includes Boost.JSON: its streaming parser with two handlers, one straight into the field tables of
// a declaration, one into the general Json value. Built without UBSan (see cmake/module.cmake): the header is heavy.
#include <boost/json/src.hpp>
//
#include <boost/json/basic_parser_impl.hpp>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/eciq/inner_xml.hpp"
#include "document/json/form_json.hpp"
#include "document/json/form_reader.hpp"
#include "document/json/json.hpp"

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

/// An unknown element in its normal form; nullopt when it may not be kept.
std::optional<std::string> kept_inner_xml(domain::Group group, std::string_view element, std::string_view inner_xml) {
  if (!is_unknown_name(group, element)) return std::nullopt;
  auto inner = normal_inner_xml(element, inner_xml);
  return inner ? std::optional(std::move(*inner)) : std::nullopt;
}

class FormHandler : public HandlerBase {
 public:
  explicit FormHandler(domain::Group root) : reader_(root, &kept_inner_xml) {}
  Reading take() { return reader_.take(); }

  bool on_object_begin(error_code& code) { return told(reader_.object_begin(), code); }
  bool on_object_end(std::size_t, error_code& code) { return told(reader_.end(), code); }
  bool on_array_begin(error_code& code) { return told(reader_.array_begin(), code); }
  bool on_array_end(std::size_t, error_code& code) { return told(reader_.end(), code); }
  bool on_key(Piece piece, std::size_t, error_code& code) { return told(reader_.name(whole(piece)), code); }
  bool on_string(Piece piece, std::size_t, error_code& code) { return told(reader_.text(whole(piece)), code); }
  bool on_int64(std::int64_t, Piece text, error_code& code) { return told(reader_.number(whole(text)), code); }
  bool on_uint64(std::uint64_t, Piece text, error_code& code) { return told(reader_.number(whole(text)), code); }
  bool on_double(double, Piece text, error_code& code) { return told(reader_.number(whole(text)), code); }
  bool on_bool(bool, error_code& code) { return told(reader_.other(), code); }
  bool on_null(error_code& code) { return told(reader_.other(), code); }

 private:
  bool told(bool good, error_code& code) { return good || stop(code, reader_.reason()); }

  FormReader reader_;
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
