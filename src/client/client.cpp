#include "client/client.hpp"

#include "crypto/digest.hpp"
#include "crypto/jws.hpp"

namespace datong::client {

using document::Json;

std::string_view Reply::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

Error problem_of(const Reply& reply) {
  Error error = failure(Code::internal, "HTTP " + std::to_string(reply.status));
  switch (reply.status) {
    case 400: error.code = Code::malformed; break;
    case 401: error.code = Code::unauthenticated; break;
    case 403: error.code = Code::forbidden; break;
    case 404: error.code = Code::not_found; break;
    case 409: error.code = Code::conflict; break;
    case 413: error.code = Code::too_large; break;
    case 422: error.code = Code::refused; break;
    case 503: error.code = Code::unavailable; break;
    default: break;
  }
  auto json = Json::parse(reply.body);
  if (!json) return error;
  if (const auto* detail = json->string("detail")) error.detail += ": " + *detail;
  if (const auto* findings = json->array("findings")) {
    for (const Json& finding : *findings) {
      const auto* path = finding.string("path");
      const auto* rule = finding.string("rule");
      const auto* zh = finding.string("zh");
      const auto* en = finding.string("en");
      if (path && rule && zh && en) error.detail += "\n  " + *path + " [" + *rule + "] " + *zh + " " + *en;
    }
  }
  return error;
}

Result<void> Client::trust(std::string_view trusted_authority_pem) {
  auto reply = call_("GET", "/v1/authority", {}, "");
  if (!reply) return reply.error();
  auto json = Json::parse(reply->body);
  if (!json || json->string("receipt_certificate_pem") == nullptr || json->string("authority_pem") == nullptr) return problem_of(*reply);
  const std::string authority = trusted_authority_pem.empty() ? *json->string("authority_pem") : std::string(trusted_authority_pem);
  const std::string& certificate = *json->string("receipt_certificate_pem");
  if (auto good = crypto::verify_issued_by(certificate, authority, clock_.now()); !good) return good.error();
  auto facts = crypto::read_certificate(certificate);
  if (!facts) return facts.error();
  receipt_key_ = facts->key;
  receipt_key_id_ = json->string("receipt_key_id") != nullptr ? *json->string("receipt_key_id") : "";
  return {};
}

Result<void> Client::verify(const Receipt& receipt) const {
  if (!receipt_key_) return failure(Code::unauthenticated, "no trusted receipt certificate");
  auto jws = crypto::parse_detached(receipt.signature);
  if (!jws) return jws.error();
  if (jws->purpose != "receipt" || jws->key_id != receipt_key_id_ || !crypto::verify_detached(*jws, *receipt_key_, receipt.body)) {
    return failure(Code::unauthenticated, "the receipt's signature does not verify");
  }
  return {};
}

Result<Reply> Client::signed_call(std::string_view method, const std::string& target, std::string_view purpose, std::string_view body,
                                  std::string_view payload, Headers headers) {
  headers.emplace_back("Datong-Signature", crypto::sign_detached(identity_.key, identity_.installation, purpose, payload));
  auto reply = call_(method, target, headers, body);
  if (reply && reply->status != 200) return problem_of(*reply);
  return reply;
}

Result<Reply> Client::signed_get(const std::string& target) {
  const std::string date = clock_.now().to_string();
  return signed_call("GET", target, "read", "", "GET " + target + "\n" + date, {{"Datong-Date", date}});
}

Result<Answer> Client::lodge(std::string_view bytes, std::string_view content_type, std::uint32_t version) {
  return lodge_to("/v1/declarations", bytes, content_type, version);
}

Result<Answer> Client::apply(std::string_view bytes, std::string_view content_type, std::uint32_t version) {
  return lodge_to("/v1/applications", bytes, content_type, version);
}

Result<Answer> Client::lodge_to(const std::string& target, std::string_view bytes, std::string_view content_type, std::uint32_t version) {
  auto reply = signed_call("POST", target, "lodge", bytes, bytes,
                           {{"Content-Type", std::string(content_type)}, {"Datong-Version", std::to_string(version)}});
  if (!reply) return reply.error();
  Answer answer{std::string(reply->header("datong-case")), {0, reply->body, std::string(reply->header("datong-signature"))}};
  if (auto good = verify(answer.receipt); !good) return good.error();
  if (answer.receipt.body.find("\"answers\":\"" + crypto::hex(crypto::sha256(bytes)) + "\"") == std::string::npos) {
    return failure(Code::unauthenticated, "the receipt answers another message");
  }
  return answer;
}

Result<Json> Client::check(std::string_view bytes, std::string_view content_type) {
  auto reply = signed_call("POST", "/v1/declarations:check", "check", bytes, bytes, {{"Content-Type", std::string(content_type)}});
  if (!reply) return reply.error();
  return Json::parse(reply->body);
}

Result<Json> Client::batch(const std::vector<std::string>& lines) {
  std::string body, list;
  for (const std::string& line : lines) {
    body += line + "\n";
    list += crypto::hex(crypto::sha256(line)) + "\n";
  }
  auto reply = signed_call("POST", "/v1/declarations:batch", "batch", body, list, {{"Content-Type", "application/x-ndjson"}});
  if (!reply) return reply.error();
  return Json::parse(reply->body);
}

Result<std::vector<Receipt>> Client::receipts(std::int64_t after, std::int64_t wait_ms) {
  auto json = get("/v1/receipts?after=" + std::to_string(after) + "&wait_ms=" + std::to_string(wait_ms));
  if (!json) return json.error();
  std::vector<Receipt> receipts;
  const auto* rows = json->array("receipts");
  if (rows == nullptr) return failure(Code::malformed, "receipts");
  for (const Json& row : *rows) {
    if (!row.integer("serial") || !row.string("body") || !row.string("signature")) return failure(Code::malformed, "receipts");
    receipts.push_back({*row.integer("serial"), *row.string("body"), *row.string("signature")});
    if (auto good = verify(receipts.back()); !good) return good.error();
  }
  return receipts;
}

Result<Json> Client::get(const std::string& target) {
  auto reply = signed_get(target);
  if (!reply) return reply.error();
  return Json::parse(reply->body);
}

Result<Json> Client::act(const std::string& case_id, const std::string& act, const std::map<std::string, std::string>& parameters,
                         const std::string& idempotency_key) {
  Json values = Json::make_object();
  for (const auto& [name, value] : parameters) values.set(name, value);
  const std::string body = Json::make_object().set("case", case_id).set("act", act).set("parameters", std::move(values)).to_string();
  auto reply = signed_call("POST", "/v1/declarations/" + case_id + "/acts/" + act, "act", body, body,
                           {{"Content-Type", "application/json"}, {"Idempotency-Key", idempotency_key}});
  if (!reply) return reply.error();
  return Json::parse(reply->body);
}

Result<std::string> Client::attach(std::string_view bytes) {
  const std::string hash = crypto::hex(crypto::sha256(bytes));
  auto reply = signed_call("PUT", "/v1/attachments/" + hash, "attach", bytes, bytes, {{"Content-Type", "application/octet-stream"}});
  if (!reply) return reply.error();
  return hash;
}

Result<Enrolled> enrol(const Caller& call, const crypto::SigningKey& key, std::string_view request_pem, std::string_view code,
                       std::string_view software, std::string_view software_version) {
  Json body = Json::make_object();
  body.set("code", code).set("request_pem", request_pem).set("software", software).set("software_version", software_version);
  auto reply = call("POST", "/v1/enrol", {{"Content-Type", "application/json"}}, body.to_string());
  if (!reply) return reply.error();
  if (reply->status != 200) return problem_of(*reply);
  auto json = Json::parse(reply->body);
  if (!json || !json->string("installation") || !json->string("certificate_pem") || !json->string("authority_pem")) return problem_of(*reply);
  return Enrolled{{key, *json->string("installation")}, *json->string("certificate_pem"), *json->string("authority_pem")};
}

}  // namespace datong::client
