#include "http/cookie.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "crypto/digest.hpp"

namespace datong::http {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

void put_header(Response& response, std::string_view name, std::string value) {
  std::erase_if(response.headers, [&](const auto& header) { return header.first == name; });
  response.headers.emplace_back(name, std::move(value));
}

}  // namespace

Credential credential_of(const Request& request, std::string_view cookie) {
  const std::string_view authorization = request.header("authorization");
  if (authorization.starts_with(kBearer)) return {std::string(authorization.substr(kBearer.size())), false};
  for (const auto& [name, value] : request.headers) {
    if (name != "cookie") continue;
    for (const std::string_view piece : split(value, ';')) {
      const std::string_view pair = trimmed(piece);
      if (pair.starts_with(cookie) && pair.substr(cookie.size()).starts_with('=')) return {std::string(pair.substr(cookie.size() + 1)), true};
    }
  }
  return {};
}

std::string csrf_of(std::string_view token) { return crypto::to_base64url(crypto::hmac_sha256(token, "datong-csrf")); }

bool has_csrf(const Request& request, std::string_view token) {
  return crypto::equal_in_constant_time(request.header("datong-csrf"), csrf_of(token));
}

void set_cookie(Response& response, std::string_view cookie, std::string_view token, bool is_secure) {
  std::string value = std::string(cookie) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict";
  if (is_secure) value += "; Secure";
  response.headers.emplace_back("Set-Cookie", std::move(value));
}

void forget_session(Response& response, std::string_view cookie, bool is_secure, bool wipes_all) {
  std::string value = std::string(cookie) + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
  if (is_secure) value += "; Secure";
  response.headers.emplace_back("Set-Cookie", std::move(value));
  if (wipes_all) response.headers.emplace_back("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
}

void keep_private(Response& response) {
  put_header(response, "Cache-Control", "no-store");
  put_header(response, "X-Content-Type-Options", "nosniff");
  // A browser's own viewer of PDF needs styles and a script of its own: those stay allowed there.
  const bool is_pdf = response.content_type == "application/pdf";
  put_header(response, "Content-Security-Policy", is_pdf ? "frame-ancestors 'self'" : "default-src 'none'; frame-ancestors 'self'");
}

}  // namespace datong::http
