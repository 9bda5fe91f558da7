#include "app/import_parties.hpp"

#include <gtest/gtest.h>

#include "app/import_test_store.hpp"
#include "base/limits.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"
#include "domain/declaration/example.hpp"
#include "domain/party/party.hpp"

namespace datong::app {
namespace {

using namespace datong::domain;  // NOLINT: party types

constexpr const char* kEnterpriseHeader =
    "registration,kind,name_zh,name_en,organisation_code,office,customs_registration,credit_grade,standing,"
    "admitted_to_e_declaration,carries_papers_only,direct_release,valid_from,valid_to\n";
constexpr const char* kPermitHeader = "kind,number,holder,quantity,unit,commodity_prefix,valid_from,valid_to\n";
constexpr const char* kOfficerHeader = "sign_in,name,office,roles,standing,unit,password\n";

class ImportParties : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load_edition(office.context, "classic", data_set("classic"));
    ASSERT_TRUE(loaded) << loaded.error().detail;
  }
  Result<ImportReport> take(std::string_view kind, const std::string& bytes) {
    return import_parties(office.context, kind, bytes);
  }
  /// Places of all bad cells, or "imported".
  std::string bad(const std::string& kind, const std::string& bytes) {
    const auto report = take(kind, bytes);
    if (report) return "imported";
    EXPECT_EQ(report.error().code, Code::malformed);
    EXPECT_TRUE(office.store.commits.empty()) << "nothing is written when a row is bad";
    return places(report.error(), kind);
  }
  template <class Party>
  Party stored(const std::string& kind, const std::string& key) {
    const auto record = office.store.record(kind, key);
    if (!*record) {
      ADD_FAILURE() << "no " << kind << " " << key;
      return {};
    }
    const auto party = document::read_party<Party>((*record)->body);
    EXPECT_TRUE(party);
    return party ? *party : Party{};
  }

  ImportOffice office;
};

std::string example_file(const std::string& name) {
  return bytes_of(std::filesystem::path(DATONG_SOURCE_DIR) / "data/example-parties" / name);
}
constexpr std::pair<const char*, const char*> kExampleFiles[] = {{"enterprise", "enterprises.csv"},
                                                                 {"declarant", "declarants.csv"},
                                                                 {"signatory", "signatories.csv"},
                                                                 {"mandate", "mandates.csv"},
                                                                 {"agent_admission", "agent_admissions.csv"},
                                                                 {"permit", "permits.csv"}};

TEST_F(ImportParties, TheExamplePartiesImportAndImportingAgainChangesNothing) {
  for (const auto& [kind, file] : kExampleFiles) {
    const auto first = take(kind, example_file(file));
    ASSERT_TRUE(first) << file << " " << places(first.error(), kind);
    EXPECT_GT(first->rows, 3U) << file;
    EXPECT_EQ(first->added, first->rows) << file;
    EXPECT_EQ(first->edition, *office.store.current_edition());
  }
  const std::size_t commits = office.store.commits.size();
  for (const auto& [kind, file] : kExampleFiles) {
    const auto again = take(kind, example_file(file));
    ASSERT_TRUE(again) << file << " " << places(again.error(), kind);
    EXPECT_EQ(again->unchanged, again->rows) << file;
  }
  EXPECT_EQ(office.store.commits.size(), commits);
  EXPECT_EQ(office.store.moves("permit:325:AP20240001")->size(), 1U) << "opened once";
  EXPECT_TRUE(office.store.moves("permit:411:2024010901000001")->empty()) << "no quantity, no ledger";
}

