#pragma once
// The HTTP API: one table of routes, each with who may call it; a handler decodes, calls one use case, answers.
// Not here: sockets (server.hpp), decisions (domain/). Read: api/openapi.yaml; `datong print routes` prints the table.
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/identify.hpp"
#include "http/message.hpp"
#include "http/pool.hpp"
#include "http/web.hpp"

namespace datong::http {

/// Who may call a route. A unit is an installation by signature or an enterprise's person by session.
enum class Access : std::uint8_t { open, unit, officer, unit_or_officer };
std::string_view access_name(Access access);

struct Call {
  Request request;
  std::vector<std::string> path;  ///< values of the pattern's {names}, in order
  app::Sender sender;
  Responder respond;
};

class Api;
struct Route {
  std::string_view method;
  std::string_view pattern;  ///< "/v1/declarations/{case}"; a last "{+name}" takes all the rest
  Access access;
  std::string_view purpose;  ///< the "use" a signature must carry; signed reads use "read"
  void (Api::*handler)(Call);
  std::string_view zh, en;
};
std::span<const Route> routes();

/// What a training platform tells everybody, and how it begins anew.
struct Training {
  std::string sign_in, password;  ///< of the trainee; known to the world
  std::function<void()> reset;    ///< forgets everything and starts again; null = nobody does that here
};

struct ApiOptions {
  crypto::Authority authority;                  ///< issues installations' certificates
  std::string receipt_certificate_pem;
  std::string log_certificate_pem, log_key_id;  ///< of the heads of the log
  bool is_https = false;     ///< people reach it by https: cookies are never sent without
  bool is_training = false;  ///< nothing here counts
  Web web = {};
  std::function<std::string()> more_metrics;    ///< Prometheus text of the store
  std::function<void(std::int64_t delay_ms, std::function<void()>)> after;
  Training training = {};
  std::string training_address = {};  ///< of the training platform beside this one; "" = none
};

class Api {
 public:
  Api(app::Context& context, ApiOptions options);
  ~Api();
  void handle(Request&& request, Responder respond);
  /// Wakes long polls and tells event streams; hand to Context::announce.
  void announce(const app::Decision& decision);
  /// Answers every long poll with what there is and ends event streams; later ones do not wait. Call before Server::stop.
  void end_waiting();

  // Handlers, in the order of the route table.
  void enrol(Call call);
  void sign_in(Call call);
  void show_session(Call call);
  void list_sessions(Call call);
  void sign_out(Call call);
  void end_session(Call call);
  void web_start(Call call);
  void web_page(Call call);
  void web_hall(Call call);
  void web_asset(Call call);
  void csp_report(Call call);
  void events(Call call);
  void lodge(Call call);
  void check(Call call);
  void batch(Call call);
  void list(Call call);
  void show(Call call);
  void document(Call call);
  void steps(Call call);
  void differences(Call call);
  void act(Call call);
  void receipts(Call call);
  void put_attachment(Call call);
  void get_attachment(Call call);
  void issued(Call call);
  void ask_admission(Call call);
  void show_admission(Call call);
  void act_admission(Call call);
  void ask_visa_admission(Call call);
  void show_visa_admission(Call call);
  void act_visa_admission(Call call);
  void get_visa_paper(Call call);
  void put_office_seal(Call call);
  void put_officer_specimen(Call call);
  void check_paper(Call call);
  void check_page(Call call);
  void check_on_page(Call call);
  void check_script(Call call);
  void check_style(Call call);
  void anchors(Call call);
  void revocations(Call call);
  void apply(Call call);
  void check_application(Call call);
  void list_applications(Call call);
  void show_application(Call call);
  void application_document(Call call);
  void application_steps(Call call);
  void application_differences(Call call);
  void act_on_application(Call call);
  void application_paper(Call call);
  void application_preview(Call call);
  void inspection_paper(Call call);
  void fee_slip(Call call);
  void application_attachment(Call call);
  void take_application_file(Call call);
  void business_receipt(Call call);
  void show_unit(Call call);
  void add_unit_person(Call call);
  void change_unit_person(Call call);
  void make_unit_enrolment_code(Call call);
  void revoke_installation(Call call);
  void give_mandate(Call call);
  void revoke_mandate(Call call);
  void change_own_password(Call call);
  void officers(Call call);
  void put_officer(Call call);
  void offices(Call call);
  void phrases(Call call);
  void put_phrases(Call call);
  void editions(Call call);
  void edition_tables(Call call);
  void edition_table(Call call);
  void publish_edition(Call call);
  void list_drafts(Call call);
  void create_draft(Call call);
  void show_draft(Call call);
  void save_draft(Call call);
  void delete_draft(Call call);
  void edit_draft(Call call);
  void leave_draft(Call call);
  void list_master_data(Call call);
  void put_master_data(Call call);
  void delete_master_data(Call call);
  void timeline(Call call);
  void application_timeline(Call call);
  void inspectors(Call call);
  void work(Call call);
  void claim_declaration(Call call);
  void claim_application(Call call);
  void unclaim_declaration(Call call);
  void unclaim_application(Call call);
  void act_on_many(Call call);
  void search(Call call);
  void figures(Call call);
  void counter_figures(Call call);
  void draws(Call call);
  void authority(Call call);
  void log_head(Call call);
  void log_inclusion(Call call);
  void log_consistency(Call call);
  void code_lists(Call call);
  void code_list(Call call);
  void rules_data(Call call);
  void schema(Call call);
  void service(Call call);
  void reset_training(Call call);
  void health(Call call);
  void metrics(Call call);

 private:
  struct State;
  /// An officer lodges at the counter (N10): for which reason, entered or accepted on paper, presented by whom. Nothing for a unit.
  std::optional<Error> read_counter(const Call& call, app::LodgeCommand& command) const;
  /// Runs `work` on the pool and answers with what it gives; unavailable when the pool is full.
  void on_pool(Call call, std::function<Result<std::string>(const Call&)> work);
  void claim(Call call, app::HeadKind kind);
  void unclaim(Call call, app::HeadKind kind);
  void on_pool_respond(Call call, std::function<Response(const Call&)> work);
  std::string who(const app::Session& session, const domain::Actor& actor, domain::Channel channel, std::string_view csrf) const;
  void end_session_of(Call call, std::string id);
  void end_replaced(const Request& request);
  void warm_codes();
  void check_brought(Call call, bool as_page);
  void answer_check(Call& call, bool as_page);
  Result<app::Sender> admit(const Route& route, const Request& request, Responder& respond);
  Result<app::Sender> authenticate(const Route& route, const Request& request);
  std::unique_ptr<State> state_;
};

}  // namespace datong::http
