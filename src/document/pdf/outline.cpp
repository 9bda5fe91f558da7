#include "document/pdf/outline.hpp"

namespace datong::document::pdf {
namespace {

enum Operator : unsigned char {
  vmoveto = 4,
  rlineto = 5,
  hlineto = 6,
  vlineto = 7,
  rrcurveto = 8,
  endchar = 14,
  rmoveto = 21,
  hmoveto = 22,
  vvcurveto = 26,
  hhcurveto = 27,
  vhcurveto = 30,
  hvcurveto = 31
};
constexpr std::size_t kStackMax = 48;

}  // namespace

Outline::Outline(int width) {
  if (width != kDefaultWidth) number(width);
}

void Outline::number(int value) {
  if (value >= -107 && value <= 107) {
    bytes_ += static_cast<char>(value + 139);
  } else if (value >= 108 && value <= 1131) {
    bytes_ += static_cast<char>(((value - 108) >> 8) + 247);
    bytes_ += static_cast<char>((value - 108) & 255);
  } else if (value >= -1131 && value <= -108) {
    bytes_ += static_cast<char>(((-value - 108) >> 8) + 251);
    bytes_ += static_cast<char>((-value - 108) & 255);
  } else {
    bytes_ += static_cast<char>(28);
    bytes_ += static_cast<char>((value >> 8) & 255);
    bytes_ += static_cast<char>(value & 255);
  }
}

void Outline::move_to(int x, int y) {
  flush();
  const int dx = x - x_, dy = y - y_;
  if (dy == 0) {
    number(dx);
    bytes_ += static_cast<char>(hmoveto);
  } else if (dx == 0) {
    number(dy);
    bytes_ += static_cast<char>(vmoveto);
  } else {
    number(dx);
    number(dy);
    bytes_ += static_cast<char>(rmoveto);
  }
  x_ = x;
  y_ = y;
}

void Outline::line_to(int x, int y) {
  const int dx = x - x_, dy = y - y_;
  x_ = x;
  y_ = y;
  if (dx == 0 && dy == 0) return;
  if (dy == 0) {
    add(Chain::horizontal_line, {dx});
  } else if (dx == 0) {
    add(Chain::vertical_line, {dy});
  } else {
    add(Chain::lines, {dx, dy});
  }
}

void Outline::curve_to(int x1, int y1, int x2, int y2, int x3, int y3) {
  const int ax = x1 - x_, ay = y1 - y_, bx = x2 - x1, by = y2 - y1, cx = x3 - x2, cy = y3 - y2;
  x_ = x3;
  y_ = y3;
  if (ay == 0 && cx == 0) {
    add(Chain::hv, {ax, bx, by, cy});
  } else if (ax == 0 && cy == 0) {
    add(Chain::vh, {ay, bx, by, cx});
  } else if (ay == 0 && cy == 0) {
    add(Chain::hh, {ax, bx, by, cx});
  } else if (ax == 0 && cx == 0) {
    add(Chain::vv, {ay, bx, by, cy});
  } else {
    add(Chain::curves, {ax, ay, bx, by, cx, cy});
  }
}

/// Goes on with the running operator where it can repeat; lines and right-angled curves alternate their directions.
void Outline::add(Chain kind, std::initializer_list<int> arguments) {
  const auto other = [](Chain of) {
    switch (of) {
      case Chain::horizontal_line: return Chain::vertical_line;
      case Chain::vertical_line: return Chain::horizontal_line;
      case Chain::hv: return Chain::vh;
      case Chain::vh: return Chain::hv;
      case Chain::none:
      case Chain::lines:
      case Chain::curves:
      case Chain::hh:
      case Chain::vv: return of;
    }
    return of;
  };
  if (chain_ == Chain::none || other(last_) != kind || arguments_.size() + arguments.size() > kStackMax) {
    flush();
    chain_ = kind;
  }
  last_ = kind;
  arguments_.insert(arguments_.end(), arguments);
}

void Outline::flush() {
  for (const int value : arguments_) number(value);
  const auto operate = [&](Operator code) { bytes_ += static_cast<char>(code); };
  switch (chain_) {
    case Chain::none: break;
    case Chain::lines: operate(rlineto); break;
    case Chain::horizontal_line: operate(hlineto); break;
    case Chain::vertical_line: operate(vlineto); break;
    case Chain::curves: operate(rrcurveto); break;
    case Chain::hh: operate(hhcurveto); break;
    case Chain::vv: operate(vvcurveto); break;
    case Chain::hv: operate(hvcurveto); break;
    case Chain::vh: operate(vhcurveto); break;
  }
  arguments_.clear();
  chain_ = last_ = Chain::none;
}

std::string Outline::finish() {
  flush();
  bytes_ += static_cast<char>(endchar);
  return std::move(bytes_);
}

}  // namespace datong::document::pdf
