#include "app/moments.hpp"

#include "document/json/case_json.hpp"
#include "document/json/origin_json.hpp"

namespace datong::app {
namespace {

using document::Json;

domain::StepData data_of(const Json& body) {
  domain::StepData data;
  if (const Json* members = body.object("data")) {
    for (const auto& [name, value] : *members->as_object()) {
      if (value.as_string() != nullptr) data.emplace_back(name, *value.as_string());
    }
  }
  return data;
}

bool is_lodging(domain::Event event) {
  using enum domain::Event;
  return event == lodge || event == lodge_refused || event == lodge_again || event == lodge_again_refused || event == lodge_amendment ||
         event == lodge_amendment_refused;
}
bool is_lodging(domain::OriginEvent event) { return event <= domain::OriginEvent::lodge_again_refused; }

/// Who was waited for before the machine accepted: it, never the desk.
std::optional<domain::Waiting> waiting_for_acceptance_by_machine(const domain::DeclarationHead& head, Instant at) {
  domain::DeclarationHead waited = domain::before_first_step(head);
  waited.stage = domain::Stage::in_review;
  waited.papers_mode = domain::PapersMode::at_inspection;
  waited.due_at = at;
  return domain::waiting_for(waited, false);
}

/// The steps of a case, and the arrival of each lodged message as they take them in.
class Steps {
 public:
  static Result<Steps> load(Store& store, CaseId id) {
    Steps loaded;
    auto steps = store.steps(id);
    if (!steps) return steps.error();
    auto arrivals = store.arrivals(id);
    if (!arrivals) return arrivals.error();
    loaded.all = std::move(*steps);
    loaded.arrivals_ = std::move(*arrivals);
    return loaded;
  }
  std::vector<Step> all;

  template <class Event>
  Result<std::optional<Instant>> arrival(Event event) {
    if (!is_lodging(event)) return std::optional<Instant>();
    if (taken_ == arrivals_.size()) return failure(Code::corrupt, "a lodging without its message");
    return std::optional(arrivals_[taken_++]);
  }

 private:
  std::vector<Instant> arrivals_;
  std::size_t taken_ = 0;
};

}  // namespace

Result<std::vector<Moment>> moments_of(Context& context, const domain::DeclarationHead& present, const domain::Edition& edition) {
  auto steps = Steps::load(context.store, present.id);
  if (!steps) return steps.error();
  domain::DeclarationHead head = domain::before_first_step(present);
  std::vector<Moment> moments;
  for (const Step& step : steps->all) {
    auto facts = document::read_step(step.body);
    if (!facts) return facts.error();
    auto arrived_at = steps->arrival(facts->event);
    if (!arrived_at) return arrived_at.error();
    if (auto moved = domain::advance(head, facts->event, data_of(facts->body)); !moved) return moved.error();
    const bool by_machine = facts->event == domain::Event::accept && facts->role == domain::role_name(domain::Role::machine);
    if (by_machine && !moments.empty()) moments.back().waiting = waiting_for_acceptance_by_machine(present, step.at);
    const auto& spec = domain::event_spec(facts->event);
    moments.push_back({step.at, step.sequence, std::move(facts->body), spec.name, spec.zh, spec.en, spec.receipt,
                       std::string(domain::stage_name(head.stage)), domain::list_of_parameter(facts->event, "reason_code"), *arrived_at,
                       facts->event == domain::Event::release,
                       domain::waiting_for(head, edition.flag("clearance_form_in_use", legal_day(step.at)))});
  }
  return moments;
}

Result<std::vector<Moment>> moments_of(Context& context, const domain::OriginHead& present) {
  auto steps = Steps::load(context.store, present.id);
  if (!steps) return steps.error();
  std::vector<Moment> moments;
  for (const Step& step : steps->all) {
    auto facts = document::read_origin_step(step.body);
    if (!facts) return facts.error();
    auto body = Json::parse(step.body);
    if (!body) return body.error();
    const std::string* name = body->string("to");
    const auto stage = name != nullptr ? domain::origin_stage_by_name(*name) : std::nullopt;
    if (!stage) return failure(Code::corrupt, "step of case " + present.id.to_string());
    auto arrived_at = steps->arrival(facts->event);
    if (!arrived_at) return arrived_at.error();
    const bool by_machine = facts->event == domain::OriginEvent::approve_by_machine;
    if (by_machine && !moments.empty()) moments.back().waiting = domain::waiting_for(domain::OriginStage::in_review, true);
    const auto& spec = domain::event_spec(facts->event);
    moments.push_back({step.at, step.sequence, std::move(*body), spec.name, spec.zh, spec.en, spec.receipt,
                       std::string(domain::stage_name(*stage)), domain::List::none, *arrived_at, facts->event == domain::OriginEvent::issue,
                       domain::waiting_for(*stage, false)});
  }
  return moments;
}

domain::ServiceClock clock_of(const std::vector<Moment>& moments, Instant until) {
  std::vector<domain::ClockStep> steps;
  for (const Moment& moment : moments) steps.push_back({moment.at, domain::turn_of(moment.waiting), moment.arrived_at});
  return domain::service_clock(steps, until);
}

}  // namespace datong::app
