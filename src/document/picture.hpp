#pragma once
// What a picture file says of itself (PNG or JPEG): format and size in pixels, read without decoding it. A file that lies about its type,
// is cut, has something behind its end, or would decode to more than limits allow is refused here, so that whoever decodes it later
// knows how much that can be. Not here: decoding (the PDF parts). Thread rule: pure.
// Source: PNG (ISO/IEC 15948) §5, §11; JPEG (ITU-T T.81) Annex B.
#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace datong::document {

enum class PictureFormat : std::uint8_t { png = 1, jpeg = 2 };
struct PictureFacts {
  PictureFormat format = PictureFormat::png;
  std::uint32_t width = 0, height = 0;  ///< pixels, both at least 1
};

/// Errors: malformed with the reason; too_large (bytes, side, pixels).
Result<PictureFacts> picture_facts(std::string_view bytes);

}  // namespace datong::document
