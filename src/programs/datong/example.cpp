// datong example: invented parties, an installation with its key for each enterprise, and access.json for scripts.
#include <cstdio>
#include <filesystem>

#include "app/import_parties.hpp"
#include "app/load_pictures.hpp"
#include "base/csv.hpp"
#include "base/limits.hpp"
#include "document/coo/application.hpp"
#include "document/json/json.hpp"
#include "document/json/party_json.hpp"
#include "domain/origin/example.hpp"
#include "programs/datong/commands.hpp"

namespace datong::programs {
namespace {

using document::Json;

constexpr int kInstallationDays = 730;

Result<void> import_folder(app::Context& context, const std::string& folder) {
  for (const char* kind : {"enterprise", "declarant", "signatory", "mandate", "agent_admission", "permit", "officer"}) {
    const std::string name = std::string_view(kind) == "signatory" ? "signatories" : std::string(kind) + "s";
    auto bytes = read_file(folder + "/" + name + ".csv");
    if (!bytes) return bytes.error();
    if (auto done = app::import_parties(context, kind, *bytes, {}); !done) return done.error();
  }
  return {};
}

/// Stores every picture of pictures.csv and loads it where it is used.
Result<void> load_pictures(app::Context& context, const std::string& folder) {
  auto bytes = read_file(folder + "/pictures.csv");
  if (!bytes) return bytes.error();
  auto table = read_csv(*bytes);
  if (!table) return table.error();
  if (table->columns != std::vector<std::string>{"file", "use", "owner", "width_mm"}) return failure(Code::malformed, "columns of pictures.csv");
  for (const CsvRow& row : table->rows) {
    auto done = load_picture(context, row.cells[1], row.cells[2], folder + "/pictures/" + row.cells[0], std::atoi(row.cells[3].c_str()));
    if (!done) return done.error();
  }
  return {};
}

/// The key file of an example installation, made together with its record when absent.
Result<std::string> ensure_installation(Platform& platform, const std::string& home, const domain::Enterprise& unit, const std::string& id) {
  const std::string path = home + "/keys/" + id + ".key";
  auto record = platform.store->record("installation", id);
  if (!record) return record.error();
  if (*record && std::filesystem::exists(path)) return path;
  const crypto::SigningKey key = crypto::SigningKey::generate();
  auto certificate = crypto::issue_certificate(platform.keys->authority, key.public_pem(), id, std::to_string(unit.registration),
                                               crypto::Usage::installation, platform.clock.now().plus_ms(-60'000), kInstallationDays);
  if (!certificate) return certificate.error();
  if (auto done = write_file(path, key.to_pem(), true); !done) return done.error();
  app::Decision decision;
  const domain::Installation installation{id, *certificate, "datong-client", "0.1", unit.registration, domain::Standing::active};
  decision.records.push_back({"installation", id, *record ? (*record)->version : 0U, document::write_party(installation)});
  if (auto done = platform.store->commit_now(std::move(decision)); !done) return done.error();
  return path;
}

Result<Json> units_json(Platform& platform, const std::string& home) {
  auto records = platform.store->records("enterprise", "", "", 1000);
  if (!records) return records.error();
  Json units = Json::make_array();
  for (const app::Record& record : *records) {
    auto unit = document::read_party<domain::Enterprise>(record.body);
    if (!unit) return unit.error();
    if (unit->standing != domain::Standing::active || !unit->admitted_to_e_declaration) continue;
    const std::string id = "inst-" + std::to_string(unit->registration) + "-example";
    auto key = ensure_installation(platform, home, *unit, id);
    if (!key) return key.error();
    units.add(Json::make_object().set("registration", unit->registration).set("name", unit->name_zh)
                  .set("kind", unit->kind == domain::EnterpriseKind::agent ? "agent" : "self_declaring").set("installation", id).set("key_file", *key));
  }
  return units;
}

Result<Json> officers_json(Platform& platform) {
  auto records = platform.store->records("officer", "", "", 1000);
  if (!records) return records.error();
  Json officers = Json::make_array();
  for (const app::Record& record : *records) {
    auto officer = document::read_party<domain::Officer>(record.body);
    if (!officer) return officer.error();
    Json roles = Json::make_array();
    for (const domain::Role role : officer->roles) roles.add(domain::role_name(role));
    officers.add(Json::make_object().set("sign_in", officer->sign_in).set("password", "datong-" + officer->sign_in).set("name", officer->name)
                     .set("office", officer->office).set("unit", officer->unit).set("roles", std::move(roles))
                     .set("one_time_secret", officer->one_time_secret));
  }
  return officers;
}

}  // namespace

int sample(const SampleOptions& options) {
  const auto format = document::application_format(options.format);
  const bool is_known = options.kind == "C" || options.kind == "G" || options.kind == "E" || options.kind == "RC";
  if (!format || !is_known || options.lines < 1 || options.lines > limits::kOriginLinesMax || options.serial > 9999) {
    return fail(failure(Code::malformed, "kind C, G, E or RC; 1 to 1000 lines; serial 0 to 9999; format json or coo-xml"));
  }
  const auto document = domain::example_application(options.kind, options.lines, legal_day(SystemClock().now()), options.serial);
  auto written = document::write_application(document, *format);
  if (!written) return fail(written.error());
  std::printf("%s\n", written->bytes.c_str());
  return 0;
}

int make_example(const std::string& home, const std::string& data, std::uint16_t port) {
  auto platform = open_platform(home, false, false);
  if (!platform) return fail(platform.error());
  if (auto done = import_folder(*(*platform)->context, data); !done) return fail(done.error());
  if (auto done = load_pictures(*(*platform)->context, data); !done) return fail(done.error());
  auto units = units_json(**platform, home);
  if (!units) return fail(units.error());
  auto officers = officers_json(**platform);
  if (!officers) return fail(officers.error());
  Json access = Json::make_object();
  access.set("address", "http://127.0.0.1:" + std::to_string(port)).set("host", "127.0.0.1").set("port", port);
  access.set("authority_pem", (*platform)->keys->authority.certificate_pem).set("units", std::move(*units)).set("officers", std::move(*officers));
  if (auto done = write_file(home + "/access.json", access.indented(), true); !done) return fail(done.error());
  std::printf("example parties are in; access: %s/access.json\n", home.c_str());
  return 0;
}

}  // namespace datong::programs
