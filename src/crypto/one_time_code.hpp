#pragma once
// Time-based one-time codes (RFC 6238 over RFC 4226: HMAC-SHA-1, six digits, 30 seconds) and base32 for their secrets:
// what every authenticator program speaks. A few lines over OpenSSL's HMAC instead of liboath, which would bring a
// library and its own clock for the same sum. Not here: whose secret it is, which codes were used (app/identify). SHA-1
// is sound inside an HMAC and the only hash all such programs know. Thread rule: free functions, any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace datong::crypto {

/// base32 in capitals without padding. Source: RFC 4648 §6.
std::string to_base32(std::string_view bytes);
/// nullopt for padding, blanks, small letters, foreign characters, a length no bytes have, unused last bits not zero.
std::optional<std::string> from_base32(std::string_view text);

/// Whether `text` is base32 of 16…64 bytes. Source: RFC 4226 §4 R6 (128 bits at least).
bool is_one_time_secret(std::string_view text);

/// The code of a 30-second step (its number since 1970), six digits.
std::string one_time_code(std::string_view secret, std::int64_t step);
std::int64_t one_time_step(Instant at);

/// The step whose code `code` is: that of `now`, the one before or the one after. The caller must refuse a step that is
/// not later than the last one used, or a code would serve twice. `secret` as bytes, not base32.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant now);

}  // namespace datong::crypto
