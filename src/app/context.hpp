#pragma once
// What every use case is handed: the ports, the current edition, the receipt signer. Built once in programs/.
// Thread rule: safe from any thread; the edition may be exchanged while requests run, each keeps the one it began with.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/ports.hpp"
#include "base/ids.hpp"
#include "crypto/key.hpp"
#include "domain/edition/edition.hpp"

namespace datong::app {

using EditionPtr = std::shared_ptr<const domain::Edition>;

/// The editions in memory: the current one and old ones as they are asked for (replay).
class Editions {
 public:
  explicit Editions(Store& store) : store_(store) {}
  EditionPtr current() const { return std::atomic_load(&current_); }
  /// Loads the store's current edition if it is another than the one in memory. Errors: not_found before the first import.
  Result<void> refresh();
  Result<EditionPtr> by_hash(const std::string& hash);

 private:
  Store& store_;
  EditionPtr current_;
  std::mutex mutex_;
  std::map<std::string, EditionPtr> old_;  // guarded by mutex_
};

/// Builds an edition from its files; hash over names and bytes.
Result<EditionPtr> build_edition(std::string name, const EditionFiles& files);
std::string edition_hash(const EditionFiles& files);

struct Signer {
  crypto::SigningKey key;
  std::string key_id;
};

struct Trust;  // app/paper.hpp

struct Context {
  Store& store;
  Blobs& blobs;
  Clock& clock;
  IdMaker& ids;
  Editions& editions;
  Signer signer;
  /// Runs work soon on another thread than the committer's.
  std::function<void(std::function<void()>)> run;
  /// Told what committed, as stored: receipts in mailboxes, heads that moved. On the committer's thread: only notes it. May be null.
  std::function<void(const Decision&)> announce;
  /// What papers are made with; null for commands that make none.
  Trust* trust = nullptr;
  /// Where cases are found by their words; null for commands that search nothing.
  SearchIndex* search = nullptr;
};

}  // namespace datong::app
