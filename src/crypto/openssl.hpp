#pragma once
// OpenSSL's objects with owners, PEM blocks, and the one gate through which a key enters: for the .cpp files of this
// module only. Not for other modules: they see key.hpp and certificate.hpp, which name nothing of OpenSSL. Thread rule:
// KeyMaterial is immutable and shared between threads; everything else belongs to one thread.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "base/date.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"

namespace datong::crypto {

enum class Usage : std::uint8_t;  // certificate.hpp

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

std::uint64_t next_identity();  ///< for a key that enters

/// Ready contexts of one thread for the keys it used last; the slot follows from the key's identity.
template <std::size_t kSlots>
class ContextCache {
 public:
  /// `key` has `pkey` and `identity`; `prepare` makes a new context ready for its one use in this cache.
  template <class Key>
  EVP_PKEY_CTX* get(const Key& key, int (*prepare)(EVP_PKEY_CTX*)) {
    Slot& slot = slots_[key.identity % kSlots];
    if (slot.identity != key.identity) {
      slot.context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key.pkey.get(), nullptr));
      CHECK(slot.context != nullptr);
      CHECK(prepare(slot.context.get()) == 1);
      slot.identity = key.identity;
    }
    return slot.context.get();
  }

 private:
  struct Slot {
    std::uint64_t identity = 0;
    PkeyContextOwner context;
  };
  std::array<Slot, kSlots> slots_;
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
Result<std::string> pem_block(std::string_view text, std::initializer_list<std::string_view> labels,
                              std::size_t bytes_max = limits::kPemBytesMax);
std::string pem_text(const char* label, std::string_view der);

/// One certificate, whole and with nothing behind it. Errors: malformed, too_large.
Result<X509Owner> read_x509(std::string_view pem);

/// One certificate in DER, whole and with nothing behind it. Errors: malformed.
Result<X509Owner> x509_from_der(std::string_view der);
/// DER of every PEM certificate of `text`, in its order; at least one. Errors: malformed, too_large.
Result<std::vector<std::string>> certificates_of(std::string_view text);

std::optional<Instant> instant_of(const ASN1_TIME* time);
/// The one entry of this kind, "" when there is none; nullopt for several or for what is not a name.
std::optional<std::string> name_entry(const X509_NAME* name, int kind);
/// 1…40 hexadecimal digits; nullopt when it is not positive or longer than 20 bytes.
std::optional<std::string> serial_of(const ASN1_INTEGER* serial);
/// What the certificate is for, when it says so in exactly one of our ways.
std::optional<Usage> usage_of(X509* certificate);

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace datong::crypto
