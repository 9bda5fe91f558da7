// Every office rule of an application: facts that satisfy it and facts that do not, one difference apart.
#include <memory>

#include "domain/declaration/review_test.hpp"
#include "domain/origin/example.hpp"
#include "domain/origin/review.hpp"

namespace datong::domain {
namespace {

constexpr std::int64_t kUnit = 3100600001, kOther = 3100600002;

Enterprise unit(std::int64_t registration, std::string name_en) {
  Enterprise enterprise;
  enterprise.registration = registration;
  enterprise.name_en = std::move(name_en);
  enterprise.organisation_code = "91310000MA1A2B3C6X";
  enterprise.admitted_to_e_visa = true;
  return enterprise;
}

/// Facts with which an example application has no finding.
OriginFacts good_facts() {
  OriginFacts facts;
  facts.applicant = unit(kUnit, "Shanghai Example Import and Export Co., Ltd.");
  Signatory signatory;
  signatory.unit = kUnit;
  signatory.id = "1";
  facts.signatories.push_back(signatory);
  for (const char* code : {"6204620000", "6109100010"}) {
    for (const char* criterion : {"P", "PE", "RVC"})
      facts.verified_products.push_back({"MA1A2B3C6", code, criterion, test_day()});
  }
  return facts;
}

std::string rules(const Document& document, const OriginFacts& facts, int days_later = 0) {
  return list(review_origin_office(document, facts, classic(), test_day().plus_days(days_later)));
}

Document plain_application(std::vector<Edit> edits = {}) {
  Document document = example_application("C", 1, test_day());
  change(document, edits);
  return document;
}

TEST(OriginReviewOffice, ExamplesReviewClean) {
  for (const std::string_view kind : {"C", "G", "E", "RC"})
    EXPECT_EQ(rules(example_application(kind, 1, test_day()), good_facts()), "") << kind;
}

TEST(OriginReviewOffice, ORG001ComparesTheNameCharacterByCharacter) {
  OriginFacts facts = good_facts();
  facts.applicant->name_en = "SHANGHAI EXAMPLE IMPORT AND EXPORT CO.,LTD.";
  const auto found = review_origin_office(plain_application(), facts, classic(), test_day());
  ASSERT_EQ(list(found), "ORG001 /exporter");
  EXPECT_EQ(found[0].values[0], "40");
  EXPECT_EQ(found[0].values[2], "LTD.");
  facts.applicant->name_en = "SHANGHAI EXAMPLE IMPORT AND EXPORT";
  EXPECT_EQ(rules(plain_application(), facts), "ORG001 /exporter") << "the box says more than the filed name";
}

TEST(OriginReviewOffice, ORG101SaysWhenNoNameIsFiled) {
  OriginFacts facts = good_facts();
  facts.applicant->name_en.clear();
  EXPECT_EQ(rules(plain_application(), facts), "ORG101 /exporter");
}

TEST(OriginReviewOffice, ORG044KeepsTheDateOfFirstSubmission) {
  OriginFacts facts = good_facts();
  EXPECT_EQ(rules(plain_application(), facts), "");
  EXPECT_EQ(rules(plain_application(), facts, 1), "ORG044 /applied_on");
  facts.first_lodged_on = test_day();
  EXPECT_EQ(rules(plain_application(), facts, 1), "");
}

TEST(OriginReviewOffice, ORG162ORG262ORG063AndORG163LookAtTheEnterprise) {
  OriginFacts facts = good_facts();
  facts.applicant->admitted_to_e_visa = false;
  EXPECT_EQ(rules(plain_application(), facts), "ORG262 /applicant_registration");
  facts = good_facts();
  facts.applicant->visa_standing = VisaStanding::suspended;
  facts.applicant->visa_standing_until = test_day();
  EXPECT_EQ(rules(plain_application(), facts), "ORG063 /applicant_registration");
  facts.applicant->visa_standing_until = test_day().plus_days(-1);
  EXPECT_EQ(rules(plain_application(), facts), "");
  facts.applicant->visa_standing = VisaStanding::watch;
  facts.applicant->visa_standing_until = std::nullopt;
  EXPECT_EQ(rules(plain_application(), facts), "ORG163 /applicant_registration");
  facts.applicant = std::nullopt;
  EXPECT_EQ(rules(plain_application(), facts), "ORG162 /applicant_registration");
}

TEST(OriginReviewOffice, ORG062LooksAtTheSignatory) {
  OriginFacts facts = good_facts();
  facts.signatories[0].validity.to = test_day();
  EXPECT_EQ(rules(plain_application(), facts), "");
  facts.signatories[0].validity.to = test_day().plus_days(-1);
  EXPECT_EQ(rules(plain_application(), facts), "ORG062 /signatory");
  facts = good_facts();
  facts.signatories[0].standing = Standing::cancelled;
  EXPECT_EQ(rules(plain_application(), facts), "ORG062 /signatory");
  EXPECT_EQ(rules(plain_application({{"/signatory", "2"}}), good_facts()), "ORG062 /signatory");
}

TEST(OriginReviewOffice, ORG362AsksForTheExportersMandate) {
  OriginFacts facts = good_facts();
  facts.exporter = facts.applicant;
  facts.exporter->registration = kOther;
  EXPECT_EQ(rules(plain_application(), facts), "ORG362 /exporter_code");
  facts.mandate = Mandate{kUnit, kOther, {std::nullopt, test_day()}, false};
  EXPECT_EQ(rules(plain_application(), facts), "");
  facts.mandate->validity.to = test_day().plus_days(-1);
  EXPECT_EQ(rules(plain_application(), facts), "ORG362 /exporter_code");
  facts.mandate = Mandate{kUnit, kOther, {}, true};
  EXPECT_EQ(rules(plain_application(), facts), "ORG362 /exporter_code");
}

TEST(OriginReviewOffice, ORG362RefusesACodeThatIsNotTheApplicantsWhereNoMandateLeadsToIt) {
  OriginFacts facts = good_facts();
  const auto with_code = [](std::string code) {
    return plain_application({{"/exporter_code", std::move(code)}, {"/certificate_number", ""}});
  };
  EXPECT_EQ(rules(with_code("91310000MA1A2B3C6X"), facts), "");
  EXPECT_EQ(rules(with_code("MA1A2B3C6"), facts), "") << "the nine characters alone";
  EXPECT_EQ(rules(with_code("91310000MA0000015F"), facts), "ORG362 /exporter_code");
  EXPECT_EQ(rules(with_code("MA0000015"), facts), "ORG362 /exporter_code");
  facts.applicant->organisation_code = "MA1A2B3C6";
  EXPECT_EQ(rules(with_code("91310000MA1A2B3C6X"), facts), "");
  EXPECT_EQ(rules(with_code("91310000MA0000015F"), facts), "ORG362 /exporter_code");
  facts.applicant->organisation_code.clear();
  EXPECT_EQ(rules(with_code("91310000MA1A2B3C6X"), facts), "ORG362 /exporter_code") << "no code on file says whose it is";
}

Document amended() {
  return plain_application({{"/application_class", "1"},
                            {"/changes/-/previous_number", "C2533MA1A2B30009"},
                            {"/changes/0/reason", "WRONG WEIGHT"}});
}

PreviousCertificate previous() {
  PreviousCertificate certificate;
  certificate.number = "C2533MA1A2B30009";
  certificate.kind = "C";
  certificate.status = "issued";
  certificate.unit = kUnit;
  certificate.issued_on = test_day().plus_days(-30);
  certificate.valid_until_on = test_day();
  certificate.document = std::make_shared<const Document>(example_application("C", 1, test_day().plus_days(-31), 9));
  return certificate;
}

TEST(OriginReviewOffice, ORG147AmendsOnlyTheUnitsOwnCertificateInForce) {
  OriginFacts facts = good_facts();
  EXPECT_EQ(rules(amended(), facts), "ORG147 /changes/0/previous_number");
  facts.previous = previous();
  facts.previous->document = nullptr;
  EXPECT_EQ(rules(amended(), facts), "");
  for (const char* status : {"superseded", "cancelled", "revoked"}) {
    facts.previous->status = status;
    EXPECT_EQ(rules(amended(), facts), "ORG147 /changes/0/previous_number") << status;
  }
  facts.previous = previous();
  facts.previous->document = nullptr;
  facts.previous->unit = kOther;
  EXPECT_EQ(rules(amended(), facts), "ORG147 /changes/0/previous_number");
  facts.previous->unit = kUnit;
  facts.previous->kind = "G";
  EXPECT_EQ(rules(amended(), facts), "ORG147 /changes/0/previous_number");
}

TEST(OriginReviewOffice, ORG247EndsWithTheCertificatesValidity) {
  OriginFacts facts = good_facts();
  facts.previous = previous();
  facts.previous->document = nullptr;
  EXPECT_EQ(rules(amended(), facts), "");
  facts.previous->valid_until_on = test_day().plus_days(-1);
  EXPECT_EQ(rules(amended(), facts), "ORG247 /changes/0/previous_number");
  facts.previous->status = "expired";
  EXPECT_EQ(rules(amended(), facts), "ORG247 /changes/0/previous_number");
}

TEST(OriginReviewOffice, ORG347NamesChangedBoxesThatWereNotTold) {
  OriginFacts facts = good_facts();
  facts.previous = previous();
  Document document = amended();
  // Invoice and shipment of the example differ by its date: tell them, then change one more.
  change(document, {{"/changes/0/changed_boxes", "10, contract_number; shipped_on"}});
  EXPECT_EQ(rules(document, facts), "");
  change(document, {{"/goods/0/gross_weight", "1801"}});
  EXPECT_EQ(rules(document, facts), "ORG347 /changes/0/changed_boxes");
  change(document, {{"/changes/0/changed_boxes", "10, contract_number; shipped_on, gross_weight"}});
  EXPECT_EQ(rules(document, facts), "");
}

TEST(OriginReviewOffice, ORG154WarnsWithoutAdvanceVerification) {
  const Document document = example_application("E", 1, test_day());
  OriginFacts facts = good_facts();
  for (VerifiedProduct& product : facts.verified_products) product.until = test_day().plus_days(-1);
  EXPECT_EQ(rules(document, facts), "ORG154 /goods/0/producer_code");
  facts.verified_products.clear();
  EXPECT_EQ(rules(document, facts), "ORG154 /goods/0/producer_code");
  EXPECT_EQ(rules(plain_application(), facts), "") << "only preferential kinds";
}

TEST(OriginReviewOffice, ORG159RefusesATakenNumber) {
  OriginFacts facts = good_facts();
  facts.number_taken = true;
  EXPECT_EQ(rules(plain_application(), facts), "ORG159 /certificate_number");
  EXPECT_EQ(rules(plain_application({{"/certificate_number", ""}}), facts), "");
}

TEST(OriginReviewOffice, ORG060WarnsOfAnInvoiceCoveredAlready) {
  OriginFacts facts = good_facts();
  facts.live_certificates_with_invoice = {"C2533MA1A2B30009"};
  EXPECT_EQ(rules(plain_application(), facts), "ORG060 /invoice_number");
  facts.previous = previous();
  facts.previous->document = nullptr;
  EXPECT_EQ(rules(amended(), facts), "") << "the certificate being amended is no second one";
}

TEST(OriginReviewOffice, ORG255WantsAttachmentsUploaded) {
  const Document document = plain_application({{"/attached_documents/0/sha256", "ab"}});
  OriginFacts facts = good_facts();
  EXPECT_EQ(rules(document, facts), "ORG255 /attached_documents/0/sha256");
  facts.present_attachments = {"ab"};
  EXPECT_EQ(rules(document, facts), "");
}

TEST(OriginNeeds, NameWhatTheRulesLookUp) {
  Document document = example_application("RC", 1, test_day());
  change(document, {{"/changes/-/previous_number", "RC25X"}, {"/attached_documents/0/sha256", "ab"}, {"/mark_pictures/-/sha256", "cd"}});
  const OriginNeeds needs = origin_needs(document);
  EXPECT_EQ(needs.applicant, "3100600001");
  EXPECT_EQ(needs.exporter_code, "91310000MA1A2B3C6X");
  EXPECT_EQ(needs.signatory, "1");
  EXPECT_EQ(needs.proposed_number, "RC25MA1A2B3C60001");
  EXPECT_EQ(needs.previous_number, "RC25X");
  EXPECT_EQ(needs.invoice_numbers, std::vector<std::string>{"INV-RC-0001"});
  EXPECT_EQ(needs.attachment_hashes, (std::vector<std::string>{"ab", "cd"}));
  EXPECT_EQ(origin_products(document), std::vector<std::string>{"MA1A2B3C6|620462|RVC"});
}

}  // namespace
}  // namespace datong::domain
