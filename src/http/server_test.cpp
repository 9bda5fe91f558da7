// The server over real sockets on 127.0.0.1. Hostile bytes go through a raw socket, polite ones through Connection.
#include "http/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/limits.hpp"
#include "http/stream.hpp"

namespace datong::http {
namespace {

using namespace std::chrono_literals;
using Headers = std::vector<std::pair<std::string, std::string>>;

Response text(std::string body, int status = 200) {
  return {.status = status, .content_type = "text/plain", .headers = {}, .body = std::move(body), .note = {}, .complete = {}};
}

ServerOptions small_options() {
  ServerOptions options;
  options.problem = [](int status, std::string_view code) { return text("problem:" + std::string(code), status); };
  return options;
}

std::unique_ptr<Server> serve(Handler handler, ServerOptions options = small_options()) {
  auto server = Server::start(std::move(options), std::move(handler));
  EXPECT_TRUE(server) << (server ? "" : server.error().detail);
  return server ? std::move(*server) : nullptr;
}

void echo(Request&& request, const Responder& respond) {
  respond(text(request.method + ' ' + request.target + ' ' + request.body));
}

std::string status_of(std::string_view answer) {
  return std::string(answer.substr(0, std::min<std::size_t>(12, answer.size())));
}

/// A socket without manners.
class Raw {
 public:
  explicit Raw(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  ~Raw() { close(); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  /// False when the server has closed.
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  /// Reads until `mark` was seen, the server closes, or five seconds pass.
  std::string read_until(std::string_view mark) {
    std::string out;
    while (mark.empty() || !out.contains(mark)) {
      pollfd wait{fd_, POLLIN, 0};
      if (::poll(&wait, 1, 5000) <= 0) return out + "[timeout]";
      std::array<char, 65536> buffer;
      const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (count <= 0) return out + (count < 0 ? "[reset]" : "");
      out.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return out;
  }
  std::string read_all() { return read_until(""); }

 private:
  int fd_;
};

std::string ask(const Server& server, std::string_view bytes) {
  Raw raw(server.port());
  raw.write(bytes);
  return raw.read_all();
}

/// Keeps Responders to be used later, from elsewhere.
class Pocket {
 public:
  void put(Responder responder) {
    const std::lock_guard lock(mutex_);
    responders_.push_back(std::move(responder));
    filled_.notify_all();
  }
  Responder take() {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, 5s, [this] { return !responders_.empty(); });
    if (responders_.empty()) return [](Response) {};
    Responder out = std::move(responders_.front());
    responders_.erase(responders_.begin());
    return out;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<Responder> responders_;
};

TEST(HttpServer, AnswersWhatWasAskedAndKeepsTheHeaders) {
  const auto server = serve([](Request&& request, const Responder& respond) {
    Response response = text(request.body + '|' + std::string(request.header("x-one")) + '|' + request.peer);
    response.headers.emplace_back("X-Two", "zwei\r\nEvil: yes");
    EXPECT_GT(request.arrived_at.ms(), 1'700'000'000'000);
    respond(std::move(response));
  });
  Connection connection("127.0.0.1", server->port());
  const auto answer = connection.call("POST", "/a", {{"X-One", "eins"}}, "body");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "body|eins|127.0.0.1");
  EXPECT_EQ(answer->content_type, "text/plain");
  EXPECT_EQ(answer->headers, (Headers{{"x-two", "zwei  Evil: yes"}}));
}

TEST(HttpServer, ServesAThousandRequestsOnOneConnection) {
  const auto server = serve(echo);
  Connection connection("127.0.0.1", server->port());
  for (int i = 0; i < 1000; ++i) {
    const std::string body = std::to_string(i);
    const auto answer = connection.call("POST", "/n", {}, body);
    ASSERT_TRUE(answer) << answer.error().detail;
    ASSERT_EQ(answer->body, "POST /n " + body);
  }
  EXPECT_EQ(server->connections(), 1u);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrderWhenTheFirstTakesLonger) {
  Server* running = nullptr;
  const auto server = serve([&running](Request&& request, const Responder& respond) {
    if (request.path == "/slow") return running->after(50, [respond] { respond(text("first")); });
    respond(text("second"));
  });
  running = server.get();
  const std::string answer =
      ask(*server, "GET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /fast HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_LT(answer.find("first"), answer.find("second"));
  EXPECT_NE(answer.find("second"), std::string::npos);
}

TEST(HttpServer, AnswersFiveHundredPipelinedRequestsCutAnywhere) {
  const auto server = serve(echo);
  std::string all;
  for (int i = 0; i < 500; ++i)
    all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
  all += "GET /end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  Raw raw(server->port());
  for (std::size_t at = 0; at < all.size(); at += 4999) ASSERT_TRUE(raw.write(std::string_view(all).substr(at, 4999)));
  const std::string answer = raw.read_all();
  std::size_t at = 0;
  for (int i = 0; i < 500; ++i) {
    at = answer.find("POST /" + std::to_string(i) + " abc", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST(HttpServer, ReadsARequestThatComesByteByByte) {
  const auto server = serve(echo);
  Raw raw(server->port());
  for (const char c :
       std::string_view("POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n")) {
    ASSERT_TRUE(raw.write({&c, 1}));
    std::this_thread::sleep_for(200us);
  }
  EXPECT_TRUE(raw.read_all().ends_with("POST /b abcde"));
}

TEST(HttpServer, ReadsAnEmptyChunkedBodyHoweverItIsCut) {
  const auto server = serve(echo);
  for (const std::string_view tail : {"0\r\n\r\n", "00\r\n\r\n", "0;x=1\r\nA: b\r\n\r\n"}) {
    Raw raw(server->port());
    raw.write("POST /e HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    for (const char c : tail) {
      std::this_thread::sleep_for(1ms);
      ASSERT_TRUE(raw.write({&c, 1}));
    }
    EXPECT_TRUE(raw.read_all().ends_with("POST /e ")) << tail;
  }
}

TEST(HttpServer, TakesAnAnswerFromAnotherThreadAndIgnoresASecond) {
  Pocket pocket;
  const auto server = serve([&pocket](Request&&, Responder respond) { pocket.put(std::move(respond)); });
  std::jthread answering([&pocket] {
    for (int i = 0; i < 100; ++i) {
      const Responder respond = pocket.take();
      respond(text(std::to_string(i)));
      respond(text("again"));
    }
  });
  Connection connection("127.0.0.1", server->port());
  for (int i = 0; i < 100; ++i) {
    const auto answer = connection.call("GET", "/", {}, "");
    ASSERT_TRUE(answer) << answer.error().detail;
    ASSERT_EQ(answer->body, std::to_string(i));
  }
}

TEST(HttpServer, AnswersFiveHundredForAnAbandonedResponderAndAThrowingHandler) {
  const auto server = serve([](Request&& request, const Responder&) {
    if (request.path == "/throw") throw std::runtime_error("surprise");
  });
  Connection connection("127.0.0.1", server->port());
  for (const std::string_view target : {"/forget", "/throw", "/forget"}) {
    const auto answer = connection.call("GET", target, {}, "");
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 500);
    EXPECT_EQ(answer->body, "problem:internal");
  }
}

TEST(HttpServer, RefusesABodyOverTheLimitByLengthWhileTheClientStillSends) {
  const auto server = serve(echo);
  const std::string body(limits::kMessageBytesMax + 1, 'x');
  Connection connection("127.0.0.1", server->port());
  const auto answer = connection.call("POST", "/v1/declarations", {}, body);
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->body, "problem:too_large");
  const auto accepted = connection.call("POST", "/v1/declarations", {}, std::string_view(body).substr(1));
  ASSERT_TRUE(accepted) << accepted.error().detail;
  EXPECT_EQ(accepted->status, 200);
  EXPECT_EQ(accepted->body.size(), limits::kMessageBytesMax + std::string_view("POST /v1/declarations ").size());
}

TEST(HttpServer, RefusesABodyOverTheLimitInChunks) {
  const auto server = serve(echo);
  Raw raw(server->port());
  raw.write("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100000\r\n" + std::string(0x100000, 'x') + "\r\n";
  for (int i = 0; i < 9; ++i) raw.write(chunk);
  const std::string answer = raw.read_until("problem:too_large");
  EXPECT_EQ(status_of(answer), "HTTP/1.1 413");
  EXPECT_TRUE(answer.ends_with("problem:too_large")) << answer.substr(0, 300);
  EXPECT_EQ(
      status_of(ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n")),
      "HTTP/1.1 413");
}

TEST(HttpServer, AllowsAnAttachmentMoreThanAMessage) {
  const auto server =
      serve([](Request&& request, const Responder& respond) { respond(text(std::to_string(request.body.size()))); });
  Connection connection("127.0.0.1", server->port());
  const std::string body(limits::kAttachmentBytesMax, 'x');
  const auto accepted = connection.call("PUT", "/v1/attachments/abc", {}, body);
  ASSERT_TRUE(accepted) << accepted.error().detail;
  EXPECT_EQ(accepted->body, std::to_string(body.size()));
  const auto over = connection.call("PUT", "/v1/attachments/abc", {}, body + "x");
  ASSERT_TRUE(over) << over.error().detail;
  EXPECT_EQ(over->status, 413);
  const auto elsewhere = connection.call("POST", "/v1/attachments/abc", {}, body);
  ASSERT_TRUE(elsewhere) << elsewhere.error().detail;
  EXPECT_EQ(elsewhere->status, 413);
}

TEST(HttpServer, RefusesAHeaderOverTheLimitHoweverItIsCut) {
  const auto server = serve(echo);
  const std::string one_long =
      "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(limits::kHeaderBytesMax, 'x') + "\r\n\r\n";
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 400; ++i) many += "X-Header-" + std::to_string(i) + ": " + std::string(40, 'x') + "\r\n";
  const std::string long_target = "GET /" + std::string(limits::kHeaderBytesMax, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n";
  for (const std::string& bytes : {one_long, many + "\r\n", long_target}) {
    EXPECT_EQ(status_of(ask(*server, bytes)), "HTTP/1.1 431");
    Raw raw(server->port());
    for (std::size_t at = 0; at < bytes.size() && raw.write(std::string_view(bytes).substr(at, 1000)); at += 1000)
      std::this_thread::sleep_for(1ms);
    EXPECT_EQ(status_of(raw.read_all()), "HTTP/1.1 431");
  }
}

TEST(HttpServer, RefusesWhatCannotBeRead) {
  std::atomic<int> handled = 0;
  const auto server = serve([&handled](Request&&, const Responder& respond) {
    ++handled;
    respond(text("?"));
  });
  using namespace std::string_literals;
  const std::vector<std::string> bad = {
      "garbage\r\n\r\n",
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s + std::string(40, 'z'),
      "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /%4 HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /%c0%af HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /?a=%0 HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n"s,
      "GET / HTTP/1.1\r\nHost: h\r\nX: a\x01"
      "b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\nX : a\r\n\r\n",
      "GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n"s,
      "GET / HTTP/1.1\r\nHost: h\r\nX: a\n\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(20'000, 'x'),
  };
  for (const std::string& bytes : bad) EXPECT_EQ(status_of(ask(*server, bytes)), "HTTP/1.1 400") << bytes.substr(0, 80);
  EXPECT_EQ(handled, 0);
}

TEST(HttpServer, RefusesRequestsWhoseLengthCanBeReadInTwoWays) {
  std::atomic<int> handled = 0;
  const auto server = serve([&handled](Request&&, const Responder& respond) {
    ++handled;
    respond(text("?"));
  });
  for (const std::string_view lines :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5, 5",
        "Content-Length: +5", "Content-Length: -1", "Content-Length: 99999999999999999999999", "Content-Length:",
        "Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: xchunked"}) {
    const std::string answer =
        ask(*server, "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(lines) + "\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 400") << lines;
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << lines;
  }
  EXPECT_EQ(status_of(ask(*server, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")), "HTTP/1.1 400");
  EXPECT_EQ(handled, 0);
}

TEST(HttpServer, TellsASlowClientAndClosesAnIdleOne) {
  ServerOptions options = small_options();
  options.read_timeout_ms = 80;
  options.idle_timeout_ms = 160;
  const auto server = serve(echo, options);
  const std::string slow = ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(status_of(slow), "HTTP/1.1 408");
  EXPECT_TRUE(slow.ends_with("problem:too_slow"));
  Raw drip(server->port());
  drip.write("GET /");
  for (int i = 0; i < 10 && drip.write("x"); ++i) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(status_of(drip.read_until("too_slow")), "HTTP/1.1 408");
  EXPECT_EQ(ask(*server, ""), "");
}

TEST(HttpServer, DoesNotCutARequestThatWaitsLongerThanTheTimeouts) {
  ServerOptions options = small_options();
  options.read_timeout_ms = options.idle_timeout_ms = 40;
  Pocket pocket;
  const auto server = serve([&pocket](Request&&, Responder respond) { pocket.put(std::move(respond)); }, options);
  std::jthread answering([&pocket] {
    const Responder respond = pocket.take();
    std::this_thread::sleep_for(200ms);
    respond(text("late"));
  });
  Connection connection("127.0.0.1", server->port());
  const auto answer = connection.call("GET", "/", {}, "");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, "late");
}

TEST(HttpServer, DropsAClientThatTakesNoAnswer) {
  ServerOptions options = small_options();
  options.read_timeout_ms = 80;
  const auto server =
      serve([](Request&&, const Responder& respond) { respond(text(std::string(32u << 20, 'x'))); }, options);
  Raw raw(server->port());
  raw.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  for (int i = 0; i < 100 && server->connections() == 0; ++i) std::this_thread::sleep_for(10ms);
  for (int i = 0; i < 300 && server->connections() > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server->connections(), 0u);
}

TEST(HttpServer, AnswersUnavailableToConnectionsOverTheLimit) {
  ServerOptions options = small_options();
  options.connections_max = 3;
  const auto server = serve(echo, options);
  std::vector<std::unique_ptr<Connection>> kept;
  for (int i = 0; i < 3; ++i) {
    kept.push_back(std::make_unique<Connection>("127.0.0.1", server->port()));
    EXPECT_TRUE(kept.back()->call("GET", "/", {}, ""));
  }
  for (int i = 0; i < 20; ++i) {
    Connection over("127.0.0.1", server->port());
    const auto answer = over.call("GET", "/", {}, "");
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->body, "problem:unavailable");
  }
  EXPECT_EQ(server->connections(), 3u);
  kept.pop_back();
  for (int i = 0; i < 100 && server->connections() > 2; ++i) std::this_thread::sleep_for(5ms);
  Connection next("127.0.0.1", server->port());
  const auto answer = next.call("GET", "/", {}, "");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->status, 200);
}

TEST(HttpServer, StopLetsARunningRequestFinishAndClosesIdleConnections) {
  Pocket pocket;
  const auto server = serve([&pocket](Request&&, Responder respond) { pocket.put(std::move(respond)); });
  Raw idle(server->port());
  Raw raw(server->port());
  raw.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  const Responder respond = pocket.take();
  std::jthread answering([&respond] {
    std::this_thread::sleep_for(60ms);
    respond(text("finished"));
  });
  const auto begin = std::chrono::steady_clock::now();
  server->stop(5000);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  const std::string answer = raw.read_all();
  EXPECT_TRUE(answer.ends_with("finished"));
  EXPECT_TRUE(answer.contains("Connection: close"));
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_EQ(server->connections(), 0u);
  Connection late("127.0.0.1", server->port());
  const auto refused = late.call("GET", "/", {}, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
}

TEST(HttpServer, StopDoesNotWaitBeyondTheGrace) {
  Pocket pocket;
  auto server = serve([&pocket](Request&&, Responder respond) { pocket.put(std::move(respond)); });
  Raw raw(server->port());
  raw.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  Raw half(server->port());
  half.write("GET / HTT");
  const Responder respond = pocket.take();
  std::atomic<bool> has_run = false;
  server->after(60'000, [&has_run, respond] { has_run = true; });
  server->stop(50);
  EXPECT_EQ(raw.read_all(), "");
  EXPECT_EQ(server->connections(), 0u);
  respond(text("nobody hears"));
  server.reset();
  respond(text("not even a server"));
  EXPECT_FALSE(has_run);
}

TEST(HttpServer, SurvivesAClientThatLeavesBeforeTheAnswer) {
  Pocket pocket;
  const auto server = serve([&pocket](Request&& request, Responder respond) {
    if (request.path == "/wait") return pocket.put(std::move(respond));
    respond(text("well"));
  });
  for (int i = 0; i < 20; ++i) {
    Raw raw(server->port());
    raw.write("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    const Responder respond = pocket.take();
    raw.close();
    respond(text(std::string(100'000, 'x')));
  }
  for (int i = 0; i < 200 && server->connections() > 0; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(server->connections(), 0u);
  Connection connection("127.0.0.1", server->port());
  const auto answer = connection.call("GET", "/", {}, "");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, "well");
}

TEST(HttpServer, AnswersHeadWithTheLengthAndNoBody) {
  const auto server = serve([](Request&& request, const Responder& respond) {
    respond(request.path == "/none" ? text("dropped", 204) : text("eleven more"));
  });
  Connection connection("127.0.0.1", server->port());
  const auto head = connection.call("HEAD", "/", {}, "");
  ASSERT_TRUE(head) << head.error().detail;
  EXPECT_EQ(head->body, "");
  const auto after = connection.call("GET", "/", {}, "");
  ASSERT_TRUE(after) << after.error().detail;
  EXPECT_EQ(after->body, "eleven more");
  const std::string raw = ask(*server, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(raw.contains("Content-Length: 11\r\n"));
  EXPECT_TRUE(raw.ends_with("\r\n\r\n"));
  const std::string none = ask(*server, "GET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(none, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(HttpServer, AnswersExpectContinueBeforeTheBodyComes) {
  const auto server = serve(echo);
  Raw raw(server->port());
  raw.write("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(raw.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  raw.write("body");
  EXPECT_TRUE(raw.read_until("body").ends_with("POST / body"));
  const std::string refused =
      ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(status_of(refused), "HTTP/1.1 413");
}

TEST(HttpServer, SpeaksHttp10) {
  const auto server = serve(echo);
  EXPECT_FALSE(ask(*server, "GET / HTTP/1.0\r\n\r\n").contains("keep-alive"));
  Raw raw(server->port());
  raw.write("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_TRUE(raw.read_until("GET /1").contains("Connection: keep-alive"));
  raw.write("GET /2 HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(raw.read_all().contains("GET /2"));
}

TEST(HttpServer, ServesTwoHundredConnectionsAtOnce) {
  Server* running = nullptr;
  std::atomic<int> turn = 0;
  const auto server = serve([&](Request&& request, const Responder& respond) {
    if (++turn % 3 == 0) return running->after(1, [respond, body = request.body] { respond(text(body)); });
    respond(text(request.body));
  });
  running = server.get();
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> clients;
    for (int worker = 0; worker < 8; ++worker) {
      clients.emplace_back([&, worker] {
        std::vector<std::unique_ptr<Connection>> mine;
        for (int i = 0; i < 25; ++i) mine.push_back(std::make_unique<Connection>("127.0.0.1", server->port()));
        for (int round = 0; round < 20; ++round) {
          for (std::size_t i = 0; i < mine.size(); ++i) {
            const std::string body = std::to_string(worker) + '/' + std::to_string(i) + '/' + std::to_string(round);
            const auto answer = mine[i]->call("POST", "/", {}, body);
            if (answer && answer->body == body) ++right;
          }
        }
      });
    }
  }
  EXPECT_EQ(right, 8 * 25 * 20);
  EXPECT_EQ(turn, 8 * 25 * 20);
}

TEST(HttpServer, RunsWorkAfterADelay) {
  const auto server = serve(echo);
  std::mutex mutex;
  std::condition_variable done;
  std::vector<int> order;
  const auto note = [&](int what) {
    const std::lock_guard lock(mutex);
    order.push_back(what);
    done.notify_all();
  };
  server->after(80, [&] { note(2); });
  server->after(20, [&] { note(1); });
  std::unique_lock lock(mutex);
  ASSERT_TRUE(done.wait_for(lock, 3s, [&] { return order.size() == 2; }));
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST(HttpServer, FailsToStartOnATakenOrMeaninglessAddress) {
  const auto server = serve(echo);
  ServerOptions options = small_options();
  options.port = server->port();
  const auto second = Server::start(options, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::unavailable);
  options.address = "not an address";
  EXPECT_FALSE(Server::start(options, echo));
}

TEST(HttpConnection, ReconnectsWhenTheKeptConnectionWasClosed) {
  ServerOptions options = small_options();
  options.idle_timeout_ms = 40;
  const auto server = serve(echo, options);
  Connection connection("localhost", server->port());
  ASSERT_TRUE(connection.call("GET", "/1", {}, ""));
  std::this_thread::sleep_for(120ms);
  const auto answer = connection.call("GET", "/2", {}, "");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, "GET /2 ");
}

/// A server whose every answer goes on, and the streams it has given.
class Streaming : public testing::Test {
 protected:
  std::shared_ptr<Stream> newest() {
    for (int i = 0; i < 500; ++i) {
      {
        const std::lock_guard lock(mutex_);
        if (!given_.empty()) return given_.back();
      }
      std::this_thread::sleep_for(10ms);
    }
    return std::make_shared<Stream>();
  }
  static bool is_over_soon(const Stream& stream) {
    for (int i = 0; i < 500 && !stream.is_over(); ++i) std::this_thread::sleep_for(10ms);
    return stream.is_over();
  }
  std::mutex mutex_;
  std::vector<std::shared_ptr<Stream>> given_;  // guarded by mutex_
  std::unique_ptr<Server> server = serve([this](Request&&, const Responder& respond) {
    auto stream = std::make_shared<Stream>();
    Response response = text("begin ");
    response.stream = stream;
    {
      const std::lock_guard lock(mutex_);
      given_.push_back(std::move(stream));
    }
    respond(std::move(response));
  });
  Raw raw{server->port()};
};
constexpr std::string_view kStreamRequest = "GET /s HTTP/1.1\r\nHost: h\r\n\r\n";

TEST_F(Streaming, WhatIsPushedFromManyThreadsArrivesWholeAndThenTheEnd) {
  ASSERT_TRUE(raw.write(kStreamRequest));
  const auto stream = newest();
  const std::string head = raw.read_until("begin ");
  EXPECT_FALSE(head.contains("Content-Length")) << head;
  EXPECT_TRUE(head.contains("Connection: close")) << head;
  {
    std::vector<std::jthread> pushing;
    for (char letter = 'a'; letter < 'e'; ++letter) {
      pushing.emplace_back([&stream, letter] {
        for (int i = 0; i < 500; ++i) {
          EXPECT_TRUE(stream->push(std::string(3, letter) + " "));
          if (i % 50 == 0) std::this_thread::sleep_for(1ms);
        }
      });
    }
  }
  stream->push("last");
  stream->end();
  EXPECT_FALSE(stream->push("never"));
  const std::string rest = raw.read_all();
  EXPECT_TRUE(rest.ends_with(" last")) << rest.substr(rest.size() - std::min<std::size_t>(rest.size(), 50));
  EXPECT_EQ(std::ranges::count(rest, ' '), 2000);
  for (const char* piece : {"aaa ", "bbb ", "ccc ", "ddd "}) EXPECT_TRUE(rest.contains(piece));
}

TEST_F(Streaming, AReaderSlowerThanItIsToldIsCutOff) {
  ASSERT_TRUE(raw.write(kStreamRequest));
  const auto stream = newest();
  raw.read_until("begin ");
  std::size_t pushed = 0;
  const std::string piece(1024, 'x');
  while (pushed < (64u << 20) && stream->push(piece)) {
    pushed += piece.size();
    if (pushed % (16u << 10) == 0) std::this_thread::sleep_for(100us);
  }
  EXPECT_TRUE(stream->is_over());
  EXPECT_LT(pushed, 64u << 20) << "nothing waits without a bound";
}

TEST_F(Streaming, TheStreamIsOverWhenTheClientGoes) {
  ASSERT_TRUE(raw.write(kStreamRequest));
  const auto stream = newest();
  raw.read_until("begin ");
  EXPECT_FALSE(stream->is_over());
  raw.close();
  EXPECT_TRUE(is_over_soon(*stream));
}

TEST_F(Streaming, ItIsOverWhenTheClientAsksMoreOnTheSameConnection) {
  ASSERT_TRUE(raw.write(kStreamRequest));
  const auto stream = newest();
  raw.read_until("begin ");
  ASSERT_TRUE(raw.write(kStreamRequest));
  EXPECT_TRUE(is_over_soon(*stream));
}

TEST_F(Streaming, AHeadHasNoStream) {
  ASSERT_TRUE(raw.write("HEAD /s HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_TRUE(raw.read_all().ends_with("\r\n\r\n"));
  EXPECT_TRUE(newest()->is_over());
}

TEST_F(Streaming, StoppingTheServerEndsStreamsAtOnce) {
  ASSERT_TRUE(raw.write(kStreamRequest));
  const auto stream = newest();
  raw.read_until("begin ");
  const auto begun = std::chrono::steady_clock::now();
  server->stop(5'000);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
  EXPECT_TRUE(stream->is_over());
}

TEST_F(Streaming, AStreamOutlivesTheIdleTimeout) {
  ServerOptions options = small_options();
  options.idle_timeout_ms = options.read_timeout_ms = 50;
  auto stream = std::make_shared<Stream>();
  const auto other = serve(
      [stream](Request&&, const Responder& respond) {
        Response response = text("begin ");
        response.stream = stream;
        respond(std::move(response));
      },
      std::move(options));
  Raw client(other->port());
  ASSERT_TRUE(client.write(kStreamRequest));
  client.read_until("begin ");
  std::this_thread::sleep_for(200ms);
  EXPECT_TRUE(stream->push("still here"));
  EXPECT_TRUE(client.read_until("here").ends_with("still here"));
  stream->end();
}

TEST(HttpConnection, GivesUpAtTheTimeoutAndWorksAfterwards) {
  Pocket pocket;
  const auto server = serve([&pocket](Request&& request, Responder respond) {
    if (request.path == "/wait") return pocket.put(std::move(respond));
    respond(text("well"));
  });
  Connection connection("127.0.0.1", server->port());
  const auto late = connection.call("GET", "/wait", {}, "", 50);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::unavailable);
  const auto answer = connection.call("GET", "/", {}, "");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, "well");
}

TEST(HttpConnection, RefusesToSendHeadersThatWouldSplit) {
  Connection connection("127.0.0.1", 1);
  const auto split = connection.call("GET", "/", {{"X", "a\r\nY: b"}}, "");
  ASSERT_FALSE(split);
  EXPECT_EQ(split.error().code, Code::malformed);
  EXPECT_FALSE(connection.call("GET", "/a b", {}, ""));
  const auto nobody = connection.call("GET", "/", {}, "");
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, Code::unavailable);
}

TEST(HttpMessage, DecodesPathAndQuery) {
  Request request;
  request.target = "/v1/a%20b/%E6%A3%80+?q=%E9%AA%8C+x&empty=&bare&&q=2&a%3Db=c%26d";
  ASSERT_TRUE(read_target(request));
  EXPECT_EQ(request.path, "/v1/a b/检+");
  EXPECT_EQ(request.query, (Headers{{"q", "验 x"}, {"empty", ""}, {"bare", ""}, {"q", "2"}, {"a=b", "c&d"}}));
  EXPECT_EQ(request.parameter("q"), "验 x");
  EXPECT_EQ(request.parameter("bare"), "");
  EXPECT_EQ(request.parameter("none"), std::nullopt);
  EXPECT_EQ(request.header("none"), "");
}

}  // namespace
}  // namespace datong::http
