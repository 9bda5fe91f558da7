import { useCallback } from 'react';
import { type Words, useLanguage } from './text';

/** Names of acts where a list names them without their case; the case itself brings its own. */
const kDeclarationActs = {
  lodge: ['收到申报', 'lodge'],
  lodge_refused: ['机审退回', 'machine review refuses'],
  lodge_again: ['修改后再报', 'lodge again'],
  lodge_again_refused: ['再报机审退回', 'machine review refuses again'],
  accept: ['受理', 'accept'],
  return_for_repair: ['退单修改', 'return for repair'],
  refuse: ['不予受理', 'refuse'],
  assign: ['施检分单', 'assign'],
  reassign: ['改派', 'reassign'],
  order_inspection: ['查验指令', 'order inspection'],
  waive_inspection: ['免予查验', 'waive inspection'],
  begin_inspection: ['开始施检', 'begin inspection'],
  pass: ['检验合格', 'pass'],
  fail: ['检验不合格', 'fail'],
  send_sample: ['抽样送检', 'send a sample to the laboratory'],
  send_another_sample: ['重新抽样送检', 'send another sample'],
  withdraw_sample: ['撤回样品', 'withdraw the sample'],
  record_test_conforms: ['登记检测符合', 'record: the test conforms'],
  record_test_does_not_conform: ['登记检测不符合', 'record: the test does not conform'],
  laboratory_reset: ['重检检测清零', 'void the test on re-inspection'],
  rework: ['返工整理', 'rework'],
  order_treatment: ['卫生除害处理', 'order treatment'],
  complete_treatment: ['处理完毕', 'complete treatment'],
  reinspect: ['复验', 're-inspect'],
  release: ['放行', 'release'],
  close: ['归档', 'close'],
  close_failed: ['不合格结案', 'close as non-conforming'],
  grant_withdrawal: ['同意撤销', 'grant withdrawal'],
  abandon: ['放弃申报', 'abandon'],
  lapse: ['逾期自动撤销', 'lapse'],
  compare_papers_accurate: ['单证核对相符', 'papers agree'],
  compare_papers_inaccurate: ['单证核对不符', 'papers do not agree'],
  calculate_fee: ['计费', 'calculate the fee'],
  settle_nothing: ['无需缴费', 'nothing to pay'],
  settle_fee: ['收费', 'settle the fee'],
  reverse_fee: ['冲销', 'reverse the fee'],
  void_fee: ['重检冲销', 'void the fee on re-inspection'],
  ask_amendment: ['申请更改', 'ask for amendment'],
  grant_amendment: ['同意更改', 'grant amendment'],
  refuse_amendment: ['不同意更改', 'refuse amendment'],
  lodge_amendment: ['更改报检', 'lodge the amendment'],
  lodge_amendment_refused: ['更改不符', 'amendment refused by review'],
  ask_withdrawal: ['申请撤销', 'ask for withdrawal'],
  refuse_withdrawal: ['不同意撤销', 'refuse withdrawal'],
  issue_clearance_form: ['签发通关单', 'issue the clearance form'],
  recall_clearance_form: ['收回通关单', 'recall the clearance form'],
  report_clearance_used: ['海关核销', 'customs used the form'],
  draft_certificate: ['拟制证书', 'draft a certificate'],
  sign_certificate: ['签发证书', 'sign a certificate'],
  cancel_certificate: ['注销证书', 'cancel a certificate'],
  papers_reset: ['单证待核', 'papers due again'],
} satisfies Words;
const kOriginActs = {
  lodge: ['收到申请', 'lodge'],
  lodge_refused: ['计算机退回', 'machine review refuses'],
  lodge_again: ['修改后再报', 'lodge again'],
  lodge_again_refused: ['再报计算机退回', 'machine review refuses again'],
  approve_by_machine: ['机器审签', 'approved by the machine'],
  approve: ['审签同意', 'approve'],
  return_for_repair: ['退单修改', 'return for correction'],
  refuse: ['不予签证', 'refuse'],
  ask_papers: ['要求补充材料', 'ask for papers'],
  hand_in_papers: ['材料已补充', 'papers handed in'],
  withdraw: ['撤回申请', 'withdraw'],
  issue: ['签发证书', 'issue'],
  supersede: ['被新证书取代', 'supersede'],
  cancel: ['注销证书', 'cancel'],
  revoke: ['撤销证书', 'revoke'],
  expire: ['证书到期', 'expire'],
  record_print: ['登记打印', 'record a print'],
} satisfies Words;
const kAdmissionActs = {
  grant: ['准予登记', 'grant'], refuse: ['不予登记', 'refuse'], withdraw: ['取消登记', 'withdraw'], set_standing: ['设定状态', 'set the standing'],
} satisfies Words;

export function useActName() {
  const { language } = useLanguage();
  return useCallback((kind: string, act: string) => {
    const table: Words = kind === 'declaration' ? kDeclarationActs : kind === 'origin' ? kOriginActs : kAdmissionActs;
    return table[act]?.[language === 'zh' ? 0 : 1] ?? act;
  }, [language]);
}
