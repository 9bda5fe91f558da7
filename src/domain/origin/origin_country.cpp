#include "domain/origin/origin_country.hpp"

#include <algorithm>
#include <utility>

#include "domain/origin/value_share.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

struct Contribution {
  std::string party;
  Decimal value;
};

/// Value of originating materials by party, the exporting party first.
std::vector<Contribution> contributions(const CostSheet& sheet, const Scheme& scheme) {
  std::vector<Contribution> out{{scheme.exporting_party, {}}};
  for (const std::string& party : scheme.cumulation_parties) out.push_back({party, {}});
  for (const Material& material : sheet.materials) {
    if (material.is_unaffected && !scheme.counts_unaffected) continue;
    if (standing_of(material, scheme, true) == MaterialStanding::non_originating) continue;
    const auto place = std::find_if(out.begin(), out.end(),
                                    [&](const Contribution& one) { return one.party == material.origin_country; });
    if (place != out.end()) place->value = place->value + material.value;
  }
  return out;
}

class Worker {
 public:
  Worker(const CostSheet& sheet, const Scheme& scheme)
      : sheet_(sheet), scheme_(scheme), given_(contributions(sheet, scheme)) {}

  void find(const ProvenCriterion& used, bool is_listed) {
    const bool is_hardly_worked = used.proof == Proof::exclusively_originating && sheet_.minimal_operations_only;
    const bool stays = is_listed ? has_domestic_value() : !is_hardly_worked;
    if (!stays) return find_highest_contribution();
    out_.country = scheme_.exporting_party;
    if (!is_listed) say("OCA051", Verdict::met, {out_.country});
  }

  void claim(RateClaim claim, const std::vector<PartyRate>& rates) {
    out_.flag = claim == RateClaim::all ? "**" : "*";
    const PartyRate* highest = nullptr;
    for (const Contribution& one : given_) {
      if (claim == RateClaim::contributing && one.value.is_zero()) continue;
      const auto rate =
          std::find_if(rates.begin(), rates.end(), [&](const PartyRate& row) { return row.party == one.party; });
      if (rate == rates.end()) {
        out_.refusals.push_back(finding("OCA055", "", {one.party}));
      } else if (highest == nullptr || rate->rate > highest->rate) {
        highest = &*rate;
      }
    }
    if (highest == nullptr && out_.refusals.empty()) out_.refusals.push_back(finding("OCA056", ""));
    if (!out_.refusals.empty()) return;
    out_.country = highest->party;
    say("OCA054", Verdict::met, {out_.country, out_.flag, highest->rate.to_string()});
  }

  OriginCountry take() { return std::move(out_); }

 private:
  void say(RuleId rule, Verdict verdict, std::vector<std::string> values) {
    out_.lines.push_back({0, verdict, rule.id(), std::move(values)});
  }

  bool has_domestic_value() {
    const Share share = domestic_value(amounts_of(sheet_, scheme_, true));
    const bool is_enough = share.is_at_least(scheme_.domestic_percent);
    say("OCA052", is_enough ? Verdict::met : Verdict::not_met,
        {scheme_.exporting_party, share.part.to_string(), share.whole.to_string(),
         share.rounded_down(scheme_.shown_decimals), scheme_.domestic_percent.to_string()});
    return is_enough;
  }

  void find_highest_contribution() {
    const auto highest =
        std::max_element(given_.begin(), given_.end(), [](const Contribution& a, const Contribution& b) {
          return a.value < b.value;  // the first of equals
        });
    if (highest->value.is_zero()) {
      out_.refusals.push_back(finding("OCA056", ""));
      return;
    }
    out_.country = highest->party;
    say("OCA053", Verdict::met, {out_.country, highest->value.to_string()});
  }

  const CostSheet& sheet_;
  const Scheme& scheme_;
  const std::vector<Contribution> given_;
  OriginCountry out_;
};

}  // namespace

OriginCountry origin_country(const CostSheet& sheet, const Scheme& scheme, const ProvenCriterion& used, bool is_listed,
                             RateClaim claim, const std::vector<PartyRate>& rates) {
  Worker worker(sheet, scheme);
  if (claim == RateClaim::none) {
    worker.find(used, is_listed);
  } else {
    worker.claim(claim, rates);
  }
  return worker.take();
}

std::vector<std::string> possible_origin_countries(const CostSheet& sheet, const Scheme& scheme,
                                                   const ProvenCriterion& used, RateClaim claim) {
  const std::vector<Contribution> given = contributions(sheet, scheme);
  Decimal highest;
  for (const Contribution& one : given) highest = std::max(highest, one.value);
  std::vector<std::string> countries;
  const auto add = [&](const std::string& party) {
    if (std::find(countries.begin(), countries.end(), party) == countries.end()) countries.push_back(party);
  };
  if (claim != RateClaim::none) {
    for (const Contribution& one : given) {
      if (claim == RateClaim::all || !one.value.is_zero()) add(one.party);
    }
    return countries;
  }
  for (const bool is_listed : {false, true}) {
    const OriginCountry found = origin_country(sheet, scheme, used, is_listed, RateClaim::none, {});
    if (!found.refusals.empty()) return {};
    add(found.country);
    const bool by_contribution = std::any_of(found.lines.begin(), found.lines.end(),
                                             [](const OriginWorkingLine& line) { return line.rule == "OCA053"; });
    for (const Contribution& one : given) {
      if (by_contribution && one.value == highest) add(one.party);
    }
  }
  return countries;
}

}  // namespace datong::domain
