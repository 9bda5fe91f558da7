#include "document/pdf/form.hpp"

#include <algorithm>

#include "document/pdf/background.hpp"
#include "document/pdf/colour_profile.hpp"
#include "document/pdf/deflate.hpp"
#include "document/pdf/text.hpp"

namespace datong::document::pdf {

using domain::Align;
using domain::ElementKind;
using domain::LayoutRow;
using domain::PageKind;

namespace {

constexpr Length kTitleSize = 640, kTitleSizeMin = 460;  // of boxes and columns
constexpr Length kPadX = 280, kPadY = 160;               // inside a frame
constexpr Length kFrameWidth = 50;
constexpr std::string_view kPaperBox = "/BBox[0 0 595.2 841.92]";

Box box_of(const LayoutRow& row) {
  return {from_millimetres(row.x1), from_millimetres(row.y1), from_millimetres(row.x2), from_millimetres(row.y2)};
}

Box inset(Box box) { return {box.x1 + kPadX, box.y1 + kPadY, box.x2 - kPadX, box.y2 - kPadY}; }

std::string title_of(const LayoutRow& row, std::string_view between) {
  if (row.title_zh.empty() || row.title_en.empty()) return row.title_zh + row.title_en;
  return row.title_zh + std::string(between) + row.title_en;
}

bool has_values(std::string_view words) { return words.find('{') != words.npos; }

}  // namespace

/// Draws the fixed part of one layout and collects its fields.
class FormMaker {
 public:
  FormMaker(const domain::Layout& layout, const FontSet& fonts)
      : layout_(layout), form_(new Form(fonts)), subset_(form_->fonts_) {}

  Result<std::shared_ptr<const Form>> make() {
    form_->name_ = layout_.name;
    if (Result<void> read = read_table(); !read) return read.error();
    for (std::size_t i = 0; i < domain::kPageKindCount; ++i) draw_page(static_cast<PageKind>(i));
    if (!form_->plans_[0].exists) return corrupt("no element on the first page");
    if (missing_) return corrupt("no font has U+" + hex_of(*missing_));
    write_head();
    return std::shared_ptr<const Form>(std::move(form_));
  }

 private:
  Error corrupt(std::string_view why) const {
    return failure(Code::corrupt, "layout " + layout_.name + ": " + std::string(why));
  }
  static std::string hex_of(char32_t character) {
    std::string out;
    for (int shift = 20; shift >= 0; shift -= 4) out += "0123456789ABCDEF"[character >> shift & 15];
    return out;
  }

  /// Tables and columns first: a column's frame ends where the page's table ends.
  Result<void> read_table() {
    for (const LayoutRow& row : layout_.elements) {
      if (row.kind == ElementKind::background) tint_ = row.colour;
      if (row.kind == ElementKind::column) {
        const Box box = box_of(row);
        form_->columns_.push_back({row.key, box.x1 + kPadX, box.x2 - kPadX, row.align});
      }
      if (row.kind != ElementKind::table && row.kind != ElementKind::overflow) continue;
      for (std::size_t i = 0; i < domain::kPageKindCount; ++i) {
        if (!row.on_page[i]) continue;
        (row.kind == ElementKind::table ? form_->plans_[i].table : form_->plans_[i].overflow) = box_of(row);
      }
      if (row.kind == ElementKind::table) form_->table_size_ = row.size;
    }
    const bool has_tables = form_->plans_[0].table && form_->plans_[1].table;
    if (!form_->columns_.empty() && !has_tables) return corrupt("columns, but no table on the first and the next page");
    for (PagePlan& plan : form_->plans_) {
      if (plan.table && plan.table->height() < 3 * leading_of(form_->table_size_))
        return corrupt("a table of no height");
      if (plan.overflow && plan.overflow->height() < 4000) return corrupt("an overflow area of no height");
    }
    return {};
  }

