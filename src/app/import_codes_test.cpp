#include "app/import_codes.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "app/import_test_store.hpp"
#include "base/limits.hpp"

namespace datong::app {
namespace {

using domain::List;

constexpr std::string_view kTariffHeader =
    "code,name_zh,name_en,unit,second_unit,supervision,category,goods_class,import_permits,export_permits,mark,valid_"
    "from,valid_to\n";

class ImportCodes : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load_edition(office.context, "classic", data_set("classic"));
    ASSERT_TRUE(loaded) << loaded.error().detail;
    ASSERT_TRUE(office.context.editions.refresh());
  }
  Result<ImportReport> take(std::string file_name, std::string bytes) {
    CodesImport import;
    import.file_name = std::move(file_name);
    import.bytes = std::move(bytes);
    return import_codes(office.context, import);
  }
  EditionPtr edition() {
    EXPECT_TRUE(office.context.editions.refresh());
    return office.context.editions.current();
  }
  std::string current() { return *office.store.current_edition(); }

  ImportOffice office;
  const Date day = *Date::from_ymd(2026, 3, 2);
};

TEST_F(ImportCodes, AddsAndChangesRowsAndMakesTheEditionCurrent) {
  const std::string before = current();
  const auto report = take("units/unit.csv",
                           "code,name_zh,name_en,valid_from,valid_to\n035,千克,kilogramme,,\n"
                           "999,光年,light-year,,\n001,台,set,,\n");
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->rows, 3U);
  EXPECT_EQ(report->added, 1U);
  EXPECT_EQ(report->changed, 1U);
  EXPECT_EQ(report->unchanged, 1U);
  EXPECT_EQ(report->removed, 0U);
  EXPECT_NE(report->edition, before);
  EXPECT_EQ(current(), report->edition);
  EXPECT_EQ(edition()->hash(), report->edition) << "the stored files build to the hash they were stored by";
  EXPECT_EQ(edition()->code(List::unit, "035", day)->name_en, "kilogramme");
  EXPECT_NE(edition()->code(List::unit, "999", day), nullptr);
  EXPECT_NE(edition()->code(List::unit, "006", day), nullptr) << "rows the file does not have stay";
  EXPECT_EQ(office.store.names.back(), "unit imported 2026-03-02");
  EXPECT_TRUE(office.store.edition(before)) << "old editions stay for replay";
}

TEST_F(ImportCodes, ImportingTheSameAgainPutsNothing) {
  const std::string bytes = "code,name_zh,name_en\n999,\"光年, 长\",light-year\n";
  const auto first = take("unit.csv", bytes);
  ASSERT_TRUE(first);
  const auto again = take("unit.csv", bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->unchanged, 1U);
  EXPECT_EQ(again->added + again->changed, 0U);
  EXPECT_EQ(again->edition, first->edition);
  EXPECT_EQ(office.store.names.size(), 2U);
  EXPECT_EQ(edition()->code(List::unit, "999", day)->name_zh, "光年, 长");
}

TEST_F(ImportCodes, NamesEveryBadCellByLineAndColumnAndStoresNothing) {
  const std::string before = current();
  const auto report = take("tariff.csv", std::string(kTariffHeader) +
                                             "12345,某物,Thing,035,,AB,M/N,general,,,x,,\n"
                                             "9999000000,,,035,,AB,M/N,general,,,x,,\n"
                                             "9999000001,某物,Thing,035,,AB,M/N,general,,,x,,\n"
                                             "9999000002,某物,Thing,777,778,A-,N/M,strange,12345,,x,2026-13-01,\n"
                                             "9999000003,某物,Thing,035,,AB,M/N,general,,,x,2026-02-01,2026-01-01\n"
                                             "9999000001,某物,Thing,035,,AB,M/N,general,,,x,,\n");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Code::malformed);
  EXPECT_EQ(places(report.error(), "tariff.csv"), "7,code ")
      << "the same key twice hides a row: said before the edition is built";
  EXPECT_EQ(current(), before);

  const auto cells = take("tariff.csv", std::string(kTariffHeader) +
                                            "12345,某物,Thing,035,,AB,M/N,general,,,x,,\n"
                                            "9999000000,,,035,,AB,M/N,general,,,x,,\n"
                                            "9999000002,某物,Thing,777,778,A-,N/M,strange,12345,,x,2026-13-01,\n"
                                            "9999000003,某物,Thing,035,,AB,M/N,general,,,x,2026-02-01,2026-01-01\n");
  ASSERT_FALSE(cells);
  EXPECT_EQ(places(cells.error(), "tariff.csv"),
            "2,code 3,name_zh 3,name_en 4,unit 4,second_unit 4,supervision 4,category 4,goods_class 4,import_permits "
            "4,valid_from 5,valid_to ");
  EXPECT_EQ(current(), before);
}

