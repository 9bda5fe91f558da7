#pragma once
// Stored JSON of parties (domain/party/party.hpp): one writer and one reader a record kind. Canonical form. Members younger than a
// record kind are written only when they say something and may be absent, so that older records are read and stay as they are.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/party/party.hpp"

namespace datong::document {

std::string write_party(const domain::Enterprise& enterprise);
std::string write_party(const domain::Declarant& declarant);
std::string write_party(const domain::Signatory& signatory);
std::string write_party(const domain::OfficeSeal& seal);
std::string write_party(const domain::Mandate& mandate);
std::string write_party(const domain::AgentAdmission& admission);
std::string write_party(const domain::Permit& permit);
std::string write_party(const domain::PapersState& state);
std::string write_party(const domain::Officer& officer);
std::string write_party(const domain::Installation& installation);

/// Errors: corrupt when the body is not what write_party writes.
template <class Party>
Result<Party> read_party(std::string_view body);
template <> Result<domain::Enterprise> read_party(std::string_view body);
template <> Result<domain::Declarant> read_party(std::string_view body);
template <> Result<domain::Signatory> read_party(std::string_view body);
template <> Result<domain::OfficeSeal> read_party(std::string_view body);
template <> Result<domain::Mandate> read_party(std::string_view body);
template <> Result<domain::AgentAdmission> read_party(std::string_view body);
template <> Result<domain::Permit> read_party(std::string_view body);
template <> Result<domain::PapersState> read_party(std::string_view body);
template <> Result<domain::Officer> read_party(std::string_view body);
template <> Result<domain::Installation> read_party(std::string_view body);

}  // namespace datong::document
