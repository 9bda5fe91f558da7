#include "crypto/cms_verify.hpp"

#include <openssl/rsa.h>

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "crypto/der.hpp"
#include "crypto/known_signer.hpp"
#include "crypto/signed_shape.hpp"
#include "crypto/timestamp.hpp"

namespace datong::crypto {
namespace {

using enum SignatureReason;

/// What was signed: its SHA-256, or all of it.
struct Signed {
  const Digest* sha256 = nullptr;
  std::span<const std::string_view> parts;
  /// nullopt when this digest cannot be computed from what there is.
  std::optional<std::string> digest(DigestKind kind) const {
    if (kind == DigestKind::weak || kind == DigestKind::unknown) return std::nullopt;
    if (sha256 == nullptr) return digest_of(kind, parts);
    if (kind == DigestKind::sha256) return std::string(view(*sha256));
    return std::nullopt;
  }
};

/// What no clock changes about one SignedData.
struct Judgement {
  std::shared_ptr<const KnownSigner> signer;  ///< null when its certificate is missing
  bool digest_matches = false;
  bool signature_verifies = false;
  bool certificate_is_named = false;
  std::vector<SignatureReason> reasons;
};

const EVP_MD* evp_of(DigestKind kind) {
  switch (kind) {
    case DigestKind::sha256: return EVP_sha256();
    case DigestKind::sha384: return EVP_sha384();
    case DigestKind::sha512: return EVP_sha512();
    case DigestKind::weak:
    case DigestKind::unknown: break;
  }
  return nullptr;
}

bool prepare(EVP_PKEY_CTX* context, const EVP_MD* algorithm) {
  if (EVP_PKEY_verify_init(context) != 1) return false;
  const bool is_rsa = EVP_PKEY_is_a(EVP_PKEY_CTX_get0_pkey(context), "RSA") == 1;
  if (is_rsa && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) != 1) return false;
  return EVP_PKEY_CTX_set_signature_md(context, algorithm) == 1;
}

int prepare_sha256(EVP_PKEY_CTX* context) { return prepare(context, EVP_sha256()) ? 1 : 0; }

bool verifies(const KnownSigner& signer, DigestKind kind, std::string_view digest, std::string_view signature) {
  const ErrorQueueGuard guard;
  PkeyContextOwner own;
  EVP_PKEY_CTX* context = nullptr;
  if (kind == DigestKind::sha256) {
    static thread_local ContextCache<64> contexts;
    context = contexts.get(signer, prepare_sha256);
  } else {
    own.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, signer.pkey.get(), nullptr));
    context = own.get();
    if (context == nullptr || !prepare(context, evp_of(kind))) return false;
  }
  return EVP_PKEY_verify(context, bytes_of(signature), signature.size(), bytes_of(digest), digest.size()) == 1;
}

/// Whether the signature's algorithm belongs to the signer's kind of key and to the digest.
bool fits(std::string_view algorithm, DigestKind digest, bool is_rsa) {
  struct Row {
    std::string_view object;
    bool is_rsa;
    DigestKind digest;
  };
  static constexpr std::array kRows{Row{der::kRsaSha256, true, DigestKind::sha256},
                                    Row{der::kRsaSha384, true, DigestKind::sha384},
                                    Row{der::kRsaSha512, true, DigestKind::sha512},
                                    Row{der::kEcdsaSha256, false, DigestKind::sha256},
                                    Row{der::kEcdsaSha384, false, DigestKind::sha384},
                                    Row{der::kEcdsaSha512, false, DigestKind::sha512}};
  if (is_rsa && algorithm == der::kRsa) return evp_of(digest) != nullptr;
  return std::any_of(kRows.begin(), kRows.end(), [&](const Row& row) {
    return row.object == algorithm && row.is_rsa == is_rsa && row.digest == digest;
  });
}

