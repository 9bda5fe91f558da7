// Must the goods be declared, and what do they demand (inspection-declaration reference §8.3).
#include <algorithm>

#include "domain/declaration/review_context.hpp"

namespace datong::domain {
namespace {

bool is_machine(const LineFacts& line) { return line.chapter() == "84" || line.chapter() == "85"; }

bool is_special_item(const LineFacts& line) {
  // 25 and 26 are classes A and B; 27 and 28 were added for C and D.
  return line.attributes.test(25) || line.attributes.test(26) || line.attributes.test(27) || line.attributes.test(28);
}

void need(LineSupervision& wanted, std::string_view kinds) {
  auto& all = wanted.permits_needed;
  if (std::find(all.begin(), all.end(), kinds) == all.end()) all.emplace_back(kinds);
}

}  // namespace

LineSupervision supervise(const Review& review, const LineFacts& line) {
  LineSupervision wanted;
  const auto because = [&](RuleId rule) {
    wanted.must_be_declared = true;
    wanted.reasons.emplace_back(rule.id());
  };
  wanted.categories = line.categories;
  wanted.verification_only = line.categories == "L";
  if (line.tariff == nullptr) {
    because("TAR002");  // what we do not know may be in the catalogue
  } else {
    if (review.is_listed(line)) because("SUP001");
    wanted.permits_needed = review.is_import() ? line.tariff->import_permits : line.tariff->export_permits;
  }
  if (line.wood_packing) because("SUP002");
  const bool waste = line.has_attribute(codes::kWaste), used = line.has_attribute(codes::kUsed) && is_machine(line);
  if ((review.is_import() && (waste || used)) || is_special_item(line) || line.has_attribute(codes::kModified))
    because("SUP003");
  if (review.wants_certificate()) because("SUP004");
  if (review.is_export() && review.header.has(F::header::credit_number)) because("SUP006");
  if (review.is_import() && waste) need(wanted, codes::kPermitWaste);
  if (review.is_import() && used) need(wanted, codes::kPermitUsedMachinery);
  if (is_special_item(line)) need(wanted, codes::kPermitSpecialItems);
  line.record->each(Group::permit, [&](const Record& permit) {
    if (permit[F::permit::permit_kind] == codes::kPermitExemption) because("SUP007");
  });
  return wanted;
}

std::vector<LineSupervision> supervision(const Document& document, const Edition& edition, Date legal_day) {
  Findings unused(edition, legal_day);
  const Review review(document, edition, legal_day, unused);
  std::vector<LineSupervision> lines;
  lines.reserve(review.lines.size());
  for (const LineFacts& line : review.lines) lines.push_back(supervise(review, line));
  return lines;
}

}  // namespace datong::domain
