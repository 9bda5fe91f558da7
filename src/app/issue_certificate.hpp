#pragma once
// Issuing a certificate of origin: its paper made from the application, and everything the act of issuing commits beside the case's own
// step. Called by act_on_application only. Thread rule: free functions, any thread.
#include "app/application_file.hpp"
#include "app/paper.hpp"

namespace datong::app {

struct Issuing {
  domain::PaperFact paper;
  std::optional<Date> valid_until_on;
  domain::Printed printed;
  std::string check_code;
};

/// What would keep the paper from being issued today. Errors: refused ORG042, ORG043, ORG143 when the dates do not fit, ORL036 when the
/// previous certificate is not in force any more.
Result<void> may_be_issued(Context& context, const domain::OriginHead& head, const domain::Document& document, const domain::Edition& edition,
                           Date today);

/// Whether the unit handed in the pictures of marks this version of its application names. Errors: not_found.
Result<void> may_draw_pictures(Context& context, const domain::OriginHead& head, const domain::Document& document, std::uint32_t version);

/// Draws, signs and stamps the paper and stores it as a blob, which no case names until the commit. Errors: those of make_paper and
/// may_be_issued.
Result<Issuing> make_certificate(Context& context, const ApplicationFile& file, const domain::Document& document, const EditionPtr& edition,
                                 Instant now);

/// Adds to the Decision: the public record, the blob's name, the check code on the receipt, products and invoices seen, and the step by which
/// the previous certificate is superseded. Errors: conflict ORL036 when that one is not in force any more.
Result<void> add_issue(Context& context, Decision& decision, const domain::OriginHead& head, const Issuing& issuing,
                       const domain::Document& document, const Around& around);

/// The same paper before it is issued: without number, dates, QR, seal and signature. For the applicant and for officers.
Result<std::string> preview_certificate(Context& context, const domain::Document& document, const EditionPtr& edition, std::int64_t unit);

}  // namespace datong::app
