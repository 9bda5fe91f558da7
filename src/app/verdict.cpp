#include "app/verdict.hpp"

#include <algorithm>

namespace datong::app {
namespace {

using document::Json;

constexpr unsigned none = 0;
constexpr unsigned by_number = static_cast<unsigned>(Entry::number), by_file = static_cast<unsigned>(Entry::file), by_qr = static_cast<unsigned>(Entry::qr);

std::string_view name_of(Entry entry) {
  switch (entry) {
    case Entry::number: return "number";
    case Entry::file: return "file";
    case Entry::qr: return "qr";
  }
  return "";
}

std::string_view name_of(CheckAnswer answer) {
  switch (answer) {
    case CheckAnswer::not_checked: return "not_checked";
    case CheckAnswer::passed: return "passed";
    case CheckAnswer::failed: return "failed";
  }
  return "";
}

/// The verdict on an authentic paper, by what became of it.
Indication by_stage(const CheckFacts& facts) {
  const bool is_past = facts.valid_until_on && facts.today > *facts.valid_until_on;
  switch (facts.stage) {
    case PublicStage::not_known:
      if (facts.online) return Indication::unknown;
      return is_past ? Indication::expired : Indication::genuine_status_unknown;
    case PublicStage::in_force: return is_past ? Indication::expired : Indication::genuine_and_in_force;
    case PublicStage::superseded: return Indication::superseded;
    case PublicStage::cancelled: return Indication::cancelled;
    case PublicStage::revoked: return Indication::revoked;
    case PublicStage::expired:
    case PublicStage::used: return Indication::expired;
  }
  return Indication::unknown;
}

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json list = Json::make_array();
  for (const auto& [name, text] : pairs) list.add(Json::make_object().set("name", name).set("text", text));
  return list;
}

Json numbers_json(const std::vector<ShownNumber>& numbers) {
  Json list = Json::make_array();
  for (const ShownNumber& each : numbers) list.add(Json::make_object().set("number", each.number).set("stage", each.stage));
  return list;
}

Json content_json(const ShownContent& content) {
  Json json = Json::make_object();
  json.set("source", content.source).set("number", content.number).set("kind", content.kind);
  if (content.issued_on) json.set("issued_on", content.issued_on->to_string());
  if (content.valid_until_on) json.set("valid_until_on", content.valid_until_on->to_string());
  json.set("values", pairs_json(content.values));
  Json rows = Json::make_array();
  for (const auto& row : content.rows) rows.add(pairs_json(row));
  return std::move(json).set("rows", std::move(rows));
}

/// What strangers wrote must not steer a terminal.
void append_plain(std::string& out, std::string_view text) {
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
}

constexpr std::string_view kStampNoteZh = "时间戳由平台自设机构加盖：它证明的是与公开日志一致的先后次序，不是第三方的时间。";
constexpr std::string_view kStampNoteEn = "The built-in stamping authority proves order against the platform's own log, not a stranger's time.";

}  // namespace

const IndicationSpec& spec_of(Indication indication) {
  static constexpr IndicationSpec kSpecs[] = {
#define INDICATION(name, genuine, zh, en) {#name, genuine, zh, en},
#include "app/indications.def"
#undef INDICATION
  };
  static_assert(std::size(kSpecs) == kIndicationCount);
  return kSpecs[static_cast<std::size_t>(indication)];
}

