#pragma once
// What an enterprise's installation does with the platform: enrol, lodge, send a batch, read receipts, ask for acts. Signs every
// message with the installation's key and checks every receipt against the published certificate.
// Not here: sockets (a Caller is handed in), files, screens. Thread rule: one Client per thread.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/ports.hpp"
#include "crypto/certificate.hpp"
#include "crypto/key.hpp"
#include "document/json/json.hpp"

namespace datong::client {

using Headers = std::vector<std::pair<std::string, std::string>>;
struct Reply {
  int status = 0;
  Headers headers;  ///< names in lower case
  std::string body;
  std::string_view header(std::string_view lower_case_name) const;
};
/// Sends one request and waits. Errors: unavailable.
using Caller = std::function<Result<Reply>(std::string_view method, std::string_view target, const Headers& headers, std::string_view body)>;

/// The problem document of a reply as an Error: every finding in its words.
Error problem_of(const Reply& reply);

struct Identity {
  crypto::SigningKey key;
  std::string installation;  ///< id given at enrolment
};

struct Receipt {
  std::int64_t serial = 0;  ///< 0 when it came as a direct answer
  std::string body;         ///< canonical JSON as signed
  std::string signature;    ///< detached JWS
};

struct Answer {
  std::string case_id;
  Receipt receipt;
};

class Client {
 public:
  Client(Caller call, Identity identity, app::Clock& clock) : call_(std::move(call)), identity_(std::move(identity)), clock_(clock) {}

  /// Fetches authority and receipt certificate; `trusted_authority_pem` ("" = take the served one, first use) must match.
  Result<void> trust(std::string_view trusted_authority_pem);

  /// Errors: the platform's problem; unavailable (retry with the same bytes); unauthenticated when the receipt does not verify.
  Result<Answer> lodge(std::string_view bytes, std::string_view content_type, std::uint32_t version);
  /// An application for a certificate of origin; as lodge.
  Result<Answer> apply(std::string_view bytes, std::string_view content_type, std::uint32_t version);
  Result<document::Json> check(std::string_view bytes, std::string_view content_type);
  /// Items in the order of the lines: {status, case, receipt, signature} or {status, problem}.
  Result<document::Json> batch(const std::vector<std::string>& lines);
  Result<std::vector<Receipt>> receipts(std::int64_t after, std::int64_t wait_ms);
  Result<document::Json> get(const std::string& target);
  Result<document::Json> act(const std::string& case_id, const std::string& act, const std::map<std::string, std::string>& parameters,
                             const std::string& idempotency_key);
  /// Uploads a file; returns its SHA-256 in hexadecimal, the value of attached_documents/attachment_hash.
  Result<std::string> attach(std::string_view bytes);
  Result<void> verify(const Receipt& receipt) const;

 private:
  Result<Reply> signed_call(std::string_view method, const std::string& target, std::string_view purpose, std::string_view body,
                            std::string_view payload, Headers headers);
  Result<Reply> signed_get(const std::string& target);
  Result<Answer> lodge_to(const std::string& target, std::string_view bytes, std::string_view content_type, std::uint32_t version);

  Caller call_;
  Identity identity_;
  app::Clock& clock_;
  std::optional<crypto::VerifyingKey> receipt_key_;
  std::string receipt_key_id_;
};

struct Enrolled {
  Identity identity;
  std::string certificate_pem, authority_pem;
};
/// Makes nothing of its own: `request_pem` is the certificate request for `key`.
Result<Enrolled> enrol(const Caller& call, const crypto::SigningKey& key, std::string_view request_pem, std::string_view code,
                       std::string_view software, std::string_view software_version);

}  // namespace datong::client
