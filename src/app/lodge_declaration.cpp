#include "app/lodge_declaration.hpp"

#include <algorithm>
#include <charconv>

#include "app/attachments.hpp"
#include "app/expectation.hpp"
#include "app/lodged_message.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "document/json/party_json.hpp"

namespace datong::app {
namespace {

namespace F = domain::F;

/// Loads what the office rules need of parties, permits, related case and attachments.
Result<domain::OfficeFacts> load_office_facts(Context& context, const domain::Document& document, const Naming& by, const domain::Edition& edition,
                                              Date day) {
  const domain::Needs needs = domain::needs(document);
  Store& store = context.store;
  domain::OfficeFacts facts;
  const auto take = [&]<class Party>(std::optional<Party>& into, std::string_view kind, const std::string& key) -> Result<void> {
    auto loaded = load_party<Party>(store, kind, key);
    if (!loaded) return loaded.error();
    into = std::move(*loaded);
    return {};
  };
  if (auto r = take(facts.declarant_unit, "enterprise", needs.declarant_unit); !r) return r.error();
  if (needs.consignor == needs.declarant_unit) facts.consignor = facts.declarant_unit;
  else if (auto r = take(facts.consignor, "enterprise", needs.consignor); !r) return r.error();
  if (needs.consignee == needs.declarant_unit) facts.consignee = facts.declarant_unit;
  else if (auto r = take(facts.consignee, "enterprise", needs.consignee); !r) return r.error();
  if (auto r = take(facts.declarant_person, "declarant", needs.declarant_person); !r) return r.error();
  const std::string bureau = edition.bureau_of(needs.accepting_office, day);
  const std::string& principal = document.direction() == domain::Direction::export_ ? needs.consignor : needs.consignee;
  if (facts.declarant_unit && facts.declarant_unit->kind == domain::EnterpriseKind::agent) {
    if (auto r = take(facts.mandate, "mandate", needs.declarant_unit + ":" + principal); !r) return r.error();
    if (auto r = take(facts.agent_admission, "agent_admission", needs.declarant_unit + ":" + bureau); !r) return r.error();
  }
  std::optional<domain::PapersState> papers;
  if (auto r = take(papers, "papers_state", needs.declarant_unit + ":" + bureau); !r) return r.error();
  if (papers) facts.papers_state = *papers;
  for (const auto& [kind, number] : needs.permits) {
    std::optional<domain::Permit> permit;
    if (auto r = take(permit, "permit", kind + ":" + number); !r) return r.error();
    if (!permit) continue;
    auto balance = store.balance(domain::permit_ledger(kind, number));
    if (!balance) return balance.error();
    facts.permits.push_back({std::move(*permit), *balance});
  }
  if (!needs.related_declaration.empty()) {
    auto id = store.key("declaration_number", needs.related_declaration);
    if (!id) return id.error();
    if (const auto case_id = *id ? CaseId::parse(**id) : std::nullopt) {
      auto related = load_case(context, *case_id);
      if (!related) return related.error();
      const auto& head = related->head;
      const bool is_live = !head.number.empty() && head.stage != domain::Stage::withdrawn && head.stage != domain::Stage::lapsed &&
                           head.stage != domain::Stage::refused;
      facts.related = domain::RelatedFact{head.number, head.declaration_kind, is_live, head.unit};
    }
  }
  auto present = present_attachments(context, by, needs.attachment_hashes);
  if (!present) return present.error();
  facts.present_attachments = std::move(*present);
  return facts;
}

/// An amendment gives back what its case holds of a permit before it reserves anew: it is judged by the balance after that.
void free_own_reservations(const domain::DeclarationHead& head, const domain::Document& previous, domain::OfficeFacts& office) {
  if (head.number.empty() || head.stage == domain::Stage::released) return;
  for (const auto& held : domain::permit_reservations(previous)) {
    for (domain::PermitFact& fact : office.permits) {
      if (domain::permit_ledger(fact.permit.kind, fact.permit.number) == held.ledger) fact.balance = fact.balance + held.amount;
    }
  }
}

/// One lodging on its way; kept alive by the callbacks that hold it.
struct Lodge : std::enable_shared_from_this<Lodge> {
  Context& context;
  LodgeCommand command;
  LodgeDone done;
  int tries = 0;
  document::Reading reading;
  crypto::Digest digest{};
  std::string reference, uuid, hash;
  std::int64_t unit = 0;

  Lodge(Context& c, LodgeCommand m, LodgeDone d) : context(c), command(std::move(m)), done(std::move(d)) {}

