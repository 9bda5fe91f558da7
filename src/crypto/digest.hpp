#pragma once
// SHA-256, HMAC-SHA-256, random bytes, strict base64url and constant-time comparison: bytes in, bytes out.
// Not here: signatures (key.hpp), password hashing (password.hpp: a plain digest is never a password hash).
// Thread rule: free functions from any thread (each thread reuses its own context); a Sha256 object belongs to one
// thread.
#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace datong::crypto {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view data);
/// SHA-256 of the parts as if they were one text; the borders between them are not hashed.
Digest sha256(std::initializer_list<std::string_view> parts);

/// SHA-256 of data that arrives in pieces.
class Sha256 {
 public:
  Sha256();
  Sha256& update(std::string_view data);
  /// Digest of everything since construction or the last `finish`; the object starts anew.
  Digest finish();
  /// One that has taken in the same so far: what two texts begin with is hashed once.
  Sha256 copy() const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// The 32 bytes as text; valid as long as `digest` lives.
inline std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
std::string_view view(Digest&&) = delete;
std::string hex(const Digest& digest);  ///< 64 characters, lower case
std::optional<Digest> digest_from_hex(std::string_view hex);  ///< nullopt unless 64 hexadecimal digits

/// HMAC-SHA-256, 32 raw bytes. Source: RFC 2104.
std::string hmac_sha256(std::string_view key, std::string_view data);

/// Bytes from the system's cryptographic generator.
std::string random_bytes(std::size_t count);

/// base64url without padding. Source: RFC 4648 §5, RFC 7515 §2.
std::string to_base64url(std::string_view bytes);
/// The bytes of `text`; nullopt for padding, blanks, foreign characters or unused last bits that are not zero.
std::optional<std::string> from_base64url(std::string_view text);

/// Whether both are equal, in a time that tells only their lengths.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace datong::crypto
