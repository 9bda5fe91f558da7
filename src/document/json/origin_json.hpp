#pragma once
// Stored and shown JSON of an application for a certificate of origin: its head, its steps, its receipts. As case_json.hpp for
// declarations; findings are written by the same function. Thread rule: functions without shared state.
#include <string>
#include <string_view>
#include <vector>

#include "document/json/case_json.hpp"
#include "domain/origin/decide.hpp"

namespace datong::document {

std::string write_origin_head(const domain::OriginHead& head);  ///< canonical
Result<domain::OriginHead> read_origin_head(std::string_view body);

std::string write_origin_step(const domain::OriginStep& step, const StepContext& context);  ///< canonical
struct OriginStepFacts {
  domain::OriginEvent event;
  std::string head_hash;
};
Result<OriginStepFacts> read_origin_step(std::string_view body);

}  // namespace datong::document
