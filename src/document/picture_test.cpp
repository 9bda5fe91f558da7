// Pictures by their headers: what is read, and that no file of a stranger gets through that lies, is cut or would fill the memory.
#include "document/picture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/limits.hpp"

namespace datong::document {
namespace {

std::string big_endian(std::uint32_t value, int bytes = 4) {
  std::string text;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
  return text;
}
/// Bit by bit: not the table the reader uses.
std::uint32_t check_sum(const std::string& bytes) {
  std::uint32_t c = ~0U;
  for (const char byte : bytes) {
    c ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
  }
  return ~c;
}
std::string chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data + big_endian(check_sum(type + data));
}
std::string header(std::uint32_t width, std::uint32_t height, int depth = 8, int colour_type = 6, int interlace = 0) {
  return chunk("IHDR", big_endian(width) + big_endian(height) + static_cast<char>(depth) + static_cast<char>(colour_type) + std::string(2, '\0') +
                           static_cast<char>(interlace));
}
const std::string kSignature("\x89PNG\r\n\x1a\n", 8);
std::string png(const std::string& head, const std::string& rest = chunk("IDAT", "data") + chunk("IEND", "")) { return kSignature + head + rest; }
std::string segment(int marker, const std::string& data) {
  return std::string("\xff") + static_cast<char>(marker) + big_endian(static_cast<std::uint32_t>(data.size() + 2), 2) + data;
}
std::string frame(std::uint32_t width, std::uint32_t height, int marker = 0xC0, int bits = 8, int components = 3) {
  return segment(marker, static_cast<char>(bits) + big_endian(height, 2) + big_endian(width, 2) + static_cast<char>(components) +
                             std::string(static_cast<std::size_t>(components) * 3, '\1'));
}
const std::string kScan = segment(0xDA, std::string(10, '\1')) + "entropy coded" + "\xff\xd9";
std::string jpeg(const std::string& segments, const std::string& rest = kScan) { return "\xff\xd8" + segment(0xE0, "JFIF") + segments + rest; }

Code refused_with(const std::string& bytes) {
  const auto facts = picture_facts(bytes);
  EXPECT_FALSE(facts);
  return facts ? Code::internal : facts.error().code;
}

TEST(Picture, BothFormatsSayTheirSize) {
  const auto from_png = picture_facts(png(header(472, 300)));
  ASSERT_TRUE(from_png) << from_png.error().detail;
  EXPECT_EQ(from_png->format, PictureFormat::png);
  EXPECT_EQ(from_png->width, 472u);
  EXPECT_EQ(from_png->height, 300u);
  const auto from_jpeg = picture_facts(jpeg(frame(640, 480)));
  ASSERT_TRUE(from_jpeg) << from_jpeg.error().detail;
  EXPECT_EQ(from_jpeg->format, PictureFormat::jpeg);
  EXPECT_EQ(from_jpeg->width, 640u);
  EXPECT_EQ(from_jpeg->height, 480u);
  EXPECT_TRUE(picture_facts(jpeg(frame(640, 480, 0xC2, 8, 1)))) << "progressive, grey";
  EXPECT_TRUE(picture_facts(png(header(9, 9, 1, 3), chunk("PLTE", "rgb") + chunk("IDAT", "x") + chunk("IEND", ""))));
}

TEST(Picture, APictureThatWouldFillTheMemoryIsTooLarge) {
  EXPECT_EQ(refused_with(png(header(0x7FFFFFFF, 0x7FFFFFFF))), Code::too_large);
  EXPECT_EQ(refused_with(jpeg(frame(65'535, 65'535))), Code::too_large);
  EXPECT_TRUE(picture_facts(png(header(limits::kPictureSideMax, limits::kPictureSideMax))));
  EXPECT_EQ(refused_with(png(header(limits::kPictureSideMax + 1, 1))), Code::too_large);
  EXPECT_EQ(refused_with(png(header(1, limits::kPictureSideMax + 1))), Code::too_large);
  EXPECT_EQ(refused_with(png(header(9, 9), chunk("IDAT", std::string(limits::kPictureBytesMax, 'x')) + chunk("IEND", ""))), Code::too_large) << "bytes";
  EXPECT_EQ(refused_with(png(header(0, 9))), Code::malformed);
  EXPECT_EQ(refused_with(jpeg(frame(9, 0))), Code::malformed) << "height told later";
}

TEST(Picture, AFileThatLiesAboutItselfIsRefused) {
  for (const std::string& bytes : {std::string(), std::string("GIF89a"), std::string("%PDF-1.7"), std::string("<svg/>"), kSignature, std::string("\xff\xd8\xff"),
                                   kSignature + frame(9, 9), "\xff\xd8" + header(9, 9)}) {
    EXPECT_EQ(refused_with(bytes), Code::malformed);
  }
  EXPECT_EQ(refused_with(png(header(9, 9)) + "<script>"), Code::malformed) << "something behind the end";
  EXPECT_EQ(refused_with(png(header(9, 9) + header(1, 1))), Code::malformed) << "two headers";
  EXPECT_EQ(refused_with(png(chunk("tEXt", "x") + header(9, 9))), Code::malformed) << "the header is not first";
  EXPECT_EQ(refused_with(png(header(9, 9), chunk("IEND", ""))), Code::malformed) << "no data";
  EXPECT_EQ(refused_with(png(header(9, 9, 8, 3))), Code::malformed) << "no palette";
  for (const auto& [depth, type] : {std::pair{0, 0}, {3, 0}, {5, 0}, {16, 3}, {4, 2}, {8, 1}, {8, 7}}) EXPECT_EQ(refused_with(png(header(9, 9, depth, type))), Code::malformed);
  EXPECT_EQ(refused_with(png(header(9, 9, 8, 6, 2))), Code::malformed) << "interlace";
  EXPECT_EQ(refused_with(jpeg(frame(9, 9) + frame(999, 999))), Code::malformed) << "two frames";
  EXPECT_EQ(refused_with(jpeg("")), Code::malformed) << "no frame";
  EXPECT_EQ(refused_with(jpeg(frame(9, 9), "\xff\xd9")), Code::malformed) << "no scan";
  EXPECT_EQ(refused_with(jpeg(frame(9, 9)) + "tail"), Code::malformed);
  EXPECT_EQ(refused_with(jpeg(frame(9, 9, 0xC3))), Code::malformed) << "lossless";
  EXPECT_EQ(refused_with(jpeg(frame(9, 9, 0xC0, 12))), Code::malformed);
  EXPECT_EQ(refused_with(jpeg(frame(9, 9, 0xC0, 8, 4))), Code::malformed) << "four colours";
}

TEST(Picture, EveryCutAndEveryFlippedBitIsRefusedOrStaysWithinLimits) {
  for (const std::string& whole : {png(header(9, 9)), jpeg(frame(9, 9))}) {
    for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_FALSE(picture_facts(whole.substr(0, length))) << length;
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      std::string flipped = whole;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      const auto facts = picture_facts(flipped);
      const std::size_t side = facts ? std::max(facts->width, facts->height) : 0;
      EXPECT_LE(side, limits::kPictureSideMax);
    }
  }
}

}  // namespace
}  // namespace datong::document
