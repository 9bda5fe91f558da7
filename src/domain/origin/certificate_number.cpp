// Numbers of certificates of origin: what one must begin with, and whether it does. Apart from decide.cpp, because the form's rules ask too.
#include "base/text.hpp"
#include "domain/origin/decide.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

std::string certificate_number_series(std::string_view kind, int year, std::string_view organisation_code) {
  if (organisation_code.size() == 18) organisation_code = organisation_code.substr(8, 9);
  if (organisation_code.size() != 9) return {};
  const std::string digits{static_cast<char>('0' + year / 10 % 10), static_cast<char>('0' + year % 10)};
  return std::string(kind) + digits + std::string(organisation_code);
}

std::optional<Finding> check_certificate_number(std::string_view number, std::string_view series) {
  const bool fits = !series.empty() && number.starts_with(series) && number.size() == series.size() + 4 &&
                    is_digits(number.substr(series.size())) && number.substr(series.size()) != "0000";
  if (fits) return std::nullopt;
  return finding("ORL035", "/certificate_number", {std::string(number), std::string(series)});
}

}  // namespace datong::domain
