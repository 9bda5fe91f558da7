#include "document/json/form_json.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "domain/rules.hpp"

namespace datong::document {
namespace {

namespace F = domain::F;
using domain::Group;
using domain::Record;

constexpr std::string_view kSmall =
    R"({"declarant_reference":"R-1","direction":"I","declarant_name":"厦门\u793a例","goods":[{"line_number":1,"quantity":"2.50000",)"
    R"("packages":[{"package_count":12},{"package_kind":"4C12"}]},{"line_number":2}],"required_certificates":[{"originals":1}]})";

Code code_of(std::string_view text) {
  const auto read = read_form_json(text);
  return read ? Code::internal : read.error().code;
}

Reading read(std::string_view text) {
  auto reading = read_form_json(text);
  EXPECT_TRUE(reading) << reading.error().detail << "\n" << text;
  return reading ? std::move(*reading) : Reading{};
}

TEST(DeclarationJson, FillsTheFieldTablesAndOwnsItsText) {
  std::string text(kSmall);
  Reading reading = read(text);
  std::fill(text.begin(), text.end(), '!');
  EXPECT_TRUE(reading.findings.empty());
  const Record& header = reading.document.header();
  EXPECT_EQ(header[F::header::declarant_name], "厦门示例");
  EXPECT_EQ(reading.document.direction(), domain::Direction::import_);
  ASSERT_EQ(header.count(Group::goods), 2U);
  const auto packages = reading.document.all(Group::package);
  ASSERT_EQ(packages.size(), 2U);
  EXPECT_EQ((*packages[0])[F::package::package_count], "12");
  EXPECT_EQ(packages[1]->path(F::package::package_kind), "/goods/0/packages/1/package_kind");
  EXPECT_EQ((*reading.document.all(Group::goods)[0])[F::goods::quantity], "2.50000") << "decimals stay as sent";
}

TEST(DeclarationJson, WrittenTextIsAFixpoint) {
  const std::string once = write_form_json(read(kSmall).document);
  EXPECT_EQ(write_form_json(read(once).document), once);
  EXPECT_EQ(write_form_json(read("{ }").document), "{}");
}

TEST(DeclarationJson, EmptyMembersCountAsAbsent) {
  EXPECT_EQ(write_form_json(read(R"({"direction":"","goods":[]})").document), "{}");
}

TEST(DeclarationJson, DEC001WrongJsonTypesAreFindings) {
  const struct {
    std::string_view text, path, expected;
  } cases[] = {
      {R"({"direction":null})", "/direction", "string"},
      {R"({"direction":1})", "/direction", "string"},
      {R"({"direction":true})", "/direction", "string"},
      {R"({"direction":["I"]})", "/direction", "string"},
      {R"({"direction":{"a":1}})", "/direction", "string"},
      {R"({"goods":[{"quantity":2.5}]})", "/goods/0/quantity", "string"},
      {R"({"goods":[{},{"line_number":"1"}]})", "/goods/1/line_number", "integer"},
      {R"({"goods":[{"line_number":-1}]})", "/goods/0/line_number", "integer"},
      {R"({"goods":[{"line_number":1.0}]})", "/goods/0/line_number", "integer"},
      {R"({"goods":[{"line_number":1e2}]})", "/goods/0/line_number", "integer"},
      {R"({"goods":[{"line_number":null}]})", "/goods/0/line_number", "integer"},
      {R"({"goods":null})", "/goods", "array"},
      {R"({"goods":{}})", "/goods", "array"},
      {R"({"goods":"x"})", "/goods", "array"},
      {R"({"goods":[{},7]})", "/goods/1", "object"},
      {R"({"goods":[[{}]]})", "/goods/0", "object"},
      {R"({"goods":[{"packages":[null]}]})", "/goods/0/packages/0", "object"},
      {R"({"unknown_elements":{}})", "/unknown_elements", "array"},
      {R"({"unknown_elements":[1]})", "/unknown_elements/0", "object"},
  };
  for (const auto& c : cases) {
    const Reading reading = read(c.text);
    ASSERT_EQ(reading.findings.size(), 1U) << c.text;
    EXPECT_EQ(reading.findings[0].rule, "DEC001") << c.text;
    EXPECT_EQ(reading.findings[0].path, c.path);
    EXPECT_EQ(reading.findings[0].values.back(), c.expected) << c.text;
  }
}

TEST(DeclarationJson, DEC001AWrongEntryKeepsThePlaceOfItsNeighbours) {
  const Reading reading = read(R"({"goods":[null,{"line_number":2}]})");
  const auto goods = reading.document.all(Group::goods);
  ASSERT_EQ(goods.size(), 2U);
  EXPECT_EQ(goods[1]->path(), "/goods/1");
  EXPECT_EQ((*goods[1])[F::goods::line_number], "2");
}

TEST(DeclarationJson, LongIntegersKeepTheirText) {
  const Reading reading = read(R"({"goods":[{"line_number":123456789012345678901234567890}]})");
  EXPECT_EQ((*reading.document.all(Group::goods)[0])[F::goods::line_number], "123456789012345678901234567890");
}

TEST(DeclarationJson, DEC007UnknownMembersAreSkippedWhateverTheyHold) {
  const Reading reading = read(
      R"({"a/b~c":{"goods":[{"x":[1.5,null,"\u0041"]}],"direction":"O"},"direction":"I","goods":[{"line_number":1,"colour":[[]]}]})");
  ASSERT_EQ(reading.findings.size(), 2U);
  EXPECT_EQ(reading.findings[0], domain::finding("DEC007", "/a~1b~0c", {"a/b~c"}));
  EXPECT_EQ(reading.findings[1], domain::finding("DEC007", "/goods/0/colour", {"colour"}));
  EXPECT_EQ(write_form_json(reading.document), R"({"direction":"I","goods":[{"line_number":1}]})");
}

TEST(DeclarationJson, DEC009TooManyEntriesAreReportedOnceAndDropped) {
  std::string text = R"({"goods":[{"line_number":1})";
  for (std::size_t i = 1; i < limits::kGoodsLinesMax; ++i) text += R"(,{"line_number":1})";
  const auto whole = read(text + "]}");
  EXPECT_TRUE(whole.findings.empty());
  const Reading reading = read(text + R"(,{"line_number":2,"packages":[{}]},null]})");
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0], domain::finding("DEC009", "/goods", {"goods", "50", "52"}));
  EXPECT_EQ(reading.document.header().count(Group::goods), limits::kGoodsLinesMax);
}

