#pragma once
// For tests: validates XML with libxml2 against an XML Schema, ours for e-CIQ unless another text is given. Not part of the product. Thread rule: one per thread.
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "document/schema/schema.hpp"

namespace datong::document {

class XsdCheck {
 public:
  explicit XsdCheck(std::string schema = eciq_xsd()) : text_(std::move(schema)) {
    const auto parser =
        own(xmlSchemaNewMemParserCtxt(text_.data(), static_cast<int>(text_.size())), xmlSchemaFreeParserCtxt);
    schema_ = xmlSchemaParse(parser.get());
    CHECK(schema_ != nullptr);
  }
  ~XsdCheck() { xmlSchemaFree(schema_); }
  XsdCheck(const XsdCheck&) = delete;
  XsdCheck& operator=(const XsdCheck&) = delete;

  /// "" when `xml` is valid, else what libxml2 says first.
  std::string complaint(std::string_view xml) const {
    const auto document =
        own(xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET), xmlFreeDoc);
    if (document == nullptr) return "not well-formed";
    const auto validator = own(xmlSchemaNewValidCtxt(schema_), xmlSchemaFreeValidCtxt);
    std::string first;
    xmlSchemaSetValidStructuredErrors(
        validator.get(),
        [](void* into, xmlErrorPtr error) {
          auto& said = *static_cast<std::string*>(into);
          if (said.empty()) said = error->message;
        },
        &first);
    const int result = xmlSchemaValidateDoc(validator.get(), document.get());
    return result == 0 ? "" : first.empty() ? "invalid" : first;
  }

 private:
  template <class Thing>
  static std::unique_ptr<Thing, void (*)(Thing*)> own(Thing* thing, void (*free)(Thing*)) {
    return {thing, free};
  }

  std::string text_;
  xmlSchemaPtr schema_ = nullptr;
};

}  // namespace datong::document
