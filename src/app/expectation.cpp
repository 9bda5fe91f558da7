#include "app/expectation.hpp"

#include <algorithm>
#include <array>

#include "document/json/case_json.hpp"
#include "domain/edition/origin_tables.hpp"
#include "domain/fee/fee.hpp"
#include "domain/inspection/inspection_certificate.hpp"
#include "domain/origin/lifecycle.hpp"
#include "domain/origin/retrospective.hpp"

namespace datong::app {
namespace {

using document::Json;
using domain::Event;
using domain::OriginEvent;
namespace F = domain::F;

/// Days that will count, in the order they are added.
class Deadlines {
 public:
  void add(std::string_view what, std::string zh, std::string en, Date on) {
    rows_.add(row(what, std::move(zh), std::move(en)).set("on", on.to_string()));
  }
  /// Of a day that may be unknown: then the row says why.
  void add(std::string_view what, std::string zh, std::string en, const Result<Date>& on) {
    if (on) return add(what, std::move(zh), std::move(en), *on);
    rows_.add(row(what, std::move(zh), std::move(en))
                  .set("on", Json())
                  .set("because", document::findings_json(on.error().refusals)));
  }
  Json take() { return std::move(rows_); }

 private:
  static Json row(std::string_view what, std::string zh, std::string en) {
    return Json::make_object().set("what", what).set("zh", std::move(zh)).set("en", std::move(en));
  }
  Json rows_ = Json::make_array();
};

/// A whole number of days among the parameters. Errors: as Edition::number.
Result<int> days_of(const domain::Edition& edition, std::string_view parameter, Date today) {
  const auto number = edition.number(parameter, today);
  if (!number) return number.error();
  return static_cast<int>(number->raw() / Decimal::kScale);
}

Result<Date> working_days_from(const domain::Edition& edition, Date today, std::string_view parameter) {
  const auto days = days_of(edition, parameter, today);
  if (!days) return days.error();
  return edition.add_working_days(today, *days);
}
Result<Date> days_from(const domain::Edition& edition, Date today, std::string_view parameter) {
  const auto days = days_of(edition, parameter, today);
  if (!days) return days.error();
  return today.plus_days(*days);
}

// ---- declarations

struct DatedEvent {
  std::string_view before;
  domain::FieldAt field;
  std::string_view zh, en;
};
constexpr std::array kDatedEvents = {
    DatedEvent{"shipped_on", F::header::shipped_on, "发运", "shipment"},
    DatedEvent{"arrived_on", F::header::arrived_on, "到货", "arrival"},
    DatedEvent{"discharged_on", F::header::discharged_on, "卸货", "discharge"},
    DatedEvent{"claim_until_on", F::header::claim_until_on, "索赔有效期截止", "the end of the time for claims"},
};

bool has_goods_of_class(const domain::Document& document, const domain::Edition& edition, std::string_view goods_class,
                        Date day) {
  bool found = goods_class.empty();
  document.header().each(domain::Group::goods, [&](const domain::Record& line) {
    const auto* tariff = edition.tariff(line[F::goods::commodity_code], day);
    found = found || (tariff != nullptr && tariff->goods_class == goods_class);
  });
  return found;
}

/// The last day to declare before each dated event: that of the longest time limit that applies.
void add_declare_by(Deadlines& deadlines, const domain::Document& document, const domain::Edition& edition,
                    Date today) {
  const auto direction = document.direction();
  if (!direction) return;
  const std::string_view letter = *direction == domain::Direction::export_ ? "O" : "I";
  for (const DatedEvent& event : kDatedEvents) {
    const auto on = Date::parse(document.header()[event.field]);
    const domain::DeadlineRow* longest = nullptr;
    for (const auto* row : edition.deadlines(today)) {
      const bool applies = row->before == event.before && (row->direction.empty() || row->direction == letter) &&
                           has_goods_of_class(document, edition, row->goods_class, today);
      if (applies && (longest == nullptr || row->days > longest->days)) longest = row;
    }
    if (!on || longest == nullptr) continue;
    const std::string days = std::to_string(longest->days);
    deadlines.add("declare_by", "最迟报检日:" + std::string(event.zh) + "前" + days + "天",
                  "Last day to declare: " + days + " days before " + std::string(event.en),
                  on->plus_days(-longest->days));
  }
}

Json deadlines_of(const domain::Document& document, const domain::Edition& edition, Date today, bool has_fee) {
  Deadlines deadlines;
  add_declare_by(deadlines, document, edition, today);
  deadlines.add("review", "受理审单(目标)", "Review by the document desk (aim)",
                working_days_from(edition, today, "review_target_working_days"));
  deadlines.add("lapse", "今日受理的,至此日仍未联系检验检疫即作废",
                "Accepted today, it lapses unless inspection is begun by then",
                days_from(edition, today, "lapse_days"));
  if (has_fee)
    deadlines.add("pay", "今日通知的,最迟缴费日", "Told today, last day to pay without a charge",
                  days_from(edition, today, "fee_pay_within_days"));
  const bool is_export = document.direction() == domain::Direction::export_;
  const auto valid = [&](std::string_view object, const char* zh, const char* en) {
    if (const auto until = domain::valid_until(object, &document, edition, today))
      deadlines.add(object, zh, en, *until);
  };
  if (is_export) valid("export_result", "今日出具的检验检疫结果有效至", "A result found today is valid until");
  if (edition.flag("clearance_form_in_use", today)) {
    valid(is_export ? "exit_clearance_form" : "entry_clearance_form", "今日签发的通关单有效至",
          "A clearance form issued today is valid until");
  }
  return deadlines.take();
}

/// Who may do it, as the tables of the lifecycle say; where the machine only may when a switch allows it, it is left
/// out without.
Json roles_of(Event event, bool machine_too) {
  std::optional<domain::Roles> by;
  for (const auto& row : domain::kLifecycle) {
    if (row.event == event && !by) by = row.by;
  }
  for (const auto& row : domain::kTracks) {
    if (row.event == event && !by) by = row.by;
  }
  Json roles = Json::make_array();
  for (std::size_t i = 1; by && i <= domain::kRoleCount; ++i) {
    const auto role = static_cast<domain::Role>(i);
    if (!by->has(role) || (role == domain::Role::machine && !machine_too && !by->only(role))) continue;
    roles.add(domain::role_name(role));
  }
  return roles;
}

class NextSteps {
 public:
  explicit NextSteps(bool machine_accepts) : machine_accepts_(machine_accepts) {}
  /// `perhaps`: only when the draw falls on it.
  void add(Event event, bool perhaps = false) {
    const auto& spec = domain::event_spec(event);
    push(spec.name, roles_of(event, event != Event::accept || machine_accepts_), std::string(spec.zh),
         std::string(spec.en), perhaps);
  }
  void add_draw() {
    const auto &drawn = domain::event_spec(Event::order_inspection),
               &not_drawn = domain::event_spec(Event::waive_inspection);
    push(drawn.name, roles_of(Event::order_inspection, true), std::string(drawn.zh) + "或" + std::string(not_drawn.zh),
         std::string(drawn.en) + " or " + std::string(not_drawn.en), false);
  }
  void add_correction() {  // the unit's message, which the machine takes in
    const auto& spec = domain::event_spec(Event::lodge_again);
    push(spec.name, Json::make_array({Json(domain::role_name(domain::Role::enterprise))}), std::string(spec.zh),
         std::string(spec.en), false);
  }
  Json take() { return std::move(rows_); }

