#pragma once
// The rule catalogue: every rule the product decides by, once: id, kind, severity, provenance, source, words in two languages.
// Citing an id that is not here does not compile. Days in force and every number a rule compares with are rows of the edition.
// Rows stand in rules_*.def by family. {0}, {1} … in the words are the finding's values.
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace datong::domain {

/// Where a rule is decided. form: document + dated rows only, the same everywhere; office: registrations, permits, history;
/// life: acts on a case; fee: working of a fee; origin: working of an origin; system: identity, signatures, formats.
enum class RuleKind : std::uint8_t { form, office, life, fee, origin, system };
/// How sure we are: regulation text, the 2002 notice, training or interface material, generally known, our own choice.
enum class Provenance : std::uint8_t { reg, notice, guide, known, assumed };

struct Rule {
  std::string_view id;
  RuleKind kind;
  Severity severity;
  Provenance provenance;
  std::string_view source;  ///< act key and article, reference section, or decision page (docs/sources.md)
  std::string_view zh;
  std::string_view en;
};

/// The browser's build carries the words of the rules it decides by, and no others; ids are the same everywhere.
#ifdef DATONG_FORM_RULES_ONLY
constexpr Rule told(Rule rule) {
  rule.source = {};
  if (rule.kind != RuleKind::form && rule.kind != RuleKind::origin) rule.zh = rule.en = {};
  return rule;
}
#else
constexpr Rule told(const Rule& rule) { return rule; }
#endif

inline constexpr Rule kRules[] = {
#define RULE(id, kind, severity, provenance, source, zh, en) \
  told({#id, RuleKind::kind, Severity::severity, Provenance::provenance, source, zh, en}),
#include "domain/rules_form.def"
#include "domain/rules_office.def"
#include "domain/rules_origin.def"
#include "domain/rules_life.def"
#include "domain/rules_origin_life.def"
#include "domain/rules_certificate.def"
#include "domain/rules_fee.def"
#include "domain/rules_origin_calculation.def"
#include "domain/rules_system.def"
#include "domain/rules_people.def"
#include "domain/rules_visa.def"
#undef RULE
};

constexpr const Rule* find_rule(std::string_view id) {
  for (const Rule& rule : kRules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

void no_such_rule_in_the_catalogue();  // never defined: not a constant expression, so the citation does not compile

/// A citation: RuleId("DEC101") compiles only if the catalogue has the row. Holds the row's index, not its address: under the
/// undefined-behaviour sanitizer g++ 12 does not take addresses for constant.
class RuleId {
 public:
  consteval RuleId(const char* id) : index_(index_of(id)) {}  // NOLINT: a literal is a citation
  constexpr const Rule& rule() const { return kRules[index_]; }
  constexpr std::string_view id() const { return rule().id; }
  bool operator==(const RuleId&) const = default;

 private:
  static consteval std::uint16_t index_of(std::string_view id) {
    for (std::size_t i = 0; i < std::size(kRules); ++i) {
      if (kRules[i].id == id) return static_cast<std::uint16_t>(i);
    }
    no_such_rule_in_the_catalogue();
    return 0;
  }
  std::uint16_t index_;
};

/// A finding of that rule with the rule's own severity.
inline Finding finding(RuleId rule, std::string path, std::vector<std::string> values = {}) {
  return Finding{std::move(path), rule.id(), rule.rule().severity, std::move(values)};
}
/// The rule's words with {n} filled in; language "zh" or "en".
std::string words(const Finding& finding, std::string_view language);

}  // namespace datong::domain
