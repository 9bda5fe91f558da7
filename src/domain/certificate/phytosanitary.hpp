#pragma once
// The phytosanitary certificate and its re-export model, box by box of ISPM 12: one plain value from which both the
// printed page and the SPSCertificate XML (document/sps) are made. Not here: who signs, how it looks, how it is
// written. Thread rule: a plain value. Source: IQD 6.5.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace datong::domain {

struct PhytosanitaryCertificate {
  struct Party {
    std::string name, address;
    bool operator==(const Party&) const = default;
  };
  struct Country {
    std::string code, name;  ///< ISO 3166-1 alpha-2, English name
    bool operator==(const Country&) const = default;
  };
  struct Package {
    std::uint64_t count = 0;
    std::string type;  ///< UNECE Recommendation 21, never ""
    bool operator==(const Package&) const = default;
  };
  struct Measure {
    Decimal value;
    std::string unit;  ///< weight: UNECE Recommendation 20; other quantity: the unit's English name
    bool operator==(const Measure&) const = default;
  };
  struct Produce {
    std::string name, commodity_code, botanical_name;
    Country origin;
    std::string origin_place;
    std::string packages_text;      ///< "SIXTY (60) CARTONS"
    std::vector<Package> packages;  ///< those that have an international code
    std::optional<Measure> net_weight, quantity;
    bool operator==(const Produce&) const = default;
  };
  struct Treatment {
    Date date;
    std::string treatment, chemical, concentration, information;
    std::optional<Decimal> duration_hours, temperature_celsius;
    bool operator==(const Treatment&) const = default;
  };
  /// What the re-export model adds: the certificate of the country of origin, and which boxes are ticked.
  struct Reexport {
    std::string original_number, origin_country;  ///< alpha-2; named at the goods
    std::set<std::string, std::less<>> marks;     ///< words of kReexportMarks
    bool operator==(const Reexport&) const = default;
  };

  std::string number;  ///< "" in a preview
  bool is_withdrawn = false;
  std::string organisation;  ///< plant protection organisation that certifies
  Country exporting_country, importing_country;
  Party exporter, consignee;
  std::string marks;
  std::string transport_mode;  ///< UNECE Recommendation 19: "1"
  std::string conveyance, voyage;
  std::string point_of_entry;
  std::vector<Produce> produce;  ///< at least one
  std::string additional_declaration;
  std::optional<Treatment> treatment;
  std::optional<Reexport> reexport;
  std::string place_of_examination, place_of_issue;
  std::optional<Date> issued_on;  ///< nullopt in a preview
  std::string officer;            ///< authorised officer
  bool operator==(const PhytosanitaryCertificate&) const = default;
};

/// The box "To", which follows from the importing country.
inline std::string to_organisation(const PhytosanitaryCertificate& certificate) {
  return "PLANT PROTECTION ORGANIZATION(S) OF " + certificate.importing_country.name;
}

}  // namespace datong::domain
