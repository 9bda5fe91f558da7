#pragma once
// What a reader of declarations hands over: the document and what reading alone has to say about it. A message that
// cannot be read at all is an Error instead. Not here: the checks of values and the rules (domain/). Thread rule: plain
// values.
#include <vector>

#include "base/result.hpp"
#include "domain/form/form.hpp"

namespace datong::document {

struct Reading {
  domain::Document document;  ///< sealed; owns all its text
  std::vector<Finding>
      findings;  ///< DEC001 wrong shape, DEC007 unknown member, DEC008 unknown element, DEC009 too many entries
};

}  // namespace datong::document
