#include "domain/inspection/inspection_certificate.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "domain/inspection/declared_words.hpp"
#include "domain/certificate/words.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

namespace H = F::header;
namespace G = F::goods;

/// Which layout a kind of document has. Kinds that are no paper (97 has a form of its own, 94 a ledger, 24 not issued)
/// are not here.
constexpr std::pair<std::string_view, std::string_view> kLayouts[] = {
    {"11", "quality"},    {"12", "weight"},           {"13", "quantity"},      {"14", "veterinary"},
    {"15", "health"},     {"16", "sanitary"},         {"17", "animal_health"}, {"18", "phytosanitary"},
    {"19", "fumigation"}, {"20", "exchange_voucher"}, {"21", "entry_proof"},   {"22", "non_conformity"},
    {"23", "inspection"}, {"95", "inspection"},       {"96", "inspection"},    {"98", "inspection"},
    {"99", "inspection"}};

void put(Printed::Texts& texts, std::string_view key, std::string text) {
  if (!text.empty()) texts.emplace(key, std::move(text));
}
/// Under the key both languages, one below the other; each alone under key_zh and key_en.
void put(Printed::Texts& texts, std::string_view key, Bilingual words) {
  const bool differ = !words.zh.empty() && !words.en.empty() && words.zh != words.en;
  put(texts, key, differ ? words.zh + "\n" + words.en : words.zh.empty() ? words.en : words.zh);
  put(texts, std::string(key) + "_zh", std::move(words.zh));
  put(texts, std::string(key) + "_en", std::move(words.en));
}
void put(Printed::Texts& texts, std::string_view key, const std::optional<Date>& day) {
  if (day) put(texts, key, Bilingual{date_words_zh(*day), date_words(*day)});
}

/// What every document says of the batch.
void put_batch(Printed& printed, const DeclaredWords& words) {
  const Record& header = words.header();
  Printed::Texts& values = printed.values;
  put(values, "consignor", words.consignor());
  put(values, "consignee", words.consignee());
  put(values, "conveyance", words.conveyance());
  put(values, "destination", words.destination());
  put(values, "trading_country", words.name(List::country, header[H::trading_country]));
  put(values, "dispatch_country", words.name(List::country, header[H::dispatch_country]));
  put(values, "loading_port", words.loading_port());
  put(values, "discharge_port", words.discharge_port());
  put(values, "marks", std::string(header[H::marks_and_numbers]));
  put(values, "contract_number", std::string(header[H::contract_number]));
  put(values, "credit_number", std::string(header[H::credit_number]));
  put(values, "bill_of_lading_number", std::string(header[H::bill_of_lading_number]));
  put(values, "shipped_on", Date::parse(header[H::shipped_on]));
  put(values, "arrived_on", Date::parse(header[H::arrived_on]));
  put(values, "place_of_issue", words.office(header[H::issuing_office]));
  std::string containers;
  header.each(Group::container, [&](const Record& group) {
    group.each(Group::container_number, [&](const Record& container) {
      containers += (containers.empty() ? "" : ", ") + std::string(container[F::container_number::container_number]);
    });
  });
  put(values, "containers", std::move(containers));
}

Printed::Texts row_of(const Record& line, const DeclaredWords& words) {
  Printed::Texts row;
  put(row, "line", std::to_string(line.index() + 1));
  put(row, "goods", words.goods(line));
  put(row, "specification", std::string(line[G::specification]));
  put(row, "commodity_code", std::string(line[G::commodity_code]));
  put(row, "quantity", words.quantity(line));
  put(row, "weight", words.weight(line));
  put(row, "statutory_quantity", words.statutory_quantity(line));
  put(row, "packages", words.packages(line));
  put(row, "origin", words.origin(line));
  if (const auto value = Decimal::parse(line[G::value]))
    put(row, "value", value->to_string() + " " + words.name(List::currency, line[G::currency]).en);
  put(row, "producer", std::string(line[G::producer_name]));
  put(row, "producer_registration", std::string(line[G::producer_registration]));
  put(row, "lot_number", std::string(line[G::lot_number]));
  put(row, "produced_on", std::string(line[G::produced_on]));
  return row;
}

void put_rows(Printed& printed, const DeclaredWords& words) {
  words.header().each(Group::goods, [&](const Record& line) { printed.rows.push_back(row_of(line, words)); });
}

