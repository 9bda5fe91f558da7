#include "document/pdf/draw.hpp"

#include <algorithm>
#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/pdf/deflate.hpp"
#include "document/pdf/file_parts.hpp"
#include "document/pdf/flow.hpp"

namespace datong::document::pdf {

using domain::Align;
using domain::ElementKind;
using domain::PageKind;

namespace {

constexpr Length kModule = 96;         // of a QR code: two dots of 150 dpi
constexpr Length kGrid = 48;           // one dot
constexpr Length kQuietModules = 4;    // white around it
constexpr Length kStrikeLeast = 1200;  // table space smaller than this is not struck out
constexpr Length kWatermarkSize = 7200;
constexpr unsigned kWatermarkColour = 0xF5D2D2;

class Drawing {
 public:
  Drawing(const domain::Printed& printed, const Form& form, const Setting& setting)
      : printed_(printed), form_(form), setting_(setting), flow_(printed, form, setting), writer_(form.writer()) {}

  Result<Drawn> run() {
    if (Result<void> placed = flow_.run(); !placed) return placed.error();
    if (Result<void> shown = refuse_missing(); !shown) return shown.error();
    if (setting_.qr) {
      auto code = qr_code(*setting_.qr);
      if (!code) return code.error();
      qr_ = std::move(*code);
    }
    const std::size_t count = flow_.pages();
    std::vector<std::string> contents;
    for (std::size_t page = 1; page <= count; ++page) contents.push_back(content(page));
    if (qr_is_too_large_) return failure(Code::too_large, "document: QR code is larger than its place");
    return write(contents);
  }

 private:
  PageKind kind_of(std::size_t page) const {
    if (page == 1) return PageKind::first;
    return page <= flow_.table_pages().size() ? PageKind::next : PageKind::attached;
  }

