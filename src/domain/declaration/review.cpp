#include "domain/declaration/review.hpp"

#include <algorithm>

#include "domain/declaration/check_digits.hpp"
#include "domain/declaration/review_context.hpp"
#include "domain/review/field_checks.hpp"

namespace datong::domain {

std::vector<Finding> review_form(const Document& document, const Edition& edition, Date legal_day) {
  Findings findings(edition, legal_day);
  const Review review(document, edition, legal_day, findings);
  check_fields(review.header, review.direction, review.edition, review.legal_day, review.out);
  check_header(review);
  check_parties(review);
  check_deadlines(review);
  check_goods(review);
  check_certificates(review);
  check_documents(review);
  check_containers(review);
  return findings.take();
}

Needs needs(const Document& document) {
  const Record& header = document.header();
  const auto number = [&](FieldAt at) {
    return is_registration_shape(header[at]) ? std::string(header[at]) : std::string();
  };
  const auto remember = [](auto& all, auto value) {
    if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(std::move(value));
  };
  Needs result;
  result.declarant_unit = number(F::header::declarant_registration);
  result.consignor = number(F::header::consignor_code);
  result.consignee = number(F::header::consignee_code);
  result.declarant_person = number(F::header::declarant_person_certificate);
  result.related_declaration = header[F::header::related_declaration];
  result.accepting_office = header[F::header::accepting_office];
  for (const Record* permit : document.all(Group::permit)) {
    const std::string_view kind = (*permit)[F::permit::permit_kind], licence = (*permit)[F::permit::permit_number];
    if (!kind.empty() && !licence.empty()) remember(result.permits, std::pair{std::string(kind), std::string(licence)});
  }
  for (const Record* row : document.all(Group::attached_document)) {
    const std::string_view hash = (*row)[F::attached_document::attachment_hash];
    if (!hash.empty()) remember(result.attachment_hashes, std::string(hash));
  }
  return result;
}

std::vector<PermitReservation> permit_reservations(const Document& document) {
  std::vector<PermitReservation> result;
  for (const Record* permit : document.all(Group::permit)) {
    const auto amount = Decimal::parse((*permit)[F::permit::write_off_quantity]);
    if (!amount || amount->is_zero() || amount->is_negative()) continue;
    const std::string ledger = permit_ledger((*permit)[F::permit::permit_kind], (*permit)[F::permit::permit_number]);
    const auto same =
        std::find_if(result.begin(), result.end(), [&](const PermitReservation& r) { return r.ledger == ledger; });
    if (same == result.end()) {
      result.push_back({ledger, *amount});
    } else {
      same->amount = same->amount + *amount;
    }
  }
  return result;
}

}  // namespace datong::domain
