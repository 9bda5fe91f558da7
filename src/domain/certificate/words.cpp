#include "domain/certificate/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace datong::domain {
namespace {

// ---- English numbers

constexpr std::string_view kSmall[] = {"ZERO",     "ONE",     "TWO",     "THREE",     "FOUR",     "FIVE",    "SIX",
                                       "SEVEN",    "EIGHT",   "NINE",    "TEN",       "ELEVEN",   "TWELVE",  "THIRTEEN",
                                       "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN"};
constexpr std::string_view kTens[] = {"",      "",      "TWENTY",  "THIRTY", "FORTY",
                                      "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY"};
constexpr std::pair<std::uint64_t, std::string_view> kPowers[] = {{1'000'000'000'000'000'000U, "QUINTILLION"},
                                                                  {1'000'000'000'000'000U, "QUADRILLION"},
                                                                  {1'000'000'000'000U, "TRILLION"},
                                                                  {1'000'000'000U, "BILLION"},
                                                                  {1'000'000U, "MILLION"},
                                                                  {1'000U, "THOUSAND"}};

std::string below_hundred(std::uint64_t number) {
  if (number < std::size(kSmall)) return std::string(kSmall[number]);
  std::string words(kTens[number / 10]);
  if (number % 10 != 0) (words += ' ') += kSmall[number % 10];
  return words;
}

std::string below_thousand(std::uint64_t number) {
  if (number < 100) return below_hundred(number);
  std::string words = std::string(kSmall[number / 100]) + " HUNDRED";
  if (number % 100 != 0) words += " AND " + below_hundred(number % 100);
  return words;
}

// ---- units of counting

/// Units whose plural is no "+S", and those that have none.
constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
    {"FOOT", "FEET"},
    {"LEAF", "LEAVES"},
    {"HANDFUL", "HANDFULS"},
    {"GROSS", "GROSS"},
    {"DOZEN", "DOZEN"},
    {"AIRCRAFT", "AIRCRAFT"},
    {"HEAD", "HEAD"},
    {"BULK", "BULK"},
    {"NAKED", "NAKED"},
    {"NUDE", "NUDE"},
    {"PACKAGING", "PACKAGING"},
    {"DUNNAGE", "DUNNAGE"},
    {"HORSEPOWER", "HORSEPOWER"},
    {"KG", "KGS"},
    {"HE", "HE"},
};
/// A unit that counts by these is a plural already, whatever the number before it: "3 THOUSAND UNITS".
constexpr std::string_view kCountedBy[] = {"HUNDRED ", "THOUSAND ", "TEN THOUSAND "};
/// Ends of the head noun: what follows describes it.
constexpr std::string_view kAfterTheNoun[] = {",", " (", " OF ", " WITH ", " IN "};

bool is_vowel(char letter) { return std::string_view("AEIOU").find(letter) != std::string_view::npos; }

bool hisses(std::string_view word) {
  return word.ends_with("SS") || word.ends_with('X') || word.ends_with('Z') || word.ends_with("CH") ||
         word.ends_with("SH");
}

std::string plural(std::string_view singular) {
  if (hisses(singular)) return std::string(singular) + "ES";
  const bool changes_y = singular.size() > 1 && singular.ends_with('Y') && !is_vowel(singular[singular.size() - 2]);
  if (changes_y) return std::string(singular.substr(0, singular.size() - 1)) + "IES";
  return std::string(singular) + "S";
}

std::string singular(std::string_view word) {
  if (!word.ends_with('S') || word.ends_with("SS") || word.size() < 3) return std::string(word);
  if (word.ends_with("IES")) return std::string(word.substr(0, word.size() - 3)) + "Y";
  if (word.ends_with("ES") && hisses(word.substr(0, word.size() - 2)))
    return std::string(word.substr(0, word.size() - 2));
  return std::string(word.substr(0, word.size() - 1));
}

std::string noun_words(std::string_view noun, bool is_one) {
  if (noun.empty()) return {};
  const std::size_t blank = noun.rfind(' ');
  const std::size_t begin = blank == noun.npos ? 0 : blank + 1;
  const std::string_view word = noun.substr(begin);
  std::string wanted;
  const auto irregular = std::find_if(std::begin(kIrregular), std::end(kIrregular),
                                      [&](const auto& row) { return row.first == word || row.second == word; });
  if (irregular != std::end(kIrregular)) {
    wanted = is_one ? irregular->first : irregular->second;
  } else {
    wanted = singular(word);
    if (!is_one) wanted = plural(wanted);
  }
  return std::string(noun.substr(0, begin)) + wanted;
}

// ---- Chinese capital amounts

constexpr std::string_view kCapitals[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::pair<std::uint64_t, std::string_view> kSteps[] = {{1000, "仟"}, {100, "佰"}, {10, "拾"}, {1, ""}};

/// 1…9999, one 零 for each run of zeros between two digits.
std::string capital_section(std::uint64_t number) {
  std::string words;
  bool zero = false;
  for (const auto& [value, name] : kSteps) {
    const std::uint64_t digit = number / value % 10;
    if (digit == 0) {
      zero = !words.empty();
      continue;
    }
    if (zero) words += kCapitals[0];
    zero = false;
    (words += kCapitals[digit]) += name;
  }
  return words;
}

/// Any number above zero: 亿 splits it, then 万.
std::string capital_number(std::uint64_t number) {
  for (const auto& [power, name] : {std::pair<std::uint64_t, std::string_view>{100'000'000U, "亿"}, {10'000U, "万"}}) {
    if (number < power) continue;
    std::string words = capital_number(number / power) + std::string(name);
    const std::uint64_t rest = number % power;
    if (rest == 0) return words;
    if (rest < power / 10) words += kCapitals[0];
    return words + capital_number(rest);
  }
  return capital_section(number);
}

constexpr std::string_view kMonths[] = {"JAN.", "FEB.", "MAR.", "APR.", "MAY",  "JUN.",
                                        "JUL.", "AUG.", "SEP.", "OCT.", "NOV.", "DEC."};

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0U - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

}  // namespace

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string number_words(std::uint64_t number) {
  if (number == 0) return std::string(kSmall[0]);
  std::string words;
  for (const auto& [power, name] : kPowers) {
    if (number < power) continue;
    words += (words.empty() ? "" : " ") + below_thousand(number / power) + " " + std::string(name);
    number %= power;
  }
  if (number == 0) return words;
  if (words.empty()) return below_thousand(number);
  return words + (number < 100 ? " AND " : " ") + below_thousand(number);
}

std::string unit_words(std::string_view unit, bool is_one) {
  const std::string upper = upper_case(unit);
  for (const std::string_view by : kCountedBy) {
    if (upper.starts_with(by)) return upper;
  }
  std::size_t end = upper.size();
  for (const std::string_view after : kAfterTheNoun) {
    if (const std::size_t at = upper.find(after); at != upper.npos && at > 0) end = std::min(end, at);
  }
  return noun_words(std::string_view(upper).substr(0, end), is_one) + upper.substr(end);
}

std::string counted(std::uint64_t count) { return number_words(count) + " (" + std::to_string(count) + ")"; }

std::string package_words(std::uint64_t count, std::string_view unit, std::string_view goods) {
  std::string words = counted(count) + " " + unit_words(unit, count == 1);
  if (!goods.empty()) (words += " OF ") += goods;
  return words;
}

std::string total_words(std::uint64_t count, std::string_view unit) {
  return "TOTAL: " + package_words(count, unit) + " ONLY.";
}

std::string quantity_words(Decimal quantity, std::string_view unit) {
  const bool is_one = quantity == Decimal::from_integer(1);
  return quantity.to_string() + " " + unit_words(unit, is_one);
}

std::string date_words(Date day) {
  return std::string(kMonths[day.month() - 1]) + " " + std::to_string(day.day()) + "," + std::to_string(day.year());
}

std::string date_words_zh(Date day) {
  return std::to_string(day.year()) + "年" + std::to_string(day.month()) + "月" + std::to_string(day.day()) + "日";
}

std::string capital_amount(std::int64_t fen) {
  const std::uint64_t all = magnitude(fen), yuan = all / 100, jiao = all / 10 % 10, cent = all % 10;
  std::string words = fen < 0 ? "人民币负" : "人民币";
  if (yuan > 0 || all == 0) words += (yuan > 0 ? capital_number(yuan) : std::string(kCapitals[0])) + "元";
  if (jiao == 0 && cent == 0) return words + "整";
  const bool zero_before = yuan > 0 && (jiao == 0 || yuan % 10 == 0);
  if (zero_before) words += kCapitals[0];
  if (jiao > 0) (words += kCapitals[jiao]) += "角";
  if (cent > 0) (words += kCapitals[cent]) += "分";
  return words;
}

std::string amount_figures(std::int64_t fen) {
  const std::uint64_t all = magnitude(fen);
  const std::string cents = std::to_string(all % 100);
  return (fen < 0 ? "-" : "") + std::to_string(all / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

}  // namespace datong::domain
