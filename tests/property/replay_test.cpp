// The past is decided by its own edition: what was calculated and found under one is calculated and found again under
// it, whatever was loaded since.
#include "office.hpp"

namespace datong::property {
namespace {

using enum Event;

/// An export walked to its release; the case's id.
CaseId release_export(Office& office, const std::string& tail) {
  const CaseId id = must(office.lodge(example(domain::Direction::export_, tail))).id;
  must(office.act(id, accept, kDesk));
  must(office.act(id, assign, kDesk));
  if (office.head(id).stage == Stage::ordered) {
    const auto& inspector = office.head(id).assigned_to == "inspector1" ? kInspector : kOtherInspector;
    must(office.act(id, compare_papers_accurate, inspector));
    must(office.act(id, begin_inspection, inspector));
    must(office.act(id, pass, inspector));
  } else {
    must(office.act(id, compare_papers_accurate, kDesk));
  }
  must(office.act(id, calculate_fee, kFeeDesk));
  if (office.head(id).fee == domain::Fee::due) must(office.act(id, settle_fee, kOtherFeeDesk));
  must(office.act(id, draft_certificate, kDrafter));
  must(office.act(id, sign_certificate, kSigner));
  must(office.act(id, issue_clearance_form, kDesk));
  must(office.act(id, release, kDesk));
  return id;
}

document::StepFacts step_of(Office& office, CaseId id, Event event) {
  for (const app::Step& step : must(office.store->steps(id))) {
    auto facts = must(document::read_step(step.body));
    if (facts.event == event) return facts;
  }
  throw std::runtime_error("no such step");
}

/// As text, members in canonical order.
std::string fee_by(const domain::Edition& edition, Office& office, CaseId id) {
  const auto reading = must(app::load_document(office.context, id, office.head(id).effective_version));
  const domain::FeeContext inspected_once;
  return document::working_json(
             must(domain::inspection_fee(reading.document, edition, *office.head(id).accepted_on, inspected_once)))
      .canonical();
}

TEST(Replay, APastFeeIsCalculatedAgainWithItsOwnEdition) {
  Office office;
  const CaseId id = release_export(office, "1");
  const auto recorded = step_of(office, id, calculate_fee);
  const std::string first = office.editions.current()->hash();
  EXPECT_EQ(recorded.edition, first);

  office.load(Office::changed("fee_items.csv", ",1.5,", ",4.5,"));
  const std::string second = office.editions.current()->hash();
  ASSERT_NE(first, second);
  const auto old_edition = must(office.editions.by_hash(recorded.edition));
  EXPECT_EQ(fee_by(*old_edition, office, id), recorded.body.object("working")->canonical());
  EXPECT_NE(fee_by(*office.editions.current(), office, id), recorded.body.object("working")->canonical())
      << "the new rates would say otherwise";
  const std::string total = "\"total_fen\":" + *recorded.body.object("data")->string("amount_fen");
  EXPECT_NE(fee_by(*old_edition, office, id).find(total), std::string::npos);

  const CaseId later = release_export(office, "2");
  EXPECT_EQ(step_of(office, later, calculate_fee).edition, second);
  EXPECT_EQ(fee_by(*office.editions.current(), office, later),
            step_of(office, later, calculate_fee).body.object("working")->canonical());
  EXPECT_EQ(office.contradictions({id, later}), "");
}

std::string findings_by(const domain::Edition& edition, Office& office, CaseId id) {
  const auto reading = must(app::load_document(office.context, id, 1));
  Json list = Json::make_array();
  for (const Finding& found : domain::review_form(reading.document, edition, domain::test_day())) {
    list.add(Json::make_object().set("path", found.path).set("rule", found.rule));
  }
  return list.canonical();
}

TEST(Replay, APastReviewFindsTheSameWithItsOwnEdition) {
  Office office;
  const CaseId id =
      must(office.lodge(example(domain::Direction::export_, "1", {{"/trade_mode", "zz"}, {"/goods/0/quantity", "0"}})))
          .id;
  const auto recorded = step_of(office, id, lodge_refused);
  const std::string columns = "code,name_zh,name_en,valid_from,valid_to\n";
  office.load(Office::changed("codes/trade_mode.csv", columns, columns + "zz,新贸易方式,New trade mode,,\n"));
  const std::string again = findings_by(*must(office.editions.by_hash(recorded.edition)), office, id);
  ASSERT_NE(again.find("DEC005"), again.npos) << again;
  EXPECT_EQ(again, recorded.body.get("findings")->canonical());
  EXPECT_NE(findings_by(*office.editions.current(), office, id), again) << "the new edition knows the code";
}

TEST(Replay, EditionsComeBackByTheirHash) {
  Office office;
  const app::EditionFiles one = data_set("classic");
  const app::EditionFiles two = Office::changed("fee_items.csv", ",1.5,", ",2.5,");
  office.load(two);
  for (const app::EditionFiles& files : {one, two}) {
    const std::string hash = app::edition_hash(files);
    EXPECT_EQ(must(office.store->edition(hash)), files);
    EXPECT_EQ(must(office.editions.by_hash(hash))->hash(), hash);
  }
  EXPECT_EQ(office.editions.current()->hash(), app::edition_hash(two));
  EXPECT_EQ(office.editions.by_hash(std::string(64, '0')).error().code, Code::not_found);
}

TEST(Timers, AMachineAcceptsWhereADatedRuleLetsItAndALapseGivesThePermitBack) {
  Office office;
  office.load(Office::changed("parameters.csv", "machine_may_accept,no,", "machine_may_accept,yes,"));
  office.open_permit("T1", "1000", 3100600002);
  const CaseId id = must(office.lodge(example(domain::Direction::import_, "1", permit_of("T1", "600")))).id;
  EXPECT_EQ(office.head(id).stage, Stage::in_review);
  EXPECT_EQ(must(app::run_timers(office.context, 10)).done, 1U);
  EXPECT_EQ(office.head(id).stage, Stage::accepted);
  EXPECT_EQ(office.head(id).accepted_by, "machine");
  EXPECT_EQ(office.head(id).number.size(), 15U);
  EXPECT_EQ(must(office.store->balance("permit:325:T1")), Decimal::from_integer(400));
  office.clock.add_days(30);
  EXPECT_EQ(must(app::run_timers(office.context, 10)).done, 0U);
  office.clock.add_days(1);
  EXPECT_EQ(must(app::run_timers(office.context, 10)).done, 1U);
  EXPECT_EQ(office.head(id).stage, Stage::lapsed);
  EXPECT_EQ(must(office.store->balance("permit:325:T1")), Decimal::from_integer(1000));
  EXPECT_EQ(office.contradictions({id}), "");
}

TEST(Permits, OfAnAmendmentAreJudgedByWhatItsOwnCaseGivesBack) {
  Office office;
  office.open_permit("T1", "1000", 3100600002);
  const CaseId id = must(office.lodge(example(domain::Direction::import_, "1", permit_of("T1", "800")))).id;
  must(office.act(id, accept, kDesk));
  must(office.act(id, ask_amendment, unit_person(3200910001)));
  must(office.act(id, grant_amendment, kDesk));
  const auto version = [](const std::string& tail, const std::string& quantity) {
    auto edits = permit_of("T1", quantity);
    edits.push_back({"/declarant_reference", "R-1"});
    return example(domain::Direction::import_, tail, edits);
  };
  must(office.lodge(version("2", "1000.00001"), 2));
  EXPECT_EQ(office.head(id).effective_version, 1U);
  EXPECT_EQ(must(office.store->balance("permit:325:T1")), Decimal::from_integer(200));
  must(office.lodge(version("3", "1000"), 3));
  EXPECT_EQ(office.head(id).effective_version, 3U);
  EXPECT_TRUE(must(office.store->balance("permit:325:T1")).is_zero());
  EXPECT_EQ(must(office.store->balance("permit:325:T1:reserved")), Decimal::from_integer(1000));
  EXPECT_EQ(office.contradictions({id}), "");
}

TEST(CheckCase, NamesAnAlteredHeadAndAnAlteredOrMissingStep) {
  Office office;
  const CaseId id = release_export(office, "1");
  const app::Head head = must(office.store->head(id));
  const std::vector<app::Step> steps = must(office.store->steps(id));
  ASSERT_TRUE(app::check_case(head, steps).empty());
  const auto found = [&](auto alter) {
    app::Head other = head;
    std::vector<app::Step> rows = steps;
    alter(other, rows);
    std::string all;
    for (const auto& each : app::check_case(other, rows)) all += each.what + "; ";
    return all;
  };
  EXPECT_NE(found([](app::Head& h, auto&) { h.stage = 3; }).find("stage"), std::string::npos);
  EXPECT_NE(
      found([](app::Head& h, auto&) { h.body.replace(h.body.find("\"fee_fen\":"), 11, "\"fee_fen\":9"); }).find("head"),
      std::string::npos);
  EXPECT_NE(found([](app::Head& h, auto&) { h.body = "{}"; }).find("cannot be read"), std::string::npos);
  EXPECT_NE(found([](app::Head& h, auto&) {
              auto altered = *document::read_head(h.body);
              altered.papers = domain::Papers::due;
              h.body = document::write_head(altered);
            }).find("track"),
            std::string::npos);
  EXPECT_NE(found([](auto&, auto& rows) { rows.pop_back(); }).find("missing"), std::string::npos);
  EXPECT_NE(found([](auto&, auto& rows) { rows.erase(rows.begin() + 2); }).find("hash"), std::string::npos);
  EXPECT_NE(found([](auto&, auto& rows) {
              rows[1].body.replace(rows[1].body.find("desk1"), 5, "desk9");
            }).find("step 1 does not have its hash"),
            std::string::npos);
  EXPECT_NE(found([](auto&, auto& rows) { rows.clear(); }), "");
}

}  // namespace
}  // namespace datong::property
