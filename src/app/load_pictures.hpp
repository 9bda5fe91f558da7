#pragma once
// Use cases of pictures: what an uploaded picture is, and the loading of an office's seal and of a certifying officer's specimen signature
// by the administrator of their bureau. The bytes are uploaded first and named by hash. Not here: drawing them (the PDF parts).
// Thread rule: any thread; they read the picture and wait for the commit, so never on a server loop.
#include <optional>
#include <string>

#include "app/case_file.hpp"
#include "domain/party/visa_admission.hpp"

namespace datong::app {

/// The uploaded picture of that SHA-256; nullopt when it is not there or no PNG or JPEG within limits.
Result<std::optional<domain::PictureInHand>> picture_in_hand(Context& context, const std::string& sha256_hex);

struct PictureNamed {
  std::string sha256;  ///< hexadecimal, of an uploaded attachment
  int width_mm = 0;    ///< as printed
};
/// Errors: not_found (no such office or officer, or out of the actor's reach), forbidden VIS022, refused VIS015, VIS016.
Result<std::string> load_office_seal(Context& context, const domain::Actor& actor, const std::string& office, const PictureNamed& picture);
Result<std::string> load_officer_specimen(Context& context, const domain::Actor& actor, const std::string& sign_in, const PictureNamed& picture);

}  // namespace datong::app
