#include "document/picture.hpp"

#include <array>
#include <optional>

#include "base/limits.hpp"

namespace datong::document {
namespace {

constexpr std::string_view kPngBegin("\x89PNG\r\n\x1a\n", 8);
constexpr std::string_view kJpegBegin("\xff\xd8\xff", 3);
constexpr std::string_view kJpegEnd("\xff\xd9", 2);

Error bad(std::string why) { return failure(Code::malformed, "picture: " + std::move(why)); }

/// Big-endian; the caller has looked that the bytes are there.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

constexpr auto kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t n = 0; n < 256; ++n) {
    std::uint32_t c = n;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
  return table;
}();

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t c = 0xFFFFFFFFU;
  for (const char byte : bytes) c = kCrcTable[(c ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (c >> 8);
  return ~c;
}

Result<PictureFacts> within_limits(PictureFacts facts) {
  if (facts.width == 0 || facts.height == 0) return bad("no size");
  if (facts.width > limits::kPictureSideMax || facts.height > limits::kPictureSideMax) return failure(Code::too_large, "picture: pixels");
  return facts;
}

/// Bit depths each colour type of PNG may have, as a set of bits 1, 2, 4, 8, 16; 0 for a type that does not exist.
unsigned depths_of(unsigned colour_type) {
  switch (colour_type) {
    case 0: return 1 | 2 | 4 | 8 | 16;  // grey
    case 2: return 8 | 16;              // colours
    case 3: return 1 | 2 | 4 | 8;       // palette
    case 4: return 8 | 16;              // grey with alpha
    case 6: return 8 | 16;              // colours with alpha
  }
  return 0;
}

Result<PictureFacts> read_png(std::string_view bytes) {
  std::optional<PictureFacts> facts;
  bool has_data = false, has_palette = false, needs_palette = false;
  std::size_t at = kPngBegin.size();
  while (bytes.size() - at >= 12) {
    const std::uint32_t length = number_at(bytes, at, 4);
    if (length > bytes.size() - at - 12) return bad("a chunk is cut");
    const std::string_view type = bytes.substr(at + 4, 4), data = bytes.substr(at + 8, length);
    if (crc32(bytes.substr(at + 4, length + 4)) != number_at(bytes, at + 8 + length, 4)) return bad("a chunk has a wrong check sum");
    at += length + 12;
    if (!facts) {
      if (type != "IHDR" || length != 13) return bad("does not begin with its header");
      const unsigned depth = static_cast<unsigned char>(data[8]), colour_type = static_cast<unsigned char>(data[9]);
      const bool is_one_depth = depth != 0 && (depth & (depth - 1)) == 0;
      if (!is_one_depth || (depths_of(colour_type) & depth) == 0) return bad("colour type and depth");
      if (data[10] != 0 || data[11] != 0 || static_cast<unsigned char>(data[12]) > 1) return bad("compression, filter or interlace");
      needs_palette = colour_type == 3;
      facts = PictureFacts{PictureFormat::png, number_at(data, 0, 4), number_at(data, 4, 4)};
    } else if (type == "IHDR") {
      return bad("two headers");
    } else if (type == "PLTE") {
      has_palette = true;
    } else if (type == "IDAT") {
      has_data = true;
    } else if (type == "IEND") {
      if (!has_data || (needs_palette && !has_palette) || length != 0 || at != bytes.size()) return bad("no data, or something behind the end");
      return within_limits(*facts);
    }
  }
  return bad("has no end");
}

bool is_frame(unsigned marker) { return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC; }

/// Segments up to the first scan; what the scans hold is the decoder's, the size is fixed before them.
Result<PictureFacts> read_jpeg(std::string_view bytes) {
  std::optional<PictureFacts> facts;
  if (!bytes.ends_with(kJpegEnd)) return bad("has no end");
  std::size_t at = 2;
  while (bytes.size() - at >= 4) {
    if (bytes[at] != '\xff') return bad("a segment does not begin with its marker");
    const unsigned marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    const std::uint32_t length = number_at(bytes, at + 2, 2);
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD9) || length < 2 || length > bytes.size() - at - 2) return bad("a segment is cut");
    if (is_frame(marker)) {
      if (facts) return bad("two frames");
      if (marker > 0xC2) return bad("a way of coding we do not read");  // baseline, extended and progressive only
      if (length < 8 || bytes[at + 4] != 8) return bad("eight bits a sample are needed");
      const unsigned components = static_cast<unsigned char>(bytes[at + 9]);
      if ((components != 1 && components != 3) || length != 8 + 3 * components) return bad("grey or three colours are needed");
      facts = PictureFacts{PictureFormat::jpeg, number_at(bytes, at + 7, 2), number_at(bytes, at + 5, 2)};
    } else if (marker == 0xDA) {
      if (!facts) return bad("data before its frame");
      return within_limits(*facts);
    }
    at += length + 2;
  }
  return bad("has no data");
}

}  // namespace

Result<PictureFacts> picture_facts(std::string_view bytes) {
  if (bytes.size() > limits::kPictureBytesMax) return failure(Code::too_large, "picture: bytes");
  if (bytes.starts_with(kPngBegin)) return read_png(bytes);
  if (bytes.starts_with(kJpegBegin)) return read_jpeg(bytes);
  return bad("neither PNG nor JPEG");
}

}  // namespace datong::document
