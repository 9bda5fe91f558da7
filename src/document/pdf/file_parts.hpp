#pragma once
// The parts of a document's file that are not drawn: catalogue, information and metadata, embedded data, signature
// field. Thread rule: free functions.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "document/pdf/draw.hpp"
#include "document/pdf/writer.hpp"

namespace datong::document::pdf {

/// Writes everything behind the pages; gives the signature's hole when there is one to fill.
std::optional<Hole> write_end(Writer& writer, const Setting& setting, int pages, int first_page,
                              std::optional<int> signature_widget);
/// The widget belongs to the first page, which must name it before it is written.
std::optional<int> reserve_widget(Writer& writer, const Setting& setting);

}  // namespace datong::document::pdf
