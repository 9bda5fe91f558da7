// Commands of the operator: dated data, parties, keys, check, backup.
#include <cstdio>
#include <filesystem>

#include "app/admit_to_visa.hpp"
#include "app/attachments.hpp"
#include "app/check_paper.hpp"
#include "app/identify.hpp"
#include "app/import_codes.hpp"
#include "app/import_parties.hpp"
#include "app/load_pictures.hpp"
#include "app/maintain.hpp"
#include "app/search.hpp"
#include "app/transparency_log.hpp"
#include "document/json/party_json.hpp"
#include "programs/datong/commands.hpp"

namespace datong::programs {
namespace {

void show_progress(std::size_t done, std::size_t total) {
  if (total >= 1000 && (done % 1000 == 0 || done == total)) std::fprintf(stderr, "\r%zu of %zu%s", done, total, done == total ? "\n" : "");
}

Result<std::map<std::string, std::string>> pairs(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> result;
  for (const std::string& text : texts) {
    const auto at = text.find('=');
    if (at == text.npos) return failure(Code::malformed, "expected ours=theirs, got " + text);
    result[text.substr(0, at)] = text.substr(at + 1);
  }
  return result;
}

int report(const Result<app::ImportReport>& done) {
  if (!done) return fail(done.error());
  std::printf("%zu rows: %zu added, %zu changed, %zu unchanged\n", done->rows, done->added, done->changed, done->unchanged);
  return 0;
}

template <class Party>
Result<std::string> with_standing(std::string_view body, domain::Standing standing) {
  auto party = document::read_party<Party>(body);
  if (!party) return party.error();
  party->standing = standing;
  return document::write_party(*party);
}

}  // namespace

int load_data_set(const std::string& home, const std::string& folder, bool only_if_empty) {
  auto files = read_data_set(folder);
  if (!files) return fail(files.error());
  auto platform = open_platform(home, true, false, true);
  if (!platform) return fail(platform.error());
  app::Context& context = *(*platform)->context;
  if (const auto current = context.editions.current(); current && only_if_empty) {
    std::printf("edition %s is loaded already\n", current->hash().c_str());
    return 0;
  }
  const std::string name = std::filesystem::path(folder).filename().string();
  if (auto done = app::load_edition(context, name, std::move(*files)); !done) return fail(done.error());
  auto hash = context.store.current_edition();
  std::printf("edition %s %s\n", name.c_str(), hash ? hash->c_str() : "");
  return 0;
}

int import_codes_file(const CodesOptions& options) {
  auto bytes = read_file(options.file);
  if (!bytes) return fail(bytes.error());
  auto columns = pairs(options.columns);
  if (!columns) return fail(columns.error());
  auto fixed = pairs(options.fixed);
  if (!fixed) return fail(fixed.error());
  auto platform = open_platform(options.home, false, false, true);
  if (!platform) return fail(platform.error());
  app::CodesImport import;
  import.file_name = std::filesystem::path(options.file).filename().string();
  import.bytes = std::move(*bytes);
  import.list = options.list;
  import.columns = std::move(*columns);
  import.fixed = std::move(*fixed);
  if (options.code_digits != 0) import.code_digits = options.code_digits;
  import.pad_to = options.pad_to;
  import.replace = options.replace;
  import.progress = show_progress;
  return report(app::import_codes(*(*platform)->context, import));
}

int import_party_file(const std::string& home, const std::string& file, std::string kind) {
  auto bytes = read_file(file);
  if (!bytes) return fail(bytes.error());
  if (kind.empty()) {
    kind = std::filesystem::path(file).stem().string();
    if (kind == "signatories") kind = "signatory";
    if (kind.ends_with('s')) kind.pop_back();
  }
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  return report(app::import_parties(*(*platform)->context, kind, *bytes, show_progress));
}

int make_keys(const std::string& home, const std::string& name) {
  auto done = init_keys(home, name);
  if (!done) return fail(done.error());
  std::printf("keys are in %s/keys; keep authority.key, receipt.key and log.key secret\n", home.c_str());
  return 0;
}

int make_code(const std::string& home, std::int64_t unit, int days) {
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  auto code = app::make_enrolment_code(*(*platform)->context, unit, days);
  if (!code) return fail(code.error());
  std::printf("%s\n", code->c_str());
  return 0;
}

int revoke_signer(const std::string& home, const std::string& serial) {
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  auto done = app::revoke_signer(*(*platform)->store, serial, (*platform)->clock.now());
  return done ? 0 : fail(done.error());
}

int set_standing(const std::string& home, const std::string& kind, const std::string& key, const std::string& standing) {
  const std::map<std::string, domain::Standing> standings{
      {"active", domain::Standing::active}, {"suspended", domain::Standing::suspended}, {"cancelled", domain::Standing::cancelled}};
  const auto wanted = standings.find(standing);
  if (wanted == standings.end()) return fail(failure(Code::malformed, "standing is active, suspended or cancelled"));
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  app::Store& store = *(*platform)->store;
  auto record = store.record(kind, key);
  if (!record) return fail(record.error());
  if (!*record) return fail(failure(Code::not_found, "no " + kind + " " + key));
  const std::string& body = (*record)->body;
  Result<std::string> changed = kind == "enterprise"        ? with_standing<domain::Enterprise>(body, wanted->second)
                                : kind == "declarant"       ? with_standing<domain::Declarant>(body, wanted->second)
                                : kind == "installation"    ? with_standing<domain::Installation>(body, wanted->second)
                                : kind == "agent_admission" ? with_standing<domain::AgentAdmission>(body, wanted->second)
                                : kind == "officer"         ? with_standing<domain::Officer>(body, wanted->second)
                                                            : Result<std::string>(failure(Code::malformed, "kind " + kind + " has no standing"));
  if (!changed) return fail(changed.error());
  app::Decision decision;
  decision.records.push_back({kind, key, (*record)->version, std::move(*changed)});
  auto done = store.commit_now(std::move(decision));
  return done ? 0 : fail(done.error());
}

Result<void> load_picture(app::Context& context, const std::string& use, const std::string& owner, const std::string& file, int width_mm) {
  auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  const crypto::Digest digest = crypto::sha256(*bytes);
  const app::PictureNamed picture{crypto::hex(digest), width_mm};
  // The operator stands above every bureau's administrator.
  const domain::Actor operator_actor{"operator", "", {domain::Role::administrator}, "000000", 0};
  if (auto put = app::keep_upload(context, operator_actor, digest, *bytes); !put) return put.error();
  if (use == "named_in_csv") {
    app::Decision decision;
    if (auto kept = app::own_attachments(context, decision, {picture.sha256}, "operator"); !kept) return kept.error();
    if (decision.records.empty()) return {};
    auto done = context.store.commit_now(std::move(decision));
    return done ? Result<void>() : Result<void>(done.error());
  }
  auto done = use == "office_seal"        ? app::load_office_seal(context, operator_actor, owner, picture)
              : use == "officer_specimen" ? app::load_officer_specimen(context, operator_actor, owner, picture)
                                          : Result<std::string>(failure(Code::malformed, "use of a picture: " + use));
  return done ? Result<void>() : Result<void>(done.error());
}

int load_picture_file(const std::string& home, const std::string& use, const std::string& owner, const std::string& file, int width_mm) {
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  auto done = load_picture(*(*platform)->context, use, owner, file, width_mm);
  return done ? 0 : fail(done.error());
}

int set_visa_standing(const std::string& home, std::int64_t unit, const std::string& standing, const std::string& reason, const std::string& until) {
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  auto done = app::set_visa_standing(*(*platform)->context, unit, standing, reason, until);
  return done ? 0 : fail(done.error());
}

int check_home(const std::string& home) {
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  auto found = (*platform)->store->check();
  if (!found) return fail(found.error());
  std::size_t count = found->size(), cases = 0;
  for (const auto& each : *found) std::printf("%s: %s\n", each.where.c_str(), each.what.c_str());
  app::WorkQuery query;
  query.limit = 500;
  for (;;) {
    auto heads = (*platform)->store->work(query);
    if (!heads) return fail(heads.error());
    for (const app::Head& head : *heads) {
      ++cases;
      auto steps = (*platform)->store->steps(head.id);
      if (!steps) {
        std::printf("case %s: steps cannot be read\n", head.id.to_string().c_str());
        ++count;
        continue;
      }
      for (const auto& each : app::check_case(head, *steps)) {
        std::printf("%s: %s\n", each.where.c_str(), each.what.c_str());
        ++count;
      }
    }
    if (heads->size() < query.limit) break;
    query.after = heads->back().id;
  }
  std::optional<crypto::VerifyingKey> log_key;
  if (auto certificate = read_file(home + "/keys/log.crt")) {
    auto key = crypto::VerifyingKey::from_pem(*certificate);
    if (!key) return fail(key.error());
    log_key = std::move(*key);
  }
  auto heads = app::check_log_heads(*(*platform)->store, log_key);
  if (!heads) return fail(heads.error());
  for (const auto& each : *heads) std::printf("%s: %s\n", each.where.c_str(), each.what.c_str());
  count += heads->size();
  auto search = (*platform)->search->check();
  if (!search) return fail(search.error());
  for (const auto& each : *search) std::printf("%s: %s\n", each.where.c_str(), each.what.c_str());
  count += search->size();
  auto blobs = (*platform)->blobs->check();
  if (!blobs) return fail(blobs.error());
  for (const auto& each : *blobs) std::printf("%s: %s\n", each.where.c_str(), each.what.c_str());
  count += blobs->size();
  std::printf("%zu cases checked, %zu contradictions\n", cases, count);
  return count == 0 ? 0 : 1;
}

int certify_issuing(const std::string& home, const std::string& public_key_file) {
  auto pem = read_file(public_key_file);
  if (!pem) return fail(pem.error());
  auto done = certify_issuing_key(home, *pem);
  if (!done) return fail(done.error());
  std::printf("%s/keys/issuing.crt is the certificate of this key\n", home.c_str());
  return 0;
}

int work_once(const std::string& home, const std::string& public_address) {
  auto platform = open_platform(home, false, false);
  if (!platform) return fail(platform.error());
  if (auto done = load_trust(**platform, public_address); !done) return fail(done.error());
  if (auto done = app::prepare_draws(*(*platform)->context); !done) return fail(done.error());
  auto done = app::run_timers(*(*platform)->context, 10'000);
  if (!done) return fail(done.error());
  if (done->failed > 0) std::fprintf(stderr, "%zu timers failed; %s\n", done->failed, done->first_failure.c_str());
  for (;;) {
    auto log = app::extend_log(*(*platform)->context, log_signer(*(*platform)->keys));
    if (!log) return fail(log.error());
    if (log->leaves >= log->steps) break;
  }
  for (;;) {
    auto index = app::extend_search(*(*platform)->context);
    if (!index) return fail(index.error());
    if (index->leaves >= index->steps) break;
  }
  std::printf("%zu timers\n", done->done);
  return 0;
}

int back_up(const std::string& home, const std::string& to) {
  auto platform = open_platform(home, false, false, true);
  if (!platform) return fail(platform.error());
  auto done = (*platform)->store->backup(to);
  return done ? 0 : fail(done.error());
}

}  // namespace datong::programs
