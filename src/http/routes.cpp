// The table of routes and how a request finds its row. One line a route: method, pattern, who may call it, what it is for.
#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "http/api.hpp"
#include "http/api_state.hpp"
#include "http/cookie.hpp"
#include "http/problem.hpp"

namespace datong::http {
namespace {

using enum Access;

constexpr std::array kRoutes = {
    //    method   pattern                                           access           purpose    handler               Chinese                    English
    Route{"GET",    "/",                                              open,            "",        &Api::web_start,      "网页首页",                "Start page"},
    Route{"GET",    "/figures",                                       open,            "",        &Api::web_page,       "公开的统计网页",          "Page of public figures"},
    Route{"GET",    "/status",                                        open,            "",        &Api::web_page,       "服务状况网页",            "Page of the service's status"},
    Route{"GET",    "/icon.svg",                                      open,            "",        &Api::web_asset,      "网页的图标",              "Icon of the pages"},
    Route{"GET",    "/app",                                           open,            "",        &Api::web_page,       "网页",                    "The web app"},
    Route{"GET",    "/app/{+page}",                                   open,            "",        &Api::web_page,       "网页的各个页面",          "A page of the web app"},
    Route{"GET",    "/hall",                                          open,            "",        &Api::web_hall,       "大厅自助终端网页",        "The hall terminal"},
    Route{"GET",    "/hall/{+page}",                                  open,            "",        &Api::web_hall,       "大厅自助终端的各个页面",  "A page of the hall terminal"},
    Route{"GET",    "/assets/{+file}",                                open,            "",        &Api::web_asset,      "网页的脚本、样式等文件",  "A file of the web app"},
    Route{"GET",    "/v1/events",                                     unit_or_officer, "read",    &Api::events,         "事件流",                  "What happens, as it happens"},
    Route{"POST",   "/v1/csp-reports",                                open,            "",        &Api::csp_report,     "浏览器的安全报告",        "What a browser refused to run; counted"},
    Route{"POST",   "/v1/enrol",                                      open,            "",        &Api::enrol,          "安装登记",                "Enrol an installation"},
    Route{"POST",   "/v1/sessions",                                   open,            "",        &Api::sign_in,        "登录",                    "Sign in"},
    Route{"GET",    "/v1/sessions/current",                           unit_or_officer, "read",    &Api::show_session,   "本次登录是谁",            "Who is signed in"},
    Route{"GET",    "/v1/sessions",                                   unit_or_officer, "read",    &Api::list_sessions,  "本人的登录",              "The person's open sessions"},
    Route{"DELETE", "/v1/sessions/current",                           unit_or_officer, "act",     &Api::sign_out,       "退出",                    "Sign out"},
    Route{"DELETE", "/v1/sessions/{id}",                              unit_or_officer, "act",     &Api::end_session,    "结束本人的一次登录",      "End one of the person's sessions"},
    Route{"POST",   "/v1/declarations",                               unit_or_officer, "lodge",   &Api::lodge,          "申报(柜台代录须说明原因)", "Lodge a declaration; at the counter a desk officer with a reason"},
    Route{"POST",   "/v1/declarations:check",                         unit_or_officer, "check",   &Api::check,          "试审,不存储",            "Run the rules, store nothing"},
    Route{"POST",   "/v1/declarations:batch",                         unit,            "batch",   &Api::batch,          "成批申报",                "Lodge up to 500 under one signature"},
    Route{"GET",    "/v1/declarations",                               unit_or_officer, "read",    &Api::list,           "列表",                    "List, or work list"},
    Route{"GET",    "/v1/declarations/{case}",                        unit_or_officer, "read",    &Api::show,           "单证详情与可办事项",      "One case with its allowed acts"},
    Route{"GET",    "/v1/declarations/{case}/versions/{version}",     unit_or_officer, "read",    &Api::document,       "某一版本的报文",          "A version as received, or converted"},
    Route{"GET",    "/v1/declarations/{case}/steps",                  unit_or_officer, "read",    &Api::steps,          "步骤链",                  "The chain of steps"},
    Route{"GET",    "/v1/declarations/{case}/differences",            unit_or_officer, "read",    &Api::differences,    "两版差异",                "Fields that differ between versions"},
    Route{"POST",   "/v1/declarations/{case}/acts/{act}",             unit_or_officer, "act",     &Api::act,            "办理一事",                "One act"},
    Route{"GET",    "/v1/declarations/{case}/attachments/{sha256}",   unit_or_officer, "read",    &Api::get_attachment, "取附件",                  "An attachment of the case"},
    Route{"GET",    "/v1/receipts",                                   unit,            "read",    &Api::receipts,       "回执,可长轮询",          "Receipts after a serial, long poll"},
    Route{"PUT",    "/v1/attachments/{sha256}",                       unit_or_officer, "attach",  &Api::put_attachment, "上传附件",                "Upload an attachment before lodging"},
    Route{"GET",    "/v1/issued/{number}",                            unit_or_officer, "read",    &Api::issued,         "证书或通关单数据",        "A certificate or clearance form as signed data"},
    Route{"GET",    "/v1/issued/{number}/paper",                         unit_or_officer, "read",     &Api::inspection_paper, "证书或通关单文件", "The PDF of a certificate or clearance form"},
    Route{"GET",    "/v1/declarations/{case}/fee-slip",                  unit_or_officer, "read",     &Api::fee_slip, "收费通知单", "The fee slip"},
    Route{"POST",   "/v1/admissions",                                 unit,            "act",     &Api::ask_admission,  "申请电子报检登记",        "Ask for admission to e-declaration"},
    Route{"GET",    "/v1/admissions/{case}",                          unit_or_officer, "read",    &Api::show_admission, "电子报检登记",            "An admission"},
    Route{"POST",   "/v1/admissions/{case}/acts/{act}",               officer,         "act",     &Api::act_admission,  "办理电子报检登记",        "Grant, refuse or withdraw an admission"},
    Route{"POST",   "/v1/visa-admissions",                            unit,            "act",     &Api::ask_visa_admission,  "申请产地证电子签证登记", "Ask for admission to e-visa"},
    Route{"GET",    "/v1/visa-admissions/{case}",                     unit_or_officer, "read",    &Api::show_visa_admission, "产地证电子签证登记",     "An admission to e-visa"},
    Route{"POST",   "/v1/visa-admissions/{case}/acts/{act}",          unit_or_officer, "act",     &Api::act_visa_admission,  "办理产地证电子签证登记", "Act on an admission to e-visa"},
    Route{"GET",    "/v1/visa-admissions/{case}/papers/{sha256}",     unit_or_officer, "read",    &Api::get_visa_paper,      "登记所附材料与图样",     "A paper or picture of an admission to e-visa"},
    Route{"PUT",    "/v1/offices/{office}/seal",                      officer,         "act",     &Api::put_office_seal,     "备案机构印章图样",       "Load the seal of an office"},
    Route{"PUT",    "/v1/officers/{officer}/specimen",                officer,         "act",     &Api::put_officer_specimen,"备案签证人员签名图样",   "Load the specimen signature of an officer"},
    Route{"POST",   "/v1/verify",                                     open,            "",        &Api::check_paper,    "核对证书",                "Check a paper: number and code, QR text, or PDF"},
    Route{"GET",    "/v1/anchors",                                    open,            "",        &Api::anchors,        "可信机构证书",            "Certificates to check papers with"},
    Route{"GET",    "/v1/revocations",                                open,            "",        &Api::revocations,    "签名证书吊销名单",        "Revoked signers"},
    Route{"GET",    "/verify",                                        open,            "",        &Api::check_page,     "核对网页",                "Page to check a paper"},
    Route{"POST",   "/verify",                                        open,            "",        &Api::check_on_page,  "核对网页的回答",          "Page to check a paper, with the verdict"},
    Route{"GET",    "/v",                                             open,            "",        &Api::check_page,     "二维码所指的核对网页",    "Page a QR code leads to"},
    Route{"GET",    "/verify.js",                                     open,            "",        &Api::check_script,   "核对网页的脚本",          "Script of the page"},
    Route{"GET",    "/verify.css",                                    open,            "",        &Api::check_style,    "核对网页的样式",          "Style of the page"},
    Route{"POST",   "/v1/applications",                                  unit_or_officer, "lodge",    &Api::apply, "申请产地证(柜台代录须说明原因)", "Apply for a certificate of origin; at the counter a desk officer with a reason"},
    Route{"POST",   "/v1/applications:check",                            unit_or_officer, "check",    &Api::check_application, "试审产地证申请,不存储", "Run the rules on an application, store nothing"},
    Route{"GET",    "/v1/applications",                                  unit_or_officer, "read",     &Api::list_applications, "产地证申请列表", "List applications, or work list"},
    Route{"GET",    "/v1/applications/{case}",                           unit_or_officer, "read",     &Api::show_application, "一份申请与可办事项", "One application with its allowed acts"},
    Route{"GET",    "/v1/applications/{case}/versions/{version}",        unit_or_officer, "read",     &Api::application_document, "申请的某一版本", "A version as received, or converted"},
    Route{"GET",    "/v1/applications/{case}/steps",                     unit_or_officer, "read",     &Api::application_steps, "申请的步骤链", "The chain of steps"},
    Route{"GET",    "/v1/applications/{case}/differences",               unit_or_officer, "read",     &Api::application_differences, "版本或与原证书的差异", "Fields that differ between versions, or from the previous certificate"},
    Route{"GET",    "/v1/applications/{case}/preview",                   unit_or_officer, "read",     &Api::application_preview, "证书预览", "The page as it would be issued"},
    Route{"GET",    "/v1/applications/{case}/paper",                     unit_or_officer, "read",     &Api::application_paper, "签发的证书文件", "The issued PDF"},
    Route{"GET",    "/v1/applications/{case}/attachments/{sha256}",      unit_or_officer, "read",     &Api::application_attachment, "申请的附件", "An attachment of the application"},
    Route{"POST",   "/v1/application-files",                             unit,            "attach",   &Api::take_application_file, "海关报文形式的随附单据", "A paper as the customs attachment message"},
    Route{"GET",    "/v1/applications/{case}/receipt",                   unit_or_officer, "read",     &Api::business_receipt, "海关报文形式的回执", "The latest receipt as the customs business receipt"},
    Route{"POST",   "/v1/applications/{case}/acts/{act}",                unit_or_officer, "act",      &Api::act_on_application, "办理申请或证书", "One act on an application or its certificate"},
    Route{"GET",    "/v1/unit",                                        unit,            "read",    &Api::show_unit, "本单位", "One's own enterprise"},
    Route{"POST",   "/v1/unit/people",                                 unit,            "act",     &Api::add_unit_person, "增加本单位人员", "Add a person of one's enterprise"},
    Route{"PUT",    "/v1/unit/people/{sign_in}",                       unit,            "act",     &Api::change_unit_person, "更改本单位人员", "Change a person of one's enterprise"},
    Route{"POST",   "/v1/unit/enrolment-codes",                        unit,            "act",     &Api::make_unit_enrolment_code, "取安装登记码", "A code to enrol an installation with"},
    Route{"DELETE", "/v1/unit/installations/{installation}",           unit,            "act",     &Api::revoke_installation, "停用安装", "Revoke an installation"},
    Route{"POST",   "/v1/unit/mandates",                               unit,            "act",     &Api::give_mandate, "出具报检委托", "Give a mandate to an agent"},
    Route{"DELETE", "/v1/unit/mandates/{mandate}",                     unit,            "act",     &Api::revoke_mandate, "撤销报检委托", "Revoke a mandate"},
    Route{"PUT",    "/v1/password",                                    unit_or_officer, "act",     &Api::change_own_password, "更改自己的密码", "Change one's own password"},
    Route{"GET",    "/v1/officers",                                    officer,         "read",    &Api::officers, "工作人员", "Officers in reach"},
    Route{"PUT",    "/v1/officers/{officer}",                          officer,         "act",     &Api::put_officer, "增加或更改工作人员", "Make or change an officer"},
    Route{"GET",    "/v1/offices",                                     open,            "",        &Api::offices, "机构", "Offices"},
    Route{"GET",    "/v1/phrases",                                     officer,         "read",    &Api::phrases, "常用语", "Phrases for reasons"},
    Route{"PUT",    "/v1/phrases",                                     officer,         "act",     &Api::put_phrases, "更改本机构常用语", "Change the phrases of one's office"},
    Route{"GET",    "/v1/editions",                                    officer,         "read",    &Api::editions, "数据版本", "Editions of dated data"},
    Route{"GET",    "/v1/editions/current",                            officer,         "read",    &Api::edition_tables, "现行数据表", "Tables of the current edition"},
    Route{"GET",    "/v1/editions/current/{file}",                     officer,         "read",    &Api::edition_table, "一个现行数据表", "A table of the current edition"},
    Route{"POST",   "/v1/editions",                                    officer,         "act",     &Api::publish_edition, "发布新版数据", "Publish a new edition"},
    Route{"GET",    "/v1/drafts",                                        unit_or_officer, "read",     &Api::list_drafts, "草稿与模板", "Drafts and templates"},
    Route{"POST",   "/v1/drafts",                                        unit_or_officer, "draft",    &Api::create_draft, "新建草稿或模板", "Keep a new draft or template"},
    Route{"GET",    "/v1/drafts/{draft}",                                unit_or_officer, "read",     &Api::show_draft, "一份草稿", "One draft with its document"},
    Route{"PUT",    "/v1/drafts/{draft}",                                unit_or_officer, "draft",    &Api::save_draft, "保存草稿", "Save a draft"},
    Route{"POST",   "/v1/drafts/{draft}/editing",                        unit_or_officer, "draft",    &Api::edit_draft, "开始、继续或接管编辑", "Begin, go on or take over editing a draft"},
    Route{"DELETE", "/v1/drafts/{draft}/editing",                        unit_or_officer, "draft",    &Api::leave_draft, "结束编辑", "Stop editing a draft"},
    Route{"DELETE", "/v1/drafts/{draft}",                                unit_or_officer, "draft",    &Api::delete_draft, "删除草稿", "Delete a draft"},
    Route{"GET",    "/v1/master-data/{kind}",                            unit_or_officer, "read",     &Api::list_master_data, "常用资料", "Parties, goods or contacts kept for filling in"},
    Route{"PUT",    "/v1/master-data/{kind}/{key}",                      unit_or_officer, "draft",    &Api::put_master_data, "保存一条常用资料", "Keep one row of master data"},
    Route{"DELETE", "/v1/master-data/{kind}/{key}",                      unit_or_officer, "draft",    &Api::delete_master_data, "删除一条常用资料", "Delete one row of master data"},
    Route{"GET",    "/v1/declarations/{case}/timeline",               unit_or_officer, "read",    &Api::timeline,       "经过、时钟与等待何人",    "What happened, whose time passed, who must act"},
    Route{"GET",    "/v1/declarations/{case}/inspectors",             officer,         "read",    &Api::inspectors,     "可派的检验人员",          "Inspectors a case may be assigned to"},
    Route{"GET",    "/v1/applications/{case}/timeline",               unit_or_officer, "read",    &Api::application_timeline, "申请的经过、时钟与等待何人", "What happened to an application, whose time passed, who must act"},
    Route{"GET",    "/v1/work",                                       officer,         "read",    &Api::work,           "此刻可办的事",            "What an officer may act on now"},
    Route{"POST",   "/v1/work/acts",                                  officer,         "act",     &Api::act_on_many,    "对多票办理同一事",        "One act on many declarations"},
    Route{"PUT",    "/v1/declarations/{case}/claim",                  officer,         "act",     &Api::claim_declaration, "占用一票报检",         "Claim a declaration to work on it"},
    Route{"DELETE", "/v1/declarations/{case}/claim",                  officer,         "act",     &Api::unclaim_declaration, "放开一票报检",       "Release a claimed declaration"},
    Route{"PUT",    "/v1/applications/{case}/claim",                  officer,         "act",     &Api::claim_application, "占用一份申请",         "Claim an application to work on it"},
    Route{"DELETE", "/v1/applications/{case}/claim",                  officer,         "act",     &Api::unclaim_application, "放开一份申请",       "Release a claimed application"},
    Route{"GET",    "/v1/search",                                     unit_or_officer, "read",    &Api::search,         "按任何号码或名称查找",    "Find cases by any number or name"},
    Route{"GET",    "/v1/figures",                                    open,            "",        &Api::figures,        "月度数字",                "Figures of a month"},
    Route{"GET",    "/v1/figures/counter",                            officer,         "read",    &Api::counter_figures, "柜台代录与纸面受理",     "What was entered or accepted at the counter"},
    Route{"GET",    "/v1/draws",                                      open,            "",        &Api::draws,          "抽签承诺",                "Commitments of the draw"},
    Route{"GET",    "/v1/authority",                                  open,            "",        &Api::authority,      "证书与回执公钥",          "Authority and receipt certificates"},
    Route{"GET",    "/v1/log/head",                                   open,            "",        &Api::log_head,       "日志树头",                "The latest signed head of the log"},
    Route{"GET",    "/v1/log/inclusion",                              open,            "",        &Api::log_inclusion,  "步骤在日志中的证明",      "Proof that a step of an issued document is in the log"},
    Route{"GET",    "/v1/log/consistency",                            open,            "",        &Api::log_consistency, "日志只增不改的证明",     "Proof that the log only grew"},
    Route{"GET",    "/v1/codes",                                      open,            "",        &Api::code_lists,     "代码表目录",              "Code lists"},
    Route{"GET",    "/v1/codes/{list}",                               open,            "",        &Api::code_list,      "一个代码表",              "One code list"},
    Route{"GET",    "/v1/rules-data",                                  open,            "",        &Api::rules_data,     "网页规则所用数据",        "Rows the rules read in the browser"},
    Route{"GET",    "/v1/schemas/{name}",                             open,            "",        &Api::schema,         "报文模式",                "Schemas of the messages"},
    Route{"GET",    "/v1/service",                                    open,            "",        &Api::service,        "本平台是什么、哪里可以练习", "What this platform is, and where to practise"},
    Route{"POST",   "/v1/training/reset",                             unit_or_officer, "act",     &Api::reset_training, "培训平台重新开始",        "Begin the training anew"},
    Route{"GET",    "/health",                                        open,            "",        &Api::health,         "健康状态",                "Health"},
    Route{"GET",    "/metrics",                                       open,            "",        &Api::metrics,        "指标",                    "Prometheus metrics"},
};

/// The values of the pattern's names when the path fits.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& values) {
  const auto want = split(pattern, '/'), have = split(path, '/');
  const bool takes_rest = !want.empty() && want.back().starts_with("{+");
  if (takes_rest ? want.size() > have.size() : want.size() != have.size()) return false;
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (takes_rest && i + 1 == want.size()) return true;
    if (want[i].starts_with('{')) {
      if (have[i].empty()) return false;
      values.emplace_back(have[i]);
    } else if (want[i] != have[i]) {
      return false;
    }
  }
  return true;
}

