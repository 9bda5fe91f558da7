#include "crypto/key.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>

#include <array>
#include <atomic>
#include <cstring>
#include <utility>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {
namespace {

constexpr std::size_t kScalarBytes = 32;
constexpr std::size_t kSignatureBytes = 2 * kScalarBytes;
constexpr std::size_t kDerSignatureBytesMax =
    72;  // two integers of at most 33 bytes, each with a head of 2, in a sequence

/// SubjectPublicKeyInfo up to the coordinates: id-ecPublicKey, prime256v1, an uncompressed point.
constexpr std::string_view kSpkiHead{
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d"
    "\x03\x01\x07\x03\x42\x00\x04",
    27};

/// Writes one unsigned number as a DER integer; returns the place behind it.
unsigned char* put_integer(unsigned char* out, const unsigned char* number) {
  std::size_t size = kScalarBytes;
  while (size > 1 && *number == 0) ++number, --size;
  const bool padded = (*number & 0x80) != 0;  // DER integers are signed
  *out++ = 0x02;
  *out++ = static_cast<unsigned char>(size + padded);
  if (padded) *out++ = 0;
  std::memcpy(out, number, size);
  return out + size;
}

/// Reads one DER integer of our own signature into 32 bytes; returns the place behind it.
const unsigned char* take_integer(const unsigned char* in, char* number) {
  CHECK(in[0] == 0x02);
  std::size_t size = in[1];
  in += 2;
  if (size == kScalarBytes + 1) ++in, --size;
  CHECK(size <= kScalarBytes);
  std::memcpy(number + kScalarBytes - size, in, size);
  return in + size;
}

bool is_p256(const EVP_PKEY* pkey) {
  char group[32] = {};
  int from_explicit_parameters = 1;
  return EVP_PKEY_is_a(pkey, "EC") == 1 && EVP_PKEY_get_group_name(pkey, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == "prime256v1" &&
         EVP_PKEY_get_int_param(pkey, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &from_explicit_parameters) ==
             1 &&
         from_explicit_parameters == 0;
}

/// Writes a coordinate of the public point, 32 bytes.
bool put_coordinate(const EVP_PKEY* pkey, const char* name, char* out) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(pkey, name, &number) != 1) return false;
  const Owned<BIGNUM, BN_free> owner(number);
  return BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out), kScalarBytes) == static_cast<int>(kScalarBytes);
}

}  // namespace

std::uint64_t next_identity() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

Result<std::shared_ptr<const KeyMaterial>> accept_key(PkeyOwner pkey, KeyPart part) {
  const ErrorQueueGuard guard;
  if (!pkey) return failure(Code::malformed, "the key cannot be read");
  if (!is_p256(pkey.get())) return failure(Code::malformed, "the key is not on P-256 as a named curve");
  const PkeyContextOwner context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey.get(), nullptr));
  if (!context || EVP_PKEY_public_check(context.get()) != 1 ||
      (part == KeyPart::private_too && EVP_PKEY_pairwise_check(context.get()) != 1)) {
    return failure(Code::malformed, "the key contradicts itself");
  }
  std::string spki(kSpkiHead);
  spki.resize(kSpkiHead.size() + 2 * kScalarBytes);
  char* const point = spki.data() + kSpkiHead.size();
  if (!put_coordinate(pkey.get(), OSSL_PKEY_PARAM_EC_PUB_X, point) ||
      !put_coordinate(pkey.get(), OSSL_PKEY_PARAM_EC_PUB_Y, point + kScalarBytes)) {
    return failure(Code::malformed, "the key has no public point");
  }
  return std::make_shared<const KeyMaterial>(std::move(pkey), next_identity(), std::move(spki));
}

Result<std::string> pem_block(std::string_view text, std::initializer_list<std::string_view> labels,
                              std::size_t bytes_max) {
  if (text.size() > bytes_max) return failure(Code::too_large, "the PEM text is too long");
  const ErrorQueueGuard guard;
  const BioOwner bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  CHECK(bio != nullptr);
  for (;;) {
    char* label = nullptr;
    char* head = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (PEM_read_bio(bio.get(), &label, &head, &data, &size) != 1) return failure(Code::malformed, "no such PEM block");
    const auto release = [](void* memory) { OPENSSL_free(memory); };
    const std::unique_ptr<char, decltype(release)> label_owner(label), head_owner(head);
    const auto wipe = [size](unsigned char* memory) { OPENSSL_clear_free(memory, static_cast<std::size_t>(size)); };
    const std::unique_ptr<unsigned char, decltype(wipe)> data_owner(data, wipe);
    for (const std::string_view wanted : labels) {
      if (wanted != label) continue;
      if (*head != '\0') return failure(Code::malformed, "the PEM block is encrypted");
      return std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    }
  }
}

