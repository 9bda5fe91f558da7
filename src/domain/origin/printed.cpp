#include "domain/origin/printed.hpp"

#include <set>

#include "base/text.hpp"
#include "domain/certificate/words.hpp"
#include "domain/origin/printed_text.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

namespace G = F::origin_goods;
constexpr std::string_view kSeparateSheets = "SEE BOX 8";

void put(Printed::Texts& texts, std::string_view key, std::string value) {
  if (!value.empty()) texts.insert_or_assign(std::string(key), std::move(value));
}

std::string lines(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : "\n") + part;
  }
  return text;
}

bool ends_with_mark(std::string_view text) {
  text = trim(text);
  return text.ends_with("***") || text.ends_with('\\');
}

/// Number and date of an invoice on two lines: "INV-1", "NOV. 20,2026".
std::string invoice_text(std::string_view number, std::string_view day) {
  const auto date = Date::parse(day);
  return lines({std::string(number), date ? date_words(*date) : std::string(day)});
}

class Making {
 public:
  Making(const OriginContext& context, RetrospectiveState retrospective)
      : context_(context), header_(context.header), retrospective_(retrospective) {}

  Printed printed() {
    printed_.layout = context_.row == nullptr ? std::string("general") : context_.row->layout;
    fill_parties();
    fill_transport();
    fill_legends();
    fill_rows();
    return std::move(printed_);
  }

 private:
  std::string text(FieldAt at) const { return std::string(header_[at]); }

  void fill_parties() {
    put(printed_.values, "exporter", text(F::origin::exporter));
    std::string consignee = text(F::origin::consignee);
    if (context_.is_set(F::origin::exhibition)) consignee = lines({consignee, text(F::origin::exhibition_name)});
    put(printed_.values, "consignee", consignee);
    const bool confidential = is_yes(header_[F::origin::producer_confidential]);
    put(printed_.values, "producer", confidential ? std::string("CONFIDENTIAL") : text(F::origin::producer));
    const auto applied = context_.applied_on;
    put(printed_.values, "declared",
        text(F::origin::application_place) + (applied ? ", " + date_words(*applied) : std::string()));
    const CodeRow* kind = context_.edition.code(List::origin_kind, context_.kind, context_.day);
    if (kind != nullptr) put(printed_.values, "title", context_.is_english() ? upper_case(kind->name_en) : kind->name_zh);
  }

  void fill_transport() {
    const std::string generated = transport_text(context_.document, context_.edition, context_.day);
    const std::string whole =
        header_.has(F::origin::transport_details) ? text(F::origin::transport_details) : generated;
    put(printed_.values, "transport", whole);
    put(printed_.values, "route", whole);
    put(printed_.values, "destination", upper_case(header_[F::origin::destination_country_name]));
    put(printed_.values, "departure_date", context_.shipped_on ? date_words(*context_.shipped_on) : std::string("***"));
    put(printed_.values, "vessel",
        header_.has(F::origin::conveyance) ? text(F::origin::conveyance) : text(F::origin::transport_means));
    const FieldAt last = header_.has(F::origin::discharge_port) ? F::origin::discharge_port : F::origin::destination_port;
    const std::string country = country_text(context_.country, context_.edition, context_.day);
    const std::string port = upper_case(trim(header_[last]));
    put(printed_.values, "discharge_port", port.empty() || port.find(country) != port.npos ? port : port + "," + country);
  }

  /// "COMPANY, COUNTRY" of every non-party company, one a line.
  std::string third_parties() const {
    std::string all;
    header_.each(Group::third_party, [&](const Record& company) {
      namespace T = F::third_party;
      std::string line(company[T::name]);
      for (const FieldAt at : {T::address, T::country_name}) {
        if (company.has(at)) line += ", " + std::string(company[at]);
      }
      all += (all.empty() ? "" : "\n") + line;
    });
    return all;
  }

  void fill_legends() {
    const OriginKindRow* row = context_.row;
    std::string legend, remarks = text(F::origin::remarks);
    const std::string replacement = replacement_text(context_.document);
    if (row != nullptr && retrospective_ == RetrospectiveState::retrospective) {
      legend = row->legend;
      if (!row->legend_tick.empty()) printed_.ticks.insert(row->legend_tick);
    }
    if (context_.is_set(F::origin::third_party_invoice) && row != nullptr) {
      if (!row->third_party_tick.empty()) printed_.ticks.insert(row->third_party_tick);
      if (!goes_with_goods()) remarks = lines({remarks, row->third_party_place.empty() ? std::string() : third_parties()});
    }
    if (context_.is_set(F::origin::exhibition)) printed_.ticks.insert("exhibition");
    const std::string proof = text(F::origin::first_proof);
    if (context_.is_set(F::origin::back_to_back)) {
      printed_.ticks.insert(context_.is_rcep() ? "back_to_back" : "movement");
      put(printed_.values, "movement_reference", proof);
      remarks = lines({remarks, context_.is_rcep() ? proof : std::string()});
    }
    // Layouts with a box for legends take them there; the others print them with the remarks.
    const bool has_box = row != nullptr && (row->layout == "C" || row->layout == "G" || row->layout == "E");
    legend = lines({legend, replacement});
    if (has_box) put(printed_.values, "legend", legend);
    put(printed_.values, "remarks", has_box ? remarks : lines({legend, remarks}));
  }

