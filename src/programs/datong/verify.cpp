// datong verify: checks papers offline, with nothing but the anchors given. No network, no database.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "app/check_paper.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/merkle.hpp"
#include "programs/datong/commands.hpp"
#include "programs/files.hpp"

namespace datong::programs {
namespace {

using document::Json;

constexpr int kGenuine = 0, kNotGenuine = 1, kUnreadable = 2;

Result<std::string> read_any(const std::string& file) {
  if (file != "-") return read_file(file);
  std::string bytes(std::istreambuf_iterator<char>(std::cin), {});
  if (bytes.size() > limits::kCheckedFileBytesMax) return failure(Code::too_large, "standard input");
  return bytes;
}

/// Whether the proof (answer of GET /v1/log/inclusion) leads from the step that issued this file to the head that is believed.
bool is_in_log(const std::string& proof_text, const std::string& head_text, const std::string& file_sha256) {
  const auto proof = Json::parse(proof_text), head = Json::parse(head_text);
  if (!proof || !head) return false;
  // The head as published ({size, root, at}), or the answer that carries it as a text.
  const std::string* const inner = head->string("head");
  const auto head_body = inner != nullptr ? Json::parse(*inner) : head;
  const auto digest = [](const std::string* hex) { return hex == nullptr ? std::nullopt : crypto::digest_from_hex(*hex); };
  const std::string* const body = proof->string("body");
  const auto previous = digest(proof->string("previous_hash"));
  const auto root = head_body ? digest(head_body->string("root")) : std::nullopt;
  const std::int64_t* const leaf = proof->integer("leaf");
  const std::int64_t* const size = proof->integer("size");
  const std::int64_t* const head_size = head_body ? head_body->integer("size") : nullptr;
  const auto* const hashes = proof->array("path");
  if (body == nullptr || !previous || !root || leaf == nullptr || size == nullptr || head_size == nullptr || hashes == nullptr) return false;
  if (*size != *head_size || *leaf < 0 || *leaf >= *size || !body->contains("\"paper_sha256\":\"" + file_sha256 + "\"")) return false;
  std::vector<crypto::Digest> path;
  for (const Json& each : *hashes) {
    const auto hash = digest(each.as_string());
    if (!hash) return false;
    path.push_back(*hash);
  }
  const crypto::Digest step = crypto::sha256({crypto::view(*previous), *body});
  return crypto::verify_inclusion(crypto::merkle_leaf(crypto::view(step)), static_cast<std::uint64_t>(*leaf), static_cast<std::uint64_t>(*size), path, *root);
}

}  // namespace

int verify(const VerifyOptions& options) {
  const auto bundle = read_file(options.anchors);
  if (!bundle) return std::max(kUnreadable, fail(bundle.error()));
  std::string lists, head, proof;
  for (const auto& [file, into] : {std::pair{&options.revocations, &lists}, {&options.log_head, &head}, {&options.inclusion, &proof}}) {
    if (file->empty()) continue;
    auto read = read_file(*file);
    if (!read) return std::max(kUnreadable, fail(read.error()));
    *into = std::move(*read);
  }
  if (head.empty() != proof.empty()) return std::max(kUnreadable, fail(failure(Code::malformed, "--log-head and --inclusion go together")));
  const auto anchors = app::CheckAnchors::from_pem(*bundle, lists);
  if (!anchors) return std::max(kUnreadable, fail(anchors.error()));
  SystemClock clock;
  int status = kGenuine;
  Json all = Json::make_array();
  for (const std::string& file : options.files) {
    const auto bytes = read_any(file);
    if (!bytes) {
      fail(bytes.error());
      status = kUnreadable;
      continue;
    }
    app::Verdict verdict = app::check_any(*bytes, *anchors, clock.now());
    if (!proof.empty() && verdict.facts.entry != app::Entry::file) {
      fail(failure(Code::malformed, file + ": --inclusion proves a file, and this is the text of a QR code"));
      status = kUnreadable;
      continue;
    }
    if (!proof.empty()) {
      verdict.facts.answer(app::Check::in_the_log, is_in_log(proof, head, verdict.file_sha256));
      verdict.judgement = app::judge(verdict.facts);
    }
    if (options.as_json) {
      all.add(app::verdict_json(verdict).set("file", file));
    } else {
      std::fputs((file + ": " + app::verdict_text(verdict)).c_str(), stdout);
    }
    const bool is_unreadable = verdict.facts.answer_of(app::Check::readable) == app::CheckAnswer::failed;
    status = std::max(status, is_unreadable ? kUnreadable : verdict.is_genuine() ? kGenuine : kNotGenuine);
  }
  if (options.as_json) std::fputs(all.indented().c_str(), stdout);
  return status;
}

}  // namespace datong::programs
