// What lodging and acts do to an application beside moving it: versions, the number, told once, the two working days, the certificate's
// dates; the number series; automatic approval. Each rule on both sides. COO 1.2–1.7, 2.2, 4.2, 9.
#include "domain/origin/decide.hpp"

#include "domain/declaration/review_test.hpp"
#include "domain/origin/automatic_approval.hpp"
#include "domain/origin/example.hpp"

namespace datong::domain {
namespace {

using enum OriginEvent;
using enum OriginStage;
using Parameters = std::map<std::string, std::string, std::less<>>;

const Actor kUnit{"unit", "张三", {Role::enterprise}, "", 3100600001, false};
const Actor kDesk{"desk1", "", {Role::desk}, "310400", 0, true};
const Actor kOfficer{"cert1", "", {Role::certificate_desk}, "310400", 0, true};
const Actor kWithoutCode{"cert1", "", {Role::certificate_desk}, "310400", 0, false};
const Actor kSupervisor{"sup1", "", {Role::supervisor}, "310400", 0, true};

/// One application driven by the decisions alone.
struct TestApplication {
  OriginHead head;
  OriginActFacts facts;
  Document document = example_application("C", 1, test_day());
  OriginOutcome last;
  std::vector<Finding> findings;
  std::string number = "C25MA1A2B3C60001";
  Channel channel = Channel::client;
  Actor lodger = kUnit;

  explicit TestApplication(Date day = test_day()) {
    facts.edition = &classic();
    on(day);
    facts.machine_refusals = {finding("ORL026", "/goods", {"x"})};
  }
  void on(Date day) {
    facts.today = day;
    facts.now = start_of_legal_day(day).plus_ms(57'600'000);  // 16:00
  }
  std::string lodge(std::uint32_t version = 0) {
    OriginLodging lodging;
    lodging.id = CaseId{5};
    lodging.version = version == 0 ? head.version + 1 : version;
    lodging.document = &document;
    lodging.document_hash = "v" + std::to_string(lodging.version);
    lodging.findings = findings;
    lodging.number = number;
    lodging.channel = channel;
    lodging.actor = lodger;
    lodging.unit = kUnit.unit;
    return keep(decide_origin_lodging(head.stage == none ? nullptr : &head, lodging, facts));
  }
  std::string act(OriginEvent event, const Actor& actor, Parameters parameters = {}) {
    return keep(decide(head, {event, std::move(parameters)}, actor, facts));
  }
  std::string issue_it(std::optional<Date> valid_until_on) {
    facts.paper = PaperFact{"aa", "bb", 2};
    facts.valid_until_on = valid_until_on;
    return act(issue, machine_actor());
  }
  std::string field(std::string_view name) const {
    for (const auto& [key, value] : last.receipts.front().fields) {
      if (key == name) return value;
    }
    return "absent";
  }

