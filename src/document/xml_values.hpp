#pragma once
// The values of an XML document without knowing its form: for showing what is embedded in a paper beside a verdict. Only
// elements without children count; empty ones are left out. Not here: what they mean. Thread rule: free function.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace datong::document {

/// Element name and text, in order; at most limits::kCheckedValuesMax. Errors: malformed, too_large.
Result<std::vector<std::pair<std::string, std::string>>> xml_values(std::string_view utf8);

}  // namespace datong::document
