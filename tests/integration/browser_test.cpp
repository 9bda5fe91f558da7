// The browser's door: sessions by cookie, their second proof, their list and their end; the web pages.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "browser.hpp"

namespace datong::integration {
namespace {

const Headers kJson{{"Content-Type", "application/json"}};

class BrowserDoor : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static std::size_t sessions_of(Browser& browser) { return parsed(browser.get("/v1/sessions").body).array("sessions")->size(); }
  static inline OnePlatform one_;
};

TEST_F(BrowserDoor, ASignInByCookieAnswersWhoAndNeverTheToken) {
  Browser browser(platform());
  EXPECT_EQ(browser.get("/v1/sessions/current").status, 401);
  const Reply reply = browser.sign_in("shili1");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const std::string cookie(reply.header("set-cookie"));
  EXPECT_TRUE(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/")) << cookie;
  EXPECT_FALSE(cookie.contains("Secure")) << "the address is http";
  EXPECT_FALSE(reply.body.contains(browser.cookie.substr(browser.cookie.find('=') + 1)));
  const Json who = parsed(reply.body);
  EXPECT_EQ(text(who, "sign_in"), "shili1");
  EXPECT_EQ(*who.integer("unit"), kShili);
  EXPECT_FALSE(text(who, "unit_name_zh").empty());
  EXPECT_EQ(text(who, "channel"), "browser");
  EXPECT_FALSE(*who.boolean("training"));
  const Reply again = browser.get("/v1/sessions/current");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, reply.body);
  EXPECT_EQ(again.header("cache-control"), "no-store");
  EXPECT_TRUE(again.header("content-security-policy").starts_with("default-src 'none'"));
}

TEST_F(BrowserDoor, AnOfficerSeesHisOffice) {
  Browser browser(platform());
  const Json who = parsed(browser.sign_in("desk1").body);
  EXPECT_EQ(text(who, "channel"), "counter_entry");
  EXPECT_EQ(*who.integer("unit"), 0);
  EXPECT_FALSE(text(who, "office_name_zh").empty());
  EXPECT_FALSE(text(who, "office_name_en").empty());
  EXPECT_EQ(browser.get("/v1/declarations?work=open").status, 200);
}

TEST_F(BrowserDoor, SYS007AChangeNeedsTheSecondProofAndAReadDoesNot) {
  Browser browser(platform());
  ASSERT_EQ(browser.sign_in("shili1").status, 200);
  Browser other(platform());
  ASSERT_EQ(other.sign_in("shili1").status, 200);
  const std::string good = browser.csrf, body = example_export().to_string();
  for (const std::string& wrong : {std::string(), other.csrf, good.substr(1), good + "A", std::string("null")}) {
    browser.csrf = wrong;
    for (const auto& [method, target] : {std::pair("POST", "/v1/declarations"), {"POST", "/v1/declarations:check"}, {"DELETE", "/v1/sessions/current"}}) {
      const Reply reply = browser.call(method, target, kJson, body);
      EXPECT_EQ(reply.status, 403) << method << target << wrong;
      EXPECT_EQ(rules_of(reply), std::set<std::string>{"SYS007"});
    }
    EXPECT_EQ(browser.get("/v1/declarations").status, 200);
    EXPECT_EQ(browser.call("HEAD", "/v1/declarations").status, 200);
  }
  browser.csrf = good;
  EXPECT_EQ(browser.call("POST", "/v1/declarations", kJson, body).status, 200);
}

TEST_F(BrowserDoor, AnotherSitesFormCannotSignABrowserIn) {
  Person nobody = platform().nobody();
  const std::string body = R"({"sign_in":"shili1","password":"datong-shili1","cookie":true})";
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
    const Reply reply = nobody.call("POST", "/v1/sessions", {{"Content-Type", type}}, body);
    EXPECT_EQ(reply.status, 400) << type;
    EXPECT_EQ(reply.header("set-cookie"), "");
  }
  for (const char* odd : {R"({"sign_in":"shili1","password":"x","cookie":"yes"})", R"({"sign_in":"shili1","password":"x","door":"client"})",
                          R"({"sign_in":"shili1","password":"x","door":7})", R"({"sign_in":"shili1","password":"x","door":"counter_entry"})"}) {
    EXPECT_EQ(nobody.call("POST", "/v1/sessions", kJson, odd).status, 400) << odd;
  }
}

