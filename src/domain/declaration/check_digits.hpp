#pragma once
// Check characters of the numbers a declaration carries: organisation code, unified social credit code, container
// number, and the shapes of registration and declarant numbers. Says whether a number is well formed, never whether it
// was issued. Thread rule: pure. Source: inspection-declaration reference §1.2, §1.5–1.8 (GB 11714, GB 32100, ISO
// 6346).
#include <optional>
#include <string>
#include <string_view>

namespace datong::domain {

/// The ninth character of an organisation code; nullopt when `body` is not eight of 0-9 A-Z.
std::optional<char> organisation_check(std::string_view body);
/// Nine characters with the right check character (GB 11714).
bool is_organisation_code(std::string_view code);
/// The eighteenth character of a unified social credit code; nullopt when `body` is not seventeen of its alphabet.
std::optional<char> social_credit_check(std::string_view body);
/// Eighteen characters with the right check character (GB 32100); says nothing about the organisation code inside.
bool is_social_credit_code(std::string_view code);
/// The code without the hyphen that is printed before the check character of an organisation code.
std::string plain_organisation_code(std::string_view code);
/// Whether two codes, of either kind, name one organisation: a social credit code carries the organisation code as
/// characters 9 to 17. Two social credit codes are compared whole.
bool is_same_organisation(std::string_view one, std::string_view other);
/// Four letters (the fourth U, J or Z), six digits and the right check digit (ISO 6346).
bool is_container_number(std::string_view number);

/// Ten digits that do not begin with 0: office prefix, kind, serial.
bool is_registration_shape(std::string_view number);
/// Seventeen characters 0-9 A-Z without I, O, Q.
bool is_vehicle_identification(std::string_view number);

}  // namespace datong::domain
