#include "app/import_parties.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/one_time_code.hpp"
#include "crypto/password.hpp"
#include "document/json/party_json.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/edition/table_reader.hpp"
#include "domain/party/party.hpp"

namespace datong::app {
namespace {

using namespace datong::domain;  // NOLINT: every party type; nothing here but importing them

using Columns = std::initializer_list<std::string_view>;

constexpr std::string_view kStandings[] = {"active", "suspended", "cancelled"};
constexpr std::string_view kGrades[] = {"AA", "A", "B", "C", "D"};
constexpr std::string_view kNoneKept = "";
constexpr char kSelfDeclaringDigit = '6', kAgentDigit = '9';
constexpr std::size_t kKindDigit = 4;        // four digits of the bureau, one of the kind, five serial
constexpr std::size_t kSignInBytesMax = 64;  // what sign-in reads
constexpr std::size_t kPasswordBytesMax = 256;
constexpr int kPointsMax = 1000;  // a yearly period has 12
constexpr std::size_t kCommodityDigits = 10;
constexpr int kPictureWidthMmMax = 100;  // the dated limits of COO 7.1 are below
constexpr std::size_t kProgressRows = 100;

/// One row of the file as a party, with what a party does not hold.
template <class Party>
struct PartyRow {
  Party party;
  std::string key = {};                  ///< "" when a bad cell leaves none
  bool keeps = false;                    ///< the cell the office itself maintains is empty: the stored value stays
  bool keeps_visa = false;               ///< the same of an enterprise's admission to e-visa
  std::string password = {};             ///< officers
  std::optional<Decimal> quantity = {};  ///< permits
  bool opens = false;                    ///< permits: the ledger is opened with `quantity`
};

/// What cells are checked against.
struct Book {
  const Edition& edition;
  Date day;