 private:
  std::string keep(Result<OriginOutcome> outcome) {
    if (!outcome) return outcome.error().refusals.empty() ? outcome.error().detail : std::string(outcome.error().refusals.front().rule);
    last = std::move(*outcome);
    head = last.head;
    return "";
  }
};

Date day(const char* text) { return *Date::parse(text); }

TEST(OriginDecide, ORL001ORL002ORL003AVersionGoesToReviewOrBackAndKeepsItsNumber) {
  TestApplication test;
  test.findings = {finding("ORG024", "/goods"), finding("ORG101", "/exporter")};
  ASSERT_EQ(test.lodge(), "");
  EXPECT_EQ(test.head.stage, returned);
  EXPECT_EQ(test.last.receipts.front().kind, "application_returned");
  EXPECT_EQ(test.last.steps.front().findings.size(), 2U) << "with every finding";
  EXPECT_FALSE(test.head.due_at);
  test.findings.clear();
  test.number = "C25MA1A2B3C60002";
  ASSERT_EQ(test.lodge(), "");
  EXPECT_EQ(test.head.stage, in_review);
  EXPECT_EQ(test.head.version, 2U);
  EXPECT_EQ(test.head.number, "C25MA1A2B3C60001") << "the number of the first version stays";
  EXPECT_EQ(test.last.receipts.front().kind, "application_received");
}

TEST(OriginDecide, SYS004AndORL040AVersionComesInTurnAndOnlyAfterAReturn) {
  TestApplication test;
  EXPECT_EQ(test.lodge(2), "SYS004");
  ASSERT_EQ(test.lodge(), "");
  EXPECT_EQ(test.lodge(), "ORL040") << "in review";
  ASSERT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks too short"}}), "");
  EXPECT_EQ(test.lodge(3), "SYS004");
  EXPECT_EQ(test.lodge(2), "");
  ASSERT_EQ(test.act(withdraw, kUnit), "");
  EXPECT_EQ(test.lodge(), "ORL040") << "final";
}

TEST(OriginDecide, ORL037ANewVersionKeepsKindClassOfficeAndNumber) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks too short"}}), "");
  for (const Edit& edit : std::vector<Edit>{{"/kind", "G"}, {"/application_class", "1"}, {"/issuing_office", "310000"}, {"/certificate_number", "C25MA1A2B3C60002"}}) {
    test.document = example_application("C", 1, test_day());
    change(test.document, {edit});
    EXPECT_EQ(test.lodge(), "ORL037") << edit.path;
  }
  test.document = example_application("C", 1, test_day());
  change(test.document, {{"/certificate_number", ""}, {"/marks", "N/M"}});
  EXPECT_EQ(test.lodge(), "") << "leaving the number out is not another number";
}

TEST(OriginDecide, ORL004ORL010ORL030ORL031AnOfficerWithACodeWhoDidNotEnterItApproves) {
  TestApplication test;
  test.channel = Channel::counter_paper;
  test.lodger = kOfficer;
  ASSERT_EQ(test.lodge(), "");
  EXPECT_EQ(test.head.entered_by, "cert1");
  EXPECT_EQ(test.act(approve, kWithoutCode), "ORL030");
  EXPECT_EQ(test.act(approve, kOfficer), "ORL031");
  EXPECT_EQ(test.act(approve, kDesk), "REV005");
  const Actor other{"cert2", "", {Role::certificate_desk}, "310400", 0, true};
  ASSERT_EQ(test.act(approve, other), "");
  EXPECT_EQ(test.head.approved_by, "cert2");
  EXPECT_EQ(test.head.due_at, test.facts.now) << "the machine makes the paper at once";
  EXPECT_EQ(test.act(issue, other), "REV005");
  EXPECT_EQ(test.act(issue, machine_actor()), "ORL038");
  ASSERT_EQ(test.issue_it(test_day().plus_days(364)), "");
  EXPECT_EQ(test.field("paper_sha256"), "aa");
  EXPECT_EQ(test.field("pages"), "2");
  EXPECT_EQ(test.field("certificate_number"), test.head.number);
}

TEST(OriginDecide, ORL015TheMachineApprovesWhenNothingSpeaksAgainstIt) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  EXPECT_FALSE(test.head.due_at) << "an officer's";
  EXPECT_EQ(test.act(approve_by_machine, machine_actor()), "ORL026");
  TestApplication clean;
  clean.facts.machine_refusals.clear();
  ASSERT_EQ(clean.lodge(), "");
  EXPECT_EQ(clean.head.due_at, clean.facts.now);
  EXPECT_EQ(clean.act(approve_by_machine, kOfficer), "REV005");
  ASSERT_EQ(clean.act(approve_by_machine, machine_actor()), "");
  EXPECT_EQ(clean.head.stage, approved);
}

TEST(OriginDecide, ORL005ORL032WhatWasSeenBeforeAndHasNotChangedIsToldOnce) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  EXPECT_EQ(test.act(return_for_repair, kDesk), "REV006") << "points are needed";
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "marks too short"}}), "REV006") << "a point begins with a path";
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks"}}), "REV006") << "and says what to correct";
  ASSERT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks too short\n/exporter no street"}}), "");
  EXPECT_EQ(test.head.told, (std::vector<std::string>{"/marks", "/exporter"}));
  ASSERT_EQ(test.lodge(), "");
  test.facts.changed = {"/consignee", "/goods/0/description"};
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/invoice_number wrong"}}), "ORL032");
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks still too short\n/invoice_number wrong"}}), "ORL032");
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marksman wrong"}}), "ORL032") << "another field with a longer name";
  OriginHead before = test.head;
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks still too short"}}), "") << "told and not mended";
  test.head = before;
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/consignee no street"}}), "") << "changed since";
  test.head = before;
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/goods/0 no such goods"}}), "") << "a field inside it has changed";
}

