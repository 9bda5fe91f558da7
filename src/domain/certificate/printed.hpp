#pragma once
// What one document says, ready to be laid out: texts by key, the rows of its table, what is ticked. It knows no coordinates
// (layouts.csv has them) and no bytes (document/pdf). Made from an application or a declaration, and equal for preview and
// issue: number, dates of issue, check code, QR and pictures come beside it. Thread rule: a plain value.
#include <map>
#include <set>
#include <string>
#include <vector>

namespace datong::domain {

struct Printed {
  using Texts = std::map<std::string, std::string, std::less<>>;  ///< key → text; "\n" breaks a line

  std::string layout;                       ///< which layout: the kind of a certificate of origin ("C", "RC"), "quality" …
  Texts values;                             ///< of boxes and free texts
  std::vector<Texts> rows;                  ///< of the table, in order; keys are those of its columns
  std::set<std::string, std::less<>> ticks;  ///< keys of the boxes to tick
  bool operator==(const Printed&) const = default;
};

}  // namespace datong::domain
