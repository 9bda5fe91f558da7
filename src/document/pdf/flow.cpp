#include "document/pdf/flow.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::document::pdf {

using domain::ElementKind;
using domain::PageKind;

namespace {

constexpr Length kSizeStep = 50;           // by which a text is made smaller
constexpr Length kRowGap = 180;            // between rows
constexpr std::size_t kKeptTogether = 8;   // lines of a row that is rather moved to the next page than broken
constexpr Length kMarkHeightMax = 11'000;  // of a picture mark: 39 mm
constexpr std::string_view kMarkColumn = "marks";
constexpr std::string_view kEndMark = "******************************";

Length height_of(std::size_t lines, Length size) { return static_cast<Length>(lines) * leading_of(size); }

const std::string* find(const domain::Printed::Texts& texts, std::string_view key) {
  const auto found = texts.find(key);
  return found == texts.end() ? nullptr : &found->second;
}

bool is_end_mark(std::string_view text) { return text.size() >= 3 && text.find_first_not_of('*') == text.npos; }

/// `words` with every {key} replaced by its value in the first of the maps that has it.
std::string filled(std::string_view words, const domain::Printed::Texts& values, const domain::Printed::Texts& issue) {
  std::string out;
  while (!words.empty()) {
    const std::size_t open = words.find('{'), close = words.find('}', open);
    out += words.substr(0, open);
    if (open == words.npos || close == words.npos) break;
    const std::string_view key = words.substr(open + 1, close - open - 1);
    if (const std::string* value = find(values, key); value != nullptr || (value = find(issue, key)) != nullptr)
      out += *value;
    words.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace

Flow::Flow(const domain::Printed& printed, const Form& form, const Setting& setting)
    : printed_(printed), form_(form), setting_(setting), subset_(form.fonts()) {}

Result<void> Flow::run() {
  if (Result<void> good = check_limits(); !good) return good;
  measure_rows();
  if (Result<void> placed = place_rows(); !placed) return placed;
  for (const PageKind kind : {PageKind::first, PageKind::next}) {
    if (kind == PageKind::next && table_pages_.size() == 1) continue;
    if (Result<void> fitted = fit_fields(kind); !fitted) return fitted;
  }
  if (!attached_.empty()) {
    if (Result<void> fitted = fit_fields(PageKind::attached); !fitted) return fitted;
    if (Result<void> placed = place_attached(); !placed) return placed;
  }
  return {};
}

Result<void> Flow::check_limits() const {
  if (printed_.rows.size() > limits::kDocumentRowsMax)
    return failure(Code::too_large, "document: more rows than allowed");
  if (setting_.attachment && setting_.attachment->bytes.size() > limits::kDocumentEmbeddedMax)
    return failure(Code::too_large, "document: more embedded data than allowed");
  if (!printed_.rows.empty() && form_.columns().empty())
    return failure(Code::malformed, "document: rows, but layout " + form_.name() + " has no table");
  const auto check_all = [&](const domain::Printed::Texts& texts) -> Result<void> {
    for (const auto& [key, text] : texts) {
      if (Result<void> good = check_text(key, text); !good) return good;
    }
    return {};
  };
  if (Result<void> good = check_all(printed_.values); !good) return good;
  if (Result<void> good = check_all(setting_.issue); !good) return good;
  for (const auto& row : printed_.rows) {
    if (Result<void> good = check_all(row); !good) return good;
  }
  return {};
}

Result<void> Flow::check_text(std::string_view key, std::string_view text) const {
  if (text.size() > limits::kDocumentTextMax) return failure(Code::too_large, "document: " + std::string(key));
  return {};
}

std::string Flow::value_of(const Field& field) const {
  if (field.kind == ElementKind::wording) return filled(field.words, printed_.values, setting_.issue);
  const std::string* value = find(field.kind == ElementKind::issue ? setting_.issue : printed_.values, field.key);
  return value == nullptr ? std::string() : *value;
}

void Flow::measure_rows() {
  cells_.reserve((printed_.rows.size() + 1) * form_.columns().size());
  for (const auto& row : printed_.rows) {
    for (const Column& column : form_.columns()) {
      Cell cell{cell_lines_.size(), 0};
      if (const std::string* text = find(row, column.key)) {
        const std::size_t first = letters_.size();
        subset_.append(letters_, *text);
        append_lines(cell_lines_, letters_, first, column.x2 - column.x1, form_.table_size());
      }
      cell.count = cell_lines_.size() - cell.first;
      cells_.push_back(cell);
    }
  }
}

std::vector<const Picture*> Flow::mark_pictures() const {
  std::vector<const Picture*> found;
  for (int i = 1;; ++i) {
    const auto picture = setting_.pictures.find("mark_" + std::to_string(i));
    if (picture == setting_.pictures.end()) return found;
    found.push_back(picture->second);
  }
}

/// Lines of one row's cells stand at the same heights, so a row breaks between two lines of all of them.
Result<void> Flow::place_rows() {
  table_pages_.emplace_back();
  const std::vector<Column>& columns = form_.columns();
  if (columns.empty() || printed_.rows.empty()) {
    if (const auto& table = form_.plan(PageKind::first).table) table_pages_[0].end = table->y1;
    return {};
  }
  const Length size = form_.table_size(), leading = leading_of(size);
  Length y = form_.plan(PageKind::first).table->y1 + kRowGap, bottom = form_.plan(PageKind::first).table->y2 - kRowGap;
  const auto next_page = [&] {
    table_pages_.back().end = y;
    table_pages_.emplace_back();
    y = form_.plan(PageKind::next).table->y1 + kRowGap;
    bottom = form_.plan(PageKind::next).table->y2 - kRowGap;
  };
  const auto room_for = [&](Length height) {
    if (y + height > bottom) next_page();
  };
  for (std::size_t row = 0; row < printed_.rows.size(); ++row) {
    const std::span<const Cell> cells(cells_.data() + row * columns.size(), columns.size());
    std::size_t count = 0;
    for (const Cell& cell : cells) count = std::max(count, cell.count);
    if (count <= kKeptTogether && !table_pages_.back().lines.empty()) room_for(static_cast<Length>(count) * leading);
    for (std::size_t i = 0; i < count; ++i, y += leading) {
      room_for(leading);
      if (table_pages_.size() > limits::kDocumentPagesMax)
        return failure(Code::too_large, "document: more pages than allowed");
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (i >= cells[c].count) continue;
        const Line& line = cell_lines_[cells[c].first + i];
        if (line.first == line.last) continue;
        table_pages_.back().lines.push_back(
            {line, start_of(line, size, columns[c].x1, columns[c].x2, columns[c].align), y});
      }
    }
    y += kRowGap;
    const auto marks =
        std::find_if(columns.begin(), columns.end(), [](const Column& c) { return c.key == kMarkColumn; });
    if (row != 0 || marks == columns.end()) continue;
    for (const Picture* picture : mark_pictures()) {
      const Length width = marks->x2 - marks->x1;
      const Length height = std::min(width * picture->height() / picture->width(), kMarkHeightMax);
      room_for(height);
      table_pages_.back().pictures.push_back({picture, {marks->x1, y, marks->x2, y + height}});
      y += height + kRowGap;
    }
  }
  if (!has_end_mark()) {
    room_for(leading);
    place_end_mark(y);
    y += leading;
  }
  table_pages_.back().end = y;
  return {};
}

/// A document may bring its own, as a row; what stands below it is no goods.
bool Flow::has_end_mark() const {
  return std::any_of(printed_.rows.begin(), printed_.rows.end(), [](const auto& row) {
    return row.size() == 1 && is_end_mark(row.begin()->second);
  });
}

void Flow::place_end_mark(Length y) {
  const std::vector<Column>& columns = form_.columns();
  const Length size = form_.table_size();
  const std::size_t first = letters_.size();
  subset_.append(letters_, kEndMark);
  const Column& widest = *std::max_element(columns.begin(), columns.end(),
                                           [](const Column& a, const Column& b) { return a.x2 - a.x1 < b.x2 - b.x1; });
  const Letters mark(letters_.begin() + static_cast<std::ptrdiff_t>(first), letters_.end());
  Line line = lines_of(mark, widest.x2 - widest.x1, size).front();
  line.first += first;
  line.last += first;
  table_pages_.back().lines.push_back({line, start_of(line, size, widest.x1, widest.x2, domain::Align::center), y});
}

Result<void> Flow::fit_fields(PageKind kind) {
  for (const Field& field : form_.plan(kind).fields) {
    switch (field.kind) {
      case ElementKind::box:
      case ElementKind::text:
      case ElementKind::issue:
      case ElementKind::wording: {
        FittedField fitted{&field, subset_.letters(value_of(field)), {}, field.size, false};
        if (Result<void> done = fit(std::move(fitted), kind); !done) return done;
        break;
      }
      case ElementKind::tick:
      case ElementKind::page:
      case ElementKind::picture:
      case ElementKind::qr:
      case ElementKind::background:
      case ElementKind::frame:
      case ElementKind::rule:
      case ElementKind::label:
      case ElementKind::table:
      case ElementKind::column:
      case ElementKind::overflow: break;  // draw.cpp: nothing to measure
    }
  }
  return {};
}

/// Makes the text smaller as far as its row allows; if it still does not fit, the whole of it goes to an attached page,
/// and the box keeps its beginning and says where.
Result<void> Flow::fit(FittedField fitted, PageKind kind) {
  const Field& field = *fitted.field;
  const Length width = field.area.width(), height = std::max(field.area.height(), leading_of(field.size_min));
  const auto fits = [&] { return height_of(fitted.lines.size(), fitted.size) <= height; };
  fitted.lines = lines_of(fitted.letters, width, fitted.size);
  while (!fits() && fitted.size - kSizeStep >= field.size_min) {
    fitted.size -= kSizeStep;
    fitted.lines = lines_of(fitted.letters, width, fitted.size);
  }
  if (!fits()) {
    if (field.kind == ElementKind::issue || !form_.plan(PageKind::attached).overflow)
      return failure(Code::too_large, "document: " + field.key + " is too long for its place");
    fitted.goes_on = true;
    fitted.size = field.size;
    fitted.lines = lines_of(fitted.letters, width, fitted.size);
    const auto room = static_cast<std::size_t>(std::max<Length>(height / leading_of(fitted.size), 1));
    fitted.lines.resize(std::min(room - 1, fitted.lines.size()));
    if (attached(field.key) == nullptr) {
      AttachedText text{field.key, subset_.letters(field.heading + "\n"), 0, 0};
      text.text_at = text.letters.size();
      subset_.append(text.letters, value_of(field));
      attached_.push_back(std::move(text));
    }
  }
  fields_[static_cast<std::size_t>(kind)].push_back(std::move(fitted));
  return {};
}

const AttachedText* Flow::attached(std::string_view key) const {
  const auto found =
      std::find_if(attached_.begin(), attached_.end(), [&](const AttachedText& text) { return text.key == key; });
  return found == attached_.end() ? nullptr : &*found;
}

Result<void> Flow::place_attached() {
  const Box area = *form_.plan(PageKind::attached).overflow;
  const Length leading = leading_of(attached_size_);
  attached_pages_.emplace_back();
  Length y = area.y1;
  for (std::size_t i = 0; i < attached_.size(); ++i) {
    AttachedText& text = attached_[i];
    const std::vector<Line> lines = lines_of(text.letters, area.width(), attached_size_);
    if (y + 3 * leading > area.y2) {
      attached_pages_.emplace_back();
      y = area.y1;
    }
    text.page = table_pages_.size() + attached_pages_.size();
    for (const Line& line : lines) {
      if (y + leading > area.y2) {
        attached_pages_.emplace_back();
        y = area.y1;
        if (pages() > limits::kDocumentPagesMax) return failure(Code::too_large, "document: more pages than allowed");
      }
      attached_pages_.back().lines.emplace_back(i, CellLine{line, area.x1, y});
      y += leading;
    }
    y += leading;
  }
  return {};
}

}  // namespace datong::document::pdf
