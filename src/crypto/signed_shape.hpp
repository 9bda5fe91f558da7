#pragma once
// The parts of one SignedData (RFC 5652), found and nothing of it verified. Strict DER is read directly; what is not (BER
// of foreign signers) OpenSSL rewrites as DER first, so that only one reader decides what a file says. For this module
// only. Thread rule: plain values; the views look into the bytes given, or into `rewritten`.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/digest.hpp"

namespace datong::crypto {

enum class DigestKind : std::uint8_t { sha256, sha384, sha512, weak, unknown };
DigestKind digest_kind(std::string_view object);  ///< of an object node
/// Digest of the parts as if they were one text. Only of the three known kinds.
std::string digest_of(DigestKind kind, std::span<const std::string_view> parts);

/// One attribute that a SignedData may carry once.
struct AttributeValue {
  std::string_view value;  ///< its one value, whole node; "" when the attribute is absent
  bool wrong = false;      ///< present twice, or with other than one value
};

struct SignedShape {
  std::shared_ptr<const std::string> rewritten;
  std::string_view content_type;           ///< object node
  std::optional<std::string_view> content;
  std::vector<std::string_view> certificates;
  std::string_view issuer, serial;         ///< of the signer's certificate, whole nodes; or else:
  std::string_view key_id;                 ///< its subject key identifier
  DigestKind digest = DigestKind::unknown;
  std::string_view signature_algorithm;    ///< object node; "" when it has parameters other than NULL
  std::string_view signature;
  std::string signed_attributes;           ///< as they are hashed: tagged as a SET
  AttributeValue content_type_attribute, message_digest, signing_certificate, signing_certificate_v2;
  AttributeValue time_stamp;               ///< the only unsigned attribute that is looked at
};

/// Trailing zero bytes, with which PDF files fill the room for a signature, are passed over.
/// Errors: malformed (no SignedData, no or several signers, no signed attributes), too_large.
Result<SignedShape> read_signed_shape(std::string_view bytes);

}  // namespace datong::crypto
