#include "domain/party/visa_admission.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::domain {
namespace {

bool is_plain(std::string_view text) {  // printable ASCII
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}
bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'; });
}
bool is_any(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

/// One stated text: its name, what it holds, how long it may be and which characters it may have.
struct Stated {
  const char* name;
  const std::string& value;
  std::size_t characters_max;
  bool (*may_hold)(std::string_view);

  bool is_good() const {
    const auto length = utf8_length(value);
    return !trim(value).empty() && length && *length <= characters_max && may_hold(value);
  }
};

using SignatoryMember = std::string Signatory::*;
constexpr std::pair<const char*, SignatoryMember> kNeverTwice[] = {
    {"id", &Signatory::id}, {"identity_number", &Signatory::identity_number}, {"training_certificate", &Signatory::training_certificate}};

const PictureInHand* in_hand(const VisaAdmissionFacts& facts, const std::string& sha256) {
  const auto found = std::find_if(facts.pictures.begin(), facts.pictures.end(), [&](const PictureInHand& picture) { return picture.sha256 == sha256; });
  return found == facts.pictures.end() ? nullptr : &*found;
}

Result<std::int64_t> whole_number(const Edition& edition, std::string_view name, Date day) {
  const auto number = edition.number(name, day);
  if (!number) return number.error();
  return static_cast<std::int64_t>(number->raw() / Decimal::kScale);
}

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The enterprise itself: registered, coded, of good standing, equipped, with its papers.
std::vector<Finding> review_unit(const VisaAdmissionRequest& request, const VisaAdmissionFacts& facts, Date day) {
  std::vector<Finding> findings;
  const bool is_registered = facts.unit && facts.unit->standing == Standing::active && facts.unit->validity.in_force(day);
  if (!is_registered) findings.push_back(finding("VIS006", ""));
  if (facts.unit) {
    if (facts.unit->organisation_code.empty()) findings.push_back(finding("VIS008", ""));
    const VisaStanding standing = visa_standing_on(*facts.unit, day);
    if (standing == VisaStanding::suspended || standing == VisaStanding::cancelled) {
      findings.push_back(finding("VIS009", "", {std::string(visa_standing_name(standing))}));
    }
  }
  if (!Stated{"hardware", request.hardware, limits::kStatementCharactersMax, is_any}.is_good()) findings.push_back(finding("VIS010", "/hardware"));
  const std::pair<const char*, const std::string*> papers[] = {{"/registration_form", &request.registration_form},
                                                               {"/application_form", &request.application_form},
                                                               {"/guarantee_letter", &request.guarantee_letter}};
  for (const auto& [path, hash] : papers) {
    if (std::find(facts.present_attachments.begin(), facts.present_attachments.end(), *hash) == facts.present_attachments.end()) {
      findings.push_back(finding("VIS011", path, {std::string(path + 1)}));
    }
  }
  if (!Stated{"legal_representative", request.legal_representative, limits::kPersonNameCharactersMax, is_any}.is_good()) {
    findings.push_back(finding("VIS018", "/legal_representative"));
  }
  if (!Stated{"name_en", request.name_en, limits::kStatementCharactersMax, is_plain}.is_good()) {
    findings.push_back(finding("VIS013", "/name_en", {"name_en"}));
  }
  return findings;
}

std::vector<Finding> review_signatory(const Signatory& signatory, const std::string& path, const std::vector<Signatory>& filed) {
  std::vector<Finding> findings;
  const Stated stated[] = {{"id", signatory.id, limits::kWordCharactersMax, is_word},
                           {"name_zh", signatory.name_zh, limits::kPersonNameCharactersMax, is_any},
                           {"name_en", signatory.name_en, limits::kPersonNameCharactersMax, is_plain},
                           {"identity_number", signatory.identity_number, limits::kWordCharactersMax, is_word},
                           {"training_certificate", signatory.training_certificate, limits::kWordCharactersMax, is_word}};
  for (const Stated& each : stated) {
    if (!each.is_good()) findings.push_back(finding("VIS013", path + "/" + each.name, {each.name}));
  }
  const auto known = std::find_if(filed.begin(), filed.end(), [&](const Signatory& other) { return other.id == signatory.id; });
  if (known != filed.end() && known->identity_number != signatory.identity_number) findings.push_back(finding("VIS017", path + "/id", {signatory.id}));
  return findings;
}

/// Who appears twice in the list.
std::vector<Finding> review_list(const std::vector<Signatory>& signatories) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < signatories.size(); ++i) {
    for (const auto& [name, member] : kNeverTwice) {
      const auto is_same = [&, value = member](const Signatory& earlier) { return !(earlier.*value).empty() && earlier.*value == signatories[i].*value; };
      const auto end = signatories.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(signatories.begin(), end, is_same)) findings.push_back(finding("VIS014", "/signatories/" + std::to_string(i) + "/" + name, {name}));
    }
  }
  return findings;
}

}  // namespace

