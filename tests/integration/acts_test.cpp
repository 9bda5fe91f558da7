// Acts on declarations over HTTP: repeats, races on one permit, balances, changes, separation of duties, papers, and
// dated data imported while serving. Each test has a platform of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "domain/party/party.hpp"
#include "platform.hpp"
#include "store/sqlite/store.hpp"

namespace datong::integration {
namespace {

class Acts : public testing::Test {
 protected:
  void SetUp() override { platform_ = Platform::make(); }
  void TearDown() override {
    if (platform_ == nullptr || !platform_->is_running()) return;
    EXPECT_EQ(platform_->stop(), 0) << platform_->log();
    platform_->expect_clean();
  }
  Platform& platform() { return *platform_; }

  std::string file(const std::string& name, const std::string& text) {
    const std::string path = platform().home() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  void run(std::vector<std::string> arguments) {
    const Outcome outcome = platform().command(std::move(arguments));
    if (outcome.status != 0) give_up(outcome.err + outcome.out);
  }
  Decimal balance(const std::string& ledger) {
    auto store = must(store::sqlite::SqliteStore::open(platform().home() + "/datong.db", {}));
    return must(store->balance(ledger));
  }
  /// A permit of kind 410 held by the consignee of the example import.
  void import_permit(const std::string& number, const std::string& quantity) {
    run({"party", "import",
         file("permits.csv", "kind,number,holder,quantity,unit,commodity_prefix,valid_from,valid_to\n410," + number +
                                 ",3100600002," + quantity + ",001,,,\n")});
  }
  static Json import_under_permit(const std::string& number, const std::string& quantity) {
    Json permit = Json::make_object()
                      .set("permit_kind", "410")
                      .set("permit_number", number)
                      .set("write_off_quantity", quantity)
                      .set("write_off_unit", "001");
    return with(example_import(), "/goods/0/permits", Json::make_array({std::move(permit)}));
  }
  /// `count` officers accept as many declarations at once; how many were accepted.
  std::size_t accept_all_at_once(const std::string& permit, const std::string& quantity, std::size_t count) {
    std::vector<std::string> ids;
    Person unit = platform().unit(kAgent);
    for (std::size_t i = 0; i < count; ++i)
      ids.push_back(unit.lodged(import_under_permit(permit, quantity).to_string()));
    for (const std::string& id : ids) EXPECT_EQ(text(unit.view(id), "stage"), "in_review");
    platform().officer("desk1");
    std::vector<Reply> replies(count);
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
          Person desk = platform().officer("desk1");
          auto reply =
              desk.try_call("POST", "/v1/declarations/" + ids[i] + "/acts/accept", {{"Idempotency-Key", ids[i]}}, "{}");
          if (reply) replies[i] = std::move(*reply);
        });
      }
    }
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (replies[i].status == 200)
        ++accepted;
      else
        EXPECT_EQ(replies[i].status, 422) << replies[i].body;
      if (replies[i].status == 422) {
        const auto rules = rules_of(replies[i]);
        EXPECT_TRUE(rules.contains("PRM002") || rules.contains("PRM003")) << replies[i].body;
      }
      EXPECT_EQ(text(unit.view(ids[i]), "stage"), replies[i].status == 200 ? "accepted" : "in_review");
    }
    return accepted;
  }

 private:
  std::unique_ptr<Platform> platform_;
};

TEST_F(Acts, AnIdempotencyKeyGivesTheFirstAnswerAgainAndServesNoOtherRequest) {
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  Person desk = platform().officer("desk1"), other = platform().officer("desk2");
  const Reply first = desk.act(id, "accept", {}, "key-1"), again = desk.act(id, "accept", {}, "key-1");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(desk.act(id, "assign", {{"inspector", "insp1"}}, "key-1").status, 409) << "same key, another act";
  EXPECT_EQ(other.act(id, "accept", {}, "key-1").status, 422) << "keys of two people are apart";
  EXPECT_EQ(desk.act(id, "accept", {}, "key-2").status, 422) << "a new key is a new act";
  const Reply assigned = desk.act(id, "assign", {{"inspector", "insp1"}}, "key-3");
  EXPECT_EQ(assigned.status, 200);
  EXPECT_EQ(desk.act(id, "assign", {{"inspector", "insp2"}}, "key-3").status, 409) << "same key, other parameters";
}