TEST_F(BrowserDoor, APersonListsAndEndsHisSessions) {
  Browser here(platform()), there(platform()), stranger(platform());
  ASSERT_EQ(here.sign_in("fee2").status, 200);
  ASSERT_EQ(there.sign_in("fee2").status, 200);
  ASSERT_EQ(stranger.sign_in("shili1").status, 200);
  EXPECT_EQ(sessions_of(here), 2u);
  std::string id;
  const Json listed = parsed(here.get("/v1/sessions").body);
  for (const Json& session : *listed.array("sessions")) {
    EXPECT_EQ(text(session, "door"), "browser");
    EXPECT_EQ(text(session, "software"), "Test Browser/1");
    EXPECT_EQ(text(session, "peer"), "127.0.0.1");
    EXPECT_EQ(text(session, "last_used").empty(), !*session.boolean("current")) << "the other was not used yet";
    if (!*session.boolean("current")) id = text(session, "id");
  }
  EXPECT_EQ(stranger.call("DELETE", "/v1/sessions/" + id).status, 404);
  EXPECT_EQ(there.get("/v1/sessions").status, 200);
  EXPECT_EQ(here.call("DELETE", "/v1/sessions/" + id).status, 200);
  EXPECT_EQ(there.get("/v1/sessions").status, 401) << "at once";
  EXPECT_EQ(here.call("DELETE", "/v1/sessions/" + id).status, 404);
  EXPECT_EQ(sessions_of(here), 1u);
  EXPECT_EQ(here.call("DELETE", "/v1/sessions/current").status, 200);
  EXPECT_TRUE(here.cookie.empty());
  EXPECT_EQ(here.get("/v1/sessions/current").status, 401);
}

