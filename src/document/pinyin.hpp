#pragma once
// How Chinese names are read: pinyin without tones, and its initials, as people type them to find a code. Each
// character by ICU's reading of it: of one with several readings (place names) it may be another than people say. Not
// here: the search (app/code_search). Thread rule: any thread; characters seen before cost a look-up, new ones some
// microseconds under a lock. Read: docs/decisions/0023-pinyin.md.
#include <string>
#include <string_view>

namespace datong::document {

struct Pinyin {
  std::string joined;    ///< "shanghai"; ü is v; ASCII letters and digits stay, everything else is left out
  std::string initials;  ///< "sh"
};
/// Input: UTF-8; what is not UTF-8 reads as nothing.
Pinyin pinyin_of(std::string_view utf8);

/// Wide and narrow, upper and lower case alike (NFKC_Casefold), for comparing what is typed with what is stored.
std::string folded(std::string_view utf8);

}  // namespace datong::document