bool has_key_id(std::string_view certificate, std::string_view key_id) {
  const auto read = x509_from_der(certificate);
  if (!read) return false;
  const ASN1_OCTET_STRING* const found = X509_get0_subject_key_id(read->get());
  return found != nullptr && key_id == std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(found)),
                                                        static_cast<std::size_t>(ASN1_STRING_length(found)));
}

std::string_view find_certificate(const SignedShape& shape) {
  for (const std::string_view certificate : shape.certificates) {
    if (!shape.key_id.empty()) {
      if (has_key_id(certificate, shape.key_id)) return certificate;
      continue;
    }
    const auto parts = der::certificate_parts(certificate);
    if (parts && parts->issuer == shape.issuer && parts->serial == shape.serial) return certificate;
  }
  return {};
}

/// Hash of the first certificate that a SigningCertificate(V2) attribute names. Sources: RFC 5035 §3, RFC 2634 §5.4.
struct NamedCertificate {
  DigestKind kind = DigestKind::sha256;
  std::string_view hash;
};
std::optional<NamedCertificate> named_certificate(std::string_view attribute) {
  der::Reader outer(attribute);
  der::Reader body = outer.enter(der::kSequence);
  der::Reader all = body.enter(der::kSequence);
  der::Reader first = all.enter(der::kSequence);
  NamedCertificate named;
  if (const auto algorithm = first.take_if(der::kSequence)) {
    named.kind = digest_kind(der::Reader(algorithm->contents).take(der::kObject).whole);
  }
  named.hash = first.take(der::kOctetString).contents;
  first.take_if(der::kSequence);  // issuer and serial: the hash says more
  body.take_if(der::kSequence);   // policies
  if (!first.done() || !body.done() || !outer.done()) return std::nullopt;
  return named;
}

std::string sha1_of(std::string_view bytes) {
  unsigned char digest[20];
  std::size_t size = sizeof digest;
  CHECK(EVP_Q_digest(nullptr, "SHA1", nullptr, bytes.data(), bytes.size(), digest, &size) == 1);
  return {reinterpret_cast<const char*>(digest), size};
}

/// Time stamps may name their certificate by SHA-1, as RFC 3161 did at first; documents may not.
void judge_named_certificate(const SignedShape& shape, std::string_view certificate, bool old_form_will_do,
                             Judgement& judgement) {
  const AttributeValue& newer = shape.signing_certificate_v2;
  const AttributeValue& older = shape.signing_certificate;
  if (newer.wrong || older.wrong) return judgement.reasons.push_back(attribute_wrong);
  const bool is_old = newer.value.empty() && old_form_will_do;
  const std::string_view value = is_old ? older.value : newer.value;
  if (value.empty()) return judgement.reasons.push_back(attribute_missing);
  const auto named = named_certificate(value);
  if (!named) return judgement.reasons.push_back(attribute_wrong);
  if (!is_old && evp_of(named->kind) == nullptr) {
    return judgement.reasons.push_back(named->kind == DigestKind::weak ? weak_digest : unsupported_algorithm);
  }
  const std::string hash = is_old ? sha1_of(certificate) : digest_of(named->kind, {&certificate, 1});
  judgement.certificate_is_named = hash == named->hash;
  if (!judgement.certificate_is_named) judgement.reasons.push_back(signing_certificate_differs);
}

void judge_digest(const SignedShape& shape, const Signed& content, Judgement& judgement) {
  auto& reasons = judgement.reasons;
  if (shape.digest == DigestKind::weak) reasons.push_back(weak_digest);
  if (shape.content_type_attribute.wrong || shape.message_digest.wrong) return reasons.push_back(attribute_wrong);
  if (shape.content_type_attribute.value.empty() || shape.message_digest.value.empty()) {
    return reasons.push_back(attribute_missing);
  }
  if (shape.content_type_attribute.value != shape.content_type) reasons.push_back(attribute_wrong);
  const auto digest = content.digest(shape.digest);
  if (!digest) {
    if (shape.digest != DigestKind::weak) reasons.push_back(unsupported_algorithm);
    return;
  }
  judgement.digest_matches = shape.message_digest.value == der::node(der::kOctetString, {*digest});
  if (!judgement.digest_matches) reasons.push_back(message_digest_differs);
}

