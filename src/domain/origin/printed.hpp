#pragma once
// A certificate of origin as it will be printed: texts by the keys of data/classic/layouts.csv, rows of goods, ticks, from
// the application and what its review found. Preview and issue are made by this one function; number, date of issue, check
// code, QR and pictures come beside it. Not here: coordinates, fonts, bytes (document/pdf). Pure. Thread rule: plain function.
// Source: COO 1.5, 2.5–2.13, 4.4.
#include "domain/certificate/printed.hpp"
#include "domain/origin/review.hpp"

namespace datong::domain {

/// Values: exporter, consignee, producer, transport, destination, departure_date, vessel, discharge_port, route, legend,
///         remarks, declared, movement_reference, title.
/// Rows:   item, marks, description, hs_code, criterion, origin_country, quantity, invoice; first row carries the marks,
///         non-goods lines, total, special clause and end mark follow as rows of their own (description only).
/// Ticks:  retroactive, exhibition, movement, back_to_back, third_party_invoice.
Printed printed_application(const Document& document, RetrospectiveState retrospective, const Edition& edition, Date day);

}  // namespace datong::domain
