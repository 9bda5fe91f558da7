#include "app/maintain.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "app/act_on_application.hpp"
#include "app/attachments.hpp"
#include "app/issue_inspection_paper.hpp"
#include "base/limits.hpp"
#include "crypto/digest.hpp"

namespace datong::app {
namespace {

constexpr std::int64_t kPutOffMs = 60'000;

/// Raises a timer's event as the machine.
Result<std::string> raise(Context& context, const Head& head, std::uint8_t event) {
  if (head.kind == HeadKind::origin) {
    ApplicationAct act;
    act.id = head.id;
    act.request.event = static_cast<domain::OriginEvent>(event);
    act.actor = domain::machine_actor();
    return act_on_application(context, act);
  }
  if (head.kind == HeadKind::certificate || head.kind == HeadKind::clearance_form) return make_inspection_paper(context, head.id);
  ActCommand command;
  command.id = head.id;
  command.request.event = static_cast<domain::Event>(event);
  command.actor = domain::machine_actor();
  std::promise<Result<std::string>> promise;
  auto future = promise.get_future();
  act_on_declaration(context, std::move(command), [&promise](Result<std::string> result) { promise.set_value(std::move(result)); });
  return future.get();
}

/// What contradicts itself in an application: its stage is the fold of its steps, its steps are a chain.
std::vector<Contradiction> check_application_case(const Head& stored, const std::vector<Step>& steps, const std::string& where) {
  auto head = document::read_origin_head(stored.body);
  if (!head) return {{"head cannot be read: " + head.error().detail, where}};
  std::vector<domain::OriginEvent> events;
  std::string recorded;
  crypto::Digest chain{};
  for (const Step& step : steps) {
    chain = crypto::sha256({crypto::view(chain), step.body});
    if (chain != step.hash) return {{"step " + std::to_string(step.sequence) + " does not have its hash", where}};
    auto facts = document::read_origin_step(step.body);
    if (!facts) return {{"step " + std::to_string(step.sequence) + " cannot be read: " + facts.error().detail, where}};
    events.push_back(facts->event);
    recorded = facts->head_hash;
  }
  std::vector<Contradiction> found;
  if (chain != stored.last_step_hash || head->steps != steps.size()) found.push_back({"steps are missing or too many", where});
  auto stage = domain::fold(events);
  if (!stage) return {{"steps do not follow the lifecycle: " + stage.error().detail, where}};
  if (*stage != head->stage || static_cast<std::uint8_t>(*stage) != stored.stage) found.push_back({"stage is not the fold of the steps", where});
  if (recorded != crypto::hex(crypto::sha256(stored.body))) found.push_back({"head does not equal what its last step recorded", where});
  return found;
}

}  // namespace

Result<TimersDone> run_timers(Context& context, std::size_t limit, std::map<CaseId, Instant>* put_off) {
  const Instant now = context.clock.now();
  if (put_off != nullptr) std::erase_if(*put_off, [&](const auto& each) { return each.second <= now; });
  auto timers = context.store.due(now, limit + (put_off != nullptr ? put_off->size() : 0));
  if (!timers) return timers.error();
  if (put_off != nullptr) std::erase_if(*timers, [&](const Timer& timer) { return put_off->contains(timer.id); });
  TimersDone result;
  std::mutex mutex;  // guards result and put_off while lanes run
  std::atomic<std::size_t> next = 0;
  const auto lane = [&] {
    for (std::size_t n = next++; n < timers->size(); n = next++) {
      const CaseId id = (*timers)[n].id;
      auto head = context.store.head(id);
      const auto raised = head ? raise(context, *head, (*timers)[n].event) : Result<std::string>(head.error());
      const std::lock_guard lock(mutex);
      if (raised) {
        ++result.done;
        continue;
      }
      const Error& error = raised.error();
      if (result.failed++ == 0) result.first_failure = id.to_string() + " " + (error.refusals.empty() ? error.detail : std::string(error.refusals.front().rule));
      if (put_off != nullptr && error.code != Code::conflict) (*put_off)[id] = now.plus_ms(kPutOffMs);
    }
  };
  std::vector<std::thread> lanes;
  for (std::size_t i = 1; i < std::min(timers->size(), limits::kTimerLanes); ++i) lanes.emplace_back(lane);
  lane();
  for (std::thread& each : lanes) each.join();
  return result;
}

Result<void> prepare_draws(Context& context) {
  const Date today = legal_day(context.clock.now());
  for (const Date day : {today, today.plus_days(1)}) {
    if (auto secret = draw_secret(context, day); !secret) return secret.error();
  }
  return {};
}

Result<std::size_t> sweep_attachments(Context& context) {
  const Instant yesterday = context.clock.now().plus_ms(-limits::kOrphanAttachmentMs);
  std::vector<crypto::Digest> orphans;
  auto swept = context.blobs.sweep(yesterday, [&](const crypto::Digest& hash) {
    const auto known = context.store.record("attachment", crypto::hex(hash));
    const bool stays = !known || known->has_value();  // in doubt it stays
    if (!stays) orphans.push_back(hash);
    return stays;
  });
  if (!swept) return swept;
  for (const crypto::Digest& hash : orphans) {
    auto has = context.blobs.has(hash);  // uploaded again meanwhile
    if (!has) return has.error();
    if (*has) continue;
    if (auto forgotten = forget_uploads(context, hash); !forgotten) return forgotten.error();
  }
  return swept;
}

std::vector<Contradiction> check_case(const Head& stored, const std::vector<Step>& steps) {
  const std::string where = "case " + stored.id.to_string();
  std::vector<Contradiction> found;
  if (steps.empty()) return {{"head without steps", where}};
  if (stored.kind == HeadKind::origin) return check_application_case(stored, steps, where);
  if (stored.kind != HeadKind::declaration) {
    auto last = document::Json::parse(steps.back().body);
    const std::string* hash = last ? last->string("head") : nullptr;
    if (hash == nullptr || *hash != crypto::hex(crypto::sha256(stored.body))) found.push_back({"head does not equal what its last step recorded", where});
    return found;
  }
  auto head = document::read_head(stored.body);
  if (!head) return {{"head cannot be read: " + head.error().detail, where}};
  std::vector<domain::Event> events;
  std::string recorded;
  crypto::Digest chain{};
  for (const Step& step : steps) {
    chain = crypto::sha256({crypto::view(chain), step.body});
    if (chain != step.hash) return {{"step " + std::to_string(step.sequence) + " does not have its hash", where}};
    auto facts = document::read_step(step.body);
    if (!facts) return {{"step " + std::to_string(step.sequence) + " cannot be read: " + facts.error().detail, where}};
    events.push_back(facts->event);
    recorded = facts->head_hash;
  }
  if (chain != stored.last_step_hash || head->steps != steps.size()) found.push_back({"steps are missing or too many", where});
  auto folded = domain::fold(events);
  if (!folded) return {{"steps do not follow the lifecycle: " + folded.error().detail, where}};
  if (folded->stage != head->stage || static_cast<std::uint8_t>(folded->stage) != stored.stage) {
    found.push_back({"stage is not the fold of the steps", where});
  }
  if (folded->papers != head->papers || folded->fee != head->fee || folded->change != head->change || folded->clearance != head->clearance ||
      folded->laboratory != head->laboratory) {
    found.push_back({"a track is not the fold of the steps", where});
  }
  if (recorded != crypto::hex(crypto::sha256(stored.body))) found.push_back({"head does not equal what its last step recorded", where});
  return found;
}

}  // namespace datong::app
