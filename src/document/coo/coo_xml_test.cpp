#include "document/coo/coo_xml.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "base/limits.hpp"
#include "document/coo/application.hpp"
#include "document/eciq/gbk.hpp"
#include "document/json/form_json.hpp"
#include "document/schema/xsd_check_for_tests.hpp"
#include "domain/origin/example.hpp"
#include "domain/rules.hpp"

namespace datong::document {
namespace {

namespace F = domain::F;
using domain::Group;

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
std::string small() { return file(DATONG_SOURCE_DIR "/tests/data/coo-form-e.xml"); }
std::string small_json() { return file(DATONG_SOURCE_DIR "/tests/data/coo-form-e.json"); }

/// The published schema, "" when the data is not there.
std::string published_schema() {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  return file((set != nullptr ? std::string(set) : DATONG_SOURCE_DIR "/../shared/data") + "/cn-single-window/coo.xsd");
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), with);
}
std::string without_space(std::string text) { return replaced(text, " xmlns=\"http://www.w3.org/2000/09/xmldsig#\"", ""); }

/// A message with that content of the head and that beside it.
std::string message(std::string_view head, std::string_view beside = {}) {
  return "<Certificate><CertificateHead>" + std::string(head) + "</CertificateHead>" + std::string(beside) + "</Certificate>";
}
Reading read(std::string_view bytes) {
  auto reading = read_coo_xml(bytes);
  EXPECT_TRUE(reading) << reading.error().detail << "\n" << bytes.substr(0, 300);
  return reading ? std::move(*reading) : Reading{domain::Document(Group::origin), {}};
}
std::string json(std::string_view bytes) { return write_form_json(read(bytes).document); }
std::string complaint(std::string_view bytes) {
  const auto reading = read_coo_xml(bytes);
  return reading ? "" : reading.error().detail;
}
domain::Document from_json(std::string_view text) {
  auto reading = read_form_json(text, Group::origin);
  EXPECT_TRUE(reading) << reading.error().detail;
  return std::move(reading->document);
}
std::string written(const domain::Document& document) {
  const auto result = write_coo_xml(document);
  EXPECT_TRUE(result) << result.error().detail;
  return result ? result->bytes : std::string();
}

TEST(CooXml, FillsTheFieldTablesWithOrWithoutTheBorrowedNamespaceAndInGbk) {
  std::string text = small();
  ASSERT_FALSE(text.empty());
  const Reading reading = read(text);
  std::fill(text.begin(), text.end(), '!');
  EXPECT_EQ(write_form_json(reading.document), small_json());
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].rule, "DEC008");
  EXPECT_EQ(reading.findings[0].path, "/unknown_elements/0");
  EXPECT_EQ(json(without_space(small())), small_json());
  EXPECT_EQ(json(replaced(replaced(without_space(small()), "<Certificate>", "<c:Certificate xmlns:c=\"http://www.w3.org/2000/09/xmldsig#\">"),
                          "</Certificate>", "</c:Certificate>")), small_json());
  const auto gbk = gbk_from_utf8(replaced(small(), "UTF-8", "GBK"));
  ASSERT_TRUE(gbk);
  EXPECT_EQ(json(*gbk), small_json());
  EXPECT_NE(complaint(replaced(small(), "UTF-8", "UTF-16")), "");
}

TEST(CooXml, WhatItWritesIsReadAgainAndValidForThePublishedSchema) {
  const std::string schema = published_schema();
  const domain::Document document = from_json(small_json());
  const std::string xml = written(document);
  EXPECT_EQ(json(xml), small_json());
  EXPECT_EQ(written(read(xml).document), xml);
  if (schema.empty()) GTEST_SKIP() << "no interoperability data: coo.xsd is not there";
  const XsdCheck xsd(schema);
  EXPECT_EQ(xsd.complaint(written(domain::Document(Group::origin))), "");
  domain::Document known = from_json(small_json());
  known.header().unknown().clear();
  EXPECT_EQ(xsd.complaint(written(known)), "");
  EXPECT_NE(xsd.complaint(xml), "") << "the schema knows no NewField";
}

