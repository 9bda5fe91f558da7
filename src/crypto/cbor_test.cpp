#include "crypto/cbor.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "base/text.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

std::string hex_of(const Cbor& value) { return to_hex(write_cbor(value)); }

void expect_refused(std::string_view hex) {
  const auto value = read_cbor(*from_hex(hex));
  ASSERT_FALSE(value) << hex;
  EXPECT_EQ(value.error().code, Code::malformed) << hex;
}

}  // namespace

// RFC 8949 appendix A.
TEST(Cbor, WritesAndReadsTheExamplesOfTheStandard) {
  const std::pair<Cbor, const char*> examples[] = {
      {Cbor::integer(0), "00"},
      {Cbor::integer(23), "17"},
      {Cbor::integer(24), "1818"},
      {Cbor::integer(100), "1864"},
      {Cbor::integer(1000), "1903e8"},
      {Cbor::integer(1'000'000), "1a000f4240"},
      {Cbor::integer(1'000'000'000'000), "1b000000e8d4a51000"},
      {{Cbor::Kind::positive, 18'446'744'073'709'551'615U, {}, {}}, "1bffffffffffffffff"},
      {{Cbor::Kind::negative, 18'446'744'073'709'551'615U, {}, {}}, "3bffffffffffffffff"},
      {Cbor::integer(-1), "20"},
      {Cbor::integer(-100), "3863"},
      {Cbor::integer(-1000), "3903e7"},
      {Cbor::integer(INT64_MIN), "3b7fffffffffffffff"},
      {Cbor::bytes(""), "40"},
      {Cbor::bytes("\x01\x02\x03\x04"), "4401020304"},
      {Cbor::text("IETF"), "6449455446"},
      {Cbor::text("水"), "63e6b0b4"},
      {Cbor::array({}), "80"},
      {Cbor::array({Cbor::integer(1), Cbor::array({Cbor::integer(2), Cbor::integer(3)})}), "8201820203"},
      {Cbor::map({}), "a0"},
      {Cbor::map({{Cbor::integer(3), Cbor::integer(4)}, {Cbor::integer(1), Cbor::integer(2)}}), "a201020304"},
      {Cbor::map({{Cbor::text("b"), Cbor::array({})}, {Cbor::integer(-1), Cbor::integer(0)}}), "a22000616280"},
      {Cbor::tagged(32, Cbor::text("http://www.example.com")), "d82076687474703a2f2f7777772e6578616d706c652e636f6d"},
  };
  for (const auto& [value, hex] : examples) {
    EXPECT_EQ(hex_of(value), hex);
    const auto read = read_cbor(*from_hex(hex));
    ASSERT_TRUE(read) << hex;
    EXPECT_EQ(*read, value) << hex;
  }
}

TEST(Cbor, RefusesWhateverHasAnotherForm) {
  for (const char* hex : {
           "",      // nothing
           "0000",  // something behind it
           "1817",
           "190018",  // longer than needed
           "1a0000ffff",
           "1b00000000ffffffff",
           "1c",
           "1f",
           "18",
           "1901",  // reserved, cut
           "5f4101ff",
           "7f6161ff",
           "9f01ff",
           "bf0102ff",  // of unknown length
           "4201",
           "6261",
           "8101"
           "01",
           "8201",
           "a101",  // too short or too long
           "61ff",
           "62c080",      // not UTF-8
           "a203040102",  // keys not sorted
           "a201020103",  // a key twice
           "a2616100"
           "2000",  // -1 must stand before "a"
           "f4",
           "f5",
           "f6",
           "f7",
           "f90000",
           "fb3ff199999999999a",
           "ff",  // simple values, floating point
           "c0",
           "d81200",  // a tag of nothing, a tag longer than needed
           "9bffffffffffffffff",
           "bbffffffffffffffff",
           "5bffffffffffffffff",  // sizes no message has
       }) {
    expect_refused(hex);
  }
}

TEST(Cbor, IsBoundedInDepthAndSize) {
  std::string deep(limits::kDepthMax - 1, '\x81');
  EXPECT_TRUE(read_cbor(deep + '\x01'));
  EXPECT_EQ(read_cbor(deep + "\x81\x01").error().code, Code::malformed);
  EXPECT_EQ(read_cbor(std::string(limits::kCborBytesMax, '\x81')).error().code, Code::malformed);
  EXPECT_EQ(read_cbor(std::string(limits::kCborBytesMax + 1, '\x81')).error().code, Code::too_large);
}

TEST(Cbor, WhatIsReadIsWrittenAsItWas) {
  std::uint32_t state = 1;  // a fixed sequence of small strange inputs
  std::size_t read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string bytes;
    for (std::uint32_t size = 1 + i % 6; size > 0; --size) {
      state = state * 1664525U + 1013904223U;
      bytes += static_cast<char>(state >> 24);
    }
    const auto value = read_cbor(bytes);
    if (!value) continue;
    ++read;
    EXPECT_EQ(write_cbor(*value), bytes);
  }
  EXPECT_GT(read, 1000U);
}

TEST(Cbor, FindsAMemberByItsNumber) {
  const Cbor map = Cbor::map({{Cbor::integer(-2), Cbor::text("x")}, {Cbor::integer(4), Cbor::text("y")}});
  ASSERT_NE(map.member(-2), nullptr);
  EXPECT_EQ(map.member(-2)->content, "x");
  EXPECT_EQ(map.member(4)->content, "y");
  EXPECT_EQ(map.member(2), nullptr);
  EXPECT_EQ(Cbor::integer(4).member(4), nullptr);
}
