#include "app/transparency_log.hpp"

#include <gtest/gtest.h>

#include "app/import_test_store.hpp"
#include "base/text.hpp"
#include "crypto/jws.hpp"
#include "crypto/merkle.hpp"
#include "document/json/json.hpp"

namespace datong::app {
namespace {

using document::Json;

/// A test store with a log in memory: `add` is a commit of one step.
class LogTestStore : public ImportTestStore {
 public:
  void add(CaseId id, HeadKind kind) {
    auto& [head, steps] = cases_[id.value];
    head.id = id;
    head.kind = kind;
    Step step{id, head.steps++, {}, R"({"sequence":)" + std::to_string(steps.size()) + "}", {}};
    step.hash = crypto::sha256({crypto::view(head.last_step_hash), step.body});
    head.last_step_hash = step.hash;
    steps.push_back(step);
    log_.push_back(step);
  }
  Result<Head> head(CaseId id) override {
    const auto found = cases_.find(id.value);
    if (found == cases_.end()) return failure(Code::not_found);
    return found->second.first;
  }
  Result<std::vector<Step>> steps(CaseId id) override { return cases_.at(id.value).second; }
  Result<LogSize> log_size() override { return LogSize{log_.size(), edge_.size()}; }
  Result<LogSize> extend_log(std::size_t limit) override {
    for (; limit > 0 && edge_.size() < log_.size(); --limit) {
      const Step& step = log_[edge_.size()];
      if (has_open_steps(cases_.at(step.id.value).first.kind)) places_[{step.id.value, step.sequence}] = edge_.size();
      edge_.add(crypto::merkle_leaf(crypto::view(step.hash)),
                [&](unsigned level, std::uint64_t index, const crypto::Digest& hash) {
                  nodes[{level, index}] = hash;
                });
    }
    return log_size();
  }
  Result<crypto::Digest> log_node(unsigned level, std::uint64_t index) override {
    const auto found = nodes.find({level, index});
    if (found == nodes.end()) return failure(Code::not_found);
    return found->second;
  }
  Result<std::optional<std::uint64_t>> log_place(CaseId id, std::uint32_t sequence) override {
    const auto found = places_.find({id.value, sequence});
    return found == places_.end() ? std::nullopt : std::optional(found->second);
  }

  std::map<std::pair<unsigned, std::uint64_t>, crypto::Digest> nodes;

 private:
  std::map<std::int64_t, std::pair<Head, std::vector<Step>>> cases_;
  std::vector<Step> log_;
  crypto::MerkleEdge edge_;
  std::map<std::pair<std::int64_t, std::uint32_t>, std::uint64_t> places_;
};

constexpr CaseId kDeclaration{100}, kCertificate{200};

class TransparencyLog : public testing::Test {
 protected:
  /// Steps of a declaration, and one of the certificate after every third.
  void grow(int steps) {
    for (int i = 0; i < steps; ++i) {
      office.store.add(i % 3 == 2 ? kCertificate : kDeclaration,
                       i % 3 == 2 ? HeadKind::certificate : HeadKind::declaration);
    }
  }
  Result<LogSize> extend() { return extend_log(office.context, signer); }
  std::string problems() {
    const auto found = check_log_heads(office.store, signer.key.verifying_key());
    if (!found) return found.error().detail;
    std::string all;
    for (const Contradiction& one : *found) all += one.where + ": " + one.what + "\n";
    return all;
  }
  static Json json(const Result<std::string>& text) {
    EXPECT_TRUE(text) << (text ? "" : text.error().detail);
    return text ? *Json::parse(*text) : Json();
  }
  static crypto::Digest digest(std::string_view hex) {
    crypto::Digest digest{};
    const auto bytes = from_hex(hex);
    if (bytes && bytes->size() == 32) std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
  }
  static std::vector<crypto::Digest> path_of(const Json& proof) {
    std::vector<crypto::Digest> path;
    for (const Json& hash : *proof.array("path")) path.push_back(digest(*hash.as_string()));
    return path;
  }

  OfficeWith<LogTestStore> office;
  Signer signer{crypto::SigningKey::generate(), "log-test"};
};

TEST_F(TransparencyLog, AHeadIsSignedWhenTheTreeGrewAndOnlyThen) {
  ASSERT_TRUE(extend());
  EXPECT_EQ(latest_log_head(office.store).error().code, Code::not_found) << "nothing to sign";
  grow(5);
  EXPECT_EQ(extend()->leaves, 5U);
  const auto head = latest_log_head(office.store);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->size, 5U);
  const auto jws = crypto::parse_detached(head->signature);
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->purpose, "log_head");
  EXPECT_EQ(jws->key_id, "log-test");
  EXPECT_TRUE(crypto::verify_detached(*jws, signer.key.verifying_key(), head->body));
  ASSERT_TRUE(extend());
  EXPECT_EQ(latest_log_head(office.store)->signature, head->signature) << "it did not grow";
  EXPECT_EQ(office.store.records("log_head", "", "", 9)->size(), 2U) << "the latest, and the day's last";
  EXPECT_EQ(problems(), "");
}

