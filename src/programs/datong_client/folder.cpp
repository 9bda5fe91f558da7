#include "programs/datong_client/folder.hpp"

#include <algorithm>
#include <filesystem>

#include "crypto/digest.hpp"
#include "programs/files.hpp"

namespace datong::programs {

namespace fs = std::filesystem;
using document::Json;

Result<void> Folder::create() const {
  std::error_code problem;
  for (const char* name : {"", "/outbox", "/sent", "/failed", "/receipts"}) fs::create_directories(path_ + name, problem);
  fs::permissions(path_, fs::perms::owner_all, problem);
  if (problem) return failure(Code::unavailable, "cannot make " + path_);
  return {};
}

Result<Config> Folder::read_config() const {
  auto text = read_file(path_ + "/config.json");
  if (!text) return failure(Code::not_found, "not enrolled: run `datong-client enrol` first (" + path_ + ")");
  auto json = Json::parse(*text);
  auto key = read_file(path_ + "/installation.key");
  auto authority = read_file(path_ + "/authority.crt");
  if (!json || !key || !authority || !json->string("host") || !json->integer("port") || !json->string("installation")) {
    return failure(Code::corrupt, path_ + "/config.json");
  }
  const std::int64_t* serial = json->integer("last_serial");
  return Config{*json->string("host"), *json->string("installation"), *authority, *key, static_cast<std::uint16_t>(*json->integer("port")),
                serial != nullptr ? *serial : 0};
}

Result<void> Folder::write_config(const Config& config) const {
  if (auto done = write_file(path_ + "/installation.key", config.key_pem, true); !done) return done.error();
  if (auto done = write_file(path_ + "/authority.crt", config.authority_pem); !done) return done.error();
  Json json = Json::make_object();
  json.set("host", config.host).set("port", config.port).set("installation", config.installation).set("last_serial", config.last_serial);
  return write_file(path_ + "/config.json", json.indented());
}

Result<Queued> Folder::enqueue(std::string bytes, std::string content_type, std::uint32_t version) const {
  const std::string name = crypto::hex(crypto::sha256(bytes)).substr(0, 24) + "-" + std::to_string(version) +
                           (content_type == "application/json" ? ".json" : ".xml");
  if (auto done = write_file(path_ + "/outbox/" + name, bytes); !done) return done.error();
  return Queued{name, std::move(bytes), std::move(content_type), version};
}

Result<std::vector<Queued>> Folder::outbox() const {
  std::vector<Queued> messages;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(path_ + "/outbox", problem)) {
    const std::string name = entry.path().filename().string();
    const bool is_json = name.ends_with(".json");
    if (!is_json && !name.ends_with(".xml")) continue;
    auto bytes = read_file(entry.path().string());
    if (!bytes) return bytes.error();
    const std::size_t dash = name.rfind('-');
    const int version = dash == name.npos ? 1 : std::atoi(name.c_str() + dash + 1);
    messages.push_back({name, std::move(*bytes), is_json ? "application/json" : "application/xml", static_cast<std::uint32_t>(std::max(1, version))});
  }
  if (problem) return failure(Code::unavailable, "cannot read the outbox in " + path_);
  std::sort(messages.begin(), messages.end(), [](const Queued& a, const Queued& b) { return a.name < b.name; });
  return messages;
}

Result<void> Folder::settle(const Queued& message, const client::Receipt& receipt) const {
  const std::string kept = path_ + "/sent/" + message.name;
  if (auto done = write_file(kept + ".receipt", receipt.body); !done) return done.error();
  if (auto done = write_file(kept + ".receipt.jws", receipt.signature); !done) return done.error();
  std::error_code problem;
  fs::rename(path_ + "/outbox/" + message.name, kept, problem);
  if (problem) return failure(Code::unavailable, "cannot move " + message.name);
  return {};
}

Result<void> Folder::reject(const Queued& message, std::string_view why) const {
  const std::string kept = path_ + "/failed/" + message.name;
  if (auto done = write_file(kept + ".why", why); !done) return done.error();
  std::error_code problem;
  fs::rename(path_ + "/outbox/" + message.name, kept, problem);
  if (problem) return failure(Code::unavailable, "cannot move " + message.name);
  return {};
}

Result<void> Folder::keep_receipt(const client::Receipt& receipt) const {
  const std::string file = path_ + "/receipts/" + std::to_string(receipt.serial);
  if (auto done = write_file(file + ".json", receipt.body); !done) return done.error();
  return write_file(file + ".jws", receipt.signature);
}

}  // namespace datong::programs
