#include "programs/datong/home.hpp"

#include <filesystem>

#include "base/text.hpp"

namespace datong::programs {
namespace {

namespace fs = std::filesystem;

constexpr int kAuthorityDays = 3650;
constexpr int kKeyDays = 3649;
constexpr std::int64_t kClockMarginMs = 60'000;  // a client's clock may be a little behind

struct KeyPair {
  crypto::SigningKey key;
  std::string certificate_pem;
};

Result<void> write_key_file(const std::string& home, const std::string& file, const std::string& text) {
  return write_file(home + "/keys/" + file, text, file.ends_with(".key"));
}

/// <file>.key and its certificate <file>.crt; the key last, so that it never stands without.
Result<void> make_key(const std::string& home, const crypto::Authority& authority, const std::string& file, const std::string& common_name,
                      const std::string& organisation, crypto::Usage usage, Instant not_before) {
  const crypto::SigningKey key = crypto::SigningKey::generate();
  auto certificate = crypto::issue_certificate(authority, key.public_pem(), common_name, organisation, usage, not_before, kKeyDays);
  if (!certificate) return certificate.error();
  if (auto done = write_key_file(home, file + ".crt", *certificate); !done) return done;
  return write_key_file(home, file + ".key", key.to_pem());
}

Result<KeyPair> read_key_pair(const std::string& home, const std::string& file) {
  auto key_text = read_file(home + "/keys/" + file + ".key");
  auto certificate = read_file(home + "/keys/" + file + ".crt");
  if (!key_text || !certificate) return failure(Code::not_found, "no keys in " + home + "/keys: run `datong keys init` first");
  auto key = crypto::SigningKey::from_pem(*key_text);
  if (!key) return key.error();
  return KeyPair{*key, std::move(*certificate)};
}

}  // namespace

Result<void> init_keys(const std::string& home, const std::string& name) {
  std::error_code problem;
  fs::create_directories(home + "/keys", problem);
  if (fs::exists(home + "/keys/authority.key")) return failure(Code::conflict, "keys exist in " + home + "/keys");
  const Instant now = SystemClock().now().plus_ms(-kClockMarginMs);
  auto authority = crypto::make_authority(name + " CA", now, kAuthorityDays);
  if (!authority) return authority.error();
  if (auto done = make_key(home, *authority, "receipt", name + " receipts", name, crypto::Usage::receipt, now); !done) return done;
  if (auto done = make_key(home, *authority, "log", name + " log", name, crypto::Usage::log_head, now); !done) return done;
  if (auto done = write_key_file(home, "authority.crt", authority->certificate_pem); !done) return done;
  return write_key_file(home, "authority.key", authority->key.to_pem());  // last: it says that all are there
}

Result<std::unique_ptr<Keys>> load_keys(const std::string& home) {
  auto authority_pair = read_key_pair(home, "authority");
  if (!authority_pair) return authority_pair.error();
  auto receipt = read_key_pair(home, "receipt");
  if (!receipt) return receipt.error();
  const crypto::Authority authority{authority_pair->key, authority_pair->certificate_pem};
  if (!fs::exists(home + "/keys/log.key")) {
    auto facts = crypto::read_certificate(receipt->certificate_pem);
    if (!facts) return facts.error();
    const std::string& name = facts->subject_organisation;
    const Instant now = SystemClock().now().plus_ms(-kClockMarginMs);
    if (auto done = make_key(home, authority, "log", name + " log", name, crypto::Usage::log_head, now); !done) return done.error();
  }
  auto log = read_key_pair(home, "log");
  if (!log) return log.error();
  return std::make_unique<Keys>(Keys{authority, receipt->key, receipt->certificate_pem, log->key, log->certificate_pem});
}

app::Signer log_signer(const Keys& keys) {
  return {keys.log_key, "log-" + keys.log_key.verifying_key().thumbprint().substr(0, 16)};
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
