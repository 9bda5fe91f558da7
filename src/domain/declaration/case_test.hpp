#pragma once
// For tests of the lifecycle: one case driven by decide() and decide_lodging() alone, with people to act on it, its
// events, receipts and ledgers gathered as a store would. Not here: the store, bytes, rules on documents.
// Thread rule: one test, one thread.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/declaration/decide.hpp"
#include "domain/declaration/example.hpp"
#include "domain/declaration/review_test.hpp"

namespace datong::domain {

using Parameters = std::map<std::string, std::string, std::less<>>;

inline Actor officer(const std::string& name, std::vector<Role> roles) {
  return {name, name, std::move(roles), "310100", 0};
}
inline const Actor kDesk = officer("desk1", {Role::desk}), kOtherDesk = officer("desk2", {Role::desk});
inline const Actor kInspector = officer("inspector1", {Role::inspector}),
                   kOtherInspector = officer("inspector2", {Role::inspector});
inline const Actor kFeeDesk = officer("fee1", {Role::fee_desk}), kOtherFeeDesk = officer("fee2", {Role::fee_desk});
inline const Actor kDrafter = officer("certificate1", {Role::certificate_desk});
inline const Actor kSigner = officer("certificate2", {Role::certificate_desk});
inline const Actor kSupervisor = officer("supervisor1", {Role::supervisor});
inline const Actor kLaboratory = officer("laboratory1", {Role::laboratory});
inline const Actor kCustoms = officer("customs", {Role::partner});
inline const Actor kUnitPerson{"unit", "张三", {Role::enterprise}, "", 3100600001};

/// Parameters an act needs and that fit the case.
inline Parameters parameters_for(Event event, const DeclarationHead& head, const std::string& actor) {
  const auto certificate = [&](auto fits) {
    for (const CertificateRef& each : head.certificates) {
      if (fits(each)) return each.number;
    }
    return std::string("none");
  };
  switch (event) {
    case Event::return_for_repair:
    case Event::refuse:
    case Event::fail:
    case Event::compare_papers_inaccurate: return {{"reason_code", "01"}, {"reason", "原因"}};
    case Event::assign:
    case Event::reassign: return {{"inspector", head.assigned_to == "inspector1" ? "inspector2" : "inspector1"}};
    case Event::order_treatment: return {{"treatment", "11"}};
    case Event::settle_fee: return {{"amount_fen", std::to_string(head.fee_fen)}, {"payment_reference", "P-1"}};
    case Event::send_sample: return {{"test_items", "甲醛含量"}};
    case Event::send_another_sample: return {{"test_items", "甲醛含量"}, {"reason", "原因"}};
    case Event::record_test_conforms: return {{"report_number", "T-1"}};
    case Event::record_test_does_not_conform: return {{"report_number", "T-1"}, {"remark", "超标"}};
    case Event::withdraw_sample:
    case Event::reinspect:
    case Event::close_failed:
    case Event::reverse_fee:
    case Event::ask_amendment:
    case Event::refuse_amendment:
    case Event::ask_withdrawal:
    case Event::refuse_withdrawal:
    case Event::recall_clearance_form: return {{"reason", "原因"}};
    case Event::draft_certificate:
      for (const std::string& code : head.required_certificates) {
        const bool is_there = std::any_of(
            head.certificates.begin(), head.certificates.end(),
            [&](const CertificateRef& c) { return c.code == code && c.stage != CertificateStage::cancelled; });
        if (code == "97" || is_there) continue;
        Parameters drafted = example_content(code).texts;
        drafted.emplace("certificate_code", code);
        return drafted;
      }
      return {{"certificate_code", "none"}};
    case Event::sign_certificate:
      return {{"certificate_number", certificate([&](const CertificateRef& c) {
                 return c.stage == CertificateStage::drafted && c.drafted_by != actor;
               })}};
    case Event::cancel_certificate:
      return {{"certificate_number",
               certificate([](const CertificateRef& c) { return c.stage != CertificateStage::cancelled; })},
              {"reason", "原因"}};
    case Event::lodge:
    case Event::lodge_refused:
    case Event::lodge_again:
    case Event::lodge_again_refused:
    case Event::accept:
    case Event::order_inspection:
    case Event::waive_inspection:
    case Event::begin_inspection:
    case Event::pass:
    case Event::rework:
    case Event::complete_treatment:
    case Event::release:
    case Event::close:
    case Event::grant_withdrawal:
    case Event::abandon:
    case Event::lapse:
    case Event::compare_papers_accurate:
    case Event::calculate_fee:
    case Event::settle_nothing:
    case Event::grant_amendment:
    case Event::lodge_amendment:
    case Event::lodge_amendment_refused:
    case Event::issue_clearance_form:
    case Event::report_clearance_used:
    case Event::papers_reset:
    case Event::laboratory_reset:
    case Event::void_fee: return {};
  }
  return {};
}

/// Adds a permit with a write-off to the first goods line.
inline void add_permit(Document& document, const std::string& number, const std::string& quantity) {
  const std::string row = "/goods/0/permits/";
  const auto index = std::to_string(document.all(Group::permit).size());
  change(document, {{row + "-/permit_kind", "325"},
                    {row + index + "/permit_number", number},
                    {row + index + "/write_off_quantity", quantity},
                    {row + index + "/write_off_unit", "035"}});
}

class TestCase {
 public:
  explicit TestCase(Direction direction, PapersMode mode = PapersMode::at_inspection) : mode_(mode) {
    facts.edition = &classic();
    facts.now = start_of_legal_day(test_day()).plus_ms(9 * 3'600'000);
    facts.today = test_day();
    facts.unit = example_enterprises().front();
    facts.drawn_number = "7";
    document_ = make(direction);
    facts.document = document_.get();
  }

