#pragma once
// What the rules of one review share: the document, the edition, the day, and facts worked out once per goods line
// (tariff row, category letters, numbers, attributes). Not here: the rules themselves. Thread rule: one per review, on
// one thread.
#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "domain/declaration/review.hpp"
#include "domain/review/findings.hpp"
#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

/// Codes whose meaning the rules themselves know (inspection-declaration reference §3.2, §3.7–3.9, §6.2).
namespace codes {
inline constexpr std::string_view kKindImportFlow = "14", kKindImportVerification = "15",
                                  kKindExportPreInspection = "21", kKindExportInspection = "24",
                                  kKindExportExchange = "25";
inline constexpr std::string_view kDocumentCredit = "101003", kDocumentApproval = "101011",
                                  kDocumentNoConiferousWood = "101024", kDocumentNoWood = "101025",
                                  kDocumentFumigation = "101026", kDocumentPowerOfAttorney = "101039";
inline constexpr std::string_view kTradeForeignInvestment = "18", kTradeReturned = "27", kCountryChina = "156";
inline constexpr std::string_view kPermitExemption = "401", kPermitSpecialItems = "203", kPermitWaste = "422",
                                  kPermitUsedMachinery = "402|423";
inline constexpr std::string_view kPackageBulk = "00", kPackageNaked = "01";
enum Attribute : std::uint8_t {
  kCccListed = 11,
  kCccOutside = 12,
  kCccNotNeeded = 13,
  kPrePacked = 14,
  kNotPrePacked = 15,
  kModified = 16,
  kNotModified = 17,
  kWaste = 20,
  kUsed = 21,
  kSpecialItemA = 25,
  kSpecialItemB = 26,
};
enum Certificate : std::uint8_t {
  kQuality = 11,
  kWeight = 12,
  kQuantity = 13,
  kFumigation = 19,
  kExchangeVoucher = 20,
  kEntryProof = 21,
  kEntryProofNotIssued = 24,
  kEntryTransfer = 95,
  kExportContact = 96,
  kClearanceForm = 97,
  kOtherCertificate = 99,
};
}  // namespace codes

using CodeSet = std::bitset<100>;  ///< two-digit codes
/// 0…99, or -1 when `code` is not two digits.
int two_digits(std::string_view code);

struct LineFacts {
  const Record* record = nullptr;
  const TariffRow* tariff = nullptr;  ///< nullptr = no row in force
  std::string categories;             ///< letters for the direction
  CodeSet attributes;
  std::optional<Decimal> quantity, weight, statutory_quantity, value;  ///< nullopt = absent or not a decimal
  bool wood_packing = false;
  bool food = false;  ///< category R (import) or S (export), and not food equipment
  std::string_view chapter() const { return (*record)[F::goods::commodity_code].substr(0, 2); }
  bool is_of_class(std::string_view goods_class) const;
  bool has_attribute(codes::Attribute attribute) const { return attributes.test(attribute); }
};

struct Review {
  Review(const Document& whole, const Edition& rows, Date day, Findings& collector);

  const Document& document;
  const Record& header;
  const Edition& edition;
  Date legal_day;
  std::optional<Direction> direction;
  Findings& out;
  std::vector<LineFacts> lines;
  CodeSet certificates;       ///< required certificates, two-digit codes
  bool wood_packing = false;  ///< on any line

  bool is_import() const { return direction == Direction::import_; }
  bool is_export() const { return direction == Direction::export_; }
  /// The document is among the attached documents.
  bool is_attached(std::string_view document_kind) const;
  /// A certificate in words is asked for (not a voucher or notice).
  bool wants_certificate() const;
  std::optional<Date> date(FieldAt at) const { return Date::parse(header[at]); }
  /// The tariff letters make the line subject to inspection in this direction.
  bool is_listed(const LineFacts& line) const;
};

/// The line that says what inspection wants of it; shared by supervision() and the rules.
LineSupervision supervise(const Review& review, const LineFacts& line);

// The rules, by part of the form. Each adds its findings to review.out.
void check_header(const Review& review);        ///< header_rules.cpp
void check_parties(const Review& review);       ///< header_rules.cpp
void check_deadlines(const Review& review);     ///< header_rules.cpp
void check_certificates(const Review& review);  ///< document_rules.cpp
void check_documents(const Review& review);     ///< document_rules.cpp
void check_containers(const Review& review);    ///< document_rules.cpp
void check_goods(const Review& review);         ///< goods_rules.cpp

}  // namespace datong::domain