TEST_F(Acts, TheSameKeyInParallelHasOneEffect) {
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  platform().officer("desk1");
  std::vector<Reply> replies(24);
  {
    std::vector<std::jthread> threads;
    for (Reply& reply : replies) {
      threads.emplace_back([&] {
        Person desk = platform().officer("desk1");
        if (auto answer =
                desk.try_call("POST", "/v1/declarations/" + id + "/acts/accept", {{"Idempotency-Key", "same"}}, "{}"))
          reply = std::move(*answer);
      });
    }
  }
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.body, replies.front().body);
  }
  EXPECT_EQ(platform().unit(kShili).json("/v1/declarations/" + id + "/steps").array("steps")->size(), 2U);
}

TEST_F(Acts, OfTwoOfficersWhoActAtOnceOneIsFirstAndTheOtherIsToldTheStage) {
  platform().officer("desk1");
  platform().officer("desk2");
  for (int round = 0; round < 20; ++round) {
    const std::string id = platform().unit(kShili).lodged(example_export().to_string());
    Reply replies[2];
    {
      std::jthread first([&] { replies[0] = platform().officer("desk1").act(id, "accept"); });
      std::jthread second([&] {
        replies[1] = platform().officer("desk2").act(id, "refuse", {{"reason_code", "10"}, {"reason", "twice"}});
      });
    }
    EXPECT_EQ((replies[0].status == 200) + (replies[1].status == 200), 1) << replies[0].body << replies[1].body;
    const Reply& loser = replies[0].status == 200 ? replies[1] : replies[0];
    EXPECT_TRUE(loser.status == 409 || rules_of(loser).contains("REV004")) << loser.body;
  }
}

TEST_F(Acts, ParallelAcceptancesTakeExactlyWhatThePermitHolds) {
  import_permit("EXACT", "8.5");
  EXPECT_EQ(accept_all_at_once("EXACT", "0.5", 40), 17U);
  EXPECT_EQ(balance("permit:410:EXACT").to_string(), "0");
  EXPECT_EQ(balance("permit:410:EXACT:reserved").to_string(), "8.5");
}

TEST_F(Acts, AHundredThousandthTooLittleAcceptsOneLess) {
  import_permit("SHORT", "8.49999");
  EXPECT_EQ(accept_all_at_once("SHORT", "0.5", 40), 16U);
  EXPECT_EQ(balance("permit:410:SHORT").to_string(), "0.49999");
  EXPECT_EQ(balance("permit:410:SHORT:reserved").to_string(), "8");
}

TEST_F(Acts, APermitIsReservedAtAcceptanceGivenBackAtWithdrawalAndConsumedAtRelease) {
  import_permit("P", "10");
  Person unit = platform().unit(kAgent), desk = platform().officer("desk1");
  const std::string withdrawn = unit.lodged(import_under_permit("P", "4").to_string());
  EXPECT_EQ(balance("permit:410:P").to_string(), "10") << "lodging takes nothing";
  desk.done(withdrawn, "accept");
  EXPECT_EQ(balance("permit:410:P").to_string(), "6");
  EXPECT_EQ(balance("permit:410:P:reserved").to_string(), "4");
  unit.done(withdrawn, "ask_withdrawal", {{"reason", "sold"}});
  desk.done(withdrawn, "grant_withdrawal");
  EXPECT_EQ(balance("permit:410:P").to_string(), "10");
  EXPECT_EQ(balance("permit:410:P:reserved").to_string(), "0");
  EXPECT_EQ(text(unit.view(withdrawn), "stage"), "withdrawn");

  const std::string released = unit.lodged(import_under_permit("P", "7").to_string());
  desk.done(released, "accept");
  desk.done(released, "compare_papers_accurate");
  if (text(desk.done(released, "assign", {{"inspector", "insp1"}}), "stage") == "ordered") {
    platform().officer("insp1").done(released, "begin_inspection");
    platform().officer("insp1").done(released, "pass");
  }
  pay(platform(), released);
  certify(platform(), released);
  desk.done(released, "release");
  EXPECT_EQ(balance("permit:410:P").to_string(), "3");
  EXPECT_EQ(balance("permit:410:P:reserved").to_string(), "0") << "consumed";
  const Reply too_much = unit.lodge(import_under_permit("P", "3.00001").to_string());
  EXPECT_EQ(too_much.status, 200);
  EXPECT_TRUE(rules_of(too_much).contains("DEC208")) << too_much.body;
}

