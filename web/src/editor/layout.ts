// Where a field stands: the order and density of the paper form. One table a form; a field that is not named here goes behind "more" of the
// section that takes the rest. What a field is, and whether it must be filled, comes from the rules.
import type { FormName } from '../api/types';

/** `*` after a name: over the whole width; `+`: two columns. */
export interface FieldsSection { kind: 'fields'; key: string; zh: string; en: string; fields: string[]; more?: string[]; rest?: boolean; party?: PartyUse[] }
/** Rows of a group: a grid with its most used columns. `detail` stands below the grid for the line one is on. */
export interface GroupSection { kind: 'group'; key: string; group: string; zh?: string; en?: string; half?: boolean; always?: boolean; papers?: boolean }
export type Section = FieldsSection | GroupSection;

/** Members of saved master data and the fields they go to. */
export interface PartyUse { kind: 'party' | 'contact' | 'goods'; zh: string; en: string; to: Record<string, string> }

export interface GroupLayout {
  columns: string[];
  detail?: string[];
  defaults?: Record<string, string>;
  /** Groups of the line that begin with one row: the goods are packed somehow. */
  begins?: string[];
  /** Taken over from the line above when a line is added. */
  carry?: string[];
  goods?: PartyUse;
}

export interface FormLayout {
  sections: Section[];
  groups: Record<string, GroupLayout>;
  defaults: Record<string, string>;
  /** Never shown: the editor makes them. */
  made: string[];
  /** Texts of several lines as a rule. */
  tall?: string[];
  reference: string;
  day: string;
  /** The field that decides which fields there are. */
  variant: string;
}

const party = (zh: string, en: string, prefix: string): PartyUse => ({
  kind: 'party', zh, en, to: { code: `${prefix}_code`, name_zh: `${prefix}_name_zh`, name_foreign: `${prefix}_name_foreign`, address: `${prefix}_address` },
});

