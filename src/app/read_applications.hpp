#pragma once
// Reading applications for certificates of origin: one case as its people see it, lists, versions, papers. Every query is bound to the
// actor's unit or office; out of reach is not_found. Bodies are JSON ready to be sent.
#include "app/application_file.hpp"
#include "app/read_cases.hpp"

namespace datong::app {

/// Errors: not_found, also when it is out of the actor's reach.
Result<ApplicationFile> load_application_in_reach(Context& context, const domain::Actor& actor, CaseId id);
Result<std::string> list_applications(Context& context, const domain::Actor& actor, const CaseFilter& filter);
/// Head, allowed actions with refused reasons.
Result<std::string> show_application(Context& context, const domain::Actor& actor, CaseId id);
Result<std::string> show_application_steps(Context& context, const domain::Actor& actor, CaseId id);
/// Between two versions; `against_previous`: between the certificate it follows on and the effective version.
Result<std::string> show_application_differences(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t from, std::uint32_t to,
                                                 bool against_previous);
/// As received; `as` = "json" or "coo-xml" converts, "" gives the very bytes. Version 0 is the latest.
Result<Message> show_application_document(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t version, std::string_view as);
/// The issued PDF. Errors: not_found before it is issued.
Result<std::string> show_paper(Context& context, const domain::Actor& actor, CaseId id);
/// The page as it would be issued, from the latest version.
Result<std::string> show_preview(Context& context, const domain::Actor& actor, CaseId id);
Result<std::string> show_application_attachment(Context& context, const domain::Actor& actor, CaseId id, std::string_view sha256_hex);

}  // namespace datong::app
