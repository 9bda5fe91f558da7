#pragma once
// A signer's certificate after everything about it that no clock changes was found out, once per set of anchors. For
// anchors.cpp and cms_verify.cpp only. Thread rule: immutable and shared.
#include "crypto/anchors.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {

enum class KeyStrength : std::uint8_t { enough, weak, unsupported };

struct KnownSigner {
  PkeyOwner pkey;
  std::uint64_t identity = next_identity();
  bool is_rsa = false;
  KeyStrength strength = KeyStrength::unsupported;
  SignerFacts facts;
  bool may_sign_documents = false;
  bool may_stamp = false;
  bool chained = false;            ///< to an anchor, dates aside
  Instant chain_from, chain_until;  ///< when all of the chain is within its dates
  bool listed = false;             ///< every authority of the chain but the anchor's own gave a list
  Instant listed_until;            ///< the earliest next update of those lists
  std::optional<Instant> revoked_at;  ///< the certificate, or an authority between it and the anchor
};

}  // namespace datong::crypto
