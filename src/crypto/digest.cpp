#include "crypto/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <climits>
#include <cstdint>

#include "base/check.hpp"
#include "base/text.hpp"

namespace datong::crypto {
namespace {

/// Fetched once: looking the algorithm up for each hash costs more than hashing a short text.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CHECK(fetched != nullptr);
  return fetched;
}

Sha256& thread_hasher() {
  static thread_local Sha256 hasher;
  return hasher;
}

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kForeign = 0xFF;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kForeign);
  for (std::uint8_t i = 0; i < 64; ++i) values[static_cast<unsigned char>(kAlphabet[i])] = i;
  return values;
}();

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  CHECK(context_ != nullptr);
  CHECK(EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1);
}

Sha256& Sha256::update(std::string_view data) {
  CHECK(EVP_DigestUpdate(context_.get(), data.data(), data.size()) == 1);
  return *this;
}

Digest Sha256::finish() {
  Digest digest;
  CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
  CHECK(EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1);
  return digest;
}

Sha256 Sha256::copy() const {
  Sha256 other;
  CHECK(EVP_MD_CTX_copy_ex(other.context_.get(), context_.get()) == 1);
  return other;
}

Digest sha256(std::string_view data) { return thread_hasher().update(data).finish(); }

Digest sha256(std::initializer_list<std::string_view> parts) {
  Sha256& hasher = thread_hasher();
  for (const std::string_view part : parts) hasher.update(part);
  return hasher.finish();
}

std::optional<Digest> digest_from_hex(std::string_view hex) {
  const auto raw = from_hex(hex);
  Digest digest{};
  if (!raw || raw->size() != digest.size()) return std::nullopt;
  std::copy(raw->begin(), raw->end(), digest.begin());
  return digest;
}

std::string hex(const Digest& digest) { return to_hex(view(digest)); }

std::string hmac_sha256(std::string_view key, std::string_view data) {
  CHECK(key.size() <= INT_MAX);
  if (key.data() == nullptr) key = "";  // to OpenSSL a null pointer is no key, which is not the empty key
  std::string code(32, '\0');
  unsigned size = 0;
  const auto* made =
      HMAC(algorithm(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()),
           data.size(), reinterpret_cast<unsigned char*>(code.data()), &size);
  CHECK(made != nullptr && size == code.size());
  return code;
}

std::string random_bytes(std::size_t count) {
  CHECK(count <= INT_MAX);
  std::string bytes(count, '\0');
  CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6;) {
      held -= 6;
      text += kAlphabet[bits >> held & 63];
    }
  }
  if (held > 0) text += kAlphabet[bits << (6 - held) & 63];
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kForeign) return std::nullopt;
    bits = bits << 6 | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>(bits >> held & 0xFF);
    }
  }
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace datong::crypto
