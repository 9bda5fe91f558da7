// What the browser's rules read: the rows of the current edition, whole but for a large tariff, and the tariff's rows by code.
#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/gzip.hpp"
#include "domain/edition/rule_rows.hpp"
#include "http/api_state.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

constexpr std::string_view kRowsType = "text/tab-separated-values; charset=utf-8";

std::shared_ptr<const RuleData> rule_data(KeptRuleData& kept, const domain::Edition& edition) {
  const std::lock_guard lock(kept.mutex);
  if (!kept.data || kept.data->edition != edition.hash()) {
    std::string plain = domain::RuleRows::write(edition, limits::kRuleTariffRowsMax);
    std::string gzip = document::gzipped(plain);
    kept.data = std::make_shared<const RuleData>(RuleData{edition.hash(), std::move(plain), std::move(gzip)});
  }
  return kept.data;
}

}  // namespace

void Api::rules_data(Call call) {
  const auto edition = state_->context.editions.current();
  if (!edition) return call.respond(problem(failure(Code::unavailable, "no edition of dated data is loaded")));
  if (const auto asked = call.request.parameter("tariff")) {
    const auto codes = split(*asked, ',');
    const auto is_code = [](std::string_view code) { return code.size() == 10 && is_digits(code); };
    if (codes.size() > limits::kRuleCodesMax || !std::all_of(codes.begin(), codes.end(), is_code))
      return call.respond(problem(bad_body("tariff: 1 to 50 codes of ten digits, separated by comma")));
    return call.respond(ok(domain::RuleRows::write_tariff(*edition, codes), kRowsType));
  }
  const auto data = rule_data(state_->kept_rule_data, *edition);
  const bool as_gzip = takes_coding(call.request.header("accept-encoding"), "gzip");
  const std::string tag = "\"" + edition->hash().substr(0, 32) + "-" + std::string(domain::RuleRows::kForm) + (as_gzip ? "-gzip\"" : "\"");
  Response response = ok("", kRowsType);
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (is_known_tag(call.request.header("if-none-match"), tag)) {
    response.status = 304;
    return call.respond(std::move(response));
  }
  if (as_gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = as_gzip ? data->gzip : data->plain;
  call.respond(std::move(response));
}

}  // namespace datong::http
