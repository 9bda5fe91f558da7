#include "domain/fee/fee.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "domain/fee/exact.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kGratisAid = "17";  // trade modes, reference §3.9
constexpr std::string_view kProcessing[] = {"12", "13"};
constexpr std::string_view kSmallLotFood = "small_lot_food";  // goods class
constexpr std::string_view kQualityLetters = "MN";            // categories, reference §8.2
constexpr std::string_view kFreeLetters = "LVW";              // free unless a row prices them

bool has_any(std::string_view text, std::string_view letters) { return text.find_first_of(letters) != text.npos; }

bool contains(const std::vector<int>& lines, int line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

bool is_dangerous(const Record& goods) {
  return goods.has(F::goods::un_number) || goods.has(F::goods::dangerous_goods_name) ||
         goods.has(F::goods::packing_group);
}

std::optional<Rounding> rounding_by_name(std::string_view name) {
  if (name == "down") return Rounding::down;
  if (name == "half_up") return Rounding::half_up;
  if (name == "up") return Rounding::up;
  return std::nullopt;
}

Exact per_mille(const Exact& amount, Decimal rate) { return amount * Exact(rate) / Exact::from_integer(1000); }

/// Reads parameters and keeps a finding for each that is missing or unusable.
class Parameters {
 public:
  Parameters(const Edition& edition, Date day, std::vector<Finding>& findings)
      : edition_(edition), day_(day), findings_(findings) {}

  /// Not negative; zero stands in for one that is missing.
  Decimal number(std::string_view name) {
    const Result<Decimal> value = edition_.number(name, day_);
    if (value && !value->is_negative()) return *value;
    missing(name);
    return {};
  }
  bool yes_or_no(std::string_view name) {
    const Result<std::string> value = edition_.text(name, day_);
    if (!value || (*value != "yes" && *value != "no")) missing(name);
    return value && *value == "yes";
  }
  Rounding rounding() {
    const Result<std::string> value = edition_.text("fee_rounding_direction", day_);
    const std::optional<Rounding> direction = value ? rounding_by_name(*value) : std::nullopt;
    if (!direction) missing("fee_rounding_direction");
    return direction.value_or(Rounding::half_up);
  }
  void missing(std::string_view name) {
    Finding missing = finding("FEE032", "", {std::string(name), day_.to_string()});
    if (std::find(findings_.begin(), findings_.end(), missing) == findings_.end())
      findings_.push_back(std::move(missing));
  }

 private:
  const Edition& edition_;
  Date day_;
  std::vector<Finding>& findings_;
};

/// Works one batch out: goods line by goods line, then the batch. Findings gather; the total is taken only when there
/// is none.
class Worker {
 public:
  Worker(const Document& document, const Edition& edition, Date day, const FeeContext& context, Direction direction)
      : document_(document),
        edition_(edition),
        day_(day),
        context_(context),
        direction_(direction),
        parameters_(edition, day, findings_) {}

  /// True when nothing is charged whatever the goods are; says why.
  bool is_free() {
    if (parameters_.yes_or_no("fee_abolished")) say("FEE001", 0, "", "abolished", {day_.to_string()}, {});
    if (context_.times_inspected == 0) say("FEE009", 0, "", "not_inspected", {}, {});
    if (context_.has_exchange_voucher && is_on("FEE010")) say("FEE010", 0, "", "exchanged", {}, {});
    if (document_.header()[F::header::trade_mode] == kGratisAid && is_on("FEE007"))
      say("FEE007", 0, "", "exempt", {}, {});
    if (context_.is_diplomatic && is_on("FEE019")) say("FEE019", 0, "", "exempt", {}, {});
    if (context_.is_government_relief && is_on("FEE021")) say("FEE021", 0, "", "exempt", {}, {});
    if (direction_ == Direction::export_ && edition_.flag("fee_export_exempt", day_)) {
      say("FEE018", 0, "", "exempt", {day_.to_string()}, {});
    }
    return !working_.lines.empty();
  }

  Result<FeeWorking> work() {
    adds_up_ = parameters_.yes_or_no("fee_adds_up");
    rows_ = edition_.fee_items(day_);
    document_.header().each(Group::goods, [&](const Record& goods) { work_line(goods); });
    work_batch();
    if (!findings_.empty()) return refused(std::move(findings_));
    return std::move(working_);
  }

  FeeWorking take() { return std::move(working_); }

 private:
  bool is_on(RuleId rule) const { return edition_.rule_is_on(rule.id(), day_); }
  void refuse(RuleId rule, std::string path, std::vector<std::string> values = {}) {
    findings_.push_back(finding(rule, std::move(path), std::move(values)));
  }
  /// Adds a line of the working; an amount that cannot be shown is refused at `path`.
  void say(RuleId rule, int line, std::string item, std::string_view what, std::vector<std::string> inputs,
           const Exact& result, const std::string& path = {}) {
    const std::optional<Decimal> shown = result.shown();
    if (!shown) return refuse("FEE036", path);
    working_.lines.push_back({std::string(rule.id()), line, std::move(item), what, std::move(inputs), *shown});
  }

  void work_line(const Record& goods) {
    const int line = static_cast<int>(goods.index()) + 1;
    const std::optional<Exact> value = line_value(goods, line);
    const TariffRow* tariff = edition_.tariff(goods[F::goods::commodity_code], day_);
    std::string letters = tariff != nullptr ? tariff->categories(direction_) : std::string{};
    if (const auto asked = context_.categories_asked.find(line);
        letters.empty() && asked != context_.categories_asked.end()) {
      letters = asked->second;
    } else if (tariff == nullptr) {
      return refuse("FEE033", goods.path(F::goods::commodity_code),
                    {std::string(goods[F::goods::commodity_code]), day_.to_string()});
    }
    if (!value) return;
    if (contains(context_.inspection_exempt_lines, line) && has_any(letters, kQualityLetters) && is_on("FEE008")) {
      std::erase_if(letters, [](char letter) { return kQualityLetters.find(letter) != kQualityLetters.npos; });
      say("FEE008", line, "", "exempt", {}, {});
      if (letters.empty()) return;
    }
    const std::vector<const FeeItemRow*> items =
        items_for(goods, tariff != nullptr ? tariff->goods_class : "", letters, line);
    if (items.empty()) say("FEE017", line, "", "no_item", {letters}, {});
    for (const FeeItemRow* item : items) work_item(goods, *item, letters, *value, line);
  }

  /// Value in CNY at the rate of the day; counted into the batch's value.
  std::optional<Exact> line_value(const Record& goods, int line) {
    const std::optional<Decimal> value = Decimal::parse(goods[F::goods::value]);
    if (!value || value->is_negative()) {
      refuse("FEE035", goods.path(F::goods::value), {std::string(goods[F::goods::value])});
    }
    const RateRow* rate = edition_.exchange_rate(goods[F::goods::currency], day_);
    if (rate == nullptr) {
      refuse("FEE031", goods.path(F::goods::currency), {std::string(goods[F::goods::currency]), day_.to_string()});
      return std::nullopt;
    }
    if (!value || value->is_negative()) return std::nullopt;
    const Exact in_cny = Exact(*value) * Exact(rate->rate) / Exact(rate->per);
    batch_value_ = batch_value_ + in_cny;
    say("FEE002", line, "", "line_value_cny",
        {value->to_string(), std::string(goods[F::goods::currency]), rate->rate.to_string(), rate->per.to_string()},
        in_cny, goods.path(F::goods::value));
    if (!in_cny.shown()) return std::nullopt;
    return in_cny;
  }

  /// The rows to charge: per item the one naming the goods class, else the general one; a single row when items do not
  /// add up.
  std::vector<const FeeItemRow*> items_for(const Record& goods, std::string_view goods_class, std::string_view letters,
                                           int line) {
    const bool small_lot = contains(context_.small_lot_food_lines, line);
    const auto names_class = [&](const FeeItemRow& row) {
      return std::any_of(row.goods_classes.begin(), row.goods_classes.end(), [&](const std::string& name) {
        return name == goods_class || (small_lot && name == kSmallLotFood);
      });
    };
    std::vector<const FeeItemRow*> chosen;
    for (const FeeItemRow* row : rows_) {
      const bool fits = (row->category.empty() || has_any(row->category, letters)) &&
                        (row->goods_classes.empty() || names_class(*row));
      if (!fits) continue;
      const auto same =
          std::find_if(chosen.begin(), chosen.end(), [&](const FeeItemRow* other) { return other->item == row->item; });
      if (same == chosen.end()) {
        chosen.push_back(row);
      } else if ((*same)->goods_classes.empty() != row->goods_classes.empty()) {
        if ((*same)->goods_classes.empty()) *same = row;
      } else {
        refuse("FEE037", goods.path(F::goods::commodity_code), {row->item});
      }
    }
    refuse_unpriced(goods, letters, chosen);
    // From 2013 small lots have the one rate of all goods; before, their own rate must be there.
    if (small_lot && adds_up_ &&
        std::none_of(chosen.begin(), chosen.end(), [&](const FeeItemRow* row) { return names_class(*row); })) {
      refuse("FEE034", goods.path(F::goods::commodity_code), {std::string(kSmallLotFood), day_.to_string()});
    }
    if (!adds_up_ && chosen.size() > 1) keep_one(goods, chosen);
    return chosen;
  }

  void refuse_unpriced(const Record& goods, std::string_view letters, const std::vector<const FeeItemRow*>& chosen) {
    for (const char letter : letters) {
      const bool is_priced = std::any_of(chosen.begin(), chosen.end(), [&](const FeeItemRow* row) {
        return row->category.empty() || row->category.find(letter) != row->category.npos;
      });
      if (!is_priced && kFreeLetters.find(letter) == kFreeLetters.npos) {
        refuse("FEE034", goods.path(F::goods::commodity_code), {std::string(1, letter), day_.to_string()});
      }
    }
  }

  /// Once per line: rows of one rate are one charge; which of several rates would be meant is not guessed.
  void keep_one(const Record& goods, std::vector<const FeeItemRow*>& chosen) {
    for (const FeeItemRow* row : chosen) {
      if (row->rate_per_mille != chosen.front()->rate_per_mille) {
        refuse("FEE037", goods.path(F::goods::commodity_code), {chosen.front()->item + " / " + row->item});
        break;
      }
    }
    chosen.resize(1);
  }

  void work_item(const Record& goods, const FeeItemRow& row, std::string_view letters, const Exact& value, int line) {
    const std::string path = goods.path(F::goods::value);
    CHECK(row.base == "value");  // the edition admits no other
    const std::optional<Decimal> shown = value.shown();
    Exact fee = per_mille(value, row.rate_per_mille);
    std::vector<std::string> inputs{row.name_zh, shown ? shown->to_string() : "", row.rate_per_mille.to_string(),
                                    row.name_en};
    say(adds_up_ ? RuleId("FEE003") : RuleId("FEE004"), line, row.item, "item", std::move(inputs), fee, path);
    const bool is_quality =
        has_any(letters, kQualityLetters) && (row.category.empty() || has_any(row.category, kQualityLetters));
    const std::string_view trade_mode = document_.header()[F::header::trade_mode];
    const bool is_processing_export =
        direction_ == Direction::export_ &&
        std::find(std::begin(kProcessing), std::end(kProcessing), trade_mode) != std::end(kProcessing);
    if (is_quality && is_processing_export && is_on("FEE005")) {
      const Decimal share = parameters_.number("fee_processing_export_share");
      fee = fee * Exact(share);
      say("FEE005", line, row.item, "share", {share.to_string()}, fee, path);
    }
    if (is_quality && is_dangerous(goods) && is_on("FEE006")) {
      const Decimal factor = parameters_.number("fee_dangerous_factor");
      fee = fee * Exact(factor);
      say("FEE006", line, row.item, "factor", {factor.to_string()}, fee, path);
    }
    is_chargeable_ = is_chargeable_ || !row.rate_per_mille.is_zero();
    sum_ = sum_ + fee;
  }

  void work_batch() {
    Exact fee = sum_;
    say("FEE011", 0, "", "sum", {}, fee);
    say("FEE011", 0, "", "batch_value", {}, batch_value_);
    // Every parameter is read even when an amount is already refused, so that all that is missing is told at once.
    const Decimal exempt_below = is_on("FEE012") ? parameters_.number("fee_exempt_below_cny") : Decimal{};
    const Decimal minimum = is_on("FEE013") ? parameters_.number("fee_minimum_cny") : Decimal{};
    const std::optional<std::pair<Decimal, Decimal>> reduction =
        is_on("FEE014")
            ? std::optional(std::pair(parameters_.number("fee_cap_from_cny"), parameters_.number("fee_cap_share")))
            : std::nullopt;
    const Decimal unit_fen = parameters_.number("fee_rounding_fen");
    const Rounding rounding = parameters_.rounding();
    if (unit_fen.is_zero() || unit_fen.raw() % Decimal::kScale != 0) parameters_.missing("fee_rounding_fen");
    if (!findings_.empty()) return;

    if (batch_value_ < Exact(exempt_below)) {
      fee = Exact{};
      say("FEE012", 0, "", "exempt", {batch_value_.shown().value_or(Decimal{}).to_string(), exempt_below.to_string()},
          fee);
    } else if (is_chargeable_ && fee < Exact(minimum)) {
      fee = Exact(minimum);
      say("FEE013", 0, "", "minimum", {minimum.to_string()}, fee);
    }
    if (reduction && fee > Exact(reduction->first)) {
      fee = Exact(reduction->first) + (fee - Exact(reduction->first)) * Exact(reduction->second);
      say("FEE014", 0, "", "reduction", {reduction->first.to_string(), reduction->second.to_string()}, fee);
    }
    if (context_.times_inspected > 1 && is_on("FEE015")) {
      fee = fee * Exact::from_integer(context_.times_inspected);
      say("FEE015", 0, "", "times", {std::to_string(context_.times_inspected)}, fee);
    }
    round(fee, unit_fen, rounding);
  }

  void round(const Exact& fee, Decimal unit_fen, Rounding rounding) {
    const Exact unit = Exact(unit_fen) / Exact::from_integer(100);
    const std::optional<std::int64_t> multiples = fee.multiples_of(unit, rounding);
    const int128 total = int128{multiples.value_or(0)} * (unit_fen.raw() / Decimal::kScale);
    if (!multiples || total > std::numeric_limits<std::int64_t>::max()) return refuse("FEE036", "");
    working_.total_fen = static_cast<std::int64_t>(total);
    const std::string_view direction = rounding == Rounding::down ? "down"
                                       : rounding == Rounding::up ? "up"
                                                                  : "half_up";
    say("FEE016", 0, "", "rounding", {unit_fen.to_string(), std::string(direction)},
        Exact::from_integer(working_.total_fen) / Exact::from_integer(100));
  }

  const Document& document_;
  const Edition& edition_;
  Date day_;
  const FeeContext& context_;
  Direction direction_;
  std::vector<Finding> findings_;
  Parameters parameters_;
  FeeWorking working_;
  std::vector<const FeeItemRow*> rows_;
  bool adds_up_ = false;
  bool is_chargeable_ = false;  // an item with a rate above zero applied: what is free stays free of the minimum too
  Exact batch_value_;
  Exact sum_;
};

}  // namespace

