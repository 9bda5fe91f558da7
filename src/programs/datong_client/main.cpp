// datong-client: an enterprise's installation. Keeps its key, its outbox and its receipts in one folder; works again after any
// interruption, because a message is sent again with the same bytes until it has its receipt.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <thread>

#include "programs/datong_client/folder.hpp"
#include "programs/files.hpp"

namespace {

using namespace datong;
using namespace datong::programs;
using document::Json;

constexpr int kTries = 6;

/// A client of an enrolled folder, trusting the authority it was enrolled with.
struct Session {
  Folder folder;
  Config config;
  std::unique_ptr<SystemClock> clock;
  std::unique_ptr<client::Client> client;
};

Result<Session> open(const std::string& home) {
  Session session{Folder(home), {}, std::make_unique<SystemClock>(), nullptr};
  auto config = session.folder.read_config();
  if (!config) return config.error();
  session.config = std::move(*config);
  auto key = crypto::SigningKey::from_pem(session.config.key_pem);
  if (!key) return key.error();
  session.client = std::make_unique<client::Client>(caller(session.config.host, session.config.port),
                                                    client::Identity{*key, session.config.installation}, *session.clock);
  return session;
}

/// Blind retry is safe: the platform answers the same bytes with the same receipt.
template <class Work>
auto with_retries(Session& session, Work work) -> decltype(work()) {
  for (int attempt = 1;; ++attempt) {
    Result<void> trusted = session.client->trust(session.config.authority_pem);
    auto done = trusted ? work() : decltype(work())(trusted.error());
    if (done || done.error().code != Code::unavailable || attempt == kTries) return done;
    std::fprintf(stderr, "not reached, trying again (%d of %d)\n", attempt, kTries);
    std::this_thread::sleep_for(std::chrono::milliseconds(250L << attempt));
  }
}

void show_receipt(const client::Receipt& receipt) {
  auto body = Json::parse(receipt.body);
  if (!body) return;
  std::printf("%s  stage %s  case %s\n", body->string("kind")->c_str(), body->string("stage")->c_str(), body->string("case")->c_str());
  if (const auto* findings = body->array("findings")) {
    for (const Json& finding : *findings) {
      std::printf("  %s %s [%s] %s / %s\n", finding.string("severity")->c_str(), finding.string("path")->c_str(), finding.string("rule")->c_str(),
                  finding.string("zh")->c_str(), finding.string("en")->c_str());
    }
  }
}

int send_one(Session& session, const Queued& message) {
  auto answer = with_retries(session, [&] { return session.client->lodge(message.bytes, message.content_type, message.version); });
  if (answer) {
    if (auto kept = session.folder.settle(message, answer->receipt); !kept) return fail(kept.error());
    show_receipt(answer->receipt);
    return answer->receipt.body.find("\"stage\":\"returned\"") == std::string::npos ? 0 : 3;
  }
  const bool stays = answer.error().code == Code::unavailable || answer.error().code == Code::unauthenticated;
  if (!stays) {
    if (auto moved = session.folder.reject(message, answer.error().detail); !moved) return fail(moved.error());
  }
  return fail(answer.error());
}

int enrol(const std::string& home, const std::string& host, std::uint16_t port, const std::string& code) {
  const Folder folder(home);
  if (folder.read_config()) return fail(failure(Code::conflict, home + " is enrolled already"));
  if (auto made = folder.create(); !made) return fail(made.error());
  const crypto::SigningKey key = crypto::SigningKey::generate();
  auto request = crypto::make_request(key, "datong-client");
  if (!request) return fail(request.error());
  auto enrolled = client::enrol(caller(host, port), key, *request, code, "datong-client", "0.1");
  if (!enrolled) return fail(enrolled.error());
  auto done = folder.write_config({host, enrolled->identity.installation, enrolled->authority_pem, key.to_pem(), port, 0});
  if (!done) return fail(done.error());
  std::printf("installation %s\n", enrolled->identity.installation.c_str());
  return 0;
}

int lodge(const std::string& home, const std::string& file, std::uint32_t version) {
  auto session = open(home);
  if (!session) return fail(session.error());
  auto bytes = read_file(file);
  if (!bytes) return fail(bytes.error());
  auto queued = session->folder.enqueue(std::move(*bytes), file.ends_with(".xml") ? "application/xml" : "application/json", version);
  if (!queued) return fail(queued.error());
  return send_one(*session, *queued);
}

int send_outbox(const std::string& home) {
  auto session = open(home);
  if (!session) return fail(session.error());
  auto waiting = session->folder.outbox();
  if (!waiting) return fail(waiting.error());
  int worst = 0;
  for (const Queued& message : *waiting) worst = std::max(worst, send_one(*session, message));
  std::printf("%zu messages were waiting\n", waiting->size());
  return worst;
}

int check(const std::string& home, const std::string& file) {
  auto session = open(home);
  if (!session) return fail(session.error());
  auto bytes = read_file(file);
  if (!bytes) return fail(bytes.error());
  auto done = with_retries(*session, [&] { return session->client->check(*bytes, file.ends_with(".xml") ? "application/xml" : "application/json"); });
  if (!done) return fail(done.error());
  std::printf("%s", done->indented().c_str());
  return *done->boolean("would_be_accepted_for_review") ? 0 : 3;
}

int batch(const std::string& home, const std::string& file) {
  auto session = open(home);
  if (!session) return fail(session.error());
  auto text = read_file(file);
  if (!text) return fail(text.error());
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    if (end > begin) lines.push_back(text->substr(begin, end - begin));
    begin = end + 1;
  }
  auto done = with_retries(*session, [&] { return session->client->batch(lines); });
  if (!done) return fail(done.error());
  std::size_t good = 0;
  int number = 0;
  for (const Json& item : *done->array("items")) {
    ++number;
    if (*item.integer("status") == 200) {
      const client::Receipt receipt{0, *item.string("receipt"), *item.string("signature")};
      if (auto verified = session->client->verify(receipt); !verified) return fail(verified.error());
      ++good;
    } else {
      std::printf("line %d: %s\n", number, item.string("problem")->c_str());
    }
  }
  std::printf("%zu of %d lodged\n", good, number);
  return good == static_cast<std::size_t>(number) ? 0 : 3;
}

