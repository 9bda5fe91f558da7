#include "crypto/cose.hpp"

#include "base/check.hpp"
#include "crypto/cbor.hpp"
#include "crypto/jws.hpp"

namespace datong::crypto {
namespace {

// Numbers of the COSE registries (RFC 9052 §2 and §3.1, RFC 9053 §2.1).
constexpr std::uint64_t kSign1Tag = 18;
constexpr std::int64_t kAlgorithmLabel = 1;
constexpr std::int64_t kKeyIdLabel = 4;
constexpr std::int64_t kEs256 = -7;

std::string protected_header(std::string_view key_id) {
  return write_cbor(Cbor::map(
      {{Cbor::integer(kAlgorithmLabel), Cbor::integer(kEs256)}, {Cbor::integer(kKeyIdLabel), Cbor::bytes(key_id)}}));
}

}  // namespace

std::string cose_sign1(const SigningKey& key, std::string_view key_id, std::string_view payload) {
  CHECK(is_key_id(key_id));
  const std::string header = protected_header(key_id);
  const std::string signature = key.sign_deterministic(cose_signing_digest(header, payload));
  return write_cbor(Cbor::tagged(
      kSign1Tag, Cbor::array({Cbor::bytes(header), Cbor::map({}), Cbor::bytes(payload), Cbor::bytes(signature)})));
}

Result<Cose> read_cose_sign1(std::string_view bytes) {
  using Kind = Cbor::Kind;
  const auto refuse = [] { return failure(Code::malformed, "not a COSE_Sign1 of our form"); };
  const auto message = read_cbor(bytes);
  if (!message) return message.error();
  if (!message->is(Kind::tag) || message->number != kSign1Tag) return refuse();
  const Cbor& body = message->items.front();
  if (!body.is(Kind::array) || body.items.size() != 4) return refuse();
  const Cbor &header = body.items[0], &open = body.items[1], &payload = body.items[2], &signature = body.items[3];
  if (!header.is(Kind::bytes) || open != Cbor::map({}) || !payload.is(Kind::bytes) || !signature.is(Kind::bytes) ||
      signature.content.size() != 64) {
    return refuse();
  }
  const auto labels = read_cbor(header.content);
  const Cbor* const key_id = labels ? labels->member(kKeyIdLabel) : nullptr;
  if (key_id == nullptr || !is_key_id(key_id->content) || header.content != protected_header(key_id->content)) {
    return refuse();
  }
  return Cose{header.content, key_id->content, payload.content, signature.content};
}

Digest cose_signing_digest(std::string_view protected_bytes, std::string_view payload) {
  return sha256(write_cbor(
      Cbor::array({Cbor::text("Signature1"), Cbor::bytes(protected_bytes), Cbor::bytes(""), Cbor::bytes(payload)})));
}

bool verify_cose_sign1(const Cose& cose, const VerifyingKey& key) {
  return key.verify(cose_signing_digest(cose.protected_bytes, cose.payload), cose.signature);
}

}  // namespace datong::crypto
