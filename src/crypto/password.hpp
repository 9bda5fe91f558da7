#pragma once
// Password hashing with Argon2id (RFC 9106, parameters of the OWASP password storage cheat sheet) and secrets to hand
// out. Not here: password rules, try counters. One hash costs ≈ 40 ms of CPU and 19 MiB: run it on the bounded pool,
// never on an event loop; for an unknown sign-in name call hash_password and forget the result, so the answer takes as
// long. Thread rule: free functions, any thread.
#include <cstdint>
#include <string>
#include <string_view>

namespace datong::crypto {

inline constexpr std::uint32_t kPasswordPasses = 2;
inline constexpr std::uint32_t kPasswordMemoryKib = 19 * 1024;
inline constexpr std::uint32_t kPasswordLanes = 1;

/// Argon2id of `password` under a new salt, in the encoded form `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
std::string hash_password(std::string_view password);
/// Whether `password` is the one behind `encoded`; false also for a text that is no Argon2id hash or asks for absurd
/// costs.
bool verify_password(std::string_view encoded, std::string_view password);

/// Random secret to be read and typed by people: letters and digits without 0 O 1 l I, ≈ 5.8 bits a character.
std::string make_secret(int characters);

}  // namespace datong::crypto
