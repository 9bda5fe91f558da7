#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "document/sps/sps_reader.hpp"
#include "document/sps/sps_writer.hpp"
#include "domain/inspection/inspection_certificate.hpp"
#include "domain/certificate/words.hpp"
#include "domain/declaration/example.hpp"
#include "domain/declaration/review_test.hpp"

namespace datong::document {
namespace {

using domain::PhytosanitaryCertificate;
using domain::test_day;

std::filesystem::path interop_folder() {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  return (set == nullptr ? std::filesystem::path(DATONG_SOURCE_DIR) / ".." / "shared" / "data"
                         : std::filesystem::path(set)) /
         "sps";
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The official schema, which is not in this repository.
class SpsSchema : public testing::Test {
 protected:
  void SetUp() override {
    const auto path = interop_folder() / "xsd" / "data" / "standard" / "SPSCertificate_17p0.xsd";
    if (!std::filesystem::exists(path))
      GTEST_SKIP() << "no interoperability data at " << interop_folder() << " (set DATONG_INTEROP_DATA)";
    const std::unique_ptr<xmlSchemaParserCtxt, void (*)(xmlSchemaParserCtxtPtr)> parser(
        xmlSchemaNewParserCtxt(path.c_str()), xmlSchemaFreeParserCtxt);
    schema_.reset(xmlSchemaParse(parser.get()));
    ASSERT_NE(schema_, nullptr);
  }
  /// "" when valid, else what libxml2 says first.
  std::string complaint(const std::string& xml) const {
    const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document(
        xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET), xmlFreeDoc);
    if (document == nullptr) return "not well-formed";
    const std::unique_ptr<xmlSchemaValidCtxt, void (*)(xmlSchemaValidCtxtPtr)> validator(
        xmlSchemaNewValidCtxt(schema_.get()), xmlSchemaFreeValidCtxt);
    std::string first;
    xmlSchemaSetValidStructuredErrors(
        validator.get(),
        [](void* into, xmlErrorPtr error) {
          auto& said = *static_cast<std::string*>(into);
          if (said.empty()) said = error->message;
        },
        &first);
    const int result = xmlSchemaValidateDoc(validator.get(), document.get());
    return result == 0 ? "" : first.empty() ? "invalid" : first;
  }

 private:
  struct Free {
    void operator()(xmlSchemaPtr schema) const { xmlSchemaFree(schema); }
  };
  std::unique_ptr<xmlSchema, Free> schema_;
};

domain::InspectionFacts facts_of_example() { return {"310100224000001", test_day(), domain::example_content("18")}; }
domain::SigningFacts signing() { return {"310100224000001-18-01", test_day(), "WANG FANG"}; }

PhytosanitaryCertificate certificate_of(const domain::Document& document, const domain::InspectionFacts& facts) {
  auto made = domain::phytosanitary_certificate(document, facts, signing(), domain::classic(), test_day());
  EXPECT_TRUE(made) << domain::list(made ? std::vector<Finding>{} : made.error().refusals);
  return made.value_or(PhytosanitaryCertificate{});
}
PhytosanitaryCertificate example() { return certificate_of(domain::example_export(test_day()), facts_of_example()); }

PhytosanitaryCertificate reexport_example() {
  domain::InspectionFacts facts = facts_of_example();
  facts.content.texts["reexport_of"] = "JP-2025-77";
  facts.content.texts["reexport_origin"] = "392";
  facts.content.texts["reexport_marks"] = "original repacked new_containers original_certificate";
  domain::Document three = domain::example_export(test_day());
  domain::make_lines(three, 3);
  return certificate_of(three, facts);
}

std::string written(const PhytosanitaryCertificate& certificate) {
  auto xml = write_sps(certificate);
  EXPECT_TRUE(xml) << xml.error().detail;
  return xml.value_or("");
}

void expect_round_trip(const PhytosanitaryCertificate& certificate) {
  const std::string xml = written(certificate);
  const auto read = read_sps(xml);
  ASSERT_TRUE(read) << read.error().detail << "\n" << xml;
  EXPECT_EQ(*read, certificate) << xml;
  EXPECT_EQ(written(*read), xml);
}

TEST_F(SpsSchema, AcceptsWhatWeWrite) {
  EXPECT_EQ(complaint(written(example())), "");
  EXPECT_EQ(complaint(written(reexport_example())), "");
  PhytosanitaryCertificate bare = example();
  bare.is_withdrawn = true;
  bare.additional_declaration = bare.marks = bare.point_of_entry = bare.voyage = bare.officer = "";
  bare.treatment.reset();
  bare.produce[0] = {"RICE", "", "", bare.produce[0].origin, "", "", {}, {}, {}};
  EXPECT_EQ(complaint(written(bare)), "");
}

TEST_F(SpsSchema, AcceptsEveryCountryPackageUnitAndModeOfTransportOfTheEdition) {
  PhytosanitaryCertificate all = example();
  const auto& edition = domain::classic();
  for (const domain::CodeRow* row : edition.codes(domain::List::country, test_day())) {
    all.produce.push_back(all.produce[0]);
    all.produce.back().origin.code = edition.equivalent(domain::List::country, row->code, test_day());
  }
  for (const domain::CodeRow* row : edition.codes(domain::List::package, test_day())) {
    const auto type = edition.equivalent(domain::List::package, row->code, test_day());
    if (!type.empty()) all.produce[0].packages.push_back({1, std::string(type)});
  }
  EXPECT_GT(all.produce[0].packages.size(), 30U);
  EXPECT_EQ(complaint(written(all)), "");
  for (const domain::CodeRow* row : edition.codes(domain::List::transport_mode, test_day())) {
    all.transport_mode = edition.equivalent(domain::List::transport_mode, row->code, test_day());
    EXPECT_EQ(complaint(written(all)), "") << row->code;
  }
}

TEST_F(SpsSchema, HostileTextStaysValidAndComesBack) {
  PhytosanitaryCertificate hostile = reexport_example();
  std::string longest;
  for (int i = 0; i < 4'000; ++i) longest += i % 7 == 0 ? "字" : "&";
  hostile.additional_declaration = longest;
  hostile.marks = "]]>\n<!-- &amp; &lol; -->\r\n<x a='\"'/>\ttab\r";
  hostile.exporter = {"<b>A & B</b>", "  blanks around  "};
  hostile.produce[0].name = "<![CDATA[x]]>";
  hostile.produce[0].botanical_name = "𠀀 \xF0\x9F\x8C\xBE";
  hostile.number = "A&<>\"'";
  EXPECT_EQ(complaint(written(hostile)), "");
  expect_round_trip(hostile);
}

TEST_F(SpsSchema, PublishedSamplesAreReadAndWrittenBackValid) {
  std::size_t samples = 0;
  for (const auto& entry : std::filesystem::directory_iterator(interop_folder() / "samples" / "phytosanitary")) {
    ++samples;
    const auto read = read_sps(bytes_of(entry.path()));
    ASSERT_TRUE(read) << entry.path() << read.error().detail;
    EXPECT_FALSE(read->number.empty()) << entry.path();
    EXPECT_FALSE(read->produce.empty()) << entry.path();
  }
  EXPECT_GE(samples, 8U);
  const auto full = read_sps(bytes_of(interop_folder() / "samples" / "phytosanitary" / "spscertificate-full.xml"));
  ASSERT_TRUE(full);
  EXPECT_EQ(full->number, "123456789CO");
  EXPECT_EQ(full->importing_country.code, "PE");
  EXPECT_EQ(full->produce[0].botanical_name, "Widgeticus");
  EXPECT_EQ(full->treatment->duration_hours, Decimal::from_integer(3));
  EXPECT_EQ(full->treatment->temperature_celsius, Decimal::from_integer(32));
}

TEST(Sps, WhatIsWrittenIsReadBackEqual) {
  expect_round_trip(example());
  expect_round_trip(reexport_example());
  PhytosanitaryCertificate withdrawn = example();
  withdrawn.is_withdrawn = true;
  withdrawn.treatment.reset();
  withdrawn.officer = withdrawn.conveyance = "";
  expect_round_trip(withdrawn);
  PhytosanitaryCertificate cold = example();
  cold.treatment->temperature_celsius = Decimal::parse("-18.5");
  cold.treatment->duration_hours.reset();
  cold.produce[0].quantity.reset();
  expect_round_trip(cold);
}

TEST(Sps, OurFixtureIsWrittenByteForByte) {
  const std::string fixture =
      bytes_of(std::filesystem::path(DATONG_SOURCE_DIR) / "tests" / "data" / "sps-phytosanitary.xml");
  EXPECT_EQ(written(example()), fixture);
  const auto read = read_sps(fixture);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, example());
}

TEST(Sps, WhatTheMessageCannotCarryIsRefused) {
  const auto refused = [](auto change) {
    PhytosanitaryCertificate certificate = example();
    change(certificate);
    const auto xml = write_sps(certificate);
    return xml ? std::string("written") : xml.error().code == Code::malformed ? "" : xml.error().detail;
  };
  EXPECT_EQ(refused([](auto& c) { c.number = ""; }), "");
  EXPECT_EQ(refused([](auto& c) { c.issued_on.reset(); }), "");
  EXPECT_EQ(refused([](auto& c) { c.produce.clear(); }), "");
  EXPECT_EQ(refused([](auto& c) { c.produce[0].name = ""; }), "");
  EXPECT_EQ(refused([](auto& c) { c.transport_mode = ""; }), "");
  EXPECT_EQ(refused([](auto& c) { c.place_of_issue = ""; }), "");
  EXPECT_EQ(refused([](auto& c) { c.exporting_country.code = "C\"N"; }), "");
  EXPECT_EQ(refused([](auto& c) { c.produce[0].net_weight->unit = "KG\"><x"; }), "");
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\x01"), std::string("\x1B"),
                                 std::string("\xEF\xBF\xBE"), std::string("\xC0\x80"), std::string("\xED\xA0\x80")})
    EXPECT_EQ(refused([&](auto& c) { c.marks = bad; }), "");
}

