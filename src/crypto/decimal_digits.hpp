#pragma once
// Bytes as decimal digits and back, for the numeric mode of a QR code behind a URL's #: seven bytes become 17 digits, a
// rest of one to six bytes the 3, 5, 8, 10, 13 or 15 digits it may need. Why not one large number: it would save 5 of
// 625 digits and cost arithmetic every reader would need. Not here: what the bytes are (cose.hpp). Thread rule: free
// functions, any thread.
#include <optional>
#include <string>
#include <string_view>

namespace datong::crypto {

std::string to_decimal_digits(std::string_view bytes);

/// The bytes of `digits`; nullopt when no bytes have these digits (another character, an impossible length, a group
/// above what its bytes hold).
std::optional<std::string> from_decimal_digits(std::string_view digits);

}  // namespace datong::crypto
