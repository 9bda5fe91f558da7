#pragma once
// GBK ⇄ UTF-8, strictly: nothing is replaced, skipped or guessed. ASCII runs are copied, only the rest goes through
// iconv. Thread rule: safe from any thread (one converter per thread).
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace datong::document {

/// Errors: malformed with the byte offset of the first character that is not GBK.
Result<std::string> utf8_from_gbk(std::string_view gbk);
/// Errors: malformed naming the first character GBK lacks, or the byte offset where the text is not UTF-8.
Result<std::string> gbk_from_utf8(std::string_view utf8);

}  // namespace datong::document