TEST_F(ImportParties, TheExamplePartiesAreThoseOfTheExampleDocuments) {
  ASSERT_TRUE(take("enterprise", example_file("enterprises.csv")));
  ASSERT_TRUE(take("declarant", example_file("declarants.csv")));
  ASSERT_TRUE(take("mandate", example_file("mandates.csv")));
  for (const Enterprise& unit : example_enterprises()) {
    const Enterprise found = stored<Enterprise>("enterprise", std::to_string(unit.registration));
    EXPECT_EQ(found.name_zh, unit.name_zh);
    EXPECT_EQ(found.organisation_code, unit.organisation_code);
    EXPECT_EQ(found.office, unit.office);
    EXPECT_EQ(found.kind, unit.kind);
    EXPECT_TRUE(found.admitted_to_e_declaration);
  }
  for (const Declarant& person : example_declarants()) {
    const Declarant found = stored<Declarant>("declarant", person.certificate);
    EXPECT_EQ(found.name, person.name);
    EXPECT_EQ(found.unit, person.unit);
  }
  EXPECT_EQ(stored<Mandate>("mandate", "3200910001:3100600002").revoked, false);
  EXPECT_EQ(stored<Enterprise>("enterprise", "3100600004").standing, Standing::suspended);
  EXPECT_TRUE(stored<Enterprise>("enterprise", "3200910002").carries_papers_only);
  EXPECT_EQ(stored<Enterprise>("enterprise", "3200910000").organisation_code, "588424997");
}

TEST_F(ImportParties, TheExampleOfficersSignInWithTheirPasswords) {
  const auto report = take("officer", example_file("officers.csv"));
  ASSERT_TRUE(report) << places(report.error(), "officer");
  EXPECT_EQ(report->added, 26U);
  for (const std::string name : {"desk1", "js_sup1", "hq1", "shili1"}) {
    EXPECT_TRUE(crypto::verify_password(stored<Officer>("officer", name).password_hash, "datong-" + name)) << name;
  }
  EXPECT_EQ(stored<Officer>("officer", "shili1").unit, 3100600001);
  EXPECT_TRUE(stored<Officer>("officer", "customs1").has(Role::partner));
}

TEST_F(ImportParties, EveryBadColumnOfAnEnterpriseIsNamed) {
  EXPECT_EQ(
      bad("enterprise", std::string(kEnterpriseHeader) +
                            "31006,shop,,,100000017,999999,12,E,asleep,maybe,maybe,1,2026-02-30,x\n"
                            "3100900001,self_declaring,甲,,100000016,310000,,B,active,,yes,no,2026-02-02,2026-02-01\n"
                            "0100600001,self_declaring,甲,,,3100,,B,active,,no,no,,\n"
                            "9900600001,self_declaring,甲,,100000016,310000,,B,active,,no,no,,\n"
                            "3100600009,agent,甲,,91310000MA1A2B3C6Y,310000,,B,active,,no,no,,\n"),
      "2,kind 2,registration 2,name_zh 2,organisation_code 2,office 2,customs_registration 2,credit_grade 2,standing "
      "2,admitted_to_e_declaration 2,carries_papers_only 2,direct_release 2,valid_from 2,valid_to "
      "3,registration 3,carries_papers_only 3,valid_to 4,registration 4,organisation_code 4,office 5,registration "
      "6,registration 6,organisation_code ");
}

