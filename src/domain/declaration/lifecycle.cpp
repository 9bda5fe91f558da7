#include "domain/declaration/lifecycle.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace datong::domain {

using enum Event;

constinit const std::array<EventSpec, 50> kEvents{{
    {lodge, "lodge", "收到申报", "lodge", "transport_ack", {}},
    {lodge_refused, "lodge_refused", "机审退回", "machine review refuses", "business_nack", {}},
    {lodge_again, "lodge_again", "修改后再报", "lodge again", "transport_ack", {}},
    {lodge_again_refused, "lodge_again_refused", "再报机审退回", "machine review refuses again", "business_nack", {}},
    {accept, "accept", "受理", "accept", "accepted", {}},
    {return_for_repair, "return_for_repair", "退单修改", "return for repair", "returned", {"!reason_code", "!reason"}},
    {refuse, "refuse", "不予受理", "refuse", "refused", {"!reason_code", "!reason"}},
    {assign, "assign", "施检分单", "assign", "", {"!inspector"}},
    {reassign, "reassign", "改派", "reassign", "", {"!inspector", "reason"}},
    {order_inspection, "order_inspection", "查验指令", "order inspection", "inspection_order", {}},
    {waive_inspection, "waive_inspection", "免予查验", "waive inspection", "inspection_waived", {}},
    {begin_inspection, "begin_inspection", "开始施检", "begin inspection", "", {}},
    {pass, "pass", "检验合格", "pass", "result_pass", {"remark"}},
    {fail, "fail", "检验不合格", "fail", "result_fail", {"!reason_code", "!reason"}},
    {send_sample, "send_sample", "抽样送检", "send a sample to the laboratory", "sample_sent", {"!test_items", "sample_number"}},
    {send_another_sample, "send_another_sample", "重新抽样送检", "send another sample", "sample_sent", {"!test_items", "!reason", "sample_number"}},
    {withdraw_sample, "withdraw_sample", "撤回样品", "withdraw the sample", "sample_withdrawn", {"!reason"}},
    {record_test_conforms, "record_test_conforms", "登记检测符合", "record: the test conforms", "test_conforms", {"!report_number", "remark"}},
    {record_test_does_not_conform, "record_test_does_not_conform", "登记检测不符合", "record: the test does not conform", "test_does_not_conform", {"!report_number", "!remark"}},
    {laboratory_reset, "laboratory_reset", "重检检测清零", "void the test on re-inspection", "", {}},
    {rework, "rework", "返工整理", "rework", "inspection_order", {"reason"}},
    {order_treatment, "order_treatment", "卫生除害处理", "order treatment", "inspection_order", {"!treatment", "reason"}},
    {complete_treatment, "complete_treatment", "处理完毕", "complete treatment", "", {"remark"}},
    {reinspect, "reinspect", "复验", "re-inspect", "inspection_order", {"!reason"}},
    {release, "release", "放行", "release", "released", {}},
    {close, "close", "归档", "close", "closed", {}},
    {close_failed, "close_failed", "不合格结案", "close as non-conforming", "closed", {"!reason"}},
    {grant_withdrawal, "grant_withdrawal", "同意撤销", "grant withdrawal", "withdrawn", {}},
    {abandon, "abandon", "放弃申报", "abandon", "withdrawn", {"reason"}},
    {lapse, "lapse", "逾期自动撤销", "lapse", "auto_withdrawn", {}},
    {compare_papers_accurate, "compare_papers_accurate", "单证核对相符", "papers agree", "papers_accurate", {}},
    {compare_papers_inaccurate, "compare_papers_inaccurate", "单证核对不符", "papers do not agree", "papers_inaccurate", {"!reason_code", "!reason"}},
    {calculate_fee, "calculate_fee", "计费", "calculate the fee", "fee_notice", {}},
    {settle_nothing, "settle_nothing", "无需缴费", "nothing to pay", "fee_paid", {}},
    {settle_fee, "settle_fee", "收费", "settle the fee", "fee_paid", {"!amount_fen", "!payment_reference"}},
    {reverse_fee, "reverse_fee", "冲销", "reverse the fee", "fee_reversed", {"!reason"}},
    {void_fee, "void_fee", "重检冲销", "void the fee on re-inspection", "fee_reversed", {}},
    {ask_amendment, "ask_amendment", "申请更改", "ask for amendment", "amendment_asked", {"!reason"}},
    {grant_amendment, "grant_amendment", "同意更改", "grant amendment", "amendment_granted", {}},
    {refuse_amendment, "refuse_amendment", "不同意更改", "refuse amendment", "amend_refused", {"!reason"}},
    {lodge_amendment, "lodge_amendment", "更改报检", "lodge the amendment", "amended", {}},
    {lodge_amendment_refused, "lodge_amendment_refused", "更改不符", "amendment refused by review", "amend_refused", {}},
    {ask_withdrawal, "ask_withdrawal", "申请撤销", "ask for withdrawal", "withdrawal_asked", {"!reason"}},
    {refuse_withdrawal, "refuse_withdrawal", "不同意撤销", "refuse withdrawal", "withdrawal_refused", {"!reason"}},
    {issue_clearance_form, "issue_clearance_form", "签发通关单", "issue the clearance form", "clearance_sent", {}},
    {recall_clearance_form, "recall_clearance_form", "收回通关单", "recall the clearance form", "clearance_recalled", {"!reason"}},
    {report_clearance_used, "report_clearance_used", "海关核销", "customs used the form", "customs_used", {"customs_declaration"}},
    {draft_certificate, "draft_certificate", "拟制证书", "draft a certificate", "", {"!certificate_code", "*content"}},
    {sign_certificate, "sign_certificate", "签发证书", "sign a certificate", "certificate_ready", {"!certificate_number"}},
    {cancel_certificate, "cancel_certificate", "注销证书", "cancel a certificate", "certificate_cancelled", {"!certificate_number", "!reason"}},
}};

