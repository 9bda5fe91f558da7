#pragma once
// Admissions, one small lifecycle for both: to e-declaration and to e-visa. An enterprise asks, the machine reviews the conditions at
// once, an officer decides. Granted, it may lodge or apply; withdrawn, it may not. Here also the conditions of e-declaration; those of
// e-visa are visa_admission.hpp. Pure.
// Source: inspection-declaration reference §2.2; certificate-of-origin reference §1.2, §1.6; notice N04.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "domain/party/party.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

enum class AdmissionKind : std::uint8_t { e_declaration = 1, e_visa = 2 };
enum class AdmissionStage : std::uint8_t { none = 0, asked = 1, granted = 2, refused = 3, withdrawn = 4, change_asked = 5 };
enum class AdmissionEvent : std::uint8_t { ask = 1, grant = 2, refuse = 3, withdraw = 4, ask_change = 5, set_standing = 6 };

struct AdmissionTransition {
  AdmissionKind kind;
  AdmissionStage from;
  AdmissionEvent event;
  AdmissionStage to;
  Role by;
  RuleId rule;
};
// clang-format off
inline constexpr std::array kAdmission = [] {
  using K = AdmissionKind;
  using S = AdmissionStage;
  using E = AdmissionEvent;
  return std::array{
      //                  kind              from             event            to               by                      rule
      AdmissionTransition{K::e_declaration, S::none,         E::ask,          S::asked,        Role::enterprise,       "ADM001"},
      AdmissionTransition{K::e_declaration, S::asked,        E::grant,        S::granted,      Role::supervisor,       "ADM002"},
      AdmissionTransition{K::e_declaration, S::asked,        E::refuse,       S::refused,      Role::supervisor,       "ADM003"},
      AdmissionTransition{K::e_declaration, S::granted,      E::withdraw,     S::withdrawn,    Role::supervisor,       "ADM004"},
      AdmissionTransition{K::e_visa,        S::none,         E::ask,          S::asked,        Role::enterprise,       "VIS001"},
      AdmissionTransition{K::e_visa,        S::asked,        E::grant,        S::granted,      Role::certificate_desk, "VIS002"},
      AdmissionTransition{K::e_visa,        S::asked,        E::refuse,       S::refused,      Role::certificate_desk, "VIS003"},
      AdmissionTransition{K::e_visa,        S::granted,      E::ask_change,   S::change_asked, Role::enterprise,       "VIS019"},
      AdmissionTransition{K::e_visa,        S::change_asked, E::grant,        S::granted,      Role::certificate_desk, "VIS002"},
      AdmissionTransition{K::e_visa,        S::change_asked, E::refuse,       S::granted,      Role::certificate_desk, "VIS003"},
      AdmissionTransition{K::e_visa,        S::granted,      E::withdraw,     S::withdrawn,    Role::supervisor,       "VIS004"},
      AdmissionTransition{K::e_visa,        S::change_asked, E::withdraw,     S::withdrawn,    Role::supervisor,       "VIS004"},
      AdmissionTransition{K::e_visa,        S::granted,      E::set_standing, S::granted,      Role::supervisor,       "VIS020"},
      AdmissionTransition{K::e_visa,        S::granted,      E::set_standing, S::granted,      Role::administrator,    "VIS020"},
      AdmissionTransition{K::e_visa,        S::change_asked, E::set_standing, S::change_asked, Role::supervisor,       "VIS020"},
      AdmissionTransition{K::e_visa,        S::change_asked, E::set_standing, S::change_asked, Role::administrator,    "VIS020"},
      AdmissionTransition{K::e_visa,        S::withdrawn,    E::set_standing, S::withdrawn,    Role::supervisor,       "VIS020"},
      AdmissionTransition{K::e_visa,        S::withdrawn,    E::set_standing, S::withdrawn,    Role::administrator,    "VIS020"},
  };
}();
// clang-format on
std::string_view admission_kind_name(AdmissionKind kind);
std::string_view admission_stage_name(AdmissionStage stage);
std::string_view admission_event_name(AdmissionEvent event);
std::optional<AdmissionEvent> admission_event_by_name(std::string_view name);
/// Whether an officer must say why: everything but asking and granting; a change is asked for with its reason too.
bool needs_reason(AdmissionEvent event);

/// What the enterprise states and hands in; hashes are of uploaded attachments.
struct AdmissionRequest {
  std::string registration_certificate, application_form, account_form;  ///< SHA-256 hexadecimal
  std::string software;                                                  ///< approved client software it uses, or "browser"
  std::vector<std::string> declarants;                                   ///< certificate numbers
};
struct AdmissionFacts {
  std::optional<Enterprise> unit;
  std::vector<Declarant> declarants;  ///< those of the request that exist
  std::vector<std::string> present_attachments;
};
/// Every condition of §2.2 that is not met, at once.
std::vector<Finding> review_admission(const AdmissionRequest& request, const AdmissionFacts& facts, Date day);

/// The stage after `event` by someone with `roles`. Errors: ADM005 or VIS005 no such row, REV005 role (forbidden).
Result<AdmissionStage> decide_admission(AdmissionKind kind, AdmissionStage stage, AdmissionEvent event, const std::vector<Role>& roles);

}  // namespace datong::domain
