// Property: any document filled from the field tables survives the way through JSON and through e-CIQ in both
// encodings; any application the way through JSON and, as far as it carries one, the customs message.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "base/limits.hpp"
#include "document/coo/coo_xml.hpp"
#include "document/eciq/eciq_reader.hpp"
#include "document/eciq/eciq_writer.hpp"
#include "document/json/form_json.hpp"
#include "document/schema/xsd_check_for_tests.hpp"

namespace datong::document {
namespace {

using domain::Field;
using domain::FieldType;
using domain::Group;
using domain::Record;

class Generator {
 public:
  /// `only_elements`: leaves out what has no element in the form's XML message.
  explicit Generator(std::uint32_t seed, Group root = Group::header, bool only_elements = false)
      : random_(seed), root_(root), only_elements_(only_elements) {}

  domain::Document document() {
    domain::Document document(root_);
    fill(document, document.header());
    document.seal();
    return document;
  }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  std::string digits(std::size_t count) {
    std::string text;
    while (count-- > 0) text += static_cast<char>('0' + below(10));
    return text;
  }

  std::string words(std::size_t longest) {
    static constexpr std::string_view kPieces[] = {"a", "Z",  "7",  " ",  "<", "&", "\"", "'",  ">", "\\",
                                                   "/", "报", "检", "。", "é", "]", "\n", "\t", "\r", "n"};
    std::string text;
    for (std::size_t i = 1 + below(std::min<std::size_t>(longest, 30)); i > 0; --i)
      text += kPieces[below(std::size(kPieces))];
    return text;
  }

  std::string value(const Field& field) {
    switch (field.type) {
      case FieldType::text: return words(field.shorter != 0 ? field.shorter : field.longest);
      case FieldType::digits: return digits(1 + below(field.longest));
      case FieldType::code:
        if (root_ == Group::origin && field.list == domain::List::country) return digits(3);
        return digits(1 + below(field.longest));
      case FieldType::code_list: return digits(2) + "," + digits(2);
      case FieldType::decimal: return std::to_string(below(field.longest < 12 ? 1000 : 1'000'000)) + "." + digits(1 + below(5));
      case FieldType::integer: return std::to_string(below(field.longest < 3 ? 10 : 1000));
      case FieldType::date: return "20" + digits(2) + "-0" + std::to_string(1 + below(9)) + "-1" + digits(1);
      case FieldType::dates: return "20260101;20260102";
      case FieldType::flags: return below(2) == 0 ? "0" : "1";
    }
    return {};
  }

  void fill(domain::Document& document, Record& record) {
    const auto fields = domain::fields_of(record.group());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (only_elements_ && fields[i].element.empty()) continue;
      if (below(3) != 0) record.set(i, document.keep(value(fields[i])));
    }
    if (record.group() == Group::third_party)  // the message knows none without
      record.set(domain::F::third_party::sequence, document.keep(std::to_string(1 + below(9))));
    if (record.group() == Group::header) {  // inside the platform certificates are entries
      for (const auto field : {domain::F::header::certificate_codes, domain::F::header::certificate_originals,
                               domain::F::header::certificate_copies}) {
        record.set(field, {});
      }
    }
    if (record.group() == Group::required_certificate)
      record.set(domain::F::required_certificate::certificate_code, "11");
    for (const domain::GroupSpec& spec : domain::groups_of(root_)) {
      if (spec.parent != record.group() || (only_elements_ && spec.element.empty())) continue;
      for (std::size_t count = below(std::min<std::size_t>(4, spec.count_max + 1)); count > 0; --count) {
        fill(document, record.children().emplace_back(spec.group, document.arena()));
      }
    }
  }

