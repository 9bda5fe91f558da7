#include "document/eciq/inner_xml.hpp"
#include "document/schema/schema.hpp"
#include "domain/form/form.hpp"

namespace datong::document {
namespace {

using domain::Field;
using domain::FieldType;

constexpr std::string_view kDate =
    "[0-9]{8}(T[0-9]{2}:[0-9]{2}:[0-9]{2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2})?";

/// XSD pattern of a value (always of the whole value); "" when any text will do.
std::string_view pattern(FieldType type) {
  switch (type) {
    case FieldType::digits:
    case FieldType::integer: return "[0-9]*";
    case FieldType::code_list: return "([^,]+(,[^,]+)*)?";
    case FieldType::decimal: return "(-?[0-9]{1,19}(\\.[0-9]{1,5})?)?";
    case FieldType::date: return kDate;
    case FieldType::dates: return "([0-9]{8}(;[0-9]{8})*)?";
    case FieldType::flags: return "[01]*";
    case FieldType::text:
    case FieldType::code: return {};
  }
  return {};
}

void append_documentation(std::string& out, std::string_view zh, std::string_view en) {
  out += "<xs:annotation><xs:documentation xml:lang=\"zh\">";
  append_xml_text(out, zh);
  out += "</xs:documentation><xs:documentation xml:lang=\"en\">";
  append_xml_text(out, en);
  out += "</xs:documentation></xs:annotation>";
}

void append_field(std::string& out, const Field& field) {
  out.append("      <xs:element name=\"").append(field.element).append("\" minOccurs=\"0\">");
  append_documentation(out, field.label_zh, field.label_en);
  out += "<xs:simpleType><xs:restriction base=\"xs:string\">";
  if (field.type == FieldType::date) {
    out.append("<xs:pattern value=\"(").append(kDate).append(")?\"/>");
  } else {
    out.append("<xs:maxLength value=\"").append(std::to_string(field.longest)).append("\"/>");
    if (const std::string_view form = pattern(field.type); !form.empty()) {
      out.append("<xs:pattern value=\"").append(form).append("\"/>");
    }
  }
  out += "</xs:restriction></xs:simpleType></xs:element>\n";
}

void append_reference(std::string& out, const domain::GroupSpec& spec, bool once) {
  out.append("      <xs:element name=\"").append(spec.element).append("\" type=\"").append(spec.element).append("\"");
  if (!once) out.append(" minOccurs=\"0\" maxOccurs=\"").append(std::to_string(spec.count_max)).append("\"");
  out += "/>\n";
}

void append_group(std::string& out, const domain::GroupSpec& spec) {
  out.append("  <xs:complexType name=\"").append(spec.element).append("\">\n    ");
  append_documentation(out, spec.label_zh, spec.label_en);
  out += "\n    <xs:sequence>\n";
  for (const Field& field : domain::fields_of(spec.group)) append_field(out, field);
  for (const domain::GroupSpec& child : domain::groups_of(domain::Group::header)) {
    if (child.parent == spec.group && !child.element.empty()) append_reference(out, child, false);
  }
  out += "      <xs:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n";
  out += "    </xs:sequence>\n  </xs:complexType>\n";
}

}  // namespace

std::string eciq_xsd() {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"unqualified\">\n";
  const domain::GroupSpec& header = domain::group_spec(domain::Group::header);
  out.append("  <xs:element name=\"")
      .append(header.element)
      .append("\" type=\"")
      .append(header.element)
      .append("\"/>\n");
  out += "  <xs:element name=\"ROOT\">\n    <xs:complexType><xs:sequence>\n";
  append_reference(out, header, true);
  out += "    </xs:sequence></xs:complexType>\n  </xs:element>\n";
  out +=
      "  <xs:element name=\"OBORMessage\">\n    <xs:complexType><xs:sequence>\n"
      "      <xs:element name=\"MessageHead\"><xs:complexType><xs:sequence>\n"
      "        <xs:any processContents=\"skip\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n"
      "      </xs:sequence></xs:complexType></xs:element>\n"
      "      <xs:element name=\"MessageBody\"><xs:complexType><xs:sequence>\n";
  append_reference(out, header, true);
  out += "      </xs:sequence></xs:complexType></xs:element>\n    </xs:sequence></xs:complexType>\n  </xs:element>\n";
  for (const domain::GroupSpec& spec : domain::groups_of(domain::Group::header)) {
    if (!spec.element.empty()) append_group(out, spec);
  }
  return out + "</xs:schema>\n";
}

}  // namespace datong::document
