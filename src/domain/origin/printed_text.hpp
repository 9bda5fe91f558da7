#pragma once
// Texts of a certificate that follow from the fields: package words, total line, transport, dates, legends, criterion,
// quantity. Not here: which box they stand in (printed.hpp), numbers in words (domain/certificate/words.hpp). Pure. Thread
// rule: plain functions. Source: COO 1.5, 2.12, 4.4.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/edition/origin_tables.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

/// "ONE HUNDRED AND FIFTY (150) CARTONS OF GLOVES" of a goods line; "" when packages or their number are not given.
std::string package_text(const Record& line, const Edition& edition, Date day);

/// "TOTAL: THREE HUNDRED AND SIX (306) CARTONS ONLY."; several kinds of package add up as PACKAGES. "" with fewer than two
/// goods lines that say packages.
std::string total_text(const Document& document, const Edition& edition, Date day);

/// Where `text` (in capitals, single blanks) begins to state a total, "TOTAL: …"; npos where it does not. A TOTAL STATION
/// is goods.
std::size_t total_stated_at(std::string_view text);

/// "FROM SHANGHAI,CHINA TO HAMBURG,GERMANY VIA SINGAPORE BY SEA ON JAN. 22,2006"; parts not given are left out, "" without
/// both ports.
std::string transport_text(const Document& document, const Edition& edition, Date day);

/// The country's own English name, upper case; "" when the list has no such code.
std::string country_text(std::string_view code, const Edition& edition, Date day);

/// A criterion as the applicant wrote it over three fields.
struct ClaimedCriterion {
  std::string code;                   ///< first word
  std::vector<std::string> suffixes;  ///< ACU, DMI …, in the order written
  std::string sub_code;
  std::string reference;              ///< heading or percentage as written
  std::optional<Decimal> percent;     ///< the reference as a number, with or without the sign
  const OriginCriterionRow* row = nullptr;  ///< nullptr = the kind does not know the code (for that country)
};
/// `country` is the importing one; empty fields give code "".
ClaimedCriterion claimed_criterion(const Record& line, std::string_view kind, std::string_view country,
                                   const Edition& edition, Date day);
/// `"W" 62.03`, `45%`, `CTC ACU DMI`, `PE`: what the criterion box shows; "" when nothing.
std::string criterion_text(const ClaimedCriterion& claimed, const Record& line);

/// "1500 PAIRS", "300 KGS G.W.": weight says gross or net.
std::string quantity_text(const Record& line, const Edition& edition);

/// "THIS CERTIFICATE IS IN REPLACEMENT OF CERTIFICATE OF ORIGIN NO. … DATED … WHICH IS CANCELLED" of an amended or reissued
/// one, "" of a new one.
std::string replacement_text(const Document& document);

}  // namespace datong::domain
