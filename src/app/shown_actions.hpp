#pragma once
// The acts a person is shown with a case: what he may do and with which parameters, and what not yet, with the reason. The same for
// declarations and applications, whose tables differ. Thread rule: function without shared state.
#include <string_view>

#include "document/json/case_json.hpp"

namespace datong::app {

/// Sets allowed_actions and refused_actions. `complete(action, entry)` adds what one act needs beside its parameters. A parameter "*name"
/// stands for names of its own and is not listed.
template <class Actions, class Complete>
void set_actions(document::Json& json, const Actions& actions, Complete&& complete) {
  using document::Json;
  Json allowed = Json::make_array(), refused_actions = Json::make_array();
  for (const auto& action : actions) {
    const auto& spec = domain::event_spec(action.event);
    Json entry = Json::make_object();
    entry.set("act", spec.name).set("role", domain::role_name(action.role)).set("zh", spec.zh).set("en", spec.en);
    if (action.refused_by) {
      refused_actions.add(entry.set("because", document::findings_json({*action.refused_by})));
      continue;
    }
    Json parameters = Json::make_array();
    for (const std::string_view name : spec.parameters) {
      if (name.empty() || name.starts_with('*')) continue;
      const bool required = name.starts_with('!');
      const std::string_view plain = required ? name.substr(1) : name;
      Json parameter = Json::make_object().set("name", plain).set("required", required);
      const domain::List list = domain::list_of_parameter(action.event, plain);
      if (list != domain::List::none) parameter.set("list", domain::list_name(list));
      parameters.add(std::move(parameter));
    }
    entry.set("parameters", std::move(parameters));
    complete(action, entry);
    allowed.add(std::move(entry));
  }
  json.set("allowed_actions", std::move(allowed)).set("refused_actions", std::move(refused_actions));
}

}  // namespace datong::app
