#pragma once
// COSE_Sign1 (RFC 9052, RFC 9053) with ES256: a small signed thing that carries its own content, for a QR code. One
// form only: tag 18, deterministic CBOR, protected header {1: -7, 4: key id}, nothing unprotected. Anything else is
// refused. Not here: what the payload means, whom a key id names (app), how it becomes digits (decimal_digits.hpp).
// Whoever holds a valid one can make a second with other bytes and the same content (r, n − s): its bytes are not an
// identity. Thread rule: free functions, any thread.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/digest.hpp"
#include "crypto/key.hpp"

namespace datong::crypto {

struct Cose {
  std::string protected_bytes;  ///< as sent: part of what was signed
  std::string key_id;
  std::string payload;
  std::string signature;  ///< 64 raw bytes, not yet verified
};

/// Signs and wraps `payload`. Input: `key_id` satisfies is_key_id (jws.hpp).
std::string cose_sign1(const SigningKey& key, std::string_view key_id, std::string_view payload);

/// Reads the form; says nothing yet about who signed. Errors: malformed, too_large.
Result<Cose> read_cose_sign1(std::string_view bytes);

/// What the signature is made over: SHA-256 of the Sig_structure. Source: RFC 9052 §4.4.
Digest cose_signing_digest(std::string_view protected_bytes, std::string_view payload);

bool verify_cose_sign1(const Cose& cose, const VerifyingKey& key);

}  // namespace datong::crypto
