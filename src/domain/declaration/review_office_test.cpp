// Every office rule once: facts and document it accepts and one change away what it refuses; supervision, reservations,
// needs.
#include <functional>
#include <set>

#include "domain/declaration/review_test.hpp"

namespace datong::domain {
namespace {

enum class Base { export_, import_ };
using enum Base;
using Change = std::function<void(Document&, OfficeFacts&)>;

struct Case {
  std::string_view rule;
  Base base;
  Change before;  ///< makes the accepted state; may be empty
  Change fault;
  std::string path;
};

Change edits(std::vector<Edit> list) {
  return [list = std::move(list)](Document& document, OfficeFacts&) { change(document, list); };
}
Change facts(std::function<void(OfficeFacts&)> what) {
  return [what = std::move(what)](Document&, OfficeFacts& all) { what(all); };
}
Date yesterday() { return test_day().plus_days(-1); }
Validity until(Date day) { return Validity{std::nullopt, day}; }

/// Pork with a permit of 1,000 kg held by the consignee, 600 kg of it on this line.
void pork(Document& document, OfficeFacts& all) {
  change(document, {{"/goods/0/commodity_code", "0203290090"},
                    {"/goods/0/permits/-/permit_kind", "325"},
                    {"/goods/0/permits/0/permit_number", "P1"},
                    {"/goods/0/permits/0/write_off_quantity", "600"},
                    {"/goods/0/permits/0/write_off_unit", "035"},
                    {"/goods/0/permits/-/permit_kind", "800"},
                    {"/goods/0/permits/1/permit_number", "M1"}});
  all.permits = {{Permit{"325", "P1", "035", 3100600002, "0203", {}}, Decimal::from_integer(1000)},
                 {Permit{"800", "M1", "", 3100600002, "", {}}, {}}};
}

/// `count` uploaded files, each named by a row of its own.
void attach(Document& document, OfficeFacts& all, std::size_t count) {
  const std::size_t rows = document.header().count(Group::attached_document);
  for (std::size_t i = 0; i < count; ++i) {
    std::string hash = std::to_string(100 + i);
    hash.insert(0, 64 - hash.size(), 'a');
    const std::string row = "/attached_documents/" + (i < rows ? std::to_string(i) : std::string("-"));
    if (i >= rows) change(document, {{row + "/document_kind", "101040"}});
    change(document, {{"/attached_documents/" + std::to_string(i) + "/attachment_hash", hash}});
    all.present_attachments.push_back(hash);
  }
}

void exchange(Document& document, OfficeFacts& all) {
  change(document,
         {{"/declaration_kind", "25"}, {"/related_declaration", "320100224000001"}, {"/related_reason", "01"}});
  all.related = RelatedFact{"320100224000001", "24", true, 3100600001};
}

std::vector<Case> party_cases() {
  return {
      {"PTY001", export_, {}, facts([](auto& f) { f.declarant_unit.reset(); }), "/declarant_registration"},
      {"PTY002",
       export_,
       {},
       facts([](auto& f) { f.declarant_unit->standing = Standing::suspended; }),
       "/declarant_registration"},
      {"PTY003", export_, facts([](auto& f) { f.declarant_unit->validity = until(test_day()); }),
       facts([](auto& f) { f.declarant_unit->validity = until(yesterday()); }), "/declarant_registration"},
      {"PTY004",
       export_,
       {},
       facts([](auto& f) { f.declarant_unit->admitted_to_e_declaration = false; }),
       "/declarant_registration"},
      {"PTY005", export_, {}, edits({{"/declarant_name", "上海示例进出口公司"}}), "/declarant_name"},
      {"PTY006", export_, edits({{"/organisation_code", "MA1A2B3C-6"}}), edits({{"/organisation_code", "100000016"}}),
       "/organisation_code"},
      {"PTY007", export_, {}, facts([](auto& f) { f.declarant_person.reset(); }), "/declarant_person_certificate"},
      {"PTY008",
       export_,
       {},
       facts([](auto& f) { f.declarant_person->standing = Standing::cancelled; }),
       "/declarant_person_certificate"},
      {"PTY009", export_, facts([](auto& f) { f.declarant_person->validity = until(test_day()); }),
       facts([](auto& f) { f.declarant_person->validity = until(yesterday()); }), "/declarant_person_certificate"},
      {"PTY010",
       export_,
       {},
       facts([](auto& f) { f.declarant_person->unit = 3100600002; }),
       "/declarant_person_certificate"},
      {"PTY011", export_, {}, edits({{"/declarant_person_name", "张四"}}), "/declarant_person_name"},
      {"DEC111", import_, facts([](auto& f) { f.mandate.reset(); }),
       edits({{"/attached_documents/4/document_kind", "101040"}}), "/declarant_registration"},
      {"PTY013", import_, {}, facts([](auto& f) { f.mandate->revoked = true; }), "/declarant_registration"},
      {"PTY014", export_, {}, edits({{"/consignor_code", "3100600002"}}), "/consignor_code"},
      {"PTY015", import_, {}, facts([](auto& f) { f.consignee.reset(); }), "/consignee_code"},
      {"PTY016", import_, facts([](auto& f) { f.consignee->validity = until(test_day()); }),
       facts([](auto& f) { f.consignee->validity = until(yesterday()); }), "/consignee_code"},
      {"PTY017", import_, {}, edits({{"/consignee_name_zh", "上海示例医疗公司"}}), "/consignee_name_zh"},
      {"PAP001",
       import_,
       {},
       facts([](auto& f) { f.declarant_unit->carries_papers_only = true; }),
       "/declarant_registration"},
      {"PAP002", import_, {}, facts([](auto& f) { f.agent_admission.reset(); }), "/declarant_registration"},
      {"PAP020",
       export_,
       {},
       facts([](auto& f) { f.papers_state.mode = PapersMode::before_acceptance; }),
       "/declarant_registration"},
      {"DEC118", import_,
       [](Document& document, OfficeFacts& f) {
         change(document, {{"/special_clearance_flags", "1000"}, {"/original_container_flag", "1"}});
         f.consignee->direct_release = true;
       },
       facts([](auto& f) { f.consignee->direct_release = false; }), "/special_clearance_flags"},
  };
}

std::vector<Case> goods_cases() {
  const std::string permit = "/goods/0/permits/0/permit_number";
  return {
      {"DEC108", import_, pork, edits({{"/goods/0/permits/0/permit_kind", "411"}}), "/goods/0/permits"},
      {"DEC208", import_,
       [](Document& document, OfficeFacts& f) {
         pork(document, f);
         change(document, {{"/goods/0/permits/0/write_off_quantity", "1000"}});
       },
       edits({{"/goods/0/permits/0/write_off_quantity", "1000.00001"}}), "/goods/0/permits/0/write_off_quantity"},
      {"PTY020", import_, pork, facts([](auto& f) { f.permits.erase(f.permits.begin()); }), permit},
      {"PTY021", import_, pork, facts([](auto& f) { f.permits[0].permit.holder = 3100600001; }), permit},
      {"PTY022", import_,
       [](Document& document, OfficeFacts& f) {
         pork(document, f);
         f.permits[0].permit.validity = until(test_day());
       },
       facts([](auto& f) { f.permits[0].permit.validity = until(yesterday()); }), permit},
      {"PTY023", import_, pork, facts([](auto& f) { f.permits[0].permit.commodity_prefix = "0202"; }), permit},
      {"PTY024", import_, pork, edits({{"/goods/0/permits/0/write_off_unit", "070"}}),
       "/goods/0/permits/0/write_off_unit"},
      {"PTY025", import_, pork, edits({{"/goods/0/permits/0/write_off_quantity", ""}}),
       "/goods/0/permits/0/write_off_quantity"},
      {"PTY026", import_, pork, edits({{"/goods/0/permits/1/write_off_quantity", "1"}}),
       "/goods/0/permits/1/write_off_quantity"},
      {"DEC112", export_, edits({{"/inspecting_office", "310200"}}), edits({{"/inspecting_office", "320100"}}),
       "/inspecting_office"},
      {"DEC212", export_, {}, edits({{"/accepting_office", "000000"}}), "/accepting_office"},
      {"DEC114", export_, exchange, facts([](auto& f) { f.related.reset(); }), "/related_declaration"},
      {"DEC214", export_, exchange, facts([](auto& f) { f.related->is_live = false; }), "/related_declaration"},
      {"DEC314", export_, exchange, facts([](auto& f) { f.related->declaration_kind = "13"; }), "/related_declaration"},
      {"PTY030", export_,
       [](Document& document, OfficeFacts& f) {
         change(document, {{"/attached_documents/0/attachment_hash", std::string(64, 'a')}});
         f.present_attachments = needs(document).attachment_hashes;
       },
       facts([](auto& f) { f.present_attachments.clear(); }), "/attached_documents/0/attachment_hash"},
      {"PTY031", export_, [](Document& document, OfficeFacts& f) { attach(document, f, 20); },
       [](Document& document, OfficeFacts& f) { attach(document, f, 21); }, "/attached_documents"},
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all = party_cases();
  for (Case& example : goods_cases()) all.push_back(std::move(example));
  return all;
}

std::vector<Finding> office(const Document& document, const OfficeFacts& all) {
  return review_office(document, all, classic(), test_day());
}

TEST(ReviewOffice, TheExamplesPassWithTheirParties) {
  const Document out = example_export(test_day()), in = example_import(test_day());
  EXPECT_EQ(list(office(out, example_facts(out))), "");
  EXPECT_EQ(list(office(in, example_facts(in))), "");
}

TEST(ReviewOffice, EveryRuleAcceptsAndRefusesOneChangeApart) {
  for (const Case& example : all_cases()) {
    SCOPED_TRACE(example.rule);
    Document document = example.base == export_ ? example_export(test_day()) : example_import(test_day());
    OfficeFacts all = example_facts(document);
    if (example.before) example.before(document, all);
    const auto before = office(document, all);
    EXPECT_EQ(list(before), "");
    example.fault(document, all);
    const auto after = office(document, all);
    EXPECT_TRUE(has(after, example.rule, example.path)) << list(after);
    for (const Finding& found : after) {
      EXPECT_EQ(words(found, "zh").find('{'), std::string::npos) << found.rule;
      EXPECT_EQ(words(found, "en").find('{'), std::string::npos) << found.rule;
    }
  }
}

TEST(ReviewOffice, EveryOfficeRuleOfTheCatalogueHasItsCase) {
  std::set<std::string_view> tested;
  for (const Case& example : all_cases()) tested.insert(example.rule);
  for (const Rule& rule : kRules) {
    if (rule.kind != RuleKind::office || rule.id.starts_with("OR")) continue;  // OR…: applications, domain/origin
    EXPECT_TRUE(tested.contains(rule.id)) << rule.id << " has no test";
  }
}

TEST(ReviewOffice, WithoutAnyFactsEverythingNamedIsMissing) {
  EXPECT_EQ(list(office(example_export(test_day()), {})),
            "PTY001 /declarant_registration, PTY007 /declarant_person_certificate");
  EXPECT_EQ(list(office(example_import(test_day()), {})),
            "PTY001 /declarant_registration, PTY007 /declarant_person_certificate, PTY015 /consignee_code");
}

TEST(ReviewOffice, DEC111AnAttachedPowerOfAttorneyOrAMandateInForceSuffices) {
  Document document = example_import(test_day());
  OfficeFacts all = example_facts(document);
  all.mandate.reset();
  EXPECT_EQ(list(office(document, all)), "");
  change(document, {{"/attached_documents/4/document_kind", "101040"}});
  all.mandate = Mandate{3200910001, 3100600002, until(test_day()), false};
  EXPECT_EQ(list(office(document, all)), "");
  all.mandate->validity = until(yesterday());
  EXPECT_EQ(list(office(document, all)), "DEC111 /declarant_registration");
}

TEST(ReviewOffice, PAP002AnAgentAdmittedElsewhereIsNotRefusedButBringsPapersFirst) {
  Document document = example_import(test_day());
  OfficeFacts all = example_facts(document);
  all.agent_admission.reset();  // admitted in another bureau: the loader finds none for this one
  const auto found = office(document, all);
  ASSERT_EQ(list(found), "PAP002 /declarant_registration");
  EXPECT_EQ(found[0].severity, Severity::warning);
}

TEST(ReviewOffice, DEC208TheBalanceCoversAllLinesTogether) {
  Document document = example_import(test_day());
  OfficeFacts all = example_facts(document);
  pork(document, all);
  make_lines(document, 2);
  change(document, {{"/goods/1/commodity_code", "0203290090"}, {"/goods/1/permits/0/write_off_quantity", "400"}});
  EXPECT_FALSE(has_rule(office(document, all), "DEC208"));
  change(document, {{"/goods/1/permits/0/write_off_quantity", "400.5"}});
  const auto found = office(document, all);
  ASSERT_TRUE(has(found, "DEC208", "/goods/1/permits/0/write_off_quantity")) << list(found);
  const auto reservations = permit_reservations(document);
  ASSERT_EQ(reservations.size(), 1U);
  EXPECT_EQ(reservations[0].ledger, "permit:325:P1");
  EXPECT_EQ(reservations[0].amount.to_string(), "1000.5");
}

TEST(ReviewOffice, DEC112FlowAndExchangeMayCrossBureaus) {
  Document document = example_import(test_day());
  OfficeFacts all = example_facts(document);
  change(document, {{"/inspecting_office", "320100"}});
  EXPECT_EQ(list(office(document, all)), "DEC112 /inspecting_office");
  change(document, {{"/declaration_kind", "14"}});
  EXPECT_EQ(list(office(document, all)), "");
}

TEST(ReviewOffice, PTY014ASelfDeclaringUnitDeclaresForNobodyElseEvenWithAMandate) {
  Document document = example_import(test_day());
  change(document, {{"/declarant_registration", "3100600001"},
                    {"/declarant_name", "上海示例进出口有限公司"},
                    {"/organisation_code", "91310000MA1A2B3C6X"},
                    {"/declarant_person_certificate", "3100700001"},
                    {"/declarant_person_name", "张三"}});
  OfficeFacts all = example_facts(document);
  all.mandate = Mandate{3100600001, 3100600002, {}, false};
  EXPECT_EQ(list(office(document, all)), "PTY014 /consignee_code");
}

TEST(ReviewOffice, NeedsNamesEachRecordOnceAndNothingThatCannotBeAKey) {
  Document document = example_import(test_day());
  OfficeFacts unused;
  pork(document, unused);
  make_lines(document, 3);
  change(document, {{"/consignor_code", "permit:1"},
                    {"/related_declaration", "310100225000001"},
                    {"/attached_documents/0/attachment_hash", "aa"},
                    {"/attached_documents/1/attachment_hash", "aa"}});
  const Needs wanted = needs(document);
  EXPECT_EQ(wanted.declarant_unit, "3200910001");
  EXPECT_EQ(wanted.consignee, "3100600002");
  EXPECT_EQ(wanted.consignor, "");
  EXPECT_EQ(wanted.declarant_person, "3200700001");
  EXPECT_EQ(wanted.related_declaration, "310100225000001");
  EXPECT_EQ(wanted.accepting_office, "310100");
  EXPECT_EQ(wanted.permits, (std::vector<std::pair<std::string, std::string>>{{"325", "P1"}, {"800", "M1"}}));
  EXPECT_EQ(wanted.attachment_hashes, std::vector<std::string>{"aa"});
}

struct SupervisionCase {
  Base base;
  std::vector<Edit> edits;
  std::string categories, reasons, permits;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

TEST(Supervision, SUP001ToSUP007SayWhyALineMustBeDeclaredAndWhatItNeeds) {
  const Edit none{"/required_certificates/0/certificate_code", "96"};
  const std::vector<SupervisionCase> cases{
      {export_, {none}, "N", "SUP001", ""},
      {export_, {}, "N", "SUP001 SUP004", ""},
      {export_, {none, {"/goods/0/commodity_code", "6109100010"}}, "", "", ""},
      {export_,
       {none, {"/goods/0/commodity_code", "6109100010"}, {"/goods/0/packages/0/package_kind", "93"}},
       "",
       "SUP002",
       ""},
      {export_, {none, {"/goods/0/commodity_code", "6109100010"}, {"/credit_number", "LC1"}}, "", "SUP006", ""},
      {import_, {{"/goods/0/commodity_code", "8457101000"}, {"/goods/0/attributes", "21"}}, "", "SUP003", "402|423"},
      {import_, {{"/goods/0/attributes", "20"}}, "M", "SUP001 SUP003", "422"},
      {import_, {{"/goods/0/attributes", "25"}}, "M", "SUP001 SUP003", "203"},
      {import_, {{"/goods/0/attributes", "16"}}, "M", "SUP001 SUP003", ""},
      {import_, {{"/goods/0/permits/-/permit_kind", "401"}}, "M", "SUP001 SUP007", ""},
      {import_, {{"/goods/0/commodity_code", "0203290090"}}, "PR", "SUP001", "325 800"},
      {import_, {{"/goods/0/commodity_code", "7102310000"}}, "", "SUP001", ""},
      {import_, {{"/goods/0/commodity_code", "9999999999"}}, "", "TAR002", ""},
  };
  for (const SupervisionCase& example : cases) {
    Document document = example.base == export_ ? example_export(test_day()) : example_import(test_day());
    change(document, example.edits);
    const auto lines = supervision(document, classic(), test_day());
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].categories, example.categories);
    EXPECT_EQ(joined(lines[0].reasons), example.reasons);
    EXPECT_EQ(joined(lines[0].permits_needed), example.permits);
    EXPECT_EQ(lines[0].must_be_declared, !example.reasons.empty());
  }
}

TEST(Supervision, SUP008OnlyCategoryLAloneIsVerification) {
  Document document = example_import(test_day());
  change(document, {{"/goods/0/commodity_code", "8471309000"}});
  EXPECT_TRUE(supervision(document, classic(), test_day())[0].verification_only);
  change(document, {{"/goods/0/commodity_code", "8450111000"}});
  EXPECT_FALSE(supervision(document, classic(), test_day())[0].verification_only);
}

}  // namespace
}  // namespace datong::domain
