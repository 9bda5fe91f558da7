#include "app/context.hpp"

#include "base/csv.hpp"

namespace datong::app {

std::string edition_hash(const EditionFiles& files) {
  crypto::Sha256 hash;
  for (const auto& [name, bytes] : files) {
    hash.update(name).update(std::string_view("\0", 1)).update(crypto::hex(crypto::sha256(bytes)));
  }
  return crypto::hex(hash.finish());
}

Result<EditionPtr> build_edition(std::string name, const EditionFiles& files) {
  domain::EditionBuilder builder;
  for (const auto& [file, bytes] : files) {
    auto table = read_csv(bytes);
    if (!table) return failure(Code::malformed, file + ": " + table.error().detail);
    builder.add(file, std::move(*table));
  }
  return builder.build(std::move(name), edition_hash(files));
}

Result<void> Editions::refresh() {
  auto hash = store_.current_edition();
  if (!hash) return hash.error();
  const EditionPtr now = current();
  if (now && now->hash() == *hash) return {};
  auto loaded = by_hash(*hash);
  if (!loaded) return loaded.error();
  std::atomic_store(&current_, *loaded);
  return {};
}

Result<EditionPtr> Editions::by_hash(const std::string& hash) {
  const std::lock_guard lock(mutex_);
  if (const auto found = old_.find(hash); found != old_.end()) return found->second;
  auto files = store_.edition(hash);
  if (!files) return files.error();
  auto built = build_edition("stored", *files);
  if (!built) return built.error();
  if ((*built)->hash() != hash) return failure(Code::corrupt, "edition " + hash + " does not have its hash");
  if (old_.size() >= 4) old_.erase(old_.begin());
  old_[hash] = *built;
  return *built;
}

}  // namespace datong::app