  bool is_bureau(std::string_view code) const {
    const OfficeRow* office = edition.office(code, day);
    return office != nullptr && office->kind == "bureau";
  }
};

/// "number" or "number:rest"; "" when there is no number or no rest.
std::string joined(std::int64_t number) { return number == 0 ? "" : std::to_string(number); }
std::string joined(std::int64_t number, const std::string& rest) {
  return number == 0 || rest.empty() ? "" : std::to_string(number) + ":" + rest;
}

bool is_in(std::string_view text, std::string_view allowed) { return text.find_first_not_of(allowed) == text.npos; }

/// A registration number whose kind digit is one of `kinds`; 0 when the cell is bad.
std::int64_t registration(Cells& cells, std::string_view column, std::string_view kinds, const Book& book) {
  const std::string text = cells.text(column);
  std::int64_t number = 0;
  if (!is_registration_shape(text)) {
    cells.bad(column, "not a registration number of 10 digits: " + text);
  } else if (kinds.find(text[kKindDigit]) == kinds.npos) {
    cells.bad(column, "fifth digit does not fit the kind: " + text);
  } else if (!book.is_bureau(text.substr(0, 2) + "0000")) {
    cells.bad(column, "first two digits are no bureau: " + text);
  } else {
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}
constexpr std::string_view kAnyUnit = "69", kAgent = "9";

std::string office(Cells& cells, std::string_view column, const Book& book) {
  std::string code = cells.digits(column, 6);
  if (is_digits(code) && book.edition.office(code, book.day) == nullptr) cells.bad(column, "no such office: " + code);
  return code;
}

std::string required_word(Cells& cells, std::string_view column) {
  std::string text = cells.required(column);
  if (has_white_space(text)) cells.bad(column, "white space in it: " + text);
  return text;
}

Standing standing(Cells& cells) {
  const std::string word = cells.one_of("standing", kStandings);
  const auto found = std::find(std::begin(kStandings), std::end(kStandings), word);
  return found == std::end(kStandings) ? Standing::cancelled
                                       : static_cast<Standing>(found - std::begin(kStandings) + 1);
}

bool flag(Cells& cells, std::string_view column) { return cells.one_of(column, {"yes", "no"}) == "yes"; }

/// A code that a closed list must have.
void check_code(Cells& cells, std::string_view column, List list, const std::string& code, const Book& book) {
  if (code.empty() || !book.edition.is_closed(list)) return;
  if (book.edition.code_state(list, code, book.day) == CodeState::unknown) cells.bad(column, "no such code: " + code);
}

template <class Party>
PartyRow<Party> read_row(Cells& cells, const Book& book);

const Columns kEnterpriseColumns = {"registration",
                                    "kind",
                                    "name_zh",
                                    "name_en",
                                    "organisation_code",
                                    "office",
                                    "customs_registration",
                                    "credit_grade",
                                    "standing",
                                    "admitted_to_e_declaration",
                                    "carries_papers_only",
                                    "direct_release",
                                    "admitted_to_e_visa",
                                    "seal",
                                    "seal_width_mm",
                                    "valid_from",
                                    "valid_to"};
/// Columns a file may lack: older files do. Lacking is the same as every cell empty.
const Columns kMayLack = {"admitted_to_e_visa", "seal", "seal_width_mm", "one_time_secret"};
void add_lacking_columns(CsvTable& table, Columns columns) {
  for (const std::string_view column : kMayLack) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end() || table.column(column) >= 0) continue;
    table.columns.emplace_back(column);
    for (CsvRow& row : table.rows) row.cells.emplace_back();
  }
}

/// Picture by the SHA-256 of its uploaded bytes, and its width as printed: both or neither.
void read_picture(Cells& cells, std::string_view column, std::string_view width_column, std::string& hash, int& width_mm) {
  hash = cells.text(column);
  const auto raw = from_hex(hash);
  if (!hash.empty() && (!raw || raw->size() != 32)) cells.bad(column, "not a SHA-256 of 64 hexadecimal digits: " + hash);
  if (hash.empty() != cells.text(width_column).empty()) cells.bad(width_column, "picture and width go together");
  else if (!hash.empty()) width_mm = cells.integer(width_column, 1, kPictureWidthMmMax);
}

template <>
PartyRow<Enterprise> read_row(Cells& cells, const Book& book) {
  Enterprise e;
  const bool agent = cells.one_of("kind", {"self_declaring", "agent"}) == "agent";
  e.kind = agent ? EnterpriseKind::agent : EnterpriseKind::self_declaring;
  e.registration =
      registration(cells, "registration", std::string_view(agent ? &kAgentDigit : &kSelfDeclaringDigit, 1), book);
  e.name_zh = cells.required("name_zh");
  e.name_en = cells.text("name_en");
  e.organisation_code = plain_organisation_code(cells.required("organisation_code"));
  if (!e.organisation_code.empty() && !is_organisation_code(e.organisation_code) &&
      !is_social_credit_code(e.organisation_code)) {
    cells.bad("organisation_code", "wrong check character or shape: " + e.organisation_code);
  }
  e.office = office(cells, "office", book);
  e.customs_registration = cells.text("customs_registration");
  if (!e.customs_registration.empty() &&
      (e.customs_registration.size() != 10 || !is_in(e.customs_registration, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) {
    cells.bad("customs_registration", "not 10 digits or capitals: " + e.customs_registration);
  }
  e.credit_grade = cells.one_of("credit_grade", kGrades);
  e.standing = standing(cells);
  const std::string admitted = cells.one_of("admitted_to_e_declaration", {"yes", "no", kNoneKept});
  e.admitted_to_e_declaration = admitted == "yes";
  e.carries_papers_only = flag(cells, "carries_papers_only");
  if (e.carries_papers_only && !agent) cells.bad("carries_papers_only", "only an agent carries papers for others");
  e.direct_release = flag(cells, "direct_release");
  e.validity = cells.validity();
  const std::string to_visa = cells.one_of("admitted_to_e_visa", {"yes", "no", kNoneKept});
  e.admitted_to_e_visa = to_visa == "yes";
  read_picture(cells, "seal", "seal_width_mm", e.seal, e.seal_width_mm);
  std::string key = joined(e.registration);
  return {std::move(e), std::move(key), admitted.empty(), to_visa.empty()};
}

const Columns kDeclarantColumns = {"certificate", "name", "unit", "standing", "points", "valid_from", "valid_to"};
template <>
PartyRow<Declarant> read_row(Cells& cells, const Book& book) {
  Declarant d;
  d.certificate = cells.text("certificate");
  if (!is_registration_shape(d.certificate))
    cells.bad("certificate", "not a certificate number of 10 digits: " + d.certificate);
  d.name = cells.required("name");
  d.unit = registration(cells, "unit", kAnyUnit, book);
  d.standing = standing(cells);
  const bool keeps = cells.text("points").empty();
  if (!keeps) d.points = cells.integer("points", 0, kPointsMax);
  d.validity = cells.validity();
  std::string key = d.certificate;
  return {std::move(d), std::move(key), keeps};
}

const Columns kSignatoryColumns = {"unit",     "id",                "name_zh",  "name_en",    "identity_number", "training_certificate",
                                   "specimen", "specimen_width_mm", "standing", "valid_from", "valid_to"};
template <>
PartyRow<Signatory> read_row(Cells& cells, const Book& book) {
  Signatory s;
  s.unit = registration(cells, "unit", kAnyUnit, book);
  s.id = required_word(cells, "id");
  if (s.id.find(':') != s.id.npos) cells.bad("id", "a colon in it: " + s.id);
  s.name_zh = cells.required("name_zh");
  s.name_en = cells.required("name_en");
  s.identity_number = required_word(cells, "identity_number");
  s.training_certificate = required_word(cells, "training_certificate");
  if (cells.text("specimen").empty()) cells.bad("specimen", "none");
  read_picture(cells, "specimen", "specimen_width_mm", s.specimen, s.specimen_width_mm);
  s.standing = standing(cells);
  s.validity = cells.validity();
  std::string key = joined(s.unit, s.id);
  return {std::move(s), std::move(key)};
}

const Columns kMandateColumns = {"agent", "principal", "revoked", "valid_from", "valid_to"};
template <>
PartyRow<Mandate> read_row(Cells& cells, const Book& book) {
  Mandate m;
  m.agent = registration(cells, "agent", kAgent, book);
  m.principal = registration(cells, "principal", kAnyUnit, book);
  if (m.agent != 0 && m.agent == m.principal) cells.bad("principal", "the agent himself");
  m.revoked = flag(cells, "revoked");
  m.validity = cells.validity();
  std::string key = joined(m.agent, m.principal == 0 ? "" : std::to_string(m.principal));
  return {std::move(m), std::move(key)};
}

const Columns kAgentAdmissionColumns = {"agent", "bureau", "standing", "valid_from", "valid_to"};
template <>
PartyRow<AgentAdmission> read_row(Cells& cells, const Book& book) {
  AgentAdmission a;
  a.agent = registration(cells, "agent", kAgent, book);
  a.bureau = cells.text("bureau");
  if (a.bureau.size() != 6 || !book.is_bureau(a.bureau)) cells.bad("bureau", "no such bureau: " + a.bureau);
  a.standing = standing(cells);
  a.validity = cells.validity();
  std::string key = joined(a.agent, a.bureau);
  return {std::move(a), std::move(key)};
}

const Columns kPermitColumns = {"kind", "number",           "holder",     "quantity",
                                "unit", "commodity_prefix", "valid_from", "valid_to"};
template <>
PartyRow<Permit> read_row(Cells& cells, const Book& book) {
  Permit p;
  p.kind = cells.required("kind");
  check_code(cells, "kind", List::permit_kind, p.kind, book);
  p.number = required_word(cells, "number");
  p.holder = registration(cells, "holder", kAnyUnit, book);
  p.unit = cells.text("unit");
  check_code(cells, "unit", List::unit, p.unit, book);
  p.commodity_prefix = cells.text("commodity_prefix");
  if (p.commodity_prefix.size() > kCommodityDigits || !is_in(p.commodity_prefix, "0123456789")) {
    cells.bad("commodity_prefix", "not up to 10 digits: " + p.commodity_prefix);
  }
  p.validity = cells.validity();
  PartyRow<Permit> row{std::move(p), {}};
  if (!row.party.kind.empty() && !row.party.number.empty()) row.key = row.party.kind + ":" + row.party.number;
  if (!cells.text("quantity").empty()) row.quantity = cells.number("quantity", Decimal::from_raw(1));
  if (row.quantity.has_value() == row.party.unit.empty()) cells.bad("unit", "quantity and unit go together");
  return row;
}

std::vector<Role> roles(Cells& cells) {
  std::vector<Role> found;
  for (const std::string& word : cells.words("roles")) {
    const auto role = role_by_name(word);
    if (!role || *role == Role::machine) {
      cells.bad("roles", "unknown role: " + word);
    } else if (std::find(found.begin(), found.end(), *role) != found.end()) {
      cells.bad("roles", "role twice: " + word);
    } else {
      found.push_back(*role);
    }
  }
  return found;
}

const Columns kOfficerColumns = {"sign_in",  "name", "office",   "roles",
                                 "standing", "unit", "password", "one_time_secret"};
template <>
PartyRow<Officer> read_row(Cells& cells, const Book& book) {
  Officer o;
  o.sign_in = cells.required("sign_in");
  if (o.sign_in.size() > kSignInBytesMax || !is_in(o.sign_in, "abcdefghijklmnopqrstuvwxyz0123456789_.-")) {
    cells.bad("sign_in", "not up to 64 of a-z 0-9 _ . -: " + o.sign_in);
  }
  o.name = cells.required("name");
  o.roles = roles(cells);
  o.standing = standing(cells);
  const bool of_enterprise = !cells.text("unit").empty();
  if (of_enterprise) {
    o.unit = registration(cells, "unit", kAnyUnit, book);
    if (!cells.text("office").empty()) cells.bad("office", "a person of an enterprise has none");
    if (o.roles != std::vector{Role::enterprise})
      cells.bad("roles", "a person of an enterprise has the role enterprise alone");
  } else {
    o.office = office(cells, "office", book);
    if (o.roles.empty()) cells.bad("roles", "none");
    if (o.has(Role::enterprise)) cells.bad("roles", "enterprise is for persons with a unit");
  }
  PartyRow<Officer> row{std::move(o), {}};
  row.key = row.party.sign_in;
  row.password = cells.text("password");
  if (row.password.size() > kPasswordBytesMax) cells.bad("password", "longer than 256 bytes");
  row.party.one_time_secret = cells.text("one_time_secret");
  if (!row.party.one_time_secret.empty() && !crypto::is_one_time_secret(row.party.one_time_secret)) {
    cells.bad("one_time_secret", "not base32 of 16 to 64 bytes");
  }
  return row;
}

/// Where complaints about one row go once its cells are read.
struct RowProblems {
  Problems& problems;
  std::string_view kind;
  std::size_t line;
  void add(std::string_view column, std::string why) { problems.add(kind, line, column, std::move(why)); }
};

/// Lets a row agree with what is stored: takes over what the file leaves to the office, refuses what may not change.
template <class Party>
Result<void> settle(Store&, PartyRow<Party>&, const std::optional<Party>&, RowProblems) {
  return {};
}

template <>
Result<void> settle(Store&, PartyRow<Enterprise>& row, const std::optional<Enterprise>& stored, RowProblems) {
  if (!stored) return {};
  if (row.keeps) row.party.admitted_to_e_declaration = stored->admitted_to_e_declaration;
  if (row.keeps_visa) row.party.admitted_to_e_visa = stored->admitted_to_e_visa;
  if (row.party.seal.empty()) {
    row.party.seal = stored->seal;
    row.party.seal_width_mm = stored->seal_width_mm;
  }
  row.party.visa_standing = stored->visa_standing;  // set by acts and the operator's command only
  row.party.visa_standing_reason = stored->visa_standing_reason;
  row.party.visa_standing_since = stored->visa_standing_since;
  row.party.visa_standing_until = stored->visa_standing_until;
  return {};
}

template <>
Result<void> settle(Store&, PartyRow<Declarant>& row, const std::optional<Declarant>& stored, RowProblems) {
  if (row.keeps && stored) row.party.points = stored->points;
  return {};
}

template <>
Result<void> settle(Store& store, PartyRow<Permit>& row, const std::optional<Permit>& stored, RowProblems problems) {
  auto moves = store.moves(permit_ledger(row.party.kind, row.party.number));
  if (!moves) return moves.error();
  const auto open =
      std::find_if(moves->begin(), moves->end(), [](const LedgerMove& move) { return move.reason == "open"; });
  const bool opened = open != moves->end();
  if (!stored && !opened) {
    row.opens = row.quantity.has_value();
    return {};
  }
  if (opened != row.quantity.has_value() || (opened && *row.quantity != open->amount)) {
    problems.add("quantity", "the permit was opened with " + (opened ? open->amount.to_string() : "none"));
  }
  if (opened && stored && stored->unit != row.party.unit)
    problems.add("unit", "the permit was opened in unit " + stored->unit);
  return {};
}

template <>
Result<void> settle(Store&, PartyRow<Officer>& row, const std::optional<Officer>& stored, RowProblems problems) {
  if (stored) {
    row.party.password_hash = stored->password_hash;
    row.party.specimen = stored->specimen;
    row.party.specimen_width_mm = stored->specimen_width_mm;
    if (row.party.one_time_secret.empty()) row.party.one_time_secret = stored->one_time_secret;
  }
  if (row.password.empty() && row.party.password_hash.empty())
    problems.add("password", "empty, and the person has none yet");
  return {};
}

/// The slow part of a row, done when no row is bad: a password that is not the stored one gets a new hash.
template <class Party>
void seal(PartyRow<Party>&) {}
template <>
void seal(PartyRow<Officer>& row) {
  if (row.password.empty() || crypto::verify_password(row.party.password_hash, row.password)) return;
  row.party.password_hash = crypto::hash_password(row.password);
}

struct Change {
  Record record;
  std::optional<LedgerMove> opening;
};

template <class Party>
class PartiesImport {
 public:
  PartiesImport(Context& context, std::string_view kind, const Progress& progress)
      : context_(context), kind_(kind), progress_(progress) {}

  Result<ImportReport> run(CsvTable table, Columns columns, const Edition& edition) {
    const Book book{edition, legal_day(context_.clock.now())};
    const TableReader::Tables tables{{std::string(kind_), std::move(table)}};
    TableReader reader(tables);
    auto read = reader.read(kind_, columns, [&](Cells& cells) { return read_row<Party>(cells, book); });
    refuse_repeated_keys(read, *columns.begin(), reader.problems());
    for (std::size_t i = 0; i < read.rows.size(); ++i) {
      if (auto done = load(read.rows[i], {reader.problems(), kind_, read.lines[i]}); !done) return done.error();
    }
    if (!reader.problems().none()) return reader.problems().error();
    report_.rows = read.rows.size();
    report_.edition = edition.hash();
    prepare(read);
    if (auto written = write(); !written) return written.error();
    return report_;
  }

 private:
  struct Stored {
    std::uint32_t version = 0;
    std::string body;
  };

  void refuse_repeated_keys(const ReadRows<PartyRow<Party>>& read, std::string_view column, Problems& problems) {
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < read.rows.size(); ++i) {
      if (read.rows[i].key.empty()) continue;
      const auto [first, fresh] = seen.emplace(read.rows[i].key, read.lines[i]);
      if (!fresh)
        problems.add(kind_, read.lines[i], column,
                     "same key as line " + std::to_string(first->second) + ": " + read.rows[i].key);
    }
  }

  Result<void> load(PartyRow<Party>& row, RowProblems problems) {
    std::optional<Party> party;
    Stored& stored = stored_.emplace_back();
    if (row.key.empty()) return {};
    auto record = context_.store.record(kind_, row.key);
    if (!record) return record.error();
    if (*record) {
      stored = {(*record)->version, (*record)->body};
      auto parsed = document::read_party<Party>(stored.body);
      if (!parsed) return parsed.error();
      party = std::move(*parsed);
    }
    return settle(context_.store, row, party, problems);
  }

  void prepare(ReadRows<PartyRow<Party>>& read) {
    const std::size_t total = read.rows.size();
    for (std::size_t i = 0; i < total; ++i) {
      PartyRow<Party>& row = read.rows[i];
      seal(row);
      std::string body = document::write_party(row.party);
      ++(stored_[i].version == 0 ? report_.added : body == stored_[i].body ? report_.unchanged : report_.changed);
      if (body != stored_[i].body) {
        Change change{{std::string(kind_), row.key, stored_[i].version, std::move(body)}, {}};
        if (row.opens) change.opening = LedgerMove{"permit:" + row.key, *row.quantity, CaseId{}, "open"};
        changes_.push_back(std::move(change));
      }
      if (progress_ && ((i + 1) % kProgressRows == 0 || i + 1 == total || !row.password.empty()))
        progress_(i + 1, total);
    }
  }

  Result<void> write() {
    Decision decision;
    std::size_t bytes = 0, written = 0;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      Change& change = changes_[i];
      bytes += change.record.body.size();
      decision.records.push_back(std::move(change.record));
      if (change.opening) decision.moves.push_back(std::move(*change.opening));
      const bool full = decision.records.size() >= limits::kImportRowsPerCommit || bytes >= limits::kCommitBytesMax / 2;
      if (!full && i + 1 < changes_.size()) continue;
      auto done = context_.store.commit_now(std::exchange(decision, {}));
      bytes = 0;
      if (!done) {
        Error error = done.error();
        error.detail +=
            "; " + std::to_string(written) + " of " + std::to_string(changes_.size()) + " changed rows are written";
        return error;
      }
      written = i + 1;
    }
    return {};
  }

  Context& context_;
  std::string_view kind_;
  const Progress& progress_;
  ImportReport report_;
  std::vector<Stored> stored_;  // one a row
  std::vector<Change> changes_;
};

}  // namespace