TEST_F(BrowserDoor, SYS008TheHallTerminalIsForEnterprisesAndIsWiped) {
  Browser browser(platform());
  const Reply officer = browser.sign_in("desk1", "hall_terminal");
  EXPECT_EQ(officer.status, 422);
  EXPECT_EQ(rules_of(officer), std::set<std::string>{"SYS008"});
  ASSERT_EQ(browser.sign_in("shili1", "hall_terminal").status, 200);
  EXPECT_EQ(text(parsed(browser.get("/v1/sessions/current").body), "channel"), "hall_terminal");
  const Reply lodged = browser.call("POST", "/v1/declarations", kJson, example_export().to_string());
  ASSERT_EQ(lodged.status, 200) << lodged.body;
  EXPECT_EQ(lodged.header("clear-site-data"), "");
  const std::string cookie = browser.cookie;
  const Reply out = browser.call("DELETE", "/v1/sessions/current");
  EXPECT_EQ(out.status, 200);
  EXPECT_EQ(out.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
  EXPECT_EQ(out.header("cache-control"), "no-store");
  EXPECT_TRUE(browser.cookie.empty());
  browser.cookie = cookie;
  const Reply late = browser.get("/v1/declarations");
  EXPECT_EQ(late.status, 401);
  EXPECT_NE(late.header("clear-site-data"), "") << "a terminal that missed the end is wiped now";
}

TEST_F(BrowserDoor, TheNextPersonsSignInEndsTheSessionBefore) {
  Browser browser(platform());
  ASSERT_EQ(browser.sign_in("insp1").status, 200);
  Browser before(platform());
  before.cookie = browser.cookie;
  EXPECT_EQ(before.get("/v1/sessions/current").status, 200);
  ASSERT_EQ(browser.sign_in("insp2").status, 200);
  EXPECT_EQ(before.get("/v1/sessions/current").status, 401);
  EXPECT_EQ(text(parsed(browser.get("/v1/sessions/current").body), "sign_in"), "insp2");
}

TEST_F(BrowserDoor, ASignOutAtADeskLeavesTheBrowsersDrafts) {
  Browser browser(platform());
  ASSERT_EQ(browser.sign_in("shili1").status, 200);
  EXPECT_EQ(browser.call("DELETE", "/v1/sessions/current").header("clear-site-data"), "");
}

TEST_F(BrowserDoor, TenThousandBadCookiesAreNobody) {
  Browser good(platform());
  ASSERT_EQ(good.sign_in("shili1").status, 200);
  Browser bad(platform());
  for (int i = 0; i < 10'000; ++i) {
    bad.cookie = "datong-session=" + std::string(static_cast<std::size_t>(i % 200), 'A') + std::to_string(i);
    ASSERT_EQ(bad.get("/v1/sessions/current").status, 401) << i;
  }
  for (const std::string& odd : {std::string("datong-session="), std::string("datong-session=%00%ff"), "datong-session=" + std::string(8'000, 'x')}) {
    bad.cookie = odd;
    EXPECT_EQ(bad.get("/v1/sessions/current").status, 401) << odd.substr(0, 40);
  }
  bad.cookie = "datong-session=" + std::string(20'000, 'x');
  EXPECT_EQ(bad.get("/v1/sessions/current").status, 431);
  EXPECT_EQ(good.get("/v1/sessions/current").status, 200);
}

TEST_F(BrowserDoor, ACookieOfASuspendedPersonIsNobody) {
  Browser browser(platform());
  ASSERT_EQ(browser.sign_in("desk2").status, 200);
  ASSERT_EQ(platform().command({"party", "standing", "officer", "desk2", "suspended"}).status, 0);
  EXPECT_EQ(browser.get("/v1/sessions/current").status, 401);
  ASSERT_EQ(platform().command({"party", "standing", "officer", "desk2", "active"}).status, 0);
}

class WebPages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    namespace fs = std::filesystem;
    platform_ = Platform::make(false);
    const std::string folder = platform_->home() + "/web";
    fs::create_directories(folder + "/assets/fonts");
    const std::pair<const char*, const char*> files[] = {
        {"/index.html", "<!doctype html><title>app</title>"}, {"/assets/main-1.js", "plain script"}, {"/assets/main-1.js.br", "brotli script"},
        {"/assets/main-1.js.gz", "gzip script"},              {"/assets/fonts/a.woff2", "font"},     {"/beside.txt", "not for everybody"},
        {"/icon.svg", "<svg/>"}};
    for (const auto& [name, bytes] : files) std::ofstream(folder + name, std::ios::binary) << bytes;
    fs::create_symlink("/etc/passwd", folder + "/assets/passwd");
    platform_->start({"--web", folder, "--public-address", "https://check.example", "--behind-proxy"});
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(platform_->stop(), 0);
    platform_.reset();
  }
  static Reply get(const std::string& target, Headers headers = {}, const char* method = "GET") {
    return platform_->nobody().call(method, target, std::move(headers));
  }
  static inline std::unique_ptr<Platform> platform_;
};

TEST_F(WebPages, TheAppAnswersForItsPagesAndTheOldOnesStay) {
  for (const char* page : {"/", "/app", "/app/", "/app/declarations/123?lang=en", "/app/a/b/c", "/figures", "/status", "/hall", "/hall/app/drafts/7"}) {
    const Reply reply = get(page);
    EXPECT_EQ(reply.status, 200) << page;
    EXPECT_EQ(reply.body, "<!doctype html><title>app</title>") << page;
    EXPECT_TRUE(reply.header("content-security-policy").contains("script-src 'self' 'wasm-unsafe-eval';")) << page;
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.header("referrer-policy"), "no-referrer");
  }
  for (const char* page : {"/hall", "/hall/app/drafts/7"}) {
    EXPECT_EQ(get(page).header("cache-control"), "no-store") << page;
    EXPECT_EQ(get(page).header("etag"), "") << page;
  }
  EXPECT_TRUE(get("/verify").body.contains("证书核对"));
  EXPECT_TRUE(get("/v?x").body.contains("证书核对"));
  EXPECT_EQ(get("/verify.js").status, 200);
  EXPECT_EQ(get("/v1/nothing").status, 404);
  EXPECT_EQ(get("/beside.txt").status, 404);
  EXPECT_EQ(get("/index.html").status, 404);
}

TEST_F(WebPages, AssetsComeCompressedOnceAndForEver) {
  const Reply plain = get("/assets/main-1.js");
  EXPECT_EQ(plain.body, "plain script");
  EXPECT_TRUE(plain.header("cache-control").contains("immutable"));
  const Reply brotli = get("/assets/main-1.js", {{"Accept-Encoding", "gzip, deflate, br, zstd"}});
  EXPECT_EQ(brotli.body, "brotli script");
  EXPECT_EQ(brotli.header("content-encoding"), "br");
  EXPECT_EQ(get("/assets/main-1.js", {{"Accept-Encoding", "gzip"}}).body, "gzip script");
  EXPECT_EQ(get("/assets/fonts/a.woff2").body, "font");
  const Reply icon = get("/icon.svg");
  EXPECT_EQ(icon.body, "<svg/>");
  EXPECT_EQ(icon.header("cache-control"), "no-cache") << "its name stays when it changes";
  const Reply known = get("/assets/main-1.js", {{"If-None-Match", std::string(plain.header("etag"))}});
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.body, "");
  EXPECT_EQ(known.header("etag"), plain.header("etag"));
  const Reply head = get("/assets/main-1.js", {}, "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.header("etag"), plain.header("etag"));
  EXPECT_EQ(get("/assets/main-1.js", {}, "PUT").status, 405);
  EXPECT_EQ(get("/", {}, "POST").status, 405);
}

TEST_F(WebPages, NoPathLeadsOutOfTheFolder) {
  for (const char* path : {"/assets/../../etc/passwd", "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/beside.txt", "/assets/../beside.txt", "/assets/passwd",
                           "/assets//etc/passwd", "/assets/main-1.js%00", "/assets/", "/assets", "/../beside.txt", "//etc/passwd"}) {
    const Reply reply = get(path);
    EXPECT_TRUE(reply.status == 404 || reply.status == 400) << path << " " << reply.status;
    EXPECT_FALSE(reply.body.contains("root:") || reply.body.contains("not for everybody")) << path;
  }
}

TEST_F(WebPages, BehindHttpsTheCookieNeverTravelsWithout) {
  Browser browser(*platform_);
  const Reply reply = browser.sign_in("shili1");
  ASSERT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.header("set-cookie").ends_with("; Secure"));
  EXPECT_TRUE(browser.call("DELETE", "/v1/sessions/current").header("set-cookie").ends_with("; Secure"));
}