std::string pem_text(const char* label, std::string_view der) {
  const BioOwner bio(BIO_new(BIO_s_mem()));
  CHECK(bio != nullptr);
  CHECK(PEM_write_bio(bio.get(), label, "", bytes_of(der), static_cast<long>(der.size())) > 0);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

Result<X509Owner> x509_from_der(std::string_view der) {
  const ErrorQueueGuard guard;
  const unsigned char* at = bytes_of(der);
  X509Owner certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!certificate || at != bytes_of(der) + der.size()) return failure(Code::malformed, "the certificate is unreadable");
  return certificate;
}

Result<X509Owner> read_x509(std::string_view pem) {
  const auto der = pem_block(pem, {"CERTIFICATE"});
  if (!der) return der.error();
  return x509_from_der(*der);
}

Result<std::vector<std::string>> certificates_of(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  std::vector<std::string> found;
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos;) {
    const std::size_t next = text.find(kBegin, at + 1);
    auto der = pem_block(text.substr(at, next - at), {"CERTIFICATE"});
    if (!der) return der.error();
    if (found.size() == limits::kCertificatesOfSignatureMax) return failure(Code::too_large, "too many certificates");
    found.push_back(std::move(*der));
    at = next;
  }
  if (found.empty()) return failure(Code::malformed, "no certificate");
  return found;
}

Result<VerifyingKey> VerifyingKey::from_pem(std::string_view pem) {
  if (const auto der = pem_block(pem, {"PUBLIC KEY"})) return from_der(*der);
  const auto certificate = read_x509(pem);
  if (!certificate) return certificate.error();
  auto material = accept_key(PkeyOwner(X509_get_pubkey(certificate->get())), KeyPart::public_only);
  if (!material) return material.error();
  return VerifyingKey(std::move(*material));
}

Result<VerifyingKey> VerifyingKey::from_der(std::string_view der) {
  const ErrorQueueGuard guard;
  if (der.size() > limits::kPemBytesMax) return failure(Code::too_large, "the key is too long");
  const unsigned char* at = bytes_of(der);
  PkeyOwner pkey(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (at != bytes_of(der) + der.size()) return failure(Code::malformed, "the key is unreadable");
  auto material = accept_key(std::move(pkey), KeyPart::public_only);
  if (!material) return material.error();
  return VerifyingKey(std::move(*material));
}

bool VerifyingKey::verify(const Digest& digest, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  std::array<unsigned char, kDerSignatureBytesMax> der;
  unsigned char* end = put_integer(der.data() + 2, bytes_of(signature));
  end = put_integer(end, bytes_of(signature) + kScalarBytes);
  const auto size = static_cast<std::size_t>(end - der.data());
  der[0] = 0x30;
  der[1] = static_cast<unsigned char>(size - 2);
  static thread_local ContextCache<512> contexts;
  EVP_PKEY_CTX* const context = contexts.get(*material_, EVP_PKEY_verify_init);
  if (EVP_PKEY_verify(context, der.data(), size, digest.data(), digest.size()) == 1) return true;
  ERR_clear_error();
  return false;
}

std::string VerifyingKey::to_pem() const { return pem_text("PUBLIC KEY", material_->spki); }

std::string VerifyingKey::thumbprint() const { return hex(sha256(material_->spki)); }

SigningKey SigningKey::generate() {
  auto material = accept_key(PkeyOwner(EVP_EC_gen("P-256")), KeyPart::private_too);
  CHECK(material.has_value());
  return SigningKey(std::move(*material));
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  const ErrorQueueGuard guard;
  auto der = pem_block(pem, {"PRIVATE KEY", "EC PRIVATE KEY"});
  if (!der) return der.error();
  const unsigned char* at = bytes_of(*der);
  PkeyOwner pkey(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der->size())));
  const bool whole = at == bytes_of(*der) + der->size();
  OPENSSL_cleanse(der->data(), der->size());
  if (!whole) return failure(Code::malformed, "the key is unreadable");
  auto material = accept_key(std::move(pkey), KeyPart::private_too);
  if (!material) return material.error();
  return SigningKey(std::move(*material));
}

std::string SigningKey::to_pem() const {
  const BioOwner bio(BIO_new(BIO_s_mem()));
  CHECK(bio != nullptr);
  CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), material_->pkey.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string SigningKey::public_pem() const { return pem_text("PUBLIC KEY", material_->spki); }

std::string SigningKey::sign(const Digest& digest) const {
  static thread_local ContextCache<8> contexts;
  EVP_PKEY_CTX* const context = contexts.get(*material_, EVP_PKEY_sign_init);
  std::array<unsigned char, kDerSignatureBytesMax> der;
  std::size_t size = der.size();
  CHECK(EVP_PKEY_sign(context, der.data(), &size, digest.data(), digest.size()) == 1);
  std::string signature(kSignatureBytes, '\0');
  const unsigned char* const second = take_integer(der.data() + 2, signature.data());
  take_integer(second, signature.data() + kScalarBytes);
  return signature;
}

}  // namespace datong::crypto
