#include "programs/datong/training_office.hpp"

#include <algorithm>
#include <filesystem>

#include "domain/declaration/example.hpp"

namespace datong::programs {
namespace {

/// What a simulated officer does when he may, what stands first first. Papers are compared before they are missed, fees are calculated by
/// one and taken by another, certificates drafted by one and signed by another.
struct Habit {
  std::string_view officer, kind, act;
};
constexpr Habit kHabits[] = {
    {"desk1", "declaration", "grant_withdrawal"},
    {"desk1", "declaration", "grant_amendment"},
    {"desk1", "declaration", "return_for_repair"},
    {"desk1", "declaration", "accept"},
    {"desk1", "declaration", "assign"},
    {"desk1", "declaration", "compare_papers_accurate"},
    {"desk1", "declaration", "issue_clearance_form"},
    {"desk1", "declaration", "release"},
    {"insp1", "declaration", "compare_papers_accurate"},
    {"insp1", "declaration", "begin_inspection"},
    {"insp1", "declaration", "pass"},
    {"fee1", "declaration", "calculate_fee"},
    {"fee2", "declaration", "settle_fee"},
    {"cert1", "declaration", "draft_certificate"},
    {"cert2", "declaration", "sign_certificate"},
    {"cert2", "origin", "return_for_repair"},
    {"cert2", "origin", "approve"},
};
constexpr std::string_view kOfficers[] = {"desk1", "insp1", "fee1", "fee2", "cert1", "cert2"};
constexpr std::string_view kSignsWithCode = "cert2";  // approving demands the second factor

// The lesson: who writes one of these words into the contract number is sent back once.
constexpr std::string_view kLessonWords[] = {"退单", "RETURN"};
constexpr const char* kLessonReason =
    "练习:合同号里写了退单字样,所以退回一次。改掉它,以下一版本再报。 An exercise: the contract number asks for a return. Change it and lodge the next version.";

std::string_view text(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value == nullptr ? std::string_view() : std::string_view(*value);
}

std::string cases_of(const Json& row) { return text(row, "kind") == "origin" ? "/v1/applications/" : "/v1/declarations/"; }

bool offers(const Json& row, std::string_view act) {
  const auto& acts = *row.array("acts");
  return std::any_of(acts.begin(), acts.end(), [&](const Json& each) { return *each.as_string() == act; });
}

/// The first certificate asked for that nobody has drafted; "" when all are there. 97 is the exchange voucher, which the form itself brings.
std::string missing_certificate(const Json& view) {
  for (const Json& code : *view.array("required_certificates")) {
    const auto& made = *view.array("certificates");
    const bool is_there = *code.as_string() == "97" || std::any_of(made.begin(), made.end(), [&](const Json& certificate) {
                            return text(certificate, "code") == *code.as_string() && text(certificate, "stage") != "cancelled";
                          });
    if (!is_there) return *code.as_string();
  }
  return {};
}

std::string drafted_certificate(const Json& view) {
  for (const Json& certificate : *view.array("certificates")) {
    if (text(certificate, "stage") == "drafted") return std::string(text(certificate, "number"));
  }
  return {};
}

}  // namespace

Result<Officer> TrainingOffice::sign_in(const std::string& name, bool with_code) {
  for (const Json& row : *access_.array("officers")) {
    if (text(row, "sign_in") != name) continue;
    return Officer::sign_in(call_, name, std::string(text(row, "password")), with_code ? std::string(text(row, "one_time_secret")) : "", false);
  }
  return failure(Code::not_found, "access.json names nobody " + name);
}

Result<Officer*> TrainingOffice::officer(const std::string& name) {
  if (const auto found = officers_.find(name); found != officers_.end()) return &found->second;
  // A code serves once: after a refusal the next one is waited for, and wrong tries do not add up.
  const std::int64_t step = crypto::one_time_step(SystemClock().now());
  if (const auto tried = tried_.find(name); tried != tried_.end() && tried->second == step) return failure(Code::unavailable, name + " waits for a code");
  tried_[name] = step;
  auto signed_in = sign_in(name, name == kSignsWithCode);
  if (!signed_in) return signed_in.error();
  return &officers_.emplace(name, std::move(*signed_in)).first->second;
}

Result<void> TrainingOffice::lay_out_templates(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) files.push_back(entry.path());
  if (problem) return failure(Code::not_found, folder);
  std::sort(files.begin(), files.end());
  auto trainee = sign_in(kTraineeName, false);
  if (!trainee) return trainee.error();
  auto there = trainee->get("/v1/drafts?kind=template");
  if (!there) return there.error();
  for (const auto& file : files) {
    if (!there->array("drafts")->empty()) break;
    auto bytes = read_file(file.string());
    if (!bytes) return bytes.error();
    if (auto kept = trainee->send("POST", "/v1/drafts", *bytes); !kept) return kept.error();
  }
  if (auto done = trainee->send("DELETE", "/v1/sessions/current", ""); !done) return done.error();
  return {};
}

