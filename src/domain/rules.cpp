#include "domain/rules.hpp"

namespace datong::domain {

std::string words(const Finding& finding, std::string_view language) {
  const Rule* rule = find_rule(finding.rule);
  if (rule == nullptr) return std::string(finding.rule);
  const std::string_view pattern = language == "en" ? rule->en : rule->zh;
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' && pattern[i + 1] >= '0' && pattern[i + 1] <= '9') {
      const std::size_t n = static_cast<std::size_t>(pattern[i + 1] - '0');
      if (n < finding.values.size()) text += finding.values[n];
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace datong::domain
