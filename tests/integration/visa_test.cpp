// Admission to e-visa with the real program: everything missing is told at once, the right request is asked, granted, changed and withdrawn
// by the right roles; seals and specimens are loaded by the bureau's administrator. COO 1.2, 1.6, 7.1.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "crypto/digest.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

std::string picture(const std::string& name) {
  std::ifstream in(std::string(DATONG_SOURCE_DIR "/data/example-parties/pictures/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
std::string hash_of(std::string_view bytes) { return crypto::hex(crypto::sha256(bytes)); }
using Rules = std::set<std::string>;

class Visa : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    specimen_ = picture("signatory_3100600001_1.png");
    seal_ = picture("seal_3100600001.png");
    for (const std::string& bytes : {std::string(kPaper), specimen_, seal_}) must(platform().client(kShili).attach(bytes));
  }
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }

  static Json signatory(const std::string& id) {
    Json json = Json::make_object().set("id", id).set("name_zh", "赵一").set("name_en", "ZHAO Yi").set("identity_number", "ID-" + id);
    return json.set("training_certificate", "QZ-" + id).set("specimen", hash_of(specimen_)).set("specimen_width_mm", 34);
  }
  static Json request(const std::vector<std::string>& ids) {
    Json signatories = Json::make_array(), json = Json::make_object();
    for (const std::string& id : ids) signatories.add(signatory(id));
    json.set("registration_form", hash_of(kPaper)).set("application_form", hash_of(kPaper)).set("guarantee_letter", hash_of(kPaper));
    json.set("legal_representative", "李总").set("hardware", "colour printer with duplex").set("name_en", "Shanghai Example Trading");
    return json.set("seal", hash_of(seal_)).set("seal_width_mm", 42).set("signatories", std::move(signatories));
  }
  static Reply post(Person& person, const std::string& target, const Json& body) {
    return person.call("POST", target, {{"Content-Type", "application/json"}}, body.to_string());
  }
  static Reply put(Person& person, const std::string& target, const Json& body) {
    return person.call("PUT", target, {{"Content-Type", "application/json"}}, body.to_string());
  }
  static Reply ask(const Json& body) {
    Person unit = platform().unit(kShili);
    return post(unit, "/v1/visa-admissions", body);
  }
  static Reply act(Person person, const std::string& id, const std::string& act, const Json& body = Json::make_object()) {
    return post(person, "/v1/visa-admissions/" + id + "/acts/" + act, body);
  }
  static Json because() { return Json::make_object().set("reason", "x"); }

  static constexpr const char* kPaper = "guarantee letter, registration form and application form in one";
  static inline OnePlatform one_;
  static inline std::string specimen_, seal_;
};

TEST_F(Visa, VIS001ToVIS005AnAdmissionIsAskedGrantedChangedAndWithdrawnByTheRightRoles) {
  const Reply asked = ask(request({"a", "b"}));
  ASSERT_EQ(asked.status, 200) << asked.body;
  const std::string id = text(parsed(asked.body), "id");
  EXPECT_EQ(text(parsed(asked.body), "stage"), "asked");
  EXPECT_EQ(ask(request({"a"})).status, 409) << "one stands";

  EXPECT_EQ(act(platform().unit(kAgent), id, "grant").status, 404);
  EXPECT_EQ(act(platform().officer("js_cert1"), id, "grant").status, 404);
  EXPECT_EQ(act(platform().unit(kShili), id, "grant").status, 403) << "nobody admits himself";
  EXPECT_EQ(act(platform().officer("desk1"), id, "grant").status, 403);
  EXPECT_EQ(act(platform().officer("cert1"), id, "refuse").status, 422) << "a reason is needed";
  EXPECT_EQ(rules_of(act(platform().officer("sup1"), id, "withdraw", because())), Rules{"VIS005"}) << "not granted yet";
  Person desk = platform().officer("cert1");
  EXPECT_EQ(desk.get("/v1/visa-admissions/" + id + "/papers/" + hash_of(kPaper)).body, kPaper);
  EXPECT_EQ(desk.get("/v1/visa-admissions/" + id + "/papers/" + hash_of("other")).status, 404);
  EXPECT_EQ(desk.get("/v1/admissions/" + id).status, 404) << "no admission to e-declaration";
  const Reply granted = act(platform().officer("cert1"), id, "grant");
  ASSERT_EQ(granted.status, 200) << granted.body;
  EXPECT_EQ(text(parsed(granted.body), "stage"), "granted");

  Json change = request({"b", "c"}).set("reason", "one left");
  EXPECT_EQ(act(platform().officer("cert1"), id, "ask_change", change).status, 403) << "the enterprise asks";
  EXPECT_EQ(act(platform().unit(kShili), id, "ask_change", request({"b"})).status, 422) << "a reason is needed";
  EXPECT_EQ(rules_of(act(platform().unit(kShili), id, "ask_change", request({"a", "b", "c", "d"}).set("reason", "more"))), Rules{"VIS012"});
  ASSERT_EQ(act(platform().unit(kShili), id, "ask_change", change).status, 200);
  const Reply refused = act(platform().officer("cert2"), id, "refuse", because());
  EXPECT_EQ(text(parsed(refused.body), "stage"), "granted") << "the earlier list stands";
  EXPECT_EQ(text((*parsed(refused.body).object("request")->array("signatories"))[0], "id"), "a");
  ASSERT_EQ(act(platform().unit(kShili), id, "ask_change", change).status, 200);
  const Reply changed = act(platform().officer("cert2"), id, "grant");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(text((*parsed(changed.body).object("request")->array("signatories"))[1], "id"), "c");

  const Json other = Json::make_object().set("reason", "x").set("signatories", Json::make_array({signatory("a").set("identity_number", "ID-9")}));
  EXPECT_EQ(rules_of(act(platform().unit(kShili), id, "ask_change", other)), Rules{"VIS017"}) << "the id of one who left stays his";

  Json standing = because().set("standing", "suspended").set("until", "2099-12-31");
  EXPECT_EQ(act(platform().officer("cert1"), id, "set_standing", standing).status, 403);
  EXPECT_EQ(rules_of(act(platform().officer("sup1"), id, "set_standing", because().set("standing", "asleep"))), Rules{"VIS021"});
  EXPECT_EQ(act(platform().officer("admin1"), id, "set_standing", standing).status, 200);
  EXPECT_EQ(rules_of(act(platform().unit(kShili), id, "ask_change", change)), Rules{"VIS009"}) << "suspended";
  EXPECT_EQ(act(platform().officer("sup1"), id, "set_standing", because().set("standing", "normal")).status, 200);
  EXPECT_EQ(act(platform().officer("cert1"), id, "withdraw", because()).status, 403);
  EXPECT_EQ(text(parsed(act(platform().officer("sup1"), id, "withdraw", because()).body), "stage"), "withdrawn");
  EXPECT_EQ(ask(request({"a"})).status, 200) << "asked anew";
}

