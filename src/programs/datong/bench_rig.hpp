#pragma once
// What every part of `datong bench` stands on: a home of its own with the server on it as another process, and how time is taken. CPU time,
// since the machine is seldom alone. Internal to programs/datong. Thread rule: one thread.
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "programs/datong/bench_load.hpp"
#include "programs/datong/home.hpp"

namespace datong::programs {

using SteadyClock = std::chrono::steady_clock;

inline constexpr std::size_t kBenchUnits = 1000;

double seconds_since(SteadyClock::time_point begin);
double cpu_seconds();          ///< of this thread
double process_cpu_seconds();  ///< of all threads of this process
double cpu_seconds_of(pid_t process);
double median(std::vector<double> values);
/// CPU microseconds of `work(n)` over n = 0 … count-1, median of five runs.
double measure(std::size_t count, const std::function<void(std::size_t)>& work);
Date today();

/// A program with its words written to nowhere: its process, or 0.
pid_t start_program(const std::vector<std::string>& words, const std::string& folder = "");
/// Runs it to its end. Errors: unavailable, also when it ends with another status than 0.
Result<void> run_program(const std::vector<std::string>& words, const std::string& folder = "");
/// Asks a program to end and waits for it.
void end_program(pid_t process);
/// What the port file says once it is there. Errors: unavailable, not within ten seconds.
Result<std::uint16_t> wait_for_port(const std::string& port_file);

/// A home with keys, data and a thousand units, and the server on it as a process of its own.
class Rig {
 public:
  explicit Rig(std::string home);
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;
  Result<void> prepare();
  Result<void> serve();
  void stop();
  double server_cpu_seconds() const { return cpu_seconds_of(child_); }
  double resident_mib() const;
  /// Cases in the stopped store.
  Result<std::size_t> stored();
  const std::vector<BenchUnit>& units() const { return units_; }
  pid_t process() const { return child_; }
  std::uint16_t port() const { return port_; }
  double cold_start_seconds() const { return cold_start_seconds_; }
  const std::string& home() const { return home_; }

 private:
  std::string home_;
  std::vector<BenchUnit> units_;
  pid_t child_ = 0;
  std::uint16_t port_ = 0;
  double cold_start_seconds_ = 0;
};

}  // namespace datong::programs