TEST_F(ImportParties, EveryBadColumnOfTheOtherKindsIsNamed) {
  EXPECT_EQ(
      bad("declarant", "certificate,name,unit,standing,points,valid_from,valid_to\nabc,,3100700001,gone,-1,1,2\n"),
      "2,certificate 2,name 2,unit 2,standing 2,points 2,valid_from 2,valid_to ");
  EXPECT_EQ(
      bad("mandate", "agent,principal,revoked,valid_from,valid_to\n3100600001,31,,1,2\n3200910001,3200910001,no,,\n"),
      "2,agent 2,principal 2,revoked 2,valid_from 2,valid_to 3,principal ");
  EXPECT_EQ(bad("agent_admission",
                "agent,bureau,standing,valid_from,valid_to\n3100600001,310100,x,1,2\n3200910001,2200,active,,\n"),
            "2,agent 2,bureau 2,standing 2,valid_from 2,valid_to 3,bureau ");
  EXPECT_EQ(bad("permit", std::string(kPermitHeader) +
                              "998,A B,1,-5,035,x,1,2\n,,3100600001,,035,01012100901,,\n325,N1,3100600001,5,,,,\n"),
            "2,kind 2,number 2,holder 2,commodity_prefix 2,valid_from 2,valid_to 2,quantity 3,kind 3,number "
            "3,commodity_prefix 3,unit 4,unit ");
  EXPECT_EQ(bad("officer", std::string(kOfficerHeader) +
                               "De sk,,999999,desk king desk machine,x,,p\nshili,张,310000,desk,active,31,p\n"
                               "desk9,张,310000,enterprise,active,,p\ndesk8,张,310000,,active,,p\n"
                               "desk7,张,310000,desk,active,,\n"),
            "2,sign_in 2,name 2,roles 2,roles 2,roles 2,standing 2,office 3,unit 3,office 3,roles 4,roles 5,roles "
            "6,password ");
}

TEST_F(ImportParties, WrongHeadersKindsAndFilesAreRefused) {
  EXPECT_EQ(bad("mandate", "agent,principal,revoked,valid_from,until\n"), "1,valid_to 1,until ");
  EXPECT_EQ(bad("mandate", "agent,principal,revoked,valid_from,valid_to\n3200910001\n"), "2, ");
  EXPECT_EQ(bad("mandate", "\xFF"), "1, ");
  EXPECT_EQ(take("session", "token\nx\n").error().code, Code::malformed)
      << "only the six kinds, never records of the system";
  EXPECT_EQ(take("mandate", std::string(limits::kCodeFileBytesMax + 1, 'a')).error().code, Code::too_large);
  const auto empty = take("mandate", "agent,principal,revoked,valid_from,valid_to\n");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->rows, 0U);
  EXPECT_TRUE(office.store.commits.empty());
}

TEST_F(ImportParties, AKeyTwiceInTheFileIsRefusedAtTheLaterLine) {
  const std::string row = "325,N1,3100600001,,,,,\n";
  EXPECT_EQ(bad("permit", kPermitHeader + row + "325,N2,3100600001,,,,,\n" + row), "4,kind ");
  EXPECT_EQ(bad("mandate", "agent,principal,revoked,valid_from,valid_to\n1,2,no,,\n1,2,no,,\n"),
            "2,agent 2,principal 3,agent 3,principal ")
      << "rows without a good key are not compared";
}

TEST_F(ImportParties, AnOlderEnterpriseFileLacksTheColumnsOfVisaWorkAndLeavesThemAsTheyAre) {
  const std::string row = "3100600001,self_declaring,甲,A,100000016,310000,,B,active,yes,no,no,,", hash(64, 'a');
  std::string header = kEnterpriseHeader;
  header.insert(header.size() - 1, ",admitted_to_e_visa,seal,seal_width_mm");
  ASSERT_TRUE(take("enterprise", header + row + ",yes," + hash + ",42\n"));
  const auto again = take("enterprise", kEnterpriseHeader + row + "\n");
  ASSERT_TRUE(again) << places(again.error(), "enterprise");
  EXPECT_EQ(again->unchanged, 1U);
  const Enterprise unit = stored<Enterprise>("enterprise", "3100600001");
  EXPECT_TRUE(unit.admitted_to_e_visa);
  EXPECT_EQ(unit.seal, hash);
  EXPECT_EQ(unit.seal_width_mm, 42);
}

