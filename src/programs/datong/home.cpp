#include "programs/datong/home.hpp"

#include <filesystem>

#include "base/text.hpp"

namespace datong::programs {
namespace {

namespace fs = std::filesystem;

constexpr int kAuthorityDays = 3650;
constexpr int kReceiptDays = 3649;

}  // namespace

Result<void> init_keys(const std::string& home, const std::string& name) {
  std::error_code problem;
  fs::create_directories(home + "/keys", problem);
  if (fs::exists(home + "/keys/authority.key")) return failure(Code::conflict, "keys exist in " + home + "/keys");
  const Instant now = SystemClock().now().plus_ms(-60'000);  // a client's clock may be a little behind
  auto authority = crypto::make_authority(name + " CA", now, kAuthorityDays);
  if (!authority) return authority.error();
  const crypto::SigningKey key = crypto::SigningKey::generate();
  auto certificate = crypto::issue_certificate(*authority, key.public_pem(), name + " receipts", name, crypto::Usage::receipt, now, kReceiptDays);
  if (!certificate) return certificate.error();
  const std::pair<std::string, std::string> files[] = {{"receipt.key", key.to_pem()}, {"receipt.crt", *certificate},
                                                       {"authority.crt", authority->certificate_pem}, {"authority.key", authority->key.to_pem()}};
  for (const auto& [file, text] : files) {
    if (auto done = write_file(home + "/keys/" + file, text, file.ends_with(".key")); !done) return done.error();
  }
  return {};
}

Result<std::unique_ptr<Keys>> load_keys(const std::string& home) {
  std::string texts[4];
  const char* names[] = {"authority.key", "authority.crt", "receipt.key", "receipt.crt"};
  for (int i = 0; i < 4; ++i) {
    auto text = read_file(home + "/keys/" + names[i]);
    if (!text) return failure(Code::not_found, "no keys in " + home + "/keys: run `datong keys init` first");
    texts[i] = std::move(*text);
  }
  auto authority_key = crypto::SigningKey::from_pem(texts[0]);
  if (!authority_key) return authority_key.error();
  auto receipt_key = crypto::SigningKey::from_pem(texts[2]);
  if (!receipt_key) return receipt_key.error();
  return std::make_unique<Keys>(Keys{{*authority_key, texts[1]}, *receipt_key, texts[3]});
}

Result<std::unique_ptr<Platform>> open_platform(const std::string& home, bool create, bool server, bool without_keys) {
  std::error_code problem;
  if (create) fs::create_directories(home, problem);
  auto platform = std::make_unique<Platform>();
  const std::string path = home + "/datong.db";
  auto opened = store::sqlite::SqliteStore::open(path, {create, server});
  if (!opened) return opened.error();
  platform->store = std::move(*opened);
  auto blobs = store::sqlite::SqliteBlobs::open(path + ".blobs", true);
  if (!blobs) return blobs.error();
  platform->blobs = std::move(*blobs);
  platform->editions = std::make_unique<app::Editions>(*platform->store);
  if (auto loaded = platform->editions->refresh(); !loaded && loaded.error().code != Code::not_found) return loaded.error();
  if (!without_keys) {
    auto keys = load_keys(home);
    if (!keys) return keys.error();
    platform->keys = std::move(*keys);
  }
  const crypto::SigningKey key = platform->keys ? platform->keys->receipt_key : crypto::SigningKey::generate();
  const std::string key_id = "receipt-" + key.verifying_key().thumbprint().substr(0, 16);
  platform->context.reset(new app::Context{*platform->store, *platform->blobs, platform->clock, platform->ids, *platform->editions,
                                           {key, key_id}, [](std::function<void()> work) { work(); }, {}});
  return platform;
}

Result<app::EditionFiles> read_data_set(const std::string& path) {
  std::map<std::string, std::string> files;
  if (auto base = read_file(path + "/base.txt")) {
    auto below = read_data_set((fs::path(path).parent_path() / std::string(trim(*base))).string());
    if (!below) return below.error();
    files.insert(below->begin(), below->end());
  }
  std::error_code problem;
  for (const auto& entry : fs::recursive_directory_iterator(path, problem)) {
    if (entry.path().extension() != ".csv") continue;
    auto bytes = read_file(entry.path().string());
    if (!bytes) return bytes.error();
    files[fs::relative(entry.path(), path).generic_string()] = std::move(*bytes);
  }
  if (problem || files.empty()) return failure(Code::not_found, "no data set in " + path);
  return app::EditionFiles(files.begin(), files.end());
}

}  // namespace datong::programs