TEST(Sps, AReaderRefusesWhatIsNoCertificateAndSurvivesEveryTruncation) {
  const std::string xml = written(example());
  EXPECT_FALSE(read_sps(""));
  EXPECT_FALSE(read_sps("<SPSCertificate/>"));
  EXPECT_FALSE(read_sps("<!DOCTYPE x [<!ENTITY a \"b\">]>" + xml.substr(xml.find('\n') + 1)));
  const auto replaced = [&](std::string_view from, std::string_view to) {
    std::string text = xml;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, text.npos) << from;
    return text.replace(at, from.size(), to);
  };
  EXPECT_FALSE(read_sps(replaced(">851<", ">852<")));
  EXPECT_FALSE(read_sps(replaced(">480.5<", ">480,5<")));
  EXPECT_FALSE(read_sps(replaced(">60<", ">sixty<")));
  EXPECT_FALSE(read_sps(replaced("T00:00:00+08:00<", "<").replace(0, 0, " ")));
  for (std::size_t length = 0; length + 2 < xml.size(); ++length)
    EXPECT_FALSE(read_sps(std::string_view(xml).substr(0, length))) << length;
  const auto foreign =
      read_sps(replaced("<rsm:SPSConsignment>", "<x:y xmlns:x=\"urn:x\"><x:ID>1</x:ID></x:y><rsm:SPSConsignment>"));
  ASSERT_TRUE(foreign);
  EXPECT_EQ(*foreign, example());
}

