#include "document/pdf/file_parts.hpp"

#include "crypto/digest.hpp"
#include "document/pdf/deflate.hpp"

namespace datong::document::pdf {
namespace {

constexpr std::string_view kProducer = "Datong";
constexpr std::size_t kByteRangeRoom = 40;  // three numbers of up to ten digits and blanks

/// D:YYYYMMDDHHMMSSZ
std::string pdf_date(Instant at) {
  std::string out = "D:";
  for (const char c : at.to_string().substr(0, 19)) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out + 'Z';
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string metadata(const Setting& setting) {
  const std::string date = setting.made_at.to_string().substr(0, 19) + "Z";
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
         "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
         "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><dc:title><rdf:Alt><rdf:li "
         "xml:lang=\"x-default\">" +
         xml_escaped(setting.title) + "</rdf:li></rdf:Alt></dc:title><pdf:Producer>" + std::string(kProducer) +
         "</pdf:Producer><xmp:CreateDate>" + date + "</xmp:CreateDate><xmp:ModifyDate>" + date +
         "</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

/// A name with what is not a plain character as #xx.
std::string name_of(std::string_view text) {
  std::string out = "/";
  for (const char c : text) {
    const bool is_plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
    if (is_plain) {
      out += c;
    } else {
      constexpr char digits[] = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      ((out += '#') += digits[byte >> 4]) += digits[byte & 15];
    }
  }
  return out;
}

int write_attachment(Writer& writer, const Attachment& attachment, Instant at) {
  std::string about = "/Type/EmbeddedFile/Subtype" + name_of(attachment.media_type) + "/Params<</Size ";
  append_integer(about, static_cast<std::int64_t>(attachment.bytes.size()));
  about += "/ModDate";
  append_string(about, pdf_date(at));
  const int file = writer.stream(about + ">>", deflated(attachment.bytes, Effort::fast));
  const int specification = writer.begin();
  std::string& out = writer.out();
  out += "<</Type/Filespec/AFRelationship/Data/F";
  append_string(out, attachment.name);
  out += "/UF";
  append_text(out, attachment.name);
  out += "/Desc";
  append_text(out, attachment.description);
  out += "/EF<</F " + reference(file) + "/UF " + reference(file) + ">>>>";
  writer.end();
  return specification;
}

/// Field, widget and signature dictionary; the hole's byte range is written when the file's length is known.
Hole write_signature(Writer& writer, const Setting& setting, int widget, int first_page, std::size_t& byte_range_at) {
  const int empty = writer.stream("/Type/XObject/Subtype/Form/BBox[0 0 0 0]", "", false);
  const int signature = writer.reserve();
  writer.begin(widget);
  writer.out() += "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/F 132/Rect[0 0 0 0]/P " + reference(first_page) +
                  "/V " + reference(signature) + "/AP<</N " + reference(empty) + ">>>>";
  writer.end();
  writer.begin(signature);
  std::string& out = writer.out();
  out += "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M";
  append_string(out, pdf_date(setting.made_at));
  if (!setting.signature->signer.empty()) append_text(out += "/Name", setting.signature->signer);
  if (!setting.signature->reason.empty()) append_text(out += "/Reason", setting.signature->reason);
  out += "/ByteRange";
  byte_range_at = out.size();
  out.append(kByteRangeRoom, ' ');
  out += "/Contents";
  const Hole hole{out.size(), setting.signature->bytes_max * 2 + 2};
  ((out += '<').append(hole.size - 2, '0')) += '>';
  out += ">>";
  writer.end();
  return hole;
}

}  // namespace

std::optional<int> reserve_widget(Writer& writer, const Setting& setting) {
  return setting.signature ? std::optional(writer.reserve()) : std::nullopt;
}

std::optional<Hole> write_end(Writer& writer, const Setting& setting, int pages, int first_page,
                              std::optional<int> signature_widget) {
  std::optional<Hole> hole;
  std::size_t byte_range_at = 0;
  std::string catalog =
      "<</Type/Catalog/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>/Pages " + reference(pages);
  catalog += "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile " +
             reference(FormObjects::profile) + ">>]";
  if (setting.attachment) {
    const int file = write_attachment(writer, *setting.attachment, setting.made_at);
    catalog += "/AF[" + reference(file) + "]/Names<</EmbeddedFiles<</Names[";
    append_text(catalog, setting.attachment->name);
    catalog += reference(file) + "]>>>>";
  }
  if (signature_widget) {
    hole = write_signature(writer, setting, *signature_widget, first_page, byte_range_at);
    catalog += "/AcroForm<</SigFlags 3/Fields[" + reference(*signature_widget) + "]>>";
  }
  const int xmp = writer.stream("/Type/Metadata/Subtype/XML", metadata(setting), false);
  const int info = writer.begin();
  writer.out() += "<</Producer(" + std::string(kProducer) + ")/Title";
  append_text(writer.out(), setting.title);
  if (setting.qr) append_string(writer.out() += "/Summary", setting.qr->text + setting.qr->digits);  // so that a file names its own number
  const std::string date = pdf_date(setting.made_at);
  append_string(writer.out() += "/CreationDate", date);
  append_string(writer.out() += "/ModDate", date);
  writer.out() += ">>";
  writer.end();
  const int root = writer.begin();
  writer.out() += catalog + "/Metadata " + reference(xmp) + ">>";
  writer.end();
  // A certificate is the one its attached data, title and hour say; hashing the whole drawing for its name takes a tenth of drawing it.
  const crypto::Digest digest = setting.attachment ? crypto::sha256({setting.title, date, setting.attachment->bytes}) : crypto::sha256(writer.bytes());
  writer.finish(root, info, crypto::view(digest).substr(0, 16));
  if (hole) {
    const std::size_t rest = hole->offset + hole->size;
    std::string range = "[0 " + std::to_string(hole->offset) + " " + std::to_string(rest) + " " +
                        std::to_string(writer.bytes().size() - rest) + "]";
    writer.out().replace(byte_range_at, range.size(), range);
  }
  return hole;
}

}  // namespace datong::document::pdf
