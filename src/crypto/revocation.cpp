#include "crypto/revocation.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/openssl.hpp"

namespace datong::crypto {
namespace {

using CrlOwner = Owned<X509_CRL, X509_CRL_free>;
using RevokedOwner = Owned<X509_REVOKED, X509_REVOKED_free>;
using IntegerOwner = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using TimeOwner = Owned<ASN1_TIME, ASN1_TIME_free>;
using ExtensionOwner = Owned<X509_EXTENSION, X509_EXTENSION_free>;

TimeOwner time_of(Instant at) { return TimeOwner(ASN1_TIME_set(nullptr, at.ms() / 1000)); }

bool add_revoked(X509_CRL* list, const RevokedCertificate& entry) {
  const auto bytes = from_hex(entry.serial_hex);
  if (!bytes || bytes->empty() || bytes->size() > 20) return false;
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(bytes_of(*bytes), static_cast<int>(bytes->size()), nullptr));
  const IntegerOwner serial(BN_to_ASN1_INTEGER(number.get(), nullptr));
  const TimeOwner at = time_of(entry.at);
  RevokedOwner revoked(X509_REVOKED_new());
  CHECK(serial != nullptr && at != nullptr && revoked != nullptr);
  CHECK(X509_REVOKED_set_serialNumber(revoked.get(), serial.get()) == 1);
  CHECK(X509_REVOKED_set_revocationDate(revoked.get(), at.get()) == 1);
  CHECK(X509_CRL_add0_revoked(list, revoked.release()) == 1);
  return true;
}

}  // namespace

std::optional<Instant> RevocationList::revoked_at(std::string_view serial_hex) const {
  const auto found = std::lower_bound(revoked.begin(), revoked.end(), serial_hex,
                                      [](const RevokedCertificate& entry, std::string_view serial) {
                                        return entry.serial_hex < serial;
                                      });
  if (found == revoked.end() || found->serial_hex != serial_hex) return std::nullopt;
  return found->at;
}

Result<std::string> make_revocation_list(const Authority& authority, const std::vector<RevokedCertificate>& revoked,
                                         Instant this_update, Instant next_update) {
  const ErrorQueueGuard guard;
  const auto issuer = read_x509(authority.certificate_pem);
  if (!issuer) return issuer.error();
  if (X509_check_private_key(issuer->get(), authority.key.material().pkey.get()) != 1) {
    return failure(Code::corrupt, "the authority's key is not that of its certificate");
  }
  if (this_update.ms() < 0 || next_update <= this_update) return failure(Code::malformed, "the list's dates");
  const CrlOwner list(X509_CRL_new());
  const TimeOwner begin = time_of(this_update), end = time_of(next_update);
  CHECK(list != nullptr && begin != nullptr && end != nullptr);
  CHECK(X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) == 1);
  CHECK(X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer->get())) == 1);
  CHECK(X509_CRL_set1_lastUpdate(list.get(), begin.get()) == 1 && X509_CRL_set1_nextUpdate(list.get(), end.get()) == 1);
  for (const RevokedCertificate& entry : revoked) {
    if (!add_revoked(list.get(), entry)) return failure(Code::malformed, "serial " + entry.serial_hex);
  }
  const IntegerOwner number(ASN1_INTEGER_new());
  CHECK(number != nullptr && ASN1_INTEGER_set_int64(number.get(), this_update.ms()) == 1);
  CHECK(X509_CRL_add1_ext_i2d(list.get(), NID_crl_number, number.get(), 0, 0) == 1);
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer->get(), nullptr, nullptr, list.get(), 0);
  X509V3_set_ctx_nodb(&context);
  const ExtensionOwner key_id(X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
  CHECK(key_id != nullptr && X509_CRL_add_ext(list.get(), key_id.get(), -1) == 1);
  CHECK(X509_CRL_sort(list.get()) == 1);
  CHECK(X509_CRL_sign(list.get(), authority.key.material().pkey.get(), EVP_sha256()) > 0);
  unsigned char* der = nullptr;
  const int size = i2d_X509_CRL(list.get(), &der);
  CHECK(size > 0);
  std::string text = pem_text("X509 CRL", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return text;
}

Result<RevocationList> read_revocation_list(std::string_view pem, std::string_view authority_pem) {
  const ErrorQueueGuard guard;
  const auto der = pem_block(pem, {"X509 CRL"}, limits::kRevocationListBytesMax);
  if (!der) return der.error();
  const unsigned char* at = bytes_of(*der);
  const CrlOwner list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der->size())));
  if (!list || at != bytes_of(*der) + der->size()) return failure(Code::malformed, "the list is unreadable");
  const auto authority = read_x509(authority_pem);
  if (!authority) return authority.error();
  X509* const issuer = authority->get();
  const bool may_sign = X509_check_ca(issuer) == 1 && ((X509_get_extension_flags(issuer) & EXFLAG_KUSAGE) == 0 ||
                                                       (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0);
  if (!may_sign || X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_subject_name(issuer)) != 0 ||
      X509_CRL_verify(list.get(), X509_get0_pubkey(issuer)) != 1) {
    return failure(Code::unauthenticated, "the list is not this authority's");
  }
  for (int i = 0; i < X509_CRL_get_ext_count(list.get()); ++i) {
    if (X509_EXTENSION_get_critical(X509_CRL_get_ext(list.get(), i)) != 0) {
      return failure(Code::malformed, "the list has a scope that we do not know");
    }
  }
  const auto this_update = instant_of(X509_CRL_get0_lastUpdate(list.get()));
  const ASN1_TIME* const next = X509_CRL_get0_nextUpdate(list.get());
  const auto next_update = next != nullptr ? instant_of(next) : std::nullopt;
  if (!this_update || !next_update) return failure(Code::malformed, "the list's dates");
  RevocationList found{*this_update, *next_update, {}};
  const STACK_OF(X509_REVOKED)* const entries = X509_CRL_get_REVOKED(list.get());
  for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
    const X509_REVOKED* const entry = sk_X509_REVOKED_value(entries, i);
    auto serial = serial_of(X509_REVOKED_get0_serialNumber(entry));
    const auto revoked_at = instant_of(X509_REVOKED_get0_revocationDate(entry));
    if (!serial || !revoked_at) return failure(Code::malformed, "an entry of the list");
    found.revoked.push_back({std::move(*serial), *revoked_at});
  }
  std::sort(found.revoked.begin(), found.revoked.end(),
            [](const auto& a, const auto& b) { return a.serial_hex < b.serial_hex; });
  return found;
}

}  // namespace datong::crypto
