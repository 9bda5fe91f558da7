// datong serve: the platform on one machine. datong work runs inside it (one SQLite file, one process).
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "app/attachments.hpp"
#include "app/count_figures.hpp"
#include "app/maintain.hpp"
#include "app/search.hpp"
#include "app/transparency_log.hpp"
#include "base/limits.hpp"
#include "http/api.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "programs/datong/commands.hpp"
#include "programs/datong/log.hpp"

namespace datong::programs {
namespace {

constexpr std::int64_t kGraceMs = 10'000;
constexpr int kSweepSeconds = 3600;

std::string store_metrics(store::sqlite::SqliteStore& store, store::sqlite::SqliteSearch& search) {
  const auto s = store.statistics();
  std::string text;
  const auto line = [&](std::string_view name, std::string_view type, const std::string& value) {
    text += "# TYPE datong_" + std::string(name) + " " + std::string(type) + "\ndatong_" + std::string(name) + " " + value + "\n";
  };
  line("commits_total", "counter", std::to_string(s.commits));
  line("decisions_total", "counter", std::to_string(s.decisions));
  line("largest_commit", "gauge", std::to_string(s.largest_batch));
  if (const auto log = store.log_size()) {
    line("log_leaves", "gauge", std::to_string(log->leaves));
    line("log_lag_steps", "gauge", std::to_string(log->steps - std::min(log->steps, log->leaves)));
  }
  if (const auto index = search.search_size()) line("search_lag_steps", "gauge", std::to_string(index->steps - std::min(index->steps, index->leaves)));
  return text;
}

/// The caller's address as the proxy says it; as the socket says when that is no address.
std::string address_behind_proxy(const http::Request& request) {
  constexpr std::size_t kLongest = 45;  // of IPv6 with an IPv4 tail
  const std::string_view said = request.header("x-real-ip");
  const bool is_address = !said.empty() && said.size() <= kLongest && said.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  return is_address ? std::string(said) : request.peer;
}

/// The built pages in a folder. Without them the API is served all the same, and the log says so.
http::Web load_web(const std::string& folder) {
  if (folder.empty()) {
    log_line("info", "web", "no pages: only the API is served");
    return {};
  }
  auto files = read_folder(folder, limits::kWebFilesMax, limits::kWebBytesMax);
  auto web = files ? http::Web::make(std::move(*files)) : Result<http::Web>(files.error());
  if (web) return std::move(*web);
  log_line("warning", "web", folder + ": " + web.error().detail + "; only the API is served");
  return {};
}

/// The worker of a single-file platform: editions, timers, draws, the log, once a second.
void work_loop(app::Context& context, const app::Signer& log_signer, const std::atomic<bool>& stopping) {
  std::map<CaseId, Instant> put_off;
  for (int second = 0; !stopping; ++second) {
    if (second % kSweepSeconds == kSweepSeconds - 1) {
      if (auto done = app::sweep_attachments(context); !done) log_line("error", "sweep", done.error().detail);
    }
    if (auto done = context.editions.refresh(); !done && done.error().code != Code::not_found) log_line("error", "edition", done.error().detail);
    if (context.editions.current()) {
      if (auto drawn = app::prepare_draws(context); !drawn) log_line("error", "draws", drawn.error().detail);
      auto done = app::run_timers(context, 200, &put_off);
      if (!done) log_line("error", "timers", done.error().detail);
      else if (done->failed > 0) log_line("warning", "timers", std::to_string(done->failed) + " put off; " + done->first_failure);
    }
    if (auto done = app::extend_log(context, log_signer); !done) log_line("error", "log", done.error().detail);
    if (auto done = app::count_figures(context, limits::kFigureStepsPerRound); !done) log_line("error", "figures", done.error().detail);
    for (int i = 0; i < 10 && !stopping; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

/// Fills the search index on a thread of its own, so that taking in a home of before keeps no timer waiting.
void search_loop(app::Context& context, const std::atomic<bool>& stopping) {
  while (!stopping) {
    if (auto done = app::extend_search(context); !done) log_line("error", "search", done.error().detail);
    for (int i = 0; i < 5 && !stopping; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

int serve(const ServeOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread, so that only sigwait sees them
  ::signal(SIGPIPE, SIG_IGN);

  auto platform = open_platform(options.home, false, true, false, options.issuing);
  if (!platform) return fail(platform.error());
  if (auto done = load_trust(**platform, options.public_address); !done) return fail(done.error());
  app::Context& context = *(*platform)->context;
  if (!context.editions.current()) return fail(failure(Code::not_found, "no dated data is loaded: run `datong codes load data/classic` first"));

  if (auto done = app::begin_upload_owners(context); !done) return fail(done.error());

  http::Server* server_pointer = nullptr;
  http::ApiOptions api_options{(*platform)->keys->authority, (*platform)->keys->receipt_certificate_pem,
                               (*platform)->keys->log_certificate_pem, log_signer(*(*platform)->keys).key_id,
                               options.public_address.starts_with("https://"), !(*platform)->trust->watermark.empty(), load_web(options.web),
                               [store = (*platform)->store.get(), search = (*platform)->search.get()] { return store_metrics(*store, *search); },
                               [&](std::int64_t ms, std::function<void()> work) { server_pointer->after(ms, std::move(work)); },
                               options.training, options.training_address};
  http::Api api(context, std::move(api_options));
  context.run = [&](std::function<void()> work) { server_pointer->after(0, std::move(work)); };
  context.announce = [&](const app::Decision& decision) { api.announce(decision); };

  http::ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.threads = options.threads;
  server_options.problem = [](int status, std::string_view code) { return http::problem(status, code); };
  std::atomic<bool> ready = false;
  auto server = http::Server::start(std::move(server_options), [&](http::Request&& request, http::Responder respond) {
    if (!ready.load(std::memory_order_acquire)) return respond(http::problem(failure(Code::unavailable)));
    if (options.behind_proxy) request.peer = address_behind_proxy(request);
    api.handle(std::move(request), [respond = std::move(respond), target = request.target](http::Response response) {
      if (!response.note.empty()) log_line("error", "answered_500", target + " " + response.note);
      respond(std::move(response));
    });
  });
  if (!server) return fail(server.error());
  server_pointer = server->get();
  if (options.public_address.empty()) (*platform)->trust->address = "http://" + options.address + ":" + std::to_string((*server)->port());
  ready.store(true, std::memory_order_release);

  std::atomic<bool> stopping = false;
  const app::Signer heads_signer = log_signer(*(*platform)->keys);
  std::thread worker(work_loop, std::ref(context), std::cref(heads_signer), std::cref(stopping));
  std::thread searcher(search_loop, std::ref(context), std::cref(stopping));
  log_line("info", "serving", "http://" + options.address + ":" + std::to_string((*server)->port()));
  if (!options.port_file.empty()) {
    if (auto done = write_file(options.port_file, std::to_string((*server)->port()) + "\n"); !done) log_line("error", "port_file", done.error().detail);
  }

  if (options.on_serving) options.on_serving((*server)->port());

  int received = 0;
  sigwait(&signals, &received);
  log_line("info", "stopping", "signal " + std::to_string(received));
  stopping = true;
  api.end_waiting();
  (*server)->stop(kGraceMs);
  worker.join();
  searcher.join();
  (*platform)->store->stop();
  log_line("info", "stopped", "");
  return 0;
}

}  // namespace datong::programs
