#include "document/json/party_json.hpp"

#include "document/json/json.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

Json begin() { return Json::make_object().set("format", 1); }

void put_validity(Json& json, const Validity& validity) {
  if (validity.from) json.set("valid_from", validity.from->to_string());
  if (validity.to) json.set("valid_to", validity.to->to_string());
}

/// Reads members with one sticky verdict: a wrong type makes the whole record corrupt.
class Members {
 public:
  explicit Members(std::string_view body) {
    auto parsed = Json::parse(body);
    good_ = parsed && parsed->integer("format") != nullptr && *parsed->integer("format") == 1;
    if (good_) json_ = std::move(*parsed);
  }
  std::string text(std::string_view name) const {
    const std::string* value = json_.string(name);
    return value != nullptr ? *value : std::string();
  }
  std::int64_t integer(std::string_view name) const {
    const std::int64_t* value = json_.integer(name);
    return value != nullptr ? *value : 0;
  }
  bool flag(std::string_view name) const {
    const bool* value = json_.boolean(name);
    return value != nullptr && *value;
  }
  Validity validity() const { return {Date::parse(text("valid_from")), Date::parse(text("valid_to"))}; }
  template <class Enum>
  Enum one(std::string_view name, int last) {
    const std::int64_t value = integer(name);
    if (value < 1 || value > last) good_ = false;
    return static_cast<Enum>(value);
  }
  const Json::Array* array(std::string_view name) const { return json_.array(name); }
  template <class Party>
  Result<Party> done(Party party) const {
    if (!good_) return failure(Code::corrupt, "party record is not readable");
    return party;
  }

 private:
  Json json_;
  bool good_ = false;
};

}  // namespace

std::string write_party(const Enterprise& e) {
  Json json = begin();
  json.set("registration", e.registration).set("kind", static_cast<int>(e.kind)).set("name_zh", e.name_zh).set("name_en", e.name_en);
  json.set("organisation_code", e.organisation_code).set("office", e.office).set("customs_registration", e.customs_registration);
  json.set("credit_grade", e.credit_grade).set("standing", static_cast<int>(e.standing));
  json.set("admitted_to_e_declaration", e.admitted_to_e_declaration).set("carries_papers_only", e.carries_papers_only);
  json.set("direct_release", e.direct_release);
  put_validity(json, e.validity);
  return json.canonical();
}

template <> Result<Enterprise> read_party(std::string_view body) {
  Members m(body);
  Enterprise e;
  e.registration = m.integer("registration");
  e.kind = m.one<EnterpriseKind>("kind", 9);
  e.name_zh = m.text("name_zh");
  e.name_en = m.text("name_en");
  e.organisation_code = m.text("organisation_code");
  e.office = m.text("office");
  e.customs_registration = m.text("customs_registration");
  e.credit_grade = m.text("credit_grade");
  e.standing = m.one<Standing>("standing", 3);
  e.admitted_to_e_declaration = m.flag("admitted_to_e_declaration");
  e.carries_papers_only = m.flag("carries_papers_only");
  e.direct_release = m.flag("direct_release");
  e.validity = m.validity();
  return m.done(std::move(e));
}

std::string write_party(const Declarant& d) {
  Json json = begin();
  json.set("certificate", d.certificate).set("name", d.name).set("unit", d.unit).set("standing", static_cast<int>(d.standing)).set("points", d.points);
  put_validity(json, d.validity);
  return json.canonical();
}

template <> Result<Declarant> read_party(std::string_view body) {
  Members m(body);
  Declarant d;
  d.certificate = m.text("certificate");
  d.name = m.text("name");
  d.unit = m.integer("unit");
  d.standing = m.one<Standing>("standing", 3);
  d.points = static_cast<int>(m.integer("points"));
  d.validity = m.validity();
  return m.done(std::move(d));
}

std::string write_party(const Mandate& mandate) {
  Json json = begin();
  json.set("agent", mandate.agent).set("principal", mandate.principal).set("revoked", mandate.revoked);
  put_validity(json, mandate.validity);
  return json.canonical();
}

template <> Result<Mandate> read_party(std::string_view body) {
  const Members m(body);
  return m.done(Mandate{m.integer("agent"), m.integer("principal"), m.validity(), m.flag("revoked")});
}

std::string write_party(const AgentAdmission& admission) {
  Json json = begin();
  json.set("agent", admission.agent).set("bureau", admission.bureau).set("standing", static_cast<int>(admission.standing));
  put_validity(json, admission.validity);
  return json.canonical();
}

template <> Result<AgentAdmission> read_party(std::string_view body) {
  Members m(body);
  AgentAdmission admission{m.integer("agent"), m.text("bureau"), m.one<Standing>("standing", 3), m.validity()};
  return m.done(std::move(admission));
}

std::string write_party(const Permit& permit) {
  Json json = begin();
  json.set("kind", permit.kind).set("number", permit.number).set("unit", permit.unit).set("holder", permit.holder);
  json.set("commodity_prefix", permit.commodity_prefix);
  put_validity(json, permit.validity);
  return json.canonical();
}

template <> Result<Permit> read_party(std::string_view body) {
  const Members m(body);
  return m.done(Permit{m.text("kind"), m.text("number"), m.text("unit"), m.integer("holder"), m.text("commodity_prefix"), m.validity()});
}

std::string write_party(const PapersState& state) {
  Json json = begin();
  json.set("mode", static_cast<int>(state.mode)).set("inaccurate_in_a_row", state.inaccurate_in_a_row);
  json.set("accurate_in_a_row", state.accurate_in_a_row);
  return json.canonical();
}

template <> Result<PapersState> read_party(std::string_view body) {
  Members m(body);
  PapersState state{m.one<PapersMode>("mode", 2), static_cast<int>(m.integer("inaccurate_in_a_row")), static_cast<int>(m.integer("accurate_in_a_row"))};
  return m.done(state);
}

std::string write_party(const Officer& officer) {
  Json json = begin();
  Json roles = Json::make_array();
  for (const Role role : officer.roles) roles.add(role_name(role));
  json.set("sign_in", officer.sign_in).set("name", officer.name).set("office", officer.office).set("password_hash", officer.password_hash);
  json.set("roles", std::move(roles)).set("standing", static_cast<int>(officer.standing)).set("unit", officer.unit);
  return json.canonical();
}

template <> Result<Officer> read_party(std::string_view body) {
  Members m(body);
  Officer officer{m.text("sign_in"), m.text("name"), m.text("office"), m.text("password_hash"), {}, m.one<Standing>("standing", 3), m.integer("unit")};
  if (const auto* roles = m.array("roles")) {
    for (const Json& role : *roles) {
      if (role.as_string() == nullptr) continue;
      if (const auto known = role_by_name(*role.as_string())) officer.roles.push_back(*known);
    }
  }
  return m.done(std::move(officer));
}

std::string write_party(const Installation& installation) {
  Json json = begin();
  json.set("id", installation.id).set("certificate_pem", installation.certificate_pem).set("software", installation.software);
  json.set("software_version", installation.software_version).set("unit", installation.unit);
  json.set("standing", static_cast<int>(installation.standing));
  return json.canonical();
}

template <> Result<Installation> read_party(std::string_view body) {
  Members m(body);
  Installation installation{m.text("id"), m.text("certificate_pem"), m.text("software"), m.text("software_version"), m.integer("unit"),
                            m.one<Standing>("standing", 3)};
  return m.done(std::move(installation));
}

}  // namespace datong::document
