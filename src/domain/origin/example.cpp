#include "domain/origin/example.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "domain/certificate/words.hpp"

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

struct Destination {
  std::string_view kind, country, name_en, name_zh, port, consignee, criterion;
};
constexpr std::array<Destination, 4> kDestinations{
    {{"C", "276", "GERMANY", "德国", "HAMBURG", "BEISPIEL HANDELS GMBH\nBEISPIELSTRASSE 12\n20457 HAMBURG, GERMANY", ""},
     {"G", "578", "NORWAY", "挪威", "OSLO", "EKSEMPEL IMPORT AS\nEKSEMPELVEIEN 5\n0150 OSLO, NORWAY", "P"},
     {"E", "458", "MALAYSIA", "马来西亚", "PORT KLANG",
      "EXAMPLE TRADING SDN. BHD.\nNO. 3, JALAN CONTOH\n42000 PORT KLANG, MALAYSIA", "PE"},
     {"RC", "392", "JAPAN", "日本", "YOKOHAMA", "EXAMPLE SHOJI CO., LTD.\n1-2-3 EXAMPLE-CHO, NAKA-KU\nYOKOHAMA, JAPAN",
      "RVC"}}};

struct Ware {
  std::string_view code, name_zh, name_en, unit_en, unit_zh, price;
  std::uint64_t cartons;
};
constexpr std::array<Ware, 5> kWares{
    {{"6204620000", "棉制女式长裤", "WOMEN'S COTTON TROUSERS", "PIECES", "件", "15.5", 150},
     {"6109100010", "棉制针织T恤衫", "KNITTED COTTON T-SHIRTS", "PIECES", "件", "4.2", 60},
     {"6403990090", "皮革面鞋靴", "LEATHER SHOES", "PAIRS", "双", "22", 24},
     {"8516500000", "微波炉", "MICROWAVE OVENS", "SETS", "台", "48.4", 306},
     {"9503006000", "智力玩具", "WOODEN JIGSAW PUZZLES", "SETS", "套", "3.6", 2}}};
constexpr std::uint64_t kUnitsPerCarton = 10;

constexpr std::string_view kExporter =
    "SHANGHAI EXAMPLE IMPORT AND EXPORT CO., LTD.\nNO. 100 EXAMPLE ROAD, PUDONG\nSHANGHAI, CHINA";
constexpr std::string_view kProducer =
    "SHANGHAI EXAMPLE MANUFACTURING CO., LTD.\nNO. 8 EXAMPLE LANE, SONGJIANG\nSHANGHAI, CHINA";
constexpr std::string_view kCreditCode = "91310000MA1A2B3C6X";
constexpr std::string_view kOrganisation = kCreditCode.substr(8, 9);

std::string four_digits(std::uint32_t serial) {
  const std::string digits = std::to_string(serial);
  return std::string(4 - digits.size(), '0') + digits;
}

/// What the wares of one line come to.
Decimal value_of(const Ware& ware) {
  const auto price = Decimal::parse(ware.price);
  const auto units = static_cast<std::int64_t>(ware.cartons * kUnitsPerCarton);
  return *multiply_divide(*price, Decimal::from_integer(units), Decimal::from_integer(1));
}

/// Share of a price, e.g. 50 %.
std::string share(std::string_view price, std::int64_t percent) {
  return multiply_divide(*Decimal::parse(price), Decimal::from_integer(percent), Decimal::from_integer(100))->to_string();
}