/// XML and paper are made of the same facts: every text of the one stands on the other.
TEST(Sps, PageAndMessageSayTheSame) {
  const domain::Document document = domain::example_export(test_day());
  const auto printed = domain::printed_certificate(document, facts_of_example(), "18", domain::classic(), test_day());
  ASSERT_TRUE(printed);
  const auto message = read_sps(written(example()));
  ASSERT_TRUE(message);
  const auto& page = printed->values;
  EXPECT_EQ(page.at("organisation"), message->organisation);
  EXPECT_EQ(page.at("to_organisation"), domain::to_organisation(*message));
  EXPECT_EQ(page.at("exporter"), message->exporter.name);
  EXPECT_EQ(page.at("declared_consignee"), message->consignee.name);
  EXPECT_EQ(page.at("marks"), message->marks);
  EXPECT_EQ(page.at("point_of_entry"), message->point_of_entry);
  EXPECT_EQ(page.at("additional_declaration"), message->additional_declaration);
  EXPECT_EQ(page.at("place_of_issue_en"), message->place_of_issue);
  EXPECT_NE(page.at("conveyance_en").find(message->conveyance + " " + message->voyage), std::string::npos);
  EXPECT_EQ(page.at("treated_on_en"), domain::date_words(message->treatment->date));
  EXPECT_EQ(page.at("treatment"), message->treatment->treatment);
  EXPECT_EQ(page.at("chemical"), message->treatment->chemical);
  EXPECT_EQ(page.at("concentration"), message->treatment->concentration);
  EXPECT_EQ(page.at("duration_hours_en"), domain::quantity_words(*message->treatment->duration_hours, "HOUR"));
  EXPECT_EQ(page.at("temperature_celsius_en"), message->treatment->temperature_celsius->to_string() + " °C");
  ASSERT_EQ(printed->rows.size(), message->produce.size());
  const auto& row = printed->rows[0];
  const auto& produce = message->produce[0];
  EXPECT_EQ(row.at("goods_en"), produce.name);
  EXPECT_EQ(row.at("botanical_name"), produce.botanical_name);
  EXPECT_EQ(row.at("commodity_code"), produce.commodity_code);
  EXPECT_EQ(row.at("packages_en"), produce.packages_text);
  EXPECT_EQ(row.at("origin_en"), produce.origin_place + ", " + produce.origin.name);
  EXPECT_EQ(row.at("quantity_en"), domain::quantity_words(produce.quantity->value, produce.quantity->unit));
  EXPECT_EQ(row.at("weight_en"), domain::quantity_words(produce.net_weight->value, "KILOGRAM"));
  EXPECT_EQ(produce.net_weight->unit, "KGM");
}

}  // namespace
}  // namespace datong::document
