#include "document/pdf/background.hpp"

#include <array>
#include <cmath>

#include "document/pdf/writer.hpp"

namespace datong::document::pdf {
namespace {

constexpr int kSegments = 96;     // of the curve: one Bézier each
constexpr int kPlaced = 44;       // times on a page, every second one mirrored
constexpr double kMargin = 2000;  // around it, hundredths of a point

struct Point {
  double x, y;
};

/// A wave whose height swells and falls: neighbours cross and make a band of lozenges.
Point wave(double t) {
  const double x = t * (static_cast<double>(kPaperWidth) - 2 * kMargin);
  const double turns = t * 2 * M_PI;
  return {x, 2400 * std::sin(turns * 6) * (0.55 + 0.45 * std::cos(turns * 2)) + 700 * std::sin(turns * 11)};
}

void append(std::string& out, Point p) {
  append_length(out, std::lround(p.x));
  append_length(out, std::lround(p.y));
}

}  // namespace

std::string background_curve() {
  std::string out = "0.25 w\n";
  constexpr double step = 1.0 / kSegments, near = 1e-5;
  const auto slope = [](double t) {
    const Point a = wave(t - near), b = wave(t + near);
    return Point{(b.x - a.x) / (2 * near) * step / 3, (b.y - a.y) / (2 * near) * step / 3};
  };
  append(out, wave(0));
  out += "m\n";
  for (int i = 0; i < kSegments; ++i) {
    const Point a = wave(i * step), b = wave((i + 1) * step), from = slope(i * step), to = slope((i + 1) * step);
    append(out, {a.x + from.x, a.y + from.y});
    append(out, {b.x - to.x, b.y - to.y});
    append(out, b);
    out += "c\n";
  }
  return out += "S\n";
}

std::string background_page(unsigned tint) {
  Ink ink;
  ink.colour(tint, true);
  const Length margin = static_cast<Length>(kMargin), space = (kPaperHeight - 2 * margin) / kPlaced;
  for (int i = 0; i < kPlaced; ++i) {
    ink.out += i % 2 == 0 ? "q 1 0 0 1 " : "q 1 0 0 -1 ";
    ink.at(margin, margin + space / 2 + i * space).op("cm/C Do Q");
  }
  return std::move(ink.out);
}

}  // namespace datong::document::pdf
