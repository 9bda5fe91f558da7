#pragma once
// Small parts of the stored JSON of both kinds of case. Private to document/json. Thread rule: functions without shared state.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/json/json.hpp"

namespace datong::document {

/// Sets the member unless the value is empty.
inline void set_text(Json& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.set(name, value);
}

inline Json fields_json(const std::vector<std::pair<std::string, std::string>>& fields) {
  Json json = Json::make_object();
  for (const auto& [name, value] : fields) json.set(name, value);
  return json;
}

}  // namespace datong::document
