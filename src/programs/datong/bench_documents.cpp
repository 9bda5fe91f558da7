// datong bench --only documents: papers drawn, issued and checked, beside a tuned pdf-lib script that draws the same pages and a Fastify server
// that looks a certificate up and checks nothing. CPU time, medians of interleaved rounds.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <thread>

#include "app/act_on_application.hpp"
#include "app/check_paper.hpp"
#include "app/maintain.hpp"
#include "app/transparency_log.hpp"
#include "document/coo/application.hpp"
#include "programs/datong/bench_pages.hpp"
#include "programs/datong/bench_rig.hpp"
#include "programs/datong/commands.hpp"

namespace datong::programs {
namespace {

namespace fs = std::filesystem;
namespace F = domain::F;
using document::Json;

constexpr const char* kPeers = "build/bench-peers";
constexpr const char* kPeerFont = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc";
constexpr const char* kParties = "data/example-parties";
constexpr const char* kSeal = "data/example-parties/pictures/office_310000.png";
constexpr std::size_t kVariants = 20, kLongVariants = 4, kThreads = 6;

/// A folder of bench/ copied to build/ with its packages installed there once. Errors: unavailable, with why there is no peer.
Result<std::string> peer_folder(const std::string& name) {
  const std::string folder = std::string(kPeers) + "/" + name;
  std::error_code problem;
  fs::create_directories(folder, problem);
  fs::copy("bench/" + name, folder, fs::copy_options::overwrite_existing | fs::copy_options::recursive, problem);
  if (problem) return failure(Code::unavailable, "bench/" + name + " cannot be copied: run from the project's folder");
  if (auto done = run_program({"node", "--version"}); !done) return failure(Code::unavailable, "node is not installed");
  if (fs::exists(folder + "/node_modules/.package-lock.json")) return folder;
  if (auto done = run_program({"npm", "ci"}, folder); !done) return failure(Code::unavailable, "npm ci did not succeed in " + folder);
  return folder;
}

std::string absolute(const std::string& path) { return fs::absolute(path).string(); }

struct Peer {
  double ms = 0;
  std::int64_t bytes = 0;
};
/// `curves`: "path", as its interface draws them, or "form", one object placed many times, made by hand below that interface.
Result<Peer> peer_draws(const std::string& folder, const std::string& pages, std::size_t count, const std::string& curves) {
  const std::string result = absolute(folder + "/result.json");
  if (auto done = run_program({"node", "draw.mjs", absolute(pages), kPeerFont, result, std::to_string(count), curves, "sample-" + curves + ".pdf"}, folder); !done) {
    return failure(Code::unavailable, "bench/pdf-lib/draw.mjs ended with an error");
  }
  auto text = read_file(result);
  if (!text) return text.error();
  auto json = Json::parse(*text);
  if (!json) return json.error();
  return Peer{static_cast<double>(*json->integer("microseconds")) / 1000, *json->integer("bytes")};
}

Result<std::vector<BenchPage>> make_pages(const domain::Edition& edition, std::size_t count, std::size_t lines, const document::pdf::Picture& seal, Instant now) {
  std::vector<BenchPage> pages;
  for (std::size_t n = 0; n < count; ++n) {
    auto order = bench_order(bench_application(n, lines, legal_day(now)), n, edition, now);
    if (!order) return order.error();
    pages.push_back(bench_page(std::move(*order), seal));
  }
  return pages;
}

/// What everything below stands on: an open platform with example parties, letters and keys.
struct Desk {
  std::unique_ptr<Platform> platform;
  app::EditionPtr edition;
  std::string seal_png;
  std::shared_ptr<const document::pdf::Picture> seal;
  double pdf_lib_ms = 0;  ///< 0: no peer
  double drawn_ms = 0;

