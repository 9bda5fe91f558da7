// The certificate of origin with the real program, from lodging to the signed paper: what the paper says, returns and papers, numbers,
// amendments and reissues, automatic approval, ends of a certificate, a kill between approval and issue. COO 1.2–1.7, 2.2, 4.2; D-0017.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "document/coo/application.hpp"
#include "document/json/form_json.hpp"
#include "domain/origin/example.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

using Rules = std::set<std::string>;
constexpr int kIssueMilliseconds = 10'000;  ///< from lodging to the signed certificate

std::string replaced(std::string text, const std::string& old_text, const std::string& new_text) {
  for (auto at = text.find(old_text); at != text.npos; at = text.find(old_text, at + new_text.size())) text.replace(at, old_text.size(), new_text);
  return text;
}

/// A complete application of kShili under a reference and an invoice of its own; it proposes no number.
Json application(const std::string& kind = "C", std::size_t lines = 1) {
  static std::atomic<int> count = 0;
  const std::string own = std::to_string(++count), reference = kind + "-EXAMPLE-0000";
  std::string json = document::write_form_json(domain::example_application(kind, lines, legal_day(SystemClock().now()), 0));
  json = replaced(json, reference, "O" + own + "-" + std::to_string(SystemClock().now().ms()));
  return parsed(replaced(json, "INV-" + kind + "-0000", "INV-" + kind + "-T" + own));
}

std::string series(const std::string& kind = "C") { return kind + legal_day(SystemClock().now()).to_string().substr(2, 2) + "MA1A2B3C6"; }

Reply send(Person& person, const std::string& bytes, unsigned version = 1, const std::string& type = "application/json") {
  return person.call("POST", "/v1/applications", {{"Content-Type", type}, {"Datong-Version", std::to_string(version)}}, bytes);
}

std::string applied(Person& person, const Json& json, unsigned version = 1) {
  const Reply reply = send(person, json.to_string(), version);
  if (reply.status != 200) give_up("applying answered " + std::to_string(reply.status) + " " + reply.body);
  return std::string(reply.header("datong-case"));
}

Reply act(Person person, const std::string& id, const std::string& name, const Parameters& parameters = {}) {
  Json values = Json::make_object();
  for (const auto& [key, value] : parameters) values.set(key, value);
  const std::string body = Json::make_object().set("case", id).set("act", name).set("parameters", std::move(values)).to_string();
  return person.call("POST", "/v1/applications/" + id + "/acts/" + name, {{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_reference()}}, body);
}

Json done(Person person, const std::string& id, const std::string& name, const Parameters& parameters = {}) {
  const Reply reply = act(std::move(person), id, name, parameters);
  if (reply.status != 200) give_up(name + " answered " + std::to_string(reply.status) + " " + reply.body);
  return parsed(reply.body);
}

Json view(Person& person, const std::string& id) { return person.json("/v1/applications/" + id); }

