#include "document/eciq/eciq_writer.hpp"

#include <libxml/tree.h>

#include "base/date.hpp"
#include "document/certificates.hpp"
#include "document/eciq/gbk.hpp"
#include "document/eciq/inner_xml.hpp"

namespace datong::document {
namespace {

using domain::Record;
namespace F = domain::F;

class Writer {
 public:
  /// Set by the first value that cannot be written.
  std::optional<Error> error;

  void open(std::string_view element) { out_.append("<").append(element).append(">"); }
  void close(std::string_view element) { out_.append("</").append(element).append(">"); }
  void simple(std::string_view element, std::string_view value) {
    if (value.empty()) return;
    if (!is_xml_text(value))
      error = failure(Code::malformed, "XML cannot carry a control character of " + std::string(element));
    open(element);
    append_xml_text(out_, value);
    close(element);
  }
  void record(const Record& record) {
    const std::string_view element = domain::group_spec(record.group()).element;
    if (element.empty()) return;  // required certificates: in the header's strings
    open(element);
    fields(record);
    for (const domain::GroupSpec& spec : domain::groups_of(domain::Group::header)) {
      if (spec.parent == record.group()) record.each(spec.group, [this](const Record& child) { this->record(child); });
    }
    for (const Record::Unknown& unknown : record.unknown()) append_unknown(out_, unknown);
    close(element);
  }
  std::string take() { return std::move(out_); }

 private:
  void fields(const Record& record) {
    const auto rows = domain::fields_of(record.group());
    const bool header = record.group() == domain::Group::header;
    const auto strings = header ? certificate_strings(record) : std::array<std::string, 3>{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (header && i == F::header::certificate_codes.position) {
        simple(rows[i].element, strings[0]);
      } else if (header && i == F::header::certificate_originals.position) {
        simple(rows[i].element, strings[1]);
      } else if (header && i == F::header::certificate_copies.position) {
        simple(rows[i].element, strings[2]);
      } else if (rows[i].type == domain::FieldType::date) {
        simple(rows[i].element, date(record.value(i)));
      } else {
        simple(rows[i].element, record.value(i));
      }
    }
  }
  static std::string date(std::string_view value) {
    if (!Date::parse(value)) return std::string(value);
    std::string text(value);
    std::erase(text, '-');
    return text + "T00:00:00";
  }

  std::string out_;
};

}  // namespace

Result<std::string> write_eciq(const domain::Document& document, const Envelope& envelope, Encoding encoding) {
  Writer writer;
  switch (envelope.form) {
    case Envelope::Form::bare: writer.record(document.header()); break;
    case Envelope::Form::root:
      writer.open("ROOT");
      writer.record(document.header());
      writer.close("ROOT");
      break;
    case Envelope::Form::obor:
      writer.open("OBORMessage");
      writer.open("MessageHead");
      for (const auto& [name, text] : envelope.head) {
        if (name.find('\0') != name.npos || xmlValidateNCName(reinterpret_cast<const xmlChar*>(name.c_str()), 0) != 0) {
          return failure(Code::malformed, "no XML name in the message head: " + name);
        }
        writer.simple(name, text);
      }
      writer.close("MessageHead");
      writer.open("MessageBody");
      writer.record(document.header());
      writer.close("MessageBody");
      writer.close("OBORMessage");
      break;
  }
  if (writer.error) return std::move(*writer.error);
  if (encoding == Encoding::utf8) return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + writer.take() + "\n";
  return gbk_from_utf8("<?xml version=\"1.0\" encoding=\"GBK\"?>\n" + writer.take() + "\n");
}

}  // namespace datong::document
