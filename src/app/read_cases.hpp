#pragma once
// Reading: one case as its people see it, lists, receipts, draws. Every query is bound to the actor's unit or office; out of reach is
// not_found. Bodies are JSON ready to be sent.
#include <optional>
#include <string>

#include "app/case_file.hpp"

namespace datong::app {

struct CaseFilter {
  std::optional<std::string> reference, direction, stage, assigned_to;
  std::optional<Date> from, to;
  bool work_list = false;    ///< officers: only what is open at their offices
  CaseId before;
  std::size_t limit = 50;
};

/// The offices at or below a node: an officer's reach.
std::vector<std::string> offices_in_reach(const domain::Edition& edition, const std::string& node, Date day);

/// Errors: not_found, also when it is out of the actor's reach.
Result<CaseFile> load_in_reach(Context& context, const domain::Actor& actor, CaseId id);
Result<std::string> list_declarations(Context& context, const domain::Actor& actor, const CaseFilter& filter);
/// Head, allowed actions with refused reasons, certificates, timeline.
Result<std::string> show_declaration(Context& context, const domain::Actor& actor, CaseId id);
/// The chain of steps of any case, whoever may see it was settled before.
Result<std::string> steps_json(Context& context, CaseId id);
Result<std::string> show_steps(Context& context, const domain::Actor& actor, CaseId id);
Result<std::string> show_differences(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t from, std::uint32_t to);
/// The message as received; `as` = "json", "eciq-utf8" or "eciq-gbk" converts, "" gives the very bytes.
Result<Message> show_document(Context& context, const domain::Actor& actor, CaseId id, std::uint32_t version, std::string_view as);
Result<std::string> show_receipts(Context& context, std::int64_t mailbox, std::int64_t after, std::size_t limit, const Signer& signer);
Result<std::string> show_attachment(Context& context, const domain::Actor& actor, CaseId id, std::string_view sha256_hex);
/// The content of a certificate or clearance form of one's own reach, canonical.
Result<std::string> show_issued(Context& context, const domain::Actor& actor, std::string_view number);
/// Commitments of the days' secrets; the secret itself only after draw_secret_published_after_days.
Result<std::string> show_draws(Context& context, std::size_t limit);

}  // namespace datong::app