std::string TrainingOffice::work_once() {
  std::string problems;
  for (const std::string_view name : kOfficers) {
    auto done = work_of(std::string(name));
    if (done || done.error().code == Code::unavailable) continue;  // tried again in the next round
    if (done.error().code == Code::unauthenticated) officers_.erase(std::string(name));  // his session has ended
    problems += (problems.empty() ? "" : "; ") + std::string(name) + ": " + done.error().detail;
    for (const Finding& found : done.error().refusals) problems += " [" + std::string(found.rule) + "] " + found.path;
  }
  return problems;
}

Result<void> TrainingOffice::work_of(const std::string& name) {
  auto person = officer(name);
  if (!person) return person.error();
  auto work = (*person)->get("/v1/work?limit=100");
  if (!work) return work.error();
  Result<void> outcome;
  for (const Json& row : *work->array("rows")) {
    if (auto done = act_on(name, **person, row); !done) outcome = done;  // the other cases are not kept waiting
  }
  return outcome;
}

Result<void> TrainingOffice::act_on(const std::string& name, Officer& officer, const Json& row) {
  for (const Habit& habit : kHabits) {
    if (habit.officer != name || habit.kind != text(row, "kind") || !offers(row, habit.act)) continue;
    auto parameters = parameters_for(std::string(habit.act), officer, row);
    if (!parameters) return parameters.error();
    if (!*parameters) continue;
    auto done = officer.act(std::string(text(row, "case")), std::string(habit.act), **parameters, cases_of(row));
    if (!done && done.error().code != Code::conflict) return done.error();  // a conflict: the case has just moved
    return {};
  }
  return {};
}

Result<bool> TrainingOffice::asks_for_a_return(Officer& officer, const Json& row) {
  const std::string path = cases_of(row) + std::string(text(row, "case"));
  auto view = officer.get(path);
  if (!view) return view.error();
  if (const auto* version = view->integer("version"); version == nullptr || *version != 1) return false;
  auto document = officer.get(path + "/versions/1");
  if (!document) return document.error();
  const std::string_view contract = text(*document, "contract_number");
  return std::any_of(std::begin(kLessonWords), std::end(kLessonWords), [&](std::string_view word) { return contract.find(word) != contract.npos; });
}

Result<std::optional<TrainingOffice::Parameters>> TrainingOffice::parameters_for(const std::string& act, Officer& officer, const Json& row) {
  using Given = std::optional<Parameters>;
  if (act == "return_for_repair") {
    auto wanted = asks_for_a_return(officer, row);
    if (!wanted) return wanted.error();
    if (!*wanted) return Given();
    if (text(row, "kind") == "origin") return Given(Parameters{{"points", std::string("/contract_number ") + kLessonReason}});
    return Given(Parameters{{"reason_code", "99"}, {"reason", kLessonReason}});
  }
  if (act == "assign") return Given(Parameters{{"inspector", "insp1"}});
  const bool needs_view = act == "settle_fee" || act == "draft_certificate" || act == "sign_certificate";
  if (!needs_view) return Given(Parameters());
  const std::string id(text(row, "case"));
  auto view = officer.get(cases_of(row) + id);
  if (!view) return view.error();
  if (act == "settle_fee") {
    if (text(*view, "fee") != "due") return Given();
    return Given(Parameters{{"amount_fen", std::to_string(*view->integer("fee_fen"))}, {"payment_reference", "TRAINING-" + id}});
  }
  if (act == "sign_certificate") {
    const std::string number = drafted_certificate(*view);
    return number.empty() ? Given() : Given(Parameters{{"certificate_number", number}});
  }
  const std::string code = missing_certificate(*view);
  if (code.empty()) return Given();
  Parameters stated{{"certificate_code", code}};
  for (const auto& [content, said] : domain::example_content(code).texts) stated.emplace(content, said);
  return Given(std::move(stated));
}

}  // namespace datong::programs
