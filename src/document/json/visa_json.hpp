#pragma once
// JSON of a request for admission to e-visa: as sent and as kept in its case. Reading is lenient: what is absent or of another type is
// empty, and the review names it. Thread rule: pure.
#include "document/json/json.hpp"
#include "domain/party/visa_admission.hpp"

namespace datong::document {

domain::VisaAdmissionRequest read_visa_request(const Json& json);
Json visa_request_json(const domain::VisaAdmissionRequest& request);

}  // namespace datong::document
