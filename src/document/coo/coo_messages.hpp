#pragma once
// The small messages around the customs certificate message: an attachment (`File`), the business receipt (`Receipt`)
// and the technical receipt (`FileRet`), both ways. Elements are read by local name, in the borrowed namespace or in
// none; what is unknown in them is passed over, for they grow with the interface. Times are wall-clock times at +08:00,
// to the second. Not here: the application itself (coo_xml.hpp). Thread rule: functions without shared state.
// Read: certificate-of-origin reference §6.1.
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace datong::document {

struct AttachmentMessage {
  std::string certificate_number;
  std::string kind;           ///< of certificate: "C", "RC" …
  std::string entering_code;
  std::string exporter_code;
  std::string file_kind;      ///< list origin_document_kind: "1" commercial invoice …
  std::string file_name;      ///< as sent: never a path to write to
  std::string extension;      ///< "PDF"
  std::string bytes;
  bool delayed = false;
  bool operator==(const AttachmentMessage&) const = default;
};

/// Errors: malformed (as every message here; also base64 that is not strict RFC 4648 with padding, line breaks and
///         blanks apart, or a delay that is neither 0 nor 1); too_large over limits::kAttachmentBytesMax.
Result<AttachmentMessage> read_attachment_message(std::string_view bytes);
/// Errors: too_large; malformed when a text holds a character XML cannot carry.
Result<std::string> write_attachment_message(const AttachmentMessage& message);

/// What the office says about an application.
struct BusinessReceipt {
  std::string certificate_number;
  std::optional<Instant> received_at;
  std::string channel;      ///< 1 received, 2 failed
  std::string note;
  std::optional<Instant> sent_at;
  std::string result;       ///< RepType: 1 failed, 2 under review, 3 or 6 returned, 5 approved; "" = no result part
  std::string result_code;
  std::string result_text;
  std::optional<Instant> decided_at;
  bool operator==(const BusinessReceipt&) const = default;
};

Result<BusinessReceipt> read_business_receipt(std::string_view bytes);
Result<std::string> write_business_receipt(const BusinessReceipt& receipt);

/// Whether a message was taken in at all.
struct TechnicalReceipt {
  std::string certificate_number;
  std::string outcome;  ///< RetType: 1 or 3 accepted, 2 or 4 rejected
  std::string note;
  std::optional<Instant> received_at;
  std::optional<Instant> sent_at;
  std::string file_name;  ///< of an attachment
  std::string file_kind;
  bool is_accepted() const { return outcome == "1" || outcome == "3"; }
  bool operator==(const TechnicalReceipt&) const = default;
};

Result<TechnicalReceipt> read_technical_receipt(std::string_view bytes);
Result<std::string> write_technical_receipt(const TechnicalReceipt& receipt);

/// How a receipt of ours is told in a business receipt.
struct ReceiptCode {
  std::string_view kind;     ///< of our receipt
  std::string_view channel;  ///< element Channel
  std::string_view result;   ///< element RepType; "" = no result part
};
/// nullptr for a receipt this interface has no word for (it is told by our own channel only).
const ReceiptCode* receipt_code(std::string_view kind);

}  // namespace datong::document
