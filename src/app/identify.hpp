#pragma once
// Who is asking: an installation by its signature over the bytes, or a person by a session. Also sign-in and enrolment.
// Nothing unauthenticated is parsed. Thread rule: safe from any thread; password hashing is slow (40 ms), call it on a pool.
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "app/lodge_declaration.hpp"
#include "app/sessions.hpp"
#include "crypto/certificate.hpp"

namespace datong::app {

class Identify {
 public:
  /// `open_to_all`: the sign-in name whose password everybody may know (a trainee's); wrong tries do not close it.
  explicit Identify(Context& context, std::string open_to_all = {}) : context_(context), sessions_(context), open_to_all_(std::move(open_to_all)) {}

  /// Verifies a detached JWS of an enrolled installation over `payload`.
  /// Errors: unauthenticated (unknown key, bad or altered signature, other purpose, expired certificate); forbidden (suspended).
  Result<Sender> by_signature(std::string_view header, std::string_view purpose, std::string_view payload, std::string_view peer);

  /// A person's session. Errors: unauthenticated.
  Result<Sender> by_session(std::string_view token, std::string_view peer);

  struct SignedIn {
    std::string token;
    Session session;
    domain::Officer officer;
  };
  /// `one_time_code` "" = none: the session opens, but may not sign what is issued. A code given must be right and later than any used
  /// before, also by somebody at the same moment.
  /// Errors: unauthenticated (one answer and one cost for an unknown name, a wrong password and a wrong code); unavailable SYS009 after too
  /// many tries; refused SYS008 for an officer at a hall terminal.
  Result<SignedIn> sign_in(std::string_view sign_in, std::string_view password, std::string_view one_time_code = "", SessionPlace place = {});
  /// Whether the session of a token still stands, without using it.
  bool stands(std::string_view token);
  Sessions& sessions() { return sessions_; }

 private:
  Result<crypto::VerifyingKey> key_of(const domain::Installation& installation, Instant now);
  /// Writes into `decision` that the code's step is used. Errors: unauthenticated.
  Result<void> use_code(Decision& decision, const domain::Officer& officer, std::string_view one_time_code);
  bool too_many_tries(const std::string& sign_in, bool failed);

  Context& context_;
  Sessions sessions_;
  std::string open_to_all_;
  struct Kept {
    crypto::VerifyingKey key;
    Instant not_before, not_after;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> keys_;  // by certificate PEM; guarded by mutex_
  std::map<std::string, std::pair<std::int64_t, int>> failures_;  // sign-in name → hour, count; guarded by mutex_
};

struct Enrolment {
  std::string installation;
  std::string certificate_pem;
};
/// An enrolment code for one installation of `unit`, valid for `days`; `beside` is committed with it.
/// Errors: not_found when the unit is not registered.
Result<std::string> make_enrolment_code(Context& context, std::int64_t unit, int days, Decision beside = {});
/// Exchanges the code and a certificate request (P-256) for the installation's certificate. Errors: unauthenticated (code unknown, used or expired),
/// malformed (request).
Result<Enrolment> enrol(Context& context, const crypto::Authority& authority, std::string_view code, std::string_view request_pem,
                        std::string_view software, std::string_view software_version);

}  // namespace datong::app
