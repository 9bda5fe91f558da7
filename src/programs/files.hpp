#pragma once
// Files, the clock and HTTP as the programs use them: small adapters shared by datong, datong-client and datong-bench.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/ports.hpp"
#include "client/client.hpp"

namespace datong::programs {

struct SystemClock : app::Clock {
  Instant now() override;
};

Result<std::string> read_file(const std::string& path);
/// Every file below a folder: its path there with "/", and its bytes; symbolic links are left out.
/// Errors: not_found, too_large.
Result<std::vector<std::pair<std::string, std::string>>> read_folder(const std::string& path, std::size_t files_max, std::size_t bytes_max);
/// Written beside, synced, renamed: whole or not at all. `is_secret`: readable by the owner only.
Result<void> write_file(const std::string& path, std::string_view bytes, bool is_secret = false);

/// One kept connection; not for several threads at once.
client::Caller caller(std::string host, std::uint16_t port);

/// Prints an error for a person and returns the exit status 1.
int fail(const Error& error);

}  // namespace datong::programs
