#pragma once
// Reads the members of one stored body with one sticky verdict: a missing member, a wrong type or a number outside its
// range makes the whole body corrupt, never a default. Private to document/json. Thread rule: one body, one thread.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/ids.hpp"
#include "document/json/json.hpp"

namespace datong::document {

class Members {
 public:
  /// `format`: the only one this reader knows.
  Members(std::string_view body, int format) {
    auto parsed = Json::parse(body);
    const std::int64_t* found = parsed ? parsed->integer("format") : nullptr;
    good_ = found != nullptr && *found == format;
    if (good_) json_ = std::move(*parsed);
  }
  explicit Members(Json json) : json_(std::move(json)) {}

  std::string text(std::string_view name) {
    const std::string* value = json_.string(name);
    return value != nullptr ? *value : fail<std::string>();
  }
  /// Absent is "".
  std::string text_or_none(std::string_view name) { return json_.get(name) == nullptr ? std::string() : text(name); }
  bool has(std::string_view name) const { return json_.get(name) != nullptr; }
  std::int64_t integer(std::string_view name) {
    const std::int64_t* value = json_.integer(name);
    return value != nullptr ? *value : fail<std::int64_t>();
  }
  template <class Number>
  Number number(std::string_view name) {
    const std::int64_t value = integer(name);
    return std::in_range<Number>(value) ? static_cast<Number>(value) : fail<Number>();
  }
  std::uint32_t count(std::string_view name) { return number<std::uint32_t>(name); }
  bool flag(std::string_view name) {
    const bool* value = json_.boolean(name);
    return value != nullptr ? *value : fail<bool>();
  }
  template <class Enum>
  Enum one(std::string_view name, Enum first, Enum last) {
    const std::int64_t value = integer(name);
    if (value < static_cast<std::int64_t>(first) || value > static_cast<std::int64_t>(last)) good_ = false;
    return good_ ? static_cast<Enum>(value) : first;
  }
  CaseId id(std::string_view name) { return parsed<CaseId>(text(name)).value_or(CaseId{}); }
  Instant instant(std::string_view name) { return parsed<Instant>(text(name)).value_or(Instant{}); }
  /// Absent is nullopt, unreadable is corrupt.
  template <class Value>
  std::optional<Value> optional(std::string_view name) {
    if (json_.get(name) == nullptr) return std::nullopt;
    return parsed<Value>(text(name));
  }
  const Json::Array& array(std::string_view name) {
    static const Json::Array kNone;
    const Json::Array* value = json_.array(name);
    if (value == nullptr) good_ = false;
    return value != nullptr ? *value : kNone;
  }
  /// A member that is an object, to be read by Members of its own.
  Json object(std::string_view name) {
    const Json* value = json_.object(name);
    return value != nullptr ? *value : fail<Json>();
  }
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> values;
    for (const Json& entry : array(name))
      values.push_back(entry.as_string() != nullptr ? *entry.as_string() : fail<std::string>());
    return values;
  }

  Json take() { return std::move(json_); }  ///< the whole body; nothing can be read after it
  void refuse() { good_ = false; }
  bool good() const { return good_; }
  template <class Value>
  Result<Value> done(Value value) const {
    if (!good_) return failure(Code::corrupt, "stored body of an unknown format or with unreadable members");
    return value;
  }

 private:
  template <class Value>
  Value fail() {
    good_ = false;
    return Value{};
  }
  template <class Value>
  std::optional<Value> parsed(const std::string& text) {
    auto value = Value::parse(text);
    if (!value) good_ = false;
    return value;
  }

  Json json_;
  bool good_ = true;
};

}  // namespace datong::document
