// ECDSA on P-256 with the nonce of RFC 6979. OpenSSL 3.0 has no switch for it, but its EC_KEY calls take a nonce made
// elsewhere; they are deprecated, hence this file of its own. What touches the nonce or the key runs in constant time.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/ec.h>
#include <openssl/ecdsa.h>

#include "base/check.hpp"
#include "crypto/key.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {
namespace {

using BignumOwner = Owned<BIGNUM, BN_clear_free>;
constexpr int kScalarBytes = 32;
constexpr std::size_t kBlockBytes = 64;

/// What is the same for every signature.
struct Curve {
  const EC_GROUP* group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  const BIGNUM* order = EC_GROUP_get0_order(group);
  BIGNUM* order_minus_two = BN_dup(order);
  BN_MONT_CTX* montgomery = BN_MONT_CTX_new();
  Curve() {
    const Owned<BN_CTX, BN_CTX_free> context(BN_CTX_new());
    CHECK(BN_sub_word(order_minus_two, 2) == 1);
    CHECK(BN_MONT_CTX_set(montgomery, order, context.get()) == 1);
  }
};

const Curve& curve() {
  static const Curve* const made = new Curve;  // never freed: threads may still sign while the process ends
  return *made;
}

/// HMAC-SHA-256 keyed with a digest, without the set-up that OpenSSL's HMAC repeats for each short text.
Digest hmac(const Digest& key, std::initializer_list<std::string_view> parts) {
  static thread_local Sha256 hasher;
  std::string inner(kBlockBytes, '\x36'), outer(kBlockBytes, '\x5c');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  hasher.update(inner);
  for (const std::string_view part : parts) hasher.update(part);
  const Digest first = hasher.finish();
  const Digest code = hasher.update(outer).update(view(first)).finish();
  OPENSSL_cleanse(inner.data(), inner.size());
  OPENSSL_cleanse(outer.data(), outer.size());
  return code;
}

/// The candidates for the nonce, one after another. Source: RFC 6979 §3.2 b–h.
class Nonces {
 public:
  Nonces(std::string_view secret, std::string_view reduced_digest) {
    key_.fill(0);
    value_.fill(1);
    for (const char round : {'\0', '\1'}) {
      key_ = hmac(key_, {view(value_), {&round, 1}, secret, reduced_digest});
      value_ = hmac(key_, {view(value_)});
    }
  }
  ~Nonces() {
    OPENSSL_cleanse(key_.data(), key_.size());
    OPENSSL_cleanse(value_.data(), value_.size());
  }
  Nonces(const Nonces&) = delete;
  Nonces& operator=(const Nonces&) = delete;

  /// A number of 1…order−1; a candidate outside is as rare as one in 2^32.
  void next(BIGNUM* nonce) {
    for (;;) {
      if (used_) {
        key_ = hmac(key_, {view(value_), std::string_view("\0", 1)});
        value_ = hmac(key_, {view(value_)});
      }
      used_ = true;
      value_ = hmac(key_, {view(value_)});
      CHECK(BN_bin2bn(value_.data(), kScalarBytes, nonce) != nullptr);
      if (!BN_is_zero(nonce) && BN_cmp(nonce, curve().order) < 0) return;
    }
  }

 private:
  Digest key_, value_;
  bool used_ = false;
};

}  // namespace

std::string SigningKey::sign_deterministic(const Digest& digest) const {
  static thread_local const Owned<BN_CTX, BN_CTX_free> context(BN_CTX_secure_new());
  const Curve& p256 = curve();
  const EC_KEY* const key = EVP_PKEY_get0_EC_KEY(material_->pkey.get());
  CHECK(context != nullptr && key != nullptr);

  std::string secret(kScalarBytes, '\0'), reduced(kScalarBytes, '\0');
  const BignumOwner nonce(BN_secure_new()), inverse(BN_secure_new()), r(BN_new()), number(BN_new());
  CHECK(BN_bn2binpad(EC_KEY_get0_private_key(key), reinterpret_cast<unsigned char*>(secret.data()), kScalarBytes) > 0);
  CHECK(BN_bin2bn(digest.data(), kScalarBytes, number.get()) != nullptr);
  CHECK(BN_nnmod(number.get(), number.get(), p256.order, context.get()) == 1);
  CHECK(BN_bn2binpad(number.get(), reinterpret_cast<unsigned char*>(reduced.data()), kScalarBytes) > 0);
  Nonces nonces(secret, reduced);
  OPENSSL_cleanse(secret.data(), secret.size());

  const Owned<EC_POINT, EC_POINT_free> point(EC_POINT_new(p256.group));
  do {
    nonces.next(nonce.get());
    BN_set_flags(nonce.get(), BN_FLG_CONSTTIME);
    CHECK(EC_POINT_mul(p256.group, point.get(), nonce.get(), nullptr, nullptr, context.get()) == 1);
    CHECK(EC_POINT_get_affine_coordinates(p256.group, point.get(), number.get(), nullptr, context.get()) == 1);
    CHECK(BN_nnmod(r.get(), number.get(), p256.order, context.get()) == 1);
  } while (BN_is_zero(r.get()));
  // Fermat: nonce^(order−2) is its inverse, by a power whose steps do not depend on the nonce.
  CHECK(BN_mod_exp_mont_consttime(inverse.get(), nonce.get(), p256.order_minus_two, p256.order, context.get(),
                                  p256.montgomery) == 1);
  const Owned<ECDSA_SIG, ECDSA_SIG_free> made(
      ECDSA_do_sign_ex(digest.data(), kScalarBytes, inverse.get(), r.get(), const_cast<EC_KEY*>(key)));
  CHECK(made != nullptr);
  std::string signature(2 * kScalarBytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(signature.data());
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_r(made.get()), out, kScalarBytes) == kScalarBytes);
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(made.get()), out + kScalarBytes, kScalarBytes) == kScalarBytes);
  return signature;
}

}  // namespace datong::crypto
