#pragma once
// The verdict on a paper: one type for every entry (number and check code, file, QR text), online and offline, and the
// pure function that judges. Never a bare yes: an indication, every check with its answer, and what the paper says. Not
// here: how the answers are found (check_paper.hpp). Thread rule: plain values, free functions. Read: docs/decisions/
// 0019-verdicts.md.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "document/json/json.hpp"

namespace datong::app {

enum class Indication : std::uint8_t {
#define INDICATION(name, genuine, zh, en) name,
#include "app/indications.def"
#undef INDICATION
};
struct IndicationSpec {
  std::string_view name;
  bool is_genuine;
  std::string_view zh, en;
};
const IndicationSpec& spec_of(Indication indication);
inline constexpr std::size_t kIndicationCount = 11;

enum class Check : std::uint8_t {
#define ASK(id, ...) id,
#include "app/checks.def"
#undef ASK
};
struct CheckSpec {
  std::string_view id;
  Indication when_failed;
  unsigned needed_offline, needed_online;  ///< bits of Entry
  std::string_view source, question_zh, question_en, refusal_zh, refusal_en;
};
inline constexpr std::size_t kCheckCount = static_cast<std::size_t>(Check::in_the_log) + 1;
const CheckSpec& spec_of(Check check);

/// What was brought.
enum class Entry : std::uint8_t { number = 1, file = 2, qr = 4 };

enum class CheckAnswer : std::uint8_t { not_checked, passed, failed };

/// What became of the document since, as the issuer knows it.
enum class PublicStage : std::uint8_t { not_known, in_force, superseded, cancelled, revoked, expired, used };
PublicStage public_stage(std::string_view stage);  ///< of the record "issued"; not_known for what was never issued

struct CheckFacts {
  Entry entry = Entry::file;
  bool online = false;
  std::array<CheckAnswer, kCheckCount> answers{};
  PublicStage stage = PublicStage::not_known;
  std::optional<Date> valid_until_on;
  Date today;

  void answer(Check check, bool passed) { answers[static_cast<std::size_t>(check)] = passed ? CheckAnswer::passed : CheckAnswer::failed; }
  CheckAnswer answer_of(Check check) const { return answers[static_cast<std::size_t>(check)]; }
};

struct Judgement {
  Indication indication = Indication::unknown;
  std::vector<Check> failed;    ///< in order of precedence
  std::vector<Check> missing;   ///< needed and not made; empty when one failed
};

/// Shape: the first failed check decides; else a missing one (unknown); else stage and last day. Pure.
Judgement judge(const CheckFacts& facts);

/// What the paper says, from the first of: the issuer's record, the embedded data, the QR summary.
struct ShownContent {
  std::string source;  ///< "record", "embedded", "summary"; "" = nothing may be shown
  std::string number, kind;
  std::optional<Date> issued_on, valid_until_on;
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<std::vector<std::pair<std::string, std::string>>> rows;
};

struct ShownSigner {
  std::string common_name, organisation, issuer, serial_hex, key, certificate_sha256;
};

struct ShownNumber {
  std::string number, stage;
};

struct Verdict {
  Judgement judgement;
  CheckFacts facts;
  ShownContent content;
  std::optional<ShownSigner> signer;
  std::string officer;                        ///< who answers for it, as the signature names him
  std::optional<Instant> stamped_at;
  std::string stamp_authority;
  std::string stamp_serial_hex;               ///< of the stamping authority's certificate
  std::string file_sha256, data_sha256;       ///< hexadecimal; the data's as the summary names it
  std::vector<std::string> details;           ///< names of reasons and suspicions, for the curious
  std::vector<std::pair<std::string, std::string>> suspicions;  ///< Chinese, English
  std::string stage, reason;                  ///< of the record
  std::optional<Instant> changed_at;
  std::vector<ShownNumber> earlier, later;    ///< what it supersedes and what superseded it, nearest first
  Instant checked_at;

  bool is_genuine() const { return spec_of(judgement.indication).is_genuine; }
};

document::Json verdict_json(const Verdict& verdict);
/// For a terminal: Chinese and English, every check in a line.
std::string verdict_text(const Verdict& verdict);
/// The headline: "已撤销 2026-11-23 / Revoked on 2026-11-23". `is_chinese` chooses one.
std::string headline(const Verdict& verdict, bool is_chinese);

}  // namespace datong::app
