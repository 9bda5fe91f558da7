#include "store/sqlite/connections.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace datong::store::sqlite {
namespace {

// Waits for another process at most this long.
constexpr char kSettings[] =
    "pragma busy_timeout=5000; pragma foreign_keys=off; pragma temp_store=memory; pragma synchronous=full;";
constexpr std::int64_t kWriteAheadBytes = 64 << 20;  // a checkpoint each so many costs little per commit
constexpr char kWriterCache[] = "pragma cache_size=-65536;";
constexpr char kReaderCache[] = "pragma cache_size=-8192; pragma query_only=on;";

Result<std::int64_t> pragma(Database& database, const std::string& name) {
  Query query(database, "pragma " + name);
  if (!query.row()) return query.error();
  return query.integer(0);
}

/// The page size of a file that has no page yet, and a write-ahead file of the same length whatever the size.
Result<void> set_pages(Database& database, const Schema& schema) {
  if (auto set = database.run(("pragma page_size=" + std::to_string(schema.page_bytes)).c_str()); !set) return set;
  const auto bytes = pragma(database, "page_size");
  if (!bytes) return bytes.error();
  return database.run(("pragma wal_autocheckpoint=" + std::to_string(kWriteAheadBytes / *bytes)).c_str());
}

Result<void> migrate(Database& database, const Schema& schema, const std::string& path, bool create) {
  if (auto begun = database.run("begin immediate"); !begun) return begun;
  const auto version = pragma(database, "user_version");
  const auto application = pragma(database, "application_id");
  if (!version) return version.error();
  if (!application) return application.error();
  const auto newest = static_cast<std::int64_t>(schema.migrations.size());
  if (*version == 0 && !create) return failure(Code::not_found, path + " is empty");
  if (*version > 0 && *application != schema.application_id)
    return failure(Code::corrupt, path + " is not a store of this kind");
  if (*version > newest) return failure(Code::corrupt, path + " was written by a newer version");
  for (std::int64_t i = *version; i < newest; ++i) {
    if (auto run = database.run(schema.migrations[static_cast<std::size_t>(i)]); !run) return run;
  }
  if (*version < newest) {
    const std::string mark = "pragma application_id=" + std::to_string(schema.application_id) +
                             "; pragma user_version=" + std::to_string(newest);
    if (auto run = database.run(mark.c_str()); !run) return run;
  }
  return database.run("commit");
}

void sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

Result<void> copy_into(Database& source, const std::string& path) {
  auto target = Database::open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!target) return target.error();
  if (auto set = target->run("pragma synchronous=full"); !set) return set;
  sqlite3_backup* backup = sqlite3_backup_init(target->handle(), "main", source.handle(), "main");
  if (backup == nullptr) return target->error();
  const int code = sqlite3_backup_step(backup, -1);  // one step is one snapshot; writers go on beside it
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return failure(Code::unavailable, std::string("backup: ") + sqlite3_errstr(code));
  return {};
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path) {
  FileLock lock;
  lock.descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock.descriptor_ < 0) return failure(Code::unavailable, path + ": " + std::strerror(errno));
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    char holder[64] = {};
    const auto size = ::pread(lock.descriptor_, holder, sizeof holder - 1, 0);
    return failure(Code::conflict, "another server has this platform (" + path +
                                       (size > 0 ? ", " + std::string(holder) : std::string()) + ")");
  }
  const std::string me = "process " + std::to_string(::getpid());
  if (::ftruncate(lock.descriptor_, 0) != 0 || ::pwrite(lock.descriptor_, me.data(), me.size(), 0) < 0) {
    return failure(Code::unavailable, path + ": " + std::strerror(errno));
  }
  return lock;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::unique_ptr<Connections>> Connections::open(const std::string& path, bool create, bool server,
                                                       const Schema& schema) {
  auto made = std::make_unique<Connections>();
  made->path_ = path;
  if (server && !made->in_memory()) {
    if (!create && !std::filesystem::exists(path)) return failure(Code::not_found, path);
    auto lock = FileLock::take(path + ".lock");
    if (!lock) return lock.error();
    made->file_lock_ = std::move(*lock);
  }
  const bool fresh = made->in_memory() || !std::filesystem::exists(path);
  auto writer = Database::open(path, SQLITE_OPEN_READWRITE | (create || made->in_memory() ? SQLITE_OPEN_CREATE : 0));
  if (!writer) return writer.error();
  made->writer_ = std::move(*writer);
  if (auto set = made->writer_.run(kSettings); !set) return set.error();
  if (auto set = made->writer_.run(kWriterCache); !set) return set.error();
  if (auto set = set_pages(made->writer_, schema); !set) return set.error();
  if (!made->in_memory()) {
    if (auto set = made->writer_.run("pragma journal_mode=wal"); !set) return set.error();
  }
  if (auto migrated = migrate(made->writer_, schema, path, create || made->in_memory()); !migrated)
    return migrated.error();
  if (fresh && !made->in_memory()) sync_folder_of(path);
  return made;
}

Connections::Lease::~Lease() {
  if (!own_) return;
  const std::lock_guard lock(home_.pool_mutex_);
  if (home_.idle_.size() < kIdleReadersMax) home_.idle_.push_back(std::move(own_));
}

Result<std::unique_ptr<Connections::Lease>> Connections::read() {
  std::unique_ptr<Lease> lease(new Lease(*this));
  if (in_memory()) {
    lease->writing_ = lock_writer();
    lease->database_ = &writer_;
    return lease;
  }
  {
    const std::lock_guard lock(pool_mutex_);
    if (!idle_.empty()) {
      lease->own_ = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!lease->own_) {
    auto opened = Database::open(path_, SQLITE_OPEN_READWRITE);
    if (!opened) return opened.error();
    lease->own_ = std::make_unique<Database>(std::move(*opened));
    if (auto set = lease->own_->run(kSettings); !set) return set.error();
    if (auto set = lease->own_->run(kReaderCache); !set) return set.error();
  }
  lease->database_ = lease->own_.get();
  return lease;
}

Result<void> Connections::in_transaction(const std::function<Result<void>(Database&)>& work) {
  const auto held = lock_writer();
  if (auto begun = writer_.run("begin immediate"); !begun) return begun;
  Result<void> done = work(writer_);
  if (done) done = writer_.run("commit");
  if (!done && sqlite3_get_autocommit(writer_.handle()) == 0) {
    [[maybe_unused]] const auto undone = writer_.run("rollback");  // the first error is the one to tell
  }
  return done;
}

Result<void> Connections::backup(const std::string& to) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) return failure(Code::conflict, to + " exists");
  auto lease = read();
  if (!lease) return lease.error();
  const std::string part = to + ".part";
  std::filesystem::remove(part, ignored);
  if (auto copied = copy_into(***lease, part); !copied) return copied;
  if (std::rename(part.c_str(), to.c_str()) != 0) return failure(Code::unavailable, to + ": " + std::strerror(errno));
  sync_folder_of(to);
  return {};
}

}  // namespace datong::store::sqlite