TEST_F(Visa, VIS006ToVIS018EverythingThatIsMissingIsToldAtOnce) {
  const Reply reply = ask(Json::make_object());
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(rules_of(reply), (Rules{"VIS007", "VIS010", "VIS011", "VIS013", "VIS015", "VIS018"}));
  EXPECT_EQ(rules_of(ask(request({"a", "b", "c", "d"}))), Rules{"VIS012"});
  EXPECT_EQ(rules_of(ask(request({"a"}).set("seal", hash_of(kPaper)))), Rules{"VIS015"}) << "a paper is no picture";
  EXPECT_EQ(rules_of(ask(request({"a"}).set("seal_width_mm", 56))), Rules{"VIS016"});
}

TEST_F(Visa, VIS022OnlyTheBureausAdministratorLoadsSealsAndSpecimens) {
  const Json seal = Json::make_object().set("picture", hash_of(seal_)).set("width_mm", 42);
  const Json specimen = Json::make_object().set("picture", hash_of(specimen_)).set("width_mm", 34);
  Person administrator = platform().officer("admin1"), other = platform().officer("js_admin1"), desk = platform().officer("cert1");
  EXPECT_EQ(rules_of(put(administrator, "/v1/offices/310000/seal", seal)), Rules{"VIS015"}) << "an enterprise's upload is not his";
  for (const std::string& bytes : {seal_, specimen_}) {
    const Headers headers{{"Content-Type", "application/octet-stream"}};
    ASSERT_EQ(administrator.call("PUT", "/v1/attachments/" + hash_of(bytes), headers, bytes).status, 200);
  }
  EXPECT_EQ(put(administrator, "/v1/offices/310000/seal", seal).status, 200);
  EXPECT_EQ(put(administrator, "/v1/offices/310400/seal", seal).status, 200) << "below the bureau";
  EXPECT_EQ(put(administrator, "/v1/officers/cert2/specimen", specimen).status, 200);
  EXPECT_EQ(put(other, "/v1/offices/310000/seal", seal).status, 404);
  EXPECT_EQ(put(other, "/v1/officers/cert2/specimen", specimen).status, 404);
  EXPECT_EQ(put(administrator, "/v1/offices/319999/seal", seal).status, 404);
  EXPECT_EQ(put(administrator, "/v1/officers/shili1/specimen", specimen).status, 404) << "a person of an enterprise";
  const Reply refused = put(desk, "/v1/officers/cert1/specimen", specimen);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(rules_of(refused), Rules{"VIS022"});
  EXPECT_EQ(rules_of(put(administrator, "/v1/offices/310000/seal", Json::make_object())), Rules{"VIS015"});
  EXPECT_EQ(rules_of(put(administrator, "/v1/officers/cert2/specimen", seal)), Rules{"VIS016"}) << "too large for a signature";
}

TEST_F(Visa, TheOperatorSetsAStandingAndLoadsAPictureByCommand) {
  const auto home = Platform::make(false);
  const std::string file = DATONG_SOURCE_DIR "/data/example-parties/pictures/office_310000.png";
  EXPECT_EQ(home->command({"keys", "seal", "310400", file, "--width-mm", "45"}).status, 0);
  EXPECT_NE(home->command({"keys", "seal", "310400", file, "--width-mm", "46"}).status, 0) << "45 mm high at most";
  EXPECT_NE(home->command({"keys", "seal", "999999", file, "--width-mm", "40"}).status, 0);
  EXPECT_NE(home->command({"keys", "specimen", "cert1", DATONG_SOURCE_DIR "/README.md", "--width-mm", "30"}).status, 0);
  EXPECT_EQ(home->command({"party", "visa-standing", "3100600001", "watch", "--reason", "repeated errors"}).status, 0);
  EXPECT_NE(home->command({"party", "visa-standing", "3100600001", "asleep", "--reason", "x"}).status, 0);
  EXPECT_NE(home->command({"party", "visa-standing", "3100699999", "watch", "--reason", "x"}).status, 0);
  home->expect_clean();
}

}  // namespace
}  // namespace datong::integration
