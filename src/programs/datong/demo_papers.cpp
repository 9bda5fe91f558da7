// The second half of datong demo: certificates of origin applied for, approved, issued; every paper saved.
#include <chrono>
#include <filesystem>
#include <thread>

#include "document/coo/application.hpp"
#include "domain/origin/example.hpp"
#include "programs/datong/demo_stage.hpp"

namespace datong::programs {
namespace {

constexpr std::int64_t kApplicant = 3100600001;
constexpr int kWaitTenths = 150;  // an issue is due within ten seconds

Result<void> save(const std::string& folder, const std::string& name, const std::string& bytes) {
  const std::string path = folder + "/" + name;
  if (auto done = write_file(path, bytes); !done) return done;
  std::printf("    saved  %s\n", path.c_str());
  return {};
}

/// An application that nobody lodged before.
std::string fresh_application(std::string_view kind, Instant now) {
  domain::Document document = domain::example_application(kind, 3, legal_day(now), 0);
  const std::string mark = std::to_string(now.ms());
  document.header().set(domain::F::origin::applicant_reference, document.keep("DEMO-" + std::string(kind) + "-" + mark));
  document.header().set(domain::F::origin::invoice_number, document.keep("DEMO-INV-" + std::string(kind) + mark));
  auto written = document::write_application(document, document::ApplicationFormat::json);
  return written ? std::move(written->bytes) : std::string();
}

/// Waits until the machine has made the paper.
Result<Json> wait_for(Officer& officer, const std::string& target, std::string_view member) {
  for (int i = 0; i < kWaitTenths; ++i) {
    auto view = officer.get(target);
    if (!view) return view;
    if (const std::string* value = view->string(member); value != nullptr && !value->empty()) return view;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return failure(Code::unavailable, "no paper at " + target);
}

Result<void> certificate_of_origin(Stage& stage, const std::string& kind, const std::string& officer_name, const std::string& folder) {
  auto client = stage.unit(kApplicant);
  if (!client) return client.error();
  auto answer = client->apply(fresh_application(kind, stage.clock.now()), "application/json", 1);
  if (!answer) return answer.error();
  std::printf("  case %s\n", answer->case_id.c_str());
  auto officer = stage.officer(officer_name, true);
  if (!officer) return officer.error();
  const std::string target = "/v1/applications/" + answer->case_id;
  if (auto done = (*officer)->act(answer->case_id, "approve", {}, "/v1/applications/"); !done) return done.error();
  auto view = wait_for(**officer, target, "paper_sha256");
  if (!view) return view.error();
  auto paper = (*officer)->download(target + "/paper");
  if (!paper) return paper.error();
  std::printf("      issued %s\n", view->string("certificate_number")->c_str());
  return save(folder, *view->string("certificate_number") + ".pdf", *paper);
}

/// The papers of the newest declaration that has a certificate of that kind.
Result<void> inspection_certificate(Stage& stage, std::string_view code, const std::string& folder) {
  auto officer = stage.officer("cert1");
  if (!officer) return officer.error();
  auto list = (*officer)->get("/v1/declarations?limit=20");
  if (!list) return list.error();
  for (const Json& row : *list->array("declarations")) {
    auto view = (*officer)->get("/v1/declarations/" + *row.string("case"));
    if (!view) return view.error();
    for (const Json& certificate : *view->array("certificates")) {
      if (*certificate.string("code") != code || *certificate.string("stage") != "signed") continue;
      const std::string target = "/v1/issued/" + *certificate.string("number");
      if (auto made = wait_for(**officer, target, "paper_sha256"); !made) return made.error();
      auto paper = (*officer)->download(target + "/paper");
      if (!paper) return paper.error();
      return save(folder, *certificate.string("number") + ".pdf", *paper);
    }
  }
  return failure(Code::not_found, "no certificate " + std::string(code));
}

}  // namespace

Result<void> demo_papers(Stage& stage, const std::string& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  std::printf("FORM A 普惠制产地证\n");
  if (auto done = certificate_of_origin(stage, "G", "cert1", folder); !done) return done;
  std::printf("FORM E 中国-东盟产地证\n");
  if (auto done = certificate_of_origin(stage, "E", "cert2", folder); !done) return done;
  std::printf("phytosanitary certificate 植物检疫证书\n");
  return inspection_certificate(stage, "18", folder);
}

}  // namespace datong::programs
