#include "document/pdf/reader.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "document/pdf/sample_test.hpp"

namespace datong::document::pdf {
namespace {

const std::string& sample() {
  static const std::string pdf = draw(printed_for_test("C", 3), *form_for_test("C"), setting_for_test()).value().bytes;
  return pdf;
}
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return at == text.npos ? text : text.replace(at, from.size(), to);
}
bool is_suspected(const std::string& pdf, Suspicion suspicion) {
  const auto facts = read_pdf(pdf);
  return facts && facts->has(suspicion);
}

TEST(PdfReader, FindsNothingStrangeInWhatOurWriterMakes) {
  for (const char* layout : {"C", "G", "E", "RC"}) {
    for (const int lines : {1, 40}) {
      const Setting setting = setting_for_test();
      const Drawn drawn = draw(printed_for_test(layout, lines), *form_for_test(layout), setting).value();
      const auto facts = read_pdf(drawn.bytes);
      ASSERT_TRUE(facts);
      for (const Suspicion each : facts->suspicions) ADD_FAILURE() << layout << " " << lines << ": " << spec_of(each).name;
      EXPECT_EQ(facts->pages, drawn.pages);
      EXPECT_EQ(facts->signatures, 1U);
      ASSERT_TRUE(facts->signature);
      EXPECT_EQ(facts->signature->hole, *drawn.hole);
      EXPECT_EQ(facts->signature->name, setting.signature->signer);
      EXPECT_EQ(facts->signature->cms, std::string(setting.signature->bytes_max, '\0'));
      ASSERT_EQ(facts->embedded.size(), 1U);
      EXPECT_EQ(facts->embedded[0].bytes, setting.attachment->bytes);
      EXPECT_EQ(facts->embedded[0].name, setting.attachment->name);
      EXPECT_EQ(facts->summary, setting.qr->text + setting.qr->digits);
      EXPECT_EQ(facts->title, setting.title);
    }
  }
}

TEST(PdfReader, NamesWhatBreaksTheSkeleton) {
  EXPECT_TRUE(is_suspected(" " + sample(), Suspicion::no_header));
  EXPECT_TRUE(is_suspected(sample() + "\n", Suspicion::bytes_after_end));
  EXPECT_TRUE(is_suspected(replaced(sample(), "xref\n0 ", "xref\n1 "), Suspicion::odd_cross_references));
  EXPECT_TRUE(is_suspected(replaced(sample(), "/Root ", "/Prev "), Suspicion::odd_trailer));
  EXPECT_TRUE(is_suspected(replaced(sample(), "2 0 obj\n", "3 0 obj\n"), Suspicion::odd_object));
}

TEST(PdfReader, NamesWhatAReaderWouldShowOrDo) {
  const auto in_catalogue = [](std::string_view what) { return replaced(sample(), "/Lang(zh-CN)", what); };
  EXPECT_TRUE(is_suspected(in_catalogue("/AA<<     >>"), Suspicion::action));
  EXPECT_TRUE(is_suspected(in_catalogue("/JS(0000000)"), Suspicion::script));
  EXPECT_TRUE(is_suspected(in_catalogue("/Odd(zh-CN)   ").substr(0, sample().size()), Suspicion::bytes_after_end));
  EXPECT_TRUE(is_suspected(in_catalogue("/Odd (zh-CN)"), Suspicion::odd_catalogue));
  EXPECT_TRUE(is_suspected(replaced(sample(), "/Subtype/Widget", "/Subtype/Wodget"), Suspicion::annotation));
  EXPECT_TRUE(is_suspected(replaced(sample(), "/FT/Sig", "/FT/Btn"), Suspicion::form_field));
  EXPECT_TRUE(is_suspected(replaced(sample(), "ETSI.CAdES", "ETSI.XAdES"), Suspicion::signature_form));
  EXPECT_TRUE(is_suspected(replaced(sample(), "/EmbeddedFiles", "/JavaScriptsXX"), Suspicion::several_attachments));
}

TEST(PdfReader, NamesARangeThatIsNotTheWholeFile) {
  EXPECT_TRUE(is_suspected(replaced(sample(), "/ByteRange[0 ", "/ByteRange[1 "), Suspicion::byte_range_odd));
  EXPECT_TRUE(is_suspected(replaced(sample(), "/Contents<00", "/Contents<AA"), Suspicion::hole_is_not_contents)) << "capitals are not ours";
  const auto two = read_pdf(replaced(sample(), "/Reason", "/ByteRange[0 1 2 3]/Reason"));
  EXPECT_TRUE(two && two->has(Suspicion::several_signatures));
}

TEST(PdfReader, RefusesWhatIsNoPdfOrTooLarge) {
  EXPECT_EQ(read_pdf("").error().code, Code::malformed);
  EXPECT_EQ(read_pdf("<?xml?>").error().code, Code::malformed);
  EXPECT_EQ(read_pdf("%PDF-1.7\n" + std::string(limits::kCheckedFileBytesMax, ' ')).error().code, Code::too_large);
}

TEST(PdfReader, EverySuspicionHasItsWords) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Suspicion::attachment_unreadable); ++i) {
    const SuspicionSpec& spec = spec_of(static_cast<Suspicion>(i));
    EXPECT_TRUE(words.insert(spec.name).second && words.insert(spec.zh).second && words.insert(spec.en).second);
  }
}

}  // namespace
}  // namespace datong::document::pdf
