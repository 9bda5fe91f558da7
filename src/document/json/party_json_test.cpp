// Stored JSON of parties: what is written is read back equal; a member that is missing or of another kind is corrupt.
#include "document/json/party_json.hpp"

#include <gtest/gtest.h>

#include <set>

#include "document/json/json.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

const Validity kTwoYears{Date::from_ymd(2024, 1, 1), Date::from_ymd(2025, 12, 31)};

/// Writes, reads, writes again; takes each member away and turns each into another type.
template <class Party>
void check(const Party& party, std::set<std::string_view> may_lack = {}) {
  may_lack.insert({"valid_from", "valid_to"});
  const std::string body = write_party(party);
  const auto read = read_party<Party>(body);
  ASSERT_TRUE(read) << body;
  EXPECT_EQ(write_party(*read), body);
  const Json json = *Json::parse(body);
  EXPECT_EQ(json.canonical(), body);
  for (const auto& [name, value] : *json.as_object()) {
    const bool may_be_absent = may_lack.contains(name);
    Json without = Json::make_object(), wrong = Json::make_object();
    for (const auto& [key, old] : *json.as_object()) {
      if (key != name) without.set(key, old);
      wrong.set(key, key == name ? Json::make_array({Json(1)}) : old);
    }
    EXPECT_EQ(read_party<Party>(without.canonical()).has_value(), may_be_absent) << name;
    const auto broken = read_party<Party>(wrong.canonical());
    ASSERT_FALSE(broken) << name;
    EXPECT_EQ(broken.error().code, Code::corrupt);
  }
  EXPECT_FALSE(read_party<Party>(""));
  EXPECT_FALSE(read_party<Party>("{}"));
  EXPECT_FALSE(read_party<Party>(body.substr(0, body.size() - 1)));
}

template <class Party>
bool is_read_with(const Party& party, std::string_view name, Json value) {
  return read_party<Party>(Json::parse(write_party(party))->set(name, std::move(value)).canonical()).has_value();
}

TEST(PartyJson, EveryKindIsReadBackFullAndMinimal) {
  Enterprise enterprise;
  check(enterprise);
  enterprise = {3200910001,
                EnterpriseKind::agent,
                "江苏示例报检代理有限公司",
                "Jiangsu \"Example\"",
                "100000016",
                "320100",
                "3122260001",
                "AA",
                Standing::suspended,
                kTwoYears,
                true,
                true,
                true};
  check(enterprise);
  const auto read = read_party<Enterprise>(write_party(enterprise));
  EXPECT_EQ(read->kind, EnterpriseKind::agent);
  EXPECT_EQ(read->standing, Standing::suspended);
  EXPECT_EQ(read->validity.to, kTwoYears.to);
  EXPECT_EQ(read->validity.from, kTwoYears.from);
  EXPECT_TRUE(read->carries_papers_only && read->direct_release && read->admitted_to_e_declaration);

  enterprise.admitted_to_e_visa = true;
  enterprise.seal = "ab12";
  enterprise.seal_width_mm = 40;
  enterprise.visa_standing = VisaStanding::suspended;
  enterprise.visa_standing_reason = "借用账号";
  enterprise.visa_standing_since = kTwoYears.from;
  enterprise.visa_standing_until = kTwoYears.to;
  check(enterprise, {"admitted_to_e_visa", "seal", "visa_standing", "visa_standing_reason", "visa_standing_since", "visa_standing_until"});
  check(Declarant{});
  check(Declarant{"3100700001", "张三", 3100600001, Standing::cancelled, kTwoYears, 12});
  check(OfficeSeal{"310000", "ab12", 42, "admin1", *kTwoYears.from});
  check(Mandate{});
  check(Mandate{3200910001, 3100600002, kTwoYears, true});
  check(AgentAdmission{});
  check(AgentAdmission{3200910001, "310000", Standing::active, kTwoYears});
  check(Permit{});
  check(Permit{"325", "A1", "035", 3100600001, "0203", kTwoYears});
  check(PapersState{});
  check(PapersState{PapersMode::before_acceptance, 0, 9});
  check(Officer{});
  check(Officer{"desk1", "一号", "310000", "$argon2id$", {Role::desk, Role::supervisor}, Standing::active, 0, ""});
  Officer certifying{"cert1", "一号", "310000", "$argon2id$", {Role::certificate_desk}, Standing::active, 0, ""};
  certifying.specimen = "cd34";
  certifying.specimen_width_mm = 30;
  check(certifying, {"specimen"});
  EXPECT_EQ(read_party<Officer>(write_party(certifying))->specimen_width_mm, 30);
  check(Installation{});
  check(Installation{"i-1", "-----BEGIN", "software", "1.0", 3100600001, Standing::suspended});
}

TEST(PartyJson, PapersStateAndOfficerAreEqualAfterReading) {
  const PapersState state{PapersMode::before_acceptance, 3, 7};
  EXPECT_EQ(*read_party<PapersState>(write_party(state)), state);
  const Officer officer{"desk1",          "一号",     "310000",          "hash", {Role::enterprise, Role::partner},
                        Standing::active, 3100600001, "GEZDGNBVGY3TQOJQ"};
  const auto read = read_party<Officer>(write_party(officer));
  EXPECT_EQ(read->roles, officer.roles);
  EXPECT_EQ(read->unit, officer.unit);
  EXPECT_EQ(read->one_time_secret, "GEZDGNBVGY3TQOJQ");
  EXPECT_EQ(read->password_hash, "hash");
}

TEST(PartyJson, VisaMembersAreReadBackAndAnOldRecordIsAnEnterpriseOutsideVisaWork) {
  const Signatory signatory{3100600001, "zhang", "张三", "ZHANG San", "310101199001011234", "T-1", "ab12", 30, Standing::active, kTwoYears};
  check(signatory);
  EXPECT_EQ(read_party<Signatory>(write_party(signatory))->specimen_width_mm, 30);
  const std::string old = write_party(Enterprise{});
  EXPECT_EQ(old.find("visa"), std::string::npos) << "an old record stays as it is";
  const auto read = read_party<Enterprise>(old);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->admitted_to_e_visa);
  EXPECT_EQ(read->visa_standing, VisaStanding::normal);
  EXPECT_TRUE(read->seal.empty());
}

TEST(PartyJson, AnUnknownWordOrNumberIsCorruptNotADefault) {
  EXPECT_FALSE(is_read_with(Enterprise{}, "kind", 7)) << "between self_declaring 6 and agent 9 there is nothing";
  EXPECT_FALSE(is_read_with(Enterprise{}, "kind", 0));
  EXPECT_FALSE(is_read_with(Enterprise{}, "standing", 4));
  EXPECT_FALSE(is_read_with(Enterprise{}, "format", 2));
  EXPECT_FALSE(is_read_with(Declarant{}, "points", std::int64_t{1} << 40));
  EXPECT_FALSE(is_read_with(PapersState{}, "mode", 3));
  EXPECT_FALSE(is_read_with(Officer{}, "roles", Json::make_array({Json("wizard")})));
  EXPECT_FALSE(is_read_with(Permit{"325", "A1", "", 1, "", kTwoYears}, "valid_to", "2025-13-01"));
  EXPECT_TRUE(is_read_with(Officer{}, "roles", Json::make_array({Json("desk")})));
}

}  // namespace
}  // namespace datong::document