void judge_signature(const SignedShape& shape, Judgement& judgement) {
  const KnownSigner& signer = *judgement.signer;
  if (signer.strength == KeyStrength::weak) return judgement.reasons.push_back(weak_key);
  if (shape.digest == DigestKind::weak) return;  // said already; such a signature proves nothing
  if (signer.strength == KeyStrength::unsupported || !fits(shape.signature_algorithm, shape.digest, signer.is_rsa)) {
    return judgement.reasons.push_back(unsupported_algorithm);
  }
  const std::string_view attributes = shape.signed_attributes;
  judgement.signature_verifies =
      verifies(signer, shape.digest, digest_of(shape.digest, {&attributes, 1}), shape.signature);
  if (!judgement.signature_verifies) judgement.reasons.push_back(signature_wrong);
}

Result<Judgement> judge(const SignedShape& shape, const Signed& content, bool is_stamp, const Anchors& anchors) {
  Judgement judgement;
  judge_digest(shape, content, judgement);
  const std::string_view certificate = find_certificate(shape);
  if (certificate.empty()) {
    judgement.reasons.push_back(certificate_missing);
    return judgement;
  }
  auto signer = anchors.signer(certificate, shape.certificates);
  if (!signer) return signer.error();
  judgement.signer = std::move(*signer);
  judge_named_certificate(shape, certificate, is_stamp, judgement);
  judge_signature(shape, judgement);
  return judgement;
}

/// Tells of the token what a Judgement tells of any SignedData.
SignatureReason of_stamp(SignatureReason reason) {
  if (reason == weak_digest || reason == weak_key) return stamp_weak;
  if (reason == unsupported_algorithm) return stamp_unsupported_algorithm;
  return stamp_signature_wrong;
}

