#include "app/count_figures.hpp"

#include <algorithm>
#include <map>

#include "app/application_file.hpp"
#include "app/case_file.hpp"
#include "app/moments.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/json/case_json.hpp"
#include "document/json/origin_json.hpp"
#include "domain/figures/figures.hpp"

namespace datong::app {
namespace {

using document::Json;

std::int64_t filled(const domain::Record& record) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < domain::fields_of(record.group()).size(); ++i) count += record.value(i).empty() ? 0 : 1;
  for (const domain::Record& child : record.children()) count += filled(child);
  return count;
}

std::int64_t number_or_none(const std::string& text) { return is_digits(text) && text.size() <= 18 ? std::stoll(text) : 0; }

Result<void> read_counter_reason(const Message& first, FigureRow& row) {
  auto origin = Json::parse(first.origin);
  if (!origin) return failure(Code::corrupt, "origin of a message");
  if (const std::string* reason = origin->string("counter_reason")) row.counter_reason = *reason;
  return {};
}

/// What the first version says and never changes.
Result<void> read_first(Context& context, const domain::DeclarationHead& head, FigureRow& row) {
  auto first = context.store.message(head.id, 1);
  if (!first) return first.error();
  auto reading = read_document(first->bytes, first->format);
  if (!reading) return reading.error();
  const domain::Needs needs = domain::needs(reading->document);
  row.unit = head.unit;
  row.channel = static_cast<std::uint8_t>(head.channel);
  row.principal = number_or_none(head.direction == domain::Direction::export_ ? needs.consignor : needs.consignee);
  row.fields = filled(reading->document.header());
  return read_counter_reason(*first, row);
}

Result<void> read_first(Context& context, const domain::OriginHead& head, FigureRow& row) {
  auto first = context.store.message(head.id, 1);
  if (!first) return first.error();
  auto reading = load_application_document(context, head, 1);
  if (!reading) return reading.error();
  row.unit = row.principal = head.unit;
  row.channel = static_cast<std::uint8_t>(head.channel);
  row.fields = filled(reading->document.header());
  return read_counter_reason(*first, row);
}

/// The first version into a row that has not read it yet; gives the steps.
Result<std::vector<Moment>> read_case(Context& context, const Head& stored, const domain::Edition& edition, bool is_new, FigureRow& row) {
  if (stored.kind == HeadKind::declaration) {
    auto head = document::read_head(stored.body);
    if (!head) return head.error();
    if (is_new) {
      if (auto read = read_first(context, *head, row); !read) return read.error();
    }
    return moments_of(context, *head, edition);
  }
  auto head = document::read_origin_head(stored.body);
  if (!head) return head.error();
  if (is_new) {
    if (auto read = read_first(context, *head, row); !read) return read.error();
  }
  return moments_of(context, *head);
}

Result<FigureRow> row_of(Context& context, const FigureWork::Touched& touched, const domain::Edition& edition) {
  auto stored = context.store.head(touched.id);
  if (!stored) return stored.error();
  FigureRow row = touched.row.value_or(FigureRow());
  auto moments = read_case(context, *stored, edition, !touched.row, row);
  if (!moments) return moments.error();
  const domain::ServiceClock clock = clock_of(*moments, moments->back().at);
  row.id = touched.id;
  row.kind = stored->kind;
  row.month = Month::of(legal_day(moments->front().at)).number;
  row.bureau = stored->bureau;
  row.is_served = std::ranges::any_of(*moments, &Moment::serves);
  row.enterprise_ms = clock.enterprise_ms;
  row.machine_ms = clock.machine_ms;
  row.officer_ms = clock.officer_ms;
  return row;
}

/// "0.987" from thousandths, "12.3" from tenths.
std::string with_places(std::int64_t value, int places) {
  const std::int64_t scale = places == 1 ? 10 : 1000;
  std::string fraction = std::to_string(value % scale);
  fraction.insert(0, static_cast<std::size_t>(places) - fraction.size(), '0');
  return std::to_string(value / scale) + "." + fraction;
}

Json figures_json(const domain::Figures& figures, const std::optional<Decimal>& seconds) {
  Json channels = Json::make_object();
  for (std::size_t i = 0; i < domain::kChannels.size(); ++i) channels.set(domain::channel_name(domain::kChannels[i]), figures.by_channel[i]);
  Json json = Json::make_object();
  json.set("cases", figures.cases()).set("declarations", figures.declarations).set("applications", figures.applications);
  json.set("channels", std::move(channels));
  const auto share = figures.straight_through_per_mille();
  json.set("straight_through", Json::make_object().set("cases", figures.straight_through()).set("share", share ? Json(with_places(*share, 3)) : Json()));
  json.set("counter", Json::make_object().set("cases", figures.at_counter()).set("aim", 0));
  json.set("served", figures.served);
  Json median;
  if (figures.usual) {
    median.set("enterprise", figures.usual->enterprise_ms).set("machine", figures.usual->machine_ms).set("officer", figures.usual->officer_ms);
  }
  json.set("median_ms", std::move(median));
  Json saved = Json::make_object().set("fields", figures.fields_typed_once);
  saved.set("hours", seconds ? Json(with_places(domain::saved_tenth_hours(figures.fields_typed_once, *seconds), 1)) : Json());
  return std::move(json).set("saved", std::move(saved));
}

domain::CountedCase counted(const FigureRow& row) {
  return {static_cast<domain::Channel>(row.channel), row.kind == HeadKind::origin, row.is_served, {row.enterprise_ms, row.machine_ms, row.officer_ms},
          row.fields};
}

