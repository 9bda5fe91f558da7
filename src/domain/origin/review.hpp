#pragma once
// Machine review of an application for a certificate of origin: every finding at once, each with rule id, path and values,
// and what follows from the dates: the legend and the working of origin. Pure. form rules need the document and dated rows
// only and run the same everywhere; office rules need facts the office holds. A finding of a human rule is a suspicion: it
// sends the case to an officer and does not return it. Not here: words (catalogue), bytes, look-ups, the life of the case
// (decide.hpp). Thread rule: plain values. Source: certificate-of-origin reference §4.2; the ORG rules.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/origin/determination.hpp"
#include "domain/origin/retrospective.hpp"
#include "domain/party/party.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

/// Whether a person decides about this rule's finding (COO 4.2, column By).
bool is_human_rule(std::string_view rule);
/// A refusal the machine may return the application for.
bool machine_refuses(const std::vector<Finding>& findings);
/// Findings that send the application to an officer.
std::vector<Finding> for_officer(const std::vector<Finding>& findings);

/// The working of origin of one goods line that names a cost sheet.
struct LineDetermination {
  std::string path;  ///< "/goods/0"
  Determination determination;
};

struct OriginReview {
  std::vector<Finding> findings;  ///< in form order
  std::vector<LineDetermination> determinations;
  RetrospectiveState retrospective = RetrospectiveState::none;
};

/// Field checks, all form rules, the working and the legend's state. `day` is the day the version was lodged.
OriginReview review_origin(const Document& document, const Edition& edition, Date day);
/// Only the review's `retrospective`, for printing: what applied in time is `none`. Source: COO 2.3.
RetrospectiveState retrospective_of(const Document& document, const Edition& edition, Date day);
/// Its findings alone.
std::vector<Finding> review_origin_form(const Document& document, const Edition& edition, Date day);

/// What office rules must be told. "" = not named.
struct OriginNeeds {
  std::string applicant;        ///< registration number of the applicant
  std::string exporter_code;    ///< credit code of the exporter, who may be another enterprise
  std::string signatory;        ///< the applicant's own word for the person
  std::string issuing_office;
  std::string proposed_number, previous_number;
  std::vector<std::string> invoice_numbers, attachment_hashes;
};
OriginNeeds origin_needs(const Document& document);

/// The certificate an amendment or reissue follows on.
struct PreviousCertificate {
  std::string number, kind, status;  ///< status: issued, superseded, cancelled, revoked, expired
  std::int64_t unit = 0;
  std::optional<Date> issued_on, valid_until_on;
  std::shared_ptr<const Document> document;
};

/// A product whose origin was verified in advance.
struct VerifiedProduct {
  std::string producer_code, commodity_code, criterion;  ///< code: as long as verified, covers what begins with it
  std::optional<Date> until;
};

struct OriginFacts {
  std::optional<Enterprise> applicant;    ///< nullopt = there is no such record
  std::optional<Enterprise> exporter;     ///< when it is another enterprise than the applicant
  std::optional<Mandate> mandate;         ///< of the applicant by the exporter
  std::vector<Signatory> signatories;     ///< of the applicant
  std::optional<PreviousCertificate> previous;
  bool number_taken = false;              ///< the proposed number is, or was, another certificate's
  std::vector<std::string> live_certificates_with_invoice;  ///< numbers: same kind, same unit, not this application's own
  std::vector<VerifiedProduct> verified_products;
  std::vector<std::string> present_attachments;             ///< of OriginNeeds::attachment_hashes
  std::optional<Date> first_lodged_on;    ///< of this case; nullopt = it is being lodged now
};

/// Enterprise, signatory, mandate, numbers, the previous certificate, verified products, attachments.
std::vector<Finding> review_origin_office(const Document& document, const OriginFacts& facts, const Edition& edition,
                                          Date day);

/// Dates on the paper: declaration not before the invoice, certification not before either and, unless retrospective, not
/// after shipment and its days of grace (V42, V43).
std::vector<Finding> review_origin_issue(const Document& document, Date declared_on, Date issued_on,
                                         const Edition& edition);

/// The last day a certificate issued on that day is good for: the day before the same date, the kind's months later; one
/// back to back not beyond its first proof. nullopt = without limit. Source: COO 1.4, 2.8.
std::optional<Date> last_good_day(const Document& document, Date issued_on, const Edition& edition);

/// Producer, H.S. code and criterion of every goods line: what "seen before" is counted by.
std::vector<std::string> origin_products(const Document& document);

/// JSON pointers of fields that differ between two versions, a certificate and its amendment among them. Identity, dates of
/// application and number differ by nature and are left out.
std::vector<std::string> origin_differences(const Document& before, const Document& after);

}  // namespace datong::domain
