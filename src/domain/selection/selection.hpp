#pragma once
// Which batches are inspected: the ratio that applies to a batch and why (level, rule, row), and the draw itself, exact
// and reproducible: HMAC(secret of the day, declaration number) < ratio. Whoever keeps the record replays it; nobody
// can preview it. Not here: the secret and its HMAC (app, crypto), history and alerts (they are rows of selection.csv),
// the choice of inspectors. Pure. Thread rule: plain values. Source: inspection-declaration reference §4.10; rules
// SEL0nn (domain/rules_fee.def).
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

/// What selection looks at in one goods line.
struct DrawLine {
  std::string goods_class;            ///< of the tariff row, "" when it has none
  std::string categories;             ///< letters for the direction
  bool is_first_trade = false;        ///< goods attribute 18, first import or export
  bool is_unknown_commodity = false;  ///< no tariff row in force: it could be anything
};

struct DrawInput {
  Direction direction = Direction::import_;
  std::string credit_grade;     ///< AA, A, B, C, D; "" = none yet
  std::vector<DrawLine> lines;  ///< in the order of the document
};

struct SelectionReason {
  std::string rule;    ///< SEL001 mandatory, SEL002 by rule, SEL003 random, SEL004 papers only, SEL005 first trade,
                       ///< SEL006 commodity not in the tariff
  int goods_line = 0;  ///< from 1
  std::string reason;  ///< of the row of selection.csv; "" for SEL005 and SEL006
  Decimal ratio;
  bool operator==(const SelectionReason&) const = default;
};

struct Selection {
  Decimal ratio;                         ///< 0…1
  int level = 0;                         ///< 1 mandatory, 2 by rule, 3 random, 4 papers only
  std::vector<SelectionReason> reasons;  ///< one for each goods line that led to this level and ratio
};

/// Errors: refused with SEL015 (no direction or no goods).
Result<DrawInput> draw_input(const Document& document, std::string_view credit_grade, const Edition& edition,
                             Date legal_day);

/// The ratio for a batch: each line takes the first row that matches it, by level and then file order; over the lines
/// the lowest level decides, and within it the highest ratio. Errors: refused with SEL011 (no row for a line: never
/// "not drawn"), SEL012 (unknown grade), SEL013 (unusable row), SEL015.
Result<Selection> select(const DrawInput& input, const Edition& edition, Date legal_day);
Result<Selection> select(const Document& document, std::string_view credit_grade, const Edition& edition,
                         Date legal_day);

/// True when the first eight bytes of the HMAC, read big endian, are below ratio · 2^64. Ratio 0 never, ratio 1 always.
/// Input: the raw 32 bytes of an HMAC-SHA-256 of ours; any other length is a bug.
bool is_drawn(std::string_view hmac32, Decimal ratio);

}  // namespace datong::domain
