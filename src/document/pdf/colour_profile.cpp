#include "document/pdf/colour_profile.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace datong::document::pdf {
namespace {

void word(std::string& out, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(value >> shift & 255);
}

/// Three numbers of 1/65536.
std::string xyz(std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  std::string out("XYZ \0\0\0\0", 8);
  for (const std::uint32_t value : {x, y, z}) word(out, value);
  return out;
}

std::string description(std::string_view text) {
  std::string out("desc\0\0\0\0", 8);
  word(out, static_cast<std::uint32_t>(text.size() + 1));
  out += text;
  out.append(1 + 8 + 3 + 67, '\0');  // end of the text; empty Unicode and Macintosh forms
  return out;
}

}  // namespace

std::string colour_profile() {
  const std::string gamma("curv\0\0\0\0\0\0\0\1\2\x33\0\0", 16);  // 2.2
  std::string copyright("text\0\0\0\0", 8);
  copyright.append("No copyright", 13);
  const std::vector<std::pair<std::string_view, std::string>> tags = {
      {"desc", description("sRGB primaries, gamma 2.2")},
      {"cprt", copyright},
      {"wtpt", xyz(0xF6D6, 0x10000, 0xD32D)},
      {"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)},
      {"gXYZ", xyz(0x6299, 0xB785, 0x18DA)},
      {"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
      {"rTRC", gamma},
      {"gTRC", gamma},
      {"bTRC", gamma}};
  std::string directory, data;
  constexpr std::size_t kHeader = 128;
  const std::size_t data_at = kHeader + 4 + tags.size() * 12;
  word(directory, static_cast<std::uint32_t>(tags.size()));
  for (const auto& [name, value] : tags) {
    directory += name;
    word(directory, static_cast<std::uint32_t>(data_at + data.size()));
    word(directory, static_cast<std::uint32_t>(value.size()));
    data += value;
    while (data.size() % 4 != 0) data += '\0';
  }
  std::string header;
  word(header, static_cast<std::uint32_t>(data_at + data.size()));
  word(header, 0);
  word(header, 0x02100000);  // version 2.1
  header += "mntrRGB XYZ ";
  header.append(12, '\0');  // no date: the profile is always the same
  header += "acsp";
  header.append(28, '\0');
  for (const std::uint32_t value : {0xF6D6U, 0x10000U, 0xD32DU}) word(header, value);
  header.resize(kHeader, '\0');
  return header + directory + data;
}

}  // namespace datong::document::pdf
