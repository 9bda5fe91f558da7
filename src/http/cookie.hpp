#pragma once
// The browser's proof of a session: a cookie no script can read, and a token that goes with every change, so that another
// site's page cannot make the browser act. Not here: the sessions (app/sessions.hpp). Thread rule: free functions.
// Read: docs/decisions/0021-the-browsers-door.md.
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace datong::http {

/// Cookies do not know ports: on one machine a training platform must not take the session of the platform beside it.
inline constexpr std::string_view kSessionCookie = "datong-session", kTrainingCookie = "datong-training-session";

/// What a request shows for a person, if anything: a token in `Authorization`, or else in the cookie.
struct Credential {
  std::string token;
  bool by_cookie = false;
};
Credential credential_of(const Request& request, std::string_view cookie);

/// Derived from the token, so nothing more is kept; the cookie itself no script can read.
std::string csrf_of(std::string_view token);
/// Whether the request may change something on behalf of its cookie.
bool has_csrf(const Request& request, std::string_view token);

void set_cookie(Response& response, std::string_view cookie, std::string_view token, bool is_secure);
/// Takes the cookie away; at a hall terminal everything else the browser keeps of us, too.
void forget_session(Response& response, std::string_view cookie, bool is_secure, bool wipes_all);
/// What was answered to a cookie is kept nowhere and runs nothing; only our own pages may frame it.
void keep_private(Response& response);

}  // namespace datong::http