/// The view once the machine has brought the case to the stage; the last one when it does not within the time of an issue.
Json wait_for(Person& person, const std::string& id, const std::string& stage) {
  const std::int64_t until = milliseconds_now() + kIssueMilliseconds;
  for (;;) {
    Json seen = view(person, id);
    if (text(seen, "stage") == stage || milliseconds_now() > until) return seen;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

/// What a command says of a file in a folder of its own; ends with "exit N".
class Paper {
 public:
  explicit Paper(const std::string& bytes) : file_((std::filesystem::temp_directory_path() / (fresh_reference() + ".pdf")).string()) {
    std::ofstream(file_, std::ios::binary) << bytes;
  }
  ~Paper() { std::filesystem::remove(file_); }
  std::string said_by(const std::string& command) const {
    std::string output;
    FILE* const pipe = ::popen((replaced(command, "FILE", "'" + file_ + "'") + " 2>&1; echo exit $?").c_str(), "r");
    if (pipe == nullptr) give_up("no shell");
    for (int c = 0; (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
    ::pclose(pipe);
    return output;
  }
  /// Its words, blanks and line ends taken out: a box breaks lines where it must.
  std::string words(int page = 0) const {
    const std::string only = page == 0 ? "" : "-f " + std::to_string(page) + " -l " + std::to_string(page) + " ";
    std::string out;
    for (const char c : said_by("pdftotext " + only + "-layout FILE -")) {
      if (c != ' ' && c != '\n' && c != '\f') out += c;
    }
    return out;
  }

 private:
  std::string file_;
};
std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

void expect_sound(const Paper& paper, const std::string& number, int pages) {
  const std::string signature = paper.said_by("pdfsig -nocert FILE");
  EXPECT_NE(signature.find("Total document signed"), std::string::npos) << signature;
  EXPECT_NE(signature.find("Signature is Valid."), std::string::npos) << signature;
  const std::string sound = paper.said_by("qpdf --check FILE");
  EXPECT_NE(sound.find("No syntax or stream encoding errors found"), std::string::npos) << sound;
  EXPECT_TRUE(sound.ends_with("exit 0\n")) << sound;
  for (int page = 1; page <= pages; ++page) {
    const std::string words = paper.words(page);
    EXPECT_NE(words.find(number), std::string::npos) << "page " << page;
    EXPECT_NE(words.find("Page" + std::to_string(page) + "of" + std::to_string(pages)), std::string::npos) << "page " << page << " " << words;
  }
}

class Origin : public testing::Test {
 protected:
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }
  static Person unit() { return platform().unit(kShili); }
  static Person certifier() { return platform().officer("cert1"); }

  /// Brought to a paper by an officer, whatever the machine thinks.
  static std::string issued(const Json& json) {
    Person person = unit();
    const std::string id = applied(person, json);
    if (text(view(person, id), "stage") == "in_review") act(certifier(), id, "approve");
    const Json seen = wait_for(person, id, "issued");
    if (text(seen, "stage") != "issued") give_up("not issued: " + seen.to_string());
    return id;
  }
  static std::string number_of(const std::string& id) {
    Person person = unit();
    return text(view(person, id), "certificate_number");
  }
  static std::string stage_of(const std::string& id) {
    Person person = unit();
    return text(view(person, id), "stage");
  }
  /// An application that follows on a certificate: the same goods, what the class needs.
  static Json follow(const Json& first, const std::string& number, const std::string& kind_of_change) {
    const Json other = application();
    Json next = with(first, "/applicant_reference", text(other, "applicant_reference"));
    next = with(next, "/application_class", kind_of_change);
    Json change = Json::make_object().set("previous_number", number).set("changed_boxes", kind_of_change == "2" ? "" : "marks");
    change.set("reason", kind_of_change == "2" ? "original lost" : "marks changed");
    change.set(kind_of_change == "1" ? "original_returned" : "original_unused", "1");
    if (kind_of_change != "2") next = with(next, "/marks", "AMENDED MARKS\nHAMBURG\nC/NO. 1-UP");
    return with(next, "/changes", Json::make_array({change}));
  }
  /// What the public check says of a file, once it says that stage.
  static Json public_verdict(const std::string& pdf, const std::string& stage) {
    Person anybody = platform().nobody();
    const std::int64_t until = milliseconds_now() + kIssueMilliseconds;
    for (;;) {
      const Reply reply = anybody.call("POST", "/v1/verify", {{"Content-Type", "application/pdf"}}, pdf);
      Json said = reply.status == 200 ? parsed(reply.body) : Json::make_object();
      if (text(said, "stage") == stage || milliseconds_now() > until) return said;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  static void same_paper(const std::string& xml_case, const std::string& json_case) {
    Person person = unit();
    const Paper one(person.get("/v1/applications/" + xml_case + "/paper").body), two(person.get("/v1/applications/" + json_case + "/paper").body);
    EXPECT_EQ(replaced(one.words(1), number_of(xml_case), "#").substr(0, 300), replaced(two.words(1), number_of(json_case), "#").substr(0, 300));
  }

  static inline OnePlatform one_;
};

TEST_F(Origin, EveryKindGoesFromLodgingToASoundPaperWithItsValues) {
  struct Case {
    const char* kind;
    std::size_t lines;
  };
  for (const Case& c : {Case{"C", 1}, Case{"C", 20}, Case{"C", 200}, Case{"G", 1}, Case{"G", 20}, Case{"E", 1}, Case{"E", 20}, Case{"RC", 1}, Case{"RC", 20},
                        Case{"RC", 200}}) {
    SCOPED_TRACE(testing::Message() << c.kind << " with " << c.lines << " lines");
    const Json json = application(c.kind, c.lines);
    const std::string id = issued(json);
    Person person = unit();
    const Json seen = view(person, id);
    const std::string number = text(seen, "certificate_number");
    EXPECT_TRUE(number.starts_with(series(c.kind))) << number;
    const Reply reply = person.get("/v1/applications/" + id + "/paper");
    ASSERT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.starts_with("%PDF-"));
    EXPECT_LE(reply.body.size(), c.lines == 200 ? 150'000U : 80'000U);
    const Paper paper(reply.body);
    expect_sound(paper, number, static_cast<int>(*seen.integer("pages")));
    const std::string words = paper.words();
    for (const char* field : {"exporter", "consignee", "marks", "invoice_number"}) {
      const std::string value = text(json, field);
      for (const std::string& line : {value.substr(0, value.find('\n')), value.substr(value.rfind('\n') + 1)})
        EXPECT_NE(words.find(without_blanks(line)), std::string::npos) << field << ": " << line;
    }
    EXPECT_EQ(person.get("/v1/applications/" + id + "/paper").body, reply.body) << "the same bytes every time";
  }
}

TEST_F(Origin, LongMarksAndNamesWithAccentsFlowOverNumberedPages) {
  std::string marks;
  for (int i = 0; marks.size() < 3'980; ++i) marks += "LOT " + std::to_string(10'000 + i) + "\n";
  marks += "LAST";
  Json json = with(application("C", 20), "/marks", marks);
  json = with(json, "/consignee", "BEISPIEL MÜLLER GMBH\nÄPFELSTRASSE 12\n20457 HAMBURG, GERMANY");
  const std::string id = issued(json);
  Person person = unit();
  const Json seen = view(person, id);
  EXPECT_GT(*seen.integer("pages"), 1);
  const Paper paper(person.get("/v1/applications/" + id + "/paper").body);
  expect_sound(paper, text(seen, "certificate_number"), static_cast<int>(*seen.integer("pages")));
  const std::string words = paper.words();
  for (const char* value : {"LOT10000", "LOT10200", "LAST", "BEISPIELMÜLLERGMBH", "ÄPFELSTRASSE"}) EXPECT_NE(words.find(value), std::string::npos) << value;
  Person other = unit();
  const Json chinese = with(application(), "/consignee", "EXAMPLE GMBH 示例贸易\nHAMBURG, GERMANY");
  EXPECT_TRUE(rules_of(send(other, chinese.to_string())).contains("ORG056")) << "not on an English certificate";
  const Reply refused = send(other, with(application(), "/marks", "\xEE\x80\x80 PRIVATE").to_string());
  EXPECT_TRUE(rules_of(refused).contains("ORL042")) << refused.body;
}

TEST_F(Origin, TheCustomsMessageGivesTheSameCertificate) {
  Person person = unit();
  const Json json = application("C", 3);
  const std::string first = issued(json);
  const std::string reference = series() + "7001";
  const std::string invoice = text(json, "invoice_number");
  auto reading = must(document::read_application(with(json, "/certificate_number", reference).to_string(), document::ApplicationFormat::json));
  const auto xml = must(document::write_application(reading.document, document::ApplicationFormat::coo_xml));
  const Reply reply = send(person, xml.bytes, 1, "application/xml");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const std::string id(reply.header("datong-case"));
  ASSERT_EQ(text(parsed(reply.body), "kind"), "application_received") << reply.body;
  EXPECT_EQ(stage_of(id), "in_review");
  EXPECT_TRUE(rules_of(reply).contains("ORG055")) << "the message brings no papers: an officer asks for them";
  EXPECT_TRUE(rules_of(reply).contains("ORG060")) << invoice << " has a certificate";
  done(certifier(), id, "approve");
  ASSERT_EQ(text(wait_for(person, id, "issued"), "stage"), "issued");
  EXPECT_EQ(number_of(id), reference);
  same_paper(id, first);
  EXPECT_EQ(person.get("/v1/applications/" + id + "/versions/1").body, xml.bytes) << "as received";
}

TEST_F(Origin, TheSameBytesAtTheSameTimeAreOneCaseWithOneReceipt) {
  const std::string bytes = application().to_string();
  std::vector<std::string> cases(20), bodies(20);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      threads.emplace_back([&, i, person = unit()]() mutable {
        const Reply reply = send(person, bytes);
        EXPECT_EQ(reply.status, 200) << reply.body;
        cases[i] = std::string(reply.header("datong-case"));
        bodies[i] = reply.body;
      });
    }
  }
  EXPECT_EQ(std::set(cases.begin(), cases.end()).size(), 1U);
  EXPECT_EQ(std::set(bodies.begin(), bodies.end()).size(), 1U);
  Person person = unit();
  const Json other = with(parsed(bytes), "/marks", "OTHER");
  EXPECT_TRUE(rules_of(send(person, other.to_string())).contains("SYS003")) << "other bytes under the same reference";
}

TEST_F(Origin, ORL002ORL003ORL005ORL032ReturnedCorrectedAndToldOnce) {
  Person person = unit();
  const Json first = with(application("G"), "/applied_on", "2020-01-01");
  const std::string bad = applied(person, first);
  EXPECT_EQ(stage_of(bad), "returned");

  const Json json = application("G");
  const std::string id = applied(person, json);
  const std::string number = number_of(id);
  EXPECT_EQ(rules_of(act(platform().officer("desk1"), id, "return_for_repair")), Rules{"REV006"});
  done(platform().officer("desk1"), id, "return_for_repair", {{"points", "/marks too short\n/consignee no house number"}});
  const Json second = with(with(json, "/marks", "EXAMPLE 2\nOSLO\nC/NO. 1-UP"), "/goods/0/goods_name_zh", "棉制女式长裤及裙");
  EXPECT_EQ(applied(person, second, 2), id);
  EXPECT_EQ(number_of(id), number) << "a returned application keeps its number";
  const std::string differences = person.get("/v1/applications/" + id + "/differences?from=1&to=2").body;
  EXPECT_NE(differences.find("/marks"), std::string::npos) << differences;
  EXPECT_EQ(rules_of(act(platform().officer("desk1"), id, "return_for_repair", {{"points", "/invoice_number wrong"}})), Rules{"ORL032"});
  done(platform().officer("desk1"), id, "return_for_repair", {{"points", "/goods/0/goods_name_zh changed for the worse\n/consignee still no house number"}});
  EXPECT_TRUE(rules_of(send(person, with(second, "/application_class", "1").to_string(), 3)).contains("ORL037"));
  EXPECT_EQ(applied(person, with(second, "/goods/0/goods_name_zh", "棉制女式长裤"), 3), id);
  done(certifier(), id, "ask_papers", {{"papers", "合同"}});
  EXPECT_EQ(act(certifier(), id, "approve").status, 422);
  EXPECT_TRUE(text(view(person, id), "review_due_on").empty()) << "the clock stands still";
  done(unit(), id, "hand_in_papers");
  EXPECT_FALSE(text(view(person, id), "review_due_on").empty());
  done(certifier(), id, "approve");
  EXPECT_EQ(text(wait_for(person, id, "issued"), "stage"), "issued");
  EXPECT_EQ(number_of(id), number);
  EXPECT_TRUE(rules_of(send(person, with(second, "/marks", "X").to_string(), 4)).contains("ORL040"));
}

TEST_F(Origin, ORL005AChangedCostSheetMayBeToldInTheSecondRound) {
  Person person = unit();
  const Json json = application("RC");
  const std::string id = applied(person, json);
  ASSERT_EQ(stage_of(id), "in_review");
  done(platform().officer("desk1"), id, "return_for_repair", {{"points", "/marks too short"}});
  EXPECT_EQ(applied(person, with(json, "/cost_sheets/0/process", "裁剪、包装"), 2), id);
  ASSERT_EQ(stage_of(id), "in_review");
  EXPECT_EQ(act(platform().officer("desk1"), id, "return_for_repair", {{"points", "/cost_sheets/0/process not enough"}}).status, 200);
}

TEST_F(Origin, ORL006ORL009RefusedWithAReasonAndWithdrawn) {
  Person person = unit();
  const std::string refused = applied(person, application("G")), withdrawn = applied(person, application("G"));
  EXPECT_EQ(act(platform().officer("desk1"), refused, "refuse", {{"reason", "x"}}).status, 403);
  done(certifier(), refused, "refuse", {{"reason", "不符合原产地规定"}});
  EXPECT_EQ(act(certifier(), withdrawn, "withdraw").status, 403);
  done(unit(), withdrawn, "withdraw", {{"reason", "x"}});
  for (const std::string& id : {refused, withdrawn}) {
    EXPECT_EQ(rules_of(act(certifier(), id, "approve")), (Rules{"LCK002", "REV004"}));
    EXPECT_EQ(person.get("/v1/applications/" + id + "/paper").status, 404);
  }
}

TEST_F(Origin, ORG159OfParallelProposalsOfOneNumberExactlyOneHasIt) {
  const std::string number = series() + "8000";
  std::vector<std::string> kinds(200), rules(200);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < 20; ++t) {
      threads.emplace_back([&, t, person = unit()]() mutable {
        for (std::size_t i = t; i < kinds.size(); i += 20) {
          const Reply reply = send(person, with(application(), "/certificate_number", number).to_string());
          EXPECT_EQ(reply.status, 200) << reply.body;
          kinds[i] = text(parsed(reply.body), "kind");
          if (rules_of(reply).contains("ORG159")) rules[i] = "ORG159";
        }
      });
    }
  }
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "application_received"), 1);
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "application_returned"), 199);
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "ORG159"), 199);
}

