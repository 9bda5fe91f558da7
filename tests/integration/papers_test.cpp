// Papers of inspection with the real program: made by the machine after signing, checked by anybody; and what the customs interface sends
// beside an application.
#include <gtest/gtest.h>

#include <thread>

#include "document/coo/application.hpp"
#include "document/coo/coo_messages.hpp"
#include "domain/origin/example.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

constexpr int kPaperMilliseconds = 10'000;

class Papers : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }

  /// The answer once it is 200; the last one when it does not come.
  static Reply wait_for(Person& person, const std::string& target) {
    const std::int64_t until = milliseconds_now() + kPaperMilliseconds;
    for (;;) {
      Reply reply = person.get(target);
      if (reply.status == 200 || milliseconds_now() > until) return reply;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  /// What the public check says of a file, once its step is in the log.
  static std::string verdict(const std::string& pdf, const std::string& wanted) {
    Person anybody = platform().nobody();
    const std::int64_t until = milliseconds_now() + kPaperMilliseconds;
    for (;;) {
      const Reply reply = anybody.call("POST", "/v1/verify", {{"Content-Type", "application/pdf"}}, pdf);
      const std::string said = reply.status == 200 ? text(parsed(reply.body), "indication") : reply.body;
      if (said == wanted || milliseconds_now() > until) return said;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  static inline OnePlatform one_;
};

TEST_F(Papers, OfAReleasedExportAreGenuineAndItsFeeSlipShowsTheWorking) {
  const std::string id = export_at(platform(), "released", example_export());
  Person unit = platform().unit(kShili);
  const Json seen = unit.view(id);
  const Json* certificates = seen.get("certificates");
  ASSERT_NE(certificates, nullptr);
  ASSERT_FALSE(certificates->as_array()->empty());
  for (const std::string& number : {text(certificates->as_array()->front(), "number"), text(seen, "clearance_number")}) {
    const Reply paper = wait_for(unit, "/v1/issued/" + number + "/paper");
    ASSERT_EQ(paper.status, 200) << number;
    EXPECT_TRUE(paper.body.starts_with("%PDF-")) << number;
    EXPECT_EQ(verdict(paper.body, "genuine_and_in_force"), "genuine_and_in_force") << number;
    std::string changed = paper.body;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    EXPECT_EQ(verdict(changed, "altered"), "altered") << number;
  }
  const Reply slip = unit.get("/v1/declarations/" + id + "/fee-slip");
  EXPECT_EQ(slip.status, 200);
  EXPECT_TRUE(slip.body.starts_with("%PDF-"));
  platform().expect_clean();
}

TEST_F(Papers, AreNotThereBeforeTheFeeIsCalculatedOrAnythingSigned) {
  const std::string id = export_at(platform(), "accepted", example_export());
  Person unit = platform().unit(kShili);
  EXPECT_EQ(unit.get("/v1/declarations/" + id + "/fee-slip").status, 404);
  EXPECT_EQ(unit.get("/v1/issued/NO-SUCH-NUMBER/paper").status, 404);
}

TEST_F(Papers, CustomsAttachmentMessageReachesItsApplicationOnceAndTheReceiptSaysHowItStands) {
  Person unit = platform().unit(kShili);
  const auto document = domain::example_application("C", 1, legal_day(SystemClock().now()), 77);
  const auto xml = must(document::write_application(document, document::ApplicationFormat::coo_xml));
  const Reply lodged = unit.call("POST", "/v1/applications", {{"Content-Type", "application/xml"}}, xml.bytes);
  ASSERT_EQ(lodged.status, 200) << lodged.body;
  const std::string id(lodged.header("datong-case"));
  const auto receipt = must(document::read_business_receipt(unit.get("/v1/applications/" + id + "/receipt").body));
  EXPECT_EQ(receipt.result, "2");

  document::AttachmentMessage message;
  message.certificate_number = receipt.certificate_number;
  message.kind = "C";
  message.entering_code = message.exporter_code = "91310000MA1A2B3C6X";
  message.file_kind = "1";
  message.file_name = "invoice.pdf";
  message.extension = "PDF";
  message.bytes = "%PDF-1.4 an invoice";
  for (int time = 0; time < 2; ++time) {
    const Reply taken = unit.call("POST", "/v1/application-files", {{"Content-Type", "application/xml"}}, must(document::write_attachment_message(message)));
    ASSERT_EQ(taken.status, 200) << taken.body;
    EXPECT_TRUE(must(document::read_technical_receipt(taken.body)).is_accepted());
  }
  const Json seen = unit.json("/v1/applications/" + id);
  ASSERT_EQ(seen.get("files")->as_array()->size(), 1U);
  const std::string sha256 = text(seen.get("files")->as_array()->front(), "sha256");
  EXPECT_EQ(unit.get("/v1/applications/" + id + "/attachments/" + sha256).body, message.bytes);

  Person other = platform().unit(kMedical);
  EXPECT_EQ(other.call("POST", "/v1/application-files", {{"Content-Type", "application/xml"}}, must(document::write_attachment_message(message))).status, 404);
  EXPECT_EQ(unit.call("POST", "/v1/application-files", {{"Content-Type", "application/xml"}}, "<File><CertNo>1</CertNo>").status, 400);
}

}  // namespace
}  // namespace datong::integration
