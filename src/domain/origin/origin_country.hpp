#pragma once
// The RCEP country of origin of a good that originates: whose preferential rate the importing party applies. Not here:
// tariff-differential lists and rates (dated rows of the caller). Pure. Thread rule: plain values.
// Source: COO 3.7; rules OCA051 to OCA056.
#include <cstdint>
#include <string>
#include <vector>

#include "domain/origin/determination.hpp"

namespace datong::domain {

/// What the importer claims instead of the party found: nothing, `*` the highest rate among the parties that
/// contributed originating materials, or `**` among all parties.
enum class RateClaim : std::uint8_t { none, contributing, all };

/// The importing party's rate for this good from a party, in percent.
struct PartyRate {
  std::string party;
  Decimal rate;
};

struct OriginCountry {
  std::vector<Finding> refusals;  ///< OCA055, OCA056: no country
  std::vector<OriginWorkingLine> lines;
  std::string country;  ///< "" when refused
  std::string flag;     ///< "", "*" or "**", printed after the country
};

/// Input:  a sheet that was determined without refusals, the criterion the applicant uses, whether the good is on the
///         importing party's tariff-differential list; rates only for a claim.
/// Why:    where two parties contributed the same value, or have the same rate, the exporting party comes first, then
/// the
///         order of scheme.cumulation_parties: the agreement is silent.
OriginCountry origin_country(const CostSheet& sheet, const Scheme& scheme, const ProvenCriterion& used, bool is_listed,
                             RateClaim claim, const std::vector<PartyRate>& rates);

/// Every country the certificate may name where it is not known whether the good is on the importing party's list nor
/// which rates apply: without a claim what either answer to the list gives, all parties of an equal highest
/// contribution among them; `*` any party that contributed; `**` any party. Empty = it cannot be told.
std::vector<std::string> possible_origin_countries(const CostSheet& sheet, const Scheme& scheme,
                                                   const ProvenCriterion& used, RateClaim claim);

}  // namespace datong::domain