TEST(CooXml, ExampleApplicationsOfEveryKindFitThePublishedSchema) {
  const std::string schema = published_schema();
  if (schema.empty()) GTEST_SKIP() << "no interoperability data: coo.xsd is not there";
  const XsdCheck xsd(schema);
  for (const std::string_view kind : {"C", "G", "E", "RC"}) {
    for (const std::size_t lines : {1U, 20U, 200U}) {
      const std::string xml = written(domain::example_application(kind, lines, *Date::from_ymd(2026, 3, 4)));
      EXPECT_EQ(xsd.complaint(xml), "") << kind << lines;
      EXPECT_EQ(written(read(xml).document), xml);
    }
  }
}

TEST(CooXml, LineBreaksAreTwoCharactersAndTheirLikenessSurvives) {
  const std::pair<std::string_view, std::string_view> pairs[] = {
      {"A\nB", "A/nB"}, {"A/nB", "A//nB"}, {"A/\nB", "A///nB"}, {"A//nB", "A////nB"}, {"\n\n", "/n/n"},
      {"A/B", "A/B"}, {"/", "/"}, {"//", "//"}, {"", ""}, {"A/N", "A/N"}, {"\nn", "/nn"}, {"http://name", "http:////name"}};
  for (const auto& [text, sent] : pairs) {
    EXPECT_EQ(breaks_to_message(text), sent);
    EXPECT_EQ(breaks_from_message(sent), text);
  }
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (std::size_t length = random() % 12; length > 0; --length) text += "/n\nN"[random() % 4];
    EXPECT_EQ(breaks_from_message(breaks_to_message(text)), text);
  }
  EXPECT_EQ(read(message("<Exporter>A\nB/nC</Exporter>")).document.header()[F::origin::exporter], "A\nB\nC");
  EXPECT_EQ(read(message("<ContractNo>A/n1</ContractNo>")).document.header()[F::origin::contract_number], "A/n1")
      << "no text of several lines";
}

TEST(CooXml, CountriesHaveThreeDigitsAndDatesOneForm) {
  for (const std::string_view code : {"36", "036", "0036"}) {
    const Reading reading = read(message("<DestCountryCode>" + std::string(code) + "</DestCountryCode>"));
    EXPECT_EQ(reading.document.header()[F::origin::destination_country], "036");
  }
  for (const std::string_view code : {"AU", "1036", "03 6"}) {
    const Reading reading = read(message("<DestCountryCode>" + std::string(code) + "</DestCountryCode>"));
    EXPECT_EQ(reading.document.header()[F::origin::destination_country], code);
  }
  EXPECT_EQ(read(message("<TransCountryCode>0</TransCountryCode>")).document.header()[F::origin::transit_country], "000");
  for (const std::string_view day : {"2024-03-05", "20240305", "2024-03-05 23:59:59", "2024-03-05T00:00:00"})
    EXPECT_EQ(read(message("<AplDate>" + std::string(day) + "</AplDate>")).document.header()[F::origin::applied_on], "2024-03-05");
  for (const std::string_view day : {"2024-02-30", "5.3.2024", "2024-03-05 24:00:00", "2024-03-05 noon"})
    EXPECT_EQ(read(message("<AplDate>" + std::string(day) + "</AplDate>")).document.header()[F::origin::applied_on], day);
}

