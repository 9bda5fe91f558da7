#pragma once
// OpenSSL's objects with owners, PEM blocks, and the one gate through which a key enters: for the .cpp files of this
// module only. Not for other modules: they see key.hpp and certificate.hpp, which name nothing of OpenSSL. Thread rule:
// KeyMaterial is immutable and shared between threads; everything else belongs to one thread.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace datong::crypto {

template <auto kFree>
struct FreeWith {
  template <class T>
  void operator()(T* object) const noexcept {
    kFree(object);
  }
};
template <class T, auto kFree>
using Owned = std::unique_ptr<T, FreeWith<kFree>>;

using PkeyOwner = Owned<EVP_PKEY, EVP_PKEY_free>;
using PkeyContextOwner = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using BioOwner = Owned<BIO, BIO_free_all>;
using X509Owner = Owned<X509, X509_free>;
using X509NameOwner = Owned<X509_NAME, X509_NAME_free>;

/// A checked P-256 key.
struct KeyMaterial {
  PkeyOwner pkey;
  std::uint64_t identity = 0;  ///< never reused in this process: finds a thread's context for the key
  std::string spki;            ///< SubjectPublicKeyInfo in DER, named curve, uncompressed point: 91 bytes
};

/// Leaves OpenSSL's error queue of this thread empty behind a function whose failures are told by value.
struct ErrorQueueGuard {
  ErrorQueueGuard() = default;
  ErrorQueueGuard(const ErrorQueueGuard&) = delete;
  ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
  ~ErrorQueueGuard() { ERR_clear_error(); }
};

enum class KeyPart : std::uint8_t { public_only, private_too };

/// Lets a key in: P-256 as a named curve, point on the curve, private part belonging to the public one. Errors:
/// malformed.
Result<std::shared_ptr<const KeyMaterial>> accept_key(PkeyOwner pkey, KeyPart part);

/// DER of the first PEM block carrying one of `labels`. Errors: malformed, too_large.
Result<std::string> pem_block(std::string_view text, std::initializer_list<std::string_view> labels);
std::string pem_text(const char* label, std::string_view der);

/// One certificate, whole and with nothing behind it. Errors: malformed, too_large.
Result<X509Owner> read_x509(std::string_view pem);

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace datong::crypto
