#include "http/streams.hpp"

#include <algorithm>
#include <utility>

#include "document/json/json.hpp"
#include "domain/declaration/lifecycle.hpp"
#include "domain/origin/lifecycle.hpp"
#include "domain/party/admission.hpp"

namespace datong::http {
namespace {

using document::Json;

std::string event(std::string_view name, const Json& data) { return "event: " + std::string(name) + "\ndata: " + data.to_string() + "\n\n"; }

/// Kind and stage of a case as lists show them; nothing for what no list shows.
std::optional<std::pair<std::string, std::string>> shown(const app::Head& head) {
  switch (head.kind) {
    case app::HeadKind::declaration: return std::pair{std::string("declaration"), std::string(domain::stage_name(static_cast<domain::Stage>(head.stage)))};
    case app::HeadKind::origin: return std::pair{std::string("origin"), std::string(domain::stage_name(static_cast<domain::OriginStage>(head.stage)))};
    case app::HeadKind::admission: {
      const auto body = Json::parse(head.body);
      const std::string* kind = body ? body->string("kind") : nullptr;
      const bool is_visa = kind != nullptr && *kind == domain::admission_kind_name(domain::AdmissionKind::e_visa);
      return std::pair{std::string(is_visa ? "visa_admission" : "admission"), std::string(domain::admission_stage_name(static_cast<domain::AdmissionStage>(head.stage)))};
    }
    case app::HeadKind::certificate:
    case app::HeadKind::clearance_form: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<std::shared_ptr<Stream>> Streams::open(const app::Sender& sender, std::function<bool()> stands) {
  auto stream = std::make_shared<Stream>();
  const domain::Actor& actor = sender.actor;
  {
    const std::lock_guard lock(mutex_);
    forget_gone();
    const auto own = std::ranges::count_if(listeners_, [&](const Listener& each) { return each.person == actor.name; });
    if (is_ended_ || listeners_.size() >= limits::kStreamsMax || std::cmp_greater_equal(own, limits::kStreamsPerPersonMax)) {
      return failure(Code::unavailable, "too many event streams");
    }
    listeners_.push_back({stream, sender.session, actor.name, actor.office, actor.unit});
  }
  stream->push("retry: 3000\n\n");
  if (actor.unit != 0) stream->push(event("mailbox", Json::make_object().set("serial", context_.store.last_serial(actor.unit))));
  else stream->push(event("work", Json::make_object()));  // whatever moved before, or while nobody listened
  after_(limits::kStreamCommentMs, [this, weak = std::weak_ptr(stream), stands = std::move(stands)] { tick(weak, stands); });
  return stream;
}

void Streams::tick(const std::weak_ptr<Stream>& weak, const std::function<bool()>& stands) {
  const std::shared_ptr<Stream> stream = weak.lock();
  if (!stream || stream->is_over()) return;
  if (!stands()) return stream->end();
  if (stream->push(":\n\n")) after_(limits::kStreamCommentMs, [this, weak, stands] { tick(weak, stands); });
}

void Streams::told_of(const app::Decision& decision) {
  if (decision.receipts.empty() && decision.heads.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    if (is_ended_ || listeners_.empty()) return;
    for (const app::Receipt& receipt : decision.receipts) mailboxes_.insert(receipt.mailbox);
    for (const app::Head& head : decision.heads) {
      auto names = shown(head);
      if (!names) continue;
      if (moved_.size() < limits::kStreamCasesAtOnceMax) moved_.insert_or_assign(head.id, Moved{std::move(names->first), std::move(names->second), head.office});
      else is_flood_ = true;
    }
    if (std::exchange(is_flush_due_, true)) return;
  }
  after_(limits::kStreamGatherMs, [this] { flush(); });
}

void Streams::flush() {
  std::vector<Listener> listeners;
  std::set<std::int64_t> mailboxes;
  std::map<CaseId, Moved> moved;
  bool is_flood = false;
  {
    const std::lock_guard lock(mutex_);
    forget_gone();
    listeners = listeners_;
    mailboxes = std::exchange(mailboxes_, {});
    moved = std::exchange(moved_, {});
    is_flood = std::exchange(is_flood_, false);
    is_flush_due_ = false;
  }
  const auto edition = context_.editions.current();
  const Date today = legal_day(context_.clock.now());
  std::map<std::string, std::string> by_office;  // what the officers of one office are told
  for (const Listener& listener : listeners) {
    const std::shared_ptr<Stream> stream = listener.stream.lock();
    if (!stream) continue;
    if (listener.unit != 0) {
      if (mailboxes.contains(listener.unit)) stream->push(event("mailbox", Json::make_object().set("serial", context_.store.last_serial(listener.unit))));
      continue;
    }
    const auto [told, is_new] = by_office.try_emplace(listener.office);
    if (is_new && is_flood) told->second = event("work", Json::make_object());
    if (is_new && !is_flood && edition) {
      for (const auto& [id, each] : moved) {
        if (!edition->is_at_or_below(each.office, listener.office, today)) continue;
        told->second += event("work", Json::make_object().set("case", id.to_string()).set("kind", each.kind).set("stage", each.stage).set("office", each.office));
      }
    }
    if (!told->second.empty()) stream->push(told->second);
  }
}

void Streams::tell_draft(std::int64_t unit, std::string_view sign_in, std::string_view id) {
  const std::string told = event("draft", Json::make_object().set("id", id));
  const std::lock_guard lock(mutex_);
  for (const Listener& listener : listeners_) {
    if (unit != 0 ? listener.unit != unit : listener.person != sign_in) continue;
    if (const auto stream = listener.stream.lock()) stream->push(told);
  }
}

void Streams::end_session(std::string_view session) {
  const std::lock_guard lock(mutex_);
  for (const Listener& listener : listeners_) {
    if (listener.session != session) continue;
    if (const auto stream = listener.stream.lock()) stream->end();
  }
}

void Streams::end() {
  const std::lock_guard lock(mutex_);
  is_ended_ = true;
  for (const Listener& listener : listeners_) {
    if (const auto stream = listener.stream.lock()) stream->end();
  }
}

std::size_t Streams::count() {
  const std::lock_guard lock(mutex_);
  forget_gone();
  return listeners_.size();
}

void Streams::forget_gone() {
  std::erase_if(listeners_, [](const Listener& each) {
    const auto stream = each.stream.lock();
    return !stream || stream->is_over();
  });
}

}  // namespace datong::http
