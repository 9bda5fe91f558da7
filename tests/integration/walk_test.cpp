// A random walk of everybody over fifty cases: before each act its actor reads the case, and the act must succeed
// exactly where allowed_actions said so. Prints its seed; DATONG_SEED repeats a walk, DATONG_LONG=1 makes it 5,000 acts
// under sanitizers too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "domain/declaration/lifecycle.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

struct Case {
  std::string id;
  Json message;
  std::int64_t unit = 0;
  unsigned version = 1;
};

class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed), platform_(Platform::make()) {
    platform_->always_draw(kShili);
    for (const char* name : {"desk1", "desk2", "insp1", "insp2", "lab1", "fee1", "fee2", "cert1", "cert2", "sup1",
                             "admin1", "hq1", "customs1"}) {
      names_.emplace_back(name);
      people_.push_back(platform_->officer(name));
    }
    for (const std::int64_t unit : {kShili, kAgent}) {
      names_.push_back(std::to_string(unit));
      people_.push_back(platform_->unit(unit));
    }
    for (const char* list : {"return_reason", "papers_reason", "failure_reason", "treatment_kind"}) {
      const Json rows = people_.front().json(std::string("/v1/codes/") + list);
      for (const Json& row : *rows.array("rows")) codes_[list].push_back(text(row, "code"));
    }
    for (int i = 0; i < 50; ++i) cases_.push_back(new_case());
  }

  void act() {
    Case& chosen = cases_[below(cases_.size())];
    if (below(20) == 0) return lodge_next(chosen);
    const std::size_t who = below(people_.size());
    const bool is_unit = names_[who].front() == '3';
    if (is_unit && names_[who] != std::to_string(chosen.unit)) return;  // out of reach: reach_test
    const Json view = people_[who].view(chosen.id);
    std::vector<std::string> allowed;
    for (const Json& action : *view.array("allowed_actions")) allowed.push_back(text(action, "act"));
    std::string name(domain::kEvents[below(domain::kEvents.size())].name);
    if (!allowed.empty() && below(3) != 0) name = allowed[below(allowed.size())];
    for (int again = 0; again < 3 && is_detour(name) && !allowed.empty(); ++again)
      name = allowed[below(allowed.size())];
    const bool may = std::find(allowed.begin(), allowed.end(), name) != allowed.end();
    const Reply reply = people_[who].act(chosen.id, name, parameters_for(name, view, names_[who]));
    ++acts_;
    if (reply.status == 200) ++successes_[name];
    EXPECT_EQ(reply.status == 200, may) << names_[who] << " " << name << " on " << view.to_string() << "\n"
                                        << reply.body;
    EXPECT_TRUE(reply.status == 200 || reply.status == 422 || reply.status == 403) << reply.status << " " << reply.body;
    if (reply.status == 200) {
      EXPECT_EQ(text(people_[who].view(chosen.id), "stage"), text(parsed(reply.body), "stage"));
    }
    const auto stage = domain::stage_by_name(text(view, "stage"));
    if (stage && domain::is_final(*stage) && below(4) == 0) chosen = new_case();
  }

  void finish() {
    std::string told;
    for (const auto& [name, count] : successes_) told += " " + name + " " + std::to_string(count);
    std::printf("%zu acts, done:%s\n", acts_, told.c_str());
    EXPECT_EQ(platform_->stop(), 0) << platform_->log();
    platform_->expect_clean();
  }
  std::size_t acts() const { return acts_; }
  std::size_t kinds_done() const { return successes_.size(); }

 private:
  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

  /// Acts that end or turn back a case: rarer, so that the walk also gets far.
  static bool is_detour(std::string_view act) {
    constexpr std::string_view kDetours[] = {
        "refuse",   "abandon",       "grant_withdrawal",          "ask_withdrawal",    "ask_amendment",
        "reassign", "calculate_fee", "compare_papers_inaccurate", "return_for_repair", "recall_clearance_form"};
    return std::find(std::begin(kDetours), std::end(kDetours), act) != std::end(kDetours);
  }

  Case new_case() {
    const bool is_export = below(2) == 0;
    Case made{"", is_export ? example_export() : example_import(), is_export ? kShili : kAgent};
    if (below(6) == 0) made.message = with(made.message, "/goods/0/currency", "ZZZ");  // returned by review
    made.id = platform_->unit(made.unit).lodged(made.message.to_string());
    return made;
  }

  /// The next version: taken exactly when the case is returned or an amendment is granted.
  void lodge_next(Case& chosen) {
    Person unit = platform_->unit(chosen.unit);
    const Json view = unit.view(chosen.id);
    const bool may = text(view, "stage") == "returned" || text(view, "change") == "amend_granted";
    Json next = with(with(next_version(chosen.message), "/goods/0/currency", "840"), "/contract_number",
                     "C-" + std::to_string(below(1000)));
    const Reply reply = unit.lodge(next.to_string(), chosen.version + 1);
    ++acts_;
    EXPECT_EQ(reply.status, may ? 200 : 409) << view.to_string() << "\n" << reply.body;
    if (reply.status == 200) {
      ++chosen.version;
      ++successes_["lodge_next"];
    }
  }

  std::string certificate_for(const std::string& act, const Json& view, const std::string& who) {
    std::vector<std::string> fitting;
    for (const Json& certificate : *view.array("certificates")) {
      const std::string stage = text(certificate, "stage");
      const bool fits = act == "sign_certificate" ? stage == "drafted" && text(certificate, "drafted_by") != who
                                                  : stage != "cancelled";
      if (fits) fitting.push_back(text(certificate, "number"));
    }
    return fitting.empty() ? "none" : fitting[below(fitting.size())];
  }
  static std::string missing_certificate(const Json& view) {
    for (const Json& code : *view.array("required_certificates")) {
      bool is_there = *code.as_string() == "97";
      for (const Json& certificate : *view.array("certificates"))
        is_there |= text(certificate, "code") == *code.as_string() && text(certificate, "stage") != "cancelled";
      if (!is_there) return *code.as_string();
    }
    return "11";
  }
  const std::string& one_of(const std::string& list) { return codes_[list][below(codes_[list].size())]; }

  /// Good values for whatever the act must be given.
  Parameters parameters_for(const std::string& act, const Json& view, const std::string& who) {
    Parameters values;
    for (std::string_view name : domain::event_spec(*domain::event_by_name(act)).parameters) {
      if (name.starts_with('!')) name.remove_prefix(1);
      if (name.empty() || name == "*content") continue;
      std::string& value = values[std::string(name)];
      if (name == "reason_code")
        value = one_of(act == "fail"                        ? "failure_reason"
                       : act == "compare_papers_inaccurate" ? "papers_reason"
                                                            : "return_reason");
      else if (name == "treatment")
        value = one_of("treatment_kind");
      else if (name == "inspector")
        value = below(2) == 0 ? "insp1" : "insp2";
      else if (name == "amount_fen")
        value = std::to_string(*view.integer("fee_fen"));
      else if (name == "certificate_code")
        value = missing_certificate(view);
      else if (name == "certificate_number")
        value = certificate_for(act, view, who);
      else
        value = "because";
    }
    return values;
  }

  std::mt19937 random_;
  std::unique_ptr<Platform> platform_;
  std::vector<std::string> names_;
  std::vector<Person> people_;
  std::map<std::string, std::vector<std::string>> codes_;
  std::vector<Case> cases_;
  std::map<std::string, std::size_t> successes_;
  std::size_t acts_ = 0;
};

TEST(RandomWalk, AnActSucceedsExactlyWhereAllowedActionsSaidSo) {
  const char* given = std::getenv("DATONG_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device()();
  std::printf("DATONG_SEED=%u\n", seed);
  Walk walk(seed);
  const std::size_t count = has_sanitizers() && !is_long_run() ? 1000 : 5000;
  while (walk.acts() < count && !testing::Test::HasFailure()) walk.act();
  walk.finish();
  EXPECT_GT(walk.kinds_done(), has_sanitizers() ? 12U : 22U) << "the walk reaches most acts";
}

}  // namespace
}  // namespace datong::integration
