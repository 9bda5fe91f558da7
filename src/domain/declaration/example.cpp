#include "domain/declaration/example.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace datong::domain {
namespace {

using Values = std::initializer_list<std::pair<FieldAt, std::string_view>>;

void fill(Document& document, Record& record, Values values) {
  for (const auto& [at, value] : values) record.set(at, document.keep(value));
}

Record& add(Document& document, Record& parent, Group group, Values values) {
  Record& child = parent.children().emplace_back(group, document.arena());
  fill(document, child, values);
  return child;
}

/// YYYYMMDD
std::string compact(Date day) {
  std::string text = day.to_string();
  std::erase(text, '-');
  return text;
}

void add_documents(Document& document, std::initializer_list<std::pair<std::string_view, std::string_view>> rows) {
  for (const auto& [kind, name] : rows) {
    add(document, document.header(), Group::attached_document,
        {{F::attached_document::document_kind, kind}, {F::attached_document::document_name, name}});
  }
}

void add_container(Document& document, std::string_view number) {
  namespace C = F::container;
  namespace N = F::container_number;
  Record& container = add(document, document.header(), Group::container,
                          {{C::container_kind, "211"}, {C::container_count, "1"}, {C::shared_container_flag, "0"}});
  add(document, container, Group::container_number, {{N::container_number, number}, {N::goods_lines, "1"}});
}

struct Ware {
  std::string_view code, unit, name_zh, name_en;
};
constexpr std::array<Ware, 5> kExportWares{{{"6204620000", "011", "棉制女式长裤", "WOMEN'S COTTON TROUSERS"},
                                            {"6109100010", "011", "棉制针织T恤衫", "COTTON T-SHIRTS"},
                                            {"6403990090", "025", "皮革面鞋靴", "LEATHER FOOTWEAR"},
                                            {"5002001100", "035", "桑蚕厂丝", "STEAM FILATURE RAW SILK"},
                                            {"8542319000", "007", "处理器集成电路", "PROCESSORS"}}};
constexpr std::array<Ware, 4> kImportWares{{{"9018129100", "001", "彩色超声波诊断仪", "COLOUR ULTRASOUND APPARATUS"},
                                            {"8457101000", "001", "立式加工中心", "VERTICAL MACHINING CENTRE"},
                                            {"8542319000", "007", "处理器集成电路", "PROCESSORS"},
                                            {"6204620000", "011", "棉制女式长裤", "WOMEN'S COTTON TROUSERS"}}};

void set_ware(Document& document, Record& goods, const Ware& ware) {
  namespace G = F::goods;
  fill(document, goods,
       {{G::commodity_code, ware.code},
        {G::ciq_code, std::string(ware.code) + "999"},
        {G::goods_name_zh, ware.name_zh},
        {G::goods_name_foreign, ware.name_en},
        {G::quantity_unit, ware.unit},
        {G::statutory_unit, ware.unit}});
}

Record& add_goods(Document& document, const Ware& ware) {
  namespace G = F::goods;
  namespace P = F::package;
  Record& goods = add(document, document.header(), Group::goods,
                      {{G::line_number, "1"},
                       {G::quantity, "1200"},
                       {G::weight, "480.5"},
                       {G::weight_unit, "035"},
                       {G::statutory_quantity, "1200"},
                       {G::value, "18600"},
                       {G::currency, "840"},
                       {G::unit_price, "15.5"},
                       {G::purpose, "99"},
                       {G::attributes, "19"}});
  set_ware(document, goods, ware);
  add(document, goods, Group::package,
      {{P::package_kind, "22"}, {P::package_count, "60"}, {P::main_package_flag, "1"}});
  return goods;
}

/// What both directions fill in alike.
void fill_common(Document& document, Date day, std::string_view reference) {
  namespace H = F::header;
  fill(document, document.header(),
       {{H::declarant_reference, reference},
        {H::declared_on, day.to_string()},
        {H::accepting_office, "310100"},
        {H::issuing_office, "310100"},
        {H::inspecting_office, "310100"},
        {H::transport_mode, "1"},
        {H::trade_mode, "11"},
        {H::invoice_number, "INV-0001"},
        {H::bill_of_lading_number, "COSU6000000001"},
        {H::goods_place, "上海洋山港区1号仓库"},
        {H::marks_and_numbers, "N/M"},
        {H::customs_office, "2248"},
        {H::special_business_flags, "0000"},
        {H::special_clearance_flags, "0000"}});
}

Record copy_of(Document& document, const Record& source) {
  Record copy(source.group(), document.arena());
  for (std::size_t i = 0; i < fields_of(source.group()).size(); ++i) copy.set(i, source.value(i));
  for (const Record& child : source.children()) copy.children().push_back(copy_of(document, child));
  return copy;
}

}  // namespace