std::vector<std::string> per_goods_line(std::string_view text, std::size_t count) {
  std::vector<std::string> lines;
  for (const std::string_view line : lines_of(text)) lines.emplace_back(line);
  if (lines.size() == 1) lines.resize(count, lines.front());
  lines.resize(count);
  return lines;
}

/// Texts of numbers, dates and codes, in words; all others as they were stated.
std::optional<Bilingual> in_words(std::string_view content, std::string_view text, const DeclaredWords& words) {
  if (content == "treated_on") {
    const auto day = Date::parse(text);
    return day ? Bilingual{date_words_zh(*day), date_words(*day)} : Bilingual{};
  }
  if (content == "duration_hours") {
    const auto hours = Decimal::parse(text);
    return hours ? Bilingual{hours->to_string() + "小时", quantity_words(*hours, "HOUR")} : Bilingual{};
  }
  if (content == "temperature_celsius") return Bilingual{std::string(text) + "℃", std::string(text) + " °C"};
  if (content == "reexport_origin") return words.name(List::country, text);
  return std::nullopt;
}

/// What the drafter stated, and the presets of what he did not.
void put_content(Printed& printed, std::string_view code, const CertificateContent& content,
                 const DeclaredWords& words) {
  for (const ContentRow* row : words.edition().contents(code, words.day())) {
    const std::string_view stated = content[row->content];
    const std::string_view text = stated.empty() ? std::string_view(row->preset) : stated;
    if (text.empty() || row->content == "reexport_marks") continue;
    if (row->content == "certified_quantity" || row->content == "botanical_names") {
      const auto lines = per_goods_line(text, printed.rows.size());
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto certified = parse_certified_quantity(lines[i], words.edition(), words.day());
        if (certified)
          put(printed.rows[i], "certified_quantity", words.measured(certified->quantity.to_string(), certified->unit));
        if (!certified && row->content == "botanical_names") put(printed.rows[i], "botanical_name", lines[i]);
      }
    } else if (auto said = in_words(row->content, text, words)) {
      put(printed.values, row->content, std::move(*said));
    } else {
      put(printed.values, row->content, std::string(text));
    }
  }
}

Result<void> check(const Document& declaration, const InspectionFacts& facts, std::string_view code,
                   const Edition& edition, Date day) {
  auto findings = review_content(code, facts.content, &declaration, edition, day);
  if (!findings.empty()) return refused(std::move(findings));
  return {};
}

// ---- phytosanitary

PhytosanitaryCertificate::Party party(const Bilingual& words) {
  const std::size_t end = words.en.find('\n');
  if (end == words.en.npos) return {words.en, {}};
  return {words.en.substr(0, end), words.en.substr(end + 1)};
}

/// Countries by their two letters, gathering those that have none.
class Countries {
 public:
  explicit Countries(const DeclaredWords& words) : words_(words) {}
  PhytosanitaryCertificate::Country operator()(std::string_view code) {
    const std::string_view letters = words_.edition().equivalent(List::country, code, words_.day());
    if (letters.empty()) findings_.push_back(finding("CRT110", "", {std::string(code)}));
    return {std::string(letters), words_.name(List::country, code).en};
  }
  std::vector<Finding>& findings() { return findings_; }

 private:
  const DeclaredWords& words_;
  std::vector<Finding> findings_;
};

std::optional<PhytosanitaryCertificate::Measure> net_weight(const Record& line, const DeclaredWords& words) {
  const auto weight = Decimal::parse(line[G::weight]);
  const std::string_view unit = words.edition().equivalent(List::unit, line[G::weight_unit], words.day());
  if (!weight || unit.empty()) return std::nullopt;
  return PhytosanitaryCertificate::Measure{*weight, std::string(unit)};
}

/// The declared quantity, or the weight in a unit that has no international code.
std::optional<PhytosanitaryCertificate::Measure> other_quantity(const Record& line, const DeclaredWords& words) {
  const bool by_weight = !line.has(G::quantity) && !net_weight(line, words);
  const auto number = Decimal::parse(line[by_weight ? G::weight : G::quantity]);
  if (!number) return std::nullopt;
  const Bilingual unit = words.name(List::unit, line[by_weight ? G::weight_unit : G::quantity_unit]);
  return PhytosanitaryCertificate::Measure{*number, unit.en};
}