TEST_F(ImportCodes, AnOverlapSaysWhoseLineItOverlaps) {
  const auto stored = take("unit.csv", "code,name_zh,name_en,valid_from,valid_to\n035,千克,kilogram,2026-01-01,\n");
  ASSERT_FALSE(stored);
  ASSERT_EQ(stored.error().refusals.size(), 1U);
  EXPECT_EQ(stored.error().refusals[0].values[0], "2");
  EXPECT_NE(stored.error().refusals[0].values[2].find("in force that the file does not have"), std::string::npos);
  const auto own =
      take("unit.csv", "code,name_zh,name_en,valid_from,valid_to\n999,甲,A,2020-01-01,\n999,乙,B,2021-01-01,\n");
  ASSERT_FALSE(own);
  ASSERT_EQ(own.error().refusals.size(), 1U);
  EXPECT_EQ(own.error().refusals[0].path, "unit.csv");
  EXPECT_EQ(own.error().refusals[0].values, (std::vector<std::string>{"3", "code", "overlaps line 2: 999"}));
}

TEST_F(ImportCodes, ClosingTheOldRowMakesRoomForTheNewOne) {
  const auto report = take("exchange_rates.csv",
                           "currency,per,rate,source,valid_from,valid_to\n036,100,480,example,2018-01-01,2026-02-"
                           "28\n036,100,450,example,2026-03-01,\n");
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->changed, 1U);
  EXPECT_EQ(report->added, 1U);
  EXPECT_EQ(edition()->exchange_rate("036", day)->rate.to_string(), "450");
  EXPECT_EQ(edition()->exchange_rate("036", *Date::from_ymd(2026, 2, 1))->rate.to_string(), "480");
}

TEST_F(ImportCodes, ReplaceDropsWhatTheFileDoesNotHaveUnlessAnotherTableNeedsIt) {
  CodesImport import;
  import.list = "purpose";
  import.bytes = "code,name_zh,name_en,valid_from,valid_to\n99,其他,Other,,\n77,新,New,,\n";
  import.replace = true;
  const auto report = import_codes(office.context, import);
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_GT(report->removed, 0U);
  EXPECT_EQ(edition()->codes(List::purpose, day).size(), 2U);
  import.list = "unit";
  const auto needed = import_codes(office.context, import);
  ASSERT_FALSE(needed);
  EXPECT_NE(places(needed.error(), "codes/unit.csv").find("tariff.csv:2,unit"), std::string::npos)
      << "the tariff names units";
}

TEST_F(ImportCodes, TakesAForeignLayoutWithFixedValuesAndAFilterOnCodes) {
  CodesImport import;
  import.file_name = "nomenclature.csv";
  import.list = "tariff";
  import.bytes =
      "section,hs,words\nI,01,Live animals\nI,0101,Horses\nI,990101,\"Things, odd\"\nTOTAL,TOTAL,All\nI,990102,Other "
      "things\n";
  import.columns = {{"code", "hs"}, {"name_zh", "words"}, { "name_en", "words" }};
  import.fixed = {{"unit", "035"}, {"goods_class", "general"}, { "mark", "hs" }};
  import.code_digits = 6;
  import.pad_to = 10;
  const auto report = import_codes(office.context, import);
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->rows, 2U);
  EXPECT_EQ(report->added, 2U);
  EXPECT_EQ(edition()->tariff("9901010000", day)->name_en, "Things, odd");
  EXPECT_EQ(edition()->tariff("9901010000", day)->unit, "035");
  EXPECT_EQ(edition()->tariff_state("0101000000", day), domain::CodeState::unknown);

  import.bytes = "section,hs,words\nI,990103,\n";
  const auto bad = import_codes(office.context, import);
  ASSERT_FALSE(bad);
  EXPECT_EQ(places(bad.error(), "nomenclature.csv"), "2,words 2,words ") << "columns are named as the file names them";
}

TEST_F(ImportCodes, AColumnTheFileDoesNotHaveKeepsItsValue) {
  CodesImport import;
  import.list = "tariff";
  import.bytes = "code,name_en\n0101210090,Horses for breeding\n";
  const auto report = import_codes(office.context, import);
  ASSERT_TRUE(report) << report.error().detail;
  const auto* row = edition()->tariff("0101210090", day);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->name_en, "Horses for breeding");
  EXPECT_EQ(row->name_zh, "改良种用马");
  EXPECT_EQ(row->import_permits, std::vector<std::string>{"325"});
}