Document example_export(Date legal_day) {
  namespace H = F::header;
  namespace G = F::goods;
  namespace R = F::required_certificate;
  Document document;
  fill_common(document, legal_day, "310060000100000001");
  fill(document, document.header(),
       {{H::message_uuid, "4f1a7c52-6f0e-4c0b-9f5e-1b6f0c8d2a01"},
        {H::direction, "O"},
        {H::declaration_kind, "24"},
        {H::destination_office, "310100"},
        {H::declarant_registration, "3100600001"},
        {H::declarant_name, "上海示例进出口有限公司"},
        {H::organisation_code, "91310000MA1A2B3C6X"},
        {H::declarant_person_certificate, "3100700001"},
        {H::declarant_person_name, "张三"},
        {H::contact_name, "张三"},
        {H::contact_telephone, "021-55500001"},
        {H::consignor_code, "3100600001"},
        {H::consignor_name_zh, "上海示例进出口有限公司"},
        {H::consignor_name_foreign, "SHANGHAI EXAMPLE IMPORT AND EXPORT CO., LTD."},
        {H::consignee_name_foreign, "EXAMPLE APPAREL INC."},
        {H::conveyance_name, "EXAMPLE STAR"},
        {H::conveyance_number, "012E"},
        {H::contract_number, "SE-2024-0001"},
        {H::trading_country, "840"},
        {H::loading_port, "156000"},
        {H::arrival_port, "840001"},
        {H::shipped_on, legal_day.plus_days(20).to_string()},
        {H::customs_registration, "3122260001"},
        {H::attached_documents_text, "合同,发票,装箱单"}});
  Record& goods = add_goods(document, kExportWares[0]);
  fill(document, goods,
       {{G::origin_place, "310115"},
        {G::producer_registration, "3100600001"},
        {G::producer_name, "上海示例服装厂"},
        {G::produced_on, compact(legal_day.plus_days(-30))}});
  add_container(document, "CSQU3054383");
  add_documents(document, {{"101001", "合同"}, {"101002", "发票"}, {"101004", "装箱单"}});
  for (const std::string_view certificate : {"11", "97"}) {
    add(document, document.header(), Group::required_certificate,
        {{R::certificate_code, certificate}, {R::originals, "1"}, {R::copies, "2"}});
  }
  document.seal();
  return document;
}

Document example_plant_export(Date legal_day) {
  Document document = example_export(legal_day);
  for (Record& child : document.header().children()) {
    if (child.group() == Group::goods) set_ware(document, child, {"0601101000", "007", "番红花球茎", "SAFFRON CORMS"});
    const bool asks_quality = child.group() == Group::required_certificate && child[F::required_certificate::certificate_code] == "11";
    if (asks_quality) child.set(F::required_certificate::certificate_code, "18");
  }
  return document;
}

Document example_import(Date legal_day) {
  namespace H = F::header;
  namespace G = F::goods;
  Document document;
  fill_common(document, legal_day, "320091000100000001");
  fill(document, document.header(),
       {{H::message_uuid, "4f1a7c52-6f0e-4c0b-9f5e-1b6f0c8d2a02"},
        {H::direction, "I"},
        {H::declaration_kind, "13"},
        {H::destination_office, "310400"},
        {H::declarant_registration, "3200910001"},
        {H::declarant_name, "江苏示例报检代理有限公司"},
        {H::organisation_code, "100000016"},
        {H::declarant_person_certificate, "3200700001"},
        {H::declarant_person_name, "李四"},
        {H::contact_name, "李四"},
        {H::contact_telephone, "025-55500002"},
        {H::consignor_name_foreign, "BEISPIEL MEDIZINTECHNIK GMBH"},
        {H::consignee_code, "3100600002"},
        {H::consignee_name_zh, "上海示例医疗器械有限公司"},
        {H::consignee_name_foreign, "***"},
        {H::conveyance_name, "EXAMPLE BRIDGE"},
        {H::conveyance_number, "088W"},
        {H::contract_number, "BM-7781"},
        {H::trading_country, "276"},
        {H::dispatch_country, "276"},
        {H::loading_port, "276001"},
        {H::entry_port, "310101"},
        {H::destination_district, "310115"},
        {H::shipped_on, legal_day.plus_days(-35).to_string()},
        {H::arrived_on, legal_day.plus_days(-3).to_string()},
        {H::claim_until_on, legal_day.plus_days(60).to_string()},
        {H::delivery_order_number, "COSU6000000001"},
        {H::original_container_flag, "0"},
        {H::attached_documents_text, "合同,发票,装箱单,提/运单,报检委托书"}});
  fill(document, add_goods(document, kImportWares[0]), {{G::origin_country, "276"}});
  add_container(document, "CSQU3054383");
  add_documents(
      document,
      {{"101001", "合同"}, {"101002", "发票"}, {"101004", "装箱单"}, {"101005", "提单"}, {"101039", "报检委托书"}});
  document.seal();
  return document;
}

