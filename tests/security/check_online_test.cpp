// Checking against the issuer's own records: every verdict, both chains, what a stranger may learn.
#include <gtest/gtest.h>

#include <ctime>

#include "app/issue_inspection_paper.hpp"
#include "base/limits.hpp"
#include "crypto/revocation.hpp"
#include "paper_world.hpp"
#include "store_over.hpp"

namespace datong::security {
namespace {

using app::Check;
using app::CheckAnchors;
using app::CheckAnswer;
using app::Indication;
using app::Verdict;

class CheckOnline : public ::testing::Test {
 protected:
  IssuedPaper issue(const std::string& number = "C263100000000001") { return world_.issue(number); }
  Verdict by_number(const IssuedPaper& issued) { return must(checker_.check_number(issued.number, issued.paper.check_code)); }
  Verdict by_file(const IssuedPaper& issued) { return must(checker_.check_file(issued.paper.bytes)); }
  Verdict by_qr(const IssuedPaper& issued) { return must(checker_.check_qr(issued.paper.qr_text)); }
  void expect_all(const IssuedPaper& issued, Indication indication) {
    for (const Verdict& verdict : {by_number(issued), by_file(issued), by_qr(issued)})
      EXPECT_EQ(verdict.judgement.indication, indication) << app::verdict_text(verdict);
  }
  PaperWorld world_;
  app::OnlineChecker checker_{world_.context};
};

TEST_F(CheckOnline, ThreeWaysLeadToOneVerdictAndTheSameContent) {
  const IssuedPaper issued = issue();
  expect_all(issued, Indication::genuine_and_in_force);
  for (const Verdict& verdict : {by_number(issued), by_file(issued), by_qr(issued)}) {
    EXPECT_EQ(verdict.content.source, "record");
    EXPECT_EQ(verdict.content.number, issued.number);
    ASSERT_EQ(verdict.content.values.size(), 1U);
    EXPECT_EQ(verdict.content.values[0].second, "EXPORTER OF " + issued.number);
    EXPECT_EQ(verdict.content.rows.size(), 1U);
  }
}

TEST_F(CheckOnline, ACodeIsReadAsPeopleTypeIt) {
  const IssuedPaper issued = issue();
  std::string typed;
  for (const char c : issued.paper.check_code) typed += c == '-' ? std::string(" ") : c == '0' ? "o" : c == '1' ? "l" : std::string(1, static_cast<char>(std::tolower(c)));
  EXPECT_TRUE(must(checker_.check_number(" c263100000000001 ", typed)).is_genuine());
}

TEST_F(CheckOnline, EveryStageHasItsVerdict) {
  const IssuedPaper issued = issue();
  for (const auto& [stage, indication] : {std::pair{"cancelled", Indication::cancelled}, {"revoked", Indication::revoked}, {"expired", Indication::expired},
                                          {"recalled", Indication::cancelled}, {"used", Indication::expired}, {"superseded", Indication::superseded}}) {
    world_.change(issued.number, {{"stage", stage}, {"at", "2026-06-03T00:00:00Z"}, {"reason", "because"}});
    expect_all(issued, indication);
    const Verdict verdict = by_number(issued);
    EXPECT_EQ(verdict.reason, "because");
    EXPECT_TRUE(verdict.changed_at);
    EXPECT_EQ(verdict.content.source, "record") << "what it said stays visible";
  }
  for (const char* stage : {"drafted", "in_review", "withdrawn"}) {
    world_.change(issued.number, {{"stage", stage}});
    expect_all(issued, Indication::unknown);
  }
}

TEST_F(CheckOnline, TheLastDayIsTheRecords) {
  const IssuedPaper issued = issue();
  world_.clock.at = kNow.plus_ms(364 * kDayMs);
  expect_all(issued, Indication::genuine_and_in_force);
  world_.clock.at = kNow.plus_ms(366 * kDayMs);
  expect_all(issued, Indication::expired);
}

TEST_F(CheckOnline, TheChainIsShownBothWays) {
  const IssuedPaper first = issue("C263100000000001"), second = issue("C263100000000002"), third = issue("C263100000000003");
  world_.change(first.number, {{"stage", "superseded"}, {"superseded_by", second.number}});
  world_.change(second.number, {{"stage", "superseded"}, {"supersedes", first.number}, {"superseded_by", third.number}});
  world_.change(third.number, {{"supersedes", second.number}});
  const Verdict oldest = by_file(first), newest = by_number(third);
  ASSERT_EQ(oldest.later.size(), 2U);
  EXPECT_EQ(oldest.later[0].number, second.number);
  EXPECT_EQ(oldest.later[1].number, third.number);
  EXPECT_EQ(oldest.later[1].stage, "issued");
  EXPECT_EQ(app::headline(oldest, false), "Superseded by " + second.number);
  ASSERT_EQ(newest.earlier.size(), 2U);
  EXPECT_EQ(newest.earlier[1].number, first.number);
}

TEST_F(CheckOnline, AChainInACircleEnds) {
  const IssuedPaper issued = issue();
  world_.change(issued.number, {{"superseded_by", issued.number}});
  EXPECT_LE(by_number(issued).later.size(), limits::kChainShownMax);
}

TEST_F(CheckOnline, WrongCodeAndUnknownNumberAreOneAnswer) {
  const IssuedPaper issued = issue();
  const auto said = [&](const std::string& number, const std::string& code) {
    Verdict verdict = must(checker_.check_number(number, code));
    verdict.content.number.clear();
    return app::verdict_json(verdict).to_string();
  };
  const std::string wrong = said(issued.number, "0000-0000-0000-0000");
  EXPECT_EQ(wrong, said("C269999999999999", "0000-0000-0000-0000"));
  EXPECT_EQ(wrong, said(issued.number, ""));
  EXPECT_EQ(wrong, said("", issued.paper.check_code));
  EXPECT_EQ(wrong, said(issued.number, issued.paper.check_code + "0"));
  EXPECT_FALSE(wrong.contains("EXPORTER"));
}

TEST_F(CheckOnline, ADraftIsAsUnknownAsNothing) {
  const IssuedPaper issued = issue();
  world_.change(issued.number, {{"stage", "drafted"}});
  const Verdict verdict = by_number(issued);
  EXPECT_EQ(verdict.judgement.indication, Indication::unknown);
  EXPECT_TRUE(verdict.content.source.empty());
}

TEST_F(CheckOnline, WrongTriesAreCountedByAddressAndHourInBoundedMemory) {
  app::WrongTries tries;
  for (int i = 0; i < limits::kCheckTriesPerHour; ++i) EXPECT_TRUE(tries.count("192.0.2.1", kNow));
  EXPECT_FALSE(tries.count("192.0.2.1", kNow));
  EXPECT_TRUE(tries.count("192.0.2.2", kNow));
  EXPECT_TRUE(tries.count("192.0.2.1", kNow.plus_ms(3'600'000)));
  for (int i = 0; i < limits::kCheckTriesPerHour; ++i) EXPECT_TRUE(tries.count("2001:db8:1:2::" + std::to_string(i), kNow));
  EXPECT_FALSE(tries.count("2001:db8:1:2:ffff::1", kNow)) << "one household, one count";
  for (std::size_t i = 0; i < limits::kCheckAddressesMax + 10; ++i) tries.count("a" + std::to_string(i), kNow);
  EXPECT_FALSE(tries.count("2001:db8:1:2::5", kNow)) << "who tried most is not forgotten for those who tried once";
}

TEST_F(CheckOnline, AnAddressIsCountedHoweverItIsWritten) {
  const auto is_one = [](const std::string& a, const std::string& b) {
    app::WrongTries tries;
    for (int i = 0; i < limits::kCheckTriesPerHour; ++i) tries.count(a, kNow);
    return !tries.count(b, kNow);
  };
  EXPECT_TRUE(is_one("2001:db8::a:b:c:d", "2001:db8:0:0:1:2:3:4"));
  EXPECT_TRUE(is_one("2001:db8::a:b:c:d", "2001:0DB8::1"));
  EXPECT_TRUE(is_one("fe80::1%eth0", "fe80::2"));
  EXPECT_TRUE(is_one("::ffff:192.0.2.1", "192.0.2.1"));
  EXPECT_TRUE(is_one("::ffff:c000:201", "192.0.2.1"));
  EXPECT_TRUE(is_one("2001:db8:1:2:3::", "2001:db8:1:2::192.0.2.1"));
  EXPECT_FALSE(is_one("2001:db8::a:b:c:d", "2001:db8:0:1:a:b:c:d"));
  EXPECT_FALSE(is_one("2001:db8::a:b:c:d", "2001:db8:a:b:c:d::"));
  EXPECT_FALSE(is_one("::ffff:192.0.2.1", "::ffff:192.0.2.2"));
  const std::string odd[] = {":", "::", "1::2::3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::", "::1.2.3", "::1.2.3.256", "::1.2.3.4.5", "1.2.3.4:", ":1.2.3.4", "%", ":::"};
  for (const std::string& address : odd) EXPECT_TRUE(is_one(address, address)) << address;
}

/// A store whose steps, or tree, somebody who can write to the database changed.
struct ChangedStore : StoreOver {
  using StoreOver::StoreOver;
  Result<std::vector<app::Step>> steps(CaseId id) override {
    auto steps = StoreOver::steps(id);
    if (steps && !paper.empty()) steps->front().body = Json::make_object().set("paper_sha256", paper).canonical();
    return steps;
  }
  Result<crypto::Digest> log_node(unsigned level, std::uint64_t index) override {
    if (is_broken) return failure(Code::unavailable, "disk");
    return StoreOver::log_node(level, index);
  }
  std::string paper;
  bool is_broken = false;
};

TEST_F(CheckOnline, TheProofIsOfTheBodyThatNamesThePaper) {
  const IssuedPaper issued = issue(), other = issue("C263100000000002");
  const app::Paper forged = world_.make(world_.order(issued.number, 5));
  ChangedStore store(*world_.store);
  app::Context context{store,  world_.context.blobs, world_.clock, world_.context.ids, world_.context.editions, world_.context.signer, world_.context.run, nullptr, world_.context.trust};
  world_.change(issued.number, {{"paper_sha256", forged.sha256}, {"data_sha256", forged.data_sha256}});
  store.paper = forged.sha256;
  EXPECT_EQ(must(app::OnlineChecker(context).check_file(forged.bytes)).judgement.indication, Indication::not_in_the_log);
  store.paper.clear();
  store.is_broken = true;
  const auto verdict = app::OnlineChecker(context).check_file(other.paper.bytes);
  ASSERT_FALSE(verdict) << "a store that fails is no answer about the paper";
  EXPECT_EQ(verdict.error().code, Code::unavailable);
}

TEST_F(CheckOnline, APaperThatIsNotDueIsNotDrawnAgain) {
  const IssuedPaper issued = issue();
  const auto again = app::make_inspection_paper(world_.context, issued.id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict) << again.error().detail;
}

TEST_F(CheckOnline, QrOfAOnPageBShowsA) {
  const IssuedPaper a = issue("C263100000000001"), b = issue("C263100000000002");
  EXPECT_EQ(by_qr(a).content.values[0].second, "EXPORTER OF " + a.number);
  const Verdict offline = app::check_qr(a.paper.qr_text, world_.keys.anchors(), kNow);
  EXPECT_EQ(offline.content.number, a.number);
  EXPECT_NE(offline.content.number, b.number);
}

TEST_F(CheckOnline, EveryChangedDigitOfAQrTextIsRefused) {
  const IssuedPaper issued = issue();
  const auto anchors = world_.keys.anchors();
  const std::size_t start = issued.paper.qr_text.find('#') + 1;
  for (std::size_t i = start; i < issued.paper.qr_text.size(); ++i) {
    std::string changed = issued.paper.qr_text;
    changed[i] = changed[i] == '9' ? '0' : static_cast<char>(changed[i] + 1);
    EXPECT_FALSE(app::check_qr(changed, anchors, kNow).is_genuine()) << i;
  }
  EXPECT_TRUE(app::check_qr(issued.paper.qr_text.substr(start), anchors, kNow).is_genuine()) << "the digits alone will do";
  EXPECT_FALSE(app::check_qr(issued.paper.qr_text + "0", anchors, kNow).is_genuine());
  EXPECT_FALSE(app::check_qr("", anchors, kNow).is_genuine());
}

TEST_F(CheckOnline, ANumberOfAnotherBureauHasNoRecordHere) {
  const app::Paper stray = world_.make(world_.order("C264400000000001"));
  const Verdict verdict = must(checker_.check_file(stray.bytes));
  EXPECT_EQ(verdict.judgement.indication, Indication::unknown);
  EXPECT_EQ(verdict.facts.answer_of(Check::record_known), CheckAnswer::failed);
  EXPECT_EQ(must(checker_.check_qr(stray.qr_text)).judgement.indication, Indication::unknown);
}

TEST_F(CheckOnline, AnotherPaperUnderTheSameNumberIsAltered) {
  const IssuedPaper issued = issue();
  app::PaperOrder other = world_.order(issued.number);
  other.printed.values["exporter"] = "SOMEBODY ELSE";
  const app::Paper second = world_.make(other);
  ASSERT_NE(second.sha256, issued.paper.sha256);
  const Verdict verdict = must(checker_.check_file(second.bytes));
  EXPECT_EQ(verdict.judgement.indication, Indication::altered);
  EXPECT_EQ(verdict.facts.answer_of(Check::record_same_file), CheckAnswer::failed);
  other.data += "<!-- other data -->";
  EXPECT_EQ(must(checker_.check_qr(world_.make(other).qr_text)).judgement.indication, Indication::altered);
}

TEST_F(CheckOnline, WhatWasFoundInTheLogBeforeDoesNotVouchForAnotherPaper) {
  const IssuedPaper issued = issue();
  EXPECT_EQ(by_number(issued).judgement.indication, Indication::genuine_and_in_force);
  world_.change(issued.number, {{"paper_sha256", std::string(64, 'a')}});
  EXPECT_EQ(by_number(issued).judgement.indication, Indication::not_in_the_log);
  world_.change(issued.number, {{"paper_sha256", issued.paper.sha256}});
  EXPECT_EQ(by_number(issued).judgement.indication, Indication::genuine_and_in_force);
}

TEST_F(CheckOnline, WhatTheLogDoesNotHoldIsNotGenuine) {
  const IssuedPaper issued = issue();
  world_.change(issued.number, {{"id", "77"}});
  expect_all(issued, Indication::not_in_the_log);
}

TEST_F(CheckOnline, ASignerRevokedBeforeTheStampIsUnknownAndLaterIsNot) {
  const IssuedPaper issued = issue();
  const std::string serial = by_file(issued).signer->serial_hex;
  world_.revoke_signer(serial, kNow.plus_ms(1));
  EXPECT_TRUE(by_file(issued).is_genuine()) << "revoked afterwards";
  PaperWorld second;
  const IssuedPaper other = second.issue("C263100000000009");
  app::OnlineChecker checker(second.context);
  second.revoke_signer(must(checker.check_file(other.paper.bytes)).signer->serial_hex, kNow);
  EXPECT_EQ(must(checker.check_file(other.paper.bytes)).judgement.indication, Indication::unknown_signer);
  second.revoke_signer(must(checker.check_qr(other.paper.qr_text)).signer->serial_hex, kNow.plus_ms(kDayMs));
  EXPECT_EQ(must(checker.check_qr(other.paper.qr_text)).judgement.indication, Indication::unknown_signer) << "a QR text has no stamp";
}

TEST_F(CheckOnline, AListOfRevokedSignersServesOffline) {
  const IssuedPaper issued = issue();
  const auto plain = app::check_file(issued.paper.bytes, world_.keys.anchors(), kNow);
  const std::string file_serial = plain.signer->serial_hex;
  const std::string qr_serial = app::check_qr(issued.paper.qr_text, world_.keys.anchors(), kNow).signer->serial_hex;
  const auto with = [&](const std::string& serial, Instant at) {
    return world_.keys.anchors(must(crypto::make_revocation_list(world_.keys.authority, {{serial, at}}, kNow, kNow.plus_ms(kDayMs))));
  };
  EXPECT_EQ(app::check_file(issued.paper.bytes, with(file_serial, kNow.plus_ms(-1)), kNow).judgement.indication, Indication::unknown_signer);
  const Verdict good = app::check_file(issued.paper.bytes, with("1234567890abcdef", kNow), kNow);
  EXPECT_EQ(good.facts.answer_of(Check::signer_not_revoked), CheckAnswer::passed);
  EXPECT_EQ(good.judgement.indication, Indication::genuine_status_unknown);
  EXPECT_EQ(app::check_qr(issued.paper.qr_text, with(qr_serial, kNow), kNow).judgement.indication, Indication::unknown_signer);
  const auto revocation = [&](const CheckAnchors& anchors, Instant now) { return app::check_qr(issued.paper.qr_text, anchors, now).facts.answer_of(Check::signer_not_revoked); };
  const Instant until = must(crypto::read_revocation_list(
      must(crypto::make_revocation_list(world_.keys.authority, {}, kNow, kNow.plus_ms(kDayMs))), world_.keys.authority.certificate_pem)).next_update;
  EXPECT_EQ(revocation(with("1234567890abcdef", kNow), until), CheckAnswer::passed);
  EXPECT_EQ(revocation(with("1234567890abcdef", kNow), until.plus_ms(1)), CheckAnswer::not_checked) << "an old list says nothing of today";
  EXPECT_EQ(revocation(with(qr_serial, kNow), until.plus_ms(1)), CheckAnswer::failed) << "revoked is for ever";
}

TEST_F(CheckOnline, ATrainingCertificateIsNeverGenuine) {
  PaperWorld training("TRAINING OFFICE");
  const IssuedPaper issued = training.issue("C263100000000001");
  app::OnlineChecker checker(training.context);
  EXPECT_EQ(must(checker.check_file(issued.paper.bytes)).judgement.indication, Indication::training);
  EXPECT_EQ(must(checker.check_qr(issued.paper.qr_text)).judgement.indication, Indication::training);
  EXPECT_EQ(app::check_file(issued.paper.bytes, training.keys.anchors(), kNow).judgement.indication, Indication::training);
  EXPECT_EQ(app::check_qr(issued.paper.qr_text, training.keys.anchors(), kNow).judgement.indication, Indication::training);
  world_.keys.trust.watermark = "TRAINING 培训";
  expect_all(issue("C263100000000007"), Indication::training);
}

TEST_F(CheckOnline, PapersOfLongAgoStayGenuineAfterTheirSignersLastDay) {
  const IssuedPaper issued = issue();
  const Verdict late = app::check_file(issued.paper.bytes, world_.keys.anchors(), kNow.plus_ms(500 * kDayMs));
  EXPECT_EQ(late.judgement.indication, Indication::expired) << "the paper's own last day";
  EXPECT_TRUE(late.judgement.failed.empty());
}

TEST_F(CheckOnline, WithAuthoritiesAloneAFileIsCheckedAndAQrIsNot) {
  const IssuedPaper issued = issue();
  const auto anchors = must(app::CheckAnchors::from_pem(world_.keys.authority.certificate_pem));
  const Verdict file = app::check_file(issued.paper.bytes, anchors, kNow);
  EXPECT_EQ(file.judgement.indication, Indication::genuine_status_unknown);
  EXPECT_EQ(file.facts.answer_of(Check::summary_right), CheckAnswer::not_checked) << "the key of the summary is unknown";
  EXPECT_EQ(app::check_file(issued.paper.bytes, world_.keys.anchors(), kNow).facts.answer_of(Check::summary_right), CheckAnswer::passed);
  EXPECT_EQ(app::check_qr(issued.paper.qr_text, anchors, kNow).judgement.indication, Indication::unknown_signer);
  EXPECT_FALSE(app::CheckAnchors::from_pem(world_.keys.summary_pem));
  EXPECT_FALSE(app::CheckAnchors::from_pem(""));
}

TEST_F(CheckOnline, MeasuresCheckingAFile) {
  const IssuedPaper issued = issue();
  const auto anchors = world_.keys.anchors();
  const auto cpu_us = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
  };
  const auto median = [&](auto work) {
    std::vector<double> all;
    for (int round = 0; round < 41; ++round) {
      const double before = cpu_us();
      work();
      all.push_back(cpu_us() - before);
    }
    std::nth_element(all.begin(), all.begin() + 20, all.end());
    return all[20];
  };
  const double file = median([&] { EXPECT_TRUE(app::check_file(issued.paper.bytes, anchors, kNow).is_genuine()); });
  const double online = median([&] { EXPECT_TRUE(by_file(issued).is_genuine()); });
  const double qr = median([&] { EXPECT_TRUE(app::check_qr(issued.paper.qr_text, anchors, kNow).is_genuine()); });
  const double number = median([&] { EXPECT_TRUE(by_number(issued).is_genuine()); });
  const double wrong = median([&] { EXPECT_FALSE(must(checker_.check_number(issued.number, "0000")).is_genuine()); });
  const double absent = median([&] { EXPECT_FALSE(must(checker_.check_number("C269999999999999", "0000")).is_genuine()); });
  std::printf("median CPU µs: file offline %.0f, online %.0f; QR offline %.0f; number %.0f; wrong code %.1f; unknown number %.1f; file %zu bytes\n", file, online, qr,
              number, wrong, absent, issued.paper.bytes.size());
}

}  // namespace
}  // namespace datong::security
