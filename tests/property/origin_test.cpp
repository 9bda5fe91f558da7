// Applications for certificates of origin through the use cases, with a clock that is moved: numbers to the last of a series, and the
// timer that ends a certificate. COO 1.4, 2.2.
#include "app/apply_for_certificate.hpp"
#include "app/application_file.hpp"
#include "domain/origin/example.hpp"
#include "office.hpp"

namespace datong::property {
namespace {

using domain::OriginEvent;
using domain::OriginStage;

constexpr const char* kSeries = "C25MA1A2B3C6";

class OriginOffice : public Office {
 public:
  OriginOffice() {
    const auto folder = std::filesystem::path(DATONG_SOURCE_DIR) / "data" / "example-parties";
    must(app::import_parties(context, "signatory", bytes_of(folder / "signatories.csv")));
  }
  /// The case, or why not; `serial` 0 proposes no number.
  Result<app::Lodged> apply(const std::string& reference, std::uint32_t serial = 0) {
    domain::Document document = domain::example_application("C", 1, domain::test_day(), serial);
    domain::change(document, {{"/applicant_reference", reference}});
    app::LodgeCommand command;
    command.bytes = document::write_form_json(document);
    command.format = "json";
    command.version = 1;
    command.sender.actor = unit_person(3100600001);
    command.arrived_at = clock.now();
    std::promise<Result<app::Lodged>> promise;
    auto future = promise.get_future();
    app::apply_for_certificate(context, std::move(command), [&promise](Result<app::Lodged> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  domain::OriginHead application(CaseId id) { return must(app::load_application(context, id)).head; }
  void draw(int count) {
    app::Decision decision;
    for (int i = 0; i < count; ++i) decision.counters.push_back(std::string("origin:") + kSeries);
    must(store->commit_now(std::move(decision)));
  }
  /// An act as the use case commits it, with facts a real paper would bring.
  void commit(CaseId id, OriginEvent event, const domain::Actor& actor, std::optional<Date> valid_until_on = std::nullopt) {
    const auto file = must(app::load_application(context, id));
    domain::OriginActFacts facts;
    const auto edition = editions.current();
    facts.edition = edition.get();
    facts.now = clock.now();
    facts.today = legal_day(facts.now);
    facts.paper = domain::PaperFact{std::string(64, 'a'), std::string(64, 'b'), 1};
    facts.valid_until_on = valid_until_on;
    const auto outcome = must(domain::decide(file.head, {event, {}}, actor, facts));
    app::Decision decision;
    app::compose(decision, outcome, app::Around{&file.stored, file.stored.bureau, edition, facts.now, {}, nullptr});
    must(store->commit_now(std::move(decision)));
  }
};

TEST(OriginNumbers, ORL041TheLastSerialIsGivenAndThenNoneIsLeft) {
  OriginOffice office;
  office.draw(9'997);
  const auto proposed = must(office.apply("A", 9'998));
  EXPECT_EQ(office.application(proposed.id).number, std::string(kSeries) + "9998");
  const auto last = must(office.apply("B"));
  EXPECT_EQ(office.application(last.id).number, std::string(kSeries) + "9999") << "the proposed one is passed over";
  const auto none = office.apply("C");
  ASSERT_FALSE(none);
  EXPECT_EQ(why(none.error()), " ORL041/certificate_number");
  EXPECT_EQ(office.contradictions({proposed.id, last.id}), "");
}

TEST(OriginTimer, ORL014ACertificateExpiresByTheTimerTheDayAfterItsLast) {
  OriginOffice office;
  const CaseId id = must(office.apply("A")).id;
  ASSERT_EQ(office.application(id).stage, OriginStage::in_review);
  domain::Actor officer = person("cert1", {Role::certificate_desk});
  officer.second_factor = true;
  office.commit(id, OriginEvent::approve, officer);
  office.commit(id, OriginEvent::issue, domain::machine_actor(), domain::test_day().plus_days(10));
  office.clock.add_days(10);
  EXPECT_EQ(must(app::run_timers(office.context, 100, nullptr)).done, 0U) << "its last day";
  EXPECT_EQ(office.application(id).stage, OriginStage::issued);
  office.clock.add_days(1);
  const auto timers = must(app::run_timers(office.context, 100, nullptr));
  EXPECT_EQ(timers.first_failure, "");
  EXPECT_EQ(timers.done, 1U);
  EXPECT_EQ(office.application(id).stage, OriginStage::expired);
  EXPECT_NE(must(office.store->record("issued", office.application(id).number))->body.find("\"expired\""), std::string::npos);
  EXPECT_EQ(must(app::run_timers(office.context, 100, nullptr)).done, 0U);
  EXPECT_EQ(office.contradictions({id}), "");
}

}  // namespace
}  // namespace datong::property
