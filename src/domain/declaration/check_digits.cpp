#include "domain/declaration/check_digits.hpp"

#include <array>

#include "base/text.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Letter values of ISO 6346: 10, 12, 13 … 38 without the multiples of 11.
int container_value(char c) {
  if (is_digit(c)) return c - '0';
  const int n = c - 'A';
  return 10 + n + (n + 9) / 10;
}

}  // namespace

std::optional<char> organisation_check(std::string_view body) {
  constexpr std::array kWeights{3, 7, 9, 10, 5, 8, 4, 2};
  if (body.size() != kWeights.size()) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    if (!is_digit(body[i]) && !is_capital(body[i])) return std::nullopt;
    sum += (is_digit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10) * kWeights[i];
  }
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

bool is_organisation_code(std::string_view code) {
  return code.size() == 9 && organisation_check(code.substr(0, 8)) == code[8];
}

std::optional<char> social_credit_check(std::string_view body) {
  if (body.size() != 17) return std::nullopt;
  std::size_t sum = 0, weight = 1;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const std::size_t value = kCreditAlphabet.find(body[i]);
    if (value == std::string_view::npos || (i >= 2 && i < 8 && value > 9)) return std::nullopt;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return kCreditAlphabet[(31 - sum % 31) % 31];
}

bool is_social_credit_code(std::string_view code) {
  return code.size() == 18 && social_credit_check(code.substr(0, 17)) == code[17];
}

std::string plain_organisation_code(std::string_view code) {
  if (code.size() == 10 && code[8] == '-') return std::string(code.substr(0, 8)) + code[9];
  return std::string(code);
}

bool is_same_organisation(std::string_view one, std::string_view other) {
  const auto inner = [](const std::string& code) { return code.size() == 18 ? code.substr(8, 9) : code; };
  const std::string first = plain_organisation_code(one), second = plain_organisation_code(other);
  if (first.size() == second.size()) return first == second;
  return inner(first) == inner(second);
}

bool is_container_number(std::string_view number) {
  if (number.size() != 11) return false;
  for (std::size_t i = 0; i < 11; ++i) {
    if (i < 4 ? !is_capital(number[i]) : !is_digit(number[i])) return false;
  }
  if (number[3] != 'U' && number[3] != 'J' && number[3] != 'Z') return false;
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) sum += container_value(number[i]) << i;
  return sum % 11 % 10 == number[10] - '0';
}

bool is_registration_shape(std::string_view number) {
  return number.size() == 10 && is_digits(number) && number[0] != '0';
}

bool is_vehicle_identification(std::string_view number) {
  if (number.size() != 17) return false;
  for (const char c : number) {
    if ((!is_digit(c) && !is_capital(c)) || c == 'I' || c == 'O' || c == 'Q') return false;
  }
  return true;
}

}  // namespace datong::domain
