#include "document/json/party_json.hpp"

#include "document/json/members.hpp"

namespace datong::document {
namespace {

using namespace datong::domain;

Json begin() { return Json::make_object().set("format", 1); }

void put_validity(Json& json, const Validity& validity) {
  if (validity.from) json.set("valid_from", validity.from->to_string());
  if (validity.to) json.set("valid_to", validity.to->to_string());
}

Members begin(std::string_view body) { return Members(body, 1); }

Validity validity(Members& m) { return {m.optional<Date>("valid_from"), m.optional<Date>("valid_to")}; }
void put_picture(Json& json, const char* hash_name, const std::string& hash, const char* width_name, int width_mm) {
  if (!hash.empty()) json.set(hash_name, hash).set(width_name, width_mm);
}

Standing standing(Members& m) { return m.one("standing", Standing::active, Standing::cancelled); }

}  // namespace

std::string write_party(const Enterprise& e) {
  Json json = begin();
  json.set("registration", e.registration).set("kind", static_cast<int>(e.kind)).set("name_zh", e.name_zh).set("name_en", e.name_en);
  json.set("organisation_code", e.organisation_code).set("office", e.office).set("customs_registration", e.customs_registration);
  json.set("credit_grade", e.credit_grade).set("standing", static_cast<int>(e.standing));
  json.set("admitted_to_e_declaration", e.admitted_to_e_declaration).set("carries_papers_only", e.carries_papers_only);
  json.set("direct_release", e.direct_release);
  if (e.admitted_to_e_visa) json.set("admitted_to_e_visa", true);
  put_picture(json, "seal", e.seal, "seal_width_mm", e.seal_width_mm);
  if (e.visa_standing != VisaStanding::normal) json.set("visa_standing", static_cast<int>(e.visa_standing));
  if (!e.visa_standing_reason.empty()) json.set("visa_standing_reason", e.visa_standing_reason);
  if (e.visa_standing_since) json.set("visa_standing_since", e.visa_standing_since->to_string());
  if (e.visa_standing_until) json.set("visa_standing_until", e.visa_standing_until->to_string());
  put_validity(json, e.validity);
  return json.canonical();
}

template <> Result<Enterprise> read_party(std::string_view body) {
  Members m = begin(body);
  Enterprise e;
  e.registration = m.integer("registration");
  e.kind = m.one("kind", EnterpriseKind::self_declaring, EnterpriseKind::agent);
  if (e.kind != EnterpriseKind::self_declaring && e.kind != EnterpriseKind::agent) m.refuse();
  e.name_zh = m.text("name_zh");
  e.name_en = m.text("name_en");
  e.organisation_code = m.text("organisation_code");
  e.office = m.text("office");
  e.customs_registration = m.text("customs_registration");
  e.credit_grade = m.text("credit_grade");
  e.standing = standing(m);
  e.admitted_to_e_declaration = m.flag("admitted_to_e_declaration");
  e.carries_papers_only = m.flag("carries_papers_only");
  e.direct_release = m.flag("direct_release");
  e.admitted_to_e_visa = m.has("admitted_to_e_visa") && m.flag("admitted_to_e_visa");
  e.seal = m.text_or_none("seal");
  if (!e.seal.empty()) e.seal_width_mm = m.number<int>("seal_width_mm");
  if (m.has("visa_standing")) e.visa_standing = m.one("visa_standing", VisaStanding::normal, VisaStanding::cancelled);
  e.visa_standing_reason = m.text_or_none("visa_standing_reason");
  e.visa_standing_since = m.optional<Date>("visa_standing_since");
  e.visa_standing_until = m.optional<Date>("visa_standing_until");
  e.validity = validity(m);
  return m.done(std::move(e));
}

std::string write_party(const Declarant& d) {
  Json json = begin();
  json.set("certificate", d.certificate).set("name", d.name).set("unit", d.unit).set("standing", static_cast<int>(d.standing)).set("points", d.points);
  put_validity(json, d.validity);
  return json.canonical();
}

template <> Result<Declarant> read_party(std::string_view body) {
  Members m = begin(body);
  Declarant d;
  d.certificate = m.text("certificate");
  d.name = m.text("name");
  d.unit = m.integer("unit");
  d.standing = standing(m);
  d.points = m.number<int>("points");
  d.validity = validity(m);
  return m.done(std::move(d));
}

std::string write_party(const Signatory& s) {
  Json json = begin();
  json.set("unit", s.unit).set("id", s.id).set("name_zh", s.name_zh).set("name_en", s.name_en).set("identity_number", s.identity_number);
  json.set("training_certificate", s.training_certificate).set("specimen", s.specimen).set("specimen_width_mm", s.specimen_width_mm);
  json.set("standing", static_cast<int>(s.standing));
  put_validity(json, s.validity);
  return json.canonical();
}

template <> Result<Signatory> read_party(std::string_view body) {
  Members m = begin(body);
  return m.done(Signatory{m.integer("unit"), m.text("id"), m.text("name_zh"), m.text("name_en"), m.text("identity_number"),
                          m.text("training_certificate"), m.text("specimen"), m.number<int>("specimen_width_mm"), standing(m), validity(m)});
}

std::string write_party(const OfficeSeal& seal) {
  return begin().set("office", seal.office).set("picture", seal.picture).set("width_mm", seal.width_mm)
      .set("loaded_by", seal.loaded_by).set("loaded_on", seal.loaded_on.to_string()).canonical();
}

template <> Result<OfficeSeal> read_party(std::string_view body) {
  Members m = begin(body);
  OfficeSeal seal{m.text("office"), m.text("picture"), m.number<int>("width_mm"), m.text("loaded_by")};
  if (const auto day = m.optional<Date>("loaded_on")) seal.loaded_on = *day;
  else m.refuse();
  return m.done(std::move(seal));
}

std::string write_party(const Mandate& mandate) {
  Json json = begin();
  json.set("agent", mandate.agent).set("principal", mandate.principal).set("revoked", mandate.revoked);
  put_validity(json, mandate.validity);
  return json.canonical();
}

template <> Result<Mandate> read_party(std::string_view body) {
  Members m = begin(body);
  return m.done(Mandate{m.integer("agent"), m.integer("principal"), validity(m), m.flag("revoked")});
}

std::string write_party(const AgentAdmission& admission) {
  Json json = begin();
  json.set("agent", admission.agent).set("bureau", admission.bureau).set("standing", static_cast<int>(admission.standing));
  put_validity(json, admission.validity);
  return json.canonical();
}

template <> Result<AgentAdmission> read_party(std::string_view body) {
  Members m = begin(body);
  AgentAdmission admission{m.integer("agent"), m.text("bureau"), standing(m), validity(m)};
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
  Members m = begin(body);
  return m.done(Permit{m.text("kind"), m.text("number"), m.text("unit"), m.integer("holder"), m.text("commodity_prefix"), validity(m)});
}

std::string write_party(const PapersState& state) {
  Json json = begin();
  json.set("mode", static_cast<int>(state.mode)).set("inaccurate_in_a_row", state.inaccurate_in_a_row);
  json.set("accurate_in_a_row", state.accurate_in_a_row);
  return json.canonical();
}

template <> Result<PapersState> read_party(std::string_view body) {
  Members m = begin(body);
  PapersState state{m.one("mode", PapersMode::at_inspection, PapersMode::before_acceptance), m.number<int>("inaccurate_in_a_row"), m.number<int>("accurate_in_a_row")};
  return m.done(state);
}

std::string write_party(const Officer& officer) {
  Json json = begin();
  Json roles = Json::make_array();
  for (const Role role : officer.roles) roles.add(role_name(role));
  json.set("sign_in", officer.sign_in).set("name", officer.name).set("office", officer.office).set("password_hash", officer.password_hash);
  json.set("roles", std::move(roles)).set("standing", static_cast<int>(officer.standing)).set("unit", officer.unit);
  if (!officer.one_time_secret.empty()) json.set("one_time_secret", officer.one_time_secret);
  put_picture(json, "specimen", officer.specimen, "specimen_width_mm", officer.specimen_width_mm);
  if (!officer.manages) json.set("manages", false);
  return json.canonical();
}

template <> Result<Officer> read_party(std::string_view body) {
  Members m = begin(body);
  Officer officer{m.text("sign_in"), m.text("name"), m.text("office"), m.text("password_hash"), {}, standing(m), m.integer("unit"),
                  m.text_or_none("one_time_secret")};
  officer.specimen = m.text_or_none("specimen");
  if (!officer.specimen.empty()) officer.specimen_width_mm = m.number<int>("specimen_width_mm");
  officer.manages = !m.has("manages") || m.flag("manages");
  for (const std::string& name : m.texts("roles")) {
    const auto role = role_by_name(name);
    if (role) officer.roles.push_back(*role);
    else m.refuse();
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
  Members m = begin(body);
  Installation installation{m.text("id"), m.text("certificate_pem"), m.text("software"), m.text("software_version"), m.integer("unit"),
                            standing(m)};
  return m.done(std::move(installation));
}

}  // namespace datong::document
