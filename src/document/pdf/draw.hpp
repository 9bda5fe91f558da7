#pragma once
// Draws a document: what it says (domain::Printed) on a prepared layout (form.hpp), with what is known only at issue
// (Setting), as one finished PDF, in which at most the signature is still to be filled in. Any number of rows flows to
// numbered pages; a text too long for its box goes on on an attached page and the box says where; nothing is cut. Equal
// input gives equal bytes. Not here: signing (crypto), what the numbers mean (domain). Thread rule: free functions.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "document/pdf/form.hpp"
#include "document/pdf/picture.hpp"
#include "document/pdf/qr.hpp"
#include "domain/certificate/printed.hpp"

namespace datong::document::pdf {

/// The data embedded in the document.
struct Attachment {
  std::string name, media_type = "application/xml", description, bytes;
};

struct SignatureField {
  std::size_t bytes_max = 4096;  ///< room for the DER: P-256 4,096, RSA 5,120
  std::string signer, reason;    ///< shown by readers beside the signature
};

/// What is not said by the document itself.
struct Setting {
  domain::Printed::Texts issue;  ///< number, check_code, issued_on …: empty in a preview
  std::optional<QrPieces> qr;
  std::map<std::string, const Picture*, std::less<>> pictures;  ///< seal, signature, exporter_seal …; mark_1, mark_2 …
  std::string watermark;                                        ///< across every page; "" = none
  std::string title;                                            ///< of the file
  Instant made_at;                                              ///< stands in the file; the claimed time of signing
  std::optional<Attachment> attachment;
  std::optional<SignatureField> signature;
  bool boxes_for_missing = false;  ///< previews: a character no font has is drawn as a box, not an error
};

/// Where the signature goes: /Contents with its brackets is the only part of the file it does not cover.
struct Hole {
  std::size_t offset = 0, size = 0;
  bool operator==(const Hole&) const = default;
};

struct Drawn {
  std::string bytes;
  std::size_t pages = 0;
  std::optional<Hole> hole;
};

/// Errors: malformed, a character no font has (detail: key and character; refused by review before) or rows for a
/// layout without a table; too_large, more rows, pages or text than base/limits.hpp allows, a QR code larger than its
/// place, or a text too long for a layout that has no attached pages.
Result<Drawn> draw(const domain::Printed& printed, const Form& form, const Setting& setting);

/// Keys of the document, with something to print, that the layout has no place for, in order; a test of whoever makes
/// documents or layouts wants it empty.
std::vector<std::string> unplaced(const domain::Printed& printed, const Form& form);

/// The two parts of the file that the signature covers, in order.
std::array<std::string_view, 2> signed_parts(std::string_view pdf, const Hole& hole);
/// Errors: too_large when `der` does not fit.
Result<void> fill_signature(std::string& pdf, const Hole& hole, std::string_view der);

}  // namespace datong::document::pdf
