#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"
#include "document/eciq/eciq_reader.hpp"
#include "document/eciq/eciq_writer.hpp"
#include "document/eciq/gbk.hpp"
#include "document/json/form_json.hpp"
#include "document/schema/xsd_check_for_tests.hpp"
#include "domain/rules.hpp"

namespace datong::document {
namespace {

namespace F = domain::F;
using domain::Group;
using domain::Record;

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string small() { return file(DATONG_SOURCE_DIR "/tests/data/eciq-import-two-lines.xml"); }

EciqReading read(std::string_view bytes) {
  auto reading = read_eciq(bytes);
  EXPECT_TRUE(reading) << reading.error().detail << "\n" << bytes.substr(0, 300);
  return reading ? std::move(*reading) : EciqReading{};
}

Code code_of(std::string_view bytes) {
  const auto reading = read_eciq(bytes);
  return reading ? Code::internal : reading.error().code;
}

std::string json(std::string_view bytes) { return write_form_json(read(bytes).document); }
std::string bare(std::string_view content) { return "<ITF_DCL_IO_DECL>" + std::string(content) + "</ITF_DCL_IO_DECL>"; }

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), with);
}

/// The same message declared and encoded as GBK.
std::string in_gbk(const std::string& utf8) {
  const auto gbk = gbk_from_utf8(replaced(utf8, "UTF-8", "GBK"));
  EXPECT_TRUE(gbk) << gbk.error().detail;
  return gbk ? *gbk : std::string();
}

TEST(Eciq, FillsTheFieldTables) {
  std::string text = small();
  ASSERT_FALSE(text.empty());
  const EciqReading reading = read(text);
  std::fill(text.begin(), text.end(), '!');
  EXPECT_TRUE(reading.findings.empty());
  EXPECT_EQ(reading.encoding, Encoding::utf8);
  EXPECT_EQ(reading.envelope.form, Envelope::Form::obor);
  ASSERT_EQ(reading.envelope.head.size(), 2U);
  EXPECT_EQ(reading.envelope.head[1], (std::pair<std::string, std::string>{"MESSAGE_TYPE", "EEntDeclIo"}));
  EXPECT_EQ(write_form_json(reading.document), file(DATONG_SOURCE_DIR "/tests/data/eciq-import-two-lines.json"));
}

TEST(Eciq, GbkAndUtf8GiveTheSameDocument) {
  const EciqReading gbk = read(in_gbk(small()));
  EXPECT_EQ(gbk.encoding, Encoding::gbk);
  EXPECT_EQ(write_form_json(gbk.document), json(small()));
  for (const std::string_view name : {"gb2312", "GB18030", "gbk"})
    EXPECT_EQ(json(replaced(in_gbk(small()), "GBK", name)), json(small()));
}

TEST(Eciq, PublishedSampleReadsInBothEncodings) {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  const std::string folder = set != nullptr ? std::string(set) : DATONG_SOURCE_DIR "/../shared/data";
  const std::string sample = file(folder + "/cn-single-window/samples/eentdeclio-import-inspection.xml");
  if (sample.empty()) GTEST_SKIP() << "no interoperability data at " << folder << " (set DATONG_INTEROP_DATA)";
  const EciqReading reading = read(sample);
  EXPECT_TRUE(reading.findings.empty()) << "every element of the sample has a row in the field table";
  const std::string text = write_form_json(reading.document);
  EXPECT_EQ(json(in_gbk(sample)), text);
  const Record& header = reading.document.header();
  EXPECT_EQ(header[F::header::declared_on], "2016-09-06");
  EXPECT_FALSE(header.has(F::header::certificate_codes)) << "0 means none";
  EXPECT_EQ(header.count(Group::required_certificate), 0U);
  EXPECT_EQ(header.count(Group::goods), 1U);
  EXPECT_EQ(reading.document.all(Group::package).size(), 1U);
  const auto written = write_eciq(reading.document, reading.envelope, Encoding::gbk);
  ASSERT_TRUE(written);
  EXPECT_EQ(json(*written), text);
  EXPECT_EQ(read(*written).envelope, reading.envelope);
  EXPECT_EQ(XsdCheck().complaint(*write_eciq(reading.document, reading.envelope, Encoding::utf8)), "");
}

