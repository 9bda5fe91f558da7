#include "domain/party/admission.hpp"

#include <algorithm>

namespace datong::domain {
namespace {

constexpr std::string_view kStages[] = {"none", "asked", "granted", "refused", "withdrawn", "change_asked"};
constexpr std::pair<AdmissionEvent, std::string_view> kEventNames[] = {
    {AdmissionEvent::ask, "ask"},           {AdmissionEvent::grant, "grant"},           {AdmissionEvent::refuse, "refuse"},
    {AdmissionEvent::withdraw, "withdraw"}, {AdmissionEvent::ask_change, "ask_change"}, {AdmissionEvent::set_standing, "set_standing"}};

bool is_present(const AdmissionFacts& facts, const std::string& hash) {
  return std::find(facts.present_attachments.begin(), facts.present_attachments.end(), hash) != facts.present_attachments.end();
}

}  // namespace

std::string_view admission_kind_name(AdmissionKind kind) { return kind == AdmissionKind::e_visa ? "e_visa" : "e_declaration"; }

std::string_view admission_stage_name(AdmissionStage stage) { return kStages[static_cast<std::size_t>(stage)]; }

std::string_view admission_event_name(AdmissionEvent event) {
  for (const auto& [known, name] : kEventNames) {
    if (known == event) return name;
  }
  return "";
}

std::optional<AdmissionEvent> admission_event_by_name(std::string_view name) {
  for (const auto& [event, known] : kEventNames) {
    if (known == name) return event;
  }
  return std::nullopt;
}

bool needs_reason(AdmissionEvent event) { return event != AdmissionEvent::ask && event != AdmissionEvent::grant; }

std::vector<Finding> review_admission(const AdmissionRequest& request, const AdmissionFacts& facts, Date day) {
  std::vector<Finding> findings;
  if (!facts.unit || facts.unit->standing != Standing::active || !facts.unit->validity.in_force(day)) findings.push_back(finding("ADM006", ""));
  const bool has_declarant = std::any_of(facts.declarants.begin(), facts.declarants.end(), [&](const Declarant& declarant) {
    return facts.unit && declarant.unit == facts.unit->registration && declarant.standing == Standing::active && declarant.validity.in_force(day);
  });
  if (!has_declarant) findings.push_back(finding("ADM007", "/declarants"));
  if (request.software.empty()) findings.push_back(finding("ADM008", "/software"));
  const std::pair<const char*, const std::string*> papers[] = {{"/registration_certificate", &request.registration_certificate},
                                                               {"/application_form", &request.application_form},
                                                               {"/account_form", &request.account_form}};
  for (const auto& [path, hash] : papers) {
    if (!is_present(facts, *hash)) findings.push_back(finding("ADM009", path, {std::string(path + 1)}));
  }
  return findings;
}

Result<AdmissionStage> decide_admission(AdmissionKind kind, AdmissionStage stage, AdmissionEvent event, const std::vector<Role>& roles) {
  bool is_possible = false;
  for (const AdmissionTransition& row : kAdmission) {
    if (row.kind != kind || row.from != stage || row.event != event) continue;
    if (std::find(roles.begin(), roles.end(), row.by) != roles.end()) return row.to;
    is_possible = true;
  }
  const std::string event_name(admission_event_name(event));
  if (!is_possible) {
    const RuleId rule = kind == AdmissionKind::e_visa ? RuleId("VIS005") : RuleId("ADM005");
    return refused({finding(rule, "", {std::string(admission_stage_name(stage)), event_name})});
  }
  Error error = refused({finding("REV005", "", {roles.empty() ? "" : std::string(role_name(roles.front())), event_name})});
  error.code = Code::forbidden;
  return error;
}

}  // namespace datong::domain
