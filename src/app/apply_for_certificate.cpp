#include "app/apply_for_certificate.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "app/case_file.hpp"
#include "app/expectation.hpp"
#include "app/lodged_message.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::app {
namespace {

namespace F = domain::F;
using document::Json;

/// One application on its way; kept alive by the callbacks that hold it.
struct Apply : std::enable_shared_from_this<Apply> {
  Context& context;
  LodgeCommand command;
  LodgeDone done;
  int tries = 0;
  document::Reading reading;
  crypto::Digest digest{};
  std::string hash;
  MessageIdentity identity{"application", 0, {}, 1};
  std::string drawn;          // the office's number for it
  bool needs_number = false;  // it goes to review and has none yet
  std::optional<ApplicationFile> existing;
  EditionPtr edition;
  domain::OriginLodging lodging;
  domain::OriginActFacts facts;
  ReviewedApplication reviewed;

  Apply(Context& c, LodgeCommand m, LodgeDone d) : context(c), command(std::move(m)), done(std::move(d)) {}

  void begin() {
    auto read = read_application(command.bytes, command.format, command.sender.actor.unit);
    if (!read) return done(read.error());
    reading = std::move(*read);
    digest = crypto::sha256(command.bytes);
    hash = crypto::hex(digest);
    const auto& root = reading.document.header();
    identity.reference = std::string(root[F::origin::applicant_reference]);
    identity.version = command.version;
    const std::string_view registration = root[F::origin::applicant_registration];
    std::from_chars(registration.data(), registration.data() + registration.size(), identity.unit);
    if (auto no = identity_problem()) return done(std::move(*no));
    attempt();
  }

  std::optional<Error> identity_problem() const {
    const auto length = utf8_length(identity.reference);
    if (identity.reference.empty() || !length || *length > 40) return refused({domain::finding("DEC004", "/applicant_reference", {"applicant_reference"})});
    const auto& actor = command.sender.actor;
    if (actor.unit != 0 && actor.unit != identity.unit) {
      return refuse_as(Code::forbidden, "SYS006", {std::to_string(actor.unit), std::to_string(identity.unit)}, "/applicant_registration");
    }
    if (actor.unit == 0) {
      const EditionPtr rows = context.editions.current();
      const std::string_view office = reading.document.header()[F::origin::issuing_office];
      if (!rows || !rows->is_at_or_below(office, actor.office, legal_day(context.clock.now()))) return failure(Code::forbidden);
    }
    return std::nullopt;
  }

  void attempt() {
    auto repeat = find_repeat(context, identity, hash, "/applicant_reference");
    if (!repeat) return done(repeat.error());
    if (*repeat) return done(std::move(**repeat));
    auto decision = decide();
    if (!decision) return done(decision.error());
    if (needs_number) return draw();
    const CaseId id = decision->heads.front().id;
    context.store.commit(std::move(*decision), [self = shared_from_this(), id](Result<Decision> result) {
      if (result) {
        if (self->context.announce) self->context.announce(*result);
        return self->done(Lodged{id, std::move(result->receipts.front().body), false});
      }
      const Error& error = result.error();
      if (error.code == Code::conflict && ++self->tries < 3) {
        if (error.detail.starts_with("key:origin_number")) self->drawn.clear();  // somebody proposed it a moment ago
        return self->context.run([self] { self->attempt(); });
      }
      self->done(error);
    });
  }

  Naming naming() const { return naming_of(identity.unit, command.sender.actor); }

  bool proposes_number() const { return reading.document.header().has(F::origin::certificate_number); }

  std::string series() const {
    const auto& root = reading.document.header();
    const auto applied_on = Date::parse(root[F::origin::applied_on]);
    const int year = applied_on ? applied_on->year() : facts.today.year();
    return domain::certificate_number_series(root[F::origin::kind], year, root[F::origin::exporter_code]);
  }
  static std::string with_serial(const std::string& series, std::int64_t serial) {
    char digits[8];
    if (serial < 1 || serial > 9999) return {};
    std::snprintf(digits, sizeof digits, "%04d", static_cast<int>(serial));
    return series + digits;
  }

