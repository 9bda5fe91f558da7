#include "document/eciq/message_text.hpp"

#include "document/eciq/gbk.hpp"

namespace datong::document {
namespace {

/// The encoding an XML declaration names, in upper case, "" when it names none.
std::string declared_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == declaration.npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == declaration.npos) return {};
  const std::string_view rest = declaration.substr(at + 1);
  std::string name(rest.substr(0, rest.find(declaration[at])));
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

}  // namespace

Result<MessageText> message_text(std::string_view bytes) {
  const bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (marked) bytes.remove_prefix(3);
  const std::string declared = declared_encoding(bytes);
  const bool gbk = declared == "GBK" || declared == "GB2312" || declared == "GB18030";
  if ((gbk && marked) || (!gbk && !declared.empty() && declared != "UTF-8" && declared != "UTF8")) {
    return failure(Code::malformed, "encoding " + declared + (marked ? " with a UTF-8 mark" : ""));
  }
  if (!gbk) return MessageText{{}, bytes, Encoding::utf8};
  auto converted = utf8_from_gbk(bytes);
  if (!converted) return converted.error();
  return MessageText{std::move(*converted), bytes, Encoding::gbk};
}

}  // namespace datong::document