TEST(Eciq, AllEnvelopesCarryTheSameDocument) {
  const std::string inner =
      bare("<EntDeclNo>R</EntDeclNo><ITF_DCL_IO_DECL_GOODS><GoodsNo>1</GoodsNo></ITF_DCL_IO_DECL_GOODS>");
  const std::string expected = json(inner);
  const std::pair<std::string, Envelope::Form> forms[] = {
      {inner, Envelope::Form::bare},
      {"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>" + inner, Envelope::Form::bare},
      {"<ROOT>" + inner + "</ROOT>", Envelope::Form::root},
      {"<ROOT xmlns='urn:any' a='1'>" + inner + "</ROOT>", Envelope::Form::root},
      {"<e:ROOT xmlns:e='urn:any'>" + inner + "</e:ROOT>", Envelope::Form::root},
      {"<EEntDeclIo>" + inner + "</EEntDeclIo>", Envelope::Form::root},
      {"<ROOT><EEntDeclIo>" + inner + "</EEntDeclIo></ROOT>", Envelope::Form::root},
      {"<OBORMessage><MessageBody>" + inner + "</MessageBody></OBORMessage>", Envelope::Form::obor},
      {"<OBORMessage><MessageHead/><MessageBody><EEntDeclIo>" + inner + "</EEntDeclIo></MessageBody></OBORMessage>",
       Envelope::Form::obor},
      {"<ROOT><ITF_DCL_IO_DECL><EntDeclNo>R</EntDeclNo></ITF_DCL_IO_DECL>"
       "<ITF_DCL_IO_DECL_GOODS><GoodsNo>1</GoodsNo></ITF_DCL_IO_DECL_GOODS></ROOT>",
       Envelope::Form::root},
      {"<ROOT><ITF_DCL_IO_DECL_GOODS><GoodsNo>1</GoodsNo></ITF_DCL_IO_DECL_GOODS>"
       "<ITF_DCL_IO_DECL><EntDeclNo>R</EntDeclNo></ITF_DCL_IO_DECL></ROOT>",
       Envelope::Form::root},
  };
  for (const auto& [text, form] : forms) {
    const EciqReading reading = read(text);
    EXPECT_EQ(write_form_json(reading.document), expected) << text;
    EXPECT_EQ(reading.envelope.form, form) << text;
  }
}

TEST(Eciq, OrderBlanksCommentsAndCdataDoNotMatter) {
  EXPECT_EQ(json("<?xml version=\"1.0\"?>\n<!-- a --><ITF_DCL_IO_DECL x='1'>\n <ContTel>1</ContTel><?pi "
                 "x?>\r\n\t<EntDeclNo a='2' b='3'>"
                 "<![CDATA[A&]]>&amp;&#66;<!-- -->C</EntDeclNo> "
                 "<CreditNo/><InvoiceNo></InvoiceNo>\n</ITF_DCL_IO_DECL><!-- z -->"),
            R"({"declarant_reference":"A&&BC","contact_telephone":"1"})");
  EXPECT_EQ(json(bare("<MarkNo> a\n b </MarkNo>")), R"({"marks_and_numbers":" a\n b "})") << "values stay as sent";
}

TEST(Eciq, DatesOfKnownFormsBecomeOurs) {
  const std::pair<std::string_view, std::string_view> dates[] = {
      {"20160906T15:40:11", "2016-09-06"},
      {"2016-09-06", "2016-09-06"},
      {"20160906", "2016-09-06"},
      {"2016-09-06T00:00:00", "2016-09-06"},
      {"20160229T00:00:00", "2016-02-29"},
      // not a date we know: left for the field check to refuse
      {"20170229T00:00:00", "20170229T00:00:00"},
      {"2016-9-6", "2016-9-6"},
      {"20160906T24:00:00", "20160906T24:00:00"},
      {"20160906T1", "20160906T1"},
      {"20160906T", "20160906T"},
      {"20160906 15:40:11", "20160906 15:40:11"},
      {"T00:00:00", "T00:00:00"},
      {"2016", "2016"},
      {"", ""},
      {"20160906Tab:cd:ef", "20160906Tab:cd:ef"}};
  for (const auto& [sent, kept] : dates) EXPECT_EQ(date_from_eciq(sent), kept) << sent;
}

