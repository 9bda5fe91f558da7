#include "programs/datong/bench_pages.hpp"

#include <set>

#include "crypto/digest.hpp"
#include "document/coo/application.hpp"
#include "document/pdf/background.hpp"
#include "document/pdf/qr.hpp"
#include "domain/certificate/words.hpp"
#include "domain/edition/layout_tables.hpp"
#include "domain/origin/example.hpp"
#include "domain/origin/printed.hpp"
#include "domain/rules.hpp"

namespace datong::programs {
namespace {

namespace F = domain::F;
using document::Json;

constexpr std::size_t kCharactersALine = 23, kCharactersADocument = 230;

/// Every Chinese character of the rules' texts: words of trade, as common as on a paper.
const std::vector<std::string>& known_characters() {
  static const std::vector<std::string> known = [] {
    std::set<std::string> found;
    for (const domain::Rule& rule : domain::kRules) {
      for (std::size_t at = 0; at + 3 <= rule.zh.size(); ++at) {
        const auto lead = static_cast<unsigned char>(rule.zh[at]);
        if (lead >= 0xE4 && lead <= 0xE9) found.emplace(rule.zh.substr(at, 3));  // U+4000 … U+9FFF
      }
    }
    return std::vector<std::string>(found.begin(), found.end());
  }();
  return known;
}

/// 230 characters drawn by `n`, handed out in turn.
class ChineseWords {
 public:
  explicit ChineseWords(std::size_t n) {
    std::vector<std::string> all = known_characters();
    auto state = static_cast<std::uint32_t>(n) * 2654435761U + 12345U;
    for (std::size_t i = 0; i < std::min(kCharactersADocument, all.size()); ++i) {
      state = state * 1664525U + 1013904223U;
      std::swap(all[i], all[i + (state >> 8) % (all.size() - i)]);
      drawn_.push_back(all[i]);
    }
  }
  std::string next(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += drawn_[at_++ % drawn_.size()];
    return text;
  }

