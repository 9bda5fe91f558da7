#pragma once
// What a paper says as a small XML of our own, embedded in it: texts by key, the rows of the table, what is ticked, and nothing the page does
// not show (the customs message would carry persons' identity numbers and prices abroad). A phytosanitary certificate carries
// SPSCertificate instead.
// Thread rule: function without shared state.
#include <string>
#include <string_view>

#include "domain/certificate/printed.hpp"

namespace datong::document {

/// Shape: <PaperData xmlns="urn:datong:paper:1" kind number><Text key>…</Text><Row><Text key>…</Text></Row><Tick key/></PaperData>.
/// Characters XML cannot carry are left out: the page could not show them either.
std::string write_printed_xml(const domain::Printed& printed, std::string_view kind, std::string_view number);

}  // namespace datong::document