TEST(Eciq, IntegersStayAsSent) {
  const std::string goods = bare("<ITF_DCL_IO_DECL_GOODS><GoodsNo>007</GoodsNo></ITF_DCL_IO_DECL_GOODS>");
  EXPECT_EQ(json(goods), R"({"goods":[{"line_number":"007"}]})");
}

TEST(Eciq, CertificateStringsBecomeEntriesAndStringsAgain) {
  const auto certificates = [](std::string_view codes, std::string_view originals, std::string_view copies) {
    return bare("<AppCertCode>" + std::string(codes) + "</AppCertCode><ApplOri>" + std::string(originals) +
                "</ApplOri><ApplCopyQuan>" + std::string(copies) + "</ApplCopyQuan>");
  };
  const std::string two = certificates("11,12", "1,0", "2,2");
  EXPECT_EQ(json(two), R"({"required_certificates":[{"certificate_code":"11","originals":1,"copies":2},)"
                       R"({"certificate_code":"12","originals":0,"copies":2}]})");
  const auto written = write_eciq(read(two).document, {}, Encoding::utf8);
  ASSERT_TRUE(written);
  EXPECT_NE(written->find("<AppCertCode>11,12</AppCertCode><ApplOri>1,0</ApplOri><ApplCopyQuan>2,2</ApplCopyQuan>"),
            std::string::npos);
  EXPECT_EQ(json(certificates("0", "0", "")), "{}");
  EXPECT_EQ(json(certificates("", "", "")), "{}");
  EXPECT_EQ(json(certificates("", "0", "0")), "{}");
  EXPECT_EQ(json(certificates("11", "0", "")),
            R"({"required_certificates":[{"certificate_code":"11","originals":0}]})");
  EXPECT_EQ(json(certificates("11,12", "0", "0")),
            R"({"required_certificates":[{"certificate_code":"11"},{"certificate_code":"12"}]})");
  for (const auto& unequal :
       {certificates("11,12", "1", ""), certificates("11", "1,1", "1"), certificates("", "1", "1")}) {
    const EciqReading reading = read(unequal);
    ASSERT_EQ(reading.findings.size(), 1U) << unequal;
    EXPECT_EQ(reading.findings[0].rule, "DEC001");
    EXPECT_EQ(reading.findings[0].path, "/required_certificates");
    EXPECT_EQ(reading.document.header().count(Group::required_certificate), 0U);
  }
  std::string many = "11";
  for (std::size_t i = 0; i < limits::kCertificatesMax; ++i) many += ",11";
  const EciqReading over = read(certificates(many, "", ""));
  ASSERT_EQ(over.findings.size(), 1U);
  EXPECT_EQ(over.findings[0],
            domain::finding("DEC009", "/required_certificates", {"required_certificates", "20", "21"}));
}

