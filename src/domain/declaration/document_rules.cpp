// Rules of what hangs on the header: required certificates, attached documents, containers.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/declaration/check_digits.hpp"
#include "domain/declaration/review_context.hpp"

namespace datong::domain {
namespace {

namespace H = F::header;

bool is_export_only(std::size_t certificate) {
  return certificate == codes::kExchangeVoucher || certificate == codes::kExportContact;
}
bool is_import_only(std::size_t certificate) {
  return certificate == codes::kEntryProof || certificate == codes::kEntryProofNotIssued ||
         certificate == codes::kEntryTransfer;
}

/// A document is there as a row or, as older clients send it, as a word of the text.
bool has_document(const Review& review, std::string_view kind, std::string_view word) {
  return review.is_attached(kind) || review.header[H::attached_documents_text].find(word) != std::string_view::npos;
}

void check_minimum_documents(const Review& review) {
  struct Document {
    std::string_view kind, word, word_en;
    bool import_only;
  };
  static constexpr std::array<Document, 4> kMinimum{
      {{"101001", "合同", "contract", false}, {"101002", "发票", "invoice", false}, {"101004", "装箱单", "packing list", false}, {"101005", "运单", "waybill", true}}};
  if (!review.direction) return;
  for (const Document& document : kMinimum) {
    if (document.import_only && review.is_export()) continue;
    if (has_document(review, document.kind, document.word)) continue;
    // An order or letter of credit stands for the contract of an export.
    if (document.kind == "101001" && review.is_export() && has_document(review, codes::kDocumentCredit, "信用证"))
      continue;
    review.out.add("CON031", review.header, Group::attached_document, {std::string(document.word), std::string(document.word_en)});
  }
}

void check_wood(const Review& review) {
  if (!review.wood_packing) return;
  if (review.is_attached(codes::kDocumentNoWood)) {
    review.out.add("DEC110", review.header, Group::attached_document, {std::string(codes::kDocumentNoWood)});
  } else if (!has_document(review, codes::kDocumentFumigation, "熏蒸") &&
             !review.is_attached(codes::kDocumentNoConiferousWood)) {
    review.out.add("DEC210", review.header, Group::attached_document, {std::string(codes::kDocumentFumigation)});
  }
}

/// Every number of the text "1,3" is a line number of the declaration.
bool are_lines(const Review& review, std::string_view text) {
  for (const std::string_view piece : split(text, ',')) {
    const auto is_line = [&](const LineFacts& line) { return (*line.record)[F::goods::line_number] == trim(piece); };
    if (std::none_of(review.lines.begin(), review.lines.end(), is_line)) return false;
  }
  return true;
}

class ContainerChecks {
 public:
  explicit ContainerChecks(const Review& review) : review_(review) {}

  void check() {
    review_.header.each(Group::container, [&](const Record& container) { check_group(container); });
    for (const LineFacts& line : review_.lines) {
      line.record->each(Group::goods_container, [&](const Record& link) { check_link(link); });
    }
    check_suitability();
  }

 private:
  void check_group(const Record& container) {
    has_containers_ = true;
    const std::string_view kind = container[F::container::container_kind];
    refrigerated_ |= kind == "121" || kind == "122" || kind == "221" || kind == "222" || kind == "312" || kind == "322";
    std::size_t count = container.count(Group::container_number);
    if (count == 0 && container.has(F::container::container_numbers_text)) {
      count = split(container[F::container::container_numbers_text], ',').size();
    }
    const std::string_view declared = container[F::container::container_count];
    if (!declared.empty() && declared != std::to_string(count)) {
      review_.out.add("DEC219", container, F::container::container_count,
                      {std::string(declared), std::to_string(count)});
    }
    container.each(Group::container_number, [&](const Record& row) { check_number(row); });
  }

  void check_number(const Record& row) {
    namespace N = F::container_number;
    const std::string_view number = row[N::container_number];
    if (number.empty()) return;
    if (!is_container_number(number)) review_.out.add("DEC119", row, N::container_number, {std::string(number)});
    if (std::find(numbers_.begin(), numbers_.end(), number) != numbers_.end()) {
      review_.out.add("DEC229", row, N::container_number, {std::string(number)});
    }
    numbers_.push_back(number);
    if (row.has(N::goods_lines) && !are_lines(review_, row[N::goods_lines])) {
      review_.out.add("DEC239", row, N::goods_lines, {std::string(row[N::goods_lines])});
    }
  }

  void check_link(const Record& link) {
    const std::string_view number = link[F::goods_container::container_number];
    if (number.empty() || std::find(numbers_.begin(), numbers_.end(), number) != numbers_.end()) return;
    review_.out.add("DEC249", link, F::goods_container::container_number, {std::string(number)});
  }

  void check_suitability() {
    if (!review_.is_export() || !has_containers_ || review_.header.has(H::container_suitability_flag)) return;
    const bool food =
        std::any_of(review_.lines.begin(), review_.lines.end(), [](const LineFacts& line) { return line.food; });
    if (food || refrigerated_) review_.out.add("CON024", review_.header, H::container_suitability_flag);
  }

  const Review& review_;
  std::vector<std::string_view> numbers_;
  bool has_containers_ = false, refrigerated_ = false;
};

}  // namespace

void check_certificates(const Review& review) {
  namespace R = F::required_certificate;
  CodeSet seen;
  review.header.each(Group::required_certificate, [&](const Record& row) {
    const int code = two_digits(row[R::certificate_code]);
    if (code < 0) return;
    const auto kind = static_cast<std::size_t>(code);
    if ((review.is_import() && is_export_only(kind)) || (review.is_export() && is_import_only(kind))) {
      review.out.add("DEC109", row, R::certificate_code, {std::string(row[R::certificate_code])});
    }
    if (seen.test(kind)) review.out.add("DEC209", row, R::certificate_code, {std::string(row[R::certificate_code])});
    seen.set(kind);
  });
  if (!review.is_export() || !review.wants_certificate()) return;
  if (!review.header.has(H::consignor_name_foreign)) review.out.add("CON001", review.header, H::consignor_name_foreign);
  for (const LineFacts& line : review.lines) {
    if (!line.record->has(F::goods::goods_name_foreign))
      review.out.add("CON002", *line.record, F::goods::goods_name_foreign);
  }
}

void check_documents(const Review& review) {
  check_minimum_documents(review);
  check_wood(review);
  review.header.each(Group::attached_document, [&](const Record& row) {
    const std::string_view hash = row[F::attached_document::attachment_hash];
    if (!hash.empty() && (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != hash.npos)) {
      review.out.add("CHK011", row, F::attached_document::attachment_hash, {std::string(hash)});
    }
  });
}

void check_containers(const Review& review) { ContainerChecks(review).check(); }

}  // namespace datong::domain
