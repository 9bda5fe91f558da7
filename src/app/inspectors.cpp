#include "app/inspectors.hpp"

#include "app/read_cases.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

using document::Json;

/// Adds an office's active inspectors until the list is full.
Result<void> add_inspectors(Context& context, const std::string& office, Json& rows, std::size_t& shown) {
  auto records = context.store.records_of(RecordIndex::officers_of_office, office, "", limits::kInspectorsShown);
  if (!records) return records.error();
  for (const Record& record : *records) {
    auto officer = document::read_party<domain::Officer>(record.body);
    if (!officer) return officer.error();
    const bool fits = officer->has(domain::Role::inspector) && officer->standing == domain::Standing::active;
    if (!fits || shown == limits::kInspectorsShown) continue;
    rows.add(Json::make_object().set("sign_in", officer->sign_in).set("name", officer->name).set("office", officer->office));
    ++shown;
  }
  return {};
}

}  // namespace

Result<std::string> show_inspectors(Context& context, const domain::Actor& actor, CaseId id) {
  auto file = load_in_reach(context, actor, id);
  if (!file) return file.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  const std::string& at = file->head.inspecting_office.empty() ? file->head.accepting_office : file->head.inspecting_office;
  Json rows = Json::make_array();
  std::size_t shown = 0;
  for (const domain::OfficeRow* office : edition->offices(day)) {
    if (!edition->is_at_or_below(at, office->code, day) && !edition->is_at_or_below(office->code, at, day)) continue;
    if (auto done = add_inspectors(context, office->code, rows, shown); !done) return done.error();
  }
  return Json::make_object().set("inspectors", std::move(rows)).to_string();
}

}  // namespace datong::app
