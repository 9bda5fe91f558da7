#include "document/coo/coo_xml.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <iterator>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "document/eciq/eciq_reader.hpp"
#include "document/eciq/form_sink.hpp"
#include "document/eciq/message_text.hpp"

namespace datong::document {
namespace {

namespace F = domain::F;
using domain::Field;
using domain::FieldAt;
using domain::FieldType;
using domain::Group;
using domain::Record;

/// What stands in Certificate, in the schema's order: the record of `group` itself, or a list of them.
struct Part {
  std::string_view element;
  Group group;
  std::string_view holds;  ///< element inside; "" when the part is the record
  bool always;             ///< demanded by the schema
};
constexpr std::array<Part, 6> kParts{{{"CertificateHead", Group::origin, "", true},
                                      {"CertificateList", Group::origin_goods, "Goods", true},
                                      {"ModCertificate", Group::origin_change, "", false},
                                      {"NonpartyCorpList", Group::third_party, "NonpartyCorp", false},
                                      {"OriInvs", Group::origin_invoice, "OriInv", false},
                                      {"AplPromise", Group::origin, "AplPromiseCode", true}}};

/// Texts of several lines.
constexpr FieldAt kBlockTexts[] = {F::origin::exporter,
                                   F::origin::consignee,
                                   F::origin::goods_special_clause,
                                   F::origin::marks,
                                   F::origin::transport_details,
                                   F::origin::note,
                                   F::origin::special_invoice_terms,
                                   F::origin::remarks,
                                   F::origin::producer,
                                   F::origin_goods::producer,
                                   F::origin_goods::description,
                                   F::third_party::name,
                                   F::third_party::address,
                                   F::origin_invoice::special_terms,
                                   F::origin_change::reason,
                                   F::origin_change::situation_before,
                                   F::origin_change::situation_after};

/// Elements the schema demands in each record, even empty.
constexpr FieldAt kDemanded[] = {F::origin::certificate_number,
                                 F::origin::apply_type,
                                 F::origin::application_class,
                                 F::origin::kind,
                                 F::origin::enterprise_number,
                                 F::origin::exporter_code,
                                 F::origin::entering_code,
                                 F::origin::applicant_name_zh,
                                 F::origin_goods::package_regularity,
                                 F::third_party::sequence,
                                 F::third_party::name,
                                 F::third_party::address,
                                 F::third_party::country,
                                 F::third_party::country_name,
                                 F::origin_invoice::certificate_number,
                                 F::origin_invoice::invoice_number,
                                 F::origin_invoice::currency,
                                 F::origin_invoice::price_terms,
                                 F::origin_invoice::invoiced_on};

template <std::size_t n>
bool holds(const FieldAt (&fields)[n], Group group, std::size_t position) {
  return std::any_of(std::begin(fields), std::end(fields),
                     [&](FieldAt at) { return at.group == group && at.position == position; });
}

/// "36", "036" and "0036" are the country 036.
std::string three_digits(const std::string& code) {
  if (!is_digits(code)) return code;
  const std::string number = code.substr(std::min(code.find_first_not_of('0'), code.size() - 1));
  return number.size() > 3 ? code : std::string(3 - number.size(), '0') + number;
}

class ApplicationSink : public FormSink {
 public:
  ApplicationSink() : FormSink(Group::origin) {}

  void start(const XmlElement& element) override {
    if (!is_inside_unknown() && element.name == "Signature" && is_home(element)) {
      return stop("an XML signature inside the message; sign the whole message");
    }
    FormSink::start(element);
  }

  Result<Reading> take() {
    if (!seen_[0]) return failure(Code::malformed, "no CertificateHead");
    return take_reading();
  }

 private:
  enum Place : int { certificate = kOutside + 1, part };  // part + i: inside kParts[i]

  bool is_home(const XmlElement& element) const override {
    return element.space.empty() || element.space == kCertificateNamespace;
  }

  std::string value(const Field& field, const std::string& text) const override {
    if (field.list == domain::List::country) return three_digits(text);
    if (field.type == FieldType::date) return date(text);
    const auto position = static_cast<std::size_t>(&field - domain::fields_of(field.group).data());
    return holds(kBlockTexts, field.group, position) ? breaks_from_message(text) : text;
  }

  static std::string date(const std::string& text) {
    std::string with_t = text;
    if (with_t.size() > 10 && with_t[10] == ' ') with_t[10] = 'T';  // "2026-04-16 10:00:00"
    const std::string day = date_from_eciq(with_t);
    return day == with_t ? text : day;
  }

  void start_in_place(int place, const XmlElement& element) override {
    if (place == kOutside) {
      if (element.name == "Certificate" && is_home(element)) return push_place(certificate);
      return stop("root element " + std::string(element.name) + (is_home(element) ? "" : " of a foreign namespace"));
    }
    if (place == certificate) return start_part(element);
    const Part& around = kParts[static_cast<std::size_t>(place - part)];
    if (is_home(element) && element.name == around.holds) return start_in_record(element);
    start_unknown(element);
  }