TEST(Eciq, DEC008UnknownElementsAreKeptAndWrittenBack) {
  const EciqReading reading = read("<ROOT xmlns:q='urn:q'>" +
                                   bare("<Odd x='1'>a &lt;<b y='&quot;&#10;'>c</b><!-- --> "
                                        "</Odd><ITF_DCL_IO_DECL_GOODS><GoodsNo>1</GoodsNo></ITF_DCL_IO_DECL_GOODS>"
                                        "<ITF_DCL_IO_DECL_GOODS><q:GoodsNo><q:a xmlns:r='urn:r'><r:b "
                                        "xml:lang='en'/><c/></q:a></q:GoodsNo><Odd/><Odd/>"
                                        "</ITF_DCL_IO_DECL_GOODS>") +
                                   "<Beside>x</Beside></ROOT>");
  ASSERT_EQ(reading.findings.size(), 5U);
  EXPECT_EQ(reading.findings[0], domain::finding("DEC008", "/unknown_elements/0", {"Odd"}));
  EXPECT_EQ(reading.findings[1], domain::finding("DEC008", "/goods/1/unknown_elements/0", {"{urn:q}GoodsNo"}));
  EXPECT_EQ(reading.findings[3], domain::finding("DEC008", "/goods/1/unknown_elements/2", {"Odd"}));
  EXPECT_EQ(reading.findings[4], domain::finding("DEC008", "/unknown_elements/1", {"Beside"}));
  const auto& header = reading.document.header();
  EXPECT_EQ(header.unknown()[0].inner_xml, "a &lt;<b y=\"&quot;&#10;\">c</b> ");
  const auto& foreign = reading.document.all(Group::goods)[1]->unknown()[0];
  EXPECT_EQ(foreign.inner_xml, R"(<a><b xmlns="urn:r" xml:lang="en"></b><c xmlns=""></c></a>)");
  const auto written = write_eciq(reading.document, {}, Encoding::utf8);
  ASSERT_TRUE(written);
  EXPECT_NE(written->find(R"(<GoodsNo xmlns="urn:q"><a><b xmlns="urn:r")"), std::string::npos) << *written;
  const EciqReading again = read(*written);
  EXPECT_EQ(write_form_json(again.document), write_form_json(reading.document));
  EXPECT_EQ(write_eciq(again.document, {}, Encoding::utf8), *written);
  const auto through_json = read_form_json(write_form_json(reading.document));
  ASSERT_TRUE(through_json);
  EXPECT_EQ(write_eciq(through_json->document, {}, Encoding::utf8), *written);
}

TEST(Eciq, UnknownElementsHaveALimit) {
  std::string most, all;
  for (std::size_t i = 0; i < limits::kUnknownElementsMax; ++i) most += "<Odd/>";
  EXPECT_EQ(read(bare(most)).findings.size(), limits::kUnknownElementsMax);
  EXPECT_EQ(code_of(bare(most + "<Odd/>")), Code::too_large);
}

TEST(Eciq, DEC009TooManyEntriesAreReportedOncePerHolder) {
  const auto times = [](std::string_view text, std::size_t count) {
    std::string all;
    while (count-- > 0) all += text;
    return all;
  };
  const std::string lines =
      times("<ITF_DCL_IO_DECL_GOODS><GoodsNo>1</GoodsNo></ITF_DCL_IO_DECL_GOODS>", limits::kGoodsLinesMax);
  EXPECT_TRUE(read(bare(lines)).findings.empty());
  const std::string packs = times("<ITF_DCL_IO_DECL_GOODS_PACK/>", limits::kPackagesPerLineMax + 2);
  const EciqReading reading =
      read(bare("<ITF_DCL_IO_DECL_GOODS/><ITF_DCL_IO_DECL_GOODS>" + packs + "</ITF_DCL_IO_DECL_GOODS>" + lines));
  ASSERT_EQ(reading.findings.size(), 2U);
  EXPECT_EQ(reading.findings[0], domain::finding("DEC009", "/goods/1/packages", {"packages", "20", "22"}));
  EXPECT_EQ(reading.findings[1], domain::finding("DEC009", "/goods", {"goods", "50", "52"}));
  EXPECT_EQ(reading.document.header().count(Group::goods), limits::kGoodsLinesMax);
  EXPECT_EQ(reading.document.all(Group::package).size(), limits::kPackagesPerLineMax);
}