TEST(OriginDecide, ORL006ORL009RefusedWithAReasonOrWithdrawnByTheUnit) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  EXPECT_EQ(test.act(refuse, kOfficer), "REV006");
  EXPECT_EQ(test.act(refuse, kDesk, {{"reason", "不符合"}}), "REV005");
  EXPECT_EQ(test.act(refuse, kOfficer, {{"reason", "x"}, {"colour", "red"}}), "DEC007") << "an unknown parameter";
  EXPECT_EQ(test.act(withdraw, kOfficer), "REV005");
  ASSERT_EQ(test.act(refuse, kOfficer, {{"reason", "不符合"}}), "");
  EXPECT_EQ(test.head.stage, refused);
  EXPECT_EQ(test.field("reason"), "不符合");
  EXPECT_EQ(test.act(withdraw, kUnit), "REV004");
}

TEST(OriginDecide, ORL017WhatWasApprovedAndCannotBeIssuedIsReturnedOrRefusedByTheCertificateDesk) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(return_for_repair, kDesk, {{"points", "/marks too short"}}), "");
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(approve, kOfficer), "");
  const OriginHead before = test.head;
  EXPECT_EQ(test.act(withdraw, kUnit), "REV004") << "the decision is made";
  EXPECT_EQ(test.act(return_for_repair, kDesk, {{"points", "/shipped_on shipped meanwhile"}}), "REV005");
  ASSERT_EQ(test.act(return_for_repair, kOfficer, {{"points", "/shipped_on shipped meanwhile"}}), "") << "it arose later: not a matter of told once";
  EXPECT_EQ(test.head.stage, returned);
  EXPECT_FALSE(test.head.due_at) << "nothing is issued any more";
  test.head = before;
  ASSERT_EQ(test.act(refuse, kOfficer, {{"reason", "the certificate before was cancelled"}}), "");
  EXPECT_EQ(test.head.stage, refused);
}

TEST(OriginClock, RunsTwoWorkingDaysFromTheDayAfterLodging) {
  struct Case {
    const char *lodged, *due, *why;
  };
  for (const Case& c : {Case{"2025-06-12", "2025-06-16", "Thursday 16:00, Friday, weekend, Monday (COO 9)"}, Case{"2025-06-13", "2025-06-17", "Friday"},
                        Case{"2025-06-14", "2025-06-17", "Saturday"}, Case{"2025-06-09", "2025-06-11", "Monday"},
                        Case{"2025-04-30", "2025-05-07", "before a holiday"}, Case{"2025-04-25", "2025-04-28", "a Sunday that is worked"},
                        Case{"2025-12-31", "2026-01-05", "over the year: 1 to 3 January off, Sunday the 4th worked"}}) {
    TestApplication test(day(c.lodged));
    ASSERT_EQ(test.lodge(), "");
    EXPECT_EQ(test.head.review_due_on, day(c.due)) << c.why;
    EXPECT_EQ(test.field("review_due_on"), c.due);
  }
}

TEST(OriginClock, ORL007ORL008StandsStillFromPapersAskedToPapersIn) {
  struct Case {
    const char *asked, *in, *due, *why;
  };
  for (const Case& c : {Case{"2025-06-12", "2025-06-13", "2025-06-17", "asked on the day of lodging: both days are left"},
                        Case{"2025-06-13", "2025-06-16", "2025-06-18", "the day of asking is given back"},
                        Case{"2025-06-16", "2025-06-18", "2025-06-19", "one day is left"}, Case{"2025-06-16", "2025-06-30", "2025-07-01", "however long it took"},
                        Case{"2025-06-14", "2025-06-15", "2025-06-16", "over the weekend one of two days is left"},
                        Case{"2025-06-17", "2025-06-18", "2025-06-18", "it had run out"}}) {
    TestApplication test(day("2025-06-12"));
    ASSERT_EQ(test.lodge(), "");
    test.on(day(c.asked));
    EXPECT_EQ(test.act(ask_papers, kOfficer), "REV006");
    ASSERT_EQ(test.act(ask_papers, kOfficer, {{"papers", "合同"}}), "");
    EXPECT_EQ(test.head.stage, held);
    EXPECT_FALSE(test.head.review_due_on) << c.why;
    EXPECT_EQ(test.act(approve, kOfficer), "REV004");
    test.on(day(c.in));
    ASSERT_EQ(test.act(hand_in_papers, kUnit), "");
    EXPECT_EQ(test.head.stage, in_review);
    EXPECT_EQ(test.head.review_due_on, day(c.due)) << c.why;
    EXPECT_EQ(test.field("review_due_on"), c.due);
  }
}

