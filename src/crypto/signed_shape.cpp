#include "crypto/signed_shape.hpp"

#include <openssl/cms.h>

#include "base/limits.hpp"
#include "crypto/der.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {
namespace {

using CmsOwner = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
constexpr unsigned char kZero = der::kContext0Constructed;
constexpr unsigned char kOne = der::kContext0Constructed + 1;

const EVP_MD* algorithm_of(DigestKind kind) {
  switch (kind) {
    case DigestKind::sha256: return EVP_sha256();
    case DigestKind::sha384: return EVP_sha384();
    case DigestKind::sha512: return EVP_sha512();
    case DigestKind::weak:
    case DigestKind::unknown: break;
  }
  check_failed("a digest that is not computed", __FILE__, __LINE__);
}

/// AlgorithmIdentifier; "" when it has parameters other than NULL.
std::string_view algorithm(der::Reader& from) {
  der::Reader inner = from.enter(der::kSequence);
  const std::string_view object = inner.take(der::kObject).whole;
  inner.take_if(der::kNull);
  return inner.done() ? object : std::string_view();
}

bool only_zeros(std::string_view bytes) { return bytes.find_first_not_of('\0') == std::string_view::npos; }

struct Wanted {
  std::string_view object;
  AttributeValue* value;
};

/// False when the attributes are no attributes.
bool read_attributes(std::string_view contents, std::initializer_list<Wanted> wanted) {
  der::Reader all(contents);
  while (all.more()) {
    der::Reader attribute = all.enter(der::kSequence);
    const std::string_view object = attribute.take(der::kObject).whole;
    der::Reader values = attribute.enter(der::kSet);
    const std::string_view first = values.take().whole;
    if (!attribute.done() || !values.ok()) return false;
    for (const Wanted& one : wanted) {
      if (one.object != object) continue;
      one.value->wrong = one.value->wrong || !one.value->value.empty() || values.more();
      one.value->value = first;
    }
  }
  return all.done();
}

Result<void> read_signer(std::string_view contents, SignedShape& shape) {
  der::Reader signers(contents);
  if (!signers.more()) return failure(Code::malformed, "nobody signed");
  der::Reader signer = signers.enter(der::kSequence);
  if (signers.more()) return failure(Code::malformed, "several signed");
  signer.take(der::kInteger);
  if (const auto key_id = signer.take_if(der::kContext0)) {
    shape.key_id = key_id->contents;
  } else {
    der::Reader name = signer.enter(der::kSequence);
    shape.issuer = name.take(der::kSequence).whole;
    shape.serial = name.take(der::kInteger).whole;
    if (!name.done()) return failure(Code::malformed, "the signer is not named");
  }
  shape.digest = digest_kind(algorithm(signer));
  const auto attributes = signer.take_if(kZero);
  if (signer.ok() && !attributes) return failure(Code::malformed, "there are no signed attributes");
  shape.signature_algorithm = algorithm(signer);
  shape.signature = signer.take(der::kOctetString).contents;
  const auto unsigned_attributes = signer.take_if(kOne);
  if (!signer.done() || !signers.done()) return failure(Code::malformed, "the signer is unreadable");
  shape.signed_attributes = attributes->whole;
  shape.signed_attributes[0] = static_cast<char>(der::kSet);
  if (!read_attributes(attributes->contents, {{der::kContentType, &shape.content_type_attribute},
                                              {der::kMessageDigest, &shape.message_digest},
                                              {der::kSigningCertificate, &shape.signing_certificate},
                                              {der::kSigningCertificateV2, &shape.signing_certificate_v2}}) ||
      (unsigned_attributes &&
       !read_attributes(unsigned_attributes->contents, {{der::kTimeStampToken, &shape.time_stamp}}))) {
    return failure(Code::malformed, "the attributes are unreadable");
  }
  return {};
}

Result<SignedShape> read_strictly(std::string_view bytes) {
  der::Reader outer(bytes);
  const der::Node whole = outer.take(der::kSequence);
  if (!outer.ok() || !only_zeros(bytes.substr(whole.whole.size()))) {
    return failure(Code::malformed, "the signature is unreadable or something follows it");
  }
  der::Reader info(whole.contents);
  if (info.take(der::kObject).whole != der::kSignedData) return failure(Code::malformed, "this is no SignedData");
  der::Reader data = info.enter(kZero);
  der::Reader body = data.enter(der::kSequence);
  SignedShape shape;
  body.take(der::kInteger);
  body.take(der::kSet);
  der::Reader encapsulated = body.enter(der::kSequence);
  shape.content_type = encapsulated.take(der::kObject).whole;
  if (encapsulated.more()) {
    der::Reader content = encapsulated.enter(kZero);
    shape.content = content.take(der::kOctetString).contents;
    if (!content.done()) return failure(Code::malformed, "the content is unreadable");
  }
  const auto certificates = body.take_if(kZero);
  body.take_if(kOne);  // lists and answers about revocation travel here: not used, ours come with the anchors
  const std::string_view signers = body.take(der::kSet).contents;
  if (!encapsulated.done() || !body.done() || !data.done() || !info.done()) {
    return failure(Code::malformed, "the SignedData is unreadable");
  }
  der::Reader each(certificates ? certificates->contents : std::string_view());
  while (each.more()) {
    const der::Node one = each.take();
    if (one.tag == der::kSequence) shape.certificates.push_back(one.whole);  // other tags: attribute certificates
    if (shape.certificates.size() > limits::kCertificatesOfSignatureMax) {
      return failure(Code::too_large, "too many certificates");
    }
  }
  if (!each.ok()) return failure(Code::malformed, "the certificates are unreadable");
  if (const auto read = read_signer(signers, shape); !read) return read.error();
  return shape;
}

/// DER of what may be BER; nullopt when OpenSSL cannot read it either.
std::optional<std::string> rewrite(std::string_view bytes) {
  const ErrorQueueGuard guard;
  const unsigned char* at = bytes_of(bytes);
  const CmsOwner cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(bytes.size())));
  if (!cms || !only_zeros(bytes.substr(static_cast<std::size_t>(at - bytes_of(bytes))))) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_CMS_ContentInfo(cms.get(), &der);
  if (size <= 0) return std::nullopt;
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

}  // namespace

DigestKind digest_kind(std::string_view object) {
  if (object == der::kSha256) return DigestKind::sha256;
  if (object == der::kSha384) return DigestKind::sha384;
  if (object == der::kSha512) return DigestKind::sha512;
  if (object == der::kSha1 || object == der::kMd5) return DigestKind::weak;
  return DigestKind::unknown;
}

std::string digest_of(DigestKind kind, std::span<const std::string_view> parts) {
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  CHECK(context != nullptr && EVP_DigestInit_ex(context.get(), algorithm_of(kind), nullptr) == 1);
  for (const std::string_view part : parts) CHECK(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  CHECK(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
  digest.resize(size);
  return digest;
}

Result<SignedShape> read_signed_shape(std::string_view bytes) {
  if (bytes.size() > limits::kSignatureBytesMax) return failure(Code::too_large, "the signature is too long");
  auto shape = read_strictly(bytes);
  if (shape) return shape;
  auto der = rewrite(bytes);
  if (!der || *der == bytes) return shape.error();
  const auto kept = std::make_shared<const std::string>(std::move(*der));
  shape = read_strictly(*kept);
  if (shape) shape->rewritten = kept;
  return shape;
}

}  // namespace datong::crypto
