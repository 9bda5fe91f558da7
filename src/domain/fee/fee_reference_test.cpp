// Compares the fee with an independent implementation, tests/fee_reference.py, over random consignments on
// data/cn-history.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>

#include "base/text.hpp"
#include "domain/fee/fee.hpp"
#include "domain/fee/fee_test_support.hpp"

using namespace datong;
using namespace datong::domain;
using namespace datong::domain::test;

namespace {

struct Line {
  std::string code, value, currency, categories;
  bool is_dangerous = false, is_inspection_exempt = false, is_small_lot = false;
};
struct Consignment {
  std::string day, direction, trade_mode;
  FeeContext context;
  std::vector<Line> lines;
};

const char* word(bool value) { return value ? "true" : "false"; }

std::string to_json(const Consignment& c) {
  std::string out = "{\"day\":" + json_string(c.day) + ",\"direction\":" + json_string(c.direction) +
                    ",\"trade_mode\":" + json_string(c.trade_mode) +
                    ",\"times_inspected\":" + std::to_string(c.context.times_inspected) +
                    ",\"diplomatic\":" + word(c.context.is_diplomatic) +
                    ",\"government_relief\":" + word(c.context.is_government_relief) +
                    ",\"exchange_voucher\":" + word(c.context.has_exchange_voucher) + ",\"lines\":[";
  for (std::size_t i = 0; i < c.lines.size(); ++i) {
    const Line& line = c.lines[i];
    out += std::string(i == 0 ? "" : ",") + "{\"code\":" + json_string(line.code) +
           ",\"value\":" + json_string(line.value) + ",\"currency\":" + json_string(line.currency) +
           ",\"categories\":" + json_string(line.categories) + ",\"dangerous\":" + word(line.is_dangerous) +
           ",\"inspection_exempt\":" + word(line.is_inspection_exempt) + ",\"small_lot\":" + word(line.is_small_lot) +
           "}";
  }
  return out + "]}\n";
}

std::string product_answer(const Consignment& c, const Edition& edition) {
  std::vector<Goods> lines;
  for (const Line& line : c.lines) {
    lines.push_back(goods(line.code, line.value, line.currency));
    if (line.is_dangerous) lines.back().fields.push_back({F::goods::un_number, "1993"});
  }
  const Result<FeeWorking> working =
      inspection_fee(document(c.direction, c.trade_mode, lines), edition, *Date::parse(c.day), c.context);
  return working ? std::to_string(working->total_fen) : "refused";
}

class Generator {
 public:
  Generator(std::uint64_t seed, const CsvTable& tariff, const CsvTable& rates)
      : random_(seed), tariff_(tariff), rates_(rates) {}

  Consignment consignment(const std::string& on) {
    static const char* const kTradeModes[] = {"11", "11", "11", "11", "12", "13", "16", "17"};
    Consignment c;
    c.day = on;
    c.direction = below(2) == 0 ? "I" : "O";
    c.trade_mode = kTradeModes[below(8)];
    c.context.times_inspected = one_in(20) ? 0 : one_in(10) ? 2 : 1;
    c.context.is_diplomatic = one_in(40);
    c.context.is_government_relief = one_in(40);
    c.context.has_exchange_voucher = one_in(40);
    const int count = static_cast<int>(1 + below(5));
    for (int number = 1; number <= count; ++number) {
      Line line;
      line.code = one_in(60) ? "9999999999" : cell(tariff_, "code");
      line.currency = one_in(3) ? "156" : one_in(80) ? "000" : cell(rates_, "currency");
      line.value = amount();
      line.is_dangerous = one_in(5);
      line.is_inspection_exempt = one_in(6);
      line.is_small_lot = one_in(15);
      if (one_in(6)) line.categories = c.direction == "I" ? "MR" : "NQ";
      if (line.is_inspection_exempt) c.context.inspection_exempt_lines.push_back(number);
      if (line.is_small_lot) c.context.small_lot_food_lines.push_back(number);
      if (!line.categories.empty()) c.context.categories_asked[number] = line.categories;
      c.lines.push_back(std::move(line));
    }
    return c;
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  std::string cell(const CsvTable& table, std::string_view column) {
    return table.rows[below(table.rows.size())].cells[static_cast<std::size_t>(table.column(column))];
  }
  /// From cents to hundreds of millions, often beside the borders of the schedule.
  std::string amount() {
    static const char* const kBorders[] = {"2000",          "1999.99999",   "2000.00",       "2000.00001",    "40000",
                                           "39999.99999",   "75000",        "3333333.33333", "3333333.33334", "6250000",
                                           "6250000.00001", "100333.33333", "41000",         "100625"};
    if (one_in(3)) return kBorders[below(std::size(kBorders))];
    static const std::uint64_t kSizes[] = {100, 10'000, 100'000, 1'000'000, 100'000'000};
    std::string text = std::to_string(below(kSizes[below(5)]));
    const std::uint64_t places = below(6);
    if (places > 0) text += ".";
    for (std::uint64_t i = 0; i < places; ++i) text += static_cast<char>('0' + below(10));
    return text;
  }

  std::mt19937_64 random_;
  const CsvTable& tariff_;
  const CsvTable& rates_;
};

std::vector<std::string> reference_answers(const std::string& input) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("datong_fee_" + std::to_string(getpid()) + ".jsonl")).string();
  std::ofstream(path, std::ios::binary) << input;
  const std::string root = DATONG_SOURCE_DIR;
  const std::string command =
      "python3 '" + root + "/tests/fee_reference.py' '" + root + "/data/cn-history' < '" + path + "'";
  std::vector<std::string> answers;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    char line[128];
    while (std::fgets(line, sizeof line, pipe) != nullptr) answers.emplace_back(trim(line));
    EXPECT_EQ(pclose(pipe), 0);
  }
  std::filesystem::remove(path);
  return answers;
}

}  // namespace

TEST(FeeReference, AgreesWithTheIndependentScriptOnRandomConsignments) {
  if (std::system("python3 --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "*** python3 is missing: the fee was NOT compared with tests/fee_reference.py ***";
  }
  const char* chosen = std::getenv("DATONG_SEED");
  const std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : std::random_device{}();
  std::cout << "seed " << seed << " (repeat with DATONG_SEED)\n";
  const auto edition = edition_for_test("cn-history");
  const std::string base = std::string(DATONG_SOURCE_DIR) + "/data/classic";
  const CsvTable tariff = table(bytes_of_test_file(base + "/tariff.csv"));
  const CsvTable rates = table(bytes_of_test_file(base + "/exchange_rates.csv"));
  Generator generator(seed, tariff, rates);
  std::vector<Consignment> consignments;
  std::string input;
  for (const char* on : {"2012-12-31", "2013-01-01", "2017-03-31", "2017-04-01"}) {
    for (int i = 0; i < 150; ++i) {
      consignments.push_back(generator.consignment(on));
      input += to_json(consignments.back());
    }
  }
  const std::vector<std::string> answers = reference_answers(input);
  ASSERT_EQ(answers.size(), consignments.size());
  std::size_t charged = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_EQ(product_answer(consignments[i], *edition), answers[i]) << to_json(consignments[i]) << "seed " << seed;
    if (answers[i] != "0" && answers[i] != "refused") ++charged;
    if (consignments[i].day == "2017-04-01") {
      ASSERT_EQ(answers[i], "0");
    }
  }
  EXPECT_GT(charged, answers.size() / 4) << "most consignments should have been charged something";
}
