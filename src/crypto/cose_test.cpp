#include "crypto/cose.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/cbor.hpp"
#include "crypto/decimal_digits.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

/// SubjectPublicKeyInfo of a point on P-256.
std::string spki(std::string_view x_and_y_hex) {
  return *from_hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004" + std::string(x_and_y_hex));
}

}  // namespace

// RFC 9052 appendix C.2.1, key "11" of appendix C.7.1. There the key id is not protected, which our reader refuses;
// what is signed is built the same way.
TEST(Cose, VerifiesTheSignatureOfTheStandard) {
  const auto key =
      VerifyingKey::from_der(spki("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
                                  "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"));
  ASSERT_TRUE(key);
  const Cose cose{*from_hex("a10126"), "11", "This is the content.",
                  *from_hex("8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
                            "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36")};
  EXPECT_TRUE(verify_cose_sign1(cose, *key));
}

TEST(Cose, SignsInOneFixedForm) {
  const SigningKey key = SigningKey::generate();
  const std::string bytes = cose_sign1(key, "7", "海豚");
  ASSERT_EQ(bytes.size(), 83U);
  EXPECT_EQ(to_hex(bytes.substr(0, 19)), "d28446a20126044137a046e6b5b7e8b19a5840");
  const auto cose = read_cose_sign1(bytes);
  ASSERT_TRUE(cose);
  EXPECT_EQ(cose->key_id, "7");
  EXPECT_EQ(cose->payload, "海豚");
  EXPECT_TRUE(verify_cose_sign1(*cose, key.verifying_key()));
  EXPECT_FALSE(verify_cose_sign1(*cose, SigningKey::generate().verifying_key()));
  EXPECT_EQ(cose_sign1(key, "7", "海豚"), bytes) << "the same bytes again";
}

TEST(Cose, EveryChangedBitIsRefusedOrDoesNotVerify) {
  const SigningKey key = SigningKey::generate();
  const std::string bytes = cose_sign1(key, "issuer-1", "a summary");
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    const auto cose = read_cose_sign1(changed);
    EXPECT_FALSE(cose && verify_cose_sign1(*cose, key.verifying_key())) << bit;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(read_cose_sign1(bytes.substr(0, size))) << size;
  EXPECT_FALSE(read_cose_sign1(bytes + '\0'));
}

TEST(Cose, RefusesEveryOtherForm) {
  const auto header = [](std::vector<std::pair<Cbor, Cbor>> labels) {
    return Cbor::bytes(write_cbor(Cbor::map(labels)));
  };
  const Cbor one = Cbor::integer(1), es256 = Cbor::integer(-7), four = Cbor::integer(4), id = Cbor::bytes("7");
  const Cbor good = header({{one, es256}, {four, id}}), none = Cbor::map({}), payload = Cbor::bytes("x"),
             signature = Cbor::bytes(std::string(64, 's'));
  const auto read = [](std::uint64_t tag, std::vector<Cbor> items) {
    return read_cose_sign1(write_cbor(Cbor::tagged(tag, Cbor::array(std::move(items))))).has_value();
  };
  EXPECT_TRUE(read(18, {good, none, payload, signature}));
  EXPECT_FALSE(read(98, {good, none, payload, signature}));
  EXPECT_FALSE(read(18, {good, none, payload}));
  EXPECT_FALSE(read(18, {good, none, payload, signature, none}));
  EXPECT_FALSE(read(18, {good, Cbor::map({{four, id}}), payload, signature}));
  EXPECT_FALSE(read(18, {good, none, Cbor::text("x"), signature}));
  EXPECT_FALSE(read(18, {good, none, payload, Cbor::bytes(std::string(63, 's'))}));
  EXPECT_FALSE(read(18, {header({{one, es256}}), none, payload, signature}));
  EXPECT_FALSE(read(18, {header({{one, Cbor::integer(-8)}, {four, id}}), none, payload, signature}));
  EXPECT_FALSE(read(18, {header({{one, es256}, {four, Cbor::text("7")}}), none, payload, signature}));
  EXPECT_FALSE(read(18, {header({{one, es256}, {four, Cbor::bytes("a b")}}), none, payload, signature}));
  EXPECT_FALSE(read(18, {header({{one, es256}, {four, id}, {Cbor::integer(2), none}}), none, payload, signature}));
  EXPECT_FALSE(read_cose_sign1(write_cbor(Cbor::array({good, none, payload, signature}))));
  EXPECT_EQ(read_cose_sign1(std::string(limits::kCborBytesMax + 1, 'x')).error().code, Code::too_large);
}

// A QR code of version 13 at level M holds 334 bytes of data (ISO/IEC 18004 table 7): a head of 4 + 16 bits and 8 a
// character in byte mode, 4 + 12 and 10 for three digits in numeric mode.
TEST(Cose, ASummaryFitsTheQrCodeOfAnOrdinaryCertificate) {
  const std::string url = "https://certificates.example.gov.cn/v#";
  const std::string digits = to_decimal_digits(std::string(257, '\xFF'));
  EXPECT_EQ(digits.size(), 625U);
  EXPECT_LE(4 + 16 + 8 * url.size() + 4 + 12 + (digits.size() * 10 + 2) / 3, 334U * 8);
}
