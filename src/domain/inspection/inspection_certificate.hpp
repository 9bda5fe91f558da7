#pragma once
// What each of inspection's documents says: made from the declaration and the facts stored with the document, so that
// it can be printed again at any time. Number, day of issue, signature and QR come beside it (Printed). Not here:
// coordinates (layouts.csv), bytes (document/pdf, document/sps), who may issue what (domain/declaration). Every
// function is pure. Thread rule: functions without shared state. Source: IQD 4.5, 4.7, 5.3, 6.1, 6.5.
#include <optional>
#include <string>
#include <string_view>

#include "domain/inspection/certificate_content.hpp"
#include "domain/certificate/phytosanitary.hpp"
#include "domain/certificate/printed.hpp"
#include "domain/fee/fee.hpp"

namespace datong::domain {

/// What is stored with a certificate beside the declaration's document of the version it was drafted on.
struct InspectionFacts {
  std::string declaration_number;
  std::optional<Date> result_on;  ///< nullopt when inspection was waived
  CertificateContent content;
};

/// A certificate or voucher of kind `code` of certificate_kind.csv: 11 to 23, 95, 96, 98, 99. `day` chooses names and
/// presets: the day it was drafted.
///
/// Shape:   one row per goods line; keys of values and rows by layout in layouts.csv.
/// Errors:  refused with CRT109 for a kind that is no certificate (97, 94, 24), all of review_content, CRT110.
Result<Printed> printed_certificate(const Document& declaration, const InspectionFacts& facts, std::string_view code,
                                    const Edition& edition, Date day);

/// What signing adds to a certificate; empty in a preview.
struct SigningFacts {
  std::string number;
  std::optional<Date> issued_on;
  std::string officer;  ///< shown name of who signed
};

/// The same facts as printed_certificate(…, "18", …), for the XML. Errors: as there.
Result<PhytosanitaryCertificate> phytosanitary_certificate(const Document& declaration, const InspectionFacts& facts,
                                                           const SigningFacts& signing, const Edition& edition,
                                                           Date day);

/// The clearance form customs clears by; layout "clearance_import" or "clearance_export".
struct ClearanceFacts {
  std::string declaration_number;
  std::optional<Date> valid_until_on;
};
Printed printed_clearance_form(const Document& declaration, const ClearanceFacts& facts, const Edition& edition,
                               Date day);

/// The exchange slip handed out with an electronic transfer: asks for the clearance form at the port.
struct TransferFacts {
  std::string declaration_number, transfer_number, password;
  std::optional<Date> valid_until_on;
};
Printed printed_exchange_slip(const Document& declaration, const TransferFacts& facts, const Edition& edition,
                              Date day);

/// The fee slip: the working line by line in words, the total in figures and in capitals.
struct FeeFacts {
  std::string declaration_number;
  std::int64_t amount_fen = 0;
  std::string payment_reference;  ///< "" while not paid
};
Printed printed_fee_slip(const Document& declaration, const FeeWorking& working, const FeeFacts& facts,
                         const Edition& edition, Date day);

/// Last day an object of validity.csv ("exchange_voucher", "exit_clearance_form") may be used when made on `from`: the
/// shortest period of any line's goods class, so that no goods outlive it; nullopt when no row applies. The winter
/// extension is a person's choice. Source: IQD 7.2.
std::optional<Date> valid_until(std::string_view object, const Document* declaration, const Edition& edition,
                                Date from);

}  // namespace datong::domain