/// Headquarters and the bureaus by their index, on a day.
std::map<int, const domain::OfficeRow*> bureaus_of(const domain::Edition& edition, Date day) {
  std::map<int, const domain::OfficeRow*> bureaus;
  for (const domain::OfficeRow* office : edition.offices(day)) {
    if (office->kind == "headquarters" || office->kind == "bureau") bureaus[office->bureau_index] = office;
  }
  return bureaus;
}

}  // namespace

std::optional<Month> Month::parse(std::string_view text) {
  const auto day = text.size() == 7 ? Date::parse(std::string(text) + "-01") : std::nullopt;
  if (!day) return std::nullopt;
  return of(*day);
}
std::string Month::to_string() const { return first_day().to_string().substr(0, 7); }
Date Month::first_day() const { return Date::from_ymd(number / 12, number % 12 + 1, 1).value_or(Date()); }

Result<std::size_t> count_figures(Context& context, std::size_t limit) {
  auto work = context.store.figure_work(limit);
  if (!work) return work.error();
  if (work->to == work->from) return std::size_t{0};
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  std::vector<FigureRow> rows;
  std::optional<Error> broken;
  for (const auto& touched : work->cases) {
    auto row = row_of(context, touched, *edition);
    if (row) rows.push_back(std::move(*row));
    else if (row.error().code == Code::unavailable) return row.error();
    else broken = row.error();  // a damaged case is `check`'s to name; it must not stop the others
  }
  if (auto put = context.store.put_figures(*work, rows); !put) return put.error();
  if (broken) return *broken;
  return static_cast<std::size_t>(work->to - work->from);
}

Result<std::string> show_figures(Context& context, Month month, std::string_view bureau) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = month.first_day();
  const auto bureaus = bureaus_of(*edition, day);
  std::optional<int> wanted;
  for (const auto& [index, office] : bureaus) {
    if (office->code == bureau) wanted = index;
  }
  if (!bureau.empty() && !wanted) return failure(Code::not_found, "no such bureau");
  auto rows = context.store.figures(month.number, wanted);
  if (!rows) return rows.error();
  domain::FigureSum all;
  std::map<int, domain::FigureSum> each;
  if (wanted) each[*wanted];
  for (const FigureRow& row : *rows) {
    all.add(counted(row));
    each[row.bureau].add(counted(row));
  }
  // Without its row the hours are not told: nothing is assumed in code.
  const auto seconds = edition->number("retyping_seconds_per_field", day);
  const std::optional<Decimal> assumption = seconds ? std::optional(*seconds) : std::nullopt;
  Json list = Json::make_array();
  for (const auto& [index, sum] : each) {
    Json json = Json::make_object();
    if (const auto office = bureaus.find(index); office != bureaus.end()) {
      json.set("bureau", office->second->code).set("name_zh", office->second->name_zh).set("name_en", office->second->name_en);
    }
    const Json figures = figures_json(sum.figures(limits::kFigureServedLeast), assumption);
    for (const auto& [name, value] : *figures.as_object()) json.set(name, value);
    list.add(std::move(json));
  }
  Json json = Json::make_object();
  json.set("month", month.to_string()).set("total", figures_json(all.figures(limits::kFigureServedLeast), assumption)).set("bureaus", std::move(list));
  json.set("assumption", Json::make_object().set("parameter", "retyping_seconds_per_field").set("seconds", assumption ? Json(assumption->to_string()) : Json()));
  return json.to_string();
}

Result<std::string> show_counter_cases(Context& context, const domain::Actor& actor, Month month, std::string_view bureau) {
  const bool may = actor.has(domain::Role::desk) || actor.has(domain::Role::supervisor) || actor.has(domain::Role::administrator) || actor.has(domain::Role::headquarters);
  if (!may) return failure(Code::forbidden);
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  const std::string own = edition->bureau_of(actor.office, today);
  const std::string code = bureau.empty() ? own : std::string(bureau);
  if (code.empty() || !edition->is_at_or_below(code, own.empty() ? actor.office : own, today)) return failure(Code::not_found, "no such bureau");
  const auto index = edition->bureau_index(code, today);
  if (!index) return failure(Code::not_found, "no such bureau");
  auto rows = context.store.figures(month.number, *index);
  if (!rows) return rows.error();
  struct Key {
    std::int64_t unit;
    std::uint8_t channel;
    std::string reason;
    auto operator<=>(const Key&) const = default;
  };
  std::map<Key, std::int64_t> counts;
  for (const FigureRow& row : *rows) {
    if (!domain::is_straight_through(static_cast<domain::Channel>(row.channel))) ++counts[{row.unit, row.channel, row.counter_reason}];
  }
  Json list = Json::make_array();
  for (const auto& [key, cases] : counts) {
    auto unit = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(key.unit));
    if (!unit) return unit.error();
    Json json = Json::make_object();
    json.set("unit", key.unit).set("unit_name_zh", *unit ? (*unit)->name_zh : "").set("unit_name_en", *unit ? (*unit)->name_en : "");
    json.set("channel", domain::channel_name(static_cast<domain::Channel>(key.channel))).set("reason", key.reason);
    if (const domain::CodeRow* reason = edition->code(domain::List::counter_reason, key.reason, month.first_day())) {
      json.set("reason_zh", reason->name_zh).set("reason_en", reason->name_en);
    }
    list.add(json.set("cases", cases));
  }
  return Json::make_object().set("month", month.to_string()).set("bureau", code).set("aim", 0).set("rows", std::move(list)).to_string();
}

}  // namespace datong::app