  /// Draws the office's next serial in a commit of its own, until one is free: applicants may have proposed the next ones.
  void draw() {
    Decision decision;
    decision.counters.push_back("origin:" + series());
    context.store.commit(std::move(decision), [self = shared_from_this()](Result<Decision> made) {
      if (!made) return self->done(made.error());
      self->context.run([self, serial = made->numbers.front()] {
        self->drawn = with_serial(self->series(), serial);
        if (self->drawn.empty()) return self->done(refused({domain::finding("ORL041", "/certificate_number", {self->series()})}));
        auto taken = self->context.store.key("origin_number", self->drawn);
        if (!taken) return self->done(taken.error());
        if (*taken) return self->draw();
        self->attempt();
      });
    });
  }

  Result<Decision> decide() {
    edition = context.editions.current();
    if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
    const Instant now = context.clock.now();
    facts = {};
    facts.edition = edition.get();
    facts.now = now;
    facts.today = legal_day(now);
    facts.document = &reading.document;
    existing.reset();
    if (command.version != 1) {
      auto id = case_of_message(context, identity);
      if (!id) return id.error();
      auto file = load_application(context, *id);
      if (!file) return file.error();
      existing = std::move(*file);
    }
    const std::string_view office = reading.document.header()[F::origin::issuing_office];
    const int bureau = edition->bureau_index(office, facts.today).value_or(0);
    const CaseId id = existing ? existing->head.id : context.ids.next(bureau, now);
    const auto first = existing ? std::optional(legal_day(existing->head.lodged_at)) : std::nullopt;
    auto result = review_application(context, reading, command.format, *edition, facts.today, naming(), id, first);
    if (!result) return result.error();
    reviewed = std::move(*result);
    facts.machine_refusals = reviewed.machine_refusals;

    Decision decision;
    std::vector<Finding> findings = returning_findings();
    if (auto no = add_succession(decision, id, findings); !no) return no.error();
    lodging = {};
    lodging.id = id;
    lodging.reference = identity.reference;
    lodging.version = command.version;
    lodging.document_hash = hash;
    lodging.channel = existing ? existing->head.channel : command.sender.channel;
    lodging.actor = command.sender.actor;
    lodging.unit = identity.unit;
    lodging.findings = std::move(findings);
    lodging.is_retrospective = reviewed.is_retrospective;
    lodging.document = &reading.document;
    const bool is_numbered = existing && !existing->head.number.empty();
    if (!is_numbered) lodging.number = usable_proposal().value_or(drawn);
    auto outcome = domain::decide_origin_lodging(existing ? &existing->head : nullptr, lodging, facts);
    if (!outcome) {
      Error error = outcome.error();
      if (error.code == Code::refused) error.code = Code::conflict;
      return error;
    }
    needs_number = outcome->head.number.empty() && outcome->head.stage == domain::OriginStage::in_review;
    if (needs_number) return decision;
    const Around around{existing ? &existing->stored : nullptr, bureau, edition, now, hash, &lodging.findings};
    decision.messages.push_back({id, command.version, digest, command.bytes, command.format, command.signature, origin_of_message(command), command.arrived_at});
    decision.keys.push_back({"application", identity.key(), id.to_string() + ":" + hash});
    if (auto named = name_attachments(context, decision, naming(), domain::origin_needs(reading.document).attachment_hashes, id); !named) return named.error();
    if (!existing) decision.cases.push_back({id, HeadKind::origin, identity.unit, identity.reference, outcome->head.kind, facts.today});
    if (!is_numbered && !outcome->head.number.empty()) decision.keys.push_back({"origin_number", outcome->head.number, id.to_string()});
    compose(decision, *outcome, around);
    return decision;
  }

  /// What is refused by machine; suspicions of human rules go along as warnings.
  std::vector<Finding> returning_findings() const {
    std::vector<Finding> findings = reviewed.review.findings;
    for (Finding& found : findings) {
      if (domain::is_human_rule(found.rule)) found.severity = Severity::warning;
    }
    return findings;
  }

