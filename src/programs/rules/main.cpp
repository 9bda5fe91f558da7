// What the server's rules say of generated documents, for comparison with the browser's module (web/src/rules/rules.test.mjs).
// Arguments: data folder, first number, number of documents. Reads the edition's files named on standard input, one a line; prints a
// line with the rows as the browser gets them, then one line a document: {form, day, document, findings, codes, tariff}.
#include <charconv>
#include <cstdio>
#include <string>

#include "base/csv.hpp"
#include "base/limits.hpp"
#include "document/json/case_json.hpp"
#include "document/json/form_json.hpp"
#include "domain/declaration/example.hpp"
#include "domain/edition/rule_rows.hpp"
#include "domain/origin/example.hpp"
#include "domain/origin/review.hpp"

namespace {

using namespace datong;
using namespace datong::domain;
using document::Json;

std::string read_file(const std::string& path) {
  std::string bytes;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[16384];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
    std::fclose(file);
  }
  return bytes;
}

std::string read_line() {
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) line += static_cast<char>(c);
  return line;
}

struct Random {  // PCG-like: the same documents everywhere
  std::uint64_t state;
  std::uint32_t next(std::size_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>((state >> 33) % below);
  }
  bool one_in(std::size_t n) { return next(n) == 0; }
};

/// Damages a document as JSON: values of every wrong kind, rows too many or missing, members nobody knows.
class Damage {
 public:
  Damage(const Edition& edition, Date day, Random& random) : edition_(edition), day_(day), random_(random) {}

  void operator()(Json& root, Group form) {
    const std::uint32_t times = 1 + random_.next(6);
    for (std::uint32_t i = 0; i < times; ++i) {
      Group group = form;
      Json changed = descend(root, group);
      root = std::move(changed);
    }
  }

 private:
  /// The record with one place in it, or below it, changed.
  Json descend(Json record, Group group) {
    std::vector<const Json::Member*> rows;
    for (const Json::Member& member : *record.as_object()) {
      if (child_by_name(group, member.first) && member.second.as_array() && !member.second.as_array()->empty()) rows.push_back(&member);
    }
    if (rows.empty() || random_.one_in(2)) return change(std::move(record), group);
    const Json::Member* member = rows[random_.next(rows.size())];
    const std::string name = member->first;
    Json::Array entries = *member->second.as_array();
    const std::size_t at = random_.next(entries.size());
    const Group child = *child_by_name(group, name);
    if (random_.one_in(12)) entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
    else if (random_.one_in(12)) entries.insert(entries.begin(), entries[at]);
    else if (entries[at].is_object()) entries[at] = descend(entries[at], child);
    return record.set(name, Json::make_array(std::move(entries)));
  }

  Json change(Json record, Group group) {
    const auto fields = fields_of(group);
    const Field& field = fields[random_.next(fields.size())];
    if (random_.one_in(40)) return record.set("no_such~/member", value(field));
    if (random_.one_in(8)) {
      const GroupSpec& spec = groups()[random_.next(groups().size())];
      if (spec.parent == group && record.get(spec.name) == nullptr) return record.set(spec.name, rows(spec));
    }
    return record.set(field.name, value(field));
  }

  Json rows(const GroupSpec& spec) {
    Json list = Json::make_array();
    const std::size_t count = random_.one_in(10) ? spec.count_max % 60 + 1 : 1 + random_.next(2);
    for (std::size_t i = 0; i < count; ++i) {
      Json row = Json::make_object();
      for (const Field& field : fields_of(spec.group)) {
        if (random_.one_in(3)) row.set(field.name, value(field));
      }
      list.add(std::move(row));
    }
    return list;
  }

  Json value(const Field& field) {
    switch (random_.next(16)) {
      case 0: return "";
      case 1: return random_.next(1000);
      case 2: return random_.one_in(2);
      case 3: return random_.one_in(2) ? Json() : random_.one_in(2) ? Json::make_array({"1"}) : Json::make_object();
      case 4: return std::string(field.longest + random_.next(2), 'x');
      case 5: return field.shorter > 0 ? std::string(field.shorter + random_.next(2), '1') : "0";
      case 6: return word();
      case 7: return word();
      default: return likely(field);
    }
  }

  std::string word() {
    constexpr const char* kWords[] = {"0", "1", "999", "X", "2026-02-30", "1.123456", "-1", "双 名", "\xE3\x80\x80", "a,b", ",1", "1,", "Y", "N",
        "UNITED STATES", "HAMBURG, GERMANY", "MADE IN JAPAN", "N/M", "TO ORDER", "HONGKONG VIA", "2006-01-22", "\xF0\x9F\x9A\xA2", "\x01", "***",
        "TOTAL: ONE (1) CARTON ONLY.", "\"\\/\n\t", "6203429000", "9999999999", "62", "620342", "101003", "1000.00001", "100000000000000000000"};
    return kWords[random_.next(std::size(kWords))];
  }