void add(std::vector<SignatureReason>& reasons, SignatureReason reason) {
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

Result<StampFacts> judge_token(std::string_view token, const Signed& stamped, const Anchors& anchors, Instant at) {
  const auto shape = read_signed_shape(token);
  if (!shape) return shape.error();
  const auto content = shape->content ? read_stamp_content(*shape->content) : std::nullopt;
  if (shape->content_type != der::kTimeStampInfo || !content) return failure(Code::malformed, "this is no time stamp");
  StampFacts facts;
  facts.at = content->at;
  facts.policy = content->policy;
  facts.serial_hex = content->serial_hex;
  const DigestKind kind = digest_kind(content->imprint_algorithm);
  if (const auto digest = stamped.digest(kind); !digest) {
    facts.reasons.push_back(kind == DigestKind::weak ? stamp_weak : stamp_unsupported_algorithm);
  } else if (*digest != content->imprint) {
    facts.reasons.push_back(stamp_imprint_differs);
  }
  const std::string_view bytes = *shape->content;
  const auto judgement = judge(*shape, Signed{nullptr, {&bytes, 1}}, true, anchors);
  if (!judgement) return judgement.error();
  for (const SignatureReason reason : judgement->reasons) add(facts.reasons, of_stamp(reason));
  facts.valid = facts.reasons.empty();
  if (!judgement->signer) return facts;
  const KnownSigner& signer = *judgement->signer;
  facts.authority = signer.facts;
  if (!signer.may_stamp) facts.reasons.push_back(stamp_wrong_usage);
  if (!signer.chained) {
    facts.reasons.push_back(stamp_untrusted);
  } else if (facts.at < signer.chain_from || facts.at > signer.chain_until) {
    facts.reasons.push_back(stamp_authority_not_valid_then);
  }
  if (signer.revoked_at) facts.reasons.push_back(stamp_authority_revoked);
  if (facts.at > at.plus_ms(limits::kStampSkewMs)) facts.reasons.push_back(stamp_in_future);
  facts.trusted = facts.reasons.empty();
  return facts;
}

void judge_stamp(const SignedShape& shape, const Anchors& anchors, Instant at, SignatureFacts& facts) {
  if (shape.time_stamp.wrong) return facts.reasons.push_back(stamp_unreadable);
  if (shape.time_stamp.value.empty()) return facts.reasons.push_back(stamp_missing);
  auto stamp = judge_token(shape.time_stamp.value, Signed{nullptr, {&shape.signature, 1}}, anchors, at);
  if (!stamp) return facts.reasons.push_back(stamp_unreadable);
  facts.reasons.insert(facts.reasons.end(), stamp->reasons.begin(), stamp->reasons.end());
  if (stamp->trusted) facts.judged_at = stamp->at;
  facts.stamp = std::move(*stamp);
}

/// Whether the signer was to be believed at the moment judged.
void judge_signer(const KnownSigner& signer, Instant at, SignatureFacts& facts) {
  std::vector<SignatureReason> found;
  const Instant when = facts.judged_at;
  if (!signer.chained) found.push_back(untrusted);
  if (!signer.may_sign_documents) found.push_back(wrong_usage);
  if (when < signer.facts.not_before) {
    found.push_back(not_yet_valid);
  } else if (when > signer.facts.not_after) {
    found.push_back(expired);
  } else if (signer.chained && (when < signer.chain_from || when > signer.chain_until)) {
    found.push_back(authority_expired);
  }
  facts.revoked_at = signer.revoked_at;
  if (signer.revoked_at && *signer.revoked_at <= when) {
    found.push_back(revoked);
    facts.revocation = Revocation::revoked;
  } else if (signer.chained && signer.listed) {
    facts.revocation = at > signer.listed_until ? Revocation::stale : Revocation::good;
  }
  facts.trusted = found.empty() && facts.signature_verifies;
  facts.reasons.insert(facts.reasons.end(), found.begin(), found.end());
}

Result<SignatureFacts> verify(std::string_view cms, const Signed& content, const Anchors& anchors, Instant at) {
  const auto shape = read_signed_shape(cms);
  if (!shape) return shape.error();
  auto judgement = judge(*shape, content, false, anchors);
  if (!judgement) return judgement.error();
  SignatureFacts facts;
  facts.judged_at = at;
  facts.digest_matches = judgement->digest_matches;
  facts.signature_verifies = judgement->signature_verifies;
  facts.certificate_is_named = judgement->certificate_is_named;
  for (const SignatureReason reason : judgement->reasons) add(facts.reasons, reason);
  if (shape->content) facts.reasons.push_back(encapsulated_content);
  if (shape->content_type != der::kData) add(facts.reasons, attribute_wrong);
  judge_stamp(*shape, anchors, at, facts);
  if (judgement->signer) {
    facts.signer = judgement->signer->facts;
    judge_signer(*judgement->signer, at, facts);
  }
  return facts;
}

}  // namespace

std::string_view name_of(SignatureReason reason) {
  static constexpr std::string_view kNames[] = {
#define REASON(name) #name,
#include "crypto/signature_reasons.def"
#undef REASON
  };
  return kNames[static_cast<std::size_t>(reason)];
}

bool SignatureFacts::has(SignatureReason reason) const {
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

Result<SignatureFacts> verify_cms(std::string_view cms, const Digest& of_byte_ranges, const Anchors& anchors,
                                  Instant at) {
  return verify(cms, Signed{&of_byte_ranges, {}}, anchors, at);
}

Result<SignatureFacts> verify_cms_over(std::string_view cms, std::span<const std::string_view> content,
                                       const Anchors& anchors, Instant at) {
  return verify(cms, Signed{nullptr, content}, anchors, at);
}

Result<StampFacts> verify_token(std::string_view token, const Digest& imprint, const Anchors& anchors, Instant at) {
  return judge_token(token, Signed{&imprint, {}}, anchors, at);
}

}  // namespace datong::crypto
