#pragma once
// The Merkle tree of RFC 6962 (hashing: RFC 9162 §2.1.1): root, inclusion and consistency proofs, and their checking,
// over SHA-256. A tree grows at its right end only; whoever kept an old root can have proved that nothing before it was
// changed. Proofs are made from the roots of perfect subtrees, O(log n) of them. Not here: where the nodes are kept,
// who signs a root (app/transparency_log). Thread rule: free functions, any thread.
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/digest.hpp"

namespace datong::crypto {

Digest merkle_leaf(std::string_view data);                    ///< SHA-256(0x00 ‖ data)
Digest merkle_node(const Digest& left, const Digest& right);  ///< SHA-256(0x01 ‖ left ‖ right)

/// Root of the perfect subtree over leaves `index`·2^`level` … (`index`+1)·2^`level` − 1; level 0 is the hash of a
/// leaf. Asked only for subtrees that are full at the tree's size.
using MerkleSource = std::function<Result<Digest>(unsigned level, std::uint64_t index)>;

/// The right edge of a growing tree: what is needed to add leaves. Thread rule: belongs to one thread.
class MerkleEdge {
 public:
  using Node = std::function<void(unsigned level, std::uint64_t index, const Digest& hash)>;
  MerkleEdge() = default;  ///< of the empty tree
  /// Of the tree of the first `size` leaves. Errors: those of `source`.
  static Result<MerkleEdge> at(const MerkleSource& source, std::uint64_t size);
  /// Adds a leaf; `full` is told every subtree that it fills, level 0 first.
  void add(const Digest& leaf_hash, const Node& full);
  std::uint64_t size() const { return size_; }

 private:
  std::uint64_t size_ = 0;
  std::array<Digest, 64> left_{};  // where bit l of size_ is set, the last full subtree of level l
};

/// Root of the first `size` leaves; of none it is SHA-256 of nothing.
Result<Digest> merkle_root(const MerkleSource& source, std::uint64_t size);

/// The path from leaf `index` to the root of the first `size` leaves. Input: `index` < `size`.
Result<std::vector<Digest>> inclusion_proof(const MerkleSource& source, std::uint64_t index, std::uint64_t size);

/// That the tree of `size` leaves begins with the tree of `first`. Input: 1 ≤ `first` ≤ `size`; empty when equal.
Result<std::vector<Digest>> consistency_proof(const MerkleSource& source, std::uint64_t first, std::uint64_t size);

/// Source: RFC 9162 §2.1.3.2.
bool verify_inclusion(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                      const Digest& root);

/// Source: RFC 9162 §2.1.4.2.
bool verify_consistency(std::uint64_t first, std::uint64_t size, const Digest& first_root, const Digest& root,
                        std::span<const Digest> proof);

}  // namespace datong::crypto
