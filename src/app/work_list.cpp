#include "app/work_list.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "app/act_on_declaration.hpp"
#include "app/claim.hpp"
#include "app/read_applications.hpp"
#include "app/read_cases.hpp"
#include "app/timeline.hpp"
#include "base/limits.hpp"
#include "domain/party/admission.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::Role;
using domain::Stage;

constexpr std::string_view kKinds[] = {"declaration", "origin", "admission", "visa_admission"};

/// A case he may act on: what its row says.
struct Item {
  const Head* stored = nullptr;
  std::string_view kind;
  std::string stage, title, reference, number;
  std::int64_t unit = 0;
  std::optional<Instant> due;
  std::vector<std::string_view> acts;
  std::vector<Role> roles;
  std::optional<domain::Waiting> waiting = {};
};

void note(Item& item, std::string_view act, Role role) {
  item.acts.push_back(act);
  if (std::find(item.roles.begin(), item.roles.end(), role) == item.roles.end()) item.roles.push_back(role);
}

/// Facts that guards of work ask for; whether permits suffice is looked up for the rows that are shown.
struct Desk {
  EditionPtr edition;
  Instant now;
  Date today;
  bool forms_in_use = false;
  bool with_filing = false;  ///< asked for the released: filing away counts
};

Result<Desk> desk_of(Context& context) {
  Desk desk;
  desk.edition = context.editions.current();
  if (!desk.edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  desk.now = context.clock.now();
  desk.today = legal_day(desk.now);
  desk.forms_in_use = desk.edition->flag("clearance_form_in_use", desk.today);
  return desk;
}

Result<Item> declaration_item(const Head& stored, const domain::Actor& actor, const Desk& desk) {
  auto head = document::read_head(stored.body);
  if (!head) return head.error();
  domain::ActFacts facts;
  facts.edition = desk.edition.get();
  facts.now = desk.now;
  facts.today = desk.today;
  Item item{&stored, kKinds[0], std::string(domain::stage_name(head->stage)), head->title, head->reference, head->number, head->unit, {}, {}, {}};
  for (const domain::AllowedAction& action : domain::allowed_actions(*head, actor, facts)) {
    const bool counts = domain::is_work(*head, action.event) || (desk.with_filing && action.event == domain::Event::close);
    if (!action.refused_by && counts) note(item, domain::event_spec(action.event).name, action.role);
  }
  item.waiting = domain::waiting_for(*head, desk.forms_in_use);
  if (item.waiting) item.due = domain::due_of(*head, *item.waiting);
  return item;
}

Result<Item> origin_item(const Head& stored, const domain::Actor& actor, const Desk& desk) {
  auto head = document::read_origin_head(stored.body);
  if (!head) return head.error();
  domain::OriginActFacts facts;
  facts.edition = desk.edition.get();
  facts.now = desk.now;
  facts.today = desk.today;
  Item item{&stored, kKinds[1], std::string(domain::stage_name(head->stage)), head->title, head->reference, head->number, head->unit, {}, {}, {}};
  for (const domain::AllowedOriginAction& action : domain::allowed_actions(*head, actor, facts)) {
    if (!action.refused_by && domain::is_work(action.event)) note(item, domain::event_spec(action.event).name, action.role);
  }
  item.waiting = domain::waiting_for(*head);
  if (item.waiting) item.due = domain::due_of(*head, *item.waiting);
  return item;
}

Result<Item> admission_item(const Head& stored, const domain::Actor& actor) {
  auto body = Json::parse(stored.body);
  if (!body || body->integer("unit") == nullptr) return failure(Code::corrupt, "admission head");
  const std::string* named = body->string("kind");
  const bool is_visa = named != nullptr && *named == domain::admission_kind_name(domain::AdmissionKind::e_visa);
  const auto kind = is_visa ? domain::AdmissionKind::e_visa : domain::AdmissionKind::e_declaration;
  const auto stage = static_cast<domain::AdmissionStage>(stored.stage);
  Item item{&stored, kKinds[is_visa ? 3 : 2], std::string(domain::admission_stage_name(stage)), {}, {}, {}, *body->integer("unit"), {}, {}, {}};
  for (const domain::AdmissionTransition& row : domain::kAdmission) {
    const bool decides = row.event == domain::AdmissionEvent::grant || row.event == domain::AdmissionEvent::refuse;
    if (row.kind == kind && row.from == stage && decides && actor.has(row.by)) note(item, domain::admission_event_name(row.event), row.by);
  }
  return item;
}

Result<Item> item_of(const Head& stored, const domain::Actor& actor, const Desk& desk) {
  switch (stored.kind) {
    case HeadKind::declaration: return declaration_item(stored, actor, desk);
    case HeadKind::origin: return origin_item(stored, actor, desk);
    case HeadKind::admission: return admission_item(stored, actor);
    case HeadKind::certificate:
    case HeadKind::clearance_form: break;
  }
  return Item{};
}

/// The stored work rows of one query, in order, read a page at a time.
class Source {
 public:
  Source(Store& store, WorkQuery query) : store_(store), query_(std::move(query)) { query_.limit = kPage; }
  Result<const Head*> first() {
    if (at_ == page_.size() && !is_ended_) {
      if (!page_.empty()) query_.after = page_.back().id;
      auto page = store_.work(query_);
      if (!page) return page.error();
      page_ = std::move(*page);
      at_ = 0;
      is_ended_ = page_.size() < kPage;
    }
    return at_ < page_.size() ? &page_[at_] : nullptr;
  }
  Head take() { return std::move(page_[at_++]); }

 private:
  static constexpr std::size_t kPage = 200;
  Store& store_;
  WorkQuery query_;
  std::vector<Head> page_;
  std::size_t at_ = 0;
  bool is_ended_ = false;
};

template <class S>
std::vector<std::uint8_t> numbers(const std::vector<S>& stages) {
  std::vector<std::uint8_t> found;
  for (const S stage : stages) found.push_back(static_cast<std::uint8_t>(stage));
  return found;
}

/// What a stage of that name is among those a role has work in; all of them without a name.
template <class S, class Named>
std::vector<std::uint8_t> wanted(std::vector<S> stages, const std::optional<std::string>& name, Named&& named) {
  if (name) std::erase_if(stages, [&](S stage) { return named(stage) != *name; });
  return numbers(stages);
}

std::vector<WorkQuery> queries_of(const domain::Actor& actor, const WorkFilter& filter, const std::vector<std::string>& offices) {
  std::set<std::uint8_t> open, mine, origin;
  for (const Role role : actor.roles) {
    for (const std::uint8_t stage : wanted(domain::work_stages(role), filter.stage, [](Stage s) { return domain::stage_name(s); })) {
      const bool is_assigned = role == Role::inspector && static_cast<Stage>(stage) != Stage::failed;
      const bool only_files = role == Role::desk && static_cast<Stage>(stage) == Stage::released && !filter.stage;
      if (!only_files) (is_assigned ? mine : open).insert(stage);
    }
    const auto of_origin = wanted(domain::work_stages_of_origin(role), filter.stage, [](domain::OriginStage s) { return domain::stage_name(s); });
    origin.insert(of_origin.begin(), of_origin.end());
  }
  for (const std::uint8_t stage : open) mine.erase(stage);
  std::vector<WorkQuery> queries;
  const auto add = [&](HeadKind kind, std::vector<std::uint8_t> stages, std::optional<std::string> assigned_to) {
    if (!stages.empty()) queries.push_back({offices, std::move(stages), kind, std::move(assigned_to), filter.after, 0});
  };
  const auto wants = [&](std::string_view kind) { return !filter.kind || *filter.kind == kind; };
  if (wants("declaration")) {
    add(HeadKind::declaration, {open.begin(), open.end()}, std::nullopt);
    add(HeadKind::declaration, {mine.begin(), mine.end()}, actor.name);
  }
  if (wants("origin")) add(HeadKind::origin, {origin.begin(), origin.end()}, std::nullopt);
  const bool decides = actor.has(Role::supervisor) || actor.has(Role::certificate_desk);
  if (decides && (wants("admission") || wants("visa_admission"))) {
    using enum domain::AdmissionStage;
    add(HeadKind::admission, wanted(std::vector{asked, change_asked}, filter.stage, [](auto s) { return domain::admission_stage_name(s); }), std::nullopt);
  }
  return queries;
}

/// The case with the lowest id among the sources, or nullptr.
Result<Source*> lowest(std::vector<Source>& sources) {
  Source* best = nullptr;
  CaseId best_id;
  for (Source& source : sources) {
    auto head = source.first();
    if (!head) return head.error();
    if (*head == nullptr || (best != nullptr && (*head)->id >= best_id)) continue;
    best = &source;
    best_id = (*head)->id;
  }
  return best;
}

/// Acceptance hangs on permits: what the row promises is asked for with all facts.
Result<void> complete_acts(Context& context, Item& item, const domain::Actor& actor) {
  if (item.stored->kind != HeadKind::declaration || item.stage != domain::stage_name(Stage::in_review)) return {};
  auto head = document::read_head(item.stored->body);
  if (!head) return head.error();
  auto actions = allowed_actions(context, CaseFile{*item.stored, std::move(*head)}, actor);
  if (!actions) return actions.error();
  for (const domain::AllowedAction& action : *actions) {
    if (action.refused_by) std::erase(item.acts, domain::event_spec(action.event).name);
  }
  return {};
}

Result<Json> row_json(Context& context, Item& item, const domain::Actor& actor, UnitNames& units) {
  if (auto done = complete_acts(context, item, actor); !done) return done.error();
  auto name = units.of(item.unit);
  if (!name) return name.error();
  Json acts = Json::make_array();
  for (const std::string_view act : item.acts) acts.add(act);
  Json row = Json::make_object();
  row.set("case", item.stored->id.to_string()).set("kind", item.kind).set("stage", item.stage);
  row.set("title", item.title.empty() ? *name : item.title).set("unit", item.unit).set("unit_name", *name);
  row.set("reference", item.reference).set("number", item.number).set("since", item.stored->since.to_string());
  if (item.due) row.set("due_at", item.due->to_string());
  row.set("office", item.stored->office).set("assigned_to", item.stored->assigned_to).set("acts", std::move(acts));
  row.set("waiting_for", waiting_json(item.waiting, item.due));
  if (actor.unit != 0) return row;
  auto claim = claim_on(context, item.stored->id);
  if (!claim) return claim.error();
  if (*claim) set_claim(row, **claim);
  return row;
}

struct Counts {
  std::map<std::string_view, std::size_t> kinds, acts;
  Json json(bool is_complete) const {
    Json json = Json::make_object(), by_act = Json::make_object();
    for (const std::string_view kind : kKinds) json.set(kind, kinds.contains(kind) ? kinds.at(kind) : std::size_t{0});
    for (const auto& [act, count] : acts) by_act.set(act, count);
    return std::move(json).set("acts", std::move(by_act)).set("complete", is_complete);
  }
};

}  // namespace