TEST_F(Origin, ORG059AMalformedProposalIsReturnedAndDrawnAfterwards) {
  Person person = unit();
  const Json json = application();
  const std::string id = applied(person, with(json, "/certificate_number", series() + "00A1"));
  EXPECT_EQ(stage_of(id), "returned");
  EXPECT_EQ(number_of(id), "");
  EXPECT_EQ(applied(person, json, 2), id);
  EXPECT_TRUE(number_of(id).starts_with(series())) << number_of(id);
}

TEST_F(Origin, ORG362NobodyDrawsAnothersNumbersWithoutItsMandate) {
  const std::string medical = "91310000MA0000015F";
  Person person = unit();
  const Reply reply = send(person, with(application(), "/exporter_code", medical).to_string());
  EXPECT_EQ(text(parsed(reply.body), "kind"), "application_returned") << reply.body;
  EXPECT_TRUE(rules_of(reply).contains("ORG362")) << reply.body;
  EXPECT_EQ(number_of(std::string(reply.header("datong-case"))), "");

  Person agent = platform().unit(kAgent);  // empowered by that exporter
  const Json theirs = with(application(), "/applicant_registration", std::to_string(kAgent));
  const Reply mandated = send(agent, with(theirs, "/exporter_code", medical).to_string());
  EXPECT_FALSE(rules_of(mandated).contains("ORG362")) << mandated.body;
  EXPECT_TRUE(rules_of(send(agent, with(theirs, "/applicant_reference", fresh_reference()).to_string())).contains("ORG362"));
}

