#include "domain/origin/printed_text.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "domain/certificate/words.hpp"

namespace datong::domain {
namespace {

namespace G = F::origin_goods;

std::optional<std::uint64_t> count_of(std::string_view text) {
  const auto number = Decimal::parse(text);
  if (!number || number->is_negative() || number->is_zero() || number->raw() % Decimal::kScale != 0) return std::nullopt;
  const int128 value = number->raw() / Decimal::kScale;
  if (value > int128{1'000'000'000'000}) return std::nullopt;  // more packages than any ship: words would be nonsense
  return static_cast<std::uint64_t>(value);
}

/// CTN is CARTON by the list; a unit the list does not know stands as it is.
std::string unit_name(std::string_view unit, const Edition& edition, Date day) {
  const CodeRow* row = edition.code(List::origin_package, unit, day);
  return upper_case(row == nullptr ? unit : std::string_view(row->name_en));
}

bool is_goods(const Record& line) { return line[G::is_remark] != "Y"; }

std::string place(std::string_view port, std::string_view country) {
  std::string text = upper_case(trim(port));
  if (country.empty() || text.find(country) != text.npos) return text;
  return text + "," + std::string(country);
}

bool is_suffix(std::string_view word) { return word == "ACU" || word == "DMI" || word == "FG"; }

}  // namespace

std::string package_text(const Record& line, const Edition& edition, Date day) {
  const auto count = count_of(line[G::package_quantity]);
  if (!count || !line.has(G::package_unit)) return {};
  return package_words(*count, unit_name(line[G::package_unit], edition, day), upper_case(line[G::goods_name_en]));
}

std::string total_text(const Document& document, const Edition& edition, Date day) {
  std::uint64_t sum = 0;
  std::size_t lines = 0;
  std::set<std::string> units;
  document.header().each(Group::origin_goods, [&](const Record& line) {
    const auto count = count_of(line[G::package_quantity]);
    if (!is_goods(line) || !count) return;
    sum += *count;
    ++lines;
    units.insert(unit_name(line[G::package_unit], edition, day));
  });
  if (lines < 2) return {};
  return total_words(sum, units.size() == 1 ? *units.begin() : "PACKAGE");
}

std::size_t total_stated_at(std::string_view text) { return std::min(text.find("TOTAL:"), text.find("TOTAL :")); }

std::string country_text(std::string_view code, const Edition& edition, Date day) {
  const CodeRow* row = edition.code(List::country, code, day);
  return row == nullptr ? std::string() : upper_case(row->name_en);
}

std::string transport_text(const Document& document, const Edition& edition, Date day) {
  const Record& header = document.header();
  namespace H = F::origin;
  const std::string_view last = header.has(H::discharge_port) ? header[H::discharge_port] : header[H::destination_port];
  if (!header.has(H::loading_port) || last.empty()) return {};
  std::string text = "FROM " + place(header[H::loading_port], "CHINA") + " TO " +
                     place(last, country_text(header[H::destination_country], edition, day));
  const std::string_view transit =
      header.has(H::transit_port) ? header[H::transit_port] : header[H::transit_country_name];
  if (!transit.empty()) text += " VIA " + upper_case(trim(transit));
  if (header.has(H::transport_means)) {
    const std::string means = upper_case(trim(header[H::transport_means]));
    text += (means.starts_with("BY ") ? " " : " BY ") + means;
  }
  if (const auto shipped = Date::parse(header[H::shipped_on])) text += " ON " + date_words(*shipped);
  return text;
}

ClaimedCriterion claimed_criterion(const Record& line, std::string_view kind, std::string_view country,
                                   const Edition& edition, Date day) {
  ClaimedCriterion claimed;
  for (const FieldAt at : {G::criterion, G::criterion_sub, G::criterion_reference}) {
    const std::string value = upper_case(trim(line[at]));
    std::string rest;
    for (const std::string_view word : split(value, ' ')) {
      if (word.empty()) continue;
      if (is_suffix(word)) {
        claimed.suffixes.emplace_back(word);
      } else {
        rest += (rest.empty() ? "" : " ") + std::string(word);
      }
    }
    (at.position == G::criterion.position ? claimed.code : at.position == G::criterion_sub.position ? claimed.sub_code : claimed.reference) = rest;
  }
  std::string_view number = claimed.reference;
  if (number.ends_with('%')) number.remove_suffix(1);
  claimed.percent = Decimal::parse(trim(number));
  for (const OriginCriterionRow* row : edition.origin().criteria_of(kind, day)) {
    const bool serves = row->countries.empty() ||
                        std::find(row->countries.begin(), row->countries.end(), country) != row->countries.end();
    if (row->code == claimed.code && serves) claimed.row = row;
  }
  return claimed;
}

std::string criterion_text(const ClaimedCriterion& claimed, const Record& line) {
  const std::string_view code = line[G::commodity_code];
  const std::string pattern = claimed.row == nullptr ? "{code}" : claimed.row->prints;
  std::string suffixes;
  for (const std::string& suffix : claimed.suffixes) suffixes += " " + suffix;
  const std::string heading = !claimed.reference.empty() || code.size() < 4
                                  ? claimed.reference
                                  : std::string(code.substr(0, 2)) + "." + std::string(code.substr(2, 2));
  const std::pair<std::string_view, std::string> parts[] = {
      {"{code}", claimed.code},
      {"{heading}", heading},
      {"{percent}", claimed.percent ? claimed.percent->to_string() : std::string()},
      {"{suffixes}", suffixes}};
  std::string text = pattern;
  for (const auto& [name, value] : parts) {
    if (const std::size_t at = text.find(name); at != text.npos) text.replace(at, name.size(), value);
  }
  return std::string(trim(text));
}

std::string quantity_text(const Record& line, const Edition& edition) {
  const auto quantity = Decimal::parse(line[G::quantity]);
  const std::string unit = upper_case(trim(line[G::unit_en]));
  std::string text = quantity ? quantity_words(*quantity, unit) : std::string();
  if (edition.origin().has_word("weight_unit", unit)) {
    text = std::string(line[G::quantity]) + " " + unit;
    if (quantity == Decimal::parse(line[G::gross_weight])) return text + " G.W.";
    if (quantity == Decimal::parse(line[G::net_weight])) return text + " N.W.";
    return text;
  }
  const std::string weight_unit = line.has(G::weight_unit) ? upper_case(line[G::weight_unit]) : std::string("KGS");
  if (line.has(G::gross_weight)) text += (text.empty() ? "" : "\n") + std::string(line[G::gross_weight]) + " " + weight_unit + " G.W.";
  return text;
}

std::string replacement_text(const Document& document) {
  std::string text;
  document.header().each(Group::origin_change, [&](const Record& change) {
    namespace C = F::origin_change;
    if (document.header()[F::origin::application_class] == "0" || !change.has(C::previous_number)) return;
    const auto issued = Date::parse(change[C::previous_issued_on]);
    text = "THIS CERTIFICATE IS IN REPLACEMENT OF CERTIFICATE OF ORIGIN NO. " +
           std::string(change[C::previous_number]) + (issued ? " DATED " + date_words(*issued) : std::string()) +
           " WHICH IS CANCELLED";
  });
  return text;
}

}  // namespace datong::domain
