#include "document/json/form_json.hpp"

#include "base/text.hpp"

namespace datong::document {
namespace {

using domain::Field;
using domain::FieldType;
using domain::Group;
using domain::Record;

constexpr std::size_t kPlainDigitsMax = 15;  // every such integer is exact in the receiver's floating point

bool is_plain_integer(std::string_view text) {
  return is_digits(text) && text.size() <= kPlainDigitsMax && (text.size() == 1 || text[0] != '0');
}

/// Writes members with the commas between them.
class Writer {
 public:
  void record(const Record& record) {
    open('{');
    const auto fields = domain::fields_of(record.group());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!record.value(i).empty()) value(fields[i], record.value(i));
    }
    for (const domain::GroupSpec& spec : domain::groups()) {
      if (spec.parent == record.group() && record.count(spec.group) > 0) entries(record, spec);
    }
    if (!record.unknown().empty()) unknown(record);
    close('}');
  }
  std::string take() { return std::move(out_); }

 private:
  void open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void name(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    first_ = true;  // the value itself takes no comma
  }
  void text(std::string_view text) {
    separate();
    append_json_string(out_, text);
  }
  void value(const Field& field, std::string_view value) {
    name(field.name);
    if (field.type == FieldType::integer && is_plain_integer(value)) {
      separate();
      out_ += value;
    } else {
      text(value);
    }
  }
  void entries(const Record& parent, const domain::GroupSpec& spec) {
    name(spec.name);
    open('[');
    parent.each(spec.group, [this](const Record& child) { record(child); });
    close(']');
  }
  void unknown(const Record& record) {
    name(kUnknownElements);
    open('[');
    for (const Record::Unknown& element : record.unknown()) {
      open('{');
      name("element");
      text(element.element);
      name("inner_xml");
      text(element.inner_xml);
      close('}');
    }
    close(']');
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace

std::string write_form_json(const domain::Document& document) {
  Writer writer;
  writer.record(document.header());
  return writer.take();
}

}  // namespace datong::document