  std::mt19937 random_;
  Group root_;
  bool only_elements_;
};

TEST(RoundTrip, RandomDocumentsSurviveBothFormatsAndFitTheXsd) {
  const XsdCheck xsd;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const domain::Document document = Generator(seed).document();
    const std::string json = write_form_json(document);
    const auto from_json = read_form_json(json);
    ASSERT_TRUE(from_json) << from_json.error().detail;
    EXPECT_TRUE(from_json->findings.empty());
    ASSERT_EQ(write_form_json(from_json->document), json);
    for (const Encoding encoding : {Encoding::utf8, Encoding::gbk}) {
      const Envelope envelope{seed % 2 == 0 ? Envelope::Form::root : Envelope::Form::bare, {}};
      const auto xml = write_eciq(document, envelope, encoding);
      ASSERT_TRUE(xml) << xml.error().detail;
      const auto from_xml = read_eciq(*xml);
      ASSERT_TRUE(from_xml) << from_xml.error().detail;
      EXPECT_TRUE(from_xml->findings.empty());
      EXPECT_EQ(from_xml->envelope, envelope);
      ASSERT_EQ(write_form_json(from_xml->document), json);
      ASSERT_EQ(write_eciq(from_xml->document, envelope, encoding), *xml);
      EXPECT_EQ(xsd.complaint(*xml), "");
    }
  }
}

std::string published_coo_schema() {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  std::ifstream in((set != nullptr ? std::string(set) : DATONG_SOURCE_DIR "/../shared/data") + "/cn-single-window/coo.xsd");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(RoundTrip, RandomApplicationsSurviveBothFormats) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::string whole = write_form_json(Generator(seed, Group::origin).document());
    const auto from_whole = read_form_json(whole, Group::origin);
    ASSERT_TRUE(from_whole) << from_whole.error().detail;
    EXPECT_TRUE(from_whole->findings.empty());
    ASSERT_EQ(write_form_json(from_whole->document), whole);

    const domain::Document document = Generator(seed, Group::origin, true).document();
    const auto xml = write_coo_xml(document);
    ASSERT_TRUE(xml) << xml.error().detail;
    EXPECT_TRUE(xml->dropped.empty());
    const auto from_xml = read_coo_xml(xml->bytes);
    ASSERT_TRUE(from_xml) << from_xml.error().detail;
    EXPECT_TRUE(from_xml->findings.empty());
    ASSERT_EQ(write_form_json(from_xml->document), write_form_json(document));
    ASSERT_EQ(write_coo_xml(from_xml->document)->bytes, xml->bytes);
  }
}

TEST(RoundTrip, RandomApplicationsFitThePublishedSchema) {
  const std::string schema = published_coo_schema();
  if (schema.empty()) GTEST_SKIP() << "no interoperability data: coo.xsd is not there";
  const XsdCheck xsd(schema);
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    EXPECT_EQ(xsd.complaint(write_coo_xml(Generator(seed, Group::origin).document())->bytes), "");
  }
}

TEST(RoundTrip, RandomDamageNeverCrashes) {
  std::mt19937 random(20260101);
  const domain::Document document = Generator(7).document();
  const std::string json = write_form_json(document);
  const std::string xml = *write_eciq(document, {}, Encoding::gbk);
  const std::string coo = write_coo_xml(Generator(7, Group::origin).document())->bytes;
  const auto damaged = [&random](std::string text) {
    for (int i = 0; i < 3; ++i) {
      const std::size_t at = std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random);
      switch (random() % 3) {
        case 0: text[at] = static_cast<char>(random() % 256); break;
        case 1: text.erase(at, random() % 20); break;
        default:
          text.insert(at, text, std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random), random() % 20);
      }
    }
    return text;
  };
  std::size_t read = 0;
  for (int i = 0; i < 500; ++i) {
    if (const auto reading = read_form_json(damaged(json))) {
      ++read;
      EXPECT_TRUE(read_form_json(write_form_json(reading->document)));
    }
    if (const auto reading = read_eciq(damaged(xml))) {
      ++read;
      EXPECT_TRUE(write_eciq(reading->document, reading->envelope, Encoding::utf8));
    }
    if (const auto reading = read_coo_xml(damaged(coo))) {
      ++read;
      const auto again = write_coo_xml(reading->document);
      ASSERT_TRUE(again);
      EXPECT_TRUE(read_coo_xml(again->bytes));
    }
  }
  EXPECT_GT(read, 10U) << "some damage is inside a value and stays readable";
}

}  // namespace
}  // namespace datong::document
