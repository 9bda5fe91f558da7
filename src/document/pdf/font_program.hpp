#pragma once
// The letters one document (or one static form) uses, and the font program made of them: a CID-keyed CFF font whose
// glyphs are copied from the prepared set, numbered in the order of first use. Two-byte codes, so that one pass writes
// the page and collects the font. Thread rule: one object per document.
// Source: Adobe Technical Notes 5176 (CFF), 5014 (ToUnicode); ISO 32000-1 9.7.
#include <cstdint>
#include <string>
#include <vector>

#include "document/pdf/deflate.hpp"
#include "document/pdf/fonts.hpp"
#include "document/pdf/writer.hpp"

namespace datong::document::pdf {

/// One letter on its way to the page.
struct Letter {
  char32_t character = 0;
  std::uint16_t code = 0;     ///< in the subset
  std::uint16_t advance = 0;  ///< thousandths of the size
};
using Letters = std::vector<Letter>;

class Subset {
 public:
  explicit Subset(const FontSet& fonts);
  const FontSet& fonts() const { return fonts_; }
  /// Letters of a text; a character the fonts lack becomes the box of code 0. Tabs and other blanks become blanks, '\r'
  /// vanishes.
  void append(Letters& out, std::string_view utf8);
  Letters letters(std::string_view utf8) {
    Letters out;
    append(out, utf8);
    return out;
  }
  std::size_t size() const { return glyphs_.size(); }
  /// Writes the font's five objects, the first with the given number.
  void write(Writer& writer, int number, Effort effort) const;

 private:
  std::string program(std::string_view name) const;
  std::string to_unicode() const;
  std::string name() const;

  const FontSet& fonts_;
  std::vector<std::uint16_t> code_of_;  ///< by glyph of the set; 0: not used yet
  std::vector<std::uint32_t> glyphs_;   ///< by code
  std::vector<char32_t> characters_;    ///< by code
};

}  // namespace datong::document::pdf
