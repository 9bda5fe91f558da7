#pragma once
// What the demonstrations share: officers signed in, units with their keys, from access.json and over the API only.
// Thread rule: one thread.
#include <cstdio>
#include <map>
#include <string>

#include "client/client.hpp"
#include "crypto/one_time_code.hpp"
#include "document/json/json.hpp"
#include "programs/datong/commands.hpp"

namespace datong::programs {

using document::Json;

/// One officer signed in.
class Officer {
 public:
  /// `secret` "" signs in without a one-time code; `tells` prints each act.
  static Result<Officer> sign_in(const client::Caller& call, const std::string& name, const std::string& password, const std::string& secret,
                                 bool tells = true) {
    Json body = Json::make_object();
    body.set("sign_in", name).set("password", password);
    if (const auto raw = crypto::from_base32(secret); raw && !raw->empty()) {
      body.set("one_time_code", crypto::one_time_code(*raw, crypto::one_time_step(SystemClock().now())));
    }
    auto reply = call("POST", "/v1/sessions", {{"Content-Type", "application/json"}}, body.to_string());
    if (!reply) return reply.error();
    auto json = Json::parse(reply->body);
    if (reply->status != 200 || !json || !json->string("token")) return client::problem_of(*reply);
    return Officer(call, name, *json->string("token"), tells);
  }
  Result<Json> act(const std::string& id, const std::string& act, const std::map<std::string, std::string>& parameters,
                   const std::string& cases = "/v1/declarations/") {
    Json values = Json::make_object();
    for (const auto& [key, value] : parameters) values.set(key, value);
    auto reply = call_("POST", cases + id + "/acts/" + act,
                       {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + token_}, {"Idempotency-Key", id + act + std::to_string(++acts_)}},
                       Json::make_object().set("parameters", std::move(values)).to_string());
    if (!reply) return reply.error();
    if (reply->status != 200) return client::problem_of(*reply);
    if (tells_) std::printf("    %-6s %s\n", name_.c_str(), act.c_str());
    return Json::parse(reply->body);
  }
  Result<std::string> download(const std::string& target) {
    auto reply = call_("GET", target, {{"Authorization", "Bearer " + token_}}, "");
    if (!reply) return reply.error();
    if (reply->status != 200) return client::problem_of(*reply);
    return reply->body;
  }
  Result<Json> get(const std::string& target) { return send("GET", target, ""); }
  Result<Json> send(const std::string& method, const std::string& target, const std::string& body) {
    client::Headers headers{{"Authorization", "Bearer " + token_}};
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    auto reply = call_(method, target, headers, body);
    if (!reply) return reply.error();
    if (reply->status != 200) return client::problem_of(*reply);
    return Json::parse(reply->body);
  }

 private:
  Officer(client::Caller call, std::string name, std::string token, bool tells)
      : call_(std::move(call)), name_(std::move(name)), token_(std::move(token)), tells_(tells) {}
  client::Caller call_;
  std::string name_, token_;
  bool tells_;
  int acts_ = 0;
};

struct Stage {
  const Json& access;
  SystemClock clock;
  client::Caller call;
  std::map<std::string, Officer> officers;

  /// `with_code`: signed in with a one-time code, which approving demands; a code serves once in 30 seconds.
  Result<Officer*> officer(const std::string& name, bool with_code = false) {
    const std::string key = name + (with_code ? " 2" : "");
    if (const auto found = officers.find(key); found != officers.end()) return &found->second;
    for (const Json& row : *access.array("officers")) {
      if (*row.string("sign_in") != name) continue;
      const std::string* secret = row.string("one_time_secret");
      auto signed_in = Officer::sign_in(call, name, *row.string("password"), with_code && secret != nullptr ? *secret : "");
      if (!signed_in) return signed_in.error();
      return &officers.emplace(key, std::move(*signed_in)).first->second;
    }
    return failure(Code::not_found, "access.json names no officer " + name);
  }

  Result<client::Client> unit(std::int64_t registration) {
    for (const Json& row : *access.array("units")) {
      if (*row.integer("registration") != registration) continue;
      auto pem = read_file(*row.string("key_file"));
      if (!pem) return pem.error();
      auto key = crypto::SigningKey::from_pem(*pem);
      if (!key) return key.error();
      client::Client client(call, {*key, *row.string("installation")}, clock);
      if (auto trusted = client.trust(*access.string("authority_pem")); !trusted) return trusted.error();
      return client;
    }
    return failure(Code::not_found, "access.json names no unit " + std::to_string(registration));
  }
};

/// A FORM A and a FORM E from application to paper, and the phytosanitary certificate of the declarations before, left in `folder`.
Result<void> demo_papers(Stage& stage, const std::string& folder);

}  // namespace datong::programs
