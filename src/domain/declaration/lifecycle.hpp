#pragma once
// The life of a declaration on one screen: one table for the stage, one for the side tracks. No state is set anywhere else;
// allowed_actions, the diagram and the roles page are printed from here. What an act does beside moving: decide.cpp.
// Source: inspection-declaration reference §2.3–2.7, §4.1–4.4; notice N06 (fee before signature and release, papers at inspection);
// D-0035 (laboratory).
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/party/roles.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

enum class Stage : std::uint8_t {  // persisted: numbers are never reused
  none = 0, returned = 1, in_review = 2, accepted = 3, assigned = 4, ordered = 5, waived = 6, inspecting = 7, passed = 8,
  failed = 9, treating = 10, released = 11, closed = 12, withdrawn = 13, lapsed = 14, refused = 15,
};
inline constexpr std::size_t kStageCount = 16;

enum class Papers : std::uint8_t { due = 1, accurate = 2, inaccurate = 3 };
enum class Fee : std::uint8_t { none = 0, due = 1, settled = 2, reversed = 3 };
enum class Change : std::uint8_t { none = 0, amend_asked = 1, withdraw_asked = 2, amend_granted = 3 };
enum class Clearance : std::uint8_t { none = 0, issued = 1, recalled = 2, used = 3 };
enum class Laboratory : std::uint8_t { none = 0, sampled = 1, conforms = 2, does_not_conform = 3 };

enum class Event : std::uint8_t {  // persisted
  lodge = 1, lodge_refused = 2, lodge_again = 3, lodge_again_refused = 4, accept = 5, return_for_repair = 6, refuse = 7, assign = 8,
  reassign = 9, order_inspection = 10, waive_inspection = 11, begin_inspection = 12, pass = 13, fail = 14, rework = 15,
  order_treatment = 16, complete_treatment = 17, reinspect = 18, release = 19, close = 20, close_failed = 21, grant_withdrawal = 22,
  abandon = 23, lapse = 24,
  compare_papers_accurate = 30, compare_papers_inaccurate = 31, calculate_fee = 32, settle_nothing = 33, settle_fee = 34,
  reverse_fee = 35, ask_amendment = 36, grant_amendment = 37, refuse_amendment = 38, lodge_amendment = 39,
  lodge_amendment_refused = 40, ask_withdrawal = 41, refuse_withdrawal = 42, issue_clearance_form = 43, recall_clearance_form = 44,
  report_clearance_used = 45, draft_certificate = 46, sign_certificate = 47, cancel_certificate = 48, papers_reset = 49, void_fee = 50,
  send_sample = 51, send_another_sample = 52, withdraw_sample = 53, record_test_conforms = 54, record_test_does_not_conform = 55,
  laboratory_reset = 56,
};

/// Conditions; each is one pure function in guards.cpp that names the rule it refuses by.
enum class Guard : std::uint8_t {
  always, can_be_accepted, can_be_assigned, drawn, not_drawn, can_begin_inspection, is_the_inspector, can_pass, can_fail, can_be_reworked,
  within_reinspection_days, may_be_released, withdrawal_is_asked, no_change_pending, papers_can_be_compared, fee_can_be_calculated,
  nothing_is_owed, other_than_calculator, not_yet_released, amendment_can_be_asked, withdrawal_can_be_asked, clearance_can_be_issued,
  clearance_is_unused, certificate_can_be_drafted, certificate_can_be_signed, certificate_can_be_cancelled,
  sample_can_be_sent, sample_can_be_withdrawn, test_can_be_recorded, may_lapse,
};

struct Transition {
  Stage from;
  Event event;
  Stage to;
  Roles by;
  Guard only_if;
  RuleId rule;
};

