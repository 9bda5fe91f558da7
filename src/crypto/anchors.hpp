#pragma once
// Whom a checker believes: root (or issuing) certificates and the revocation lists they signed. Signers' certificates met
// before are kept with their key, their place in a chain and their revocation, so that the next signature of the same
// signer costs only its arithmetic. Not here: dates (a kept chain is held against a moment at each use), lists signed by
// authorities that are no anchors, questions to the network. Thread rule: immutable for its users, any thread; copies
// share what is kept.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace datong::crypto {

struct KnownSigner;

/// What a signer's certificate says.
struct SignerFacts {
  std::string common_name;        ///< "" when absent or not one plain name
  std::string organisation;       ///< likewise
  std::string issuer_common_name;  ///< likewise
  std::string serial_hex;
  Instant not_before, not_after;
  std::string key;                 ///< "P-256", "RSA-2048" …
  std::string certificate_sha256;  ///< hexadecimal
};

class Anchors {
 public:
  /// Input:   certificates of authorities, at least one; revocation lists of theirs, or none. PEM, one text each.
  /// Errors:  malformed (also a certificate that is no authority's), unauthenticated (a list of nobody here), too_large.
  static Result<Anchors> from_pem(std::string_view certificates_pem, std::string_view revocation_lists_pem = {});

  /// For this module: the certificate in DER, judged with the others of its signature. Errors: malformed.
  Result<std::shared_ptr<const KnownSigner>> signer(std::string_view certificate,
                                                    std::span<const std::string_view> others) const;

 private:
  struct State;
  explicit Anchors(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace datong::crypto