std::vector<PhytosanitaryCertificate::Package> coded_packages(const Record& line, const DeclaredWords& words) {
  std::vector<PhytosanitaryCertificate::Package> packages;
  line.each(Group::package, [&](const Record& package) {
    namespace P = F::package;
    const std::string_view type = words.edition().equivalent(List::package, package[P::package_kind], words.day());
    const std::string_view digits = package[P::package_count];
    std::uint64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (!type.empty()) packages.push_back({count, std::string(type)});
  });
  return packages;
}

std::optional<PhytosanitaryCertificate::Treatment> treatment(const CertificateContent& content) {
  if (!content.states_a_treatment()) return std::nullopt;
  return PhytosanitaryCertificate::Treatment{Date::parse(content["treated_on"]).value_or(Date{}),
                                             std::string(content["treatment"]),
                                             std::string(content["chemical"]),
                                             std::string(content["concentration"]),
                                             std::string(content["treatment_information"]),
                                             Decimal::parse(content["duration_hours"]),
                                             Decimal::parse(content["temperature_celsius"])};
}

std::optional<PhytosanitaryCertificate::Reexport> reexport(const CertificateContent& content, Countries& countries) {
  if (!content.is_reexport()) return std::nullopt;
  PhytosanitaryCertificate::Reexport stated{
      std::string(content["reexport_of"]), countries(content["reexport_origin"]).code, {}};
  for (const std::string_view mark : split(content["reexport_marks"], ' ')) stated.marks.emplace(mark);
  return stated;
}

/// The boxes of ISPM 12; goods stand in the rows.
void put_boxes(Printed& printed, const PhytosanitaryCertificate& boxes) {
  Printed::Texts& values = printed.values;
  const auto joined = [](const PhytosanitaryCertificate::Party& party) {
    return party.address.empty() ? party.name : party.name + "\n" + party.address;
  };
  put(values, "organisation", boxes.organisation);
  put(values, "to_organisation", to_organisation(boxes));
  put(values, "exporter", joined(boxes.exporter));
  put(values, "declared_consignee", joined(boxes.consignee));
  put(values, "point_of_entry", boxes.point_of_entry);
  put(values, "place_of_examination", boxes.place_of_examination);
  if (boxes.reexport) printed.ticks = boxes.reexport->marks;
}

}  // namespace

Result<PhytosanitaryCertificate> phytosanitary_certificate(const Document& declaration, const InspectionFacts& facts,
                                                           const SigningFacts& signing, const Edition& edition,
                                                           Date day) {
  if (auto good = check(declaration, facts, "18", edition, day); !good) return good.error();
  const DeclaredWords words(declaration, edition, day);
  const Record& header = words.header();
  Countries countries(words);
  PhytosanitaryCertificate made;
  made.number = signing.number;
  made.issued_on = signing.issued_on;
  made.officer = signing.officer;
  made.exporting_country = countries("156");
  made.importing_country = countries(header[H::trading_country]);
  made.organisation = "PLANT PROTECTION ORGANIZATION OF " + made.exporting_country.name;
  made.exporter = party(words.consignor());
  made.consignee = party(words.consignee());
  made.marks = header[H::marks_and_numbers];
  made.transport_mode = edition.equivalent(List::transport_mode, header[H::transport_mode], day);
  made.conveyance = header[H::conveyance_name];
  made.voyage = header[H::conveyance_number];
  made.point_of_entry = words.discharge_port().en;
  made.additional_declaration = facts.content["additional_declaration"];
  made.treatment = treatment(facts.content);
  made.reexport = reexport(facts.content, countries);
  made.place_of_examination = words.office(header[H::inspecting_office]).en;
  made.place_of_issue = words.office(header[H::issuing_office]).en;
  const auto botanical_names = per_goods_line(facts.content["botanical_names"], header.count(Group::goods));
  header.each(Group::goods, [&](const Record& line) {
    made.produce.push_back({words.goods(line).en, std::string(line[G::commodity_code]), botanical_names[line.index()],
                            countries(made.reexport ? facts.content["reexport_origin"] : words.origin_code(line)),
                            words.name(List::district, line[G::origin_place]).en, words.packages(line).en,
                            coded_packages(line, words), net_weight(line, words), other_quantity(line, words)});
  });
  if (!countries.findings().empty()) return refused(std::move(countries.findings()));
  return made;
}

