#include "document/json/form_json.hpp"
#include "document/json/json.hpp"
#include "document/schema/schema.hpp"

namespace datong::document {
namespace {

using domain::Field;
using domain::FieldType;
using domain::Group;

/// Regular expression (ECMA 262) of a value; "" when any text will do.
std::string_view pattern(FieldType type) {
  switch (type) {
    case FieldType::digits: return "^[0-9]*$";
    case FieldType::code_list: return "^[^,]+(,[^,]+)*$|^$";
    case FieldType::decimal: return "^(-?[0-9]{1,19}(\\.[0-9]{1,5})?)?$";
    case FieldType::date: return "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$";
    case FieldType::dates: return "^([0-9]{8}(;[0-9]{8})*)?$";
    case FieldType::flags: return "^[01]*$";
    case FieldType::text:
    case FieldType::code:
    case FieldType::integer: return {};
  }
  return {};
}

std::string both(std::string_view zh, std::string_view en) { return std::string(zh) + " / " + std::string(en); }

Json field_schema(const Field& field) {
  Json schema;
  schema.set("description", both(field.label_zh, field.label_en));
  if (field.type == FieldType::integer) {
    std::int64_t above = 1;
    for (std::uint32_t i = 0; i < field.longest; ++i) above *= 10;
    schema.set("type", "integer").set("minimum", 0).set("maximum", above - 1);
  } else {
    schema.set("type", "string").set("maxLength", field.longest);
    if (const std::string_view form = pattern(field.type); !form.empty()) schema.set("pattern", form);
  }
  const bool declaration = domain::root_of(field.group) == Group::header;
  const std::string_view message = declaration ? ", e-CIQ " : field.element.empty() ? "" : ", Certificate ";
  if (field.list != domain::List::none) schema.set("x-list", domain::list_name(field.list));
  schema.set("$comment", std::string(field.source).append(message).append(field.element));
  return schema;
}

Json group_schema(const domain::GroupSpec& spec) {
  Json properties = Json::make_object();
  for (const Field& field : domain::fields_of(spec.group)) properties.set(field.name, field_schema(field));
  for (const domain::GroupSpec& child : domain::groups_of(domain::root_of(spec.group))) {
    if (child.parent != spec.group) continue;
    Json entries;
    entries.set("description", both(child.label_zh, child.label_en))
        .set("type", "array")
        .set("maxItems", child.count_max);
    entries.set("items", Json().set("$ref", "#/$defs/" + std::string(child.name)));
    properties.set(child.name, std::move(entries));
  }
  properties.set(kUnknownElements, Json().set("$ref", "#/$defs/" + std::string(kUnknownElements)));
  Json schema;
  schema.set("description", both(spec.label_zh, spec.label_en))
      .set("type", "object")
      .set("additionalProperties", false);
  schema.set("properties", std::move(properties));
  return schema;
}

Json unknown_schema(Group root) {
  Json entry;
  entry.set("type", "object")
      .set("additionalProperties", false)
      .set("required", Json::make_array({"element", "inner_xml"}));
  entry.set("properties",
            Json().set("element", Json().set("type", "string")).set("inner_xml", Json().set("type", "string")));
  Json schema;
  schema.set("description", root == Group::header
                                ? both("未识别的e-CIQ元素", "Elements of an e-CIQ message that no field names")
                                : both("未识别的报文元素", "Elements of the customs message that no field names"));
  schema.set("type", "array").set("items", std::move(entry));
  return schema;
}

}  // namespace

std::string form_json_schema(Group root) {
  Json schema;
  schema.set("$schema", "https://json-schema.org/draft/2020-12/schema")
      .set("title", root == Group::header ? "Datong declaration" : "Datong application for a certificate of origin");
  Json definitions = Json::make_object();
  for (const domain::GroupSpec& spec : domain::groups_of(root)) {
    if (spec.parent) {
      definitions.set(spec.name, group_schema(spec));
    } else {
      const Json header = group_schema(spec);
      for (const auto& [name, value] : *header.as_object()) schema.set(name, value);
    }
  }
  definitions.set(kUnknownElements, unknown_schema(root));
  schema.set("$defs", std::move(definitions));
  return schema.indented();
}

}  // namespace datong::document
