#pragma once
// Use cases: drafts and templates of declarations and applications, and who is editing one. A draft is no case: a row
// that may hold anything, never blocked by errors; one tab writes at a time, and nobody writes over what he has not
// seen. A unit sees its unit's, a desk officer (who enters at the counter) his own; anything else does not exist. Not
// here: rules (`:check`), lodging. Thread rule: safe from any thread.
#include <functional>
#include <string>
#include <string_view>

#include "app/lodge_declaration.hpp"
#include "document/json/json.hpp"

namespace datong::app {

/// Under whose name drafts and master data are kept: the unit, or "@" and the desk officer. Errors: forbidden to
/// everybody else.
Result<std::string> desk_owner(const domain::Actor& actor);

struct NewDraft {
  std::string form;         ///< "declaration", "origin"
  std::string kind;         ///< "draft", "template"
  std::string title;        ///< "" = made from the document
  std::string copied_from;  ///< the case it was copied from, "" = none
  document::Json document;  ///< an object, as it will be lodged
  std::string made_as;      ///< the client's name for this order: the same again makes no second draft; "" = none
};
struct DraftChange {
  std::string id, title;
  document::Json document;
  std::string holder;     ///< id of the tab that writes
  std::int64_t base = 0;  ///< the version it was made from; 0 = not told, then whatever stands is written over
};

using TextDone = std::function<void(Result<std::string>)>;
/// `changed`: another edits it now than before, or nobody any more.
using HoldDone = std::function<void(Result<std::string>, bool changed)>;

/// JSON {id, version, known}; known = made before under the same name: that one, untouched by this order.
/// Errors: malformed, too_large (document, title), refused DRF002 (full), forbidden.
void create_draft(Context& context, const domain::Actor& actor, NewDraft draft, TextDone done);
/// JSON {version, saved_at}; the writer holds the draft from now on. Errors: not_found, too_large, conflict DRF001
/// (another holds it), DRF003 (somebody else saved after `base`).
void save_draft(Context& context, const domain::Actor& actor, DraftChange change, TextDone done);
/// JSON {mine, editor, version}: takes the draft when nobody holds it, when it is the holder's already, or when told to
/// take it over.
void edit_draft(Context& context, const domain::Actor& actor, std::string id, std::string holder, bool take_over,
                HoldDone done);
/// JSON {}: gives the draft back when it is the holder's; otherwise nothing changes.
void leave_draft(Context& context, const domain::Actor& actor, std::string id, std::string holder, HoldDone done);
void delete_draft(Context& context, const domain::Actor& actor, std::string id, TextDone done);

/// `form`, `kind` "" = all. Newest change first, without documents.
Result<std::string> list_drafts(Context& context, const domain::Actor& actor, std::string_view form,
                                std::string_view kind);
/// With its document; `holder` learns whether the last save was his.
Result<std::string> show_draft(Context& context, const domain::Actor& actor, std::string_view id,
                               std::string_view holder);

/// What a draft is called when nobody named it: the applicant's reference and the first goods; "" when it has neither.
std::string title_of(const document::Json& document);

}  // namespace datong::app