namespace table {
using enum Stage;
using enum Event;
using enum Role;
using enum Guard;
inline constexpr Role kUnit = Role::enterprise;

inline constexpr std::array kLifecycle = {
    //         from        event                to          by                        only if                   rule
    Transition{none,       lodge,               in_review,  {machine},                always,                   "LOD001"},
    Transition{none,       lodge_refused,       returned,   {machine},                always,                   "LOD002"},
    Transition{returned,   lodge_again,         in_review,  {machine},                always,                   "LOD003"},
    Transition{returned,   lodge_again_refused, returned,   {machine},                always,                   "LOD002"},
    Transition{returned,   abandon,             withdrawn,  {kUnit},                  always,                   "CHG006"},
    Transition{in_review,  accept,              accepted,   {desk, machine},          can_be_accepted,          "REV001"},
    Transition{in_review,  return_for_repair,   returned,   {desk},                   no_change_pending,        "REV002"},
    Transition{in_review,  refuse,              refused,    {desk},                   no_change_pending,        "REV003"},
    Transition{in_review,  grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{accepted,   assign,              assigned,   {desk, supervisor},       can_be_assigned,          "INS001"},
    Transition{accepted,   lapse,               lapsed,     {machine},                may_lapse,                "LAP001"},
    Transition{accepted,   grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{assigned,   order_inspection,    ordered,    {machine},                drawn,                    "INS002"},
    Transition{assigned,   waive_inspection,    waived,     {machine},                not_drawn,                "INS003"},
    Transition{ordered,    begin_inspection,    inspecting, {inspector},              can_begin_inspection,     "INS004"},
    Transition{ordered,    reassign,            ordered,    {supervisor},             no_change_pending,        "INS005"},
    Transition{ordered,    lapse,               lapsed,     {machine},                may_lapse,                "LAP001"},
    Transition{ordered,    grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{waived,     release,             released,   {desk},                   may_be_released,          "REL001"},
    Transition{waived,     grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{inspecting, pass,                passed,     {inspector},              can_pass,                 "INS006"},
    Transition{inspecting, fail,                failed,     {inspector},              can_fail,                 "INS007"},
    Transition{inspecting, reassign,            inspecting, {supervisor},             no_change_pending,        "INS005"},
    Transition{inspecting, grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{passed,     release,             released,   {desk},                   may_be_released,          "REL001"},
    Transition{passed,     grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{failed,     rework,              inspecting, {inspector, supervisor},  can_be_reworked,          "INS008"},
    Transition{failed,     order_treatment,     treating,   {inspector, supervisor},  no_change_pending,        "INS009"},
    Transition{failed,     reinspect,           inspecting, {supervisor},             within_reinspection_days, "INS010"},
    Transition{failed,     close_failed,        closed,     {desk, supervisor},       no_change_pending,        "INS012"},
    Transition{failed,     grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{treating,   complete_treatment,  inspecting, {inspector},              is_the_inspector,         "INS011"},
    Transition{treating,   reassign,            treating,   {supervisor},             no_change_pending,        "INS005"},
    Transition{treating,   grant_withdrawal,    withdrawn,  {desk},                   withdrawal_is_asked,      "CHG005"},
    Transition{released,   close,               closed,     {desk},                   no_change_pending,        "REL006"},
};
}  // namespace table
using table::kLifecycle;

enum class Track : std::uint8_t { papers, fee, change, clearance, certificates, laboratory };

/// One move of a side track. The track `certificates` has one value, 0: its acts move certificates of their own.
struct TrackMove {
  Track track;
  std::uint8_t from;
  Event event;
  std::uint8_t to;
  Roles by;
  Guard only_if;
  RuleId rule;
};

namespace table {
constexpr std::uint8_t n(auto value) { return static_cast<std::uint8_t>(value); }
inline constexpr std::array kTracks = {
    //        track                from                      event                      to                        by                                        only if                       rule
    TrackMove{Track::papers,       n(Papers::due),           compare_papers_accurate,   n(Papers::accurate),      {desk, inspector},                        papers_can_be_compared,       "PAP003"},
    TrackMove{Track::papers,       n(Papers::due),           compare_papers_inaccurate, n(Papers::inaccurate),    {desk, inspector},                        papers_can_be_compared,       "PAP004"},
    TrackMove{Track::papers,       n(Papers::inaccurate),    compare_papers_accurate,   n(Papers::accurate),      {desk, inspector},                        papers_can_be_compared,       "PAP003"},
    TrackMove{Track::papers,       n(Papers::inaccurate),    compare_papers_inaccurate, n(Papers::inaccurate),    {desk, inspector},                        papers_can_be_compared,       "PAP004"},
    TrackMove{Track::papers,       n(Papers::accurate),      papers_reset,              n(Papers::due),           {machine},                                always,                       "PAP005"},
    TrackMove{Track::papers,       n(Papers::inaccurate),    papers_reset,              n(Papers::due),           {machine},                                always,                       "PAP005"},
    TrackMove{Track::fee,          n(Fee::none),             calculate_fee,             n(Fee::due),              {fee_desk, desk},                         fee_can_be_calculated,        "PAY001"},
    TrackMove{Track::fee,          n(Fee::due),              calculate_fee,             n(Fee::due),              {fee_desk, desk},                         fee_can_be_calculated,        "PAY001"},
    TrackMove{Track::fee,          n(Fee::reversed),         calculate_fee,             n(Fee::due),              {fee_desk, desk},                         fee_can_be_calculated,        "PAY001"},
    TrackMove{Track::fee,          n(Fee::due),              settle_nothing,            n(Fee::settled),          {machine},                                nothing_is_owed,              "PAY002"},
    TrackMove{Track::fee,          n(Fee::due),              settle_fee,                n(Fee::settled),          {fee_desk},                               other_than_calculator,        "PAY003"},
    TrackMove{Track::fee,          n(Fee::settled),          reverse_fee,               n(Fee::reversed),         {supervisor},                             not_yet_released,             "PAY004"},
    TrackMove{Track::fee,          n(Fee::due),              void_fee,                  n(Fee::reversed),         {machine},                                always,                       "PAY006"},
    TrackMove{Track::fee,          n(Fee::settled),          void_fee,                  n(Fee::reversed),         {machine},                                always,                       "PAY006"},
    TrackMove{Track::change,       n(Change::none),          ask_amendment,             n(Change::amend_asked),   {kUnit},                                  amendment_can_be_asked,       "CHG001"},
    TrackMove{Track::change,       n(Change::amend_asked),   grant_amendment,           n(Change::amend_granted), {desk},                                   amendment_can_be_asked,       "CHG002"},
    TrackMove{Track::change,       n(Change::amend_asked),   refuse_amendment,          n(Change::none),          {desk},                                   always,                       "CHG003"},
    TrackMove{Track::change,       n(Change::amend_granted), refuse_amendment,          n(Change::none),          {desk},                                   always,                       "CHG003"},
    TrackMove{Track::change,       n(Change::amend_granted), lodge_amendment,           n(Change::none),          {machine},                                always,                       "LOD004"},
    TrackMove{Track::change,       n(Change::amend_granted), lodge_amendment_refused,   n(Change::amend_granted), {machine},                                always,                       "LOD002"},
    TrackMove{Track::change,       n(Change::none),          ask_withdrawal,            n(Change::withdraw_asked),{kUnit},                                  withdrawal_can_be_asked,      "CHG004"},
    TrackMove{Track::change,       n(Change::withdraw_asked),refuse_withdrawal,         n(Change::none),          {desk},                                   always,                       "CHG007"},
    TrackMove{Track::clearance,    n(Clearance::none),       issue_clearance_form,      n(Clearance::issued),     {machine, desk},                          clearance_can_be_issued,      "CLR001"},
    TrackMove{Track::clearance,    n(Clearance::recalled),   issue_clearance_form,      n(Clearance::issued),     {machine, desk},                          clearance_can_be_issued,      "CLR001"},
    TrackMove{Track::clearance,    n(Clearance::issued),     recall_clearance_form,     n(Clearance::recalled),   {machine, desk, supervisor},              clearance_is_unused,          "CLR002"},
    TrackMove{Track::clearance,    n(Clearance::issued),     report_clearance_used,     n(Clearance::used),       {partner},                                always,                       "CLR003"},
    TrackMove{Track::certificates, 0,                        draft_certificate,         0,                        {certificate_desk},                       certificate_can_be_drafted,   "CRT001"},
    TrackMove{Track::certificates, 0,                        sign_certificate,          0,                        {certificate_desk},                       certificate_can_be_signed,    "CRT002"},
    TrackMove{Track::certificates, 0,                        cancel_certificate,        0,                        {certificate_desk, supervisor, machine},  certificate_can_be_cancelled, "CRT003"},
    TrackMove{Track::laboratory,   n(Laboratory::none),      send_sample,               n(Laboratory::sampled),   {inspector},                              sample_can_be_sent,           "LAB001"},
    TrackMove{Track::laboratory,   n(Laboratory::conforms),  send_another_sample,       n(Laboratory::sampled),   {inspector},                              sample_can_be_sent,           "LAB002"},
    TrackMove{Track::laboratory,   n(Laboratory::does_not_conform), send_another_sample,       n(Laboratory::sampled),   {inspector},                              sample_can_be_sent,           "LAB002"},
    TrackMove{Track::laboratory,   n(Laboratory::sampled),   withdraw_sample,           n(Laboratory::none),      {inspector},                              sample_can_be_withdrawn,      "LAB003"},
    TrackMove{Track::laboratory,   n(Laboratory::sampled),   record_test_conforms,      n(Laboratory::conforms),  {laboratory},                             test_can_be_recorded,         "LAB004"},
    TrackMove{Track::laboratory,   n(Laboratory::sampled),   record_test_does_not_conform, n(Laboratory::does_not_conform), {laboratory},                             test_can_be_recorded,         "LAB005"},
    TrackMove{Track::laboratory,   n(Laboratory::sampled),   laboratory_reset,          n(Laboratory::none),      {machine},                                always,                       "LAB006"},
    TrackMove{Track::laboratory,   n(Laboratory::conforms),  laboratory_reset,          n(Laboratory::none),      {machine},                                always,                       "LAB006"},
    TrackMove{Track::laboratory,   n(Laboratory::does_not_conform), laboratory_reset,          n(Laboratory::none),      {machine},                                always,                       "LAB006"},
};
}  // namespace table
using table::kTracks;

constexpr bool is_final(Stage stage) {
  return stage == Stage::closed || stage == Stage::withdrawn || stage == Stage::lapsed || stage == Stage::refused;
}

consteval bool one_row_per_state_and_event() {
  for (std::size_t i = 0; i < kLifecycle.size(); ++i) {
    for (std::size_t k = i + 1; k < kLifecycle.size(); ++k) {
      if (kLifecycle[i].from == kLifecycle[k].from && kLifecycle[i].event == kLifecycle[k].event) return false;
    }
  }
  for (std::size_t i = 0; i < kTracks.size(); ++i) {
    for (std::size_t k = i + 1; k < kTracks.size(); ++k) {
      if (kTracks[i].track == kTracks[k].track && kTracks[i].from == kTracks[k].from && kTracks[i].event == kTracks[k].event) return false;
    }
  }
  return true;
}
consteval bool final_stages_have_no_exit() {
  for (const Transition& row : kLifecycle) {
    if (is_final(row.from)) return false;
  }
  return true;
}
consteval bool every_stage_is_reachable() {
  std::array<bool, kStageCount> seen{true};
  for (std::size_t round = 0; round < kStageCount; ++round) {
    for (const Transition& row : kLifecycle) {
      if (seen[table::n(row.from)]) seen[table::n(row.to)] = true;
    }
  }
  for (const bool reached : seen) {
    if (!reached) return false;
  }
  return true;
}
consteval bool every_stage_can_finish() {
  std::array<bool, kStageCount> ends{};
  for (std::size_t i = 0; i < kStageCount; ++i) ends[i] = is_final(static_cast<Stage>(i));
  for (std::size_t round = 0; round < kStageCount; ++round) {
    for (const Transition& row : kLifecycle) {
      if (ends[table::n(row.to)]) ends[table::n(row.from)] = true;
    }
  }
  for (const bool can : ends) {
    if (!can) return false;
  }
  return true;
}
static_assert(one_row_per_state_and_event() && final_stages_have_no_exit() && every_stage_is_reachable() && every_stage_can_finish());

/// What an act is called, what it asks for, and the receipt it leads to ("" = none).
struct EventSpec {
  Event event;
  std::string_view name, zh, en, receipt;
  std::array<std::string_view, 3> parameters;  ///< "!name" must be given, "name" may, "*content" = texts of certificate_contents.csv
};
extern const std::array<EventSpec, 50> kEvents;
const EventSpec& event_spec(Event event);
std::optional<Event> event_by_name(std::string_view name);
std::string_view stage_name(Stage stage);
std::optional<Stage> stage_by_name(std::string_view name);
std::string_view guard_name(Guard guard);
std::string_view track_name(Track track);
std::string_view value_name(Track track, std::uint8_t value);  ///< "due", "settled" …

/// e-CIQ RspCodes of a receipt kind (reference §2.6), for old clients.
std::string_view eciq_response_code(std::string_view receipt_kind);

}  // namespace datong::domain
