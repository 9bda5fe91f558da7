#include "domain/rules.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {
namespace {

/// Here, not in the header: sorting them costs, and once is enough.
consteval bool rule_ids_are_unique() {
  std::array<std::string_view, std::size(kRules)> ids;
  std::transform(std::begin(kRules), std::end(kRules), ids.begin(), [](const Rule& rule) { return rule.id; });
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}
static_assert(rule_ids_are_unique());

/// A value that is the name of the field at the finding's path is shown by the field's label.
std::string_view shown(const Finding& finding, const std::string& value, std::string_view language) {
  const auto parts = split(finding.path, '/');
  if (parts.back() != value || value.empty()) return value;
  for (const Group root : {Group::header, Group::origin}) {  // a name both forms have means the same in both
    Group group = root;
    for (const std::string_view part : parts) {
      if (const auto child = child_by_name(group, part)) group = *child;
    }
    const int position = field_by_name(group, value);
    if (position < 0) continue;
    const Field& field = fields_of(group)[static_cast<std::size_t>(position)];
    return language == "en" ? field.label_en : field.label_zh;
  }
  return value;
}

}  // namespace

std::string words(const Finding& finding, std::string_view language) {
  const Rule* rule = find_rule(finding.rule);
  if (rule == nullptr) return std::string(finding.rule);
  const std::string_view pattern = language == "en" ? rule->en : rule->zh;
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' && pattern[i + 1] >= '0' && pattern[i + 1] <= '9') {
      const std::size_t n = static_cast<std::size_t>(pattern[i + 1] - '0');
      if (n < finding.values.size()) text += shown(finding, finding.values[n], language);
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace datong::domain