Result<std::string> list_work(Context& context, const domain::Actor& officer, const WorkFilter& filter) {
  domain::Actor actor = officer;
  if (filter.role) {
    const auto role = domain::role_by_name(*filter.role);
    if (!role) return failure(Code::malformed, "role");
    std::erase_if(actor.roles, [&](Role each) { return each != *role; });
  }
  if (filter.kind && std::find(std::begin(kKinds), std::end(kKinds), *filter.kind) == std::end(kKinds)) return failure(Code::malformed, "kind");
  auto desk = desk_of(context);
  if (!desk) return desk.error();
  desk->with_filing = filter.stage == domain::stage_name(Stage::released);
  const auto offices = offices_in_reach(*desk->edition, actor.office, desk->today);
  std::vector<Source> sources;
  if (!offices.empty()) {
    for (WorkQuery& query : queries_of(actor, filter, offices)) sources.emplace_back(context.store, std::move(query));
  }
  const bool counting = !filter.after;
  Counts counts;
  UnitNames units(context.store);
  Json rows = Json::make_array();
  std::size_t seen = 0, shown = 0;
  CaseId last = filter.after, last_shown;
  bool is_complete = false;
  for (;; ++seen) {
    auto source = lowest(sources);
    if (!source) return source.error();
    is_complete = *source == nullptr;
    if (is_complete || seen == limits::kWorkScanMax || (shown == filter.limit && !counting)) break;
    const Head stored = (*source)->take();
    last = stored.id;
    auto item = item_of(stored, actor, *desk);
    if (!item) return item.error();
    if (item->acts.empty() || (filter.kind && item->kind != *filter.kind)) continue;
    ++counts.kinds[item->kind];
    for (const std::string_view act : item->acts) ++counts.acts[act];
    if (shown == filter.limit) continue;
    auto row = row_json(context, *item, actor, units);
    if (!row) return row.error();
    rows.add(std::move(*row));
    last_shown = stored.id;
    ++shown;
  }
  Json json = Json::make_object();
  json.set("rows", std::move(rows));
  if (counting) json.set("counts", counts.json(is_complete));
  if (shown == filter.limit && last_shown != last) json.set("next", last_shown.to_string());
  else if (!is_complete) json.set("next", last.to_string());
  return json.to_string();
}

