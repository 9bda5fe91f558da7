#include "http/problem.hpp"

#include "document/json/case_json.hpp"

namespace datong::http {
namespace {

Response build(int status, std::string_view code, std::string_view title, const std::string& detail, const std::vector<Finding>& findings) {
  using document::Json;
  Json json = Json::make_object();
  json.set("type", "about:blank").set("title", title).set("status", status).set("code", code);
  if (!detail.empty()) json.set("detail", detail);
  if (!findings.empty()) json.set("findings", document::findings_json(findings));
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = json.to_string();
  return response;
}

}  // namespace

ProblemKind problem_kind(Code code) {
  switch (code) {
    case Code::refused: return {422, "refused", "Refused by rules", false};
    case Code::malformed: return {400, "malformed", "Cannot be read", false};
    case Code::unauthenticated: return {401, "unauthenticated", "Not known, or signature does not verify", false};
    case Code::forbidden: return {403, "forbidden", "Not allowed", false};
    case Code::not_found: return {404, "not_found", "Not found", false};
    case Code::conflict: return {409, "conflict", "Conflicts with what is stored", false};
    case Code::too_large: return {413, "too_large", "Over a limit", false};
    case Code::unavailable: return {503, "unavailable", "Try again with the same identity", true};
    case Code::corrupt: return {500, "corrupt", "Stored data contradicts itself", false};
    case Code::internal: return {500, "internal", "Internal error", false};
  }
  return {500, "internal", "Internal error", false};
}

Response problem(const Error& error) {
  const ProblemKind kind = problem_kind(error.code);
  const bool hide = error.code == Code::not_found || error.code == Code::unauthenticated || error.code == Code::internal;
  Response response = build(kind.status, kind.code, kind.title, hide ? std::string() : error.detail, error.refusals);
  if (kind.status == 500) response.note = std::string(kind.code) + ": " + error.detail;
  if (kind.retry) response.headers.emplace_back("Retry-After", "1");
  if (error.code == Code::unauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

Response problem(int status, std::string_view code) { return build(status, code, code, {}, {}); }

}  // namespace datong::http
