#pragma once
// An application for a certificate of origin as the customs message `Certificate`, both ways. Elements are read by local
// name in the namespace the message borrows from XML signatures, or in none; a Signature among them is refused: these
// messages are signed as a whole, outside. Not here: checks of values (domain/), attachments and receipts
// (coo_messages.hpp). Thread rule: functions without shared state. Read: certificate-of-origin reference §2.4, §6.1;
// docs/vendor.md for the rules of line breaks and what is left out.
#include <string>
#include <string_view>
#include <vector>

#include "document/reading.hpp"

namespace datong::document {

/// Reads one message in UTF-8 or declared GBK. Values stay as sent, but: `/n` of block texts becomes a line feed, dates
/// of known forms become YYYY-MM-DD, numeric country codes have three digits. Elements no field names are kept.
///
/// Errors: malformed with byte offset (as read_eciq; also another root or namespace, a second CertificateHead or none,
///         an XML signature); too_large over kMessageBytesMax or kUnknownElementsMax.
Result<Reading> read_coo_xml(std::string_view bytes);

struct WrittenApplication {
  std::string bytes;
  std::vector<std::string> dropped;  ///< JSON pointers of values and entries the format has no place for
};

/// The message in UTF-8, one spelling per document, in the order of the published schema. Elements the schema demands
/// are written empty when the document has no value; a third party without a number gets its place.
///
/// Errors: malformed when a value holds a control character XML cannot carry.
Result<WrittenApplication> write_coo_xml(const domain::Document& application);

/// A block text with its line breaks as the message sends them: the two characters `/n`. Slashes in front of a break or
/// of the letter n are doubled, so that a text that holds `/n` itself (`AND/nOR`) is not taken for a break.
std::string breaks_to_message(std::string_view text);
/// The other way: an odd run of slashes before `n` ends in a break, an even one is half as many slashes and the letter.
std::string breaks_from_message(std::string_view text);

}  // namespace datong::document
