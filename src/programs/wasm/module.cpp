// The rules of the forms as a WebAssembly module: what web/src/rules/rules.ts calls. Texts go in as UTF-8 at an address from
// `allocate`; an answer is JSON at `answer_at`, `answer_size` long, until the next call. A call's text begins with its arguments,
// each ended by NUL; a document follows as events: { [ } x, or k (name), s (text), n (number) and a text ended by NUL.
// No import: nothing here reads a clock, a file or the network. A broken invariant traps; the page then starts the module anew.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/json/form_reader.hpp"
#include "domain/declaration/review.hpp"
#include "domain/edition/origin_tables.hpp"
#include "domain/edition/rule_rows.hpp"
#include "domain/origin/review.hpp"

namespace datong {

void check_failed(const char*, const char*, int) { __builtin_trap(); }  // for base/check.cpp, which prints

namespace {

using namespace domain;

struct Module {
  std::string rows;                                  ///< as RuleRows::write gave them
  std::vector<std::string> tariff;                   ///< what was fetched since
  std::set<std::string, std::less<>> asked;          ///< commodity codes whose rows are in `tariff`, if they have any
  std::shared_ptr<const Edition> edition;
  std::string answer;
};
Module& module() {
  static Module only;
  return only;
}

/// The call's arguments and what follows them.
class Input {
 public:
  explicit Input(std::string_view text) : left_(text) {}
  std::string_view argument() {
    const std::size_t end = std::min(left_.find('\0'), left_.size());
    const std::string_view found = left_.substr(0, end);
    left_.remove_prefix(std::min(end + 1, left_.size()));
    return found;
  }
  char event() {
    const char first = left_.empty() ? '\0' : left_.front();
    left_.remove_prefix(left_.empty() ? 0 : 1);
    return first;
  }
  std::string_view rest() const { return left_; }

 private:
  std::string_view left_;
};

// ---- answers

void member(std::string& out, std::string_view name, std::string_view text) {
  append_json_string(out, name);
  out += ':';
  append_json_string(out, text);
  out += ',';
}
void member(std::string& out, std::string_view name, std::size_t number) {
  append_json_string(out, name);
  (out += ':').append(std::to_string(number)) += ',';
}
/// Closes an object or array whose last member left a comma.
void close(std::string& out, char bracket) {
  if (out.back() == ',') out.pop_back();
  out += bracket;
}

bool refuse(std::string_view why) {
  std::string& out = module().answer = "{";
  member(out, "error", why);
  close(out, '}');
  return false;
}

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::text: return "text";
    case FieldType::digits: return "digits";
    case FieldType::code: return "code";
    case FieldType::code_list: return "code_list";
    case FieldType::decimal: return "decimal";
    case FieldType::integer: return "integer";
    case FieldType::date: return "date";
    case FieldType::dates: return "dates";
    case FieldType::flags: return "flags";
  }
  return "";
}

std::string_view need_name(Need need) {
  switch (need) {
    case Need::M: return "M";
    case Need::C: return "C";
    case Need::O: return "O";
    case Need::N: return "N";
    case Need::X: return "X";
  }
  return "";
}

/// Each form has a module of its own, with the rules of that form and no others.
#ifdef DATONG_RULES_OF_ORIGIN
constexpr Group kRoot = Group::origin;
constexpr std::string_view kForm = "origin";
#else
constexpr Group kRoot = Group::header;
constexpr std::string_view kForm = "declaration";
#endif

void describe_field(std::string& out, const Field& field, std::string_view variant, const OriginFieldRow* row) {
  out += '{';
  member(out, "name", field.name);
  member(out, "type", type_name(field.type));
  member(out, "longest", field.longest);
  member(out, "shorter", field.shorter);
  Need need = field.export_need;
  if (variant == "I") need = field.import_need;
  if (root_of(field.group) == Group::header && variant.empty() && field.export_need != field.import_need) need = Need::O;
  member(out, "need", row != nullptr && row->need != 'O' ? std::string_view(&row->need, 1) : need_name(need));
  member(out, "list", list_name(field.list));
  if (row != nullptr && !row->box.empty()) member(out, "box", row->box);
  member(out, "label_zh", field.label_zh);
  member(out, "label_en", field.label_en);
  member(out, "source", field.source);
  close(out, '}');
  out += ',';
}

std::string describe_form(std::string_view variant, Date day) {
  std::string out = "{";
  member(out, "form", kForm);
  member(out, "variant", variant);
  std::vector<const OriginFieldRow*> rows;
  if (kRoot == Group::origin && module().edition) rows = module().edition->origin().fields_of(variant, day);
  out += "\"groups\":[";
  for (const GroupSpec& spec : groups_of(kRoot)) {
    out += '{';
    member(out, "name", spec.name);
    if (spec.parent) member(out, "parent", group_spec(*spec.parent).name);
    member(out, "count_max", spec.count_max);
    member(out, "label_zh", spec.label_zh);
    member(out, "label_en", spec.label_en);
    out += "\"fields\":[";
    const auto fields = fields_of(spec.group);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto row = std::find_if(rows.begin(), rows.end(), [&](const OriginFieldRow* r) {
        return r->group == spec.group && r->position == i;
      });
      describe_field(out, fields[i], variant, row == rows.end() ? nullptr : *row);
    }
    close(out, ']');
    out += "},";
  }
  close(out, ']');
  out += '}';
  return out;
}

/// As the server's findings_json: the same members in the same order.
void append_finding(std::string& out, const Finding& finding) {
  out += '{';
  member(out, "path", finding.path);
  member(out, "rule", finding.rule);
  member(out, "severity", finding.severity == Severity::refusal ? "refusal" : "warning");
  out += "\"values\":[";
  for (const std::string& value : finding.values) {
    append_json_string(out, value);
    out += ',';
  }
  close(out, ']');
  out += ',';
  member(out, "zh", words(finding, "zh"));
  member(out, "en", words(finding, "en"));
  close(out, '}');
  out += ',';
}