  static std::unique_ptr<Document> make(Direction direction) {
    return std::make_unique<Document>(direction == Direction::export_ ? example_export(test_day())
                                                                      : example_import(test_day()));
  }
  Document& document() { return *document_; }

  /// Lodges the next version: `edits` on a fresh copy of the example, `findings` as machine review would say.
  Result<Outcome> lodge(std::unique_ptr<Document> next, std::vector<Finding> findings = {},
                        Channel channel = Channel::client, const Actor& by = kUnitPerson) {
    Lodging lodging;
    lodging.id = CaseId{77};
    lodging.reference = "R-1";
    lodging.version = head.version + 1;
    lodging.document_hash = "hash" + std::to_string(lodging.version);
    lodging.channel = channel;
    lodging.actor = by;
    lodging.findings = std::move(findings);
    lodging.document = next.get();
    lodging.previous = head.stage == Stage::none ? nullptr : document_.get();
    lodging.papers_mode = mode_;
    ActFacts lodging_facts = facts;
    lodging_facts.document = next.get();
    auto outcome = decide_lodging(head.stage == Stage::none ? nullptr : &head, lodging, lodging_facts);
    if (outcome && outcome->head.effective_version == lodging.version) {
      document_ = std::move(next);
      facts.document = document_.get();
    }
    return take(std::move(outcome));
  }
  Result<Outcome> lodge() { return lodge(make(head.stage == Stage::none ? *document_->direction() : head.direction)); }

  Result<Outcome> act(Event event, const Actor& actor) {
    return act(event, actor, parameters_for(event, head, actor.name));
  }
  Result<Outcome> act(Event event, const Actor& actor, Parameters parameters) {
    return take(decide(head, prepare(event, std::move(parameters)), actor, facts));
  }
  /// Only asks; the case stays as it is.
  Result<Outcome> ask(Event event, const Actor& actor) {
    return decide(head, prepare(event, parameters_for(event, head, actor.name)), actor, facts);
  }

  /// "accepted papers_due …": kinds of the receipts since the last call.
  std::string take_receipts() {
    std::string kinds;
    for (const ReceiptDraft& each : receipts_) kinds += (kinds.empty() ? "" : " ") + each.kind;
    receipts_.clear();
    return kinds;
  }
  const std::vector<ReceiptDraft>& receipts() const { return receipts_; }
  Decimal ledger(const std::string& name) const {
    const auto found = ledgers.find(name);
    return found == ledgers.end() ? Decimal{} : found->second;
  }
  void days_later(int days) {
    facts.now = facts.now.plus_ms(std::int64_t{days} * 86'400'000);
    facts.today = legal_day(facts.now);
  }
  /// Whether the head is what the events alone say.
  void expect_fold() const {
    const auto folded = fold(events);
    ASSERT_TRUE(folded) << folded.error().detail;
    EXPECT_EQ(folded->stage, head.stage);
    EXPECT_EQ(folded->papers, head.papers);
    EXPECT_EQ(folded->fee, head.fee);
    EXPECT_EQ(folded->change, head.change);
    EXPECT_EQ(folded->clearance, head.clearance);
    EXPECT_EQ(folded->laboratory, head.laboratory);
    EXPECT_EQ(events.size(), head.steps);
  }