Result<std::vector<Finding>> review_picture(const std::string& path, const PictureInHand* picture, int width_mm, PictureUse use, const Edition& edition,
                                            Date day) {
  const bool is_seal = use == PictureUse::seal;
  const auto width_max = whole_number(edition, is_seal ? "visa_seal_width_mm_max" : "visa_signature_width_mm_max", day);
  if (!width_max) return width_max.error();
  const auto height_max = whole_number(edition, is_seal ? "visa_seal_height_mm_max" : "visa_signature_height_mm_max", day);
  if (!height_max) return height_max.error();
  if (picture == nullptr || picture->width == 0) return std::vector{finding("VIS015", path, {path.substr(path.rfind('/') + 1)})};
  // As printed the height is width_mm × height ÷ width: compared without dividing.
  const bool fits = width_mm > 0 && width_mm <= *width_max && std::int64_t{width_mm} * picture->height <= *height_max * picture->width;
  if (!fits) return std::vector{finding("VIS016", path, {std::to_string(*width_max), std::to_string(*height_max)})};
  return std::vector<Finding>{};
}

Result<std::vector<Finding>> review_visa_admission(const VisaAdmissionRequest& request, const VisaAdmissionFacts& facts, const Edition& edition, Date day) {
  std::vector<Finding> findings = review_unit(request, facts, day);
  const auto most = whole_number(edition, "e_visa_signatories_max", day);
  if (!most) return most.error();
  if (request.signatories.empty()) findings.push_back(finding("VIS007", "/signatories"));
  if (std::cmp_greater(request.signatories.size(), *most)) {
    findings.push_back(finding("VIS012", "/signatories", {std::to_string(*most), std::to_string(request.signatories.size())}));
  }
  append(findings, review_list(request.signatories));
  for (std::size_t i = 0; i < request.signatories.size(); ++i) {
    const Signatory& signatory = request.signatories[i];
    const std::string path = "/signatories/" + std::to_string(i);
    append(findings, review_signatory(signatory, path, facts.filed));
    auto specimen = review_picture(path + "/specimen", in_hand(facts, signatory.specimen), signatory.specimen_width_mm, PictureUse::signature, edition, day);
    if (!specimen) return specimen.error();
    append(findings, std::move(*specimen));
  }
  auto seal = review_picture("/seal", in_hand(facts, request.seal), request.seal_width_mm, PictureUse::seal, edition, day);
  if (!seal) return seal.error();
  append(findings, std::move(*seal));
  return findings;
}

std::vector<Signatory> filed_after(const VisaAdmissionRequest& request, const std::vector<Signatory>& filed, std::int64_t unit) {
  std::vector<Signatory> after = request.signatories;
  for (Signatory& signatory : after) {
    signatory.unit = unit;
    signatory.standing = Standing::active;
  }
  for (const Signatory& left : filed) {
    if (std::any_of(request.signatories.begin(), request.signatories.end(), [&](const Signatory& stays) { return stays.id == left.id; })) continue;
    after.push_back(left);
    after.back().standing = Standing::cancelled;
  }
  return after;
}

Result<Enterprise> with_visa_standing(Enterprise unit, std::string_view standing, std::string_view reason, std::string_view until, Date day) {
  std::vector<Finding> findings;
  const auto wanted = visa_standing_by_name(standing);
  const bool may_end = wanted == VisaStanding::watch || wanted == VisaStanding::suspended;
  const auto last = until.empty() ? std::nullopt : Date::parse(until);
  if (trim(reason).empty()) findings.push_back(finding("VIS020", "/reason"));
  if (!wanted) findings.push_back(finding("VIS021", "/standing"));
  if (!until.empty() && (!last || *last < day || !may_end)) findings.push_back(finding("VIS021", "/until"));
  if (!findings.empty()) return refused(std::move(findings));
  unit.visa_standing = *wanted;
  unit.visa_standing_reason = reason;
  unit.visa_standing_since = day;
  unit.visa_standing_until = last;
  return unit;
}

}  // namespace datong::domain
