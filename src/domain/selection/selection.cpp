#include "domain/selection/selection.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kFirstTrade = "18";  // goods attribute, reference §3.9
constexpr std::array<std::string_view, 5> kGrades{"AA", "A", "B", "C", "D"};
constexpr Decimal kAlways = Decimal::from_integer(1);

bool fits_direction(std::string_view cell, Direction direction) {
  return cell.empty() || cell == (direction == Direction::import_ ? "I" : "O");
}

bool matches(const SelectionRow& row, const DrawInput& input, const DrawLine& line) {
  return fits_direction(row.direction, input.direction) &&
         (row.goods_class.empty() || row.goods_class == line.goods_class) &&
         (row.category.empty() || line.categories.find_first_of(row.category) != std::string::npos) &&
         (row.credit_grade.empty() || row.credit_grade == input.credit_grade);
}

std::optional<RuleId> rule_of(int level) {
  if (level == 1) return RuleId("SEL001");
  if (level == 2) return RuleId("SEL002");
  if (level == 3) return RuleId("SEL003");
  if (level == 4) return RuleId("SEL004");
  return std::nullopt;
}

struct Choice {
  int level = 0;
  SelectionReason reason;
};

Result<Choice> choose(const DrawLine& line, int number, const DrawInput& input,
                      const std::vector<const SelectionRow*>& rows, const Edition& edition, Date day) {
  if (line.is_first_trade && edition.rule_is_on("SEL005", day))
    return Choice{1, {std::string(RuleId("SEL005").id()), number, "", kAlways}};
  if (line.is_unknown_commodity) return Choice{1, {std::string(RuleId("SEL006").id()), number, "", kAlways}};
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const SelectionRow* r) { return matches(*r, input, line); });
  const std::string path = "/goods/" + std::to_string(number - 1);
  if (row == rows.end()) return refused({finding("SEL011", path, {day.to_string()})});
  const std::optional<RuleId> rule = rule_of((*row)->level);
  if (!rule) return refused({finding("SEL013", path, {std::to_string((*row)->level)})});
  return Choice{(*row)->level, {std::string(rule->id()), number, (*row)->reason, (*row)->ratio}};
}

}  // namespace

Result<DrawInput> draw_input(const Document& document, std::string_view credit_grade, const Edition& edition,
                             Date legal_day) {
  const std::optional<Direction> direction = document.direction();
  if (!direction || document.header().count(Group::goods) == 0) return refused({finding("SEL015", "")});
  DrawInput input{*direction, std::string(credit_grade), {}};
  document.header().each(Group::goods, [&](const Record& goods) {
    const TariffRow* tariff = edition.tariff(goods[F::goods::commodity_code], legal_day);
    const std::vector<std::string_view> attributes = split(goods[F::goods::attributes], ',');
    DrawLine line;
    line.is_first_trade = std::find(attributes.begin(), attributes.end(), kFirstTrade) != attributes.end();
    line.is_unknown_commodity = tariff == nullptr;
    if (tariff != nullptr) {
      line.goods_class = tariff->goods_class;
      line.categories = tariff->categories(*direction);
    }
    input.lines.push_back(std::move(line));
  });
  return input;
}

Result<Selection> select(const DrawInput& input, const Edition& edition, Date legal_day) {
  std::vector<Finding> findings;
  if (input.lines.empty()) findings.push_back(finding("SEL015", "/goods"));
  // An enterprise may have no grade yet; the rows without a grade are for it.
  if (!input.credit_grade.empty() && std::find(kGrades.begin(), kGrades.end(), input.credit_grade) == kGrades.end()) {
    findings.push_back(finding("SEL012", "", {input.credit_grade}));
  }
  if (!findings.empty()) return refused(std::move(findings));

  const std::vector<const SelectionRow*> rows = edition.selection(legal_day);
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < input.lines.size(); ++i) {
    Result<Choice> choice = choose(input.lines[i], static_cast<int>(i) + 1, input, rows, edition, legal_day);
    if (choice) {
      choices.push_back(std::move(*choice));
    } else {
      findings.insert(findings.end(), choice.error().refusals.begin(), choice.error().refusals.end());
    }
  }
  if (!findings.empty()) return refused(std::move(findings));

  const auto is_stricter = [](const Choice& a, const Choice& b) {
    return a.level != b.level ? a.level < b.level : a.reason.ratio > b.reason.ratio;
  };
  const Choice strictest = *std::min_element(choices.begin(), choices.end(), is_stricter);
  Selection selection{strictest.reason.ratio, strictest.level, {}};
  for (Choice& choice : choices) {
    if (choice.level == selection.level && choice.reason.ratio == selection.ratio)
      selection.reasons.push_back(std::move(choice.reason));
  }
  return selection;
}

Result<Selection> select(const Document& document, std::string_view credit_grade, const Edition& edition,
                         Date legal_day) {
  const Result<DrawInput> input = draw_input(document, credit_grade, edition, legal_day);
  if (!input) return input.error();
  return select(*input, edition, legal_day);
}

bool is_drawn(std::string_view hmac32, Decimal ratio) {
  CHECK(hmac32.size() == 32);
  if (ratio <= Decimal{}) return false;
  if (ratio >= kAlways) return true;
  uint128 drawn = 0;
  for (const char byte : hmac32.substr(0, 8)) drawn = drawn << 8 | static_cast<unsigned char>(byte);
  // drawn / 2^64 < raw / 10^5, both sides times 2^64 · 10^5: at most 81 bits.
  return drawn * static_cast<uint128>(Decimal::kScale) < static_cast<uint128>(ratio.raw()) << 64;
}

}  // namespace datong::domain
