// datong bench: what docs/performance.md shows, as ratios in one run with the absolutes beside them. Load generator, server and database
// share this machine; every document is unique and signed; stored cases are counted afterwards.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "app/lodge_declaration.hpp"
#include "crypto/jws.hpp"
#include "document/json/form_json.hpp"
#include "document/eciq/eciq_reader.hpp"
#include "programs/datong/bench_load.hpp"
#include "programs/datong/bench_rig.hpp"
#include "programs/datong/commands.hpp"

namespace datong::programs {
namespace {

struct Rate {
  double per_second = 0, cpu_us = 0, p50_ms = 0, p99_ms = 0;
};

Result<Rate> lodge_rate(const std::string& home, std::size_t count, std::size_t connections, std::size_t batch) {
  Rig rig(home);
  if (auto done = rig.prepare(); !done) return done.error();
  BenchDocuments documents(rig.units(), today(), "B");
  std::vector<std::string> requests, warm;
  for (std::size_t n = 0; n < count;) {
    if (batch == 1) {
      requests.push_back(lodge_request(documents.unit(n), documents.json(n)));
      ++n;
      continue;
    }
    // A batch is one unit's: every declaration of it by the same installation.
    std::vector<std::string> lines;
    const std::size_t owner = requests.size() % kBenchUnits;
    for (std::size_t i = 0; i < batch; ++i, ++n) lines.push_back(documents.json(owner + kBenchUnits * n));
    requests.push_back(batch_request(documents.unit(owner), lines));
  }
  if (auto done = rig.serve(); !done) return done.error();
  for (std::size_t n = 0; n < 500; ++n) warm.push_back(lodge_request(documents.unit(n), documents.json(1'000'000'000 + n)));
  closed_loop(rig.port(), 32, warm);
  const double cpu_before = rig.server_cpu_seconds();
  const LoadResult result = closed_loop(rig.port(), connections, requests);
  const double cpu = rig.server_cpu_seconds() - cpu_before;
  rig.stop();
  auto stored = rig.stored();
  if (!stored) return stored.error();
  if (result.errors > 0 || *stored != count + warm.size()) {
    return failure(Code::corrupt, std::to_string(result.errors) + " errors, " + std::to_string(*stored) + " stored of " + std::to_string(count + warm.size()));
  }
  return Rate{static_cast<double>(count) / result.seconds, cpu * 1e6 / static_cast<double>(count), result.percentile(0.5), result.percentile(0.99)};
}

/// The Decisions of `count` lodgings, made by the product's own use case, not committed.
Result<std::vector<app::Decision>> record_decisions(Rig& rig, std::size_t count, double* cpu_us) {
  auto platform = open_platform(rig.home(), false, false);
  if (!platform) return platform.error();
  std::vector<app::Decision> recorded;
  auto store = recording_store(*(*platform)->store, recorded);
  app::Context& shared = *(*platform)->context;
  app::Context context{*store, shared.blobs, shared.clock, shared.ids, shared.editions, shared.signer, shared.run, {}};
  BenchDocuments documents(rig.units(), today(), "P");
  std::vector<std::string> texts;
  for (std::size_t n = 0; n < count; ++n) texts.push_back(documents.json(n));
  const double begin = cpu_seconds();
  for (std::size_t n = 0; n < count; ++n) {
    app::LodgeCommand command;
    command.bytes = std::move(texts[n]);
    command.format = "json";
    command.signature = std::string(230, 's');
    const BenchUnit& unit = documents.unit(n);
    command.sender.actor = {unit.installation, "", {domain::Role::enterprise}, "", unit.registration};
    command.sender.installation = unit.installation;
    command.sender.software = "datong-bench";
    command.arrived_at = shared.clock.now();
    app::lodge_declaration(context, std::move(command), [](Result<app::Lodged>) {});
  }
  if (cpu_us != nullptr) *cpu_us = (cpu_seconds() - begin) * 1e6 / static_cast<double>(count);
  if (recorded.size() != count) return failure(Code::corrupt, "a bench declaration was not lodged");
  return recorded;
}

/// The peer: the same rows, one declaration a transaction, in a loop, nothing else done.
Result<double> peer_rate(const std::string& home, std::size_t count) {
  Rig rig(home);
  if (auto done = rig.prepare(); !done) return done.error();
  auto decisions = record_decisions(rig, count, nullptr);
  if (!decisions) return decisions.error();
  auto platform = open_platform(home, false, true, true);
  if (!platform) return platform.error();
  const auto begin = SteadyClock::now();
  for (app::Decision& decision : *decisions) {
    if (auto done = (*platform)->store->commit_now(std::move(decision)); !done) return done.error();
  }
  return static_cast<double>(count) / seconds_since(begin);
}

int lodging(const BenchOptions& options) {
  std::vector<double> peers, singles, batches, single_ratios, batch_ratios;
  Rate single_last, batch_last;
  for (int round = 0; round < options.rounds; ++round) {
    auto peer = peer_rate(options.home, options.quick ? 500 : 3000);
    if (!peer) return fail(peer.error());
    auto single = lodge_rate(options.home, options.quick ? 2000 : 20'000, options.connections, 1);
    if (!single) return fail(single.error());
    auto batch = lodge_rate(options.home, options.quick ? 5000 : 40'000, 16, 50);
    if (!batch) return fail(batch.error());
    std::printf("round %d: peer %.0f/s, single %.0f/s (%.2f x, server %.0f us CPU, p50 %.1f p99 %.1f ms), batches of 50 %.0f/s (%.2f x, %.0f us)\n", round + 1,
                *peer, single->per_second, single->per_second / *peer, single->cpu_us, single->p50_ms, single->p99_ms, batch->per_second,
                batch->per_second / *peer, batch->cpu_us);
    std::fflush(stdout);
    peers.push_back(*peer);
    singles.push_back(single->per_second);
    batches.push_back(batch->per_second);
    single_ratios.push_back(single->per_second / *peer);
    batch_ratios.push_back(batch->per_second / *peer);
  }
  std::printf("| Lodge, single signed, SQLite / one a transaction | %.2f | %.0f/s against %.0f/s, %zu connections |\n", median(single_ratios), median(singles),
              median(peers), options.connections);
  std::printf("| Lodge, batches of 50, SQLite / one a transaction | %.2f | %.0f/s |\n", median(batch_ratios), median(batches));
  return 0;
}

/// Declarations `from` … `from + count - 1` by single requests; their rate.
Result<double> measure_singles(Rig& rig, BenchDocuments& documents, std::size_t from, std::size_t count, std::size_t connections) {
  std::vector<std::string> requests;
  for (std::size_t n = from; n < from + count; ++n) requests.push_back(lodge_request(documents.unit(n), documents.json(n)));
  const LoadResult result = closed_loop(rig.port(), connections, requests);
  if (result.errors > 0) return failure(Code::corrupt, std::to_string(result.errors) + " errors");
  return static_cast<double>(count) / result.seconds;
}

/// Lodging with 10^4 stored against lodging with `grow_to` stored.
int growth(const BenchOptions& options) {
  constexpr std::size_t kSmall = 10'000, kMeasured = 10'000, kChunk = 20'000;
  Rig rig(options.home);
  if (auto done = rig.prepare(); !done) return fail(done.error());
  BenchDocuments documents(rig.units(), today(), "G");
  if (auto done = rig.serve(); !done) return fail(done.error());
  if (auto warm = measure_singles(rig, documents, 0, kSmall, options.connections); !warm) return fail(warm.error());
  auto small = measure_singles(rig, documents, kSmall, kMeasured, options.connections);
  if (!small) return fail(small.error());
  for (std::size_t stored = kSmall + kMeasured; stored < options.grow_to; stored += kChunk) {
    std::vector<std::string> requests;
    for (std::size_t n = 0; n < kChunk; n += 50) {
      std::vector<std::string> lines;
      const std::size_t owner = (stored + n) / 50 % kBenchUnits;
      for (std::size_t i = 0; i < 50; ++i) lines.push_back(documents.json(owner + kBenchUnits * (stored + n + i)));
      requests.push_back(batch_request(documents.unit(owner), lines));
    }
    const LoadResult result = closed_loop(rig.port(), 16, requests);
    if (result.errors > 0) return fail(failure(Code::corrupt, "errors while growing"));
    std::fprintf(stderr, "\r%zu stored, %.0f/s", stored + kChunk, static_cast<double>(kChunk) / result.seconds);
  }
  std::fprintf(stderr, "\n");
  ::sync();  // the growing left gigabytes to write back; what follows is warmed up as the small measurement was
  if (auto warm = measure_singles(rig, documents, 2'000'000'000, kSmall, options.connections); !warm) return fail(warm.error());
  auto large = measure_singles(rig, documents, 3'000'000'000, kMeasured, options.connections);
  if (!large) return fail(large.error());
  std::printf("| Lodging at %zu stored / at 10,000, SQLite | %.2f | %.0f/s against %.0f/s |\n", options.grow_to, *large / *small, *large, *small);
  return 0;
}

int latency(const BenchOptions& options) {
  for (const auto& [rate, seconds] : {std::pair{500.0, options.quick ? 5.0 : 30.0}, std::pair{1500.0, options.quick ? 5.0 : 60.0}}) {
    Rig rig(options.home);
    if (auto done = rig.prepare(); !done) return fail(done.error());
    BenchDocuments documents(rig.units(), today(), "O");
    std::vector<std::string> requests;
    for (std::size_t n = 0; n < static_cast<std::size_t>(rate * seconds); ++n) requests.push_back(lodge_request(documents.unit(n), documents.json(n)));
    if (auto done = rig.serve(); !done) return fail(done.error());
    const LoadResult result = open_loop(rig.port(), 256, requests, rate);
    std::printf("| Open loop %.0f/s for %.0f s | p99 %.1f ms | p50 %.1f, p99.9 %.1f, worst %.1f ms, %zu errors |\n", rate, seconds, result.percentile(0.99),
                result.percentile(0.5), result.percentile(0.999), result.percentile(1.0), result.errors);
    std::fflush(stdout);
  }
  return 0;
}

int resting(const BenchOptions& options) {
  Rig rig(options.home);
  if (auto done = rig.prepare(); !done) return fail(done.error());
  if (auto done = rig.serve(); !done) return fail(done.error());
  std::this_thread::sleep_for(std::chrono::seconds(2));
  std::printf("| Server idle, cold start | %.0f MiB, %.2f s | |\n", rig.resident_mib(), rig.cold_start_seconds());
  return 0;
}

int pieces(const BenchOptions& options) {
  Rig rig(options.home);
  if (auto done = rig.prepare(); !done) return fail(done.error());
  auto files = read_data_set("data/classic");
  if (!files) return fail(files.error());
  auto edition = app::build_edition("classic", *files);
  if (!edition) return fail(edition.error());
  BenchDocuments documents(rig.units(), today(), "D");
  constexpr std::size_t kDistinct = 600;
  std::vector<std::string> json, xml, signatures;
  std::vector<crypto::VerifyingKey> keys;
  std::vector<document::Reading> readings;
  for (std::size_t n = 0; n < kDistinct; ++n) {
    json.push_back(documents.json(n));
    xml.push_back(documents.xml(n));
    signatures.push_back(crypto::sign_detached(documents.unit(n).key, documents.unit(n).installation, "lodge", json.back()));
    keys.push_back(documents.unit(n).key.verifying_key());
    auto reading = document::read_form_json(json.back());
    if (!reading) return fail(reading.error());
    readings.push_back(std::move(*reading));
  }
  std::size_t sum = 0;
  const double decode_json = measure(kDistinct, [&](std::size_t n) { sum += document::read_form_json(json[n])->findings.size(); });
  const double decode_xml = measure(kDistinct, [&](std::size_t n) { sum += document::read_eciq(xml[n])->findings.size(); });
  const double rules = measure(kDistinct, [&](std::size_t n) { sum += domain::review_form(readings[n].document, **edition, today()).size(); });
  const double verify = measure(kDistinct, [&](std::size_t n) { sum += crypto::verify_detached(*crypto::parse_detached(signatures[n]), keys[n], json[n]); });
  const std::string receipt(900, 'r');
  const double sign = measure(kDistinct, [&](std::size_t n) { sum += crypto::sign_detached(documents.unit(n).key, "receipt", "receipt", receipt).size(); });
  const double hash = measure(kDistinct, [&](std::size_t n) { sum += crypto::sha256(json[n])[0]; });
  double lodge = 0;
  auto recorded = record_decisions(rig, options.quick ? 1000 : 5000, &lodge);
  if (!recorded) return fail(recorded.error());
  std::printf("| Decode + form rules, 10 lines: JSON, e-CIQ | %.1f, %.1f us | decode %.1f and %.1f, rules %.1f; %zu and %zu bytes |\n", decode_json + rules,
              decode_xml + rules, decode_json, decode_xml, rules, json.front().size(), xml.front().size());
  std::printf("| One lodging, CPU us, one quiet thread | | verify %.1f, hash %.1f, decode %.1f, form rules %.1f, facts + office rules + decide + compose %.1f, sign the "
              "receipt %.1f |\n",
              verify, hash, decode_json, rules, lodge - decode_json - rules - hash, sign);
  return sum == 0 ? 1 : 0;
}

}  // namespace

int bench(const BenchOptions& options) {
  ::signal(SIGPIPE, SIG_IGN);
  const std::pair<const char*, int (*)(const BenchOptions&)> rows[] = {{"pieces", pieces}, {"resting", resting}, {"lodging", lodging}, {"latency", latency}, {"documents", bench_documents}};
  if (options.only == "growth") return growth(options);  // minutes and gigabytes: only when asked for
  int worst = 0;
  for (const auto& [name, row] : rows) {
    if (!options.only.empty() && options.only != name) continue;
    worst = std::max(worst, row(options));
  }
  return worst;
}

}  // namespace datong::programs
