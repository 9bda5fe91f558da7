#pragma once
// Sessions of people: opened at sign-in, listed and ended by their person, ended by time; at a hall terminal also by five
// minutes without a request. The token is never stored, only its hash. Not here: who may open one (identify.hpp), cookies
// (http/). Thread rule: safe from any thread. Read: docs/decisions/0021-the-browsers-door.md.
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "domain/party/party.hpp"

namespace datong::app {

/// Where a person signs in and with what, as the session's list shows it.
struct SessionPlace {
  domain::Channel door = domain::Channel::browser;  ///< browser or hall_terminal
  std::string peer, software;                       ///< address; the browser's own name, printable ASCII
};

struct Session {
  std::string id;  ///< 16 hexadecimal digits; tells nothing of the token
  std::string sign_in;
  SessionPlace place;
  bool second_factor = false;
  Instant since, expires_at;
  std::optional<Instant> last_used;  ///< unknown since a restart
};

class Sessions {
 public:
  explicit Sessions(Context& context) : context_(context) {}

  struct Opened {
    std::string token;
    Session session;
  };
  /// Writes a new session into `decision`; it stands once that commits.
  Opened open(Decision& decision, std::string sign_in, SessionPlace place, bool second_factor);
  /// The session of a token. `uses`: counts as use, so that a hall terminal's does not end.
  /// Errors: unauthenticated (none, expired, idle at a hall terminal).
  Result<Session> find(std::string_view token, bool uses);
  /// Sessions of a person that are open, newest first.
  Result<std::vector<Session>> of_person(std::string_view sign_in);
  /// Ends one session of this person. Errors: not_found.
  Result<void> end(std::string_view sign_in, std::string_view id);
  /// Ends every session of the person but `kept` ("" = none): his password or secret is another.
  Result<void> end_all(std::string_view sign_in, std::string_view kept = "");
  /// Removes what has expired, and the oldest above limits::kSessionsPerPersonMax; returns at once.
  void tidy(std::string_view sign_in);

  /// A token tells its door, so that a terminal is wiped even when the session is gone.
  static bool is_of_hall_terminal(std::string_view token);

 private:
  Result<Session> read(const Record& record, std::string_view sign_in = {}) const;
  bool is_over(const Session& session, Instant now) const;

  Context& context_;
  std::mutex mutex_;
  std::map<std::string, Instant, std::less<>> used_;  ///< by id; guarded by mutex_
};

}  // namespace datong::app
