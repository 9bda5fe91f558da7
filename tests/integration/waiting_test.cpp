// Waiting for receipts: a long poll is woken by an act, ends at its time, and holds no thread.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "crypto/jws.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

class Waiting : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static inline OnePlatform one_;

  static std::int64_t newest(std::int64_t unit) {
    Person person = platform().unit(unit);
    std::int64_t last = 0;
    for (;;) {
      const Json page = person.json("/v1/receipts?after=" + std::to_string(last) + "&limit=200");
      if (page.array("receipts")->empty()) return last;
      last = *page.integer("next");
    }
  }
  static int threads_of(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("Threads:")) return std::stoi(line.substr(8));
    }
    return -1;
  }
};

TEST_F(Waiting, AnOfficersActWakesTheWaitingCallWithinASecond) {
  const std::string id = platform().unit(kShili).lodged(example_export().to_string());
  client::Client client = platform().client(kShili);
  Person desk = platform().officer("desk1");
  const std::int64_t serial = newest(kShili);
  std::int64_t answered_at = 0;
  Result<std::vector<client::Receipt>> receipts = failure(Code::internal);
  std::int64_t acted_at = 0;
  {
    std::jthread waiting([&] {
      receipts = client.receipts(serial, 30'000);
      answered_at = milliseconds_now();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    acted_at = milliseconds_now();
    desk.done(id, "accept");
  }
  ASSERT_TRUE(receipts.has_value()) << receipts.error().detail;
  ASSERT_FALSE(receipts->empty());
  EXPECT_NE(receipts->front().body.find("\"accepted\""), std::string::npos);
  EXPECT_GE(answered_at, acted_at) << "it did wait";
  EXPECT_LT(answered_at - acted_at, 1000);
}

TEST_F(Waiting, AWaitWithoutNewsEndsAtItsTimeWithNothing) {
  client::Client client = platform().client(kShili);
  const std::int64_t serial = newest(kShili), began = milliseconds_now();
  EXPECT_TRUE(must(client.receipts(serial, 400)).empty());
  EXPECT_GE(milliseconds_now() - began, 390);
  EXPECT_LT(milliseconds_now() - began, 3000);
}

TEST_F(Waiting, FiveHundredWaitingCallsHoldNoThreadAndAllAreWoken) {
  constexpr int kWaiting = 500;
  const client::Identity identity = platform().identity(kShili);
  const std::string target = "/v1/receipts?after=" + std::to_string(newest(kShili)) + "&wait_ms=60000",
                    date = SystemClock().now().to_string();
  const std::string request =
      "GET " + target + " HTTP/1.1\r\nHost: x\r\nDatong-Date: " + date + "\r\nDatong-Signature: " +
      crypto::sign_detached(identity.key, identity.installation, "read", "GET " + target + "\n" + date) + "\r\n\r\n";
  const int threads_before = threads_of(platform().process());
  std::vector<int> sockets;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(platform().port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < kWaiting; ++i) {
    sockets.push_back(::socket(AF_INET, SOCK_STREAM, 0));
    ASSERT_EQ(::connect(sockets.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::send(sockets.back(), request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(threads_of(platform().process()), threads_before);
  const std::int64_t began = milliseconds_now();
  const std::string other =
      platform().unit(kAgent).lodged(example_import().to_string());  // another mailbox wakes none of them
  EXPECT_EQ(platform().officer("desk1").get("/v1/declarations/" + other).status, 200);
  EXPECT_LT(milliseconds_now() - began, 2000) << "still serving";
  for (const int socket : sockets) {
    pollfd one{socket, POLLIN, 0};
    ASSERT_EQ(::poll(&one, 1, 0), 0) << "answered too early";
  }
  platform().unit(kShili).lodged(example_export().to_string());
  int woken = 0;
  for (const int socket : sockets) {
    pollfd one{socket, POLLIN, 0};
    char answer[16] = {};
    const bool is_there = ::poll(&one, 1, 10'000) == 1 && ::recv(socket, answer, sizeof answer - 1, 0) > 0;
    if (is_there && std::string_view(answer).starts_with("HTTP/1.1 200")) ++woken;
    ::close(socket);
  }
  EXPECT_EQ(woken, kWaiting);
}

}  // namespace
}  // namespace datong::integration
