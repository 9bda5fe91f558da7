// The only file that sees Asio and Beast: server and client connection. Beast gives the message parser; sockets are
// driven by hand, so that an idle connection owns nothing but its socket and one suspended coroutine.
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "http/server.hpp"
#include "http/stream.hpp"

// g++ 12 at -O1 mistakes asio's operator delete for a coroutine frame for one of another allocation function.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace datong::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
constexpr asio::use_awaitable_t<Executor> kAwait;

constexpr std::size_t kScratchBytes = 64u << 10;                    // one read; per thread, borrowed between two waits
constexpr std::size_t kLingerBytes = 2 * limits::kMessageBytesMax;  // discarded after a refusal
constexpr std::size_t kTurnedAwayMax = 100;                         // connections over the limit that still get a 503
constexpr auto kNever = Clock::time_point::max();
constexpr auto kAcceptPause = std::chrono::milliseconds(50);  // out of descriptors: let some close
constexpr std::string_view kAttachmentsPrefix = "/v1/attachments/";

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text,
                             [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

/// Appends "name: value"; a control byte in the value becomes a blank, so a value can never begin a header of its own.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out += has_control({&c, 1}) ? ' ' : c;
  out += "\r\n";
}

/// What the server itself has to say about a request.
struct Refusal {
  int status = 0;  ///< 0 = none
  std::string_view code;
};

/// Fills a Request from bytes and finds what must be refused. Smuggling is refused by shape: one Host, one
/// Content-Length of digits or one "Transfer-Encoding: chunked", never both.
class RequestParser final : public beast_http::basic_parser<true> {
 public:
  RequestParser() {
    eager(true);
    header_limit(limits::kHeaderBytesMax);
  }
  Request& request() { return request_; }
  bool wants_continue() const {
    return is_header_done() && !is_done() && version_ == 11 && request_.body.empty() &&
           lower_case(request_.header("expect")) == "100-continue";
  }
  bool is_http_10() const { return version_ == 10; }
  Refusal refusal_for(const error_code& ec) const {
    if (ec == beast_http::error::body_limit) return {413, "too_large"};
    if (ec == beast_http::error::header_limit) return {431, "header_too_large"};
    return {400, "malformed"};
  }

 private:
  using View = boost::beast::string_view;
  void on_request_impl(beast_http::verb, View method, View target, int version, error_code& ec) override {
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
    version_ = version;
    header_bytes_ = method.size() + target.size();
    if (header_bytes_ > limits::kHeaderBytesMax)
      ec = beast_http::error::header_limit;
    else if (!read_target(request_))
      ec = beast_http::error::bad_target;
    const bool is_attachment = request_.method == "PUT" && request_.path.starts_with(kAttachmentsPrefix);
    body_limit(is_attachment ? limits::kAttachmentBytesMax : limits::kMessageBytesMax);
  }
  void on_field_impl(beast_http::field field, View name, View value, error_code& ec) override {
    header_bytes_ += name.size() + value.size() + 4;
    if (header_bytes_ > limits::kHeaderBytesMax) return void(ec = beast_http::error::header_limit);
    if (is_header_over_) return;  // a trailer: read, not kept
    const std::string_view text(value.data(), value.size());
    if (has_control(text)) return void(ec = beast_http::error::bad_value);
    if (field == beast_http::field::host) ++hosts_;
    if (field == beast_http::field::content_length && (++lengths_ > 1 || !is_digits(text)))
      return void(ec = beast_http::error::bad_content_length);
    if (field == beast_http::field::transfer_encoding &&
        (++encodings_ > 1 || version_ != 11 || lower_case(text) != "chunked"))
      return void(ec = beast_http::error::bad_transfer_encoding);
    request_.headers.emplace_back(lower_case({name.data(), name.size()}), text);
  }
  void on_header_impl(error_code& ec) override {
    is_header_over_ = true;
    if (hosts_ > 1 || (hosts_ == 0 && version_ == 11)) ec = beast_http::error::bad_field;
    if (lengths_ + encodings_ > 1) ec = beast_http::error::bad_transfer_encoding;
  }
  std::size_t on_body_impl(View bytes, error_code&) override {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, error_code& ec) override { return on_body_impl(bytes, ec); }
  void on_response_impl(int, View, int, error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  void on_chunk_header_impl(std::uint64_t, View, error_code&) override {}
  void on_finish_impl(error_code&) override {}

  Request request_;
  std::size_t header_bytes_ = 0;
  int version_ = 11;
  int hosts_ = 0;
  int lengths_ = 0;
  int encodings_ = 0;
  bool is_header_over_ = false;
};

/// Gives `bytes` to the parser; returns how many it took. An unfinished chunked body never ends in fewer than five
/// bytes; Beast 1.81 asserts (aborts) when "0\r\n" comes first and the rest byte by byte, so fewer than five are kept
/// back.
template <class Parser>
std::size_t put(Parser& parser, std::string_view bytes, error_code& ec) {
  constexpr std::size_t kShortestEnd = 5;  // 0 CR LF CR LF
  if (parser.is_header_done() && parser.chunked() && bytes.size() < kShortestEnd) return 0;
  return parser.put(asio::const_buffer(bytes.data(), bytes.size()), ec);
}

/// What all loops of one server share.
struct Shared {
  ServerOptions options;
  Handler handler;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> turned_away = 0;
  std::mutex mutex;
  std::condition_variable nobody_left;