TEST_F(Origin, ProposedAndDrawnNumbersNeverCollideAndACancelledOneStaysTaken) {
  Person person = unit();
  const std::string drawn = number_of(applied(person, application()));
  const int next = std::stoi(drawn.substr(drawn.size() - 4));
  std::mutex mutex;
  std::vector<std::string> numbers;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t, caller = unit()]() mutable {
        for (int i = 0; i < 10; ++i) {
          Json json = application();
          char digits[8];
          std::snprintf(digits, sizeof digits, "%04d", (next + 1 + (t / 2) * 10 + i) % 10'000);
          if (t % 2 == 0) json = with(json, "/certificate_number", series() + digits);
          const Reply reply = send(caller, json.to_string());
          EXPECT_EQ(reply.status, 200) << reply.body;
          const std::string id(reply.header("datong-case")), number = text(view(caller, id), "certificate_number");
          const std::lock_guard lock(mutex);
          if (!number.empty()) numbers.push_back(number);
          else EXPECT_TRUE(rules_of(reply).contains("ORG159")) << reply.body;
        }
      });
    }
  }
  EXPECT_EQ(std::set(numbers.begin(), numbers.end()).size(), numbers.size());
  EXPECT_GE(numbers.size(), 40U);

  const std::string id = issued(application());
  const std::string number = number_of(id);
  done(certifier(), id, "cancel", {{"reason", "unused original handed back"}});
  EXPECT_TRUE(rules_of(send(person, with(application(), "/certificate_number", number).to_string())).contains("ORG159"));
}

