#pragma once
// The real program on a fresh home in a temporary folder and a free port, and people who call it over HTTP:
// installations that sign and officers who sign in. Not here: what is expected of it (the tests beside). Homes are
// copied from one made once a run. Thread rule: a Person is one connection, one thread; a Platform may be asked for
// people from any thread.
#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports.hpp"
#include "client/client.hpp"
#include "crypto/key.hpp"
#include "document/json/json.hpp"
#include "domain/form/form.hpp"
#include "http/server.hpp"

namespace datong::integration {

using client::Headers;
using client::Reply;
using document::Json;
using Parameters = std::map<std::string, std::string>;

inline constexpr std::int64_t kShili = 3100600001;      ///< declares for himself at Shanghai
inline constexpr std::int64_t kMedical = 3100600002;    ///< consignee of the example import
inline constexpr std::int64_t kAgent = 3200910001;      ///< declares the example import
inline constexpr std::int64_t kLogistics = 3200910000;  ///< unit of the public sample message

/// Ends the test that asked with words; only on the test's own thread.
[[noreturn]] void give_up(const std::string& words);
template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error().detail.empty() ? "refused" : result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct SystemClock : app::Clock {
  Instant now() override;
};

struct Outcome {
  int status = -1;  ///< exit status, or minus the signal
  std::string out, err;
};

/// One caller on one connection: nobody, a session, or an installation that signs as the route's purpose asks.
class Person {
 public:
  explicit Person(std::uint16_t port) : connection_("127.0.0.1", port) {}
  Person(std::uint16_t port, std::string token) : connection_("127.0.0.1", port), token_(std::move(token)) {}
  Person(std::uint16_t port, client::Identity identity)
      : connection_("127.0.0.1", port), identity_(std::move(identity)) {}

  Result<Reply> try_call(std::string_view method, std::string_view target, Headers headers = {},
                         std::string_view body = "");
  Reply call(std::string_view method, std::string_view target, Headers headers = {}, std::string_view body = "");
  Reply get(std::string_view target) { return call("GET", target); }
  Json json(std::string_view target);  ///< of a GET that must answer 200
  Reply lodge(std::string_view bytes, unsigned version = 1, std::string_view content_type = "application/json");
  std::string lodged(std::string_view bytes, unsigned version = 1);  ///< case id of a lodging that must answer 200
  /// `key` "" = a new one.
  Reply act(const std::string& id, const std::string& act, const Parameters& parameters = {}, std::string key = "");
  Json done(const std::string& id, const std::string& act, const Parameters& parameters = {});  ///< must answer 200
  Json view(const std::string& id) { return json("/v1/declarations/" + id); }
  const std::optional<client::Identity>& identity() const { return identity_; }

 private:
  http::Connection connection_;
  std::string token_;
  std::optional<client::Identity> identity_;
};

class Platform {
 public:
  /// A new home with keys, data/classic and the example parties; serving unless told otherwise.
  static std::unique_ptr<Platform> make(bool serving = true);
  /// `datong train` on a home of its own, with its simulated officers.
  static std::unique_ptr<Platform> make_training();
  ~Platform();

  void start(const std::vector<std::string>& more = {});  ///< `more`: options of `serve`
  int stop();   ///< SIGTERM; exit status
  void kill();  ///< SIGKILL
  bool is_running() const { return process_ > 0; }
  pid_t process() const { return process_; }
  std::uint16_t port() const { return port_; }
  const std::string& home() const { return home_; }
  std::string log() const;
  /// Runs `datong <arguments…> --home <home>` to its end.
  Outcome command(std::vector<std::string> arguments) const;
  /// Gives the enterprise credit grade D, whose every consignment is inspected.
  void always_draw(std::int64_t registration) const;
  /// `datong check`; fails the test unless it finds nothing.
  void expect_clean();

  Person nobody() const { return Person(port_); }
  Person unit(std::int64_t registration) const { return {port_, identity(registration)}; }
  Person officer(const std::string& name);  ///< signs in once a name, password datong-<name>, with a one-time code
  Reply sign_in(const std::string& name, const std::string& code) const;  ///< code "" = none
  std::string one_time_secret(const std::string& name) const;             ///< bytes; "" unless an example officer
  client::Identity identity(std::int64_t registration) const;
  client::Client client(std::int64_t registration);

 private:
  explicit Platform(std::string home) : home_(std::move(home)) {}
  std::string home_;
  std::vector<std::string> serving_{"serve"};  ///< the command that serves, and what it always gets
  pid_t process_ = 0;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::string> tokens_;  // guarded by mutex_
  SystemClock clock_;
};

/// One platform for all tests of a suite; made at the first, checked and stopped after the last.
class OnePlatform {
 public:
  Platform& get() {
    const std::lock_guard lock(mutex_);
    if (!platform_) platform_ = Platform::make();
    return *platform_;
  }
  void end();

 private:
  std::mutex mutex_;
  std::unique_ptr<Platform> platform_;
};

// ---- messages
std::string fresh_reference();
/// A whole export of kShili or import of kAgent under a new reference and message id.
Json example_export(const std::string& reference = fresh_reference());
Json example_import(const std::string& reference = fresh_reference());
/// The same with the value at a JSON pointer replaced or added; null removes the member.
Json with(const Json& json, std::string_view pointer, Json value);
/// A new version of a message: the same reference under a new message id.
Json next_version(const Json& json);

std::string text(const Json& json, std::string_view name);   ///< member as text, "" when absent
std::set<std::string> rules_of(const Json& findings_owner);  ///< rule ids in its "findings"
std::set<std::string> rules_of(const Reply& reply);
Json parsed(std::string_view body);
bool is_long_run();  ///< DATONG_LONG=1
bool has_sanitizers();
std::int64_t milliseconds_now();

// ---- journeys at Shanghai; each returns the case id
/// Lodged and brought to the wanted stage: in_review, accepted, inspecting, passed or released. The first example
/// export.
std::string export_at(Platform& platform, std::string_view stage, const Json& message);
/// Drafts and signs what is required, by two certificate officers whose names begin with `prefix`.
void certify(Platform& platform, const std::string& id, const std::string& prefix = "");
void pay(Platform& platform, const std::string& id, const std::string& prefix = "");

}  // namespace datong::integration
