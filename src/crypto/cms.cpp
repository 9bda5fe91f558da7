#include "crypto/cms.hpp"

#include "base/check.hpp"
#include "crypto/der.hpp"

namespace datong::crypto {
namespace {

using der::node;

std::string attribute(std::string_view object, std::string_view value) {
  return node(der::kSequence, {object, node(der::kSet, {value})});
}

std::string digest_algorithm() { return node(der::kSequence, {der::kSha256}); }

std::string signature_algorithm(KeyKind kind) {
  switch (kind) {
    case KeyKind::p256: return node(der::kSequence, {der::kEcdsaSha256});
    case KeyKind::rsa: return node(der::kSequence, {der::kRsa, node(der::kNull, {})});
  }
  return {};
}

/// SigningCertificateV2 naming only the signer's, by its SHA-256 (the default, hence unwritten). Source: RFC 5035 §3.
std::string signing_certificate(const DocumentSigner& signer) {
  const Digest hash = sha256(signer.certificate());
  return node(der::kSequence,
              {node(der::kSequence, {node(der::kSequence, {node(der::kOctetString, {view(hash)})})})});
}

}  // namespace

Result<std::string> signed_data(const DocumentSigner& signer, std::string_view content_type, std::string_view content,
                                const Digest& content_digest, const StampFunction& stamp) {
  const auto own = der::certificate_parts(signer.certificate());
  CHECK(own.has_value());  // the signer's certificate was read when it was made
  std::string attributes =
      der::set_of(der::kSet, {attribute(der::kContentType, content_type),
                              attribute(der::kMessageDigest, node(der::kOctetString, {view(content_digest)})),
                              attribute(der::kSigningCertificateV2, signing_certificate(signer))});
  const auto signature = signer.sign(sha256(attributes));
  if (!signature) return signature.error();
  attributes[0] = static_cast<char>(der::kContext0Constructed);  // signed as a SET, written as [0]: RFC 5652 §5.4

  std::string unsigned_attributes;
  if (stamp) {
    const auto token = stamp(sha256(*signature));
    if (!token) return token.error();
    unsigned_attributes = node(der::kContext0Constructed + 1, {attribute(der::kTimeStampToken, *token)});
  }
  const std::string signer_info = node(
      der::kSequence, {der::integer(1), node(der::kSequence, {own->issuer, own->serial}), digest_algorithm(), attributes,
                       signature_algorithm(signer.kind()), node(der::kOctetString, {*signature}), unsigned_attributes});
  std::string encapsulated;
  if (!content.empty()) encapsulated = node(der::kContext0Constructed, {node(der::kOctetString, {content})});
  const std::string body = node(
      der::kSequence,
      {der::integer(content_type == der::kData ? 1 : 3), node(der::kSet, {digest_algorithm()}),
       node(der::kSequence, {content_type, encapsulated}),
       der::set_of(der::kContext0Constructed, signer.certificates()), node(der::kSet, {signer_info})});
  return node(der::kSequence, {der::kSignedData, node(der::kContext0Constructed, {body})});
}

Result<std::string> sign_cms(const DocumentSigner& signer, const Digest& of_byte_ranges, const StampFunction& stamp) {
  return signed_data(signer, der::kData, {}, of_byte_ranges, stamp);
}

}  // namespace datong::crypto
