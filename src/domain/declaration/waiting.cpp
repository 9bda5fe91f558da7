#include "domain/declaration/waiting.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/declaration/effects.hpp"

namespace datong::domain {
namespace {

using enum Turn;

constexpr Waiting kCorrect{Role::enterprise, "correct", "修改后再报", "correct the declaration and lodge it again", enterprise};
constexpr Waiting kAmend{Role::enterprise, "lodge_amendment", "提交更改", "lodge the amendment", enterprise};
constexpr Waiting kBringPapers{Role::enterprise, "bring_papers", "提交随附单证", "bring the papers", enterprise};
constexpr Waiting kBetterPapers{Role::enterprise, "correct_papers", "更正随附单证", "bring papers that agree with the data", enterprise};
constexpr Waiting kPay{Role::enterprise, "pay", "缴费", "pay the fee", enterprise};
constexpr Waiting kAcceptByMachine{Role::machine, "accept", "机器受理", "acceptance by the machine", machine};
constexpr Waiting kDraw{Role::machine, "draw", "抽签", "the draw", machine};
constexpr Waiting kDecideAmendment{Role::desk, "decide_amendment", "审批更改申请", "decide on the amendment asked for", officer};
constexpr Waiting kDecideWithdrawal{Role::desk, "decide_withdrawal", "审批撤销申请", "decide on the withdrawal asked for", officer};
constexpr Waiting kReview{Role::desk, "accept", "审单受理", "review and accept", officer};
constexpr Waiting kAssign{Role::desk, "assign", "施检分单", "assign an inspector", officer};
constexpr Waiting kBegin{Role::inspector, "begin_inspection", "核对单证并开始施检", "compare the papers and begin the inspection", officer};
constexpr Waiting kInspect{Role::inspector, "result", "检验并登记结果", "inspect and record the result", officer};
constexpr Waiting kTest{Role::laboratory, "test_sample", "检测样品并登记报告", "test the sample and record the report", officer};
constexpr Waiting kAfterFailure{Role::inspector, "after_failure", "决定不合格货物的处置", "decide what follows the failure", officer};
constexpr Waiting kTreatment{Role::inspector, "complete_treatment", "完成处理", "complete the treatment", officer};
constexpr Waiting kCalculate{Role::fee_desk, "calculate_fee", "计费", "calculate the fee", officer};
constexpr Waiting kDraft{Role::certificate_desk, "draft_certificate", "拟制证书", "draft the certificates", officer};
constexpr Waiting kSign{Role::certificate_desk, "sign_certificate", "签发证书", "sign the certificates", officer};
constexpr Waiting kClearance{Role::desk, "issue_clearance_form", "签发通关单", "issue the clearance form", officer};
constexpr Waiting kRelease{Role::desk, "release", "放行", "release", officer};
constexpr Waiting kClose{Role::desk, "close", "归档", "file the case", nobody};  // what was asked for is done

bool has_certificate(const DeclarationHead& head, const std::string& code, bool signed_only) {
  return code == "97" || std::any_of(head.certificates.begin(), head.certificates.end(), [&](const CertificateRef& certificate) {
           return certificate.code == code && (certificate.stage == CertificateStage::signed_ ||
                                               (!signed_only && certificate.stage == CertificateStage::drafted));
         });
}
bool has_certificates(const DeclarationHead& head, bool signed_only) {
  const auto& codes = head.required_certificates;
  return std::all_of(codes.begin(), codes.end(), [&](const std::string& code) { return has_certificate(head, code, signed_only); });
}

/// In the order in which `may_be_released` asks, so that what is named is what is refused (N06: fee before signature and release).
Waiting before_release(const DeclarationHead& head, bool clearance_form_in_use) {
  if (head.fee == Fee::none || head.fee == Fee::reversed) return kCalculate;
  if (head.fee == Fee::due) return kPay;
  if (head.papers == Papers::due) return kBringPapers;
  if (head.papers == Papers::inaccurate) return kBetterPapers;
  if (!has_certificates(head, false)) return kDraft;
  if (!has_certificates(head, true)) return kSign;
  const bool form_is_out = head.clearance == Clearance::issued || head.clearance == Clearance::used;
  return form_is_out || !clearance_form_in_use ? kRelease : kClearance;
}

Waiting in_review(const DeclarationHead& head) {
  const bool papers_first = head.papers_mode == PapersMode::before_acceptance;
  if (papers_first && head.papers == Papers::due) return kBringPapers;
  if (papers_first && head.papers == Papers::inaccurate) return kBetterPapers;
  return head.due_at ? kAcceptByMachine : kReview;
}

/// Exports are not inspected before their papers agree: the inspector takes them, or the desk when they go before acceptance.
Waiting ordered(const DeclarationHead& head) {
  if (head.direction == Direction::import_ || head.papers == Papers::accurate) return kBegin;
  if (head.papers == Papers::inaccurate) return kBetterPapers;
  return head.papers_mode == PapersMode::at_inspection ? kBegin : kBringPapers;
}

}  // namespace

std::optional<Waiting> waiting_for(const DeclarationHead& head, bool clearance_form_in_use) {
  if (is_final(head.stage) || head.stage == Stage::none) return std::nullopt;
  switch (head.change) {
    case Change::none: break;
    case Change::amend_asked: return kDecideAmendment;
    case Change::withdraw_asked: return kDecideWithdrawal;
    case Change::amend_granted: return kAmend;
  }
  switch (head.stage) {
    case Stage::returned: return kCorrect;
    case Stage::in_review: return in_review(head);
    case Stage::accepted: return kAssign;
    case Stage::assigned: return kDraw;
    case Stage::ordered: return ordered(head);
    case Stage::inspecting: return head.laboratory == Laboratory::sampled ? kTest : kInspect;
    case Stage::failed: return kAfterFailure;
    case Stage::treating: return kTreatment;
    case Stage::waived:
    case Stage::passed: return before_release(head, clearance_form_in_use);
    case Stage::released: return kClose;
    case Stage::none:
    case Stage::closed:
    case Stage::withdrawn:
    case Stage::lapsed:
    case Stage::refused: break;
  }
  return std::nullopt;
}

std::optional<Instant> due_of(const DeclarationHead& head, const Waiting& waiting) {
  const bool lapses = head.stage == Stage::accepted || head.stage == Stage::ordered;
  return lapses && waiting.turn != machine ? head.due_at : std::nullopt;
}

bool is_work(const DeclarationHead& head, Event event) {
  switch (event) {
    case Event::accept:
    case Event::return_for_repair:
    case Event::refuse:
    case Event::assign:
    case Event::begin_inspection:
    case Event::pass:
    case Event::fail:
    case Event::rework:
    case Event::order_treatment:
    case Event::complete_treatment:
    case Event::reinspect:
    case Event::release:
    case Event::close_failed:
    case Event::grant_withdrawal:
    case Event::compare_papers_accurate:
    case Event::compare_papers_inaccurate:
    case Event::settle_fee:
    case Event::grant_amendment:
    case Event::refuse_withdrawal:
    case Event::issue_clearance_form:
    case Event::draft_certificate:
    case Event::sign_certificate:
    case Event::send_sample:
    case Event::record_test_conforms:
    case Event::record_test_does_not_conform: return true;
    case Event::calculate_fee: return head.fee != Fee::due;
    case Event::refuse_amendment: return head.change == Change::amend_asked;  // granted: the enterprise is waited for
    case Event::reassign:
    case Event::close:
    case Event::reverse_fee:
    case Event::recall_clearance_form:
    case Event::cancel_certificate:
    case Event::report_clearance_used:  // by customs' system, whenever it comes
    case Event::lodge:
    case Event::lodge_refused:
    case Event::lodge_again:
    case Event::lodge_again_refused:
    case Event::order_inspection:
    case Event::waive_inspection:
    case Event::abandon:
    case Event::lapse:
    case Event::settle_nothing:
    case Event::ask_amendment:
    case Event::lodge_amendment:
    case Event::lodge_amendment_refused:
    case Event::ask_withdrawal:
    case Event::papers_reset:
    case Event::void_fee:
    case Event::send_another_sample:
    case Event::withdraw_sample:
    case Event::laboratory_reset: return false;
  }
  return false;
}

bool may_be_done_on_many(Event event) {
  return event == Event::accept || event == Event::assign || event == Event::reassign || event == Event::calculate_fee ||
         event == Event::release || event == Event::close;
}

std::vector<Stage> work_stages(Role role) {
  using enum Stage;
  switch (role) {
    case Role::desk: return {in_review, accepted, ordered, waived, inspecting, passed, failed, treating, released};
    case Role::inspector: return {ordered, inspecting, failed, treating};
    case Role::fee_desk: return {waived, passed, failed, treating};
    case Role::certificate_desk: return {waived, passed, failed, released};
    case Role::supervisor: return {accepted, failed};
    case Role::laboratory: return {inspecting};
    case Role::enterprise:
    case Role::machine:
    case Role::administrator:
    case Role::headquarters:
    case Role::partner: break;
  }
  return {};
}

namespace {

std::string_view value_of(const StepData& data, std::string_view name) {
  const auto found = std::find_if(data.begin(), data.end(), [&](const auto& each) { return each.first == name; });
  return found == data.end() ? std::string_view() : std::string_view(found->second);
}

void set_certificates(DeclarationHead& head, std::string_view numbers, CertificateStage stage) {
  for (const std::string_view number : split(numbers, ' ')) {
    for (CertificateRef& certificate : head.certificates) {
      if (certificate.number == number) certificate.stage = stage;
    }
  }
}

}  // namespace

Result<void> advance(DeclarationHead& head, Event event, const StepData& data) {
  const auto row = find_row(head, event);
  if (!row) {
    return failure(Code::corrupt, "no row for " + std::string(event_spec(event).name) + " in " + std::string(stage_name(head.stage)));
  }
  if (row->stage) {
    head.stage = *row->stage;
    if (event == Event::grant_withdrawal || event == Event::lapse) head.change = Change::none;
  } else {
    set_track(head, row->value->first, row->value->second);
  }
  const std::string_view number = value_of(data, "certificate_number");
  if (event == Event::draft_certificate) {
    CertificateRef drafted;
    drafted.number = number;
    drafted.code = value_of(data, "certificate_code");
    head.certificates.push_back(std::move(drafted));
  }
  if (event == Event::sign_certificate) set_certificates(head, number, CertificateStage::signed_);
  if (event == Event::cancel_certificate) set_certificates(head, number, CertificateStage::cancelled);
  return {};
}

DeclarationHead before_first_step(const DeclarationHead& head) {
  DeclarationHead before = head;
  before.stage = Stage::none;
  before.papers = Papers::due;
  before.fee = Fee::none;
  before.change = Change::none;
  before.clearance = Clearance::none;
  before.laboratory = Laboratory::none;
  before.certificates.clear();
  before.due_at.reset();
  return before;
}

}  // namespace datong::domain
