#pragma once
// The folder a platform lives in: database, keys, access file. Opens what the commands share. Internal to programs/datong.
#include <memory>
#include <string>

#include "app/context.hpp"
#include "app/paper.hpp"
#include "crypto/certificate.hpp"
#include "programs/files.hpp"
#include "store/sqlite/blobs.hpp"
#include "store/sqlite/search.hpp"
#include "store/sqlite/store.hpp"

namespace datong::programs {

struct Keys {
  crypto::Authority authority;
  crypto::SigningKey receipt_key;
  std::string receipt_certificate_pem;
  crypto::SigningKey log_key;  ///< signs the heads of the log
  std::string log_certificate_pem;
  std::shared_ptr<const crypto::DocumentSigner> issuing, stamp;  ///< sign papers and their time stamps
  crypto::SigningKey summary_key;                                ///< signs the QR summaries
  std::string check_secret, anchors_pem;
};

/// Where the issuing key lies, when it is not keys/issuing.key.
struct IssuingKey {
  std::string uri, module_path, pin;  ///< a PKCS#11 token's; "" = the file's
};
app::Signer log_signer(const Keys& keys);

/// Everything a command needs; members are destroyed in reverse order.
struct Platform {
  SystemClock clock;
  IdMaker ids{0};
  std::unique_ptr<store::sqlite::SqliteStore> store;
  std::unique_ptr<store::sqlite::SqliteBlobs> blobs;
  std::unique_ptr<store::sqlite::SqliteSearch> search;
  std::unique_ptr<app::Editions> editions;
  std::unique_ptr<Keys> keys;
  std::unique_ptr<app::Trust> trust;
  std::unique_ptr<app::Context> context;
};

/// Makes the authority and all keys it certifies in <home>/keys. Errors: conflict when they exist.
Result<void> init_keys(const std::string& home, const std::string& name);
/// Makes the keys that are absent: homes of earlier versions have fewer.
Result<std::unique_ptr<Keys>> load_keys(const std::string& home, const IssuingKey& issuing = {});
/// A certificate in keys/issuing.crt for the public key (PEM) of an issuing key that was made elsewhere: in a token, or RSA.
Result<void> certify_issuing_key(const std::string& home, const std::string& public_pem);

/// Opens <home>/datong.db. `server` takes the lock; keys are needed unless `without_keys`.
Result<std::unique_ptr<Platform>> open_platform(const std::string& home, bool create, bool server, bool without_keys = false,
                                                const IssuingKey& issuing = {});
/// Whether everything below this authority is for training: its name says so, and nothing else does.
Result<bool> is_for_training(const std::string& authority_pem);
/// What papers are made with; `address` is where they are checked. Errors: not_found (letters), those of the keys.
Result<void> load_trust(Platform& platform, const std::string& address);

/// The files of a data set folder (data/classic), under those of the set it is based on (base.txt).
Result<app::EditionFiles> read_data_set(const std::string& path);

}  // namespace datong::programs
