#pragma once
// What acts do beside moving along their row of the lifecycle: numbers, receipts, ledger moves, certificates and forms.
// Private to domain/declaration; callers see decide.hpp. Not here: who may and when (decide.cpp, guards.cpp).
// Thread rule: one decision, one thread.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/declaration/decide.hpp"

namespace datong::domain {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One row of either table, seen alike.
struct Row {
  Roles by{};
  Guard only_if = Guard::always;
  const Rule* rule = nullptr;
  std::string track, from, to;
  std::optional<Stage> stage;
  std::optional<std::pair<Track, std::uint8_t>> value;
};
std::optional<Row> find_row(const DeclarationHead& head, Event event);
void set_track(DeclarationHead& head, Track track, std::uint8_t value);

/// Gathers the outcome step by step; a decision may be several steps (an act and what the machine does because of it).
class Maker {
 public:
  Maker(const DeclarationHead& head, const ActFacts& facts) : facts_(facts) { out_.head = head; }

  /// Moves by the table's row for `event`; the row must exist (the caller has checked, or the machine's own rows do).
  void move(Event event, Role role, const std::string& actor, Fields data = {});
  void machine(Event event, Fields data = {}) { move(event, Role::machine, "machine", std::move(data)); }
  bool machine_may(Event event) const;

  void receipt(std::string_view kind, Fields fields = {});
  void receipt_of(Event event, Fields fields = {});
  /// Tells the unit where its papers are due now, if they are.
  void papers_due();

  void reserve(const Document& document);
  void give_back(const Document& document);
  void consume(const Document& document);

  void issue_clearance();
  void machine_issues_clearance_if_it_may();
  void note_recalled_clearance(const std::string& reason);
  /// Documents that no longer tell the truth: recalls an unused clearance form, if `with_clearance`, and cancels every
  /// certificate drafted or signed.
  /// A calculated or settled fee no longer holds: it is to be calculated again.
  void void_fee(const std::string& reason);
  void void_documents(const std::string& reason, bool with_clearance);
  /// What the laboratory has or found no longer counts.
  void void_test();

  Outcome& out() { return out_; }
  DeclarationHead& head() { return out_.head; }
  const ActFacts& facts() const { return facts_; }

 private:
  const ActFacts& facts_;
  Outcome out_;
};

/// The texts of draft_certificate.
CertificateContent content_of(const ActRequest& request);

/// What an act needs to know and was not told. Fail closed: nothing is decided without it.
std::optional<Error> missing_fact(Event event, const ActFacts& facts);

/// What an act does beside moving along its row, which `maker` has just done.
void apply_effects(Maker& maker, const ActRequest& request, const std::string& actor, const Fields& data);

}  // namespace datong::domain
