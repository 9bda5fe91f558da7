#pragma once
// Whose the uploaded papers and pictures are: who may name one by its hash in what he lodges, and who reads it again. A hash is no secret
// (those of issued papers are public), so to know one is no right to it (D-0034). Not here: the bytes (Blobs), which papers a form needs
// (domain/). Thread rule: free functions, any thread; keep_upload waits for a commit, so never on a server loop.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

/// Who names papers: the unit a case is of, and the officer who enters it for the unit.
struct Naming {
  std::int64_t unit = 0;
  std::string officer;  ///< sign-in name; "" when the unit itself speaks
};
Naming naming_of(std::int64_t unit, const domain::Actor& actor);

/// Keeps what the actor uploads, and that it is his unit's, or an officer's own.
Result<void> keep_upload(Context& context, const domain::Actor& actor, const crypto::Digest& hash, std::string_view bytes);

/// Whether he may name it: the unit uploaded it, or the officer did, or a case of the unit has it.
Result<bool> may_name(Context& context, const Naming& by, std::string_view sha256_hex);
/// Those of the hashes that are there and may be named.
Result<std::vector<std::string>> present_attachments(Context& context, const Naming& by, const std::vector<std::string>& hashes);

/// A record for each hash named for the first time: what nothing names is swept (maintain.hpp). `owner`: the case, or whose picture it is.
Result<void> own_attachments(Context& context, Decision& decision, std::vector<std::string> hashes, const std::string& owner);
/// The same for papers a case of the unit names, as far as they may be named; what an officer uploaded becomes the unit's.
Result<void> name_attachments(Context& context, Decision& decision, const Naming& by, const std::vector<std::string>& hashes, CaseId id);

/// Forgets who uploaded bytes that were swept.
Result<void> forget_uploads(Context& context, const crypto::Digest& hash);

/// Whether those who see a case of the unit may see what it names, named at that moment (nullopt: only what was present could be named).
/// Cases older than the rule go on showing what enterprises handed in, never what the office made: papers, seals, specimens.
Result<bool> may_show(Context& context, std::int64_t unit, std::string_view sha256_hex, std::optional<Instant> named_at);
/// Records once from when on uploads have owners; before the first lodging is taken.
Result<void> begin_upload_owners(Context& context);

}  // namespace datong::app