TEST(Eciq, HostileMessagesAreMalformed) {
  std::string bomb = "<!DOCTYPE r [<!ENTITY a \"lol\">";
  for (char c = 'b'; c <= 'k'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">";
  }
  bomb += "]>" + bare("<EntDeclNo>&k;</EntDeclNo>");
  std::string deep =
      bare("<Odd>" + std::string("<a><a><a><a><a><a><a><a><a>x</a></a></a></a></a></a></a></a></a>") + "</Odd>");
  std::string very_deep;
  for (int i = 0; i < 200'000; ++i) very_deep += "<a>";
  std::string many;
  for (std::size_t i = 0; i <= limits::kMembersMax; ++i) many += "<a/>";
  const std::vector<std::string> bad = {
      "", " ", "x", "<", "<ITF_DCL_IO_DECL>", "<ROOT/>", "<OTHER/>", "<OBORMessage/>", "<ROOT><OTHER/></ROOT>", bomb,
      deep, bare(very_deep), bare("<Odd>" + very_deep), bare("<Odd>" + many + "</Odd>"), very_deep,
      "<!DOCTYPE r>" + bare(""), "<!DOCTYPE r SYSTEM \"file:///etc/hostname\">" + bare(""),
      "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + bare("<EntDeclNo>&x;</EntDeclNo>"),
      "<!DOCTYPE r PUBLIC \"-//x\" \"http://127.0.0.1/x.dtd\">" + bare(""), bare("<EntDeclNo>&x;</EntDeclNo>"),
      bare("<Odd a='&x;'/>"), bare("<EntDeclNo>&#0;</EntDeclNo>"), bare("<EntDeclNo>&#xD800;</EntDeclNo>"),
      bare("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/hostname' parse='text'/>"),
      bare("<Odd><include xmlns='http://www.w3.org/2001/XInclude' href='/etc/hostname'/></Odd>"), bare("<p:Odd/>"),
      bare("<Odd><a p:x='1'/></Odd>"), bare("<Odd xmlns:p='urn:p'><a p:x='1'/></Odd>"), bare("<Odd a='1' a='2'/>"),
      bare("<EntDeclNo>1</EntDeclNo><EntDeclNo>1</EntDeclNo>"), bare("<EntDeclNo/><EntDeclNo/>"),
      bare("<EntDeclNo><a/></EntDeclNo>"), bare("text"), bare("<ITF_DCL_IO_DECL_GOODS>1</ITF_DCL_IO_DECL_GOODS>"),
      bare(bare("")), bare("<EntDeclNo>a</ContTel>"), bare("<EntDeclNo>a]]>b</EntDeclNo>"),
      bare("<EntDeclNo>\x01</EntDeclNo>"), bare("<EntDeclNo>\xEF\xBF\xBF</EntDeclNo>"), bare("") + bare(""),
      bare("") + "x", "<ROOT>" + bare("") + bare("") + "</ROOT>",
      "<ROOT>" + bare("") + "<EntDeclNo>1</EntDeclNo></ROOT>", "<ROOT>text" + bare("") + "</ROOT>",
      "<OBORMessage><MessageBody>" + bare("") + "</MessageBody><MessageBody/></OBORMessage>",
      "<OBORMessage><MessageHead><A><B/></A></MessageHead><MessageBody>" + bare("") + "</MessageBody></OBORMessage>",
      "<OBORMessage>" + bare("") + "</OBORMessage>",
      "<OBORMessage><Other/><MessageBody>" + bare("") + "</MessageBody></OBORMessage>",
      std::string("<ITF_DCL_IO_DECL><EntDeclNo>a\0b</EntDeclNo></ITF_DCL_IO_DECL>", 59),
      bare("") + std::string(1, '\0'),
      // encodings
      "<?xml version='1.0' encoding='UTF-8'?>" + bare("<EntDeclNo>\xB1\xA8\xBC\xEC</EntDeclNo>"),
      bare("<EntDeclNo>\xB1\xA8</EntDeclNo>"),
      "<?xml version='1.0' encoding='GBK'?>" + bare("<EntDeclNo>\xFF\xFF</EntDeclNo>"),
      "<?xml version='1.0' encoding='ISO-8859-1'?>" + bare(""), "<?xml version='1.0' encoding='UTF-16'?>" + bare(""),
      "<?xml version='1.0' encoding='UTF-7'?>" + bare(""),
      "\xEF\xBB\xBF<?xml version='1.0' encoding='GBK'?>" + bare(""), bare("<EntDeclNo>\xC0\xAF</EntDeclNo>"),
      bare("<EntDeclNo>\xED\xA0\x80</EntDeclNo>")};
  for (const std::string& text : bad) EXPECT_EQ(code_of(text), Code::malformed) << text.substr(0, 200);
  EXPECT_EQ(code_of(bare("<EntDeclNo>" + std::string(limits::kMessageBytesMax, 'x') + "</EntDeclNo>")),
            Code::too_large);
}

TEST(Eciq, ManyAttributesCostNothing) {
  const auto attributes = [](std::string_view before, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += std::string(before) + std::to_string(i) + "='x=>'";
    return text;
  };
  EXPECT_EQ(code_of(bare("<!-- <a b='c' --><![CDATA[]]><Odd" + attributes(" a", 100'000) + "/>")), Code::malformed);
  EXPECT_EQ(code_of(bare("<!--> <a b=\" --><Odd" + attributes(" a", 100'000) + "/>")), Code::malformed)
      << "hidden in a comment";
  EXPECT_EQ(code_of("<ROOT" + attributes(" xmlns:a", 100'000) + ">" + bare("") + "</ROOT>"), Code::malformed);
  EXPECT_EQ(code_of(bare("<Odd" + attributes(" a", limits::kAttributesMax + 1) + "/>")), Code::malformed);
  EXPECT_EQ(read(bare("<Odd" + attributes(" a", limits::kAttributesMax) + "/>")).findings.size(), 1U);
  EXPECT_TRUE(read(bare("<MarkNo>" + std::string(1000, '=') + "</MarkNo><!--" + attributes(" a", 100) + "-->"))
                  .findings.empty());
}

TEST(Eciq, Utf16IsMalformed) {
  std::string little = "\xFF\xFE", big = "\xFE\xFF", unmarked;
  for (const char c : bare("<EntDeclNo>1</EntDeclNo>")) {
    little += std::string{c, '\0'};
    big += std::string{'\0', c};
    unmarked += std::string{c, '\0'};
  }
  for (const std::string& text : {little, big, unmarked}) EXPECT_EQ(code_of(text), Code::malformed);
}

TEST(Eciq, EveryTruncationIsAnError) {
  const std::string text = small();
  const std::string end = "</OBORMessage>";
  const std::size_t whole = text.find(end) + end.size();
  const std::string gbk = in_gbk(text);
  for (std::size_t size = 0; size < whole; ++size) EXPECT_EQ(code_of(text.substr(0, size)), Code::malformed) << size;
  for (std::size_t size = 0; size < gbk.find(end) + end.size(); ++size)
    EXPECT_EQ(code_of(gbk.substr(0, size)), Code::malformed) << size;
}

TEST(Eciq, MalformedTellsTheByteOffset) {
  const auto reading = read_eciq(bare("<EntDeclNo>1</EntDeclNo><EntDeclNo>2</EntDeclNo>"));
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().detail, "element EntDeclNo twice in one record at byte 51");
}

TEST(Eciq, WriterEscapesAndRefusesWhatXmlCannotCarry) {
  domain::Document document;
  document.header().set(F::header::marks_and_numbers, " <&>\"'\r\n\t]]> ");
  document.header().set(F::header::declared_on, "2026-02-03");
  document.seal();
  const auto written = write_eciq(document, {}, Encoding::utf8);
  ASSERT_TRUE(written);
  EXPECT_NE(written->find("<DeclDate>20260203T00:00:00</DeclDate>"), std::string::npos);
  EXPECT_EQ(read(*written).document.header()[F::header::marks_and_numbers], " <&>\"'\r\n\t]]> ");
  EXPECT_TRUE(read(*written).document.header().has(F::header::declared_on));
  document.header().set(F::header::marks_and_numbers, "😀");
  EXPECT_TRUE(write_eciq(document, {}, Encoding::utf8));
  EXPECT_EQ(write_eciq(document, {}, Encoding::gbk).error().code, Code::malformed);
  for (const std::string_view bad : {"a\x01", "\x1F", "\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    document.header().set(F::header::marks_and_numbers, bad);
    EXPECT_EQ(write_eciq(document, {}, Encoding::utf8).error().code, Code::malformed);
  }
  document.header().set(F::header::marks_and_numbers, "");
  EXPECT_FALSE(write_eciq(document, {Envelope::Form::obor, {{"A><B", "x"}}}, Encoding::utf8));
  EXPECT_TRUE(write_eciq(document, {Envelope::Form::obor, {{"A", "<"}}}, Encoding::utf8));
}

}  // namespace
}  // namespace datong::document
