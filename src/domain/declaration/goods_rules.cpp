// Rules of the goods lines: tariff, CIQ code, numbers and units, packages, food, dangerous goods, attributes,
// supervision.
#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/text.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/declaration/review_context.hpp"

namespace datong::domain {
namespace {

namespace G = F::goods;

void check_tariff(const Review& review, const LineFacts& line) {
  const Record& goods = *line.record;
  const std::string_view code = goods[G::commodity_code];
  if (code.empty()) return;
  if (code.size() != 10 || !is_digits(code))
    return review.out.add("TAR004", goods, G::commodity_code, {std::string(code)});
  if (line.tariff != nullptr) return;
  if (review.edition.tariff_state(code, review.legal_day) == CodeState::out_of_date) {
    return review.out.add("TAR003", goods, G::commodity_code, {std::string(code), review.legal_day.to_string()});
  }
  const Result<std::string> refused = review.edition.text("unknown_commodity_is_refused", review.legal_day);
  review.out.add(refused && *refused == "no" ? RuleId("TAR002") : RuleId("TAR001"), goods, G::commodity_code,
                 {std::string(code)});
}

void check_codes_and_name(const Review& review, const LineFacts& line) {
  const Record& goods = *line.record;
  const std::string_view ciq = goods[G::ciq_code], commodity = goods[G::commodity_code], name = goods[G::goods_name_zh];
  if (!ciq.empty() && !commodity.empty() && (ciq.size() != 13 || !ciq.starts_with(commodity))) {
    review.out.add("DEC101", goods, G::ciq_code, {std::string(ciq), std::string(commodity)});
  }
  if (has_white_space(name)) review.out.add("DEC103", goods, G::goods_name_zh);
  if (line.has_attribute(codes::kWaste) && !name.empty() && name.find("废") == name.npos) {
    review.out.add("CON036", goods, G::goods_name_zh);
  }
  const bool returned = review.is_import() && review.header[F::header::trade_mode] == codes::kTradeReturned;
  if (returned && goods.has(G::origin_country) && goods[G::origin_country] != codes::kCountryChina) {
    review.out.add("CON034", goods, G::origin_country, {std::string(goods[G::origin_country])});
  }
}

void check_numbers(const Review& review, const LineFacts& line) {
  const Record& goods = *line.record;
  struct Measure {
    FieldAt number, unit;
  };
  static constexpr std::array<Measure, 3> kMeasures{
      {{G::quantity, G::quantity_unit}, {G::weight, G::weight_unit}, {G::statutory_weight, G::statutory_weight_unit}}};
  if (!goods.has(G::quantity) && !goods.has(G::weight)) review.out.add("DEC104", goods, G::quantity);
  for (const Measure& measure : kMeasures) {
    if (goods.has(measure.number) != goods.has(measure.unit)) {
      review.out.add("DEC224", goods, goods.has(measure.number) ? measure.unit : measure.number);
    }
  }
  const auto positive = [&](const std::optional<Decimal>& number, FieldAt at) {
    if (number && number->is_zero())
      review.out.add("DEC234", goods, at, {std::string(fields_of(Group::goods)[at.position].name)});
  };
  positive(line.quantity, G::quantity);
  positive(line.weight, G::weight);
  positive(line.statutory_quantity, G::statutory_quantity);
  if (line.value && line.value->is_zero()) review.out.add("DEC216", goods, G::value);
  if (line.tariff != nullptr && goods.has(G::statutory_unit) && goods[G::statutory_unit] != line.tariff->unit) {
    review.out.add("DEC204", goods, G::statutory_unit, {std::string(goods[G::statutory_unit]), line.tariff->unit});
  }
  const std::string_view currency = goods[G::currency];
  if (!currency.empty() && review.edition.exchange_rate(currency, review.legal_day) == nullptr) {
    review.out.add("DEC116", goods, G::currency, {std::string(currency), review.legal_day.to_string()});
  }
}

void check_packages(const Review& review, const LineFacts& line) {
  namespace P = F::package;
  std::size_t mains = 0;
  line.record->each(Group::package, [&](const Record& package) {
    if (package[P::main_package_flag] == "1") ++mains;
    const std::string_view kind = package[P::package_kind];
    if (package[P::package_count] == "0" && kind != codes::kPackageBulk && kind != codes::kPackageNaked) {
      review.out.add("DEC205", package, P::package_count);
    }
  });
  if (mains != 1) review.out.add("DEC105", *line.record, Group::package, {std::to_string(mains)});
}

void check_food(const Review& review, const LineFacts& line) {
  if (!review.is_import() || !line.food) return;
  const Record& goods = *line.record;
  const bool made = line.is_of_class("food") || line.is_of_class("vegetable_oil");
  if ((made || line.is_of_class("animal_product")) && !goods.has(G::foreign_producer_name)) {
    review.out.add("CON011", goods, G::foreign_producer_name);
  }
  if (!made) return;
  if (!goods.has(G::produced_on)) review.out.add("CON012", goods, G::produced_on);
  if (!goods.has(G::lot_number)) review.out.add("CON013", goods, G::lot_number);
  if (!goods.has(G::expiry) && !goods.has(G::shelf_life)) review.out.add("CON014", goods, G::shelf_life);
  if (!goods.has(G::ingredients)) review.out.add("CON015", goods, G::ingredients);
  if (!line.has_attribute(codes::kPrePacked) && !line.has_attribute(codes::kNotPrePacked)) {
    review.out.add("CON027", goods, G::attributes);
  }
}

bool is_united_nations_number(std::string_view number) {
  if (number.starts_with("UN")) number.remove_prefix(2);
  return number.size() == 4 && is_digits(number);
}

void check_dangerous(const Review& review, const LineFacts& line) {
  const Record& goods = *line.record;
  const bool declared = goods.has(G::un_number) || goods.has(G::dangerous_goods_name) || goods.has(G::packing_group) ||
                        goods.has(G::dangerous_packaging_mark);
  const bool denied = goods[G::not_dangerous_flag] == "1";
  if (declared && denied) review.out.add("CON021", goods, G::not_dangerous_flag);
  const bool dangerous = declared || (line.is_of_class("dangerous") && !denied);
  if (dangerous) {
    if (!goods.has(G::un_number)) review.out.add("CON016", goods, G::un_number);
    if (!goods.has(G::dangerous_goods_name)) review.out.add("CON017", goods, G::dangerous_goods_name);
    if (!goods.has(G::packing_group)) review.out.add("CON018", goods, G::packing_group);
    if (review.is_export() && !goods.has(G::dangerous_packaging_mark))
      review.out.add("CON019", goods, G::dangerous_packaging_mark);
  }
  if (goods.has(G::un_number) && !is_united_nations_number(goods[G::un_number])) {
    review.out.add("CON022", goods, G::un_number, {std::string(goods[G::un_number])});
  }
  const std::string_view chapter = line.chapter();
  const bool chemical = chapter == "28" || chapter == "29" || chapter == "38";
  if (chemical && !dangerous && !goods.has(G::not_dangerous_flag))
    review.out.add("CON020", goods, G::not_dangerous_flag);
}

void check_attributes(const Review& review, const LineFacts& line) {
  using codes::Attribute;
  const Record& goods = *line.record;
  if (review.is_import() && line.categories.find('L') != std::string::npos && !line.has_attribute(codes::kCccListed) &&
      !line.has_attribute(codes::kCccOutside) && !line.has_attribute(codes::kCccNotNeeded)) {
    review.out.add("CON026", goods, G::attributes);
  }
  static constexpr std::array<std::pair<Attribute, Attribute>, 6> kExclusive{
      {{codes::kCccListed, codes::kCccOutside},
       {codes::kCccListed, codes::kCccNotNeeded},
       {codes::kCccOutside, codes::kCccNotNeeded},
       {codes::kPrePacked, codes::kNotPrePacked},
       {codes::kModified, codes::kNotModified},
       {codes::kWaste, codes::kUsed}}};
  for (const auto& [one, other] : kExclusive) {
    if (line.has_attribute(one) && line.has_attribute(other)) {
      review.out.add("CON028", goods, G::attributes, {std::to_string(one), std::to_string(other)});
    }
  }
}

void check_permits(const Review& review, const LineFacts& line) {
  namespace P = F::permit;
  line.record->each(Group::permit, [&](const Record& permit) {
    if (permit.has(P::write_off_unit) && !permit.has(P::write_off_quantity))
      review.out.add("CON030", permit, P::write_off_quantity);
    if (const auto quantity = Decimal::parse(permit[P::write_off_quantity]); quantity && quantity->is_zero()) {
      review.out.add("DEC234", permit, P::write_off_quantity, {"write_off_quantity"});
    }
    permit.each(Group::vehicle, [&](const Record& vehicle) {
      const std::string_view number = vehicle[F::vehicle::vehicle_identification];
      if (!number.empty() && !is_vehicle_identification(number)) {
        review.out.add("CHK010", vehicle, F::vehicle::vehicle_identification, {std::string(number)});
      }
    });
  });
}

void check_supervision(const Review& review, const LineFacts& line) {
  if (line.tariff == nullptr || !review.direction) return;
  const LineSupervision wanted = supervise(review, line);
  const Record& goods = *line.record;
  const std::string code(goods[G::commodity_code]);
  if (!wanted.must_be_declared) review.out.add("SUP005", goods, G::commodity_code, {code});
  const std::string_view kind = review.header[F::header::declaration_kind];
  if (review.is_import() && wanted.verification_only && kind != codes::kKindImportVerification) {
    review.out.add("SUP008", goods, G::commodity_code, {code});
  }
}

/// Line numbers run 1, 2, 3 …; a number used before is a duplicate, any other step a gap.
void check_line_numbers(const Review& review) {
  std::bitset<1000> used;
  std::size_t expected = 1;
  for (const LineFacts& line : review.lines) {
    const std::string_view text = (*line.record)[G::line_number];
    if (text.empty() || text.size() > 3 || !is_digits(text)) {
      ++expected;  // the field check has said it
      continue;
    }
    std::size_t number = 0;
    for (const char c : text) number = number * 10 + static_cast<std::size_t>(c - '0');
    if (used.test(number)) {
      review.out.add("DEC222", *line.record, G::line_number, {std::string(text)});
      ++expected;
    } else {
      if (number != expected)
        review.out.add("DEC202", *line.record, G::line_number, {std::string(text), std::to_string(expected)});
      expected = number + 1;
    }
    used.set(number);
  }
}

}  // namespace

void check_goods(const Review& review) {
  if (review.lines.empty()) review.out.add("DEC102", review.header, Group::goods);
  check_line_numbers(review);
  for (const LineFacts& line : review.lines) {
    check_tariff(review, line);
    check_codes_and_name(review, line);
    check_numbers(review, line);
    check_packages(review, line);
    check_food(review, line);
    check_dangerous(review, line);
    check_attributes(review, line);
    check_permits(review, line);
    check_supervision(review, line);
  }
}

}  // namespace datong::domain
