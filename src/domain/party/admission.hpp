#pragma once
// Admission to e-declaration: a small case of its own. An enterprise asks, the machine reviews the conditions at once, a supervisor of
// the bureau decides. Granted, it may lodge; withdrawn, it may not. Pure.
// Source: inspection-declaration reference §2.2 (conditions and papers); notice N04.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "domain/party/party.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

enum class AdmissionStage : std::uint8_t { none = 0, asked = 1, granted = 2, refused = 3, withdrawn = 4 };
enum class AdmissionEvent : std::uint8_t { ask = 1, grant = 2, refuse = 3, withdraw = 4 };

struct AdmissionTransition {
  AdmissionStage from;
  AdmissionEvent event;
  AdmissionStage to;
  Role by;
  RuleId rule;
};
inline constexpr std::array kAdmission = {
    AdmissionTransition{AdmissionStage::none, AdmissionEvent::ask, AdmissionStage::asked, Role::enterprise, "ADM001"},
    AdmissionTransition{AdmissionStage::asked, AdmissionEvent::grant, AdmissionStage::granted, Role::supervisor, "ADM002"},
    AdmissionTransition{AdmissionStage::asked, AdmissionEvent::refuse, AdmissionStage::refused, Role::supervisor, "ADM003"},
    AdmissionTransition{AdmissionStage::granted, AdmissionEvent::withdraw, AdmissionStage::withdrawn, Role::supervisor, "ADM004"},
};
std::string_view admission_stage_name(AdmissionStage stage);
std::string_view admission_event_name(AdmissionEvent event);
std::optional<AdmissionEvent> admission_event_by_name(std::string_view name);

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

/// The stage after `event` by someone with `roles`. Errors: ADM005 no such row, REV005 role (forbidden).
Result<AdmissionStage> decide_admission(AdmissionStage stage, AdmissionEvent event, const std::vector<Role>& roles);

}  // namespace datong::domain