  /// A value of the field's own type, often right.
  Json likely(const Field& field) {
    switch (field.type) {
      case FieldType::integer: return random_.next(2000);
      case FieldType::decimal: return std::to_string(random_.next(100000)) + "." + std::to_string(random_.next(1000));
      case FieldType::date: return day_.plus_days(static_cast<int>(random_.next(120)) - 60).to_string();
      case FieldType::dates: return "20260101;20260102";
      case FieldType::flags: return random_.one_in(2) ? "10100" : "0001";
      case FieldType::digits: return std::to_string(random_.next(4'000'000'000));
      case FieldType::code:
      case FieldType::code_list:
        if (field.list != List::none && field.list != List::tariff && field.list != List::office) {
          const auto codes = edition_.codes(field.list, day_);
          if (!codes.empty()) return codes[random_.next(codes.size())]->code;
        }
        return "000000";
      case FieldType::text: break;
    }
    return word();
  }

  const Edition& edition_;
  Date day_;
  Random& random_;
};

Document example(std::size_t number, Date day, Random& random) {
  constexpr const char* kKinds[] = {"C", "G", "E", "RC"};
  if (number % 2 == 1) return example_application(kKinds[random.next(4)], 1 + random.next(6), day, 1 + random.next(9000));
  Document document = random.one_in(3) ? example_import(day) : random.one_in(3) ? example_plant_export(day) : example_export(day);
  if (random.one_in(4)) make_lines(document, 1 + random.next(8));
  return document;
}

void print_case(std::size_t number, const Edition& edition) {
  Random random{number + 1};
  random.next(2);
  const Date day = Date::from_ymd(2024, 3, 1)->plus_days(static_cast<int>(random.next(1000)));
  const Group form = number % 2 == 1 ? Group::origin : Group::header;
  Json json = *Json::parse(document::write_form_json(example(number, day, random)));
  if (!random.one_in(20)) Damage(edition, day, random)(json, form);
  const std::string text = json.to_string();
  auto reading = document::read_form_json(text, form);
  Json line = Json::make_object();
  line.set("form", form == Group::header ? "declaration" : "origin").set("day", day.to_string()).set("document", std::move(json));
  if (!reading) {
    line.set("malformed", reading.error().detail);
  } else {
    std::vector<Finding> findings = std::move(reading->findings);
    for (Finding& finding : form == Group::header ? review_form(reading->document, edition, day) : review_origin_form(reading->document, edition, day))
      findings.push_back(std::move(finding));
    line.set("findings", document::findings_json(findings));
    if (number % 8 < 2) {  // these are reviewed without the tariff, and again once its rows are there
      Json codes = Json::make_array();
      std::vector<std::string_view> asked;
      for (const Record* row : reading->document.all(form == Group::header ? Group::goods : Group::origin_goods)) {
        const auto code = (*row)[form == Group::header ? F::goods::commodity_code : F::origin_goods::commodity_code];
        if (!code.empty()) asked.push_back(code);
      }
      line.set("tariff", RuleRows::write_tariff(edition, asked));
    }
  }
  std::printf("%s\n", line.to_string().c_str());
}

std::size_t number_of(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  EditionBuilder builder;
  for (std::string name = read_line(); !name.empty(); name = read_line()) {
    auto table = read_csv(read_file(std::string(argv[1]) + "/" + name));
    if (!table) return 3;
    builder.add(name, std::move(*table));
  }
  auto edition = builder.build("data", "");
  if (!edition) return 4;
  Json rows = Json::make_object();
  rows.set("rows", RuleRows::write(**edition, static_cast<std::size_t>(-1))).set("rows_without_tariff", RuleRows::write(**edition, 0));
  const Date day = *Date::from_ymd(2026, 6, 1);
  Document declaration = example_export(day);
  make_lines(declaration, limits::kGoodsLinesMax);
  rows.set("declaration", *Json::parse(document::write_form_json(declaration)));
  rows.set("application", *Json::parse(document::write_form_json(example_application("RC", 200, day))));
  std::printf("%s\n", rows.to_string().c_str());
  const std::size_t first = number_of(argv[2]), count = number_of(argv[3]);
  for (std::size_t i = first; i < first + count; ++i) print_case(i, **edition);
  return 0;
}
