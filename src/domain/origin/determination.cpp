#include "domain/origin/determination.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "domain/origin/tariff_change.hpp"
#include "domain/origin/value_share.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

/// What one requirement, or all of an alternative together, came to.
struct Test {
  bool is_met = true;
  bool uses_cumulation = false;
  bool uses_de_minimis = false;
  std::optional<Share> share{};  ///< of the first value test
  Proof share_proof = Proof::value_content;
};

std::string rounded(const Share& share, Proof proof, int decimals) {
  return proof == Proof::non_originating_share ? share.rounded_up(decimals) : share.rounded_down(decimals);
}

/// "1, 4": places of materials, counted from 1.
std::string numbers(const std::vector<std::size_t>& places) {
  std::string out;
  for (const std::size_t place : places) out += (out.empty() ? "" : ", ") + std::to_string(place + 1);
  return out;
}

/// "FOB" and "EXW" are the trade terms in both languages.
std::string_view price_name(PriceBase base) { return base == PriceBase::fob ? "FOB" : "EXW"; }

bool fits(const GeneralRule& rule, std::string_view code) {
  const auto contains = [&](const CodeRange& range) { return range.contains(code); };
  return (rule.goods.empty() || std::any_of(rule.goods.begin(), rule.goods.end(), contains)) &&
         std::none_of(rule.except.begin(), rule.except.end(), contains);
}

class Worker {
 public:
  Worker(const CostSheet& sheet, const Scheme& scheme) : sheet_(sheet), scheme_(scheme) {}

  Determination work(const std::vector<SpecificRule>& rules) {
    out_.refusals = cost_sheet_refusals(sheet_);
    if (out_.refusals.empty()) refuse_more_than_fob();
    if (!out_.refusals.empty()) return std::move(out_);
    say_what_counts();
    if (sheet_.minimal_operations_only) say("OCA002", Verdict::not_met, {});
    for (const Proof proof : {Proof::wholly_obtained, Proof::exclusively_originating}) {
      if (row_of(proof, false)) try_alternative({{Requirement{proof}}}, false);
    }
    try_rules(rules);
    propose();
    return std::move(out_);
  }

 private:
  void say(RuleId rule, Verdict verdict, std::vector<std::string> values) {
    if (!is_silent_) out_.lines.push_back({alternative_, verdict, rule.id(), std::move(values)});
  }

  void refuse_more_than_fob() {
    const Amounts amounts = amounts_of(sheet_, scheme_, cumulates_);
    if (amounts.non_originating <= amounts.fob) return;
    out_.refusals.push_back(finding("OCA033", "/fob", {amounts.non_originating.to_string(), amounts.fob.to_string()}));
  }

  void say_what_counts() {
    const Amounts amounts = amounts_of(sheet_, scheme_, cumulates_);
    say("OCA001", Verdict::note,
        {amounts.fob.to_string(), amounts.ex_factory.to_string(), (amounts.own + amounts.cumulated).to_string(),
         amounts.non_originating.to_string()});
    for (std::size_t i = 0; i < sheet_.materials.size(); ++i) {
      const Material& material = sheet_.materials[i];
      const MaterialStanding standing = standing_of(material, scheme_, cumulates_);
      if (standing == MaterialStanding::cumulated) {
        say("OCA015", Verdict::note, {std::to_string(i + 1), material.origin_country, material.origin_proof_number});
      }
      if (standing != MaterialStanding::non_originating && material.is_intermediate) {
        say("OCA016", Verdict::note, {std::to_string(i + 1)});
      }
    }
  }

  void try_rules(const std::vector<SpecificRule>& rules) {
    alternative_ = 0;
    if (const SpecificRule* specific = rule_for(sheet_.commodity_code, rules)) {
      say("OCA017", Verdict::note, {sheet_.commodity_code, to_text(specific->rule)});
      for (const Alternative& alternative : specific->rule.alternatives) try_alternative(alternative, false);
      return;
    }
    bool found = false;
    for (const GeneralRule& general : scheme_.general_rules) {
      if (!fits(general, sheet_.commodity_code)) continue;
      found = true;
      alternative_ = 0;
      say("OCA018", Verdict::note, {sheet_.commodity_code, to_text(general.rule)});
      for (const Alternative& alternative : general.rule.alternatives) try_alternative(alternative, true);
    }
    if (!found) say("OCA022", Verdict::note, {sheet_.commodity_code});
  }

  void try_alternative(const Alternative& alternative, bool is_general) {
    const auto is_conferred_by_operations = [](const Requirement& requirement) {
      return requirement.proof != Proof::wholly_obtained && requirement.proof != Proof::exclusively_originating;
    };
    const std::vector<Requirement>& wanted = alternative.requirements;
    if (wanted.empty() ||
        (sheet_.minimal_operations_only && std::any_of(wanted.begin(), wanted.end(), is_conferred_by_operations))) {
      return;
    }
    alternative_ = ++tried_;
    Test all;
    for (const Requirement& requirement : wanted) {
      const Test one = test_both_ways(requirement);
      all.is_met = all.is_met && one.is_met;
      all.uses_cumulation = all.uses_cumulation || one.uses_cumulation;
      all.uses_de_minimis = all.uses_de_minimis || one.uses_de_minimis;
      if (!all.share && one.share) {
        all.share = one.share;
        all.share_proof = one.share_proof;
      }
    }
    if (all.is_met) keep(alternative, is_general, all);
  }

