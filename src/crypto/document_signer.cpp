// Keys in tokens need OpenSSL's engines, which 3.0 calls deprecated and Debian 12 has no provider for.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/document_signer.hpp"

#include <openssl/engine.h>
#include <openssl/rsa.h>
#include <openssl/ui.h>

#include <mutex>
#include <optional>
#include <utility>

#include "base/limits.hpp"
#include "crypto/der.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {
namespace {

constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 4096;

/// A private key of either kind; finds a thread's context by its identity.
struct AnyKey {
  PkeyOwner pkey;
  std::uint64_t identity = next_identity();
};

int prepare_signing(EVP_PKEY_CTX* context) {
  if (EVP_PKEY_sign_init(context) != 1) return 0;
  const EVP_PKEY* const pkey = EVP_PKEY_CTX_get0_pkey(context);
  if (EVP_PKEY_get_base_id(pkey) == EVP_PKEY_RSA && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) != 1) {
    return 0;
  }
  return EVP_PKEY_CTX_set_signature_md(context, EVP_sha256());
}

std::optional<KeyKind> kind_of(const EVP_PKEY* pkey) {
  const int bits = EVP_PKEY_get_bits(pkey);
  if (EVP_PKEY_get_base_id(pkey) == EVP_PKEY_RSA && bits >= kRsaBitsMin && bits <= kRsaBitsMax) return KeyKind::rsa;
  char group[32] = {};
  if (EVP_PKEY_get_base_id(pkey) == EVP_PKEY_EC && bits == 256 &&
      EVP_PKEY_get_group_name(pkey, group, sizeof group, nullptr) == 1 && std::string_view(group) == "prime256v1") {
    return KeyKind::p256;
  }
  return std::nullopt;
}

Result<std::string> sign_with(const AnyKey& key, const Digest& digest) {
  const ErrorQueueGuard guard;
  static thread_local ContextCache<8> contexts;
  EVP_PKEY_CTX* const context = contexts.get(key, prepare_signing);
  std::string signature(kRsaBitsMax / 8, '\0');
  std::size_t size = signature.size();
  if (EVP_PKEY_sign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, digest.data(), digest.size()) !=
      1) {
    return failure(Code::unavailable, "the key does not sign");
  }
  signature.resize(size);
  return signature;
}

class P256Signer final : public DocumentSigner {
 public:
  P256Signer(SigningKey key, std::vector<std::string> chain)
      : DocumentSigner(KeyKind::p256, std::move(chain)), key_(std::move(key)) {}
  Result<std::string> sign(const Digest& digest) const override {
    return der::ecdsa_signature(key_.sign_deterministic(digest));
  }

 private:
  SigningKey key_;
};

/// An RSA key in memory, or any key in a token.
class AnyKeySigner final : public DocumentSigner {
 public:
  AnyKeySigner(KeyKind kind, PkeyOwner pkey, std::vector<std::string> chain)
      : DocumentSigner(kind, std::move(chain)), key_{std::move(pkey)} {}
  Result<std::string> sign(const Digest& digest) const override { return sign_with(key_, digest); }

 private:
  AnyKey key_;
};

/// All certificates of the text, the first of which must be `pkey`'s.
Result<std::vector<std::string>> chain_for(EVP_PKEY* pkey, std::string_view certificates_pem) {
  auto chain = certificates_of(certificates_pem);
  if (!chain) return chain.error();
  const auto own = x509_from_der(chain->front());
  if (!own) return own.error();
  if (EVP_PKEY_eq(X509_get0_pubkey(own->get()), pkey) != 1) {
    return failure(Code::malformed, "the certificate is not that of the key");
  }
  for (const std::string& certificate : *chain) {
    if (const auto readable = x509_from_der(certificate); !readable) return readable.error();
  }
  return chain;
}

