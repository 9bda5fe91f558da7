#include "domain/people/people.hpp"

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::domain {
namespace {

constexpr std::array<std::string_view, 3> kStandingNames{"active", "suspended", "cancelled"};

bool is_sign_in(std::string_view text) {
  const auto may_hold = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
  return text.size() >= limits::kSignInCharactersMin && text.size() <= limits::kSignInCharactersMax && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), may_hold);
}
bool is_name(std::string_view text) {
  const auto length = utf8_length(text);
  const bool has_control = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
  return length && *length <= limits::kPersonNameCharactersMax && !trim(text).empty() && !has_control;
}
bool is_password(std::string_view text, std::string_view sign_in) {
  const auto length = utf8_length(text);
  return length && *length >= limits::kPasswordCharactersMin && *length <= limits::kPasswordCharactersMax &&
         (sign_in.empty() || text.find(sign_in) == text.npos);
}

Error forbidden(RuleId rule, std::vector<std::string> values = {}) {
  Error error = refused({finding(rule, "", std::move(values))});
  error.code = Code::forbidden;
  return error;
}

/// What headquarters gives beyond what an administrator gives; the machine's and the partners' are nobody's to give.
bool may_give(const Actor& by, Role role) {
  switch (role) {
    case Role::desk:
    case Role::inspector:
    case Role::laboratory:
    case Role::fee_desk:
    case Role::certificate_desk:
    case Role::supervisor: return true;
    case Role::administrator: return by.has(Role::headquarters);
    case Role::enterprise:
    case Role::machine:
    case Role::headquarters:
    case Role::partner: return false;
  }
  return false;
}

void take_over(Officer& person, const PersonDraft& draft) {
  if (draft.name) person.name = *draft.name;
  if (draft.standing) person.standing = standing_by_name(*draft.standing).value_or(person.standing);
}

}  // namespace

std::string_view standing_name(Standing standing) { return kStandingNames[static_cast<std::size_t>(standing) - 1]; }
std::optional<Standing> standing_by_name(std::string_view name) {
  const auto found = std::find(kStandingNames.begin(), kStandingNames.end(), name);
  if (found == kStandingNames.end()) return std::nullopt;
  return static_cast<Standing>(found - kStandingNames.begin() + 1);
}

std::vector<Finding> review_person(const PersonDraft& draft, bool is_new) {
  std::vector<Finding> findings;
  if (is_new && !is_sign_in(draft.sign_in)) {
    findings.push_back(finding("PEO001", "/sign_in", {std::to_string(limits::kSignInCharactersMin), std::to_string(limits::kSignInCharactersMax)}));
  }
  if (is_new ? !draft.name || !is_name(*draft.name) : draft.name && !is_name(*draft.name)) {
    findings.push_back(finding("PEO003", "/name", {std::to_string(limits::kPersonNameCharactersMax)}));
  }
  if (draft.password && !is_password(*draft.password, draft.sign_in)) {
    findings.push_back(finding("PEO004", "/password", {std::to_string(limits::kPasswordCharactersMin), std::to_string(limits::kPasswordCharactersMax)}));
  }
  if (draft.standing && !standing_by_name(*draft.standing)) findings.push_back(finding("PEO017", "/standing"));
  return findings;
}

Result<void> may_manage_unit(const std::optional<Officer>& by) {
  if (!by || by->unit == 0 || by->standing != Standing::active || !by->manages) return forbidden("PEO005");
  return {};
}

Result<Officer> decide_unit_person(const PersonDraft& draft, const std::optional<Officer>& known, const std::optional<Officer>& by, const UnitPeople& unit) {
  if (auto may = may_manage_unit(by); !may) return may.error();
  auto findings = review_person(draft, !known);
  Officer person;
  if (known) person = *known;
  else {
    person.sign_in = draft.sign_in;
    person.roles = {Role::enterprise};
    person.unit = unit.unit;
    person.manages = false;
    if (unit.people.size() >= limits::kUnitPeopleMax) findings.push_back(finding("PEO019", "", {std::to_string(limits::kUnitPeopleMax)}));
  }
  take_over(person, draft);
  if (draft.manages) person.manages = *draft.manages;
  const auto manages = [](const Officer& each) { return each.standing == Standing::active && each.manages; };
  const bool others_manage = std::any_of(unit.people.begin(), unit.people.end(), [&](const Officer& each) { return each.sign_in != draft.sign_in && manages(each); });
  if (known && manages(*known) && !manages(person) && !others_manage) findings.push_back(finding("PEO006", ""));
  if (!findings.empty()) return refused(std::move(findings));
  return person;
}

Result<Officer> decide_officer(const PersonDraft& draft, const std::optional<Officer>& known, const Actor& by, const Edition& edition, Date day) {
  if (!by.has(Role::administrator) && !by.has(Role::headquarters)) return forbidden("PEO008", {draft.sign_in});
  if (!by.second_factor) return forbidden("PEO015");
  const auto is_mine = [&](std::string_view office) { return !by.office.empty() && edition.is_at_or_below(office, by.office, day); };
  if (known && known->unit == 0 && !is_mine(known->office)) return failure(Code::not_found);
  auto findings = review_person(draft, !known);
  if (known && known->unit != 0) findings.push_back(finding("PEO002", "/sign_in", {draft.sign_in}));
  Officer officer;
  if (known) officer = *known;
  officer.sign_in = draft.sign_in;
  take_over(officer, draft);
  if (draft.office) officer.office = *draft.office;
  if (draft.roles) {
    officer.roles.clear();
    for (const std::string& name : *draft.roles) {
      const auto role = role_by_name(name);
      if (!role) findings.push_back(finding("PEO009", "/roles", {name}));
      else if (!officer.has(*role)) officer.roles.push_back(*role);
    }
  }
  if (known && known->sign_in == by.name) {
    const bool same = officer.roles == known->roles && officer.office == known->office && officer.standing == known->standing;
    if (!same) findings.push_back(finding("PEO007", ""));
  } else {
    std::vector<Role> touched = officer.roles;  // also of what he has now: an administrator is not changed by another
    if (known) touched.insert(touched.end(), known->roles.begin(), known->roles.end());
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const Role role : touched) {
      if (!may_give(by, role)) findings.push_back(finding("PEO009", "/roles", {std::string(role_name(role))}));
    }
  }
  if (officer.roles.empty()) findings.push_back(finding("PEO011", "/roles"));
  if (edition.office(officer.office, day) == nullptr || !is_mine(officer.office)) findings.push_back(finding("PEO010", "/office", {officer.office}));
  if (!findings.empty()) return refused(std::move(findings));
  return officer;
}

Result<Mandate> decide_mandate(const MandateDraft& draft, std::int64_t by_unit, const std::optional<Enterprise>& agent, Date day) {
  if (draft.principal && *draft.principal != by_unit) return forbidden("PEO012", {std::to_string(*draft.principal)});
  std::vector<Finding> findings;
  const bool is_agent = agent && agent->kind == EnterpriseKind::agent && agent->standing == Standing::active && agent->validity.in_force(day);
  if (!is_agent) findings.push_back(finding("PEO013", "/agent", {draft.agent ? std::to_string(*draft.agent) : ""}));
  const auto from = Date::parse(draft.from), to = Date::parse(draft.to);
  const bool dates = (draft.from.empty() || from) && (draft.to.empty() || (to && *to >= day && (!from || *to >= *from)));
  if (!dates) findings.push_back(finding("PEO014", "/to"));
  if (!findings.empty()) return refused(std::move(findings));
  return Mandate{agent->registration, by_unit, {from ? from : std::optional(day), to}, false};
}

}  // namespace datong::domain
