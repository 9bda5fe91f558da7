#include "crypto/merkle.hpp"

#include <bit>

#include "base/check.hpp"

namespace datong::crypto {
namespace {

/// A run of leaves [begin, end) of the recursion of RFC 9162 §2.1; begin is a multiple of the largest power of two
/// below its length.
struct Run {
  std::uint64_t begin, end;
  std::uint64_t size() const { return end - begin; }
  bool is_perfect() const { return std::has_single_bit(size()); }
  /// Where the recursion cuts it: behind the largest power of two smaller than the size.
  std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

Result<Digest> root_of(const MerkleSource& source, Run run) {
  if (run.is_perfect()) {
    const auto level = static_cast<unsigned>(std::countr_zero(run.size()));
    return source(level, run.begin >> level);
  }
  const auto left = root_of(source, {run.begin, run.middle()});
  if (!left) return left.error();
  const auto right = root_of(source, {run.middle(), run.end});
  if (!right) return right.error();
  return merkle_node(*left, *right);
}

/// Adds the root of `run` to a proof.
Result<void> prove(std::vector<Digest>& proof, const MerkleSource& source, Run run) {
  const auto root = root_of(source, run);
  if (!root) return root.error();
  proof.push_back(*root);
  return {};
}

Result<void> prove_inclusion(std::vector<Digest>& proof, const MerkleSource& source, std::uint64_t index, Run run) {
  if (run.size() == 1) return {};
  const Run left{run.begin, run.middle()}, right{run.middle(), run.end};
  const bool is_left = index < left.end;
  if (auto done = prove_inclusion(proof, source, index, is_left ? left : right); !done) return done;
  return prove(proof, source, is_left ? right : left);
}

/// `is_known`: the verifier has the root of `run` up to `first` already.
Result<void> prove_consistency(std::vector<Digest>& proof, const MerkleSource& source, std::uint64_t first, Run run,
                               bool is_known) {
  if (first == run.end) return is_known ? Result<void>() : prove(proof, source, run);
  const Run left{run.begin, run.middle()}, right{run.middle(), run.end};
  if (first <= left.end) {
    if (auto done = prove_consistency(proof, source, first, left, is_known); !done) return done;
    return prove(proof, source, right);
  }
  if (auto done = prove_consistency(proof, source, first, right, false); !done) return done;
  return prove(proof, source, left);
}

}  // namespace

Digest merkle_leaf(std::string_view data) { return sha256({std::string_view("\0", 1), data}); }

Digest merkle_node(const Digest& left, const Digest& right) { return sha256({"\x01", view(left), view(right)}); }

Result<MerkleEdge> MerkleEdge::at(const MerkleSource& source, std::uint64_t size) {
  MerkleEdge edge;
  edge.size_ = size;
  for (unsigned level = 0; size >> level != 0; ++level) {
    if ((size >> level & 1) == 0) continue;
    const auto node = source(level, (size >> level) - 1);
    if (!node) return node.error();
    edge.left_[level] = *node;
  }
  return edge;
}

void MerkleEdge::add(const Digest& leaf_hash, const Node& full) {
  Digest hash = leaf_hash;
  unsigned level = 0;
  full(level, size_, hash);
  for (; (size_ >> level & 1) != 0; ++level) {
    hash = merkle_node(left_[level], hash);
    full(level + 1, size_ >> (level + 1), hash);
  }
  left_[level] = hash;
  ++size_;
}

Result<Digest> merkle_root(const MerkleSource& source, std::uint64_t size) {
  if (size == 0) return sha256("");
  return root_of(source, {0, size});
}

Result<std::vector<Digest>> inclusion_proof(const MerkleSource& source, std::uint64_t index, std::uint64_t size) {
  CHECK(index < size);
  std::vector<Digest> proof;
  if (auto done = prove_inclusion(proof, source, index, {0, size}); !done) return done.error();
  return proof;
}

Result<std::vector<Digest>> consistency_proof(const MerkleSource& source, std::uint64_t first, std::uint64_t size) {
  CHECK(first >= 1 && first <= size);
  std::vector<Digest> proof;
  if (auto done = prove_consistency(proof, source, first, {0, size}, true); !done) return done.error();
  return proof;
}

bool verify_inclusion(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                      const Digest& root) {
  if (index >= size) return false;
  std::uint64_t place = index, last = size - 1;
  Digest hash = leaf_hash;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if ((place & 1) != 0 || place == last) {
      hash = merkle_node(sibling, hash);
      while ((place & 1) == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      hash = merkle_node(hash, sibling);
    }
    place >>= 1, last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(std::uint64_t first, std::uint64_t size, const Digest& first_root, const Digest& root,
                        std::span<const Digest> proof) {
  if (first == 0 || first > size) return false;
  if (first == size) return proof.empty() && first_root == root;
  std::vector<Digest> path(proof.begin(), proof.end());
  if (std::has_single_bit(first)) path.insert(path.begin(), first_root);
  if (path.empty()) return false;
  std::uint64_t place = first - 1, last = size - 1;
  while ((place & 1) != 0) place >>= 1, last >>= 1;
  Digest old_hash = path.front(), hash = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((place & 1) != 0 || place == last) {
      old_hash = merkle_node(path[i], old_hash);
      hash = merkle_node(path[i], hash);
      while ((place & 1) == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      hash = merkle_node(hash, path[i]);
    }
    place >>= 1, last >>= 1;
  }
  return last == 0 && old_hash == first_root && hash == root;
}

}  // namespace datong::crypto