  Response problem(int status, std::string_view code) const {
    Response response{.status = status, .content_type = {}, .headers = {}, .body = {}, .note = {}, .complete = {}};
    try {
      if (options.problem) response = options.problem(status, code);
    } catch (const std::exception&) {
      response.body.clear();  // the status alone still tells
    }
    response.status = status;
    return response;
  }
  void release(std::atomic<std::size_t>& counter) {
    const std::lock_guard lock(mutex);
    if (--counter == 0) nobody_left.notify_all();
  }
};

class Session;

/// One thread's world. Everything but `io` and `over` belongs to that thread.
struct Loop {
  explicit Loop(std::shared_ptr<Shared> all) : owner(std::move(all)), shared(*owner) {}
  void begin() {
    sweep();
    thread = std::thread([this] { run(); });
  }
  void run() {
    while (true) {
      try {
        io.run();
        return;
      } catch (...) {
        continue;  // thrown by work given to after(): that work is lost, the loop goes on
      }
    }
  }
  void sweep();
  void cut(bool idle_only);

  std::shared_ptr<Shared> owner;
  Shared& shared;
  std::array<char, kScratchBytes> scratch;
  std::unordered_set<Session*> sessions;
  bool draining = false;  ///< no further request on any connection
  bool over = false;      ///< set after the thread has ended
  asio::io_context io{1};
  Timer sweeper{io};
  std::thread thread;
};

/// One connection. Owned by its coroutine `serve`; lives on its loop's thread only.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Loop& loop, std::weak_ptr<Loop> weak_loop, Socket socket, bool is_turned_away)
      : loop_(loop), weak_loop_(std::move(weak_loop)), socket_(std::move(socket)), is_turned_away_(is_turned_away) {
    loop_.sessions.insert(this);
  }
  ~Session() {
    loop_.sessions.erase(this);
    loop_.shared.release(is_turned_away_ ? loop_.shared.turned_away : loop_.shared.connections);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  static Awaitable<void> serve(std::shared_ptr<Session> self);
  /// The answer to request `number`; nullopt = it was abandoned.
  void deliver(std::uint64_t number, std::optional<Response> response);
  bool is_dispatching(std::uint64_t number) const { return is_dispatching_ && number == number_; }
  bool is_idle() const { return is_idle_; }
  void expire_if_due(Clock::time_point now) {
    if (deadline_ > now) return;
    is_expired_ = true;
    deadline_ = kNever;
    error_code ignored;  // cancel fails only on a closed socket
    socket_.cancel(ignored);
  }
  /// Ends the connection at once, whatever it waits for.
  void cut();

 private:
  enum class Progress : std::uint8_t { bytes, none, gone };

  void arm(std::int64_t ms) {
    is_expired_ = false;
    deadline_ = Clock::now() + std::chrono::milliseconds(ms);
  }
  std::size_t unread() const { return input_.size() - input_begin_; }
  Progress read_some(RequestParser& parser, Refusal& refusal);
  void parse(RequestParser& parser, Refusal& refusal, std::string_view fresh);
  Awaitable<bool> receive(RequestParser& parser, Refusal& refusal);
  Awaitable<bool> exchange();
  Awaitable<bool> send(std::string head, std::string body);
  Awaitable<void> send_stream(std::shared_ptr<Stream> stream);
  void wake_stream();
  Awaitable<void> linger();
  void dispatch(Request&& request);
  std::string head_of(const Response& response, bool is_closing, bool is_http_10, bool is_endless = false) const;
  asio::awaitable<void, Executor> answered();

  Loop& loop_;
  std::weak_ptr<Loop> weak_loop_;
  Socket socket_;
  std::string peer_;
  std::string input_;  ///< bytes read but not yet parsed; empty while idle
  std::size_t input_begin_ = 0;
  Clock::time_point deadline_ = kNever;
  std::uint64_t number_ = 0;
  std::optional<Response> answer_;
  std::move_only_function<void()> resume_;  ///< continues `serve` when it waits for an answer
  bool is_answered_ = false;
  bool is_dispatching_ = false;
  bool is_idle_ = false;
  bool is_stream_waiting_ = false;  ///< in `send_stream`, for something to send
  bool is_expired_ = false;
  bool is_cut_ = false;
  bool is_turned_away_;
};

/// The one right to answer one request, shared by the copies of a Responder; the last copy gone unused answers 500.
class Ticket {
 public:
  Ticket(std::weak_ptr<Loop> loop, std::weak_ptr<Session> session, std::uint64_t number)
      : loop_(std::move(loop)), session_(std::move(session)), number_(number) {}
  ~Ticket() { answer(std::nullopt); }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void answer(std::optional<Response> response) {
    if (used_.exchange(true)) return;
    const std::shared_ptr<Loop> loop = loop_.lock();
    if (!loop) return;
    if (loop->io.get_executor().running_in_this_thread()) {
      const auto session = session_.lock();
      if (session && session->is_dispatching(number_)) return deliver(*session, number_, std::move(response));
    }
    asio::post(loop->io, [weak = session_, number = number_, response = std::move(response)]() mutable {
      if (const auto session = weak.lock()) deliver(*session, number, std::move(response));
    });
  }