  Result<void> refuse_missing() const {
    if (setting_.boxes_for_missing) return {};
    const auto check_all = [&](const domain::Printed::Texts& texts) -> Result<void> {
      for (const auto& [key, text] : texts) {
        if (const auto missing = form_.fonts().first_missing(text)) {
          return failure(Code::malformed,
                         "document: no font has the character U+" + utf16_hex(*missing) + " of " + key);
        }
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

  std::string content(std::size_t page) {
    const PageKind kind = kind_of(page);
    Ink ink;
    ink.op("/B Do");
    if (!setting_.watermark.empty()) watermark(ink);
    (ink.out += "/P") += static_cast<char>('0' + static_cast<int>(kind));
    ink.op(" Do").colour(0, false);
    if (page <= flow_.table_pages().size()) {
      table(ink, flow_.table_pages()[page - 1], kind);
    } else {
      attached(ink, flow_.attached_pages()[page - 1 - flow_.table_pages().size()]);
    }
    for (const FittedField& fitted : flow_.fields(kind)) value(ink, fitted);
    for (const Field& field : form_.plan(kind).fields) sign(ink, field, page);
    return std::move(ink.out);
  }

  void watermark(Ink& ink) {
    const Letters letters = flow_.subset().letters(setting_.watermark);
    Length width = 0;
    for (const Letter& letter : letters) width += letter.advance;
    const Length size = std::min(kWatermarkSize, 70'000 * 1000 / std::max<Length>(width, 1));
    const Length half = width * size / 2000;
    ink.out += "q ";
    ink.colour(kWatermarkColour, false);
    ink.out += "BT/F2 ";
    append_length(ink.out, size);
    ink.out += "Tf .7071 .7071 -.7071 .7071 ";
    ink.at(kPaperWidth / 2 - half * 7071 / 10000 + size / 4, kPaperHeight / 2 + half * 7071 / 10000 + size / 4);
    ink.out += "Tm";
    show_codes(ink.out, letters);
    ink.op("ET Q");
  }

  void table(Ink& ink, const TablePage& page, PageKind kind) {
    const PagePlan& plan = form_.plan(kind);
    if (!page.lines.empty()) {
      lines_begin(ink, form_.table_size());
      for (const CellLine& cell : page.lines) one_line(ink, cell, flow_.table_letters(), form_.table_size());
      ink.op("ET");
    }
    for (const PlacedPicture& placed : page.pictures) picture(ink, *placed.picture, placed.box);
    if (!plan.table || plan.table_x2 == 0) return;
    const Length top = page.end + 200, bottom = plan.table->y2 - 200;
    if (bottom - top < kStrikeLeast || flow_.table_pages().back().end != page.end) return;
    ink.colour(0x808080, true).width(40);
    ink.line(plan.table_x1 + 200, top, plan.table_x2 - 200, top)
        .line(plan.table_x2 - 200, top, plan.table_x1 + 200, bottom);
    ink.line(plan.table_x1 + 200, bottom, plan.table_x2 - 200, bottom);
  }

  void attached(Ink& ink, const AttachedPage& page) {
    lines_begin(ink, flow_.attached_size());
    for (const auto& [text, line] : page.lines)
      one_line(ink, line, flow_.attached()[text].letters, flow_.attached_size());
    ink.op("ET");
  }

  void lines_begin(Ink& ink, Length size) {
    ink.out += "BT/F2 ";
    append_length(ink.out, size);
    ink.op("Tf");
    x_ = y_ = 0;
  }
  void one_line(Ink& ink, const CellLine& cell, std::span<const Letter> letters, Length size) {
    const Length y = kPaperHeight - cell.y - baseline_of(size);
    append_length(ink.out, cell.x - x_);
    append_length(ink.out, y - y_);
    ink.out += "Td";
    show_codes(ink.out, letters.subspan(cell.line.first, cell.line.last - cell.line.first));
    x_ = cell.x;
    y_ = y;
  }

  void value(Ink& ink, const FittedField& fitted) {
    const Field& field = *fitted.field;
    Box area = field.area;
    const std::size_t count = fitted.lines.size() + (fitted.goes_on ? 1 : 0);
    if (field.is_at_bottom) area.y1 = area.y2 - static_cast<Length>(count) * leading_of(fitted.size);
    if (field.is_bold) (ink.out += "2 Tr ", ink.colour(0, true).width(fitted.size / 45));
    show(ink, "F2", fitted.size, fitted.letters, fitted.lines, area, field.align);
    if (field.is_bold) ink.op("0 Tr");
    if (!fitted.goes_on) return;
    area.y1 += static_cast<Length>(fitted.lines.size()) * leading_of(fitted.size);
    words(ink, "SEE ATTACHED PAGE " + std::to_string(flow_.attached(field.key)->page), area,
          std::min<Length>(fitted.size, 800), field.align);
  }

  void words(Ink& ink, std::string_view text, const Box& area, Length size, Align align) {
    const Letters letters = flow_.subset().letters(text);
    show(ink, "F2", size, letters, lines_of(letters, area.width(), size), area, align);
  }

  /// What is no text of the document: page numbers, ticks, pictures, QR.
  void sign(Ink& ink, const Field& field, std::size_t page) {
    switch (field.kind) {
      case ElementKind::page: {
        std::string text = field.words;
        for (const auto& [sign, number] : {std::pair{"{n}", page}, {"{m}", flow_.pages()}}) {
          for (std::size_t at = text.find(sign); at != text.npos; at = text.find(sign))
            text.replace(at, 3, std::to_string(number));
        }
        words(ink, text, field.area, field.size, field.align);
        break;
      }
      case ElementKind::tick:
        if (printed_.ticks.contains(field.key)) words(ink, "X", field.area, field.size, Align::center);
        break;
      case ElementKind::picture:
        if (const auto found = setting_.pictures.find(field.key); found != setting_.pictures.end())
          picture(ink, *found->second, field.area);
        break;
      case ElementKind::qr:
        if (setting_.qr) qr(ink, field.area);
        break;
      case ElementKind::box:
      case ElementKind::text:
      case ElementKind::issue:
      case ElementKind::wording:
      case ElementKind::background:
      case ElementKind::frame:
      case ElementKind::rule:
      case ElementKind::label:
      case ElementKind::table:
      case ElementKind::column:
      case ElementKind::overflow: break;
    }
  }

  /// As large as the box allows, in its middle.
  void picture(Ink& ink, const Picture& shown, const Box& box) {
    const auto known = std::find(pictures_.begin(), pictures_.end(), &shown);
    const auto index = static_cast<std::size_t>(known - pictures_.begin());
    if (known == pictures_.end()) pictures_.push_back(&shown);
    const bool by_width = box.width() * shown.height() <= box.height() * shown.width();
    const Length width = by_width ? box.width() : box.height() * shown.width() / shown.height();
    const Length height = by_width ? box.width() * shown.height() / shown.width() : box.height();
    ink.out += shown.is_opaque() ? "q /M gs " : "q ";
    append_length(ink.out, width);
    ink.out += "0 0 ";
    append_length(ink.out, height);
    ink.at(box.x1 + (box.width() - width) / 2, box.y1 + (box.height() + height) / 2);
    ink.op("cm /I" + std::to_string(index) + " Do Q");
  }

  void qr(Ink& ink, const Box& box) {
    const Length side = (qr_.modules + 2 * kQuietModules) * kModule;
    if (side > std::min(box.width(), box.height())) {
      qr_is_too_large_ = true;
      return;
    }
    const Length left = (box.x2 - side) / kGrid * kGrid, top = (box.y1 + kGrid - 1) / kGrid * kGrid;
    ink.out += "q ";
    ink.colour(0xFFFFFF, false).rectangle({left, top, left + side, top + side}).op("f").colour(0, false);
    const Length quiet = kQuietModules * kModule, modules = qr_.modules * kModule;
    append_length(ink.out, modules);
    ink.out += "0 0 ";
    append_length(ink.out, modules);
    ink.at(left + quiet, top + quiet + modules).op("cm /Q Do Q");
  }

  Result<Drawn> write(const std::vector<std::string>& contents) {
    Drawn drawn;
    drawn.pages = contents.size();
    const int font = writer_.reserve();
    std::string objects = "/B " + reference(FormObjects::background);
    const std::size_t tables = flow_.table_pages().size();
    for (const auto& [kind, is_used] :
         {std::pair{PageKind::first, true}, {PageKind::next, tables > 1}, {PageKind::attached, drawn.pages > tables}}) {
      if (is_used)
        objects += "/P" + std::to_string(static_cast<int>(kind)) + " " + reference(form_.write_fixed(writer_, kind));
    }
    for (std::size_t i = 0; i < pictures_.size(); ++i)
      objects += "/I" + std::to_string(i) + " " + reference(pictures_[i]->write(writer_));
    if (setting_.qr) {
      const std::string side = std::to_string(qr_.modules);
      objects +=
          "/Q " + reference(writer_.stream(
                      "/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Width " + side + "/Height " + side,
                      deflated(qr_.rows, Effort::fast)));
    }
    const int resources = writer_.begin();
    writer_.out() += "<</Font<</F2 " + reference(font) + ">>/XObject<<" + objects + ">>/ExtGState<</M " +
                     reference(FormObjects::multiply) + ">>>>";
    writer_.end();
    flow_.subset().write(writer_, font, Effort::fast);
    const std::optional<int> widget = reserve_widget(writer_, setting_);
    const int pages = writer_.reserve();
    std::string kids;
    int first_page = 0;
    for (const std::string& content : contents) {
      const int stream = writer_.stream("", deflated(content, Effort::fast)), page = writer_.begin();
      writer_.out() += "<</Type/Page/Parent " + reference(pages) + "/MediaBox[0 0 595.2 841.92]/Resources " +
                       reference(resources) + "/Contents " + reference(stream);
      if (first_page == 0 && widget) writer_.out() += "/Annots[" + reference(*widget) + "]";
      writer_.out() += ">>";
      writer_.end();
      if (first_page == 0) first_page = page;
      (kids += reference(page)) += ' ';
    }
    writer_.begin(pages);
    writer_.out() += "<</Type/Pages/Count " + std::to_string(contents.size()) + "/Kids[" + kids + "]>>";
    writer_.end();
    drawn.hole = write_end(writer_, setting_, pages, first_page, widget);
    drawn.bytes = writer_.take();
    return drawn;
  }

  const domain::Printed& printed_;
  const Form& form_;
  const Setting& setting_;
  Flow flow_;
  Writer writer_;
  QrCode qr_;
  bool qr_is_too_large_ = false;
  std::vector<const Picture*> pictures_;  ///< in order of first use
  Length x_ = 0, y_ = 0;                  ///< where the last line began
};

}  // namespace

Result<Drawn> draw(const domain::Printed& printed, const Form& form, const Setting& setting) {
  return Drawing(printed, form, setting).run();
}

std::vector<std::string> unplaced(const domain::Printed& printed, const Form& form) {
  std::set<std::string> places, missing;
  for (const PageKind kind : {PageKind::first, PageKind::next, PageKind::attached}) {
    for (const Field& field : form.plan(kind).fields) {
      if (field.kind != ElementKind::issue) places.insert(field.key);
      for (std::size_t open = 0; (open = field.words.find('{', open)) != field.words.npos; ++open)
        places.insert(field.words.substr(open + 1, field.words.find('}', open) - open - 1));
    }
  }
  const auto look = [&](const std::string& key, std::string_view text) {
    if (!text.empty() && !places.contains(key)) missing.insert(key);
  };
  for (const auto& [key, text] : printed.values) look(key, text);
  for (const std::string& key : printed.ticks) look(key, "X");
  places.clear();
  for (const Column& column : form.columns()) places.insert(column.key);
  for (const auto& row : printed.rows) {
    for (const auto& [key, text] : row) look(key, text);
  }
  return {missing.begin(), missing.end()};
}

std::array<std::string_view, 2> signed_parts(std::string_view pdf, const Hole& hole) {
  return {pdf.substr(0, hole.offset), pdf.substr(hole.offset + hole.size)};
}

Result<void> fill_signature(std::string& pdf, const Hole& hole, std::string_view der) {
  if (der.size() * 2 + 2 > hole.size)
    return failure(Code::too_large, "signature of " + std::to_string(der.size()) + " bytes, room for " +
                                        std::to_string(hole.size / 2 - 1));
  pdf.replace(hole.offset + 1, der.size() * 2, to_hex(der));
  return {};
}

}  // namespace datong::document::pdf