Result<Printed> printed_certificate(const Document& declaration, const InspectionFacts& facts, std::string_view code,
                                    const Edition& edition, Date day) {
  const auto layout =
      std::find_if(std::begin(kLayouts), std::end(kLayouts), [&](const auto& row) { return row.first == code; });
  if (layout == std::end(kLayouts)) return refused({finding("CRT109", "", {std::string(code)})});
  if (auto good = check(declaration, facts, code, edition, day); !good) return good.error();
  const DeclaredWords words(declaration, edition, day);
  Printed printed;
  printed.layout = facts.content.is_reexport() ? "phytosanitary_reexport" : std::string(layout->second);
  put(printed.values, "title", words.name(List::certificate_kind, code));
  put(printed.values, "declaration_number", facts.declaration_number);
  put(printed.values, "result_on", facts.result_on);
  put_batch(printed, words);
  put_rows(printed, words);
  put_content(printed, code, facts.content, words);
  if (code == "18") {
    auto boxes = phytosanitary_certificate(declaration, facts, {}, edition, day);
    if (!boxes) return boxes.error();
    put_boxes(printed, *boxes);
  }
  if (code == "20")
    put(printed.values, "valid_until",
        valid_until("exchange_voucher", &declaration, edition, facts.result_on.value_or(day)));
  return printed;
}

Printed printed_clearance_form(const Document& declaration, const ClearanceFacts& facts, const Edition& edition,
                               Date day) {
  const DeclaredWords words(declaration, edition, day);
  Printed printed;
  printed.layout = words.is_export() ? "clearance_export" : "clearance_import";
  put(printed.values, "declaration_number", facts.declaration_number);
  put(printed.values, "valid_until", facts.valid_until_on);
  put_batch(printed, words);
  put_rows(printed, words);
  return printed;
}

Printed printed_exchange_slip(const Document& declaration, const TransferFacts& facts, const Edition& edition,
                              Date day) {
  const DeclaredWords words(declaration, edition, day);
  Printed printed;
  printed.layout = "exchange_slip";
  put(printed.values, "declaration_number", facts.declaration_number);
  put(printed.values, "transfer_number", facts.transfer_number);
  put(printed.values, "password", facts.password);
  put(printed.values, "valid_until", facts.valid_until_on);
  put_batch(printed, words);
  put_rows(printed, words);
  return printed;
}

Printed printed_fee_slip(const Document& declaration, const FeeWorking& working, const FeeFacts& facts,
                         const Edition& edition, Date day) {
  const DeclaredWords words(declaration, edition, day);
  const Record& header = words.header();
  Printed printed;
  printed.layout = "fee_slip";
  put(printed.values, "declaration_number", facts.declaration_number);
  put(printed.values, "declarant", std::string(header[H::declarant_name]));
  put(printed.values, "declarant_registration", std::string(header[H::declarant_registration]));
  put(printed.values, "accepting_office", words.office(header[H::accepting_office]));
  put(printed.values, "payment_reference", facts.payment_reference);
  put(printed.values, "amount", amount_figures(facts.amount_fen));
  put(printed.values, "amount_capital", capital_amount(facts.amount_fen));
  for (const WorkingLine& line : working.lines) {
    const Finding said{"", line.rule, Severity::warning, line.inputs};
    Printed::Texts row;
    put(row, "line", line.goods_line == 0 ? std::string() : std::to_string(line.goods_line));
    put(row, "rule", line.rule);
    put(row, "working", Bilingual{domain::words(said, "zh"), domain::words(said, "en")});
    put(row, "result", line.result.to_string());
    printed.rows.push_back(std::move(row));
  }
  return printed;
}

std::optional<Date> valid_until(std::string_view object, const Document* declaration, const Edition& edition,
                                Date from) {
  std::optional<int> shortest;
  for (const ValidityRow* row : edition.validities(from)) {
    if (row->object != object || !row->winter.empty()) continue;
    bool applies = row->goods_class.empty();
    if (!applies && declaration != nullptr) {
      declaration->header().each(Group::goods, [&](const Record& line) {
        const TariffRow* tariff = edition.tariff(line[G::commodity_code], from);
        if (tariff != nullptr && tariff->goods_class == row->goods_class) applies = true;
      });
    }
    if (applies && (!shortest || row->days < *shortest)) shortest = row->days;
  }
  if (!shortest) return std::nullopt;
  return from.plus_days(*shortest - (edition.flag("validity_counts_issue_day", from) ? 1 : 0));
}

}  // namespace datong::domain