 private:
  static void deliver(Session& session, std::uint64_t number, std::optional<Response> response) {
    if (response && response->complete) {
      const auto complete = std::exchange(response->complete, nullptr);
      complete(*response);
    }
    session.deliver(number, std::move(response));
  }

  std::weak_ptr<Loop> loop_;
  std::weak_ptr<Session> session_;
  std::uint64_t number_;
  std::atomic<bool> used_ = false;
};

void Loop::sweep() {
  const auto now = Clock::now();
  for (Session* session : sessions) session->expire_if_due(now);
  const std::int64_t shortest = std::min(shared.options.read_timeout_ms, shared.options.idle_timeout_ms);
  sweeper.expires_after(std::chrono::milliseconds(std::clamp<std::int64_t>(shortest / 4, 5, 1000)));
  sweeper.async_wait([this](const error_code& ec) {
    if (!ec && !over) sweep();
  });
}

void Loop::cut(bool idle_only) {
  const std::vector<Session*> all(sessions.begin(), sessions.end());  // cutting one may end it
  for (Session* session : all)
    if (sessions.contains(session) && (!idle_only || session->is_idle())) session->cut();
}

void Session::cut() {
  is_cut_ = true;
  error_code ignored;  // the connection ends either way
  socket_.cancel(ignored);
  if (resume_) std::exchange(resume_, nullptr)();
}

void Session::deliver(std::uint64_t number, std::optional<Response> response) {
  if (number != number_ || is_answered_) return;
  is_answered_ = true;
  answer_ = std::move(response);
  if (resume_) std::exchange(resume_, nullptr)();
}

Awaitable<void> Session::answered() {
  return asio::async_initiate<decltype(kAwait), void()>([this](auto handler) { resume_ = std::move(handler); }, kAwait);
}

Awaitable<void> Session::serve(std::shared_ptr<Session> self) {
  Session& session = *self;
  Loop& loop = session.loop_;
  error_code ec;
  const auto remote = session.socket_.remote_endpoint(ec);
  if (!ec) session.peer_ = remote.address().to_string();
  if (session.is_turned_away_) {
    const Response response = loop.shared.problem(503, "unavailable");
    std::string head = session.head_of(response, true, false);
    if (co_await session.send(std::move(head), response.body)) co_await session.linger();
    co_return;
  }
  while (!session.is_cut_) {
    if (session.unread() == 0) {
      if (loop.draining) break;
      session.input_ = {};
      session.input_begin_ = 0;
      session.is_idle_ = true;
      session.arm(loop.shared.options.idle_timeout_ms);
      co_await session.socket_.async_wait(Socket::wait_read, asio::redirect_error(kAwait, ec));
      session.is_idle_ = false;
      if (ec || session.is_expired_ || session.is_cut_) break;
    }
    if (!co_await session.exchange()) break;
  }
}

/// One request and its answer. False = the connection ends here.
Awaitable<bool> Session::exchange() {
  RequestParser parser;
  Refusal refusal;
  arm(loop_.shared.options.read_timeout_ms);
  if (!co_await receive(parser, refusal)) co_return false;
  deadline_ = kNever;
  if (refusal.status != 0) {
    Response response = loop_.shared.problem(refusal.status, refusal.code);
    std::string head = head_of(response, true, false);
    if (co_await send(std::move(head), std::move(response.body))) co_await linger();
    co_return false;
  }
  const bool keep_alive = parser.keep_alive();
  const bool is_head = parser.request().method == "HEAD";
  dispatch(std::move(parser.request()));
  while (!is_answered_ && !is_cut_) co_await answered();
  if (is_cut_) co_return false;
  Response response = answer_ ? std::move(*answer_) : loop_.shared.problem(500, "internal");
  answer_.reset();
  const std::shared_ptr<Stream> stream = std::exchange(response.stream, nullptr);
  const bool is_closing = !keep_alive || loop_.draining || stream;
  std::string head = head_of(response, is_closing, parser.is_http_10(), stream != nullptr);
  if (is_head || response.status == 204 || response.status == 304) response.body.clear();
  const bool sent = co_await send(std::move(head), std::move(response.body));
  if (stream && sent && !is_head) co_await send_stream(stream);
  if (stream) stream->end();
  co_return sent && !is_closing;
}

/// Reads until the request is whole or refused. False = the client is gone.
Awaitable<bool> Session::receive(RequestParser& parser, Refusal& refusal) {
  if (unread() > 0) parse(parser, refusal, {});
  bool has_continued = false;
  while (refusal.status == 0 && !parser.is_done()) {
    if (parser.wants_continue() && !has_continued) {
      has_continued = true;
      if (!co_await send("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
      arm(loop_.shared.options.read_timeout_ms);
    }
    const Progress progress = read_some(parser, refusal);
    if (progress == Progress::gone) co_return false;
    if (progress == Progress::bytes) continue;
    error_code ec;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(kAwait, ec));
    if (is_cut_) co_return false;
    if (is_expired_)
      refusal = {408, "too_slow"};
    else if (ec)
      co_return false;
  }
  parser.request().arrived_at = Instant::from_ms(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
  co_return true;
}

Session::Progress Session::read_some(RequestParser& parser, Refusal& refusal) {
  error_code ec;
  const std::size_t count = socket_.read_some(asio::buffer(loop_.scratch), ec);
  if (ec == asio::error::would_block) return Progress::none;
  if (ec) return Progress::gone;
  parse(parser, refusal, {loop_.scratch.data(), count});
  return Progress::bytes;
}

/// Parses what is left over and the `fresh` bytes, and keeps what belongs to later.
void Session::parse(RequestParser& parser, Refusal& refusal, std::string_view fresh) {
  const bool is_direct = unread() == 0;
  if (!fresh.empty()) {
    input_.erase(0, std::exchange(input_begin_, 0));
    if (!is_direct) input_.append(fresh);
  }
  std::string_view bytes = is_direct ? fresh : std::string_view(input_).substr(input_begin_);
  error_code ec;
  const std::size_t used = put(parser, bytes, ec);
  bytes.remove_prefix(used);
  if (is_direct)
    input_.assign(bytes);
  else
    input_begin_ += used;
  if (ec && ec != beast_http::error::need_more) refusal = parser.refusal_for(ec);
  // A chunk's size line or a trailer that never ends: the parser asks for more and keeps nothing itself.
  else if (!parser.is_done() && unread() > limits::kHeaderBytesMax)
    refusal = {400, "malformed"};
}

void Session::dispatch(Request&& request) {
  request.peer = peer_;
  ++number_;
  is_answered_ = false;
  answer_.reset();
  const auto ticket = std::make_shared<Ticket>(weak_loop_, weak_from_this(), number_);
  is_dispatching_ = true;
  try {
    loop_.shared.handler(std::move(request), [ticket](Response response) { ticket->answer(std::move(response)); });
  } catch (...) {
    ticket->answer(std::nullopt);
  }
  is_dispatching_ = false;
}

std::string Session::head_of(const Response& response, bool is_closing, bool is_http_10, bool is_endless) const {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  const auto reason = beast_http::obsolete_reason(beast_http::int_to_status(static_cast<unsigned>(response.status)));
  out.append(reason.data(), reason.size()).append("\r\n");
  if (response.status != 204 && response.status != 304) {
    if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
    if (!is_endless) out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
  }
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  if (is_closing)
    out += "Connection: close\r\n";
  else if (is_http_10)
    out += "Connection: keep-alive\r\n";
  return out += "\r\n";
}

/// False = the client is gone or takes nothing for the read timeout.
Awaitable<bool> Session::send(std::string head, std::string body) {
  std::size_t done = 0;
  const std::size_t total = head.size() + body.size();
  while (done < total) {
    const std::size_t in_body = done > head.size() ? done - head.size() : 0;
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head) + done, asio::buffer(body) + in_body};
    error_code ec;
    done += socket_.write_some(parts, ec);
    if (!ec) continue;
    if (ec != asio::error::would_block) co_return false;
    arm(loop_.shared.options.read_timeout_ms);
    co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(kAwait, ec));
    if (ec || is_expired_ || is_cut_) co_return false;
  }
  deadline_ = kNever;
  co_return true;
}