TEST_F(Origin, ORL011ORL033ORL036AmendmentsAndReissuesSupersedeOnce) {
  Person person = unit();
  const Json json = application();
  const std::string first = issued(json), number = number_of(first);

  // Two amendments at once: one is under way, the other is returned.
  const std::string amendments[2] = {follow(json, number, "1").to_string(), follow(json, number, "1").to_string()};
  std::string cases[2];
  Rules rules[2];
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < 2; ++i) {
      threads.emplace_back([&, i, caller = unit()]() mutable {
        const Reply reply = send(caller, amendments[i]);
        EXPECT_EQ(reply.status, 200) << reply.body;
        cases[i] = std::string(reply.header("datong-case"));
        rules[i] = rules_of(reply);
      });
    }
  }
  const std::size_t winner = stage_of(cases[0]) == "in_review" ? 0 : 1;
  ASSERT_EQ(stage_of(cases[winner]), "in_review") << cases[winner];
  EXPECT_EQ(stage_of(cases[1 - winner]), "returned");
  EXPECT_TRUE(rules[1 - winner].contains("ORL033"));
  EXPECT_FALSE(rules[winner].contains("ORL033"));

  // Withdrawn, it frees the certificate for the other.
  done(unit(), cases[winner], "withdraw");
  EXPECT_EQ(applied(person, with(parsed(amendments[1 - winner]), "/note", "again"), 2), cases[1 - winner]);
  const std::string amended = cases[1 - winner];
  ASSERT_EQ(stage_of(amended), "in_review");
  const std::string against = certifier().get("/v1/applications/" + amended + "/differences?against=previous_certificate").body;
  EXPECT_NE(against.find("/marks"), std::string::npos) << against;
  done(certifier(), amended, "approve");
  const Json seen = wait_for(person, amended, "issued");
  ASSERT_EQ(text(seen, "stage"), "issued");
  EXPECT_EQ(text(seen, "supersedes"), number);
  const std::string next = text(seen, "certificate_number");
  EXPECT_NE(next, number);
  const Json before = view(person, first);
  EXPECT_EQ(text(before, "stage"), "superseded");
  EXPECT_EQ(text(before, "superseded_by"), next);

  // Of the superseded one nothing follows; of the new one a reissue does.
  const Reply late = send(person, follow(json, number, "2").to_string());
  EXPECT_EQ(text(parsed(late.body), "kind"), "application_returned");
  EXPECT_TRUE(rules_of(late).contains("ORG147")) << late.body;
  const Json amended_json = parsed(amendments[1 - winner]);
  const std::string reissued = applied(person, follow(amended_json, next, "2"));
  ASSERT_EQ(stage_of(reissued), "in_review") << person.get("/v1/applications/" + reissued + "/steps").body;

  // What it follows on is cancelled meanwhile: it cannot be approved, and is returned.
  done(certifier(), amended, "cancel", {{"reason", "handed back"}});
  EXPECT_EQ(rules_of(act(certifier(), reissued, "approve")), Rules{"ORL036"});
  EXPECT_EQ(stage_of(reissued), "in_review");
  done(certifier(), reissued, "refuse", {{"reason", "the original was handed back"}});
}

