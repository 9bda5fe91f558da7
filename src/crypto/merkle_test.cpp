#include "crypto/merkle.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>

#include "base/text.hpp"

using namespace datong;
using namespace datong::crypto;

namespace {

std::string data_of(std::uint64_t leaf) { return "leaf " + std::to_string(leaf); }

/// The definition of RFC 9162 §2.1.1, word for word: MTH(D[begin:end]).
Digest naive_root(std::uint64_t begin, std::uint64_t end) {
  if (begin == end) return sha256("");
  if (end - begin == 1) return merkle_leaf(data_of(begin));
  const std::uint64_t k = std::bit_floor(end - begin - 1);
  return merkle_node(naive_root(begin, begin + k), naive_root(begin + k, end));
}

/// Nodes as the log keeps them: what each leaf fills, and nothing else.
class Tree {
 public:
  explicit Tree(std::uint64_t size) {
    while (edge_.size() < size) add(merkle_leaf(data_of(edge_.size())));
  }
  void add(const Digest& leaf_hash) {
    edge_.add(leaf_hash, [this](unsigned level, std::uint64_t index, const Digest& hash) {
      nodes_[{level, index}] = hash;
    });
  }
  MerkleSource source() {
    return [this](unsigned level, std::uint64_t index) -> Result<Digest> {
      ++reads;
      const auto found = nodes_.find({level, index});
      if (found == nodes_.end()) return failure(Code::not_found);
      return found->second;
    };
  }
  std::size_t reads = 0;

 private:
  MerkleEdge edge_;
  std::map<std::pair<unsigned, std::uint64_t>, Digest> nodes_;
};

constexpr std::uint64_t kSizes = 70;

/// Calls `wrong(proof)` for every proof that differs from `proof` in one place.
template <class Wrong>
void for_each_wrong(const std::vector<Digest>& proof, Wrong&& wrong) {
  for (std::size_t i = 0; i < proof.size(); ++i) {
    auto other = proof;
    other[i][i % 32] ^= 1;
    wrong(other);
    other = proof;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    wrong(other);
    other = proof;
    other.insert(other.begin() + static_cast<std::ptrdiff_t>(i), proof[i]);
    wrong(other);
  }
  auto longer = proof;
  longer.push_back(Digest{});
  wrong(longer);
}

}  // namespace

