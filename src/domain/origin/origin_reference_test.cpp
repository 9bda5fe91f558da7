// Compares verdict, criteria, printed percentage and RCEP country with an independent implementation,
// tests/origin_reference.py, over random bills of materials that stand on the borders as often as not.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>

#include "base/text.hpp"
#include "domain/origin/determination.hpp"
#include "domain/origin/origin_country.hpp"
#include "domain/origin/value_share.hpp"

using namespace datong;
using namespace datong::domain;

namespace {

struct Bill {
  CostSheet sheet;
  Scheme scheme;
  std::vector<SpecificRule> rules;
  bool asks_country = false;
  bool is_listed = false;
  RateClaim claim = RateClaim::none;
  std::vector<PartyRate> rates;
};

// --- to JSON

const char* word(bool value) { return value ? "true" : "false"; }
std::string text(const std::string& name, const std::string& value) {
  return json_string(name) + ":" + json_string(value);
}
std::string number(const std::string& name, Decimal value) { return text(name, value.to_string()); }
std::string flag(const std::string& name, bool value) { return json_string(name) + ":" + word(value); }

template <class Things, class Print>
std::string list(const std::string& name, const Things& things, Print print) {
  std::string out;
  for (const auto& thing : things) out += (out.empty() ? "" : ",") + print(thing);
  return json_string(name) + ":[" + out + "]";
}
std::string ranges(const std::string& name, const std::vector<CodeRange>& codes) {
  return list(name, codes, [](const CodeRange& range) {
    return "[" + json_string(range.first) + "," + json_string(range.last) + "]";
  });
}
std::string object(std::initializer_list<std::string> members) {
  std::string out;
  for (const std::string& member : members) out += (out.empty() ? "" : ",") + member;
  return "{" + out + "}";
}

std::string sheet_json(const CostSheet& s) {
  return object({text("commodity_code", s.commodity_code), number("fob", s.fob), number("ex_factory", s.ex_factory),
                 number("labour", s.labour), number("overhead", s.overhead), number("profit", s.profit),
                 number("other", s.other), number("weight", s.weight), flag("minimal", s.minimal_operations_only),
                 "\"wholly_obtained\":" + std::to_string(static_cast<int>(s.wholly_obtained)),
                 list("processes", s.processes, [](const std::string& process) { return json_string(process); }),
                 list("materials", s.materials, [](const Material& m) {
                   return object({text("code", m.commodity_code), text("country", m.origin_country),
                                  text("proof", m.origin_proof_number), flag("originating", m.is_originating),
                                  flag("unaffected", m.is_unaffected), flag("intermediate", m.is_intermediate),
                                  number("value", m.value), number("weight", m.weight)});
                 })});
}

const char* price(PriceBase base) { return base == PriceBase::fob ? "fob" : "ex_factory"; }

std::string scheme_json(const Scheme& s) {
  const DeMinimis& d = s.de_minimis;
  return object(
      {text("party", s.exporting_party), text("cumulation", s.cumulation == Cumulation::none ? "none" : "regional"),
       list("parties", s.cumulation_parties, [](const std::string& party) { return json_string(party); }),
       flag("suffixes", s.prints_suffixes), flag("build_down", s.allows_build_down),
       flag("build_up", s.allows_build_up), flag("roll_up", s.allows_roll_up),
       flag("counts_unaffected", s.counts_unaffected), number("domestic_percent", s.domestic_percent),
       "\"de_minimis\":" + object({number("percent", d.percent), text("price", price(d.base)), ranges("goods", d.goods),
                                   number("weight_percent", d.weight_percent), ranges("weight_goods", d.weight_goods)}),
       list("criteria", s.criteria,
            [](const CriterionRow& row) {
              return object({text("proof", std::string(proof_name(row.proof))), flag("general", row.under_general_rule),
                             text("code", row.code), flag("prints", row.prints_percentage),
                             flag("heading", row.prints_heading),
                             "\"decimals\":" + std::to_string(row.printed_decimals)});
            }),
       list("general_rules", s.general_rules, [](const GeneralRule& rule) {
         return object({ranges("goods", rule.goods), ranges("except", rule.except), text("text", to_text(rule.rule))});
       })});
}

std::string to_json(const Bill& bill) {
  const char* claim = bill.claim == RateClaim::none ? "" : bill.claim == RateClaim::all ? "**" : "*";
  std::string rates;
  for (const PartyRate& rate : bill.rates) rates += (rates.empty() ? "" : ",") + number(rate.party, rate.rate);
  const std::string country =
      bill.asks_country ? object({flag("listed", bill.is_listed), text("claim", claim), "\"rates\":{" + rates + "}"})
                        : "null";
  return object({"\"sheet\":" + sheet_json(bill.sheet), "\"scheme\":" + scheme_json(bill.scheme),
                 list("rules", bill.rules,
                      [](const SpecificRule& rule) {
                        return "[" + json_string(rule.goods.first) + "," + json_string(rule.goods.last) + "," +
                               json_string(to_text(rule.rule)) + "]";
                      }),
                 "\"country\":" + country}) +
         "\n";
}

std::string product_answer(const Bill& bill, const Determination& found) {
  if (!found.refusals.empty()) return "refused";
  if (!found.is_originating()) return "-";
  std::string out;
  for (const ProvenCriterion& one : found.criteria) out += (&one == &found.criteria.front() ? "" : "; ") + one.printed;
  if (!bill.asks_country) return out;
  const OriginCountry country =
      origin_country(bill.sheet, bill.scheme, found.criteria.front(), bill.is_listed, bill.claim, bill.rates);
  return out + " @ " + (country.refusals.empty() ? country.country + country.flag : "refused");
}

// --- random bills

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Bill bill() {
    Bill bill;
    make_scheme(bill.scheme);
    make_sheet(bill.sheet);
    make_rules(bill);
    for (std::uint64_t turn = below(3); turn > 0; --turn) aim(bill);
    spoil(bill.sheet);
    bill.asks_country = one_in(3);
    bill.is_listed = one_in(2);
    if (one_in(4)) bill.claim = one_in(2) ? RateClaim::all : RateClaim::contributing;
    for (const char* party : {"156", "392", "410", "704"}) {
      if (!one_in(25)) bill.rates.push_back({party, Decimal::from_integer(static_cast<std::int64_t>(below(4)) * 5)});
    }
    return bill;
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  template <class T, std::size_t N>
  T pick(const T (&choices)[N]) {
    return choices[below(N)];
  }

  Decimal percent() {
    static const char* const kPercents[] = {"40", "45",       "60",      "55",  "30", "10",
                                            "20", "33.33333", "0.00001", "100", "50"};
    return *Decimal::parse(pick(kPercents));
  }
  Decimal amount() {
    static const char* const kAmounts[] = {"100",       "200",      "1",         "0.00001",
                                           "333.33333", "99.99999", "100000000", "9999999999999999999.99999"};
    if (one_in(4)) return *Decimal::parse(kAmounts[below(one_in(40) ? 8 : 7)]);
    return Decimal::from_raw(static_cast<std::int64_t>(below(one_in(2) ? 20'000'000 : 5'000'000'000'000)));
  }
  /// A small part of the price, so that most sheets can be calculated.
  Decimal part_of(Decimal price) { return Decimal::from_raw(price.raw() * static_cast<std::int64_t>(below(30)) / 100); }

  std::string range_text() {
    static const char* const kRanges[] = {"10.06",    "62.03 to 62.05",     "62.17",  "62", "6203.42", "84.71 to 84.73",
                                          "10 to 11", "5208.12 to 5208.19", "8471.60"};
    return pick(kRanges);
  }
  std::string requirement() {
    static const char* const kLevels[] = {"CC", "CTH", "CTSH"};
    static const char* const kMethods[] = {"", "", " build-down", " build-up"};
    static const char* const kBases[] = {"", "", " EXW"};
    switch (below(9)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        std::string out = pick(kLevels);
        if (one_in(3)) out += " except from " + range_text() + (one_in(2) ? ", " + range_text() : "");
        return out + (one_in(6) ? " without de minimis" : "");
      }
      case 4:
      case 5: {
        const std::string percentage = percent().to_string();
        const std::string method = pick(kMethods);
        return "RVC" + percentage + method + pick(kBases);
      }
      case 6: {
        const std::string percentage = percent().to_string();
        return "MAXVNM" + percentage + pick(kBases);
      }
      case 7: return one_in(2) ? "CUM" + percent().to_string() : "CR";
      default: return one_in(3) ? "WO" : one_in(2) ? "PE" : "PROCESS cut_and_sew";
    }
  }
  OriginRule rule() {
    std::string out = requirement();
    for (std::uint64_t more = below(3); more > 0; --more) {
      const std::string joint = one_in(3) ? " and " : one_in(2) ? " or " : "; or ";
      out += joint + requirement();
    }
    const Result<OriginRule> read = parse_origin_rule(out);
    EXPECT_TRUE(read) << out;
    return read ? *read : OriginRule{};
  }

