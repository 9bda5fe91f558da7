#include "crypto/one_time_code.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <climits>

#include "base/check.hpp"
#include "crypto/digest.hpp"

namespace datong::crypto {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t kStepMs = 30'000;
constexpr std::uint32_t kCodes = 1'000'000;
constexpr std::size_t kCodeDigits = 6;
constexpr std::size_t kSecretBytesMin = 16, kSecretBytesMax = 64;

using Sha1 = std::array<unsigned char, 20>;

Sha1 hmac_sha1(std::string_view key, std::string_view data) {
  CHECK(key.size() <= INT_MAX);
  Sha1 code;
  unsigned size = 0;
  CHECK(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()),
             data.size(), code.data(), &size) != nullptr &&
        size == code.size());
  return code;
}

}  // namespace

std::string to_base32(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 5;) {
      held -= 5;
      text += kAlphabet[bits >> held & 31];
    }
  }
  if (held > 0) text += kAlphabet[bits << (5 - held) & 31];
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 5 | static_cast<std::uint32_t>(value);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>(bits >> held & 0xFF);
    }
  }
  if (held >= 5 || (bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

bool is_one_time_secret(std::string_view text) {
  const auto bytes = from_base32(text);
  return bytes && bytes->size() >= kSecretBytesMin && bytes->size() <= kSecretBytesMax;
}

std::string one_time_code(std::string_view secret, std::int64_t step) {
  std::string counter;
  for (int shift = 56; shift >= 0; shift -= 8) counter += static_cast<char>(step >> shift & 0xFF);
  const Sha1 hash = hmac_sha1(secret, counter);
  const std::size_t at = hash.back() & 15U;  // dynamic truncation, RFC 4226 §5.3
  std::uint32_t number = hash[at] & 127U;
  for (std::size_t i = 1; i < 4; ++i) number = number << 8 | hash[at + i];
  const std::string digits = std::to_string(number % kCodes);
  return std::string(kCodeDigits - digits.size(), '0') + digits;
}

std::int64_t one_time_step(Instant at) { return at.ms() / kStepMs; }

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant now) {
  std::optional<std::int64_t> found;
  const std::int64_t step = one_time_step(now);
  for (const std::int64_t candidate : {step - 1, step, step + 1}) {
    if (equal_in_constant_time(one_time_code(secret, candidate), code)) found = candidate;
  }
  return found;
}

}  // namespace datong::crypto
