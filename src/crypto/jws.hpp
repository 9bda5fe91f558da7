#pragma once
// JWS ES256 with a detached, unencoded payload (RFC 7515, RFC 7797): one text `<protected>..<signature>` that travels
// in an HTTP header beside the bytes it signs. One form only: alg ES256, b64 false, crit ["b64"], kid, use. Anything
// else is refused. Not here: who owns a key_id and what a purpose allows (app). A verifier must compare `purpose` with
// the purpose it expects, or a signature given for one act would serve for another. Thread rule: free functions, any
// thread.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/digest.hpp"
#include "crypto/key.hpp"

namespace datong::crypto {

struct DetachedJws {
  std::string protected_text;  ///< base64url exactly as sent: it is what was signed
  std::string key_id;          ///< member kid
  std::string purpose;         ///< member use: "lodge", "batch", "act", "read", "receipt" …
  std::string signature;       ///< 64 raw bytes, not yet verified
};

bool is_key_id(std::string_view text);   ///< 1…64 of A-Z a-z 0-9 . _ : -
bool is_purpose(std::string_view text);  ///< 1…40 of a-z 0-9 . _ -

/// Reads the header's form; says nothing yet about who signed. Errors: unauthenticated.
Result<DetachedJws> parse_detached(std::string_view header_value);

/// Signs `payload`; the header's members stand in one fixed order. `key_id` and `purpose` must satisfy is_key_id and
/// is_purpose.
std::string sign_detached(const SigningKey& key, std::string_view key_id, std::string_view purpose,
                          std::string_view payload);

/// What the signature is made over: SHA-256 of header, dot and payload.
Digest signing_digest(std::string_view protected_text, std::string_view payload);

/// Whether `key` signed `payload` under this header.
bool verify_detached(const DetachedJws& jws, const VerifyingKey& key, std::string_view payload);

}  // namespace datong::crypto
