#include "domain/origin/waiting.hpp"

namespace datong::domain {
namespace {

constexpr Waiting kCorrect{Role::enterprise, "correct", "修改后再报", "correct the application and lodge it again", Turn::enterprise};
constexpr Waiting kMachine{Role::machine, "approve_by_machine", "机器审签", "review by the machine", Turn::machine};
constexpr Waiting kReview{Role::certificate_desk, "approve", "审签", "review and approve", Turn::officer};
constexpr Waiting kPapers{Role::enterprise, "hand_in_papers", "补充材料", "hand in the papers asked for", Turn::enterprise};
constexpr Waiting kIssue{Role::machine, "issue", "制作证书", "make the certificate", Turn::machine};

}  // namespace

std::optional<Waiting> waiting_for(OriginStage stage, bool by_machine) {
  switch (stage) {
    case OriginStage::returned: return kCorrect;
    case OriginStage::in_review: return by_machine ? kMachine : kReview;
    case OriginStage::held: return kPapers;
    case OriginStage::approved: return kIssue;
    case OriginStage::none:
    case OriginStage::issued:
    case OriginStage::superseded:
    case OriginStage::cancelled:
    case OriginStage::revoked:
    case OriginStage::expired:
    case OriginStage::refused:
    case OriginStage::withdrawn: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Waiting> waiting_for(const OriginHead& head) { return waiting_for(head.stage, head.due_at.has_value()); }

std::optional<Instant> due_of(const OriginHead& head, const Waiting& waiting) {
  if (waiting.duty != kReview.duty || !head.review_due_on) return std::nullopt;
  return start_of_legal_day(head.review_due_on->plus_days(1)).plus_ms(-1);
}

bool is_work(OriginEvent event) {
  switch (event) {
    case OriginEvent::approve:
    case OriginEvent::return_for_repair:
    case OriginEvent::refuse:
    case OriginEvent::ask_papers:
    case OriginEvent::hand_in_papers: return true;
    case OriginEvent::lodge:
    case OriginEvent::lodge_refused:
    case OriginEvent::lodge_again:
    case OriginEvent::lodge_again_refused:
    case OriginEvent::approve_by_machine:
    case OriginEvent::withdraw:
    case OriginEvent::issue:
    case OriginEvent::supersede:
    case OriginEvent::cancel:
    case OriginEvent::revoke:
    case OriginEvent::expire:
    case OriginEvent::record_print: return false;
  }
  return false;
}

std::vector<OriginStage> work_stages_of_origin(Role role) {
  std::vector<OriginStage> stages;
  for (const OriginTransition& row : kOriginLifecycle) {
    const bool is_known = !stages.empty() && stages.back() == row.from;  // the table is sorted by stage
    if (!is_known && row.by.has(role) && is_work(row.event)) stages.push_back(row.from);
  }
  return stages;
}

}  // namespace datong::domain
