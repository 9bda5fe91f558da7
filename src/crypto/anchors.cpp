#include "crypto/anchors.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "crypto/digest.hpp"
#include "crypto/known_signer.hpp"
#include "crypto/revocation.hpp"

namespace datong::crypto {
namespace {

using StoreOwner = Owned<X509_STORE, X509_STORE_free>;
using StoreContextOwner = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;
using KeyUsageOwner = Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 16'384;     // beyond, verifying is a burden and nothing else
constexpr int kSecurityLevel = 2;  // 112 bits: no SHA-1 and no RSA below 2048 in a chain
constexpr int kChainDepthMax = 8;

void free_stack(STACK_OF(X509) * stack) { sk_X509_free(stack); }

void read_key(KnownSigner& known) {
  EVP_PKEY* const pkey = known.pkey.get();
  if (pkey == nullptr) return;
  const int bits = EVP_PKEY_get_bits(pkey);
  if (EVP_PKEY_is_a(pkey, "RSA") == 1) {
    known.is_rsa = true;
    known.facts.key = "RSA-" + std::to_string(bits);
    known.strength = bits < kRsaBitsMin   ? KeyStrength::weak
                     : bits > kRsaBitsMax ? KeyStrength::unsupported
                                          : KeyStrength::enough;
    return;
  }
  char group[32] = {};
  if (EVP_PKEY_is_a(pkey, "EC") != 1 || EVP_PKEY_get_group_name(pkey, group, sizeof group, nullptr) != 1) return;
  constexpr std::array<std::pair<std::string_view, const char*>, 3> kCurves{
      {{"prime256v1", "P-256"}, {"secp384r1", "P-384"}, {"secp521r1", "P-521"}}};
  for (const auto& [name, ours] : kCurves) {
    if (name != group) continue;
    known.facts.key = ours;
    known.strength = KeyStrength::enough;
  }
}

/// Without extended usage, or with one that readers of documents accept.
bool may_sign_documents(X509* certificate) {
  const std::uint32_t flags = X509_get_extension_flags(certificate);
  if ((flags & (EXFLAG_CA | EXFLAG_INVALID)) != 0) return false;
  if ((flags & EXFLAG_KUSAGE) != 0 &&
      (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0) {
    return false;
  }
  if (X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1) < 0) return true;
  const KeyUsageOwner usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  constexpr std::array<std::string_view, 5> kAccepted = {
      "1.3.6.1.5.5.7.3.4",         // emailProtection
      "1.3.6.1.5.5.7.3.36",        // documentSigning, RFC 9336
      "1.3.6.1.4.1.311.10.3.12",   // Microsoft document signing
      "1.2.840.113583.1.1.5",      // Adobe authentic documents
      "2.5.29.37.0"};              // any
  for (int i = 0; usages && i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    std::array<char, 80> text{};
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), sk_ASN1_OBJECT_value(usages.get(), i), 1);
    if (std::find(kAccepted.begin(), kAccepted.end(), text.data()) != kAccepted.end()) return true;
  }
  return false;
}

std::string encoded_name(const X509_NAME* name) {
  const unsigned char* der = nullptr;
  std::size_t size = 0;
  if (X509_NAME_get0_der(name, &der, &size) != 1) return {};
  return {reinterpret_cast<const char*>(der), size};
}

}  // namespace

struct Anchors::State {
  std::vector<X509Owner> certificates;
  StoreOwner store;
  std::map<std::string, RevocationList> lists;  ///< by the authority's encoded name
  std::mutex mutex;
  std::map<Digest, std::shared_ptr<const KnownSigner>> known;

  Result<void> add_list(std::string_view pem);
  void chain(X509* certificate, STACK_OF(X509) * others, KnownSigner& known_signer) const;
};

Result<void> Anchors::State::add_list(std::string_view pem) {
  Error last = failure(Code::unauthenticated, "no anchor");
  for (const X509Owner& anchor : certificates) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(anchor.get(), &der);
    CHECK(size > 0);
    const std::string anchor_pem =
        pem_text("CERTIFICATE", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    auto list = read_revocation_list(pem, anchor_pem);
    if (!list) {
      last = list.error();
      continue;
    }
    const std::string name = encoded_name(X509_get_subject_name(anchor.get()));
    const auto found = lists.find(name);
    if (found == lists.end() || found->second.this_update < list->this_update) {
      lists.insert_or_assign(name, std::move(*list));
    }
    return {};
  }
  return last;
}

