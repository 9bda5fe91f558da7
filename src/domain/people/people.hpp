#pragma once
// Who may make and change whom: people of a unit by the one who manages them, officers by the administrator of their office, mandates by
// their principal. Pure decisions. Not here: passwords' hashes and secrets (crypto), looking up (app).
// Source: inspection-declaration reference §1.2; D-0026.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/declaration/decide.hpp"
#include "domain/party/party.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

std::string_view standing_name(Standing standing);
std::optional<Standing> standing_by_name(std::string_view name);

/// What is stated of a person; absent: stays as it is.
struct PersonDraft {
  std::string sign_in;
  std::optional<std::string> name, password, standing;
  std::optional<bool> manages;                          ///< people of units
  std::optional<std::string> office;                    ///< officers
  std::optional<std::vector<std::string>> roles;        ///< officers
};

/// Everything wrong with the statements themselves (PEO001, PEO003, PEO004, PEO017); a new person needs a name.
std::vector<Finding> review_person(const PersonDraft& draft, bool is_new);

struct UnitPeople {
  std::int64_t unit = 0;
  std::vector<Officer> people;  ///< all of them
};
/// A person of the unit as he shall be. `by` is the person who asks, nullopt for an installation.
/// Errors: forbidden PEO005; refused with every finding, PEO006, PEO019.
Result<Officer> decide_unit_person(const PersonDraft& draft, const std::optional<Officer>& known, const std::optional<Officer>& by, const UnitPeople& unit);
/// Errors: forbidden PEO005.
Result<void> may_manage_unit(const std::optional<Officer>& by);

/// An officer as he shall be, by an administrator or headquarters signed in with a one-time code.
/// Errors: forbidden PEO008, PEO015; not_found (an officer of another office); refused with every finding, PEO002, PEO007, PEO009 to PEO011.
Result<Officer> decide_officer(const PersonDraft& draft, const std::optional<Officer>& known, const Actor& by, const Edition& edition, Date day);

struct MandateDraft {
  std::optional<std::int64_t> agent, principal;  ///< the other side; who asks is this side
  std::string from, to;                          ///< "" = open
};
/// Errors: forbidden PEO012; refused PEO013, PEO014.
Result<Mandate> decide_mandate(const MandateDraft& draft, std::int64_t by_unit, const std::optional<Enterprise>& agent, Date day);

}  // namespace datong::domain