TEST(CooXml, DroppedValuesAndEntriesAreListed) {
  const domain::Document document = from_json(
      R"({"applicant_registration":"3100600001","kind":"C","signatory":"31S001","goods":[{"line_number":1},{"line_number":2,"cost_sheet":1}],)"
      R"("third_parties":[{"name":"A"},{"name":"B"}],"attached_documents":[{"document_kind":"1"}],)"
      R"("cost_sheets":[{"sheet_number":1,"materials":[{"name":"x"}]}]})");
  const auto result = write_coo_xml(document);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->dropped, (std::vector<std::string>{"/applicant_registration", "/signatory", "/goods/1/cost_sheet",
                                                       "/attached_documents/0", "/cost_sheets/0"}));
  EXPECT_NE(result->bytes.find("<CertNo></CertNo>"), std::string::npos) << "demanded, so written empty";
  EXPECT_NE(result->bytes.find("<SortNo>2</SortNo>"), std::string::npos) << "demanded as a number";
  EXPECT_EQ(result->bytes.find("ApplName"), std::string::npos);
  EXPECT_EQ(json(result->bytes), R"({"kind":"C","goods":[{"line_number":1},{"line_number":2}],)"
                                 R"("third_parties":[{"sequence":1,"name":"A"},{"sequence":2,"name":"B"}]})");
  EXPECT_FALSE(write_coo_xml(from_json("{\"marks\":\"a\\u0001\"}")));
}

TEST(CooXml, UnknownElementsAreKeptWhereTheyStandInARecord) {
  const std::string text = message("<Odd>a<b/></Odd>", "<CertificateList><Goods><x:New xmlns:x=\"urn:x\">1</x:New></Goods><Wrong/></CertificateList><Beside/>");
  const Reading reading = read(text);
  EXPECT_EQ(write_form_json(reading.document),
            R"({"goods":[{"unknown_elements":[{"element":"{urn:x}New","inner_xml":"1"}]}],)"
            R"("unknown_elements":[{"element":"Odd","inner_xml":"a<b></b>"},{"element":"Wrong","inner_xml":""},{"element":"Beside","inner_xml":""}]})");
  EXPECT_EQ(reading.findings.size(), 4U);
  EXPECT_EQ(json(written(reading.document)), write_form_json(reading.document));
}

TEST(CooXml, ASignatureIsRefusedAndNeverTakenForOurs) {
  constexpr std::string_view kSigned =
      "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><Reference URI=\"\"/></SignedInfo></Signature>";
  EXPECT_NE(complaint(message("", kSigned)).find("XML signature"), std::string::npos);
  EXPECT_NE(complaint(message(kSigned)).find("XML signature"), std::string::npos);
  EXPECT_NE(complaint("<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>"), "");
  EXPECT_EQ(json(message("<Signature2>x</Signature2>")),
            R"({"unknown_elements":[{"element":"Signature2","inner_xml":"x"}]})");
  EXPECT_EQ(complaint(message("<Odd><Signature/></Odd>")), "") << "content of an unknown element means nothing to us";
  for (const std::string_view name : {"Signature", "CertificateList", "AplPromise", "{http://www.w3.org/2000/09/xmldsig#}CertNo"}) {
    const auto reading = read_form_json(
        "{\"unknown_elements\":[{\"element\":\"" + std::string(name) + "\",\"inner_xml\":\"\"}]}", Group::origin);
    ASSERT_TRUE(reading);
    EXPECT_TRUE(reading->document.header().unknown().empty()) << name;
  }
}

TEST(CooXml, RefusesWrongShapes) {
  EXPECT_NE(complaint(""), "");
  EXPECT_NE(complaint("<Receipt/>").find("root element"), std::string::npos);
  EXPECT_NE(complaint("<Certificate xmlns=\"urn:other\"><CertificateHead/></Certificate>").find("foreign namespace"), std::string::npos);
  EXPECT_NE(complaint("<Certificate/>").find("no CertificateHead"), std::string::npos);
  EXPECT_NE(complaint("<Certificate><CertificateList/></Certificate>").find("no CertificateHead"), std::string::npos);
  EXPECT_NE(complaint(message("", "<CertificateHead/>")).find("a second CertificateHead"), std::string::npos);
  EXPECT_NE(complaint(message("<CertificateHead/>")).find("a second CertificateHead"), std::string::npos);
  EXPECT_NE(complaint(message("", "<CertificateList/><CertificateList/>")).find("a second CertificateList"), std::string::npos);
  EXPECT_NE(complaint(message("<CertNo>1</CertNo><CertNo>1</CertNo>")).find("twice"), std::string::npos);
  EXPECT_NE(complaint(message("<CertNo><b/></CertNo>")).find("inside a value"), std::string::npos);
  EXPECT_NE(complaint(message("", "<CertNo>1</CertNo>")).find("element CertNo"), std::string::npos);
  EXPECT_NE(complaint(message("loose")).find("text between"), std::string::npos);
  EXPECT_NE(complaint(message("<Mark>\xC0\xAF</Mark>")).find("UTF-8"), std::string::npos);
  const std::string promise = "<AplPromise><AplPromiseCode>1</AplPromiseCode></AplPromise>";
  EXPECT_EQ(json(message("", promise)), R"({"promise":"1"})");
  EXPECT_NE(complaint(message("", promise + promise)), "");
}

