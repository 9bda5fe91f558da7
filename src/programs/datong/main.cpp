// datong: the platform's one program. Commands and their options; the doing is in the files beside.
#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "programs/datong/commands.hpp"

int main(int argc, char** argv) {
  using namespace datong::programs;
  ::umask(0077);  // database and keys hold personal data and secrets: nobody else on the machine reads them
  CLI::App app{"datong: electronic inspection declarations, straight through"};
  app.require_subcommand(1);
  std::string home = "build/run", file, kind, name = "Datong", what, into, key, standing, folder = "data/classic", parties = "data/example-parties", reason, until;
  std::int64_t unit = 0;
  int days = 14, status = 0, width_mm = 0;
  ServeOptions serve_options;
  CodesOptions codes;

  const auto add = [&](CLI::App* parent, const char* verb, const char* help) {
    CLI::App* command = parent->add_subcommand(verb, help);
    command->add_option("--home", home, "folder of the platform")->capture_default_str();
    return command;
  };
  const auto add_serving = [&](const char* verb, const char* help) {
    CLI::App* command = add(&app, verb, help);
    command->add_option("--address", serve_options.address)->capture_default_str();
    command->add_option("--port", serve_options.port, "0 = any free one")->capture_default_str();
    command->add_option("--threads", serve_options.threads)->capture_default_str();
    command->add_option("--port-file", serve_options.port_file, "where to write the port once serving");
    command->add_option("--public-address", serve_options.public_address, "where papers are checked, e.g. https://check.example");
    command->add_flag("--behind-proxy", serve_options.behind_proxy, "take the caller's address from X-Real-IP, which the proxy must set");
    command->add_option("--web", serve_options.web, "folder of the built web pages; absent = only the API");
    return command;
  };
  CLI::App* serve_command = add_serving("serve", "serve the platform (and do the timed work)");
  serve_command->add_option("--training-address", serve_options.training_address, "of the training platform, for the start page");
  serve_command->add_option("--issuing-key", serve_options.issuing.uri, "pkcs11: URI of the issuing key; absent = keys/issuing.key");
  serve_command->add_option("--pkcs11-module", serve_options.issuing.module_path, "the token's library");
  serve_command->add_option("--pkcs11-pin", serve_options.issuing.pin, "its PIN, unless the URI brings it")->envname("DATONG_PKCS11_PIN");
  serve_command->callback([&] { serve_options.home = home; status = serve(serve_options); });

  std::string training_data = "data/training", training_parties = "data/training-parties";
  CLI::App* train_command = add_serving("train", "a training platform with simulated officers, in a home of its own");
  train_command->add_option("--data", training_data, "data set, its bureau's codes beginning with 99")->capture_default_str();
  train_command->add_option("--parties", training_parties, "folder of trainee and simulated officers")->capture_default_str();
  train_command->callback([&] {
    serve_options.home = home;
    status = train({serve_options, training_data, training_parties});
  });

  CLI::App* work_command = add(&app, "work", "raise due timers once, prepare draws, extend the log");
  std::string checked_at = "http://127.0.0.1:8650";
  work_command->add_option("--public-address", checked_at, "where papers are checked")->capture_default_str();
  work_command->callback([&] { status = work_once(home, checked_at); });
  add(&app, "migrate", "create or upgrade the database")->callback([&] {
    auto platform = open_platform(home, true, false, true);
    status = platform ? 0 : fail(platform.error());
  });
  add(&app, "check", "name everything in the database that contradicts itself")->callback([&] { status = check_home(home); });
  CLI::App* backup_command = add(&app, "backup", "copy the database while it is served");
  backup_command->add_option("to", file, "new file")->required();
  backup_command->callback([&] { status = back_up(home, file); });

  CLI::App* keys_command = app.add_subcommand("keys", "authority, receipt key, enrolment codes")->require_subcommand(1);
  CLI::App* init_command = add(keys_command, "init", "make authority and receipt key");
  init_command->add_option("--name", name)->capture_default_str();
  init_command->callback([&] { status = make_keys(home, name); });
  CLI::App* issuing_command = add(keys_command, "issuing", "certificate for an issuing key made elsewhere (token, RSA)");
  issuing_command->add_option("public", file, "its public key, PEM")->required();
  issuing_command->callback([&] { status = certify_issuing(home, file); });
  CLI::App* code_command = add(keys_command, "code", "enrolment code for an enterprise's installation");
  code_command->add_option("unit", unit, "registration number")->required();
  code_command->add_option("--days", days)->capture_default_str();
  code_command->callback([&] { status = make_code(home, unit, days); });

  const auto add_picture = [&](const char* verb, const char* use, const char* owner, const char* help) {
    CLI::App* command = add(keys_command, verb, help);
    command->add_option(owner, key)->required();
    command->add_option("file", file, "PNG or JPEG")->required();
    command->add_option("--width-mm", width_mm, "as printed")->required();
    command->callback([&, use] { status = load_picture_file(home, use, key, file, width_mm); });
  };
  add_picture("seal", "office_seal", "office", "load the seal of an office");
  add_picture("specimen", "officer_specimen", "officer", "load the specimen signature of an officer");

  CLI::App* revoke_command = add(keys_command, "revoke", "believe nothing that this certificate's key signs from now on");
  revoke_command->add_option("serial", key, "hexadecimal, as `openssl x509 -serial` shows it in small letters")->required();
  revoke_command->callback([&] { status = revoke_signer(home, key); });

  CLI::App* codes_command = app.add_subcommand("codes", "dated data")->require_subcommand(1);
  CLI::App* load_command = add(codes_command, "load", "load a data set as the current edition");
  load_command->add_option("folder", folder)->capture_default_str();
  bool only_if_empty = false;
  load_command->add_flag("--if-empty", only_if_empty, "keep the current edition when there is one");
  load_command->callback([&] { status = load_data_set(home, folder, only_if_empty); });
  CLI::App* import_command = add(codes_command, "import", "merge a CSV file into the current edition");
  import_command->add_option("file", codes.file)->required();
  import_command->add_option("--list", codes.list, "list it is for; by file name when absent");
  import_command->add_option("--column", codes.columns, "ours=theirs");
  import_command->add_option("--fixed", codes.fixed, "ours=value");
  import_command->add_option("--code-digits", codes.code_digits, "take only codes of that length");
  import_command->add_option("--pad-to", codes.pad_to, "lengthen codes with zeros");
  import_command->add_flag("--replace", codes.replace, "replace the whole list");
  import_command->callback([&] { codes.home = home; status = import_codes_file(codes); });

  CLI::App* party_command = app.add_subcommand("party", "enterprises, declarants, mandates, permits, officers")->require_subcommand(1);
  CLI::App* party_import = add(party_command, "import", "import a CSV file");
  party_import->add_option("file", file)->required();
  party_import->add_option("--kind", kind, "by file name when absent");
  party_import->callback([&] { status = import_party_file(home, file, kind); });
  CLI::App* standing_command = add(party_command, "standing", "set active, suspended or cancelled");
  standing_command->add_option("kind", kind, "enterprise, declarant, installation, agent_admission")->required();
  standing_command->add_option("key", key)->required();
  standing_command->add_option("standing", standing)->required();
  standing_command->callback([&] { status = set_standing(home, kind, key, standing); });
  CLI::App* visa_command = add(party_command, "visa-standing", "set an enterprise's standing in visa work");
  visa_command->add_option("unit", unit, "registration number")->required();
  visa_command->add_option("standing", standing, "normal, watch, suspended or cancelled")->required();
  visa_command->add_option("--reason", reason)->required();
  visa_command->add_option("--until", until, "last day, of watch and suspended");
  visa_command->callback([&] { status = set_visa_standing(home, unit, standing, reason, until); });
  CLI::App* user_command = app.add_subcommand("user", "officers and enterprises' people")->require_subcommand(1);
  CLI::App* user_import = add(user_command, "import", "import a CSV file of officers");
  user_import->add_option("file", file)->required();
  user_import->callback([&] { status = import_party_file(home, file, "officer"); });

  VerifyOptions verify_options;
  CLI::App* verify_command = app.add_subcommand("verify", "check papers offline: PDF files or texts of QR codes; 0 genuine, 1 not, 2 unreadable");
  verify_command->add_option("files", verify_options.files, "\"-\" reads standard input")->required();
  verify_command->add_option("--anchors", verify_options.anchors, "published certificates (GET /v1/anchors), PEM")->required();
  verify_command->add_option("--crl", verify_options.revocations, "revocation lists (GET /v1/revocations), PEM");
  verify_command->add_option("--log-head", verify_options.log_head, "a head of the log one trusts");
  verify_command->add_option("--inclusion", verify_options.inclusion, "proof for the file (GET /v1/log/inclusion)");
  verify_command->add_flag("--json", verify_options.as_json);
  verify_command->callback([&] { status = verify(verify_options); });

  CLI::App* print_command = app.add_subcommand("print", "print what the tables say");
  print_command->add_option("what", what, "lifecycle|rules|fields|schema|xsd|routes|errors|limits|all")->required();
  print_command->add_option("--into", into, "folder for `all`")->default_val("docs/generated");
  print_command->callback([&] { status = print(what, into); });

  CLI::App* example_command = add(&app, "example", "example parties, installations and access.json");
  example_command->add_option("--data", parties, "folder of the party files")->capture_default_str();
  example_command->add_option("--port", serve_options.port)->capture_default_str();
  example_command->callback([&] { status = make_example(home, parties, serve_options.port); });
  SampleOptions sample_options;
  CLI::App* sample_command = app.add_subcommand("sample", "an example application for a certificate of origin, to try the API with");
  sample_command->add_option("kind", sample_options.kind, "C, G, E or RC")->required();
  sample_command->add_option("--lines", sample_options.lines)->capture_default_str();
  sample_command->add_option("--serial", sample_options.serial, "makes reference, invoice and proposed number differ; 0 proposes none")->capture_default_str();
  sample_command->add_option("--format", sample_options.format, "json or coo-xml")->capture_default_str();
  sample_command->callback([&] { status = sample(sample_options); });
  std::string access = "build/run/access.json";
  CLI::App* demo_command = app.add_subcommand("demo", "an export and an import from lodging to release, over HTTP");
  demo_command->add_option("--access", access)->capture_default_str();
  demo_command->callback([&] { status = demo(access); });
  BenchOptions bench_options;
  CLI::App* bench_command = app.add_subcommand("bench", "measure; the table of docs/performance.md");
  bench_command->add_option("--home", bench_options.home, "folder made and removed again")->default_val("build/bench");
  bench_command->add_option("--only", bench_options.only, "pieces, resting, lodging, latency, documents or growth");
  bench_command->add_option("--grow-to", bench_options.grow_to, "cases stored before growth measures again")->capture_default_str();
  bench_command->add_option("--rounds", bench_options.rounds)->capture_default_str();
  bench_command->add_option("--connections", bench_options.connections)->capture_default_str();
  bench_command->add_flag("--quick", bench_options.quick, "a short try, not for the table");
  bench_command->callback([&] { status = bench(bench_options); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int shown = app.exit(error);
    return shown == 0 ? 0 : verify_command->parsed() ? 2 : shown;
  }
  return status;
}
