#include "document/printed_xml.hpp"

namespace datong::document {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\r': out += "&#13;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
}

void append_texts(std::string& out, const domain::Printed::Texts& texts) {
  for (const auto& [key, text] : texts) {
    out += "<Text key=\"";
    append_escaped(out, key);
    out += "\">";
    append_escaped(out, text);
    out += "</Text>\n";
  }
}

}  // namespace

std::string write_printed_xml(const domain::Printed& printed, std::string_view kind, std::string_view number) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PaperData xmlns=\"urn:datong:paper:1\" kind=\"";
  append_escaped(out, kind);
  out += "\" number=\"";
  append_escaped(out, number);
  out += "\">\n";
  append_texts(out, printed.values);
  for (const auto& row : printed.rows) {
    out += "<Row>\n";
    append_texts(out, row);
    out += "</Row>\n";
  }
  for (const std::string& tick : printed.ticks) {
    out += "<Tick key=\"";
    append_escaped(out, tick);
    out += "\"/>\n";
  }
  return out + "</PaperData>\n";
}

}  // namespace datong::document
