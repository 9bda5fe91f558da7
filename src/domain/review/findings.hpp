#pragma once
// Collects findings while rules run and returns them in the order of the form. Building a path costs; it happens only
// when a finding is made. A rule switched off in the edition is left out here and nowhere else, and only when it is
// known or assumed: regulation, notice and guide rules cannot be switched off. Thread rule: one per review.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

class Findings {
 public:
  Findings(const Edition& edition, Date legal_day) : edition_(edition), legal_day_(legal_day) {}

  /// About one field.
  void add(RuleId rule, const Record& record, FieldAt at, std::vector<std::string> values = {}) {
    add(rule, rule.rule().severity, record, at, std::move(values));
  }
  /// About one field, with the severity a dated row gives.
  void add(RuleId rule, Severity severity, const Record& record, FieldAt at, std::vector<std::string> values) {
    if (is_off(rule)) return;
    found_.push_back(
        {order(record) | (at.position + 1U), Finding{record.path(at), rule.id(), severity, std::move(values)}});
  }
  /// About a record as a whole.
  void add(RuleId rule, const Record& record, std::vector<std::string> values = {}) {
    if (!is_off(rule)) found_.push_back({order(record), finding(rule, record.path(), std::move(values))});
  }
  /// Made where the form is not known, about this field of it.
  void add(Finding made, const Record& record, FieldAt at) {
    const Rule* rule = find_rule(made.rule);
    if (rule == nullptr || is_off(*rule)) return;
    made.path = record.path(at);
    found_.push_back({order(record) | (at.position + 1U), std::move(made)});
  }
  /// About the rows of one group below `parent`: "/goods", "/goods/0/packages".
  void add(RuleId rule, const Record& parent, Group rows, std::vector<std::string> values = {}) {
    if (is_off(rule)) return;
    const std::string path = parent.path() + "/" + std::string(group_spec(rows).name);
    found_.push_back({order(parent) | level(rows, 0, depth(parent) + 1), finding(rule, path, std::move(values))});
  }

  /// The findings in form order; the collector is empty afterwards.
  std::vector<Finding> take() {
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.order < b.order; });
    std::vector<Finding> result;
    result.reserve(found_.size());
    for (auto& [place, value] : found_) result.push_back(std::move(value));
    found_.clear();
    return result;
  }

 private:
  struct Placed {
    std::uint64_t order;  ///< three levels of (group, index), 16 bits each, then the field
    Finding value;
  };
  static unsigned depth(const Record& record) { return record.parent() == nullptr ? 0 : 1 + depth(*record.parent()); }
  static std::uint64_t level(Group group, std::size_t index, unsigned depth) {
    const unsigned place = static_cast<unsigned>(group) - static_cast<unsigned>(root_of(group));  // below 16 in each form
    return (static_cast<std::uint64_t>(place) << 12 | (index & 0xFFFU)) << (64 - 16 * depth);
  }
  static std::uint64_t order(const Record& record) {
    if (record.parent() == nullptr) return 0;
    return order(*record.parent()) | level(record.group(), record.index(), depth(record));
  }
  bool is_off(RuleId rule) const { return is_off(rule.rule()); }
  bool is_off(const Rule& rule) const {
    return (rule.provenance == Provenance::known || rule.provenance == Provenance::assumed) &&
           !edition_.rule_is_on(rule.id, legal_day_);
  }

  const Edition& edition_;
  Date legal_day_;
  std::vector<Placed> found_;
};

}  // namespace datong::domain
