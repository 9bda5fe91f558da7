#include "domain/declaration/review_context.hpp"

#include "base/text.hpp"

namespace datong::domain {
namespace {

/// One of the blank-separated `kinds`.
bool is_one_of(std::string_view kinds, std::string_view kind) {
  if (kind.empty()) return false;
  for (std::size_t at = kinds.find(kind); at != kinds.npos; at = kinds.find(kind, at + 1)) {
    const std::size_t end = at + kind.size();
    if ((at == 0 || kinds[at - 1] == ' ') && (end == kinds.size() || kinds[end] == ' ')) return true;
  }
  return false;
}

void add_code(CodeSet& set, std::string_view code) {
  if (const int n = two_digits(code); n >= 0) set.set(static_cast<std::size_t>(n));
}

CodeSet code_set(std::string_view list) {
  CodeSet set;
  for (;;) {
    const std::size_t comma = list.find(',');
    add_code(set, list.substr(0, comma));
    if (comma == list.npos) return set;
    list.remove_prefix(comma + 1);
  }
}

LineFacts line_facts(const Record& record, const Review& review, const Result<std::string>& wood_kinds) {
  LineFacts line;
  line.record = &record;
  line.tariff = review.edition.tariff(record[F::goods::commodity_code], review.legal_day);
  if (line.tariff != nullptr && review.direction) line.categories = line.tariff->categories(*review.direction);
  if (record.has(F::goods::attributes)) line.attributes = code_set(record[F::goods::attributes]);
  line.quantity = Decimal::parse(record[F::goods::quantity]);
  line.weight = Decimal::parse(record[F::goods::weight]);
  line.statutory_quantity = Decimal::parse(record[F::goods::statutory_quantity]);
  line.value = Decimal::parse(record[F::goods::value]);
  line.food = line.categories.find_first_of("RS") != std::string::npos && !line.is_of_class("food_equipment");
  record.each(Group::package, [&](const Record& package) {
    // Without the list of wooden packages every package counts as wood.
    line.wood_packing |= !wood_kinds || is_one_of(*wood_kinds, package[F::package::package_kind]);
  });
  return line;
}

}  // namespace

int two_digits(std::string_view code) {
  if (code.size() != 2 || !is_digits(code)) return -1;
  return (code[0] - '0') * 10 + (code[1] - '0');
}

bool LineFacts::is_of_class(std::string_view goods_class) const {
  return tariff != nullptr && is_one_of(tariff->goods_class, goods_class);
}

Review::Review(const Document& whole, const Edition& rows, Date day, Findings& collector)
    : document(whole),
      header(whole.header()),
      edition(rows),
      legal_day(day),
      direction(whole.direction()),
      out(collector) {
  const Result<std::string> wood_kinds = edition.text("wood_package_kinds", legal_day);
  lines.reserve(header.count(Group::goods));
  for (const Record& child : header.children()) {
    if (child.group() == Group::goods) {
      lines.push_back(line_facts(child, *this, wood_kinds));
      wood_packing |= lines.back().wood_packing;
    } else if (child.group() == Group::required_certificate) {
      add_code(certificates, child[F::required_certificate::certificate_code]);
    }
  }
}

bool Review::is_attached(std::string_view document_kind) const {
  for (const Record& child : header.children()) {
    if (child.group() == Group::attached_document && child[F::attached_document::document_kind] == document_kind)
      return true;
  }
  return false;
}

bool Review::wants_certificate() const {
  for (std::size_t code = codes::kQuality; code <= codes::kFumigation; ++code) {
    if (certificates.test(code)) return true;
  }
  return certificates.test(codes::kOtherCertificate);
}

bool Review::is_listed(const LineFacts& line) const {
  if (line.tariff == nullptr || !direction) return false;
  return line.tariff->has_supervision(is_import() ? 'A' : 'B') || line.tariff->has_supervision('D');
}

}  // namespace datong::domain
