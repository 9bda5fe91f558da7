// Rules that need what the office holds: registrations, standing, mandates, permits with balance, offices, related
// declaration.
#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/declaration/review_context.hpp"

namespace datong::domain {
namespace {

namespace H = F::header;

class OfficeReview {
 public:
  OfficeReview(const Review& review, const OfficeFacts& facts)
      : review_(review), header_(review.header), facts_(facts) {}

  void check() {
    check_unit();
    check_person();
    if (review_.direction) check_principal();
    check_papers_mode();
    check_offices();
    check_related();
    check_attachments();
    for (const LineFacts& line : review_.lines) check_line_permits(line);
    check_balances();
  }

 private:
  template <class... More>
  void add(RuleId rule, FieldAt at, More... values) {
    review_.out.add(rule, header_, at, {std::string(values)...});
  }
  FieldAt principal_code() const { return review_.is_export() ? H::consignor_code : H::consignee_code; }
  const std::optional<Enterprise>& principal() const {
    return review_.is_export() ? facts_.consignor : facts_.consignee;
  }

  void check_unit() {
    const std::string_view number = header_[H::declarant_registration];
    if (number.empty()) return;
    if (!facts_.declarant_unit) return add("PTY001", H::declarant_registration, number);
    const Enterprise& unit = *facts_.declarant_unit;
    if (unit.standing != Standing::active) add("PTY002", H::declarant_registration, number);
    if (!unit.validity.in_force(review_.legal_day))
      add("PTY003", H::declarant_registration, number, review_.legal_day.to_string());
    if (!unit.admitted_to_e_declaration) add("PTY004", H::declarant_registration, number);
    if (header_.has(H::declarant_name) && header_[H::declarant_name] != unit.name_zh) {
      add("PTY005", H::declarant_name, header_[H::declarant_name], unit.name_zh);
    }
    if (header_.has(H::organisation_code) &&
        !is_same_organisation(header_[H::organisation_code], unit.organisation_code)) {
      add("PTY006", H::organisation_code, header_[H::organisation_code]);
    }
  }

  void check_person() {
    const std::string_view number = header_[H::declarant_person_certificate];
    if (number.empty()) return;
    if (!facts_.declarant_person) return add("PTY007", H::declarant_person_certificate, number);
    const Declarant& person = *facts_.declarant_person;
    if (person.standing != Standing::active) add("PTY008", H::declarant_person_certificate, number);
    if (!person.validity.in_force(review_.legal_day)) {
      add("PTY009", H::declarant_person_certificate, number, review_.legal_day.to_string());
    }
    if (std::to_string(person.unit) != header_[H::declarant_registration]) {
      add("PTY010", H::declarant_person_certificate, number, header_[H::declarant_registration]);
    }
    if (header_.has(H::declarant_person_name) && header_[H::declarant_person_name] != person.name) {
      add("PTY011", H::declarant_person_name, header_[H::declarant_person_name]);
    }
  }

  void check_principal() {
    const std::string_view number = header_[principal_code()];
    if (number.empty()) return;
    const bool own = number == header_[H::declarant_registration];
    if (!own) {
      check_standing_of_principal(number);
      if (facts_.declarant_unit && facts_.declarant_unit->kind == EnterpriseKind::self_declaring) {
        add("PTY014", principal_code(), number, header_[H::declarant_registration]);
      } else {
        check_mandate();
      }
    }
    const FieldAt name = review_.is_export() ? H::consignor_name_zh : H::consignee_name_zh;
    if (principal() && header_.has(name) && header_[name] != principal()->name_zh) {
      add("PTY017", name, header_[name], principal()->name_zh);
    }
    check_direct_release();
  }

  void check_standing_of_principal(std::string_view number) {
    if (!principal()) return add("PTY015", principal_code(), number);
    if (principal()->standing != Standing::active || !principal()->validity.in_force(review_.legal_day)) {
      add("PTY016", principal_code(), number);
    }
  }