/// Costs of one unit: materials 70 % of FOB (RC: 20 % imported), labour 15, overhead 5, profit 5, to the ship 5.
void add_cost_sheet(Document& document, std::size_t number, const Ware& ware, bool imports, Date legal_day) {
  namespace S = F::cost_sheet;
  namespace M = F::cost_material;
  Record& sheet = add(document, document.header(), Group::cost_sheet,
                      {{S::sheet_number, std::to_string(number)},
                       {S::product_name_zh, ware.name_zh},
                       {S::product_name_en, ware.name_en},
                       {S::unit, ware.unit_zh},
                       {S::currency, "USD"},
                       {S::commodity_code, ware.code},
                       {S::ex_factory_price, share(ware.price, 95)},
                       {S::fob_price, ware.price},
                       {S::labour, share(ware.price, 15)},
                       {S::overhead, share(ware.price, 5)},
                       {S::profit, share(ware.price, 5)},
                       {S::other_cost, share(ware.price, 5)},
                       {S::originating_total, share(ware.price, imports ? 50 : 70)},
                       {S::non_originating_total, imports ? share(ware.price, 20) : "0"},
                       {S::made_on, legal_day.plus_days(-30).to_string()},
                       {S::process, "下料、加工、装配、检验、包装"}});
  const std::string own = share(ware.price, 50), other = share(ware.price, 20);
  add(document, sheet, Group::cost_material,
      {{M::name, "主要材料"},
       {M::origin_country, "156"},
       {M::origin_region, "上海"},
       {M::is_originating, "Y"},
       {M::unit, ware.unit_zh},
       {M::unit_price, own},
       {M::usage, "1"},
       {M::amount, own}});
  Record& second = add(document, sheet, Group::cost_material,
                       {{M::name, "辅料"},
                        {M::origin_country, imports ? "276" : "156"},
                        {M::is_originating, imports ? "N" : "Y"},
                        {M::unit, ware.unit_zh},
                        {M::unit_price, other},
                        {M::usage, "1"},
                        {M::amount, other}});
  fill(document, second, {imports ? std::pair<FieldAt, std::string_view>{M::commodity_code, "3926909090"}
                                  : std::pair<FieldAt, std::string_view>{M::origin_region, "江苏"}});
}

void add_line(Document& document, std::size_t index, const Ware& ware, const Destination& to) {
  namespace G = F::origin_goods;
  const std::string value = value_of(ware).to_string();
  Record& line = add(document, document.header(), Group::origin_goods,
                     {{G::is_remark, "N"},
                      {G::line_number, std::to_string(index + 1)},
                      {G::commodity_code, ware.code},
                      {G::goods_name_zh, ware.name_zh},
                      {G::goods_name_en, ware.name_en},
                      {G::package_quantity, std::to_string(ware.cartons)},
                      {G::package_unit, "CTN"},
                      {G::quantity, std::to_string(ware.cartons * kUnitsPerCarton)},
                      {G::unit_en, ware.unit_en},
                      {G::unit_zh, ware.unit_zh},
                      {G::gross_weight, std::to_string(ware.cartons * 12)},
                      {G::net_weight, std::to_string(ware.cartons * 10)},
                      {G::weight_unit, "KGS"},
                      {G::invoice_price, ware.price},
                      {G::invoice_value, value},
                      {G::fob_value, value},
                      {G::criterion, to.criterion},
                      {G::producer_code, kOrganisation},
                      {G::producer_name_zh, "上海示例制造有限公司"},
                      {G::producer_contact, "陈八"},
                      {G::producer_contact_telephone, "021-55500008"},
                      {G::producer_confidential, "N"},
                      {G::description, package_words(ware.cartons, "CARTON", ware.name_en)},
                      {G::package_regularity, "1"}});
  if (to.kind == "RC") {
    fill(document, line,
         {{G::imported_percent, "20"},
          {G::producer, kProducer},
          {G::origin_country, "156"},
          {G::origin_country_name, "CHINA"},
          {G::tax_rate_choice, "0"},
          {G::invoice_number, document.header()[F::origin::invoice_number]}});
  }
}

/// The total below several lines, and the mark after which nothing may be added.
void end_description(Document& document, Record& last, std::size_t lines, std::uint64_t cartons) {
  std::string text(last[F::origin_goods::description]);
  if (lines > 1) text += "\n" + total_words(cartons, "CARTON");
  fill(document, last, {{F::origin_goods::description, text + "\n***"}});
}

