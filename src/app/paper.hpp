#pragma once
// Making a paper: the page drawn, its data embedded, the QR summary signed, the whole signed and stamped (PAdES B-T), by the platform's
// issuing key. Equal order, clock and keys give equal bytes. Not here: what the page says (domain), whether it may be issued
// (domain/origin, domain/declaration), the commit. Thread rule: a Trust is shared by all threads.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "crypto/document_signer.hpp"
#include "crypto/timestamp.hpp"
#include "document/json/json.hpp"
#include "document/pdf/draw.hpp"
#include "domain/certificate/printed.hpp"

namespace datong::app {

/// Keys, letters and address that papers are made with. Built once in programs/.
struct Trust {
  explicit Trust(Signer summary_signer) : summary(std::move(summary_signer)) {}

  std::shared_ptr<const crypto::DocumentSigner> issuing;
  crypto::StampKey stamp;             ///< the built-in time-stamp authority
  Signer summary;                     ///< signs the QR summaries; key_id is its certificate's thumbprint
  std::string check_secret;           ///< check codes are derived from it
  document::pdf::FontSet fonts;
  std::string address;                ///< "https://host": where papers are checked
  std::string watermark;              ///< across every page of a training platform; "" = none
  std::string anchors_pem;            ///< published: authority, issuing, time-stamp and summary certificates

  /// The prepared layout of that name; kept per edition. Errors: those of Form::prepare, not_found.
  Result<std::shared_ptr<const document::pdf::Form>> form(const EditionPtr& edition, const std::string& layout, Date day);
  /// A picture read once. Errors: not_found, malformed.
  Result<std::shared_ptr<const document::pdf::Picture>> picture(Blobs& blobs, const std::string& sha256_hex);

 private:
  std::mutex mutex_;
  std::string forms_of_;  // edition hash and day the forms belong to; guarded by mutex_
  std::map<std::string, std::shared_ptr<const document::pdf::Form>> forms_;
  std::map<std::string, std::shared_ptr<const document::pdf::Picture>> pictures_;
};

/// 16 characters of 80 bits, in four groups: printed on the paper, asked for by the check page.
/// Why: derived from the number by a secret, so that nothing needs to be stored and nobody can count.
std::string check_code(std::string_view secret, std::string_view number);

struct PaperOrder {
  std::string number, kind;               ///< kind: what the summary calls it, "C", "RC", "quality" …
  domain::Printed printed;
  std::string data_name, data;            ///< the embedded XML
  std::string title;
  std::vector<std::pair<std::string, std::string>> summary;  ///< of the QR, in order of importance; texts are shortened to fit
  domain::Printed::Texts issue;           ///< certified, issued_on … beside number and check_code
  std::map<std::string, std::string, std::less<>> pictures;  ///< key → SHA-256 hex of the blob
  std::string officer;                    ///< who answers for it, named in the signature
  Instant at;
  Date issued_on;
  std::optional<Date> valid_until_on;
  std::uint64_t stamp_serial = 0;         ///< never twice: the id of the issuing step
};

struct Paper {
  std::string bytes, sha256, data_sha256;  ///< hashes in hex
  std::uint32_t pages = 0;
  std::string check_code, qr_text;         ///< address, "/v#" and digits
};

/// Errors: malformed (a character no font has), too_large, unavailable (a token does not answer), not_found (layout, picture).
Result<Paper> make_paper(Context& context, const EditionPtr& edition, const PaperOrder& order);
/// The same page without number, dates of issue, QR, seal and signature, marked as a preview.
Result<std::string> preview_paper(Context& context, const EditionPtr& edition, const PaperOrder& order);

/// The same without a mark: for papers that prove nothing, like a fee slip.
Result<std::string> plain_paper(Context& context, const EditionPtr& edition, const PaperOrder& order);

/// What a paper says, as its public record shows it.
document::Json printed_json(const domain::Printed& printed);

}  // namespace datong::app
