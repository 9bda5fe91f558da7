#pragma once
// For tests of checking: an issuing platform in this process — authority, issuing, stamping and summary keys, a store in
// memory with the log — that makes genuine papers, and the keys of people who are not it. Thread rule: one thread.
#include <stdexcept>
#include <string>

#include "app/check_paper.hpp"
#include "app/paper.hpp"
#include "app/transparency_log.hpp"
#include "crypto/certificate.hpp"
#include "document/pdf/sample_test.hpp"
#include "domain/edition/data_set_test.hpp"
#include "store/sqlite/blobs.hpp"
#include "store/sqlite/store.hpp"

namespace datong::security {

using document::Json;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail.empty() ? "refused" : result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline const Instant kNow = *Instant::parse("2026-06-02T02:03:04Z");
inline constexpr std::int64_t kDayMs = 86'400'000;

class TestClock : public app::Clock {
 public:
  Instant now() override { return at; }
  Instant at = kNow;
};

/// Keys under one authority.
struct KeySet {
  explicit KeySet(const std::string& name, const std::string& organisation = "EXAMPLE OFFICE")
      : authority(must(crypto::make_authority(name, kNow.plus_ms(-30 * kDayMs), 3650))), trust(summary_signer()), organisation_(organisation) {
    trust.issuing = signer(crypto::Usage::document_signer);
    trust.stamp.signer = signer(crypto::Usage::time_stamp);
    summary_pem = certify(trust.summary.key, crypto::Usage::document_signer);
    trust.check_secret = "secret of " + name;
    trust.fonts = document::pdf::fonts_for_test();
    trust.address = "https://check.example";
    trust.anchors_pem = authority.certificate_pem + summary_pem;
  }
  std::string certify(const crypto::SigningKey& key, crypto::Usage usage, Instant from = kNow.plus_ms(-kDayMs), int days = 365) const {
    return must(crypto::issue_certificate(authority, key.public_pem(), "Issuing key 签发", organisation_, usage, from, days));
  }
  std::shared_ptr<const crypto::DocumentSigner> signer(crypto::Usage usage, Instant from = kNow.plus_ms(-kDayMs), int days = 365) const {
    const crypto::SigningKey key = crypto::SigningKey::generate();
    return must(crypto::signer_from_key(key, certify(key, usage, from, days) + authority.certificate_pem));
  }
  app::CheckAnchors anchors(const std::string& lists = {}) const { return must(app::CheckAnchors::from_pem(trust.anchors_pem, lists)); }

  crypto::Authority authority;
  std::string summary_pem;
  app::Trust trust;

 private:
  static app::Signer summary_signer() {
    const crypto::SigningKey key = crypto::SigningKey::generate();
    return {key, key.verifying_key().thumbprint().substr(0, 16)};
  }
  std::string organisation_;
};

struct IssuedPaper {
  app::Paper paper;
  std::string number;
  CaseId id;
};

class PaperWorld {
 public:
  explicit PaperWorld(const std::string& organisation = "EXAMPLE OFFICE")
      : keys("Example authority", organisation), store(must(store::sqlite::SqliteStore::open(":memory:", {true, false}))),
        blobs_(must(store::sqlite::SqliteBlobs::open(":memory:", true))), editions(*store) {
    context.trust = &keys.trust;
  }
  ~PaperWorld() { store->stop(); }

  app::PaperOrder order(const std::string& number, int lines = 3) const {
    app::PaperOrder order;
    order.number = number;
    order.kind = "C";
    order.printed = document::pdf::printed_for_test("C", lines);
    order.data_name = "certificate.xml";
    order.data = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Certificate><CertNo>" + number + "</CertNo><Exporter>宁波示例纺织品有限公司</Exporter>" +
                 "<Consignee>MÜLLER &amp; SŐHNE</Consignee></Certificate>\n";
    order.title = "CERTIFICATE OF ORIGIN " + number;
    order.summary = {{"exporter", "NINGBO EXAMPLE TEXTILES"}, {"invoice", "EX2026-" + number}};
    order.officer = "ZHANG SAN 张三";
    order.at = clock.at;
    order.issued_on = legal_day(order.at);
    order.valid_until_on = order.issued_on.plus_days(365);
    order.stamp_serial = 1000 + static_cast<std::uint64_t>(serial_);
    return order;
  }
  app::Paper make(const app::PaperOrder& order) { return must(app::make_paper(context, edition_, order)); }
  /// The same with other keys or another stamp.
  app::Paper make_with(app::Trust& trust, const app::PaperOrder& order) {
    context.trust = &trust;
    app::Paper paper = make(order);
    context.trust = &keys.trust;
    return paper;
  }

  /// A paper with its record, its step, and that in the log.
  IssuedPaper issue(const std::string& number, int lines = 3) {
    IssuedPaper issued{make(order(number, lines)), number, CaseId{1'000'000 + ++serial_}};
    app::Decision decision;
    app::Head head;
    head.id = issued.id;
    head.kind = app::HeadKind::certificate;
    head.body = "{}";
    head.steps = 1;
    app::Step step{issued.id, 0, {}, Json::make_object().set("paper_sha256", issued.paper.sha256).canonical(), clock.now()};
    step.hash = crypto::sha256({crypto::view(head.last_step_hash), step.body});
    head.last_step_hash = step.hash;
    decision.heads.push_back(head);
    decision.steps.push_back(step);
    Json values = Json::make_object().set("exporter", "EXPORTER OF " + number);
    Json content = Json::make_object().set("values", std::move(values)).set("rows", Json::make_array({Json::make_object().set("item", "1")}));
    Json record = Json::make_object().set("format", 1).set("kind", "certificate_of_origin").set("number", number).set("code", "C");
    record.set("stage", "issued").set("id", issued.id.to_string()).set("paper_sha256", issued.paper.sha256);
    record.set("data_sha256", issued.paper.data_sha256).set("issued_on", legal_day(clock.now()).to_string()).set("at", clock.now().to_string());
    record.set("valid_until_on", legal_day(clock.now()).plus_days(365).to_string()).set("content", std::move(content));
    decision.records.push_back({"issued", number, 0, record.canonical()});
    must(store->commit_now(std::move(decision)));
    extend_log();
    return issued;
  }
  void extend_log() { must(app::extend_log(context, {log_key_, "log"})); }
  /// Changes members of a record.
  void change(const std::string& number, const std::vector<std::pair<std::string, std::string>>& members) {
    auto record = must(store->record("issued", number)).value();
    Json json = must(Json::parse(record.body));
    for (const auto& [name, value] : members) json.set(name, value);
    app::Decision decision;
    decision.records.push_back({"issued", number, record.version, json.canonical()});
    must(store->commit_now(std::move(decision)));
  }
  void revoke_signer(const std::string& serial_hex, Instant at) { must(app::revoke_signer(*store, serial_hex, at)); }

  KeySet keys;
  TestClock clock;
  std::unique_ptr<store::sqlite::SqliteStore> store;

 private:
  std::unique_ptr<store::sqlite::SqliteBlobs> blobs_;
  IdMaker ids_{0};
  app::EditionPtr edition_ = domain::edition_for_test("classic");
  crypto::SigningKey log_key_ = crypto::SigningKey::generate();
  std::int64_t serial_ = 0;

 public:
  app::Editions editions;
  app::Context context{*store, *blobs_, clock, ids_, editions, {crypto::SigningKey::generate(), "receipt"}, [](std::function<void()> work) { work(); }, nullptr, nullptr};
};

}  // namespace datong::security
