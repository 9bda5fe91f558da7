#pragma once
// The words a printed document uses for numbers, counted packages, quantities, amounts and dates. Pure functions of
// their arguments: no names of countries or units are known here, the caller brings them from the edition's lists. Not
// here: the form sentences of a kind of certificate. Thread rule: functions without shared state. Source: COO 4.4;
// capital amounts by the payment settlement rules (docs/sources.md).
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace datong::domain {

/// ASCII letters in upper case, all else as it is.
std::string upper_case(std::string_view text);

/// "ONE HUNDRED AND FIFTY", "ONE THOUSAND AND FIVE", "ZERO".
std::string number_words(std::uint64_t number);

/// The unit in the number that `is_one` asks for, upper case, whichever of the two it was given in: "carton" and
/// "CARTONS" give "CARTON" or "CARTONS"; "Steel drum, removable head" gives "STEEL DRUMS, REMOVABLE HEAD"; "PCS" gives
/// "PC" or "PCS".
std::string unit_words(std::string_view unit, bool is_one);

/// "ONE HUNDRED AND FIFTY (150)".
std::string counted(std::uint64_t count);
/// "ONE HUNDRED AND FIFTY (150) CARTONS"; with goods "TWO (2) CARTONS OF SHIRTS" (`goods` as it is, "" = none).
std::string package_words(std::uint64_t count, std::string_view unit, std::string_view goods = {});
/// "TOTAL: THREE HUNDRED AND SIX (306) CARTONS ONLY."
std::string total_words(std::uint64_t count, std::string_view unit);

/// "1250.5 KILOGRAMS", "1 PIECE": the exact decimal and the unit.
std::string quantity_words(Decimal quantity, std::string_view unit);

/// "JAN. 22,2006", "MAY 3,2006".
std::string date_words(Date day);
/// "2006年1月22日".
std::string date_words_zh(Date day);

/// Chinese capital amount of so many fen: "人民币壹佰零伍元整", "人民币壹仟陆佰捌拾元零叁角贰分". A negative one begins
/// 负.
std::string capital_amount(std::int64_t fen);
/// "105.00", for figures beside the capital amount.
std::string amount_figures(std::int64_t fen);

}  // namespace datong::domain
