#pragma once
// The prepared letters as the programs find them: mapped read-only, for as long as the process runs. Not here:
// preparing them (programs/fonts, at build time). Thread rule: open once at start; the font set is then constant.
#include <memory>

#include "base/result.hpp"
#include "document/pdf/fonts.hpp"

namespace datong::programs {

/// The font set of DATONG_FONTS, else of ../share/fonts/datong.letters beside the executable's folder. The first call
/// maps it, later ones give the same. Errors: not_found (no such file), corrupt.
Result<const document::pdf::FontSet*> letters();

}  // namespace datong::programs