bool may_call(Access access, const domain::Actor& actor) {
  switch (access) {
    case open:
    case unit_or_officer: return true;
    case unit: return actor.unit != 0;
    case officer: return actor.unit == 0;
  }
  return false;
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

std::string_view access_name(Access access) {
  switch (access) {
    case open: return "open";
    case unit: return "unit";
    case officer: return "officer";
    case unit_or_officer: return "unit_or_officer";
  }
  return "";
}

/// Lets a handler's answer through as one to a cookie, or says why the cookie does not count.
Result<app::Sender> Api::admit(const Route& route, const Request& request, Responder& respond) {
  auto sender = authenticate(route, request);
  const bool is_signed = !request.header("datong-signature").empty();
  const Credential credential = is_signed ? Credential{} : credential_of(request, state_->cookie());
  if (!credential.by_cookie) return sender;
  respond = [respond = std::move(respond)](Response response) {
    keep_private(response);
    respond(std::move(response));
  };
  if (!sender) {
    if (!app::Sessions::is_of_hall_terminal(credential.token)) return sender;
    respond = [respond = std::move(respond), cookie = state_->cookie(), is_https = state_->options.is_https](Response response) {
      forget_session(response, cookie, is_https, true);  // it ended by itself: the next person finds nothing
      respond(std::move(response));
    };
    return sender;
  }
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (is_read || has_csrf(request, credential.token)) return sender;
  Error error = refused({domain::finding("SYS007", "")});
  error.code = Code::forbidden;
  return error;
}

Result<app::Sender> Api::authenticate(const Route& route, const Request& request) {
  const std::string_view signature = request.header("datong-signature");
  if (!signature.empty()) {
    if (route.purpose != "read") return state_->identify.by_signature(signature, route.purpose, signed_payload(route, request), request.peer);
    const std::string_view date = request.header("datong-date");
    const auto at = Instant::parse(date);
    const std::int64_t now = state_->context.clock.now().ms();
    if (!at || at->ms() < now - limits::kSignedGetSkewMs || at->ms() > now + limits::kSignedGetSkewMs) {
      return failure(Code::unauthenticated, "Datong-Date");
    }
    const std::string payload = "GET " + request.target + "\n" + std::string(date);
    return state_->identify.by_signature(signature, "read", payload, request.peer);
  }
  const Credential credential = credential_of(request, state_->cookie());
  if (!credential.token.empty()) return state_->identify.by_session(credential.token, request.peer);
  return failure(Code::unauthenticated, "no signature and no session");
}

void Api::handle(Request&& request, Responder respond) {
  ++state_->requests;
  Call call;
  bool path_is_known = false;
  for (const Route& route : kRoutes) {
    call.path.clear();
    if (!fits(route.pattern, request.path, call.path)) continue;
    path_is_known = true;
    if (route.method != request.method && !(route.method == "GET" && request.method == "HEAD")) continue;
    if (route.access != open) {
      auto sender = admit(route, request, respond);
      if (!sender) return respond(problem(sender.error()));
      call.sender = std::move(*sender);
      if (!may_call(route.access, call.sender.actor)) return respond(problem(failure(Code::forbidden)));
    }
    call.request = std::move(request);
    call.respond = std::move(respond);
    return (this->*route.handler)(std::move(call));
  }
  respond(problem(path_is_known ? 405 : 404, path_is_known ? "method_not_allowed" : "not_found"));
}

}  // namespace datong::http
