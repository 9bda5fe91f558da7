#pragma once
// A layout made ready: what is printed on every document of it (background, frames, titles, wording) drawn, compressed
// and kept with its own letters as the opening objects of every file, and the places where a document's own data go.
// Made once per layout, edition and day, then copied. Thread rule: constant once made; any number of threads.
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "document/pdf/fonts.hpp"
#include "document/pdf/writer.hpp"
#include "domain/edition/layout_tables.hpp"

namespace datong::document::pdf {

/// A place for one value.
struct Field {
  domain::ElementKind kind = domain::ElementKind::text;
  std::string key;
  std::string words;    ///< of wording and page: what is printed, with {…} to fill in
  std::string heading;  ///< of the value when it goes on elsewhere
  Box area;
  Length size = 0, size_min = 0;
  domain::Align align = domain::Align::left;
  bool is_bold = false, is_at_bottom = false;
};

struct Column {
  std::string key;
  Length x1 = 0, x2 = 0;  ///< of the text
  domain::Align align = domain::Align::left;
};

/// One kind of page.
struct PagePlan {
  bool exists = false;
  std::vector<Field> fields;  ///< box, text, issue, wording with values, page, tick, picture, qr
  std::optional<Box> table, overflow;
  Length table_x1 = 0, table_x2 = 0;  ///< the outer edges of its columns
};

/// Numbers of the opening objects.
struct FormObjects {
  static constexpr int font = 1, background = 2, first = 3, multiply = 4, profile = 5;
};

class Form {
 public:
  /// Errors: corrupt when the layout makes no page: no element on the first page, columns without a table, a character
  /// no font has.
  static Result<std::shared_ptr<const Form>> prepare(const domain::Layout& layout, const FontSet& fonts);

  const std::string& name() const { return name_; }
  const FontSet& fonts() const { return fonts_; }
  const PagePlan& plan(domain::PageKind kind) const { return plans_[static_cast<std::size_t>(kind)]; }
  const std::vector<Column>& columns() const { return columns_; }
  Length table_size() const { return table_size_; }
  /// A writer that begins with the opening objects.
  Writer writer() const { return Writer(head_, offsets_); }
  /// The object of a page kind's fixed drawing; all but the first page's are written on demand.
  int write_fixed(Writer& writer, domain::PageKind kind) const;

 private:
  explicit Form(const FontSet& fonts) : fonts_(fonts) {}
  friend class FormMaker;

  std::string name_;
  FontSet fonts_;
  std::array<PagePlan, domain::kPageKindCount> plans_;
  std::array<std::string, domain::kPageKindCount> fixed_;  ///< compressed drawings
  std::vector<Column> columns_;
  Length table_size_ = 900;
  std::string head_;
  std::vector<std::size_t> offsets_;
};

}  // namespace datong::document::pdf