  /// The proposed number when nothing speaks against it.
  std::optional<std::string> usable_proposal() const {
    if (!proposes_number()) return std::nullopt;
    const std::string number(reading.document.header()[F::origin::certificate_number]);
    const bool refused_number = std::any_of(lodging.findings.begin(), lodging.findings.end(), [](const Finding& f) {
      return f.path == "/certificate_number" && f.severity == Severity::refusal;
    });
    return refused_number ? std::string() : number;
  }

  /// Of one certificate one amendment or reissue is under way: claims it for this case, or finds that another has it (ORL033).
  Result<void> add_succession(Decision& decision, CaseId id, std::vector<Finding>& findings) {
    const std::string previous = domain::origin_needs(reading.document).previous_number;
    if (previous.empty() || domain::machine_refuses(findings)) return {};
    auto record = context.store.record("succession", previous);
    if (!record) return record.error();
    if (*record && (*record)->body != id.to_string()) {
      const auto other = CaseId::parse((*record)->body);
      auto file = other ? load_application(context, *other) : Result<ApplicationFile>(failure(Code::corrupt, "succession"));
      if (!file) return file.error();
      const auto stage = file->head.stage;
      const bool names_another = file->head.previous_number != previous;  // a later version of it
      const bool is_over = names_another || stage == domain::OriginStage::withdrawn || stage == domain::OriginStage::refused;
      if (!is_over) {
        findings.push_back(domain::finding("ORL033", "/changes/0/previous_number", {previous}));
        return {};
      }
    }
    if (!*record || (*record)->body != id.to_string()) {
      decision.records.push_back({"succession", previous, *record ? (*record)->version : 0U, id.to_string()});
    }
    return {};
  }
};

}  // namespace

void apply_for_certificate(Context& context, LodgeCommand command, LodgeDone done) {
  std::make_shared<Apply>(context, std::move(command), std::move(done))->begin();
}

Result<std::string> check_application(Context& context, std::string_view bytes, std::string_view format, const Sender& sender) {
  auto reading = read_application(bytes, format, sender.actor.unit);
  if (!reading) return reading.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  std::int64_t unit = 0;
  const std::string_view registration = reading->document.header()[F::origin::applicant_registration];
  std::from_chars(registration.data(), registration.data() + registration.size(), unit);
  if (sender.actor.unit != 0 && unit != 0 && unit != sender.actor.unit) {
    return refuse_as(Code::forbidden, "SYS006", {std::to_string(sender.actor.unit), std::string(registration)}, "/applicant_registration");
  }
  const Date today = legal_day(context.clock.now());
  auto reviewed = review_application(context, *reading, format, *edition, today, naming_of(unit, sender.actor), {}, std::nullopt);
  if (!reviewed) return reviewed.error();
  const auto& review = reviewed->review;
  Json workings = Json::make_array();
  for (const auto& line : review.determinations) {
    Json criteria = Json::make_array(), working = Json::make_array();
    for (const auto& proven : line.determination.criteria) criteria.add(proven.printed);
    for (const auto& step : line.determination.lines) {
      working.add(Json::make_object().set("rule", step.rule).set("zh", domain::words(step, "zh")).set("en", domain::words(step, "en")));
    }
    workings.add(Json::make_object().set("path", line.path).set("criteria", std::move(criteria)).set("working", std::move(working))
                     .set("refusals", document::findings_json(line.determination.refusals)));
  }
  Json json = Json::make_object();
  json.set("would_be_accepted_for_review", !domain::machine_refuses(review.findings)).set("findings", document::findings_json(review.findings));
  json.set("retrospective", domain::retrospective_name(review.retrospective));
  json.set("officer_because", document::findings_json(reviewed->machine_refusals)).set("origin", std::move(workings));
  const bool is_returned = domain::machine_refuses(review.findings);
  json.set("expect", expect_of_application(reading->document, *edition, today, reviewed->machine_refusals.empty(), is_returned));
  return json.to_string();
}

std::optional<std::string> application_format_of(std::string_view content_type) {
  const std::string_view media = trim(content_type.substr(0, content_type.find(';')));
  if (media == "application/json") return "json";
  if (media == "application/xml" || media == "text/xml") return "coo-xml";
  return std::nullopt;
}

}  // namespace datong::app
