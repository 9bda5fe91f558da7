#include "document/eciq/inner_xml.hpp"

#include <libxml/tree.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace datong::document {
namespace {

struct Clark {
  std::string_view space;
  std::string_view name;
};

/// "{urn:example}Foo" in its two parts.
Clark parts(std::string_view element) {
  const std::size_t end = element.starts_with('{') ? element.find('}') : element.npos;
  if (end == element.npos) return {{}, element};
  return {element.substr(1, end - 1), element.substr(end + 1)};
}

/// Names of the customs certificate message that are no fields, and the signature of the namespace it borrows: kept as
/// unknown elements they would turn into structure where they are written back.
constexpr std::string_view kCertificateStructure[] = {"Certificate", "CertificateHead", "CertificateList", "OriInvs",
                                                      "NonpartyCorpList", "AplPromise", "Signature"};
bool is_structure(domain::Group group, const Clark& clark) {
  if (domain::root_of(group) == domain::Group::header) return clark.name == domain::group_spec(domain::Group::header).element;
  return std::find(std::begin(kCertificateStructure), std::end(kCertificateStructure), clark.name) !=
         std::end(kCertificateStructure);
}

bool is_xml_name(std::string_view name) {
  const std::string text(name);
  return is_utf8(name) && xmlValidateNCName(reinterpret_cast<const xmlChar*>(text.c_str()), 0) == 0;
}

void append_space(std::string& out, std::string_view space) {
  out += " xmlns=\"";
  append_xml_text(out, space);
  out += '"';
}

/// Spells what stands inside the one element around the content.
class InnerSink : public XmlSink {
 public:
  explicit InnerSink(std::string_view space) { writer_.begin(space); }
  void start(const XmlElement& element) override {
    if (outside_) {
      outside_ = false;
    } else if (!writer_.start(element, element.space)) {
      stop("markup that is not kept");
    }
  }
  void end() override {
    if (writer_.depth() > 0) writer_.end();
  }
  void text(std::string_view piece) override { writer_.text(piece); }
  const std::string& written() const { return writer_.written(); }

 private:
  InnerXmlWriter writer_;
  bool outside_ = true;
};

}  // namespace

bool is_unknown_name(domain::Group group, std::string_view element) {
  const Clark clark = parts(element);
  if (!is_xml_name(clark.name)) return false;
  if (element.starts_with('{'))
    return !clark.space.empty() && clark.space != "http://www.w3.org/2001/XInclude" &&
           (domain::root_of(group) == domain::Group::header || clark.space != kCertificateNamespace) &&
           clark.space.find_first_of(" \t\r\n<>\"{}") == clark.space.npos && is_xml_text(clark.space);
  return domain::field_by_element(group, element) < 0 && !domain::child_by_element(group, element) &&
         !is_structure(group, clark);
}

Result<std::string> normal_inner_xml(std::string_view element, std::string_view inner_xml) {
  if (inner_xml.empty()) return std::string();
  const std::string_view space = parts(element).space;
  std::string document = "<x";
  if (!space.empty()) append_space(document, space);
  document.append(">").append(inner_xml).append("</x>");
  InnerSink sink(space);
  if (auto streamed = stream_xml(document, sink); !streamed) return streamed.error();
  return sink.written();
}

void append_xml_text(std::string& out, std::string_view text) {
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string_view escape;
    switch (text[i]) {
      case '&': escape = "&amp;"; break;
      case '<': escape = "&lt;"; break;
      case '>': escape = "&gt;"; break;
      case '"': escape = "&quot;"; break;
      case '\r': escape = "&#13;"; break;
      default: continue;
    }
    out.append(text, plain, i - plain).append(escape);
    plain = i + 1;
  }
  out.append(text, plain);
}

bool is_xml_text(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
    if (c == 0xEF && i + 2 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) == 0xBF &&
        static_cast<unsigned char>(utf8[i + 2]) >= 0xBE) {
      return false;
    }
  }
  return true;
}

void append_unknown(std::string& out, const domain::Record::Unknown& unknown) {
  const Clark clark = parts(unknown.element);
  out.append("<").append(clark.name);
  if (!clark.space.empty()) append_space(out, clark.space);
  out.append(">").append(unknown.inner_xml).append("</").append(clark.name).append(">");
}

void InnerXmlWriter::begin(std::string_view space) {
  out_.clear();
  open_.clear();
  outer_space_ = space;
}

bool InnerXmlWriter::start(const XmlElement& element, std::string_view space) {
  if (open_.size() >= kInnerDepthMax) return false;
  const std::string_view around = open_.empty() ? std::string_view(outer_space_) : open_.back().space;
  out_.append("<").append(element.name);
  if (space != around) append_space(out_, space);
  for (const XmlAttribute& attribute : element.attributes()) {
    if (!attribute.prefix.empty() && attribute.prefix != "xml") return false;
    out_.append(attribute.prefix.empty() ? " " : " xml:").append(attribute.name).append("=\"");
    for (const char c : attribute.value) {
      if (c == '\t' || c == '\n') {
        out_ += c == '\t' ? "&#9;" : "&#10;";
      } else {
        append_xml_text(out_, {&c, 1});
      }
    }
    out_ += '"';
  }
  out_ += '>';
  open_.push_back({std::string(element.name), std::string(space)});
  return true;
}

void InnerXmlWriter::end() {
  out_.append("</").append(open_.back().name).append(">");
  open_.pop_back();
}

}  // namespace datong::document
