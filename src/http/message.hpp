#pragma once
// Requests and responses as the rest of the program sees them: no Beast here, so a handler file compiles in a second.
// Thread rule: a Responder may be called once, from any thread; the server carries the answer to the connection's own
// loop.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace datong::http {

struct Request {
  std::string method;  ///< "GET", "POST" …
  std::string target;  ///< as sent, path and query, still encoded (signed reads sign this)
  std::string path;    ///< percent-decoded, without query
  std::vector<std::pair<std::string, std::string>> query;    ///< decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, in order
  std::string body;
  std::string peer;    ///< remote address without port
  Instant arrived_at;  ///< when the last byte came

  std::string_view header(std::string_view lower_case_name) const;  ///< "" when absent
  std::optional<std::string_view> parameter(std::string_view name) const;
};

class Stream;  // http/stream.hpp

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string note;  ///< for the operator's log, never sent
  /// Run on the connection's own loop just before sending, when set: signing belongs there, not on the committer's thread.
  std::function<void(Response&)> complete;
  /// When set, the answer has no length: head and body are sent, then what is pushed, until it ends. The connection ends with it.
  std::shared_ptr<Stream> stream = {};
};

/// Fills `path` and `query` from `target`; "+" in a query is a blank.
///
/// Errors:  malformed: not "/…", a byte outside printable ASCII, a broken percent sequence, or one that decodes to a
/// control
///          byte or to bytes that are not UTF-8.
Result<void> read_target(Request& request);

/// nullopt when a percent sequence is broken, or the decoded text holds a control byte or is not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);
/// Whether Accept-Encoding takes a coding by name (RFC 9110 §12.5.3); "q=0" and the like refuse it, a bare "*" is not asked for.
bool takes_coding(std::string_view accept, std::string_view coding);
/// If-None-Match names what would be sent (RFC 9110 §13.1.2, weak comparison).
bool is_known_tag(std::string_view if_none_match, std::string_view etag);

using Responder = std::function<void(Response)>;
using Handler = std::function<void(Request&&, Responder)>;

}  // namespace datong::http
