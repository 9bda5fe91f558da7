#pragma once
// The summary in a paper's QR code: what the paper is and says, few enough bytes for a code of version 13, as deterministic CBOR. It is
// signed (crypto/cose.hpp), so that a phone without a network can compare paper and summary. Not here: signing, digits, the QR code.
// Thread rule: plain values. Shape: {1: number, 2: kind, 3: day of issue, 4: last day (absent: none), 5: SHA-256 of the embedded data,
// 6: [[name, text] …]}; days are counted from 1970-01-01.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "crypto/digest.hpp"

namespace datong::document {

struct Summary {
  std::string number, kind;
  Date issued_on;
  std::optional<Date> valid_until_on;
  crypto::Digest data{};
  std::vector<std::pair<std::string, std::string>> texts;  ///< name ("exporter"), beginning of the text
};

/// Texts are shortened, the last ones first, until all fit in limits::kSummaryTextBytesMax; what was shortened ends with "…".
std::string write_summary(const Summary& summary);
/// Errors: malformed.
Result<Summary> read_summary(std::string_view bytes);

}  // namespace datong::document
