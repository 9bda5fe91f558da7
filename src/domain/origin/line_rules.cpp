// Marks, goods lines, packages, descriptions, H.S. codes, quantities. V14 to V27, V39, V40.
#include <algorithm>

#include "base/text.hpp"
#include "domain/certificate/words.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

namespace G = F::origin_goods;
constexpr FieldAt kMarks = F::origin::marks;

std::optional<std::uint64_t> whole(const std::optional<Decimal>& number) {
  if (!number || number->is_negative() || number->raw() % Decimal::kScale != 0) return std::nullopt;
  const int128 value = number->raw() / Decimal::kScale;
  if (value > int128{1'000'000'000'000}) return std::nullopt;
  return static_cast<std::uint64_t>(value);
}

Decimal sum_of_packages(const OriginContext& context) {
  Decimal sum;
  for (const OriginLine& line : context.lines) {
    if (line.is_goods && line.packages) sum = sum + *line.packages;
  }
  return sum;
}

/// MADE IN x with x not ours, or a separate place named: what the marks say, "" when all is well.
std::string foreign_origin(const OriginContext& context, const std::string& marks) {
  for (const OriginWordRow* claim : context.tables.words_for("origin_claim")) {
    for (std::size_t at = marks.find(claim->word); at != marks.npos; at = marks.find(claim->word, at + 1)) {
      std::size_t begin = at + claim->word.size();
      while (begin < marks.size() && (marks[begin] == ' ' || marks[begin] == ':')) ++begin;
      std::string_view place = std::string_view(marks).substr(begin);
      if (place.starts_with("THE ")) place.remove_prefix(4);
      const auto own = context.tables.words_for("own_country");
      const auto is_own = [&](const OriginWordRow* word) {
        return place.starts_with(word->word) && has_words(place, word->word);
      };
      const bool is_longer_claim = std::any_of(own.begin(), own.end(), is_own) || place.empty() ||
                                   !has_words(marks, claim->word);
      if (!is_longer_claim && !(place.front() < 'A' || place.front() > 'Z'))
        return claim->word + " " + std::string(place.substr(0, place.find(' ')));
    }
  }
  const bool is_destination = context.country == origin_codes::kHongKong || context.country == origin_codes::kMacao ||
                              context.country == origin_codes::kTaiwan;
  if (is_destination) return {};
  const OriginWordRow* place = context.word_in("foreign_mark", marks);
  return place == nullptr ? std::string() : place->word;
}

/// The number after the last "1-" of "C/NO.1-150", nullopt when the marks count nothing.
std::optional<std::uint64_t> counted_to(const std::string& marks) {
  for (std::size_t at = marks.rfind("1-"); at != marks.npos && at > 0; at = marks.rfind("1-", at - 1)) {
    if (is_digits(marks.substr(at - 1, 1))) continue;
    std::uint64_t number = 0;
    std::size_t digits = 0;
    while (at + 2 + digits < marks.size() && digits < 9 && is_digits(marks.substr(at + 2 + digits, 1)))
      number = number * 10 + static_cast<std::uint64_t>(marks[at + 2 + digits++] - '0');
    const std::size_t end = at + 2 + digits;
    const bool is_whole = end == marks.size() || marks[end] == ' ';
    if (digits > 0 && is_whole) return number;
  }
  return std::nullopt;
}

void check_marks(const OriginContext& context) {
  const Record& header = context.header;
  const std::string marks = plain(header[kMarks]);
  if (marks.empty()) return;
  const std::string box = context.box(kMarks);
  if (context.is_word("no_mark", marks)) context.out.add("ORG014", header, kMarks, {box, marks});
  if (const OriginWordRow* word = context.word_in("mark_reference", marks))
    context.out.add("ORG015", header, kMarks, {box, word->word});
  if (const std::string claim = foreign_origin(context, marks); !claim.empty())
    context.out.add("ORG016", header, kMarks, {box, claim});
  const auto last = counted_to(marks);
  const auto packages = whole(sum_of_packages(context));
  if (last && packages && *packages > 0 && *last != *packages)
    context.out.add("ORG017", header, kMarks, {box, std::to_string(*last), std::to_string(*packages)});
  const bool has_picture = header.count(Group::mark_picture) > 0;
  const OriginWordRow* attached = context.word_in("attached_marks", marks);
  if (attached != nullptr && !has_picture) context.out.add("ORG118", header, kMarks, {attached->word});
  if ((attached != nullptr || has_picture) && plain(header[F::origin::note]).find("ATTACH") == std::string::npos)
    context.out.add("ORG018", header, F::origin::note);
}

void check_numbering(const OriginContext& context) {
  for (std::size_t i = 0; i < context.lines.size(); ++i) {
    const Record& line = *context.lines[i].record;
    const std::string wanted = std::to_string(i + 1);
    if (line.has(G::line_number) && line[G::line_number] != wanted)
      context.out.add("ORG019", line, G::line_number, {std::string(line[G::line_number]), wanted});
  }
  if (context.goods_lines == 0) context.out.add("ORG219", context.header, Group::origin_goods);
  if (context.row != nullptr && context.row->lines_max > 0 &&
      context.goods_lines > static_cast<std::size_t>(context.row->lines_max)) {
    context.out.add("ORG119", context.header, Group::origin_goods,
                    {std::string(context.kind), std::to_string(context.row->lines_max),
                     std::to_string(context.goods_lines)});
  }
}

