#include "crypto/as_written.hpp"

#include <algorithm>

#include "crypto/cms.hpp"
#include "crypto/der.hpp"
#include "crypto/document_signer.hpp"
#include "crypto/known_signer.hpp"
#include "crypto/signed_shape.hpp"

namespace datong::crypto {
namespace {

/// Gives the signature that is there already.
class Replay : public DocumentSigner {
 public:
  Replay(KeyKind kind, std::vector<std::string> chain, std::string_view signature) : DocumentSigner(kind, std::move(chain)), signature_(signature) {}
  Result<std::string> sign(const Digest&) const override { return std::string(signature_); }

 private:
  std::string_view signature_;
};

/// The signer's certificate first; empty when one of them hangs on no anchor, or the signer's is missing.
std::vector<std::string> chain_of(const SignedShape& shape, const Anchors& anchors, KeyKind& kind) {
  std::vector<std::string> chain;
  bool has_signer = false;
  for (const std::string_view certificate : shape.certificates) {
    const auto known = anchors.signer(certificate, shape.certificates);
    if (!known || !(*known)->chained) return {};
    const auto parts = der::certificate_parts(certificate);
    const bool is_signers = parts && parts->issuer == shape.issuer && parts->serial == shape.serial;
    has_signer = has_signer || is_signers;
    if (is_signers) kind = (*known)->is_rsa ? KeyKind::rsa : KeyKind::p256;
    chain.emplace(is_signers ? chain.begin() : chain.end(), certificate);
  }
  return has_signer ? chain : std::vector<std::string>();
}

/// `bytes` without anything behind; the token inside is judged by its own call.
bool is_same(std::string_view bytes, const Anchors& anchors, bool is_token) {
  const auto shape = read_signed_shape(bytes);
  if (!shape || shape->rewritten || shape->digest != DigestKind::sha256 || is_token != shape->content.has_value()) return false;
  KeyKind kind = KeyKind::p256;
  auto chain = chain_of(*shape, anchors, kind);
  if (chain.empty()) return false;
  if (!is_token && !is_same(shape->time_stamp.value, anchors, true)) return false;
  der::Reader digest(shape->message_digest.value);
  const std::string_view hash = digest.take(der::kOctetString).contents;
  Digest content{};
  if (hash.size() != content.size()) return false;
  std::copy(hash.begin(), hash.end(), content.begin());
  StampFunction stamp;
  if (!is_token) stamp = [&](const Digest&) { return Result<std::string>(std::string(shape->time_stamp.value)); };
  const auto written = signed_data(Replay(kind, std::move(chain), shape->signature), shape->content_type, shape->content.value_or(""), content, stamp);
  return written && *written == bytes;
}

}  // namespace

bool is_as_written(std::string_view cms, const Anchors& anchors) {
  der::Reader outer(cms);
  const der::Node whole = outer.take(der::kSequence);
  return outer.ok() && is_same(whole.whole, anchors, false);
}

}  // namespace datong::crypto
