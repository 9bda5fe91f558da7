#pragma once
// Who changed what of people, powers, phrases and dated data, and when: one record a change, written in the same commit as the change and
// never touched again. Not here: acts on cases, whose steps say it. Thread rule: free functions, any thread.
#include <string>
#include <string_view>

#include "app/context.hpp"
#include "document/json/json.hpp"
#include "domain/declaration/decide.hpp"

namespace datong::app {

struct Change {
  std::string scope;    ///< whose people see it: "unit:3100600001", "bureau:310000"
  std::string what;     ///< "person_added" …
  std::string subject;  ///< sign-in name, installation, agent, office, edition
  document::Json data;  ///< what is new; never a secret
};
std::string scope_of_unit(std::int64_t unit);
std::string scope_of_office(const domain::Edition& edition, std::string_view office, Date day);  ///< its bureau's

/// Record kind "change", key = scope, then newest first.
void add_change(Context& context, Decision& decision, const domain::Actor& by, Change change);
/// The latest, newest first: [{at, by, person, what, subject, data}].
Result<document::Json> changes_of(Context& context, const std::string& scope, std::size_t limit);

}  // namespace datong::app
