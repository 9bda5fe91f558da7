#include "document/json/visa_json.hpp"

#include <utility>

#include "base/limits.hpp"

namespace datong::document {
namespace {

using domain::Signatory;
using domain::VisaAdmissionRequest;

constexpr std::pair<const char*, std::string VisaAdmissionRequest::*> kTexts[] = {
    {"registration_form", &VisaAdmissionRequest::registration_form},       {"application_form", &VisaAdmissionRequest::application_form},
    {"guarantee_letter", &VisaAdmissionRequest::guarantee_letter},         {"legal_representative", &VisaAdmissionRequest::legal_representative},
    {"hardware", &VisaAdmissionRequest::hardware},                         {"name_en", &VisaAdmissionRequest::name_en},
    {"seal", &VisaAdmissionRequest::seal}};
constexpr std::pair<const char*, std::string Signatory::*> kSignatoryTexts[] = {
    {"id", &Signatory::id},
    {"name_zh", &Signatory::name_zh},
    {"name_en", &Signatory::name_en},
    {"identity_number", &Signatory::identity_number},
    {"training_certificate", &Signatory::training_certificate},
    {"specimen", &Signatory::specimen}};

template <class Value, class Texts>
void read_texts(const Json& json, const Texts& texts, Value& value) {
  for (const auto& [name, member] : texts) {
    if (const std::string* text = json.string(name)) value.*member = *text;
  }
}

int millimetres(const Json& json, std::string_view name) {
  const std::int64_t* number = json.integer(name);
  return number != nullptr && std::in_range<int>(*number) ? static_cast<int>(*number) : 0;
}

}  // namespace

VisaAdmissionRequest read_visa_request(const Json& json) {
  VisaAdmissionRequest request;
  read_texts(json, kTexts, request);
  request.seal_width_mm = millimetres(json, "seal_width_mm");
  const auto* signatories = json.array("signatories");
  if (signatories == nullptr) return request;
  for (const Json& each : *signatories) {
    if (request.signatories.size() >= limits::kSignatoriesReadMax) break;  // far above what may be filed: refused by VIS012
    Signatory& signatory = request.signatories.emplace_back();
    read_texts(each, kSignatoryTexts, signatory);
    signatory.specimen_width_mm = millimetres(each, "specimen_width_mm");
  }
  return request;
}

Json visa_request_json(const VisaAdmissionRequest& request) {
  Json json = Json::make_object();
  for (const auto& [name, member] : kTexts) json.set(name, request.*member);
  json.set("seal_width_mm", request.seal_width_mm);
  Json signatories = Json::make_array();
  for (const Signatory& signatory : request.signatories) {
    Json each = Json::make_object();
    for (const auto& [name, member] : kSignatoryTexts) each.set(name, signatory.*member);
    signatories.add(std::move(each.set("specimen_width_mm", signatory.specimen_width_mm)));
  }
  json.set("signatories", std::move(signatories));
  return json;
}

}  // namespace datong::document