TEST_F(Acts, AnAcceptedDeclarationLapsesWhenItsDaysAreOver) {
  import_permit("L", "5");
  const auto set_days = [&](const std::string& days) {
    const std::string before = text(platform().nobody().json("/health"), "edition");
    run({"codes", "import",
         file("parameters.csv",
              "name,value,provenance,source,valid_from,valid_to\nlapse_days," + days + ",guide,IQD 2.5,,\n")});
    const std::int64_t until = milliseconds_now() + 20'000;
    while (text(platform().nobody().json("/health"), "edition") == before && milliseconds_now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
  };
  Person unit = platform().unit(kAgent), desk = platform().officer("desk1");
  const std::string kept = unit.lodged(import_under_permit("L", "1").to_string());
  desk.done(kept, "accept");
  set_days("-1");
  const std::string lapsing = unit.lodged(import_under_permit("L", "2").to_string());
  desk.done(lapsing, "accept");
  const std::int64_t until = milliseconds_now() + 20'000;
  while (text(unit.view(lapsing), "stage") != "lapsed" && milliseconds_now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(text(unit.view(lapsing), "stage"), "lapsed");
  EXPECT_EQ(text(unit.view(kept), "stage"), "accepted") << "keeps the day it was given";
  EXPECT_EQ(balance("permit:410:L").to_string(), "4") << "given back";
  bool told = false;
  const Json receipts = unit.json("/v1/receipts?after=0&limit=200");
  for (const Json& row : *receipts.array("receipts"))
    told |= text(row, "body").find("auto_withdrawn") != std::string::npos;
  EXPECT_TRUE(told);
}

TEST_F(Acts, DatedDataIsImportedWhileServing) {
  std::string rows =
      "code,name_zh,name_en,unit,second_unit,supervision,category,goods_class,import_permits,export_permits,mark,valid_"
      "from,valid_to\n";
  for (int i = 0; i < 20'000; ++i)
    rows += "99" + std::to_string(10'000'000 + i) + ",货物,Goods,035,,,,general,,,test,,\n";
  const std::string path = file("tariff.csv", rows);
  std::atomic<bool> is_over = false;
  Outcome imported;
  std::int64_t slowest = 0;
  std::size_t lodged = 0;
  {
    std::jthread importer([&] {
      imported = platform().command({"codes", "import", path});
      is_over = true;
    });
    Person unit = platform().unit(kShili), desk = platform().officer("desk1");
    std::int64_t after = 0;
    while (after == 0 || milliseconds_now() < after + 3'000) {  // beyond the end: the server takes the new edition up
      if (is_over && after == 0) after = milliseconds_now();
      const std::int64_t began = milliseconds_now();
      EXPECT_EQ(unit.lodge(example_export().to_string()).status, 200);
      EXPECT_EQ(desk.get("/v1/declarations?work=open&limit=5").status, 200);
      slowest = std::max(slowest, milliseconds_now() - began);
      ++lodged;
    }
  }
  EXPECT_EQ(imported.status, 0) << imported.err;
  const Json row = platform().nobody().json("/v1/codes/tariff?code=9910019999");
  EXPECT_EQ(row.array("rows")->size(), 1U) << row.to_string();
  std::printf("%zu lodged during the import, the slowest took %lld ms\n", lodged, static_cast<long long>(slowest));
  EXPECT_LT(slowest, has_sanitizers() ? 10'000 : 3'000);
  EXPECT_GT(lodged, 10U);
}

TEST_F(Acts, AGrantedAmendmentBecomesTheSecondVersion) {
  const Json first = example_export();
  const std::string id = export_at(platform(), "accepted", first);
  Person unit = platform().unit(kShili), desk = platform().officer("desk1");
  const Json second = with(next_version(first), "/contract_number", "SE-AMENDED");
  EXPECT_EQ(unit.lodge(second.to_string(), 2).status, 409) << "not asked for";
  unit.done(id, "ask_amendment", {{"reason", "wrong contract"}});
  EXPECT_EQ(unit.lodge(second.to_string(), 2).status, 409) << "not granted";
  EXPECT_EQ(desk.act(id, "assign", {{"inspector", "insp1"}}).status, 422) << "a change is pending";
  desk.done(id, "grant_amendment");
  EXPECT_EQ(unit.lodged(second.to_string(), 2), id);
  const Json view = unit.view(id), differences = unit.json("/v1/declarations/" + id + "/differences?from=1&to=2");
  EXPECT_EQ(*view.integer("effective_version"), 2);
  EXPECT_EQ(text(view, "change"), "none");
  EXPECT_EQ(text(view, "stage"), "accepted");
  const auto& rows = *differences.array("differences");
  const auto changed =
      std::find_if(rows.begin(), rows.end(), [](const Json& row) { return text(row, "path") == "/contract_number"; });
  ASSERT_NE(changed, rows.end()) << differences.to_string();
  EXPECT_EQ(text(*changed, "after"), "SE-AMENDED");
}

TEST_F(Acts, AnAmendmentToAnotherCommodityIsRefusedAndTheFirstVersionStands) {
  const Json first = example_export();
  const std::string id = export_at(platform(), "accepted", first);
  Person unit = platform().unit(kShili), desk = platform().officer("desk1");
  unit.done(id, "ask_amendment", {{"reason", "other goods"}});
  desk.done(id, "grant_amendment");
  Json other =
      with(with(next_version(first), "/goods/0/commodity_code", "6109100010"), "/goods/0/ciq_code", "6109100010999");
  const Reply reply = unit.lodge(other.to_string(), 2);
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_NE(reply.body.find("CHG010"), std::string::npos) << reply.body;
  const Json view = unit.view(id);
  EXPECT_EQ(*view.integer("effective_version"), 1);
  EXPECT_EQ(*view.integer("version"), 2);
  EXPECT_EQ(text(view, "change"), "amend_granted") << "he may lodge another";
  EXPECT_EQ(unit.lodged(with(next_version(first), "/contract_number", "SE-3").to_string(), 3), id);
  EXPECT_EQ(*unit.view(id).integer("effective_version"), 3);
}

TEST_F(Acts, DutiesAreSeparateEvenForOnePersonWithEveryRole) {
  std::string rows = "sign_in,name,office,roles,standing,unit,password\n";
  for (const char* name : {"all1", "all2"})
    rows += std::string(name) + ",全能,310000,desk inspector fee_desk certificate_desk supervisor,active,,datong-" +
            name + "\n";
  run({"user", "import", file("officers.csv", rows)});
  platform().always_draw(kShili);
  Person one = platform().officer("all1"), two = platform().officer("all2");
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  one.done(id, "accept");
  EXPECT_EQ(rules_of(one.act(id, "assign", {{"inspector", "all1"}})), std::set<std::string>{"SEP001"})
      << "the accepter inspects";
  one.done(id, "assign", {{"inspector", "all2"}});
  two.done(id, "compare_papers_accurate");
  EXPECT_EQ(rules_of(one.act(id, "begin_inspection")), std::set<std::string>{"INS013"});
  two.done(id, "begin_inspection");
  two.done(id, "pass");
  const Json fee = one.done(id, "calculate_fee");
  const std::string amount = std::to_string(*one.view(id).integer("fee_fen"));
  EXPECT_EQ(rules_of(one.act(id, "settle_fee", {{"amount_fen", amount}, {"payment_reference", "x"}})),
            std::set<std::string>{"SEP002"})
      << "the calculator collects";
  EXPECT_EQ(rules_of(two.act(id, "settle_fee", {{"amount_fen", "1"}, {"payment_reference", "x"}})),
            std::set<std::string>{"PAY003"});
  two.done(id, "settle_fee", {{"amount_fen", amount}, {"payment_reference", "x"}});
  EXPECT_EQ(rules_of(one.act(id, "draft_certificate", {{"certificate_code", "11"}, {"botanical_names", "X"}})),
            std::set<std::string>{"CRT103"})
      << "a content of another kind";
  one.done(id, "draft_certificate", {{"certificate_code", "11"}, {"results_en", "MOISTURE 12.5 %"}});
  const std::string number = text((*one.view(id).array("certificates"))[0], "number");
  EXPECT_EQ(rules_of(one.act(id, "sign_certificate", {{"certificate_number", number}})),
            std::set<std::string>{"SEP003"})
      << "the drafter signs";
  two.done(id, "sign_certificate", {{"certificate_number", number}});
  const Json issued = parsed(two.call("GET", "/v1/issued/" + number).body);
  EXPECT_EQ(text(issued, "stage"), "signed");
  ASSERT_NE(issued.object("texts"), nullptr) << "what was stated at drafting is kept when it is signed";
  EXPECT_EQ(text(*issued.object("texts"), "results_en"), "MOISTURE 12.5 %");
}

TEST_F(Acts, WhoEntersAtTheCounterSaysWhyForHisOwnOfficeAndDoesNotAccept) {
  Person desk = platform().officer("desk1");
  const std::string reason = text((*desk.json("/v1/codes/counter_reason").array("rows"))[0], "code");
  const auto enter = [&](const std::string& who, const std::string& because) {
    return platform().officer(who).call("POST", "/v1/declarations",
                                        {{"Content-Type", "application/json"}, {"Datong-Counter-Reason", because}},
                                        example_export().to_string());
  };
  EXPECT_EQ(enter("desk1", "ZZ").status, 400);
  EXPECT_EQ(enter("fee1", reason).status, 403) << "only the desk enters";
  EXPECT_EQ(enter("js_desk1", reason).status, 403) << "another bureau's office";
  const Reply entered = enter("desk1", reason);
  ASSERT_EQ(entered.status, 200) << entered.body;
  const std::string id(entered.header("datong-case"));
  EXPECT_EQ(text(platform().unit(kShili).view(id), "channel"), "counter_entry") << "the enterprise sees it";
  EXPECT_EQ(rules_of(desk.act(id, "accept")), std::set<std::string>{"SEP004"});
  platform().officer("desk2").done(id, "accept");
}

TEST_F(Acts, FiveInaccuratePapersInARowBringThePapersBeforeAcceptance) {
  Person unit = platform().unit(kAgent), desk = platform().officer("desk1");
  for (int i = 1; i <= 5; ++i) {
    const std::string id = unit.lodged(example_import().to_string());
    EXPECT_EQ(text(unit.view(id), "papers_mode"), "at_inspection") << i;
    desk.done(id, "accept");
    desk.done(
        id, "compare_papers_inaccurate",
        {{"reason_code", text((*desk.json("/v1/codes/papers_reason").array("rows"))[0], "code")}, {"reason", "x"}});
  }
  const std::string id = unit.lodged(example_import().to_string());
  EXPECT_EQ(text(unit.view(id), "papers_mode"), "before_acceptance");
  EXPECT_EQ(rules_of(desk.act(id, "accept")), std::set<std::string>{"PAP010"});
  desk.done(id, "compare_papers_accurate");
  desk.done(id, "accept");
  EXPECT_EQ(
      text(platform().unit(kShili).view(platform().unit(kShili).lodged(example_export().to_string())), "papers_mode"),
      "at_inspection")
      << "others are not touched";
}

}  // namespace
}  // namespace datong::integration
