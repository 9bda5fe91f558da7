// datong print: the pages that are printed from the tables. A test fails when docs/generated is stale.
#include <cstdio>
#include <filesystem>

#include "base/limits.hpp"
#include "document/schema/schema.hpp"
#include "domain/declaration/decide.hpp"
#include "domain/origin/lifecycle.hpp"
#include "http/api.hpp"
#include "http/problem.hpp"
#include "programs/datong/commands.hpp"

namespace datong::programs {
namespace {

using namespace datong::domain;

constexpr const char* kNote = "<!-- Printed by `datong print all`; do not edit. -->\n\n";

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string roles_text(const Roles& roles) {
  std::string text;
  for (std::size_t i = 1; i <= kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    if (roles.has(role)) text += (text.empty() ? "" : ", ") + std::string(role_name(role));
  }
  return text;
}

std::string lifecycle_page() {
  std::string page = kNote;
  page += "# The life of a declaration\n\n```mermaid\nstateDiagram-v2\n";
  for (const Transition& row : kLifecycle) {
    const std::string from = row.from == Stage::none ? "[*]" : std::string(stage_name(row.from));
    page += "  " + from + " --> " + std::string(stage_name(row.to)) + ": " + std::string(event_spec(row.event).name) + "\n";
  }
  page += "```\n\n## Stage\n\n| From | Event | To | By | Only if | Rule |\n|---|---|---|---|---|---|\n";
  for (const Transition& row : kLifecycle) {
    page += "| " + std::string(stage_name(row.from)) + " | " + std::string(event_spec(row.event).name) + " | " + std::string(stage_name(row.to)) + " | " +
            roles_text(row.by) + " | " + std::string(guard_name(row.only_if)) + " | " + std::string(row.rule.id()) + " |\n";
  }
  page += "\n## Side tracks\n\n| Track | From | Event | To | By | Only if | Rule |\n|---|---|---|---|---|---|---|\n";
  for (const TrackMove& row : kTracks) {
    page += "| " + std::string(track_name(row.track)) + " | " + std::string(value_name(row.track, row.from)) + " | " +
            std::string(event_spec(row.event).name) + " | " + std::string(value_name(row.track, row.to)) + " | " + roles_text(row.by) + " | " +
            std::string(guard_name(row.only_if)) + " | " + std::string(row.rule.id()) + " |\n";
  }
  page += "\n## Acts\n\n| Act | 中文 | English | Receipt | e-CIQ code | Parameters (! = must be given) |\n|---|---|---|---|---|---|\n";
  for (const EventSpec& spec : kEvents) {
    std::string parameters;
    for (const std::string_view name : spec.parameters) {
      if (!name.empty()) parameters += (parameters.empty() ? "" : ", ") + std::string(name);
    }
    page += "| " + std::string(spec.name) + " | " + std::string(spec.zh) + " | " + std::string(spec.en) + " | " + std::string(spec.receipt) + " | " +
            std::string(eciq_response_code(spec.receipt)) + " | " + parameters + " |\n";
  }
  return page;
}

std::string origin_lifecycle_page() {
  std::string page = kNote;
  page += "# The life of an application and of the certificate of origin it becomes\n\n```mermaid\nstateDiagram-v2\n";
  for (const OriginTransition& row : kOriginLifecycle) {
    const std::string from = row.from == OriginStage::none ? "[*]" : std::string(stage_name(row.from));
    page += "  " + from + " --> " + std::string(stage_name(row.to)) + ": " + std::string(event_spec(row.event).name) + "\n";
  }
  page += "```\n\n## Stage\n\nA stage from `issued` to `expired` is the certificate's public status.\n\n"
          "| From | Event | To | By | Only if | Rule |\n|---|---|---|---|---|---|\n";
  for (const OriginTransition& row : kOriginLifecycle) {
    page += "| " + std::string(stage_name(row.from)) + " | " + std::string(event_spec(row.event).name) + " | " + std::string(stage_name(row.to)) + " | " +
            roles_text(row.by) + " | " + std::string(guard_name(row.only_if)) + " | " + std::string(row.rule.id()) + " |\n";
  }
  page += "\n## Acts\n\n| Act | 中文 | English | Receipt | Parameters (! = must be given) |\n|---|---|---|---|---|\n";
  for (const OriginEventSpec& spec : kOriginEvents) {
    std::string parameters;
    for (const std::string_view name : spec.parameters) {
      if (!name.empty()) parameters += (parameters.empty() ? "" : ", ") + std::string(name);
    }
    page += "| " + std::string(spec.name) + " | " + std::string(spec.zh) + " | " + std::string(spec.en) + " | " + std::string(spec.receipt) + " | " +
            parameters + " |\n";
  }
  return page;
}

std::string_view kind_name(RuleKind kind) {
  switch (kind) {
    case RuleKind::form: return "form";
    case RuleKind::office: return "office";
    case RuleKind::life: return "life";
    case RuleKind::fee: return "fee";
    case RuleKind::origin: return "origin";
    case RuleKind::system: return "system";
  }
  return "";
}

std::string_view provenance_name(Provenance provenance) {
  switch (provenance) {
    case Provenance::reg: return "reg";
    case Provenance::notice: return "notice";
    case Provenance::guide: return "guide";
    case Provenance::known: return "known";
    case Provenance::assumed: return "assumed";
  }
  return "";
}

std::string rules_page() {
  std::string page = kNote;
  page += "# Rules\n\n`form` rules need only the document and dated rows and run the same everywhere; `office` rules need what the\n"
                     "office holds. Provenance: reg = regulation text, notice = the 2002 notice, guide = training or interface material,\n"
                     "known = generally known, assumed = our own choice. Sources: ../sources.md.\n\n"
                     "| Rule | Kind | Severity | Provenance | Source | 中文 | English |\n|---|---|---|---|---|---|---|\n";
  for (const Rule& rule : kRules) {
    page += "| " + std::string(rule.id) + " | " + std::string(kind_name(rule.kind)) + " | " +
            (rule.severity == Severity::warning ? "warning" : "refusal") + " | " + std::string(provenance_name(rule.provenance)) + " | " +
            cell(rule.source) + " | " + cell(rule.zh) + " | " + cell(rule.en) + " |\n";
  }
  return page;
}

std::string routes_page() {
  std::string page = kNote;
  page += "# Routes\n\nA unit is an enterprise: an installation by signature, or a person by session. `use` is what a signature must be made for.\n\n"
                     "| Method | Path | Who | use | 中文 | English |\n|---|---|---|---|---|---|\n";
  for (const http::Route& route : http::routes()) {
    page += "| " + std::string(route.method) + " | " + std::string(route.pattern) + " | " + std::string(http::access_name(route.access)) + " | " +
            std::string(route.purpose) + " | " + std::string(route.zh) + " | " + std::string(route.en) + " |\n";
  }
  return page;
}

std::string errors_page() {
  std::string page = kNote;
  page += "# Errors\n\nEvery error is a problem document (RFC 9457) with `code` and, where rules speak, `findings`.\n\n"
                     "| Code | Status | Meaning | Try again |\n|---|---|---|---|\n";
  for (const Code code : {Code::refused, Code::malformed, Code::unauthenticated, Code::forbidden, Code::not_found, Code::conflict, Code::too_large,
                          Code::unavailable, Code::corrupt, Code::internal}) {
    const auto kind = http::problem_kind(code);
    page += "| " + std::string(kind.code) + " | " + std::to_string(kind.status) + " | " + std::string(kind.title) + " | " + (kind.retry ? "yes" : "no") + " |\n";
  }
  return page;
}

/// The limits file itself is the page: name, value and reason stand on one line there.
std::string limits_page() {
  std::string page = kNote;
  page += "# Limits\n\n| Limit | Value |\n|---|---|\n";
#define LIMIT(name) page += "| " #name " | " + std::to_string(limits::name) + " |\n"
  LIMIT(kMessageBytesMax); LIMIT(kHeaderBytesMax); LIMIT(kDepthMax); LIMIT(kMembersMax); LIMIT(kBatchItemsMax); LIMIT(kFindingsMax);
  LIMIT(kUnknownElementsMax); LIMIT(kGoodsLinesMax); LIMIT(kPackagesPerLineMax); LIMIT(kPermitsPerLineMax); LIMIT(kVehiclesPerPermitMax);
  LIMIT(kContainersMax); LIMIT(kContainerNumbersMax); LIMIT(kDocumentsMax); LIMIT(kCertificatesMax); LIMIT(kQualificationsMax); LIMIT(kEndUsersMax);
  LIMIT(kMarksMax); LIMIT(kOriginLinesMax); LIMIT(kThirdPartiesMax); LIMIT(kOriginInvoicesMax); LIMIT(kCostSheetsMax); LIMIT(kCostMaterialsMax);
  LIMIT(kOriginRuleBytesMax); LIMIT(kOriginAlternativesMax); LIMIT(kOriginRequirementsMax); LIMIT(kOriginExceptionsMax);
  LIMIT(kReturnPointsMax); LIMIT(kReturnCharactersMax); LIMIT(kSummaryTextBytesMax); LIMIT(kKeptPicturesMax); LIMIT(kCheckTriesPerHour);
  LIMIT(kCheckAddressesMax); LIMIT(kCheckedFileBytesMax); LIMIT(kCheckedObjectsMax); LIMIT(kCheckedObjectTextMax); LIMIT(kCheckedValuesMax);
  LIMIT(kCheckedOnLoopBytesMax); LIMIT(kProvenPapersMax); LIMIT(kChainShownMax);
  LIMIT(kAttachmentBytesMax); LIMIT(kAttachmentsPerCaseMax); LIMIT(kStepsPerCaseMax); LIMIT(kReasonCharactersMax); LIMIT(kContentCharactersMax);
  LIMIT(kPictureBytesMax); LIMIT(kPictureSideMax); LIMIT(kPicturePixelsMax); LIMIT(kSignatoriesReadMax);
  LIMIT(kVersionsMax); LIMIT(kCommitDecisionsMax); LIMIT(kCommitBytesMax); LIMIT(kTimerLanes); LIMIT(kCommitQueueMax); LIMIT(kConnectionsMax);
  LIMIT(kReadTimeoutMs); LIMIT(kIdleTimeoutMs); LIMIT(kLongPollMsMax); LIMIT(kPageRowsMax); LIMIT(kWorkScanMax); LIMIT(kClaimMs); LIMIT(kBulkCasesMax);
  LIMIT(kSearchCharactersMax); LIMIT(kSearchWordsMax); LIMIT(kWordsPerCaseMax); LIMIT(kSearchScanMax); LIMIT(kSearchStepsPerRound);
  LIMIT(kSessionMs); LIMIT(kSignedGetSkewMs); LIMIT(kIdempotencyKeyBytesMax);
  LIMIT(kSignInTriesPerHour); LIMIT(kCodeFileBytesMax); LIMIT(kDocumentPagesMax); LIMIT(kDocumentRowsMax); LIMIT(kDocumentTextMax);
  LIMIT(kDocumentEmbeddedMax);
#undef LIMIT
  page += "\nReasons stand beside each value in `src/base/limits.hpp`.\n";
  return page;
}

const std::vector<std::pair<std::string, std::function<std::string()>>>& pages() {
  static const std::vector<std::pair<std::string, std::function<std::string()>>> all{
      {"lifecycle.md", lifecycle_page},
      {"origin_lifecycle.md", origin_lifecycle_page},
      {"rules.md", rules_page},
      {"fields.md", [] { return document::field_page(Group::header, "en").insert(0, kNote); }},
      {"fields.zh-CN.md", [] { return document::field_page(Group::header, "zh").insert(0, kNote); }},
      {"declaration.schema.json", [] { return document::form_json_schema(Group::header); }},
      {"origin_fields.md", [] { return document::field_page(Group::origin, "en").insert(0, kNote); }},
      {"origin_fields.zh-CN.md", [] { return document::field_page(Group::origin, "zh").insert(0, kNote); }},
      {"origin_application.schema.json", [] { return document::form_json_schema(Group::origin); }},
      {"eciq.xsd", document::eciq_xsd},
      {"routes.md", routes_page},
      {"errors.md", errors_page},
      {"limits.md", limits_page},
  };
  return all;
}

}  // namespace

int print(const std::string& what, const std::string& into) {
  if (what == "all") {
    std::error_code problem;
    std::filesystem::create_directories(into, problem);
    for (const auto& [file, page] : pages()) {
      if (auto done = write_file(into + "/" + file, page()); !done) return fail(done.error());
    }
    return 0;
  }
  const std::map<std::string, std::string> files{{"schema", "declaration.schema.json"}, {"xsd", "eciq.xsd"}};
  const auto named = files.find(what);
  const std::string wanted = named != files.end() ? named->second : what + ".md";
  for (const auto& [file, page] : pages()) {
    if (file == wanted) {
      std::printf("%s", page().c_str());
      return 0;
    }
  }
  return fail(failure(Code::not_found, "nothing to print by the name " + what));
}

}  // namespace datong::programs
