// Lodging at the real program: repeated, replayed, altered and misdirected messages, versions.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "crypto/certificate.hpp"
#include "crypto/digest.hpp"
#include "crypto/jws.hpp"
#include "document/json/party_json.hpp"
#include "platform.hpp"
#include "store/sqlite/store.hpp"

namespace datong::integration {
namespace {

class Lodging : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static inline OnePlatform one_;

  /// Sends `body` as a lodging under exactly this signature.
  static Reply lodge_under(const std::string& signature, std::string_view body) {
    return platform().nobody().call("POST", "/v1/declarations",
                                    {{"Content-Type", "application/json"}, {"Datong-Signature", signature}}, body);
  }
  static std::string signature(const client::Identity& identity, std::string_view purpose, std::string_view payload) {
    return crypto::sign_detached(identity.key, identity.installation, purpose, payload);
  }
  static std::size_t cases_under(std::int64_t unit, const std::string& reference) {
    return platform().unit(unit).json("/v1/declarations?reference=" + reference).array("declarations")->size();
  }
};

TEST_F(Lodging, TheSameBytesOnAHundredConnectionsAtOnceMakeOneCaseAndOneReceipt) {
  const std::string reference = fresh_reference(), body = example_export(reference).to_string();
  std::vector<Reply> replies(100);
  {
    std::vector<std::jthread> threads;
    for (Reply& reply : replies) {
      threads.emplace_back([&reply, &body] {
        Person unit = platform().unit(kShili);
        auto answer = unit.try_call("POST", "/v1/declarations", {{"Content-Type", "application/json"}}, body);
        if (answer)
          reply = std::move(*answer);
        else
          reply.body = answer.error().detail;
      });
    }
  }
  for (const Reply& reply : replies) {
    ASSERT_EQ(reply.status, 200) << reply.body << platform().log();
    EXPECT_EQ(reply.body, replies.front().body);
    EXPECT_EQ(reply.header("datong-case"), replies.front().header("datong-case"));
  }
  EXPECT_EQ(
      std::count_if(replies.begin(), replies.end(), [](const Reply& r) { return r.header("datong-repeat") != "true"; }),
      1);
  EXPECT_EQ(cases_under(kShili, reference), 1U);
  platform().expect_clean();
}

TEST_F(Lodging, AReplayedMessageGetsTheFirstReceiptUnderASignatureThatVerifies) {
  client::Client client = platform().client(kShili);
  const std::string body = example_export().to_string();
  const auto first = must(client.lodge(body, "application/json", 1));
  const auto again = must(client.lodge(body, "application/json", 1));
  EXPECT_EQ(first.case_id, again.case_id);
  EXPECT_EQ(first.receipt.body, again.receipt.body);
  const std::string captured =
      signature(platform().identity(kShili), "lodge", body);  // a third party sends what it overheard
  EXPECT_EQ(lodge_under(captured, body).body, first.receipt.body);
}

TEST_F(Lodging, AnAlteredByteIsRefusedAndStoresNothing) {
  const std::string reference = fresh_reference();
  std::string body = example_export(reference).to_string();
  const std::string signed_before = signature(platform().identity(kShili), "lodge", body);
  body[body.find("1200")] = '9';
  const Reply reply = lodge_under(signed_before, body);
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(rules_of(reply), std::set<std::string>{"SYS002"});
  EXPECT_EQ(cases_under(kShili, reference), 0U);
}

TEST_F(Lodging, AWrongKeyAndTheKeyOfAnotherUnitAreRefused) {
  const std::string body = example_export().to_string();
  const client::Identity mine = platform().identity(kShili), other = platform().identity(kAgent);
  EXPECT_EQ(lodge_under(signature({crypto::SigningKey::generate(), mine.installation}, "lodge", body), body).status,
            401);
  EXPECT_EQ(lodge_under(signature({other.key, mine.installation}, "lodge", body), body).status, 401);
  EXPECT_EQ(lodge_under(signature({mine.key, "inst-0000000000-nobody"}, "lodge", body), body).status, 401);
  EXPECT_EQ(lodge_under("not a signature", body).status, 401);
  EXPECT_EQ(lodge_under("", body).status, 401);
}

TEST_F(Lodging, ForAnotherEnterpriseIsForbiddenByRule) {
  const std::string reference = fresh_reference(), body = example_export(reference).to_string();
  const Reply reply = platform().unit(kAgent).lodge(body);
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(rules_of(reply), std::set<std::string>{"SYS006"});
  EXPECT_EQ(cases_under(kShili, reference), 0U);
  EXPECT_EQ(cases_under(kAgent, reference), 0U);
}

TEST_F(Lodging, ASignatureForAnotherPurposeOrTargetDoesNotServe) {
  const client::Identity mine = platform().identity(kShili);
  const std::string body = example_export().to_string();
  for (const char* purpose : {"check", "act", "read", "batch", "receipt"})
    EXPECT_EQ(lodge_under(signature(mine, purpose, body), body).status, 401) << purpose;
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  const std::string date = SystemClock().now().to_string(), target = "/v1/declarations/" + id;
  const std::string over_list = signature(mine, "read", "GET /v1/declarations\n" + date);
  EXPECT_EQ(platform().nobody().call("GET", target, {{"Datong-Date", date}, {"Datong-Signature", over_list}}).status,
            401);
  const std::string right = signature(mine, "read", "GET " + target + "\n" + date);
  EXPECT_EQ(platform().nobody().call("GET", target, {{"Datong-Date", date}, {"Datong-Signature", right}}).status, 200);
  EXPECT_EQ(
      platform().nobody().call("GET", target + "/steps", {{"Datong-Date", date}, {"Datong-Signature", right}}).status,
      401);
  // An act signed for one case does not serve for another: the body names case and act.
  const std::string other = platform().unit(kShili).lodged(example_export().to_string());
  const std::string act = Json::make_object()
                              .set("case", id)
                              .set("act", "ask_withdrawal")
                              .set("parameters", Json::make_object().set("reason", "x"))
                              .to_string();
  const Headers headers{{"Content-Type", "application/json"},
                        {"Idempotency-Key", fresh_reference()},
                        {"Datong-Signature", signature(mine, "act", act)}};
  EXPECT_EQ(platform().nobody().call("POST", "/v1/declarations/" + other + "/acts/ask_withdrawal", headers, act).status,
            400);
  EXPECT_EQ(platform().nobody().call("POST", "/v1/declarations/" + id + "/acts/abandon", headers, act).status, 400);
}

TEST_F(Lodging, ASignedReadThatIsTooOldOrTooEarlyIsRefused) {
  const client::Identity mine = platform().identity(kShili);
  const auto read_at = [&](std::int64_t shift_ms) {
    const std::string date = SystemClock().now().plus_ms(shift_ms).to_string();
    const std::string good = signature(mine, "read", "GET /v1/declarations\n" + date);
    return platform()
        .nobody()
        .call("GET", "/v1/declarations", {{"Datong-Date", date}, {"Datong-Signature", good}})
        .status;
  };
  EXPECT_EQ(read_at(0), 200);
  EXPECT_EQ(read_at(-240'000), 200);
  EXPECT_EQ(read_at(-310'000), 401);
  EXPECT_EQ(read_at(310'000), 401);
}

TEST_F(Lodging, AnExpiredCertificateIsRefused) {
  const crypto::SigningKey key = crypto::SigningKey::generate();
  const auto authority = must(crypto::make_authority("test", SystemClock().now().plus_ms(-90'000'000'000), 3650));
  const std::string id = "inst-3100600001-expired";
  {
    auto store = must(store::sqlite::SqliteStore::open(platform().home() + "/datong.db", {}));
    for (const auto& [name, start] :
         {std::pair{id, -86'400'000LL * 800}, std::pair{id + "2", 86'400'000LL}, std::pair{id + "3", -60'000LL}}) {
      const std::string certificate =
          must(crypto::issue_certificate(authority, key.public_pem(), name, "3100600001", crypto::Usage::installation,
                                         SystemClock().now().plus_ms(start), 730));
      app::Decision decision;
      decision.records.push_back(
          {"installation", name, 0,
           document::write_party(domain::Installation{name, certificate, "x", "1", kShili, domain::Standing::active})});
      must(store->commit_now(std::move(decision)));
    }
  }
  const std::string body = example_export().to_string();
  EXPECT_EQ(lodge_under(signature({key, id}, "lodge", body), body).status, 401) << "ended";
  EXPECT_EQ(lodge_under(signature({key, id + "2"}, "lodge", body), body).status, 401) << "not begun";
  EXPECT_EQ(lodge_under(signature({key, id + "3"}, "lodge", body), body).status, 200) << "the same but in time";
}

TEST_F(Lodging, ASuspendedInstallationIsStoppedAtItsNextMessage) {
  const std::string id = "inst-3100600002-example";
  const auto read = [&] { return platform().unit(kMedical).get("/v1/declarations").status; };
  EXPECT_EQ(read(), 200);
  ASSERT_EQ(platform().command({"party", "standing", "installation", id, "suspended"}).status, 0);
  EXPECT_EQ(read(), 403);
  ASSERT_EQ(platform().command({"party", "standing", "installation", id, "active"}).status, 0);
  EXPECT_EQ(read(), 200);
}

TEST_F(Lodging, OtherBytesUnderTheSameIdentityConflict) {
  Person unit = platform().unit(kShili);
  const Json first = example_export();
  const std::string id = unit.lodged(first.to_string());
  const Reply other_bytes = unit.lodge(with(first, "/contract_number", "ANOTHER").to_string());
  EXPECT_EQ(other_bytes.status, 409);
  EXPECT_EQ(rules_of(other_bytes), std::set<std::string>{"SYS003"});
  const Reply same_uuid = unit.lodge(with(first, "/declarant_reference", fresh_reference()).to_string());
  EXPECT_EQ(same_uuid.status, 409);
  EXPECT_EQ(rules_of(same_uuid), std::set<std::string>{"SYS005"});
  EXPECT_EQ(unit.get("/v1/declarations/" + id + "/versions/1").body, first.to_string()) << "the first stands as it was";
}

TEST_F(Lodging, ASecondVersionNeedsAReturnedCase) {
  Person unit = platform().unit(kShili), desk = platform().officer("desk1");
  const Json first = example_export();
  const Json second = with(next_version(first), "/contract_number", "SE-2");
  const Reply orphan = unit.lodge(second.to_string(), 2);
  EXPECT_EQ(orphan.status, 409) << "there is no version 1";
  EXPECT_EQ(rules_of(orphan), std::set<std::string>{"SYS004"});
  const std::string id = unit.lodged(first.to_string());
  const Reply early = unit.lodge(second.to_string(), 2);
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(rules_of(early), std::set<std::string>{"LOD005"});
  desk.done(
      id, "return_for_repair",
      {{"reason_code", text((*desk.json("/v1/codes/return_reason").array("rows"))[0], "code")}, {"reason", "改"}});
  EXPECT_EQ(rules_of(unit.lodge(with(next_version(first), "/contract_number", "SE-3").to_string(), 3)),
            std::set<std::string>{"SYS004"});
  EXPECT_EQ(unit.lodged(second.to_string(), 2), id);
  const Json view = unit.view(id);
  EXPECT_EQ(text(view, "stage"), "in_review");
  EXPECT_EQ(*view.integer("version"), 2);
  const Json differences = unit.json("/v1/declarations/" + id + "/differences?from=1&to=2");
  EXPECT_NE(differences.to_string().find("/contract_number"), std::string::npos);
}

TEST_F(Lodging, AVersionHeaderOutsideOneToNinetyNineIsNoVersion) {
  Person unit = platform().unit(kShili);
  const std::string body = example_export().to_string();
  for (const char* version : {"0", "abc", "100", "-1", "1.5", "18446744073709551617", " 1 2"}) {
    const Reply reply = unit.call("POST", "/v1/declarations",
                                  {{"Content-Type", "application/json"}, {"Datong-Version", version}}, body);
    EXPECT_EQ(reply.status, 400) << version;
  }
  EXPECT_EQ(unit.lodge(body, 99).status, 409);
  EXPECT_EQ(unit.lodge(body, 1).status, 200);
}

}  // namespace
}  // namespace datong::integration
