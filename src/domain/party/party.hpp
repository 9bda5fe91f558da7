#pragma once
// Who acts: enterprises, declarants, signatories, mandates, admissions, permits, officers, installations. Plain values as stored in
// records; decisions about them are the functions below and the office rules. Not here: passwords and keys (crypto), look-ups (app).
// Source: inspection-declaration reference §1.2–1.4, §2.2–2.3; certificate-of-origin reference §1.2, §1.6; notice N05, N07, N10.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "domain/edition/edition.hpp"

namespace datong::domain {

enum class Standing : std::uint8_t { active = 1, suspended = 2, cancelled = 3 };
/// How an enterprise stands in visa work (COO 1.6). watch: everything goes to an officer; suspended, cancelled: no application is taken.
enum class VisaStanding : std::uint8_t { normal = 1, watch = 2, suspended = 3, cancelled = 4 };
enum class EnterpriseKind : std::uint8_t { self_declaring = 6, agent = 9 };
enum class PapersMode : std::uint8_t { at_inspection = 1, before_acceptance = 2 };
enum class Channel : std::uint8_t { client = 1, browser = 2, hall_terminal = 3, counter_entry = 4, counter_paper = 5 };
enum class Role : std::uint8_t {
  enterprise = 1,        ///< the declaring unit itself
  machine = 2,           ///< the product: review, draw, timers
  desk = 3,              ///< document desk
  inspector = 4,
  laboratory = 5,
  fee_desk = 6,
  certificate_desk = 7,
  supervisor = 8,
  administrator = 9,     ///< of a bureau
  headquarters = 10,
  partner = 11,          ///< customs and other bureaus' systems
};
inline constexpr std::size_t kRoleCount = 11;
std::string_view role_name(Role role);
std::optional<Role> role_by_name(std::string_view name);
std::string_view channel_name(Channel channel);
std::optional<Channel> channel_by_name(std::string_view name);
std::string_view visa_standing_name(VisaStanding standing);
std::optional<VisaStanding> visa_standing_by_name(std::string_view name);

/// Record kind "enterprise", key = registration number.
struct Enterprise {
  std::int64_t registration = 0;
  EnterpriseKind kind = EnterpriseKind::self_declaring;
  std::string name_zh, name_en, organisation_code, office, customs_registration;
  std::string credit_grade = "B";  ///< AA, A, B, C, D (§1.4: new units start at B)
  Standing standing = Standing::active;
  Validity validity;
  bool admitted_to_e_declaration = false;  ///< §2.2; set by an admission case
  bool carries_papers_only = false;        ///< an agent that only brings papers: fixed before_acceptance (§2.3)
  bool direct_release = false;             ///< §4.9
  bool admitted_to_e_visa = false;         ///< COO 1.2; set by a visa admission
  std::string seal = {};                   ///< its bilingual seal: SHA-256 hexadecimal of the picture, "" = none filed
  int seal_width_mm = 0;                   ///< as printed; 0 = no seal
  VisaStanding visa_standing = VisaStanding::normal;  ///< as last set; what holds on a day is visa_standing_on
  std::string visa_standing_reason = {};
  std::optional<Date> visa_standing_since = {}, visa_standing_until = {};  ///< inclusive; no until = open
};
/// The standing that holds on `day`: as set until its last day, normal after it.
VisaStanding visa_standing_on(const Enterprise& unit, Date day);

/// A person who signs an enterprise's certificates (手签员). Record kind "signatory", key = "<unit>:<id>". One who left the list is
/// cancelled, never deleted: certificates name him.
struct Signatory {
  std::int64_t unit = 0;
  std::string id;  ///< the unit's own short word for the person
  std::string name_zh, name_en, identity_number, training_certificate;
  std::string specimen;  ///< specimen signature: SHA-256 hexadecimal of the picture
  int specimen_width_mm = 0;
  Standing standing = Standing::active;
  Validity validity;
};
inline std::string signatory_key(std::int64_t unit, std::string_view id) { return std::to_string(unit) + ":" + std::string(id); }

/// The seal of an office, loaded by its bureau's administrator. Record kind "office_seal", key = office code.
struct OfficeSeal {
  std::string office, picture;  ///< SHA-256 hexadecimal of the picture
  int width_mm = 0;
  std::string loaded_by = {};
  Date loaded_on = {};
};

/// Record kind "declarant", key = certificate number.
struct Declarant {
  std::string certificate, name;
  std::int64_t unit = 0;
  Standing standing = Standing::active;
  Validity validity;
  int points = 0;
};

/// Record kind "mandate", key = "<agent>:<principal>".
struct Mandate {
  std::int64_t agent = 0, principal = 0;
  Validity validity;
  bool revoked = false;
};

/// Record kind "agent_admission", key = "<agent>:<bureau code>" (N07: admitted in one bureau, not in another).
struct AgentAdmission {
  std::int64_t agent = 0;
  std::string bureau;
  Standing standing = Standing::active;
  Validity validity;
};

/// Record kind "permit", key = "<kind>:<number>"; its balance is the ledger "permit:<kind>:<number>".
struct Permit {
  std::string kind, number, unit;  ///< unit of quantity, "" when the permit has no quantity
  std::int64_t holder = 0;
  std::string commodity_prefix;    ///< goods codes it covers begin with this; "" = any
  Validity validity;
};
inline std::string permit_ledger(std::string_view kind, std::string_view number) {
  return "permit:" + std::string(kind) + ":" + std::string(number);
}

/// Record kind "papers_state", key = "<unit>:<bureau code>". Only compare_papers moves it (§2.3).
struct PapersState {
  PapersMode mode = PapersMode::at_inspection;
  int inaccurate_in_a_row = 0;
  int accurate_in_a_row = 0;
  bool operator==(const PapersState&) const = default;
};

/// Record kind "officer", key = sign-in name. With `unit` set it is a person of that enterprise (role enterprise, no office).
struct Officer {
  std::string sign_in, name, office, password_hash;
  std::vector<Role> roles;
  Standing standing = Standing::active;
  std::int64_t unit = 0;
  std::string one_time_secret = {};  ///< base32 of the key his one-time codes come from, "" = none
  std::string specimen = {};  ///< specimen signature of a certifying officer: SHA-256 hexadecimal of the picture, "" = none
  int specimen_width_mm = 0;
  bool manages = true;  ///< of an enterprise: may make and change its people; those the office registered do, those a unit adds may
  bool has(Role role) const;
};

/// Record kind "installation", key = id.
struct Installation {
  std::string id, certificate_pem, software, software_version;
  std::int64_t unit = 0;
  Standing standing = Standing::active;
};

/// The papers mode that holds for a unit at a bureau: paper-carrying agents and agents the bureau has not admitted are
/// before_acceptance whatever their counters say (PAP001, PAP002); otherwise the stored mode.
PapersMode papers_mode(const Enterprise& unit, const std::optional<AgentAdmission>& admission, const PapersState& state, Date day);

/// One act compare_papers: 5 inaccurate in a row → before_acceptance, 10 accurate in a row → at_inspection (numbers are
/// parameters papers_errors_to_downgrade, papers_accurate_to_upgrade). Errors: a missing parameter.
Result<PapersState> after_comparison(PapersState state, bool accurate, const Enterprise& unit, const Edition& edition, Date day);

}  // namespace datong::domain
