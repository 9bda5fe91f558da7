// Handlers of the code lists: whole lists with an ETag, and the search. They run on the pool: a whole tariff is some
// megabytes.
#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/gzip.hpp"
#include "document/json/json.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using document::Json;

/// 1 … limits::kCodesFoundMax; the default when it is no number.
std::size_t limit_of(const Request& request) {
  const std::string_view text = request.parameter("limit").value_or("");
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc{} || end != text.data() + text.size() || limit == 0) return limits::kCodesFoundDefault;
  return std::min(limit, limits::kCodesFoundMax);
}

/// What a whole list is known by: it is another one with another edition, on another day or in another coding.
std::string etag_of(const domain::Edition& edition, domain::List list, Date day, bool as_gzip) {
  return "\"" + edition.hash().substr(0, 16) + "-" + std::string(domain::list_name(list)) + "-" + day.to_string() +
         (as_gzip ? "-gzip\"" : "\"");
}

/// One row of the tariff by its whole code.
std::string tariff_row_json(const domain::Edition& edition, std::string_view code, Date day) {
  Json rows = Json::make_array();
  if (const auto* row = edition.tariff(code, day)) {
    rows.add(Json::make_object()
                 .set("code", row->code)
                 .set("name_zh", row->name_zh)
                 .set("name_en", row->name_en)
                 .set("unit", row->unit)
                 .set("supervision", row->supervision)
                 .set("category", row->category));
  }
  Json json = Json::make_object();
  return std::move(json).set("list", "tariff")
      .set("on", day.to_string())
      .set("edition", edition.hash())
      .set("rows", std::move(rows))
      .to_string();
}

}  // namespace

void Api::code_lists(Call call) {
  on_pool(std::move(call), [this](const Call&) -> Result<std::string> {
    const auto edition = state_->context.editions.current();
    const Date today = legal_day(state_->context.clock.now());
    Json lists = Json::make_array(), sizes = Json::make_object();
    for (std::size_t i = 1; i < domain::kListCount; ++i) {
      const auto list = static_cast<domain::List>(i);
      lists.add(domain::list_name(list));
      sizes.set(domain::list_name(list), edition ? state_->code_tables.size(edition, list, today) : std::size_t{0});
    }
    Json json = Json::make_object().set("edition", edition ? edition->hash() : "");
    return std::move(json).set("lists", std::move(lists)).set("sizes", std::move(sizes)).to_string();
  });
}

void Api::code_list(Call call) {
  const auto list = domain::list_by_name(call.path.front());
  const auto edition = state_->context.editions.current();
  if (!list || !edition) return call.respond(problem(failure(Code::not_found)));
  const auto on = call.request.parameter("on");
  const auto day = on ? Date::parse(*on) : std::optional(legal_day(state_->context.clock.now()));
  if (!day) return call.respond(problem(bad_body("on must be a date YYYY-MM-DD")));
  if (const auto code = call.request.parameter("code"); code && *list == domain::List::tariff) {
    return call.respond(ok(tariff_row_json(*edition, *code, *day)));
  }
  if (call.request.parameter("q")) {
    return on_pool(std::move(call), [this, edition, list = *list, day = *day](const Call& asked) {
      return state_->code_tables.search(edition, list, day, *asked.request.parameter("q"), limit_of(asked.request));
    });
  }
  const bool as_gzip = takes_coding(call.request.header("accept-encoding"), "gzip");
  const std::string etag = etag_of(*edition, *list, *day, as_gzip);
  if (is_known_tag(call.request.header("if-none-match"), etag)) {
    Response known;
    known.status = 304;
    known.headers.emplace_back("ETag", etag);
    known.headers.emplace_back("Vary", "Accept-Encoding");
    return call.respond(std::move(known));
  }
  auto shared = std::make_shared<Call>(std::move(call));
  const bool queued = state_->pool.submit([this, shared, edition, list = *list, day = *day, etag, as_gzip] {
    auto whole = state_->code_tables.whole(edition, list, day);
    if (!whole)
      return shared->respond(
          problem(whole.error().code == Code::too_large ? bad_body(whole.error().detail) : whole.error()));
    const bool is_packed = as_gzip && whole->size() <= limits::kCodeListGzipBytesMax;
    Response response = ok(is_packed ? document::gzipped(*whole) : std::move(*whole));
    if (is_packed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.headers.emplace_back("ETag", etag);
    response.headers.emplace_back("Cache-Control", "no-cache");
    shared->respond(std::move(response));
  });
  if (!queued) shared->respond(problem(failure(Code::unavailable)));
}

}  // namespace datong::http
