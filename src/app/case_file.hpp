#pragma once
// A declaration as use cases handle it: loaded head, its document, the facts a decision needs, and the Decision composed of an
// outcome. Load, decide, store: the deciding is domain/, the storing is the Store's.
#include <memory>
#include <optional>
#include <string>

#include "app/context.hpp"
#include "document/json/case_json.hpp"
#include "document/json/json.hpp"
#include "document/reading.hpp"

namespace datong::app {

struct CaseFile {
  Head stored;
  domain::DeclarationHead head;
};
Result<CaseFile> load_case(Context& context, CaseId id);  ///< not_found also when the id is no declaration
Result<document::Reading> read_document(std::string_view bytes, std::string_view format);
Result<document::Reading> load_document(Context& context, CaseId id, std::uint32_t version);

template <class Party>
Result<std::optional<Party>> load_party(Store& store, std::string_view kind, std::string_view key);

/// True when the actor may see the case: his unit's own, or at or below his office (headquarters all). Machine always.
bool is_in_reach(const domain::DeclarationHead& head, const domain::Actor& actor, const domain::Edition& edition, Date day);

/// Facts for acts on one case; owns what ActFacts points at.
struct LoadedFacts {
  EditionPtr edition;
  std::unique_ptr<document::Reading> reading;
  std::uint32_t papers_version = 0;  ///< of the papers_state record
  domain::ActFacts facts;
};
/// `request` null: only what allowed_actions needs. Errors: a missing day secret, fee refusals (calculate_fee), corrupt data.
Result<LoadedFacts> load_facts(Context& context, const CaseFile& file, const domain::ActRequest* request);

/// A certificate or form an outcome changes, as stored: its head and its content.
struct Issued {
  Head head;
  document::Json content;
};
/// What stands around an outcome when it becomes a Decision.
struct Surroundings {
  const domain::DeclarationHead* before = nullptr;  ///< nullptr for a new case
  Head stored;                                      ///< as loaded; id, bureau set for a new case
  std::string edition;
  Instant now;
  std::string answers;                              ///< hex hash of the message answered
  const std::vector<Finding>* findings = nullptr;
  const domain::FeeWorking* working = nullptr;
  std::vector<Issued> issued;                       ///< certificates and forms the outcome changes
  std::uint32_t papers_version = 0;
  std::string papers_key;
  const domain::Document* document = nullptr;
  std::string actor;
};
/// Fills heads, steps, receipts, moves, records and the number's key of `decision` from the outcome; may be called again with the
/// outcome redone once the number is known.
void compose(Decision& decision, const domain::Outcome& outcome, const Surroundings& around);
/// Loads the certificates and forms an outcome changes, as stored.
Result<std::vector<Issued>> load_issued(Context& context, const domain::Outcome& outcome);

/// The day's draw secret, made on first need; HMAC over the declaration number decides.
Result<std::string> draw_secret(Context& context, Date day);
std::string draw_commitment(std::string_view secret_hex);  ///< hex SHA-256 of the secret's bytes

}  // namespace datong::app
