#pragma once
// Reads an e-CIQ declaration message (type EEntDeclIo): ITF_DCL_IO_DECL bare, in ROOT, or in OBORMessage/MessageBody;
// UTF-8 or GBK. Streams through libxml2 into the field tables: no tree, no document type, no entities, no network, no
// XInclude. Not here: checks of values (domain/). Thread rule: safe from any thread. Read: inspection-declaration
// reference §9.4.
#include <string_view>

#include "document/eciq/eciq.hpp"
#include "document/reading.hpp"

namespace datong::document {

struct EciqReading : Reading {
  Envelope envelope;
  Encoding encoding = Encoding::utf8;
};

/// Reads one message. Values stay as sent, but: dates of known forms become YYYY-MM-DD (a time of day is dropped: the
/// form has dates only), and the header's three strings of certificates become entries. Groups beside the header count
/// as inside it.
///
/// Errors: malformed with byte offset (syntax, encoding other than declared UTF-8 or GBK, document type, foreign
/// entity, XInclude,
///         element twice in one record, text between elements, a second declaration, nesting or count over the limits);
///         too_large over kMessageBytesMax or kUnknownElementsMax.
Result<EciqReading> read_eciq(std::string_view bytes);

/// YYYY-MM-DD when `text` is an existing date as yyyyMMdd or yyyy-MM-dd, alone or followed by THH:mm:ss; else `text`.
std::string date_from_eciq(std::string_view text);

}  // namespace datong::document
