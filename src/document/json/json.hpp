#pragma once
// A small general JSON value for API bodies, acts and heads: null, booleans, integers up to ±(2^53 − 1), strings,
// arrays, and objects that keep the order of their members. Not for declarations (declaration_json.hpp) and not for
// fractions: amounts cross as strings. Thread rule: a plain value.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace datong::document {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;        ///< null
  Json(std::nullptr_t) {}  // NOLINT: values convert, also below
  template <std::same_as<bool> Boolean>
  Json(Boolean value) : value_(value) {}  // NOLINT
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) Json(Integer value) : value_(static_cast<std::int64_t>(value)) {}  // NOLINT
  Json(std::string value) : value_(std::move(value)) {}                                                     // NOLINT
  Json(std::string_view value) : value_(std::string(value)) {}                                              // NOLINT
  Json(const char* value) : value_(std::string(value)) {}                                                   // NOLINT
  static Json make_array(Array entries = {});
  static Json make_object(Object members = {});

  /// Reads one JSON text, strictly.
  ///
  /// Errors: malformed with byte offset (as for declarations; also any number that is no integer below 2^53);
  /// too_large.
  static Result<Json> parse(std::string_view utf8);

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }
  const bool* as_boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&value_); }
  const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  const Array* as_array() const { return std::get_if<Array>(&value_); }
  const Object* as_object() const { return std::get_if<Object>(&value_); }

  /// The member of that name, nullptr when this is no object or has none; below: or when it has another type.
  const Json* get(std::string_view name) const;
  const std::string* string(std::string_view name) const;
  const std::int64_t* integer(std::string_view name) const;
  const bool* boolean(std::string_view name) const;
  const Array* array(std::string_view name) const;
  const Json* object(std::string_view name) const;

  /// Sets the member (null becomes an object first); returns this for chaining. CHECKs that this is an object.
  Json& set(std::string_view name, Json value) &;
  Json&& set(std::string_view name, Json value) &&;
  /// Appends an entry (null becomes an array first). CHECKs that this is an array.
  Json& add(Json value) &;
  Json&& add(Json value) &&;

  std::string to_string() const;  ///< compact, members as they stand
  std::string indented() const;   ///< two blanks per level, members as they stand, a newline at the end
  std::string canonical() const;  ///< RFC 8785 (JCS): compact, members sorted by UTF-16 code units
  bool operator==(const Json&) const = default;

 private:
  friend class JsonHandler;
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

}  // namespace datong::document
