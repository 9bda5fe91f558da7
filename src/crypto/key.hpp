#pragma once
// ECDSA keys on P-256 and signatures over a SHA-256 digest, as 64 raw bytes r‖s (the form of JWS ES256, RFC 7518 §3.4).
// Not here: other curves or algorithms (refused when a key is read), encrypted key files, the JWS header (jws.hpp).
// A signature is not an identity: whoever holds a valid one can make a second valid one for the same digest (r, n − s).
// Thread rule: immutable; copies share the key and are safe from any thread. Each thread keeps a ready context for the
// keys it used last (8 signing, 512 verifying), and with it the key in memory, so a repeated use pays for the curve
// arithmetic alone.
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/digest.hpp"

namespace datong::crypto {

struct KeyMaterial;

/// The public half: verifies.
class VerifyingKey {
 public:
  explicit VerifyingKey(std::shared_ptr<const KeyMaterial> material) : material_(std::move(material)) {}
  /// Reads `PUBLIC KEY` or the key of a `CERTIFICATE`, whose dates and issuer are not looked at.
  /// Errors: malformed (unreadable, or not P-256 as a named curve), too_large.
  static Result<VerifyingKey> from_pem(std::string_view pem);
  /// Reads a SubjectPublicKeyInfo. Errors: as from_pem.
  static Result<VerifyingKey> from_der(std::string_view der);
  /// Whether `signature` (exactly 64 bytes) was made over `digest` by the private half.
  bool verify(const Digest& digest, std::string_view signature) const;
  std::string to_pem() const;      ///< `PUBLIC KEY`
  std::string thumbprint() const;  ///< SHA-256 of the SubjectPublicKeyInfo in its one canonical form, hexadecimal
  const KeyMaterial& material() const { return *material_; }  ///< for this module

 private:
  std::shared_ptr<const KeyMaterial> material_;
};

/// The private half: signs.
class SigningKey {
 public:
  static SigningKey generate();
  /// Reads `PRIVATE KEY` (PKCS#8) or `EC PRIVATE KEY`, unencrypted. Errors: malformed (also not P-256), too_large.
  static Result<SigningKey> from_pem(std::string_view pem);
  std::string to_pem() const;      ///< `PRIVATE KEY` (PKCS#8), unencrypted: the caller guards it
  std::string public_pem() const;  ///< `PUBLIC KEY`
  VerifyingKey verifying_key() const { return VerifyingKey(material_); }
  std::string sign(const Digest& digest) const;               ///< 64 raw bytes r‖s, another for each call
  /// The same 64 bytes for the same digest, as documents and time stamps need them to be reproducible.
  /// Source:  RFC 6979 §3.2 with SHA-256.
  std::string sign_deterministic(const Digest& digest) const;
  const KeyMaterial& material() const { return *material_; }  ///< for this module

 private:
  explicit SigningKey(std::shared_ptr<const KeyMaterial> material) : material_(std::move(material)) {}
  std::shared_ptr<const KeyMaterial> material_;
};

}  // namespace datong::crypto
