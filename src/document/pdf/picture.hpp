#pragma once
// Pictures an office or an enterprise loads: seals, specimen signatures, picture marks. Read and compressed once, then
// copied into documents as they are. PNG keeps its transparency; a picture without any is multiplied onto the paper, so
// that its white hides nothing. Thread rule: constant once read.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "document/pdf/writer.hpp"
#include "document/picture.hpp"

namespace datong::document::pdf {

class Picture {
 public:
  /// PNG or JPEG. Errors: as picture_facts; malformed for a JPEG of four colours or other than eight bits.
  static Result<Picture> read(std::string_view bytes);
  int width() const { return width_; }
  int height() const { return height_; }
  bool is_opaque() const { return alpha_.empty(); }
  /// Writes the image (and its mask); gives the image's object number.
  int write(Writer& writer) const;

 private:
  static Result<Picture> read_png(std::string_view bytes);
  static Result<Picture> read_jpeg(std::string_view bytes, const PictureFacts& facts);

  int width_ = 0, height_ = 0;
  std::string colour_space_, filter_;
  std::string pixels_, alpha_;  ///< compressed
};

}  // namespace datong::document::pdf