/// Sends what is pushed until the stream ends, the client goes (or says anything more), or the server stops. Waiting, it listens for
/// the client; whoever pushes ends that wait.
Awaitable<void> Session::send_stream(std::shared_ptr<Stream> stream) {
  while (!is_cut_ && !loop_.draining) {
    Stream::Taken taken = stream->take([loop = weak_loop_, session = weak_from_this()] {
      const std::shared_ptr<Loop> alive = loop.lock();
      if (!alive) return;
      asio::post(alive->io, [session] {
        if (const auto self = session.lock()) self->wake_stream();
      });
    });
    if (!taken.bytes.empty()) {
      const bool is_sent = co_await send(std::move(taken.bytes), {});
      if (!is_sent || taken.is_last) co_return;
      continue;  // only a look that finds nothing is woken
    }
    if (taken.is_last) co_return;
    error_code ec;
    is_idle_ = is_stream_waiting_ = true;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(kAwait, ec));
    is_idle_ = is_stream_waiting_ = false;
    if (ec != asio::error::operation_aborted) co_return;
  }
}

void Session::wake_stream() {
  error_code ignored;  // fails only on a closed socket
  if (is_stream_waiting_) socket_.cancel(ignored);
}

/// Reads on for a while after a refusal: closing on unread bytes would reset the connection and lose the answer.
Awaitable<void> Session::linger() {
  error_code ec;
  socket_.shutdown(Socket::shutdown_send, ec);
  arm(limits::kLingerMs);
  std::size_t discarded = 0;
  while (!ec && discarded < kLingerBytes) {
    discarded += socket_.read_some(asio::buffer(loop_.scratch), ec);
    if (ec != asio::error::would_block) continue;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(kAwait, ec));
    if (is_expired_ || is_cut_) co_return;
  }
}

