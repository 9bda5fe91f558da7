#include "app/master_data.hpp"

#include <algorithm>

#include "app/commit_anew.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::app {
namespace {

using document::Json;

constexpr std::string_view kRow = "master_data";
constexpr std::string_view kOwner =
    "master_data_owner";  // changes with every new row, so that two at once cannot pass the limit

/// Where the rows of a kind stand: "<owner>:<kind>:". Errors: not_found, forbidden.
Result<std::string> place_of(const domain::Actor& actor, std::string_view kind) {
  auto owner = desk_owner(actor);
  if (!owner) return owner.error();
  if (kind != "party" && kind != "goods" && kind != "contact") return failure(Code::not_found);
  return *owner + ":" + std::string(kind) + ":";
}

bool is_text(const Json::Member& member) { return member.second.as_string() != nullptr; }

Result<void> review_row(const MasterRow& row) {
  const auto key = utf8_length(row.key), title = utf8_length(row.title);
  if (!key || *key == 0 || *key > limits::kMasterKeyCharactersMax)
    return failure(Code::malformed, "key: 1 to 60 characters");
  if (!title || *title > limits::kDraftTitleCharactersMax)
    return failure(Code::too_large, "title: at most 120 characters");
  const Json::Object* const values = row.values.as_object();
  if (values == nullptr || !std::ranges::all_of(*values, is_text))
    return failure(Code::malformed, "values must be a JSON object of texts");
  if (row.values.to_string().size() > limits::kMasterRowBytesMax)
    return failure(Code::too_large, "values: at most 4 KiB");
  return {};
}

void answer_with(Context& context, std::function<Result<Decision>()> decide, std::string answer, TextDone done) {
  commit_anew(context, std::move(decide), [answer = std::move(answer), done = std::move(done)](Result<void> stored) {
    if (!stored) return done(stored.error());
    done(answer);
  });
}

}  // namespace

Result<std::string> list_master_data(Context& context, const domain::Actor& actor, std::string_view kind) {
  const auto place = place_of(actor, kind);
  if (!place) return place.error();
  auto records = context.store.records(kRow, *place, "", limits::kMasterRowsMax);
  if (!records) return records.error();
  std::string json = "{\"rows\":[";
  for (const Record& record : *records) {
    if (&record != &records->front()) json += ',';
    json += record.body;
  }
  return json + "]}";
}

void put_master_data(Context& context, const domain::Actor& actor, MasterRow row, TextDone done) {
  const auto place = place_of(actor, row.kind);
  if (!place) return done(place.error());
  if (auto fits = review_row(row); !fits) return done(fits.error());
  const std::string body =
      Json::make_object().set("key", row.key).set("title", row.title).set("values", std::move(row.values)).canonical();
  const auto decide = [&context, place = *place, key = row.key, body]() -> Result<Decision> {
    auto before = context.store.record(kRow, place + key);
    if (!before) return before.error();
    Decision decision;
    decision.records.push_back({std::string(kRow), place + key, *before ? (*before)->version : 0U, body});
    if (*before) return decision;
    auto gate = context.store.record(kOwner, place);
    if (!gate) return gate.error();
    auto kept = context.store.records(kRow, place, "", limits::kMasterRowsMax);
    if (!kept) return kept.error();
    if (kept->size() >= limits::kMasterRowsMax)
      return refused({domain::finding("DRF002", "", {std::to_string(limits::kMasterRowsMax)})});
    decision.records.push_back({std::string(kOwner), place, *gate ? (*gate)->version : 0U, "{\"format\":1}"});
    return decision;
  };
  answer_with(context, decide, body, std::move(done));
}

void delete_master_data(Context& context, const domain::Actor& actor, std::string_view kind, std::string_view key,
                        TextDone done) {
  const auto place = place_of(actor, kind);
  if (!place) return done(place.error());
  const auto decide = [&context, where = *place + std::string(key)]() -> Result<Decision> {
    auto row = context.store.record(kRow, where);
    if (!row) return row.error();
    Decision decision;
    if (*row) decision.records.push_back({std::string(kRow), where, (*row)->version, ""});
    return decision;
  };
  answer_with(context, decide, "{}", std::move(done));
}

}  // namespace datong::app
