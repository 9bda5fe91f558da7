// Ports, transport, destination. V07 to V13.
#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/origin/review_context.hpp"

namespace datong::domain {
namespace {

using O = FieldAt;
constexpr O kLoading = F::origin::loading_port, kDischarge = F::origin::discharge_port,
            kDestination = F::origin::destination_port, kConveyance = F::origin::conveyance;

std::string_view first_part(std::string_view name) { return trim(name.substr(0, name.find(','))); }
std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

/// Country of a port by the list's names ("Hamburg, Germany" is also HAMBURG); "" when the list does not know it.
std::string country_of_port(const OriginContext& context, std::string_view text) {
  const std::string port = without_blanks(plain(first_part(text)));
  for (const CodeRow* row : context.edition.codes(List::port, context.day)) {
    if (without_blanks(plain(first_part(row->name_en))) == port) return row->code.substr(0, 3);
  }
  // Domestic ports are listed by their areas: "Shanghai Yangshan port area" is SHANGHAI.
  for (const CodeRow* row : context.edition.codes(List::domestic_port, context.day)) {
    const std::string name = plain(row->name_en);
    if (without_blanks(name) == port || plain(first_part(text)) == name.substr(0, name.find(' ')))
      return std::string(origin_codes::kChina);
  }
  return {};
}

void check_ports(const OriginContext& context) {
  const Record& header = context.header;
  if (header.has(kLoading)) {
    const std::string port(header[kLoading]);
    const std::string country = country_of_port(context, port);
    if (country.empty()) {
      context.out.add("ORG207", header, kLoading, {port});
    } else if (country != origin_codes::kChina) {
      context.out.add("ORG007", header, kLoading, {port});
    }
  } else {
    context.out.add("ORG307", header, kLoading, {"loading_port"});
  }
  const O last = header.has(kDestination) ? kDestination : kDischarge;
  if (header.has(last)) {
    const std::string port(header[last]);
    const std::string country = country_of_port(context, port);
    if (country.empty()) {
      context.out.add("ORG207", header, last, {port});
    } else if (!context.country.empty() && country != context.country) {
      context.out.add("ORG107", header, last, {port, country, std::string(context.country)});
    }
  } else {
    context.out.add("ORG307", header, kDischarge, {"discharge_port"});
  }
}

void check_transport_text(const OriginContext& context) {
  const O at = F::origin::transport_details;
  const std::string text = plain(context.header[at]);
  if (text.empty()) return;
  for (const auto& [port, name] : {std::pair{kLoading, "loading_port"}, {kDischarge, "discharge_port"}}) {
    const std::string wanted = plain(first_part(context.header[port]));
    if (!wanted.empty() && without_blanks(text).find(without_blanks(wanted)) == std::string::npos)
      context.out.add("ORG108", context.header, at, {context.box(at), name, wanted});
  }
}

void check_conveyance(const OriginContext& context) {
  const Record& header = context.header;
  const std::string given = plain(header[kConveyance]);
  const bool unknown = given.empty() || context.is_word("unknown_conveyance", given);
  if (context.is_after_shipment()) {
    const std::string shipped = context.shipped_on->to_string();
    if (unknown || context.is_word("vague_conveyance", given))
      context.out.add("ORG009", header, kConveyance, {shipped});
    if (!context.is_attached(origin_codes::kTransportDocument))
      context.out.add("ORG109", header, Group::origin_document, {shipped});
  } else if (context.is_word("vague_conveyance", given)) {
    context.out.add("ORG010", header, kConveyance, {std::string(header[kConveyance])});
  }
}

void check_transit(const OriginContext& context) {
  const Record& header = context.header;
  const bool code = header.has(F::origin::transit_country), name = header.has(F::origin::transit_country_name);
  if (code != name) context.out.add("ORG011", header, code ? F::origin::transit_country_name : F::origin::transit_country);
  const std::string_view country = header[F::origin::transit_country];
  const bool third = code && country != context.country && country != origin_codes::kChina;
  if (third && context.is_preferential() && !context.is_attached(origin_codes::kTransportDocument) &&
      !header.has(F::origin::note))
    context.out.add("ORG111", header, F::origin::transit_country);
}

void check_destination(const OriginContext& context) {
  const O at = F::origin::destination_country;
  if (context.kind.empty()) return;
  if (context.row == nullptr) {
    if (context.edition.code(List::origin_kind, context.kind, context.day) != nullptr)
      context.out.add("ORG112", context.header, F::origin::kind, {std::string(context.kind), context.day.to_string()});
    return;
  }
  // Membership counts on the application date.
  const Date on = context.applied_on.value_or(context.day);
  if (context.row->any_country || context.country.empty() || context.tables.is_partner(context.kind, context.country, on))
    return;
  const std::string country(context.country);
  if (context.kind != origin_codes::kFormA) {
    context.out.add("ORG012", context.header, at, {country, on.to_string(), std::string(context.kind)});
    return;
  }
  std::string ended;
  for (const OriginPartnerRow& row : context.tables.partners) {
    if (row.kind == context.kind && row.country == country && row.validity.to)
      ended = " (" + row.validity.to->to_string() + ")";
  }
  context.out.add("ORG013", context.header, at, {country, on.to_string(), ended});
}

}  // namespace

void check_origin_transport(const OriginContext& context) {
  check_ports(context);
  check_transport_text(context);
  check_conveyance(context);
  check_transit(context);
  check_destination(context);
}

}  // namespace datong::domain