  void begin() {
    auto read = read_document(command.bytes, command.format);
    if (!read) return done(read.error());
    reading = std::move(*read);
    digest = crypto::sha256(command.bytes);
    hash = crypto::hex(digest);
    const auto& header = reading.document.header();
    reference = std::string(header[F::header::declarant_reference]);
    uuid = std::string(header[F::header::message_uuid]);
    const std::string_view registration = header[F::header::declarant_registration];
    std::from_chars(registration.data(), registration.data() + registration.size(), unit);
    if (auto no = identity_problem()) return done(std::move(*no));
    attempt();
  }

  /// Without a reference, or for another unit, a message has no identity of ours and is not stored.
  std::optional<Error> identity_problem() const {
    const auto length = utf8_length(reference);
    std::vector<Finding> missing;
    if (reference.empty() || !length || *length > 40) missing.push_back(domain::finding("DEC004", "/declarant_reference", {"EntDeclNo"}));
    if (uuid.empty() || uuid.size() > 64) missing.push_back(domain::finding("DEC004", "/message_uuid", {"EntUuid"}));
    if (!missing.empty()) return refused(std::move(missing));
    const auto& actor = command.sender.actor;
    const bool officer_enters = command.sender.channel == domain::Channel::counter_entry || command.sender.channel == domain::Channel::counter_paper;
    if (!officer_enters && actor.unit != unit) {
      return refuse_as(Code::forbidden, "SYS006", {std::to_string(actor.unit), std::to_string(unit)}, "/declarant_registration");
    }
    if (officer_enters) {
      const EditionPtr edition = context.editions.current();
      const std::string_view office = reading.document.header()[F::header::accepting_office];
      if (!edition || !edition->is_at_or_below(office, actor.office, legal_day(context.clock.now()))) return failure(Code::forbidden);
    }
    return std::nullopt;
  }

  void attempt() {
    auto repeat = find_repeat(context, identity(), hash, "/declarant_reference");
    if (!repeat) return done(repeat.error());
    if (*repeat) return done(std::move(**repeat));
    auto decision = decide();
    if (!decision) return done(decision.error());
    const CaseId id = decision->heads.front().id;
    context.store.commit(std::move(*decision), [self = shared_from_this(), id](Result<Decision> result) {
      if (result) {
        if (self->context.announce) self->context.announce(*result);
        return self->done(Lodged{id, std::move(result->receipts.front().body), false});
      }
      if (result.error().code == Code::conflict && ++self->tries < 2) return self->context.run([self] { self->attempt(); });
      self->done(self->explain(result.error()));
    });
  }

  Error explain(const Error& error) const {
    if (error.code == Code::conflict && error.detail.starts_with("key:uuid")) return refuse_as(Code::conflict, "SYS005", {uuid}, "/message_uuid");
    return error;
  }

  Naming naming() const { return naming_of(unit, command.sender.actor); }
  MessageIdentity identity() const { return {"message", unit, reference, command.version}; }

  Result<std::optional<CaseFile>> existing_case() {
    if (command.version == 1) return std::optional<CaseFile>{};
    auto id = case_of_message(context, identity());
    if (!id) return id.error();
    auto file = load_case(context, *id);
    if (!file) return file.error();
    return std::optional(std::move(*file));
  }

  Result<Decision> decide() {
    const EditionPtr edition = context.editions.current();
    if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
    const Instant now = context.clock.now();
    const Date today = legal_day(now);
    auto existing = existing_case();
    if (!existing) return existing.error();
    auto office = load_office_facts(context, reading.document, naming(), *edition, today);
    if (!office) return office.error();
    std::optional<document::Reading> previous;
    if (*existing) {
      auto loaded = load_document(context, (*existing)->head.id, std::max<std::uint32_t>(1, (*existing)->head.effective_version));
      if (!loaded) return loaded.error();
      previous = std::move(*loaded);
      free_own_reservations((*existing)->head, previous->document, *office);
    }

    domain::Lodging lodging;
    lodging.reference = reference;
    lodging.version = command.version;
    lodging.document_hash = hash;
    lodging.channel = *existing ? (*existing)->head.channel : command.sender.channel;
    lodging.actor = command.sender.actor;
    lodging.document = &reading.document;
    lodging.findings = reading.findings;
    for (auto& findings : {domain::review_form(reading.document, *edition, today), domain::review_office(reading.document, *office, *edition, today)}) {
      lodging.findings.insert(lodging.findings.end(), findings.begin(), findings.end());
    }
    const std::string_view accepting = reading.document.header()[F::header::accepting_office];
    const int bureau = edition->bureau_index(accepting, today).value_or(0);
    domain::ActFacts facts;
    facts.edition = edition.get();
    facts.now = now;
    facts.today = today;
    facts.document = &reading.document;
    if (office->declarant_unit) facts.unit = *office->declarant_unit;
    facts.unit.registration = unit;
    if (office->declarant_unit) {
      lodging.papers_mode = domain::papers_mode(*office->declarant_unit, office->agent_admission, office->papers_state, today);
    }
    if (previous) lodging.previous = &previous->document;
    if (!*existing) lodging.id = context.ids.next(bureau, now);
    auto outcome = domain::decide_lodging(*existing ? &(*existing)->head : nullptr, lodging, facts);
    if (!outcome) {
      Error error = outcome.error();
      if (error.code == Code::refused) error.code = Code::conflict;
      return error;
    }
    return build(*outcome, *existing, *edition, bureau, now);
  }

