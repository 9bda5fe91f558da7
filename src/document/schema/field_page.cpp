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

/// What the page of one form says in one language.
struct Words {
  std::string_view opening;
  std::string_view columns;
  bool both_needs;  ///< of exports and of imports; an application knows no direction
};

void append_row(std::string& out, const Field& field, std::string_view label, bool both_needs) {
  out.append("| `").append(field.name).append("` | ");
  if (both_needs || !field.element.empty()) out.append("`").append(field.element).append("`");
  out.append(" | ").append(label).append(" | ");
  out.append(type_name(field.type)).append(" | ").append(std::to_string(field.longest));
  if (field.shorter != 0) out.append(" (").append(std::to_string(field.shorter)).append(")");
  out.append(" | ").append(need_sign(field.export_need)).append(" | ");
  if (both_needs) out.append(need_sign(field.import_need)).append(" | ");
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
    "| Member | Element | Label | Type | Length | Export | Import | Code list | Source |\n"
    "|---|---|---|---|---|---|---|---|---|\n";
constexpr std::string_view kColumnsZh =
    "| 数据项 | e-CIQ元素 | 名称 | 类型 | 长度 | 出境 | 入境 | 代码表 | 来源 |\n|---|---|---|---|---|---|---|---|---|\n";
constexpr std::string_view kOriginOpeningEn =
    "# Fields of an application for a certificate of origin\n\n"
    "Printed from `src/domain/form/origin_fields.def`. Element: of the customs certificate message; fields and groups "
    "without one\nexist in our JSON only. Length in characters; in brackets a shorter one, over which there is a "
    "warning. M mandatory,\nC conditional, O optional; one kind of certificate may demand more.\n";
constexpr std::string_view kOriginOpeningZh =
    "# 原产地证书申请数据项\n\n"
    "由 `src/domain/form/origin_fields.def` 生成。元素为海关原产地证书报文的元素;没有元素的数据项和组只见于本系统JSON。\n"
    "长度以字符计;括号内为较短的长度,超过时给出警告。M 必填,C 有条件填写,O 选填;个别证书类型另有更多要求。\n";
constexpr std::string_view kOriginColumnsEn =
    "| Member | Element | Label | Type | Length | Need | Code list | Source |\n|---|---|---|---|---|---|---|---|\n";
constexpr std::string_view kOriginColumnsZh =
    "| 数据项 | 报文元素 | 名称 | 类型 | 长度 | 填写 | 代码表 | 来源 |\n|---|---|---|---|---|---|---|---|\n";

Words words(domain::Group root, bool english) {
  if (root == domain::Group::header) return {english ? kOpeningEn : kOpeningZh, english ? kColumnsEn : kColumnsZh, true};
  return {english ? kOriginOpeningEn : kOriginOpeningZh, english ? kOriginColumnsEn : kOriginColumnsZh, false};
}

}  // namespace

std::string field_page(domain::Group root, std::string_view language) {
  const bool english = language == "en";
  const Words said = words(root, english);
  std::string out(said.opening);
  for (const domain::GroupSpec& spec : domain::groups_of(root)) {
    out.append("\n## ").append(english ? spec.label_en : spec.label_zh).append(" (`").append(spec.name).append("`");
    if (!spec.element.empty()) out.append(", `").append(spec.element).append("`");
    out.append(")\n\n");
    if (spec.parent) {
      out.append(english ? "In `" : "位于 `")
          .append(domain::group_spec(*spec.parent).name)
          .append(english ? "`, at most " : "`,最多 ");
      out.append(std::to_string(spec.count_max)).append(english ? ".\n\n" : " 项。\n\n");
    }
    out.append(said.columns);
    for (const Field& field : domain::fields_of(spec.group))
      append_row(out, field, english ? field.label_en : field.label_zh, said.both_needs);
  }
  return out;
}

}  // namespace datong::document
