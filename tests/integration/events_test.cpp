// The event stream over the wire: who is told what, and what ends it.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "browser.hpp"

namespace datong::integration {
namespace {

/// A page's stream, read by hand as far as is asked.
class Listening {
 public:
  Listening(std::uint16_t port, const std::string& credential) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) give_up("no connection");
    const std::string request = "GET /v1/events HTTP/1.1\r\nHost: h\r\n" + credential + "\r\n\r\n";
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("cannot ask");
    until("\r\n\r\n");
  }
  Listening(Listening&& other) noexcept : all(std::move(other.all)), fd_(std::exchange(other.fd_, -1)), is_closed_(other.is_closed_) {}
  Listening& operator=(Listening&&) = delete;
  ~Listening() {
    if (fd_ >= 0) ::close(fd_);
  }
  static Listening by(Platform& platform, const Browser& browser) { return {platform.port(), "Cookie: " + browser.cookie}; }

  /// Whether `words` come within the time; all that came stays in `all`.
  bool until(std::string_view words, int milliseconds = 5'000) {
    const std::int64_t end = milliseconds_now() + milliseconds;
    while (!all.contains(words) && !is_closed_ && milliseconds_now() < end) {
      pollfd wait{fd_, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      char buffer[4096];
      const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
      if (count > 0) all.append(buffer, static_cast<std::size_t>(count));
      else is_closed_ = true;
    }
    return all.contains(words);
  }
  bool ends(int milliseconds = 5'000) {
    until("\x01", milliseconds);
    return is_closed_;
  }
  int status() const { return std::stoi(all.substr(9, 3)); }
  std::string all;

 private:
  int fd_;
  bool is_closed_ = false;
};

class Events : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static Browser signed_in(const std::string& name, const std::string& door = "") {
    Browser browser(platform());
    EXPECT_EQ(browser.sign_in(name, door).status, 200) << name;
    return browser;
  }
  static int threads_of(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("Threads:")) return std::stoi(line.substr(8));
    }
    return -1;
  }
  static int streams() {
    const std::string metrics = platform().nobody().get("/metrics").body, name = "\ndatong_event_streams ";
    return std::stoi(metrics.substr(metrics.find(name) + name.size()));
  }
  static inline OnePlatform one_;
};

TEST_F(Events, ACaseIsToldToItsUnitAndToItsOfficersAndToNobodyElse) {
  Browser unit = signed_in("shili1"), desk = signed_in("desk1"), elsewhere = signed_in("js_desk1");
  Listening to_unit = Listening::by(platform(), unit), to_desk = Listening::by(platform(), desk), to_elsewhere = Listening::by(platform(), elsewhere);
  EXPECT_EQ(to_unit.status(), 200);
  EXPECT_TRUE(to_unit.all.contains("Content-Type: text/event-stream"));
  EXPECT_TRUE(to_unit.all.contains("Cache-Control: no-store"));
  EXPECT_TRUE(to_unit.all.contains("X-Accel-Buffering: no"));
  ASSERT_TRUE(to_unit.until("event: mailbox")) << "where the mailbox stands, at the opening";
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  const std::string told = "event: work\ndata: {\"case\":\"" + id + "\",\"kind\":\"declaration\",\"stage\":\"in_review\",\"office\":\"31";
  EXPECT_TRUE(to_desk.until(told)) << to_desk.all;
  platform().officer("desk1").done(id, "accept");
  EXPECT_TRUE(to_desk.until("\"" + id + "\",\"kind\":\"declaration\",\"stage\":\"accepted\"")) << to_desk.all;
  const std::int64_t serial = [&] {
    const Json page = platform().unit(kShili).json("/v1/receipts?after=0&limit=200");
    return *page.integer("next");
  }();
  EXPECT_TRUE(to_unit.until("event: mailbox\ndata: {\"serial\":" + std::to_string(serial) + "}\n\n")) << to_unit.all;
  EXPECT_FALSE(to_unit.all.contains(id));
  to_elsewhere.until(id, 500);
  const std::string opening = "event: work\ndata: {}\n\n";
  const std::size_t at = to_elsewhere.all.find(opening);
  ASSERT_NE(at, std::string::npos) << "an officer looks again at the opening: something may have moved meanwhile";
  EXPECT_FALSE(to_elsewhere.all.substr(at + opening.size()).contains("event:")) << to_elsewhere.all;
}

