#include "http/web.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"

namespace datong::http {
namespace {

constexpr std::string_view kIndex = "index.html";
/// Scripts, styles and WebAssembly of our own, pictures also from memory; nothing inline, nobody may frame us.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /v1/csp-reports";
constexpr std::string_view kPlainPage = R"html(<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>大通 Datong</title></head>
<body>
<h1>大通 <span lang="en">Datong</span></h1>
<p>此处只提供接口，未安装网页。核对证书请到 <a href="/verify">/verify</a>。</p>
<p lang="en">This server answers programs; no pages are installed here. To check a certificate: <a href="/verify">/verify</a>.</p>
</body>
</html>
)html";

struct Type {
  std::string_view ending, type;
};
constexpr std::array kTypes = {
    Type{".html", "text/html; charset=utf-8"},      Type{".js", "text/javascript; charset=utf-8"}, Type{".css", "text/css; charset=utf-8"},
    Type{".json", "application/json"},              Type{".wasm", "application/wasm"},             Type{".svg", "image/svg+xml"},
    Type{".png", "image/png"},                      Type{".jpg", "image/jpeg"},                    Type{".webp", "image/webp"},
    Type{".ico", "image/x-icon"},                   Type{".woff2", "font/woff2"},                  Type{".txt", "text/plain; charset=utf-8"},
    Type{".webmanifest", "application/manifest+json"}, Type{".map", "application/json"},
};

std::string_view type_of(std::string_view path) {
  for (const Type& row : kTypes) {
    if (path.ends_with(row.ending)) return row.type;
  }
  return "application/octet-stream";
}

void add_policy(Response& response) {
  response.headers.emplace_back("Content-Security-Policy", std::string(kPolicy));
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
}

Response plain_page(int status) {
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = kPlainPage;
  response.headers.emplace_back("Cache-Control", "no-store");
  add_policy(response);
  return response;
}

}  // namespace

Result<Web> Web::make(std::vector<std::pair<std::string, std::string>> files) {
  if (files.size() > limits::kWebFilesMax) return failure(Code::too_large, std::to_string(files.size()) + " web files");
  Web web;
  std::size_t total = 0;
  for (auto& [path, bytes] : files) {
    total += bytes.size();
    if (total > limits::kWebBytesMax) return failure(Code::too_large, "the web files together, at " + path);
    const Coding coding = path.ends_with(".br") ? brotli : path.ends_with(".gz") ? gzip : plain;
    const std::string name = coding == plain ? path : path.substr(0, path.size() - 3);
    std::string etag = "\"" + crypto::hex(crypto::sha256(bytes)).substr(0, 32) + "\"";
    web.files_[name].variants[coding] = {std::move(bytes), std::move(etag)};
  }
  for (auto& [name, file] : web.files_) {
    if (file.variants[plain].etag.empty()) return failure(Code::malformed, name + " is there compressed only");
    file.content_type = type_of(name);
  }
  if (!web.has_pages()) return failure(Code::not_found, std::string(kIndex));
  return web;
}

Response Web::start(const Request& request) const { return has_pages() ? page(request) : plain_page(200); }

Response Web::page(const Request& request) const {
  const auto found = files_.find(kIndex);
  return found == files_.end() ? plain_page(404) : answer(request, found->second, false);
}

Response Web::asset(const Request& request) const {
  const auto found = files_.find(std::string_view(request.path).substr(1));
  return found == files_.end() ? plain_page(404) : answer(request, found->second, request.path.starts_with("/assets/"));
}

Response Web::answer(const Request& request, const File& file, bool is_for_ever) {
  const std::string_view accept = request.header("accept-encoding");
  Coding coding = plain;
  if (!file.variants[gzip].etag.empty() && takes_coding(accept, "gzip")) coding = gzip;
  if (!file.variants[brotli].etag.empty() && takes_coding(accept, "br")) coding = brotli;
  const Variant& variant = file.variants[coding];
  Response response;
  response.content_type = file.content_type;
  response.headers.emplace_back("ETag", variant.etag);
  response.headers.emplace_back("Cache-Control", is_for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  add_policy(response);
  if (is_known_tag(request.header("if-none-match"), variant.etag)) {
    response.status = 304;
    return response;
  }
  if (coding != plain) response.headers.emplace_back("Content-Encoding", coding == gzip ? "gzip" : "br");
  response.body = variant.bytes;
  return response;
}

}  // namespace datong::http
