#include "document/eciq/sax.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::document {
namespace {

constexpr std::string_view kXinclude = "http://www.w3.org/2001/XInclude";

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

struct Context {
  xmlParserCtxtPtr parser;
  XmlSink* sink;
  std::size_t depth = 0;
  std::size_t elements = 0;
  std::optional<Error> error = std::nullopt;  // the first

  void fail(Error first) {
    if (!error) {
      first.detail += " at byte " + std::to_string(xmlByteConsumed(parser));
      error = std::move(first);
    }
    xmlStopParser(parser);
  }
  void fail(std::string_view reason) { fail(failure(Code::malformed, std::string(reason))); }
  void after_sink() {
    if (sink->stopped()) fail(*sink->stopped());
  }
};

Context& context(void* user) { return *static_cast<Context*>(user); }

void start_element(void* user, const xmlChar* name, const xmlChar*, const xmlChar* space, int, const xmlChar**,
                   int count, int, const xmlChar** attributes) {
  Context& self = context(user);
  if (self.error) return;
  if (++self.depth > limits::kDepthMax) return self.fail("nested too deep");
  if (++self.elements > limits::kMembersMax) return self.fail("too many elements");
  if (view(space) == kXinclude) return self.fail("XInclude");
  self.sink->start(XmlElement(view(name), view(space), attributes, count));
  self.after_sink();
}

void end_element(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
  Context& self = context(user);
  if (self.error) return;
  --self.depth;
  self.sink->end();
  self.after_sink();
}

void characters(void* user, const xmlChar* text, int size) {
  Context& self = context(user);
  if (self.error) return;
  self.sink->text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  self.after_sink();
}

void document_type(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
  context(user).fail("document type declaration");
}

void parser_error(void* user, xmlErrorPtr error) {
  if (error->level == XML_ERR_WARNING) return;
  context(user).fail(trim(error->message == nullptr ? "not well-formed" : error->message));
}

xmlSAXHandler make_handler() {
  xmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = start_element;
  handler.endElementNs = end_element;
  handler.characters = characters;
  handler.ignorableWhitespace = characters;
  handler.cdataBlock = characters;
  handler.internalSubset = document_type;
  handler.serror = parser_error;
  return handler;
}

/// Whether a start tag has more attributes than allowed. Asked before parsing: libxml2 compares each attribute with
/// each.
bool has_crowded_tag(std::string_view xml) {
  static constexpr std::pair<std::string_view, std::string_view> kSkipped[] = {
      {"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
  const auto equals = [](std::string_view part) {
    return static_cast<std::size_t>(std::count(part.begin(), part.end(), '='));
  };
  if (equals(xml) <= limits::kAttributesMax) return false;
  for (std::size_t at = xml.find('<'); at < xml.size(); at = xml.find('<', at)) {
    const std::string_view rest = xml.substr(at);
    const auto skipped = std::find_if(std::begin(kSkipped), std::end(kSkipped),
                                      [&](auto& ends) { return rest.starts_with(ends.first); });
    if (skipped != std::end(kSkipped)) {
      at = xml.find(skipped->second, at + skipped->first.size());
      continue;
    }
    std::size_t attributes = 0;
    for (++at; at < xml.size() && xml[at] != '>' && xml[at] != '<'; ++at) {
      if (xml[at] == '=' && ++attributes > limits::kAttributesMax) return true;
      if (xml[at] == '"' || xml[at] == '\'') at = std::min(xml.find(xml[at], at + 1), xml.size() - 1);
    }
  }
  return false;
}

struct FreeParser {
  void operator()(xmlParserCtxtPtr parser) const { xmlFreeParserCtxt(parser); }
};

}  // namespace

std::vector<XmlAttribute> XmlElement::attributes() const {
  std::vector<XmlAttribute> all;
  for (int i = 0; i < count_; ++i) {
    const xmlChar** row =
        attributes_ + i * 5;  // local name, prefix, namespace, first and past-the-last byte of the value
    all.push_back({view(row[0]),
                   view(row[1]),
                   {reinterpret_cast<const char*>(row[3]), static_cast<std::size_t>(row[4] - row[3])}});
  }
  return all;
}

Result<void> stream_xml(std::string_view utf8, XmlSink& sink) {
  if (utf8.size() > limits::kMessageBytesMax * 2) return failure(Code::too_large, "XML text too large");
  if (utf8.empty()) return failure(Code::malformed, "empty");
  if (utf8.find('\0') != utf8.npos) return failure(Code::malformed, "NUL at byte " + std::to_string(utf8.find('\0')));
  if (!is_utf8(utf8)) return failure(Code::malformed, "not strict UTF-8");
  if (has_crowded_tag(utf8)) return failure(Code::malformed, "too many attributes");
  static const xmlSAXHandler handler = [] {
    xmlInitParser();
    return make_handler();
  }();
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      xmlCreateMemoryParserCtxt(utf8.data(), static_cast<int>(utf8.size())));
  if (parser == nullptr) return failure(Code::internal, "libxml2 makes no parser");
  // XML_PARSE_NOENT only makes the predefined entities of attribute values plain: no other can be declared here.
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
  *parser->sax = handler;
  Context self{parser.get(), &sink};
  parser->userData = &self;
  xmlParseDocument(parser.get());
  if (self.error) return std::move(*self.error);
  if (parser->wellFormed == 0 || parser->nsWellFormed == 0) return failure(Code::malformed, "not well-formed");
  return {};
}

}  // namespace datong::document
