import type { Words } from './text';

/** Stages of a declaration, in plain words. */
export const kDeclarationStages = {
  returned: ['退回修改', 'Returned'], in_review: ['审单中', 'In review'], accepted: ['已受理', 'Accepted'], assigned: ['已分单', 'Assigned'],
  ordered: ['待施检', 'To be inspected'], waived: ['免予查验', 'Inspection waived'], inspecting: ['施检中', 'Being inspected'], passed: ['检验合格', 'Passed'],
  failed: ['检验不合格', 'Failed'], treating: ['处理中', 'Being treated'], released: ['已放行', 'Released'], closed: ['已归档', 'Closed'],
  withdrawn: ['已撤销', 'Withdrawn'], lapsed: ['逾期撤销', 'Lapsed'], refused: ['不予受理', 'Refused'],
} satisfies Words;

/** Stages of an application, which become the status of the certificate. */
export const kOriginStages = {
  returned: ['退回修改', 'Returned'], in_review: ['审签中', 'In review'], held: ['待补材料', 'Waiting for papers'], approved: ['已同意,待签发', 'Approved, being issued'],
  issued: ['已签发', 'Issued'], superseded: ['已被取代', 'Superseded'], cancelled: ['已注销', 'Cancelled'], revoked: ['已撤销', 'Revoked'], expired: ['已过期', 'Expired'],
  refused: ['不予签证', 'Refused'], withdrawn: ['已撤回', 'Withdrawn'],
} satisfies Words;

export const kAdmissionStages = {
  asked: ['待审', 'Asked'], granted: ['已登记', 'Granted'], refused: ['未同意', 'Refused'], withdrawn: ['已取消', 'Withdrawn'], change_asked: ['申请变更中', 'Change asked'],
} satisfies Words;

export const kGoodStages = ['passed', 'waived', 'released', 'closed', 'issued', 'granted'];
export const kBadStages = ['returned', 'failed', 'lapsed', 'refused', 'cancelled', 'revoked', 'withdrawn', 'expired'];

export const kRoles = {
  enterprise: ['企业', 'Enterprise'], machine: ['平台', 'Platform'], desk: ['受理岗', 'Document desk'], inspector: ['检验人员', 'Inspector'], laboratory: ['实验室', 'Laboratory'],
  fee_desk: ['计收费岗', 'Fee desk'], certificate_desk: ['签证岗', 'Certificate desk'], supervisor: ['主管', 'Supervisor'], administrator: ['机构管理员', 'Administrator'],
  headquarters: ['总局', 'Headquarters'], partner: ['海关', 'Customs'],
} satisfies Words;

export const kTracks = {
  papers: ['单证', 'Papers'], papers_due: ['待核', 'due'], papers_accurate: ['相符', 'agree'], papers_inaccurate: ['不符', 'do not agree'],
  fee: ['费用', 'Fee'], fee_none: ['未计', 'not calculated'], fee_due: ['待缴', 'to be paid'], fee_settled: ['已缴', 'settled'], fee_reversed: ['已冲销', 'reversed'],
  change: ['更改', 'Change'], change_none: ['无', 'none'], change_amend_asked: ['申请更改中', 'amendment asked'], change_withdraw_asked: ['申请撤销中', 'withdrawal asked'],
  change_amend_granted: ['已同意更改', 'amendment granted'],
  clearance: ['通关单', 'Clearance form'], clearance_none: ['未签', 'not issued'], clearance_issued: ['已签发', 'issued'], clearance_recalled: ['已收回', 'recalled'],
  clearance_used: ['已核销', 'used by customs'],
  laboratory: ['检测', 'Laboratory'], laboratory_sampled: ['样品在检', 'sample being tested'], laboratory_conforms: ['符合', 'conforms'],
  laboratory_does_not_conform: ['不符合', 'does not conform'],
} satisfies Words;

export const kChannels = {
  client: ['企业端', 'Client'], browser: ['网页', 'Browser'], hall_terminal: ['大厅终端', 'Hall terminal'], counter_entry: ['柜台代录', 'Counter, entered'],
  counter_paper: ['柜台纸质', 'Counter, on paper'],
} satisfies Words;

/** What an act asks for. */
export const kParameters = {
  reason_code: ['原因', 'Reason'], reason: ['说明', 'In words'], inspector: ['检验人员', 'Inspector'], remark: ['备注', 'Remark'], treatment: ['处理方式', 'Treatment'],
  amount_fen: ['实收金额(元)', 'Amount received (CNY)'], payment_reference: ['缴费凭证号', 'Payment reference'], certificate_code: ['证书种类', 'Kind of certificate'],
  certificate_number: ['证书', 'Certificate'], customs_declaration: ['海关报关单号', 'Customs declaration'], points: ['要改的地方', 'What to correct'],
  papers: ['材料', 'Papers'], copy: ['打印的是哪一联', 'Which copy was printed'], successor: ['新证书号', 'Number of the new certificate'], cause: ['缘由', 'Cause'],
  sample_number: ['样品编号', 'Sample number'], test_items: ['检测项目', 'What is to be tested'], report_number: ['检测报告编号', 'Number of the test report'],
} satisfies Words;

export const kFields = {
  reference: ['企业编号', 'Reference'], declaration_number: ['报检号', 'Declaration number'], certificate_number: ['证书号', 'Certificate number'],
  clearance_number: ['通关单号', 'Clearance form'], unit: ['单位', 'Unit'], office: ['受理机构', 'Office'], inspecting_office: ['施检机构', 'Inspecting office'],
  lodged_at: ['申报时间', 'Lodged'], version: ['版本', 'Version'], channel: ['方式', 'Door'], accepted_by: ['受理人', 'Accepted by'], assigned_to: ['检验人员', 'Inspector'],
  approved_by: ['审签人', 'Approved by'], issued_on: ['签发日期', 'Issued on'], valid_until_on: ['有效至', 'Valid until'], review_due_on: ['最迟审结', 'Decided by'],
  sample_number: ['样品编号', 'Sample'], test_items: ['检测项目', 'To be tested'], report_number: ['检测报告', 'Test report'],
  supersedes: ['取代的证书', 'Follows'], superseded_by: ['被取代为', 'Followed by'], prints: ['已打印', 'Printed'], kind: ['种类', 'Kind'],
} satisfies Words;