TEST_F(Origin, ORL011AReissueAndAnAmendedReissueMakeAChainBothWays) {
  Person person = unit();
  const Json first = application(), second = follow(first, number_of(issued(first)), "2");
  std::vector<std::string> numbers{text(*second.array("changes")->begin(), "previous_number")};
  numbers.push_back(number_of(issued(second)));
  const Json third = follow(second, numbers.back(), "3");
  numbers.push_back(number_of(issued(third)));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Json record = certifier().json("/v1/issued/" + numbers[i]);
    EXPECT_EQ(text(record, "stage"), i == 2 ? "issued" : "superseded");
    EXPECT_EQ(text(record, "supersedes"), i == 0 ? "" : numbers[i - 1]);
    EXPECT_EQ(text(record, "superseded_by"), i == 2 ? "" : numbers[i + 1]);
    EXPECT_EQ(text(record, "reason"), i == 0 ? "lost" : i == 1 ? "amended" : "");
  }
  EXPECT_EQ(platform().unit(kAgent).get("/v1/issued/" + numbers[0]).status, 404);
  EXPECT_EQ(person.get("/v1/issued/" + numbers[0]).status, 200);
  const std::string mailbox = person.get("/v1/receipts?after=0&limit=200").body;
  EXPECT_NE(mailbox.find("certificate_issued"), std::string::npos);
}

TEST_F(Origin, TheSameActUnderOneKeyIsDoneOnce) {
  Person person = unit(), officer = certifier();
  const std::string id = applied(person, application("G")), target = "/v1/applications/" + id + "/acts/ask_papers", key = fresh_reference();
  const auto ask = [&](const std::string& papers) {
    const std::string body = "{\"parameters\":{\"papers\":\"" + papers + "\"}}";
    return officer.call("POST", target, {{"Content-Type", "application/json"}, {"Idempotency-Key", key}}, body);
  };
  const Reply first = ask("contract");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(ask("contract").body, first.body);
  EXPECT_EQ(ask("invoice").status, 409) << "the key was used for another request";
  done(unit(), id, "withdraw");
}

TEST_F(Origin, TwoOfficersApproveAtOnceAndOneDoes) {
  Person person = unit();
  const std::string id = applied(person, application("G"));
  int status[2];
  for (const char* name : {"cert1", "cert2"}) platform().officer(name);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < 2; ++i) threads.emplace_back([&, i] { status[i] = act(platform().officer(i == 0 ? "cert1" : "cert2"), id, "approve").status; });
  }
  EXPECT_EQ(std::min(status[0], status[1]), 200);
  EXPECT_EQ(std::max(status[0], status[1]), 422);
  EXPECT_EQ(text(wait_for(person, id, "issued"), "stage"), "issued");
}

