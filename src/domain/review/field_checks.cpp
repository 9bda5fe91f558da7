#include "domain/review/field_checks.hpp"

#include <array>

#include "base/text.hpp"

namespace datong::domain {
namespace {

/// What a check reads of a Field, without its words: the whole table stays in the first-level cache.
struct Check {
  FieldType type;
  Need export_need, import_need;
  List list;
  std::uint32_t longest, shorter;
};
constexpr std::array<Check, kFieldCount> kChecks{{
#define FIELD(group, name, element, type, longest, shorter, export_need, import_need, list, zh, en, source) \
  {FieldType::type, Need::export_need, Need::import_need, List::list, longest, shorter},
#include "domain/form/fields.def"
#include "domain/form/origin_fields.def"
#undef FIELD
}};
constexpr std::array<std::uint16_t, kGroupCount> kFirst = [] {
  std::array<std::uint16_t, kGroupCount> first{};
  for (std::size_t i = kFieldCount; i-- > 0;)
    first[static_cast<std::size_t>(F::detail::kGroupOf[i])] = static_cast<std::uint16_t>(i);
  return first;
}();
constexpr std::array<std::uint16_t, kGroupCount> kCount = [] {
  std::array<std::uint16_t, kGroupCount> count{};
  for (const Group group : F::detail::kGroupOf) ++count[static_cast<std::size_t>(group)];
  return count;
}();

bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  if (dot == text.npos) return text.size() <= 19 && is_digits(text);
  const std::string_view places = text.substr(dot + 1);
  return dot <= 19 && places.size() <= 5 && is_digits(text.substr(0, dot)) && is_digits(places);
}

bool is_integer(std::string_view text) {
  return text.size() <= 9 && is_digits(text) && (text == "0" || text[0] != '0');
}

bool is_flags(std::string_view text) { return text.find_first_not_of("01") == text.npos; }

bool is_date_list(std::string_view text) {
  for (const std::string_view piece : split(text, ';')) {
    if (piece.size() != 8 || !is_digits(piece)) return false;
    const auto number = [&](std::size_t at, std::size_t count) {
      int value = 0;
      for (const char c : piece.substr(at, count)) value = value * 10 + (c - '0');
      return value;
    };
    if (!Date::from_ymd(number(0, 4), number(4, 2), number(6, 2))) return false;
  }
  return true;
}

bool has_control_character(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r')) return true;
  }
  return false;
}

/// "" when the value has its form, else the form it should have.
std::string_view wrong_form(FieldType type, std::string_view value) {
  switch (type) {
    case FieldType::text: return has_control_character(value) ? "text" : "";
    case FieldType::digits: return is_digits(value) ? "" : "0-9";
    case FieldType::code: return has_control_character(value) ? "code" : "";
    case FieldType::code_list:
      return value.starts_with(',') || value.ends_with(',') || value.find(",,") != value.npos ? "11,12" : "";
    case FieldType::decimal: return is_decimal(value) ? "" : "1234.56789";
    case FieldType::integer: return is_integer(value) ? "" : "0…999999999";
    case FieldType::date: return Date::parse(value) ? "" : "YYYY-MM-DD";
    case FieldType::dates: return is_date_list(value) ? "" : "YYYYMMDD;YYYYMMDD";
    case FieldType::flags: return is_flags(value) ? "" : "0/1";
  }
  return "";
}

class FieldChecks {
 public:
  FieldChecks(std::optional<Direction> direction, const Edition& edition, Date legal_day, Findings& out)
      : direction_(direction), edition_(edition), legal_day_(legal_day), out_(out) {}

  void check(const Record& record) const {
    const auto group = static_cast<std::size_t>(record.group());
    for (std::uint16_t position = 0; position < kCount[group]; ++position) {
      const std::string_view value = record.value(position);
      const Check& check = kChecks[kFirst[group] + position];
      const Need need = need_of(check);
      if (value.empty()) {
        if (need == Need::M) add("DEC004", record, position, {});
        continue;
      }
      if (need == Need::N) add("DEC011", record, position, {});
      if (need == Need::X) add("DEC012", record, position, {});
      check_value(record, position, check, value);
    }
    for (const Record::Unknown& unknown : record.unknown())
      out_.add("DEC008", record, {std::string(unknown.element)});
    check_children(record);
  }

 private:
  Need need_of(const Check& check) const {
    if (direction_ == Direction::export_) return check.export_need;
    if (direction_ == Direction::import_) return check.import_need;
    return check.export_need == check.import_need ? check.export_need : Need::O;
  }

  void check_value(const Record& record, std::uint16_t position, const Check& check, std::string_view value) const {
    const std::optional<std::size_t> length = utf8_length(value);
    if (!length) return add("DEC001", record, position, {"UTF-8"});
    if (*length > check.longest)
      return add("DEC002", record, position, {std::to_string(check.longest), std::to_string(*length)});
    if (const std::string_view form = wrong_form(check.type, value); !form.empty()) {
      return add("DEC001", record, position, {std::string(form)});
    }
    if (check.shorter != 0 && check.list == List::none && *length > check.shorter) {
      add("DEC003", record, position, {std::to_string(check.shorter), std::to_string(*length)});
    }
    if (check.type == FieldType::decimal && value.front() == '-') return add("DEC013", record, position, {});
    if (check.list == List::none || check.list == List::tariff)
      return;  // the tariff is looked up once a line, in the goods rules
    if (check.type == FieldType::code_list) {
      for (const std::string_view code : split(value, ',')) check_code(record, position, check.list, code);
    } else {
      check_code(record, position, check.list, value);
    }
  }

  void check_code(const Record& record, std::uint16_t position, List list, std::string_view code) const {
    switch (edition_.code_state(list, code, legal_day_)) {
      case CodeState::in_force: return;
      case CodeState::out_of_date:
        return add("DEC006", record, position, {std::string(code), legal_day_.to_string()});
      case CodeState::unknown:
        // A list without a single row is one we were never given: that refuses, whatever the list's openness.
        const bool refuse = edition_.is_closed(list) || edition_.codes(list, legal_day_).empty();
        return add(refuse ? RuleId("DEC005") : RuleId("DEC010"), record, position, {std::string(code)});
    }
  }

  void check_children(const Record& record) const {
    if (record.children().empty()) return;
    std::array<std::size_t, kGroupCount> counts{};
    for (const Record& child : record.children()) {
      ++counts[static_cast<std::size_t>(child.group())];
      check(child);
    }
    for (const GroupSpec& spec : groups_of(root_of(record.group()))) {
      const std::size_t count = counts[static_cast<std::size_t>(spec.group)];
      if (count > spec.count_max) {
        out_.add("DEC009", record, spec.group,
                        {std::string(spec.name), std::to_string(spec.count_max), std::to_string(count)});
      }
    }
  }

  /// {0} of these rules is always the field's name.
  void add(RuleId rule, const Record& record, std::uint16_t position, std::vector<std::string> more) const {
    more.insert(more.begin(), std::string(fields_of(record.group())[position].name));
    out_.add(rule, record, FieldAt{record.group(), position}, std::move(more));
  }

  std::optional<Direction> direction_;
  const Edition& edition_;
  Date legal_day_;
  Findings& out_;
};

}  // namespace

void check_fields(const Record& root, std::optional<Direction> direction, const Edition& edition, Date legal_day,
                  Findings& out) {
  FieldChecks(direction, edition, legal_day, out).check(root);
}

}  // namespace datong::domain
