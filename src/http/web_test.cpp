#include "http/web.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "http/cookie.hpp"

namespace datong::http {
namespace {

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

Request asked(std::string path, std::vector<std::pair<std::string, std::string>> headers = {}) {
  Request request;
  request.method = "GET";
  request.target = path;
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

Web some_pages() {
  auto web = Web::make({{"index.html", "<!doctype html>"},
                        {"assets/a.js", "plain"},
                        {"assets/a.js.br", "br"},
                        {"assets/a.js.gz", "gz"},
                        {"assets/declaration.wasm", "wasm"},
                        {"secret.txt", "beside"}});
  EXPECT_TRUE(web) << (web ? "" : web.error().detail);
  return web ? *web : Web();
}

TEST(Web, TheIndexAnswersForEveryPageUnderAStrictPolicy) {
  const Web web = some_pages();
  for (const Response& response : {web.start(asked("/")), web.page(asked("/app/declarations/7"))}) {
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "<!doctype html>");
    EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(header(response, "Cache-Control"), "no-cache");
    const std::string policy = header(response, "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';")) << policy;
    EXPECT_FALSE(policy.contains("unsafe-inline") || policy.contains(" 'unsafe-eval'")) << policy;
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
  }
}

TEST(Web, AnAssetIsSentAsTheBrowserTakesIt) {
  const Web web = some_pages();
  const std::pair<const char*, const char*> expected[] = {
      {"", "plain"},          {"gzip", "gz"},         {"gzip, deflate, br", "br"},    {"br;q=0, gzip", "gz"},  {"br; q=0.000,gzip;q=0", "plain"},
      {"identity", "plain"},  {"br;q=0.5", "br"},     {"brotli", "plain"},            {",,;;q=,", "plain"},    {"BR", "plain"},
      {"gzip;q=1.0", "gz"},   {"*", "plain"}};
  for (const auto& [accept, body] : expected) {
    const Response response = web.asset(asked("/assets/a.js", {{"accept-encoding", accept}}));
    EXPECT_EQ(response.body, body) << accept;
    EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(header(response, "Content-Encoding"), response.body == "br" ? "br" : response.body == "gz" ? "gzip" : "");
    EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
  }
  EXPECT_EQ(web.asset(asked("/assets/declaration.wasm", {{"accept-encoding", "br"}})).body, "wasm") << "it has no siblings";
  EXPECT_EQ(web.asset(asked("/assets/declaration.wasm")).content_type, "application/wasm");
}

TEST(Web, WhatTheBrowserHasIsNotSentAgain) {
  const Web web = some_pages();
  const std::string plain = header(web.asset(asked("/assets/a.js")), "ETag");
  const std::string brotli = header(web.asset(asked("/assets/a.js", {{"accept-encoding", "br"}})), "ETag");
  ASSERT_FALSE(plain.empty());
  EXPECT_NE(plain, brotli);
  const auto status = [&](const std::string& known, const char* accept) {
    const Response response = web.asset(asked("/assets/a.js", {{"if-none-match", known}, {"accept-encoding", accept}}));
    EXPECT_EQ(response.status == 304, response.body.empty());
    return response.status;
  };
  EXPECT_EQ(status(plain, ""), 304);
  EXPECT_EQ(status("W/" + plain, ""), 304);
  EXPECT_EQ(status("\"x\", " + plain, ""), 304);
  EXPECT_EQ(status("*", ""), 304);
  EXPECT_EQ(status(plain, "br"), 200) << "another coding, another ETag";
  EXPECT_EQ(status(brotli, "br"), 304);
  EXPECT_EQ(status("\"x\"", ""), 200);
}

TEST(Web, NoPathLeadsOutOfTheAssets) {
  const Web web = some_pages();
  for (const char* path : {"/assets/../../etc/passwd", "/assets/../secret.txt", "/assets//a.js", "/assets/", "/assets/A.js", "/assets/a.js.br/", "/assets/."}) {
    const Response response = web.asset(asked(path));
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_FALSE(response.body.contains("beside")) << path;
  }
}

TEST(Web, WithoutPagesAPlainOneSaysSo) {
  const Web none;
  EXPECT_EQ(none.start(asked("/")).status, 200);
  EXPECT_TRUE(none.start(asked("/")).body.contains("no pages are installed"));
  EXPECT_EQ(none.page(asked("/app/x")).status, 404);
  EXPECT_EQ(none.asset(asked("/assets/a.js")).status, 404);
}

TEST(Web, AFolderThatCannotBeServedIsRefused) {
  EXPECT_EQ(Web::make({{"assets/a.js", "x"}}).error().code, Code::not_found);
  EXPECT_EQ(Web::make({{"index.html", ""}, {"assets/a.js.br", "x"}}).error().code, Code::malformed);
  EXPECT_EQ(Web::make({{"index.html", std::string(limits::kWebBytesMax + 1, 'x')}}).error().code, Code::too_large);
  std::vector<std::pair<std::string, std::string>> many{{"index.html", ""}};
  for (std::size_t i = 0; i < limits::kWebFilesMax; ++i) many.emplace_back(std::to_string(i), "");
  EXPECT_EQ(Web::make(std::move(many)).error().code, Code::too_large);
}

TEST(Cookie, TheTokenIsFoundAmongOtherCookies) {
  const std::pair<const char*, const char*> expected[] = {{"datong-session=abc", "abc"},
                                                          {"a=b; datong-session=abc; c=d", "abc"},
                                                          {" datong-session=abc ", "abc"},
                                                          {"datong-session=a=b", "a=b"},
                                                          {"datong-sessions=abc", ""},
                                                          {"x-datong-session=abc", ""},
                                                          {"datong-session", ""},
                                                          {";;;", ""},
                                                          {"datong-session=first; datong-session=second", "first"}};
  for (const auto& [cookie, token] : expected) {
    const Credential credential = credential_of(asked("/", {{"cookie", cookie}}), kSessionCookie);
    EXPECT_EQ(credential.token, token) << cookie;
  }
  const std::string two = "datong-session=abc; datong-training-session=def";
  EXPECT_EQ(credential_of(asked("/", {{"cookie", two}}), kSessionCookie).token, "abc");
  EXPECT_EQ(credential_of(asked("/", {{"cookie", two}}), kTrainingCookie).token, "def");
  EXPECT_EQ(credential_of(asked("/", {{"cookie", "datong-training-session=def"}}), kSessionCookie).token, "");
  const Credential both = credential_of(asked("/", {{"cookie", "datong-session=abc"}, {"authorization", "Bearer def"}}), kSessionCookie);
  EXPECT_EQ(both.token, "def");
  EXPECT_FALSE(both.by_cookie);
}

TEST(Cookie, ItIsOutOfReachOfScriptsAndOtherSites) {
  for (const bool is_secure : {false, true}) {
    Response response;
    set_cookie(response, kSessionCookie, "abc", is_secure);
    EXPECT_EQ(header(response, "Set-Cookie"), std::string("datong-session=abc; Path=/; HttpOnly; SameSite=Strict") + (is_secure ? "; Secure" : ""));
  }
}

TEST(Cookie, OnlyItsOwnTokenMayChangeSomething) {
  EXPECT_TRUE(has_csrf(asked("/", {{"datong-csrf", csrf_of("abc")}}), "abc"));
  EXPECT_FALSE(has_csrf(asked("/", {{"datong-csrf", csrf_of("abd")}}), "abc"));
  EXPECT_FALSE(has_csrf(asked("/", {{"datong-csrf", ""}}), "abc"));
  EXPECT_FALSE(has_csrf(asked("/"), "abc"));
  EXPECT_FALSE(csrf_of("abc").contains("abc"));
}

TEST(Cookie, AnswersToItAreKeptNowhereAndRunNothing) {
  Response json, pdf;
  json.headers.emplace_back("Cache-Control", "max-age=300");
  keep_private(json);
  EXPECT_EQ(header(json, "Cache-Control"), "no-store");
  EXPECT_EQ(header(json, "Content-Security-Policy"), "default-src 'none'; frame-ancestors 'self'");
  pdf.content_type = "application/pdf";
  keep_private(pdf);
  EXPECT_EQ(header(pdf, "Content-Security-Policy"), "frame-ancestors 'self'");
}

}  // namespace
}  // namespace datong::http
