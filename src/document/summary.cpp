#include "document/summary.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/cbor.hpp"

namespace datong::document {
namespace {

using crypto::Cbor;

enum Key : std::int64_t { kNumber = 1, kKind = 2, kIssuedOn = 3, kValidUntilOn = 4, kData = 5, kTexts = 6 };

std::size_t total(const std::vector<std::pair<std::string, std::string>>& texts) {
  std::size_t bytes = 0;
  for (const auto& [name, text] : texts) bytes += name.size() + text.size();
  return bytes;
}

/// Takes bytes off the longest of the last texts until all fit.
void shorten(std::vector<std::pair<std::string, std::string>>& texts) {
  constexpr std::size_t kShortest = 16;
  while (total(texts) > limits::kSummaryTextBytesMax) {
    auto* longest = &texts.back();
    for (auto& each : texts) {
      if (each.second.size() >= longest->second.size()) longest = &each;
    }
    const auto length = utf8_length(longest->second).value_or(0);
    if (length <= kShortest) {
      texts.pop_back();
      continue;
    }
    std::string_view body = longest->second;
    if (body.ends_with("…")) body.remove_suffix(std::string_view("…").size());
    const std::size_t over = total(texts) - limits::kSummaryTextBytesMax;
    const std::size_t keep = length > over + kShortest ? length - over - 1 : kShortest - 1;
    longest->second = first_code_points(body, keep) + "…";
  }
}

}  // namespace

std::string write_summary(const Summary& summary) {
  auto texts = summary.texts;
  for (auto& [name, text] : texts) {
    for (char& c : text) {
      if (c == '\n') c = ' ';
    }
  }
  shorten(texts);
  std::vector<Cbor> pairs;
  for (const auto& [name, text] : texts) pairs.push_back(Cbor::array({Cbor::text(name), Cbor::text(text)}));
  std::vector<std::pair<Cbor, Cbor>> members;
  members.emplace_back(Cbor::integer(kNumber), Cbor::text(summary.number));
  members.emplace_back(Cbor::integer(kKind), Cbor::text(summary.kind));
  members.emplace_back(Cbor::integer(kIssuedOn), Cbor::integer(summary.issued_on.days()));
  if (summary.valid_until_on) members.emplace_back(Cbor::integer(kValidUntilOn), Cbor::integer(summary.valid_until_on->days()));
  members.emplace_back(Cbor::integer(kData), Cbor::bytes(crypto::view(summary.data)));
  members.emplace_back(Cbor::integer(kTexts), Cbor::array(std::move(pairs)));
  return crypto::write_cbor(Cbor::map(std::move(members)));
}

Result<Summary> read_summary(std::string_view bytes) {
  const auto wrong = [] { return failure(Code::malformed, "summary"); };
  auto value = crypto::read_cbor(bytes);
  if (!value) return value.error();
  const auto of = [&](Key key, Cbor::Kind kind) -> const Cbor* {
    const Cbor* member = value->member(key);
    return member != nullptr && member->is(kind) ? member : nullptr;
  };
  const auto day = [](const Cbor* cbor) -> std::optional<Date> {
    if (cbor == nullptr || cbor->number > 100'000) return std::nullopt;
    return Date::from_days(static_cast<std::int32_t>(cbor->number));
  };
  const Cbor* number = of(kNumber, Cbor::Kind::text);
  const Cbor* kind = of(kKind, Cbor::Kind::text);
  const Cbor* data = of(kData, Cbor::Kind::bytes);
  const Cbor* texts = of(kTexts, Cbor::Kind::array);
  const auto issued_on = day(of(kIssuedOn, Cbor::Kind::positive));
  Summary summary;
  if (number == nullptr || kind == nullptr || data == nullptr || texts == nullptr || !issued_on || data->content.size() != summary.data.size()) return wrong();
  if (value->member(kValidUntilOn) != nullptr) {
    summary.valid_until_on = day(of(kValidUntilOn, Cbor::Kind::positive));
    if (!summary.valid_until_on) return wrong();
  }
  summary.number = number->content;
  summary.kind = kind->content;
  summary.issued_on = *issued_on;
  std::copy(data->content.begin(), data->content.end(), summary.data.begin());
  for (const Cbor& pair : texts->items) {
    if (!pair.is(Cbor::Kind::array) || pair.items.size() != 2 || !pair.items[0].is(Cbor::Kind::text) || !pair.items[1].is(Cbor::Kind::text)) return wrong();
    summary.texts.emplace_back(pair.items[0].content, pair.items[1].content);
  }
  return summary;
}

}  // namespace datong::document