Error network_failure(std::string_view what, const error_code& ec) {
  return failure(Code::unavailable, std::string(what) + ": " + ec.message());
}

}  // namespace

struct Server::Impl {
  Awaitable<void> accept();
  void receive(Socket socket);

  std::shared_ptr<Shared> owner = std::make_shared<Shared>();  ///< a late Responder may keep a loop for a moment
  Shared& shared = *owner;
  std::vector<std::shared_ptr<Loop>> loops;
  std::optional<Acceptor> acceptor;  ///< on the first loop
  std::uint16_t port = 0;
  std::size_t next_connection = 0;
  std::atomic<std::size_t> next_timer = 0;
  std::mutex stopping;
  bool is_stopped = false;
};

Awaitable<void> Server::Impl::accept() {
  while (acceptor->is_open()) {
    error_code ec;
    Loop& target = *loops[next_connection % loops.size()];
    Socket socket = co_await acceptor->async_accept(target.io, asio::redirect_error(kAwait, ec));
    if (!ec) {
      receive(std::move(socket));
    } else if (ec != asio::error::operation_aborted && ec != asio::error::connection_aborted) {
      Timer pause(loops.front()->io, kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(kAwait, ec));
    }
  }
}

/// Hands an accepted connection to the loop whose turn it is, or has it told 503.
void Server::Impl::receive(Socket socket) {
  const std::shared_ptr<Loop>& loop = loops[next_connection++ % loops.size()];
  error_code ignored;  // both options only save time
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
  bool is_turned_away = false;
  if (++shared.connections > shared.options.connections_max) {
    shared.release(shared.connections);
    is_turned_away = true;
    if (++shared.turned_away > kTurnedAwayMax) return shared.release(shared.turned_away);
  }
  asio::post(loop->io,
             [loop = loop.get(), weak = std::weak_ptr(loop), socket = std::move(socket), is_turned_away]() mutable {
               auto session = std::make_shared<Session>(*loop, std::move(weak), std::move(socket), is_turned_away);
               // What a session throws (memory) ends that session: its frame and socket are gone when this is called.
               asio::co_spawn(loop->io, Session::serve(std::move(session)), asio::detached);
             });
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(0); }
std::uint16_t Server::port() const { return impl_->port; }
std::size_t Server::connections() const { return impl_->shared.connections; }

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
  auto impl = std::make_unique<Impl>();
  impl->shared.options = std::move(options);
  impl->shared.handler = std::move(handler);
  const ServerOptions& wanted = impl->shared.options;
  for (int i = 0; i < std::max(1, wanted.threads); ++i) impl->loops.push_back(std::make_shared<Loop>(impl->owner));
  error_code ec;
  const auto address = asio::ip::make_address(wanted.address, ec);
  if (ec) return network_failure("address " + wanted.address, ec);
  const asio::ip::tcp::endpoint endpoint(address, wanted.port);
  Acceptor& acceptor = impl->acceptor.emplace(impl->loops.front()->io);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (!ec) impl->port = acceptor.local_endpoint(ec).port();
  if (ec) return network_failure("listen on " + wanted.address + ':' + std::to_string(wanted.port), ec);
  asio::co_spawn(impl->loops.front()->io, impl->accept(), asio::detached);
  for (const auto& loop : impl->loops) loop->begin();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::after(std::int64_t delay_ms, std::function<void()> work) {
  Loop* loop = impl_->loops[impl_->next_timer++ % impl_->loops.size()].get();
  auto timer = std::make_shared<Timer>(loop->io, std::chrono::milliseconds(delay_ms));
  timer->async_wait([loop, timer, work = std::move(work)](const error_code& ec) {
    if (!ec && !loop->over) work();
  });
}

