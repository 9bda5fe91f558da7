#pragma once
// The folder a platform lives in: database, keys, access file. Opens what the commands share. Internal to programs/datong.
#include <memory>
#include <string>

#include "app/context.hpp"
#include "crypto/certificate.hpp"
#include "programs/files.hpp"
#include "store/sqlite/blobs.hpp"
#include "store/sqlite/store.hpp"

namespace datong::programs {

struct Keys {
  crypto::Authority authority;
  crypto::SigningKey receipt_key;
  std::string receipt_certificate_pem;
  crypto::SigningKey log_key;  ///< signs the heads of the log
  std::string log_certificate_pem;
};
app::Signer log_signer(const Keys& keys);

/// Everything a command needs; members are destroyed in reverse order.
struct Platform {
  SystemClock clock;
  IdMaker ids{0};
  std::unique_ptr<store::sqlite::SqliteStore> store;
  std::unique_ptr<store::sqlite::SqliteBlobs> blobs;
  std::unique_ptr<app::Editions> editions;
  std::unique_ptr<Keys> keys;
  std::unique_ptr<app::Context> context;
};

/// Makes authority, receipt key and log key in <home>/keys. Errors: conflict when they exist.
Result<void> init_keys(const std::string& home, const std::string& name);
/// Makes the log key when it is absent: homes of before the log was shown have none.
Result<std::unique_ptr<Keys>> load_keys(const std::string& home);

/// Opens <home>/datong.db. `server` takes the lock; keys are needed unless `without_keys`.
Result<std::unique_ptr<Platform>> open_platform(const std::string& home, bool create, bool server, bool without_keys = false);

/// The files of a data set folder (data/classic), under those of the set it is based on (base.txt).
Result<app::EditionFiles> read_data_set(const std::string& path);

}  // namespace datong::programs
