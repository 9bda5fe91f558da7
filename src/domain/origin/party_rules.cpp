// Exporter and consignee: who stands in their boxes. V02 to V06. Names are compared as words, so these rules suspect more
// than they know: a person decides.
#include <algorithm>

#include "base/text.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

constexpr FieldAt kExporter = F::origin::exporter, kConsignee = F::origin::consignee;

/// How many companies a box names: runs of words like CO LTD, each run one company.
std::size_t companies(const OriginContext& context, std::string_view box) {
  std::size_t count = 0;
  bool in_run = false;
  std::string word;
  for (const char c : plain(box) + " ") {
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      word += c;
      continue;
    }
    if (word.empty()) continue;
    const bool is_form = context.tables.has_word("company_form", word);
    count += is_form && !in_run;
    in_run = is_form;
    word.clear();
  }
  return count;
}

/// The first foreign country or separate customs territory named in the text, "" when none.
std::string foreign_place(const OriginContext& context, const std::string& text) {
  if (const OriginWordRow* place = context.word_in("separate_place", text)) return place->word;
  for (const CodeRow* country : context.edition.codes(List::country, context.day)) {
    if (country->code == origin_codes::kChina) continue;
    if (const std::string name = plain(country->name_en); has_words(text, name)) return name;
  }
  for (const OriginWordRow* name : context.tables.words_for("country_name")) {
    if (name->code != origin_codes::kChina && has_words(text, name->word)) return name->word;
  }
  return {};
}

void check_exporter(const OriginContext& context) {
  const std::string text = plain(context.header[kExporter]);
  if (text.empty()) return;
  const std::string box = context.box(kExporter);
  std::string own = text, other;
  if (const OriginWordRow* via = context.word_in("intermediary", text)) {
    const std::size_t at = text.find(via->word);
    own = text.substr(0, at);
    other = text.substr(at + via->word.size());
    if (context.is_preferential()) {
      context.out.add("ORG102", context.header, kExporter, {box, via->word});
    } else if (foreign_place(context, other).empty()) {
      context.out.add("ORG202", context.header, kExporter, {box, via->word});
    }
  }
  if (const std::string place = foreign_place(context, own); !place.empty())
    context.out.add("ORG002", context.header, kExporter, {box, place});
  if (const std::size_t count = companies(context, own); count > 1 && context.is_preferential())
    context.out.add("ORG003", context.header, kExporter, {box, std::to_string(count)});
  const std::string address = plain(own);
  const auto ends_with = [&](const OriginWordRow* word) {
    return address.ends_with(word->word) || address.ends_with(word->word + ".");
  };
  const auto names = context.tables.words_for("own_country");
  const bool has_street = own.find_first_of("0123456789") != own.npos;
  if (!has_street || std::none_of(names.begin(), names.end(), ends_with))
    context.out.add("ORG004", context.header, kExporter, {box});
}

void check_consignee(const OriginContext& context) {
  const std::string text = plain(context.header[kConsignee]);
  if (text.empty()) return;
  const std::string box = context.box(kConsignee);
  const auto names = context.country_names(context.country);
  const auto is_named = [&](const std::string& name) { return has_words(text, name); };
  const bool names_country = std::any_of(names.begin(), names.end(), is_named);
  const bool order_allowed = !context.is_preferential() || context.kind == origin_codes::kFormA;
  const bool is_order = order_allowed && context.word_in("order_consignee", text) != nullptr;
  // On a non-preferential certificate the consignee may sit elsewhere: any country will do (COO 2.5 box 4).
  const bool names_other = !context.is_preferential() && !foreign_place(context, text).empty();
  if (!names.empty() && !names_country && !is_order && !names_other) {
    context.out.add("ORG005", context.header, kConsignee,
                    {box, names.front(), order_allowed ? " / TO ORDER" : ""});
  }
  if (!context.is_preferential() || context.country == origin_codes::kTaiwan) return;
  const OriginWordRow* place = context.word_in("separate_place", text);
  if (place != nullptr && context.country != origin_codes::kHongKong && context.country != origin_codes::kMacao)
    context.out.add("ORG006", context.header, kConsignee, {box, place->word});
}

void check_country_name(const OriginContext& context) {
  const FieldAt at = F::origin::destination_country_name;
  const std::string given = plain(context.header[at]);
  const auto names = context.country_names(context.country);
  if (given.empty() || names.empty() || std::find(names.begin(), names.end(), given) != names.end()) return;
  context.out.add("ORG105", context.header, at,
                  {std::string(context.header[at]), std::string(context.country), names.front()});
}

}  // namespace

void check_origin_parties(const OriginContext& context) {
  check_exporter(context);
  check_consignee(context);
  check_country_name(context);
}

}  // namespace datong::domain