TEST_F(Origin, ORL033AVersionThatNamesAnotherCertificateFreesTheFirst) {
  Person person = unit();
  const Json one = application(), two = application();
  const std::string first = number_of(issued(one)), second = number_of(issued(two));
  const Json amendment = follow(one, first, "1");
  const std::string id = applied(person, amendment);
  ASSERT_EQ(stage_of(id), "in_review");
  done(platform().officer("desk1"), id, "return_for_repair", {{"points", "/changes/0/previous_number wrong"}});
  Json other = follow(two, second, "1");
  other = with(other, "/applicant_reference", text(amendment, "applicant_reference"));
  EXPECT_EQ(applied(person, other, 2), id);
  const Reply free = send(person, follow(one, first, "1").to_string());
  EXPECT_FALSE(rules_of(free).contains("ORL033")) << free.body;
  EXPECT_EQ(text(parsed(free.body), "kind"), "application_received");
}

TEST_F(Origin, ORL015TwoHundredCleanApplicationsAreIssuedByTheMachine) {
  issued(application("C", 5));  // the products are known from now on
  std::vector<std::string> cases(200);
  std::vector<std::int64_t> took(200);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < 20; ++t) {
      threads.emplace_back([&, t, person = unit()]() mutable {
        for (std::size_t i = t; i < cases.size(); i += 20) {
          took[i] = milliseconds_now();
          cases[i] = applied(person, application("C", 1 + i % 5));
        }
        for (std::size_t i = t; i < cases.size(); i += 20) {
          EXPECT_EQ(text(wait_for(person, cases[i], "issued"), "stage"), "issued");
          took[i] = milliseconds_now() - took[i];
        }
      });
    }
  }
  std::printf("200 by the machine: slowest %lld ms\n", static_cast<long long>(*std::max_element(took.begin(), took.end())));
  EXPECT_LE(*std::max_element(took.begin(), took.end()), kIssueMilliseconds);
  std::set<std::string> numbers;
  for (const std::string& id : cases) numbers.insert(number_of(id));
  EXPECT_EQ(numbers.size(), 200U);
}

TEST_F(Origin, ORL020ToORL026OneHumanTraitSendsItToAnOfficer) {
  issued(application("C", 5));
  const Date today = legal_day(SystemClock().now());
  const Json clean = application();
  struct Case {
    const char* because;
    Json json;
  };
  Json late = with(with(application(), "/shipped_on", today.plus_days(-2).to_string()), "/retrospective_reason", "documents came late");
  late = with(with(late, "/invoiced_on", today.plus_days(-3).to_string()), "/attached_documents/1", Json::make_object().set("document_kind", "3"));
  late = with(late, "/attached_documents/2", Json::make_object().set("document_kind", "4"));
  const Json other_seller = Json::make_object().set("name", "OTHER SELLER LTD.").set("country", "702").set("country_name", "SINGAPORE");
  const Case cases[] = {
      {"ORL023", with(with(application(), "/third_party_invoice", "1"), "/third_parties", Json::make_array({other_seller}))},
      {"ORL022", late},
      {"ORL024", with(application(), "/goods/0/goods_name_en", "GARMENTS")},
      {"ORL026", with(application(), "/goods/0/producer_code", "MA0000015")},
      {"ORL020", application("G")},
  };
  Person person = unit();
  for (const Case& c : cases) {
    const Reply check = person.call("POST", "/v1/applications:check", {{"Content-Type", "application/json"}}, c.json.to_string());
    EXPECT_EQ(check.status, 200) << check.body;
    EXPECT_NE(check.body.find(c.because), std::string::npos) << c.because << " " << check.body;
    const std::string id = applied(person, c.json);
    EXPECT_EQ(stage_of(id), "in_review") << c.because << " " << check.body;
    EXPECT_NE(certifier().get("/v1/applications/" + id + "/steps").body.find(c.because), std::string::npos) << c.because;
  }
  EXPECT_EQ(text(wait_for(person, applied(person, clean), "issued"), "stage"), "issued") << "without a trait the machine issues";
}

