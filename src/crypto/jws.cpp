#include "crypto/jws.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/check.hpp"

namespace datong::crypto {
namespace {

constexpr std::size_t kKeyIdMax = 64;
constexpr std::size_t kPurposeMax = 40;
constexpr std::size_t kProtectedTextMax = 512;  // the longest header without blanks takes 214 characters
constexpr std::size_t kSignatureTextSize = 86;  // 64 bytes in base64url

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

enum Member : std::uint8_t { alg = 1, b64 = 2, crit = 4, kid = 8, use = 16, all = 31 };

/// Reads the one JSON object a protected header may be. Strings hold printable ASCII without escapes: no allowed value
/// needs more.
class HeaderScanner {
 public:
  explicit HeaderScanner(std::string_view text) : rest_(text) {}

  bool read(DetachedJws& into) {
    if (!take("{")) return false;
    do {
      if (!read_member(into)) return false;
    } while (take(","));
    if (!take("}")) return false;
    skip_blanks();
    return rest_.empty() && seen_ == all;
  }

 private:
  bool read_member(DetachedJws& into) {
    const auto name = take_string();
    if (!name || !take(":")) return false;
    if (*name == "alg") return mark(alg) && take_string() == "ES256";
    if (*name == "b64") return mark(b64) && take("false");
    if (*name == "crit") return mark(crit) && take("[") && take_string() == "b64" && take("]");
    if (*name == "kid") return mark(kid) && keep(into.key_id) && is_key_id(into.key_id);
    if (*name == "use") return mark(use) && keep(into.purpose) && is_purpose(into.purpose);
    return false;
  }

  bool mark(Member member) {
    if ((seen_ & member) != 0) return false;
    seen_ = static_cast<std::uint8_t>(seen_ | member);
    return true;
  }

  bool keep(std::string& value) {
    const auto text = take_string();
    if (text) value = *text;
    return text.has_value();
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

  bool take(std::string_view token) {
    skip_blanks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  std::optional<std::string_view> take_string() {
    if (!take("\"")) return std::nullopt;
    const std::size_t end = rest_.find('"');
    if (end == rest_.npos) return std::nullopt;
    const std::string_view text = rest_.substr(0, end);
    for (const char c : text) {
      if (c < 0x20 || c > 0x7E || c == '\\') return std::nullopt;
    }
    rest_.remove_prefix(end + 1);
    return text;
  }

  std::string_view rest_;
  std::uint8_t seen_ = 0;
};

Error not_a_signature(std::string detail) { return failure(Code::unauthenticated, std::move(detail)); }

}  // namespace

bool is_key_id(std::string_view text) {
  if (text.empty() || text.size() > kKeyIdMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == ':' || c == '-';
  });
}

bool is_purpose(std::string_view text) {
  if (text.empty() || text.size() > kPurposeMax) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

Result<DetachedJws> parse_detached(std::string_view header_value) {
  const std::size_t dots = header_value.find('.');
  if (dots == header_value.npos || dots > kProtectedTextMax || !header_value.substr(dots).starts_with("..") ||
      header_value.size() != dots + 2 + kSignatureTextSize) {
    return not_a_signature("the signature is not of the form protected..signature");
  }
  DetachedJws jws;
  jws.protected_text = header_value.substr(0, dots);
  const auto header = from_base64url(jws.protected_text);
  if (!header || !HeaderScanner(*header).read(jws))
    return not_a_signature("the protected header is not of the one form");
  const auto signature = from_base64url(header_value.substr(dots + 2));
  if (!signature || signature->size() != 64) return not_a_signature("the signature is not 64 bytes in base64url");
  jws.signature = *signature;
  return jws;
}

std::string sign_detached(const SigningKey& key, std::string_view key_id, std::string_view purpose,
                          std::string_view payload) {
  CHECK(is_key_id(key_id) && is_purpose(purpose));
  std::string header = R"({"alg":"ES256","b64":false,"crit":["b64"],"kid":")";
  header.append(key_id).append(R"(","use":")").append(purpose).append("\"}");
  std::string text = to_base64url(header);
  const std::string signature = to_base64url(key.sign(signing_digest(text, payload)));
  return text.append("..").append(signature);
}

Digest signing_digest(std::string_view protected_text, std::string_view payload) {
  return sha256({protected_text, ".", payload});
}

bool verify_detached(const DetachedJws& jws, const VerifyingKey& key, std::string_view payload) {
  return key.verify(signing_digest(jws.protected_text, payload), jws.signature);
}

}  // namespace datong::crypto