  void check_mandate() {
    const std::string_view agent = header_[H::declarant_registration];
    if (facts_.mandate && facts_.mandate->revoked)
      return add("PTY013", H::declarant_registration, agent, header_[principal_code()]);
    if (facts_.mandate && facts_.mandate->validity.in_force(review_.legal_day)) return;
    if (review_.is_attached(codes::kDocumentPowerOfAttorney)) return;
    add("DEC111", H::declarant_registration, agent, header_[principal_code()]);
  }

  void check_direct_release() {
    const auto flag = [&](FieldAt at, std::size_t position) {
      return header_[at].size() > position && header_[at][position] == '1';
    };
    const bool by_clearance = flag(H::special_clearance_flags, 0);
    if (!by_clearance && !flag(H::special_business_flags, 4)) return;
    const bool enabled = review_.edition.flag("direct_release_enabled", review_.legal_day);
    const bool own = header_[principal_code()] == header_[H::declarant_registration];
    const auto& holder = own ? facts_.declarant_unit : principal();
    if (enabled && holder && holder->direct_release) return;
    add("DEC118", by_clearance ? H::special_clearance_flags : H::special_business_flags, header_[principal_code()]);
  }

  void check_papers_mode() {
    if (!facts_.declarant_unit) return;
    const Enterprise& unit = *facts_.declarant_unit;
    const std::string_view number = header_[H::declarant_registration];
    if (papers_mode(unit, facts_.agent_admission, facts_.papers_state, review_.legal_day) == PapersMode::at_inspection)
      return;
    if (unit.carries_papers_only) return add("PAP001", H::declarant_registration, number);
    if (facts_.papers_state.mode == PapersMode::before_acceptance)
      return add("PAP020", H::declarant_registration, number);
    add("PAP002", H::declarant_registration, number, header_[H::accepting_office]);
  }

  void check_offices() {
    const std::string_view accepting = header_[H::accepting_office], inspecting = header_[H::inspecting_office];
    const OfficeRow* office = review_.edition.office(accepting, review_.legal_day);
    if (office == nullptr) return;  // the form rules have said it
    if (office->kind == "headquarters") add("DEC212", H::accepting_office, accepting);
    const std::string_view kind = header_[H::declaration_kind];
    if (inspecting.empty() || kind == codes::kKindImportFlow || kind == codes::kKindExportExchange) return;
    const std::string bureau = review_.edition.bureau_of(accepting, review_.legal_day);
    if (bureau.empty() || review_.edition.bureau_of(inspecting, review_.legal_day) != bureau) {
      add("DEC112", H::inspecting_office, inspecting, accepting);
    }
  }

  void check_related() {
    const std::string_view number = header_[H::related_declaration];
    if (number.empty()) return;
    if (!facts_.related) return add("DEC114", H::related_declaration, number);
    const RelatedFact& related = *facts_.related;
    if (!related.is_live) add("DEC214", H::related_declaration, number);
    const std::string_view kind = header_[H::declaration_kind];
    // An exchange follows a declaration inspected at origin; anything else stays in its direction, but for returned
    // goods.
    const bool fits =
        kind == codes::kKindExportExchange
            ? related.declaration_kind == codes::kKindExportInspection ||
                  related.declaration_kind == codes::kKindExportPreInspection
            : header_[H::trade_mode] == codes::kTradeReturned ||
                  (!kind.empty() && !related.declaration_kind.empty() && kind[0] == related.declaration_kind[0]);
    if (!fits) add("DEC314", H::related_declaration, number, related.declaration_kind);
  }

  void check_attachments() {
    std::size_t named = 0;
    review_.header.each(Group::attached_document, [&](const Record& row) { named += row.has(F::attached_document::attachment_hash) ? 1U : 0U; });
    if (named > limits::kAttachmentsPerCaseMax) {
      review_.out.add("PTY031", review_.header, Group::attached_document, {std::to_string(limits::kAttachmentsPerCaseMax), std::to_string(named)});
    }
    review_.header.each(Group::attached_document, [&](const Record& row) {
      const std::string_view hash = row[F::attached_document::attachment_hash];
      const auto& present = facts_.present_attachments;
      if (hash.empty() || std::find(present.begin(), present.end(), hash) != present.end()) return;
      review_.out.add("PTY030", row, F::attached_document::attachment_hash, {std::string(hash)});
    });
  }