 private:
  std::vector<std::string> drawn_;
  std::size_t at_ = 0;
};

/// As many digits as a signed summary of the usual size has.
std::string usual_digits(std::size_t n) {
  std::string digits;
  for (std::size_t i = 0; i < 652; ++i) digits += static_cast<char>('0' + (i * i + i / 7 + n * (i + 3)) % 10);
  return digits;
}

Json texts_json(const domain::Printed::Texts& texts) {
  Json json = Json::make_object();
  for (const auto& [key, text] : texts) json.set(key, text);
  return json;
}

std::string_view align_name(domain::Align align) {
  switch (align) {
    case domain::Align::left: return "left";
    case domain::Align::center: return "center";
    case domain::Align::right: return "right";
  }
  return "";
}

}  // namespace

domain::Document bench_application(std::size_t n, std::size_t lines, Date day) {
  domain::Document document = domain::example_application("C", lines, day, static_cast<std::uint32_t>(n % 9999 + 1));
  ChineseWords words(n);
  domain::Record& root = document.header();
  root.set(F::origin::exporter, document.keep(std::string(root[F::origin::exporter]) + "\n" + words.next(16)));
  std::size_t line = 0;
  for (domain::Record& record : root.children()) {
    if (record.group() != domain::Group::origin_goods || ++line >= lines) continue;  // the last carries the total and the end mark
    const std::string text = std::string(record[F::origin_goods::package_quantity]) + " CARTONS OF " +
                             std::string(record[F::origin_goods::goods_name_en]) + "\n" + words.next(kCharactersALine);
    record.set(F::origin_goods::description, document.keep(text));
    record.set(F::origin_goods::goods_name_zh, document.keep(words.next(8)));
  }
  return document;
}

Result<app::PaperOrder> bench_order(const domain::Document& document, std::size_t n, const domain::Edition& edition, Instant now) {
  const domain::Record& root = document.header();
  const Date today = legal_day(now);
  app::PaperOrder order;
  order.number = std::string(root[F::origin::certificate_number]);
  order.kind = "C";
  order.printed = domain::printed_application(document, domain::RetrospectiveState::none, edition, today);
  auto data = document::write_application(document, document::ApplicationFormat::coo_xml);
  if (!data) return data.error();
  order.data = std::move(data->bytes);
  order.data_name = "certificate.xml";
  order.title = "CERTIFICATE OF ORIGIN";
  order.summary = {{"exporter", order.printed.values["exporter"]},
                   {"consignee", order.printed.values["consignee"]},
                   {"to", std::string(root[F::origin::destination_country_name])},
                   {"invoice", std::string(root[F::origin::invoice_number])}};
  order.officer = "EXAMPLE OFFICER 示例";
  order.at = now;
  order.issued_on = today;
  order.stamp_serial = n + 1;
  order.issue = {{"issued_on", domain::date_words(today)}, {"certified", "SHANGHAI, CHINA, " + domain::date_words(today)}, {"signatory", order.officer}};
  return order;
}

BenchPage bench_page(app::PaperOrder order, const document::pdf::Picture& seal) {
  BenchPage page;
  document::pdf::Setting& setting = page.setting;
  setting.issue = order.issue;
  setting.issue["number"] = order.number;
  setting.issue["check_code"] = "7Q4M-2XKD-9RTP-0HWB";
  setting.qr = document::pdf::QrPieces{"https://check.example/v#", usual_digits(order.stamp_serial)};
  setting.pictures = {{"seal", &seal}};
  setting.title = order.title;
  setting.made_at = order.at;
  setting.attachment = document::pdf::Attachment{order.data_name, "application/xml", "Data of this document", order.data};
  setting.signature = document::pdf::SignatureField{4096, order.officer, order.title};
  page.order = std::move(order);
  return page;
}

Result<Json> pages_for_peer(const std::vector<BenchPage>& pages, const domain::Edition& edition, Date day, std::string_view seal_png) {
  auto layout = edition.layout(pages.front().order.printed.layout, day);
  if (!layout) return layout.error();
  Json elements = Json::make_array(), documents = Json::make_array();
  unsigned tint = 0;
  for (const domain::LayoutRow& row : layout->elements) {
    if (!row.is_on(domain::PageKind::first)) continue;
    if (row.kind == domain::ElementKind::background) tint = row.colour;
    std::string text = row.title_en;
    for (const auto& [sign, number] : {std::pair{"{n}", "1"}, {"{m}", "1"}}) {
      if (const std::size_t at = text.find(sign); at != text.npos) text.replace(at, 3, number);
    }
    Json element = Json::make_object();
    element.set("kind", domain::kElementKinds[static_cast<std::size_t>(row.kind)]).set("key", row.key).set("text", text);
    element.set("x1", row.x1).set("y1", row.y1).set("x2", row.x2).set("y2", row.y2).set("size", row.size).set("size_min", row.size_min);
    elements.add(element.set("align", align_name(row.align)).set("colour", row.colour));
  }
  for (const BenchPage& page : pages) {
    auto code = document::pdf::qr_code(*page.setting.qr);
    if (!code) return code.error();
    Json rows = Json::make_array();
    for (const auto& row : page.order.printed.rows) rows.add(texts_json(row));
    Json json = Json::make_object().set("values", texts_json(page.order.printed.values)).set("rows", std::move(rows));
    json.set("issue", texts_json(page.setting.issue)).set("xml", page.order.data);
    json.set("qr", Json::make_object().set("modules", code->modules).set("rows", crypto::to_base64url(code->rows)));
    documents.add(std::move(json));
  }
  Json json = Json::make_object().set("layout", std::move(elements)).set("documents", std::move(documents));
  json.set("curve", document::pdf::background_curve()).set("background", document::pdf::background_page(tint));
  return json.set("seal", crypto::to_base64url(seal_png));
}

}  // namespace datong::programs
