#pragma once
// The letters we can print: one prepared set, made at build time (programs/fonts) out of a chain of fonts, in which
// every character knows its width and its outline. FontSet only reads bytes that somebody else mapped; it copies
// nothing. Shown are characters that stand by themselves: Latin, Greek, Cyrillic, Han, kana, hangul, signs. Combining
// marks and scripts that must be shaped (Arabic, Hebrew, Indic, Thai …) are not in the set, so a review refuses them.
// Thread rule: constant once read; the bytes must outlive it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace datong::document::pdf {

/// Whether a character may be in a set at all: it stands by itself and is written from left to right.
bool stands_alone(char32_t character);

/// Calls `visit(character)` for each character of strict UTF-8; a byte that is none gives U+FFFD.
template <class Visit>
void each_character(std::string_view utf8, Visit&& visit);

class FontSet {
 public:
  /// Errors: corrupt, when the bytes are no whole prepared set.
  static Result<FontSet> read(std::string_view bytes);

  std::uint32_t glyph(char32_t character) const {  ///< 0: the set has it not
    if (character >= 0x110000) return 0;
    const std::uint16_t page = pages_[character >> 8];
    return page == 0 ? 0 : entries_[(page - 1U) * 256U + (character & 255U)];
  }
  std::uint32_t glyph_count() const { return glyph_count_; }
  std::uint16_t advance(std::uint32_t glyph) const { return advances_[glyph]; }  ///< thousandths of the size
  std::string_view outline(std::uint32_t glyph) const {
    return outlines_.substr(offsets_[glyph], offsets_[glyph + 1] - offsets_[glyph]);
  }
  bool can_show(char32_t character) const { return character == U'\n' || glyph(character) != 0; }
  /// The first character of `utf8` that cannot be printed; line breaks can.
  std::optional<char32_t> first_missing(std::string_view utf8) const;

 private:
  std::uint32_t glyph_count_ = 0;
  const std::uint16_t* pages_ = nullptr;    ///< character / 256 → 1 + number of its page of entries
  const std::uint32_t* entries_ = nullptr;  ///< → glyph
  const std::uint16_t* advances_ = nullptr;
  const std::uint32_t* offsets_ = nullptr;
  std::string_view outlines_;
};

/// Collects glyphs and writes the bytes that FontSet::read takes. Glyph 0 is the box of a missing character.
class FontSetBuilder {
 public:
  FontSetBuilder();
  bool has(char32_t character) const { return glyph_of_[character] != 0; }
  void add(char32_t character, int advance, std::string outline);
  std::string finish() const;

 private:
  std::vector<std::uint32_t> glyph_of_;
  std::vector<std::uint16_t> advances_;
  std::vector<std::string> outlines_;
};

template <class Visit>
void each_character(std::string_view utf8, Visit&& visit) {
  std::size_t i = 0;
  while (i < utf8.size()) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : (lead & 0xF0) == 0xE0       ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    char32_t character = length == 1 ? lead : length == 0 ? 0xFFFD : lead & (0xFFU >> (length + 1));
    std::size_t read = 1;
    for (; read < length; ++read) {
      if (i + read >= utf8.size() || (static_cast<unsigned char>(utf8[i + read]) & 0xC0) != 0x80) break;
      character = character << 6 | (static_cast<unsigned char>(utf8[i + read]) & 0x3F);
    }
    if (length > 1 && read < length) character = 0xFFFD;
    visit(character);
    i += read;
  }
}

}  // namespace datong::document::pdf
