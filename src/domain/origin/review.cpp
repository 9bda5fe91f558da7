#include "domain/origin/review.hpp"

#include <algorithm>

#include "domain/declaration/check_digits.hpp"
#include "domain/origin/human_rules.hpp"
#include "domain/origin/review_context.hpp"
#include "domain/review/field_checks.hpp"

namespace datong::domain {

bool is_human_rule(std::string_view rule) { return is_human(rule); }

bool machine_refuses(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Severity::refusal && !is_human_rule(finding.rule);
  });
}

std::vector<Finding> for_officer(const std::vector<Finding>& findings) {
  std::vector<Finding> found;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(found),
               [](const Finding& finding) { return is_human_rule(finding.rule); });
  return found;
}

OriginReview review_origin(const Document& document, const Edition& edition, Date day) {
  Findings findings(edition, day);
  check_fields(document.header(), std::nullopt, edition, day, findings);
  const OriginContext context(document, edition, day, findings);
  OriginReview review;
  check_origin_parties(context);
  check_origin_transport(context);
  check_origin_goods(context);
  check_origin_criteria(context, review.determinations);
  review.retrospective = check_origin_dates(context);
  check_origin_form(context);
  review.findings = findings.take();
  return review;
}

std::vector<Finding> review_origin_form(const Document& document, const Edition& edition, Date day) {
  return review_origin(document, edition, day).findings;
}

OriginNeeds origin_needs(const Document& document) {
  const Record& header = document.header();
  const auto remember = [](std::vector<std::string>& all, std::string_view value) {
    if (!value.empty() && std::find(all.begin(), all.end(), value) == all.end()) all.emplace_back(value);
  };
  OriginNeeds result;
  if (is_registration_shape(header[F::origin::applicant_registration]))
    result.applicant = header[F::origin::applicant_registration];
  result.exporter_code = header[F::origin::exporter_code];
  result.signatory = header[F::origin::signatory];
  result.issuing_office = header[F::origin::issuing_office];
  result.proposed_number = header[F::origin::certificate_number];
  header.each(Group::origin_change, [&](const Record& change) {
    result.previous_number = change[F::origin_change::previous_number];
  });
  remember(result.invoice_numbers, header[F::origin::invoice_number]);
  header.each(Group::origin_invoice, [&](const Record& invoice) {
    remember(result.invoice_numbers, invoice[F::origin_invoice::invoice_number]);
  });
  header.each(Group::origin_document,
              [&](const Record& paper) { remember(result.attachment_hashes, paper[F::origin_document::sha256]); });
  header.each(Group::mark_picture,
              [&](const Record& picture) { remember(result.attachment_hashes, picture[F::mark_picture::sha256]); });
  return result;
}

std::vector<std::string> origin_products(const Document& document) {
  std::vector<std::string> products;
  document.header().each(Group::origin_goods, [&](const Record& line) {
    namespace G = F::origin_goods;
    if (is_yes(line[G::is_remark])) return;
    std::string product = std::string(line[G::producer_code]) + "|" + std::string(line[G::commodity_code].substr(0, 6)) +
                          "|" + std::string(line[G::criterion]);
    if (std::find(products.begin(), products.end(), product) == products.end()) products.push_back(std::move(product));
  });
  return products;
}

}  // namespace datong::domain
