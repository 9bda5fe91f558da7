// Bad input over HTTP: every unreadable message answers with a problem, every readable one with a receipt that names
// all its faults, and the server stays healthy.
#include <gtest/gtest.h>

#include "document/eciq/eciq_writer.hpp"
#include "document/json/form_json.hpp"
#include "domain/declaration/example.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

class BadInput : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static inline OnePlatform one_;

  void TearDown() override { EXPECT_EQ(platform().nobody().get("/health").status, 200); }

  /// The answer must be this status with a problem document; nothing is stored for it.
  static void expect_problem(int status, std::string_view body, std::string_view type = "application/json") {
    const Reply reply = platform().unit(kShili).lodge(body, 1, type);
    EXPECT_EQ(reply.status, status) << body.substr(0, 200) << "\n" << reply.body;
    EXPECT_EQ(*parsed(reply.body).integer("status"), status);
    EXPECT_EQ(reply.header("datong-case"), "");
  }
  /// Lodged, returned by review; gives the receipt.
  static Json expect_returned(const Json& message) {
    Person unit = platform().unit(kShili);
    const Reply reply = unit.lodge(message.to_string());
    EXPECT_EQ(reply.status, 200) << reply.body;
    const std::string id(reply.header("datong-case"));
    EXPECT_EQ(text(unit.view(id), "stage"), "returned");
    return parsed(reply.body);
  }
  static std::string export_xml(document::Encoding encoding) {
    const std::string json = example_export().to_string();
    auto reading = must(document::read_form_json(json));
    return must(document::write_eciq(reading.document, {}, encoding));
  }
  static std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == text.npos) give_up("no " + std::string(from) + " in the message");
    return text.replace(at, from.size(), to);
  }
};

TEST_F(BadInput, JsonCutAnywhereCannotBeRead) {
  const std::string whole = example_export().to_string();
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, whole.size() / 3, whole.size() / 2, whole.size() - 1})
    expect_problem(400, whole.substr(0, length));
  for (const char* body : {"null", "[]", "7", "\"text\"", "{}x", "{\"goods\":}", "\xef\xbb\xbf{}"})
    expect_problem(400, body);
}

TEST_F(BadInput, OverEightMebibytesIsTooLarge) {
  std::string body = example_export().to_string();
  body.resize((8u << 20) + 1, ' ');
  expect_problem(413, body);
  body.resize(8u << 20);
  EXPECT_EQ(platform().unit(kShili).lodge(body).status, 200) << "at the limit it is read";
}

