#pragma once
// Use case: lodge a declaration (or a batch, or only check one). What was read and signed is a fact: it is stored, becomes or
// continues a case, and gets a receipt. The same bytes again get the very same receipt body.
#include <functional>
#include <string>

#include "app/case_file.hpp"

namespace datong::app {

/// Who sent it and how, already authenticated.
struct Sender {
  domain::Actor actor;
  domain::Channel channel = domain::Channel::client;
  std::string installation, session;       ///< one of them: the channel's proof
  bool second_factor = false;              ///< the session was opened with a one-time code, as `actor` says too
  std::string software, software_version;
  std::string peer;
};

struct LodgeCommand {
  std::string bytes;
  std::string format;          ///< "json", "eciq-utf8", "eciq-gbk"
  std::uint32_t version = 1;
  std::string signature;       ///< detached JWS as received; "" for session channels
  std::string counter_reason;  ///< why an officer enters it (channels counter_entry, counter_paper)
  std::string presented_by;    ///< who brought the paper, and his document; needed for counter_paper
  std::string batch;           ///< id of the batch record, "" = single
  Sender sender;
  Instant arrived_at;
};

struct Lodged {
  CaseId id;
  std::string receipt;  ///< canonical JSON body
  bool is_repeat = false;
};
using LodgeDone = std::function<void(Result<Lodged>)>;

/// Errors: malformed (cannot be read), refused SYS003/SYS004/SYS005/LOD005/LOD006 as conflict, SYS006 forbidden, unavailable.
/// `done` may run on any thread, after the commit is durable.
void lodge_declaration(Context& context, LodgeCommand command, LodgeDone done);

struct Checked {
  std::vector<Finding> findings;
  bool would_be_accepted_for_review = false;
  document::Json expect;  ///< app/expectation.hpp
};
/// Runs the same rules and stores nothing.
Result<Checked> check_declaration(Context& context, std::string_view bytes, std::string_view format, const Sender& sender);

/// "json", "eciq-utf8" or "eciq-gbk" from a Content-Type; nullopt when it is none of ours.
std::optional<std::string> format_of(std::string_view content_type, std::string_view bytes);

}  // namespace datong::app
