#include "domain/edition/layout_tables.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "domain/edition/table_reader.hpp"
#include "domain/edition/tables.hpp"

namespace datong::domain {
namespace {

constexpr int kSizeMax = 7200;  // hundredths of a point: an inch of letters is no form any more
struct PageWord {
  std::string_view word;
  std::array<bool, kPageKindCount> pages;
};
constexpr PageWord kPageWords[] = {{"first", {true, false, false}},    {"next", {false, true, false}},
                                   {"attached", {false, false, true}}, {"following", {false, true, true}},
                                   {"table", {true, true, false}},     {"every", {true, true, true}}};

/// A decimal with at most two places, in hundredths.
int hundredths(Cells& cells, std::string_view column, int most) {
  const Decimal value = cells.number(column, {}, Decimal::from_integer(most / 100));
  const auto raw = value.raw();
  constexpr int kRawPerHundredth = 1000;
  if (raw % kRawPerHundredth != 0) cells.bad(column, "more than two decimal places: " + cells.text(column));
  return static_cast<int>(raw / kRawPerHundredth);
}

template <std::size_t N>
std::size_t position(const std::string_view (&words)[N], std::string_view word) {
  return static_cast<std::size_t>(std::find(std::begin(words), std::end(words), word) - std::begin(words)) % N;
}

void read_style(Cells& cells, LayoutRow& row) {
  for (const std::string& word : cells.words("style")) {
    const bool is_colour =
        word.size() == 7 && word[0] == '#' && word.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
    if (word == "bold") {
      row.is_bold = true;
    } else if (word == "bottom") {
      row.is_at_bottom = true;
    } else if (word == "underline") {
      row.is_underlined = true;
    } else if (is_colour) {
      for (const char c : word.substr(1))
        row.colour = row.colour * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    } else {
      cells.bad("style", "neither bold, bottom, underline nor #rrggbb: " + word);
    }
  }
}

bool needs_key(ElementKind kind) {
  return kind == ElementKind::wording || kind == ElementKind::text || kind == ElementKind::issue ||
         kind == ElementKind::tick || kind == ElementKind::column || kind == ElementKind::picture;
}

LayoutRow layout_row(Cells& cells) {
  LayoutRow row;
  row.layout = cells.required("layout");
  cells.required("element");
  row.kind = static_cast<ElementKind>(position(kElementKinds, cells.one_of("element", kElementKinds)));
  row.key = needs_key(row.kind) ? cells.required("key") : cells.text("key");
  const std::string pages = cells.required("page");
  const auto word = std::find_if(std::begin(kPageWords), std::end(kPageWords),
                                 [&](const PageWord& known) { return known.word == pages; });
  if (word != std::end(kPageWords)) {
    row.on_page = word->pages;
  } else {
    cells.bad("page", "unknown word: " + pages);
  }
  row.x1 = hundredths(cells, "x1", kPageWidth);
  row.y1 = hundredths(cells, "y1", kPageHeight);
  row.x2 = hundredths(cells, "x2", kPageWidth);
  row.y2 = hundredths(cells, "y2", kPageHeight);
  if (row.x2 < row.x1) cells.bad("x2", "left of x1");
  if (row.y2 < row.y1) cells.bad("y2", "above y1");
  row.size = hundredths(cells, "size", kSizeMax);
  row.size_min = cells.text("size_min").empty() ? row.size : hundredths(cells, "size_min", kSizeMax);
  if (row.size_min > row.size) cells.bad("size_min", "larger than size");
  if (row.size_min == 0) cells.bad("size", "no size");
  const std::string align = cells.one_of("align", {"", "left", "center", "right"});
  row.align = align == "center" ? Align::center : align == "right" ? Align::right : Align::left;
  read_style(cells, row);
  row.title_zh = cells.text("title_zh");
  row.title_en = cells.text("title_en");
  row.source = cells.required("source");
  row.validity = cells.validity();
  return row;
}

std::string place_of(const LayoutRow& row) {
  std::string key = row.layout + '|' + row.key;
  for (const int part : {static_cast<int>(row.kind), row.on_page[0] * 4 + row.on_page[1] * 2 + row.on_page[2], row.x1,
                         row.y1, row.x2, row.y2}) {
    key += '|' + std::to_string(part);
  }
  return key;
}

}  // namespace

bool LayoutRow::operator==(const LayoutRow& o) const {
  return std::tie(layout, key, title_zh, title_en, kind, on_page, x1, y1, x2, y2, size, size_min, align, is_bold,
                  is_at_bottom, is_underlined, colour) ==
         std::tie(o.layout, o.key, o.title_zh, o.title_en, o.kind, o.on_page, o.x1, o.y1, o.x2, o.y2, o.size,
                  o.size_min, o.align, o.is_bold, o.is_at_bottom, o.is_underlined, o.colour);
}

void read_layouts(TableReader& reader, LayoutTables& made) {
  auto wording = reader.read(
      "wording.csv", {"key", "text_zh", "text_en", "provenance", "source", "valid_from", "valid_to"}, [](Cells& cells) {
        cells.one_of("provenance", {"reg", "notice", "guide", "known", "assumed"});
        cells.required("source");
        WordingRow row{cells.required("key"), cells.text("text_zh"), cells.text("text_en"), cells.validity()};
        if (row.text_zh.empty() && row.text_en.empty()) cells.bad("text_en", "no text");
        return row;
      });
  reader.refuse_overlaps("wording.csv", "key", wording, [](const WordingRow& row) { return row.key; });
  made.wording = std::move(wording.rows);
  auto layouts = reader.read("layouts.csv",
                             {"layout", "element", "key", "page", "x1", "y1", "x2", "y2", "size", "size_min", "align",
                              "style", "title_zh", "title_en", "source", "valid_from", "valid_to"},
                             [&](Cells& cells) {
                               LayoutRow row = layout_row(cells);
                               const auto is_its_text = [&](const WordingRow& text) { return text.key == row.key; };
                               if (row.kind == ElementKind::wording && !row.key.empty() &&
                                   std::none_of(made.wording.begin(), made.wording.end(), is_its_text)) {
                                 cells.bad("key", "no such wording: " + row.key);
                               }
                               return row;
                             });
  reader.refuse_overlaps("layouts.csv", "layout", layouts, place_of);
  made.rows = std::move(layouts.rows);
}

Result<Layout> Edition::layout(std::string_view name, Date day) const {
  Layout found{std::string(name), {}};
  const LayoutTables& tables = tables_->layouts;
  for (const LayoutRow& row : tables.rows) {
    if (row.layout != name || !row.validity.in_force(day)) continue;
    found.elements.push_back(row);
    if (row.kind != ElementKind::wording) continue;
    const auto text = std::find_if(tables.wording.begin(), tables.wording.end(), [&](const WordingRow& wording) {
      return wording.key == row.key && wording.validity.in_force(day);
    });
    if (text == tables.wording.end())
      return failure(Code::unavailable, "wording " + row.key + " has no row in force on " + day.to_string());
    found.elements.back().title_zh = text->text_zh;
    found.elements.back().title_en = text->text_en;
  }
  if (found.elements.empty())
    return failure(Code::not_found, "layout " + std::string(name) + " has no row in force on " + day.to_string());
  return found;
}

}  // namespace datong::domain