void Server::stop(std::int64_t grace_ms) {
  const std::lock_guard once(impl_->stopping);
  if (std::exchange(impl_->is_stopped, true)) return;
  error_code ignored;  // a listener that cannot be closed is gone with its loop
  asio::post(impl_->loops.front()->io, [this] {
    error_code unused;
    impl_->acceptor->close(unused);
  });
  for (const auto& loop : impl_->loops) {
    asio::post(loop->io, [loop = loop.get()] {
      loop->draining = true;
      loop->cut(true);
    });
  }
  {
    std::unique_lock lock(impl_->shared.mutex);
    impl_->shared.nobody_left.wait_for(lock, std::chrono::milliseconds(grace_ms),
                                       [this] { return impl_->shared.connections == 0; });
  }
  for (const auto& loop : impl_->loops) loop->io.stop();
  for (const auto& loop : impl_->loops) loop->thread.join();
  impl_->acceptor->close(ignored);
  for (const auto& loop : impl_->loops) {  // their threads are gone: this one ends what is left
    loop->over = loop->draining = true;
    loop->sweeper.cancel();
    loop->cut(false);
    loop->io.restart();
    loop->io.poll();
  }
}

namespace {

class ResponseParser final : public beast_http::basic_parser<false> {
 public:
  explicit ResponseParser(bool is_head) {
    eager(true);
    skip(is_head);
    header_limit(4 * limits::kHeaderBytesMax);
    body_limit(limits::kCodeFileBytesMax);
  }
  Response& response() { return response_; }

