#pragma once
// The front door for applications for a certificate of origin: one reader and one writer for every format we speak.
// Not here: checks (domain/), attachments and receipts (coo_messages.hpp). Thread rule: functions without shared state.
#include <optional>
#include <string>
#include <string_view>

#include "document/coo/coo_xml.hpp"
#include "document/reading.hpp"

namespace datong::document {

enum class ApplicationFormat : std::uint8_t { json, coo_xml };

std::string_view application_format_name(ApplicationFormat format);  ///< "json", "coo-xml"
std::optional<ApplicationFormat> application_format(std::string_view name);

/// Errors: those of read_form_json and read_coo_xml.
Result<Reading> read_application(std::string_view bytes, ApplicationFormat format);
/// JSON carries everything: nothing is dropped.
Result<WrittenApplication> write_application(const domain::Document& application, ApplicationFormat format);

/// Gives an application from the customs message the identity it cannot bring: the registration of its sender, and as
/// reference the certificate number it proposes. What is there already stays. Source: D-0016.
void complete_identity(domain::Document& application, std::string_view sender_registration);

}  // namespace datong::document
