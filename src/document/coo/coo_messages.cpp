#include "document/coo/coo_messages.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "document/eciq/inner_xml.hpp"
#include "document/eciq/message_text.hpp"
#include "document/eciq/sax.hpp"

namespace datong::document {
namespace {

/// Source: COO 6.1 (RepType and Channel as one implementation interprets them).
constexpr std::array<ReceiptCode, 7> kReceiptCodes{{{"application_received", "1", "2"},
                                                    {"application_returned", "1", "3"},
                                                    {"papers_asked", "1", "2"},
                                                    {"papers_in", "1", "2"},
                                                    {"application_refused", "1", "6"},
                                                    {"application_approved", "1", "5"},
                                                    {"certificate_issued", "1", "5"}}};

constexpr std::string_view kResultPart = "CusRespData";

/// One element of a flat message and where its text goes.
struct Word {
  std::string_view part;  ///< element around it, "" = the root
  std::string_view element;
  std::string* into;
  bool seen = false;
};

/// Fills words of a message of one level, or two for the words of a part.
class WordSink : public XmlSink {
 public:
  WordSink(std::string_view root, std::vector<Word> words) : root_(root), words_(std::move(words)) {}

  void start(const XmlElement& element) override {
    const bool home = element.space.empty() || element.space == kCertificateNamespace;
    if (depth_++ == 0) {
      if (!home || element.name != root_) stop("root element " + std::string(element.name) + " instead of " + std::string(root_));
      return;
    }
    if (into_ != nullptr) return stop("element " + std::string(element.name) + " inside a value");
    if (skipped_ > 0 || !home) {
      ++skipped_;
      return;
    }
    const auto found = std::find_if(words_.begin(), words_.end(),
                                    [&](const Word& word) { return word.part == part_ && word.element == element.name; });
    if (found != words_.end()) {
      if (found->seen) return stop("element " + std::string(element.name) + " twice");
      found->seen = true;
      into_ = found->into;
    } else if (const Word* inside = first_of_part(element.name); part_.empty() && inside != nullptr) {
      if (part_seen_) return stop("element " + std::string(element.name) + " twice");
      part_seen_ = true;
      part_ = inside->part;
    } else {
      ++skipped_;
    }
  }

  void end() override {
    --depth_;
    if (skipped_ > 0) {
      --skipped_;
    } else if (into_ != nullptr) {
      into_ = nullptr;
    } else {
      part_ = {};
    }
  }

  void text(std::string_view piece) override {
    if (into_ != nullptr) {
      *into_ += piece;
    } else if (skipped_ == 0 && !trim(piece).empty()) {
      stop("text between elements");
    }
  }

 private:
  const Word* first_of_part(std::string_view name) const {
    const auto found =
        std::find_if(words_.begin(), words_.end(), [&](const Word& word) { return word.part == name; });
    return found == words_.end() ? nullptr : &*found;
  }

  std::string_view root_;
  std::vector<Word> words_;
  std::string_view part_;
  std::string* into_ = nullptr;
  std::size_t depth_ = 0;
  std::size_t skipped_ = 0;
  bool part_seen_ = false;
};

Result<void> read_words(std::string_view bytes, std::string_view root, std::vector<Word> words) {
  auto text = message_text(bytes);
  if (!text) return text.error();
  WordSink sink(root, std::move(words));
  return stream_xml(text->utf8(), sink);
}

class WordWriter {
 public:
  explicit WordWriter(std::string_view root) : root_(root) {
    out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<";
    out_.append(root).append(" xmlns=\"").append(kCertificateNamespace).append("\">");
  }
  void open(std::string_view element) { out_.append("<").append(element).append(">"); }
  void close(std::string_view element) { out_.append("</").append(element).append(">"); }
  void word(std::string_view element, std::string_view text) {
    if (!is_xml_text(text)) error_ = failure(Code::malformed, "XML cannot carry a character of " + std::string(element));
    open(element);
    append_xml_text(out_, text);
    close(element);
  }
  Result<std::string> take() {
    if (error_) return std::move(*error_);
    out_.append("</").append(root_).append(">\n");
    return std::move(out_);
  }

 private:
  std::string root_;
  std::string out_;
  std::optional<Error> error_;
};

constexpr std::int64_t kOffsetMs = 8 * 3'600'000LL;  // the law's zone

/// "2026-04-16 10:00:00", "" for none.
std::string wall_clock(const std::optional<Instant>& at) {
  if (!at) return {};
  std::string text = at->plus_ms(kOffsetMs).to_string().substr(0, 19);
  text[10] = ' ';
  return text;
}

/// Sets nothing when there is no text.
Result<void> take_time(std::string text, std::optional<Instant>& into) {
  if (text.empty()) return {};
  if (text.size() == 19 && (text[10] == ' ' || text[10] == 'T')) {
    text[10] = 'T';
    if (const auto at = Instant::parse(text + ".000Z")) {
      into = at->plus_ms(-kOffsetMs);
      return {};
    }
  }
  return failure(Code::malformed, "no time: " + text.substr(0, 40));
}

void replace_all(std::string& text, char from, char to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + 1)) text[at] = to;
}

std::string to_base64(std::string_view bytes) {
  std::string text = crypto::to_base64url(bytes);
  replace_all(text, '-', '+');
  replace_all(text, '_', '/');
  return text.append((4 - text.size() % 4) % 4, '=');
}

