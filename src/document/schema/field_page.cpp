#include "document/schema/schema.hpp"
#include "domain/form/form.hpp"

namespace datong::document {
namespace {

using domain::Field;
using domain::FieldType;
using domain::Need;

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::text: return "text";
    case FieldType::digits: return "digits";
    case FieldType::code: return "code";
    case FieldType::code_list: return "code_list";
    case FieldType::decimal: return "decimal";
    case FieldType::integer: return "integer";
    case FieldType::date: return "date";
    case FieldType::dates: return "dates";
    case FieldType::flags: return "flags";
  }
  return {};
}

std::string_view need_sign(Need need) {
  switch (need) {
    case Need::M: return "M";
    case Need::C: return "C";
    case Need::O: return "O";
    case Need::N: return "–";
    case Need::X: return "X";
  }
  return {};
}

void append_row(std::string& out, const Field& field, std::string_view label) {
  out.append("| `").append(field.name).append("` | `").append(field.element).append("` | ").append(label).append(" | ");
  out.append(type_name(field.type)).append(" | ").append(std::to_string(field.longest));
  if (field.shorter != 0) out.append(" (").append(std::to_string(field.shorter)).append(")");
  out.append(" | ")
      .append(need_sign(field.export_need))
      .append(" | ")
      .append(need_sign(field.import_need))
      .append(" | ");
  out.append(domain::list_name(field.list)).append(" | ").append(field.source).append(" |\n");
}

constexpr std::string_view kOpeningEn =
    "# Fields of a declaration\n\n"
    "Printed from `src/domain/form/fields.def`. Length in characters; in brackets the shorter published one, over "
    "which there is a\n"
    "warning. M mandatory, C conditional, O optional, – not used, X given by the office.\n";
constexpr std::string_view kOpeningZh =
    "# 报检单数据项\n\n"
    "由 `src/domain/form/fields.def` 生成。长度以字符计;括号内为较短的公布长度,超过时给出警告。\n"
    "M 必填,C 有条件填写,O 选填,– 不使用,X 由检验检疫机构填写。\n";
constexpr std::string_view kColumnsEn =
    "| Member | Element | Label | Type | Length | Export | Import | Code list | Source |\n";
constexpr std::string_view kColumnsZh = "| 数据项 | e-CIQ元素 | 名称 | 类型 | 长度 | 出境 | 入境 | 代码表 | 来源 |\n";

}  // namespace

std::string field_page(std::string_view language) {
  const bool english = language == "en";
  std::string out(english ? kOpeningEn : kOpeningZh);
  for (const domain::GroupSpec& spec : domain::groups_of(domain::Group::header)) {
    out.append("\n## ").append(english ? spec.label_en : spec.label_zh).append(" (`").append(spec.name).append("`");
    if (!spec.element.empty()) out.append(", `").append(spec.element).append("`");
    out.append(")\n\n");
    if (spec.parent) {
      out.append(english ? "In `" : "位于 `")
          .append(domain::group_spec(*spec.parent).name)
          .append(english ? "`, at most " : "`,最多 ");
      out.append(std::to_string(spec.count_max)).append(english ? ".\n\n" : " 项。\n\n");
    }
    out.append(english ? kColumnsEn : kColumnsZh).append("|---|---|---|---|---|---|---|---|---|\n");
    for (const Field& field : domain::fields_of(spec.group))
      append_row(out, field, english ? field.label_en : field.label_zh);
  }
  return out;
}

}  // namespace datong::document
