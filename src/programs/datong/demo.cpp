// datong demo: exports and an import from lodging to release by separate officers, then certificates of origin, over HTTP, each receipt
// shown as it arrives; the papers are left on disk.
// Uses only access.json and the API.
#include <cstdio>
#include <filesystem>

#include "client/client.hpp"
#include "document/json/form_json.hpp"
#include "domain/declaration/example.hpp"
#include "programs/datong/commands.hpp"
#include "programs/datong/demo_stage.hpp"

namespace datong::programs {
namespace {

using document::Json;

/// One declaration on its way: acts by officers, receipts printed as they come.
class Journey {
 public:
  Journey(Stage& stage, client::Client client) : stage_(stage), client_(std::move(client)) {}

  Result<void> lodge(const std::string& body) {
    auto newest = newest_serial();
    if (!newest) return newest.error();
    serial_ = *newest;
    auto answer = client_.lodge(body, "application/json", 1);
    if (!answer) return answer.error();
    id_ = answer->case_id;
    std::printf("  case %s\n", id_.c_str());
    return show_receipts();
  }
  Result<void> act(const std::string& officer, const std::string& name, const std::map<std::string, std::string>& parameters = {}) {
    auto person = stage_.officer(officer);
    if (!person) return person.error();
    auto done = (*person)->act(id_, name, parameters);
    if (!done) {
      Error error = done.error();
      error.detail = officer + " " + name + ": " + error.detail;
      return error;
    }
    stage_name_ = *done->string("stage");
    return show_receipts();
  }
  Result<Json> look(const std::string& officer) {
    auto person = stage_.officer(officer);
    if (!person) return person.error();
    return (*person)->get("/v1/declarations/" + id_);
  }
  /// Drafts and signs whatever certificates the declaration requires.
  Result<void> certify() {
    auto view = look("cert1");
    if (!view) return view.error();
    for (const Json& code : *view->array("required_certificates")) {
      if (*code.as_string() == "97") continue;
      std::map<std::string, std::string> stated{{"certificate_code", *code.as_string()}};
      for (const auto& [content, text] : domain::example_content(*code.as_string()).texts) stated.emplace(content, text);
      if (auto done = act("cert1", "draft_certificate", stated); !done) return done.error();
    }
    view = look("cert2");
    if (!view) return view.error();
    for (const Json& certificate : *view->array("certificates")) {
      if (auto done = act("cert2", "sign_certificate", {{"certificate_number", *certificate.string("number")}}); !done) return done.error();
    }
    return {};
  }
  Result<void> pay() {
    if (auto done = act("fee1", "calculate_fee"); !done) return done.error();
    auto view = look("fee2");
    if (!view) return view.error();
    if (*view->string("fee") == "settled") return {};
    return act("fee2", "settle_fee", {{"amount_fen", std::to_string(*view->integer("fee_fen"))}, {"payment_reference", "DEMO-" + id_}});
  }
  const std::string& stage_name() const { return stage_name_; }

 private:
  Result<std::int64_t> newest_serial() {
    std::int64_t last = 0;
    for (;;) {
      auto page = client_.receipts(last, 0);
      if (!page) return page.error();
      if (page->empty()) return last;
      last = page->back().serial;
    }
  }
  Result<void> show_receipts() {
    auto receipts = client_.receipts(serial_, 0);
    if (!receipts) return receipts.error();
    for (const client::Receipt& receipt : *receipts) {
      serial_ = receipt.serial;
      auto body = Json::parse(receipt.body);
      if (!body) return body.error();
      std::string fields;
      if (const Json* given = body->object("fields")) {
        for (const auto& [name, value] : *given->as_object()) fields += "  " + name + "=" + (value.as_string() ? *value.as_string() : "");
      }
      std::printf("      receipt %-4lld %-20s%s\n", static_cast<long long>(receipt.serial), body->string("kind")->c_str(), fields.c_str());
      if (const auto* findings = body->array("findings")) {
        for (const Json& finding : *findings) {
          std::printf("        %s %s [%s] %s\n", finding.string("severity")->c_str(), finding.string("path")->c_str(), finding.string("rule")->c_str(),
                      finding.string("zh")->c_str());
        }
      }
    }
    return {};
  }