// Known roots of RFC 6962's reference implementation (certificate-transparency, merkle_tree_test): eight inputs.
TEST(Merkle, HashesAsTheReferenceImplementationDoes) {
  const std::string inputs[] = {*from_hex(""),
                                *from_hex("00"),
                                *from_hex("10"),
                                *from_hex("2021"),
                                *from_hex("3031"),
                                *from_hex("40414243"),
                                *from_hex("5051525354555657"),
                                *from_hex("606162636465666768696a6b6c6d6e6f")};
  const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  EXPECT_EQ(hex(merkle_root({}, 0).value()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Tree tree(0);
  for (std::uint64_t size = 1; size <= 8; ++size) {
    tree.add(merkle_leaf(inputs[size - 1]));
    EXPECT_EQ(hex(merkle_root(tree.source(), size).value()), roots[size - 1]);
  }
}

TEST(Merkle, ATreeGrowsOnFromItsNodes) {
  for (std::uint64_t begin = 0; begin <= kSizes; ++begin) {
    Tree tree(begin);
    auto edge = MerkleEdge::at(tree.source(), begin);
    ASSERT_TRUE(edge);
    Tree whole(begin + 5);
    std::size_t told = 0;
    while (edge->size() < begin + 5) {
      edge->add(merkle_leaf(data_of(edge->size())), [&](unsigned level, std::uint64_t index, const Digest& hash) {
        EXPECT_EQ(whole.source()(level, index).value(), hash);
        ++told;
      });
    }
    EXPECT_EQ(told, 2 * (begin + 5) - static_cast<std::size_t>(std::popcount(begin + 5)) -
                        (2 * begin - static_cast<std::size_t>(std::popcount(begin))));
  }
  EXPECT_FALSE(MerkleEdge::at(Tree(4).source(), 5));
}

TEST(Merkle, EveryRootEqualsTheDefinition) {
  for (std::uint64_t size = 0; size <= kSizes; ++size) {
    Tree tree(size);
    EXPECT_EQ(merkle_root(tree.source(), size).value(), naive_root(0, size)) << size;
  }
}

TEST(Merkle, EveryInclusionIsProvedAndNoWrongOneIs) {
  Tree tree(kSizes);
  for (std::uint64_t size = 1; size <= kSizes; ++size) {
    const Digest root = naive_root(0, size);
    for (std::uint64_t leaf = 0; leaf < size; ++leaf) {
      const auto proof = inclusion_proof(tree.source(), leaf, size);
      ASSERT_TRUE(proof);
      const Digest hash = merkle_leaf(data_of(leaf));
      EXPECT_TRUE(verify_inclusion(hash, leaf, size, *proof, root)) << leaf << " of " << size;
      EXPECT_FALSE(verify_inclusion(merkle_leaf("another"), leaf, size, *proof, root));
      EXPECT_FALSE(verify_inclusion(hash, leaf, size, *proof, naive_root(0, size + 1)));
      for (std::uint64_t other = 0; other <= size; ++other) {
        EXPECT_EQ(verify_inclusion(hash, other, size, *proof, root), other == leaf) << other << " for " << leaf;
      }
      for_each_wrong(*proof, [&](const std::vector<Digest>& wrong) {
        EXPECT_FALSE(verify_inclusion(hash, leaf, size, wrong, root)) << leaf << " of " << size;
      });
    }
  }
}

TEST(Merkle, EveryConsistencyIsProvedAndNoWrongOneIs) {
  Tree tree(kSizes);
  for (std::uint64_t size = 1; size <= kSizes; ++size) {
    const Digest root = naive_root(0, size);
    for (std::uint64_t first = 1; first <= size; ++first) {
      const auto proof = consistency_proof(tree.source(), first, size);
      ASSERT_TRUE(proof);
      const Digest old_root = naive_root(0, first);
      EXPECT_TRUE(verify_consistency(first, size, old_root, root, *proof)) << first << " of " << size;
      EXPECT_EQ(verify_consistency(first, size, root, root, *proof), first == size);
      EXPECT_FALSE(verify_consistency(first, size, merkle_leaf("x"), root, *proof));
      EXPECT_FALSE(verify_consistency(first, size, old_root, merkle_leaf("x"), *proof));
      EXPECT_FALSE(verify_consistency(0, size, old_root, root, *proof));
      for_each_wrong(*proof, [&](const std::vector<Digest>& wrong) {
        EXPECT_FALSE(verify_consistency(first, size, old_root, root, wrong)) << first << " of " << size;
      });
    }
  }
}

TEST(Merkle, AProofOfALargeTreeTakesFewReads) {
  std::size_t reads = 0;
  const MerkleSource source = [&](unsigned level, std::uint64_t index) -> Result<Digest> {
    ++reads;
    return sha256(std::to_string(level) + ":" + std::to_string(index));
  };
  const std::uint64_t size = (std::uint64_t{1} << 40) - 1;
  EXPECT_EQ(inclusion_proof(source, 12345, size)->size(), 40U);
  EXPECT_LE(reads, 80U);
  reads = 0;
  ASSERT_TRUE(consistency_proof(source, 123'456'789, size));
  EXPECT_LE(reads, 100U);
}

TEST(Merkle, AMissingNodeIsToldNotGuessed) {
  Tree tree(5);
  EXPECT_EQ(merkle_root(tree.source(), 6).error().code, Code::not_found);
  EXPECT_FALSE(inclusion_proof(tree.source(), 1, 9));
  EXPECT_FALSE(consistency_proof(tree.source(), 3, 9));
}