TEST_F(Origin, ORL012ORL013ORL030ORL031EndsOfACertificateAndWhoMay) {
  Person person = unit();
  const std::string id = issued(application());
  const Reply in = platform().sign_in("sup1", "");
  ASSERT_EQ(in.status, 200);
  EXPECT_EQ(rules_of(act(Person(platform().port(), text(parsed(in.body), "token")), id, "revoke", {{"reason", "x"}})), Rules{"ORL030"});
  EXPECT_EQ(act(platform().officer("desk1"), id, "revoke", {{"reason", "x"}}).status, 403);
  EXPECT_EQ(act(platform().officer("desk1"), id, "cancel", {{"reason", "x"}}).status, 403);
  EXPECT_EQ(act(unit(), id, "cancel", {{"reason", "x"}}).status, 403);
  EXPECT_EQ(act(platform().officer("sup1"), id, "expire").status, 403);
  EXPECT_EQ(act(platform().officer("js_cert1"), id, "cancel", {{"reason", "x"}}).status, 404);
  EXPECT_EQ(act(platform().unit(kAgent), id, "record_print", {{"copy", "1"}}).status, 404);
  EXPECT_EQ(platform().unit(kAgent).get("/v1/applications/" + id + "/paper").status, 404);
  done(unit(), id, "record_print", {{"copy", "original"}});
  done(platform().officer("sup1"), id, "revoke", {{"reason", "false papers"}});
  EXPECT_EQ(stage_of(id), "revoked");
  EXPECT_EQ(rules_of(act(certifier(), id, "cancel", {{"reason", "x"}})), (Rules{"LCK002", "REV004"}));
  const Reply paper = person.get("/v1/applications/" + id + "/paper");
  EXPECT_EQ(paper.status, 200) << "the paper stays readable";
  const Json verdict = public_verdict(paper.body, "revoked");
  EXPECT_EQ(text(verdict, "stage"), "revoked");
  EXPECT_EQ(text(verdict, "reason"), "false papers") << "anybody is told why, as for papers of inspection";

  const std::string waiting = applied(person, application("G"));
  const Reply cert = platform().sign_in("cert2", "");
  EXPECT_EQ(rules_of(act(Person(platform().port(), text(parsed(cert.body), "token")), waiting, "approve")), Rules{"ORL030"});
}

TEST_F(Origin, ORG262WithoutAdmissionTheWayInIsTold) {
  Person medical = platform().unit(kMedical);
  const std::string number = std::to_string(kMedical);
  const Outcome outcome = platform().command({"party", "visa-standing", number, "suspended", "--reason", "x"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Reply reply = send(medical, with(application(), "/applicant_registration", number).to_string());
  EXPECT_EQ(text(parsed(reply.body), "kind"), "application_returned") << reply.body;
  EXPECT_TRUE(rules_of(reply).contains("ORG063")) << reply.body;
  const Reply other = send(medical, application().to_string());
  EXPECT_EQ(other.status, 403);
  EXPECT_TRUE(rules_of(other).contains("SYS006"));
}

TEST_F(Origin, APreviewIsMarkedAndASecondCheckFindsNothingNew) {
  Person person = unit();
  const Json json = application("G", 20);
  const auto check = [&] { return person.call("POST", "/v1/applications:check", {{"Content-Type", "application/json"}}, json.to_string()).body; };
  const std::string before = check();
  EXPECT_EQ(check(), before);
  const std::string id = applied(person, json);
  const Reply preview = person.get("/v1/applications/" + id + "/preview");
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_TRUE(preview.body.starts_with("%PDF-"));
  const std::string words = Paper(preview.body).words();
  for (const char* letter : {"预", "览"}) EXPECT_NE(words.find(letter), std::string::npos) << "the mark runs across the page, letter by letter";
  EXPECT_EQ(words.find(number_of(id)), std::string::npos) << "no number before it is issued";
  EXPECT_EQ(person.get("/v1/applications/" + id + "/paper").status, 404);
  EXPECT_EQ(check(), before) << "lodging it changes nothing";
}

TEST(OriginRecovery, KilledBetweenApprovalAndIssueThereIsExactlyOneCertificate) {
  const auto platform = Platform::make();
  std::vector<std::string> ids;
  for (int round = 0; round < 3; ++round) {
    Person person = platform->unit(kShili);
    const std::string id = applied(person, application("G"));
    done(platform->officer("cert1"), id, "approve");
    platform->kill();
    platform->start();
    ids.push_back(id);
  }
  Person person = platform->unit(kShili);
  std::set<std::string> numbers;
  for (const std::string& id : ids) {
    const Json seen = wait_for(person, id, "issued");
    EXPECT_EQ(text(seen, "stage"), "issued");
    numbers.insert(text(seen, "certificate_number"));
    const std::string steps = person.get("/v1/applications/" + id + "/steps").body;
    std::size_t count = 0;
    for (auto at = steps.find("\"issue\""); at != steps.npos; at = steps.find("\"issue\"", at + 1)) ++count;
    EXPECT_EQ(count, 1U) << steps;
    EXPECT_NE(Paper(person.get("/v1/applications/" + id + "/paper").body).said_by("pdfsig -nocert FILE").find("Signature is Valid."), std::string::npos);
  }
  EXPECT_EQ(numbers.size(), 3U);
  EXPECT_EQ(platform->stop(), 0);
  platform->expect_clean();
}

}  // namespace
}  // namespace datong::integration