  void make_scheme(Scheme& scheme) {
    scheme.exporting_party = "156";
    static constexpr Proof kProofs[] = {
        Proof::wholly_obtained,       Proof::exclusively_originating, Proof::tariff_change,     Proof::value_content,
        Proof::non_originating_share, Proof::cumulative_content,      Proof::chemical_reaction, Proof::process};
    for (const bool general : {false, true}) {
      for (const Proof proof : kProofs) {
        if (one_in(20)) continue;
        CriterionRow row;
        row.proof = proof;
        row.under_general_rule = general;
        row.code = one_in(10) ? "" : (general ? "G" : "S") + std::to_string(static_cast<int>(proof));
        row.prints_percentage = !one_in(4);
        row.prints_heading = one_in(8);
        row.printed_decimals = static_cast<int>(below(6));
        scheme.criteria.push_back(row);
      }
    }
    if (one_in(3)) std::shuffle(scheme.criteria.begin(), scheme.criteria.end(), random_);
    scheme.prints_suffixes = !one_in(3);
    scheme.allows_build_down = !one_in(5);
    scheme.allows_build_up = one_in(2);
    scheme.allows_roll_up = one_in(2);
    scheme.counts_unaffected = one_in(2);
    scheme.cumulation = one_in(3) ? Cumulation::none : Cumulation::regional;
    scheme.cumulation_parties = {"392", "410", "704"};
    scheme.domestic_percent = one_in(2) ? Decimal::from_integer(20) : percent();
    scheme.de_minimis.percent = one_in(4) ? Decimal{} : Decimal::from_integer(10);
    scheme.de_minimis.base = one_in(3) ? PriceBase::ex_factory : PriceBase::fob;
    if (one_in(5)) scheme.de_minimis.goods = {{"01", "49"}, {"64", "97"}};
    if (one_in(2)) {
      scheme.de_minimis.weight_percent = one_in(2) ? Decimal::from_integer(10) : percent();
      scheme.de_minimis.weight_goods = {{"50", "63"}};
    }
    scheme.general_rules = {{{}, {}, rule()}};
    if (one_in(2)) scheme.general_rules.push_back({{{"29", "29"}, {"61", "62"}}, {{"2901", "2902"}}, rule()});
  }

