#include "domain/declaration/check_digits.hpp"

#include <gtest/gtest.h>

#include <set>

namespace datong::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Every single changed character in `number` must be noticed.
template <class Check>
void expect_every_single_change_is_noticed(std::string_view number, Check check) {
  ASSERT_TRUE(check(number)) << number;
  for (std::size_t i = 0; i < number.size(); ++i) {
    for (const char c : kAlphabet) {
      std::string changed(number);
      if (changed[i] == c) continue;
      changed[i] = c;
      // ISO 6346 folds remainder 10 into 0 and GB 11714 counts modulo 11, so only changes of less than 11 are sure to
      // show.
      if (number.size() != 18 && (c < '0' || c > '9' || number[i] < '0' || number[i] > '9')) continue;
      if (number.size() == 11) continue;
      EXPECT_FALSE(check(changed)) << changed;
    }
  }
}

TEST(CheckDigits, CHK001ThePublishedOrganisationCodesPassAndOneChangedDigitDoesNot) {
  for (const std::string_view code : {"D2143569X", "100000016", "40000000X", "MA0000015", "MA1A2B3C6", "588424997"}) {
    expect_every_single_change_is_noticed(code, is_organisation_code);
  }
  for (const std::string_view code :
       {"", "D2143569", "D2143569XX", "d2143569X", "D2143569x", "D214 569X", "D2143569-"}) {
    EXPECT_FALSE(is_organisation_code(code)) << code;
  }
  EXPECT_EQ(plain_organisation_code("D2143569-X"), "D2143569X");
  EXPECT_EQ(plain_organisation_code("D2143569X"), "D2143569X");
}

TEST(CheckDigits, CHK002ThePublishedCreditCodesPassAndOneChangedCharacterDoesNot) {
  for (const std::string_view code :
       {"91350100M000100Y43", "91310000100000016T", "9131000040000000X3", "91310000MA0000015F", "91310000MA1A2B3C6X"}) {
    expect_every_single_change_is_noticed(code, is_social_credit_code);
  }
  EXPECT_FALSE(is_social_credit_code("91310000100000016"));
  EXPECT_FALSE(is_social_credit_code("9131000O100000016T"));
  EXPECT_FALSE(is_social_credit_code("91A10000100000016T"));  // letters in the district
}

TEST(CheckDigits, CHK002TheCheckCharacterMayBeAnySymbolOfTheAlphabet) {
  std::set<char> seen;
  for (char c = '0'; c <= '9'; ++c) {
    for (char d = '0'; d <= '9'; ++d) {
      std::string body = "9131000010000";
      body.append({c, d}).append("16");
      const auto check = social_credit_check(body);
      ASSERT_TRUE(check);
      EXPECT_TRUE(is_social_credit_code(body + *check));
      seen.insert(*check);
    }
  }
  EXPECT_GT(seen.size(), 20U);
}

TEST(CheckDigits, DEC119TheIsoContainerNumberPassesAndAnotherCheckDigitDoesNot) {
  EXPECT_TRUE(is_container_number("CSQU3054383"));
  for (char c = '0'; c <= '9'; ++c) EXPECT_EQ(is_container_number(std::string("CSQU305438") + c), c == '3');
  for (const std::string_view number :
       {"", "CSQU305438", "CSQU30543833", "csqu3054383", "CSQA3054383", "CS1U3054383", "CSQU30543A3"}) {
    EXPECT_FALSE(is_container_number(number)) << number;
  }
}

TEST(CheckDigits, CHK004RegistrationNumbersHaveTenDigitsAndNoLeadingZero) {
  EXPECT_TRUE(is_registration_shape("3200910001"));
  for (const std::string_view number : {"", "0200910001", "320091000", "32009100011", "32009X0001"}) {
    EXPECT_FALSE(is_registration_shape(number)) << number;
  }
}

TEST(CheckDigits, CHK010VehicleNumbersHaveSeventeenCharactersWithoutIOQ) {
  EXPECT_TRUE(is_vehicle_identification("LSVAA49J132047371"));
  for (const std::string_view number :
       {"", "LSVAA49J13204737", "LSVAA49J1320473711", "LSVAA49JI32047371", "lSVAA49J132047371"}) {
    EXPECT_FALSE(is_vehicle_identification(number)) << number;
  }
}

}  // namespace
}  // namespace datong::domain
