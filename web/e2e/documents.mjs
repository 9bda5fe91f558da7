// Declarations that pass the review, for journeys that begin after lodging.
const legalDay = (plus = 0) => new Date(Date.now() + 8 * 3_600_000 + plus * 86_400_000).toISOString().slice(0, 10);

/** An export of trousers: drawn for inspection once in fifty. */
export function exportDeclaration(reference, goods = {}) {
  return {
    declarant_reference: reference, message_uuid: `uuid-${reference}`, direction: 'O', declaration_kind: '24', declared_on: legalDay(), accepting_office: '310100', issuing_office: '310100',
    inspecting_office: '310100', destination_office: '310100', declarant_registration: '3100600001', declarant_name: '上海示例进出口有限公司', organisation_code: '91310000MA1A2B3C6X',
    declarant_person_certificate: '3100700001', declarant_person_name: '张三', contact_name: '张三', contact_telephone: '021-55500001', consignor_code: '3100600001', consignor_name_zh: '上海示例进出口有限公司',
    consignor_name_foreign: 'SHANGHAI EXAMPLE IMPORT AND EXPORT CO., LTD.', consignee_name_foreign: 'EXAMPLE APPAREL INC.', transport_mode: '1', conveyance_name: 'EXAMPLE STAR', conveyance_number: '012E',
    trade_mode: '11', contract_number: 'SE-2024-0001', invoice_number: 'INV-0001', trading_country: '840', loading_port: '156000', arrival_port: '840001', shipped_on: legalDay(20),
    bill_of_lading_number: 'COSU6000000001', goods_place: '上海洋山港区1号仓库', marks_and_numbers: 'N/M', customs_office: '2248', customs_registration: '3122260001', special_business_flags: '0000',
    special_clearance_flags: '0000', attached_documents_text: '合同,发票,装箱单',
    goods: [{
      line_number: 1, commodity_code: '6204620000', ciq_code: '6204620000999', goods_name_zh: '棉制女式长裤', goods_name_foreign: "WOMEN'S COTTON TROUSERS", quantity: '1200', quantity_unit: '011', weight: '480.5',
      weight_unit: '035', statutory_quantity: '1200', statutory_unit: '011', value: '18600', currency: '840', unit_price: '15.5', origin_place: '310115', purpose: '99', attributes: '19',
      producer_registration: '3100600001', producer_name: '上海示例服装厂', produced_on: legalDay(-30).replaceAll('-', ''), packages: [{ package_kind: '22', package_count: 60, main_package_flag: '1' }], ...goods,
    }],
    containers: [{ container_kind: '211', container_count: 1, shared_container_flag: '0', numbers: [{ container_number: 'CSQU3054383', goods_lines: '1' }] }],
    attached_documents: [{ document_kind: '101001', document_name: '合同' }, { document_kind: '101002', document_name: '发票' }, { document_kind: '101004', document_name: '装箱单' }],
    required_certificates: [{ certificate_code: '11', originals: 1, copies: 2 }, { certificate_code: '97', originals: 1, copies: 2 }],
  };
}

/** Dangerous goods are inspected every time. */
export const inspectedDeclaration = (reference) => exportDeclaration(reference, {
  commodity_code: '2807000010', ciq_code: '2807000010999', goods_name_zh: '硫酸', goods_name_foreign: 'SULPHURIC ACID', quantity: '480.5', quantity_unit: '035', statutory_quantity: '480.5', statutory_unit: '035',
  un_number: '1830', dangerous_goods_name: 'SULPHURIC ACID', packing_group: '2', dangerous_packaging_mark: '3H1/Y1.4/150',
});

/** Plants travel with a phytosanitary certificate, whose drafter must state more. */
export const plantDeclaration = (reference) => ({
  ...exportDeclaration(reference, { commodity_code: '0601101000', ciq_code: '0601101000999', goods_name_zh: '番红花球茎', goods_name_foreign: 'SAFFRON CORMS', quantity_unit: '007', statutory_unit: '007' }),
  required_certificates: [{ certificate_code: '18', originals: 1, copies: 2 }, { certificate_code: '97', originals: 1, copies: 2 }],
});