TEST(CooXml, HostileInputEndsInAnError) {
  std::string bomb = "<!DOCTYPE Certificate [<!ENTITY a \"ha\">";
  for (char c = 'b'; c < 'm'; ++c) {
    const std::string inside = std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += std::string("<!ENTITY ") + c + " \"" + inside + inside + inside + inside + "\">";
  }
  EXPECT_NE(complaint(bomb + "]>" + message("<Mark>&l;</Mark>")).find("document type"), std::string::npos);
  EXPECT_NE(complaint("<!DOCTYPE Certificate SYSTEM \"file:///etc/passwd\">" + message("")), "");
  EXPECT_NE(complaint("<!DOCTYPE C [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + message("<Mark>&e;</Mark>")), "");
  EXPECT_NE(complaint(message("<Mark>&e;</Mark>")), "");
  EXPECT_NE(complaint(message("<i:include xmlns:i=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>")), "");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_NE(complaint(message(deep)), "");
  EXPECT_EQ(read_coo_xml(message("<Mark>" + std::string(limits::kMessageBytesMax, 'x') + "</Mark>")).error().code, Code::too_large);
  std::string many;
  for (std::size_t i = 0; i <= limits::kUnknownElementsMax; ++i) many += "<Odd/>";
  EXPECT_EQ(read_coo_xml(message(many)).error().code, Code::too_large);
}

TEST(CooXml, TooManyEntriesAreCountedAndReported) {
  std::string lines;
  for (std::size_t i = 0; i < limits::kOriginLinesMax + 1; ++i) lines += "<Goods><GNo>1</GNo></Goods>";
  const Reading reading = read(message("", "<CertificateList>" + lines + "</CertificateList>"));
  EXPECT_EQ(reading.document.header().count(Group::origin_goods), limits::kOriginLinesMax);
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].rule, "DEC009");
  EXPECT_EQ(reading.findings[0].path, "/goods");
}

TEST(CooXml, EveryTruncationIsRefused) {
  const std::string text = small();
  const std::size_t end = text.rfind('>');
  for (std::size_t length = 0; length <= end; ++length) EXPECT_NE(complaint(text.substr(0, length)), "") << length;
}

TEST(Application, BothFormatsPassTheFrontDoor) {
  for (const auto format : {ApplicationFormat::json, ApplicationFormat::coo_xml}) {
    EXPECT_EQ(application_format(application_format_name(format)), format);
    const auto bytes = write_application(from_json(small_json()), format);
    ASSERT_TRUE(bytes);
    const auto reading = read_application(bytes->bytes, format);
    ASSERT_TRUE(reading);
    EXPECT_EQ(write_form_json(reading->document), small_json());
  }
  EXPECT_EQ(application_format("eciq"), std::nullopt);
}

TEST(Application, TheCustomsMessageGetsItsIdentityFromSenderAndNumber) {
  Reading reading = read(small());
  complete_identity(reading.document, "3100600001");
  EXPECT_EQ(reading.document.header()[F::origin::applicant_registration], "3100600001");
  EXPECT_EQ(reading.document.header()[F::origin::applicant_reference], "E24MA1A2B3C60001");
  complete_identity(reading.document, "3100600002");
  EXPECT_EQ(reading.document.header()[F::origin::applicant_registration], "3100600001");
}

}  // namespace
}  // namespace datong::document