  app::Context& context() { return *platform->context; }
  Date day() { return legal_day(platform->clock.now()); }
};
Result<Desk> open_desk(const std::string& home) {
  if (make_example(home, kParties, 0) != 0) return failure(Code::unavailable, kParties);
  Desk desk;
  auto platform = open_platform(home, false, true);
  if (!platform) return platform.error();
  desk.platform = std::move(*platform);
  if (auto done = load_trust(*desk.platform, "https://check.example"); !done) return done.error();
  desk.edition = desk.context().editions.current();
  auto png = read_file(kSeal);
  if (!png) return png.error();
  desk.seal_png = std::move(*png);
  auto seal = document::pdf::Picture::read(desk.seal_png);
  if (!seal) return seal.error();
  desk.seal = std::make_shared<const document::pdf::Picture>(std::move(*seal));
  return desk;
}

struct DrawnPages {
  double ms = 0;
  std::size_t bytes = 0, pages = 0;  ///< of the largest
};
Result<DrawnPages> draw_pages(Desk& desk, const std::vector<BenchPage>& pages, std::size_t count) {
  auto form = desk.context().trust->form(desk.edition, pages.front().order.printed.layout, desk.day());
  if (!form) return form.error();
  DrawnPages result;
  std::vector<double> taken;
  for (std::size_t n = 0; n < count; n += pages.size()) {
    const double begin = cpu_seconds();
    for (const BenchPage& page : pages) {
      auto drawn = document::pdf::draw(page.order.printed, **form, page.setting);
      if (!drawn) return drawn.error();
      result.bytes = std::max(result.bytes, drawn->bytes.size());
      result.pages = std::max(result.pages, drawn->pages);
    }
    taken.push_back((cpu_seconds() - begin) * 1000 / static_cast<double>(pages.size()));  // the clock is too coarse for one
  }
  result.ms = median(taken);
  return result;
}

int drawing(Desk& desk, const BenchOptions& options) {
  const Instant now = desk.platform->clock.now();
  auto pages = make_pages(*desk.edition, kVariants, 10, *desk.seal, now);
  if (!pages) return fail(pages.error());
  auto long_pages = make_pages(*desk.edition, kLongVariants, 200, *desk.seal, now);
  if (!long_pages) return fail(long_pages.error());
  auto peer = peer_folder("pdf-lib");
  if (peer && !fs::exists(kPeerFont)) peer = failure(Code::unavailable, "its font is absent: apt-get install fonts-wqy-zenhei");
  const std::string pages_file = options.home + "/pages.json";
  auto json = pages_for_peer(*pages, *desk.edition, desk.day(), desk.seal_png);
  if (!json) return fail(json.error());
  if (auto done = write_file(pages_file, json->to_string()); !done) return fail(done.error());
  std::vector<double> ours, longs, theirs, by_hand, ratios, ratios_by_hand;
  DrawnPages one, many;
  Peer last;
  for (int round = 0; round < options.rounds; ++round) {
    auto drawn = draw_pages(desk, *pages, options.quick ? 100 : 400);
    if (!drawn) return fail(drawn.error());
    auto drawn_long = draw_pages(desk, *long_pages, options.quick ? 20 : 60);
    if (!drawn_long) return fail(drawn_long.error());
    one = *drawn;
    many = *drawn_long;
    ours.push_back(one.ms);
    longs.push_back(many.ms);
    if (!peer) continue;
    auto taken = peer_draws(*peer, pages_file, options.quick ? 5 : 30, "path");
    if (!taken) return fail(taken.error());
    auto by_form = peer_draws(*peer, pages_file, options.quick ? 5 : 30, "form");
    if (!by_form) return fail(by_form.error());
    last = *taken;
    theirs.push_back(last.ms);
    by_hand.push_back(by_form->ms);
    ratios.push_back(last.ms / one.ms);
    ratios_by_hand.push_back(by_form->ms / one.ms);
  }
  desk.drawn_ms = median(ours);
  if (peer) {
    desk.pdf_lib_ms = median(theirs);
    std::printf("| Drawing one page of 10 lines / pdf-lib, tuned | %.0f x | %.2f ms CPU against %.0f ms; %zu and %lld bytes, %zu page |\n", median(ratios),
                desk.drawn_ms, desk.pdf_lib_ms, one.bytes, static_cast<long long>(last.bytes), one.pages);
    std::printf("| ... / pdf-lib with its fine curves as one form object made by hand | %.0f x | %.0f ms |\n", median(ratios_by_hand), median(by_hand));
  } else {
    std::printf("| Drawing one page of 10 lines | no peer: %s | %.2f ms CPU, %zu bytes, %zu page |\n", peer.error().detail.c_str(), desk.drawn_ms, one.bytes,
                one.pages);
  }
  std::printf("| Drawing 200 lines | %.2f ms CPU | %zu pages |\n", median(longs), many.pages);
  std::printf("| File, signed: 10 lines, 200 lines | %zu, %zu bytes | the largest of %zu and %zu |\n", one.bytes, many.bytes, kVariants, kLongVariants);
  std::fflush(stdout);
  return 0;
}

/// What review and printing cost before a page is drawn.
int reviewing(Desk& desk) {
  const Date day = desk.day();
  for (const std::size_t lines : {std::size_t{10}, std::size_t{200}}) {
    const domain::Document document = bench_application(1, lines, day);
    std::size_t sum = 0;
    const std::size_t count = lines == 10 ? 200 : 20;
    const double review = measure(count, [&](std::size_t) { sum += domain::review_origin(document, *desk.edition, day).findings.size(); });
    const double print = measure(count, [&](std::size_t n) { sum += bench_order(document, n, *desk.edition, desk.platform->clock.now())->data.size(); });
    auto order = bench_order(document, 1, *desk.edition, desk.platform->clock.now());
    if (!order) return fail(order.error());
    order->pictures.clear();
    const double make = measure(count, [&](std::size_t) { sum += app::make_paper(desk.context(), desk.edition, *order)->bytes.size(); });
    std::printf("| Before and around the page, %zu lines, CPU us | | review %.0f, printed + XML %.0f, paper made (drawn, signed, stamped) %.0f |\n", lines, review,
                print, make);
    if (sum == 0) return 1;
  }
  std::fflush(stdout);
  return 0;
}

/// Puts an application into the store as its lodging does, its review left out: goods in Chinese do not pass that of an English certificate.
Result<CaseId> lodge(Desk& desk, std::size_t n, const std::function<void(Result<app::Decision>)>& done) {
  app::Context& context = desk.context();
  const domain::Document document = bench_application(n, 10, desk.day());
  const domain::Record& root = document.header();
  auto written = document::write_application(document, document::ApplicationFormat::json);
  if (!written) return written.error();
  const crypto::Digest digest = crypto::sha256(written->bytes);
  domain::OriginActFacts facts;
  facts.edition = desk.edition.get();
  facts.now = context.clock.now();
  facts.today = desk.day();
  facts.document = &document;
  domain::OriginLodging lodging;
  const int bureau = desk.edition->bureau_index(root[F::origin::issuing_office], facts.today).value_or(0);
  lodging.id = context.ids.next(bureau, facts.now);
  lodging.reference = std::string(root[F::origin::applicant_reference]);
  lodging.document_hash = crypto::hex(digest);
  lodging.number = std::string(root[F::origin::certificate_number]);
  lodging.actor = {"inst-bench", "", {domain::Role::enterprise}, "", 3100600001, false};
  lodging.unit = 3100600001;
  lodging.document = &document;
  auto outcome = domain::decide_origin_lodging(nullptr, lodging, facts);
  if (!outcome) return outcome.error();
  app::Decision decision;
  decision.messages.push_back({lodging.id, 1, digest, std::move(written->bytes), "json", std::string(230, 's'), "{}", facts.now});
  decision.cases.push_back({lodging.id, app::HeadKind::origin, lodging.unit, lodging.reference, outcome->head.kind, facts.today});
  decision.keys.push_back({"origin_number", outcome->head.number, lodging.id.to_string()});
  app::compose(decision, *outcome, app::Around{nullptr, bureau, desk.edition, facts.now, lodging.document_hash, &lodging.findings});
  context.store.commit(std::move(decision), done);
  return lodging.id;
}

/// Every case through one act by `kThreads` callers, so that commits go in groups. First error, if any.
Result<void> act_on_all(app::Context& context, std::span<const CaseId> cases, domain::OriginEvent event, const domain::Actor& actor) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> first;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (std::size_t n = next++; n < cases.size(); n = next++) {
        app::ApplicationAct act;
        act.id = cases[n];
        act.request.event = event;
        act.actor = actor;
        auto done = app::act_on_application(context, act);
        const std::lock_guard lock(mutex);
        if (!done && !first) first = done.error();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (!first) return {};
  if (first->detail.empty() && !first->refusals.empty()) first->detail = std::string(first->refusals.front().rule);
  return *first;
}

Result<std::vector<CaseId>> approved_cases(Desk& desk, std::size_t from, std::size_t count) {
  std::vector<CaseId> cases;
  std::atomic<std::size_t> answered = 0, failed = 0;
  for (std::size_t n = from; n < from + count; ++n) {
    auto id = lodge(desk, n, [&](const Result<app::Decision>& done) {
      if (!done) ++failed;
      ++answered;
    });
    if (!id) return id.error();
    cases.push_back(*id);
  }
  while (answered < count) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (failed > 0) return failure(Code::corrupt, "an application of the bench was not stored");
  const domain::Actor officer{"cert1", "EXAMPLE OFFICER", {domain::Role::certificate_desk}, "310000", 0, true};
  if (auto done = act_on_all(desk.context(), cases, domain::OriginEvent::approve, officer); !done) return done.error();
  return cases;
}

/// An RSA key of 2,048 bits made by openssl, certified by the platform's authority. Errors: unavailable without openssl.
Result<std::shared_ptr<const crypto::DocumentSigner>> rsa_signer(Desk& desk, const std::string& home) {
  const std::string key_file = home + "/rsa.key", public_file = home + "/rsa.pub";
  const bool made = run_program({"openssl", "genrsa", "-out", key_file, "2048"}).has_value() &&
                    run_program({"openssl", "pkey", "-in", key_file, "-pubout", "-out", public_file}).has_value();
  auto key = read_file(key_file), public_key = read_file(public_file);
  if (!made || !key || !public_key) return failure(Code::unavailable, "openssl genrsa did not succeed");
  const crypto::Authority& authority = desk.platform->keys->authority;
  auto certificate = crypto::issue_certificate(authority, *public_key, "Bench documents", "Bench", crypto::Usage::document_signer,
                                               desk.platform->clock.now().plus_ms(-60'000), 30);
  if (!certificate) return certificate.error();
  auto signer = crypto::signer_from_pem(*key, *certificate + authority.certificate_pem);
  if (!signer) return signer.error();
  return std::shared_ptr<const crypto::DocumentSigner>(std::move(*signer));
}

/// The act of issuing, from the stored application to the committed step, paper, record and the log's leaf, as the timers raise it.
int issuing(Desk& desk, const BenchOptions& options, std::size_t chunk) {
  app::Trust& trust = *desk.context().trust;
  const auto p256 = trust.issuing;
  auto rsa = rsa_signer(desk, options.home);
  if (!rsa) return fail(rsa.error());
  const app::Signer heads_signer = log_signer(*desk.platform->keys);
  std::vector<double> taken[2];
  double per_second[2] = {};
  std::size_t issued = 0;
  for (int round = 0; round <= options.rounds; ++round) {  // the first warms up
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
      auto cases = approved_cases(desk, issued, chunk);
      if (!cases) return fail(cases.error());
      issued += chunk;
      if (auto done = app::extend_log(desk.context(), heads_signer); !done) return fail(done.error());
      trust.issuing = which == 0 ? p256 : *rsa;
      const double begin = process_cpu_seconds();
      const auto clock = SteadyClock::now();
      auto raised = app::run_timers(desk.context(), chunk);
      if (!raised) return fail(raised.error());
      if (raised->done != chunk) return fail(failure(Code::corrupt, "not every certificate of the bench was issued: " + raised->first_failure));
      if (auto done = app::extend_log(desk.context(), heads_signer); !done) return fail(done.error());
      if (round > 0) taken[which].push_back((process_cpu_seconds() - begin) * 1000 / static_cast<double>(chunk));
      per_second[which] = static_cast<double>(chunk) / seconds_since(clock);
    }
  }
  trust.issuing = p256;
  for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
    const double ms = median(taken[which]);
    std::printf("| Whole issue, %s, 10 lines, SQLite with full sync | %.0f/s a core | %.2f ms CPU; %.0f/s by the clock in the last round", which == 0 ? "P-256" : "RSA-2048",
                1000 / ms, ms, per_second[which]);
    if (desk.pdf_lib_ms > 0) std::printf("; %.0f x the drawing of pdf-lib alone", desk.pdf_lib_ms / ms);
    std::printf(" |\n");
  }
  std::fflush(stdout);
  return 0;
}

int checking_files(Desk& desk) {
  auto anchors = app::CheckAnchors::from_pem(desk.context().trust->anchors_pem);
  if (!anchors) return fail(anchors.error());
  const Instant now = desk.platform->clock.now();
  std::vector<std::string> files;
  for (std::size_t n = 0; n < kVariants; ++n) {
    auto order = bench_order(bench_application(n, 10, desk.day()), n, *desk.edition, now);
    if (!order) return fail(order.error());
    auto paper = app::make_paper(desk.context(), desk.edition, *order);
    if (!paper) return fail(paper.error());
    files.push_back(std::move(paper->bytes));
  }
  std::size_t good = 0;
  const double us = measure(200, [&](std::size_t n) { good += app::check_file(files[n % files.size()], *anchors, now).judgement.failed.empty(); });
  if (good != 1000) return fail(failure(Code::corrupt, "a paper of the bench was not found good"));
  std::printf("| Checking a file in a running process | %.2f ms CPU | P-256, offline, all checks |\n", us / 1000);
  std::fflush(stdout);
  return 0;
}

/// The same as over HTTP, without it.
int checking_in_process(Desk& desk) {
  app::OnlineChecker checker(desk.context());
  auto records = desk.context().store.records("issued", "", "", 200);
  if (!records) return fail(records.error());
  std::size_t good = 0;
  const double us = measure(records->size(), [&](std::size_t n) {
    const std::string& number = (*records)[n].key;
    auto verdict = checker.check_number(number, app::check_code(desk.context().trust->check_secret, number));
    good += verdict && verdict->is_genuine();
  });
  if (good != 5 * records->size()) return fail(failure(Code::corrupt, "a certificate of the bench was not found by its number"));
  std::printf("| Checking by number and code in process | %.0f us CPU | record and its place in the log |\n", us);
  return 0;
}

struct Lookups {
  std::vector<std::string> ours, theirs;  ///< whole HTTP requests
  std::string rows;                       ///< "number" and "body" a line, for the peer's database
  std::size_t count = 0;
};
Result<Lookups> make_lookups(Desk& desk) {
  Lookups lookups;
  for (std::string after;;) {
    auto records = desk.context().store.records("issued", "", after, 500);
    if (!records) return records.error();
    for (const app::Record& record : *records) {
      ++lookups.count;
      lookups.rows += Json::make_object().set("number", record.key).set("body", record.body).to_string() + "\n";
      const std::string body = Json::make_object().set("number", record.key).set("code", app::check_code(desk.context().trust->check_secret, record.key)).to_string();
      lookups.ours.push_back("POST /v1/verify HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                             "\r\n\r\n" + body);
      lookups.theirs.push_back("GET /certificates/" + record.key + " HTTP/1.1\r\nHost: bench\r\n\r\n");
    }
    if (records->size() < 500) break;
    after = records->back().key;
  }
  const auto repeat = [](std::vector<std::string>& requests) {
    const std::size_t distinct = requests.size();
    for (std::size_t n = 0; distinct > 0 && requests.size() < 10'000; ++n) requests.push_back(requests[n % distinct]);
  };
  repeat(lookups.ours);
  repeat(lookups.theirs);
  if (lookups.count == 0) return failure(Code::not_found, "nothing was issued to look up");
  return lookups;
}

struct LookupRate {
  double us = 0, per_second = 0;
};
Result<LookupRate> look_up(std::uint16_t port, pid_t server, const std::vector<std::string>& requests) {
  const double before = cpu_seconds_of(server);
  const LoadResult result = closed_loop(port, 32, requests);
  if (result.errors > 0) return failure(Code::corrupt, std::to_string(result.errors) + " look-ups were not answered");
  const auto count = static_cast<double>(requests.size());
  return LookupRate{(cpu_seconds_of(server) - before) * 1e6 / count, count / result.seconds};
}

int checking_numbers(Rig& rig, const Lookups& lookups, const BenchOptions& options) {
  if (auto done = rig.serve(); !done) return fail(done.error());
  auto peer = peer_folder("fastify-lookup");
  pid_t process = 0;
  std::uint16_t port = 0;
  if (peer) {
    const std::string rows = absolute(options.home + "/rows.ndjson"), database = absolute(options.home + "/peer.db"), port_file = absolute(options.home + "/peer.port");
    if (auto done = write_file(rows, lookups.rows); !done) return fail(done.error());
    process = start_program({"node", "server.mjs", rows, database, port_file}, *peer);
    auto listening = wait_for_port(port_file);
    if (!listening) peer = failure(Code::unavailable, "bench/fastify-lookup/server.mjs did not start");
    else port = *listening;
  }
  std::vector<double> ours, theirs, ratios, our_rates, their_rates;
  std::optional<Error> problem;
  for (int round = 0; round <= options.rounds && !problem; ++round) {  // the first warms up
    auto our = look_up(rig.port(), rig.process(), lookups.ours);
    auto their = peer ? look_up(port, process, lookups.theirs) : Result<LookupRate>(LookupRate{});
    if (!our) problem = our.error();
    else if (!their) problem = their.error();
    else if (round > 0) {
      ours.push_back(our->us);
      our_rates.push_back(our->per_second);
      theirs.push_back(their->us);
      their_rates.push_back(their->per_second);
      ratios.push_back(their->us / our->us);
    }
  }
  end_program(process);
  rig.stop();
  if (problem) return fail(*problem);
  if (peer) {
    std::printf("| Checking by number and code over HTTP / Fastify + SQLite look-up | %.2f x | %.0f us CPU against %.0f; %.0f/s against %.0f/s by the clock; %zu rows |\n",
                median(ratios), median(ours), median(theirs), median(our_rates), median(their_rates), lookups.count);
  } else {
    std::printf("| Checking by number and code over HTTP | no peer: %s | %.0f us CPU, %.0f/s by the clock; %zu rows |\n", peer.error().detail.c_str(), median(ours),
                median(our_rates), lookups.count);
  }
  return 0;
}

}  // namespace

int bench_documents(const BenchOptions& options) {
  Rig rig(options.home);
  if (auto done = rig.prepare(); !done) return fail(done.error());
  Lookups lookups;
  {
    auto desk = open_desk(options.home);
    if (!desk) return fail(desk.error());
    const std::size_t chunk = options.quick ? 50 : 200;
    if (const int status = drawing(*desk, options); status != 0) return status;
    if (const int status = reviewing(*desk); status != 0) return status;
    if (const int status = issuing(*desk, options, chunk); status != 0) return status;
    if (const int status = checking_files(*desk); status != 0) return status;
    if (const int status = checking_in_process(*desk); status != 0) return status;
    auto made = make_lookups(*desk);
    if (!made) return fail(made.error());
    lookups = std::move(*made);
    desk->platform->store->stop();
  }
  return checking_numbers(rig, lookups, options);
}

}  // namespace datong::programs