// ---- review

/// Only the server can read XML: what it sent is in its normal form already.
std::optional<std::string> as_sent(Group, std::string_view, std::string_view inner_xml) { return std::string(inner_xml); }

/// Fills the reader from the events; why not, "" when all is well.
std::string_view read_events(Input& input, document::FormReader& reader) {
  std::size_t depth = 0;
  do {
    bool good = true;
    switch (const char event = input.event()) {
      case '{': good = reader.object_begin(), ++depth; break;
      case '[': good = reader.array_begin(), ++depth; break;
      case '}': good = depth > 0 && reader.end(), --depth; break;
      case 'x': good = reader.other(); break;
      case 'k':
        if (depth == 0) return "a name outside an object";
        good = reader.name(input.argument());
        break;
      case 's': good = reader.text(input.argument()); break;
      case 'n': good = reader.number(input.argument()); break;
      default: return event == '\0' ? "the document does not end" : "no such event";
    }
    if (!good) return reader.reason().empty() ? "not well nested" : std::string_view(reader.reason());
    if (depth > limits::kDepthMax) return "nested too deep";
  } while (depth > 0);
  return {};
}

/// Commodity codes of the document whose rows this module has not been given.
std::set<std::string, std::less<>> missing_codes(const Document& document) {
  std::set<std::string, std::less<>> missing;
  if (!RuleRows::is_without_tariff(module().rows)) return missing;
  const auto look = [&](FieldAt at) {
    document.header().each(at.group, [&](const Record& line) {
      const std::string_view code = line[at];
      if (code.size() == 10 && is_digits(code) && !module().asked.contains(code)) missing.emplace(code);
    });
  };
  look(kRoot == Group::header ? FieldAt(F::goods::commodity_code) : FieldAt(F::origin_goods::commodity_code));
  return missing;
}

bool says_unknown_commodity(const Finding& finding) {
  return finding.rule == RuleId("TAR001").id() || finding.rule == RuleId("TAR002").id() || finding.rule == RuleId("ORG126").id();
}

bool review_document(Input input) {
  const bool is_ours = input.argument() == kForm;
  const auto day = Date::parse(input.argument());
  if (!is_ours || !day) return refuse("form or day");
  if (!module().edition) return refuse("no rows");
  document::FormReader reader(kRoot, &as_sent);
  if (const std::string_view why = read_events(input, reader); !why.empty()) return refuse(why);
  document::Reading reading = reader.take();
  std::vector<Finding> findings = std::move(reading.findings);
#ifdef DATONG_RULES_OF_ORIGIN
  auto found = review_origin_form(reading.document, *module().edition, *day);
#else
  auto found = review_form(reading.document, *module().edition, *day);
#endif
  findings.insert(findings.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  const auto missing = missing_codes(reading.document);
  std::erase_if(findings, [&](const Finding& finding) {
    return says_unknown_commodity(finding) && !finding.values.empty() && missing.contains(finding.values.front());
  });
  std::string& out = module().answer = "{\"findings\":[";
  for (std::size_t i = 0; i < findings.size() && i < limits::kFindingsMax; ++i) append_finding(out, findings[i]);
  close(out, ']');
  out += ",\"missing\":[";
  for (const std::string& code : missing) (out += json_string(code)) += ',';
  close(out, ']');
  out += '}';
  return true;
}

bool build_edition() {
  std::vector<std::string_view> texts{module().rows};
  for (const std::string& text : module().tariff) texts.push_back(text);
  auto edition = RuleRows::read(texts);
  if (!edition) return refuse(edition.error().detail);
  module().edition = std::move(*edition);
  return true;
}

}  // namespace
}  // namespace datong

using namespace datong;

/// The library's own prints, and brings all of stdio with it.
void std::__libcpp_verbose_abort(const char*, ...) { __builtin_trap(); }

extern "C" {
// Debian's compiler-rt for wasm32 is built with stack protection and its libc has none.
[[gnu::used]] std::uintptr_t __stack_chk_guard = 0x5A17;
[[gnu::used]] void __stack_chk_fail() { __builtin_trap(); }
[[noreturn]] void abort_message(const char*, ...) { __builtin_trap(); }  // of the library: no printing

void* allocate(std::size_t bytes) { return std::malloc(bytes); }
void release(void* place) { std::free(place); }
const char* answer_at() { return module().answer.data(); }
std::size_t answer_size() { return module().answer.size(); }

/// The text of GET /v1/rules-data.
bool load_rows(const char* text, std::size_t size) {
  module().rows.assign(text, size);
  module().tariff.clear();
  module().asked.clear();
  return build_edition();
}
/// Arguments: the codes asked for, joined by comma; then the answer's text.
bool load_tariff(const char* text, std::size_t size) {
  Input input({text, size});
  for (const std::string_view code : split(input.argument(), ',')) module().asked.emplace(code);
  module().tariff.emplace_back(input.rest());
  return build_edition();
}
/// Arguments: form; direction (I, O) or kind of certificate, "" = not known yet; day.
bool describe(const char* text, std::size_t size) {
  Input input({text, size});
  const bool is_ours = input.argument() == kForm;
  const std::string_view variant = input.argument();
  const auto day = Date::parse(input.argument());
  if (!is_ours || !day) return refuse("form or day");
  module().answer = describe_form(variant, *day);
  return true;
}
/// Arguments: form; day; then the document's events.
bool review(const char* text, std::size_t size) { return review_document(Input({text, size})); }
}
