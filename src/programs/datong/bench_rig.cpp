#include "programs/datong/bench_rig.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "programs/datong/commands.hpp"

namespace datong::programs {
namespace {

namespace fs = std::filesystem;

double clock_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

double seconds_since(SteadyClock::time_point begin) { return std::chrono::duration<double>(SteadyClock::now() - begin).count(); }

double cpu_seconds() { return clock_seconds(CLOCK_THREAD_CPUTIME_ID); }

double process_cpu_seconds() { return clock_seconds(CLOCK_PROCESS_CPUTIME_ID); }

double cpu_seconds_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string word, rest;
  std::getline(file, rest);
  std::istringstream fields(rest.substr(rest.rfind(')') + 2));
  double user = 0, system = 0;
  for (int i = 3; fields >> word; ++i) {
    if (i == 14) user = std::stod(word);
    if (i == 15) system = std::stod(word);
  }
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

/// CPU microseconds of `work(n)` over n = 0 … count-1, median of five runs.
double measure(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<double> runs;
  for (int run = 0; run < 5; ++run) {
    const double begin = cpu_seconds();
    for (std::size_t n = 0; n < count; ++n) work(n);
    runs.push_back((cpu_seconds() - begin) * 1e6 / static_cast<double>(count));
  }
  return median(runs);
}

Date today() { return legal_day(SystemClock().now()); }

pid_t start_program(const std::vector<std::string>& words, const std::string& folder) {
  const pid_t child = ::fork();
  if (child != 0) return std::max(child, 0);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int null = ::open("/dev/null", O_RDWR);
  for (const int stream : {0, 1, 2}) ::dup2(null, stream);
  if (folder.empty() || ::chdir(folder.c_str()) == 0) ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

Result<void> run_program(const std::vector<std::string>& words, const std::string& folder) {
  const pid_t process = start_program(words, folder);
  int status = 0;
  if (process == 0 || ::waitpid(process, &status, 0) != process || status != 0) return failure(Code::unavailable, words.front() + " did not succeed");
  return {};
}

void end_program(pid_t process) {
  if (process <= 0) return;
  ::kill(process, SIGTERM);
  int status = 0;
  ::waitpid(process, &status, 0);
}

Result<std::uint16_t> wait_for_port(const std::string& port_file) {
  for (int i = 0; i < 20'000; ++i) {
    std::uint16_t port = 0;
    if (std::ifstream file(port_file); file >> port) return port;
    ::usleep(500);
  }
  return failure(Code::unavailable, "the server did not start");
}

Rig::Rig(std::string home) : home_(std::move(home)) {
  std::error_code ignored;
  fs::remove_all(home_, ignored);
}

Rig::~Rig() {
  stop();
  std::error_code ignored;
  fs::remove_all(home_, ignored);
}

Result<void> Rig::prepare() {
  if (auto done = init_keys(home_, "Bench"); !done) return done.error();
  if (load_data_set(home_, "data/classic") != 0) return failure(Code::unavailable, "data/classic");
  auto platform = open_platform(home_, true, false);
  if (!platform) return platform.error();
  auto units = make_bench_units(*(*platform)->store, (*platform)->keys->authority, kBenchUnits, (*platform)->clock.now());
  if (!units) return units.error();
  units_ = std::move(*units);
  return {};
}

Result<void> Rig::serve() {
  const std::string port_file = home_ + "/port";
  fs::remove(port_file);
  const auto begin = SteadyClock::now();
  child_ = start_program({"/proc/self/exe", "serve", "--home", home_, "--port", "0", "--port-file", port_file});
  auto port = wait_for_port(port_file);
  if (!port) return port.error();
  port_ = *port;
  cold_start_seconds_ = seconds_since(begin);
  return {};
}

void Rig::stop() {
  end_program(child_);
  child_ = 0;
}

double Rig::resident_mib() const {
  std::ifstream file("/proc/" + std::to_string(child_) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

Result<std::size_t> Rig::stored() {
  auto platform = open_platform(home_, false, false, true);
  if (!platform) return platform.error();
  std::size_t count = 0;
  for (app::WorkQuery query{.offices = {}, .stages = {}, .kind = {}, .assigned_to = {}, .after = {}, .limit = 1000};;) {
    auto page = (*platform)->store->work(query);
    if (!page) return page.error();
    count += page->size();
    if (page->size() < query.limit) return count;
    query.after = page->back().id;
  }
}

}  // namespace datong::programs