  void start_part(const XmlElement& element) {
    const auto found = std::find_if(kParts.begin(), kParts.end(), [&](const Part& p) { return p.element == element.name; });
    if (found == kParts.end() || !is_home(element)) return start_unknown(element);
    const auto i = static_cast<std::size_t>(found - kParts.begin());
    if (seen_[i]) return stop("a second " + std::string(element.name));
    seen_.set(i);
    if (found->group == Group::origin && found->holds.empty()) return push_root();
    if (found->holds.empty()) return start_in_record(element);
    push_place(part + static_cast<int>(i));
  }

  std::bitset<kParts.size()> seen_;
};

class Writer {
 public:
  /// Set by the first value that cannot be written.
  std::optional<Error> error;

  void application(const domain::Document& document) {
    const Record& root = document.header();
    out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Certificate xmlns=\"";
    out_.append(kCertificateNamespace).append("\">");
    for (const Part& part : kParts) write_part(part, root);
    out_ += "</Certificate>\n";
    for (const Record& child : root.children()) {
      if (domain::group_spec(child.group()).element.empty()) dropped_.push_back(child.path());
    }
  }
  WrittenApplication take() { return {std::move(out_), std::move(dropped_)}; }

 private:
  void open(std::string_view element) { out_.append("<").append(element).append(">"); }
  void close(std::string_view element) { out_.append("</").append(element).append(">"); }

  void write_part(const Part& part, const Record& root) {
    if (part.group == Group::origin && part.holds.empty()) return record(root, part.element);
    if (!part.always && root.count(part.group) == 0) return;
    if (!part.holds.empty()) open(part.element);
    if (part.group == Group::origin) {
      text(part.holds, root[F::origin::promise]);
    } else {
      root.each(part.group, [&](const Record& child) { record(child, part.holds.empty() ? part.element : part.holds); });
    }
    if (!part.holds.empty()) close(part.element);
  }

  void record(const Record& record, std::string_view element) {
    open(element);
    const auto fields = domain::fields_of(record.group());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::string_view value = record.value(i);
      if (record.group() == Group::origin && i == F::origin::promise.position) continue;  // in a part of its own
      if (fields[i].element.empty()) {
        if (!value.empty()) dropped_.push_back(record.path({record.group(), static_cast<std::uint16_t>(i)}));
      } else if (value.empty()) {
        if (holds(kDemanded, record.group(), i)) text(fields[i].element, substitute(record, i));
      } else {
        text(fields[i].element, holds(kBlockTexts, record.group(), i) ? breaks_to_message(value) : std::string(value));
      }
    }
    for (const Record::Unknown& unknown : record.unknown()) append_unknown(out_, unknown);
    close(element);
  }

  /// What stands in a demanded element without a value: nothing, but where the schema wants a number.
  static std::string substitute(const Record& record, std::size_t position) {
    const bool number = record.group() == Group::third_party && position == F::third_party::sequence.position;
    return number ? std::to_string(record.index() + 1) : std::string();
  }

  void text(std::string_view element, std::string_view value) {
    if (!is_xml_text(value))
      error = failure(Code::malformed, "XML cannot carry a control character of " + std::string(element));
    open(element);
    append_xml_text(out_, value);
    close(element);
  }

  std::string out_;
  std::vector<std::string> dropped_;
};

}  // namespace

Result<Reading> read_coo_xml(std::string_view bytes) {
  if (bytes.size() > limits::kMessageBytesMax)
    return failure(Code::too_large, "message over " + std::to_string(limits::kMessageBytesMax));
  auto text = message_text(bytes);
  if (!text) return text.error();
  ApplicationSink sink;
  if (auto streamed = stream_xml(text->utf8(), sink); !streamed) return streamed.error();
  return sink.take();
}

Result<WrittenApplication> write_coo_xml(const domain::Document& application) {
  Writer writer;
  writer.application(application);
  if (writer.error) return std::move(*writer.error);
  return writer.take();
}

std::string breaks_to_message(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t slashes = 0;  // just written
  for (const char c : text) {
    if (c == 'n' || c == '\n') out.append(slashes, '/');
    slashes = c == '/' ? slashes + 1 : 0;
    if (c == '\n') {
      out += "/n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string breaks_from_message(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t slashes = 0;  // just read, not yet written
  for (const char c : text) {
    if (c == '/') {
      ++slashes;
      continue;
    }
    out.append(c == 'n' ? slashes / 2 : slashes, '/');
    out += c == 'n' && slashes % 2 == 1 ? '\n' : c;
    slashes = 0;
  }
  return out.append(slashes, '/');
}

}  // namespace datong::document
