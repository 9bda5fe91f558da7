#include "app/issue_certificate.hpp"

#include <algorithm>

#include "app/attachments.hpp"
#include "app/case_file.hpp"
#include "app/lodged_message.hpp"
#include "app/office_pictures.hpp"
#include "base/limits.hpp"
#include "document/printed_xml.hpp"
#include "document/json/party_json.hpp"
#include "domain/certificate/words.hpp"
#include "domain/edition/origin_tables.hpp"
#include "domain/origin/printed.hpp"

namespace datong::app {
namespace {

namespace F = domain::F;
using document::Json;
using domain::Group;
using domain::OriginStage;

/// The specimen signature of the signatory the application names, else of the first in service.
Result<std::string> exporter_signature(Context& context, std::int64_t unit, std::string_view wanted) {
  auto rows = context.store.records("signatory", std::to_string(unit) + ":", "", limits::kPageRowsMax);
  if (!rows) return rows.error();
  for (const Record& row : *rows) {
    auto signatory = document::read_party<domain::Signatory>(row.body);
    if (!signatory) return signatory.error();
    if (signatory->standing == domain::Standing::active && (wanted.empty() || signatory->id == wanted)) return signatory->specimen;
  }
  return std::string();
}

/// What is told of the goods where only a line fits.
std::vector<std::pair<std::string, std::string>> summary_of(const domain::Record& root, const domain::Printed& printed) {
  const auto value = [&](std::string_view key) {
    const auto found = printed.values.find(key);
    return found == printed.values.end() ? std::string() : found->second;
  };
  std::vector<std::pair<std::string, std::string>> texts{{"exporter", value("exporter")},
                                                         {"consignee", value("consignee")},
                                                         {"to", std::string(root[F::origin::destination_country_name])},
                                                         {"invoice", std::string(root[F::origin::invoice_number])}};
  root.each(Group::origin_goods, [&](const domain::Record& line) {
    if (texts.size() == 4 && line[F::origin_goods::is_remark] != "Y") texts.emplace_back("goods", std::string(line[F::origin_goods::goods_name_en]));
  });
  return texts;
}

Result<PaperOrder> order_of(Context& context, const domain::Document& document, const EditionPtr& edition, Date applied_on, std::int64_t unit) {
  const domain::Record& root = document.header();
  PaperOrder order;
  order.kind = std::string(root[F::origin::kind]);
  const auto retrospective = domain::retrospective_of(document, *edition, applied_on);  // its review is done
  order.printed = domain::printed_application(document, retrospective, *edition, applied_on);
  order.data_name = "paper.xml";
  order.summary = summary_of(root, order.printed);
  auto signature = exporter_signature(context, unit, root[F::origin::signatory]);
  if (!signature) return signature.error();
  order.pictures["exporter_signature"] = *signature;
  auto enterprise = load_party<domain::Enterprise>(context.store, "enterprise", std::to_string(unit));
  if (!enterprise) return enterprise.error();
  if (*enterprise) order.pictures["exporter_seal"] = (*enterprise)->seal;
  int picture = 0;
  root.each(Group::mark_picture, [&](const domain::Record& mark) {
    order.pictures["mark_" + std::to_string(++picture)] = std::string(mark[F::mark_picture::sha256]);
  });
  const domain::CodeRow* kind = edition->code(domain::List::origin_kind, order.kind, applied_on);
  order.title = kind == nullptr ? order.kind : kind->name_en;
  return order;
}

}  // namespace

Result<void> may_be_issued(Context& context, const domain::OriginHead& head, const domain::Document& document, const domain::Edition& edition,
                           Date today) {
  auto findings = domain::review_origin_issue(document, legal_day(head.lodged_at), today, edition);
  std::erase_if(findings, [](const Finding& f) { return f.severity != Severity::refusal; });
  if (!head.previous_number.empty()) {
    auto previous = application_of_number(context, head.previous_number);
    if (!previous) return previous.error();
    if (previous->head.stage != OriginStage::issued) {
      findings.push_back(domain::finding("ORL036", "/changes/0/previous_number", {head.previous_number}));
    }
  }
  if (!findings.empty()) return refused(std::move(findings));
  return {};
}

Result<void> may_draw_pictures(Context& context, const domain::OriginHead& head, const domain::Document& document, std::uint32_t version) {
  std::vector<std::string> pictures;
  document.header().each(Group::mark_picture, [&](const domain::Record& mark) { pictures.emplace_back(mark[F::mark_picture::sha256]); });
  if (pictures.empty()) return {};
  auto arrivals = context.store.arrivals(head.id);
  if (!arrivals) return arrivals.error();
  if (version < 1 || version > arrivals->size()) return failure(Code::not_found);
  for (const std::string& sha256 : pictures) {
    if (sha256.empty()) continue;
    auto may = may_show(context, head.unit, sha256, (*arrivals)[version - 1]);
    if (!may) return may.error();
    if (!*may) return failure(Code::not_found, "attachment " + sha256);
  }
  return {};
}

Result<Issuing> make_certificate(Context& context, const ApplicationFile& file, const domain::Document& document, const EditionPtr& edition,
                                 Instant now) {
  if (context.trust == nullptr) return failure(Code::unavailable, "no issuing key is loaded");
  const domain::OriginHead& head = file.head;
  const Date today = legal_day(now), applied_on = legal_day(head.lodged_at);
  if (auto may = may_be_issued(context, head, document, *edition, today); !may) return may.error();
  if (auto may = may_draw_pictures(context, head, document, head.effective_version); !may) return may.error();
  auto order = order_of(context, document, edition, applied_on, head.unit);
  if (!order) return order.error();
  if (edition->origin().kind(head.kind, today) == nullptr) return failure(Code::not_found, "kind " + head.kind);
  order->number = head.number;
  order->data = document::write_printed_xml(order->printed, head.kind, head.number);
  order->at = now;
  order->issued_on = today;
  order->valid_until_on = domain::last_good_day(document, today, *edition);
  order->stamp_serial = static_cast<std::uint64_t>(head.id.step_row(file.stored.steps));
  auto officer = load_party<domain::Officer>(context.store, "officer", head.approved_by);
  if (!officer) return officer.error();
  const domain::OfficeRow* office = edition->office(head.office, today);
  if (*officer) {
    order->officer = (*officer)->name;
    order->pictures["signature"] = (*officer)->specimen;
  } else {
    order->officer = office == nullptr ? head.office : office->name_en;  // approved by the machine: the office answers
  }
  auto seal = seal_of(context, *edition, head.office, today);
  if (!seal) return seal.error();
  order->pictures["seal"] = *seal;
  const std::string place(document.header()[F::origin::application_place]);
  order->issue["issued_on"] = domain::date_words(today);
  order->issue["certified"] = place + ", " + domain::date_words(today);
  order->issue["signatory"] = order->officer;
  auto paper = make_paper(context, edition, *order);
  if (!paper) return paper.error();
  const auto digest = crypto::digest_from_hex(paper->sha256);
  if (auto put = context.blobs.put(*digest, paper->bytes, now); !put) return put.error();
  return Issuing{{paper->sha256, paper->data_sha256, paper->pages}, order->valid_until_on, std::move(order->printed), paper->check_code};
}

Result<void> add_issue(Context& context, Decision& decision, const domain::OriginHead& head, const Issuing& issuing,
                       const domain::Document& document, const Around& around) {
  auto record = issued_record(context, head, around.now, &issuing.printed, {});
  if (!record) return record.error();
  decision.records.push_back(std::move(*record));
  if (auto named = own_attachments(context, decision, {head.paper.sha256}, head.id.to_string()); !named) return named;
  for (Receipt& receipt : decision.receipts) {
    auto body = Json::parse(receipt.body);
    if (!body) return body.error();
    body->set("check_code", issuing.check_code);
    receipt.body = body->canonical();
  }
  const auto note = [&](std::string_view kind, const std::string& key, const std::string& value, bool replaces) -> Result<void> {
    auto known = context.store.record(kind, key);
    if (!known) return known.error();
    const bool is_there = std::any_of(decision.records.begin(), decision.records.end(), [&](const Record& r) { return r.kind == kind && r.key == key; });
    if (is_there || (*known && (!replaces || (*known)->body == value))) return {};
    decision.records.push_back({std::string(kind), key, *known ? (*known)->version : 0U, value});
    return {};
  };
  const std::string unit = std::to_string(head.unit);
  for (const std::string& product : domain::origin_products(document)) {
    if (auto done = note("product_seen", unit + ":" + product, head.number, false); !done) return done;
  }
  for (const std::string& invoice : domain::origin_needs(document).invoice_numbers) {
    if (auto done = note("origin_invoice", unit + ":" + head.kind + ":" + invoice, head.number, true); !done) return done;
  }
  if (head.previous_number.empty()) return {};
  auto previous = application_of_number(context, head.previous_number);
  if (!previous) return previous.error();
  domain::OriginActFacts facts;
  facts.edition = around.edition.get();
  facts.now = around.now;
  facts.today = legal_day(around.now);
  domain::OriginRequest request{domain::OriginEvent::supersede, {{"successor", head.number}, {"cause", head.application_class == "2" ? "lost" : "amended"}}};
  auto outcome = domain::decide(previous->head, request, domain::machine_actor(), facts);
  if (!outcome) return refuse_as(Code::conflict, "ORL036", {head.previous_number});
  compose(decision, *outcome, Around{&previous->stored, previous->stored.bureau, around.edition, around.now, {}, nullptr});
  auto superseded = issued_record(context, outcome->head, around.now, nullptr, request.parameter("cause"));
  if (!superseded) return superseded.error();
  decision.records.push_back(std::move(*superseded));
  return {};
}

Result<std::string> preview_certificate(Context& context, const domain::Document& document, const EditionPtr& edition, std::int64_t unit) {
  if (context.trust == nullptr) return failure(Code::unavailable, "no letters are loaded");
  const Date today = legal_day(context.clock.now());
  auto order = order_of(context, document, edition, today, unit);
  if (!order) return order.error();
  order->at = context.clock.now();
  order->issued_on = today;
  order->data = document::write_printed_xml(order->printed, order->kind, {});
  return preview_paper(context, edition, *order);
}

}  // namespace datong::app
