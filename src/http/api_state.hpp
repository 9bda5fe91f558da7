#pragma once
// What the API keeps between requests. Internal to http/.
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/check_paper.hpp"
#include "app/code_search.hpp"
#include "app/read_cases.hpp"
#include "http/api.hpp"
#include "http/cookie.hpp"
#include "http/kept_answers.hpp"
#include "http/streams.hpp"
#include "http/waiters.hpp"

namespace datong::http {

/// The rows the browser's rules read, of one edition, as they are sent.
struct RuleData {
  std::string edition, plain, gzip;
};
struct KeptRuleData {
  std::mutex mutex;
  std::shared_ptr<const RuleData> data;  ///< of the edition asked for last; guarded by mutex
};

struct Api::State {
  app::Context& context;
  ApiOptions options;
  std::string_view cookie() const { return options.is_training ? kTrainingCookie : kSessionCookie; }
  /// Whether a sign-in name is the trainee's: his password is public, so nobody may change it or shut him out.
  bool is_for_all(std::string_view sign_in) const { return options.is_training && !sign_in.empty() && sign_in == options.training.sign_in; }
  app::Identify identify{context, options.training.sign_in};
  app::CodeTables code_tables{};  // before the pool, whose threads use it to their end
  Pool pool{2, 256};
  Waiters waiters{};
  Streams streams{context, [this](std::int64_t delay_ms, std::function<void()> work) { options.after(delay_ms, std::move(work)); }};
  std::atomic<std::uint64_t> requests = 0, lodged = 0, repeats = 0, refused = 0, acts = 0, csp_reports = 0;
  app::OnlineChecker checker{context};
  app::WrongTries wrong_tries{};
  KeptAnswers kept_figures{};
  app::WrongTries password_tries{};
  KeptRuleData kept_rule_data{};
};

/// 1…99; 0 when the text is no such number.
std::uint32_t version_of(std::string_view text);
/// The receipt as answered: its very body, signed on the connection's loop. `cases`: path its case stands below.
Response receipt_response(const app::Signer& signer, std::string_view cases, app::Lodged lodged);
Response download_response(std::string bytes);
/// Errors: malformed (cursor).
Result<app::CaseFilter> filter_of(const Request& request);
/// What every act's request says: parameters and how a repeat is known.
struct ActOrder {
  std::map<std::string, std::string, std::less<>> parameters;
  std::string idempotency_key, request_hash;
};
/// Errors: malformed (SYS001).
Result<ActOrder> act_order_of(const Call& call);
Response ok(std::string body, std::string_view content_type = "application/json");
void answer(const Responder& respond, const Result<std::string>& result);
/// The percent-decoded text of a header; what is not so encoded stays as it is. nullopt when it is no UTF-8 text on one line.
std::optional<std::string> header_text(std::string_view value);
/// 400 with rule SYS001 and what is missing.
Error bad_body(std::string detail);

/// What a signature on this request stands over: a batch signs the list of its lines' hashes, everything else its body.
std::string signed_payload(const Route& route, const Request& request);

}  // namespace datong::http