 private:
  using View = boost::beast::string_view;
  void on_response_impl(int status, View, int, error_code&) override {
    response_.status = status;
    response_.content_type.clear();
  }
  void on_field_impl(beast_http::field field, View name, View value, error_code&) override {
    using enum beast_http::field;
    if (field == content_type) response_.content_type.assign(value.data(), value.size());
    const bool is_framing = field == content_length || field == transfer_encoding || field == connection;
    if (field == content_type || is_framing) return;
    response_.headers.emplace_back(lower_case({name.data(), name.size()}), std::string(value.data(), value.size()));
  }
  std::size_t on_body_impl(View bytes, error_code&) override {
    response_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, error_code& ec) override { return on_body_impl(bytes, ec); }
  void on_request_impl(beast_http::verb, View, View, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  void on_chunk_header_impl(std::uint64_t, View, error_code&) override {}
  void on_finish_impl(error_code&) override {}

  Response response_;
};

/// One request under way: written and read at the same time, because a server may answer before it has read all.
struct Exchange {
  std::string head;
  std::string_view body;
  std::optional<ResponseParser> parser;
  error_code error;
  bool is_head = false;
  bool has_answer_begun = false;
  bool is_written = false;
  bool is_over = false;
};

Awaitable<void> write_request(Socket& socket, Exchange& exchange) {
  const std::array<asio::const_buffer, 2> parts = {asio::buffer(exchange.head), asio::buffer(exchange.body)};
  error_code ec;  // after a failed write the answer may still be there to read, and reading reports the trouble
  co_await asio::async_write(socket, parts, asio::redirect_error(kAwait, ec));
  exchange.is_written = !ec;
}

Awaitable<void> read_response(Socket& socket, Exchange& exchange) {
  std::string input;
  std::size_t end = 0;
  error_code& ec = exchange.error;
  while (!ec && !exchange.parser->is_done()) {
    if (input.size() < end + kScratchBytes / 4) input.resize(end + kScratchBytes);
    end += co_await socket.async_read_some(asio::buffer(input) + end, asio::redirect_error(kAwait, ec));
    if (ec == asio::error::eof && exchange.parser->got_some()) exchange.parser->put_eof(ec);
    std::size_t begin = 0;
    for (bool is_stuck = false; !is_stuck && !ec && begin < end && !exchange.parser->is_done();) {
      exchange.has_answer_begun = true;
      const std::size_t used = put(*exchange.parser, std::string_view(input).substr(begin, end - begin), ec);
      is_stuck = used == 0;
      begin += used;
      const bool is_interim = !ec && exchange.parser->is_done() && exchange.parser->response().status / 100 == 1;
      if (is_interim) exchange.parser.emplace(exchange.is_head);
    }
    if (ec == beast_http::error::need_more) ec = {};
    input.erase(0, begin);
    end -= begin;
    if (!ec && end > 4 * limits::kHeaderBytesMax) ec = beast_http::error::header_limit;
  }
  exchange.is_over = true;
}

}  // namespace

struct Connection::Impl {
  std::string host;
  std::uint16_t port;
  asio::io_context io{1};
  std::optional<Socket> socket{};