  Stage& stage_;
  client::Client client_;
  std::string id_, stage_name_;
  std::int64_t serial_ = 0;
};

struct ActStep {
  std::string officer, act;
  std::map<std::string, std::string> parameters;
};

Result<void> do_all(Journey& journey, const std::vector<ActStep>& steps) {
  for (const ActStep& step : steps) {
    if (auto done = journey.act(step.officer, step.act, step.parameters); !done) return done.error();
  }
  return {};
}

/// From lodging to release; `until_drawn` ends with the assignment, after which the draw decides.
Result<std::string> travel(Stage& stage, std::int64_t unit, const std::string& body, const std::vector<ActStep>& until_drawn,
                           const std::vector<ActStep>& if_ordered, const std::vector<ActStep>& if_waived, const std::vector<ActStep>& at_last) {
  auto client = stage.unit(unit);
  if (!client) return client.error();
  Journey journey(stage, std::move(*client));
  if (auto done = journey.lodge(body); !done) return done.error();
  if (auto done = do_all(journey, until_drawn); !done) return done.error();
  if (auto done = do_all(journey, journey.stage_name() == "ordered" ? if_ordered : if_waived); !done) return done.error();
  if (auto done = journey.pay(); !done) return done.error();
  if (auto done = journey.certify(); !done) return done.error();
  if (auto done = do_all(journey, at_last); !done) return done.error();
  return journey.stage_name();
}

/// Inspect first, then fee, certificates, clearance form, release; the inspector takes the papers.
Result<std::string> export_journey(Stage& stage, const std::string& body) {
  return travel(stage, 3100600001, body, {{"desk1", "accept", {}}, {"desk1", "assign", {{"inspector", "insp1"}}}},
                {{"insp1", "compare_papers_accurate", {}}, {"insp1", "begin_inspection", {}}, {"insp1", "pass", {}}},
                {{"desk1", "compare_papers_accurate", {}}}, {{"desk1", "issue_clearance_form", {}}, {"desk2", "release", {}}});
}

/// Papers at collection bring the clearance form; then inspection; release waits for result, fee, papers, certificates.
Result<std::string> import_journey(Stage& stage, const std::string& body) {
  return travel(stage, 3200910001, body,
                {{"desk1", "accept", {}}, {"desk2", "compare_papers_accurate", {}}, {"desk1", "assign", {{"inspector", "insp2"}}}},
                {{"insp2", "begin_inspection", {}}, {"insp2", "pass", {}}}, {}, {{"desk2", "release", {}}});
}

std::string fresh(domain::Document document, std::int64_t now_ms, const char* kind) {
  const std::string reference = std::string("DEMO-") + kind + "-" + std::to_string(now_ms);
  document.header().set(domain::F::header::declarant_reference, document.keep(reference));
  document.header().set(domain::F::header::message_uuid, document.keep("uuid-" + reference));
  return document::write_form_json(document);
}

}  // namespace

int demo(const std::string& access_file) {
  auto text = read_file(access_file);
  if (!text) return fail(text.error());
  auto access = Json::parse(*text);
  if (!access || !access->string("host") || !access->integer("port")) return fail(failure(Code::malformed, access_file));
  Stage stage{*access, {}, caller(*access->string("host"), static_cast<std::uint16_t>(*access->integer("port"))), {}};
  const Instant now = stage.clock.now();
  const Date today = legal_day(now);
  std::printf("export 出境\n");
  auto out = export_journey(stage, fresh(domain::example_export(today), now.ms(), "O"));
  if (!out) return fail(out.error());
  std::printf("import 入境\n");
  auto in = import_journey(stage, fresh(domain::example_import(today), now.ms(), "I"));
  if (!in) return fail(in.error());
  std::printf("plants 植物出境\n");
  auto plants = export_journey(stage, fresh(domain::example_plant_export(today), now.ms(), "P"));
  if (!plants) return fail(plants.error());
  std::printf("export: %s, import: %s, plants: %s\n", out->c_str(), in->c_str(), plants->c_str());
  if (*out != "released" || *in != "released" || *plants != "released") return 1;
  auto papers = demo_papers(stage, std::filesystem::path(access_file).parent_path().string() + "/papers");
  return papers ? 0 : fail(papers.error());
}

}  // namespace datong::programs
