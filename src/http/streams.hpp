#pragma once
// Who listens to events, and what they are told: units that something is in their mailbox, officers that a case in their reach
// moved. What commits is collected for a moment and told together, so that a flood costs a listener one message. Not here:
// sockets (stream.hpp), what happened (app/context.hpp). Thread rule: any thread; told_of only notes, so a committer may call it.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/lodge_declaration.hpp"
#include "http/stream.hpp"

namespace datong::http {

class Streams {
 public:
  using After = std::function<void(std::int64_t delay_ms, std::function<void()>)>;
  Streams(app::Context& context, After after) : context_(context), after_(std::move(after)) {}

  /// A new stream for a person's session; `stands` says every limits::kStreamCommentMs whether it may go on listening.
  /// Errors: unavailable when this person, or all together, have too many, or the server stops.
  Result<std::shared_ptr<Stream>> open(const app::Sender& sender, std::function<bool()> stands);
  /// What committed, as stored.
  void told_of(const app::Decision& decision);
  /// A draft changed: of a unit, or (unit 0) of one officer.
  void tell_draft(std::int64_t unit, std::string_view sign_in, std::string_view id);
  void end_session(std::string_view session);
  /// Ends all, for ever: the server stops.
  void end();
  std::size_t count();

 private:
  struct Listener {
    std::weak_ptr<Stream> stream;  ///< the connection owns it
    std::string session, person, office;
    std::int64_t unit = 0;
  };
  struct Moved {
    std::string kind, stage, office;
  };

  void flush();
  void tick(const std::weak_ptr<Stream>& weak, const std::function<bool()>& stands);
  void forget_gone();

  app::Context& context_;
  After after_;
  std::mutex mutex_;
  std::vector<Listener> listeners_;    // guarded by mutex_
  std::set<std::int64_t> mailboxes_;   // guarded by mutex_; not yet told
  std::map<CaseId, Moved> moved_;      // guarded by mutex_; not yet told
  bool is_flood_ = false;              // guarded by mutex_; too much moved to tell it one by one
  bool is_flush_due_ = false;          // guarded by mutex_
  bool is_ended_ = false;              // guarded by mutex_
};

}  // namespace datong::http
