#include "document/pdf/picture.hpp"

#include <png.h>

#include <algorithm>
#include <vector>

#include "document/pdf/deflate.hpp"

namespace datong::document::pdf {
namespace {

constexpr int kSideMax = 640;  // 300 dpi of the largest seal (COO 7.1: 5.5 cm); what is larger is halved until it fits

/// Halves a picture of `channels` bytes a pixel by averaging squares of four.
void halve(std::vector<unsigned char>& pixels, int& width, int& height, int channels) {
  const int half_width = width / 2, half_height = height / 2;
  std::vector<unsigned char> half(static_cast<std::size_t>(half_width) * half_height * channels);
  const auto at = [&](int x, int y, int c) {
    return static_cast<unsigned>(pixels[(static_cast<std::size_t>(y) * width + x) * channels + c]);
  };
  for (int y = 0; y < half_height; ++y) {
    for (int x = 0; x < half_width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const unsigned sum =
            at(2 * x, 2 * y, c) + at(2 * x + 1, 2 * y, c) + at(2 * x, 2 * y + 1, c) + at(2 * x + 1, 2 * y + 1, c);
        half[(static_cast<std::size_t>(y) * half_width + x) * channels + c] = static_cast<unsigned char>((sum + 2) / 4);
      }
    }
  }
  pixels = std::move(half);
  width = half_width;
  height = half_height;
}

/// Four bits a pixel are enough for an edge: half the bytes of a seal.
std::string four_bits(const std::vector<unsigned char>& rgba, int width, int height) {
  std::string out;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; x += 2) {
      const auto value = [&](int column) {
        return column < width ? rgba[(static_cast<std::size_t>(y) * width + column) * 4 + 3] / 17U : 0U;
      };
      out += static_cast<char>(value(x) << 4 | value(x + 1));
    }
  }
  return out;
}

}  // namespace

Result<Picture> Picture::read(std::string_view bytes) {
  const auto facts = picture_facts(bytes);
  if (!facts) return facts.error();
  return facts->format == PictureFormat::png ? read_png(bytes) : read_jpeg(bytes, *facts);
}

Result<Picture> Picture::read_png(std::string_view bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
    return failure(Code::malformed, std::string("picture: ") + image.message);
  image.format = PNG_FORMAT_RGBA;
  std::vector<unsigned char> rgba(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, rgba.data(), 0, nullptr) == 0)
    return failure(Code::malformed, std::string("picture: ") + image.message);
  Picture made;
  made.width_ = static_cast<int>(image.width);
  made.height_ = static_cast<int>(image.height);
  while (std::max(made.width_, made.height_) > kSideMax && std::min(made.width_, made.height_) > 1)
    halve(rgba, made.width_, made.height_, 4);
  bool is_opaque = true, is_grey = true;
  std::string rgb;
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    is_opaque = is_opaque && rgba[i + 3] == 255;
    // What cannot be seen is the colour before it: it compresses to nothing.
    for (std::size_t c = 0; c < 3; ++c)
      rgb += rgba[i + 3] == 0 && i > 0 ? rgb[rgb.size() - 3] : static_cast<char>(rgba[i + c]);
    const std::size_t at = rgb.size() - 3;
    is_grey = is_grey && rgb[at] == rgb[at + 1] && rgb[at] == rgb[at + 2];
  }
  if (is_grey) {
    for (std::size_t i = 0; i < rgb.size() / 3; ++i) rgb[i] = rgb[i * 3];
    rgb.resize(rgb.size() / 3);
  }
  made.colour_space_ = is_grey ? "/DeviceGray" : "/DeviceRGB";
  made.filter_ = "/FlateDecode";
  made.pixels_ = deflated(rgb, Effort::small);
  if (!is_opaque) made.alpha_ = deflated(four_bits(rgba, made.width_, made.height_), Effort::small);
  return made;
}

/// JPEG stays as it is; of its frame header only the number of colours is not known yet.
Result<Picture> Picture::read_jpeg(std::string_view bytes, const PictureFacts& facts) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[at])); };
  for (std::size_t at = 2; at + 10 < bytes.size() && byte(at) == 0xFF;) {
    const unsigned marker = byte(at + 1), length = byte(at + 2) << 8 | byte(at + 3);
    if (marker >= 0xC0 && marker <= 0xC2) {
      const unsigned colours = byte(at + 9);
      if (byte(at + 4) != 8 || (colours != 1 && colours != 3)) break;
      Picture made;
      made.width_ = static_cast<int>(facts.width);
      made.height_ = static_cast<int>(facts.height);
      made.colour_space_ = colours == 1 ? "/DeviceGray" : "/DeviceRGB";
      made.filter_ = "/DCTDecode";
      made.pixels_ = bytes;
      return made;
    }
    at += 2 + std::max(length, 2U);
  }
  return failure(Code::malformed, "picture: a JPEG of a kind that is not printed");
}

int Picture::write(Writer& writer) const {
  const std::string size =
      "/Type/XObject/Subtype/Image/Width " + std::to_string(width_) + "/Height " + std::to_string(height_);
  std::string mask;
  if (!is_opaque())
    mask = "/SMask " + reference(writer.stream(size + "/ColorSpace/DeviceGray/BitsPerComponent 4", alpha_));
  return writer.stream(size + "/ColorSpace" + colour_space_ + "/BitsPerComponent 8" + mask + "/Filter" + filter_,
                       pixels_, false);
}

}  // namespace datong::document::pdf