TEST_F(TransparencyLog, EveryStepOfACertificateIsProvedAtEverySize) {
  grow(30);
  ASSERT_TRUE(extend());
  const crypto::MerkleSource source = [&](unsigned level, std::uint64_t index) {
    return office.store.log_node(level, index);
  };
  for (std::uint32_t sequence = 0; sequence < 10; ++sequence) {
    for (std::uint64_t size = 3 * sequence + 3; size <= 30; ++size) {
      const Json proof = json(prove_inclusion(office.context, kCertificate, sequence, size));
      const crypto::Digest previous = digest(*proof.string("previous_hash"));
      const crypto::Digest hash = crypto::sha256({crypto::view(previous), *proof.string("body")});
      EXPECT_EQ(crypto::hex(hash), *proof.string("step_hash"));
      EXPECT_EQ(*proof.integer("leaf"), 3 * sequence + 2);
      EXPECT_TRUE(crypto::verify_inclusion(crypto::merkle_leaf(crypto::view(hash)), 3 * sequence + 2, size,
                                           path_of(proof), crypto::merkle_root(source, size).value()));
    }
  }
  EXPECT_EQ(*json(prove_inclusion(office.context, kCertificate, 0, std::nullopt)).integer("size"), 30);
}

TEST_F(TransparencyLog, AStepThatIsNotOpenOrNotThereCannotBeToldApart) {
  grow(6);
  ASSERT_TRUE(extend());
  EXPECT_EQ(prove_inclusion(office.context, kDeclaration, 0, std::nullopt).error().code, Code::not_found);
  EXPECT_EQ(prove_inclusion(office.context, CaseId{999}, 0, std::nullopt).error().code, Code::not_found);
  EXPECT_EQ(prove_inclusion(office.context, kCertificate, 2, std::nullopt).error().code, Code::not_found);
  EXPECT_EQ(prove_inclusion(office.context, kCertificate, 1, 5).error().code, Code::malformed) << "it is leaf 5";
  EXPECT_TRUE(prove_inclusion(office.context, kCertificate, 1, 6));
  EXPECT_EQ(prove_inclusion(office.context, kCertificate, 1, 7).error().code, Code::malformed) << "no such tree yet";
}

TEST_F(TransparencyLog, AStepIsInTheLogWithItsNextHead) {
  grow(3);
  EXPECT_EQ(prove_inclusion(office.context, kCertificate, 0, std::nullopt).error().code, Code::unavailable);
  ASSERT_TRUE(office.store.extend_log(9));
  EXPECT_EQ(prove_inclusion(office.context, kCertificate, 0, std::nullopt).error().code, Code::unavailable)
      << "no head";
  ASSERT_TRUE(extend());
  EXPECT_TRUE(prove_inclusion(office.context, kCertificate, 0, std::nullopt));
}

TEST_F(TransparencyLog, ConsistencyIsProvedBetweenAnyTwoSizes) {
  EXPECT_EQ(prove_consistency(office.context, 1, std::nullopt).error().code, Code::not_found);
  grow(9);
  ASSERT_TRUE(extend());
  const crypto::Digest root = latest_log_head(office.store)->root;
  const crypto::MerkleSource source = [&](unsigned level, std::uint64_t index) {
    return office.store.log_node(level, index);
  };
  for (std::uint64_t from = 1; from <= 9; ++from) {
    const Json proof = json(prove_consistency(office.context, from, std::nullopt));
    EXPECT_TRUE(crypto::verify_consistency(from, 9, crypto::merkle_root(source, from).value(), root, path_of(proof)));
  }
  for (const auto& [from, to] : {std::pair<std::uint64_t, std::uint64_t>{0, 5}, {6, 5}, {1, 10}}) {
    EXPECT_EQ(prove_consistency(office.context, from, to).error().code, Code::malformed) << from << " " << to;
  }
}

TEST_F(TransparencyLog, NothingIsSignedOnATreeThatLostWhatWasSigned) {
  grow(6);
  ASSERT_TRUE(extend());
  const std::string signature = latest_log_head(office.store)->signature;
  office.store.nodes[{2, 0}][0] ^= 1;
  grow(3);
  EXPECT_EQ(extend().error().code, Code::corrupt);
  EXPECT_EQ(latest_log_head(office.store)->signature, signature);
  office.store.nodes.erase({2, 0});
  EXPECT_EQ(prove_inclusion(office.context, kCertificate, 1, std::nullopt).error().code, Code::corrupt);
  EXPECT_EQ(problems(),
            "log head 2026-03-02: the log does not contain what was signed\n"
            "log head latest: the log does not contain what was signed\n");
}

TEST_F(TransparencyLog, CheckNamesAHeadThatTheLogKeyDidNotSign) {
  grow(2);
  signer.key = crypto::SigningKey::generate();
  ASSERT_TRUE(extend());
  signer.key = crypto::SigningKey::generate();
  EXPECT_EQ(problems(),
            "log head 2026-03-02: its signature does not verify\nlog head latest: its signature does not verify\n");
}

}  // namespace
}  // namespace datong::app
