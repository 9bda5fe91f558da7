#include "domain/inspection/certificate_content.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::domain {
namespace {

constexpr std::string_view kTreatmentContents[] = {"treated_on",           "treatment",           "chemical",
                                                   "duration_hours",       "temperature_celsius", "concentration",
                                                   "treatment_information"};
constexpr std::string_view kTreatmentNeeds[] = {"treated_on", "treatment"};
constexpr std::string_view kReexportContents[] = {"reexport_of", "reexport_origin", "reexport_marks"};

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; });
}

class Review {
 public:
  Review(std::string_view code, const CertificateContent& content, const Document* document, const Edition& edition,
         Date day)
      : content_(content), document_(document), edition_(edition), day_(day), rows_(edition.contents(code, day)) {
    const CodeRow* kind = edition.code(List::certificate_kind, code, day);
    kind_ = kind == nullptr ? std::string(code) : kind->name_zh + " " + kind->name_en;
  }

  std::vector<Finding> run() {
    for (const auto& [name, text] : content_.texts) {
      if (!text.empty() && row(name) == nullptr) add("CRT103", name, {name, kind_});
    }
    for (const ContentRow* each : rows_) check(*each);
    together(kTreatmentNeeds, content_.states_a_treatment(), "CRT107");
    together(kReexportContents, states_any(kReexportContents), "CRT108");
    return std::move(findings_);
  }

 private:
  const ContentRow* row(std::string_view name) const {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const ContentRow* each) { return each->content == name; });
    return found == rows_.end() ? nullptr : *found;
  }
  void add(RuleId rule, std::string_view name, std::vector<std::string> values) {
    findings_.push_back(finding(rule, "/" + std::string(name), std::move(values)));
  }
  static std::string label(const ContentRow& each) { return each.label_zh + " " + each.label_en; }

  void check(const ContentRow& each) {
    const std::string_view text = content_[each.content];
    if (text.empty()) {
      if (each.is_needed) add("CRT101", each.content, {label(each), kind_});
      return;
    }
    const auto length = utf8_length(text);
    if (!length || !is_printable(text)) return add("CRT105", each.content, {label(each)});
    if (*length > each.longest) return add("CRT102", each.content, {label(each), std::to_string(each.longest)});
    if (const std::string_view form = wrong_form(each.content, text); !form.empty())
      return add("CRT104", each.content, {label(each), std::string(form)});
    check_lines(each, text);
  }

  /// "" or how the text must be written.
  std::string_view wrong_form(std::string_view name, std::string_view text) const {
    const auto lines = lines_of(text);
    if (name == "treated_on") return Date::parse(text) ? "" : "YYYY-MM-DD";
    if (name == "temperature_celsius") return Decimal::parse(text) ? "" : "-18.5";
    if (name == "duration_hours") {
      const auto hours = Decimal::parse(text);
      return hours && !hours->is_negative() ? "" : "24.5";
    }
    if (name == "reexport_origin")
      return edition_.code(List::country, text, day_) != nullptr ? "" : "ISO 3166-1 numeric";
    if (name == "certified_quantity") {
      const bool good = std::all_of(lines.begin(), lines.end(), [&](std::string_view line) {
        return parse_certified_quantity(line, edition_, day_).has_value();
      });
      return good ? "" : "480.5 035";
    }
    if (name == "reexport_marks") {
      for (const std::string_view word : split(text, ' ')) {
        if (std::find(kReexportMarks.begin(), kReexportMarks.end(), word) == kReexportMarks.end())
          return "original certified_copy packed repacked original_containers new_containers original_certificate "
                 "additional_inspection";
      }
    }
    return "";
  }

  void check_lines(const ContentRow& each, std::string_view text) {
    const bool per_line = each.content == "certified_quantity" || each.content == "botanical_names";
    if (!per_line || document_ == nullptr) return;
    const std::size_t count = lines_of(text).size(), goods = document_->header().count(Group::goods);
    const bool one_for_all = each.content == "botanical_names" && count == 1;
    if (count != goods && !one_for_all) add("CRT106", each.content, {label(each), std::to_string(goods)});
  }

  template <std::size_t N>
  bool states_any(const std::string_view (&names)[N]) const {
    return std::any_of(std::begin(names), std::end(names), [&](std::string_view name) { return content_.has(name); });
  }
  template <std::size_t N>
  void together(const std::string_view (&names)[N], bool stated, RuleId rule) {
    if (!stated) return;
    for (const std::string_view name : names) {
      const ContentRow* each = row(name);
      if (each != nullptr && !each->is_needed && !content_.has(name)) add(rule, name, {label(*each)});
    }
  }

  const CertificateContent& content_;
  const Document* document_;
  const Edition& edition_;
  Date day_;
  std::vector<const ContentRow*> rows_;
  std::string kind_;
  std::vector<Finding> findings_;
};

}  // namespace

bool CertificateContent::states_a_treatment() const {
  return std::any_of(std::begin(kTreatmentContents), std::end(kTreatmentContents),
                     [&](std::string_view name) { return has(name); });
}

std::vector<Finding> review_content(std::string_view code, const CertificateContent& content, const Document* document,
                                    const Edition& edition, Date day) {
  return Review(code, content, document, edition, day).run();
}

std::optional<CertifiedQuantity> parse_certified_quantity(std::string_view line, const Edition& edition, Date day) {
  const std::size_t blank = line.find(' ');
  if (blank == line.npos) return std::nullopt;
  const auto quantity = Decimal::parse(line.substr(0, blank));
  const std::string_view unit = line.substr(blank + 1);
  if (!quantity || quantity->is_negative() || edition.code(List::unit, unit, day) == nullptr) return std::nullopt;
  return CertifiedQuantity{*quantity, unit};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return split(text, '\n');
}

}  // namespace datong::domain