  void draw_page(PageKind kind) {
    ink_ = Ink();
    kind_ = kind;
    plan_ = &form_->plans_[static_cast<std::size_t>(kind)];
    for (const LayoutRow& row : layout_.elements) {
      if (!row.is_on(kind)) continue;
      plan_->exists = true;
      draw(row);
    }
    form_->fixed_[static_cast<std::size_t>(kind)] = deflated(ink_.out, Effort::small);
  }

  void draw(const LayoutRow& row) {
    const Box box = box_of(row);
    switch (row.kind) {
      case ElementKind::background:
      case ElementKind::table:
      case ElementKind::overflow: break;
      case ElementKind::frame: frame(box, row.colour, row.size); break;
      case ElementKind::rule: ink_.colour(row.colour, true).width(row.size).line(box.x1, box.y1, box.x2, box.y2); break;
      case ElementKind::label: label(row, box, title_of(row, "\n")); break;
      case ElementKind::wording:
        if (const std::string words = title_of(row, "\n"); has_values(words)) {
          field(row, box).words = words;
        } else {
          label(row, box, words);
        }
        break;
      case ElementKind::box: draw_box(row, box); break;
      case ElementKind::text:
      case ElementKind::issue: draw_text(row, box); break;
      case ElementKind::page: field(row, box).words = title_of(row, " "); break;
      case ElementKind::tick: draw_tick(row, box); break;
      case ElementKind::column: draw_column(row, box); break;
      case ElementKind::picture:
      case ElementKind::qr: field(row, box); break;
    }
  }

  Field& field(const LayoutRow& row, const Box& area) {
    std::string heading = title_of(row, " ");
    plan_->fields.push_back({row.kind,
                             row.key,
                             {},
                             heading.empty() ? row.key : std::move(heading),
                             area,
                             row.size,
                             row.size_min,
                             row.align,
                             row.is_bold,
                             row.is_at_bottom});
    return plan_->fields.back();
  }

  void frame(const Box& box, unsigned colour, Length width) {
    ink_.colour(colour, true).width(width).rectangle(box).op("S");
  }

  /// Fixed text in a box, made smaller until it fits; gives its height.
  Length text(const std::string& words, const Box& box, Length size, Length size_min, Align align, bool is_bold,
              bool is_at_bottom = false) {
    if (const auto missing = form_->fonts_.first_missing(words); missing && !missing_) missing_ = missing;
    const Letters letters = subset_.letters(words);
    std::vector<Line> lines = lines_of(letters, box.width(), size);
    const auto is_bad = [&] {
      return static_cast<Length>(lines.size()) * leading_of(size) > box.height() ||
             std::any_of(lines.begin(), lines.end(), [](const Line& line) { return line.is_by_force; });
    };
    while (is_bad() && size - 20 >= size_min) {
      size -= 20;
      lines = lines_of(letters, box.width(), size);
    }
    const Length height = static_cast<Length>(lines.size()) * leading_of(size);
    Box at = box;
    if (is_at_bottom) at.y1 = box.y2 - height;
    if (is_bold) (ink_.out += "2 Tr ", ink_.colour(0, true).width(size / 45));
    ink_.colour(0, false);
    show(ink_, "F1", size, letters, lines, at, align);
    if (is_bold) ink_.op("0 Tr");
    return height;
  }

  void label(const LayoutRow& row, const Box& box, const std::string& words) {
    text(words, box, row.size, row.size_min, row.align, row.is_bold, row.is_at_bottom);
  }

  void draw_box(const LayoutRow& row, const Box& box) {
    frame(box, row.colour, kFrameWidth);
    const std::string title = title_of(row, " ");
    Box inside = inset(box);
    if (!title.empty()) inside.y1 += text(title, inside, kTitleSize, kTitleSizeMin, Align::left, false) + kPadY / 2;
    if (!row.key.empty()) field(row, inside);
  }