TEST(OriginClock, ORL008PapersAskedOfACleanApplicationAreSeenByAnOfficer) {
  TestApplication test;
  test.facts.machine_refusals.clear();
  ASSERT_EQ(test.lodge(), "");
  ASSERT_TRUE(test.head.due_at) << "the machine would approve it at once";
  const auto lodged = test.head;
  ASSERT_EQ(test.act(ask_papers, kOfficer, {{"papers", "合同"}}), "");
  EXPECT_FALSE(test.head.due_at);
  ASSERT_EQ(test.act(hand_in_papers, kUnit), "");
  EXPECT_EQ(test.head.stage, in_review);
  EXPECT_FALSE(test.head.due_at) << "no timer approves what nobody has looked at";

  test.head = lodged;
  ASSERT_EQ(test.act(ask_papers, kOfficer, {{"papers", "合同"}}), "");
  test.head.due_at = lodged.due_at;  // asked before this was so
  ASSERT_EQ(test.act(hand_in_papers, kUnit), "");
  EXPECT_FALSE(test.head.due_at);
}

TEST(OriginClock, CAL001WithoutACalendarNothingIsPromised) {
  TestApplication test(day("2099-06-12"));
  EXPECT_EQ(test.lodge(), "CAL001");
}

TEST(OriginCertificate, ORL014ORL039ExpiresTheDayAfterItsLast) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(approve, kOfficer), "");
  const Date last = test_day().plus_days(364);
  ASSERT_EQ(test.issue_it(last), "");
  EXPECT_EQ(test.head.issued_on, test_day());
  EXPECT_EQ(test.head.due_at, start_of_legal_day(last.plus_days(1)));
  test.on(last);
  EXPECT_EQ(test.act(expire, machine_actor()), "ORL039");
  test.on(last.plus_days(1));
  EXPECT_EQ(test.act(expire, kSupervisor), "REV005");
  ASSERT_EQ(test.act(expire, machine_actor()), "");
  EXPECT_EQ(test.head.stage, expired);
  EXPECT_FALSE(test.head.due_at);
  EXPECT_EQ(test.act(cancel, kOfficer, {{"reason", "x"}}), "REV004");
  EXPECT_EQ(test.act(revoke, kSupervisor, {{"reason", "false papers"}}), "") << "false papers come out late";
}

TEST(OriginCertificate, WithoutValidityItDoesNotExpire) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(approve, kOfficer), "");
  ASSERT_EQ(test.issue_it(std::nullopt), "");
  EXPECT_FALSE(test.head.due_at);
  EXPECT_EQ(test.act(expire, machine_actor()), "ORL039");
}

TEST(OriginCertificate, ORL011ORL012ORL013ORL016SupersededCancelledRevokedPrinted) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(approve, kOfficer), "");
  ASSERT_EQ(test.issue_it(test_day().plus_days(364)), "");
  const OriginHead issued_head = test.head;
  ASSERT_EQ(test.act(record_print, kUnit, {{"copy", "original"}}), "");
  EXPECT_EQ(test.head.prints, 1U);
  EXPECT_TRUE(test.last.receipts.empty());
  EXPECT_EQ(test.act(supersede, kOfficer, {{"successor", "C25MA1A2B3C60002"}, {"cause", "lost"}}), "REV005");
  ASSERT_EQ(test.act(supersede, machine_actor(), {{"successor", "C25MA1A2B3C60002"}, {"cause", "lost"}}), "");
  EXPECT_EQ(test.head.successor_number, "C25MA1A2B3C60002");
  EXPECT_EQ(test.act(cancel, kOfficer, {{"reason", "x"}}), "REV004");
  EXPECT_EQ(test.act(revoke, kSupervisor, {{"reason", "x"}}), "");
  test.head = issued_head;
  EXPECT_EQ(test.act(cancel, kWithoutCode, {{"reason", "x"}}), "ORL030");
  EXPECT_EQ(test.act(cancel, kSupervisor, {{"reason", "x"}}), "REV005");
  EXPECT_EQ(test.act(cancel, kOfficer), "REV006");
  ASSERT_EQ(test.act(cancel, kOfficer, {{"reason", "unused"}}), "");
  EXPECT_EQ(test.act(revoke, kSupervisor, {{"reason", "x"}}), "REV004") << "final";
  test.head = issued_head;
  EXPECT_EQ(test.act(revoke, kOfficer, {{"reason", "x"}}), "REV005");
  Actor without_code = kSupervisor;
  without_code.second_factor = false;
  EXPECT_EQ(test.act(revoke, without_code, {{"reason", "x"}}), "ORL030");
}

