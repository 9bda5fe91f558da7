#pragma once
// Files, the clock and HTTP as the programs use them: small adapters shared by datong, datong-client and datong-bench.
#include <cstdint>
#include <string>
#include <string_view>

#include "app/ports.hpp"
#include "client/client.hpp"

namespace datong::programs {

struct SystemClock : app::Clock {
  Instant now() override;
};

Result<std::string> read_file(const std::string& path);
/// Written beside, synced, renamed: whole or not at all. `is_secret`: readable by the owner only.
Result<void> write_file(const std::string& path, std::string_view bytes, bool is_secret = false);

/// One kept connection; not for several threads at once.
client::Caller caller(std::string host, std::uint16_t port);

/// Prints an error for a person and returns the exit status 1.
int fail(const Error& error);

}  // namespace datong::programs