 private:
  void push(std::string_view act, Json who, std::string zh, std::string en, bool perhaps) {
    rows_.add(Json::make_object()
                  .set("act", act)
                  .set("who", std::move(who))
                  .set("zh", std::move(zh))
                  .set("en", std::move(en))
                  .set("perhaps", perhaps));
  }
  bool machine_accepts_;
  Json rows_ = Json::make_array();
};

Json next_of(const domain::Document& document, const domain::Edition& edition, Date today,
             std::optional<domain::PapersMode> papers, bool has_fee, bool would_be_returned) {
  NextSteps next(edition.flag("machine_may_accept", today));
  if (would_be_returned) {
    next.add(Event::lodge_refused);
    next.add_correction();
    return next.take();
  }
  const bool papers_first = papers == domain::PapersMode::before_acceptance;
  const bool is_import = document.direction() == domain::Direction::import_;
  const bool form_in_use = edition.flag("clearance_form_in_use", today);
  if (papers_first) next.add(Event::compare_papers_accurate);
  next.add(Event::accept);
  if (papers_first && is_import && form_in_use)
    next.add(Event::issue_clearance_form);  // an import's waits for its papers alone
  next.add(Event::assign);
  next.add_draw();
  if (!papers_first) {
    next.add(Event::compare_papers_accurate);
    if (is_import && form_in_use) next.add(Event::issue_clearance_form);
  }
  next.add(Event::begin_inspection, true);
  next.add(Event::pass, true);
  next.add(Event::calculate_fee);
  next.add(has_fee ? Event::settle_fee : Event::settle_nothing);
  bool wants_certificate = false;
  document.header().each(domain::Group::required_certificate, [&](const domain::Record& wanted) {
    const std::string_view code = wanted[F::required_certificate::certificate_code];
    wants_certificate = wants_certificate || (!code.empty() && code != "97");  // 97: the clearance form itself
  });
  if (wants_certificate) {
    next.add(Event::draft_certificate);
    next.add(Event::sign_certificate);
  }
  if (!is_import && form_in_use) next.add(Event::issue_clearance_form);
  next.add(Event::release);
  return next.take();
}

// ---- applications

Json deadlines_of_application(const domain::Document& document, const domain::Edition& edition, Date today) {
  Deadlines deadlines;
  deadlines.add("review", "审核签证", "Review and issue",
                working_days_from(edition, today, "visa_review_working_days"));
  const auto& root = document.header();
  const domain::OriginKindRow* const kind = edition.origin().kind(root[F::origin::kind], today);
  if (kind == nullptr) return deadlines.take();
  const auto shipped_on = Date::parse(root[F::origin::shipped_on]),
             declared_on = Date::parse(root[F::origin::export_declared_on]);
  if (shipped_on) {
    deadlines.add("without_legend", "不作“后发”申请的最迟日", "Last day to apply without issue in retrospect",
                  domain::after(*shipped_on, kind->grace_days, kind->grace_unit, edition));
  }
  const auto from = kind->limit_from == "export_declared_on" && declared_on ? declared_on : shipped_on;
  if (from && kind->limit > 0) {
    deadlines.add("at_all", "可以申请的最迟日", "Last day to apply at all",
                  domain::after(*from, kind->limit, kind->limit_unit, edition));
  }
  if (kind->validity_months > 0) {
    deadlines.add("certificate", "今日签发的证书有效至", "A certificate issued today is valid until",
                  domain::after(today, kind->validity_months, domain::DayUnit::months, edition));
  }
  return deadlines.take();
}

Json origin_step(OriginEvent event) {
  const auto& spec = domain::event_spec(event);
  Json who = Json::make_array();
  for (const auto& row : domain::kOriginLifecycle) {
    if (row.event != event || !who.as_array()->empty()) continue;
    for (std::size_t i = 1; i <= domain::kRoleCount; ++i) {
      if (row.by.has(static_cast<domain::Role>(i))) who.add(domain::role_name(static_cast<domain::Role>(i)));
    }
  }
  return Json::make_object()
      .set("act", spec.name)
      .set("who", std::move(who))
      .set("zh", spec.zh)
      .set("en", spec.en)
      .set("perhaps", false);
}

}  // namespace

Json expect_of_declaration(const domain::Document& document, const domain::Edition& edition, Date today,
                           std::optional<domain::PapersMode> papers, bool would_be_returned) {
  const auto working = domain::inspection_fee(document, edition, today, {});
  Json fee, because = Json::make_array();
  if (working) {
    fee = document::working_json(*working);
    fee.set("amount_fen", working->total_fen);
  } else {
    because = document::findings_json(working.error().refusals);
  }
  const bool has_fee = !working || working->total_fen > 0;
  Json json = Json::make_object().set("fee", std::move(fee)).set("fee_because", std::move(because));
  json.set("deadlines", deadlines_of(document, edition, today, has_fee));
  return std::move(json).set("next", next_of(document, edition, today, papers, has_fee, would_be_returned));
}

Json expect_of_application(const domain::Document& document, const domain::Edition& edition, Date today,
                           bool machine_approves, bool would_be_returned) {
  Json next = Json::make_array();
  if (would_be_returned) {
    next.add(origin_step(OriginEvent::lodge_refused));
    next.add(origin_step(OriginEvent::lodge_again)
                 .set("who", Json::make_array({Json(domain::role_name(domain::Role::enterprise))})));
  } else {
    next.add(origin_step(machine_approves ? OriginEvent::approve_by_machine : OriginEvent::approve));
    next.add(origin_step(OriginEvent::issue));
  }
  Json json = Json::make_object().set("fee", Json()).set("fee_because", Json::make_array());
  return std::move(json).set("deadlines", deadlines_of_application(document, edition, today)).set("next", std::move(next));
}

}  // namespace datong::app
