#pragma once
// The one tokeniser of the search: the words a case is found by, and the words somebody looks for. A number is found whole, by its parts,
// without its dashes, and by its last six characters; Chinese by pairs of characters; Latin letters without regard to case or width. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "domain/form/form.hpp"

namespace datong::domain {

/// Words of a name: pairs of Chinese characters (a single one alone), Latin words, digits.
void add_name_words(std::vector<std::string>& words, std::string_view text);
/// Words of a number: its parts, the whole without what stands between them, its last six characters.
void add_number_words(std::vector<std::string>& words, std::string_view text);
/// Every number and the names of the parties of a declaration or an application; goods by their codes.
void add_document_words(std::vector<std::string>& words, const Document& document);

/// What must all be there for a case to be found; at most limits::kSearchWordsMax, sorted, without doubles.
std::vector<std::string> query_words(std::string_view text);
/// Sorted, without doubles, at most limits::kWordsPerCaseMax.
void tidy_words(std::vector<std::string>& words);

}  // namespace datong::domain
