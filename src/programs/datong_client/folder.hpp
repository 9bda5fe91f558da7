#pragma once
// The folder of an enterprise's installation: key, certificate, outbox, receipts. A message stands in the outbox, synced, before it
// is sent, and leaves it only with its receipt: a lost answer is asked for again with the same bytes.
#include <cstdint>
#include <string>
#include <vector>

#include "client/client.hpp"

namespace datong::programs {

struct Config {
  std::string host, installation, authority_pem, key_pem;
  std::uint16_t port = 0;
  std::int64_t last_serial = 0;
};

struct Queued {
  std::string name;  ///< file in the outbox
  std::string bytes, content_type;
  std::uint32_t version = 1;
};

class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  Result<void> create() const;
  Result<Config> read_config() const;
  Result<void> write_config(const Config& config) const;
  Result<Queued> enqueue(std::string bytes, std::string content_type, std::uint32_t version) const;
  Result<std::vector<Queued>> outbox() const;
  /// The message has its receipt: both are kept under sent/.
  Result<void> settle(const Queued& message, const client::Receipt& receipt) const;
  /// The platform refused the message itself (not its content): moved to failed/ with the words.
  Result<void> reject(const Queued& message, std::string_view why) const;
  Result<void> keep_receipt(const client::Receipt& receipt) const;

 private:
  std::string path_;
};

}  // namespace datong::programs
