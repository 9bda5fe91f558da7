#pragma once
// An application for a certificate of origin as use cases handle it: loaded head, its document, the facts its review and acts need, and
// the Decision composed of an outcome. As case_file.hpp for declarations. Thread rule: free functions, any thread.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/attachments.hpp"
#include "app/context.hpp"
#include "app/lodge_declaration.hpp"
#include "document/json/origin_json.hpp"
#include "document/reading.hpp"
#include "domain/certificate/printed.hpp"
#include "domain/origin/decide.hpp"
#include "domain/origin/review.hpp"

namespace datong::app {

struct ApplicationFile {
  Head stored;
  domain::OriginHead head;
};
Result<ApplicationFile> load_application(Context& context, CaseId id);  ///< not_found also when the id is no application
/// The case a certificate number belongs to. Errors: not_found.
Result<ApplicationFile> application_of_number(Context& context, std::string_view number);
/// `unit` and the number stand in for what a customs message cannot say (D-0016).
Result<document::Reading> read_application(std::string_view bytes, std::string_view format, std::int64_t unit);
Result<document::Reading> load_application_document(Context& context, const domain::OriginHead& head, std::uint32_t version);

/// True when the actor may see it: his unit's own, or at or below his office. Machine always.
bool is_in_reach(const domain::OriginHead& head, const domain::Actor& actor, const domain::Edition& edition, Date day);

/// What reviewing a document needs and gives: everything at once, form and office, and why the machine may not approve.
struct ReviewedApplication {
  domain::OriginReview review;             ///< findings: form, then office, then what cannot be printed
  std::vector<Finding> machine_refusals;   ///< ORL020 to ORL026
  bool is_retrospective = false;
};
/// `id` and `first_lodged_on` of the case, empty for a new one. The customs message cannot bring papers: that they are missing does not
/// return what came in its format, an officer asks for them.
Result<ReviewedApplication> review_application(Context& context, const document::Reading& reading, std::string_view format,
                                               const domain::Edition& edition, Date day, const Naming& by, CaseId id,
                                               std::optional<Date> first_lodged_on);

struct Around {
  const Head* stored = nullptr;  ///< as loaded; null for a new case
  int bureau = 0;
  EditionPtr edition;            ///< the one decided by
  Instant now;
  std::string answers;           ///< hex hash of the message answered
  const std::vector<Finding>* findings = nullptr;
};
/// Appends head, steps and receipts of the outcome to `decision`.
void compose(Decision& decision, const domain::OriginOutcome& outcome, const Around& around);

/// What anybody who holds the paper may be shown of it, and its public status: the record "issued". `content` null: only what the head says
/// changes. `reason`: why it came to its stage, "" = none was given or the stage is the same; shown to anybody, as for papers of inspection.
/// Errors: corrupt.
Result<Record> issued_record(Context& context, const domain::OriginHead& head, Instant now, const domain::Printed* content,
                             const std::string& reason);

}  // namespace datong::app