  const PermitFact* permit_fact(const Record& row) const {
    const auto found = std::find_if(facts_.permits.begin(), facts_.permits.end(), [&](const PermitFact& fact) {
      return fact.permit.kind == row[F::permit::permit_kind] && fact.permit.number == row[F::permit::permit_number];
    });
    return found == facts_.permits.end() ? nullptr : &*found;
  }

  void check_line_permits(const LineFacts& line) {
    line.record->each(Group::permit, [&](const Record& row) {
      if (row.has(F::permit::permit_kind) && row.has(F::permit::permit_number)) check_permit(*line.record, row);
    });
    if (!review_.direction) return;
    for (const std::string& kinds : supervise(review_, line).permits_needed) {
      bool found = false;
      line.record->each(Group::permit, [&](const Record& row) {
        for (const std::string_view kind : split(kinds, '|')) found |= row[F::permit::permit_kind] == kind;
      });
      if (!found) review_.out.add("DEC108", *line.record, Group::permit, {kinds});
    }
  }

  void check_permit(const Record& goods, const Record& row) {
    namespace P = F::permit;
    const auto say = [&](RuleId rule, FieldAt at, std::string value = {}) {
      review_.out.add(rule, row, at, {std::string(row[P::permit_number]), std::move(value)});
    };
    const PermitFact* fact = permit_fact(row);
    if (fact == nullptr) return say("PTY020", P::permit_number);
    const Permit& permit = fact->permit;
    if (review_.direction && std::to_string(permit.holder) != header_[principal_code()])
      say("PTY021", P::permit_number);
    if (!permit.validity.in_force(review_.legal_day)) say("PTY022", P::permit_number, review_.legal_day.to_string());
    if (!goods[F::goods::commodity_code].starts_with(permit.commodity_prefix)) {
      say("PTY023", P::permit_number, std::string(goods[F::goods::commodity_code]));
    }
    if (permit.unit.empty()) {
      if (row.has(P::write_off_quantity)) say("PTY026", P::write_off_quantity);
      return;
    }
    if (!row.has(P::write_off_quantity)) say("PTY025", P::write_off_quantity);
    if (row[P::write_off_unit] != permit.unit) say("PTY024", P::write_off_unit, permit.unit);
  }

  /// The balance must cover what all lines together take; said once a permit, at the line where it runs out.
  void check_balances() {
    struct Taken {
      const PermitFact* fact;
      Decimal sum;
      bool said;
    };
    std::vector<Taken> all;
    for (const LineFacts& line : review_.lines) {
      line.record->each(Group::permit, [&](const Record& row) {
        const PermitFact* fact = permit_fact(row);
        const auto amount = Decimal::parse(row[F::permit::write_off_quantity]);
        if (fact == nullptr || !amount || fact->permit.unit.empty()) return;
        auto taken = std::find_if(all.begin(), all.end(), [&](const Taken& t) { return t.fact == fact; });
        if (taken == all.end()) taken = all.insert(all.end(), {fact, {}, false});
        taken->sum = taken->sum + *amount;
        if (taken->said || taken->sum <= fact->balance) return;
        taken->said = true;
        review_.out.add("DEC208", row, F::permit::write_off_quantity,
                        {fact->permit.number, taken->sum.to_string(), fact->balance.to_string()});
      });
    }
  }

  const Review& review_;
  const Record& header_;
  const OfficeFacts& facts_;
};

}  // namespace

std::vector<Finding> review_office(const Document& document, const OfficeFacts& facts, const Edition& edition,
                                   Date legal_day) {
  Findings findings(edition, legal_day);
  const Review review(document, edition, legal_day, findings);
  OfficeReview(review, facts).check();
  return findings.take();
}

}  // namespace datong::domain
