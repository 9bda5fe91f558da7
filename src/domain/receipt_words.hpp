#pragma once
// The plain words of what receipts and steps carry: kinds of receipts, and values that are words of ours ("at_desk", "lapsed").
// Codes of lists are not here: the edition has their names. Pure; constant tables.
#include <string_view>

namespace datong::domain {

struct Words {
  std::string_view zh, en;
  bool operator==(const Words&) const = default;
};

/// nullptr for a kind that is not known.
const Words* receipt_words(std::string_view kind);
/// The words of a value of ours under a field's name; nullptr when it is text somebody wrote.
const Words* value_words(std::string_view field, std::string_view value);

}  // namespace datong::domain