export const kLayouts: Record<FormName, FormLayout> = {
  declaration: {
    reference: 'declarant_reference', day: 'declared_on', variant: 'direction', made: ['message_uuid', 'software_type'],
    defaults: { marks_and_numbers: 'N/M' },
    sections: [
      { kind: 'fields', key: 'declarant', zh: '报检单位', en: 'Declarant',
        fields: ['direction', 'declaration_kind', 'declared_on', 'declarant_name', 'declarant_registration', 'organisation_code', 'declarant_person_name', 'declarant_person_certificate',
          'declarant_reference', 'contact_name', 'contact_telephone'],
        more: ['inspection_registration', 'declaration_id'],
        party: [{ kind: 'contact', zh: '报检员与联系人', en: 'Declarant and contact', to: { name: 'contact_name', telephone: 'contact_telephone', person_name: 'declarant_person_name', certificate: 'declarant_person_certificate' } }] },
      { kind: 'fields', key: 'parties', zh: '收发货人', en: 'Consignor and consignee',
        fields: ['consignor_code', 'consignor_name_zh', 'consignor_name_foreign', 'consignee_code', 'consignee_name_zh', 'consignee_name_foreign'],
        more: ['consignor_address', 'consignee_address', 'enterprise_nature'],
        party: [party('发货人', 'Consignor', 'consignor'), party('收货人', 'Consignee', 'consignee')] },
      { kind: 'fields', key: 'offices', zh: '机构', en: 'Offices', fields: ['accepting_office', 'issuing_office', 'inspecting_office', 'destination_office', 'customs_office', 'customs_registration'],
        more: ['accepting_office_name', 'inspecting_office_name', 'destination_office_name'] },
      { kind: 'fields', key: 'transport', zh: '运输', en: 'Transport',
        fields: ['transport_mode', 'conveyance_name', 'conveyance_number', 'trading_country', 'dispatch_country', 'loading_port', 'entry_port', 'arrival_port', 'destination_district', 'shipped_on', 'arrived_on',
          'bill_of_lading_number', 'delivery_order_number', 'goods_place'],
        more: ['call_port', 'house_bill_number', 'discharged_on', 'claim_until_on', 'original_container_flag', 'container_suitability_flag', 'trading_country_name', 'dispatch_country_name', 'loading_port_name',
          'entry_port_name', 'destination_district_name'] },
      { kind: 'fields', key: 'contract', zh: '合同与要求', en: 'Contract and requirements',
        fields: ['trade_mode', 'contract_number', 'invoice_number', 'marks_and_numbers', 'special_requirements', 'attached_documents_text'],
        more: ['credit_number', 'special_business_flags', 'special_clearance_flags', 'related_declaration', 'related_reason'], rest: true },
      { kind: 'group', key: 'goods', group: 'goods', always: true },
      { kind: 'group', key: 'containers', group: 'containers', half: true },
      { kind: 'group', key: 'required_certificates', group: 'required_certificates', half: true },
      { kind: 'group', key: 'attached_documents', group: 'attached_documents', papers: true },
      { kind: 'group', key: 'qualifications', group: 'qualifications', half: true },
      { kind: 'group', key: 'end_users', group: 'end_users', half: true },
      { kind: 'group', key: 'marks', group: 'marks', half: true },
    ],
    groups: {
      goods: {
        begins: ['packages'],
        columns: ['commodity_code', 'ciq_code', 'goods_name_zh', 'quantity', 'quantity_unit', 'weight', 'weight_unit', 'statutory_quantity', 'statutory_unit', 'value', 'currency', 'purpose'],
        detail: ['goods_name_foreign', 'origin_place', 'origin_country', 'producer_registration', 'producer_name', 'foreign_producer_name', 'produced_on', 'lot_number', 'attributes', 'unit_price', 'specification'],
        carry: ['currency', 'purpose', 'quantity_unit', 'weight_unit', 'statutory_unit', 'origin_place', 'origin_country', 'producer_registration', 'producer_name', 'produced_on', 'attributes'],
        goods: { kind: 'goods', zh: '货物', en: 'Goods', to: Object.fromEntries(['commodity_code', 'ciq_code', 'goods_name_zh', 'goods_name_foreign', 'quantity_unit', 'statutory_unit', 'weight_unit', 'currency', 'purpose',
          'origin_place', 'origin_country', 'producer_registration', 'producer_name', 'attributes', 'specification', 'model', 'brand'].map((name) => [name, name])) },
      },
      packages: { columns: ['package_kind', 'package_count', 'main_package_flag'], detail: [], defaults: { main_package_flag: '1' } },
      line_containers: { columns: ['container_number', 'container_kind', 'quantity', 'quantity_unit'] },
      permits: { columns: ['permit_kind', 'permit_number', 'write_off_line', 'write_off_quantity', 'write_off_unit'] },
      vehicles: { columns: ['vehicle_identification', 'engine_number', 'chassis_number', 'product_name_zh', 'model', 'unit_price'] },
      containers: { begins: ['numbers'], columns: ['container_kind', 'container_count', 'shared_container_flag'], defaults: { shared_container_flag: '0' } },
      numbers: { columns: ['container_number', 'goods_lines'] },
      attached_documents: { columns: ['document_kind', 'document_number', 'document_name'] },
      required_certificates: { columns: ['certificate_code', 'originals', 'copies'], defaults: { originals: '1', copies: '2' } },
      qualifications: { columns: ['qualification_kind', 'qualification_number'] },
      end_users: { columns: ['user_name', 'user_code', 'contact_name', 'contact_telephone'] },
      marks: { columns: ['picture_name'] },
    },
  },
  origin: {
    reference: 'applicant_reference', day: 'applied_on', variant: 'kind', made: ['apply_type'], tall: ['exporter', 'consignee', 'marks', 'description'],
    defaults: { apply_type: '1', application_class: '0', promise: '1', third_party_invoice: '0' },
    sections: [
      { kind: 'fields', key: 'applicant', zh: '申请单位', en: 'Applicant',
        fields: ['kind', 'application_class', 'applied_on', 'applicant_name_zh', 'applicant_registration', 'exporter_code', 'applicant_person_name', 'applicant_person_id', 'applicant_person_telephone', 'entering_code',
          'applicant_reference', 'application_place', 'issuing_office', 'collecting_office', 'promise'],
        more: ['certificate_number', 'enterprise_number', 'signatory', 'contact_name', 'contact_telephone'],
        party: [{ kind: 'contact', zh: '申报员', en: 'Officer of the applicant', to: { person_name: 'applicant_person_name', person_id: 'applicant_person_id', telephone: 'applicant_person_telephone' } }] },
      { kind: 'fields', key: 'origin_parties', zh: '出口商与收货人', en: 'Exporter and consignee', fields: ['exporter', 'consignee', 'marks', 'destination_country', 'destination_country_name', 'destination_country_name_zh'],
        more: ['producer', 'producer_confidential', 'exporter_telephone', 'exporter_fax', 'exporter_email', 'consignee_telephone', 'consignee_fax', 'consignee_email'],
        party: [
          { kind: 'party', zh: '出口商', en: 'Exporter', to: { printed: 'exporter', telephone: 'exporter_telephone', fax: 'exporter_fax', email: 'exporter_email' } },
          { kind: 'party', zh: '收货人', en: 'Consignee', to: { printed: 'consignee', telephone: 'consignee_telephone', fax: 'consignee_fax', email: 'consignee_email' } },
        ] },
      { kind: 'fields', key: 'origin_transport', zh: '运输', en: 'Transport',
        fields: ['transport_means', 'conveyance', 'shipped_on', 'loading_port', 'discharge_port', 'destination_port', 'transport_details'],
        more: ['transit_country', 'transit_country_name', 'transit_port', 'predicted_departure', 'retrospective_reason', 'export_declared_on', 'export_declaration_numbers'] },
      { kind: 'fields', key: 'origin_contract', zh: '合同与发票', en: 'Contract and invoice',
        fields: ['invoice_number', 'invoiced_on', 'contract_number', 'trade_mode', 'currency', 'price_terms', 'fob_value', 'total_amount', 'third_party_invoice', 'remarks'],
        more: ['credit_number', 'special_invoice_terms', 'goods_special_clause', 'note', 'exhibition', 'exhibition_name', 'back_to_back', 'first_proof', 'origin_country', 'origin_country_name', 'process', 'valid_until_on'], rest: true },
      { kind: 'group', key: 'goods', group: 'goods', always: true },
      { kind: 'group', key: 'attached_documents', group: 'attached_documents', papers: true },
      { kind: 'group', key: 'cost_sheets', group: 'cost_sheets' },
      { kind: 'group', key: 'invoices', group: 'invoices' },
      { kind: 'group', key: 'third_parties', group: 'third_parties', half: true },
      { kind: 'group', key: 'changes', group: 'changes', half: true },
      { kind: 'group', key: 'mark_pictures', group: 'mark_pictures', half: true, papers: true },
    ],
    groups: {
      goods: {
        columns: ['commodity_code', 'goods_name_zh', 'goods_name_en', 'package_quantity', 'package_unit', 'quantity', 'unit_en', 'unit_zh', 'gross_weight', 'net_weight', 'weight_unit', 'invoice_value', 'fob_value', 'criterion'],
        detail: ['description', 'criterion_reference', 'criterion_sub', 'invoice_price', 'imported_percent', 'producer_code', 'producer_name_zh', 'producer_contact', 'producer_contact_telephone', 'producer_confidential',
          'package_regularity', 'is_remark', 'invoice_number', 'origin_country', 'origin_country_name', 'cost_sheet'],
        defaults: { is_remark: 'N', package_regularity: '1', producer_confidential: 'N' },
        carry: ['package_unit', 'unit_en', 'unit_zh', 'weight_unit', 'criterion', 'producer_code', 'producer_name_zh', 'producer_contact', 'producer_contact_telephone', 'producer_confidential', 'package_regularity',
          'origin_country', 'origin_country_name', 'invoice_number'],
        goods: { kind: 'goods', zh: '货物', en: 'Goods', to: Object.fromEntries(['commodity_code', 'goods_name_zh', 'goods_name_en', 'package_unit', 'unit_en', 'unit_zh', 'weight_unit', 'criterion', 'producer_code',
          'producer_name_zh', 'producer_contact', 'producer_contact_telephone'].map((name) => [name, name])) },
      },
      cost_sheets: { columns: ['sheet_number', 'product_name_zh', 'commodity_code', 'fob_price', 'ex_factory_price', 'currency', 'made_on'],
        detail: ['product_name_en', 'unit', 'labour', 'overhead', 'profit', 'other_cost', 'originating_total', 'non_originating_total', 'process'] },
      materials: { columns: ['name', 'commodity_code', 'origin_country', 'is_originating', 'unit', 'unit_price', 'usage', 'amount'] },
      third_parties: { columns: ['name', 'address', 'country', 'country_name'] },
      invoices: { columns: ['invoice_number', 'invoiced_on', 'contract_number', 'value', 'currency', 'price_terms'] },
      changes: { columns: ['previous_number', 'reason', 'changed_boxes'] },
      attached_documents: { columns: ['document_kind', 'document_number', 'file_name'] },
      mark_pictures: { columns: ['file_name'] },
    },
  },
};

/** What a code brings along: [form, group, field, field to fill, member of the code's row]. A value a person typed otherwise is left alone. */
export const kBrings: readonly [form: FormName, group: string, field: string, to: string, member: 'name_zh' | 'name_en' | 'unit'][] = [
  ['declaration', 'goods', 'commodity_code', 'statutory_unit', 'unit'],
  ['origin', 'origin_application', 'destination_country', 'destination_country_name', 'name_en'],
  ['origin', 'origin_application', 'destination_country', 'destination_country_name_zh', 'name_zh'],
  ['origin', 'origin_application', 'origin_country', 'origin_country_name', 'name_en'],
  ['origin', 'goods', 'origin_country', 'origin_country_name', 'name_en'],
  ['origin', 'third_parties', 'country', 'country_name', 'name_en'],
];
