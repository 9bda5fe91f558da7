#include "document/coo/application.hpp"

#include "document/json/form_json.hpp"

namespace datong::document {

std::string_view application_format_name(ApplicationFormat format) {
  switch (format) {
    case ApplicationFormat::json: return "json";
    case ApplicationFormat::coo_xml: return "coo-xml";
  }
  return {};
}

std::optional<ApplicationFormat> application_format(std::string_view name) {
  for (const auto format : {ApplicationFormat::json, ApplicationFormat::coo_xml}) {
    if (application_format_name(format) == name) return format;
  }
  return std::nullopt;
}

Result<Reading> read_application(std::string_view bytes, ApplicationFormat format) {
  switch (format) {
    case ApplicationFormat::json: return read_form_json(bytes, domain::Group::origin);
    case ApplicationFormat::coo_xml: return read_coo_xml(bytes);
  }
  return failure(Code::internal, "unknown format");
}

Result<WrittenApplication> write_application(const domain::Document& application, ApplicationFormat format) {
  switch (format) {
    case ApplicationFormat::json: return WrittenApplication{write_form_json(application), {}};
    case ApplicationFormat::coo_xml: return write_coo_xml(application);
  }
  return failure(Code::internal, "unknown format");
}

void complete_identity(domain::Document& application, std::string_view sender_registration) {
  namespace O = domain::F::origin;
  domain::Record& root = application.header();
  if (!root.has(O::applicant_registration)) root.set(O::applicant_registration, application.keep(sender_registration));
  if (!root.has(O::applicant_reference)) root.set(O::applicant_reference, root[O::certificate_number]);
}

}  // namespace datong::document
