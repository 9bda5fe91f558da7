#include "crypto/timestamp.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "crypto/der.hpp"
#include "crypto/signed_shape.hpp"
#include "crypto/test_signing.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

const Digest kImprint = sha256("stamped");

template <class T>
void expect_failure(const Result<T>& result, Code code) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, code) << result.error().detail;
}

std::string serial_of_token(std::uint64_t serial) {
  return verify_token(*make_token(signing_world().stamp_key, kImprint, kSigningDay, serial), kImprint,
                      signing_world().anchors, kSigningDay)
      ->serial_hex;
}

/// An authority's answer around a token.
std::string response(std::uint64_t status, std::string_view token) {
  return der::node(der::kSequence, {der::node(der::kSequence, {der::integer(status)}), token});
}

/// A token that repeats a nonce, as an authority outside makes it.
std::string token_with_nonce(const Digest& imprint, std::string_view nonce) {
  const std::string content = der::node(
      der::kSequence,
      {der::integer(1), *der::object("1.2.3.4"),
       der::node(der::kSequence,
                 {der::node(der::kSequence, {der::kSha256}), der::node(der::kOctetString, {view(imprint)})}),
       der::integer(5), der::generalized_time(kSigningDay), nonce.empty() ? "" : der::unsigned_integer(nonce)});
  return *signed_data(*signing_world().stamp_key.signer, der::kTimeStampInfo, content, sha256(content), {});
}

}  // namespace

TEST(TimeStamp, SaysWhatWasStampedWhenAndByWhom) {
  const SigningWorld& world = signing_world();
  const auto token = make_token(world.stamp_key, kImprint, kSigningDay, 41);
  ASSERT_TRUE(token);
  const auto facts = verify_token(*token, kImprint, world.anchors, kSigningDay.plus_ms(kDay));
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_TRUE(facts->valid);
  EXPECT_TRUE(facts->trusted);
  EXPECT_TRUE(facts->reasons.empty());
  EXPECT_EQ(facts->at, kSigningDay);
  EXPECT_EQ(facts->policy, kExampleStampPolicy);
  EXPECT_EQ(facts->serial_hex, "29");
  EXPECT_EQ(facts->authority.organisation, "青岛检验检疫局");
  EXPECT_EQ(*token, *make_token(world.stamp_key, kImprint, kSigningDay, 41)) << "same clock, key, serial: same bytes";
}

TEST(TimeStamp, SerialsAreShortestIntegers) {
  EXPECT_EQ(serial_of_token(0), "00");
  EXPECT_EQ(serial_of_token(0x7F), "7f");
  EXPECT_EQ(serial_of_token(0x80), "0080");
  EXPECT_EQ(serial_of_token(0x100), "0100");
  EXPECT_EQ(serial_of_token(~0ULL), "00ffffffffffffffff");
}

TEST(TimeStamp, MillisecondsAreWrittenWithoutTrailingZeros) {
  const auto text = [](const char* at) { return std::string(der::generalized_time(*Instant::parse(at)).substr(2)); };
  EXPECT_EQ(text("2026-11-23T08:00:00Z"), "20261123080000Z");
  EXPECT_EQ(text("2026-11-23T08:00:00.250Z"), "20261123080000.25Z");
  EXPECT_EQ(text("2026-11-23T08:00:00.001Z"), "20261123080000.001Z");
  EXPECT_EQ(text("2026-11-23T08:00:00.100Z"), "20261123080000.1Z");
}

TEST(TimeStamp, PolicyAndAccuracyMustBeWritable) {
  StampKey key = signing_world().stamp_key;
  for (const char* policy : {"", "1", "3.1", "1.40", "1.2.x", "1..2", "1.02", "1.2.99999999999999999999"}) {
    key.policy = policy;
    expect_failure(make_token(key, kImprint, kSigningDay, 1), Code::malformed);
  }
  key.policy = "2.999.1";
  EXPECT_TRUE(make_token(key, kImprint, kSigningDay, 1));
  for (const std::uint32_t ms : {0u, 1'000'000u}) {
    key.accuracy_ms = ms;
    expect_failure(make_token(key, kImprint, kSigningDay, 1), Code::malformed);
  }
  for (const std::uint32_t ms : {1u, 999u, 1000u, 1001u, 999'999u}) {
    key.accuracy_ms = ms;
    EXPECT_TRUE(verify_token(*make_token(key, kImprint, kSigningDay, 1), kImprint, signing_world().anchors, kSigningDay)
                    ->trusted);
  }
}

TEST(StampResponse, GivesTheTokenThatAnswersTheRequest) {
  const std::string nonce("\x00\x81\x05", 3);
  const std::string token = token_with_nonce(kImprint, nonce);
  EXPECT_EQ(*read_stamp_response(response(0, token), kImprint, nonce), token);
  EXPECT_EQ(*read_stamp_response(response(1, token), kImprint, nonce), token);
  expect_failure(read_stamp_response(response(2, ""), kImprint, nonce), Code::unavailable);
  expect_failure(read_stamp_response(response(0, ""), kImprint, nonce), Code::malformed);
  expect_failure(read_stamp_response(response(0, token), sha256("another"), nonce), Code::malformed);
  expect_failure(read_stamp_response(response(0, token), kImprint, "\x05"), Code::malformed);
  expect_failure(read_stamp_response(response(0, token_with_nonce(kImprint, "")), kImprint, nonce), Code::malformed);
  expect_failure(read_stamp_response(response(0, token) + '\0', kImprint, nonce), Code::malformed);
  expect_failure(read_stamp_response("", kImprint, nonce), Code::malformed);
  expect_failure(read_stamp_response(std::string(1 << 20, '0'), kImprint, nonce), Code::too_large);
}

TEST(Der, IsReadStrictly) {
  const auto reads = [](std::string_view bytes) {
    der::Reader reader(bytes);
    reader.take();
    return reader.done();
  };
  EXPECT_TRUE(reads(std::string("\x04\x00", 2)));
  EXPECT_TRUE(reads(der::node(der::kOctetString, {std::string(0x7F, 'x')})));
  EXPECT_TRUE(reads(der::node(der::kOctetString, {std::string(0x80, 'x')})));
  EXPECT_TRUE(reads(der::node(der::kOctetString, {std::string(0x10000, 'x')})));
  EXPECT_FALSE(reads(""));
  EXPECT_FALSE(reads("\x04"));
  EXPECT_FALSE(reads("\x04\x02x")) << "longer than there is";
  EXPECT_FALSE(reads("\x04\x81\x01x")) << "a length not in its shortest form";
  EXPECT_FALSE(reads(std::string("\x04\x82\x00\x80", 4) + std::string(0x80, 'x')));
  EXPECT_FALSE(reads(std::string("\x30\x80\x00\x00", 4))) << "an indefinite length";
  EXPECT_FALSE(reads("\x04\x85\x01\x01\x01\x01\x01"));
  EXPECT_FALSE(reads("\x1f\x01x")) << "a tag of several bytes";
  EXPECT_EQ(der::dotted(der::Reader(*der::object("2.999.3")).take()), "2.999.3");
  EXPECT_EQ(der::dotted(der::Reader(*der::object("1.3.6.1.4.1.99999.1")).take()), "1.3.6.1.4.1.99999.1");
  EXPECT_EQ(der::instant(der::Reader(der::generalized_time(kSigningDay)).take()), kSigningDay);
}
