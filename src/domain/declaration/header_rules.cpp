// Rules of the header: kind of declaration, dates, time limits, parties, clauses, flags.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/declaration/review_context.hpp"

namespace datong::domain {
namespace {

namespace H = F::header;

bool begins_with_bureau(const Review& review, std::string_view number) {
  const std::string bureau = std::string(number.substr(0, 2)) + "0000";
  return review.edition.office(bureau, review.legal_day) != nullptr;
}

void check_kind(const Review& review) {
  const std::string_view kind = review.header[H::declaration_kind];
  if (kind.empty() || !review.direction) return;
  if ((kind[0] == '1' && review.is_export()) || (kind[0] == '2' && review.is_import())) {
    review.out.add("DEC240", review.header, H::declaration_kind, {std::string(kind)});
  }
  if (kind == codes::kKindExportExchange && !review.header.has(H::related_declaration)) {
    review.out.add("DEC120", review.header, H::related_declaration);
  }
  if (kind == codes::kKindImportFlow && !review.header.has(H::destination_office)) {
    review.out.add("DEC220", review.header, H::destination_office);
  }
  if (kind != codes::kKindImportVerification) return;
  for (const LineFacts& line : review.lines) {
    if (line.tariff != nullptr && line.categories != "L") {
      review.out.add("DEC230", *line.record, F::goods::commodity_code,
                     {std::string((*line.record)[F::goods::commodity_code])});
    }
  }
}

void check_date_order(const Review& review) {
  const auto shipped = review.date(H::shipped_on), arrived = review.date(H::arrived_on),
             discharged = review.date(H::discharged_on), claim = review.date(H::claim_until_on),
             declared = review.date(H::declared_on);
  const auto text = [&](FieldAt at) { return std::string(review.header[at]); };
  if (declared && *declared > review.legal_day) {
    review.out.add("TIM005", review.header, H::declared_on, {text(H::declared_on), review.legal_day.to_string()});
  }
  if (!review.is_import()) return;
  if (shipped && arrived && *arrived < *shipped) {
    review.out.add("DEC106", review.header, H::arrived_on, {text(H::arrived_on), text(H::shipped_on)});
  }
  if (arrived && discharged && *discharged < *arrived) {
    review.out.add("DEC206", review.header, H::discharged_on, {text(H::discharged_on), text(H::arrived_on)});
  }
  if (claim && *claim < review.legal_day) {
    review.out.add("DEC226", review.header, H::claim_until_on, {text(H::claim_until_on), review.legal_day.to_string()});
  }
}

void check_requirements(const Review& review) {
  const Record& header = review.header;
  const bool by_credit = review.is_attached(codes::kDocumentCredit) ||
                         header[H::attached_documents_text].find("信用证") != std::string_view::npos;
  if (review.is_export() && by_credit && !header.has(H::credit_number))
    review.out.add("DEC115", header, H::credit_number);
  if (header.has(H::credit_number) && !header.has(H::special_requirements))
    review.out.add("DEC215", header, H::special_requirements);
  if (header.has(H::related_declaration) != header.has(H::related_reason)) {
    review.out.add("CON004", header, header.has(H::related_reason) ? H::related_declaration : H::related_reason);
  }
  if (review.is_import() && header[H::trade_mode] == codes::kTradeForeignInvestment &&
      !header.has(H::enterprise_nature)) {
    review.out.add("CON025", header, H::enterprise_nature);
  }
  if (review.is_export() && (!header.has(H::conveyance_name) || !header.has(H::conveyance_number))) {
    review.out.add("CON003", header, header.has(H::conveyance_name) ? H::conveyance_number : H::conveyance_name);
  }
}

/// Positions of the flags (reference §3.4 #52–53, §9.2): business 1–4 events, military, aid, conference, 5 direct
/// release, 6 diplomatic, 7 transit; clearance 1 direct release, 2 diplomatic, 3 transit.
void check_flags(const Review& review) {
  const Record& header = review.header;
  const auto flag = [&](FieldAt at, std::size_t position) {
    return header[at].size() > position && header[at][position] == '1';
  };
  const bool direct = flag(H::special_clearance_flags, 0) || flag(H::special_business_flags, 4);
  if (direct && review.is_import() && header[H::original_container_flag] != "1") {
    review.out.add("DEC218", header, H::original_container_flag);
  }
  bool special = flag(H::special_clearance_flags, 1) || flag(H::special_clearance_flags, 2);
  for (const std::size_t position : {0U, 1U, 2U, 3U, 5U, 6U}) special |= flag(H::special_business_flags, position);
  if (special && !review.is_attached(codes::kDocumentApproval)) {
    review.out.add("DEC117", header,
                   header[H::special_business_flags].find('1') != std::string_view::npos ? H::special_business_flags
                                                                                         : H::special_clearance_flags);
  }
}

void check_customs(const Review& review) {
  const Record& header = review.header;
  if (review.certificates.test(codes::kClearanceForm)) {
    if (!header.has(H::customs_office)) review.out.add("CON007", header, H::customs_office);
    if (!header.has(H::customs_registration)) review.out.add("CON009", header, H::customs_registration);
  } else if (!header.has(H::customs_office) &&
             std::any_of(review.lines.begin(), review.lines.end(),
                         [&](const LineFacts& line) { return review.is_listed(line); })) {
    review.out.add("CON008", header, H::customs_office);
  }
}

void check_import_conditions(const Review& review) {
  const Record& header = review.header;
  const bool claims = review.certificates.test(codes::kQuality) || review.certificates.test(codes::kWeight) ||
                      review.certificates.test(codes::kQuantity);
  if (claims && !header.has(H::claim_until_on)) review.out.add("CON005", header, H::claim_until_on);
  const bool bulk = std::any_of(review.lines.begin(), review.lines.end(), [](const LineFacts& line) {
    bool found = line.is_of_class("bulk");
    line.record->each(Group::package,
                      [&](const Record& p) { found |= p[F::package::package_kind] == codes::kPackageBulk; });
    return found;
  });
  if (bulk && !header.has(H::discharged_on)) review.out.add("CON006", header, H::discharged_on);
  const bool used = std::any_of(review.lines.begin(), review.lines.end(), [](const LineFacts& line) {
    return line.has_attribute(codes::kUsed) || line.is_of_class("used_machinery");
  });
  if ((used || header[H::declaration_kind] == codes::kKindImportFlow) && header.count(Group::end_user) == 0) {
    review.out.add("CON023", header, Group::end_user);
  }
}

void check_organisation_code(const Review& review) {
  const std::string_view given = review.header[H::organisation_code];
  if (given.empty()) return;
  const std::string code = plain_organisation_code(given);
  if (code.size() == 9) {
    if (!is_organisation_code(code))
      review.out.add("CHK001", review.header, H::organisation_code, {std::string(given)});
  } else if (code.size() == 18) {
    if (!is_social_credit_code(code)) {
      review.out.add("CHK002", review.header, H::organisation_code, {std::string(given)});
    } else if (!is_organisation_code(std::string_view(code).substr(8, 9))) {
      review.out.add("CHK003", review.header, H::organisation_code, {code.substr(8, 9)});
    }
  } else {
    review.out.add("CHK007", review.header, H::organisation_code, {std::string(given)});
  }
}

}  // namespace

void check_header(const Review& review) {
  check_kind(review);
  check_date_order(review);
  check_requirements(review);
  check_flags(review);
  check_customs(review);
  if (review.is_import()) check_import_conditions(review);
}

void check_parties(const Review& review) {
  const Record& header = review.header;
  check_organisation_code(review);
  if (const std::string_view number = header[H::declarant_registration]; is_digits(number)) {
    if (!is_registration_shape(number) || !begins_with_bureau(review, number)) {
      review.out.add("CHK004", header, H::declarant_registration, {std::string(number)});
    } else if (number[4] != '6' && number[4] != '9') {
      review.out.add("CHK008", header, H::declarant_registration, {std::string(number)});
    }
  }
  if (const std::string_view number = header[H::declarant_person_certificate]; is_digits(number)) {
    if (!is_registration_shape(number) || !begins_with_bureau(review, number)) {
      review.out.add("CHK005", header, H::declarant_person_certificate, {std::string(number)});
    } else if (number[4] != '7') {
      review.out.add("CHK009", header, H::declarant_person_certificate, {std::string(number)});
    }
  }
  if (!review.direction) return;
  const FieldAt principal = review.is_export() ? H::consignor_code : H::consignee_code;
  if (const std::string_view number = header[principal]; !number.empty()) {
    if (!is_registration_shape(number) || !begins_with_bureau(review, number)) {
      review.out.add("DEC113", header, principal, {std::string(number)});
    }
  }
}

void check_deadlines(const Review& review) {
  if (!review.direction) return;
  struct Limit {
    FieldAt event;
    RuleId refusal, warning;
  };
  static constexpr std::array<std::pair<std::string_view, Limit>, 4> kLimits{{
      {"shipped_on", {H::shipped_on, "DEC107", "TIM001"}},
      {"arrived_on", {H::arrived_on, "TIM002", "TIM002"}},
      {"claim_until_on", {H::claim_until_on, "TIM003", "TIM003"}},
      {"discharged_on", {H::discharged_on, "TIM004", "TIM004"}},
  }};
  const std::string_view direction = review.is_export() ? "O" : "I";
  // Of several rows on one event only the longest missed time limit is said, refusals and warnings apart.
  std::array<std::array<const DeadlineRow*, 2>, kLimits.size()> missed{};
  for (const DeadlineRow* row : review.edition.deadlines(review.legal_day)) {
    if (!row->direction.empty() && row->direction != direction) continue;
    const auto limit =
        std::find_if(kLimits.begin(), kLimits.end(), [&](const auto& known) { return known.first == row->before; });
    if (limit == kLimits.end()) continue;
    const auto event = review.date(limit->second.event);
    if (!event || review.legal_day.plus_days(row->days) <= *event) continue;
    if (row->before == "claim_until_on" && *event < review.legal_day) continue;  // DEC226 says it
    const auto is_of_row = [&](const LineFacts& line) { return line.is_of_class(row->goods_class); };
    if (!row->goods_class.empty() && std::none_of(review.lines.begin(), review.lines.end(), is_of_row)) continue;
    const DeadlineRow*& worst =
        missed[static_cast<std::size_t>(limit - kLimits.begin())][row->severity == "refusal" ? 0 : 1];
    if (worst == nullptr || row->days > worst->days) worst = row;
  }
  for (std::size_t i = 0; i < kLimits.size(); ++i) {
    const Limit& limit = kLimits[i].second;
    const auto values = [&](const DeadlineRow& row) {
      return std::vector<std::string>{std::to_string(row.days), std::string(review.header[limit.event]), row.deadline};
    };
    if (missed[i][0] != nullptr)
      review.out.add(limit.refusal, Severity::refusal, review.header, limit.event, values(*missed[i][0]));
    if (missed[i][1] != nullptr && missed[i][0] == nullptr) {
      review.out.add(limit.warning, Severity::warning, review.header, limit.event, values(*missed[i][1]));
    }
  }
}

}  // namespace datong::domain