Result<Json> row_in_reach(Context& context, const domain::Actor& actor, const Head& stored, UnitNames& units) {
  auto desk = desk_of(context);
  if (!desk) return desk.error();
  bool is_seen = false;
  if (stored.kind == HeadKind::declaration) {
    auto head = document::read_head(stored.body);
    if (!head) return head.error();
    is_seen = is_in_reach(*head, actor, *desk->edition, desk->today);
  } else if (stored.kind == HeadKind::origin) {
    auto head = document::read_origin_head(stored.body);
    if (!head) return head.error();
    is_seen = is_in_reach(*head, actor, *desk->edition, desk->today);
  }
  if (!is_seen) return Json();
  auto item = item_of(stored, actor, *desk);
  if (!item) return item.error();
  return row_json(context, *item, actor, units);
}

Result<std::vector<Role>> roles_with_work(Context& context, const domain::Actor& actor, HeadKind kind, CaseId id) {
  auto desk = desk_of(context);
  if (!desk) return desk.error();
  Head stored;
  if (kind == HeadKind::origin) {
    auto file = load_application_in_reach(context, actor, id);
    if (!file) return file.error();
    stored = std::move(file->stored);
  } else {
    auto file = load_in_reach(context, actor, id);
    if (!file) return file.error();
    stored = std::move(file->stored);
  }
  auto item = item_of(stored, actor, *desk);
  if (!item) return item.error();
  return std::move(item->roles);
}

}  // namespace datong::app
