#pragma once
// A browser as far as sessions go: keeps the cookie it is given, sends the token that goes with changes. Thread rule: one
// connection, one thread.
#include "platform.hpp"

namespace datong::integration {

class Browser {
 public:
  explicit Browser(Platform& platform) : person_(platform.nobody()) {}

  Reply sign_in(const std::string& name, const std::string& door = "", Headers headers = {}) {
    Json body = Json::make_object().set("sign_in", name).set("password", "datong-" + name).set("cookie", true);
    if (!door.empty()) body.set("door", door);
    headers.insert(headers.end(), {{"Content-Type", "application/json"}, {"User-Agent", "Test Browser/1"}});
    Reply reply = call("POST", "/v1/sessions", std::move(headers), body.to_string());
    if (reply.status == 200) csrf = text(parsed(reply.body), "csrf");
    return reply;
  }
  Reply call(std::string_view method, std::string_view target, Headers headers = {}, std::string_view body = "") {
    if (!cookie.empty()) headers.emplace_back("Cookie", "theme=dark; " + cookie);
    if (!csrf.empty()) headers.emplace_back("Datong-Csrf", csrf);
    Reply reply = person_.call(method, target, std::move(headers), body);
    const std::string given(reply.header("set-cookie"));
    if (given.empty()) return reply;
    cookie = given.contains("Max-Age=0") ? "" : given.substr(0, given.find(';'));
    return reply;
  }
  Reply get(std::string_view target) { return call("GET", target); }

  std::string cookie, csrf;

 private:
  Person person_;
};

}  // namespace datong::integration
