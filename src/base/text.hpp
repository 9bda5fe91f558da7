#pragma once
// Small things about text: UTF-8, hexadecimal, splitting, and writing JSON strings. Pure.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datong {

/// Number of Unicode code points, or nullopt when `text` is not strict UTF-8 (overlong, surrogate, above U+10FFFF).
std::optional<std::size_t> utf8_length(std::string_view text);
inline bool is_utf8(std::string_view text) { return utf8_length(text).has_value(); }
bool has_white_space(std::string_view utf8);  ///< ASCII blanks, U+00A0, U+2000…U+200B, U+3000
bool is_digits(std::string_view text);        ///< at least one, only 0…9
std::vector<std::string_view> split(std::string_view text, char separator);  ///< "" gives one empty piece
std::string_view trim(std::string_view text);                                ///< ASCII blanks at both ends
/// At most `most` code points from the beginning, so that a stored value stays small whatever was sent.
std::string first_code_points(std::string_view utf8, std::size_t most);
std::string to_hex(std::string_view bytes);                                  ///< lower case
std::optional<std::string> from_hex(std::string_view hex);
/// Appends `text` as a JSON string with the escapes of RFC 8785 (JCS).
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

}  // namespace datong
