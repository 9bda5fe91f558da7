#pragma once
// For tests of the review: edits of an example declaration written as (JSON pointer, value) pairs, and what to look for
// in findings.
// "-" as an index adds a row. Not here: rules, and how the programs read documents. Thread rule: none.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "domain/declaration/example.hpp"
#include "domain/edition/data_set_test.hpp"

namespace datong::domain {

inline const Edition& classic() {
  static const auto edition = edition_for_test("classic");
  return *edition;
}
inline Date test_day() { return *Date::from_ymd(2025, 6, 10); }

struct Edit {
  std::string path, value;
};

/// The record and field a pointer names, adding rows for "-".
inline void change_one(Document& document, const Edit& edit) {
  Record* record = &document.header();
  const auto words = split(std::string_view(edit.path).substr(1), '/');
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const auto group = child_by_name(record->group(), words[i]);
    if (!group) throw std::runtime_error("no group in " + edit.path);
    if (words[i + 1] == "-") {
      record = &record->children().emplace_back(*group, document.arena());
      continue;
    }
    std::size_t index = std::stoul(std::string(words[i + 1]));
    const auto found = std::find_if(record->children().begin(), record->children().end(),
                                    [&](const Record& child) { return child.group() == *group && index-- == 0; });
    if (found == record->children().end()) throw std::runtime_error("no row in " + edit.path);
    record = &*found;
  }
  const int position = field_by_name(record->group(), words.back());
  if (position < 0) throw std::runtime_error("no field in " + edit.path);
  record->set(static_cast<std::size_t>(position), document.keep(edit.value));
}

inline void change(Document& document, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) change_one(document, edit);
  document.seal();
}

inline bool has(const std::vector<Finding>& findings, std::string_view rule, std::string_view path) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& f) { return f.rule == rule && f.path == path; });
}

inline bool has_rule(const std::vector<Finding>& findings, std::string_view rule) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
}

/// "DEC104 /goods/0/quantity, …" for messages and exact comparisons.
inline std::string list(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& f : findings) text += (text.empty() ? "" : ", ") + std::string(f.rule) + " " + f.path;
  return text;
}

}  // namespace datong::domain