  /// With other parties' materials counted; and once more without, to see whether they mattered.
  Test test_both_ways(const Requirement& requirement) {
    Test with = test(requirement, cumulates_);
    if (!cumulates_) return with;
    is_silent_ = true;
    const Test without = test(requirement, false);
    is_silent_ = false;
    with.uses_cumulation = with.is_met != without.is_met || with.uses_de_minimis != without.uses_de_minimis;
    return with;
  }

  Test test(const Requirement& requirement, bool cumulates) {
    switch (requirement.proof) {
      case Proof::wholly_obtained: return test_wholly_obtained();
      case Proof::exclusively_originating: return test_exclusively_originating(cumulates);
      case Proof::tariff_change: return test_tariff_change(requirement, cumulates);
      case Proof::value_content: return test_value_content(requirement, cumulates);
      case Proof::non_originating_share: {
        const Share share = non_originating_share(amounts_of(sheet_, scheme_, cumulates), requirement.base);
        return test_share("OCA012", requirement, to_text(requirement), share, share.is_at_most(requirement.percent));
      }
      case Proof::cumulative_content: {
        const Share share = cumulative_content(amounts_of(sheet_, scheme_, true));
        return test_share("OCA011", requirement, to_text(requirement), share, share.is_at_least(requirement.percent));
      }
      case Proof::chemical_reaction: return test_process("chemical_reaction");
      case Proof::process: return test_process(requirement.process);
    }
    return {};
  }