TEST_F(Events, ManyAtOnceAreToldAsOneAndNoneIsLost) {
  Browser desk = signed_in("desk1");
  Listening to_desk = Listening::by(platform(), desk);
  ASSERT_TRUE(to_desk.until("event: work\ndata: {}\n\n")) << "at the opening";
  to_desk.all.clear();
  std::string batch;
  for (int i = 0; i < 200; ++i) batch += example_export().to_string() + "\n";
  Person unit = platform().unit(kShili);
  ASSERT_EQ(unit.call("POST", "/v1/declarations:batch", {{"Content-Type", "application/x-ndjson"}}, batch).status, 200);
  const std::string last = unit.lodged(example_export().to_string());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const bool is_told = to_desk.until(last, 100) || to_desk.until("event: work\ndata: {}\n\n", 100);
  EXPECT_TRUE(is_told);
  EXPECT_LT(to_desk.all.size(), 40'000u);
  const std::string after = unit.lodged(example_export().to_string());
  EXPECT_TRUE(to_desk.until(after)) << "the stream went on";
}

TEST_F(Events, ADraftIsToldToItsUnitsPagesOnly) {
  Browser here = signed_in("shili1"), there = signed_in("shili1"), desk = signed_in("desk1");
  Listening to_there = Listening::by(platform(), there), to_desk = Listening::by(platform(), desk);
  const Headers headers{{"Content-Type", "application/json"}};
  const Reply made = here.call("POST", "/v1/drafts", headers, R"({"form":"declaration","kind":"draft","title":"one","document":{}})");
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string told = "event: draft\ndata: {\"id\":\"" + text(parsed(made.body), "id") + "\"}\n\n";
  EXPECT_TRUE(to_there.until(told)) << to_there.all;
  to_there.all.clear();
  ASSERT_EQ(here.call("DELETE", "/v1/drafts/" + text(parsed(made.body), "id")).status, 200);
  EXPECT_TRUE(to_there.until(told)) << to_there.all;
  to_desk.until(told, 200);
  EXPECT_FALSE(to_desk.all.contains("event: draft")) << to_desk.all;
}

TEST_F(Events, TheEndOfASessionEndsItsStreams) {
  Browser here = signed_in("fee1"), there = signed_in("fee1");
  Listening to_here = Listening::by(platform(), here), to_there = Listening::by(platform(), there);
  std::string id;
  const Json listed = parsed(here.get("/v1/sessions").body);
  for (const Json& session : *listed.array("sessions")) {
    if (!*session.boolean("current")) id = text(session, "id");
  }
  ASSERT_EQ(here.call("DELETE", "/v1/sessions/" + id).status, 200);
  EXPECT_TRUE(to_there.ends());
  EXPECT_FALSE(to_here.ends(200));
  ASSERT_EQ(here.call("DELETE", "/v1/sessions/current").status, 200);
  EXPECT_TRUE(to_here.ends());
}

TEST_F(Events, ASuspendedPersonHearsNothingMoreAfterTheNextSignOfLife) {
  Browser desk = signed_in("cert1");
  Listening listening = Listening::by(platform(), desk);
  ASSERT_EQ(platform().command({"party", "standing", "officer", "cert1", "suspended"}).status, 0);
  EXPECT_TRUE(listening.ends(25'000));
  ASSERT_EQ(platform().command({"party", "standing", "officer", "cert1", "active"}).status, 0);
}

TEST_F(Events, StreamsAreForSessionsAndSoManyAPerson) {
  EXPECT_EQ(Listening(platform().port(), "X-None: 1").status(), 401);
  EXPECT_EQ(Listening(platform().port(), "Cookie: datong-session=invented").status(), 401);
  EXPECT_EQ(platform().unit(kShili).get("/v1/events").status, 403) << "an installation polls";
  Browser browser = signed_in("fee2");
  EXPECT_EQ(browser.call("HEAD", "/v1/events").status, 200);
  const int threads = threads_of(platform().process()), before = streams();
  {
    std::vector<Listening> all;
    for (int i = 0; i < 20; ++i) {
      all.push_back(Listening::by(platform(), browser));
      EXPECT_EQ(all.back().status(), 200) << i;
    }
    EXPECT_EQ(Listening::by(platform(), browser).status(), 503);
    EXPECT_EQ(streams(), before + 20);
    EXPECT_EQ(threads_of(platform().process()), threads) << "no thread waits";
    Browser other = signed_in("insp1");
    EXPECT_EQ(Listening::by(platform(), other).status(), 200) << "another person";
  }
  const std::int64_t until = milliseconds_now() + 5'000;
  while (streams() > before && milliseconds_now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(streams(), before) << "closed pages are forgotten";
  EXPECT_EQ(Listening::by(platform(), browser).status(), 200);
}

TEST(EventsStop, StoppingEndsStreamsAtOnce) {
  const auto platform = Platform::make();
  Browser browser(*platform);
  ASSERT_EQ(browser.sign_in("desk1").status, 200);
  Listening listening = Listening::by(*platform, browser);
  const std::int64_t begun = milliseconds_now();
  EXPECT_EQ(platform->stop(), 0);
  EXPECT_LT(milliseconds_now() - begun, 3'000);
  EXPECT_TRUE(listening.ends());
}

}  // namespace
}  // namespace datong::integration