  DeclarationHead head;
  ActFacts facts;
  std::vector<Event> events;
  std::vector<Issue> issues;
  std::map<std::string, Decimal> ledgers;
  bool drawn = true;
  std::int64_t fee_fen = 6'000;

 private:
  ActRequest prepare(Event event, Parameters parameters) {
    ActRequest request{event, std::move(parameters)};
    facts.draw = DrawFact{drawn, *Decimal::parse("0.2"), 3, {"SEL003"}, facts.today.to_string()};
    facts.fee = FeeWorking{{}, fee_fen};
    facts.new_id = CaseId{++ids_};
    const std::string name = request.parameter("inspector");
    facts.named_officer.reset();
    if (name == "inspector1" || name == "inspector2" || name == "desk1") {
      Officer named;
      named.sign_in = name;
      named.roles = {Role::inspector};
      facts.named_officer = named;
    }
    facts.named_officer_is_in_reach = true;
    return request;
  }

  Result<Outcome> take(Result<Outcome> outcome) {
    if (!outcome) return outcome;
    EXPECT_EQ(outcome->head.steps, head.steps + outcome->steps.size());
    head = outcome->head;
    for (const StepDraft& step : outcome->steps) events.push_back(step.event);
    for (const ReceiptDraft& receipt : outcome->receipts) receipts_.push_back(receipt);
    for (const Move& move : outcome->moves) ledgers[move.ledger] = ledgers[move.ledger] + move.amount;
    for (const Issue& issue : outcome->issues) issues.push_back(issue);
    if (outcome->papers_state) facts.papers_state = *outcome->papers_state;
    return outcome;
  }

  PapersMode mode_;
  std::unique_ptr<Document> document_;
  std::vector<ReceiptDraft> receipts_;
  std::int64_t ids_ = 100;
};

/// The rule of the only finding, or the error's code, or "" when it succeeded.
inline std::string refusal(const Result<Outcome>& outcome) {
  if (outcome) return "";
  if (outcome.error().refusals.empty()) return "failure: " + outcome.error().detail;
  std::string rules;
  for (const Finding& found : outcome.error().refusals) rules += (rules.empty() ? "" : " ") + std::string(found.rule);
  return rules;
}

/// Lodged, accepted and assigned; `ordered` or `waived` as `test.drawn` says.
inline void bring_to_assigned(TestCase& test) {
  ASSERT_EQ(refusal(test.lodge()), "");
  if (test.head.papers_mode == PapersMode::before_acceptance) {
    ASSERT_EQ(refusal(test.act(Event::compare_papers_accurate, kDesk)), "");
  }
  ASSERT_EQ(refusal(test.act(Event::accept, kDesk)), "");
  ASSERT_EQ(refusal(test.act(Event::assign, kOtherDesk)), "");
}

/// Inspected with that result.
inline void bring_to_result(TestCase& test, Event result = Event::pass) {
  bring_to_assigned(test);
  const bool brings_papers = test.head.direction == Direction::export_ && test.head.papers != Papers::accurate;
  if (brings_papers) {
    ASSERT_EQ(refusal(test.act(Event::compare_papers_accurate, kInspector)), "");
  }
  ASSERT_EQ(refusal(test.act(Event::begin_inspection, kInspector)), "");
  ASSERT_EQ(refusal(test.act(result, kInspector)), "");
}

inline void pay(TestCase& test) {
  ASSERT_EQ(refusal(test.act(Event::calculate_fee, kFeeDesk)), "");
  if (test.head.fee == Fee::due) {
    ASSERT_EQ(refusal(test.act(Event::settle_fee, kOtherFeeDesk)), "");
  }
}

inline void sign_all(TestCase& test) {
  while (test.ask(Event::draft_certificate, kDrafter)) {
    ASSERT_EQ(refusal(test.act(Event::draft_certificate, kDrafter)), "");
    ASSERT_EQ(refusal(test.act(Event::sign_certificate, kSigner)), "");
  }
}

}  // namespace datong::domain
