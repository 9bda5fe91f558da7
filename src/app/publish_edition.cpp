#include "app/publish_edition.hpp"

#include <algorithm>

#include "app/changes.hpp"
#include "app/import_codes.hpp"
#include "app/lodged_message.hpp"
#include "base/csv.hpp"
#include "base/limits.hpp"
#include "document/json/json.hpp"

namespace datong::app {
namespace {

using document::Json;

Result<std::pair<std::string, EditionFiles>> current_files(Context& context) {
  auto hash = context.store.current_edition();
  if (!hash) return hash.error();
  auto files = context.store.edition(*hash);
  if (!files) return files.error();
  return std::pair(std::move(*hash), std::move(*files));
}

/// The stored name of a table: itself, or that of the code list. A name that is neither is a new table's.
std::string table_name(const EditionFiles& files, const std::string& file) {
  const auto is_there = [&](const std::string& name) {
    return std::any_of(files.begin(), files.end(), [&](const auto& each) { return each.first == name; });
  };
  return !is_there(file) && is_there("codes/" + file) ? "codes/" + file : file;
}

/// What cannot be read as CSV at all, of every file at once.
Result<void> check_readable(const EditionFiles& files) {
  std::vector<Finding> findings;
  for (const auto& [file, bytes] : files) {
    if (bytes.size() > limits::kCodeFileBytesMax) return failure(Code::too_large, file);
    auto table = read_csv(bytes);
    if (table) continue;
    const Error error = unreadable_csv(file, table.error().detail);
    findings.insert(findings.end(), error.refusals.begin(), error.refusals.end());
  }
  if (findings.empty()) return {};
  return Error{Code::malformed, std::move(findings), "a file is no CSV table"};
}

}  // namespace

Result<std::string> show_editions(Context& context) {
  auto current = context.store.current_edition();
  if (!current) return current.error();
  auto editions = context.store.editions(limits::kEditionsShown);
  if (!editions) return editions.error();
  Json list = Json::make_array();
  for (const EditionRow& row : *editions) {
    list.add(Json::make_object().set("hash", row.hash).set("name", row.name).set("at", row.at.to_string()).set("current", row.hash == *current));
  }
  return Json::make_object().set("editions", std::move(list)).to_string();
}

Result<std::string> show_tables(Context& context) {
  auto current = current_files(context);
  if (!current) return current.error();
  Json list = Json::make_array();
  for (const auto& [file, bytes] : current->second) {
    auto table = read_csv(bytes);
    if (!table) return failure(Code::corrupt, "stored " + file);
    list.add(Json::make_object().set("file", file).set("bytes", bytes.size()).set("rows", table->rows.size()));
  }
  return Json::make_object().set("hash", current->first).set("files", std::move(list)).to_string();
}

Result<std::string> show_table(Context& context, const std::string& file) {
  auto current = current_files(context);
  if (!current) return current.error();
  const std::string name = table_name(current->second, file);
  for (auto& [known, bytes] : current->second) {
    if (known == name) return std::move(bytes);
  }
  return failure(Code::not_found);
}

Result<std::string> publish_edition(Context& context, const domain::Actor& actor, const NewEdition& edition) {
  if (!actor.has(domain::Role::headquarters)) return failure(Code::forbidden);
  if (!actor.second_factor) return refuse_as(Code::forbidden, "PEO015", {});
  auto current = current_files(context);
  if (!current) return current.error();
  if (edition.base != current->first) return failure(Code::conflict, "edition " + current->first + " is current");
  EditionFiles changed;
  Json names = Json::make_array();
  for (const auto& [file, bytes] : edition.files) {
    changed.emplace_back(table_name(current->second, file), bytes);
    names.add(changed.back().first);
  }
  if (auto readable = check_readable(changed); !readable) return readable.error();
  const EditionFiles files = overlay(current->second, changed);
  auto built = build_edition(edition.name, files);
  if (!built) return built.error();
  const Instant now = context.clock.now();
  // Told before it is put: a record without its edition says that it was tried, an edition without a record would be nobody's.
  Decision decision;
  Json data = Json::make_object().set("name", edition.name).set("base", edition.base).set("files", std::move(names));
  add_change(context, decision, actor, {"bureau:" + actor.office, "edition_published", (*built)->hash(), std::move(data)});
  if (auto recorded = context.store.commit_now(std::move(decision)); !recorded) return recorded.error();
  if (auto put = context.store.put_edition(edition.name, (*built)->hash(), files, now); !put) return put.error();
  if (auto fresh = context.editions.refresh(); !fresh) return fresh.error();
  return Json::make_object().set("hash", (*built)->hash()).set("name", edition.name).set("at", now.to_string()).to_string();
}

}  // namespace datong::app
