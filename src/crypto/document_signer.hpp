#pragma once
// The key that signs issued documents (and time stamps), wherever it lies: in a PEM file's text or in a PKCS#11 token.
// Here a digest becomes a signature; what is signed stands in cms.hpp and timestamp.hpp. Not here: files, PINs asked for
// (they are handed in), making keys. The same digest gives the same bytes, except for a P-256 key in a token, whose
// signatures the token makes differ. Thread rule: immutable, any thread; a token answers one thread after another.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/digest.hpp"
#include "crypto/key.hpp"

namespace datong::crypto {

enum class KeyKind : std::uint8_t { p256 = 1, rsa = 2 };

class DocumentSigner {
 public:
  virtual ~DocumentSigner() = default;
  /// ECDSA signature as DER, or PKCS#1 v1.5 signature. Errors: unavailable (the token does not answer).
  virtual Result<std::string> sign(const Digest& digest) const = 0;

  KeyKind kind() const { return kind_; }
  const std::string& certificate() const { return chain_.front(); }    ///< DER
  const std::vector<std::string>& certificates() const { return chain_; }  ///< DER: the signer's, then its authorities'

 protected:
  DocumentSigner(KeyKind kind, std::vector<std::string> chain) : kind_(kind), chain_(std::move(chain)) {}

 private:
  KeyKind kind_;
  std::vector<std::string> chain_;
};

/// Signs with the unencrypted key of `key_pem` (P-256, or RSA of 2048…4096 bits).
///
/// Input:   `certificates_pem`: the key's certificate, then those of its authorities, as one text.
/// Errors:  malformed (unreadable, another kind of key, or not the certificate's); too_large.
Result<std::unique_ptr<DocumentSigner>> signer_from_pem(std::string_view key_pem, std::string_view certificates_pem);

/// Signs with a key that is already in memory; as signer_from_pem.
Result<std::unique_ptr<DocumentSigner>> signer_from_key(const SigningKey& key, std::string_view certificates_pem);

/// Where a key in a token is found.
struct TokenKey {
  std::string module_path;  ///< the token's PKCS#11 library; one per process, the first one asked for
  std::string uri;          ///< RFC 7512, e.g. "pkcs11:token=datong;object=issuing;type=private"
  std::string pin;          ///< "": the URI brings it (pin-value, pin-source), or none is needed
};

/// Signs with a key that never leaves its token; needs OpenSSL's engine "pkcs11".
///
/// Errors:  as signer_from_pem; unavailable (engine, module, token or key not found, or the PIN is wrong).
Result<std::unique_ptr<DocumentSigner>> signer_from_token(const TokenKey& key, std::string_view certificates_pem);

}  // namespace datong::crypto
