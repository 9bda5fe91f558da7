#include "domain/origin/automatic_approval.hpp"

#include "domain/edition/origin_tables.hpp"

namespace datong::domain {

std::vector<Finding> machine_refusals(const Document& document, const OriginReview& review, const Enterprise* applicant,
                                      const std::vector<std::string>& products_not_seen, const Edition& edition, Date day) {
  const Record& root = document.header();
  const std::string kind(root[F::origin::kind]);
  std::vector<Finding> reasons;
  const OriginKindRow* row = edition.origin().kind(kind, day);
  if (row == nullptr || !row->approves_automatically) reasons.push_back(finding("ORL020", "/kind", {kind}));
  if (root[F::origin::application_class] != "0") reasons.push_back(finding("ORL021", "/application_class"));
  if (review.retrospective == RetrospectiveState::retrospective) reasons.push_back(finding("ORL022", "/shipped_on"));
  if (root[F::origin::third_party_invoice] == "1" || root.count(Group::third_party) > 0) {
    reasons.push_back(finding("ORL023", "/third_party_invoice"));
  }
  for (const Finding& suspicion : for_officer(review.findings)) {
    reasons.push_back(finding("ORL024", suspicion.path, {std::string(suspicion.rule)}));
  }
  if (applicant == nullptr || visa_standing_on(*applicant, day) != VisaStanding::normal) reasons.push_back(finding("ORL025", ""));
  for (const std::string& product : products_not_seen) reasons.push_back(finding("ORL026", "/goods", {product}));
  return reasons;
}

}  // namespace datong::domain