/// Strict but for white space between the characters, which XML writers put in.
std::optional<std::string> from_base64(std::string text) {
  constexpr std::string_view kBlank = " \t\r\n";
  if (text.find_first_of(kBlank) != text.npos) std::erase_if(text, [&](char c) { return kBlank.find(c) != kBlank.npos; });
  if (text.size() % 4 != 0 || text.find_first_of("-_") != text.npos) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.pop_back();
  replace_all(text, '+', '-');
  replace_all(text, '/', '_');
  return crypto::from_base64url(text);
}

}  // namespace

Result<AttachmentMessage> read_attachment_message(std::string_view bytes) {
  AttachmentMessage message;
  std::string content, delay;
  auto read = read_words(bytes, "File",
                         {{"", "CertNo", &message.certificate_number},
                          {"", "CertType", &message.kind},
                          {"", "AplRegNo", &message.entering_code},
                          {"", "CiqRegNo", &message.exporter_code},
                          {"", "FileType", &message.file_kind},
                          {"", "FileName", &message.file_name},
                          {"", "DocType", &message.extension},
                          {"", "FileContent", &content},
                          {"", "IsDelay", &delay}});
  if (!read) return read.error();
  if (delay != "0" && delay != "1" && !delay.empty()) return failure(Code::malformed, "IsDelay is neither 0 nor 1");
  message.delayed = delay == "1";
  auto decoded = from_base64(std::move(content));
  if (!decoded) return failure(Code::malformed, "FileContent is not base64");
  if (decoded->size() > limits::kAttachmentBytesMax) return failure(Code::too_large, "attachment too large");
  message.bytes = std::move(*decoded);
  return message;
}

Result<std::string> write_attachment_message(const AttachmentMessage& message) {
  if (message.bytes.size() > limits::kAttachmentBytesMax) return failure(Code::too_large, "attachment too large");
  WordWriter writer("File");
  writer.word("CertNo", message.certificate_number);
  writer.word("CertType", message.kind);
  writer.word("AplRegNo", message.entering_code);
  writer.word("CiqRegNo", message.exporter_code);
  writer.word("FileType", message.file_kind);
  writer.word("FileName", message.file_name);
  writer.word("DocType", message.extension);
  writer.word("FileContent", to_base64(message.bytes));
  writer.word("IsDelay", message.delayed ? "1" : "0");
  return writer.take();
}

Result<BusinessReceipt> read_business_receipt(std::string_view bytes) {
  BusinessReceipt receipt;
  std::string received, sent, decided;
  auto read = read_words(bytes, "Receipt",
                         {{"", "CertNo", &receipt.certificate_number},
                          {"", "ReceiveTime", &received},
                          {"", "Channel", &receipt.channel},
                          {"", "Note", &receipt.note},
                          {"", "SendTime", &sent},
                          {kResultPart, "RepType", &receipt.result},
                          {kResultPart, "RepCode", &receipt.result_code},
                          {kResultPart, "RepAddMsg", &receipt.result_text},
                          {kResultPart, "RspGenTime", &decided}});
  if (read) read = take_time(std::move(received), receipt.received_at);
  if (read) read = take_time(std::move(sent), receipt.sent_at);
  if (read) read = take_time(std::move(decided), receipt.decided_at);
  if (!read) return read.error();
  return receipt;
}

Result<std::string> write_business_receipt(const BusinessReceipt& receipt) {
  WordWriter writer("Receipt");
  writer.word("CertNo", receipt.certificate_number);
  writer.word("ReceiveTime", wall_clock(receipt.received_at));
  writer.word("Channel", receipt.channel);
  writer.word("Note", receipt.note);
  writer.word("SendTime", wall_clock(receipt.sent_at));
  if (!receipt.result.empty()) {
    writer.open(kResultPart);
    writer.word("RepType", receipt.result);
    writer.word("RepCode", receipt.result_code);
    writer.word("RepAddMsg", receipt.result_text);
    writer.word("RspGenTime", wall_clock(receipt.decided_at));
    writer.close(kResultPart);
  }
  return writer.take();
}

Result<TechnicalReceipt> read_technical_receipt(std::string_view bytes) {
  TechnicalReceipt receipt;
  std::string received, sent;
  auto read = read_words(bytes, "FileRet",
                         {{"", "CertNo", &receipt.certificate_number},
                          {"", "RetType", &receipt.outcome},
                          {"", "Note", &receipt.note},
                          {"", "ReceiveTime", &received},
                          {"", "SendTime", &sent},
                          {"", "FileName", &receipt.file_name},
                          {"", "FileType", &receipt.file_kind}});
  if (read) read = take_time(std::move(received), receipt.received_at);
  if (read) read = take_time(std::move(sent), receipt.sent_at);
  if (!read) return read.error();
  return receipt;
}

Result<std::string> write_technical_receipt(const TechnicalReceipt& receipt) {
  WordWriter writer("FileRet");
  writer.word("CertNo", receipt.certificate_number);
  writer.word("RetType", receipt.outcome);
  writer.word("Note", receipt.note);
  writer.word("ReceiveTime", wall_clock(receipt.received_at));
  writer.word("SendTime", wall_clock(receipt.sent_at));
  if (!receipt.file_name.empty() || !receipt.file_kind.empty()) {
    writer.word("FileName", receipt.file_name);
    writer.word("FileType", receipt.file_kind);
  }
  return writer.take();
}

const ReceiptCode* receipt_code(std::string_view kind) {
  const auto found =
      std::find_if(kReceiptCodes.begin(), kReceiptCodes.end(), [&](const ReceiptCode& code) { return code.kind == kind; });
  return found == kReceiptCodes.end() ? nullptr : &*found;
}

}  // namespace datong::document
