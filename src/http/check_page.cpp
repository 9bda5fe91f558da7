#include "http/check_page.hpp"

#include <algorithm>

namespace datong::http {
namespace {

using app::CheckAnswer;
using app::Verdict;

constexpr std::string_view kScript =
#include "http/pages/verify_js.inc"
    ;
constexpr std::string_view kStyle =
#include "http/pages/verify_css.inc"
    ;
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
    }
  }
  return out;
}

/// Words for the names of values; one that is not here is shown as it stands.
struct ValueWord {
  std::string_view name, zh, en;
};
constexpr ValueWord kValueWords[] = {{"exporter", "出口商", "Exporter"},
                                     {"producer", "生产商", "Producer"},
                                     {"consignee", "收货人", "Consignee"},
                                     {"transport", "运输", "Transport"},
                                     {"destination", "目的地", "Destination"},
                                     {"to", "运往", "To"},
                                     {"importing_country", "进口国", "Importing country"},
                                     {"invoice", "发票", "Invoice"},
                                     {"goods", "货物", "Goods"},
                                     {"item", "项", "Item"},
                                     {"marks", "唛头", "Marks"},
                                     {"description", "货物名称", "Description of goods"},
                                     {"hs_code", "H.S.编码", "HS code"},
                                     {"criterion", "原产地标准", "Origin criterion"},
                                     {"origin_country", "原产国", "Country of origin"},
                                     {"quantity", "数量", "Quantity"},
                                     {"remarks", "备注", "Remarks"},
                                     {"declared", "申报", "Declared"},
                                     {"departure_date", "启运日期", "Departure date"},
                                     {"discharge_port", "卸货港", "Port of discharge"},
                                     {"packages", "包装", "Packages"},
                                     {"results", "结果", "Results"},
                                     {"route", "运输路线", "Route"},
                                     {"vessel", "船名航次", "Vessel"},
                                     {"title", "名称", "Title"},
                                     {"title_zh", "中文名称", "Chinese title"},
                                     {"title_en", "英文名称", "English title"},
                                     {"tick", "标注", "Marked"}};

std::string word(std::string_view name) {
  const auto found = std::find_if(std::begin(kValueWords), std::end(kValueWords), [&](const ValueWord& row) { return row.name == name; });
  if (found == std::end(kValueWords)) return escaped(name);
  return std::string(found->zh) + " <span>" + std::string(found->en) + "</span>";
}

/// The causes of being superseded are codes; other reasons are an office's own words.
std::string_view reason_words(const app::Verdict& verdict) {
  if (verdict.stage != "superseded") return verdict.reason;
  if (verdict.reason == "amended") return "更改 amended";
  return verdict.reason == "lost" ? "遗失、被盗或损毁 lost" : std::string_view(verdict.reason);
}

class Html {
 public:
  std::string out;
  void term(std::string_view zh, std::string_view en, std::string_view value) {
    if (value.empty()) return;
    out += "<dt>" + std::string(zh) + " <span class=\"en\">" + std::string(en) + "</span></dt><dd>" + escaped(value) + "</dd>\n";
  }
  void value(std::string_view name, std::string_view text) { out += "<dt>" + word(name) + "</dt><dd>" + escaped(text) + "</dd>\n"; }
};

void rows(Html& html, const app::ShownContent& content) {
  if (content.rows.empty()) return;
  std::vector<std::string> columns;
  for (const auto& row : content.rows) {
    for (const auto& [name, text] : row) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
    }
  }
  html.out += "<div class=\"rows\"><table><thead><tr>";
  for (const std::string& name : columns) html.out += "<th>" + word(name) + "</th>";
  html.out += "</tr></thead><tbody>\n";
  for (const auto& row : content.rows) {
    html.out += "<tr>";
    for (const std::string& column : columns) {
      const auto cell = std::find_if(row.begin(), row.end(), [&](const auto& each) { return each.first == column; });
      html.out += "<td>" + (cell == row.end() ? std::string() : escaped(cell->second)) + "</td>";
    }
    html.out += "</tr>\n";
  }
  html.out += "</tbody></table></div>\n";
}

