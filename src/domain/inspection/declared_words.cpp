#include "domain/inspection/declared_words.hpp"

#include <charconv>
#include <cstdint>

#include "domain/certificate/words.hpp"

namespace datong::domain {
namespace {

namespace H = F::header;
namespace G = F::goods;
constexpr std::string_view kChina = "156", kNone = "***";

/// A count of the form; 0 when it is none.
std::uint64_t count_of(std::string_view digits) {
  std::uint64_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

void append(std::string& text, std::string_view separator, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += separator;
  text += more;
}

}  // namespace

Bilingual DeclaredWords::name(List list, std::string_view code) const {
  if (code.empty()) return {};
  const CodeRow* row = edition_.code(list, code, day_);
  if (row == nullptr) return {std::string(code), std::string(code)};
  return {row->name_zh, upper_case(row->name_en)};
}

Bilingual DeclaredWords::office(std::string_view code) const {
  const OfficeRow* row = edition_.office(code, day_);
  if (row == nullptr) return {std::string(code), std::string(code)};
  return {row->name_zh, upper_case(row->name_en)};
}

Bilingual DeclaredWords::party(FieldAt name_zh, FieldAt name_foreign, FieldAt address) const {
  const std::string_view zh = header()[name_zh], foreign = header()[name_foreign];
  const bool has_foreign = !foreign.empty() && foreign != kNone;
  Bilingual words{std::string(zh), std::string(has_foreign ? foreign : zh)};
  if (words.zh.empty()) words.zh = words.en;
  append(words.zh, "\n", header()[address]);
  append(words.en, "\n", header()[address]);
  return words;
}

Bilingual DeclaredWords::consignor() const {
  return party(H::consignor_name_zh, H::consignor_name_foreign, H::consignor_address);
}

Bilingual DeclaredWords::consignee() const {
  return party(H::consignee_name_zh, H::consignee_name_foreign, H::consignee_address);
}

Bilingual DeclaredWords::conveyance() const {
  Bilingual words = name(List::transport_mode, header()[H::transport_mode]);
  if (!words.en.empty()) words.en = "BY " + words.en;
  std::string means(header()[H::conveyance_name]);
  append(means, " ", header()[H::conveyance_number]);
  append(words.zh, ": ", means);
  append(words.en, ": ", means);
  return words;
}

Bilingual DeclaredWords::destination() const {
  return name(List::country, is_export() ? header()[H::trading_country] : kChina);
}

Bilingual DeclaredWords::loading_port() const { return name(List::port, header()[H::loading_port]); }

std::string_view DeclaredWords::discharge_port_code() const {
  return is_export() ? header()[H::arrival_port] : header()[H::entry_port];
}

Bilingual DeclaredWords::discharge_port() const {
  return name(is_export() ? List::port : List::domestic_port, discharge_port_code());
}

std::string_view DeclaredWords::origin_code(const Record& line) const {
  if (line.has(G::origin_country)) return line[G::origin_country];
  return is_export() ? kChina : std::string_view();
}

Bilingual DeclaredWords::origin(const Record& line) const {
  const Bilingual country = name(List::country, origin_code(line));
  Bilingual place = name(List::district, line[G::origin_place]);
  append(place.en, ", ", country.en);
  return {country.zh + place.zh, std::move(place.en)};
}

Bilingual DeclaredWords::goods(const Record& line) const {
  const std::string_view zh = line[G::goods_name_zh], foreign = line[G::goods_name_foreign];
  return {std::string(zh), std::string(foreign.empty() ? zh : foreign)};
}

Bilingual DeclaredWords::measured(std::string_view quantity, std::string_view unit) const {
  const auto number = Decimal::parse(quantity);
  if (!number) return {std::string(quantity), std::string(quantity)};
  const CodeRow* row = edition_.code(List::unit, unit, day_);
  if (row == nullptr)
    return {number->to_string() + " " + std::string(unit), number->to_string() + " " + std::string(unit)};
  return {number->to_string() + row->name_zh, quantity_words(*number, row->name_en)};
}

Bilingual DeclaredWords::quantity(const Record& line) const {
  return line.has(G::quantity) ? measured(line[G::quantity], line[G::quantity_unit]) : Bilingual{};
}

Bilingual DeclaredWords::weight(const Record& line) const {
  return line.has(G::weight) ? measured(line[G::weight], line[G::weight_unit]) : Bilingual{};
}

Bilingual DeclaredWords::statutory_quantity(const Record& line) const {
  return line.has(G::statutory_quantity) ? measured(line[G::statutory_quantity], line[G::statutory_unit]) : Bilingual{};
}

Bilingual DeclaredWords::packages(const Record& line) const {
  Bilingual words;
  line.each(Group::package, [&](const Record& package) {
    const std::uint64_t count = count_of(package[F::package::package_count]);
    const std::string_view code = package[F::package::package_kind];
    const CodeRow* kind = edition_.code(List::package, code, day_);
    append(words.zh, "; ", std::to_string(count) + " " + name(List::package, code).zh);
    append(words.en, "; ", kind ? package_words(count, kind->name_en) : counted(count) + " " + std::string(code));
  });
  return words;
}

}  // namespace datong::domain
