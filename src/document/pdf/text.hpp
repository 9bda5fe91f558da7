#pragma once
// Lines: where a text breaks in a width, and how it is put on the page. Latin words break at blanks and after - and /,
// Han anywhere but before closing and after opening signs; a word wider than the line is broken by force, so that
// nothing ever leaves its box. Thread rule: free functions.
#include <span>
#include <vector>

#include "document/pdf/font_program.hpp"
#include "document/pdf/writer.hpp"
#include "domain/edition/layout_tables.hpp"

namespace datong::document::pdf {

/// One line of a text: letters [first, last) of it, without the blanks at its end.
struct Line {
  std::size_t first = 0, last = 0;
  Length width = 0;          ///< thousandths of the size
  bool is_by_force = false;  ///< broken in the middle of a word
};

/// The lines of `letters` in that width; appended, so that many texts can share one vector. An empty text has none.
void append_lines(std::vector<Line>& out, std::span<const Letter> letters, std::size_t first, Length width,
                  Length size);
std::vector<Line> lines_of(std::span<const Letter> letters, Length width, Length size);

constexpr Length leading_of(Length size) { return size * 6 / 5; }
constexpr Length baseline_of(Length size) { return size * 9 / 10; }  ///< below the top of the line

/// Where a line begins so that it stands in [x1, x2] as aligned.
Length start_of(const Line& line, Length size, Length x1, Length x2, domain::Align align);

/// Puts lines under each other, the top of the first at box.y1. `font`: name of the resource, "F1" or "F2".
void show(Ink& ink, std::string_view font, Length size, std::span<const Letter> letters, std::span<const Line> lines,
          const Box& box, domain::Align align);
/// The codes of a line as a hexadecimal string and the operator that shows it.
void show_codes(std::string& out, std::span<const Letter> letters);

}  // namespace datong::document::pdf