void numbers(Html& html, std::string_view zh, std::string_view en, const std::vector<app::ShownNumber>& chain) {
  std::string text;
  for (const app::ShownNumber& each : chain) text += (text.empty() ? "" : "\n") + each.number + (each.stage.empty() ? "" : " (" + each.stage + ")");
  html.term(zh, en, text);
}

void content(Html& html, const Verdict& verdict) {
  const app::ShownContent& shown = verdict.content;
  html.out += "<section class=\"card\"><h2>证书内容 <span>What it says: compare it with the paper</span></h2>\n";
  if (shown.source.empty()) {
    html.out += "<p>不能证明的内容不显示。<br><span class=\"en\">What cannot be shown to be authentic is not displayed.</span></p></section>\n";
    return;
  }
  html.out += "<dl>\n";
  html.term("编号", "Number", shown.number);
  html.term("种类", "Kind", shown.kind);
  if (shown.issued_on) html.term("签发日期", "Issued on", shown.issued_on->to_string());
  if (shown.valid_until_on) html.term("有效期至", "Valid until", shown.valid_until_on->to_string());
  html.term("签发人", "Officer", verdict.officer);
  numbers(html, "替换", "Supersedes", verdict.earlier);
  numbers(html, "被替换为", "Superseded by", verdict.later);
  html.term("原因", "Reason", reason_words(verdict));
  for (const auto& [name, text] : shown.values) html.value(name, text);
  html.out += "</dl>\n";
  rows(html, shown);
  html.out += "</section>\n";
}

void checks(Html& html, const Verdict& verdict) {
  html.out += "<section class=\"card\"><h2>检查了什么 <span>What was checked</span></h2><ul class=\"checks\">\n";
  for (std::size_t i = 0; i < app::kCheckCount; ++i) {
    const app::CheckSpec& spec = app::spec_of(static_cast<app::Check>(i));
    const CheckAnswer answer = verdict.facts.answers[i];
    if (answer == CheckAnswer::not_checked) continue;
    html.out += std::string("<li>") + (answer == CheckAnswer::passed ? "✓ " : "✗ ") + escaped(spec.question_zh) + " <span class=\"en\">" + escaped(spec.question_en) + "</span></li>\n";
  }
  html.out += "</ul>\n<dl>\n";
  if (verdict.signer) html.term("签名证书", "Signer", verdict.signer->common_name + "\n" + verdict.signer->organisation + "\n" + verdict.signer->issuer);
  if (verdict.stamped_at) html.term("时间戳", "Time stamp", verdict.stamped_at->to_string() + "\n" + verdict.stamp_authority);
  html.term("核对时间", "Checked at", verdict.checked_at.to_string());
  html.out += "</dl>\n";
  if (verdict.stamped_at) html.out += "<p class=\"note\">时间戳证明与公开日志一致的先后次序，不是第三方的时间。<br>The time stamp proves order against the public log, not a stranger's time.</p>\n";
  html.out += "</section>\n";
}

void verdict_part(Html& html, const Verdict& verdict) {
  const bool is_waiting = verdict.judgement.indication == app::Indication::genuine_status_unknown;
  html.out += std::string("<div class=\"card verdict") + (is_waiting ? " wait" : verdict.is_genuine() ? " genuine" : "") + "\"><p class=\"head\">" +
              escaped(app::headline(verdict, true)) + "<br>" + escaped(app::headline(verdict, false)) + "</p>\n";
  for (const app::Check check : verdict.judgement.failed)
    html.out += "<p>" + escaped(app::spec_of(check).refusal_zh) + "<br><span class=\"en\">" + escaped(app::spec_of(check).refusal_en) + "</span></p>\n";
  for (const app::Check check : verdict.judgement.missing)
    html.out += "<p>未能检查：" + escaped(app::spec_of(check).question_zh) + "<br><span class=\"en\">Not checked: " + escaped(app::spec_of(check).question_en) + "</span></p>\n";
  for (const auto& [zh, en] : verdict.suspicions) html.out += "<p class=\"note\">" + escaped(zh) + " · " + escaped(en) + "</p>\n";
  html.out += "</div>\n<div class=\"beside\">\n";
  content(html, verdict);
  checks(html, verdict);
  html.out += "</div>\n";
}

