#pragma once
// Elements of an e-CIQ message that no field names: how they are named, checked and written. They travel as well-formed
// XML text without document type, entities or prefixes, so that writing them back can never break out of their place.
// Attributes of the unknown element itself are not kept, those inside it are. Thread rule: functions without shared
// state.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "document/eciq/sax.hpp"
#include "domain/form/form.hpp"

namespace datong::document {

/// Nesting inside an unknown element; the form's own levels and the envelope stay below limits::kDepthMax with it.
inline constexpr std::size_t kInnerDepthMax = 8;

/// The customs certificate message borrows the namespace of XML signatures for its own elements.
inline constexpr std::string_view kCertificateNamespace = "http://www.w3.org/2000/09/xmldsig#";

/// Whether `element` may name an unknown element of that group: an XML name without colon that no field or child group
/// has, or a name in a foreign namespace: "{urn:example}Foo".
bool is_unknown_name(domain::Group group, std::string_view element);

/// The content of `element` in the one spelling we keep (entities resolved, comments gone, no prefixes, quotes double).
///
/// Errors: malformed when it is no well-formed element content, or refused kinds of markup stand in it.
Result<std::string> normal_inner_xml(std::string_view element, std::string_view inner_xml);

/// Appends character data with the escapes XML needs; also right inside double quotes.
void append_xml_text(std::string& out, std::string_view text);
/// Whether XML can carry every character of this UTF-8 text (no C0 controls but tab, line feed, carriage return; no
/// U+FFFE/F).
bool is_xml_text(std::string_view utf8);
/// Appends `<element>inner</element>`, the namespace of a "{urn}name" as an xmlns attribute.
void append_unknown(std::string& out, const domain::Record::Unknown& unknown);

/// Spells element content from a stream. A namespace is written where it differs from that of the element around it.
class InnerXmlWriter {
 public:
  /// Starts over inside an element of the namespace `space`.
  void begin(std::string_view space);
  /// False when there is something we do not keep: a prefixed attribute, or too deep nesting.
  [[nodiscard]] bool start(const XmlElement& element, std::string_view space);
  void end();
  void text(std::string_view piece) { append_xml_text(out_, piece); }
  std::size_t depth() const { return open_.size(); }
  const std::string& written() const { return out_; }

 private:
  struct Open {
    std::string name;
    std::string space;
  };
  std::string out_;
  std::string outer_space_;
  std::vector<Open> open_;
};

}  // namespace datong::document