Result<FeeWorking> inspection_fee(const Document& document, const Edition& edition, Date legal_day,
                                  const FeeContext& context) {
  std::vector<Finding> findings;
  const std::optional<Direction> direction = document.direction();
  if (!direction) findings.push_back(finding("FEE039", "/direction"));
  if (document.header().count(Group::goods) == 0) findings.push_back(finding("FEE040", "/goods"));
  if (!findings.empty()) return refused(std::move(findings));
  Worker worker(document, edition, legal_day, context, *direction);
  if (worker.is_free()) return worker.take();
  return worker.work();
}

Result<int> days_late(Date notified_on, Date paid_on, const Edition& edition, Date legal_day) {
  std::vector<Finding> findings;
  Parameters parameters(edition, legal_day, findings);
  const Decimal within = parameters.number("fee_pay_within_days");
  if (findings.empty() && within.raw() % Decimal::kScale != 0) parameters.missing("fee_pay_within_days");
  if (!findings.empty()) return refused(std::move(findings));
  const int128 late = int128{paid_on.days()} - notified_on.days() - within.raw() / Decimal::kScale;
  return late > 0 ? static_cast<int>(late) : 0;
}

Result<std::int64_t> late_charge_fen(std::int64_t total_fen, int days_late, const Edition& edition, Date legal_day) {
  if (days_late <= 0 || total_fen <= 0) return 0;
  std::vector<Finding> findings;
  Parameters parameters(edition, legal_day, findings);
  const Decimal rate = parameters.number("fee_late_per_mille");
  const Rounding rounding = parameters.rounding();
  if (!findings.empty()) return refused(std::move(findings));
  const Exact charge = per_mille(Exact::from_integer(total_fen) * Exact::from_integer(days_late), rate);
  const std::optional<std::int64_t> fen = charge.multiples_of(Exact::from_integer(1), rounding);
  if (!fen) return refused({finding("FEE036", "")});
  return *fen;
}

}  // namespace datong::domain
