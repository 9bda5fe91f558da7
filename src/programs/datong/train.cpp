// datong train: a platform to practise on. It is another platform: its own home, keys whose authority is named TRAINING, its own bureau
// and numbers. Nothing marks a row; a paper is a training paper because its signer is. Read: docs/decisions/0033-training.md.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "programs/datong/log.hpp"
#include "programs/datong/training_office.hpp"

namespace datong::programs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "TRAINING Datong";
constexpr int kRoundMs = 1000, kStepMs = 100;

/// Keys, data, parties: what is absent is made. A home whose authority is not for training is left alone.
int prepare(const TrainOptions& options) {
  const std::string& home = options.serve.home;
  if (fs::exists(home + "/keys/authority.crt")) {
    auto authority = read_file(home + "/keys/authority.crt");
    if (!authority) return fail(authority.error());
    auto for_training = is_for_training(*authority);
    if (!for_training) return fail(for_training.error());
    if (!*for_training) return fail(failure(Code::conflict, home + " is the home of a platform whose papers count; give training a home of its own"));
  } else if (fs::exists(home + "/datong.db")) {
    return fail(failure(Code::conflict, home + " holds a database without keys; give training a home of its own"));
  } else if (auto made = init_keys(home, kName); !made) {
    return fail(made.error());
  }
  if (const int status = load_data_set(home, options.data, true); status != 0) return status;
  return make_example(home, options.parties, options.serve.port);
}

/// Removes the database and what is filled from it; the keys stay, so that papers printed before are still known as training papers.
Result<void> forget(const std::string& home) {
  std::error_code problem;
  std::vector<fs::path> old;
  for (const auto& entry : fs::directory_iterator(home, problem)) {
    if (entry.path().filename().string().starts_with("datong.db")) old.push_back(entry.path());
  }
  for (const fs::path& path : old) {
    if (!problem) fs::remove_all(path, problem);
  }
  if (problem) return failure(Code::internal, home + ": " + problem.message());
  return {};
}

/// The officers' day, until told to stop.
void keep_office(const TrainOptions& options, const std::atomic<bool>& stopping) {
  auto bytes = read_file(options.serve.home + "/access.json");
  auto access = bytes ? Json::parse(*bytes) : Result<Json>(bytes.error());
  if (!access) return log_line("error", "training", access.error().detail);
  const std::string host = options.serve.address == "0.0.0.0" ? "127.0.0.1" : options.serve.address;
  TrainingOffice office(caller(host, options.serve.port), std::move(*access));
  if (auto done = office.lay_out_templates(options.parties + "/templates"); !done) log_line("error", "training", "templates: " + done.error().detail);
  for (std::string told; !stopping;) {
    const std::string problems = office.work_once();
    if (problems != told && !problems.empty() && !stopping) log_line("warning", "training", problems);
    told = problems;
    for (int waited = 0; waited < kRoundMs && !stopping; waited += kStepMs) std::this_thread::sleep_for(std::chrono::milliseconds(kStepMs));
  }
}

/// Serves until a signal or a reset; `reset` says which. The port once taken is kept.
int serve_once(TrainOptions& options, bool& reset) {
  std::atomic<bool> stopping = false, asked = false;
  std::thread officers;
  ServeOptions serving = options.serve;
  serving.training = {kTraineeName, kTraineePassword, [&] {
                        asked = true;
                        ::kill(::getpid(), SIGTERM);  // serve waits for it, and ends as it always does
                      }};
  serving.on_serving = [&](std::uint16_t port) {
    options.serve.port = port;
    officers = std::thread([&] { keep_office(options, stopping); });
  };
  const int status = serve(serving);
  stopping = true;
  if (officers.joinable()) officers.join();
  reset = asked;
  return status;
}

}  // namespace

int train(const TrainOptions& options) {
  TrainOptions now = options;
  for (;;) {
    if (const int status = prepare(now); status != 0) return status;
    bool reset = false;
    if (const int status = serve_once(now, reset); status != 0 || !reset) return status;
    if (auto done = forget(now.serve.home); !done) return fail(done.error());
    log_line("info", "training", "begins anew");
  }
}

}  // namespace datong::programs
