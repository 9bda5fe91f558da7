#pragma once
// The conditions of admission to e-visa (产地证电子签证): papers, signatories with specimen signatures, the bilingual seal; and the
// standing of an enterprise in visa work. The stages are those of admission.hpp. Not here: reading pictures (document/picture). Pure.
// Source: certificate-of-origin reference §1.2, §1.6, §7.1.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/edition/edition.hpp"
#include "domain/party/party.hpp"
#include "domain/rules.hpp"

namespace datong::domain {

/// What the enterprise states and hands in; hashes are of uploaded attachments.
struct VisaAdmissionRequest {
  std::string registration_form, application_form, guarantee_letter;  ///< SHA-256 hexadecimal
  std::string legal_representative;                                   ///< who signed the guarantee letter
  std::string hardware;
  std::string name_en;                  ///< the enterprise's English name: what V01 compares with
  std::string seal;                     ///< bilingual; SHA-256 hexadecimal of the picture
  int seal_width_mm = 0;
  std::vector<Signatory> signatories;   ///< unit and standing are set on granting
};

/// A picture that was handed in and read: its SHA-256 hexadecimal and its size in pixels.
struct PictureInHand {
  std::string sha256;
  std::uint32_t width = 0, height = 0;
};
struct VisaAdmissionFacts {
  std::optional<Enterprise> unit;
  std::vector<std::string> present_attachments;
  std::vector<PictureInHand> pictures;
  std::vector<Signatory> filed;  ///< every signatory the unit ever had
};

/// Every condition that is not met, at once. Errors: a missing parameter.
Result<std::vector<Finding>> review_visa_admission(const VisaAdmissionRequest& request, const VisaAdmissionFacts& facts, const Edition& edition, Date day);

enum class PictureUse : std::uint8_t { seal, signature };
/// One picture at `path`, `width_mm` wide as printed: VIS015 when it is not in hand, VIS016 when it has no size or is larger than
/// the dated parameters allow. Errors: a missing parameter.
Result<std::vector<Finding>> review_picture(const std::string& path, const PictureInHand* picture, int width_mm, PictureUse use, const Edition& edition, Date day);

/// The list that is filed once `request` is granted: its signatories active, those who left cancelled.
std::vector<Signatory> filed_after(const VisaAdmissionRequest& request, const std::vector<Signatory>& filed, std::int64_t unit);

/// The enterprise with its standing set from `day`. Errors: refused VIS020 (a reason is needed), VIS021.
Result<Enterprise> with_visa_standing(Enterprise unit, std::string_view standing, std::string_view reason, std::string_view until, Date day);

}  // namespace datong::domain
