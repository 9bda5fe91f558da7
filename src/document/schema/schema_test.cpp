#include "document/schema/schema.hpp"

#include <gtest/gtest.h>

#include "document/eciq/eciq_reader.hpp"
#include "document/eciq/eciq_writer.hpp"
#include "document/json/form_json.hpp"
#include "document/json/json.hpp"
#include "document/schema/xsd_check_for_tests.hpp"

namespace datong::document {
namespace {

TEST(Schema, JsonSchemaNamesEveryFieldWithItsLength) {
  for (const domain::GroupSpec& spec : domain::groups()) {
    const auto schema = Json::parse(form_json_schema(domain::root_of(spec.group)));
    ASSERT_TRUE(schema) << schema.error().detail;
    const Json* group = spec.parent ? schema->object("$defs")->object(spec.name) : &*schema;
    ASSERT_NE(group, nullptr) << spec.name;
    EXPECT_FALSE(*group->boolean("additionalProperties"));
    const Json& properties = *group->object("properties");
    for (const domain::Field& field : domain::fields_of(spec.group)) {
      const Json* property = properties.object(field.name);
      ASSERT_NE(property, nullptr) << field.name;
      if (field.type == domain::FieldType::integer) {
        EXPECT_EQ(*property->string("type"), "integer");
        EXPECT_EQ(std::to_string(*property->integer("maximum")), std::string(field.longest, '9'));
      } else {
        EXPECT_EQ(*property->integer("maxLength"), field.longest) << field.name;
      }
    }
    if (spec.parent) {
      const Json* holder = schema->object("$defs")->object(domain::group_spec(*spec.parent).name);
      const Json* entries = (holder != nullptr ? holder : &*schema)->object("properties")->object(spec.name);
      ASSERT_NE(entries, nullptr) << spec.name;
      EXPECT_EQ(*entries->integer("maxItems"), static_cast<std::int64_t>(spec.count_max));
      EXPECT_EQ(*entries->object("items")->string("$ref"), "#/$defs/" + std::string(spec.name));
    }
  }
}

TEST(Schema, XsdAcceptsEveryEnvelopeWeWriteAndRefusesWrongShapes) {
  const XsdCheck xsd;
  const auto reading = read_form_json(
      R"({"direction":"I","declared_on":"2026-02-03","goods":[{"line_number":1,"packages":[{"package_count":2}]}],)"
      R"("required_certificates":[{"certificate_code":"11","originals":1}],"unknown_elements":[{"element":"{urn:x}Odd","inner_xml":"a<b/>"}]})");
  ASSERT_TRUE(reading);
  for (const auto form : {Envelope::Form::bare, Envelope::Form::root, Envelope::Form::obor}) {
    const auto xml = write_eciq(reading->document, {form, {}}, Encoding::utf8);
    ASSERT_TRUE(xml);
    EXPECT_EQ(xsd.complaint(*xml), "") << *xml;
  }
  EXPECT_EQ(
      xsd.complaint(*write_eciq(reading->document, {Envelope::Form::obor, {{"MESSAGE_ID", "1"}}}, Encoding::utf8)), "");
  const auto bare = [](std::string_view inside) {
    return "<ITF_DCL_IO_DECL>" + std::string(inside) + "</ITF_DCL_IO_DECL>";
  };
  EXPECT_EQ(xsd.complaint(bare("")), "");
  EXPECT_EQ(xsd.complaint(bare("<DeclDate>2026-02-03</DeclDate>")), "");
  for (const std::string_view wrong :
       {"<Odd/>", "<AplKind>IO</AplKind>", "<AplKind>I</AplKind><AplKind>I</AplKind>",
        "<AplKind>I</AplKind><EntDeclNo>order</EntDeclNo>", "<DeclDate>3.2.2026</DeclDate>",
        "<DeclPersnCertNo>12a</DeclPersnCertNo>", "<SpecDeclFlag>0002</SpecDeclFlag>",
        "<ITF_DCL_IO_DECL_GOODS><Qty>1,5</Qty></ITF_DCL_IO_DECL_GOODS>",
        "<ITF_DCL_IO_DECL_GOODS><GoodsNo>1.0</GoodsNo></ITF_DCL_IO_DECL_GOODS>"}) {
    EXPECT_NE(xsd.complaint(bare(wrong)), "") << wrong;
  }
}

TEST(Schema, FieldPagesOfBothFormsHaveARowPerFieldInBothLanguages) {
  for (const std::string_view language : {"zh", "en"}) {
    std::size_t rows = 0;
    for (const domain::Group root : {domain::Group::header, domain::Group::origin}) {
      const std::string page = field_page(root, language);
      EXPECT_NE(page.find("\n## "), page.npos);
      for (std::size_t at = page.find("\n| `"); at != page.npos; at = page.find("\n| `", at + 1)) ++rows;
    }
    EXPECT_EQ(rows, domain::kFieldCount);
  }
  EXPECT_NE(field_page(domain::Group::header, "en")
                .find("| `commodity_code` | `ProdHsCode` | Commodity code | code | 10 | M | M | tariff | IQD 3.5#2 |"),
            std::string::npos);
  EXPECT_NE(field_page(domain::Group::header, "zh").find("报检类别"), std::string::npos);
  EXPECT_NE(field_page(domain::Group::origin, "en")
                .find("| `kind` | `CertType` | Kind of certificate | code | 2 | M | origin_kind | COO 2.1 |"),
            std::string::npos);
  EXPECT_NE(field_page(domain::Group::origin, "en").find("| `signatory` |  | Authorised"), std::string::npos);
  EXPECT_NE(field_page(domain::Group::origin, "zh").find("原产地标准"), std::string::npos);
}

}  // namespace
}  // namespace datong::document