namespace {

constexpr std::array<std::string_view, kStageCount> kStageNames{
    "none", "returned", "in_review", "accepted", "assigned", "ordered", "waived", "inspecting", "passed", "failed", "treating",
    "released", "closed", "withdrawn", "lapsed", "refused"};

constexpr EventSpec kPapersReset{papers_reset, "papers_reset", "单证待核", "papers due again", "papers_due", {}};

// Reference §2.6: receipt codes and the client status they lead to.
constexpr std::pair<std::string_view, std::string_view> kResponseCodes[] = {
    {"transport_ack", "1000"}, {"business_nack", "1101"}, {"returned", "1201"}, {"refused", "1901"}, {"accepted", "1300"},
    {"inspection_order", "1500"}, {"inspection_waived", "1400"}, {"released", "2000"}, {"clearance_sent", "3000"},
};

}  // namespace

const EventSpec& event_spec(Event event) {
  if (event == papers_reset) return kPapersReset;
  const auto found = std::find_if(kEvents.begin(), kEvents.end(), [&](const EventSpec& spec) { return spec.event == event; });
  CHECK(found != kEvents.end());
  return *found;
}

std::optional<Event> event_by_name(std::string_view name) {
  for (const EventSpec& spec : kEvents) {
    if (spec.name == name) return spec.event;
  }
  return std::nullopt;
}

std::string_view stage_name(Stage stage) { return kStageNames[static_cast<std::size_t>(stage)]; }

std::optional<Stage> stage_by_name(std::string_view name) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i) {
    if (kStageNames[i] == name) return static_cast<Stage>(i);
  }
  return std::nullopt;
}

std::string_view guard_name(Guard guard) {
  switch (guard) {
    case Guard::always: return "always";
    case Guard::can_be_accepted: return "can_be_accepted";
    case Guard::can_be_assigned: return "can_be_assigned";
    case Guard::drawn: return "drawn";
    case Guard::not_drawn: return "not_drawn";
    case Guard::can_begin_inspection: return "can_begin_inspection";
    case Guard::is_the_inspector: return "is_the_inspector";
    case Guard::can_pass: return "can_pass";
    case Guard::can_fail: return "can_fail";
    case Guard::can_be_reworked: return "can_be_reworked";
    case Guard::within_reinspection_days: return "within_reinspection_days";
    case Guard::may_be_released: return "may_be_released";
    case Guard::withdrawal_is_asked: return "withdrawal_is_asked";
    case Guard::no_change_pending: return "no_change_pending";
    case Guard::papers_can_be_compared: return "papers_can_be_compared";
    case Guard::fee_can_be_calculated: return "fee_can_be_calculated";
    case Guard::nothing_is_owed: return "nothing_is_owed";
    case Guard::other_than_calculator: return "other_than_calculator";
    case Guard::not_yet_released: return "not_yet_released";
    case Guard::amendment_can_be_asked: return "amendment_can_be_asked";
    case Guard::withdrawal_can_be_asked: return "withdrawal_can_be_asked";
    case Guard::clearance_can_be_issued: return "clearance_can_be_issued";
    case Guard::clearance_is_unused: return "clearance_is_unused";
    case Guard::certificate_can_be_drafted: return "certificate_can_be_drafted";
    case Guard::certificate_can_be_signed: return "certificate_can_be_signed";
    case Guard::certificate_can_be_cancelled: return "certificate_can_be_cancelled";
    case Guard::sample_can_be_sent: return "sample_can_be_sent";
    case Guard::sample_can_be_withdrawn: return "sample_can_be_withdrawn";
    case Guard::test_can_be_recorded: return "test_can_be_recorded";
    case Guard::may_lapse: return "may_lapse";
  }
  return "";
}

std::string_view track_name(Track track) {
  switch (track) {
    case Track::papers: return "papers";
    case Track::fee: return "fee";
    case Track::change: return "change";
    case Track::clearance: return "clearance";
    case Track::certificates: return "certificates";
    case Track::laboratory: return "laboratory";
  }
  return "";
}

std::string_view value_name(Track track, std::uint8_t value) {
  constexpr std::string_view papers[] = {"", "due", "accurate", "inaccurate"};
  constexpr std::string_view fee[] = {"none", "due", "settled", "reversed"};
  constexpr std::string_view change[] = {"none", "amend_asked", "withdraw_asked", "amend_granted"};
  constexpr std::string_view clearance[] = {"none", "issued", "recalled", "used"};
  constexpr std::string_view laboratory[] = {"none", "sampled", "conforms", "does_not_conform"};
  CHECK(value < 4);
  switch (track) {
    case Track::papers: return papers[value];
    case Track::fee: return fee[value];
    case Track::change: return change[value];
    case Track::clearance: return clearance[value];
    case Track::certificates: return "";
    case Track::laboratory: return laboratory[value];
  }
  return "";
}

std::string_view eciq_response_code(std::string_view receipt_kind) {
  for (const auto& [kind, code] : kResponseCodes) {
    if (kind == receipt_kind) return code;
  }
  return "";
}

}  // namespace datong::domain
