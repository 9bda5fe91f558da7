#include "app/paper.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/cms.hpp"
#include "crypto/cose.hpp"
#include "crypto/decimal_digits.hpp"
#include "document/summary.hpp"

namespace datong::app {
namespace {

namespace pdf = document::pdf;

constexpr std::size_t kEcdsaRoom = 4096, kRsaRoom = 5120;

/// Pictures of an order, held as long as the drawing lasts.
struct Pictures {
  std::vector<std::shared_ptr<const pdf::Picture>> held;
  std::map<std::string, const pdf::Picture*, std::less<>> by_key;
};
Result<Pictures> load_pictures(Context& context, const PaperOrder& order) {
  Pictures pictures;
  for (const auto& [key, sha256] : order.pictures) {
    if (sha256.empty()) continue;
    auto picture = context.trust->picture(context.blobs, sha256);
    if (!picture) return picture.error();
    pictures.by_key[key] = picture->get();
    pictures.held.push_back(std::move(*picture));
  }
  return pictures;
}

pdf::Setting common_setting(const Trust& trust, const PaperOrder& order) {
  pdf::Setting setting;
  setting.watermark = trust.watermark;
  setting.title = order.title;
  setting.made_at = order.at;
  setting.attachment = pdf::Attachment{order.data_name, "application/xml", "Data of this document", order.data};
  return setting;
}

}  // namespace

Result<std::shared_ptr<const pdf::Form>> Trust::form(const EditionPtr& edition, const std::string& layout, Date day) {
  const std::lock_guard lock(mutex_);
  const std::string now = edition->hash() + day.to_string();
  if (forms_of_ != now) {
    forms_.clear();
    forms_of_ = now;
  }
  if (const auto found = forms_.find(layout); found != forms_.end()) return found->second;
  auto rows = edition->layout(layout, day);
  if (!rows) return rows.error();
  auto form = pdf::Form::prepare(*rows, fonts);
  if (!form) return form.error();
  forms_[layout] = *form;
  return *form;
}

Result<std::shared_ptr<const pdf::Picture>> Trust::picture(Blobs& blobs, const std::string& sha256_hex) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = pictures_.find(sha256_hex); found != pictures_.end()) return found->second;
  }
  const auto digest = crypto::digest_from_hex(sha256_hex);
  if (!digest) return failure(Code::malformed, "picture hash");
  auto bytes = blobs.get(*digest);
  if (!bytes) return bytes.error();
  auto read = pdf::Picture::read(*bytes);
  if (!read) return read.error();
  auto picture = std::make_shared<const pdf::Picture>(std::move(*read));
  const std::lock_guard lock(mutex_);
  if (pictures_.size() >= limits::kKeptPicturesMax) pictures_.clear();
  return pictures_.emplace(sha256_hex, std::move(picture)).first->second;
}

std::string check_code(std::string_view secret, std::string_view number) {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: none that is read for another
  const std::string mac = crypto::hmac_sha256(secret, "check code of " + std::string(number));
  std::string code;
  for (unsigned i = 0; i < 16; ++i) {
    unsigned value = 0;
    for (unsigned bit = i * 5; bit < i * 5 + 5; ++bit) value = value << 1 | ((static_cast<unsigned char>(mac[bit / 8]) >> (7 - bit % 8)) & 1U);
    if (i > 0 && i % 4 == 0) code += '-';
    code += kLetters[value];
  }
  return code;
}

document::Json printed_json(const domain::Printed& printed) {
  using document::Json;
  const auto texts = [](const domain::Printed::Texts& values) {
    Json json = Json::make_object();
    for (const auto& [key, value] : values) json.set(key, value);
    return json;
  };
  Json rows = Json::make_array(), ticks = Json::make_array();
  for (const auto& row : printed.rows) rows.add(texts(row));
  for (const std::string& tick : printed.ticks) ticks.add(tick);
  return Json::make_object().set("values", texts(printed.values)).set("rows", std::move(rows)).set("ticks", std::move(ticks));
}

Result<Paper> make_paper(Context& context, const EditionPtr& edition, const PaperOrder& order) {
  Trust& trust = *context.trust;
  auto form = trust.form(edition, order.printed.layout, order.issued_on);
  if (!form) return form.error();
  auto pictures = load_pictures(context, order);
  if (!pictures) return pictures.error();
  Paper paper;
  paper.check_code = check_code(trust.check_secret, order.number);
  const crypto::Digest data = crypto::sha256(order.data);
  paper.data_sha256 = crypto::hex(data);
  const std::string summary = document::write_summary({order.number, order.kind, order.issued_on, order.valid_until_on, data, order.summary});
  const std::string cose = crypto::cose_sign1(trust.summary.key, trust.summary.key_id, summary);

  pdf::Setting setting = common_setting(trust, order);
  setting.issue = order.issue;
  setting.issue["number"] = order.number;
  setting.issue["check_code"] = paper.check_code;
  setting.qr = pdf::QrPieces{trust.address + "/v#", crypto::to_decimal_digits(cose)};
  setting.pictures = std::move(pictures->by_key);
  setting.signature = pdf::SignatureField{trust.issuing->kind() == crypto::KeyKind::rsa ? kRsaRoom : kEcdsaRoom, order.officer, order.title};
  paper.qr_text = setting.qr->text + setting.qr->digits;
  auto drawn = pdf::draw(order.printed, **form, setting);
  if (!drawn) return drawn.error();
  const auto parts = pdf::signed_parts(drawn->bytes, *drawn->hole);
  const auto stamp = [&](const crypto::Digest& imprint) { return crypto::make_token(trust.stamp, imprint, order.at, order.stamp_serial); };
  // All but the signature is signed; with it the file is named. Nearly everything stands before it and is hashed once.
  crypto::Sha256 signed_part;
  signed_part.update(parts[0]);
  crypto::Sha256 whole = signed_part.copy();
  auto cms = crypto::sign_cms(*trust.issuing, signed_part.update(parts[1]).finish(), stamp);
  if (!cms) return cms.error();
  if (auto done = pdf::fill_signature(drawn->bytes, *drawn->hole, *cms); !done) return done.error();
  paper.sha256 = crypto::hex(whole.update(std::string_view(drawn->bytes).substr(drawn->hole->offset)).finish());
  paper.bytes = std::move(drawn->bytes);
  paper.pages = static_cast<std::uint32_t>(drawn->pages);
  return paper;
}

namespace {

/// Drawn without what only issuing adds.
Result<std::string> draw_plain(Context& context, const EditionPtr& edition, const PaperOrder& order, bool is_preview) {
  Trust& trust = *context.trust;
  auto form = trust.form(edition, order.printed.layout, order.issued_on);
  if (!form) return form.error();
  auto pictures = load_pictures(context, order);
  if (!pictures) return pictures.error();
  pdf::Setting setting = common_setting(trust, order);
  for (const auto& [key, picture] : pictures->by_key) {
    if (key.starts_with("mark_")) setting.pictures.emplace(key, picture);
  }
  if (is_preview) setting.watermark = "PREVIEW 预览";
  else setting.issue = order.issue;
  setting.boxes_for_missing = true;
  auto drawn = pdf::draw(order.printed, **form, setting);
  if (!drawn) return drawn.error();
  return std::move(drawn->bytes);
}

}  // namespace

Result<std::string> preview_paper(Context& context, const EditionPtr& edition, const PaperOrder& order) {
  return draw_plain(context, edition, order, true);
}

Result<std::string> plain_paper(Context& context, const EditionPtr& edition, const PaperOrder& order) {
  return draw_plain(context, edition, order, false);
}

}  // namespace datong::app