void make_lines(Document& document, std::size_t count) {
  auto& children = document.header().children();
  const auto is_goods = [](const Record& record) { return record.group() == Group::goods; };
  const auto first = std::find_if(children.begin(), children.end(), is_goods);
  if (first == children.end()) return;
  const Record model = copy_of(document, *first);
  children.erase(std::remove_if(std::next(first), children.end(), is_goods), children.end());
  const bool is_export = document.direction() == Direction::export_;
  for (std::size_t i = 1; i < count; ++i) {
    Record line = copy_of(document, model);
    set_ware(document, line, is_export ? kExportWares[i % kExportWares.size()] : kImportWares[i % kImportWares.size()]);
    fill(document, line, {{F::goods::line_number, std::to_string(i + 1)}});
    children.push_back(std::move(line));
  }
  document.seal();
}

CertificateContent example_content(std::string_view code) {
  struct Stated {
    std::string_view codes, content, text;
  };
  constexpr Stated kStated[] = {
      {"12", "certified_quantity", "480.5 035"},
      {"13", "certified_quantity", "1200 011"},
      {"14 15 16 17", "health_statement", "FIT FOR THE USE DECLARED."},
      {"17", "animal_identification", "EAR TAGS 1 TO 12"},
      {"18", "botanical_names", "GOSSYPIUM HIRSUTUM"},
      {"18", "additional_declaration", "THE CONSIGNMENT WAS FOUND FREE OF TROGODERMA GRANARIUM."},
      {"18 19", "treated_on", "2024-03-01"},
      {"18 19", "treatment", "FUMIGATION"},
      {"18 19", "chemical", "METHYL BROMIDE"},
      {"18 19", "duration_hours", "24"},
      {"18 19", "temperature_celsius", "21.5"},
      {"18 19", "concentration", "48 G/M3"},
  };
  CertificateContent content;
  for (const Stated& each : kStated) {
    if (code.size() == 2 && each.codes.find(code) != each.codes.npos)
      content.texts.emplace(each.content, each.text);
  }
  return content;
}

std::vector<Enterprise> example_enterprises() {
  const auto enterprise = [](std::int64_t registration, EnterpriseKind kind, const char* zh, const char* en,
                             const char* code, const char* office) {
    Enterprise unit;
    unit.registration = registration;
    unit.kind = kind;
    unit.name_zh = zh;
    unit.name_en = en;
    unit.organisation_code = code;
    unit.office = office;
    unit.admitted_to_e_declaration = true;
    return unit;
  };
  return {enterprise(3100600001, EnterpriseKind::self_declaring, "上海示例进出口有限公司",
                     "Shanghai Example Import and Export Co., Ltd.", "91310000MA1A2B3C6X", "310400"),
          enterprise(3100600002, EnterpriseKind::self_declaring, "上海示例医疗器械有限公司",
                     "Shanghai Example Medical Devices Co., Ltd.", "91310000MA0000015F", "310400"),
          enterprise(3200910001, EnterpriseKind::agent, "江苏示例报检代理有限公司",
                     "Jiangsu Example Declaration Agency Co., Ltd.", "100000016", "320100")};
}

std::vector<Declarant> example_declarants() {
  const auto person = [](const char* certificate, const char* name, std::int64_t unit) {
    Declarant declarant;
    declarant.certificate = certificate;
    declarant.name = name;
    declarant.unit = unit;
    return declarant;
  };
  return {person("3100700001", "张三", 3100600001), person("3100700002", "王五", 3100600002),
          person("3200700001", "李四", 3200910001)};
}

OfficeFacts example_facts(const Document& document) {
  const Needs wanted = needs(document);
  OfficeFacts facts;
  for (const Enterprise& unit : example_enterprises()) {
    const std::string number = std::to_string(unit.registration);
    if (number == wanted.declarant_unit) facts.declarant_unit = unit;
    if (number == wanted.consignor) facts.consignor = unit;
    if (number == wanted.consignee) facts.consignee = unit;
  }
  for (const Declarant& person : example_declarants()) {
    if (person.certificate == wanted.declarant_person) facts.declarant_person = person;
  }
  if (facts.declarant_unit && facts.declarant_unit->kind == EnterpriseKind::agent) {
    facts.mandate = Mandate{3200910001, 3100600002, {}, false};
    facts.agent_admission = AgentAdmission{3200910001, "310000", Standing::active, {}};
  }
  facts.present_attachments = wanted.attachment_hashes;
  return facts;
}

}  // namespace datong::domain
