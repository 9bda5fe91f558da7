#pragma once
// Where everything of one document stands: the rows of its table page by page, values fitted into their boxes, and what
// does not fit on attached pages. Measures only; draw.cpp writes. Thread rule: one object per document.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "document/pdf/draw.hpp"
#include "document/pdf/text.hpp"

namespace datong::document::pdf {

/// One line of one cell.
struct CellLine {
  Line line;  ///< of the document's letters
  Length x = 0, y = 0;
};

struct PlacedPicture {
  const Picture* picture = nullptr;
  Box box;
};

struct TablePage {
  std::vector<CellLine> lines;
  std::vector<PlacedPicture> pictures;
  Length end = 0;  ///< below it the table is empty
};

/// A value in its box.
struct FittedField {
  const Field* field = nullptr;
  Letters letters;
  std::vector<Line> lines;
  Length size = 0;
  bool goes_on = false;  ///< its last line is free for the reference to the attached page
};

struct AttachedText {
  std::string key;
  Letters letters;          ///< heading and text
  std::size_t text_at = 0;  ///< where the text begins
  std::size_t page = 0;     ///< number of the page it begins on, from 1
};

struct AttachedPage {
  std::vector<std::pair<std::size_t, CellLine>> lines;  ///< of which text
};

class Flow {
 public:
  Flow(const domain::Printed& printed, const Form& form, const Setting& setting);
  /// Errors: as `draw`.
  Result<void> run();

  Subset& subset() { return subset_; }
  const Letters& table_letters() const { return letters_; }
  const std::vector<TablePage>& table_pages() const { return table_pages_; }
  const std::vector<FittedField>& fields(domain::PageKind kind) const {
    return fields_[static_cast<std::size_t>(kind)];
  }
  const std::vector<AttachedText>& attached() const { return attached_; }
  const std::vector<AttachedPage>& attached_pages() const { return attached_pages_; }
  const AttachedText* attached(std::string_view key) const;
  std::size_t pages() const { return table_pages_.size() + attached_pages_.size(); }
  Length attached_size() const { return attached_size_; }

 private:
  struct Cell {
    std::size_t first = 0, count = 0;  ///< of cell_lines_
  };
  Result<void> check_limits() const;
  Result<void> check_text(std::string_view key, std::string_view text) const;
  std::string value_of(const Field& field) const;
  void measure_rows();
  Result<void> place_rows();
  bool has_end_mark() const;
  void place_end_mark(Length y);
  Result<void> fit_fields(domain::PageKind kind);
  Result<void> fit(FittedField fitted, domain::PageKind kind);
  Result<void> place_attached();
  std::vector<const Picture*> mark_pictures() const;

  const domain::Printed& printed_;
  const Form& form_;
  const Setting& setting_;
  Subset subset_;
  Letters letters_;
  std::vector<Line> cell_lines_;
  std::vector<Cell> cells_;  ///< row by row
  std::vector<TablePage> table_pages_;
  std::array<std::vector<FittedField>, domain::kPageKindCount> fields_;
  std::vector<AttachedText> attached_;
  std::vector<AttachedPage> attached_pages_;
  Length attached_size_ = 900;
};

}  // namespace datong::document::pdf
