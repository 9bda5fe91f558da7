#pragma once
// The QR code of a document: a byte-mode piece (the address) and a numeric piece (the signed summary as digits), level
// M, always the same mask, so that it costs what it must and equal content gives equal bytes. Thread rule: free
// function.
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace datong::document::pdf {

struct QrPieces {
  std::string text, digits;  ///< either may be empty, not both
};

struct QrCode {
  int modules = 0;   ///< on a side: 17 + 4 × version
  std::string rows;  ///< one bit a module, rows padded to bytes, 0 = dark (a PDF image mask)
};

/// Errors: too_large when no version holds the pieces, malformed when `digits` are not digits.
Result<QrCode> qr_code(const QrPieces& pieces);

}  // namespace datong::document::pdf
