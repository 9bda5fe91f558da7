#include "domain/origin/cost_sheet.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

constexpr int128 kAmountMax = int128{10'000'000'000} * 1'000'000'000 * Decimal::kScale;  // 10^19, see Decimal::parse

std::string material_path(std::size_t index, std::string_view member) {
  return "/materials/" + std::to_string(index) + "/" + std::string(member);
}

/// The same day `months` earlier; the last day of a shorter month stands in for one that month has not.
Date months_before(Date day, int months) {
  const int month = day.year() * 12 + day.month() - 1 - months;
  for (int in_month = day.day(); in_month > 28; --in_month) {
    if (const auto earlier = Date::from_ymd(month / 12, month % 12 + 1, in_month)) return *earlier;
  }
  return Date::from_ymd(month / 12, month % 12 + 1, std::min(day.day(), 28)).value_or(Date{});
}

class Refusals {
 public:
  void amount(const std::string& path, Decimal value) {
    if (!is_calculable(value)) {
      add(finding("OCA034", path));
    } else if (value.is_negative()) {
      add(finding("OCA032", path, {value.to_string()}));
    }
  }
  void price(const std::string& path, const std::string& name, Decimal value) {
    if (!is_calculable(value)) return add(finding("OCA034", path));
    if (value <= Decimal{}) add(finding("OCA031", path, {name, value.to_string()}));
  }
  void add(Finding refusal) { found_.push_back(std::move(refusal)); }
  std::vector<Finding> take() { return std::move(found_); }

 private:
  std::vector<Finding> found_;
};

void compare_total(std::vector<Finding>& out, const std::string& path, const std::optional<Decimal>& stated,
                   Decimal sum) {
  if (stated && *stated != sum) out.push_back(finding("OCA041", path, {stated->to_string(), sum.to_string()}));
}

void compare_order(std::vector<Finding>& out, const std::string& path, Decimal lower, Decimal upper) {
  if (lower > upper) out.push_back(finding("OCA042", path, {lower.to_string(), upper.to_string()}));
}

void check_material(std::vector<Finding>& out, const Material& material, std::size_t index, const Scheme& scheme) {
  const MaterialStanding standing = standing_of(material, scheme, true);
  if (standing == MaterialStanding::non_originating && !material.is_unaffected &&
      !is_comparable_code(material.commodity_code)) {
    out.push_back(finding("OCA043", material_path(index, "commodity_code"), {material.name}));
  }
  if (material.usage_unit != material.pricing_unit) {
    out.push_back(finding("OCA045", material_path(index, "usage_unit"), {material.usage_unit, material.pricing_unit}));
  }
  Material proved = material;
  proved.origin_proof_number = "any";
  if (standing == MaterialStanding::non_originating && standing_of(proved, scheme, true) == MaterialStanding::cumulated) {
    out.push_back(
        finding("OCA048", material_path(index, "origin_proof_number"), {material.origin_country, material.name}));
  }
}

bool is_plausible(const CostSheet& sheet, const Scheme& scheme) {
  if (sheet.wholly_obtained == WhollyObtained::no || scheme.wholly_obtained_goods.empty()) return true;
  return std::any_of(scheme.wholly_obtained_goods.begin(), scheme.wholly_obtained_goods.end(),
                     [&](const PlausibleRange& range) {
                       return (range.category == WhollyObtained::no || range.category == sheet.wholly_obtained) &&
                              range.goods.contains(sheet.commodity_code);
                     });
}

}  // namespace

bool is_calculable(Decimal amount) { return -kAmountMax < amount.raw() && amount.raw() < kAmountMax; }

std::vector<Finding> cost_sheet_refusals(const CostSheet& sheet) {
  Refusals out;
  if (sheet.materials.size() > limits::kCostMaterialsMax) {
    out.add(finding("OCA036", "/materials",
                    {std::to_string(limits::kCostMaterialsMax), std::to_string(sheet.materials.size())}));
    return out.take();
  }
  if (!is_comparable_code(sheet.commodity_code)) out.add(finding("OCA035", "/commodity_code", {sheet.commodity_code}));
  out.price("/fob", "FOB", sheet.fob);
  out.price("/ex_factory", "EXW", sheet.ex_factory);
  out.amount("/labour", sheet.labour);
  out.amount("/overhead", sheet.overhead);
  out.amount("/profit", sheet.profit);
  out.amount("/other", sheet.other);
  out.amount("/weight", sheet.weight);
  for (std::size_t i = 0; i < sheet.materials.size(); ++i) {
    out.amount(material_path(i, "value"), sheet.materials[i].value);
    out.amount(material_path(i, "weight"), sheet.materials[i].weight);
  }
  return out.take();
}

std::vector<Finding> cost_sheet_warnings(const CostSheet& sheet, const Scheme& scheme, Date legal_day) {
  std::vector<Finding> out;
  Decimal originating;
  Decimal non_originating;
  for (std::size_t i = 0; i < sheet.materials.size(); ++i) {
    const Material& material = sheet.materials[i];
    Decimal& sum = standing_of(material, scheme, true) == MaterialStanding::non_originating ? non_originating : originating;
    sum = sum + material.value;
    check_material(out, material, i, scheme);
  }
  const Decimal total = originating + non_originating;
  compare_total(out, "/originating_total", sheet.stated_originating, originating);
  compare_total(out, "/non_originating_total", sheet.stated_non_originating, non_originating);
  compare_total(out, "/stated_total", sheet.stated_total, total);
  compare_order(out, "/ex_factory_price", total, sheet.ex_factory);
  compare_order(out, "/fob_price", sheet.ex_factory, sheet.fob);
  if (sheet.made_on && *sheet.made_on > legal_day) {
    out.push_back(finding("OCA049", "/made_on", {sheet.made_on->to_string(), legal_day.to_string()}));
  } else if (sheet.made_on && scheme.sheet_months_max &&
             *sheet.made_on < months_before(legal_day, *scheme.sheet_months_max)) {
    out.push_back(
        finding("OCA044", "/made_on", {sheet.made_on->to_string(), std::to_string(*scheme.sheet_months_max)}));
  }
  if (!is_plausible(sheet, scheme)) {
    out.push_back(finding("OCA046", "/wholly_obtained_category",
                          {sheet.commodity_code, std::to_string(static_cast<int>(sheet.wholly_obtained))}));
  }
  if (sheet.hs_edition != 0 && scheme.hs_edition != 0 && sheet.hs_edition != scheme.hs_edition) {
    out.push_back(
        finding("OCA047", "/hs_edition", {std::to_string(sheet.hs_edition), std::to_string(scheme.hs_edition)}));
  }
  return out;
}

MaterialStanding standing_of(const Material& material, const Scheme& scheme, bool cumulates) {
  if (!material.is_originating || material.origin_country.empty()) return MaterialStanding::non_originating;
  if (material.is_intermediate && !scheme.allows_roll_up) return MaterialStanding::non_originating;
  if (material.origin_country == scheme.exporting_party) return MaterialStanding::own;
  const bool is_party = std::find(scheme.cumulation_parties.begin(), scheme.cumulation_parties.end(),
                                  material.origin_country) != scheme.cumulation_parties.end();
  return cumulates && is_party && !material.origin_proof_number.empty() ? MaterialStanding::cumulated
                                                                        : MaterialStanding::non_originating;
}

}  // namespace datong::domain
