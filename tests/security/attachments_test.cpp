// Whose uploads are: a known hash is no right to the bytes behind it, also in stores older than that rule.
#include <gtest/gtest.h>

#include "app/attachments.hpp"
#include "app/maintain.hpp"
#include "document/json/origin_json.hpp"
#include "paper_world.hpp"

namespace datong::security {
namespace {

using app::HeadKind;
using Hashes = std::vector<std::string>;

constexpr std::int64_t kOne = 3100600001, kOther = 3100600002;

domain::Actor person_of(std::int64_t unit) { return {"somebody", "", {domain::Role::enterprise}, "", unit}; }
domain::Actor officer(const std::string& name) { return {name, "", {domain::Role::desk}, "310000", 0}; }

class Attachments : public testing::Test {
 protected:
  std::string upload(const domain::Actor& actor, std::string_view bytes) {
    must(app::keep_upload(world_.context, actor, crypto::sha256(bytes), bytes));
    return crypto::hex(crypto::sha256(bytes));
  }
  /// What an older program left: bytes without an owner, named by a case or by whom they are a picture of.
  std::string left(std::string_view bytes, const std::string& owner) {
    must(world_.context.blobs.put(crypto::sha256(bytes), bytes, world_.clock.now()));
    const std::string hash = crypto::hex(crypto::sha256(bytes));
    app::Decision decision;
    must(app::own_attachments(world_.context, decision, {hash}, owner));
    must(world_.store->commit_now(std::move(decision)));
    return hash;
  }
  CaseId application(std::int64_t unit, const std::string& paper_sha256 = {}) {
    domain::OriginHead head;
    head.unit = unit;
    head.paper.sha256 = paper_sha256;
    return with_head(HeadKind::origin, [&](CaseId id) {
      head.id = id;
      return document::write_origin_head(head);
    });
  }
  CaseId admission(std::int64_t unit) {
    return with_head(HeadKind::admission, [&](CaseId) { return Json::make_object().set("unit", unit).canonical(); });
  }
  CaseId certificate() {
    return with_head(HeadKind::certificate, [&](CaseId) { return std::string("{}"); });
  }
  bool may_name(std::int64_t unit, const std::string& hash, const std::string& officer = {}) {
    return must(app::may_name(world_.context, {unit, officer}, hash));
  }
  bool may_show(std::int64_t unit, const std::string& hash, std::optional<Instant> named_at = kNow) {
    return must(app::may_show(world_.context, unit, hash, named_at));
  }
  void name(const app::Naming& by, const std::string& hash, CaseId id) {
    app::Decision decision;
    must(app::name_attachments(world_.context, decision, by, {hash}, id));
    must(world_.store->commit_now(std::move(decision)));
  }

  PaperWorld world_;