const CheckSpec& spec_of(Check check) {
  static constexpr CheckSpec kSpecs[] = {
#define ASK(id, when_failed, offline, online, source, question_zh, question_en, refusal_zh, refusal_en) \
  {#id, Indication::when_failed, offline, online, source, question_zh, question_en, refusal_zh, refusal_en},
#include "app/checks.def"
#undef ASK
  };
  static_assert(std::size(kSpecs) == kCheckCount);
  return kSpecs[static_cast<std::size_t>(check)];
}

PublicStage public_stage(std::string_view stage) {
  constexpr std::pair<std::string_view, PublicStage> kStages[] = {
      {"issued", PublicStage::in_force},      {"signed", PublicStage::in_force},   {"superseded", PublicStage::superseded},
      {"cancelled", PublicStage::cancelled},  {"recalled", PublicStage::cancelled}, {"revoked", PublicStage::revoked},
      {"expired", PublicStage::expired},      {"used", PublicStage::used}};
  const auto found = std::find_if(std::begin(kStages), std::end(kStages), [&](const auto& row) { return row.first == stage; });
  return found == std::end(kStages) ? PublicStage::not_known : found->second;
}

Judgement judge(const CheckFacts& facts) {
  Judgement judgement;
  const auto entry = static_cast<unsigned>(facts.entry);
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const auto check = static_cast<Check>(i);
    const CheckSpec& spec = spec_of(check);
    const bool is_needed = ((facts.online ? spec.needed_online : spec.needed_offline) & entry) != 0;
    switch (facts.answers[i]) {
      case CheckAnswer::passed: break;
      case CheckAnswer::failed: judgement.failed.push_back(check); break;
      case CheckAnswer::not_checked:
        if (is_needed) judgement.missing.push_back(check);
        break;
    }
  }
  if (!judgement.failed.empty()) {
    judgement.indication = spec_of(judgement.failed.front()).when_failed;
    judgement.missing.clear();  // what was not asked any more says nothing
  } else if (judgement.missing.empty()) {
    judgement.indication = by_stage(facts);
  }
  return judgement;
}

std::string headline(const Verdict& verdict, bool is_chinese) {
  const IndicationSpec& spec = spec_of(verdict.judgement.indication);
  std::string text(is_chinese ? spec.zh : spec.en);
  const std::string on = verdict.changed_at ? legal_day(*verdict.changed_at).to_string() : std::string();
  switch (verdict.judgement.indication) {
    case Indication::superseded:
      if (!verdict.later.empty()) text += (is_chinese ? "，新编号 " : " by ") + verdict.later.front().number;
      break;
    case Indication::cancelled:
    case Indication::revoked:
      if (!on.empty()) text += is_chinese ? "（" + on + "）" : " on " + on;
      break;
    case Indication::expired:
      if (verdict.facts.stage == PublicStage::used) return is_chinese ? "真实，但已使用过" : "Genuine, but used already";
      if (verdict.content.valid_until_on) {
        const std::string day = verdict.content.valid_until_on->to_string();
        text += is_chinese ? "（" + day + " 止）" : " on " + day;
      }
      break;
    case Indication::genuine_and_in_force:
    case Indication::genuine_status_unknown:
    case Indication::altered:
    case Indication::unknown_signer:
    case Indication::not_in_the_log:
    case Indication::training:
    case Indication::unknown: break;
  }
  return text;
}