  Material material(const std::string& good, Decimal fob) {
    static const char* const kCodes[] = {"5208120000", "96062100",   "6217900000", "847160",
                                         "8471300000", "1006301000", "620342",     "6204620000",
                                         "5208190000", "290110",     "3901100000", "1102200000"};
    static const char* const kUnusable[] = {"", "6203", "62034", "620342000012", "62034x", "6203.42"};
    static const char* const kCountries[] = {"156", "156", "392", "410", "840", ""};
    Material made;
    made.commodity_code = one_in(3) ? good.substr(0, static_cast<std::size_t>(2 + 2 * below(3))) : pick(kCodes);
    while (made.commodity_code.size() < 6) made.commodity_code += static_cast<char>('0' + below(10));
    if (one_in(15)) made.commodity_code = pick(kUnusable);
    made.origin_country = pick(kCountries);
    made.is_originating = one_in(2);
    if (!one_in(5)) made.origin_proof_number = "P1";
    made.is_unaffected = one_in(10);
    made.is_intermediate = one_in(8);
    made.value = part_of(fob);
    made.weight = one_in(8) ? Decimal{} : amount();
    return made;
  }

  void make_sheet(CostSheet& sheet) {
    static const char* const kGoods[] = {"6203420000", "8471300000", "1006309000", "290110", "61091000", "2903110000"};
    static const char* const kProcesses[] = {"chemical_reaction", "cut_and_sew"};
    sheet.commodity_code = pick(kGoods);
    sheet.fob = amount();
    if (sheet.fob.is_zero()) sheet.fob = Decimal::from_integer(100);
    sheet.ex_factory = one_in(3) ? sheet.fob : Decimal::from_raw(1 + sheet.fob.raw() * 9 / 10);
    for (Decimal* cost : {&sheet.labour, &sheet.overhead, &sheet.profit, &sheet.other}) *cost = part_of(sheet.fob);
    sheet.weight = one_in(8) ? Decimal{} : amount();
    for (std::uint64_t count = below(6); count > 0; --count) {
      sheet.materials.push_back(material(sheet.commodity_code, sheet.fob));
    }
    const bool is_all_own = one_in(6);
    for (Material& one : sheet.materials) {
      if (is_all_own) one.is_originating = true;
      if (is_all_own && one_in(2)) one.origin_country = "156";
    }
    for (const char* process : kProcesses) {
      if (one_in(3)) sheet.processes.emplace_back(process);
    }
    sheet.minimal_operations_only = one_in(12);
    if (one_in(5)) sheet.wholly_obtained = static_cast<WhollyObtained>(below(12));
  }

