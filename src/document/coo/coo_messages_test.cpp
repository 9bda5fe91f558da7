#include "document/coo/coo_messages.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"

namespace datong::document {
namespace {

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
std::string fixture(std::string_view name) { return file(DATONG_SOURCE_DIR "/tests/data/" + std::string(name)); }
std::string attachment(std::string_view content, std::string_view delay = "0") {
  return "<File><FileContent>" + std::string(content) + "</FileContent><IsDelay>" + std::string(delay) + "</IsDelay></File>";
}

TEST(CooMessages, AttachmentIsReadAndWritten) {
  const auto message = read_attachment_message(fixture("coo-attachment.xml"));
  ASSERT_TRUE(message) << message.error().detail;
  EXPECT_EQ(*message, (AttachmentMessage{"E24MA1A2B3C60001", "E", "91310000MA1A2B3C6X", "91310000MA1A2B3C6X", "1",
                                         "发票 INV-0001.pdf", "PDF", "%PDF-1.7 \xFB\xFF", false}));
  const auto bytes = write_attachment_message(*message);
  ASSERT_TRUE(bytes);
  EXPECT_NE(bytes->find("<FileContent>JVBERi0xLjcg+/8=</FileContent>"), std::string::npos);
  EXPECT_EQ(*read_attachment_message(*bytes), *message);
}

TEST(CooMessages, AttachmentBase64IsStrict) {
  for (const std::string_view good : {"", "AA==", "AAA=", "AAAA", "A A\nA ="}) EXPECT_TRUE(read_attachment_message(attachment(good))) << good;
  for (const std::string_view wrong : {"A", "AA", "AAA", "AB==", "AAB=", "A===", "====", "AA==AA==", "A-A_", "AA=A", "AAA*", "AAAA="})
    EXPECT_FALSE(read_attachment_message(attachment(wrong))) << wrong;
  EXPECT_TRUE(read_attachment_message(attachment("", "1"))->delayed);
  EXPECT_FALSE(read_attachment_message(attachment("", "yes")));
}

TEST(CooMessages, AttachmentOfTheLargestSizePassesAndOneByteMoreDoesNot) {
  AttachmentMessage message;
  message.bytes.assign(limits::kAttachmentBytesMax, '\xA5');
  const auto bytes = write_attachment_message(message);
  ASSERT_TRUE(bytes);
  const auto back = read_attachment_message(*bytes);
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(back->bytes, message.bytes);
  message.bytes += 'x';
  EXPECT_EQ(write_attachment_message(message).error().code, Code::too_large);
  const std::string content(((limits::kAttachmentBytesMax + 3) / 3) * 4, 'A');
  EXPECT_EQ(read_attachment_message(attachment(content)).error().code, Code::too_large);
}

TEST(CooMessages, BusinessReceiptIsReadAndWritten) {
  const auto receipt = read_business_receipt(fixture("coo-business-receipt.xml"));
  ASSERT_TRUE(receipt) << receipt.error().detail;
  EXPECT_EQ(receipt->certificate_number, "E24MA1A2B3C60001");
  EXPECT_EQ(receipt->received_at, Instant::parse("2024-03-06T02:00:01.000Z"));
  EXPECT_EQ(receipt->decided_at, Instant::parse("2024-03-06T02:00:00.000Z"));
  EXPECT_EQ(receipt->result, "3");
  EXPECT_EQ(receipt->result_text, "收货人地址不完整");
  const auto bytes = write_business_receipt(*receipt);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*read_business_receipt(*bytes), *receipt);
  BusinessReceipt bare;
  bare.channel = "1";
  const auto short_one = write_business_receipt(bare);
  EXPECT_EQ(short_one->find("CusRespData"), std::string::npos);
  EXPECT_EQ(*read_business_receipt(*short_one), bare);
}

TEST(CooMessages, PublishedReceiptSampleIsRead) {
  const char* set = std::getenv("DATONG_INTEROP_DATA");
  const std::string sample = file((set != nullptr ? std::string(set) : DATONG_SOURCE_DIR "/../shared/data") +
                                  "/cn-single-window/samples/coo-receipt.xml");
  if (sample.empty()) GTEST_SKIP() << "no interoperability data: coo-receipt.xml is not there";
  const auto receipt = read_business_receipt(sample);
  ASSERT_TRUE(receipt) << receipt.error().detail;
  EXPECT_EQ(receipt->channel, "6");
  EXPECT_EQ(receipt->result, "5");
  EXPECT_EQ(receipt->result_code, "0000");
  EXPECT_EQ(receipt->decided_at, std::nullopt);
  EXPECT_EQ(*read_business_receipt(*write_business_receipt(*receipt)), *receipt);
}

TEST(CooMessages, TechnicalReceiptIsReadAndWritten) {
  const auto receipt = read_technical_receipt(fixture("coo-technical-receipt.xml"));
  ASSERT_TRUE(receipt) << receipt.error().detail;
  EXPECT_FALSE(receipt->is_accepted());
  EXPECT_EQ(receipt->file_kind, "1");
  EXPECT_EQ(*read_technical_receipt(*write_technical_receipt(*receipt)), *receipt);
  for (const auto& [outcome, accepted] : {std::pair{"1", true}, {"2", false}, {"3", true}, {"4", false}, {"", false}}) {
    TechnicalReceipt one;
    one.outcome = outcome;
    EXPECT_EQ(one.is_accepted(), accepted) << outcome;
    EXPECT_EQ(*read_technical_receipt(*write_technical_receipt(one)), one);
  }
}

TEST(CooMessages, RefusesWrongShapes) {
  for (const std::string_view wrong :
       {"", "<Certificate/>", "<Receipt xmlns=\"urn:other\"/>", "<Receipt><CertNo>1</CertNo><CertNo>1</CertNo></Receipt>",
        "<Receipt><CertNo><b/></CertNo></Receipt>", "<Receipt>loose</Receipt>", "<Receipt><ReceiveTime>noon</ReceiveTime></Receipt>",
        "<Receipt><ReceiveTime>2024-02-30 00:00:00</ReceiveTime></Receipt>", "<Receipt><CusRespData/><CusRespData/></Receipt>",
        "<Receipt><CusRespData>loose</CusRespData></Receipt>", "<!DOCTYPE Receipt><Receipt/>", "<Receipt>&e;</Receipt>"}) {
    EXPECT_FALSE(read_business_receipt(wrong)) << wrong;
  }
  EXPECT_TRUE(read_business_receipt("<Receipt><Odd><CertNo>1</CertNo></Odd><CusRespData><More/></CusRespData></Receipt>"));
  EXPECT_EQ(read_business_receipt("<Receipt><RepType>5</RepType></Receipt>")->result, "") << "outside its part";
  const std::string text = fixture("coo-attachment.xml");
  for (std::size_t length = 0; length <= text.rfind('>'); ++length) EXPECT_FALSE(read_attachment_message(text.substr(0, length)));
  BusinessReceipt receipt;
  receipt.note = "\x01";
  EXPECT_FALSE(write_business_receipt(receipt));
}

TEST(CooMessages, ReceiptsOfOursAreToldByOneTable) {
  ASSERT_NE(receipt_code("certificate_issued"), nullptr);
  EXPECT_EQ(receipt_code("certificate_issued")->result, "5");
  EXPECT_EQ(receipt_code("application_returned")->result, "3");
  EXPECT_EQ(receipt_code("application_returned")->channel, "1");
  EXPECT_EQ(receipt_code("application_received")->result, "2");
  EXPECT_EQ(receipt_code("fee_due"), nullptr);
}

}  // namespace
}  // namespace datong::document
