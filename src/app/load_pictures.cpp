#include "app/load_pictures.hpp"

#include "app/admission_file.hpp"
#include "app/attachments.hpp"
#include "document/json/json.hpp"
#include "document/json/party_json.hpp"
#include "document/picture.hpp"

namespace datong::app {
namespace {

/// The actor is the administrator of a bureau (or of headquarters) `office` belongs to. Headquarters reads everywhere, it loads nothing.
Result<void> may_load(const domain::Actor& actor, const std::string& office, const std::string& owner, const domain::Edition& edition, Date day) {
  if (actor.office.empty() || !edition.is_at_or_below(office, actor.office, day)) return failure(Code::not_found);
  if (actor.has(domain::Role::administrator)) return {};
  Error error = refused({domain::finding("VIS022", "", {owner})});
  error.code = Code::forbidden;
  return error;
}

/// The picture in hand: uploaded by the actor himself, or the owner's already.
Result<std::optional<domain::PictureInHand>> his_picture(Context& context, const domain::Actor& actor, const std::string& owner, const std::string& sha256) {
  auto may = may_name(context, naming_of(actor.unit, actor), sha256);
  if (!may) return may.error();
  auto known = context.store.record("attachment", sha256);
  if (!known) return known.error();
  if (!*may && (!*known || (*known)->body != owner)) return std::nullopt;
  return picture_in_hand(context, sha256);
}

Result<void> review(Context& context, const domain::Actor& actor, const std::string& owner, const PictureNamed& picture, domain::PictureUse use,
                    const domain::Edition& edition, Date day) {
  auto in_hand = his_picture(context, actor, owner, picture.sha256);
  if (!in_hand) return in_hand.error();
  auto findings = domain::review_picture("/picture", *in_hand ? &**in_hand : nullptr, picture.width_mm, use, edition, day);
  if (!findings) return findings.error();
  if (!findings->empty()) return refused(std::move(*findings));
  return {};
}

Result<std::string> commit(Context& context, Decision decision, const PictureNamed& picture, const std::string& owner) {
  if (auto kept = own_attachments(context, decision, {picture.sha256}, owner); !kept) return kept.error();
  auto done = context.store.commit_now(std::move(decision));
  if (!done) return done.error();
  return document::Json::make_object().set("owner", owner).set("picture", picture.sha256).set("width_mm", picture.width_mm).to_string();
}

}  // namespace

Result<std::optional<domain::PictureInHand>> picture_in_hand(Context& context, const std::string& sha256_hex) {
  const auto digest = digest_of(sha256_hex);
  if (!digest) return std::nullopt;
  auto has = context.blobs.has(*digest);
  if (!has) return has.error();
  if (!*has) return std::nullopt;
  auto bytes = context.blobs.get(*digest);
  if (!bytes) return bytes.error();
  const auto facts = document::picture_facts(*bytes);
  if (!facts) return std::nullopt;  // no picture at all: the review says so
  return domain::PictureInHand{sha256_hex, facts->width, facts->height};
}

Result<std::string> load_office_seal(Context& context, const domain::Actor& actor, const std::string& office, const PictureNamed& picture) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  if (edition->office(office, day) == nullptr) return failure(Code::not_found);
  if (auto may = may_load(actor, office, office, *edition, day); !may) return may.error();
  if (auto good = review(context, actor, office, picture, domain::PictureUse::seal, *edition, day); !good) return good.error();
  auto record = context.store.record("office_seal", office);
  if (!record) return record.error();
  Decision decision;
  const domain::OfficeSeal seal{office, picture.sha256, picture.width_mm, actor.name, day};
  decision.records.push_back({"office_seal", office, *record ? (*record)->version : 0U, document::write_party(seal)});
  return commit(context, std::move(decision), picture, office);
}

Result<std::string> load_officer_specimen(Context& context, const domain::Actor& actor, const std::string& sign_in, const PictureNamed& picture) {
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date day = legal_day(context.clock.now());
  auto record = context.store.record("officer", sign_in);
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto officer = document::read_party<domain::Officer>((*record)->body);
  if (!officer) return officer.error();
  if (officer->office.empty()) return failure(Code::not_found);  // a person of an enterprise is no officer
  if (auto may = may_load(actor, officer->office, sign_in, *edition, day); !may) return may.error();
  if (auto good = review(context, actor, sign_in, picture, domain::PictureUse::signature, *edition, day); !good) return good.error();
  officer->specimen = picture.sha256;
  officer->specimen_width_mm = picture.width_mm;
  Decision decision;
  decision.records.push_back({"officer", sign_in, (*record)->version, document::write_party(*officer)});
  return commit(context, std::move(decision), picture, sign_in);
}

}  // namespace datong::app
