#include "document/json/json.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"

namespace datong::document {
namespace {

/// RFC 8785 §3.2.3 order. UTF-8 order differs from it only where a supplementary character (two surrogates, 0xD800…)
/// meets U+E000…U+FFFF: in UTF-8 lead bytes, 0xF0… against 0xEE and 0xEF.
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (at_a == a.end() || at_b == b.end()) return at_a == a.end() && at_b != b.end();
  const auto x = static_cast<unsigned char>(*at_a), y = static_cast<unsigned char>(*at_b);
  if (x >= 0xF0 && (y == 0xEE || y == 0xEF)) return true;
  if (y >= 0xF0 && (x == 0xEE || x == 0xEF)) return false;
  return x < y;
}

enum class Style { compact, indented, canonical };

void break_line(std::string& out, Style style, std::size_t level) {
  if (style == Style::indented) out.append(1, '\n').append(level * 2, ' ');
}

void write(std::string& out, const Json& json, Style style, std::size_t level);

void write_member(std::string& out, const Json::Member& member, Style style, std::size_t level) {
  append_json_string(out, member.first);
  out += style == Style::indented ? ": " : ":";
  write(out, member.second, style, level);
}

/// The brackets, commas and line breaks around `count` pieces, each written by `piece(i)`.
template <class Piece>
void write_pieces(std::string& out, std::string_view brackets, std::size_t count, Style style, std::size_t level,
                  Piece piece) {
  out += brackets[0];
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    break_line(out, style, level + 1);
    piece(i);
  }
  if (count > 0) break_line(out, style, level);
  out += brackets[1];
}

void write(std::string& out, const Json& json, Style style, std::size_t level) {
  if (const bool* boolean = json.as_boolean()) {
    out += *boolean ? "true" : "false";
  } else if (const std::int64_t* integer = json.as_integer()) {
    out += std::to_string(*integer);
  } else if (const std::string* text = json.as_string()) {
    append_json_string(out, *text);
  } else if (const Json::Array* array = json.as_array()) {
    write_pieces(out, "[]", array->size(), style, level,
                 [&](std::size_t i) { write(out, (*array)[i], style, level + 1); });
  } else if (const Json::Object* object = json.as_object()) {
    std::vector<const Json::Member*> members;
    for (const Json::Member& member : *object) members.push_back(&member);
    if (style == Style::canonical) {
      std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return before_in_utf16(a->first, b->first); });
    }
    write_pieces(out, "{}", members.size(), style, level,
                 [&](std::size_t i) { write_member(out, *members[i], style, level + 1); });
  } else {
    out += "null";
  }
}

}  // namespace

Json Json::make_array(Array entries) {
  Json json;
  json.value_ = std::move(entries);
  return json;
}

Json Json::make_object(Object members) {
  Json json;
  json.value_ = std::move(members);
  return json;
}

const Json* Json::get(std::string_view name) const {
  const Object* members = as_object();
  if (members == nullptr) return nullptr;
  const auto found =
      std::find_if(members->begin(), members->end(), [&](const Member& member) { return member.first == name; });
  return found == members->end() ? nullptr : &found->second;
}

const std::string* Json::string(std::string_view name) const {
  const Json* member = get(name);
  return member == nullptr ? nullptr : member->as_string();
}
const std::int64_t* Json::integer(std::string_view name) const {
  const Json* member = get(name);
  return member == nullptr ? nullptr : member->as_integer();
}
const bool* Json::boolean(std::string_view name) const {
  const Json* member = get(name);
  return member == nullptr ? nullptr : member->as_boolean();
}
const Json::Array* Json::array(std::string_view name) const {
  const Json* member = get(name);
  return member == nullptr ? nullptr : member->as_array();
}
const Json* Json::object(std::string_view name) const {
  const Json* member = get(name);
  return member == nullptr || !member->is_object() ? nullptr : member;
}

constexpr std::size_t kMembersAtFirst = 6;  // most objects have few members: one allocation instead of three

Json& Json::set(std::string_view name, Json value) & {
  if (is_null()) value_ = Object{};
  CHECK(is_object());
  for (Member& member : std::get<Object>(value_)) {
    if (member.first == name) {
      member.second = std::move(value);
      return *this;
    }
  }
  Object& members = std::get<Object>(value_);
  if (members.empty()) members.reserve(kMembersAtFirst);
  members.emplace_back(std::string(name), std::move(value));
  return *this;
}

Json&& Json::set(std::string_view name, Json value) && { return std::move(set(name, std::move(value))); }
Json&& Json::add(Json value) && { return std::move(add(std::move(value))); }

Json& Json::add(Json value) & {
  if (is_null()) value_ = Array{};
  CHECK(is_array());
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

std::string Json::to_string() const {
  std::string out;
  write(out, *this, Style::compact, 0);
  return out;
}
std::string Json::indented() const {
  std::string out;
  write(out, *this, Style::indented, 0);
  return out + '\n';
}
std::string Json::canonical() const {
  std::string out;
  write(out, *this, Style::canonical, 0);
  return out;
}

}  // namespace datong::document
