#include "domain/origin/lifecycle.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace datong::domain {

using enum OriginEvent;

constinit const std::array<OriginEventSpec, 17> kOriginEvents{{
    {lodge, "lodge", "收到申请", "lodge", "application_received", {}},
    {lodge_refused, "lodge_refused", "计算机退回", "machine review refuses", "application_returned", {}},
    {lodge_again, "lodge_again", "修改后再报", "lodge again", "application_received", {}},
    {lodge_again_refused, "lodge_again_refused", "再报计算机退回", "machine review refuses again", "application_returned", {}},
    {approve_by_machine, "approve_by_machine", "机器审签", "approved by the machine", "application_approved", {}},
    {approve, "approve", "审签同意", "approve", "application_approved", {"remark"}},
    {return_for_repair, "return_for_repair", "退单修改", "return for correction", "application_returned", {"!points"}},
    {refuse, "refuse", "不予签证", "refuse", "application_refused", {"!reason"}},
    {ask_papers, "ask_papers", "要求补充材料", "ask for papers", "papers_asked", {"!papers"}},
    {hand_in_papers, "hand_in_papers", "材料已补充", "papers handed in", "papers_in", {"papers"}},
    {withdraw, "withdraw", "撤回申请", "withdraw", "application_withdrawn", {"reason"}},
    {issue, "issue", "签发证书", "issue", "certificate_issued", {}},
    {supersede, "supersede", "被新证书取代", "supersede", "certificate_superseded", {"!successor", "!cause"}},
    {cancel, "cancel", "注销证书", "cancel", "certificate_cancelled", {"!reason"}},
    {revoke, "revoke", "撤销证书", "revoke", "certificate_revoked", {"!reason"}},
    {expire, "expire", "证书到期", "expire", "certificate_expired", {}},
    {record_print, "record_print", "登记打印", "record a print", "", {"!copy"}},
}};

namespace {

constexpr std::array<std::string_view, kOriginStageCount> kStageNames{
    "none", "returned", "in_review", "held", "approved", "issued", "superseded", "cancelled", "revoked", "expired", "refused", "withdrawn"};

}  // namespace

const OriginEventSpec& event_spec(OriginEvent event) {
  const auto found = std::find_if(kOriginEvents.begin(), kOriginEvents.end(), [&](const OriginEventSpec& spec) { return spec.event == event; });
  CHECK(found != kOriginEvents.end());
  return *found;
}

std::optional<OriginEvent> origin_event_by_name(std::string_view name) {
  for (const OriginEventSpec& spec : kOriginEvents) {
    if (spec.name == name) return spec.event;
  }
  return std::nullopt;
}

std::string_view stage_name(OriginStage stage) { return kStageNames[static_cast<std::size_t>(stage)]; }

std::optional<OriginStage> origin_stage_by_name(std::string_view name) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i) {
    if (kStageNames[i] == name) return static_cast<OriginStage>(i);
  }
  return std::nullopt;
}

std::string_view guard_name(OriginGuard guard) {
  switch (guard) {
    case OriginGuard::always: return "always";
    case OriginGuard::machine_may_approve: return "machine_may_approve";
    case OriginGuard::officer_may_approve: return "officer_may_approve";
    case OriginGuard::told_once: return "told_once";
    case OriginGuard::signed_in_twice: return "signed_in_twice";
    case OriginGuard::paper_is_there: return "paper_is_there";
    case OriginGuard::is_past_validity: return "is_past_validity";
  }
  return "";
}

const OriginTransition* find_row(OriginStage stage, OriginEvent event) {
  for (const OriginTransition& row : kOriginLifecycle) {
    if (row.from == stage && row.event == event) return &row;
  }
  return nullptr;
}

}  // namespace datong::domain