TEST_F(BadInput, DeepNestingAndManyMembersEndAtTheLimit) {
  for (const int depth : {17, 5000, 1'000'000}) {
    expect_problem(400, std::string(static_cast<std::size_t>(depth), '['));
    std::string objects;
    for (int i = 0; i < depth; ++i) objects += "{\"goods\":[";
    if (objects.size() < (8u << 20)) expect_problem(400, objects);
  }
  std::string many = "{\"goods\":[";
  for (int i = 0; i < 70'000; ++i) many += "{},";
  expect_problem(400, many + "{}]}");
}

TEST_F(BadInput, TextThatIsNotUtf8CannotBeRead) {
  const std::string whole = example_export().to_string();
  for (const char* bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe4\xb8"})
    expect_problem(400, replaced(whole, "SE-2024-0001", bytes));
}

TEST_F(BadInput, AnXmlMessageInAnotherEncodingThanItSaysCannotBeRead) {
  const std::string gbk = export_xml(document::Encoding::gbk);
  const auto end = gbk.find("?>");
  expect_problem(400, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + gbk.substr(end + 2), "application/xml");
  EXPECT_EQ(platform().unit(kShili).lodge(gbk, 1, "application/xml").status, 200) << "as it says it is read";
}

TEST_F(BadInput, DocumentTypesEntitiesAndIncludesAreRefused) {
  const std::string xml = export_xml(document::Encoding::utf8), body = xml.substr(xml.find("?>") + 2);
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  const std::string root = body.substr(body.find('<') + 1, body.find_first_of(" >") - body.find('<') - 1);
  expect_problem(400, head + "<!DOCTYPE " + root + ">" + body, "application/xml");
  expect_problem(400, head + "<!DOCTYPE " + root + " SYSTEM \"file:///etc/passwd\">" + body, "application/xml");
  const std::string entity = "<!DOCTYPE " + root + " [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
  expect_problem(400, head + entity + replaced(body, "SE-2024-0001", "&e;"), "application/xml");
  std::string laughs = "<!DOCTYPE " + root + " [<!ENTITY a \"ha\">";
  for (char name = 'b'; name <= 'k'; ++name)
    laughs += std::string("<!ENTITY ") + name + " \"&" + char(name - 1) + ";&" + char(name - 1) + ";\">";
  expect_problem(400, head + laughs + "]>" + replaced(body, "SE-2024-0001", "&k;"), "application/xml");
  expect_problem(400, head + replaced(body, "SE-2024-0001", "&undefined;"), "application/xml");
  const std::string include =
      "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/hostname\" parse=\"text\"/>";
  Person unit = platform().unit(kShili);
  const Reply reply = unit.lodge(head + replaced(body, "SE-2024-0001", include), 1, "application/xml");
  if (reply.status == 200) {  // kept as an unknown element at most, never followed
    const std::string kept =
        unit.get("/v1/declarations/" + std::string(reply.header("datong-case")) + "/versions/1").body;
    EXPECT_NE(kept.find("xi:include"), kept.npos);
    const std::string json =
        unit.call("GET", "/v1/declarations/" + std::string(reply.header("datong-case")) + "/versions/1",
                  {{"Accept", "application/json"}})
            .body;
    EXPECT_EQ(text(parsed(json), "contract_number").find_first_not_of(" \n\t"), std::string::npos)
        << json.substr(0, 400);
  } else {
    EXPECT_EQ(reply.status, 400) << reply.body;
  }
  expect_problem(400, "", "application/xml");
  expect_problem(400, xml.substr(0, xml.size() / 2), "application/xml");
}

TEST_F(BadInput, DuplicateMembersAndNulCannotBeRead) {
  const std::string whole = example_export().to_string();
  expect_problem(400, replaced(whole, "{", "{\"contract_number\":\"A\","));
  expect_problem(400, replaced(whole, "\"goods\":[{", "\"goods\":[{\"quantity\":\"1\","));
  expect_problem(400, replaced(whole, "SE-2024-0001", "SE\\u0000X"));
  expect_problem(400, replaced(whole, "SE-2024-0001", std::string_view("SE\0X", 4)));
  expect_problem(400, whole, "text/plain");
  expect_problem(400, whole, "");
}

TEST_F(BadInput, FiftyOneLinesAreAFindingAndFiftyAreNot) {
  Person unit = platform().unit(kShili);
  for (const std::size_t count : {std::size_t{50}, std::size_t{51}}) {
    domain::Document document = domain::example_export(legal_day(SystemClock().now()));
    domain::make_lines(document, count);
    const std::string reference = fresh_reference();
    document.header().set(domain::F::header::declarant_reference, document.keep(reference));
    document.header().set(domain::F::header::message_uuid, document.keep(reference));
    const Reply reply = unit.lodge(document::write_form_json(document));
    ASSERT_EQ(reply.status, 200) << reply.body;
    const Json view = unit.view(std::string(reply.header("datong-case")));
    EXPECT_EQ(text(view, "stage"), count == 50 ? "in_review" : "returned") << reply.body.substr(0, 2000);
    EXPECT_EQ(reply.body.find("\"/goods\"") != std::string::npos, count == 51) << reply.body.substr(0, 2000);
  }
}

TEST_F(BadInput, TwentyFaultsInOneDocumentAreTwentyFindingsInOneReceipt) {
  const std::pair<const char*, const char*> faults[] = {
      {"/declaration_kind", "ZZ"},      {"/accepting_office", "999999"}, {"/inspecting_office", "999998"},
      {"/transport_mode", "Q"},         {"/trade_mode", "ZZ"},           {"/trading_country", "998"},
      {"/loading_port", "998001"},      {"/arrival_port", "998002"},     {"/customs_office", "0001"},
      {"/shipped_on", "yesterday"},     {"/organisation_code", "BAD"},   {"/consignor_code", "12"},
      {"/goods/0/commodity_code", "1"}, {"/goods/0/quantity", "many"},   {"/goods/0/quantity_unit", "ZZZ"},
      {"/goods/0/currency", "999"},     {"/goods/0/value", "-5"},        {"/goods/0/purpose", "ZZ"},
      {"/goods/0/origin_place", "99"},  {"/goods/0/weight_unit", "ZZZ"},
  };
  Json message = example_export();
  for (const auto& [pointer, value] : faults) message = with(message, pointer, value);
  const Json receipt = expect_returned(message);
  std::set<std::string> paths;
  for (const Json& finding : *receipt.array("findings")) paths.insert(text(finding, "path"));
  for (const auto& [pointer, value] : faults) EXPECT_TRUE(paths.contains(pointer)) << pointer << " = " << value;
  EXPECT_GE(receipt.array("findings")->size(), std::size(faults));
}

TEST_F(BadInput, AnUnknownMemberIsRefusedWithItsPath) {
  const Json receipt =
      expect_returned(with(with(example_export(), "/surprise", "x"), "/goods/0/packages/0/colour", "red"));
  std::set<std::string> paths;
  for (const Json& finding : *receipt.array("findings")) paths.insert(text(finding, "path"));
  EXPECT_TRUE(paths.contains("/surprise")) << receipt.to_string();
  EXPECT_TRUE(paths.contains("/goods/0/packages/0/colour")) << receipt.to_string();
}

TEST_F(BadInput, AMessageWithoutAnIdentityIsRefusedAndNamesWhatIsMissing) {
  for (const char* member : {"/declarant_reference", "/message_uuid"}) {
    const Reply reply = platform().unit(kShili).lodge(with(example_export(), member, Json()).to_string());
    EXPECT_EQ(reply.status, 422) << reply.body;
    EXPECT_NE(reply.body.find(member), std::string::npos);
  }
}

TEST_F(BadInput, ABatchAnswersEachLineByItself) {
  const std::string good = example_export().to_string();
  Json items = must(platform().client(kShili).batch(
      {good, "not json", with(example_export(), "/declaration_kind", "ZZ").to_string(), good}));
  const auto& rows = *items.array("items");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(*rows[0].integer("status"), 200);
  EXPECT_EQ(*rows[1].integer("status"), 400);
  EXPECT_EQ(*rows[2].integer("status"), 200);
  EXPECT_EQ(text(rows[3], "case"), text(rows[0], "case")) << "the same line twice is one case";
  EXPECT_EQ(text(rows[3], "receipt"), text(rows[0], "receipt"));
  EXPECT_FALSE(platform().client(kShili).batch(std::vector<std::string>(501, "{}")).has_value());
}

TEST_F(BadInput, ActsAndSignInsWithBadBodiesAreProblems) {
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  Person desk = platform().officer("desk1");
  const std::string target = "/v1/declarations/" + id + "/acts/return_for_repair";
  const Headers headers{{"Content-Type", "application/json"}, {"Idempotency-Key", "k"}};
  for (const char* body :
       {"", "{", "[]", "{\"parameters\":{\"reason\":5}}", "{\"case\":\"1\"}", "{\"act\":\"accept\"}"}) {
    EXPECT_EQ(desk.call("POST", target, headers, body).status, 400) << body;
  }
  EXPECT_EQ(desk.call("POST", target, {{"Content-Type", "application/json"}}, "{}").status, 400)
      << "no Idempotency-Key";
  EXPECT_EQ(desk.call("POST", target, {{"Idempotency-Key", std::string(81, 'k')}}, "{}").status, 400);
  EXPECT_EQ(desk.act(id, "return_for_repair", {{"reason_code", "ZZ"}, {"reason", "x"}}).status, 422);
  EXPECT_EQ(desk.act(id, "return_for_repair", {{"reason_code", "01"}}).status, 422);
  EXPECT_EQ(desk.act(id, "return_for_repair", {{"reason_code", "01"}, {"reason", std::string(501, 'x')}}).status, 422);
  EXPECT_EQ(desk.act(id, "return_for_repair", {{"reason_code", "01"}, {"reason", "x"}, {"colour", "red"}}).status, 422);
  EXPECT_EQ(desk.act(id, "explode").status, 404);
  EXPECT_EQ(text(desk.view(id), "stage"), "in_review") << "nothing happened";
  for (const char* body : {"", "{}", "{\"sign_in\":\"desk1\"}", "{\"sign_in\":1,\"password\":2}"}) {
    EXPECT_EQ(platform().nobody().call("POST", "/v1/sessions", {{"Content-Type", "application/json"}}, body).status,
              400)
        << body;
  }
  EXPECT_EQ(
      platform().nobody().call("POST", "/v1/sessions", {}, "{\"sign_in\":\"desk1\",\"password\":\"wrong\"}").status,
      401);
  EXPECT_EQ(
      platform().nobody().call("POST", "/v1/sessions", {}, "{\"sign_in\":\"nobody\",\"password\":\"wrong\"}").status,
      401);
}

}  // namespace
}  // namespace datong::integration