TEST_F(ImportParties, BadCellsOfVisaWorkAreNamed) {
  std::string header = kEnterpriseHeader;
  header.insert(header.size() - 1, ",admitted_to_e_visa,seal,seal_width_mm");
  EXPECT_EQ(bad("enterprise", header + "3100600001,self_declaring,甲,A,100000016,310000,,B,active,yes,no,no,,,maybe,xyz,\n"),
            "2,admitted_to_e_visa 2,seal 2,seal_width_mm ");
  EXPECT_EQ(bad("signatory", "unit,id,name_zh,name_en,identity_number,training_certificate,specimen,specimen_width_mm,standing,valid_from,valid_to\n"
                             "31,a:b,,,,,,0,asleep,,x\n"),
            "2,unit 2,id 2,name_zh 2,name_en 2,identity_number 2,training_certificate 2,specimen 2,specimen_width_mm 2,standing 2,valid_to ");
}

TEST_F(ImportParties, ALaterFileSuspendsAndTheOfficesOwnValuesStay) {
  const std::string begin = "3100600001,self_declaring,甲,A,100000016,310000,,B,";
  ASSERT_TRUE(take("enterprise", kEnterpriseHeader + begin + "active,yes,no,no,,\n"));
  const auto report = take("enterprise", kEnterpriseHeader + begin + "suspended,,no,no,,\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->changed, 1U);
  const Enterprise unit = stored<Enterprise>("enterprise", "3100600001");
  EXPECT_EQ(unit.standing, Standing::suspended);
  EXPECT_TRUE(unit.admitted_to_e_declaration) << "an empty cell leaves the admission alone";
  EXPECT_EQ((*office.store.record("enterprise", "3100600001"))->version, 2U);

  const std::string header = "certificate,name,unit,standing,points,valid_from,valid_to\n";
  ASSERT_TRUE(take("declarant", header + "3100700001,张三,3100600001,active,4,,\n"));
  ASSERT_TRUE(take("declarant", header + "3100700001,张三,3100600001,suspended,,,2026-12-31\n"));
  const Declarant person = stored<Declarant>("declarant", "3100700001");
  EXPECT_EQ(person.points, 4);
  EXPECT_EQ(person.standing, Standing::suspended);
  EXPECT_EQ(person.validity.to, Date::from_ymd(2026, 12, 31));
}

TEST_F(ImportParties, APermitsOpeningQuantityNeverChanges) {
  const auto permit = [](const std::string& quantity_unit) {
    return kPermitHeader + ("325,N1,3100600001," + quantity_unit + ",0101,,\n");
  };
  ASSERT_TRUE(take("permit", permit("100.5,035")));
  const auto moves = office.store.moves(permit_ledger("325", "N1"));
  ASSERT_EQ(moves->size(), 1U);
  EXPECT_EQ(moves->front().amount.to_string(), "100.5");
  EXPECT_EQ(moves->front().reason, "open");
  office.store.commits.clear();
  EXPECT_EQ(bad("permit", permit("100.6,035")), "2,quantity ");
  EXPECT_EQ(bad("permit", permit("100.5,011")), "2,unit ");
  EXPECT_EQ(bad("permit", permit(",")), "2,quantity 2,unit ");
  const auto same = take("permit", permit("100.50000,035"));
  ASSERT_TRUE(same);
  EXPECT_EQ(same->unchanged, 1U);
  const auto longer = take("permit", kPermitHeader + std::string("325,N1,3100600002,100.5,035,,,2027-01-01\n"));
  ASSERT_TRUE(longer) << "holder, goods and dates may change";
  EXPECT_EQ(stored<Permit>("permit", "325:N1").holder, 3100600002);
  EXPECT_EQ(office.store.moves(permit_ledger("325", "N1"))->size(), 1U);

  ASSERT_TRUE(take("permit", kPermitHeader + std::string("411,N2,3100600001,,,,,\n")));
  const auto late = take("permit", kPermitHeader + std::string("411,N2,3100600001,7,001,,,\n"));
  ASSERT_FALSE(late) << "a permit without quantity does not get one later";
  EXPECT_EQ(places(late.error(), "permit"), "2,quantity ");
}

TEST_F(ImportParties, APasswordIsHashedOnceAndAnEmptyCellKeepsIt) {
  const std::string begin = std::string(kOfficerHeader) + "desk1,张三,310000,";
  ASSERT_TRUE(take("officer", begin + "desk inspector,active,,\"a long, secret\"\n"));
  const Officer first = stored<Officer>("officer", "desk1");
  EXPECT_EQ(first.roles, (std::vector{Role::desk, Role::inspector}));
  EXPECT_EQ(first.password_hash.find("secret"), std::string::npos);
  const auto again = take("officer", begin + "desk inspector,active,,\"a long, secret\"\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->unchanged, 1U) << "the same password keeps its hash";
  ASSERT_TRUE(take("officer", begin + "supervisor,suspended,,\n"));
  const Officer suspended = stored<Officer>("officer", "desk1");
  EXPECT_EQ(suspended.password_hash, first.password_hash);
  EXPECT_EQ(suspended.standing, Standing::suspended);
  ASSERT_TRUE(take("officer", begin + "supervisor,active,,another\n"));
  EXPECT_TRUE(crypto::verify_password(stored<Officer>("officer", "desk1").password_hash, "another"));
}

TEST_F(ImportParties, AOneTimeSecretIsCheckedAndAnAbsentColumnOrEmptyCellKeepsIt) {
  const std::string header = "sign_in,name,office,roles,standing,unit,password,one_time_secret\n";
  const std::string row = "desk1,张三,310000,desk,active,,secret,", secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  EXPECT_EQ(bad("officer", header + row + "GEZDGNBV\n"), "2,one_time_secret ");
  EXPECT_EQ(bad("officer", header + row + "gezdgnbvgy3tqojqgezdgnbvgy3tqojq\n"), "2,one_time_secret ");
  ASSERT_TRUE(take("officer", header + row + secret + "\n"));
  EXPECT_EQ(stored<Officer>("officer", "desk1").one_time_secret, secret);
  ASSERT_TRUE(take("officer", header + row + "\n"));
  EXPECT_EQ(stored<Officer>("officer", "desk1").one_time_secret, secret);
  ASSERT_TRUE(take("officer", kOfficerHeader + row.substr(0, row.size() - 1) + "\n"));
  EXPECT_EQ(stored<Officer>("officer", "desk1").one_time_secret, secret);
}

std::string many_mandates(int count) {
  std::string bytes = "agent,principal,revoked,valid_from,valid_to\n";
  for (int i = 0; i < count; ++i) bytes += "3200910001," + std::to_string(3100600000 + i) + ",no,,\n";
  return bytes;
}

TEST_F(ImportParties, ManyRowsGoInSeveralDecisionsWithProgress) {
  std::size_t last = 0, calls = 0;
  const auto report =
      import_parties(office.context, "mandate", many_mandates(4500), [&](std::size_t done, std::size_t total) {
        EXPECT_GT(done, last);
        EXPECT_EQ(total, 4500U);
        last = done;
        ++calls;
      });
  ASSERT_TRUE(report);
  EXPECT_EQ(office.store.commits, (std::vector<std::size_t>{2000, 2000, 500}));
  EXPECT_EQ(last, 4500U);
  EXPECT_EQ(calls, 45U);
}

TEST_F(ImportParties, AStoreThatFailsHalfwaySaysHowFarItCameAndTheNextImportFinishes) {
  office.store.fail_after = 1;
  const auto half = take("mandate", many_mandates(4500));
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().code, Code::unavailable);
  EXPECT_NE(half.error().detail.find("2000 of 4500"), std::string::npos) << half.error().detail;
  const auto rest = take("mandate", many_mandates(4500));
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->unchanged, 2000U);
  EXPECT_EQ(rest->added, 2500U);
}

TEST(ImportPartiesBefore, TheFirstEditionNoOfficeIsKnown) {
  ImportOffice office;
  EXPECT_EQ(import_parties(office.context, "mandate", "agent\n").error().code, Code::not_found);
}

}  // namespace
}  // namespace datong::app