  /// Nothing of another party, and no intermediate: neither is wholly the country's own.
  Test test_wholly_obtained() {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < sheet_.materials.size(); ++i) {
      const Material& material = sheet_.materials[i];
      if (material.is_unaffected) continue;
      if (material.is_intermediate || standing_of(material, scheme_, false) != MaterialStanding::own) others.push_back(i);
    }
    const std::string category = std::to_string(static_cast<int>(sheet_.wholly_obtained));
    const bool is_met = sheet_.wholly_obtained != WhollyObtained::no && others.empty();
    if (is_met) {
      say("OCA003", Verdict::met, {category});
    } else {
      say("OCA004", Verdict::not_met, {category, numbers(others)});
    }
    return {is_met};
  }

  Test test_exclusively_originating(bool cumulates) {
    std::size_t count = 0;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < sheet_.materials.size(); ++i) {
      if (sheet_.materials[i].is_unaffected) continue;
      ++count;
      if (standing_of(sheet_.materials[i], scheme_, cumulates) == MaterialStanding::non_originating) others.push_back(i);
    }
    const bool is_met = count > 0 && others.empty();
    if (is_met) {
      say("OCA005", Verdict::met, {std::to_string(count)});
    } else {
      say("OCA006", Verdict::not_met, {numbers(others)});
    }
    return {is_met};
  }

  Test test_tariff_change(const Requirement& requirement, bool cumulates) {
    const TariffChange change = tariff_change(sheet_, scheme_, requirement, cumulates);
    const DeMinimis& tolerance = scheme_.de_minimis;
    const std::string text = to_text(requirement);
    if (change.offending.empty()) {
      say("OCA007", Verdict::met, {text, sheet_.commodity_code});
    } else {
      say("OCA008", Verdict::not_met, {text, sheet_.commodity_code, numbers(change.offending)});
    }
    if (change.by_value) {
      say("OCA009", change.by_value->is_at_most(tolerance.percent) ? Verdict::met : Verdict::not_met,
          {change.by_value->part.to_string(), std::string(price_name(tolerance.base)),
           change.by_value->whole.to_string(), change.by_value->rounded_up(scheme_.shown_decimals),
           tolerance.percent.to_string()});
    }
    if (change.by_weight) {
      say("OCA010", change.by_weight->is_at_most(tolerance.weight_percent) ? Verdict::met : Verdict::not_met,
          {change.by_weight->part.to_string(), change.by_weight->whole.to_string(),
           change.by_weight->rounded_up(scheme_.shown_decimals), tolerance.weight_percent.to_string()});
    }
    Test result{change.outcome != ChangeOutcome::fail};
    result.uses_de_minimis = change.outcome == ChangeOutcome::ok_with_de_minimis;
    return result;
  }

  /// The first method that is enough counts; when none is, the last one tried.
  Test test_value_content(const Requirement& requirement, bool cumulates) {
    const Amounts amounts = amounts_of(sheet_, scheme_, cumulates);
    const bool is_open = requirement.method == ContentMethod::either;
    Test result{false};
    for (const ContentMethod method : {ContentMethod::build_down, ContentMethod::build_up}) {
      const bool is_down = method == ContentMethod::build_down;
      const bool is_allowed = is_down ? scheme_.allows_build_down : scheme_.allows_build_up;
      if (result.is_met || !(is_open ? is_allowed : requirement.method == method)) continue;
      const Share share = is_down ? build_down(amounts, requirement.base) : build_up(amounts, requirement.base);
      Requirement named = requirement;
      named.method = method;
      result = test_share("OCA011", requirement, to_text(named), share, share.is_at_least(requirement.percent));
    }
    if (!result.share) say("OCA023", Verdict::not_met, {to_text(requirement)});
    return result;
  }

  Test test_share(RuleId rule, const Requirement& requirement, std::string text, const Share& share, bool is_met) {
    say(rule, is_met ? Verdict::met : Verdict::not_met,
        {std::move(text), share.part.to_string(), share.whole.to_string(),
         rounded(share, requirement.proof, scheme_.shown_decimals), requirement.percent.to_string()});
    Test result{is_met};
    result.share = share;
    result.share_proof = requirement.proof;
    return result;
  }

  Test test_process(const std::string& process) {
    const bool is_met = std::find(sheet_.processes.begin(), sheet_.processes.end(), process) != sheet_.processes.end();
    if (is_met) {
      say("OCA013", Verdict::met, {process});
    } else {
      say("OCA014", Verdict::not_met, {process});
    }
    return {is_met};
  }

  std::optional<std::size_t> row_of(Proof proof, bool is_general) const {
    const bool is_always_specific = proof == Proof::wholly_obtained || proof == Proof::exclusively_originating;
    for (std::size_t i = 0; i < scheme_.criteria.size(); ++i) {
      const CriterionRow& row = scheme_.criteria[i];
      if (row.proof == proof && row.under_general_rule == (is_general && !is_always_specific)) return i;
    }
    return std::nullopt;
  }

  /// An alternative of several requirements carries the code that is hardest to prove.
  void keep(const Alternative& alternative, bool is_general, const Test& test) {
    std::optional<std::size_t> hardest;
    for (const Requirement& requirement : alternative.requirements) {
      const std::optional<std::size_t> row = row_of(requirement.proof, is_general);
      if (row && (!hardest || *row > *hardest)) hardest = row;
    }
    if (!hardest) {
      say("OCA021", Verdict::not_met, {std::string(proof_name(alternative.requirements.front().proof))});
      return;
    }
    const CriterionRow& row = scheme_.criteria[*hardest];
    ProvenCriterion proven{row.proof,
                           row.under_general_rule,
                           row.code,
                           row.sub_code,
                           "",
                           heading(sheet_.commodity_code),
                           test.uses_cumulation,
                           test.uses_de_minimis,
                           alternative_,
                           row.code};
    const auto print = [&](const std::string& text) { proven.printed += (proven.printed.empty() ? "" : " ") + text; };
    if (row.prints_heading) print(proven.heading);
    if (row.prints_percentage && test.share) {
      proven.percentage = rounded(*test.share, test.share_proof, row.printed_decimals);
      print(proven.percentage + "%");
    }
    if (scheme_.prints_suffixes && proven.uses_cumulation) print("ACU");
    if (scheme_.prints_suffixes && proven.uses_de_minimis) print("DMI");
    const bool is_known = std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
      return found.row == *hardest && found.proven.printed == proven.printed;
    });
    if (!is_known) found_.push_back({*hardest, std::move(proven)});
  }

  void propose() {
    alternative_ = 0;
    const auto rank = [](const Found& found) {
      return std::tuple(found.row, found.proven.uses_de_minimis, found.proven.uses_cumulation);
    };
    std::stable_sort(found_.begin(), found_.end(), [&](const Found& a, const Found& b) { return rank(a) < rank(b); });
    for (Found& found : found_) out_.criteria.push_back(std::move(found.proven));
    if (out_.criteria.empty()) return say("OCA020", Verdict::not_met, {});
    say("OCA019", Verdict::met, {out_.criteria.front().printed});
  }

  struct Found {
    std::size_t row;  ///< of the scheme's criteria
    ProvenCriterion proven;
  };

  const CostSheet& sheet_;
  const Scheme& scheme_;
  const bool cumulates_ = scheme_.cumulation != Cumulation::none;
  Determination out_;
  std::vector<Found> found_;
  int alternative_ = 0;
  int tried_ = 0;
  bool is_silent_ = false;
};

}  // namespace

std::string words(const OriginWorkingLine& line, std::string_view language) {
  return words(Finding{"", line.rule, Severity::warning, line.values}, language);
}

Determination determine(const CostSheet& sheet, const Scheme& scheme, const std::vector<SpecificRule>& rules) {
  return Worker(sheet, scheme).work(rules);
}

}  // namespace datong::domain
