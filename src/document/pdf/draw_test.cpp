#include "document/pdf/draw.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "base/limits.hpp"
#include "document/pdf/sample_test.hpp"
#include "document/pdf/tools_test.hpp"

namespace datong::document::pdf {
namespace {

using domain::ElementKind;
using domain::PageKind;

constexpr const char* kLayouts[] = {"C", "G", "E", "RC", "general", "report"};

Drawn drawn(const std::string& layout, int lines, const Setting& setting = setting_for_test()) {
  auto made = draw(printed_for_test(layout, lines), *form_for_test(layout), setting);
  EXPECT_TRUE(made) << made.error().detail;
  return made ? std::move(*made) : Drawn{};
}
std::string text_of(const std::string& path) { return said_by("pdftotext -layout -q " + path + " -"); }

domain::Layout layout_of(const std::string& name) {
  return domain::edition_for_test("classic")->layout(name, Date::parse("2026-06-01").value()).value();
}

TEST(DrawnFile, OtherProgramsFindNothingWrong) {
  for (const char* layout : kLayouts) {
    const TemporaryPdf file(drawn(layout, 25).bytes);
    EXPECT_NE(said_by("qpdf --check " + file.path()).find("No syntax or stream encoding errors"), std::string::npos)
        << layout;
    EXPECT_EQ(said_by("pdftoppm -r 30 -png " + file.path() + " " + file.images()), "") << layout;
    const std::string mutool = said_by("mutool draw -N -q -r 30 -o " + file.images() + "%d.png " + file.path());
    EXPECT_EQ(mutool, "") << layout;
  }
}

TEST(DrawnFile, FontsAreEmbeddedSubsetsWithUnicode) {
  const TemporaryPdf file(drawn("C", 3).bytes);
  const std::string fonts = said_by("pdffonts " + file.path());
  std::size_t count = 0;
  for (std::size_t at = 0; (at = fonts.find("+DatongSans", at)) != fonts.npos; ++at) {
    ++count;
    EXPECT_NE(fonts.substr(at, 100).find("yes yes yes"), std::string::npos) << fonts;
  }
  EXPECT_EQ(count, 2U) << fonts;
}

TEST(DrawnFile, EqualInputGivesEqualBytes) {
  const Drawn once = drawn("RC", 20), again = drawn("RC", 20);
  EXPECT_EQ(once.bytes, again.bytes);
  EXPECT_EQ(once.hole, again.hole);
  Setting later = setting_for_test();
  later.made_at = later.made_at.plus_ms(1000);
  EXPECT_NE(drawn("RC", 20, later).bytes, once.bytes);
}

TEST(DrawnFile, CarriesTheDataAsAFile) {
  const Setting setting = setting_for_test();
  const TemporaryPdf file(drawn("C", 1).bytes);
  EXPECT_NE(said_by("pdfdetach -list " + file.path()).find("certificate.xml"), std::string::npos);
  const std::string out = file.images() + ".xml";
  EXPECT_EQ(said_by("pdfdetach -save 1 -o " + out + " " + file.path()), "");
  EXPECT_EQ(domain::bytes_of_test_file(out), setting.attachment->bytes);
  EXPECT_NE(said_by("qpdf --list-attachments " + file.path()).find("certificate.xml"), std::string::npos);
  EXPECT_NE(said_by("qpdf --json --json-key=qpdf " + file.path()).find("\"/AFRelationship\": \"/Data\""),
            std::string::npos);
}

TEST(DrawnFile, StaysSmall) {
  EXPECT_LE(drawn("C", 10).bytes.size(), 80'000U);
  EXPECT_LE(drawn("RC", 200).bytes.size(), 150'000U);
}

/// Every value of the document stands in the rectangle its layout gives it, whole and nowhere cut.
TEST(DrawnPage, HoldsEachValueInItsBox) {
  for (const char* name : kLayouts) {
    const domain::Printed printed = printed_for_test(name, 8);
    const Setting setting = setting_for_test();
    const TemporaryPdf file(drawn(name, 8).bytes);
    const std::vector<Word> words = words_of(file.path());
    std::size_t looked_at = 0;
    for (const domain::LayoutRow& row : layout_of(name).elements) {
      const bool is_issue = row.kind == ElementKind::issue;
      if (!row.is_on(PageKind::first) || (row.kind != ElementKind::box && row.kind != ElementKind::text && !is_issue))
        continue;
      const auto& values = is_issue ? setting.issue : printed.values;
      const auto value = values.find(row.key);
      if (value == values.end()) continue;
      const std::string found = text_in(words, 1, row.x1, row.y1, row.x2, row.y2);
      EXPECT_NE(found.find(squeezed(value->second)), std::string::npos) << name << " " << row.key << ": " << found;
      ++looked_at;
    }
    EXPECT_GE(looked_at, 6U) << name;
  }
}

TEST(DrawnPage, HoldsEachRowInItsColumns) {
  for (const char* name : {"C", "G", "E", "RC", "general"}) {
    const domain::Printed printed = printed_for_test(name, 40);
    const Drawn made = drawn(name, 40);
    ASSERT_GT(made.pages, 1U);
    const TemporaryPdf file(made.bytes);
    const std::vector<Word> words = words_of(file.path());
    const domain::Layout layout = layout_of(name);
    for (const domain::LayoutRow& column : layout.elements) {
      if (column.kind != ElementKind::column) continue;
      std::string found;
      for (std::size_t page = 1; page <= made.pages; ++page) {
        for (const domain::LayoutRow& table : layout.elements) {
          if (table.kind == ElementKind::table && table.is_on(page == 1 ? PageKind::first : PageKind::next))
            found += text_in(words, page, column.x1, table.y1, column.x2, table.y2);
        }
      }
      std::size_t at = 0;
      for (const auto& row : printed.rows) {
        const std::string value = squeezed(row.at(column.key));
        at = found.find(value, at);
        ASSERT_NE(at, found.npos) << name << " " << column.key << " " << value;
        at += value.size();
      }
    }
  }
}

TEST(DrawnPage, EveryPageNamesNumberAndPage) {
  for (const char* name : {"C", "G", "E", "RC", "general"}) {
    const Drawn made = drawn(name, 60);
    const TemporaryPdf file(made.bytes);
    for (std::size_t page = 1; page <= made.pages; ++page) {
      const std::string number = std::to_string(page);
      const std::string text =
          said_by("pdftotext -layout -q -f " + number + " -l " + number + " " + file.path() + " -");
      EXPECT_NE(text.find("C260000000010001"), std::string::npos) << name << page;
      EXPECT_NE(text.find("Page " + number + " of " + std::to_string(made.pages)), std::string::npos) << name << page;
      EXPECT_NE(text.find("NINGBO, CHINA JUN. 02,2026"), std::string::npos) << name << page;
    }
    EXPECT_NE(text_of(file.path()).find("**********"), std::string::npos) << "the end of the goods is marked";
  }
}

TEST(DrawnPage, TicksWhatTheDocumentTicks) {
  domain::Printed printed = printed_for_test("E", 1);
  const auto crosses = [&] {
    const TemporaryPdf file(draw(printed, *form_for_test("E"), setting_for_test()).value().bytes);
    const auto words = words_of(file.path());
    return std::count_if(words.begin(), words.end(), [](const Word& word) { return word.text == "X"; });
  };
  printed.ticks = {};
  EXPECT_EQ(crosses(), 0);
  printed.ticks = {"retroactive", "third_party_invoice", "no_such_box"};
  EXPECT_EQ(crosses(), 2);
}

TEST(DrawnPage, TheQrCodeReadsAt150Dpi) {
  for (const char* layout : kLayouts) {
    const Setting setting = setting_for_test();
    const TemporaryPdf file(drawn(layout, 10).bytes);
    ASSERT_EQ(said_by("pdftoppm -r 150 -f 1 -l 1 -singlefile -png " + file.path() + " " + file.images()), "");
    const std::string read = said_by("zbarimg -q --raw --nodbus -Sdisable -Sqrcode.enable " + file.images() + ".png");
    EXPECT_EQ(squeezed(read), setting.qr->text + setting.qr->digits) << layout;
  }
}

TEST(DrawnPage, AQrCodeLargerThanItsPlaceIsRefused) {
  Setting setting = setting_for_test();
  setting.qr->digits = std::string(1000, '7');  // version 17: the largest that fits
  EXPECT_TRUE(draw(printed_for_test("C", 1), *form_for_test("C"), setting));
  setting.qr->digits = std::string(1400, '7');
  EXPECT_EQ(draw(printed_for_test("C", 1), *form_for_test("C"), setting).error().code, Code::too_large);
  setting.qr->digits = std::string(8000, '7');
  EXPECT_EQ(draw(printed_for_test("C", 1), *form_for_test("C"), setting).error().code, Code::too_large);
  setting.qr->digits = "12a";
  EXPECT_EQ(draw(printed_for_test("C", 1), *form_for_test("C"), setting).error().code, Code::malformed);
}

/// Number, dates, check code, QR and seals come at issue; everything else is already where it stays.
TEST(DrawnPage, PreviewEqualsIssueExceptWhatComesAtIssue) {
  for (const char* layout : kLayouts) {
    const Setting issue = setting_for_test();
    Setting preview;
    preview.made_at = issue.made_at;
    preview.title = issue.title;
    const TemporaryPdf issued(drawn(layout, 30, issue).bytes), shown(drawn(layout, 30, preview).bytes);
    const auto lines = [](const std::string& path) {
      std::vector<std::string> out;
      for (const Word& word : words_of(path))
        out.push_back(std::to_string(word.page) + " " + std::to_string(word.x1) + " " + std::to_string(word.y1) + " " +
                      word.text);
      std::sort(out.begin(), out.end());
      return out;
    };
    const auto all = lines(issued.path()), early = lines(shown.path());
    std::vector<std::string> only_issued, only_preview;
    std::set_difference(all.begin(), all.end(), early.begin(), early.end(), std::back_inserter(only_issued));
    std::set_difference(early.begin(), early.end(), all.begin(), all.end(), std::back_inserter(only_preview));
    EXPECT_TRUE(only_preview.empty()) << layout << ": " << (only_preview.empty() ? "" : only_preview[0]);
    EXPECT_FALSE(only_issued.empty());
    std::string expected;
    for (const auto& [key, text] : issue.issue) expected += text + " ";
    for (const std::string& line : only_issued)
      EXPECT_NE(expected.find(line.substr(line.rfind(' ') + 1)), std::string::npos) << layout << ": " << line;
  }
}

TEST(DrawnPage, AWatermarkStandsOnEveryPage) {
  Setting setting = setting_for_test();
  setting.watermark = "TRAINING 培训";
  const Drawn made = drawn("C", 60, setting);
  const TemporaryPdf file(made.bytes);
  const std::string text = squeezed(said_by("pdftotext -raw -q " + file.path() + " -"));
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find("TRAINING培训", at)) != text.npos; ++at) ++count;
  EXPECT_EQ(count, made.pages);
}

// --- texts that are too long, odd or hostile

TEST(DrawnText, ALongTextIsShrunkThenGoesOnOnAnAttachedPage) {
  const auto form = form_for_test("C");
  domain::Printed printed = printed_for_test("C", 1);
  printed.values["exporter"] = "A LONG NAME OF A STREET AND A TOWN ";
  while (printed.values["exporter"].size() < 480) printed.values["exporter"] += "AND MORE OF IT ";
  EXPECT_EQ(draw(printed, *form, setting_for_test()).value().pages, 1U);
  while (printed.values["exporter"].size() < 3000) printed.values["exporter"] += "AND MORE OF IT ";
  const Drawn made = draw(printed, *form, setting_for_test()).value();
  EXPECT_EQ(made.pages, 2U);
  const TemporaryPdf file(made.bytes);
  const std::string box = text_in(words_of(file.path()), 1, 1200, 1800, 10500, 4500);
  EXPECT_NE(box.find("SEEATTACHEDPAGE2"), std::string::npos) << box;
  const std::string attached = squeezed(said_by("pdftotext -q -f 2 -l 2 " + file.path() + " -"));
  EXPECT_NE(attached.find(squeezed(printed.values["exporter"])), std::string::npos) << "whole, with nothing cut";
  EXPECT_NE(attached.find("C260000000010001"), std::string::npos);
}

TEST(DrawnText, MarksOfFourThousandCharactersFlowThroughTheTable) {
  domain::Printed printed = printed_for_test("C", 3);
  std::string marks;
  for (int i = 0; marks.size() < 4000; ++i) marks += "MARK" + std::to_string(i) + (i % 5 == 4 ? "\n" : "/");
  printed.rows[0]["marks"] = marks;
  const Drawn made = draw(printed, *form_for_test("C"), setting_for_test()).value();
  EXPECT_GT(made.pages, 1U);
  const TemporaryPdf file(made.bytes);
  std::string found;
  const auto words = words_of(file.path());
  for (std::size_t page = 1; page <= made.pages; ++page)
    found += text_in(words, page, 1200, page == 1 ? 11200 : 5600, 4200, 22200);
  EXPECT_NE(found.find(squeezed(marks)), std::string::npos);
}

TEST(DrawnText, AHugeWordIsBrokenAndLosesNothing) {
  domain::Printed printed = printed_for_test("C", 2);
  const std::string word(700, 'W');
  printed.rows[0]["description"] = word;
  const TemporaryPdf file(draw(printed, *form_for_test("C"), setting_for_test()).value().bytes);
  const auto words = words_of(file.path());
  EXPECT_NE(text_in(words, 1, 4200, 11200, 11600, 22200).find(word), std::string::npos);
}

TEST(DrawnText, ACharacterNoFontHasIsRefusedWithItsKey) {
  for (const char* text : {"A\x01"
                           "B",
                           "שלום", "مرحبا", "e\u0301", "\u202E", "\xFF\xFE"}) {
    domain::Printed printed = printed_for_test("C", 1);
    printed.values["consignee"] = text;
    const auto refused = draw(printed, *form_for_test("C"), setting_for_test());
    if (refused) continue;  // the font has U+FFFD itself
    EXPECT_EQ(refused.error().code, Code::malformed);
    EXPECT_NE(refused.error().detail.find("consignee"), std::string::npos) << refused.error().detail;
    Setting preview = setting_for_test();
    preview.boxes_for_missing = true;
    EXPECT_TRUE(draw(printed, *form_for_test("C"), preview));
  }
}

TEST(DrawnText, OperatorsInATextStayText) {
  domain::Printed printed = printed_for_test("C", 1);
  printed.values["consignee"] = "(\\) Tj ET Q endstream endobj <<>> {destination} %PDF";
  const TemporaryPdf file(draw(printed, *form_for_test("C"), setting_for_test()).value().bytes);
  EXPECT_NE(squeezed(text_of(file.path())).find(squeezed(printed.values["consignee"])), std::string::npos);
  EXPECT_NE(said_by("qpdf --check " + file.path()).find("No syntax"), std::string::npos);
}

TEST(DrawnText, AnEmptyDocumentIsOnePage) {
  for (const char* layout : kLayouts) {
    const auto made = draw({layout, {}, {}, {}}, *form_for_test(layout), {});
    ASSERT_TRUE(made) << layout;
    EXPECT_EQ(made->pages, 1U);
    EXPECT_FALSE(made->hole);
    const TemporaryPdf file(made->bytes);
    EXPECT_NE(said_by("qpdf --check " + file.path()).find("No syntax"), std::string::npos);
  }
}

TEST(DrawnText, MoreThanTheLimitsAllowIsRefused) {
  const auto form = form_for_test("C");
  domain::Printed printed = printed_for_test("C", 1);
  const auto code = [&] {
    const auto made = draw(printed, *form, {});
    return made ? std::optional<Code>() : made.error().code;
  };
  printed.rows.resize(limits::kDocumentRowsMax);
  EXPECT_EQ(code(), std::nullopt);
  printed.rows.resize(limits::kDocumentRowsMax + 1);
  EXPECT_EQ(code(), Code::too_large);
  printed = printed_for_test("C", 1);
  printed.values["exporter"] = std::string(limits::kDocumentTextMax, 'A');
  EXPECT_EQ(code(), std::nullopt);
  printed.values["exporter"] += 'A';
  EXPECT_EQ(code(), Code::too_large);
  printed = printed_for_test("C", 1);
  printed.rows[0]["marks"] = std::string(60'000, '\n');  // more lines than a hundred pages have
  EXPECT_EQ(code(), Code::too_large);
}

TEST(DrawnText, ANumberTooLongForItsPlaceIsRefused) {
  Setting setting = setting_for_test();
  setting.issue["number"] = std::string(200, '8');
  EXPECT_EQ(draw(printed_for_test("C", 1), *form_for_test("C"), setting).error().code, Code::too_large);
}

TEST(DrawnText, RowsOfALayoutWithoutATableAreRefused) {
  domain::Printed printed = printed_for_test("report", 0);
  printed.rows = {{{"description", "X"}}};
  EXPECT_EQ(draw(printed, *form_for_test("report"), {}).error().code, Code::malformed);
}

TEST(DrawnText, AnEndMarkOfTheDocumentsOwnIsNotRepeated) {
  const auto marks = [](const domain::Printed& printed) {
    const TemporaryPdf file(draw(printed, *form_for_test("C"), {}).value().bytes);
    const auto words = words_of(file.path());
    return std::count_if(words.begin(), words.end(), [](const Word& word) { return word.text.starts_with("***"); });
  };
  domain::Printed printed = printed_for_test("C", 2);
  EXPECT_EQ(marks(printed), 1);
  printed.rows.push_back({{"description", "***"}});
  printed.rows.push_back({{"description", "L/C NO. 123"}});
  EXPECT_EQ(marks(printed), 1);
}

TEST(DrawnText, KeysTheLayoutHasNoPlaceForAreNamed) {
  domain::Printed printed{"C",
                          {{"exporter", "A"}, {"destination", "B"}, {"remarks", "C"}, {"empty", ""}},
                          {{{"marks", "D"}, {"fob", "E"}}},
                          {"exhibition"}};
  EXPECT_EQ(unplaced(printed, *form_for_test("C")), (std::vector<std::string>{"exhibition", "fob", "remarks"}));
  printed.layout = "E";
  EXPECT_EQ(unplaced(printed, *form_for_test("E")),
            (std::vector<std::string>{"fob", "remarks"}));  // destination: in its wording
}

// --- the signature's hole

TEST(SignatureHole, EverythingButTheContentsIsCovered) {
  const Drawn made = drawn("C", 1);
  ASSERT_TRUE(made.hole);
  const auto [before, after] = signed_parts(made.bytes, *made.hole);
  EXPECT_TRUE(before.ends_with("/Contents"));
  EXPECT_TRUE(after.starts_with(">>"));
  EXPECT_EQ(made.bytes.size(), before.size() + made.hole->size + after.size());
  EXPECT_EQ(made.hole->size, 4096U * 2 + 2);
  const std::string range = "/ByteRange[0 " + std::to_string(before.size()) + " " +
                            std::to_string(before.size() + made.hole->size) + " " + std::to_string(after.size()) + "]";
  EXPECT_NE(made.bytes.find(range), std::string::npos);
}

TEST(SignatureHole, TakesASignatureUpToItsSize) {
  Drawn made = drawn("C", 1);
  const std::string before = made.bytes;
  EXPECT_EQ(fill_signature(made.bytes, *made.hole, std::string(4097, 'x')).error().code, Code::too_large);
  EXPECT_EQ(made.bytes, before);
  ASSERT_TRUE(fill_signature(made.bytes, *made.hole, std::string(4096, '\x5a')));
  EXPECT_EQ(made.bytes.size(), before.size());
  EXPECT_EQ(signed_parts(made.bytes, *made.hole), signed_parts(before, *made.hole));
  const TemporaryPdf file(made.bytes);
  EXPECT_NE(said_by("qpdf --check " + file.path()).find("No syntax"), std::string::npos);
  const std::string said = said_by("pdfsig " + file.path());
  EXPECT_NE(said.find("ETSI.CAdES.detached"), std::string::npos) << said;
}

TEST(SignatureHole, PdfsigFindsTheWholeDocumentSigned) {
  Drawn made = drawn("RC", 1);
  const TemporaryPdf work("");
  const std::string key = work.images() + ".key", certificate = work.images() + ".crt", data = work.images() + ".bin",
                    der = work.images() + ".der";
  const auto [before, after] = signed_parts(made.bytes, *made.hole);
  std::ofstream(data, std::ios::binary) << before << after;
  said_by("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9999 -subj /CN=Example -keyout " +
          key + " -out " + certificate);
  said_by("openssl cms -sign -binary -cades -nosmimecap -outform DER -signer " + certificate + " -inkey " + key +
          " -in " + data + " -out " + der);
  ASSERT_TRUE(fill_signature(made.bytes, *made.hole, domain::bytes_of_test_file(der)));
  const TemporaryPdf file(made.bytes);
  const std::string said = said_by("pdfsig " + file.path());
  EXPECT_NE(said.find("Total document signed"), std::string::npos) << said;
  EXPECT_NE(said.find("Signature is Valid."), std::string::npos) << said;
}

// --- pictures

TEST(Pictures, PngWithAndWithoutTransparencyAndMarksAreShown) {
  const Picture seal = Picture::read(png_for_test(301, 200)).value(),
                mark = Picture::read(png_for_test(120, 0, false)).value();
  EXPECT_FALSE(seal.is_opaque());
  EXPECT_TRUE(mark.is_opaque());
  Setting setting = setting_for_test();
  setting.pictures = {{"seal", &seal}, {"signature", &mark}, {"mark_1", &mark}, {"mark_2", &seal}};
  const TemporaryPdf file(drawn("C", 3, setting).bytes);
  EXPECT_EQ(said_by("pdftoppm -r 60 -png " + file.path() + " " + file.images()), "");
  const std::string images = said_by("pdfimages -list " + file.path());
  EXPECT_NE(images.find("smask"), std::string::npos) << images;
  EXPECT_NE(said_by("qpdf --check " + file.path()).find("No syntax"), std::string::npos);
}

TEST(Pictures, WhatIsNoPictureOrTooLargeIsRefused) {
  EXPECT_EQ(Picture::read("").error().code, Code::malformed);
  EXPECT_EQ(Picture::read("GIF89a").error().code, Code::malformed);
  const std::string png = png_for_test(64, 200);
  for (const std::size_t size : {9U, 20U, 40U, 100U}) EXPECT_FALSE(Picture::read(png.substr(0, size)));
  EXPECT_EQ(Picture::read(png + std::string(limits::kPictureBytesMax, 'x')).error().code, Code::too_large);
}

TEST(Pictures, AJpegIsCopiedAsItIs) {
  const TemporaryPdf page(drawn("C", 1).bytes);
  ASSERT_EQ(said_by("pdftoppm -jpeg -r 20 -singlefile " + page.path() + " " + page.images()), "");
  const std::string jpeg = domain::bytes_of_test_file(page.images() + ".jpg");
  const auto picture = Picture::read(jpeg);
  ASSERT_TRUE(picture) << picture.error().detail;
  EXPECT_TRUE(picture->is_opaque());
  EXPECT_EQ(picture->width(), 166);
  Setting setting = setting_for_test();
  setting.pictures = {{"exporter_signature", &*picture}};
  const std::string bytes = drawn("C", 1, setting).bytes;
  EXPECT_NE(bytes.find(jpeg), std::string::npos);
  const TemporaryPdf file(bytes);
  EXPECT_EQ(said_by("pdftoppm -r 60 -png " + file.path() + " " + file.images()), "");
}

TEST(Pictures, AScanIsHalvedUntilItIsNoLargerThanPrintNeeds) {
  const Picture scan = Picture::read(png_for_test(1063, 200)).value();
  EXPECT_EQ(scan.width(), 531);
}

// --- layouts that make no page

TEST(Form, ALayoutThatMakesNoPageIsRefused) {
  domain::Layout layout = layout_of("C");
  std::erase_if(layout.elements, [](const domain::LayoutRow& row) { return row.kind == ElementKind::table; });
  EXPECT_EQ(Form::prepare(layout, fonts_for_test()).error().code, Code::corrupt);
  layout.elements.clear();
  EXPECT_EQ(Form::prepare(layout, fonts_for_test()).error().code, Code::corrupt);
  layout = layout_of("C");
  layout.elements.back().title_en = "\u0627";
  EXPECT_EQ(Form::prepare(layout, fonts_for_test()).error().code, Code::corrupt);
}

TEST(Form, WithoutAttachedPagesATextTooLongIsRefused) {
  domain::Layout layout = layout_of("C");
  std::erase_if(layout.elements, [](const domain::LayoutRow& row) { return row.kind == ElementKind::overflow; });
  domain::Printed printed = printed_for_test("C", 1);
  printed.values["exporter"] = std::string(3000, 'A');
  EXPECT_EQ(draw(printed, *Form::prepare(layout, fonts_for_test()).value(), {}).error().code, Code::too_large);
}

}  // namespace
}  // namespace datong::document::pdf
