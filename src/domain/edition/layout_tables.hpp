#pragma once
// How documents are laid out, as dated data: layouts.csv places the elements of a document on A4, wording.csv holds the
// sentences it prints. A layout is looked up through Edition::layout. Not here: drawing (document/pdf) and what a
// document says (domain/certificate/printed.hpp). Columns and element kinds: data/README.md. Thread rule: plain values,
// constant once the edition is built.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "domain/edition/edition.hpp"

namespace datong::domain {

/// What an element is. The words are those of layouts.csv.
enum class ElementKind : std::uint8_t {
  background,  ///< pattern of fine curves; colour = its tint
  frame,       ///< a rectangle
  rule,        ///< a line
  label,       ///< its title, printed as it is
  wording,     ///< a text of wording.csv; {key} in it is replaced by the document's value
  box,         ///< frame, title and the value of the key below the title
  text,        ///< the value of the key after its title; no frame
  issue,       ///< as text, but known only at issue: number, check_code, issued_on …; empty in a preview
  page,        ///< "page n of m" in the words of its title
  tick,        ///< a square, ticked when the document ticks the key; title to its right
  table,       ///< the area of the table's rows
  column,      ///< a column of the table; y1…y2 is its heading
  overflow,    ///< where a text too long for its box goes on (on attached pages)
  picture,     ///< a picture given at issue by key: seal, signature, exporter_seal, exporter_signature …
  qr,          ///< the QR code
};
inline constexpr std::string_view kElementKinds[] = {"background", "frame",  "rule",     "label",   "wording",
                                                     "box",        "text",   "issue",    "page",    "tick",
                                                     "table",      "column", "overflow", "picture", "qr"};

inline constexpr int kPageWidth = 21000, kPageHeight = 29700;  ///< A4 in hundredths of a millimetre

/// The pages of a document: the first, those the table goes on to, those that take up long texts.
enum class PageKind : std::uint8_t { first, next, attached };
inline constexpr std::size_t kPageKindCount = 3;

enum class Align : std::uint8_t { left, center, right };

/// layouts.csv:
/// layout,element,key,page,x1,y1,x2,y2,size,size_min,align,style,title_zh,title_en,source,valid_from,valid_to.
struct LayoutRow {
  std::string layout, key, title_zh, title_en, source;
  ElementKind kind = ElementKind::frame;
  std::array<bool, kPageKindCount> on_page{};
  int x1 = 0, y1 = 0, x2 = 0, y2 = 0;  ///< hundredths of a millimetre from the top left corner of the page
  int size = 0, size_min = 0;          ///< hundredths of a point: of the text, or the width of a rule
  Align align = Align::left;
  bool is_bold = false, is_at_bottom = false, is_underlined = false;
  unsigned colour = 0;  ///< 0xRRGGBB
  Validity validity;

  bool is_on(PageKind page) const { return on_page[static_cast<std::size_t>(page)]; }
  bool operator==(const LayoutRow& other) const;
};

/// wording.csv: key,text_zh,text_en,provenance,source,valid_from,valid_to.
struct WordingRow {
  std::string key, text_zh, text_en;
  Validity validity;
};

/// One layout on one day; the title of a `wording` element is its text.
struct Layout {
  std::string name;
  std::vector<LayoutRow> elements;  ///< in file order
  bool operator==(const Layout&) const = default;
};

struct LayoutTables {
  std::vector<LayoutRow> rows;
  std::vector<WordingRow> wording;
};

class TableReader;
/// Reads layouts.csv and wording.csv; complains of cells that are wrong by themselves or against another row.
void read_layouts(TableReader& reader, LayoutTables& made);

}  // namespace datong::domain
