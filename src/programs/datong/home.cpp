#include "programs/datong/home.hpp"

#include <filesystem>

#include "app/check_anchors.hpp"
#include "base/text.hpp"
#include "programs/font_files.hpp"

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

/// The keys the authority certifies beside the receipts'.
struct KeyRow {
  const char* file;
  const char* suffix;  ///< of the platform's name, in the certificate
  crypto::Usage usage;
};
constexpr KeyRow kKeyRows[] = {{"log", " log", crypto::Usage::log_head},
                               {"issuing", " documents", crypto::Usage::document_signer},
                               {"summary", " summaries", crypto::Usage::document_signer},
                               {"stamp", " time stamps", crypto::Usage::time_stamp}};

Result<std::shared_ptr<const crypto::DocumentSigner>> read_signer(const std::string& home, const std::string& file,
                                                                  const std::string& authority_pem, const IssuingKey& token) {
  auto certificate = read_file(home + "/keys/" + file + ".crt");
  if (!certificate) return certificate.error();
  const std::string chain = *certificate + authority_pem;
  auto signer = [&]() -> Result<std::unique_ptr<crypto::DocumentSigner>> {
    if (!token.uri.empty()) return crypto::signer_from_token({token.module_path, token.uri, token.pin}, chain);
    auto key = read_file(home + "/keys/" + file + ".key");
    if (!key) return key.error();
    return crypto::signer_from_pem(*key, chain);
  }();
  if (!signer) return signer.error();
  return std::shared_ptr<const crypto::DocumentSigner>(std::move(*signer));
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
  for (const KeyRow& row : kKeyRows) {
    if (auto done = make_key(home, *authority, row.file, name + row.suffix, name, row.usage, now); !done) return done;
  }
  if (auto done = write_key_file(home, "check.key", to_hex(crypto::random_bytes(32))); !done) return done;
  if (auto done = write_key_file(home, "authority.crt", authority->certificate_pem); !done) return done;
  return write_key_file(home, "authority.key", authority->key.to_pem());  // last: it says that all are there
}

Result<std::unique_ptr<Keys>> load_keys(const std::string& home, const IssuingKey& issuing) {
  auto authority_pair = read_key_pair(home, "authority");
  if (!authority_pair) return authority_pair.error();
  auto receipt = read_key_pair(home, "receipt");
  if (!receipt) return receipt.error();
  const crypto::Authority authority{authority_pair->key, authority_pair->certificate_pem};
  for (const KeyRow& row : kKeyRows) {
    if (fs::exists(home + "/keys/" + row.file + ".crt")) continue;
    auto facts = crypto::read_certificate(receipt->certificate_pem);
    if (!facts) return facts.error();
    const std::string& name = facts->subject_organisation;
    const Instant now = SystemClock().now().plus_ms(-kClockMarginMs);
    if (auto done = make_key(home, authority, row.file, name + row.suffix, name, row.usage, now); !done) return done.error();
  }
  if (!fs::exists(home + "/keys/check.key")) {
    if (auto done = write_key_file(home, "check.key", to_hex(crypto::random_bytes(32))); !done) return done.error();
  }
  auto log = read_key_pair(home, "log");
  if (!log) return log.error();
  auto summary = read_key_pair(home, "summary");
  if (!summary) return summary.error();
  auto stamp = read_signer(home, "stamp", authority.certificate_pem, {});
  if (!stamp) return stamp.error();
  auto signer = read_signer(home, "issuing", authority.certificate_pem, issuing);
  if (!signer) return signer.error();
  auto secret = read_file(home + "/keys/check.key");
  const auto raw = secret ? from_hex(trim(*secret)) : std::nullopt;
  if (!raw || raw->size() < 16) return failure(Code::malformed, home + "/keys/check.key");
  std::string anchors = authority.certificate_pem;
  for (const char* file : {"issuing", "stamp", "summary", "log"}) {
    auto certificate = read_file(home + "/keys/" + file + ".crt");
    if (!certificate) return certificate.error();
    anchors += *certificate;
  }
  return std::make_unique<Keys>(Keys{authority, receipt->key, receipt->certificate_pem, log->key, log->certificate_pem, std::move(*signer),
                                     std::move(*stamp), summary->key, *raw, std::move(anchors)});
}

Result<void> certify_issuing_key(const std::string& home, const std::string& public_pem) {
  auto authority = read_key_pair(home, "authority");
  if (!authority) return authority.error();
  auto facts = crypto::read_certificate(authority->certificate_pem);
  if (!facts) return facts.error();
  std::string name = facts->subject_common_name;
  if (name.ends_with(" CA")) name.resize(name.size() - 3);
  const Instant now = SystemClock().now().plus_ms(-kClockMarginMs);
  auto certificate = crypto::issue_certificate({authority->key, authority->certificate_pem}, public_pem, name + " documents", name,
                                               crypto::Usage::document_signer, now, kKeyDays);
  if (!certificate) return certificate.error();
  return write_key_file(home, "issuing.crt", *certificate);
}

Result<bool> is_for_training(const std::string& authority_pem) {
  auto facts = crypto::read_certificate(authority_pem);
  if (!facts) return facts.error();
  return app::names_training(facts->subject_common_name);
}

Result<void> load_trust(Platform& platform, const std::string& address) {
  auto fonts = letters();
  if (!fonts) return fonts.error();
  const Keys& keys = *platform.keys;
  platform.trust = std::make_unique<app::Trust>(app::Signer{keys.summary_key, keys.summary_key.verifying_key().thumbprint().substr(0, 16)});
  app::Trust& trust = *platform.trust;
  trust.issuing = keys.issuing;
  trust.stamp.signer = keys.stamp;
  trust.check_secret = keys.check_secret;
  trust.fonts = **fonts;
  trust.address = address;
  trust.anchors_pem = keys.anchors_pem;
  auto for_training = is_for_training(keys.authority.certificate_pem);
  if (!for_training) return for_training.error();
  if (*for_training) trust.watermark = app::kTrainingWatermark;
  platform.context->trust = &trust;
  return {};
}

app::Signer log_signer(const Keys& keys) {
  return {keys.log_key, "log-" + keys.log_key.verifying_key().thumbprint().substr(0, 16)};
}

Result<std::unique_ptr<Platform>> open_platform(const std::string& home, bool create, bool server, bool without_keys,
                                                const IssuingKey& issuing) {
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
  auto search = store::sqlite::SqliteSearch::open(path + ".search", *platform->store);
  if (!search) return search.error();
  platform->search = std::move(*search);
  platform->editions = std::make_unique<app::Editions>(*platform->store);
  if (auto loaded = platform->editions->refresh(); !loaded && loaded.error().code != Code::not_found) return loaded.error();
  if (!without_keys) {
    auto keys = load_keys(home, issuing);
    if (!keys) return keys.error();
    platform->keys = std::move(*keys);
  }
  const crypto::SigningKey key = platform->keys ? platform->keys->receipt_key : crypto::SigningKey::generate();
  const std::string key_id = "receipt-" + key.verifying_key().thumbprint().substr(0, 16);
  platform->context.reset(new app::Context{*platform->store, *platform->blobs, platform->clock, platform->ids, *platform->editions,
                                           {key, key_id}, [](std::function<void()> work) { work(); }, {}});
  platform->context->search = platform->search.get();
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
