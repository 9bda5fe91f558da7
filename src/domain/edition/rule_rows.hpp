#pragma once
// The rows of an edition that form rules read, as text: what the browser is given, so that it decides as the server does. All
// periods of a row are in it, so one text serves every day. Names, sources and whatever form rules never ask for are left out.
// A large tariff is left out too and sent row by row. Not here: bytes on the wire (http/), rules. Thread rule: pure.
// Form: "#table" begins a table, then a row a line, cells separated by tabs; \t \n \\ inside a cell.
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domain/edition/edition.hpp"

namespace datong::domain {

class RuleRows {
 public:
  /// Changes whenever `read` could not read what an older `write` wrote.
  static constexpr std::string_view kForm = "1";

  /// Everything form rules read; the tariff only when it has at most `tariff_rows_max` rows.
  static std::string write(const Edition& edition, std::size_t tariff_rows_max);
  /// The tariff's rows of these codes, all periods; an unknown code has none.
  static std::string write_tariff(const Edition& edition, std::span<const std::string_view> codes);

  /// An edition that answers form rules as the one written; anything else finds nothing in it. `texts` are one `write` and
  /// any number of `write_tariff`.
  /// Errors: malformed, with what and where: it was not written by `write`.
  static Result<std::shared_ptr<const Edition>> read(std::span<const std::string_view> texts);
  /// Whether `write` left the tariff out.
  static bool is_without_tariff(std::string_view text);
};

}  // namespace datong::domain