TEST(OriginDecide, LIM001RoomIsKeptForWhatEndsACertificate) {
  TestApplication test;
  ASSERT_EQ(test.lodge(), "");
  ASSERT_EQ(test.act(approve, kOfficer), "");
  ASSERT_EQ(test.issue_it(std::nullopt), "");
  test.head.steps = 250 - 9;
  EXPECT_EQ(test.act(record_print, kUnit, {{"copy", "1"}}), "");
  EXPECT_EQ(test.act(record_print, kUnit, {{"copy", "1"}}), "LIM001");
  test.head.steps = 249;
  EXPECT_EQ(test.act(revoke, kSupervisor, {{"reason", "x"}}), "");
}

TEST(OriginNumber, ORL035IsTheSeriesAndFourDigits) {
  EXPECT_EQ(certificate_number_series("RC", 2022, "913302000123456714"), "RC22012345671");
  EXPECT_EQ(check_certificate_number("RC220123456710001", certificate_number_series("RC", 2022, "913302000123456714")), std::nullopt);
  const std::string series = certificate_number_series("C", 2026, "33A12B567");
  EXPECT_EQ(series, "C2633A12B567");
  EXPECT_EQ(check_certificate_number("C2633A12B5670045", series), std::nullopt);
  EXPECT_EQ(check_certificate_number("C2633A12B5679999", series), std::nullopt);
  for (const char* wrong : {"C2633A12B5670000", "C2633A12B567004", "C2633A12B56700045", "C2533A12B5670045", "G2633A12B5670045", "C2633A12B567004A",
                            "c2633a12b5670045", "", "C2633A12B567"}) {
    const auto found = check_certificate_number(wrong, series);
    ASSERT_TRUE(found) << wrong;
    EXPECT_EQ(found->rule, "ORL035");
  }
  EXPECT_EQ(certificate_number_series("C", 2026, "33A12B56"), "");
  EXPECT_EQ(certificate_number_series("C", 2009, "33A12B567"), "C0933A12B567");
  EXPECT_TRUE(check_certificate_number("0001", "")) << "without a series nothing fits";
}

// ---- automatic approval

struct Automatic {
  Document document = example_application("C", 1, test_day());
  OriginReview review;
  Enterprise unit;
  std::vector<std::string> not_seen;
  std::string reasons() const { return list(machine_refusals(document, review, &unit, not_seen, classic(), test_day())); }
};

TEST(AutomaticApproval, ORL020ToORL026EachTraitAloneSendsItToAnOfficer) {
  Automatic clean;
  EXPECT_EQ(clean.reasons(), "");
  for (const char* kind : {"G", "E", "RC"}) {
    Automatic other;
    other.document = example_application(kind, 1, test_day());
    EXPECT_EQ(other.reasons(), "ORL020 /kind") << kind << " is off as shipped";
  }
  Automatic amended;
  change(amended.document, {{"/application_class", "1"}});
  EXPECT_EQ(amended.reasons(), "ORL021 /application_class");
  Automatic late;
  late.review.retrospective = RetrospectiveState::retrospective;
  EXPECT_EQ(late.reasons(), "ORL022 /shipped_on");
  Automatic invoiced;
  change(invoiced.document, {{"/third_party_invoice", "1"}});
  EXPECT_EQ(invoiced.reasons(), "ORL023 /third_party_invoice");
  Automatic umbrella;
  umbrella.review.findings = {finding("ORG020", "/goods/0/description")};
  EXPECT_EQ(umbrella.reasons(), "ORL024 /goods/0/description");
  Automatic watched;
  watched.unit.visa_standing = VisaStanding::watch;
  EXPECT_EQ(watched.reasons(), "ORL025 ");
  Automatic unseen;
  unseen.not_seen = {"A|620462|"};
  EXPECT_EQ(unseen.reasons(), "ORL026 /goods");
  EXPECT_EQ(list(machine_refusals(clean.document, clean.review, nullptr, {}, classic(), test_day())), "ORL025 ") << "no such enterprise";
}

}  // namespace
}  // namespace datong::domain
