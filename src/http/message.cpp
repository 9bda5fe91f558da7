#include "http/message.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace datong::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (std::ranges::any_of(out, is_control) || !is_utf8(out)) return std::nullopt;
  return out;
}

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

Result<void> read_target(Request& request) {
  const std::string_view target = request.target;
  const bool printable = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
  if (!printable || !target.starts_with('/')) return failure(Code::malformed, "request target");
  const std::size_t mark = target.find('?');
  auto path = percent_decoded(target.substr(0, mark), false);
  if (!path) return failure(Code::malformed, "percent encoding of the path");
  request.path = std::move(*path);
  request.query.clear();
  if (mark == std::string_view::npos) return {};
  for (const std::string_view piece : split(target.substr(mark + 1), '&')) {
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = percent_decoded(piece.substr(0, equals), true);
    auto value = percent_decoded(equals == std::string_view::npos ? "" : piece.substr(equals + 1), true);
    if (!name || !value) return failure(Code::malformed, "percent encoding of the query");
    request.query.emplace_back(std::move(*name), std::move(*value));
  }
  return {};
}

bool takes_coding(std::string_view accept, std::string_view coding) {
  for (const std::string_view entry : split(accept, ',')) {
    const std::size_t mark = entry.find(';');
    if (trim(entry.substr(0, mark)) != coding) continue;
    if (mark == std::string_view::npos) return true;
    const std::string_view weight = trim(entry.substr(mark + 1));
    return !weight.starts_with("q=") || weight.substr(2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

bool is_known_tag(std::string_view if_none_match, std::string_view etag) {
  for (const std::string_view entry : split(if_none_match, ',')) {
    std::string_view name = trim(entry);
    if (name.starts_with("W/")) name.remove_prefix(2);
    if (name == "*" || name == etag) return true;
  }
  return false;
}

}  // namespace datong::http