 private:
  template <class Body>
  CaseId with_head(HeadKind kind, Body&& body) {
    app::Decision decision;
    app::Head head;
    head.id = CaseId{2'000'000 + ++cases_};
    head.kind = kind;
    head.body = body(head.id);
    app::Step step{head.id, 0, {}, "{}", world_.clock.now()};
    step.hash = crypto::sha256({crypto::view(head.last_step_hash), step.body});
    head.last_step_hash = step.hash;
    head.steps = 1;
    const CaseId id = head.id;
    decision.heads.push_back(std::move(head));
    decision.steps.push_back(std::move(step));
    must(world_.store->commit_now(std::move(decision)));
    return id;
  }
  std::int64_t cases_ = 0;
};

TEST_F(Attachments, OnlyWhoUploadedMayNameAndTheUnitAfterItsOfficer) {
  const std::string of_one = upload(person_of(kOne), "one"), of_officer = upload(officer("desk1"), "at the counter");
  EXPECT_TRUE(may_name(kOne, of_one));
  EXPECT_FALSE(may_name(kOther, of_one)) << "to know a hash is no right";
  EXPECT_FALSE(may_name(kOther, of_one, "desk1")) << "nor for an officer";
  EXPECT_FALSE(may_name(0, of_one));
  EXPECT_FALSE(may_name(kOne, of_officer)) << "not before he enters it for the unit";
  EXPECT_TRUE(may_name(kOne, of_officer, "desk1"));
  EXPECT_FALSE(may_name(kOne, of_officer, "desk2"));
  name({kOne, "desk1"}, of_officer, application(kOne));
  EXPECT_TRUE(may_name(kOne, of_officer)) << "a corrected or copied case of the unit names it again";
  EXPECT_FALSE(may_name(kOther, of_officer));
  EXPECT_EQ(must(app::present_attachments(world_.context, {kOther, {}}, {of_one, of_officer, std::string(64, 'a'), "x"})), Hashes());
  EXPECT_EQ(must(app::present_attachments(world_.context, {kOne, {}}, {of_one, of_officer, std::string(64, 'a'), ""})), (Hashes{of_one, of_officer}));
  upload(person_of(kOther), "one");
  EXPECT_TRUE(may_name(kOther, of_one)) << "who has the bytes has the right";
}

TEST_F(Attachments, WhatMayNotBeNamedLeavesNoTraceThatWouldOpenItLater) {
  const CaseId of_other = application(kOther);
  const std::string hash = crypto::hex(crypto::sha256("not uploaded yet"));
  name({kOther, {}}, hash, of_other);
  EXPECT_FALSE(must(world_.store->record("attachment", hash)).has_value());
  upload(person_of(kOne), "not uploaded yet");
  name({kOther, {}}, hash, of_other);
  EXPECT_FALSE(may_name(kOther, hash));
  EXPECT_FALSE(may_show(kOther, hash));
}

TEST_F(Attachments, AStoreOlderThanTheRuleShowsWhatWasHandedInAndNothingTheOfficeMade) {
  const std::string paper_bytes = "the issued certificate", paper = crypto::hex(crypto::sha256(paper_bytes));
  left(paper_bytes, application(kOne, paper).to_string());
  const std::string invoice = left("an invoice", application(kOne).to_string()), letter = left("a letter", admission(kOne).to_string());
  const std::string inspection = left("an inspection paper", certificate().to_string()), seal = left("a seal", "310000"), specimen = left("a specimen", "cert1");
  EXPECT_TRUE(may_name(kOne, invoice)) << "the unit's earlier case has it";
  EXPECT_TRUE(may_name(kOne, letter));
  EXPECT_FALSE(may_show(kOther, invoice)) << "before the moment is known nothing is older than it";
  world_.clock.at = kNow.plus_ms(1);
  must(app::begin_upload_owners(world_.context));
  world_.clock.at = kNow.plus_ms(kDayMs);
  must(app::begin_upload_owners(world_.context));  // once
  EXPECT_TRUE(may_show(kOther, invoice)) << "two who handed in the same: only the first is on record";
  EXPECT_TRUE(may_show(kOther, letter));
  EXPECT_FALSE(may_show(kOther, invoice, kNow.plus_ms(1))) << "named after it";
  EXPECT_FALSE(may_name(kOther, invoice));
  for (const std::string& made : {paper, inspection, seal, specimen}) EXPECT_FALSE(may_show(kOther, made)) << made;
  for (const std::string& made : {inspection, seal, specimen}) EXPECT_FALSE(may_show(kOther, made, std::nullopt)) << made;
}

TEST_F(Attachments, WhatIsSweptIsForgottenAndWhatIsNamedStays) {
  const std::string named = upload(person_of(kOne), "named"), orphan = upload(person_of(kOne), "orphan");
  name({kOne, {}}, named, application(kOne));
  world_.clock.at = kNow.plus_ms(3 * kDayMs);
  EXPECT_EQ(must(app::sweep_attachments(world_.context)), 1U);
  EXPECT_TRUE(may_name(kOne, named));
  EXPECT_FALSE(may_name(kOne, orphan));
  EXPECT_TRUE(must(world_.store->records("upload", orphan, "", 10)).empty());
}

}  // namespace
}  // namespace datong::security