  void make_rules(Bill& bill) {
    static const CodeRange kRanges[] = {{"62", "62"}, {"6203", "6205"},     {"6203", "6203"}, {"620342", "620342"},
                                        {"84", "85"}, {"847130", "847130"}, {"10", "10"},     {"2901", "2902"}};
    for (std::uint64_t count = below(6); count > 0; --count) bill.rules.push_back({pick(kRanges), rule()});
  }

  /// Moves one number to a border of the scheme or its rules: a hundred-thousandth below, on it, or above.
  void aim(Bill& bill) {
    CostSheet& sheet = bill.sheet;
    const int128 offset = static_cast<int>(below(3)) - 1;
    const Decimal price = one_in(3) ? sheet.ex_factory : sheet.fob;
    const int128 hundred = int128{100} * Decimal::kScale;
    const Decimal share = any_percent(bill);
    if (price.raw() > int128{10'000'000'000} * 10'000'000'000 || sheet.materials.empty()) return;
    const int128 part = price.raw() * share.raw() / hundred + offset;
    Material& one = sheet.materials[below(sheet.materials.size())];
    switch (below(5)) {
      case 0: one.value = at_least_nothing(part); break;
      case 1:
        one.is_originating = one.is_unaffected = false;
        one.commodity_code = sheet.commodity_code;
        one.weight =
            at_least_nothing(sheet.weight.raw() * bill.scheme.de_minimis.weight_percent.raw() / hundred + offset);
        break;
      case 2: aim_sum(bill, one, part); break;
      case 3: aim_sum(bill, one, price.raw() - part); break;
      default: {
        const Amounts sums = amounts_of(sheet, bill.scheme, true);
        sheet.profit = at_least_nothing(part - (sums.own + sums.cumulated + sums.added - sheet.profit).raw());
      }
    }
  }
  /// Sets `one` so that the non-originating materials come to `wanted`.
  void aim_sum(Bill& bill, Material& one, int128 wanted) {
    one.is_originating = false;
    one.is_unaffected = false;
    const Decimal others =
        amounts_of(bill.sheet, bill.scheme, bill.scheme.cumulation != Cumulation::none).non_originating - one.value;
    one.value = at_least_nothing(wanted - others.raw());
  }
  static Decimal at_least_nothing(int128 raw) { return Decimal::from_raw(raw < 0 ? 0 : raw); }

  Decimal any_percent(const Bill& bill) {
    std::vector<Decimal> found{bill.scheme.de_minimis.percent, bill.scheme.domestic_percent};
    const auto gather = [&](const OriginRule& rule) {
      for (const Alternative& alternative : rule.alternatives) {
        for (const Requirement& one : alternative.requirements) {
          if (!one.percent.is_zero()) found.push_back(one.percent);
        }
      }
    };
    if (const SpecificRule* specific = rule_for(bill.sheet.commodity_code, bill.rules)) {
      gather(specific->rule);
    } else {
      for (const GeneralRule& general : bill.scheme.general_rules) gather(general.rule);
    }
    return found[below(found.size())];
  }

  void spoil(CostSheet& sheet) {
    if (!one_in(40)) return;
    switch (below(5)) {
      case 0: sheet.fob = Decimal{}; break;
      case 1: sheet.ex_factory = Decimal::from_integer(-1); break;
      case 2: sheet.commodity_code = "6203"; break;
      case 3: sheet.labour = Decimal::from_raw(-1); break;
      default: sheet.other = Decimal::from_raw(int128{10'000'000'000} * 1'000'000'000 * Decimal::kScale); break;
    }
  }

  std::mt19937_64 random_;
};

std::vector<std::string> reference_answers(const std::string& input) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("datong_origin_" + std::to_string(getpid()) + ".jsonl")).string();
  std::ofstream(path, std::ios::binary) << input;
  const std::string command =
      "python3 '" + std::string(DATONG_SOURCE_DIR) + "/tests/origin_reference.py' < '" + path + "'";
  std::vector<std::string> answers;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    char line[4096];
    while (std::fgets(line, sizeof line, pipe) != nullptr) answers.emplace_back(trim(line));
    EXPECT_EQ(pclose(pipe), 0);
  }
  std::filesystem::remove(path);
  return answers;
}

