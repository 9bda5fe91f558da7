#pragma once
// zlib streams for PDF: fast for what is written once, small for what is kept and copied into every document.
// Thread rule: free functions from any thread; each thread keeps its own working memory.
#include <string>
#include <string_view>

namespace datong::document::pdf {

enum class Effort : int { fast = 1, small = 12 };
std::string deflated(std::string_view bytes, Effort effort);

}  // namespace datong::document::pdf
