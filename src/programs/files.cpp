#include "programs/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "domain/rules.hpp"
#include "http/server.hpp"

namespace datong::programs {
namespace {

constexpr std::int64_t kCallTimeoutMs = 90'000;  // longer than the longest long poll

Result<void> write_all(const std::string& path, std::string_view bytes, int mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return failure(Code::unavailable, "cannot write " + path);
  bool good = true;
  for (std::size_t done = 0; good && done < bytes.size();) {
    const auto n = ::write(file, bytes.data() + done, bytes.size() - done);
    good = n > 0;
    if (good) done += static_cast<std::size_t>(n);
  }
  good = good && ::fsync(file) == 0;
  ::close(file);
  if (!good) return failure(Code::unavailable, "cannot write " + path);
  return {};
}

}  // namespace

Instant SystemClock::now() {
  return Instant::from_ms(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(Code::not_found, "cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::vector<std::pair<std::string, std::string>>> read_folder(const std::string& path, std::size_t files_max, std::size_t bytes_max) {
  namespace fs = std::filesystem;
  std::vector<std::pair<std::string, std::string>> files;
  std::size_t bytes = 0;
  std::error_code ec;
  for (fs::recursive_directory_iterator at(path, ec), end; !ec && at != end; at.increment(ec)) {
    if (at->is_symlink(ec) || !at->is_regular_file(ec)) continue;
    if (bytes += at->file_size(ec); ec || files.size() >= files_max || bytes > bytes_max) return failure(Code::too_large, "files of " + path);
    auto read = read_file(at->path().string());
    if (!read) return read.error();
    files.emplace_back(at->path().lexically_relative(path).generic_string(), std::move(*read));
  }
  if (ec) return failure(Code::not_found, "cannot read " + path + ": " + ec.message());
  return files;
}

Result<void> write_file(const std::string& path, std::string_view bytes, bool is_secret) {
  const std::string beside = path + ".new";
  if (auto done = write_all(beside, bytes, is_secret ? 0600 : 0644); !done) return done.error();
  if (std::rename(beside.c_str(), path.c_str()) != 0) return failure(Code::unavailable, "cannot rename " + beside);
  return {};
}

client::Caller caller(std::string host, std::uint16_t port) {
  auto connection = std::make_shared<http::Connection>(std::move(host), port);
  return [connection](std::string_view method, std::string_view target, const client::Headers& headers, std::string_view body) -> Result<client::Reply> {
    auto response = connection->call(method, target, headers, body, kCallTimeoutMs);
    if (!response) return response.error();
    return client::Reply{response->status, std::move(response->headers), std::move(response->body)};
  };
}

int fail(const Error& error) {
  std::fprintf(stderr, "datong: %s\n", error.detail.empty() ? "refused" : error.detail.c_str());
  for (const Finding& f : error.refusals) {
    std::fprintf(stderr, "  %s [%s] %s / %s\n", f.path.c_str(), std::string(f.rule).c_str(), domain::words(f, "zh").c_str(), domain::words(f, "en").c_str());
  }
  return 1;
}

}  // namespace datong::programs
