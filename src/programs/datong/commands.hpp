#pragma once
// The commands of `datong`, one function each; main.cpp reads the command line and calls one. Each returns the exit status.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "http/api.hpp"
#include "programs/datong/home.hpp"

namespace datong::programs {

struct ServeOptions {
  std::string home, address = "127.0.0.1", port_file;
  std::string public_address;  ///< "https://check.example": printed into QR codes; empty = address and port
  bool behind_proxy = false;   ///< who asks stands in X-Real-IP
  std::string web;             ///< folder of the built pages; empty = only the API
  IssuingKey issuing;
  std::uint16_t port = 8650;
  int threads = 2;
  std::string training_address;  ///< where one practises, for the start page; empty = nowhere
  http::Training training;       ///< of `datong train`
  std::function<void(std::uint16_t port)> on_serving = {};
};
int serve(const ServeOptions& options);

struct TrainOptions {
  ServeOptions serve;
  std::string data, parties;  ///< folders: data set, parties
};
/// A training platform: makes its home, serves it with simulated officers, begins anew when it is told to.
int train(const TrainOptions& options);

int load_data_set(const std::string& home, const std::string& folder, bool only_if_empty = false);
struct CodesOptions {
  std::string home, file, list;
  std::vector<std::string> columns, fixed;  ///< "ours=theirs", "ours=value"
  std::size_t code_digits = 0, pad_to = 0;
  bool replace = false;
};
int import_codes_file(const CodesOptions& options);
int import_party_file(const std::string& home, const std::string& file, std::string kind);
int make_keys(const std::string& home, const std::string& name);
int make_code(const std::string& home, std::int64_t unit, int days);
int load_picture_file(const std::string& home, const std::string& use, const std::string& owner, const std::string& file, int width_mm);
/// Uploads the file and loads it as `use`: office_seal, officer_specimen, or named_in_csv (only kept).
Result<void> load_picture(app::Context& context, const std::string& use, const std::string& owner, const std::string& file, int width_mm);
int set_visa_standing(const std::string& home, std::int64_t unit, const std::string& standing, const std::string& reason, const std::string& until);
/// From this moment on nothing signed with that certificate's key is believed.
int revoke_signer(const std::string& home, const std::string& serial);
int set_standing(const std::string& home, const std::string& kind, const std::string& key, const std::string& standing);
int check_home(const std::string& home);
/// A certificate for an issuing key made elsewhere: in a token, or RSA.
int certify_issuing(const std::string& home, const std::string& public_key_file);
int work_once(const std::string& home, const std::string& public_address);
int back_up(const std::string& home, const std::string& to);
struct VerifyOptions {
  std::vector<std::string> files;  ///< "-" = standard input
  std::string anchors, revocations, log_head, inclusion;
  bool as_json = false;
};
/// 0 all genuine, 1 one is not, 2 one cannot be read.
int verify(const VerifyOptions& options);
int print(const std::string& what, const std::string& into);
/// Example parties, installations with keys, and access.json beside the database.
int make_example(const std::string& home, const std::string& data, std::uint16_t port);
struct SampleOptions {
  std::string kind, format = "json";
  std::size_t lines = 1;
  std::uint32_t serial = 0;
};
int sample(const SampleOptions& options);
int demo(const std::string& access_file);
struct BenchOptions {
  std::string home, only;  ///< home is made and removed; only: pieces, resting, lodging, latency, documents, growth
  int rounds = 5;
  std::size_t connections = 192, grow_to = 1'000'000;
  bool quick = false;
};
int bench(const BenchOptions& options);
int bench_documents(const BenchOptions& options);

}  // namespace datong::programs