void fill_head(Document& document, const Destination& to, Date legal_day, std::uint32_t serial) {
  namespace O = F::origin;
  const std::string number = four_digits(serial);
  const std::string year = legal_day.to_string().substr(2, 2);
  fill(document, document.header(),
       {{O::certificate_number, serial == 0 ? "" : std::string(to.kind) + year + std::string(kOrganisation) + number},
        {O::applicant_registration, "3100600001"},
        {O::applicant_reference, std::string(to.kind) + "-EXAMPLE-" + number},
        {O::apply_type, "1"},
        {O::application_class, "0"},
        {O::kind, to.kind},
        {O::exporter_code, kCreditCode},
        {O::entering_code, kCreditCode},
        {O::applicant_name_zh, "上海示例进出口有限公司"},
        {O::applicant_person_name, "张三"},
        {O::applicant_person_id, "EXAMPLE-ID-0010"},
        {O::applicant_person_telephone, "021-55500001"},
        {O::signatory, "1"},
        {O::issuing_office, "310400"},
        {O::collecting_office, "310400"},
        {O::application_place, "SHANGHAI, CHINA"},
        {O::invoiced_on, legal_day.plus_days(-1).to_string()},
        {O::invoice_number, "INV-" + std::string(to.kind) + "-" + number},
        {O::applied_on, legal_day.to_string()},
        {O::destination_country_name, to.name_en},
        {O::destination_country, to.country},
        {O::destination_country_name_zh, to.name_zh},
        {O::exporter, kExporter},
        {O::consignee, to.consignee},
        {O::marks, "EXAMPLE\n" + std::string(to.port) + "\nC/NO. 1-UP"},
        {O::loading_port, "SHANGHAI"},
        {O::discharge_port, to.port},
        {O::destination_port, to.port},
        {O::transport_means, "BY SEA"},
        {O::conveyance, "EXAMPLE STAR V.012E"},
        {O::transport_details,
         "FROM SHANGHAI,CHINA TO " + std::string(to.port) + "," + std::string(to.name_en) + " BY SEA"},
        {O::shipped_on, legal_day.plus_days(5).to_string()},
        {O::trade_mode, "1"},
        {O::contract_number, "SE-" + number},
        {O::price_terms, "FOB"},
        {O::currency, "USD"},
        {O::exhibition, to.kind == "E" ? "0" : ""},
        {O::third_party_invoice, "0"},
        {O::promise, "1"}});
}

}  // namespace

Document example_application(std::string_view kind, std::size_t lines, Date legal_day, std::uint32_t serial) {
  namespace O = F::origin;
  const auto to = std::find_if(kDestinations.begin(), kDestinations.end(), [&](const Destination& d) { return d.kind == kind; });
  CHECK(to != kDestinations.end() && lines >= 1 && lines <= limits::kOriginLinesMax && serial <= 9999);
  Document document(Group::origin);
  fill_head(document, *to, legal_day, serial);
  const bool has_sheets = kind == "E" || kind == "RC";
  Decimal fob;
  std::uint64_t cartons = 0;
  for (std::size_t i = 0; i < lines; ++i) {
    const Ware& ware = kWares[i % kWares.size()];
    add_line(document, i, ware, *to);
    fob = fob + value_of(ware);
    cartons += ware.cartons;
    const std::string sheet = std::to_string(i % kWares.size() + 1);
    if (has_sheets) fill(document, document.header().children().back(), {{F::origin_goods::cost_sheet, sheet}});
  }
  end_description(document, document.header().children().back(), lines, cartons);
  const std::string total = fob.to_string();
  fill(document, document.header(), {{O::fob_value, total}, {O::total_amount, total}});
  const Record& head = document.header();
  if (kind == "RC") {
    namespace I = F::origin_invoice;
    fill(document, document.header(), {{O::producer, kProducer}, {O::producer_confidential, "N"}});
    add(document, document.header(), Group::origin_invoice,
        {{I::certificate_number, head[O::certificate_number]},
         {I::invoice_number, head[O::invoice_number]},
         {I::contract_number, head[O::contract_number]},
         {I::value, total},
         {I::currency, "USD"},
         {I::price_terms, "FOB"},
         {I::invoiced_on, head[O::invoiced_on]}});
  }
  add(document, document.header(), Group::origin_document,
      {{F::origin_document::document_kind, "1"},
       {F::origin_document::document_number, head[O::invoice_number]},
       {F::origin_document::file_name, "invoice.pdf"}});
  for (std::size_t i = 0; has_sheets && i < std::min(lines, kWares.size()); ++i) {
    add_cost_sheet(document, i + 1, kWares[i], kind == "RC", legal_day);
  }
  document.seal();
  return document;
}

}  // namespace datong::domain
