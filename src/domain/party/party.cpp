#include "domain/party/party.hpp"

#include <algorithm>
#include <array>

namespace datong::domain {
namespace {

constexpr std::array<std::string_view, kRoleCount> kRoleNames{
    "enterprise",       "machine",    "desk",          "inspector",    "laboratory", "fee_desk",
    "certificate_desk", "supervisor", "administrator", "headquarters", "partner"};
constexpr std::array<std::string_view, 5> kChannelNames{"client", "browser", "hall_terminal", "counter_entry",
                                                        "counter_paper"};
constexpr std::array<std::string_view, 4> kVisaStandingNames{"normal", "watch", "suspended", "cancelled"};

/// Enumerators count from 1 in the order of their names.
template <class Enum, std::size_t N>
std::optional<Enum> by_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin() + 1);
}

/// A counter parameter as a whole number of at least one.
Result<int> count_parameter(const Edition& edition, std::string_view name, Date day) {
  const Result<Decimal> number = edition.number(name, day);
  if (!number) return number.error();
  const int128 count = number->raw() / Decimal::kScale;
  if (number->raw() % Decimal::kScale != 0 || count < 1 || count > 1'000'000) {
    return failure(Code::corrupt, "parameter " + std::string(name) + " is not a count");
  }
  return static_cast<int>(count);
}

}  // namespace

std::string_view role_name(Role role) { return kRoleNames[static_cast<std::size_t>(role) - 1]; }
std::optional<Role> role_by_name(std::string_view name) { return by_name<Role>(kRoleNames, name); }
std::string_view channel_name(Channel channel) { return kChannelNames[static_cast<std::size_t>(channel) - 1]; }
std::optional<Channel> channel_by_name(std::string_view name) { return by_name<Channel>(kChannelNames, name); }
std::string_view visa_standing_name(VisaStanding standing) { return kVisaStandingNames[static_cast<std::size_t>(standing) - 1]; }
std::optional<VisaStanding> visa_standing_by_name(std::string_view name) { return by_name<VisaStanding>(kVisaStandingNames, name); }

VisaStanding visa_standing_on(const Enterprise& unit, Date day) {
  if (unit.visa_standing_until && *unit.visa_standing_until < day) return VisaStanding::normal;
  return unit.visa_standing;
}

bool Officer::has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

PapersMode papers_mode(const Enterprise& unit, const std::optional<AgentAdmission>& admission, const PapersState& state,
                       Date day) {
  if (unit.carries_papers_only) return PapersMode::before_acceptance;  // PAP001
  if (unit.kind == EnterpriseKind::agent) {                            // PAP002
    const bool admitted = admission && admission->agent == unit.registration &&
                          admission->standing == Standing::active && admission->validity.in_force(day);
    if (!admitted) return PapersMode::before_acceptance;
  }
  return state.mode;
}

Result<PapersState> after_comparison(PapersState state, bool accurate, const Enterprise& unit, const Edition& edition,
                                     Date day) {
  if (unit.carries_papers_only) return PapersState{PapersMode::before_acceptance, 0, 0};  // never rises
  const Result<int> downgrade = count_parameter(edition, "papers_errors_to_downgrade", day);
  if (!downgrade) return downgrade.error();
  const Result<int> upgrade = count_parameter(edition, "papers_accurate_to_upgrade", day);
  if (!upgrade) return upgrade.error();
  // Each mode counts towards the other one only.
  if (state.mode == PapersMode::at_inspection) {
    state = {PapersMode::at_inspection, accurate ? 0 : state.inaccurate_in_a_row + 1, 0};
    if (state.inaccurate_in_a_row >= *downgrade) return PapersState{PapersMode::before_acceptance, 0, 0};
  } else {
    state = {PapersMode::before_acceptance, 0, accurate ? state.accurate_in_a_row + 1 : 0};
    if (state.accurate_in_a_row >= *upgrade) return PapersState{PapersMode::at_inspection, 0, 0};
  }
  return state;
}

}  // namespace datong::domain
