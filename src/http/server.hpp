#pragma once
// The HTTP/1.1 server: one io_context and one thread per core, connections dealt round, coroutines inside beast.cpp
// only. It enforces the byte, time and connection limits of base/limits.hpp and answers them itself (413, 408, 431,
// 503, 400). Not: routing, sessions, TLS (ended by nginx in front). Thread rule: start, after and the counters from any
// thread; stop and the destructor from any thread but the loops' own (never inside a handler).
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace datong::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 = any free one, see Server::port
  int threads = 2;
  /// Answer to a request over a limit or unreadable: status and code word to a whole response. Called on the loops'
  /// threads with 400 malformed, 408 too_slow, 413 too_large, 431 header_too_large, 500 internal, 503 unavailable.
  std::function<Response(int status, std::string_view code)> problem;
  std::int64_t read_timeout_ms = limits::kReadTimeoutMs;
  std::int64_t idle_timeout_ms = limits::kIdleTimeoutMs;
  std::size_t connections_max = limits::kConnectionsMax;
};

class Server {
 public:
  /// Listens and begins to serve; failure `unavailable` when the address is taken.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  ~Server();
  std::uint16_t port() const;
  std::size_t connections() const;
  /// Runs `work` after `delay_ms` on one of the loops (long polls, retries). Cancelled silently by stop.
  void after(std::int64_t delay_ms, std::function<void()> work);
  /// Stops listening, closes idle connections, lets running requests finish for at most `grace_ms`, then returns.
  void stop(std::int64_t grace_ms);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// One keep-alive connection to a server, for datong-client, demo, bench and tests. Not safe across threads.
class Connection {
 public:
  Connection(std::string host, std::uint16_t port);
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  /// Sends and waits; reconnects once when a kept-alive connection had been closed before any answer byte came
  /// (safe because every request of the product carries its own identity). `unavailable` on network trouble or timeout.
  Result<Response> call(std::string_view method, std::string_view target,
                        const std::vector<std::pair<std::string, std::string>>& headers, std::string_view body,
                        std::int64_t timeout_ms = 30'000);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace datong::http