Result<ENGINE*> engine_for(const std::string& module_path) {
  static std::mutex one_at_a_time;
  static ENGINE* engine = nullptr;  // stays: keys of it live as long as the process
  static std::string loaded_path;
  const std::lock_guard lock(one_at_a_time);
  if (engine != nullptr) {
    if (loaded_path == module_path) return engine;
    return failure(Code::unavailable, "another PKCS#11 module is in use by this process");
  }
  OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC, nullptr);
  ENGINE* const found = ENGINE_by_id("pkcs11");
  if (found == nullptr) return failure(Code::unavailable, "OpenSSL's engine pkcs11 is not installed");
  if (ENGINE_ctrl_cmd_string(found, "MODULE_PATH", module_path.c_str(), 0) != 1 || ENGINE_init(found) != 1) {
    ENGINE_free(found);
    return failure(Code::unavailable, "the PKCS#11 module cannot be loaded");
  }
  engine = found;
  loaded_path = module_path;
  return engine;
}

}  // namespace

Result<std::unique_ptr<DocumentSigner>> signer_from_key(const SigningKey& key, std::string_view certificates_pem) {
  const ErrorQueueGuard guard;
  auto chain = chain_for(key.material().pkey.get(), certificates_pem);
  if (!chain) return chain.error();
  return std::make_unique<P256Signer>(key, std::move(*chain));
}

Result<std::unique_ptr<DocumentSigner>> signer_from_pem(std::string_view key_pem, std::string_view certificates_pem) {
  const ErrorQueueGuard guard;
  if (const auto key = SigningKey::from_pem(key_pem)) return signer_from_key(*key, certificates_pem);
  auto der = pem_block(key_pem, {"PRIVATE KEY", "RSA PRIVATE KEY"});
  if (!der) return der.error();
  const unsigned char* at = bytes_of(*der);
  PkeyOwner pkey(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der->size())));
  const bool whole = at == bytes_of(*der) + der->size();
  OPENSSL_cleanse(der->data(), der->size());
  if (!pkey || !whole || kind_of(pkey.get()) != KeyKind::rsa) {
    return failure(Code::malformed, "the key is neither P-256 nor RSA of 2048 to 4096 bits");
  }
  const PkeyContextOwner context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey.get(), nullptr));
  if (!context || EVP_PKEY_pairwise_check(context.get()) != 1) {
    return failure(Code::malformed, "the key contradicts itself");
  }
  auto chain = chain_for(pkey.get(), certificates_pem);
  if (!chain) return chain.error();
  return std::make_unique<AnyKeySigner>(KeyKind::rsa, std::move(pkey), std::move(*chain));
}

Result<std::unique_ptr<DocumentSigner>> signer_from_token(const TokenKey& key, std::string_view certificates_pem) {
  const ErrorQueueGuard guard;
  const auto engine = engine_for(key.module_path);
  if (!engine) return engine.error();
  if (!key.pin.empty() && ENGINE_ctrl_cmd_string(*engine, "PIN", key.pin.c_str(), 0) != 1) {
    return failure(Code::unavailable, "the token's PIN cannot be set");
  }
  // UI_null: without a PIN the engine would ask for one on the terminal.
  PkeyOwner pkey(ENGINE_load_private_key(*engine, key.uri.c_str(), const_cast<UI_METHOD*>(UI_null()), nullptr));
  if (!pkey) return failure(Code::unavailable, "no such key in the token, or a wrong PIN");
  const auto kind = kind_of(pkey.get());
  if (!kind) return failure(Code::malformed, "the key is neither P-256 nor RSA of 2048 to 4096 bits");
  auto chain = chain_for(pkey.get(), certificates_pem);
  if (!chain) return chain.error();
  auto signer = std::make_unique<AnyKeySigner>(*kind, std::move(pkey), std::move(*chain));
  // A first signature now, so that a key that may not sign is refused at the start and not at the first document.
  if (const auto tried = signer->sign(sha256("datong")); !tried) return tried.error();
  return signer;
}

}  // namespace datong::crypto
