#pragma once
// Turns one glyph's outline into a Type 2 charstring: no hints, no subroutines, the short operators where they fit, so
// that a document's font program is a plain concatenation of these. Not here: whole font programs (font_program.hpp).
// Thread rule: one object per glyph. Source: Adobe Technical Note 5177.
#include <string>
#include <vector>

namespace datong::document::pdf {

inline constexpr int kDefaultWidth = 1000;  ///< of a glyph that states none: every Han character

class Outline {
 public:
  explicit Outline(int width);
  void move_to(int x, int y);
  void line_to(int x, int y);
  void curve_to(int x1, int y1, int x2, int y2, int x3, int y3);
  /// The charstring; the object is used up.
  std::string finish();

 private:
  enum class Chain : unsigned char { none, lines, horizontal_line, vertical_line, curves, hh, vv, hv, vh };
  void number(int value);
  void add(Chain kind, std::initializer_list<int> arguments);
  void flush();

  std::string bytes_;
  std::vector<int> arguments_;
  Chain chain_ = Chain::none, last_ = Chain::none;
  int x_ = 0, y_ = 0;
};

}  // namespace datong::document::pdf
