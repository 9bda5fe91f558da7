#pragma once
// The text of an XML message as strict UTF-8, whichever of UTF-8 and GBK its XML declaration names. Not here: parsing
// (sax.hpp checks that it is UTF-8). Thread rule: safe from any thread.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "document/eciq/eciq.hpp"

namespace datong::document {

struct MessageText {
  std::string converted;  ///< owns the text when it came as GBK
  std::string_view as_sent;
  Encoding encoding = Encoding::utf8;
  std::string_view utf8() const { return encoding == Encoding::gbk ? std::string_view(converted) : as_sent; }
};

/// `bytes` must outlive the answer. A byte order mark of UTF-8 is taken off.
///
/// Errors: malformed when another encoding is declared, or the bytes are not the GBK they say they are.
Result<MessageText> message_text(std::string_view bytes);

}  // namespace datong::document
