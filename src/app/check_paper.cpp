#include "app/check_paper.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/as_written.hpp"
#include "crypto/cms_verify.hpp"
#include "crypto/cose.hpp"
#include "crypto/decimal_digits.hpp"
#include "document/pdf/reader.hpp"
#include "document/summary.hpp"
#include "document/xml_values.hpp"

namespace datong::app {
namespace {

namespace pdf = document::pdf;
using crypto::SignatureReason;
using enum Check;

/// Which question a reason against a signature answers with no.
Check check_of(SignatureReason reason) {
  using enum SignatureReason;
  switch (reason) {
    case message_digest_differs: return content_unchanged;
    case signature_wrong:
    case weak_digest:
    case weak_key:
    case unsupported_algorithm:
    case attribute_missing:
    case attribute_wrong:
    case signing_certificate_differs:
    case encapsulated_content: return signature_right;
    case certificate_missing:
    case untrusted: return signer_trusted;
    case wrong_usage: return signer_usage;
    case not_yet_valid:
    case expired:
    case authority_expired: return signer_valid_then;
    case revoked: return signer_not_revoked;
    case stamp_missing:
    case stamp_unreadable:
    case stamp_imprint_differs:
    case stamp_signature_wrong:
    case stamp_weak:
    case stamp_unsupported_algorithm: return stamp_right;
    case stamp_wrong_usage:
    case stamp_untrusted:
    case stamp_authority_not_valid_then:
    case stamp_authority_revoked:
    case stamp_in_future: return stamp_trusted;
  }
  return signature_right;
}

/// Which question a suspicion answers with no; readers' dangers and what breaks the skeleton are one.
Check check_of(pdf::Suspicion suspicion) {
  using enum pdf::Suspicion;
  switch (suspicion) {
    case several_signatures: return one_signature;
    case byte_range_odd:
    case hole_is_not_contents:
    case bytes_after_end: return whole_file_covered;
    case no_header:
    case odd_cross_references:
    case odd_trailer:
    case unlisted_bytes:
    case odd_object:
    case too_many_objects:
    case signature_form:
    case damaged:
    case compressed_objects:
    case script:
    case action:
    case annotation:
    case form_field:
    case odd_catalogue:
    case odd_page:
    case several_attachments:
    case attachment_unreadable: return nothing_foreign;
  }
  return nothing_foreign;
}

void judge_anew(Verdict& verdict) { verdict.judgement = judge(verdict.facts); }

/// Nothing speaks against it so far: what it says may be shown as what it says.
bool is_authentic(const Verdict& verdict) { return judge(verdict.facts).failed.empty(); }

void answer_signer(Verdict& verdict, const crypto::SignatureFacts& found) {
  CheckFacts& facts = verdict.facts;
  for (const Check check : {signer_trusted, signer_usage, signer_valid_then, signature_right, content_unchanged, stamp_right, stamp_trusted})
    facts.answer(check, true);
  if (found.revocation == crypto::Revocation::good) facts.answer(signer_not_revoked, true);
  for (const SignatureReason reason : found.reasons) {
    facts.answer(check_of(reason), false);
    verdict.details.emplace_back(crypto::name_of(reason));
  }
  const crypto::SignerFacts& signer = found.signer;
  if (signer.certificate_sha256.empty()) return;
  verdict.signer = ShownSigner{signer.common_name, signer.organisation, signer.issuer_common_name, signer.serial_hex, signer.key, signer.certificate_sha256};
  facts.answer(not_training, !names_training(signer.organisation) && !names_training(signer.issuer_common_name) && !names_training(signer.common_name));
}

/// Letters of an address (RFC 3986) without #.
bool is_address(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~:/?[]@!$&'()*+,;=%") == text.npos;
}

/// The bytes the digits of a QR text stand for. All of the text counts: a file that ends like a QR text is none, whatever shows it would
/// show what stands before.
std::optional<std::string> cose_bytes_of(std::string_view text) {
  text = trim(text);
  if (text.size() > 4 * limits::kCborBytesMax) return std::nullopt;
  if (const std::size_t mark = text.find('#'); mark != text.npos) {
    if (!is_address(text.substr(0, mark))) return std::nullopt;
    text.remove_prefix(mark + 1);
  }
  if (!is_digits(text)) return std::nullopt;
  return crypto::from_decimal_digits(text);
}

struct ReadSummary {
  document::Summary summary;
  const SummaryKey* key = nullptr;  ///< null: nobody we know
  bool verifies = false;
};
std::optional<ReadSummary> read_qr(std::string_view text, const CheckAnchors& anchors) {
  const auto bytes = cose_bytes_of(text);
  if (!bytes) return std::nullopt;
  const auto cose = crypto::read_cose_sign1(*bytes);
  if (!cose) return std::nullopt;
  auto summary = document::read_summary(cose->payload);
  if (!summary) return std::nullopt;
  ReadSummary read{std::move(*summary), anchors.summary_key(cose->key_id), false};
  read.verifies = read.key != nullptr && crypto::verify_cose_sign1(*cose, read.key->facts.key);
  return read;
}

void show_summary(Verdict& verdict, const document::Summary& summary) {
  ShownContent& content = verdict.content;
  content.source = "summary";
  content.number = summary.number;
  content.kind = summary.kind;
  content.issued_on = summary.issued_on;
  content.valid_until_on = summary.valid_until_on;
  content.values.assign(summary.texts.begin(), summary.texts.end());
  verdict.facts.valid_until_on = summary.valid_until_on;
}

Verdict begin(Entry entry, Instant now) {
  Verdict verdict;
  verdict.facts.entry = entry;
  verdict.facts.today = legal_day(now);
  verdict.checked_at = now;
  return verdict;
}

/// What the file says of itself, once its signature is known to stand.
void examine_data(Verdict& verdict, const pdf::PdfFacts& file, const CheckAnchors& anchors) {
  CheckFacts& facts = verdict.facts;
  const auto read = read_qr(file.summary, anchors);
  if (!read || read->key != nullptr) facts.answer(summary_right, read && read->verifies);  // of an unknown key nobody can say
  if (!read) return;
  facts.answer(data_right, file.embedded.size() == 1 && crypto::sha256(file.embedded.front().bytes) == read->summary.data);
  if (!is_authentic(verdict)) return;
  show_summary(verdict, read->summary);
  verdict.data_sha256 = crypto::hex(read->summary.data);
  verdict.officer = file.signature->name;
  if (auto values = document::xml_values(file.embedded.front().bytes)) {
    verdict.content.source = "embedded";
    verdict.content.values = std::move(*values);
  }
}

Verdict examine_file(std::string_view bytes, const CheckAnchors& anchors, Instant now) {
  Verdict verdict = begin(Entry::file, now);
  CheckFacts& facts = verdict.facts;
  verdict.file_sha256 = crypto::hex(crypto::sha256(bytes));
  const auto file = pdf::read_pdf(bytes);
  facts.answer(readable, file.has_value());
  if (!file) return verdict;
  facts.answer(signed_at_all, file->signature.has_value());
  for (const Check check : {one_signature, whole_file_covered, nothing_foreign}) facts.answer(check, true);
  for (const pdf::Suspicion suspicion : file->suspicions) {
    facts.answer(check_of(suspicion), false);
    verdict.details.emplace_back(pdf::spec_of(suspicion).name);
    verdict.suspicions.emplace_back(pdf::spec_of(suspicion).zh, pdf::spec_of(suspicion).en);
  }
  if (!file->signature) return verdict;
  const auto parts = pdf::signed_parts(bytes, file->signature->hole);
  const auto found = crypto::verify_cms(file->signature->cms, crypto::sha256({parts[0], parts[1]}), anchors.anchors, now);
  if (!found) {
    facts.answer(signature_right, false);
    return verdict;
  }
  answer_signer(verdict, *found);
  if (found->stamp && found->stamp->valid) {
    verdict.stamped_at = found->stamp->at;
    verdict.stamp_authority = found->stamp->authority.common_name;
    verdict.stamp_serial_hex = found->stamp->authority.serial_hex;
  }
  if (is_authentic(verdict) && !crypto::is_as_written(file->signature->cms, anchors.anchors)) {
    facts.answer(nothing_foreign, false);
    verdict.details.emplace_back("signature_not_as_written");
    verdict.suspicions.emplace_back("签名的外壳被改动过", "what wraps the signature was changed");
  }
  if (is_authentic(verdict)) examine_data(verdict, *file, anchors);
  return verdict;
}

Verdict examine_qr(std::string_view text, const CheckAnchors& anchors, Instant now) {
  Verdict verdict = begin(Entry::qr, now);
  CheckFacts& facts = verdict.facts;
  const auto read = read_qr(text, anchors);
  facts.answer(readable, read.has_value());
  if (!read) return verdict;
  facts.answer(signer_trusted, read->key != nullptr && !read->key->issuer.empty());
  if (read->key == nullptr) return verdict;
  const SummaryKey& key = *read->key;
  verdict.signer = ShownSigner{key.facts.subject_common_name, key.facts.subject_organisation, key.issuer, key.facts.serial_hex, "P-256", {}};
  facts.answer(signer_usage, key.may_sign);
  const Date day = read->summary.issued_on;
  facts.answer(signer_valid_then, day >= legal_day(key.facts.not_before) && day <= legal_day(key.facts.not_after));
  if (key.revoked_at) facts.answer(signer_not_revoked, false);  // without a stamp nobody can say that it was before
  else if (key.listed_until && now <= *key.listed_until) facts.answer(signer_not_revoked, true);  // an old list says nothing of today
  facts.answer(not_training, !names_training(key.facts.subject_organisation) && !names_training(key.issuer) && !names_training(key.facts.subject_common_name));
  facts.answer(signature_right, read->verifies);
  if (!is_authentic(verdict)) return verdict;
  show_summary(verdict, read->summary);
  verdict.data_sha256 = crypto::hex(read->summary.data);
  return verdict;
}

}  // namespace

Verdict check_file(std::string_view bytes, const CheckAnchors& anchors, Instant now) {
  Verdict verdict = examine_file(bytes, anchors, now);
  judge_anew(verdict);
  return verdict;
}

Verdict check_qr(std::string_view text, const CheckAnchors& anchors, Instant now) {
  Verdict verdict = examine_qr(text, anchors, now);
  judge_anew(verdict);
  return verdict;
}

Verdict check_any(std::string_view bytes, const CheckAnchors& anchors, Instant now) {
  return cose_bytes_of(bytes) ? check_qr(bytes, anchors, now) : check_file(bytes, anchors, now);
}

std::string normal_number(std::string_view typed) {
  std::string number;
  for (const char c : typed.substr(0, 64)) {
    if (c >= 'a' && c <= 'z') {
      number += static_cast<char>(c - 'a' + 'A');
    } else if (static_cast<unsigned char>(c) > ' ') {
      number += c;
    }
  }
  return number;
}

std::string normal_check_code(std::string_view typed) {
  std::string code;
  for (char c : typed.substr(0, 64)) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const bool counts = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    if (!counts) continue;
    if (code.size() % 5 == 4) code += '-';
    code += c;
  }
  return code;
}

}  // namespace datong::app