/// Words and figures of the packages stand in the description: "TWO THOUSAND (2000) CTNS …".
bool says_packages(std::string_view description, std::uint64_t count) {
  std::string text = plain(description);
  std::replace(text.begin(), text.end(), '-', ' ');
  const std::string figures = "(" + std::to_string(count) + ")";
  const std::string with_and = number_words(count);
  std::string without;
  for (const std::string_view word : split(with_and, ' ')) {
    if (word != "AND") without += (without.empty() ? "" : " ") + std::string(word);
  }
  return text.find(with_and + " " + figures) != text.npos || text.find(without + " " + figures) != text.npos ||
         text.find(with_and + figures) != text.npos;
}

void check_packages(const OriginContext& context, const OriginLine& line) {
  const Record& record = *line.record;
  const std::string unit = plain(record[G::package_unit]);
  if (line.is_goods && context.is_word("bare_package", unit))
    context.out.add("ORG121", record, G::package_unit, {unit});
  const bool unpacked = context.is_word("unpacked", unit);
  const std::string_view given = record[G::package_regularity];
  const std::string_view wanted = unpacked ? origin_codes::kIrregularPacking : origin_codes::kRegularPacking;
  if (!unit.empty() && !given.empty() && given != wanted)
    context.out.add("ORG022", record, G::package_regularity, {unit, std::string(wanted)});
  const auto count = whole(line.packages);
  const bool counted = line.is_goods && !unpacked && count && *count > 0 && !unit.empty();
  if (counted && context.is_english() && !says_packages(record[G::description], *count)) {
    context.out.add("ORG021", record, G::description,
                    {context.box(G::description), package_text(record, context.edition, context.day)});
  }
}

void check_name(const OriginContext& context, const OriginLine& line) {
  const Record& record = *line.record;
  const std::string name = plain(record[G::goods_name_en]);
  if (context.is_word("umbrella_word", name)) context.out.add("ORG020", record, G::goods_name_en, {name});
  const std::string_view code = record[G::commodity_code];
  if (code.size() < 2) return;
  const OriginWordRow* telling = context.word_in("chapter_word", name);
  if (telling != nullptr && !is_in_goods(code, telling->code))
    context.out.add("ORG027", record, G::commodity_code, {telling->word, std::string(code)});
}

void check_code(const OriginContext& context, const Record& record) {
  const std::string code(record[G::commodity_code]);
  if (!is_digits(code) || context.row == nullptr) return;
  if (code.size() < static_cast<std::size_t>(context.row->hs_digits)) {
    context.out.add("ORG026", record, G::commodity_code, {code, std::to_string(context.row->hs_digits)});
  } else if (code.size() == 10) {
    const CodeState state = context.edition.tariff_state(code, context.day);
    if (state == CodeState::unknown) context.out.add("ORG126", record, G::commodity_code, {code});
    if (state == CodeState::out_of_date)
      context.out.add("ORG226", record, G::commodity_code, {code, context.day.to_string()});
  }
}

void check_quantity(const OriginContext& context, const OriginLine& line) {
  const Record& record = *line.record;
  const std::string unit = plain(record[G::unit_en]);
  const std::string box = context.box(G::quantity);
  if (context.is_rcep() && context.is_word("package_word", unit))
    context.out.add("ORG039", record, G::unit_en, {box, unit});
  const bool is_weight = context.is_word("weight_unit", unit);
  if (is_weight && line.quantity && line.quantity != line.gross && line.quantity != line.net)
    context.out.add("ORG139", record, G::quantity, {box, std::string(record[G::quantity])});
  if (line.net && line.gross && *line.net > *line.gross) {
    context.out.add("ORG040", record, G::net_weight,
                    {std::string(record[G::net_weight]), std::string(record[G::gross_weight])});
  }
}

void check_total(const OriginContext& context) {
  const Decimal sum = sum_of_packages(context);
  std::string texts;
  for (const OriginLine& line : context.lines) {
    texts += plain((*line.record)[G::description]) + ' ';
    if (!line.is_goods && line.packages && !line.packages->is_zero() && !sum.is_zero() && *line.packages != sum)
      context.out.add("ORG023", *line.record, G::package_quantity, {line.packages->to_string(), sum.to_string()});
  }
  const std::string total = total_text(context.document, context.edition, context.day);
  const auto count = whole(sum);
  if (total.empty() || !count || !context.is_english()) return;
  const std::size_t at = total_stated_at(texts);
  if (at == texts.npos || texts.find("(" + std::to_string(*count) + ")", at) == texts.npos)
    context.out.add("ORG025", context.header, Group::origin_goods, {total});
}

bool has_end_mark(std::string_view description) {
  const std::string_view text = trim(description);
  return text.ends_with("***") || text.ends_with('\\');
}

void check_end_mark(const OriginContext& context) {
  for (std::size_t i = 0; i < context.lines.size(); ++i) {
    const Record& record = *context.lines[i].record;
    const bool is_last = i + 1 == context.lines.size();
    if (is_last && !has_end_mark(record[G::description]))
      context.out.add("ORG024", record, G::description, {context.box(G::description)});
    if (!is_last && has_end_mark(record[G::description])) context.out.add("ORG124", record, G::description);
  }
}

}  // namespace

void check_origin_goods(const OriginContext& context) {
  check_marks(context);
  check_numbering(context);
  for (const OriginLine& line : context.lines) {
    check_packages(context, line);
    if (!line.is_goods) continue;
    check_name(context, line);
    check_code(context, *line.record);
    check_quantity(context, line);
  }
  check_total(context);
  check_end_mark(context);
}

}  // namespace datong::domain
