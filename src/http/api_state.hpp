#pragma once
// What the API keeps between requests. Internal to http/.
#include <atomic>
#include <string>

#include "app/check_paper.hpp"
#include "http/api.hpp"
#include "http/waiters.hpp"

namespace datong::http {

struct Api::State {
  app::Context& context;
  ApiOptions options;
  app::Identify identify;
  Pool pool;
  Waiters waiters;
  std::atomic<std::uint64_t> requests = 0, lodged = 0, repeats = 0, refused = 0, acts = 0;
  app::OnlineChecker checker{context};
  app::WrongTries wrong_tries{};
};

Response ok(std::string body, std::string_view content_type = "application/json");
void answer(const Responder& respond, const Result<std::string>& result);
/// 400 with rule SYS001 and what is missing.
Error bad_body(std::string detail);

/// What a signature on this request stands over: a batch signs the list of its lines' hashes, everything else its body.
std::string signed_payload(const Route& route, const Request& request);

}  // namespace datong::http
