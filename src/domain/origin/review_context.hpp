#pragma once
// What the rules of one review of an application share: document, edition, day, the kind's row, facts worked out once per
// line, and how words are looked for in boxes. Not here: the rules themselves. Thread rule: one per review, on one thread.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "domain/edition/origin_tables.hpp"
#include "domain/origin/printed_text.hpp"
#include "domain/origin/review.hpp"
#include "domain/review/findings.hpp"

namespace datong::domain {

/// Codes whose meaning the rules themselves know (COO 2.1, 2.4, 6.1, 6.4).
namespace origin_codes {
inline constexpr std::string_view kChina = "156", kHongKong = "344", kMacao = "446", kTaiwan = "158";
inline constexpr std::string_view kNewClass = "0", kAmended = "1", kReissued = "2";
inline constexpr std::string_view kFormA = "G", kRcep = "RC", kRcepBackToBack = "BR", kReExport = "TR", kEcuador = "EC";
inline constexpr std::string_view kCommercialInvoice = "1", kTransportDocument = "3", kExportDeclaration = "4";
inline constexpr std::string_view kSuppliedMaterials = "2", kImportedMaterials = "3";  // processing trade
inline constexpr std::string_view kRegularPacking = "1", kIrregularPacking = "2", kPromised = "1", kYes = "Y", kSet = "1";
}  // namespace origin_codes

struct OriginLine {
  const Record* record = nullptr;
  bool is_goods = true;  ///< else a total or remark
  ClaimedCriterion claimed;
  std::optional<Decimal> packages, quantity, gross, net, fob;  ///< nullopt = absent or not a decimal
};

struct OriginContext {
  OriginContext(const Document& whole, const Edition& rows, Date day, Findings& collector);

  const Document& document;
  const Record& header;
  const Edition& edition;
  const OriginTables& tables;
  Date day;
  Findings& out;
  std::string_view kind, country;
  const OriginKindRow* row = nullptr;  ///< nullptr = the kind is not issued on that day
  std::vector<OriginLine> lines;
  std::size_t goods_lines = 0;
  std::optional<Date> applied_on, shipped_on;

  bool is_preferential() const { return row != nullptr && row->is_preferential; }
  bool is_rcep() const { return kind == origin_codes::kRcep || kind == origin_codes::kRcepBackToBack; }
  bool is_back_to_back() const {
    return kind == origin_codes::kRcepBackToBack || (is_rcep() && is_set(F::origin::back_to_back));
  }
  bool is_english() const { return row == nullptr || row->language == "en"; }
  bool is_amendment() const { return header[F::origin::application_class] != origin_codes::kNewClass; }
  bool is_set(FieldAt at) const { return header[at] == origin_codes::kSet; }
  bool is_after_shipment() const { return shipped_on && applied_on && *applied_on > *shipped_on; }
  bool is_attached(std::string_view document_kind) const;
  std::optional<Date> date(FieldAt at) const { return Date::parse(header[at]); }
  std::string box(FieldAt at) const;  ///< its number on this kind of certificate, "-" when it has none

  /// The first word of that purpose standing in `text` as whole words, capitals or not; nullptr when none does.
  const OriginWordRow* word_in(std::string_view purpose, std::string_view text) const;
  /// `text` is exactly such a word.
  bool is_word(std::string_view purpose, std::string_view text) const;
  /// Every name the country goes by, in capitals.
  std::vector<std::string> country_names(std::string_view code) const;

 private:
  /// The words of that purpose, in file order; looked for once a review, asked for at every line.
  const std::vector<const OriginWordRow*>& words_for(std::string_view purpose) const;
  mutable std::vector<std::pair<std::string_view, std::vector<const OriginWordRow*>>> words_;
};

/// Capitals, every run of white space one blank, none at the ends.
std::string plain(std::string_view text);
/// `word` stands in `text` (both plain) with no letter or digit beside it.
bool has_words(std::string_view text, std::string_view word);
bool is_yes(std::string_view value);

// The rules, by subject. Each adds its findings to context.out.
void check_origin_parties(const OriginContext& context);      ///< party_rules.cpp: V02 to V06
void check_origin_transport(const OriginContext& context);    ///< transport_rules.cpp: V07 to V13
void check_origin_goods(const OriginContext& context);        ///< line_rules.cpp: V14 to V27, V39, V40
void check_origin_criteria(const OriginContext& context, std::vector<LineDetermination>& workings);  ///< V28 to V38
RetrospectiveState check_origin_dates(const OriginContext& context);  ///< date_rules.cpp: V41, V45, V46, first proofs
void check_origin_form(const OriginContext& context);         ///< form_rules.cpp: V47 to V61, V64 to V66

}  // namespace datong::domain
