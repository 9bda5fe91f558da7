#include "document/pdf/qr.hpp"

#include <qrencode.h>

#include <memory>

#include "base/text.hpp"

// Exported by the library, but not in its header: choosing the mask costs ten times the rest of the code.
extern "C" QRcode* QRcode_encodeMask(QRinput* input, int mask);

namespace datong::document::pdf {
namespace {

constexpr int kMask = 2;  // any is valid; a fixed one read as well as a chosen one

struct FreeInput {
  void operator()(QRinput* input) const { QRinput_free(input); }
};
struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

bool append(QRinput* input, QRencodeMode mode, std::string_view piece) {
  return piece.empty() || QRinput_append(input, mode, static_cast<int>(piece.size()),
                                         reinterpret_cast<const unsigned char*>(piece.data())) == 0;
}

}  // namespace

Result<QrCode> qr_code(const QrPieces& pieces) {
  constexpr std::size_t kPieceMax = 7089;  // digits in version 40, level L: no code holds more
  if (pieces.text.size() + pieces.digits.size() > kPieceMax) return failure(Code::too_large, "QR code");
  if (!pieces.digits.empty() && !is_digits(pieces.digits)) return failure(Code::malformed, "QR code: not digits");
  const std::unique_ptr<QRinput, FreeInput> input(QRinput_new2(0, QR_ECLEVEL_M));
  if (!input || !append(input.get(), QR_MODE_8, pieces.text) || !append(input.get(), QR_MODE_NUM, pieces.digits))
    return failure(Code::malformed, "QR code");
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeMask(input.get(), kMask));
  if (!code) return failure(Code::too_large, "QR code");
  QrCode made{code->width, {}};
  const auto width = static_cast<std::size_t>(code->width);
  for (std::size_t y = 0; y < width; ++y) {
    for (std::size_t x = 0; x < width; x += 8) {
      unsigned bits = 0xFF;
      for (std::size_t i = 0; i < 8 && x + i < width; ++i) {
        if ((code->data[y * width + x + i] & 1) != 0) bits &= ~(0x80U >> i);
      }
      made.rows += static_cast<char>(bits);
    }
  }
  return made;
}

}  // namespace datong::document::pdf
