#include "crypto/password.hpp"

#include <argon2.h>

#include <charconv>

#include "base/check.hpp"
#include "crypto/digest.hpp"

namespace datong::crypto {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;

// What a stored hash may ask for: room to raise our own costs, none to exhaust the server by a damaged row.
constexpr std::uint32_t kPassesMax = 10;
constexpr std::uint32_t kMemoryKibMax = 256 * 1024;
constexpr std::uint32_t kLanesMax = 4;
constexpr std::size_t kEncodedBytesMax = 256;

/// Takes `name`, a number of at most `most` and nothing else off the front.
bool take_cost(std::string_view& text, std::string_view name, std::uint32_t most) {
  if (!text.starts_with(name)) return false;
  text.remove_prefix(name.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value == 0 || value > most) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool asks_for_sane_costs(std::string_view encoded) {
  return encoded.size() <= kEncodedBytesMax && !encoded.contains('\0') &&
         take_cost(encoded, "$argon2id$v=19$m=", kMemoryKibMax) && take_cost(encoded, ",t=", kPassesMax) &&
         take_cost(encoded, ",p=", kLanesMax) && encoded.starts_with('$');
}

}  // namespace

std::string hash_password(std::string_view password) {
  const std::string salt = random_bytes(kSaltBytes);
  std::string encoded(
      argon2_encodedlen(kPasswordPasses, kPasswordMemoryKib, kPasswordLanes, kSaltBytes, kHashBytes, Argon2_id), '\0');
  const int status =
      argon2id_hash_encoded(kPasswordPasses, kPasswordMemoryKib, kPasswordLanes, password.data(), password.size(),
                            salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
  CHECK(status == ARGON2_OK);
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool verify_password(std::string_view encoded, std::string_view password) {
  if (!asks_for_sane_costs(encoded)) return false;
  return argon2id_verify(std::string(encoded).c_str(), password.data(), password.size()) == ARGON2_OK;
}

std::string make_secret(int characters) {
  constexpr std::string_view kReadable = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  constexpr std::size_t kFair =
      256 / kReadable.size() * kReadable.size();  // bytes above would favour the first characters
  CHECK(characters > 0);
  const auto wanted = static_cast<std::size_t>(characters);
  std::string secret;
  while (secret.size() < wanted) {
    for (const char c : random_bytes(wanted)) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < kFair && secret.size() < wanted) secret += kReadable[byte % kReadable.size()];
    }
  }
  return secret;
}

}  // namespace datong::crypto
