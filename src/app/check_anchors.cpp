#include "app/check_anchors.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace datong::app {
namespace {

constexpr std::size_t kKeyIdDigitsMin = 16;

std::vector<std::string_view> blocks_of(std::string_view pem, std::string_view begin) {
  std::vector<std::string_view> blocks;
  for (std::size_t at = pem.find(begin); at != pem.npos && blocks.size() <= limits::kCertificatesOfSignatureMax;) {
    const std::size_t next = pem.find(begin, at + begin.size());
    blocks.push_back(pem.substr(at, next == pem.npos ? pem.npos : next - at));
    at = next;
  }
  return blocks;
}

}  // namespace

const SummaryKey* CheckAnchors::summary_key(std::string_view key_id) const {
  if (key_id.size() < kKeyIdDigitsMin) return nullptr;
  const auto found = std::find_if(summary_keys.begin(), summary_keys.end(), [&](const SummaryKey& key) { return key.key_id.starts_with(key_id); });
  return found == summary_keys.end() ? nullptr : &*found;
}

Result<CheckAnchors> CheckAnchors::from_pem(std::string_view bundle_pem, std::string_view revocation_lists_pem) {
  std::string authorities_pem;
  std::vector<std::pair<std::string, crypto::CertificateFacts>> authorities, others;
  for (const std::string_view block : blocks_of(bundle_pem, "-----BEGIN CERTIFICATE-----")) {
    auto facts = crypto::read_certificate(block);
    if (!facts) {  // a key we do not read as ours (RSA): an authority all the same, or the signer's, which travels with the signature
      if (crypto::Anchors::from_pem(block)) authorities_pem += block;
      continue;
    }
    if (facts->is_authority) authorities_pem += block;
    (facts->is_authority ? authorities : others).emplace_back(block, std::move(*facts));
  }
  if (authorities_pem.empty()) return failure(Code::malformed, "the bundle holds no authority");
  auto anchors = crypto::Anchors::from_pem(authorities_pem, revocation_lists_pem);
  if (!anchors) return anchors.error();
  std::vector<SummaryKey> keys;
  for (auto& [pem, facts] : others) {
    SummaryKey key{facts.key.thumbprint(), facts, {}, {}, {}, false};
    key.may_sign = facts.usage == crypto::Usage::document_signer;
    for (const auto& [authority_pem, authority] : authorities) {
      if (!crypto::verify_issued_by(pem, authority_pem, facts.not_before)) continue;
      key.issuer = authority.subject_common_name;
      for (const std::string_view list_pem : blocks_of(revocation_lists_pem, "-----BEGIN X509 CRL-----")) {
        const auto list = crypto::read_revocation_list(list_pem, authority_pem);
        if (!list) continue;
        key.listed_until = key.listed_until ? std::max(*key.listed_until, list->next_update) : list->next_update;
        if (const auto at = list->revoked_at(facts.serial_hex)) key.revoked_at = at;
      }
    }
    keys.push_back(std::move(key));
  }
  return CheckAnchors{std::move(*anchors), std::move(keys)};
}

bool names_training(std::string_view name) { return name.starts_with("TRAINING"); }

}  // namespace datong::app