TEST_F(ImportCodes, RefusesWrongHeadersAndMappings) {
  const auto unknown = take("unit.csv", "code,nmae_zh,name_en\n1,a,b\n");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(places(unknown.error(), "unit.csv"), "1,nmae_zh ");
  const auto keyless = take("unit.csv", "name_zh,name_en\na,b\n");
  ASSERT_FALSE(keyless);
  EXPECT_EQ(places(keyless.error(), "unit.csv"), "1,code ");
  const auto twice = take("unit.csv", "code,code,name_en\na,a,b\n");
  ASSERT_FALSE(twice);
  EXPECT_EQ(places(twice.error(), "unit.csv"), "1,code ");
  CodesImport import;
  import.list = "unit";
  import.bytes = "c\n1\n";
  import.columns = {{"code", "k"}, { "colour", "c" }};
  import.fixed = {{ "taste", "x" }};
  const auto mapping = import_codes(office.context, import);
  ASSERT_FALSE(mapping);
  EXPECT_EQ(places(mapping.error(), "codes/unit.csv"), "1,colour 1,taste 1,k 1,k ");
  import = {};
  import.list = "calendar";
  import.bytes = "date,kind,name_zh,name_en\n";
  import.pad_to = 10;
  EXPECT_FALSE(import_codes(office.context, import)) << "a table without codes cannot pad them";
}

TEST_F(ImportCodes, RefusesHostileFilesWithTheLine) {
  const auto quote = take("unit.csv", "code,name_zh,name_en\n1,a,b\n2,\"a,b\n");
  ASSERT_FALSE(quote);
  EXPECT_EQ(quote.error().code, Code::malformed);
  EXPECT_EQ(places(quote.error(), "unit.csv"), "3, ");
  const auto cells = take("unit.csv", "code,name_zh,name_en\n1,a,b,c\n");
  ASSERT_FALSE(cells);
  EXPECT_EQ(places(cells.error(), "unit.csv"), "2, ");
  for (const std::string& bytes :
       {std::string(), std::string("code\n\xFF\n"), std::string("code,name_zh\n1,a\0b\n", 19)}) {
    const auto bad = take("unit.csv", bytes);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Code::malformed);
  }
  EXPECT_EQ(take("nosuchlist.csv", "code\n1\n").error().code, Code::malformed);
  EXPECT_EQ(take("", "code\n1\n").error().code, Code::malformed);
  EXPECT_EQ(take("unit.csv", std::string(limits::kCodeFileBytesMax + 1, 'a')).error().code, Code::too_large);
  CodesImport wide;
  wide.list = "unit";
  wide.bytes = "code\n1\n";
  wide.fixed = {{"name_zh", std::string(limits::kCodeRowBytesMax, 'x')}, {"name_en", "x"}};
  EXPECT_EQ(import_codes(office.context, wide).error().code, Code::too_large)
      << "what could not be read again is not stored";
}

TEST_F(ImportCodes, ManyBadRowsAreCountedAndTheFirstOnesListed) {
  std::string bytes = "code,name_zh,name_en\n";
  for (int i = 0; i < 2000; ++i) bytes += "x,a,b\n";
  const auto bad = take("unit.csv", bytes);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().refusals.size(), limits::kFindingsMax);
  EXPECT_NE(bad.error().detail.find("1999"), std::string::npos);
}

