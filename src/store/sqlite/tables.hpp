#pragma once
// Row numbers and key hashes of the SQLite tables: part of the stored format.
#include <cstdint>
#include <string_view>

#include "base/ids.hpp"
#include "crypto/digest.hpp"
#include "store/sqlite/connections.hpp"

namespace datong::store::sqlite {

constexpr std::int64_t message_row(CaseId id, std::uint32_t version) { return id.value * 128 + version; }

constexpr std::int64_t merkle_key(unsigned level, std::uint64_t index) {
  return static_cast<std::int64_t>((std::uint64_t{level} << 48) + index);
}

/// The first 8 bytes of SHA-256(space 0x00 key).
inline std::int64_t unique_key_hash(std::string_view space, std::string_view key) {
  const crypto::Digest digest = crypto::sha256({space, std::string_view("\0", 1), key});
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 8; ++i) hash = hash << 8 | digest[i];
  return static_cast<std::int64_t>(hash);
}

/// A stored digest; zeros when the column has another size (`check` reports that row by its sum).
inline crypto::Digest digest_from(std::string_view bytes) {
  crypto::Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

const Schema& journal_schema();
const Schema& blobs_schema();
const Schema& search_schema();

}  // namespace datong::store::sqlite