TEST_F(WebPages, BehindAProxyAPersonCallsFromHisOwnAddress) {
  for (const auto& [said, shown] : {std::pair("2001:db8::7", "2001:db8::7"), {"203.0.113.9", "203.0.113.9"}, {"<b>", "127.0.0.1"}, {"", "127.0.0.1"}}) {
    Browser browser(*platform_);
    ASSERT_EQ(browser.sign_in("fee1", "", {{"X-Real-IP", said}}).status, 200);
    const Json listed = parsed(browser.get("/v1/sessions").body);
    for (const Json& session : *listed.array("sessions")) {
      if (*session.boolean("current")) {
        EXPECT_EQ(text(session, "peer"), shown);
      }
    }
  }
}

TEST_F(WebPages, ReportsOfBrowsersAreCountedAndDropped) {
  Person nobody = platform_->nobody();
  for (const char* body : {"{\"csp-report\":{}}", "", "\xff\xfe not json"}) {
    EXPECT_EQ(nobody.call("POST", "/v1/csp-reports", {{"Content-Type", "application/csp-report"}}, body).status, 204);
  }
  EXPECT_TRUE(get("/metrics").body.contains("\ndatong_csp_reports_total 3\n"));
}

TEST(WebFolder, AMissingFolderServesTheApiAndSaysSo) {
  const auto platform = Platform::make(false);
  platform->start({"--web", platform->home() + "/nowhere"});
  EXPECT_TRUE(platform->log().contains("\"event\":\"web\"")) << platform->log();
  EXPECT_TRUE(platform->log().contains("nowhere")) << platform->log();
  Person nobody = platform->nobody();
  EXPECT_TRUE(nobody.get("/").body.contains("no pages are installed"));
  EXPECT_EQ(nobody.get("/").status, 200);
  EXPECT_EQ(nobody.get("/app/x").status, 404);
  EXPECT_EQ(platform->stop(), 0);
}

}  // namespace
}  // namespace datong::integration
