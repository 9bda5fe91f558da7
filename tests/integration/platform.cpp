#include "platform.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "crypto/jws.hpp"
#include "crypto/one_time_code.hpp"
#include "document/json/form_json.hpp"
#include "domain/declaration/example.hpp"
#include "http/api.hpp"

extern char** environ;

namespace datong::integration {
namespace {

namespace fs = std::filesystem;

const std::string kProgram = DATONG_BINARY_DIR "/datong";
constexpr int kStartSeconds = 60;

std::string read_all(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string new_folder() {
  std::string name = (fs::temp_directory_path() / "datong-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) give_up("no temporary folder");
  return name;
}

/// Starts the program with both outputs in files.
pid_t spawn(const std::vector<std::string>& arguments, const std::string& out, const std::string& err) {
  std::vector<char*> argv{const_cast<char*>(kProgram.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  pid_t process = 0;
  const int failed = ::posix_spawn(&process, kProgram.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) give_up("cannot start " + kProgram);
  return process;
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Outcome run(const std::vector<std::string>& arguments) {
  const std::string folder = new_folder();
  const pid_t process = spawn(arguments, folder + "/out", folder + "/err");
  Outcome outcome;
  outcome.status = wait_for(process);
  outcome.out = read_all(folder + "/out");
  outcome.err = read_all(folder + "/err");
  fs::remove_all(folder);
  return outcome;
}

void run_well(const std::vector<std::string>& arguments) {
  const Outcome outcome = run(arguments);
  if (outcome.status != 0) give_up(arguments.front() + " failed: " + outcome.err);
}

/// The home all others are copied from, removed when the tests end.
struct Model {
  std::string home = new_folder();
  Model() {
    run_well({"keys", "init", "--home", home});
    run_well({"codes", "load", DATONG_SOURCE_DIR "/data/classic", "--home", home});
    run_well({"example", "--home", home, "--data", DATONG_SOURCE_DIR "/data/example-parties"});
  }
  ~Model() { fs::remove_all(home); }
};

const http::Route* route_of(std::string_view method, std::string_view target) {
  http::Request request;
  request.target = std::string(target);
  if (!http::read_target(request)) return nullptr;
  for (const http::Route& route : http::routes()) {
    if (route.method != method) continue;
    std::string_view pattern = route.pattern, path = request.path;
    bool fits = true;
    while (fits && !pattern.empty() && !path.empty()) {
      const auto piece = pattern.substr(1, pattern.find('/', 1) - 1), value = path.substr(1, path.find('/', 1) - 1);
      fits = piece == value || piece.starts_with('{');
      pattern.remove_prefix(piece.size() + 1);
      path.remove_prefix(value.size() + 1);
    }
    if (fits && pattern.empty() && path.empty()) return &route;
  }
  return nullptr;
}

/// What an installation signs for this request: purpose and payload; a read gets its date.
void sign(const client::Identity& identity, std::string_view method, std::string_view target, std::string_view body,
          Headers& headers) {
  const http::Route* route = route_of(method, target);
  std::string purpose(route == nullptr || route->purpose.empty() ? "read" : route->purpose), payload(body);
  if (purpose == "read") {
    const std::string date = SystemClock().now().to_string();
    headers.emplace_back("Datong-Date", date);
    payload = "GET " + std::string(target) + "\n" + date;
  } else if (purpose == "batch") {
    payload.clear();
    for (const std::string_view line : split(body, '\n')) {
      if (!line.empty()) payload += crypto::hex(crypto::sha256(line)) + "\n";
    }
  }
  headers.emplace_back("Datong-Signature",
                       crypto::sign_detached(identity.key, identity.installation, purpose, payload));
}

Json fresh(domain::Document document, const std::string& reference) {
  document.header().set(domain::F::header::declarant_reference, document.keep(reference));
  document.header().set(domain::F::header::message_uuid, document.keep("uuid-" + reference));
  return parsed(document::write_form_json(document));
}

Json with_pieces(const Json& json, const std::vector<std::string>& pieces, std::size_t at, const Json& value) {
  if (at == pieces.size()) return value;
  const bool removes = at + 1 == pieces.size() && value.is_null();
  if (const auto* entries = json.as_array()) {
    const std::size_t index = static_cast<std::size_t>(std::stoul(pieces[at]));
    Json result = Json::make_array();
    for (std::size_t i = 0; i < entries->size(); ++i) {
      if (i == index && removes) continue;
      result.add(i == index ? with_pieces((*entries)[i], pieces, at + 1, value) : (*entries)[i]);
    }
    if (index >= entries->size()) result.add(with_pieces(Json(), pieces, at + 1, value));
    return result;
  }
  Json result = Json::make_object();
  bool found = false;
  if (const auto* members = json.as_object()) {
    for (const auto& [name, old] : *members) {
      const bool is_it = name == pieces[at];
      found = found || is_it;
      if (is_it && removes) continue;
      result.set(name, is_it ? with_pieces(old, pieces, at + 1, value) : old);
    }
  }
  if (!found && !removes) result.set(pieces[at], with_pieces(Json(), pieces, at + 1, value));
  return result;
}

}  // namespace

void give_up(const std::string& words) { throw std::runtime_error(words); }

Instant SystemClock::now() {
  return Instant::from_ms(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
}

std::int64_t milliseconds_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// ---- Person

Result<Reply> Person::try_call(std::string_view method, std::string_view target, Headers headers,
                               std::string_view body) {
  if (!token_.empty()) headers.emplace_back("Authorization", "Bearer " + token_);
  const bool is_signed = std::any_of(headers.begin(), headers.end(),
                                     [](const auto& header) { return header.first == "Datong-Signature"; });
  if (identity_ && !is_signed) sign(*identity_, method, target, body, headers);
  auto response = connection_.call(method, target, headers, body, 60'000);
  if (!response) return response.error();
  return Reply{response->status, std::move(response->headers), std::move(response->body)};
}

Reply Person::call(std::string_view method, std::string_view target, Headers headers, std::string_view body) {
  return must(try_call(method, target, std::move(headers), body));
}

Json Person::json(std::string_view target) {
  const Reply reply = get(target);
  if (reply.status != 200)
    give_up("GET " + std::string(target) + " answered " + std::to_string(reply.status) + " " + reply.body);
  return parsed(reply.body);
}

Reply Person::lodge(std::string_view bytes, unsigned version, std::string_view content_type) {
  return call("POST", "/v1/declarations",
              {{"Content-Type", std::string(content_type)}, {"Datong-Version", std::to_string(version)}}, bytes);
}

std::string Person::lodged(std::string_view bytes, unsigned version) {
  const Reply reply = lodge(bytes, version);
  if (reply.status != 200) give_up("lodging answered " + std::to_string(reply.status) + " " + reply.body);
  return std::string(reply.header("datong-case"));
}

Reply Person::act(const std::string& id, const std::string& act, const Parameters& parameters, std::string key) {
  static std::atomic<int> keys = 0;
  if (key.empty()) key = "key-" + std::to_string(::getpid()) + "-" + std::to_string(++keys);
  Json values = Json::make_object();
  for (const auto& [name, value] : parameters) values.set(name, value);
  const std::string body =
      Json::make_object().set("case", id).set("act", act).set("parameters", std::move(values)).to_string();
  return call("POST", "/v1/declarations/" + id + "/acts/" + act,
              {{"Content-Type", "application/json"}, {"Idempotency-Key", key}}, body);
}

Json Person::done(const std::string& id, const std::string& name, const Parameters& parameters) {
  const Reply reply = act(id, name, parameters);
  if (reply.status != 200) give_up(name + " answered " + std::to_string(reply.status) + " " + reply.body);
  return parsed(reply.body);
}

// ---- Platform

std::unique_ptr<Platform> Platform::make(bool serving) {
  static const Model model;
  std::unique_ptr<Platform> platform(new Platform(new_folder()));
  fs::copy(model.home, platform->home_, fs::copy_options::recursive);
  if (serving) platform->start();
  return platform;
}

std::unique_ptr<Platform> Platform::make_training() {
  std::unique_ptr<Platform> platform(new Platform(new_folder()));
  platform->serving_ = {"train", "--data", DATONG_SOURCE_DIR "/data/training", "--parties",
                        DATONG_SOURCE_DIR "/data/training-parties"};
  platform->start();
  return platform;
}

Platform::~Platform() {
  kill();
  fs::remove_all(home_);
}

void Platform::start(const std::vector<std::string>& more) {
  const std::string port_file = home_ + "/port";
  fs::remove(port_file);
  std::vector<std::string> arguments = serving_;
  arguments.insert(arguments.end(), {"--home", home_, "--port", "0", "--port-file", port_file});
  arguments.insert(arguments.end(), more.begin(), more.end());
  process_ = spawn(arguments, home_ + "/out", home_ + "/log");
  const std::int64_t until = milliseconds_now() + kStartSeconds * 1000;
  while (!fs::exists(port_file)) {
    int status = 0;
    if (milliseconds_now() > until || ::waitpid(process_, &status, WNOHANG) == process_) {
      process_ = 0;
      give_up("serve did not start: " + log());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  port_ = static_cast<std::uint16_t>(std::stoi(read_all(port_file)));
  if (nobody().get("/health").status != 200) give_up("not healthy: " + log());
}

int Platform::stop() {
  ::kill(process_, SIGTERM);
  const int status = wait_for(process_);
  process_ = 0;
  return status;
}

void Platform::kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  wait_for(process_);
  process_ = 0;
}

std::string Platform::log() const { return read_all(home_ + "/log"); }

Outcome Platform::command(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--home", home_});
  return run(arguments);
}

void Platform::always_draw(std::int64_t registration) const {
  const std::string rows = read_all(DATONG_SOURCE_DIR "/data/example-parties/enterprises.csv");
  std::string file = rows.substr(0, rows.find('\n') + 1);
  for (const std::string_view row : split(rows, '\n')) {
    if (!row.starts_with(std::to_string(registration))) continue;
    std::string changed(row);
    for (const char* grade : {",AA,", ",A,", ",B,", ",C,"}) {
      if (const auto at = changed.find(grade); at != changed.npos) changed.replace(at, std::strlen(grade), ",D,");
    }
    file += changed + "\n";
  }
  std::ofstream(home_ + "/enterprises.csv", std::ios::binary) << file;
  const Outcome outcome = command({"party", "import", home_ + "/enterprises.csv"});
  if (outcome.status != 0) give_up(outcome.err);
}

void Platform::expect_clean() {
  const Outcome outcome = command({"check"});
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find(" 0 contradictions"), std::string::npos) << outcome.out;
}

Person Platform::officer(const std::string& name) {
  const std::lock_guard lock(mutex_);  // until he is in: his code serves once
  if (const auto found = tokens_.find(name); found != tokens_.end()) return {port_, found->second};
  const std::string secret = one_time_secret(name);
  const Reply reply =
      sign_in(name, secret.empty() ? "" : crypto::one_time_code(secret, crypto::one_time_step(clock_.now())));
  if (reply.status != 200) give_up(name + " cannot sign in: " + reply.body);
  const std::string token = text(parsed(reply.body), "token");
  tokens_[name] = token;
  return {port_, token};
}

Reply Platform::sign_in(const std::string& name, const std::string& code) const {
  Json body = Json::make_object().set("sign_in", name).set("password", "datong-" + name);
  if (!code.empty()) body.set("one_time_code", code);
  return nobody().call("POST", "/v1/sessions", {{"Content-Type", "application/json"}}, body.to_string());
}

std::string Platform::one_time_secret(const std::string& name) const {
  const Json access = parsed(read_all(home_ + "/access.json"));
  for (const Json& officer : *access.array("officers")) {
    if (text(officer, "sign_in") == name) return crypto::from_base32(text(officer, "one_time_secret")).value_or("");
  }
  return "";
}

client::Identity Platform::identity(std::int64_t registration) const {
  const std::string id = "inst-" + std::to_string(registration) + "-example";
  return {must(crypto::SigningKey::from_pem(read_all(home_ + "/keys/" + id + ".key"))), id};
}

client::Client Platform::client(std::int64_t registration) {
  auto connection = std::make_shared<http::Connection>("127.0.0.1", port_);
  client::Caller call = [connection](std::string_view method, std::string_view target, const Headers& headers,
                                     std::string_view body) -> Result<Reply> {
    auto response = connection->call(method, target, headers, body, 90'000);
    if (!response) return response.error();
    return Reply{response->status, std::move(response->headers), std::move(response->body)};
  };
  client::Client made(std::move(call), identity(registration), clock_);
  must(made.trust(read_all(home_ + "/keys/authority.crt")));
  return made;
}

void OnePlatform::end() {
  if (!platform_) return;
  if (platform_->is_running()) {
    EXPECT_EQ(platform_->stop(), 0) << platform_->log();
  }
  platform_->expect_clean();
  platform_.reset();
}

// ---- messages

std::string fresh_reference() {
  static std::atomic<int> count = 0;
  return "T" + std::to_string(SystemClock().now().ms()) + "-" + std::to_string(++count);
}

Json example_export(const std::string& reference) {
  return fresh(domain::example_export(legal_day(SystemClock().now())), reference);
}
Json example_import(const std::string& reference) {
  return fresh(domain::example_import(legal_day(SystemClock().now())), reference);
}

Json with(const Json& json, std::string_view pointer, Json value) {
  std::vector<std::string> pieces;
  for (std::size_t at = 1; at <= pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at), pointer.size());
    pieces.emplace_back(pointer.substr(at, end - at));
    at = end + 1;
  }
  return with_pieces(json, pieces, 0, value);
}

Json next_version(const Json& json) { return with(json, "/message_uuid", "uuid-" + fresh_reference()); }

std::string text(const Json& json, std::string_view name) {
  const std::string* value = json.string(name);
  return value == nullptr ? std::string() : *value;
}

Json parsed(std::string_view body) { return must(Json::parse(body)); }

std::set<std::string> rules_of(const Json& owner) {
  std::set<std::string> rules;
  if (const auto* findings = owner.array("findings")) {
    for (const Json& finding : *findings) rules.insert(text(finding, "rule"));
  }
  return rules;
}

std::set<std::string> rules_of(const Reply& reply) { return rules_of(parsed(reply.body)); }

bool is_long_run() {
  const char* value = std::getenv("DATONG_LONG");
  return value != nullptr && std::string_view(value) == "1";
}

bool has_sanitizers() {
#ifdef __SANITIZE_ADDRESS__
  return true;
#else
  return false;
#endif
}

// ---- journeys

void pay(Platform& platform, const std::string& id, const std::string& prefix) {
  platform.officer(prefix + "fee1").done(id, "calculate_fee");
  Person collector = platform.officer(prefix + "fee2");
  const Json view = collector.view(id);
  if (text(view, "fee") == "settled") return;
  collector.done(id, "settle_fee",
                 {{"amount_fen", std::to_string(*view.integer("fee_fen"))}, {"payment_reference", "P-" + id}});
}

void certify(Platform& platform, const std::string& id, const std::string& prefix) {
  Person drafter = platform.officer(prefix + "cert1"), signer = platform.officer(prefix + "cert2");
  const Json before = drafter.view(id);
  for (const Json& code : *before.array("required_certificates")) {
    if (*code.as_string() != "97") drafter.done(id, "draft_certificate", {{"certificate_code", *code.as_string()}});
  }
  const Json after = signer.view(id);
  for (const Json& certificate : *after.array("certificates")) {
    if (text(certificate, "stage") == "drafted")
      signer.done(id, "sign_certificate", {{"certificate_number", text(certificate, "number")}});
  }
}

std::string export_at(Platform& platform, std::string_view stage, const Json& message) {
  const std::string id = platform.unit(kShili).lodged(message.to_string());
  if (stage == "in_review") return id;
  Person desk = platform.officer("desk1"), inspector = platform.officer("insp1");
  desk.done(id, "accept");
  if (stage == "accepted") return id;
  const std::string drawn = text(desk.done(id, "assign", {{"inspector", "insp1"}}), "stage");
  if (drawn == "ordered") {
    inspector.done(id, "compare_papers_accurate");
    inspector.done(id, "begin_inspection");
    if (stage == "inspecting") return id;
    inspector.done(id, "pass");
  } else {
    if (stage == "inspecting") give_up("not drawn for inspection");
    desk.done(id, "compare_papers_accurate");
  }
  if (stage == "passed") return id;
  pay(platform, id);
  certify(platform, id);
  desk.done(id, "issue_clearance_form");
  desk.done(id, "release");
  return id;
}

}  // namespace datong::integration