TEST(DeclarationJson, MalformedMessagesAreRefusedWhole) {
  std::vector<std::string> bad = {"",
                                  "[]",
                                  "null",
                                  "1",
                                  "\"x\"",
                                  "[{\"direction\":\"I\"}]",
                                  "{}{}",
                                  "{} x",
                                  "\xEF\xBB\xBF{}",
                                  R"({"direction":"I","direction":"I"})",
                                  R"({"direction":"I","d\u0069rection":"O"})",
                                  R"({"goods":[],"goods":[]})",
                                  R"({"odd":1,"odd":2})",
                                  R"({"odd":{"a":1,"a":2}})",
                                  R"({"goods":[{"line_number":1,"line_number":1}]})",
                                  R"({"unknown_elements":[{"element":"A","element":"A"}]})",
                                  R"({"direction":"I\u0000"})",
                                  R"({"dir\u0000ection":"I"})",
                                  R"({"odd":"\u0000"})",
                                  "{\"direction\":\"\xff\"}",
                                  "{\"direction\":\"\xc0\xaf\"}",
                                  "{\"direction\":\"\xb1\xa8\xbc\xec\"}",
                                  R"({"direction":"\ud800"})",
                                  "{\"direction\":\"a\nb\"}",
                                  R"({"direction":"I",})",
                                  R"({direction:"I"})",
                                  R"({"direction":'I'})",
                                  R"({"direction":NaN})",
                                  R"({"goods":[{"line_number":01}]})",
                                  "/* */{}",
                                  std::string("{\"a\":\0}", 7)};
  std::string deep = R"({"odd":)" + std::string(limits::kDepthMax, '[') + std::string(limits::kDepthMax, ']') + "}";
  bad.push_back(deep);
  bad.push_back(R"({"odd":)" + std::string(2'000'000, '['));
  std::string many = "{\"m0\":0";
  for (std::size_t i = 1; i <= limits::kMembersMax; ++i) many += ",\"m" + std::to_string(i) + "\":0";
  bad.push_back(many + "}");
  for (const std::string& text : bad) EXPECT_EQ(code_of(text), Code::malformed) << text.substr(0, 80);
  EXPECT_EQ(code_of("{\"odd\":\"" + std::string(limits::kMessageBytesMax, 'x') + "\"}"), Code::too_large);
}