  /// FORM E names the third party below the goods (box 7).
  bool goes_with_goods() const { return context_.row != nullptr && context_.row->third_party_place == "7"; }

  std::string description(const Record& line) const {
    std::string body(trim(line[G::description]));
    for (const std::string_view mark : {std::string_view("***"), std::string_view("\\")}) {
      if (ends_with_mark(body) && body.ends_with(mark)) body.resize(body.size() - mark.size());
    }
    while (body.ends_with('*') || body.ends_with(' ') || body.ends_with('\n')) body.pop_back();
    const std::string code = context_.row != nullptr && context_.row->layout == "E"
                                 ? "HS CODE: " + hs_code(line) : std::string();
    const bool names_producer = plain(header_[F::origin::producer]) == kSeparateSheets;
    return lines({body, code, names_producer && line.has(G::producer) ? "PRODUCER: " + std::string(line[G::producer]) : std::string()});
  }

  std::string hs_code(const Record& line) const {
    const auto digits = static_cast<std::size_t>(context_.row == nullptr ? 6 : context_.row->hs_digits);
    return std::string(line[G::commodity_code].substr(0, digits));
  }

  std::string quantity(const OriginLine& line) const {
    std::string all = quantity_text(*line.record, context_.edition);
    const bool by_value = line.claimed.row != nullptr &&
                          (line.claimed.row->group == "RVC" || (line.claimed.row->group == "PSR" && line.claimed.sub_code == "1"));
    const bool shows_value = context_.row != nullptr && context_.row->fob_with_value_content_only && by_value && line.fob;
    if (!shows_value) return all;
    const std::string currency = text(F::origin::currency);
    return lines({all, "FOB " + (currency.empty() ? std::string() : currency + " ") + line.fob->to_string()});
  }

  std::string origin_country(const Record& line) const {
    std::string name = line.has(G::origin_country_name) ? upper_case(line[G::origin_country_name])
                                                        : country_text(line[G::origin_country], context_.edition, context_.day);
    if (line[G::tax_rate_choice] == "1") name += " *";
    if (line[G::tax_rate_choice] == "2") name += " **";
    return name;
  }

  std::string invoice(const Record& line) const {
    const std::string_view number = line.has(G::invoice_number) ? line[G::invoice_number] : header_[F::origin::invoice_number];
    std::string_view day = header_[F::origin::invoiced_on];
    header_.each(Group::origin_invoice, [&](const Record& other) {
      if (other[F::origin_invoice::invoice_number] == number) day = other[F::origin_invoice::invoiced_on];
    });
    return invoice_text(number, day);
  }

  void fill_rows() {
    std::string shown_invoice;
    for (const OriginLine& line : context_.lines) {
      const Record& record = *line.record;
      Printed::Texts row;
      put(row, "description", description(record));
      if (line.is_goods) {
        put(row, "item", std::to_string(++items_));
        put(row, "hs_code", hs_code(record));
        put(row, "criterion", criterion_text(line.claimed, record));
        put(row, "origin_country", origin_country(record));
        put(row, "quantity", quantity(line));
        std::string numbered = invoice(record);
        if (numbered != shown_invoice) put(row, "invoice", numbered);
        shown_invoice = std::move(numbered);
      }
      if (printed_.rows.empty()) put(row, "marks", text(F::origin::marks));
      printed_.rows.push_back(std::move(row));
    }
    finish_rows();
  }

  /// Total, end mark, and what may stand below it.
  void finish_rows() {
    std::string said;
    for (const OriginLine& line : context_.lines) said += plain((*line.record)[G::description]) + "\n";
    const std::string total = total_text(context_.document, context_.edition, context_.day);
    if (total_stated_at(said) == said.npos) add_row(total);
    if (goes_with_goods() && context_.is_set(F::origin::third_party_invoice)) add_row(third_parties());
    add_row("***");
    add_row(text(F::origin::goods_special_clause));
  }
  void add_row(const std::string& description) {
    if (description.empty()) return;
    Printed::Texts row;
    put(row, "description", description);
    printed_.rows.push_back(std::move(row));
  }

  const OriginContext& context_;
  const Record& header_;
  RetrospectiveState retrospective_;
  Printed printed_;
  std::size_t items_ = 0;
};

}  // namespace

Printed printed_application(const Document& document, RetrospectiveState retrospective, const Edition& edition, Date day) {
  Findings none(edition, day);
  const OriginContext context(document, edition, day, none);
  return Making(context, retrospective).printed();
}

}  // namespace datong::domain
