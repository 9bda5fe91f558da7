#include "document/pdf/text.hpp"

#include <algorithm>

namespace datong::document::pdf {
namespace {

bool is_wide(char32_t c) {
  return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}
constexpr std::u32string_view kNeverFirst = U"、。，．：；！？）】》」』〉〕］｝％‰℃…—·～々ー,.;:!?)]}%";
constexpr std::u32string_view kNeverLast = U"（【《「『〈〔［｛([{￥";
bool is_one_of(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }
bool is_word(char32_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// Whether a line may end after `a` when `b` follows.
bool may_break(char32_t a, char32_t b) {
  if (b == ' ') return false;
  if (a == ' ') return true;
  if (a < 0x80 && b < 0x80) {
    if (a == '-' || a == '/') return is_word(b);
    return (a == ',' || a == ';') && is_word(b) && !(b >= '0' && b <= '9');
  }
  return (is_wide(a) || is_wide(b)) && !is_one_of(kNeverFirst, b) && !is_one_of(kNeverLast, a);
}

class Breaker {
 public:
  Breaker(std::vector<Line>& out, std::span<const Letter> letters, Length width_max)
      : out_(out), letters_(letters), width_max_(width_max) {}

  /// Breaks the paragraph [first, last), which holds no '\n'.
  void paragraph(std::size_t first, std::size_t last) {
    std::size_t start = first, chance = first;  // chance: where the line may end at best; == start: nowhere yet
    Length width = 0, width_at_chance = 0;
    for (std::size_t i = first; i < last; ++i) {
      const Letter& letter = letters_[i];
      if (i > start && may_break(letters_[i - 1].character, letter.character)) {
        chance = i;
        width_at_chance = width;
      }
      if (width + letter.advance > width_max_ && i > start && letter.character != ' ') {
        const bool by_force = chance == start;
        end_line(start, by_force ? i : chance, by_force);
        start = by_force ? i : chance;
        width -= by_force ? width : width_at_chance;
        chance = start;
      }
      width += letter.advance;
    }
    end_line(start, last, false);
  }

 private:
  void end_line(std::size_t first, std::size_t last, bool is_by_force) {
    while (last > first && letters_[last - 1].character == ' ') --last;
    Length width = 0;
    for (std::size_t i = first; i < last; ++i) width += letters_[i].advance;
    out_.push_back({first, last, width, is_by_force});
  }

  std::vector<Line>& out_;
  std::span<const Letter> letters_;
  Length width_max_;
};

}  // namespace

void append_lines(std::vector<Line>& out, std::span<const Letter> letters, std::size_t first, Length width,
                  Length size) {
  Breaker breaker(out, letters, width * 1000 / size);
  for (std::size_t start = first; start < letters.size();) {
    const auto end = std::find_if(letters.begin() + static_cast<std::ptrdiff_t>(start), letters.end(),
                                  [](const Letter& letter) { return letter.character == '\n'; });
    const auto last = static_cast<std::size_t>(end - letters.begin());
    breaker.paragraph(start, last);
    start = last + 1;
  }
}

std::vector<Line> lines_of(std::span<const Letter> letters, Length width, Length size) {
  std::vector<Line> out;
  append_lines(out, letters, 0, width, size);
  return out;
}

Length start_of(const Line& line, Length size, Length x1, Length x2, domain::Align align) {
  const Length rest = x2 - x1 - line.width * size / 1000;
  switch (align) {
    case domain::Align::left: return x1;
    case domain::Align::center: return x1 + rest / 2;
    case domain::Align::right: return x1 + rest;
  }
  return x1;
}

void show_codes(std::string& out, std::span<const Letter> letters) {
  constexpr char digits[] = "0123456789abcdef";
  const std::size_t at = out.size();
  out.resize(at + letters.size() * 4 + 5);
  char* p = out.data() + at;
  *p++ = '<';
  for (const Letter& letter : letters) {
    for (const int shift : {12, 8, 4, 0}) *p++ = digits[letter.code >> shift & 15];
  }
  for (const char c : {'>', 'T', 'j', '\n'}) *p++ = c;
}

void show(Ink& ink, std::string_view font, Length size, std::span<const Letter> letters, std::span<const Line> lines,
          const Box& box, domain::Align align) {
  if (lines.empty()) return;
  ((ink.out += "BT/") += font) += ' ';
  append_length(ink.out, size);
  ink.op("Tf");
  Length x = 0, y = 0, top = box.y1 + baseline_of(size);
  for (const Line& line : lines) {
    const Length line_x = start_of(line, size, box.x1, box.x2, align), line_y = kPaperHeight - top;
    append_length(ink.out, line_x - x);
    append_length(ink.out, line_y - y);
    ink.out += "Td";
    show_codes(ink.out, letters.subspan(line.first, line.last - line.first));
    x = line_x;
    y = line_y;
    top += leading_of(size);
  }
  ink.op("ET");
}

}  // namespace datong::document::pdf