Json verdict_json(const Verdict& verdict) {
  Json json = Json::make_object();
  json.set("indication", spec_of(verdict.judgement.indication).name).set("genuine", verdict.is_genuine());
  json.set("zh", headline(verdict, true)).set("en", headline(verdict, false));
  json.set("entry", name_of(verdict.facts.entry)).set("online", verdict.facts.online).set("checked_at", verdict.checked_at.to_string());
  Json reasons = Json::make_array(), checks = Json::make_array(), details = Json::make_array();
  const auto reason = [&](Check check, std::string_view zh, std::string_view en) {
    reasons.add(Json::make_object().set("check", spec_of(check).id).set("zh", zh).set("en", en));
  };
  for (const Check check : verdict.judgement.failed) reason(check, spec_of(check).refusal_zh, spec_of(check).refusal_en);
  for (const Check check : verdict.judgement.missing) reason(check, "此项未能检查", "This could not be checked.");
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const CheckSpec& spec = spec_of(static_cast<Check>(i));
    checks.add(Json::make_object().set("check", spec.id).set("answer", name_of(verdict.facts.answers[i])).set("source", spec.source)
                   .set("zh", spec.question_zh).set("en", spec.question_en));
  }
  for (const auto& [zh, en] : verdict.suspicions) reasons.add(Json::make_object().set("check", "nothing_foreign").set("zh", zh).set("en", en));
  for (const std::string& detail : verdict.details) details.add(detail);
  json.set("reasons", std::move(reasons)).set("checks", std::move(checks)).set("details", std::move(details));
  json.set("content", verdict.content.source.empty() ? Json() : content_json(verdict.content));
  if (verdict.signer) {
    Json signer = Json::make_object();
    signer.set("common_name", verdict.signer->common_name).set("organisation", verdict.signer->organisation).set("issuer", verdict.signer->issuer);
    signer.set("serial", verdict.signer->serial_hex).set("key", verdict.signer->key).set("certificate_sha256", verdict.signer->certificate_sha256);
    json.set("signer", std::move(signer));
  }
  if (!verdict.officer.empty()) json.set("officer", verdict.officer);
  if (verdict.stamped_at) {
    json.set("stamped_at", verdict.stamped_at->to_string()).set("stamp_authority", verdict.stamp_authority);
    json.set("stamp_note_zh", kStampNoteZh).set("stamp_note_en", kStampNoteEn);
  }
  if (!verdict.file_sha256.empty()) json.set("file_sha256", verdict.file_sha256);
  if (!verdict.stage.empty()) json.set("stage", verdict.stage);
  if (!verdict.reason.empty()) json.set("reason", verdict.reason);
  if (verdict.changed_at) json.set("changed_at", verdict.changed_at->to_string());
  json.set("supersedes", numbers_json(verdict.earlier)).set("superseded_by", numbers_json(verdict.later));
  return json;
}

std::string verdict_text(const Verdict& verdict) {
  std::string text = headline(verdict, true) + " / " + headline(verdict, false) + "\n";
  const auto line = [&](std::string_view zh, std::string_view en, std::string_view value) {
    if (value.empty()) return;
    for (const std::string_view part : {std::string_view("  "), zh, std::string_view(" "), en, std::string_view(": "), value}) append_plain(text, part);
    text += '\n';
  };
  for (const Check check : verdict.judgement.failed) line("问题", "problem", std::string(spec_of(check).refusal_zh) + " / " + std::string(spec_of(check).refusal_en));
  for (const Check check : verdict.judgement.missing) line("未能检查", "not checked", std::string(spec_of(check).question_zh) + " / " + std::string(spec_of(check).question_en));
  for (const auto& [zh, en] : verdict.suspicions) line("可疑", "suspicious", zh + " / " + en);
  line("编号", "number", verdict.content.number);
  line("种类", "kind", verdict.content.kind);
  if (verdict.content.issued_on) line("签发日期", "issued on", verdict.content.issued_on->to_string());
  if (verdict.content.valid_until_on) line("有效期至", "valid until", verdict.content.valid_until_on->to_string());
  for (const auto& [name, value] : verdict.content.values) line("·", name, value);
  for (std::size_t i = 0; i < verdict.content.rows.size(); ++i) {
    for (const auto& [name, value] : verdict.content.rows[i]) line("· " + std::to_string(i + 1), name, value);
  }
  if (verdict.signer) line("签名人", "signer", verdict.signer->common_name + ", " + verdict.signer->organisation + " (" + verdict.signer->issuer + ")");
  line("签发人", "officer", verdict.officer);
  if (verdict.stamped_at) {
    line("时间戳", "stamped at", verdict.stamped_at->to_string() + ", " + verdict.stamp_authority);
    line("说明", "note", std::string(kStampNoteZh).append(" / ").append(kStampNoteEn));
  }
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const CheckSpec& spec = spec_of(static_cast<Check>(i));
    if (verdict.facts.answers[i] == CheckAnswer::not_checked) continue;
    line(verdict.facts.answers[i] == CheckAnswer::passed ? "✓" : "✗", spec.question_en, spec.question_zh);
  }
  return text;
}

}  // namespace datong::app