Result<ImportReport> import_parties(Context& context, std::string_view kind, std::string_view csv_bytes,
                                    const Progress& progress) {
  if (csv_bytes.size() > limits::kCodeFileBytesMax) return failure(Code::too_large, std::string(kind));
  if (auto fresh = context.editions.refresh(); !fresh) return fresh.error();
  const EditionPtr edition = context.editions.current();
  auto table = read_csv(csv_bytes);
  if (!table) return unreadable_csv(kind, table.error().detail);
  const auto run = [&]<class Party>(Columns columns) {
    add_lacking_columns(*table, columns);
    return PartiesImport<Party>(context, kind, progress).run(std::move(*table), columns, *edition);
  };
  if (kind == "enterprise") return run.operator()<Enterprise>(kEnterpriseColumns);
  if (kind == "declarant") return run.operator()<Declarant>(kDeclarantColumns);
  if (kind == "signatory") return run.operator()<Signatory>(kSignatoryColumns);
  if (kind == "mandate") return run.operator()<Mandate>(kMandateColumns);
  if (kind == "agent_admission") return run.operator()<AgentAdmission>(kAgentAdmissionColumns);
  if (kind == "permit") return run.operator()<Permit>(kPermitColumns);
  if (kind == "officer") return run.operator()<Officer>(kOfficerColumns);
  return failure(Code::malformed, "no kind of party: " + std::string(kind));
}

}  // namespace datong::app
