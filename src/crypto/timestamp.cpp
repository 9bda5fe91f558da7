#include "crypto/timestamp.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/cms.hpp"
#include "crypto/der.hpp"
#include "crypto/signed_shape.hpp"

namespace datong::crypto {
namespace {

using der::node;

std::string message_imprint(const Digest& imprint) {
  return node(der::kSequence, {node(der::kSequence, {der::kSha256}), node(der::kOctetString, {view(imprint)})});
}

/// Accuracy in seconds and milliseconds; a part that is zero is left out. Source: RFC 3161 §2.4.2.
std::string accuracy(std::uint32_t ms) {
  const std::string seconds = ms >= 1000 ? der::integer(ms / 1000) : "";
  std::string rest = ms % 1000 != 0 ? der::integer(ms % 1000) : "";
  if (!rest.empty()) rest[0] = static_cast<char>(der::kContext0);
  return node(der::kSequence, {seconds, rest});
}

}  // namespace

Result<std::string> make_token(const StampKey& key, const Digest& imprint, Instant at, std::uint64_t serial) {
  const auto policy = der::object(key.policy);
  if (!policy) return failure(Code::malformed, "the time stamp's policy is no object identifier");
  if (key.accuracy_ms < 1 || key.accuracy_ms > 999'999) return failure(Code::malformed, "the time stamp's accuracy");
  const std::string content =
      node(der::kSequence, {der::integer(1), *policy, message_imprint(imprint), der::integer(serial),
                            der::generalized_time(at), accuracy(key.accuracy_ms)});
  return signed_data(*key.signer, der::kTimeStampInfo, content, sha256(content), {});
}

std::string make_stamp_request(const Digest& imprint, std::string_view nonce) {
  return node(der::kSequence, {der::integer(1), message_imprint(imprint), der::unsigned_integer(nonce),
                               node(der::kBoolean, {"\xff"})});
}

std::optional<StampContent> read_stamp_content(std::string_view bytes) {
  der::Reader outer(bytes);
  der::Reader info = outer.enter(der::kSequence);
  StampContent found;
  if (der::small_integer(info.take(der::kInteger)) != 1) return std::nullopt;
  const auto policy = der::dotted(info.take(der::kObject));
  der::Reader imprint = info.enter(der::kSequence);
  der::Reader algorithm = imprint.enter(der::kSequence);
  found.imprint_algorithm = algorithm.take(der::kObject).whole;
  algorithm.take_if(der::kNull);
  found.imprint = imprint.take(der::kOctetString).contents;
  const der::Node serial = info.take(der::kInteger);
  const auto at = der::instant(info.take(der::kGeneralizedTime));
  info.take_if(der::kSequence);  // accuracy
  info.take_if(der::kBoolean);   // ordering
  if (const auto nonce = info.take_if(der::kInteger)) found.nonce = nonce->contents;
  info.take_if(der::kContext0Constructed);      // the authority's name
  info.take_if(der::kContext0Constructed + 1);  // extensions
  if (!policy || !at || !algorithm.done() || !imprint.done() || !info.done() || !outer.done()) return std::nullopt;
  if (serial.contents.empty() || serial.contents.size() > 21) return std::nullopt;
  found.policy = *policy;
  found.at = *at;
  found.serial_hex = to_hex(serial.contents);
  return found;
}

Result<std::string> read_stamp_response(std::string_view response, const Digest& imprint, std::string_view nonce) {
  if (response.size() > limits::kSignatureBytesMax) return failure(Code::too_large, "the time stamp is too long");
  der::Reader outer(response);
  der::Reader answer = outer.enter(der::kSequence);
  der::Reader status = answer.enter(der::kSequence);
  const auto granted = der::small_integer(status.take(der::kInteger));
  if (!granted || !outer.done()) return failure(Code::malformed, "the authority's answer is unreadable");
  if (*granted > 1) return failure(Code::unavailable, "the authority refused with status " + std::to_string(*granted));
  const std::string_view token = answer.take(der::kSequence).whole;
  const auto shape = read_signed_shape(token);
  if (!shape) return shape.error();
  const auto content = shape->content ? read_stamp_content(*shape->content) : std::nullopt;
  if (!answer.done() || !content || shape->content_type != der::kTimeStampInfo) return failure(Code::malformed, "the time stamp is unreadable");
  if (content->imprint_algorithm != der::kSha256 || content->imprint != view(imprint)) {
    return failure(Code::malformed, "the time stamp is over something else");
  }
  const std::string asked = der::unsigned_integer(nonce);
  if (content->nonce != std::string_view(asked).substr(2)) {
    return failure(Code::malformed, "the time stamp answers another request");
  }
  return std::string(token);
}

}  // namespace datong::crypto
