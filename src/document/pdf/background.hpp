#pragma once
// A background that makes alterations visible: one fine curve, placed many times. It is ours and imitates no official
// paper; each layout gives its tint. Thread rule: free functions.
#include <string>

namespace datong::document::pdf {

/// The drawing of one curve, and of the page that places it (as /C) many times in that tint.
std::string background_curve();
std::string background_page(unsigned tint);

}  // namespace datong::document::pdf
