#pragma once
// Which rules a person decides: column By of COO 4.2. Not here: what happens then (decide.hpp). Thread rule: constants.
#include <algorithm>
#include <array>
#include <string_view>

#include "domain/rules.hpp"

namespace datong::domain {

/// A finding of these is a suspicion. ORG048 (is the statement true?) is not here: a missing statement is plain to see, and
/// what is amended or reissued goes to an officer anyway.
inline constexpr std::array kHumanRules{
    RuleId("ORG002"),  // who the exporter is
    RuleId("ORG003"),  // one company or several
    RuleId("ORG004"),  // is the address enough
    RuleId("ORG006"),  // receiver or middleman
    RuleId("ORG017"),  // marks against packages
    RuleId("ORG020"),  // is the name specific
    RuleId("ORG027"),  // is the code plausible
    RuleId("ORG050"),  // whose invoice
    RuleId("ORG150"),  // whose invoice
    RuleId("ORG065"),  // foreign brand
    RuleId("ORG101"),  // no name filed to compare with
    RuleId("ORG155"),  // commercial or pro-forma
    RuleId("ORG163"),  // a watched enterprise
};

constexpr bool is_human(std::string_view rule) {
  return std::any_of(kHumanRules.begin(), kHumanRules.end(), [&](RuleId id) { return id.id() == rule; });
}

}  // namespace datong::domain
