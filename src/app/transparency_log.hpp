#pragma once
// The one log over every committed step, shown outward: signed heads of its Merkle tree, proofs that a step of an
// issued document stands in it, and that it only ever grew. Whoever keeps a head can later show that a step was taken
// away or changed. Not here: the tree's arithmetic (crypto/merkle.hpp), its rows (store). A step's body is shown only
// for what was issued (has_open_steps). Thread rule: any thread. Read: docs/decisions/0014-one-log.md.
#include <optional>
#include <string>

#include "app/context.hpp"
#include "app/maintain.hpp"

namespace datong::app {

/// A head as published: canonical JSON {at, format, root, size} and its detached JWS, purpose "log_head".
struct LogHead {
  std::uint64_t size = 0;
  crypto::Digest root{};
  std::string body, signature;
};

/// Takes new steps into the tree and, when it grew, signs and stores its head; the latest, and the last of each legal
/// day. Call it once a second, from one process or several.
/// Errors:  corrupt, when the tree no longer contains the head signed before: then nothing is signed any more.
Result<LogSize> extend_log(Context& context, const Signer& log_signer);

Result<LogHead> latest_log_head(Store& store);  ///< not_found before the first

/// Answer of GET /v1/log/inclusion. `size` absent: that of the latest head.
/// Errors: not_found (also a case without open steps); unavailable (not in the latest head yet); malformed (size).
Result<std::string> prove_inclusion(Context& context, CaseId id, std::uint32_t sequence,
                                    std::optional<std::uint64_t> size);

/// Answer of GET /v1/log/consistency. `to` absent: the size of the latest head.
/// Errors: not_found (no head yet); malformed (not 1 ≤ from ≤ to ≤ size).
Result<std::string> prove_consistency(Context& context, std::uint64_t from, std::optional<std::uint64_t> to);

/// Compares every stored head with the tree, and its signature with `key` when there is one.
Result<std::vector<Contradiction>> check_log_heads(Store& store, const std::optional<crypto::VerifyingKey>& key);

}  // namespace datong::app