int receipts(const std::string& home, std::int64_t wait_ms) {
  auto session = open(home);
  if (!session) return fail(session.error());
  for (bool first = true;; first = false) {
    auto page = with_retries(*session, [&] { return session->client->receipts(session->config.last_serial, first ? wait_ms : 0); });
    if (!page) return fail(page.error());
    if (page->empty()) return 0;
    for (const client::Receipt& receipt : *page) {
      if (auto kept = session->folder.keep_receipt(receipt); !kept) return fail(kept.error());
      std::printf("%lld ", static_cast<long long>(receipt.serial));
      show_receipt(receipt);
      session->config.last_serial = receipt.serial;
    }
    if (auto done = session->folder.write_config(session->config); !done) return fail(done.error());
  }
}

int show(const std::string& home, const std::string& target) {
  auto session = open(home);
  if (!session) return fail(session.error());
  auto done = with_retries(*session, [&] { return session->client->get(target); });
  if (!done) return fail(done.error());
  std::printf("%s", done->indented().c_str());
  return 0;
}

int act(const std::string& home, const std::string& case_id, const std::string& name, const std::string& reason) {
  auto session = open(home);
  if (!session) return fail(session.error());
  std::map<std::string, std::string> parameters;
  if (!reason.empty()) parameters["reason"] = reason;
  const std::string key = session->config.installation + "-" + case_id + "-" + name + "-" + session->clock->now().to_string();
  auto done = with_retries(*session, [&] { return session->client->act(case_id, name, parameters, key); });
  if (!done) return fail(done.error());
  std::printf("%s", done->indented().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"datong-client: an enterprise's installation"};
  app.require_subcommand(1);
  std::string home = "datong-client", host = "127.0.0.1", code, file, id, name, reason;
  std::uint16_t port = 8650;
  std::uint32_t version = 1;
  std::int64_t wait_ms = 0;
  int status = 0;
  const auto add = [&](const char* verb, const char* help) {
    CLI::App* command = app.add_subcommand(verb, help);
    command->add_option("--home", home, "folder of this installation")->capture_default_str();
    return command;
  };
  CLI::App* command = add("enrol", "exchange an enrolment code for a certificate");
  command->add_option("--host", host)->capture_default_str();
  command->add_option("--port", port)->capture_default_str();
  command->add_option("code", code)->required();
  command->callback([&] { status = enrol(home, host, port, code); });
  command = add("lodge", "lodge a declaration file (.json or .xml)");
  command->add_option("file", file)->required();
  command->add_option("--version", version, "2 and more: after a return or a granted amendment")->capture_default_str();
  command->callback([&] { status = lodge(home, file, version); });
  add("send", "send again what waits in the outbox")->callback([&] { status = send_outbox(home); });
  command = add("check", "run the rules, store nothing");
  command->add_option("file", file)->required();
  command->callback([&] { status = check(home, file); });
  command = add("batch", "lodge a file of one JSON declaration a line under one signature");
  command->add_option("file", file)->required();
  command->callback([&] { status = batch(home, file); });
  command = add("receipts", "fetch and keep new receipts");
  command->add_option("--wait-ms", wait_ms, "wait for the first one")->capture_default_str();
  command->callback([&] { status = receipts(home, wait_ms); });
  command = add("status", "one case, or the list");
  command->add_option("case", id);
  command->callback([&] { status = show(home, id.empty() ? "/v1/declarations" : "/v1/declarations/" + id); });
  command = add("act", "ask_amendment, ask_withdrawal or abandon");
  command->add_option("case", id)->required();
  command->add_option("act", name)->required();
  command->add_option("--reason", reason);
  command->callback([&] { status = act(home, id, name, reason); });
  CLI11_PARSE(app, argc, argv);
  return status;
}
