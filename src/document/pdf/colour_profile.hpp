#pragma once
// The colour profile documents name as their output intent: the primaries and white of sRGB with one gamma, written by
// us in half a kilobyte. Thread rule: free function. Source: ICC.1:2001-04, IEC 61966-2-1.
#include <string>

namespace datong::document::pdf {

std::string colour_profile();

}  // namespace datong::document::pdf
