#pragma once
// The load of `datong bench`: example parties by the thousand, unique signed declarations, and a small epoll client that costs the
// machine as little as it can. Not a product's client. Thread rule: one thread.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/ports.hpp"
#include "crypto/certificate.hpp"
#include "domain/form/form.hpp"

namespace datong::programs {

struct BenchUnit {
  std::int64_t registration = 0;
  std::string declarant, installation;
  crypto::SigningKey key;
};
/// Registers `count` self-declaring enterprises with a declarant and an installation each.
Result<std::vector<BenchUnit>> make_bench_units(app::Store& store, const crypto::Authority& authority, std::size_t count, Instant now);

/// Declarations of 10 goods lines, each with its own reference, uuid, contract, quantities and values.
class BenchDocuments {
 public:
  BenchDocuments(const std::vector<BenchUnit>& units, Date legal_day, std::string run);
  const BenchUnit& unit(std::size_t n) const { return units_[n % units_.size()]; }
  std::string json(std::size_t n);
  std::string xml(std::size_t n);

 private:
  void fill(std::size_t n);
  const std::vector<BenchUnit>& units_;
  std::string run_;
  domain::Document document_;
};

/// A whole HTTP request, ready to be written.
std::string lodge_request(const BenchUnit& unit, const std::string& json);
std::string batch_request(const BenchUnit& unit, const std::vector<std::string>& lines);

struct LoadResult {
  std::size_t answered = 0, errors = 0;
  double seconds = 0;
  std::vector<double> latency_ms;  ///< sorted
  double percentile(double share) const;
};
/// Each connection sends its next request when the last was answered.
LoadResult closed_loop(std::uint16_t port, std::size_t connections, const std::vector<std::string>& requests);
/// Requests begin at a fixed rate whatever the answers do; latency counts from the moment a request was due.
LoadResult open_loop(std::uint16_t port, std::size_t connections, const std::vector<std::string>& requests, double per_second);

/// Forwards reads to another store; keeps what would be committed instead of committing it.
std::unique_ptr<app::Store> recording_store(app::Store& below, std::vector<app::Decision>& recorded);

}  // namespace datong::programs
