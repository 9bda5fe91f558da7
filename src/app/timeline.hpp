#pragma once
// The timeline of a case as people read it: one line a step, with who, when, in plain words, its receipts, and who must act next;
// the service clock split by whose time passed; who is waited for now. Everything is derived from the stored steps and receipts and
// the lifecycle tables; nothing of it is stored. Thread rule: free functions, any thread; UnitNames is one request's.
#include <map>
#include <string>

#include "app/context.hpp"
#include "document/json/json.hpp"
#include "domain/declaration/waiting.hpp"
#include "domain/origin/waiting.hpp"

namespace datong::app {

/// {lines, clock, waiting_for}. Errors: not_found, also when it is out of reach.
Result<std::string> show_timeline(Context& context, const domain::Actor& actor, CaseId id);
Result<std::string> show_application_timeline(Context& context, const domain::Actor& actor, CaseId id);

/// {role, duty, zh, en, due_at?}, or null: what rows of lists say.
document::Json waiting_json(const std::optional<domain::Waiting>& waiting, std::optional<Instant> due);
document::Json waiting_json(const domain::DeclarationHead& head, bool clearance_form_in_use);
document::Json waiting_json(const domain::OriginHead& head);

/// Names of enterprises, each read once; "" for one that is not registered.
class UnitNames {
 public:
  explicit UnitNames(Store& store) : store_(store) {}
  Result<std::string> of(std::int64_t unit);

 private:
  Store& store_;
  std::map<std::int64_t, std::string> known_;
};

}  // namespace datong::app