constexpr std::string_view kTop = R"html(<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>证书核对 · Check a certificate</title>
<link rel="stylesheet" href="/verify.css">
<script src="/verify.js" defer></script>
</head>
<body>
<header><h1>证书核对 <span lang="en">Check a certificate</span></h1></header>
<main>
<div id="answer" tabindex="-1" aria-live="polite">
)html";
constexpr std::string_view kWays = R"html(</div>
<div class="ways">
<form class="card" method="post" action="/verify">
<h2>编号与校验码 <span lang="en">Number and check code</span></h2>
<label for="number">证书编号 <span lang="en">Certificate number</span></label>
<input id="number" name="number" required maxlength="64" autocomplete="off" spellcheck="false" value=")html";
constexpr std::string_view kRest = R"html(">
<label for="code">校验码 <span lang="en">Check code</span></label>
<input id="code" name="code" required maxlength="32" autocomplete="off" spellcheck="false" placeholder="XXXX-XXXX-XXXX-XXXX">
<button type="submit">核对 Check</button>
</form>
<div class="card" id="file-part" hidden>
<h2>文件 <span lang="en">File</span></h2>
<label for="file">证书的 PDF 文件 <span lang="en">The certificate as a PDF file</span></label>
<input id="file" type="file" accept="application/pdf,.pdf">
</div>
<form class="card" method="post" action="/verify">
<h2>二维码 <span lang="en">QR code</span></h2>
<label for="qr">二维码中的文字 <span lang="en">Text of the QR code</span></label>
<textarea id="qr" name="qr" rows="3" required maxlength="8200" spellcheck="false"></textarea>
<button type="submit">核对 Check</button>
</form>
</div>
</main>
<footer class="note"><p>请将显示的内容与手中的证书逐项比对。可信机构的证书见 <a href="/v1/anchors">/v1/anchors</a>，吊销名单见 <a href="/v1/revocations">/v1/revocations</a>。<br>
<span lang="en">Compare what is shown with the paper in your hand, item by item. Certificates of the authorities: /v1/anchors; revoked ones: /v1/revocations.</span></p></footer>
</body>
</html>
)html";

Response with_policy(Response response) {
  response.headers.emplace_back("Content-Security-Policy", std::string(kPolicy));
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

Response file(std::string_view bytes, std::string_view type) {
  Response response;
  response.content_type = std::string(type);
  response.body = std::string(bytes);
  response.headers.emplace_back("Cache-Control", "max-age=300");
  return with_policy(std::move(response));
}

}  // namespace

Response check_page_response(const CheckPage& page) {
  Html html;
  html.out = kTop;
  if (page.verdict != nullptr) {
    verdict_part(html, *page.verdict);
  } else if (!page.trouble_zh.empty()) {
    html.out += "<div class=\"card verdict\"><p class=\"head\">" + escaped(page.trouble_zh) + "<br>" + escaped(page.trouble_en) + "</p></div>\n";
  }
  html.out += kWays;
  html.out += escaped(page.number);
  html.out += kRest;
  Response response;
  response.status = page.status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html.out);
  response.headers.emplace_back("Cache-Control", "no-store");
  return with_policy(std::move(response));
}

Response check_script_response() { return file(kScript, "text/javascript; charset=utf-8"); }
Response check_style_response() { return file(kStyle, "text/css; charset=utf-8"); }

}  // namespace datong::http