TEST(DeclarationJson, EveryTruncationIsAnErrorWithAnOffset) {
  for (std::size_t size = 0; size < kSmall.size(); ++size) {
    const auto reading = read_form_json(kSmall.substr(0, size));
    ASSERT_FALSE(reading) << size;
    EXPECT_EQ(reading.error().code, Code::malformed);
    EXPECT_NE(reading.error().detail.find("at byte"), std::string::npos);
  }
}

TEST(DeclarationJson, DEC008UnknownElementsComeBackInTheirNormalForm) {
  const Reading reading =
      read(R"({"unknown_elements":[{"element":"Foo","inner_xml":"a<b x='1'><!-- c --><![CDATA[<]]></b>&#65;"},)"
           R"({"element":"{urn:x}GoodsNo","inner_xml":""}]})");
  ASSERT_EQ(reading.findings.size(), 2U);
  EXPECT_EQ(reading.findings[0], domain::finding("DEC008", "/unknown_elements/0", {"Foo"}));
  ASSERT_EQ(reading.document.header().unknown().size(), 2U);
  EXPECT_EQ(reading.document.header().unknown()[0].inner_xml, "a<b x=\"1\">&lt;</b>A");
  const std::string once = write_form_json(reading.document);
  EXPECT_EQ(write_form_json(read(once).document), once);
}

TEST(DeclarationJson, DEC001UnknownElementsCannotBreakOutOfTheirPlace) {
  const std::string_view bad[] = {
      R"({"element":"Foo","inner_xml":"</Foo><DeclCode>24</DeclCode><Foo>"})",
      R"({"element":"Foo","inner_xml":"</x><x>"})",
      R"({"element":"Foo","inner_xml":"&bomb;"})",
      R"({"element":"Foo","inner_xml":"<!DOCTYPE a><a/>"})",
      R"({"element":"Foo","inner_xml":"<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/hostname'/></a>"})",
      R"({"element":"Foo","inner_xml":"<a>"})",
      R"({"element":"Foo","inner_xml":"\u0001"})",
      R"({"element":"Foo","inner_xml":"<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>"})",
      R"({"element":"Foo","inner_xml":1})",
      R"({"element":"","inner_xml":"a"})",
      R"({"inner_xml":"a"})",
      R"({"element":"Foo a='1'","inner_xml":"a"})",
      R"({"element":"a:b","inner_xml":"a"})",
      R"({"element":"DeclCode","inner_xml":"24"})",
      R"({"element":"ITF_DCL_IO_DECL_GOODS","inner_xml":""})",
      R"({"element":"ITF_DCL_IO_DECL","inner_xml":""})",
      R"({"element":"{u\"v}Foo","inner_xml":""})",
      R"({"element":"{}Foo","inner_xml":""})",
      R"({"element":"{http://www.w3.org/2001/XInclude}include","inner_xml":""})",
  };
  for (const std::string_view entry : bad) {
    const Reading reading = read("{\"unknown_elements\":[" + std::string(entry) + "]}");
    ASSERT_EQ(reading.findings.size(), 1U) << entry;
    EXPECT_EQ(reading.findings[0].rule, "DEC001") << entry;
    EXPECT_TRUE(reading.document.header().unknown().empty()) << entry;
  }
}

TEST(DeclarationJson, CertificateStringsBecomeEntries) {
  EXPECT_EQ(
      write_form_json(read(R"({"certificate_codes":"11,12","certificate_originals":"1,2"})").document),
      R"({"required_certificates":[{"certificate_code":"11","originals":1},{"certificate_code":"12","originals":2}]})");
  const Reading unequal = read(R"({"certificate_codes":"11,12","certificate_originals":"1"})");
  ASSERT_EQ(unequal.findings.size(), 1U);
  EXPECT_EQ(unequal.findings[0].rule, "DEC001");
  EXPECT_EQ(unequal.findings[0].path, "/required_certificates");
}

}  // namespace
}  // namespace datong::document
