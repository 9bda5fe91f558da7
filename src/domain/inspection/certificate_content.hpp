#pragma once
// What a drafter states for a certificate, beyond the declaration: texts by key, each kind's needs being rows of the
// edition (certificate_contents.csv). Here they are checked; inspection_certificate.hpp prints them. Not here: who may
// draft and when (domain/declaration). Thread rule: plain values. Source: IQD 6.1, 6.5; rules CRT101 to CRT108.
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/edition/edition.hpp"
#include "domain/form/form.hpp"

namespace datong::domain {

struct CertificateContent {
  std::map<std::string, std::string, std::less<>>
      texts;  ///< by the names of kCertificateContents; "" or absent = not stated

  std::string_view operator[](std::string_view content) const {
    const auto found = texts.find(content);
    return found == texts.end() ? std::string_view() : std::string_view(found->second);
  }
  bool has(std::string_view content) const { return !(*this)[content].empty(); }
  bool states_a_treatment() const;
  bool is_reexport() const { return has("reexport_of"); }
  bool operator==(const CertificateContent&) const = default;
};

/// The boxes of the re-export statement (IQD 6.5), as words of `reexport_marks` separated by blanks.
inline constexpr std::array<std::string_view, 8> kReexportMarks{"original",
                                                                "certified_copy",
                                                                "packed",
                                                                "repacked",
                                                                "original_containers",
                                                                "new_containers",
                                                                "original_certificate",
                                                                "additional_inspection"};

/// Everything wrong with the content of a certificate of kind `code`, all at once; paths "/results_zh". Without a
/// document the number of goods lines is not compared.
///
/// Errors: findings CRT101 missing, CRT102 too long, CRT103 not of this kind, CRT104 form, CRT105 characters, CRT106
/// lines,
///         CRT107 treatment, CRT108 re-export.
std::vector<Finding> review_content(std::string_view code, const CertificateContent& content, const Document* document,
                                    const Edition& edition, Date day);

/// One line of `certified_quantity`: "480.5 035", a decimal and a code of the unit list.
struct CertifiedQuantity {
  Decimal quantity;
  std::string_view unit;
};
std::optional<CertifiedQuantity> parse_certified_quantity(std::string_view line, const Edition& edition, Date day);
/// The text's lines; a line feed at the end begins none.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace datong::domain
