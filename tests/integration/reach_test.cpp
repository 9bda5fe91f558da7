// Who may call what: every route of the table with every kind of caller. A case out of reach answers exactly as one
// that does not exist, and shows in no list.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "document/json/form_json.hpp"
#include "domain/origin/example.hpp"
#include "http/api.hpp"
#include "platform.hpp"

namespace datong::integration {
namespace {

enum Caller { nobody, owner, other_unit, desk, other_bureau, partner };
constexpr const char* kCallers[] = {"nobody", "owner", "other unit", "desk", "other bureau", "partner"};

struct Expected {
  const char* method;
  const char* pattern;
  int status[6];  ///< by Caller
};

/// Customs works across bureaus: what it may do with a case is in the table of acts.
// clang-format off
constexpr Expected kExpected[] = {
    //                                                                 nobody owner other desk bureau partner
    {"GET", "/",                                                      {200, 200, 200, 200, 200, 200}},
    {"GET", "/figures",                                               {404, 404, 404, 404, 404, 404}},  // no pages are installed
    {"GET", "/status",                                                {404, 404, 404, 404, 404, 404}},
    {"GET", "/icon.svg",                                              {404, 404, 404, 404, 404, 404}},
    {"GET", "/app",                                                   {404, 404, 404, 404, 404, 404}},
    {"GET", "/app/{+page}",                                           {404, 404, 404, 404, 404, 404}},
    {"GET", "/hall",                                                  {404, 404, 404, 404, 404, 404}},
    {"GET", "/hall/{+page}",                                          {404, 404, 404, 404, 404, 404}},
    {"GET", "/assets/{+file}",                                        {404, 404, 404, 404, 404, 404}},
    {"GET", "/v1/events",                                             {401, 403, 403, 200, 200, 200}},
    {"POST", "/v1/csp-reports",                                       {204, 204, 204, 204, 204, 204}},
    {"POST", "/v1/enrol",                                             {400, 400, 400, 400, 400, 400}},
    {"POST", "/v1/sessions",                                          {400, 400, 400, 400, 400, 400}},
    {"GET", "/v1/sessions/current",                                   {401, 403, 403, 200, 200, 200}},
    {"GET", "/v1/sessions",                                           {401, 403, 403, 200, 200, 200}},
    {"DELETE", "/v1/sessions/current",                                {401, 200, 200, 200, 200, 200}},
    {"DELETE", "/v1/sessions/{id}",                                   {401, 403, 403, 404, 404, 404}},
    {"POST", "/v1/declarations",                                      {401, 400, 400, 400, 400, 403}},
    {"POST", "/v1/declarations:check",                                {401, 400, 400, 400, 400, 400}},
    {"POST", "/v1/declarations:batch",                                {401, 200, 200, 403, 403, 403}},
    {"GET", "/v1/declarations",                                       {401, 200, 200, 200, 200, 200}},
    {"GET", "/v1/declarations/{case}",                                {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/declarations/{case}/versions/{version}",             {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/declarations/{case}/steps",                          {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/declarations/{case}/differences",                    {401, 200, 404, 200, 404, 200}},
    {"POST", "/v1/declarations/{case}/acts/{act}",                    {401, 422, 404, 422, 404, 422}},
    {"GET", "/v1/declarations/{case}/attachments/{sha256}",           {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/receipts",                                           {401, 200, 200, 403, 403, 403}},
    {"PUT", "/v1/attachments/{sha256}",                               {401, 200, 200, 200, 200, 200}},
    {"GET", "/v1/issued/{number}",                                    {401, 200, 404, 200, 404, 200}},
    {"POST", "/v1/admissions",                                        {401, 400, 400, 403, 403, 403}},
    {"GET", "/v1/admissions/{case}",                                  {401, 200, 404, 200, 404, 200}},
    {"POST", "/v1/admissions/{case}/acts/{act}",                      {401, 403, 403, 403, 404, 403}},
    {"POST", "/v1/visa-admissions",                                   {401, 400, 400, 403, 403, 403}},
    {"GET", "/v1/visa-admissions/{case}",                             {401, 200, 404, 200, 404, 200}},
    {"POST", "/v1/visa-admissions/{case}/acts/{act}",                 {401, 403, 404, 403, 404, 403}},
    {"GET", "/v1/visa-admissions/{case}/papers/{sha256}",             {401, 200, 404, 200, 404, 200}},
    {"PUT", "/v1/offices/{office}/seal",                              {401, 403, 403, 403, 404, 403}},
    {"PUT", "/v1/officers/{officer}/specimen",                        {401, 403, 403, 403, 404, 403}},
    {"POST", "/v1/applications",                                      {401, 400, 400, 400, 400, 403}},
    {"POST", "/v1/applications:check",                                {401, 400, 400, 400, 400, 400}},
    {"GET", "/v1/applications",                                       {401, 200, 200, 200, 200, 200}},
    {"GET", "/v1/applications/{case}",                                {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/versions/{version}",             {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/steps",                          {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/differences",                    {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/preview",                        {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/paper",                          {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/attachments/{sha256}",           {401, 200, 404, 200, 404, 200}},
    {"POST", "/v1/applications/{case}/acts/{act}",                    {401, 403, 404, 403, 404, 403}},
    {"GET", "/v1/applications/{case}/receipt",                        {401, 200, 404, 200, 404, 200}},
    {"POST", "/v1/application-files",                                 {401, 400, 400, 403, 403, 403}},
    {"GET", "/v1/issued/{number}/paper",                              {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/declarations/{case}/fee-slip",                       {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/drafts",                                             {401, 200, 200, 200, 200, 403}},
    {"POST", "/v1/drafts",                                            {401, 400, 400, 400, 400, 403}},
    {"GET", "/v1/drafts/{draft}",                                     {401, 200, 404, 404, 404, 403}},
    {"PUT", "/v1/drafts/{draft}",                                     {401, 200, 404, 404, 404, 403}},
    {"POST", "/v1/drafts/{draft}/editing",                            {401, 200, 404, 404, 404, 403}},
    {"DELETE", "/v1/drafts/{draft}/editing",                          {401, 200, 404, 404, 404, 403}},
    {"DELETE", "/v1/drafts/{draft}",                                  {401, 200, 404, 404, 404, 403}},
    {"GET", "/v1/master-data/{kind}",                                 {401, 200, 200, 200, 200, 403}},
    {"PUT", "/v1/master-data/{kind}/{key}",                           {401, 200, 200, 200, 200, 403}},
    {"DELETE", "/v1/master-data/{kind}/{key}",                        {401, 200, 200, 200, 200, 403}},
    {"POST", "/v1/verify",                                            {400, 400, 400, 400, 400, 400}},
    {"GET", "/v1/anchors",                                            {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/revocations",                                        {200, 200, 200, 200, 200, 200}},
    {"GET", "/verify",                                                {200, 200, 200, 200, 200, 200}},
    {"POST", "/verify",                                               {400, 400, 400, 400, 400, 400}},
    {"GET", "/v",                                                     {200, 200, 200, 200, 200, 200}},
    {"GET", "/verify.js",                                             {200, 200, 200, 200, 200, 200}},
    {"GET", "/verify.css",                                            {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/unit",                                               {401, 200, 200, 403, 403, 403}},
    {"POST", "/v1/unit/people",                                       {401, 403, 403, 403, 403, 403}},
    {"PUT", "/v1/unit/people/{sign_in}",                              {401, 403, 403, 403, 403, 403}},
    {"POST", "/v1/unit/enrolment-codes",                              {401, 403, 403, 403, 403, 403}},
    {"DELETE", "/v1/unit/installations/{installation}",               {401, 403, 403, 403, 403, 403}},
    {"POST", "/v1/unit/mandates",                                     {401, 403, 403, 403, 403, 403}},
    {"DELETE", "/v1/unit/mandates/{mandate}",                         {401, 403, 403, 403, 403, 403}},
    {"PUT", "/v1/password",                                           {401, 400, 400, 400, 400, 400}},
    {"GET", "/v1/officers",                                           {401, 403, 403, 200, 200, 403}},
    {"PUT", "/v1/officers/{officer}",                                 {401, 403, 403, 403, 403, 403}},
    {"GET", "/v1/offices",                                            {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/phrases",                                            {401, 403, 403, 200, 200, 200}},
    {"PUT", "/v1/phrases",                                            {401, 403, 403, 400, 400, 400}},
    {"GET", "/v1/editions",                                           {401, 403, 403, 200, 200, 200}},
    {"GET", "/v1/editions/current",                                   {401, 403, 403, 200, 200, 200}},
    {"GET", "/v1/editions/current/{file}",                            {401, 403, 403, 200, 200, 200}},
    {"POST", "/v1/editions",                                          {401, 403, 403, 403, 403, 403}},
    {"GET", "/v1/declarations/{case}/timeline",                       {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/declarations/{case}/inspectors",                     {401, 403, 403, 200, 404, 200}},
    {"GET", "/v1/applications/{case}/timeline",                       {401, 200, 404, 200, 404, 200}},
    {"GET", "/v1/work",                                               {401, 403, 403, 200, 200, 200}},
    {"POST", "/v1/work/acts",                                         {401, 403, 403, 400, 400, 400}},
    {"PUT", "/v1/declarations/{case}/claim",                          {401, 403, 403, 422, 404, 422}},
    {"DELETE", "/v1/declarations/{case}/claim",                       {401, 403, 403, 200, 404, 200}},
    {"PUT", "/v1/applications/{case}/claim",                          {401, 403, 403, 422, 404, 422}},
    {"DELETE", "/v1/applications/{case}/claim",                       {401, 403, 403, 200, 404, 200}},
    {"GET", "/v1/search",                                             {401, 400, 400, 400, 400, 400}},
    {"GET", "/v1/figures",                                            {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/figures/counter",                                    {401, 403, 403, 200, 200, 403}},
    {"GET", "/v1/draws",                                              {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/authority",                                          {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/log/head",                                           {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/log/inclusion",                                      {400, 400, 400, 400, 400, 400}},
    {"GET", "/v1/log/consistency",                                    {400, 400, 400, 400, 400, 400}},
    {"GET", "/v1/codes",                                              {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/codes/{list}",                                       {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/rules-data",                                         {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/schemas/{name}",                                     {200, 200, 200, 200, 200, 200}},
    {"GET", "/v1/service",                                            {200, 200, 200, 200, 200, 200}},
    {"POST", "/v1/training/reset",                                    {401, 404, 404, 404, 404, 404}},  // nothing is wiped where papers count
    {"GET", "/health",                                                {200, 200, 200, 200, 200, 200}},
    {"GET", "/metrics",                                               {200, 200, 200, 200, 200, 200}},
};
// clang-format on

class Reach : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    Platform& here = platform();
    Person unit = here.unit(kShili);
    attachment_ = crypto::hex(crypto::sha256(kFile));
    must(here.client(kShili).attach(kFile));
    reference_ = fresh_reference();
    const Json message = with(example_export(reference_), "/attached_documents/0/attachment_hash", attachment_);
    second_ = with(next_version(message), "/contract_number", "SE-9");
    case_ = unit.lodged(message.to_string());
    here.officer("desk1").done(case_, "return_for_repair", {{"reason_code", "01"}, {"reason", "x"}});
    if (unit.lodged(second_.to_string(), 2) != case_) give_up("another case");
    Person officer = here.officer("desk1");
    officer.done(case_, "accept");
    number_ = text(officer.view(case_), "declaration_number");
    const bool drawn = text(officer.done(case_, "assign", {{"inspector", "insp1"}}), "stage") == "ordered";
    if (drawn) {
      Person inspector = here.officer("insp1");
      for (const char* act : {"compare_papers_accurate", "begin_inspection", "pass"}) inspector.done(case_, act);
    } else {
      officer.done(case_, "compare_papers_accurate");
    }
    pay(here, case_);
    officer.done(case_, "issue_clearance_form");
    const Json asked = Json::make_object()
                           .set("registration_certificate", attachment_)
                           .set("application_form", attachment_)
                           .set("account_form", attachment_)
                           .set("software", "datong-client")
                           .set("declarants", Json::make_array({"3100700001"}));
    const Reply admission =
        unit.call("POST", "/v1/admissions", {{"Content-Type", "application/json"}}, asked.to_string());
    if (admission.status != 200) give_up("no admission: " + admission.body);
    admission_ = text(parsed(admission.body), "id");
    visa_admission_ = ask_for_visa(here, unit);
    issued_ = text(officer.view(case_), "clearance_number");
    if (issued_.empty()) give_up("no clearance form");
    application_ = certificate_of_origin(here, unit);
    const Reply draft = unit.call("POST", "/v1/drafts", {{"Content-Type", "application/json"}}, R"({"form":"declaration","kind":"draft","document":{}})");
    draft_ = text(parsed(draft.body), "id");
    if (draft_.empty()) give_up("no draft: " + draft.body);
    if (here.command({"work"}).status != 0) give_up("no head of the log");
  }
  static void TearDownTestSuite() { one_.end(); }
  static Platform& platform() { return one_.get(); }

  static Person caller(Caller who) {
    switch (who) {
      case nobody: return platform().nobody();
      case owner: return platform().unit(kShili);
      case other_unit: return platform().unit(kAgent);
      case desk: return platform().officer("desk2");
      case other_bureau: return platform().officer("js_desk1");
      case partner: return platform().officer("customs1");
    }
    return platform().nobody();
  }
  static bool may_call(const http::Route& route, Caller who) {
    const bool is_unit = who == owner || who == other_unit;
    return route.access == http::Access::unit ? is_unit : route.access != http::Access::officer || !is_unit;
  }
  /// A caller whose session may be ended.
  static Person signed_in_anew(Caller who) {
    const char* names[] = {"", "", "", "desk2", "js_desk1", "customs1"};
    if (who < desk) return caller(who);
    const std::string name = names[who];
    const Reply reply = platform().nobody().call("POST", "/v1/sessions", {},
                                                 "{\"sign_in\":\"" + name + "\",\"password\":\"datong-" + name + "\"}");
    return {platform().port(), text(parsed(reply.body), "token")};
  }
  static std::string target_of(std::string_view pattern, const std::string& id, const std::string& issued) {
    std::string target(pattern);
    const bool of_origin = pattern.starts_with("/v1/applications");
    const bool of_visa = pattern.starts_with("/v1/visa-admissions"), of_admission = of_visa || pattern.starts_with("/v1/admissions");
    const std::string act = of_admission ? "refuse" : of_origin ? "revoke" : "reinspect";
    const std::string own = of_origin ? application_ : of_visa ? visa_admission_ : of_admission ? admission_ : case_;
    const std::string aggregate = id == case_ ? own : id;
    const std::pair<const char*, std::string> values[] = {
        {"{case}", aggregate},         {"{version}", "1"},   {"{act}", act},
        {"{sha256}", attachment_},     {"{number}", issued}, {"{list}", "country"},
        {"{name}", "declaration.json"}, {"{office}", "310000"}, {"{officer}", "cert1"}, {"{kind}", "party"}, {"{key}", "K1"},
        {"{sign_in}", "shili1"}, {"{installation}", "inst-none"}, {"{mandate}", "1:2"}, {"{file}", "parameters.csv"},
        {"{id}", "0123456789abcdef"},  {"{+page}", "a/b"},   {"{+file}", "a.js"}, {"{draft}", draft_}};
    for (const auto& [name, value] : values) {
      if (const auto at = target.find(name); at != target.npos)
        target.replace(at, std::string_view(name).size(), value);
    }
    return target;
  }
  static Reply call(Person& person, const http::Route& route, const std::string& id, const std::string& issued) {
    const std::string target = target_of(route.pattern, id, issued);
    if (target == "/v1/events") return person.call("HEAD", target);  // its GET has no end
    if (route.method == "GET") return person.get(target);
    const Headers headers{{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_reference()}};
    std::string body = "{";
    if (route.method == "PUT") body = kFile;
    if (target.ends_with("/seal") || target.ends_with("/specimen") || target == "/v1/password" || target == "/v1/phrases") body = "{}";
    for (const char* of_people : {"/v1/unit/", "/v1/officers/", "/v1/editions"}) {
      if (target.starts_with(of_people)) body = "{}";
    }
    if (route.method == "DELETE") body.clear();
    if (target.ends_with("/refuse")) body = "{}";
    if (target.ends_with("/party/K1")) body = "{\"title\":\"x\",\"values\":{}}";
    if (target.ends_with(draft_) || target.ends_with("/editing")) body = "{\"holder\":\"tab\",\"document\":{}}";
    for (const std::string act : {"reinspect", "revoke"}) {
      if (!target.ends_with("/" + act)) continue;
      const std::string named = target.substr(0, target.rfind("/acts/"));
      body = "{\"case\":\"" + named.substr(named.rfind('/') + 1) + "\",\"act\":\"" + act + "\",\"parameters\":{\"reason\":\"x\"}}";
    }
    return person.call(route.method, target, headers, body);
  }

  /// An admission to e-visa with the example pictures and the attachment as every paper.
  static std::string ask_for_visa(Platform& here, Person& unit) {
    const std::string specimen = picture("signatory_3100600001_1.png"), seal = picture("seal_3100600001.png");
    for (const std::string* bytes : {&specimen, &seal}) must(here.client(kShili).attach(*bytes));
    Json signatory = Json::make_object().set("id", "1").set("name_zh", "赵一").set("name_en", "ZHAO Yi").set("identity_number", "EXAMPLE-ID-0001");
    signatory.set("training_certificate", "QZ-1").set("specimen", crypto::hex(crypto::sha256(specimen))).set("specimen_width_mm", 34);
    Json asked = Json::make_object().set("registration_form", attachment_).set("application_form", attachment_).set("guarantee_letter", attachment_);
    asked.set("legal_representative", "李总").set("hardware", "colour printer").set("name_en", "Shanghai Example").set("seal_width_mm", 42);
    asked.set("seal", crypto::hex(crypto::sha256(seal))).set("signatories", Json::make_array({signatory}));
    const Reply reply = unit.call("POST", "/v1/visa-admissions", {{"Content-Type", "application/json"}}, asked.to_string());
    if (reply.status != 200) give_up("no visa admission: " + reply.body);
    return text(parsed(reply.body), "id");
  }
  /// An application returned once and issued, with the attachment as its invoice.
  static std::string certificate_of_origin(Platform& here, Person& unit) {
    Json json = parsed(document::write_form_json(domain::example_application("G", 1, legal_day(SystemClock().now()), 0)));
    json = with(json, "/attached_documents/0/sha256", attachment_);
    const auto lodge = [&](const Json& message, const char* version) {
      const Reply reply = unit.call("POST", "/v1/applications", {{"Content-Type", "application/json"}, {"Datong-Version", version}}, message.to_string());
      if (reply.status != 200) give_up("no application: " + reply.body);
      return std::string(reply.header("datong-case"));
    };
    const std::string id = lodge(json, "1");
    const auto act = [&](const std::string& officer, const std::string& name, const std::string& parameters) {
      Person person = here.officer(officer);
      const Reply reply = person.call("POST", "/v1/applications/" + id + "/acts/" + name,
                                      {{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_reference()}}, "{\"parameters\":" + parameters + "}");
      if (reply.status != 200) give_up(name + ": " + reply.body);
    };
    act("desk1", "return_for_repair", "{\"points\":\"/marks too short\"}");
    lodge(with(json, "/marks", "N/M"), "2");
    act("cert1", "approve", "{}");
    const std::int64_t until = milliseconds_now() + 15'000;
    while (unit.get("/v1/applications/" + id + "/paper").status != 200) {
      if (milliseconds_now() > until) give_up("no paper");
    }
    return id;
  }
  static std::string picture(const std::string& name) {
    std::ifstream in(std::string(DATONG_SOURCE_DIR "/data/example-parties/pictures/") + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  static constexpr const char* kFile = "the bytes of an attachment of unit A";
  static inline OnePlatform one_;
  static inline Json second_;
  static inline std::string case_, reference_, number_, issued_, attachment_, admission_, visa_admission_, application_, draft_;
};

TEST_F(Reach, EveryRouteAnswersEveryKindOfCallerAsTheTableSays) {
  for (const http::Route& route : http::routes()) {
    const auto row = std::find_if(std::begin(kExpected), std::end(kExpected), [&](const Expected& e) {
      return route.method == e.method && route.pattern == e.pattern;
    });
    ASSERT_NE(row, std::end(kExpected)) << "a route without a row here: " << route.method << " " << route.pattern;
    for (const Caller who : {nobody, owner, other_unit, desk, other_bureau, partner}) {
      Person person = route.pattern == "/v1/sessions/current" ? signed_in_anew(who) : caller(who);
      const Reply reply = call(person, route, case_, issued_);
      EXPECT_EQ(reply.status, row->status[who])
          << kCallers[who] << " " << route.method << " " << route.pattern << " " << reply.body.substr(0, 300);
      if (route.access == http::Access::open) continue;
      EXPECT_EQ(reply.status == 401, who == nobody) << route.pattern;
      if (who != nobody && !may_call(route, who)) {
        EXPECT_EQ(reply.status, 403) << route.pattern;
      }
    }
  }
  EXPECT_EQ(std::size(kExpected), http::routes().size());
}

TEST_F(Reach, AForeignCaseAnswersLikeOneThatDoesNotExist) {
  const std::string absent = std::to_string(std::stoll(case_) + 4096), absent_number = "310100226999999000";
  for (const http::Route& route : http::routes()) {
    const bool of_a_case = route.pattern.find("{case}") != std::string_view::npos ||
                           route.pattern.find("{number}") != std::string_view::npos;
    if (!of_a_case) continue;
    for (const Caller who : {other_unit, other_bureau}) {
      Person person = caller(who);
      const Reply foreign = call(person, route, case_, issued_), none = call(person, route, absent, absent_number);
      EXPECT_EQ(foreign.status, may_call(route, who) ? 404 : 403) << kCallers[who] << " " << route.pattern;
      EXPECT_EQ(none.status, foreign.status) << kCallers[who] << " " << route.pattern;
      EXPECT_EQ(foreign.body, none.body) << kCallers[who] << " " << route.pattern;
      EXPECT_EQ(foreign.headers, none.headers) << kCallers[who] << " " << route.pattern;
      for (const std::string* secret : {&case_, &reference_, &number_})
        EXPECT_EQ(foreign.body.find(*secret), std::string::npos) << route.pattern;
    }
  }
}

TEST_F(Reach, EveryActOnAForeignCaseIsNotFound) {
  for (const Caller who : {other_unit, other_bureau}) {
    Person person = caller(who);
    for (const char* act : {"accept", "release", "ask_withdrawal", "abandon", "recall_clearance_form",
                            "report_clearance_used", "lapse"}) {
      EXPECT_EQ(person.act(case_, act, {{"reason", "x"}}).status, 404) << kCallers[who] << " " << act;
    }
  }
}

TEST_F(Reach, NoListShowsAForeignCase) {
  for (const Caller who : {other_unit, other_bureau}) {
    Person person = caller(who);
    for (const std::string& query : {std::string(), "?reference=" + reference_, std::string("?work=open&limit=200"),
                                     std::string("?limit=200&direction=O")}) {
      const std::string body = person.get("/v1/declarations" + query).body;
      EXPECT_EQ(body.find(case_), std::string::npos) << kCallers[who] << query;
      EXPECT_EQ(body.find(reference_), std::string::npos) << kCallers[who] << query;
    }
  }
  for (const Caller who : {other_unit, other_bureau}) {
    for (const char* query : {"", "?limit=200", "?work=open", "?stage=issued"})
      EXPECT_EQ(caller(who).get(std::string("/v1/applications") + query).body.find(application_), std::string::npos) << kCallers[who] << query;
  }
  EXPECT_NE(caller(owner).get("/v1/applications?stage=issued").body.find(application_), std::string::npos);
  EXPECT_NE(caller(desk).get("/v1/applications").body.find(application_), std::string::npos);
  EXPECT_NE(caller(owner).get("/v1/declarations?reference=" + reference_).body.find(case_), std::string::npos);
  EXPECT_NE(caller(desk).get("/v1/declarations?work=open&limit=200").body.find(case_), std::string::npos);
  EXPECT_EQ(caller(other_unit).get("/v1/receipts?after=0&limit=200").body.find(case_), std::string::npos)
      << "mailboxes are apart";
}

TEST_F(Reach, AForeignAttachmentCannotBeReadThroughAnOwnCase) {
  Person other = platform().unit(kAgent);
  const std::string own = other.lodged(example_import().to_string());
  EXPECT_EQ(other.get("/v1/declarations/" + own + "/attachments/" + attachment_).status, 404);
  EXPECT_EQ(platform().unit(kShili).get("/v1/declarations/" + case_ + "/attachments/" + attachment_).body, kFile);
}

TEST_F(Reach, TheHashOfAForeignPaperOrPictureOpensNothing) {
  const std::string paper = caller(owner).get("/v1/applications/" + application_ + "/paper").body;
  ASSERT_TRUE(paper.starts_with("%PDF"));
  const std::string paper_hash = crypto::hex(crypto::sha256(paper)), seal = crypto::hex(crypto::sha256(picture("seal_3100600001.png")));
  const Json origin = with(parsed(document::write_form_json(domain::example_application("G", 1, legal_day(SystemClock().now()), 0))),
                           "/applicant_registration", std::to_string(kMedical));
  Person other = platform().unit(kMedical), declares = platform().unit(kAgent);
  const std::string bytes = "a contract " + fresh_reference(), contract = crypto::hex(crypto::sha256(bytes));
  must(platform().client(kShili).attach(bytes));
  caller(owner).lodged(with(example_export(), "/attached_documents/0/attachment_hash", contract).to_string());
  const Headers json{{"Content-Type", "application/json"}};
  const auto apply = [&](const Json& message) {
    return std::string(other.call("POST", "/v1/applications", json, with(message, "/applicant_reference", fresh_reference()).to_string()).header("datong-case"));
  };
  for (const std::string& hash : {paper_hash, contract, seal}) {
    const Json named = with(origin, "/attached_documents/0/sha256", hash);
    const std::string id = apply(named);
    ASSERT_FALSE(id.empty());
    EXPECT_EQ(other.get("/v1/applications/" + id + "/attachments/" + hash).status, 404) << hash;
    EXPECT_EQ(rules_of(other.call("POST", "/v1/applications:check", json, named.to_string())).count("ORG255"), 1U) << hash;
    const Json declaration = with(example_import(), "/attached_documents/0/attachment_hash", hash);
    EXPECT_EQ(rules_of(declares.call("POST", "/v1/declarations:check", json, declaration.to_string())).count("PTY030"), 1U) << hash;
    const std::string declared = declares.lodged(declaration.to_string());
    EXPECT_EQ(declares.get("/v1/declarations/" + declared + "/attachments/" + hash).status, 404) << hash;
    Json marks = Json::make_array();
    marks.add(Json::make_object().set("sha256", hash));
    const std::string drawn = apply(with(origin, "/mark_pictures", std::move(marks)));
    ASSERT_FALSE(drawn.empty());
    EXPECT_EQ(other.get("/v1/applications/" + drawn + "/preview").status, 404) << "nor is it drawn: " << hash;
    Json asked = Json::make_object().set("registration_form", hash).set("application_form", hash).set("guarantee_letter", hash).set("seal", hash);
    asked.set("seal_width_mm", 42).set("signatories", Json::make_array());
    const Reply refused = other.call("POST", "/v1/visa-admissions", json, asked.to_string());
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(rules_of(refused).count("VIS015"), 1U) << refused.body;
    Json admission = Json::make_object().set("registration_certificate", hash).set("application_form", hash).set("account_form", hash);
    EXPECT_EQ(rules_of(other.call("POST", "/v1/admissions", json, admission.set("software", "x").to_string())).count("ADM009"), 1U);
    const Json office_seal = Json::make_object().set("picture", hash).set("width_mm", 42);
    EXPECT_EQ(platform().officer("admin1").call("PUT", "/v1/offices/310000/seal", json, office_seal.to_string()).status, 422) << hash;
  }
}

TEST_F(Reach, WhatAnOfficerUploadsAtTheCounterIsTheUnitsOnceEntered) {
  const std::string bytes = "a paper brought to the counter " + fresh_reference(), hash = crypto::hex(crypto::sha256(bytes));
  Person officer = platform().officer("desk1"), unit = platform().unit(kShili);
  ASSERT_EQ(officer.call("PUT", "/v1/attachments/" + hash, {{"Content-Type", "application/octet-stream"}}, bytes).status, 200);
  const auto entered_by = [&](Person& person) {
    const Reply reply = person.call("POST", "/v1/declarations", {{"Content-Type", "application/json"}, {"Datong-Counter-Reason", "01"}},
                                    with(example_export(), "/attached_documents/0/attachment_hash", hash).to_string());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return std::string(reply.header("datong-case"));
  };
  Person another = platform().officer("desk2");
  const std::string without = entered_by(another);
  EXPECT_EQ(text(unit.view(without), "stage"), "returned") << "it is another officer's upload";
  EXPECT_EQ(another.get("/v1/declarations/" + without + "/attachments/" + hash).status, 404);
  const std::string own = unit.lodged(with(example_export(), "/attached_documents/0/attachment_hash", hash).to_string());
  EXPECT_EQ(unit.get("/v1/declarations/" + own + "/attachments/" + hash).status, 404) << "not the unit's yet";
  const std::string id = entered_by(officer);
  EXPECT_EQ(text(unit.view(id), "stage"), "in_review");
  for (Person* who : {&officer, &another, &unit}) EXPECT_EQ(who->get("/v1/declarations/" + id + "/attachments/" + hash).body, bytes);
  const std::string copied = unit.lodged(with(example_export(), "/attached_documents/0/attachment_hash", hash).to_string());
  EXPECT_EQ(text(unit.view(copied), "stage"), "in_review") << "a case copied from an earlier one names its papers again";
  EXPECT_EQ(unit.get("/v1/declarations/" + copied + "/attachments/" + hash).body, bytes);
}

TEST_F(Reach, WhatTheTableDoesNotNameIsNotFoundOrNotAllowed) {
  EXPECT_EQ(platform().nobody().get("/v1/nothing").status, 404);
  EXPECT_EQ(platform().nobody().get("/nothing").status, 404);
  EXPECT_EQ(platform().nobody().call("DELETE", "/v1/declarations").status, 405);
  EXPECT_EQ(platform().nobody().call("PUT", "/health").status, 405);
  for (const char* id : {"0", "-1", "abc", "99999999999999999999", "1e9", "%00", "%2e%2e"}) {
    const int status = caller(desk).get(std::string("/v1/declarations/") + id).status;
    EXPECT_TRUE(status == 404 || status == 400) << id << " " << status;
  }
  for (const char* version : {"0", "3", "100", "abc", "-1"}) {
    EXPECT_EQ(caller(owner).get("/v1/declarations/" + case_ + "/versions/" + version).status, 404) << version;
  }
  EXPECT_EQ(caller(owner).get("/v1/declarations/" + case_ + "/versions/2").body, second_.to_string())
      << "as received, byte for byte";
}

TEST_F(Reach, ASessionEndsWithSignOutAndAnInventedTokenIsNobody) {
  Person person = signed_in_anew(desk);
  EXPECT_EQ(person.get("/v1/declarations").status, 200);
  EXPECT_EQ(person.call("DELETE", "/v1/sessions/current").status, 200);
  EXPECT_EQ(person.get("/v1/declarations").status, 401);
  for (const char* token : {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    EXPECT_EQ(Person(platform().port(), std::string(token)).get("/v1/declarations").status, 401);
}

}  // namespace
}  // namespace datong::integration
