#pragma once
// The connections to one SQLite file: one that writes, a small pool that reads, the file lock of a server; opening,
// settings and migrations. A store in memory has the writing connection only and everybody shares it. Thread rule: any
// thread; a Lease belongs to the thread that asked for it.
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite/sqlite.hpp"

namespace datong::store::sqlite {

/// What distinguishes the journal's file from others, and how its tables came to be.
struct Schema {
  std::int32_t application_id = 0;
  std::vector<const char*> migrations;  ///< the n-th brings user_version to n+1
  int page_bytes = 4096;                ///< of a new file; an old one keeps its own
};

/// An exclusive lock on `<path>.lock`, held as long as the object lives; the file names the holder.
class FileLock {
 public:
  /// Errors: conflict, with who holds it.
  static Result<FileLock> take(const std::string& path);
  FileLock() = default;
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileLock();

 private:
  int descriptor_ = -1;
};

class Connections {
 public:
  /// Opens, creates (if `create`) and migrates. Errors: not_found, corrupt (not ours, or of a newer version), conflict
  /// (`server` and another server holds the file), unavailable.
  static Result<std::unique_ptr<Connections>> open(const std::string& path, bool create, bool server,
                                                   const Schema& schema);

  /// A connection to read with, given back at the end of its life.
  class Lease {
   public:
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Database& operator*() { return *database_; }

   private:
    friend class Connections;
    explicit Lease(Connections& home) : home_(home) {}
    Connections& home_;
    std::unique_ptr<Database> own_;
    std::unique_lock<std::mutex> writing_;
    Database* database_ = nullptr;
  };
  Result<std::unique_ptr<Lease>> read();

  /// The writing connection; hold the lock from the begin of a transaction to its end.
  Database& writer() { return writer_; }
  [[nodiscard]] std::unique_lock<std::mutex> lock_writer() { return std::unique_lock(writer_mutex_); }

  /// Runs `work` in one transaction of the writer: committed whole, or rolled back when it fails.
  Result<void> in_transaction(const std::function<Result<void>(Database&)>& work);

  bool in_memory() const { return path_ == ":memory:"; }
  const std::string& path() const { return path_; }
  /// Copies the committed state into a new file that is complete or absent. Errors: conflict when `to` exists.
  Result<void> backup(const std::string& to);

 private:
  static constexpr std::size_t kIdleReadersMax = 8;
  std::string path_;
  FileLock file_lock_;
  Database writer_;
  std::mutex writer_mutex_;
  std::mutex pool_mutex_;  // guards idle_
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace datong::store::sqlite
