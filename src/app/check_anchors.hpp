#pragma once
// Whom a checker of papers believes, read from one published bundle: authorities (for the file's signature and stamp), and
// the certificates of the keys that sign QR summaries, which a code has no room to carry. Not here: asking the platform.
// Thread rule: immutable, any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/anchors.hpp"
#include "crypto/certificate.hpp"
#include "crypto/revocation.hpp"

namespace datong::app {

/// A key that QR summaries may be signed with.
struct SummaryKey {
  std::string key_id;  ///< thumbprint of the public key; QR codes carry its beginning, 16 digits or more
  crypto::CertificateFacts facts;
  std::string issuer;              ///< common name of its authority; "" = no authority of the bundle made it
  std::optional<Instant> revoked_at;
  std::optional<Instant> listed_until;  ///< until when its authority's list is the newest; nullopt = it gave none
  bool may_sign = false;           ///< its certificate is for documents
};

struct CheckAnchors {
  crypto::Anchors anchors;
  std::vector<SummaryKey> summary_keys;

  const SummaryKey* summary_key(std::string_view key_id) const;
  /// Errors: those of crypto::Anchors::from_pem; malformed when the bundle holds no authority.
  static Result<CheckAnchors> from_pem(std::string_view bundle_pem, std::string_view revocation_lists_pem = {});
};

/// What stands across every page a training platform makes.
inline constexpr std::string_view kTrainingWatermark = "TRAINING 培训";
/// Whether a name in a certificate says that everything under it is for training only.
bool names_training(std::string_view name);

}  // namespace datong::app