/// Whether a hundred-thousandth more or less of the part turns the verdict.
bool is_beside_its_threshold(const OriginWorkingLine& line) {
  struct Places {
    std::string_view rule;
    std::size_t part, whole, percent;
  };
  static constexpr Places kPlaces[] = {
      {"OCA009", 0, 2, 4}, {"OCA010", 0, 1, 3}, {"OCA011", 1, 2, 4}, {"OCA012", 1, 2, 4}};
  for (const Places& places : kPlaces) {
    if (places.rule != line.rule) continue;
    const auto part = Decimal::parse(line.values[places.part]);  // a sum may have more digits than a text form
    const auto whole = Decimal::parse(line.values[places.whole]);
    const auto percent = Decimal::parse(line.values[places.percent]);
    if (!part || !whole || !percent) return false;
    const Decimal hair = Decimal::from_raw(1);
    return Share{*part - hair, *whole}.is_at_least(*percent) != Share{*part + hair, *whole}.is_at_least(*percent);
  }
  return false;
}

}  // namespace

TEST(OriginReference, AgreesWithTheIndependentScriptOnTenThousandRandomBillsOfMaterials) {
  if (std::system("python3 --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "*** python3 is missing: origin was NOT compared with tests/origin_reference.py ***";
  }
  const char* chosen = std::getenv("DATONG_SEED");
  const std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : std::random_device{}();
  std::cout << "seed " << seed << " (repeat with DATONG_SEED)\n";
  Generator generator(seed);
  std::vector<Bill> bills;
  std::string input;
  for (int i = 0; i < 10'000; ++i) {
    bills.push_back(generator.bill());
    input += to_json(bills.back());
  }
  const std::vector<std::string> answers = reference_answers(input);
  ASSERT_EQ(answers.size(), bills.size());
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Determination found = determine(bills[i].sheet, bills[i].scheme, bills[i].rules);
    ASSERT_EQ(trim(product_answer(bills[i], found)), answers[i]) << to_json(bills[i]) << "seed " << seed;
    ++seen[answers[i] == "refused" ? "refused" : answers[i] == "-" ? "not originating" : "originating"];
    for (const char* what : {"%", "ACU", "DMI", "@ 392", "**", "; "}) {
      if (answers[i].find(what) != std::string::npos) ++seen[what];
    }
    for (const OriginWorkingLine& line : found.lines) {
      if (is_beside_its_threshold(line)) ++seen["within 0.00001 of a threshold: " + std::string(line.rule)];
    }
  }
  for (const auto& [what, count] : seen) std::cout << what << ": " << count << "\n";
  for (const char* what : {"refused", "not originating", "originating", "%", "ACU", "DMI", "@ 392", "**", "; "}) {
    EXPECT_GT(seen[what], 50U) << what;
  }
  for (const char* rule : {"OCA009", "OCA010", "OCA011", "OCA012"}) {
    EXPECT_GT(seen[std::string("within 0.00001 of a threshold: ") + rule], 10U);
  }
}
