#include "app/changes.hpp"

#include "base/text.hpp"
#include "crypto/key.hpp"

namespace datong::app {
namespace {

using document::Json;

/// Counts down, so that the order of the keys is newest first.
std::string countdown(Instant at) {
  std::string digits = std::to_string(9'999'999'999'999 - at.ms());
  return std::string(13 - std::min<std::size_t>(13, digits.size()), '0') + digits;
}

}  // namespace

std::string scope_of_unit(std::int64_t unit) { return "unit:" + std::to_string(unit); }
std::string scope_of_office(const domain::Edition& edition, std::string_view office, Date day) {
  const std::string bureau = edition.bureau_of(office, day);
  return "bureau:" + (bureau.empty() ? std::string(office) : bureau);
}

void add_change(Context& context, Decision& decision, const domain::Actor& by, Change change) {
  const Instant now = context.clock.now();
  Json body = Json::make_object();
  body.set("format", 1).set("at", now.to_string()).set("by", by.name).set("person", by.person);
  body.set("what", change.what).set("subject", change.subject).set("data", std::move(change.data));
  decision.records.push_back({"change", change.scope + ":" + countdown(now) + ":" + to_hex(crypto::random_bytes(8)), 0, body.canonical()});
}

Result<Json> changes_of(Context& context, const std::string& scope, std::size_t limit) {
  auto records = context.store.records("change", scope + ":", "", limit);
  if (!records) return records.error();
  Json list = Json::make_array();
  for (const Record& record : *records) {
    auto body = Json::parse(record.body);
    if (!body) return failure(Code::corrupt, "change " + record.key);
    Json shown = Json::make_object();
    for (const char* name : {"at", "by", "person", "what", "subject", "data"}) {
      if (const Json* member = body->get(name)) shown.set(name, *member);
    }
    list.add(std::move(shown));
  }
  return list;
}

}  // namespace datong::app
