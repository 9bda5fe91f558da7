#pragma once
// The inspection fee of one batch with its printed working, and the charge for paying late. Every number is a dated row
// of the edition; every line of the working cites its rule; the amount is exact until it is rounded once, at the end.
// Not here: words (rule catalogue), settlement and receipts (case ledger), laboratory, weight and treatment items,
// platform fees. Pure. Thread rule: plain values. Source: inspection-declaration reference §5; rules FEE0nn
// (domain/rules_fee.def).
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

/// What the office knows and the document does not say. Lines are counted from 1 in the order of the document.
struct FeeContext {
  std::uint32_t times_inspected = 1;  ///< 0 = withdrawn before inspection, 2 = once more after rework …
  bool is_diplomatic = false;         ///< diplomatic goods, on reciprocity
  bool is_government_relief = false;
  bool has_exchange_voucher = false;           ///< exchanged at the port on a valid voucher
  std::vector<int> inspection_exempt_lines{};  ///< under a verified inspection exemption of headquarters (免验)
  std::vector<int> small_lot_food_lines{};     ///< found by the desk to be small-lot food
  /// Application inspection: letters the desk gives a line for which the tariff has none.
  std::map<int, std::string> categories_asked{};
};

/// One line of the working: words(rule) filled with `inputs` say it to a person.
struct WorkingLine {
  std::string rule;       ///< FEE0nn
  int goods_line = 0;     ///< 0 = the whole batch
  std::string item;       ///< item of fee_items.csv, "" when the line is about no item
  std::string_view what;  ///< machine word: line_value_cny, item, no_item, share, factor, exempt, sum, batch_value,
                          ///< minimum, reduction, times, rounding, abolished, not_inspected, exchanged
  std::vector<std::string> inputs;  ///< the {n} of the rule's words
  Decimal result;                   ///< CNY after this line, shown to five places; the working itself goes on exactly
  bool operator==(const WorkingLine&) const = default;
};

struct FeeWorking {
  std::vector<WorkingLine> lines;
  std::int64_t total_fen = 0;
};

/// Inspection fee of one declaration, whole batch.
///
/// Units:   fen; never negative; rounded once, as parameters fee_rounding_fen and fee_rounding_direction say.
/// Errors:  refused, with every finding at once: FEE031 exchange rate, FEE032 parameter, FEE033 tariff, FEE034 rate of
/// a category,
///          FEE035 value, FEE036 amount too large, FEE037 several rates fit, FEE039
///          direction, FEE040 no lines.
/// Time:    everything in force on `legal_day`, the day of declaration; 2013-01-01 and 2017-04-01 change the
/// calculation.
Result<FeeWorking> inspection_fee(const Document& document, const Edition& edition, Date legal_day,
                                  const FeeContext& context);

/// Days after the last day for paying; 0 when paid in time.
/// Errors:  FEE032 fee_pay_within_days. Source: FEE020 (20 days from the notice, late from day 21).
Result<int> days_late(Date notified_on, Date paid_on, const Edition& edition, Date legal_day);

/// What is owed on top for paying `days_late` days late (0 or less: nothing).
/// Units:   fen, rounded once to the fen in the direction of fee_rounding_direction. Errors: FEE032, FEE036. Source:
/// FEE020.
Result<std::int64_t> late_charge_fen(std::int64_t total_fen, int days_late, const Edition& edition, Date legal_day);

}  // namespace datong::domain
