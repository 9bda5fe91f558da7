#pragma once
// The life of an application for a certificate of origin, and of the certificate it becomes, on one screen. No stage is set anywhere
// else; allowed_actions, the diagram and the public status are read from here. What an act does beside moving: decide.cpp.
// Source: certificate-of-origin reference §1.2–1.7, §4.1; our own choices D-0017.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/party/roles.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

enum class OriginStage : std::uint8_t {  // persisted: numbers are never reused
  none = 0, returned = 1, in_review = 2, held = 3, approved = 4, issued = 5, superseded = 6, cancelled = 7, revoked = 8, expired = 9,
  refused = 10, withdrawn = 11,
};
inline constexpr std::size_t kOriginStageCount = 12;

enum class OriginEvent : std::uint8_t {  // persisted
  lodge = 1, lodge_refused = 2, lodge_again = 3, lodge_again_refused = 4, approve_by_machine = 5, approve = 6, return_for_repair = 7,
  refuse = 8, ask_papers = 9, hand_in_papers = 10, withdraw = 11, issue = 12, supersede = 13, cancel = 14, revoke = 15, expire = 16,
  record_print = 17,
};

/// Conditions; each is one pure function in decide.cpp that names the rule it refuses by.
enum class OriginGuard : std::uint8_t { always, machine_may_approve, officer_may_approve, told_once, signed_in_twice, paper_is_there, is_past_validity };

struct OriginTransition {
  OriginStage from;
  OriginEvent event;
  OriginStage to;
  Roles by;
  OriginGuard only_if;
  RuleId rule;
};

namespace origin_table {
using enum OriginStage;
using enum OriginEvent;
using enum Role;
using enum OriginGuard;
inline constexpr Role kUnit = Role::enterprise;
inline constexpr Roles kDesks{desk, certificate_desk};

inline constexpr std::array kOriginLifecycle = {
    //               from        event                to          by                  only if               rule
    OriginTransition{none,       lodge,               in_review,  {machine},          always,               "ORL001"},
    OriginTransition{none,       lodge_refused,       returned,   {machine},          always,               "ORL002"},
    OriginTransition{returned,   lodge_again,         in_review,  {machine},          always,               "ORL003"},
    OriginTransition{returned,   lodge_again_refused, returned,   {machine},          always,               "ORL002"},
    OriginTransition{returned,   withdraw,            withdrawn,  {kUnit},            always,               "ORL009"},
    OriginTransition{in_review,  approve_by_machine,  approved,   {machine},          machine_may_approve,  "ORL015"},
    OriginTransition{in_review,  approve,             approved,   {certificate_desk}, officer_may_approve,  "ORL004"},
    OriginTransition{in_review,  return_for_repair,   returned,   kDesks,             told_once,            "ORL005"},
    OriginTransition{in_review,  refuse,              refused,    {certificate_desk}, always,               "ORL006"},
    OriginTransition{in_review,  ask_papers,          held,       kDesks,             always,               "ORL007"},
    OriginTransition{in_review,  withdraw,            withdrawn,  {kUnit},            always,               "ORL009"},
    OriginTransition{held,       hand_in_papers,      in_review,  {kUnit, desk, certificate_desk}, always,  "ORL008"},
    OriginTransition{held,       refuse,              refused,    {certificate_desk}, always,               "ORL006"},
    OriginTransition{held,       withdraw,            withdrawn,  {kUnit},            always,               "ORL009"},
    OriginTransition{approved,   issue,               issued,     {machine},          paper_is_there,       "ORL010"},
    OriginTransition{approved,   return_for_repair,   returned,   {certificate_desk}, always,               "ORL017"},
    OriginTransition{approved,   refuse,              refused,    {certificate_desk}, always,               "ORL017"},
    OriginTransition{issued,     record_print,        issued,     {kUnit, desk, certificate_desk}, always,  "ORL016"},
    OriginTransition{issued,     supersede,           superseded, {machine},          always,               "ORL011"},
    OriginTransition{issued,     cancel,              cancelled,  {certificate_desk}, signed_in_twice,      "ORL012"},
    OriginTransition{issued,     revoke,              revoked,    {supervisor},       signed_in_twice,      "ORL013"},
    OriginTransition{issued,     expire,              expired,    {machine},          is_past_validity,     "ORL014"},
    OriginTransition{superseded, revoke,              revoked,    {supervisor},       signed_in_twice,      "ORL013"},
    OriginTransition{expired,    revoke,              revoked,    {supervisor},       signed_in_twice,      "ORL013"},
};
}  // namespace origin_table
using origin_table::kOriginLifecycle;

constexpr bool is_final(OriginStage stage) {
  return stage == OriginStage::cancelled || stage == OriginStage::revoked || stage == OriginStage::refused || stage == OriginStage::withdrawn;
}
/// A paper is out: the stage is the certificate's public status.
constexpr bool is_issued(OriginStage stage) {
  return stage >= OriginStage::issued && stage <= OriginStage::expired;
}

consteval bool origin_rows_are_unique() {
  for (std::size_t i = 0; i < kOriginLifecycle.size(); ++i) {
    for (std::size_t k = i + 1; k < kOriginLifecycle.size(); ++k) {
      if (kOriginLifecycle[i].from == kOriginLifecycle[k].from && kOriginLifecycle[i].event == kOriginLifecycle[k].event) return false;
    }
  }
  return true;
}
consteval bool origin_stages_begin_and_end() {
  std::array<bool, kOriginStageCount> reached{true}, ends{};
  for (std::size_t i = 0; i < kOriginStageCount; ++i) ends[i] = is_final(static_cast<OriginStage>(i));
  for (std::size_t round = 0; round < kOriginStageCount; ++round) {
    for (const OriginTransition& row : kOriginLifecycle) {
      if (is_final(row.from)) return false;
      if (reached[static_cast<std::size_t>(row.from)]) reached[static_cast<std::size_t>(row.to)] = true;
      if (ends[static_cast<std::size_t>(row.to)]) ends[static_cast<std::size_t>(row.from)] = true;
    }
  }
  for (std::size_t i = 0; i < kOriginStageCount; ++i) {
    if (!reached[i] || !ends[i]) return false;
  }
  return true;
}
static_assert(origin_rows_are_unique() && origin_stages_begin_and_end());

/// What an act is called, what it asks for, and the receipt it leads to ("" = none). "!name" must be given, "name" may.
struct OriginEventSpec {
  OriginEvent event;
  std::string_view name, zh, en, receipt;
  std::array<std::string_view, 2> parameters;
};
extern const std::array<OriginEventSpec, 17> kOriginEvents;
const OriginEventSpec& event_spec(OriginEvent event);
std::optional<OriginEvent> origin_event_by_name(std::string_view name);
std::string_view stage_name(OriginStage stage);
std::optional<OriginStage> origin_stage_by_name(std::string_view name);
std::string_view guard_name(OriginGuard guard);
const OriginTransition* find_row(OriginStage stage, OriginEvent event);

}  // namespace datong::domain