TEST_F(ImportCodes, TwentyThousandRowsAreQuick) {
  std::string bytes(kTariffHeader);
  for (int i = 0; i < 20'000; ++i) {
    bytes += std::to_string(9'900'000'000 + i) + ",某物,\"Thing, number " + std::to_string(i) +
             "\",035,,AB,M.P/N.Q,general,,,test,,\n";
  }
  std::size_t calls = 0, last = 0;
  CodesImport import;
  import.list = "tariff";
  import.bytes = bytes;
  import.progress = [&](std::size_t done, std::size_t total) { ++calls;
  EXPECT_EQ(total, 20'000U);
  EXPECT_GT(done, last);
  last = done;
};
const auto begin = std::chrono::steady_clock::now();
const auto report = import_codes(office.context, import);
const auto elapsed = std::chrono::steady_clock::now() - begin;
ASSERT_TRUE(report) << report.error().detail;
EXPECT_EQ(report->added, 20'000U);
EXPECT_EQ(last, 20'000U);
EXPECT_EQ(calls, 20U);
RecordProperty("milliseconds",
               static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count()));
EXPECT_LT(elapsed, std::chrono::seconds(30))
    << "under 2 s when optimised; unoptimised with sanitizers on a busy machine far more";
}  // namespace

TEST_F(ImportCodes, PublishedListsImport) {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  const std::string folder = (set != nullptr ? std::string(set) : DATONG_SOURCE_DIR "/../shared/data") + "/codelists/";
  CodesImport import;
  import.bytes = bytes_of(folder + "hs-6digit.csv");
  if (import.bytes.empty()) GTEST_SKIP() << "no interoperability data at " << folder << " (set DATONG_INTEROP_DATA)";
  import.file_name = "hs-6digit.csv";
  import.list = "tariff";
  import.columns = {{"code", "hscode"}, {"name_zh", "description"}, { "name_en", "description" }};
  import.fixed = {{"unit", "035"}, {"goods_class", "general"}, { "mark", "hs" }};
  import.code_digits = 6;
  import.pad_to = 10;
  import.replace = true;  // some example rows begin on a day and would overlap
  auto report = import_codes(office.context, import);
  ASSERT_TRUE(report) << report.error().detail << places(report.error(), import.file_name);
  EXPECT_EQ(report->rows, 5613U);
  EXPECT_NE(edition()->tariff("0101290000", day), nullptr);

  import = {};
  import.file_name = "iso3166-countries.csv";
  import.bytes = bytes_of(folder + import.file_name);
  import.list = "country";
  import.columns = {{ "code", "numeric" }};
  report = import_codes(office.context, import);
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->rows, 249U);
  EXPECT_LE(report->added, 1U) << "the edition has them by the same codes";

  import.file_name = "rec20-units.csv";
  import.bytes = bytes_of(folder + import.file_name);
  import.list = "unit";
  import.columns = {{"name_zh", "name"}, { "name_en", "name" }};
  report = import_codes(office.context, import);
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->rows, 2136U);

  import.file_name = "iso4217-currencies.csv";
  import.bytes = bytes_of(folder + import.file_name);
  import.list = "currency";
  import.columns = {{"code", "NumericCode"}, {"name_zh", "Currency"}, { "name_en", "Currency" }};
  report = import_codes(office.context, import);
  ASSERT_FALSE(report) << "one row a country: the same currency many times";
  EXPECT_EQ(report.error().refusals.front().values[1], "NumericCode");
}

TEST(ImportCodesBefore, TheFirstEditionThereIsNothingToImportInto) {
  ImportOffice office;
  CodesImport import;
  import.list = "unit";
  import.bytes = "code\n";
  EXPECT_EQ(import_codes(office.context, import).error().code, Code::not_found);
}

TEST(LoadEdition, StoresNothingThatDoesNotBuild) {
  ImportOffice office;
  EditionFiles files = data_set("classic");
  EXPECT_EQ(load_edition(office.context, "half", {files.front()}).error().code, Code::malformed);
  files = overlay(files, {{"parameters.csv", "name,value,provenance,source,valid_from,valid_to\na,1,guess,x,,\n"}});
  const auto bad = load_edition(office.context, "bad", files);
  ASSERT_FALSE(bad);
  EXPECT_EQ(places(bad.error(), "parameters.csv"), "2,provenance ");
  EXPECT_TRUE(office.store.names.empty());
  EXPECT_FALSE(office.store.current_edition());
}

TEST(LoadEdition, AnOverlaidSetLoads) {
  ImportOffice office;
  const auto loaded = load_edition(office.context, "cn-history", overlay(data_set("classic"), data_set("cn-history")));
  ASSERT_TRUE(loaded) << loaded.error().detail << places(loaded.error(), "");
  EXPECT_EQ(office.store.names, std::vector<std::string>{"cn-history"});
  ASSERT_TRUE(office.context.editions.refresh());
  EXPECT_FALSE(office.context.editions.current()->offices(*Date::from_ymd(2016, 1, 4)).empty());
}

TEST(Overlay, ReplacesByNameAndAddsAndSorts) {
  const EditionFiles base{{"b", "1"}, {"a", "1"}};
  EXPECT_EQ(overlay(base, {{"c", "2"}, {"b", "2"}}), (EditionFiles{{"a", "1"}, {"b", "2"}, {"c", "2"}}));
  EXPECT_EQ(overlay(base, {}), (EditionFiles{{"a", "1"}, {"b", "1"}}));
  EXPECT_TRUE(overlay({}, {}).empty());
}

}  // namespace datong::app
}  // namespace datong::app