  /// The title first, the value after it on the same line.
  void draw_text(const LayoutRow& row, const Box& box) {
    Box area = box;
    if (const std::string title = title_of(row, " "); !title.empty()) {
      Box at = box;
      at.y1 += baseline_of(row.size) - baseline_of(kTitleSize);
      at.y2 = at.y1 + leading_of(kTitleSize);
      text(title, at, kTitleSize, kTitleSizeMin, Align::left, false);
      Length width = 0;
      for (const Letter& letter : subset_.letters(title)) width += letter.advance;
      area.x1 += width * kTitleSize / 1000 + kPadX;
    }
    if (row.is_underlined) ink_.colour(row.colour, true).width(30).line(area.x1, box.y2, box.x2, box.y2);
    field(row, area);
  }

  void draw_tick(const LayoutRow& row, const Box& box) {
    const Length side = leading_of(row.size);
    const Box square{box.x1, box.y1, box.x1 + side, box.y1 + side};
    frame(square, row.colour, kFrameWidth);
    const Box beside{square.x2 + kPadX, box.y1, box.x2, box.y2};
    text(title_of(row, " "), beside, row.size, kTitleSizeMin, Align::left, false);
    field(row, square);
  }

  /// Heading band and body; on following pages the band stands on top of that page's table.
  void draw_column(const LayoutRow& row, const Box& box) {
    if (!plan_->table) return;
    const Box body{box.x1, plan_->table->y1, box.x2, plan_->table->y2};
    const Box band{box.x1, body.y1 - box.height(), box.x2, body.y1};
    frame(band, row.colour, kFrameWidth);
    frame(body, row.colour, kFrameWidth);
    const Box inside{band.x1 + kPadX / 2, band.y1 + kPadY / 2, band.x2 - kPadX / 2, band.y2 - kPadY / 2};
    text(title_of(row, "\n"), inside, kTitleSize, kTitleSizeMin, Align::center, false);
    plan_->table_x1 = plan_->table_x1 == 0 ? box.x1 : std::min(plan_->table_x1, box.x1);
    plan_->table_x2 = std::max(plan_->table_x2, box.x2);
  }

  static std::string form_dictionary(std::string_view resources) {
    return "/Type/XObject/Subtype/Form" + std::string(kPaperBox) + "/Resources<<" + std::string(resources) + ">>";
  }

  /// The objects every document of the layout opens with, numbered as FormObjects says.
  void write_head() {
    Writer writer("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", std::vector<std::size_t>(FormObjects::profile));
    subset_.write(writer, FormObjects::font, Effort::small);
    const int curve =
        writer.stream("/Type/XObject/Subtype/Form/BBox[-10 -50 600 50]", deflated(background_curve(), Effort::small));
    writer.stream(FormObjects::background, form_dictionary("/XObject<</C " + reference(curve) + ">>"),
                  deflated(tint_ ? background_page(*tint_) : std::string(), Effort::small));
    writer.stream(FormObjects::first, form_dictionary("/Font<</F1 " + reference(FormObjects::font) + ">>"),
                  form_->fixed_[0]);
    writer.begin(FormObjects::multiply);
    writer.out() += "<</Type/ExtGState/BM/Multiply>>";
    writer.end();
    writer.stream(FormObjects::profile, "/N 3", deflated(colour_profile(), Effort::small));
    form_->offsets_ = writer.offsets();
    form_->head_ = writer.take();
  }

  const domain::Layout& layout_;
  std::shared_ptr<Form> form_;
  Subset subset_;
  Ink ink_;
  PageKind kind_ = PageKind::first;
  PagePlan* plan_ = nullptr;
  std::optional<unsigned> tint_;
  std::optional<char32_t> missing_;
};

Result<std::shared_ptr<const Form>> Form::prepare(const domain::Layout& layout, const FontSet& fonts) {
  return FormMaker(layout, fonts).make();
}

int Form::write_fixed(Writer& writer, PageKind kind) const {
  if (kind == PageKind::first) return FormObjects::first;
  return writer.stream("/Type/XObject/Subtype/Form" + std::string(kPaperBox) + "/Resources<</Font<</F1 " +
                           reference(FormObjects::font) + ">>>>",
                       fixed_[static_cast<std::size_t>(kind)]);
}

}  // namespace datong::document::pdf