  Result<void> connect(Clock::time_point deadline);
  bool run(Exchange& exchange, Clock::time_point deadline);
  Result<std::string> head_of(std::string_view method, std::string_view target,
                              const std::vector<std::pair<std::string, std::string>>& headers,
                              std::size_t length) const;
};

Connection::Connection(std::string host, std::uint16_t port) : impl_(new Impl{.host = std::move(host), .port = port}) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result<void> Connection::Impl::connect(Clock::time_point deadline) {
  error_code ec = asio::error::timed_out;
  bool is_over = false;
  io.restart();
  asio::ip::basic_resolver<asio::ip::tcp, Executor> resolver(io);
  std::vector<asio::ip::tcp::endpoint> endpoints;
  const auto address = asio::ip::make_address(host, ec);
  if (!ec) {
    endpoints.emplace_back(address, port);
  } else {
    resolver.async_resolve(host, std::to_string(port), [&](const error_code& failed, const auto& found) {
      is_over = true;
      ec = failed;
      for (const auto& entry : found) endpoints.push_back(entry.endpoint());
    });
    while (!is_over && io.run_one_until(deadline) > 0) continue;
    if (!is_over) ec = asio::error::timed_out;
  }
  for (const auto& endpoint : endpoints) {
    socket.emplace(io);
    is_over = false;
    io.restart();
    socket->async_connect(endpoint, [&](const error_code& failed) { is_over = true, ec = failed; });
    while (!is_over && io.run_one_until(deadline) > 0) continue;
    if (is_over && !ec) break;
    socket.reset();
    if (!is_over) ec = asio::error::timed_out;
  }
  resolver.cancel();
  io.restart();
  io.run();  // lets cancelled operations end while what they point at is still here
  if (!socket) return network_failure("connect to " + host + ':' + std::to_string(port), ec);
  socket->set_option(asio::ip::tcp::no_delay(true), ec);
  return {};
}

/// False = no whole answer; the connection is closed then, and whenever it cannot serve another request.
bool Connection::Impl::run(Exchange& exchange, Clock::time_point deadline) {
  exchange.parser.emplace(exchange.is_head);
  io.restart();
  asio::co_spawn(io, write_request(*socket, exchange), asio::detached);
  asio::co_spawn(io, read_response(*socket, exchange), asio::detached);
  while (!exchange.is_over && io.run_one_until(deadline) > 0) continue;
  const bool is_whole = exchange.is_over && !exchange.error;
  if (!exchange.is_over) exchange.error = asio::error::timed_out;
  const error_code outcome = exchange.error;
  if (!is_whole || !exchange.is_written || !exchange.parser->keep_alive()) socket->cancel(exchange.error);
  io.restart();
  io.run();
  if (!is_whole || !exchange.is_written || !exchange.parser->keep_alive()) socket.reset();
  exchange.error = outcome;
  return is_whole;
}

Result<std::string> Connection::Impl::head_of(std::string_view method, std::string_view target,
                                              const std::vector<std::pair<std::string, std::string>>& headers,
                                              std::size_t length) const {
  const auto is_word = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
  };
  if (!is_word(method) || !is_word(target)) return failure(Code::malformed, "method or target of a request");
  std::string out;
  out.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ");
  out.append(host.contains(':') ? '[' + host + ']' : host).append(":").append(std::to_string(port)).append("\r\n");
  for (const auto& [name, value] : headers) {
    if (!is_word(name) || has_control(value)) return failure(Code::malformed, "header of a request: " + name);
    append_header(out, name, value);
  }
  const bool is_bare =
      length == 0 && (method == "GET" || method == "HEAD" || method == "DELETE" || method == "OPTIONS");
  if (!is_bare) out.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
  return out += "\r\n";
}

Result<Response> Connection::call(std::string_view method, std::string_view target,
                                  const std::vector<std::pair<std::string, std::string>>& headers,
                                  std::string_view body, std::int64_t timeout_ms) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  auto head = impl_->head_of(method, target, headers, body.size());
  if (!head) return head.error();
  while (true) {
    const bool is_reused = impl_->socket.has_value();
    if (!is_reused) {
      auto connected = impl_->connect(deadline);
      if (!connected) return connected.error();
    }
    Exchange exchange{.head = *head, .body = body, .parser = {}, .error = {}, .is_head = method == "HEAD"};
    if (impl_->run(exchange, deadline)) return std::move(exchange.parser->response());
    const bool may_repeat = is_reused && !exchange.has_answer_begun && exchange.error != asio::error::timed_out;
    if (!may_repeat) return network_failure("call " + impl_->host, exchange.error);
  }
}

}  // namespace datong::http