  Result<Decision> build(const domain::Outcome& outcome, const std::optional<CaseFile>& existing,
                         const domain::Edition& edition, int bureau, Instant now) {
    auto issued = load_issued(context, outcome);
    if (!issued) return issued.error();
    Decision decision;
    Surroundings around;
    around.before = existing ? &existing->head : nullptr;
    if (existing) around.stored = existing->stored;
    around.stored.bureau = bureau;
    around.edition = edition.hash();
    around.now = now;
    around.answers = hash;
    around.findings = &outcome.steps.front().findings;
    around.issued = std::move(*issued);
    around.document = &reading.document;
    around.actor = command.sender.actor.name;
    compose(decision, outcome, around);
    const CaseId id = outcome.head.id;
    if (!existing) {
      decision.cases.push_back({id, HeadKind::declaration, unit, reference, outcome.head.direction == domain::Direction::import_ ? "I" : "O", legal_day(now)});
    }
    decision.messages.push_back({id, command.version, digest, command.bytes, command.format, command.signature, origin_of_message(command), command.arrived_at});
    if (auto named = name_attachments(context, decision, naming(), domain::needs(reading.document).attachment_hashes, id); !named) return named.error();
    decision.keys.push_back({"message", identity().key(), id.to_string() + ":" + hash});
    decision.keys.push_back({"uuid", std::to_string(unit) + ":" + uuid, id.to_string()});
    return decision;
  }
};

}  // namespace

void lodge_declaration(Context& context, LodgeCommand command, LodgeDone done) {
  std::make_shared<Lodge>(context, std::move(command), std::move(done))->begin();
}

Result<Checked> check_declaration(Context& context, std::string_view bytes, std::string_view format, const Sender& sender) {
  auto reading = read_document(bytes, format);
  if (!reading) return reading.error();
  const EditionPtr edition = context.editions.current();
  if (!edition) return failure(Code::unavailable, "no edition of dated data is loaded");
  const Date today = legal_day(context.clock.now());
  const std::string_view registration = reading->document.header()[F::header::declarant_registration];
  std::int64_t unit = sender.actor.unit;
  if (unit == 0) std::from_chars(registration.data(), registration.data() + registration.size(), unit);
  if (sender.actor.unit != 0) {
    if (!registration.empty() && registration != std::to_string(sender.actor.unit)) {
      return refuse_as(Code::forbidden, "SYS006", {std::to_string(sender.actor.unit), std::string(registration)}, "/declarant_registration");
    }
  }
  auto office = load_office_facts(context, reading->document, naming_of(unit, sender.actor), *edition, today);
  if (!office) return office.error();
  Checked checked;
  checked.findings = std::move(reading->findings);
  for (auto& findings : {domain::review_form(reading->document, *edition, today), domain::review_office(reading->document, *office, *edition, today)}) {
    checked.findings.insert(checked.findings.end(), findings.begin(), findings.end());
  }
  checked.would_be_accepted_for_review =
      std::none_of(checked.findings.begin(), checked.findings.end(), [](const Finding& f) { return f.severity == Severity::refusal; });
  std::optional<domain::PapersMode> papers;
  if (office->declarant_unit) papers = domain::papers_mode(*office->declarant_unit, office->agent_admission, office->papers_state, today);
  checked.expect = expect_of_declaration(reading->document, *edition, today, papers, !checked.would_be_accepted_for_review);
  return checked;
}

std::optional<std::string> format_of(std::string_view content_type, std::string_view bytes) {
  const std::string_view media = trim(content_type.substr(0, content_type.find(';')));
  if (media == "application/json") return "json";
  if (media != "application/xml" && media != "text/xml") return std::nullopt;
  std::string head(bytes.substr(0, 120));
  std::transform(head.begin(), head.end(), head.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::string declaration = head.substr(0, head.find("?>"));
  return declaration.find("gb") != std::string::npos ? "eciq-gbk" : "eciq-utf8";
}

}  // namespace datong::app
