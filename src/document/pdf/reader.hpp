#pragma once
// What a PDF of unknown origin says about itself: its signature and what that covers, the data embedded in it, and
// everything in it that our writer never makes. Facts only; whether the signature verifies and what follows is not for
// here (crypto/cms_verify.hpp, app/verdict.hpp). Never throws and never hangs: sizes, counts and depth are limited, and a
// file whose skeleton is not ours is not parsed any further. Thread rule: free functions and plain values.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "document/pdf/draw.hpp"

namespace datong::document::pdf {

enum class Suspicion : std::uint8_t {
#define SUSPICION(name, zh, en) name,
#include "document/pdf/suspicions.def"
#undef SUSPICION
};
struct SuspicionSpec {
  std::string_view name, zh, en;
};
const SuspicionSpec& spec_of(Suspicion suspicion);

struct FileSignature {
  std::string cms;  ///< bytes of /Contents, the zeros behind it included
  Hole hole;        ///< of the one part it does not cover
  std::string sub_filter, name, reason;
};

struct EmbeddedFile {
  std::string name, bytes;
};

struct PdfFacts {
  std::size_t signatures = 0;
  std::optional<FileSignature> signature;  ///< the first; of a suspicious file only as far as it was found
  std::vector<EmbeddedFile> embedded;
  std::string title;
  std::string summary;  ///< text of the QR code as our writer notes it in /Info
  std::size_t pages = 0;
  std::vector<Suspicion> suspicions;  ///< each once; empty: nothing in it that our writer would not make

  bool has(Suspicion suspicion) const;
};

/// Errors: malformed (no PDF at all), too_large.
Result<PdfFacts> read_pdf(std::string_view file);

}  // namespace datong::document::pdf
