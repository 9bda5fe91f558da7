// Manipulated files, made here from genuine papers: none is shown as genuine, offline or online, none crashes, none takes
// a second. One table: a name and how the bytes are made.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "crypto/cms.hpp"
#include "crypto/revocation.hpp"
#include "document/pdf/deflate.hpp"
#include "document/pdf/reader.hpp"
#include "paper_world.hpp"

namespace datong::security {
namespace {

using app::Indication;
using document::pdf::Hole;

PaperWorld& world() {
  static PaperWorld made;
  return made;
}
const IssuedPaper& paper_a() {
  static const IssuedPaper made = world().issue("C263100000000001");
  return made;
}
const IssuedPaper& paper_b() {
  static const IssuedPaper made = world().issue("C263100000000002");
  return made;
}

struct Manipulated {
  std::string name, bytes;
};

Hole hole_of(const std::string& pdf) { return must(document::pdf::read_pdf(pdf)).signature->hole; }

double cpu_ms() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

/// Signs what stands outside of the hole anew.
std::string signed_again(std::string pdf, const Hole& hole, const crypto::DocumentSigner& signer, const crypto::StampFunction& stamp) {
  std::fill_n(pdf.begin() + static_cast<std::ptrdiff_t>(hole.offset) + 1, hole.size - 2, '0');
  const auto parts = document::pdf::signed_parts(pdf, hole);
  const std::string cms = must(crypto::sign_cms(signer, crypto::sha256({parts[0], parts[1]}), stamp));
  must(document::pdf::fill_signature(pdf, hole, cms));
  return pdf;
}
crypto::StampFunction stamp_of(const crypto::StampKey& key, Instant at = kNow) {
  return [key, at](const crypto::Digest& imprint) { return crypto::make_token(key, imprint, at, 99); };
}

std::string replaced(std::string text, std::string_view from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == text.npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

/// An incremental update: these objects, a table of them, a trailer that points back.
std::string updated(std::string pdf, const std::vector<std::pair<int, std::string>>& objects, const std::string& trailer_more = {}) {
  const std::size_t before = pdf.rfind("startxref\n");
  const std::string previous = pdf.substr(before + 10, pdf.find('\n', before + 10) - before - 10);
  const std::size_t trailer_at = pdf.rfind("trailer\n<<") + 10;
  const std::string trailer = pdf.substr(trailer_at, pdf.find(">>\nstartxref", trailer_at) - trailer_at);
  std::string table = "xref\n";
  for (const auto& [number, body] : objects) {
    std::string digits = std::to_string(pdf.size());
    table += std::to_string(number) + " 1\n" + std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    pdf += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
  }
  const std::size_t at = pdf.size();
  return pdf + table + "trailer\n<<" + trailer + "/Prev " + previous + trailer_more + ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

/// Number of the object whose text holds `needle`.
int object_with(const std::string& pdf, std::string_view needle) {
  const std::size_t at = pdf.find(needle);
  const std::size_t start = pdf.rfind(" 0 obj\n", at), line = pdf.rfind('\n', start);
  return std::stoi(pdf.substr(line + 1, start - line - 1));
}

void add_flips(const std::string& pdf, std::vector<Manipulated>& all) {
  const Hole hole = hole_of(pdf);
  for (std::size_t i = 0; i < 120; ++i) {
    std::string changed = pdf;
    const std::size_t at = i * (pdf.size() - 1) / 119;
    changed[at] = static_cast<char>(changed[at] ^ (i % 2 == 0 ? 1 : 0x20));
    all.push_back({"flip of byte " + std::to_string(at), std::move(changed)});
  }
  for (std::size_t i = 0; i < 60; ++i) {
    std::string changed = pdf;
    const std::size_t at = hole.offset + i * (hole.size - 1) / 59;
    changed[at] = changed[at] == '5' ? '6' : '5';
    all.push_back({"flip in the hole " + std::to_string(at - hole.offset), std::move(changed)});
  }
}

void add_truncations(const std::string& pdf, std::vector<Manipulated>& all) {
  for (const std::size_t keep : {0, 1, 4, 8, 20, 1000})
    all.push_back({"first " + std::to_string(keep), pdf.substr(0, keep)});
  for (std::size_t i = 1; i < 20; ++i) all.push_back({"cut at " + std::to_string(i) + "/20", pdf.substr(0, pdf.size() * i / 20)});
  for (const std::size_t less : {1, 2, 6, 7, 20, 200}) all.push_back({"last bytes cut: " + std::to_string(less), pdf.substr(0, pdf.size() - less)});
  all.push_back({"first byte cut", pdf.substr(1)});
}

void add_surroundings(const std::string& pdf, std::vector<Manipulated>& all) {
  for (const std::string& tail : {std::string("\n"), std::string(" "), std::string("%%EOF\n"), std::string(1, '\0'), std::string(1000, '\0'), pdf, std::string("<script>")})
    all.push_back({"appended " + std::to_string(tail.size()), pdf + tail});
  for (const std::string& head : {std::string("\n"), std::string(" "), std::string("PK\x03\x04"), std::string("GIF89a"), std::string(500, 'x'), std::string("%PDF-1.4\n")})
    all.push_back({"prefixed " + std::to_string(head.size()), head + pdf});
  all.push_back({"in a ZIP", "PK\x03\x04" + std::string(26, '\0') + pdf + "PK\x05\x06" + std::string(18, '\0')});
  std::string crlf;
  for (const char c : pdf) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  all.push_back({"line ends changed", crlf});
}

void add_updates(const std::string& pdf, std::vector<Manipulated>& all) {
  const int catalogue = object_with(pdf, "/Type/Catalog"), page = object_with(pdf, "/Type/Page/"), info = object_with(pdf, "/Producer(");
  const int widget = object_with(pdf, "/Type/Annot"), signature = object_with(pdf, "/Type/Sig"), file = object_with(pdf, "/Type/EmbeddedFile");
  all.push_back({"empty update", updated(pdf, {})});
  all.push_back({"other information", updated(pdf, {{info, "<</Title(OTHER)>>"}})});
  all.push_back({"other page", updated(pdf, {{page, "<</Type/Page/MediaBox[0 0 9 9]>>"}})});
  all.push_back({"other catalogue", updated(pdf, {{catalogue, "<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"}})});
  all.push_back({"other attachment", updated(pdf, {{file, "<</Type/EmbeddedFile/Length 3>>\nstream\n<a/\nendstream"}})});
  all.push_back({"widget without value", updated(pdf, {{widget, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)>>"}})});
  all.push_back({"signature freed", updated(pdf, {{signature, "null"}})});
  all.push_back({"second signature", updated(pdf, {{900, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>"}})});
  all.push_back({"annotation over the page", updated(pdf, {{900, "<</Type/Annot/Subtype/FreeText/Rect[0 0 600 800]/Contents(GENUINE)>>"}})});
  for (int number = 1; number <= 12; ++number) all.push_back({"shadow of object " + std::to_string(number), updated(pdf, {{number, "<<>>"}})});
  all.push_back({"hybrid table", updated(pdf, {}, "/XRefStm 15")});
  all.push_back({"encrypted by trailer", updated(pdf, {}, "/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>")});
  all.push_back({"twice updated", updated(updated(pdf, {}), {})});
}

/// The range says something else; the same number of bytes, so that nothing moves.
void add_ranges(const std::string& pdf, std::vector<Manipulated>& all) {
  const std::size_t at = pdf.find("/ByteRange[") + 10;
  const std::size_t end = pdf.find("/Contents<", at);
  const Hole hole = hole_of(pdf);
  const auto n = [](std::size_t value) { return std::to_string(value); };
  const std::size_t rest = hole.offset + hole.size, tail = pdf.size() - rest;
  const KeySet other("Other authority");
  const std::vector<std::string> ranges{
      "[0 " + n(hole.offset - 1) + " " + n(rest) + " " + n(tail) + "]", "[0 " + n(hole.offset) + " " + n(rest + 1) + " " + n(tail - 1) + "]",
      "[1 " + n(hole.offset - 1) + " " + n(rest) + " " + n(tail) + "]", "[0 " + n(hole.offset) + " " + n(rest) + " " + n(tail - 1) + "]",
      "[0 " + n(hole.offset) + " " + n(rest) + " " + n(tail + 1) + "]", "[0 " + n(pdf.size()) + " 0 0]", "[0 0 0 0]", "[0 1]", "[]",
      "[-1 " + n(hole.offset) + " " + n(rest) + " " + n(tail) + "]", "[0 " + n(rest) + " " + n(hole.offset) + " " + n(tail) + "]",
      "[0 9999999999 " + n(rest) + " 1]", "[0 " + n(hole.offset) + " " + n(hole.offset) + " " + n(pdf.size() - hole.offset) + "]",
      "[0 " + n(hole.offset) + " " + n(rest) + " " + n(tail) + " 0 5]", "[0 " + n(hole.offset) + "." + "0 " + n(rest) + " " + n(tail) + "]",
      "[0 99999999999999999999]", "[0 " + n(hole.offset + 2) + " " + n(rest) + " " + n(tail) + "]"};
  for (const std::string& range : ranges) {
    if (range.size() > end - at) continue;
    std::string changed = pdf;
    changed.replace(at, end - at, range + std::string(end - at - range.size(), ' '));
    all.push_back({"range " + range, changed});
    all.push_back({"range " + range + ", signed by another", signed_again(changed, hole, *other.trust.issuing, nullptr)});
  }
  std::string moved = pdf;
  moved.insert(hole.offset, "<00>/Other");
  all.push_back({"hole moved", moved});
  all.push_back({"hole as literal string", replaced(pdf, "/Contents<", "/Contents(")});
  std::string upper = pdf;
  for (std::size_t i = hole.offset; i < rest; ++i) upper[i] = static_cast<char>(std::toupper(upper[i]));
  all.push_back({"hole in capitals", upper});
  std::string blank = pdf;
  blank[rest - 2] = ' ';
  all.push_back({"blank in the hole", blank});
  std::string filled = pdf;
  filled[rest - 2] = '1';
  all.push_back({"something behind the signature", filled});
}

void add_resigned(const std::string& pdf, std::vector<Manipulated>& all) {
  const KeySet other("Other authority"), same_name("Example authority");
  const auto& mine = world().keys;
  const auto honest = stamp_of(mine.trust.stamp);
  const auto sign = [&](const std::string& name, const std::shared_ptr<const crypto::DocumentSigner>& signer, const crypto::StampFunction& stamp) {
    all.push_back({name, signed_again(pdf, hole_of(pdf), *signer, stamp)});
  };
  sign("signed by another authority's key", other.trust.issuing, stamp_of(other.trust.stamp));
  sign("signed by a namesake", same_name.trust.issuing, stamp_of(same_name.trust.stamp));
  sign("signed by another, stamped by ours", other.trust.issuing, honest);
  sign("stamped by another", mine.trust.issuing, stamp_of(other.trust.stamp));
  sign("stamped by a namesake", mine.trust.issuing, stamp_of(same_name.trust.stamp));
  sign("no stamp", mine.trust.issuing, nullptr);
  sign("expired signer", mine.signer(crypto::Usage::document_signer, kNow.plus_ms(-20 * kDayMs), 5), honest);
  sign("signer of tomorrow", mine.signer(crypto::Usage::document_signer, kNow.plus_ms(kDayMs), 5), honest);
  sign("installation's key", mine.signer(crypto::Usage::installation), honest);
  sign("receipt key", mine.signer(crypto::Usage::receipt), honest);
  sign("log key", mine.signer(crypto::Usage::log_head), honest);
  sign("stamping key signs", mine.trust.stamp.signer, honest);
  sign("stamp of tomorrow", mine.trust.issuing, stamp_of(mine.trust.stamp, kNow.plus_ms(kDayMs)));
  sign("stamp of a document signer", mine.trust.issuing, stamp_of({mine.trust.issuing}));
  sign("stamp by expired authority", mine.trust.issuing, stamp_of({mine.signer(crypto::Usage::time_stamp, kNow.plus_ms(-20 * kDayMs), 5)}));
  sign("stamp over another imprint", mine.trust.issuing,
       [&](const crypto::Digest&) { return crypto::make_token(mine.trust.stamp, crypto::sha256("other"), kNow, 5); });
  sign("stamp is garbage", mine.trust.issuing, [](const crypto::Digest&) { return Result<std::string>(std::string("\x30\x03\x02\x01\x01", 5)); });
}

/// The signature of A over other pages, and files put together from two.
void add_swapped(const std::string& a, const std::string& b, std::vector<Manipulated>& all) {
  const Hole ha = hole_of(a), hb = hole_of(b);
  std::string copied = b;
  copied.replace(hb.offset, hb.size, a.substr(ha.offset, ha.size));
  all.push_back({"signature of A in B", copied});
  all.push_back({"head of A, tail of B", a.substr(0, a.size() / 2) + b.substr(b.size() / 2)});
  const auto stream_of = [](const std::string& pdf, std::string_view mark) {
    const std::size_t at = pdf.find("stream\n", pdf.find(mark)) + 7;
    return std::pair(at, pdf.find("\nendstream", at) - at);
  };
  for (const std::string_view mark : {"/Type/EmbeddedFile", "/Type/Metadata", "/ImageMask true"}) {
    const auto [from, size] = stream_of(a, mark);
    const auto [from_b, size_b] = stream_of(b, mark);
    std::string changed = a;
    changed.replace(from, size, b.substr(from_b, size_b));
    all.push_back({"stream of B in A: " + std::string(mark), changed});
  }
  all.push_back({"summary of B in A", replaced(a, "/Summary(" + paper_a().paper.qr_text, "/Summary(" + paper_b().paper.qr_text)});
  all.push_back({"A and B", a + b});
  all.push_back({"unsigned", replaced(a, "/Type/Sig", "/Type/Xig")});
  all.push_back({"name with an escape", replaced(a, "/ByteRange", "/Byte#52an")});
  all.push_back({"other form of signature", replaced(a, "/ETSI.CAdES.detached", "/adbe.pkcs7.detached")});
  all.push_back({"no such form of signature", replaced(a, "/ETSI.CAdES.detached", "/adbe.x509.rsa_sha1")});
}

void add_tables(const std::string& pdf, std::vector<Manipulated>& all) {
  const std::size_t table = pdf.rfind("xref\n0 ");
  for (int row = 1; row < 13; ++row) {
    std::string changed = pdf;
    const std::size_t at = pdf.find("\n0000000000", table) + 1 + static_cast<std::size_t>(row) * 20;
    std::swap_ranges(changed.begin() + static_cast<std::ptrdiff_t>(at), changed.begin() + static_cast<std::ptrdiff_t>(at) + 10, changed.begin() + static_cast<std::ptrdiff_t>(at) + 20);
    all.push_back({"rows of the table exchanged " + std::to_string(row), changed});
    changed = pdf;
    changed[at + 9] = static_cast<char>(changed[at + 9] == '9' ? '0' : changed[at + 9] + 1);
    all.push_back({"row of the table off by one " + std::to_string(row), changed});
    changed = pdf;
    changed[at + 17] = 'f';
    all.push_back({"row of the table freed " + std::to_string(row), changed});
  }
  all.push_back({"table elsewhere", replaced(pdf, "startxref\n", "startxref\n1")});
  all.push_back({"table at nothing", pdf.substr(0, pdf.rfind("startxref\n")) + "startxref\n0\n%%EOF\n"});
  all.push_back({"table at itself", pdf.substr(0, pdf.rfind("startxref\n")) + "startxref\n" + std::to_string(pdf.rfind("startxref\n")) + "\n%%EOF\n"});
  all.push_back({"more objects than rows", replaced(pdf, "xref\n0 ", "xref\n0 9")});
  all.push_back({"very many rows", replaced(pdf, "xref\n0 ", "xref\n0 999999")});
  all.push_back({"root elsewhere", replaced(pdf, "/Root ", "/Root 1")});
  all.push_back({"bytes between objects", replaced(pdf, "endobj\n2 0 obj", "endobj\n %hidden\n2 0 obj")});
}

/// In our form, by a key nobody knows: what reaches the parser must not hurt it.
void add_heavy(std::vector<Manipulated>& all) {
  const auto file = [&](const std::string& name, const std::string& body) {
    document::pdf::Writer writer("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {});
    const int object = writer.begin();
    writer.out() += body;
    writer.end();
    const int info = writer.begin();
    writer.out() += "<<>>";
    writer.end();
    writer.finish(object, info, std::string(16, 'x'));
    all.push_back({name, writer.take()});
  };
  file("deep arrays", "<</Type/Catalog/A" + std::string(200'000, '[') + std::string(200'000, ']') + ">>");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<</A";
  file("deep dictionaries", deep);
  file("very long name", "<</Type/Catalog/" + std::string(2'000'000, 'A') + " 1>>");
  file("very long string", "<</Type/Catalog/B(" + std::string(5'000'000, 'A') + ")>>");
  file("unfinished string", "<</Type/Catalog/B(" + std::string(1'000'000, '('));
  file("pages in a circle", "<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>");
  file("a million numbers", "<</Type/Catalog/B[" + [] { std::string text; for (int i = 0; i < 1'000'000; ++i) text += "1 "; return text; }() + "]>>");
  file("script", "<</Type/Catalog/OpenAction<</S/JavaScript/JS(1)>>>>");
  const std::string bomb = document::pdf::deflated(std::string(60'000'000, '\0'), document::pdf::Effort::fast);
  file("attachment that swells", "<</Type/EmbeddedFile/Filter/FlateDecode/Length " + std::to_string(bomb.size()) + ">>\nstream\n" + bomb + "\nendstream");
  all.push_back({"too large", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + std::string(9'000'000, ' ')});
  all.push_back({"many ranges", "%PDF-1.7\n" + [] { std::string text; for (int i = 0; i < 200'000; ++i) text += "/ByteRange[0 1 2 3]"; return text; }()});
  all.push_back({"many objects", "%PDF-1.7\n" + [] { std::string text; for (int i = 0; i < 200'000; ++i) text += "1 0 obj\n<<>>\nendobj\n"; return text; }()});
  all.push_back({"other things", "<?xml version=\"1.0\"?><Certificate/>"});
  all.push_back({"nothing", ""});
}

/// A forged page with the genuine QR text of A behind it: whoever opens it sees the forgery.
void add_with_qr_text(std::vector<Manipulated>& all) {
  const std::string& qr = paper_a().paper.qr_text;
  const std::string digits = qr.substr(qr.find('#'));
  const std::string forged = "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n";
  all.push_back({"QR digits behind a small forgery", forged + digits});
  all.push_back({"QR text behind a small forgery", forged + qr});
  all.push_back({"QR text as a comment behind a forgery", forged + "%" + qr + "\n"});
  all.push_back({"QR digits behind B", paper_b().paper.bytes + digits});
  // Large ones, padded so that some early piece of the file, too, ends like a QR text.
  for (const std::size_t end : {4096U, 16384U, 16640U, 32768U, 65536U}) {
    const std::string head = "%PDF-1.7\n%";
    all.push_back({"QR digits that end at byte " + std::to_string(end), head + std::string(end - head.size() - digits.size(), 'x') + digits + "\n" + forged + digits});
  }
  all.push_back({"QR digits behind a web page", "<h1>CERTIFICATE</h1>" + digits});
  all.push_back({"QR digits behind a word", "CERTIFICATE OF ORIGIN" + digits});
  all.push_back({"two QR texts", qr + qr});
  all.push_back({"QR digits behind a long address", "https://" + std::string(20'000, 'x') + digits});
}

std::vector<Manipulated> all_manipulated() {
  const std::string &a = paper_a().paper.bytes, &b = paper_b().paper.bytes;
  std::vector<Manipulated> all;
  add_flips(a, all);
  add_truncations(a, all);
  add_surroundings(a, all);
  add_updates(a, all);
  add_ranges(a, all);
  add_resigned(a, all);
  add_swapped(a, b, all);
  add_tables(a, all);
  add_with_qr_text(all);
  add_heavy(all);
  return all;
}

TEST(ManipulatedFiles, TheGenuinePaperIsGenuine) {
  const app::CheckAnchors anchors = world().keys.anchors();
  const app::Verdict offline = app::check_file(paper_a().paper.bytes, anchors, kNow);
  EXPECT_EQ(offline.judgement.indication, Indication::genuine_status_unknown) << app::verdict_text(offline);
  EXPECT_EQ(offline.content.number, paper_a().number);
  EXPECT_EQ(offline.officer, "ZHANG SAN 张三");
  EXPECT_TRUE(app::check_any(paper_a().paper.bytes, anchors, kNow).is_genuine());
  for (const std::string& text : {paper_a().paper.qr_text, paper_a().paper.qr_text + "\n", paper_a().paper.qr_text.substr(paper_a().paper.qr_text.find('#') + 1)})
    EXPECT_TRUE(app::check_any(text, anchors, kNow).is_genuine()) << text;
  app::OnlineChecker checker(world().context);
  const app::Verdict online = must(checker.check_file(paper_a().paper.bytes));
  EXPECT_EQ(online.judgement.indication, Indication::genuine_and_in_force) << app::verdict_text(online);
  EXPECT_EQ(online.content.values.front().second, "EXPORTER OF " + paper_a().number);
}

TEST(ManipulatedFiles, NoneIsShownAsGenuineAndNoneTakesASecond) {
  const app::CheckAnchors anchors = world().keys.anchors();
  app::OnlineChecker checker(world().context);
  const auto all = all_manipulated();
  EXPECT_GE(all.size(), 300U);
  RecordProperty("files", static_cast<int>(all.size()));
  double worst = 0;
  for (const Manipulated& each : all) {
    if (each.bytes == paper_a().paper.bytes) ADD_FAILURE() << each.name << " changes nothing";
    const double before = cpu_ms();
    const app::Verdict offline = app::check_file(each.bytes, anchors, kNow);
    const double taken = cpu_ms() - before;
    worst = std::max(worst, taken);
    EXPECT_FALSE(offline.is_genuine()) << each.name << "\n" << app::verdict_text(offline);
    EXPECT_TRUE(offline.content.source.empty()) << each.name << ": what is not authentic is not shown";
    EXPECT_LT(taken, 1000) << each.name;
    const app::Verdict as_any = app::check_any(each.bytes, anchors, kNow);
    EXPECT_FALSE(as_any.is_genuine()) << each.name << "\n" << app::verdict_text(as_any);
    EXPECT_TRUE(as_any.content.source.empty()) << each.name;
    const app::Verdict online = must(checker.check_file(each.bytes));
    EXPECT_FALSE(online.is_genuine()) << each.name << "\n" << app::verdict_text(online);
  }
  std::printf("%zu manipulated files, the slowest took %.1f ms\n", all.size(), worst);
}

TEST(ManipulatedFiles, NoByteOfTheSignatureCanBeChanged) {
  const app::CheckAnchors anchors = world().keys.anchors();
  const std::string& pdf = paper_a().paper.bytes;
  const Hole hole = hole_of(pdf);
  std::vector<std::size_t> accepted;
  for (std::size_t at = hole.offset + 1; at + 1 < hole.offset + hole.size; at += 2) {
    if (pdf.compare(at, 8, "00000000") == 0 && at % 64 != 0) continue;
    std::string changed = pdf;
    changed[at + 1] = changed[at + 1] == '0' ? '1' : '0';
    if (app::check_file(changed, anchors, kNow).is_genuine()) accepted.push_back((at - hole.offset - 1) / 2);
  }
  EXPECT_EQ(accepted, std::vector<std::size_t>());
}

}  // namespace
}  // namespace datong::security
