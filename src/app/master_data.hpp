#pragma once
// Use cases: what a unit keeps so as not to type it again: parties, goods, contacts, as texts by field name. Filled
// into forms by the web; nothing decides by it. Whose they are: as drafts (app/drafts.hpp). Thread rule: safe from any
// thread.
#include <string>
#include <string_view>

#include "app/drafts.hpp"

namespace datong::app {

struct MasterRow {
  std::string kind;  ///< "party", "goods", "contact"
  std::string key;   ///< the unit's own word for it
  std::string title;
  document::Json values;  ///< an object of texts
};

/// JSON {rows:[{key, title, values}]} in order of the key. Errors: not_found (kind), forbidden.
Result<std::string> list_master_data(Context& context, const domain::Actor& actor, std::string_view kind);
/// The row as kept. Errors: malformed, too_large, refused DRF002 (full), not_found (kind), forbidden.
void put_master_data(Context& context, const domain::Actor& actor, MasterRow row, TextDone done);
void delete_master_data(Context& context, const domain::Actor& actor, std::string_view kind, std::string_view key,
                        TextDone done);

}  // namespace datong::app
