#include "domain/edition/edition.hpp"

#include <gtest/gtest.h>

#include "domain/edition/data_set_test.hpp"

namespace datong::domain {
namespace {

Date day(std::string_view text) { return Date::parse(text).value(); }

CsvTable table(std::string_view text) { return read_csv(text).value(); }

/// The classic set with some tables replaced.
EditionBuilder classic_with(std::initializer_list<std::pair<std::string_view, std::string_view>> tables) {
  EditionBuilder builder;
  add_data_set(builder, "classic");
  for (const auto& [file, text] : tables) builder.add(file, table(text));
  return builder;
}

std::shared_ptr<const Edition> built(const EditionBuilder& builder) {
  auto edition = builder.build("test", "hash");
  if (!edition)
    throw std::runtime_error(edition.error().detail + ": " + edition.error().refusals.front().values.back());
  return *edition;
}

/// "file:line:column: why" of everything wrong.
std::vector<std::string> complaints(const EditionBuilder& builder) {
  const auto edition = builder.build("test", "hash");
  if (edition) return {};
  EXPECT_EQ(edition.error().code, Code::malformed);
  std::vector<std::string> found;
  for (const Finding& bad : edition.error().refusals) {
    EXPECT_EQ(bad.rule, "DAT001");
    EXPECT_EQ(bad.values.size(), 3U);
    found.push_back(bad.path + ":" + bad.values[0] + ":" + bad.values[1] + ": " + bad.values[2]);
  }
  return found;
}
std::vector<std::string> complaints(std::string_view file, std::string_view text) {
  return complaints(classic_with({{file, text}}));
}

using Complaints = std::vector<std::string>;

const Edition& classic() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}
const Edition& history() {
  static const auto edition = edition_for_test("cn-history");
  return *edition;
}

constexpr std::string_view kUnitHeader = "code,name_zh,name_en,valid_from,valid_to\n";
constexpr std::string_view kTariffHeader =
    "code,name_zh,name_en,unit,second_unit,supervision,category,goods_class,import_permits,export_permits,mark,valid_"
    "from,valid_to\n";
constexpr std::string_view kOfficeHeader =
    "code,customs_code,parent,bureau_index,kind,name_zh,name_en,source,valid_from,valid_to\n";

// --- both data sets

TEST(ClassicData, BuildsAndKeepsItsNameAndHash) {
  EXPECT_EQ(classic().name(), "classic");
  EXPECT_EQ(classic().hash(), "hash-of-classic");
}

TEST(ClassicData, EveryListHasCodesInForceFrom2004To2027) {
  for (std::size_t i = 1; i < kListCount; ++i) {
    const List list = static_cast<List>(i);
    if (list == List::office || list == List::tariff) continue;
    for (const char* on : {"2004-01-01", "2018-12-31", "2024-01-01", "2027-12-31"}) {
      EXPECT_FALSE(classic().codes(list, day(on)).empty()) << list_name(list) << " on " << on;
    }
  }
}

TEST(ClassicData, HasTheThirtyFiveBureausAndHeadquarters) {
  int bureaus = 0;
  for (const OfficeRow* office : classic().offices(day("2004-06-01"))) bureaus += office->kind == "bureau";
  EXPECT_EQ(bureaus, 35);
  ASSERT_NE(classic().office("000000", day("2004-06-01")), nullptr);
  EXPECT_EQ(classic().office("000000", day("2004-06-01"))->bureau_index, 0);
}

TEST(ClassicData, KnowsTheCodesOfTheSampleMessageOnItsDay) {
  const Date on = day("2016-09-06");
  const std::pair<List, std::string_view> used[] = {
      {List::direction, "I"},
      {List::declaration_kind, "13"},
      {List::office, "320000"},
      {List::transport_mode, "1"},
      {List::trade_mode, "11"},
      {List::country, "840"},
      {List::port, "840432"},
      {List::domestic_port, "399501"},
      {List::district, "350206"},
      {List::unit, "023"},
      {List::unit, "035"},
      {List::unit, "075"},
      {List::currency, "840"},
      {List::purpose, "99"},
      {List::package, "4C12"},
      {List::tariff, "9703000090"},
      {List::document_kind, "101001"},
      {List::certificate_kind, "97"},
  };
  for (const auto& [list, code] : used)
    EXPECT_EQ(classic().code_state(list, code, on), CodeState::in_force) << list_name(list) << " " << code;
  const TariffRow* statue = classic().tariff("9703000090", on);
  ASSERT_NE(statue, nullptr);
  EXPECT_EQ(statue->unit, "023");
  EXPECT_EQ(statue->name_zh, "其他各种材料制的雕塑品原件");
}

TEST(ClassicData, TheSamplesTariffCodeEndsIn2021) {
  EXPECT_EQ(classic().tariff_state("9703000090", day("2021-12-31")), CodeState::in_force);
  EXPECT_EQ(classic().tariff_state("9703000090", day("2022-01-01")), CodeState::out_of_date);
  EXPECT_EQ(classic().tariff("9703000090", day("2022-01-01")), nullptr);
  EXPECT_EQ(classic().tariff_state("9703900000", day("2021-12-31")), CodeState::out_of_date);
  EXPECT_EQ(classic().tariff_state("9703900000", day("2022-01-01")), CodeState::in_force);
  EXPECT_EQ(classic().tariff_state("0000000000", day("2022-01-01")), CodeState::unknown);
}

TEST(ClassicData, TheTariffHasEveryGoodsClassOnTheDaysWeRunOn) {
  for (const std::string_view goods_class : kGoodsClasses) {
    bool found = false;
    for (const std::string_view code :
         {"0101210090", "0103912090", "0106329000", "0202300090", "0601101000", "0901110000",
          "0302141000", "3002410000", "9503006000", "1507100000", "2703000010", "1905310000",
          "3924100000", "3304990099", "2806100000", "7204490090", "8429521290", "8703800090",
          "3208100090", "2601112000", "6109100010", "8471309000"}) {
      const TariffRow* row = classic().tariff(code, day("2026-11-23"));
      ASSERT_NE(row, nullptr) << code;
      found = found || row->goods_class == goods_class;
    }
    EXPECT_TRUE(found) << goods_class;
  }
}

TEST(TrainingData, EveryOfficeThatGivesNumbersBeginsWith99) {
  const auto training = edition_for_test("training");
  std::size_t offices = 0;
  for (const OfficeRow* office : training->offices(*Date::parse("2026-01-02"))) {
    if (office->kind == "headquarters") continue;
    EXPECT_TRUE(office->code.starts_with("99")) << office->code;
    ++offices;
  }
  EXPECT_GE(offices, 2U);
}

TEST(ClassicData, TheClearanceFormAndTheFeesOf2004HaveNoEnd) {
  for (const char* on : {"2004-01-01", "2013-01-01", "2017-04-01", "2018-06-01", "2027-01-01"}) {
    EXPECT_TRUE(classic().flag("clearance_form_in_use", day(on))) << on;
    EXPECT_TRUE(classic().flag("fee_adds_up", day(on))) << on;
    EXPECT_FALSE(classic().flag("fee_abolished", day(on))) << on;
    EXPECT_EQ(classic().fee_items(day(on)).size(), 6U) << on;
    EXPECT_EQ(classic().code_state(List::certificate_kind, "97", day(on)), CodeState::in_force) << on;
  }
  EXPECT_TRUE(classic().fee_items(day("2003-12-31")).empty());
}

TEST(HistoryData, FeesChangeIn2013AndEndIn2017) {
  const auto rate = [](const char* on, std::string_view item) {
    std::vector<std::string> rates;
    for (const FeeItemRow* row : history().fee_items(day(on))) {
      if (row->item == item) rates.push_back(row->rate_per_mille.to_string());
    }
    return rates;
  };
  EXPECT_EQ(rate("2012-12-31", "quality"), (std::vector<std::string>{"1.5"}));
  EXPECT_EQ(rate("2012-12-31", "animal_plant"), (std::vector<std::string>{"1.2", "0.67"}));
  EXPECT_TRUE(rate("2012-12-31", "inspection").empty());
  EXPECT_TRUE(rate("2013-01-01", "quality").empty());
  EXPECT_EQ(rate("2013-01-01", "inspection"), (std::vector<std::string>{"0.8", "0.3"}));
  EXPECT_EQ(rate("2017-03-31", "inspection").size(), 2U);
  EXPECT_TRUE(history().fee_items(day("2017-04-01")).empty());
  EXPECT_TRUE(history().flag("fee_adds_up", day("2012-12-31")));
  EXPECT_FALSE(history().flag("fee_adds_up", day("2013-01-01")));
  EXPECT_FALSE(history().flag("fee_abolished", day("2017-03-31")));
  EXPECT_TRUE(history().flag("fee_abolished", day("2017-04-01")));
}

TEST(HistoryData, TheClearanceFormEndsIn2018) {
  EXPECT_TRUE(history().flag("clearance_form_in_use", day("2018-05-31")));
  EXPECT_FALSE(history().flag("clearance_form_in_use", day("2018-06-01")));
  EXPECT_EQ(history().code_state(List::certificate_kind, "97", day("2018-05-31")), CodeState::in_force);
  EXPECT_EQ(history().code_state(List::certificate_kind, "97", day("2018-06-01")), CodeState::out_of_date);
  EXPECT_EQ(history().code_state(List::certificate_kind, "94", day("2018-05-31")), CodeState::out_of_date);
  EXPECT_EQ(history().code_state(List::certificate_kind, "94", day("2018-06-01")), CodeState::in_force);
}

TEST(HistoryData, TakesFromClassicWhatItDoesNotReplace) {
  EXPECT_NE(history().tariff("9703000090", day("2016-09-06")), nullptr);
  EXPECT_EQ(history().number("papers_errors_to_downgrade", day("2016-09-06"))->to_string(), "5");
}

// --- periods

TEST(Edition, ACodeIsInForceFromItsFirstToItsLastDay) {
  const auto edition = built(classic_with({{"codes/purpose.csv",
                                            "code,name_zh,name_en,valid_from,valid_to\n11,旧,old,2004-01-01,2012-12-"
                                            "31\n11,新,new,2013-01-01,\n12,早,early,,2010-01-01\n"}}));
  const auto name = [&](const char* on) {
    const CodeRow* row = edition->code(List::purpose, "11", day(on));
    return row == nullptr ? "" : row->name_en;
  };
  EXPECT_EQ(name("2003-12-31"), "");
  EXPECT_EQ(name("2004-01-01"), "old");
  EXPECT_EQ(name("2012-12-31"), "old");
  EXPECT_EQ(name("2013-01-01"), "new");
  EXPECT_EQ(name("2199-12-31"), "new");
  EXPECT_EQ(edition->code_state(List::purpose, "11", day("2003-12-31")), CodeState::out_of_date);
  EXPECT_EQ(edition->code_state(List::purpose, "12", day("1900-01-01")), CodeState::in_force);
  EXPECT_EQ(edition->code_state(List::purpose, "12", day("2010-01-02")), CodeState::out_of_date);
  EXPECT_EQ(edition->code_state(List::purpose, "13", day("2010-01-01")), CodeState::unknown);
  EXPECT_EQ(edition->codes(List::purpose, day("2010-01-01")).size(), 2U);
  EXPECT_EQ(edition->codes(List::purpose, day("2010-01-02")).size(), 1U);
}

TEST(Edition, CodesComeInFileOrder) {
  const auto edition = built(classic_with(
      {{"codes/purpose.csv", "code,name_zh,name_en,valid_from,valid_to\n30,c,c,,\n11,a,a,,\n20,b,b,,\n"}}));
  std::string order;
  for (const CodeRow* row : edition->codes(List::purpose, day("2026-01-01"))) order += row->code + " ";
  EXPECT_EQ(order, "30 11 20 ");
}

TEST(Edition, OnlyClosedListsRefuseAnUnknownCode) {
  EXPECT_TRUE(classic().is_closed(List::country));
  EXPECT_TRUE(classic().is_closed(List::office));
  EXPECT_FALSE(classic().is_closed(List::unit));
  EXPECT_FALSE(classic().is_closed(List::district));
  EXPECT_TRUE(classic().is_closed(List::none));
}

TEST(Edition, CategoriesAreReadByDirection) {
  const auto both = [](std::string category) {
    TariffRow row;
    row.category = std::move(category);
    return row.categories(Direction::import_) + "|" + row.categories(Direction::export_);
  };
  EXPECT_EQ(both("M.P/N.Q"), "MP|NQ");
  EXPECT_EQ(both("L/"), "L|");
  EXPECT_EQ(both("/N"), "|N");
  EXPECT_EQ(both(""), "|");
}

// --- offices

TEST(Offices, AreFoundByBothCodes) {
  const Date on = day("2026-11-23");
  ASSERT_NE(classic().office("3711", on), nullptr);
  EXPECT_EQ(classic().office("3711", on)->code, "390100");
  EXPECT_EQ(classic().office("2300", on), classic().office("320000", on));
  EXPECT_EQ(classic().office("", on), nullptr);
  EXPECT_EQ(classic().office("399501", on), nullptr) << "a domestic port is no office";
}

TEST(Offices, StandBelowTheirBureauAndHeadquarters) {
  const Date on = day("2026-11-23");
  EXPECT_TRUE(classic().is_at_or_below("320101", "320101", on));
  EXPECT_TRUE(classic().is_at_or_below("320101", "320100", on));
  EXPECT_TRUE(classic().is_at_or_below("320101", "2300", on)) << "by customs code";
  EXPECT_TRUE(classic().is_at_or_below("320101", "000000", on));
  EXPECT_FALSE(classic().is_at_or_below("320000", "320101", on)) << "above is not below";
  EXPECT_FALSE(classic().is_at_or_below("320101", "310000", on));
  EXPECT_FALSE(classic().is_at_or_below("999999", "000000", on)) << "unknown office";
  EXPECT_FALSE(classic().is_at_or_below("320101", "999999", on)) << "unknown node";
  EXPECT_EQ(classic().bureau_of("320101", on), "320000");
  EXPECT_EQ(classic().bureau_of("3711", on), "390000");
  EXPECT_EQ(classic().bureau_of("320000", on), "320000");
  EXPECT_EQ(classic().bureau_of("000000", on), "");
  EXPECT_EQ(classic().bureau_of("999999", on), "");
  EXPECT_EQ(classic().bureau_index("320101", on), classic().bureau_index("320000", on));
  EXPECT_EQ(classic().bureau_index("110000", on), 1);
  EXPECT_EQ(classic().bureau_index("650000", on), 35);
  EXPECT_EQ(classic().bureau_index("000000", on), 0);
  EXPECT_EQ(classic().bureau_index("999999", on), std::nullopt);
}

TEST(Offices, AnOfficeThatIsNotOpenYetIsBelowNobody) {
  const auto edition = built(classic_with(
      {{"offices.csv", std::string(kOfficeHeader) + "000000,,,0,headquarters,总局,HQ,x,,\n"
                                                    "320000,,000000,1,bureau,江苏,Jiangsu,x,,\n"
                                                    "320100,,320000,,office,南京,Nanjing,x,2010-01-01,2015-12-31\n"}}));
  EXPECT_FALSE(edition->is_at_or_below("320100", "320000", day("2009-12-31")));
  EXPECT_TRUE(edition->is_at_or_below("320100", "320000", day("2010-01-01")));
  EXPECT_TRUE(edition->is_at_or_below("320100", "320000", day("2015-12-31")));
  EXPECT_EQ(edition->bureau_of("320100", day("2016-01-01")), "");
}

TEST(Offices, RefuseParentsThatLeadNowhereOrInACircle) {
  EXPECT_EQ(complaints("offices.csv", std::string(kOfficeHeader) + "000000,,,0,headquarters,总局,HQ,x,,\n"
                                                                   "320000,,000000,1,bureau,江苏,Jiangsu,x,,\n"
                                                                   "320100,,999999,,office,a,a,x,,\n"
                                                                   "320200,,320300,,office,b,b,x,,\n"
                                                                   "320300,,320200,,office,c,c,x,,\n"
                                                                   "330000,,320000,2,bureau,d,d,x,,\n"
                                                                   "340000,,000000,1,bureau,e,e,x,,\n"
                                                                   "350100,,000000,,office,f,f,x,,\n"),
            (Complaints{
                "offices.csv:4:parent: unknown office: 999999", "offices.csv:5:parent: leads to no bureau",
                "offices.csv:6:parent: leads to no bureau", "offices.csv:7:parent: a bureau stands below headquarters",
                "offices.csv:8:bureau_index: also that of 320000", "offices.csv:9:parent: leads to no bureau"}));
}

// --- parameters

TEST(Parameters, AreNumbersTextsAndFlagsOfTheDay) {
  const auto edition = built(classic_with({{"parameters.csv",
                                            "name,value,provenance,source,valid_from,valid_to\n"
                                            "rate,1.5,known,x,2004-01-01,2012-12-31\nrate,0.8,known,x,2013-01-01,\n"
                                            "words,a b,assumed,x,,\nswitch,yes,assumed,x,,2018-05-31\n"}}));
  EXPECT_EQ(edition->number("rate", day("2012-12-31"))->to_string(), "1.5");
  EXPECT_EQ(edition->number("rate", day("2013-01-01"))->to_string(), "0.8");
  EXPECT_EQ(edition->number("rate", day("2003-12-31")).error().code, Code::unavailable);
  EXPECT_EQ(edition->number("no_such", day("2013-01-01")).error().code, Code::unavailable);
  EXPECT_EQ(edition->number("words", day("2013-01-01")).error().code, Code::corrupt);
  EXPECT_EQ(*edition->text("words", day("2013-01-01")), "a b");
  EXPECT_EQ(edition->text("no_such", day("2013-01-01")).error().code, Code::unavailable);
  EXPECT_TRUE(edition->flag("switch", day("2018-05-31")));
  EXPECT_FALSE(edition->flag("switch", day("2018-06-01")));
  EXPECT_FALSE(edition->flag("words", day("2013-01-01")));
}

// --- working days

TEST(WorkingDays, HolidaysWeekendsAndMakeUpDaysAreTold) {
  EXPECT_FALSE(*classic().is_working_day(day("2026-10-01"))) << "Thursday, National Day";
  EXPECT_TRUE(*classic().is_working_day(day("2026-10-10"))) << "Saturday worked for National Day";
  EXPECT_TRUE(*classic().is_working_day(day("2026-09-20"))) << "Sunday worked for National Day";
  EXPECT_FALSE(*classic().is_working_day(day("2026-10-11"))) << "plain Sunday";
  EXPECT_FALSE(*classic().is_working_day(day("2026-10-17"))) << "plain Saturday";
  EXPECT_TRUE(*classic().is_working_day(day("2026-10-12"))) << "plain Monday";
  EXPECT_TRUE(*classic().is_working_day(day("2018-12-29"))) << "make-up day of the following New Year";
}

TEST(WorkingDays, CAL001AMissingYearIsAFailure) {
  for (const char* on : {"2027-01-04", "2011-12-30", "2019-01-02"}) {
    const auto working = classic().is_working_day(day(on));
    ASSERT_FALSE(working) << on;
    EXPECT_EQ(working.error().code, Code::unavailable);
    ASSERT_EQ(working.error().refusals.size(), 1U);
    EXPECT_EQ(working.error().refusals[0].rule, "CAL001");
    EXPECT_EQ(working.error().refusals[0].values, (std::vector<std::string>{std::string(on).substr(0, 4)}));
  }
}

TEST(WorkingDays, AreAddedAcrossHolidaysAndMakeUpDays) {
  EXPECT_EQ(classic().add_working_days(day("2026-09-30"), 1)->to_string(), "2026-10-08");
  EXPECT_EQ(classic().add_working_days(day("2026-09-30"), 3)->to_string(), "2026-10-10") << "the Saturday counts";
  EXPECT_EQ(classic().add_working_days(day("2026-09-30"), 4)->to_string(), "2026-10-12");
  EXPECT_EQ(classic().add_working_days(day("2026-10-08"), -1)->to_string(), "2026-09-30");
  EXPECT_EQ(classic().add_working_days(day("2026-10-03"), 0)->to_string(), "2026-10-03");
  EXPECT_EQ(classic().add_working_days(day("2012-01-20"), 2)->to_string(), "2012-01-29")
      << "Spring Festival between two worked days";
}

TEST(WorkingDays, CAL001AddingIntoAMissingYearFails) {
  EXPECT_EQ(classic().add_working_days(day("2026-12-30"), 1)->to_string(), "2026-12-31");
  const auto next_year = classic().add_working_days(day("2026-12-31"), 1);
  ASSERT_FALSE(next_year);
  EXPECT_EQ(next_year.error().refusals.at(0).rule, "CAL001");
  EXPECT_FALSE(classic().add_working_days(day("2026-12-31"), 2'000'000'000)) << "ends at the missing year";
  EXPECT_FALSE(classic().add_working_days(day("2026-01-31"), std::numeric_limits<int>::min()));
}

TEST(WorkingDays, RefuseACalendarThatContradictsItself) {
  EXPECT_EQ(complaints(classic_with(
                {{"calendar_years.csv", "year,source\n2026,x\n2026,x\n1800,x\n"},
                 {"calendar.csv",
                  "date,kind,name_zh,name_en\n2026-10-10,workday,a,a\n2026-10-12,workday,a,a\n2026-10-10,holiday,a,a\n"
                  "2027-01-01,holiday,a,a\n2026-02-29,holiday,a,a\n2026-10-01,feast,a,a\n,holiday,a,a\n"}})),
            (Complaints{"calendar_years.csv:3:year: listed twice: 2026",
                        "calendar_years.csv:4:year: not a whole number from 1900 to 2199: 1800",
                        "calendar.csv:3:kind: a working day by its weekday already: 2026-10-12",
                        "calendar.csv:4:date: also on line 2: 2026-10-10",
                        "calendar.csv:5:date: its year is not in calendar_years.csv: 2027-01-01",
                        "calendar.csv:6:date: not a date: 2026-02-29", "calendar.csv:7:kind: unknown word: feast",
                        "calendar.csv:8:date: empty"}));
}

// --- rates, selection, switches

TEST(ExchangeRates, AreOfTheDayAndTheOwnCurrencyIsAlwaysThere) {
  EXPECT_EQ(classic().exchange_rate("840", day("2003-12-31")), nullptr);
  ASSERT_NE(classic().exchange_rate("840", day("2004-01-01")), nullptr);
  EXPECT_NE(classic().exchange_rate("840", day("2012-12-31")), classic().exchange_rate("840", day("2013-01-01")));
  EXPECT_EQ(classic().exchange_rate("999", day("2026-01-01")), nullptr);
  const RateRow* own = classic().exchange_rate("156", day("1950-01-01"));
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->rate, own->per);
}

TEST(Selection, ComesByLevelThenFileOrder) {
  const auto edition = built(classic_with(
      {{"selection.csv",
        "level,direction,goods_class,category,credit_grade,ratio,reason,source,valid_from,valid_to\n"
        "2,,,,A,0.05,second,x,,\n1,,waste,,,1,first,x,,\n2,,,,B,0.2,third,x,,\n1,,toy,,,1,gone,x,,2010-01-01\n"}}));
  std::string order;
  for (const SelectionRow* row : edition->selection(day("2026-01-01"))) order += row->reason + " ";
  EXPECT_EQ(order, "first second third ");
}

TEST(RuleSwitches, ARuleWithoutARowIsOn) {
  const auto edition =
      built(classic_with({{"rule_switches.csv", "rule,on,valid_from,valid_to\nDEC003,no,2013-01-01,2013-12-31\n"}}));
  EXPECT_TRUE(edition->rule_is_on("DEC003", day("2012-12-31")));
  EXPECT_FALSE(edition->rule_is_on("DEC003", day("2013-01-01")));
  EXPECT_FALSE(edition->rule_is_on("DEC003", day("2013-12-31")));
  EXPECT_TRUE(edition->rule_is_on("DEC003", day("2014-01-01")));
  EXPECT_TRUE(edition->rule_is_on("DEC001", day("2013-06-01")));
}

// --- what the builder refuses

TEST(EditionBuilder, DAT001RefusesOverlappingRowsOfOneKey) {
  const std::string head(kUnitHeader);
  EXPECT_EQ(complaints("codes/purpose.csv", head + "11,a,a,,2012-12-31\n11,b,b,2012-12-31,\n"),
            (Complaints{"codes/purpose.csv:3:code: overlaps line 2: 11"}))
      << "the shared day";
  EXPECT_EQ(complaints("codes/purpose.csv", head + "11,a,a,,2012-12-31\n11,b,b,2013-01-01,\n"), Complaints{})
      << "side by side";
  EXPECT_EQ(complaints("codes/purpose.csv", head + "11,a,a,,\n12,b,b,,\n11,c,c,,\n"),
            (Complaints{"codes/purpose.csv:4:code: overlaps line 2: 11"}));
  EXPECT_EQ(
      complaints("codes/purpose.csv",
                 head + "11,a,a,2000-01-01,2020-12-31\n11,b,b,2001-01-01,2001-12-31\n11,c,c,2005-01-01,2005-12-31\n"),
      (Complaints{"codes/purpose.csv:3:code: overlaps line 2: 11", "codes/purpose.csv:4:code: overlaps line 2: 11"}))
      << "both inside the long one";
  EXPECT_EQ(
      complaints("offices.csv", std::string(kOfficeHeader) + "000000,0000,,0,headquarters,a,a,x,,\n320000,2300,000000,"
                                                             "1,bureau,b,b,x,,\n330000,2300,000000,2,bureau,c,c,x,,\n"),
      (Complaints{"offices.csv:4:customs_code: overlaps line 3: 2300"}));
}

TEST(EditionBuilder, DAT001NamesEveryBadCellAtOnce) {
  EXPECT_EQ(
      complaints(classic_with(
          {{"tariff.csv", std::string(kTariffHeader) + "123,a,a,035,,A,M/N,general,,,,,\n"
                                                       "1234567890,,a,999,,A-,N/M,nothing,999 411|998,,,2020-13-01,\n"
                                                       "1234567891,a,a,035,,A,M,general,,,,2020-01-02,2020-01-01\n"},
           {"exchange_rates.csv", "currency,per,rate,source,valid_from,valid_to\nUSD,0,-1,x,,\n840,100,seven,,,\n"}})),
      (Complaints{
          "tariff.csv:2:code: not 10 digits: 123", "tariff.csv:3:name_zh: empty",
          "tariff.csv:3:unit: no such unit: 999", "tariff.csv:3:supervision: letters only: A-",
          "tariff.csv:3:category: not import letters / export letters: N/M",
          "tariff.csv:3:goods_class: unknown word: nothing", "tariff.csv:3:import_permits: no such permit kind: 999",
          "tariff.csv:3:import_permits: no such permit kind: 998", "tariff.csv:3:valid_from: not a date: 2020-13-01",
          "tariff.csv:4:category: not import letters / export letters: M", "tariff.csv:4:valid_to: before valid_from",
          "exchange_rates.csv:2:per: number out of range: 0", "exchange_rates.csv:2:rate: number out of range: -1",
          "exchange_rates.csv:2:currency: no such currency: USD", "exchange_rates.csv:3:source: empty",
          "exchange_rates.csv:3:rate: not a number: seven"}));
}

TEST(EditionBuilder, DAT001RefusesUnknownAndMissingColumns) {
  EXPECT_EQ(complaints("codes/purpose.csv", "code,name_zh,name,valid_from,valid_to\n11,a,a,,\n"),
            (Complaints{"codes/purpose.csv:1:name_en: column missing", "codes/purpose.csv:1:name: unknown column"}));
  EXPECT_EQ(complaints("rule_switches.csv", "rule,on,on,valid_from,valid_to\n"),
            (Complaints{"rule_switches.csv:1:on: column twice", "rule_switches.csv:1:on: column twice"}));
}

TEST(EditionBuilder, DAT001RefusesARowWithOtherThanTheColumns) {
  CsvTable ragged = table("rule,on,valid_from,valid_to\nDEC003,no,,\n");
  ragged.rows[0].cells.pop_back();
  EditionBuilder builder = classic_with({});
  builder.add("rule_switches.csv", ragged);
  EXPECT_EQ(complaints(builder), (Complaints{"rule_switches.csv:2:: other number of cells than columns"}));
}

TEST(EditionBuilder, DAT001RefusesMissingAndUnknownTables) {
  const auto empty = complaints(EditionBuilder{});
  EXPECT_EQ(empty.front(), "codes/direction.csv:0:: table missing");
  EXPECT_NE(std::find(empty.begin(), empty.end(), "calendar.csv:0:: table missing"), empty.end());
  EXPECT_EQ(complaints("tarif.csv", kTariffHeader), (Complaints{"tarif.csv:0:: unknown table"}));
  EXPECT_EQ(complaints("codes/office.csv", kUnitHeader), (Complaints{"codes/office.csv:0:: unknown table"}));
}

TEST(EditionBuilder, DAT001RefusesWordsNoTableKnows) {
  EXPECT_EQ(
      complaints(classic_with(
          {{"parameters.csv", "name,value,provenance,source,valid_from,valid_to\na,1,guess,x,,\n"},
           {"deadlines.csv",
            "deadline,direction,goods_class,days,before,severity,source,valid_from,valid_to\nd,X,cat,-1,goods_place,"
            "stern,x,,\n"},
           {"validity.csv", "object,direction,goods_class,winter,days,source,valid_from,valid_to\no,O,,maybe,0,x,,\n"},
           {"selection.csv",
            "level,direction,goods_class,category,credit_grade,ratio,reason,source,valid_from,valid_to\n0,,,,E,1.00001,"
            "r,x,,\n"},
           {"rule_switches.csv", "rule,on,valid_from,valid_to\nXYZ999,no,,\n"},
           {"fee_items.csv",
            "item,name_zh,name_en,category,goods_class,base,rate_per_mille,rule,source,valid_from,valid_to\nf,f,f,MX,"
            "cat,count,-1,XYZ999,x,,\n"}})),
      (Complaints{
          "parameters.csv:2:provenance: unknown word: guess", "fee_items.csv:2:category: no such letter",
          "fee_items.csv:2:goods_class: unknown word: cat", "fee_items.csv:2:base: unknown word: count",
          "fee_items.csv:2:rate_per_mille: number out of range: -1", "fee_items.csv:2:rule: no such rule: XYZ999",
          "deadlines.csv:2:direction: unknown word: X", "deadlines.csv:2:goods_class: unknown word: cat",
          "deadlines.csv:2:days: not a whole number from 0 to 3660: -1",
          "deadlines.csv:2:before: no date of the form: goods_place", "deadlines.csv:2:severity: unknown word: stern",
          "validity.csv:2:winter: unknown word: maybe", "validity.csv:2:days: not a whole number from 1 to 3660: 0",
          "selection.csv:2:level: not a whole number from 1 to 9: 0", "selection.csv:2:credit_grade: unknown word: E",
          "selection.csv:2:ratio: number out of range: 1.00001", "rule_switches.csv:2:rule: no such rule: XYZ999"}));
}

TEST(EditionBuilder, DAT001AListWithoutARowInListsIsRefused) {
  EXPECT_EQ(
      complaints("lists.csv", "list,closed,source\ndirection,yes,x\ndirection,no,x\nplanet,no,x\nunit,perhaps,x\n")
          .size(),
      kListCount - 1 - 2 + 3);
}

TEST(EditionBuilder, DAT001ListsOnlySoManyFindingsAndCountsTheRest) {
  std::string text(kUnitHeader);
  for (int i = 0; i < 2000; ++i) text += std::to_string(i) + ",,x,,\n";
  const auto edition = classic_with({{"codes/purpose.csv", text}}).build("x", "y");
  ASSERT_FALSE(edition);
  EXPECT_EQ(edition.error().refusals.size(), 500U);
  EXPECT_EQ(edition.error().detail, "2000 bad cells in the dated data");
}

}  // namespace
}  // namespace datong::domain