/// Where the certificate hangs, when that is valid, and what the lists say of the way up.
void Anchors::State::chain(X509* certificate, STACK_OF(X509) * others, KnownSigner& found) const {
  const StoreContextOwner context(X509_STORE_CTX_new());
  CHECK(context != nullptr && X509_STORE_CTX_init(context.get(), store.get(), certificate, others) == 1);
  X509_VERIFY_PARAM* const rules = X509_STORE_CTX_get0_param(context.get());
  CHECK(X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME) == 1);
  X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
  X509_VERIFY_PARAM_set_depth(rules, kChainDepthMax);
  if (X509_verify_cert(context.get()) != 1) return;
  found.chained = true;
  found.chain_from = found.facts.not_before;
  found.chain_until = found.facts.not_after;
  const STACK_OF(X509)* const way = X509_STORE_CTX_get0_chain(context.get());
  found.listed = sk_X509_num(way) > 1;
  for (int i = 0; i < sk_X509_num(way); ++i) {
    X509* const one = sk_X509_value(way, i);
    const auto from = instant_of(X509_get0_notBefore(one)), until = instant_of(X509_get0_notAfter(one));
    if (!from || !until) {
      found.chained = false;
      return;
    }
    found.chain_from = std::max(found.chain_from, *from);
    found.chain_until = std::min(found.chain_until, *until);
    if (i + 1 == sk_X509_num(way)) break;  // the anchor is believed, not looked up
    const auto list = lists.find(encoded_name(X509_get_issuer_name(one)));
    const auto serial = serial_of(X509_get0_serialNumber(one));
    if (list == lists.end() || !serial) {
      found.listed = false;
      continue;
    }
    found.listed_until = i == 0 ? list->second.next_update : std::min(found.listed_until, list->second.next_update);
    if (const auto at = list->second.revoked_at(*serial)) {
      found.revoked_at = found.revoked_at ? std::min(*found.revoked_at, *at) : *at;
    }
  }
}

Result<Anchors> Anchors::from_pem(std::string_view certificates_pem, std::string_view revocation_lists_pem) {
  const ErrorQueueGuard guard;
  const auto certificates = certificates_of(certificates_pem);
  if (!certificates) return certificates.error();
  auto state = std::make_shared<State>();
  state->store.reset(X509_STORE_new());
  CHECK(state->store != nullptr);
  for (const std::string& der : *certificates) {
    auto certificate = x509_from_der(der);
    if (!certificate) return certificate.error();
    if (X509_check_ca(certificate->get()) != 1) return failure(Code::malformed, "an anchor is no authority");
    CHECK(X509_STORE_add_cert(state->store.get(), certificate->get()) == 1);
    state->certificates.push_back(std::move(*certificate));
  }
  constexpr std::string_view kBegin = "-----BEGIN X509 CRL-----";
  if (revocation_lists_pem.size() > limits::kRevocationListBytesMax) return failure(Code::too_large, "the lists");
  for (std::size_t at = revocation_lists_pem.find(kBegin); at != std::string_view::npos;) {
    const std::size_t next = revocation_lists_pem.find(kBegin, at + 1);
    if (const auto added = state->add_list(revocation_lists_pem.substr(at, next - at)); !added) return added.error();
    at = next;
  }
  if (!revocation_lists_pem.empty() && state->lists.empty()) return failure(Code::malformed, "no revocation list");
  return Anchors(std::move(state));
}

Result<std::shared_ptr<const KnownSigner>> Anchors::signer(std::string_view certificate,
                                                           std::span<const std::string_view> others) const {
  static thread_local Sha256 hasher;
  hasher.update(certificate);
  for (const std::string_view other : others) hasher.update(other);
  const Digest name = hasher.finish();
  {
    const std::lock_guard lock(state_->mutex);
    if (const auto found = state_->known.find(name); found != state_->known.end()) return found->second;
  }
  const ErrorQueueGuard guard;
  const auto own = x509_from_der(certificate);
  if (!own) return own.error();
  X509* const x509 = own->get();
  auto known = std::make_shared<KnownSigner>();
  SignerFacts& facts = known->facts;
  facts.common_name = name_entry(X509_get_subject_name(x509), NID_commonName).value_or("");
  facts.organisation = name_entry(X509_get_subject_name(x509), NID_organizationName).value_or("");
  facts.issuer_common_name = name_entry(X509_get_issuer_name(x509), NID_commonName).value_or("");
  facts.certificate_sha256 = hex(sha256(certificate));
  auto serial = serial_of(X509_get0_serialNumber(x509));
  const auto from = instant_of(X509_get0_notBefore(x509)), until = instant_of(X509_get0_notAfter(x509));
  if (!serial || !from || !until) return failure(Code::malformed, "the signer's certificate is unreadable");
  facts.serial_hex = std::move(*serial);
  facts.not_before = *from;
  facts.not_after = *until;
  known->pkey.reset(X509_get_pubkey(x509));
  read_key(*known);
  known->may_sign_documents = may_sign_documents(x509);
  known->may_stamp = X509_check_purpose(x509, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;

  std::vector<X509Owner> owners;
  const Owned<STACK_OF(X509), free_stack> stack(sk_X509_new_null());
  CHECK(stack != nullptr);
  for (const std::string_view other : others) {
    auto read = x509_from_der(other);
    if (!read) continue;  // a certificate nobody can read helps no chain
    CHECK(sk_X509_push(stack.get(), read->get()) > 0);
    owners.push_back(std::move(*read));
  }
  state_->chain(x509, stack.get(), *known);
  const std::lock_guard lock(state_->mutex);
  if (state_->known.size() >= limits::kKnownSignersMax) state_->known.clear();
  return state_->known.insert_or_assign(name, std::move(known)).first->second;
}

}  // namespace datong::crypto
