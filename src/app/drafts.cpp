#include "app/drafts.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "app/commit_anew.hpp"
#include "app/lodged_message.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/rules.hpp"

namespace datong::app {
namespace {

using document::Json;

// Two records a draft, so that a list reads no documents: "draft" is the row, "draft_document" the document alone. The
// document's record is written exactly once a save: its version is the row's member `version`.
constexpr std::string_view kRow = "draft";
constexpr std::string_view kDocument = "draft_document";
constexpr std::string_view kOwner =
    "draft_owner";  // changes with every new draft, so that two at once cannot pass the limit

struct Draft {
  Record row;
  Json body;
  std::uint32_t version = 0;  ///< saves so far
};

std::string text_in(const Json& json, std::string_view name) {
  const std::string* const found = json.string(name);
  return found == nullptr ? std::string() : *found;
}

std::string key_of(const std::string& owner, std::string_view id) { return owner + ":" + std::string(id); }

Result<Draft> load_draft(Context& context, const domain::Actor& actor, std::string_view id) {
  auto owner = desk_owner(actor);
  if (!owner) return owner.error();
  if (!CaseId::parse(id)) return failure(Code::not_found);
  auto record = context.store.record(kRow, key_of(*owner, id));
  if (!record) return record.error();
  if (!*record) return failure(Code::not_found);
  auto body = Json::parse((*record)->body);
  const std::int64_t* const version = body ? body->integer("version") : nullptr;
  if (version == nullptr) return failure(Code::corrupt, "draft " + (*record)->key);
  return Draft{std::move(**record), std::move(*body), static_cast<std::uint32_t>(*version)};
}

/// Who holds it now, nullptr when nobody does.
const Json* editor_of(const Json& body, Instant now) {
  const Json* const editor = body.object("editor");
  if (editor == nullptr) return nullptr;
  const auto until = Instant::parse(text_in(*editor, "until"));
  return until && now < *until ? editor : nullptr;
}

Json shown_editor(const Json& body, Instant now) {
  const Json* const editor = editor_of(body, now);
  if (editor == nullptr) return {};
  return Json::make_object().set("name", text_in(*editor, "name")).set("since", text_in(*editor, "since"));
}

std::string shown_name(const domain::Actor& actor) { return actor.person.empty() ? actor.name : actor.person; }

bool is_held_by(const Json& body, const std::string& holder, Instant now) {
  const Json* const editor = editor_of(body, now);
  return editor != nullptr && text_in(*editor, "holder") == holder;
}

void give_to(Json& body, const std::string& holder, const domain::Actor& actor, Instant now) {
  const Json* const held = editor_of(body, now);
  const bool goes_on = is_held_by(body, holder, now);
  Json editor = Json::make_object();
  editor.set("holder", holder)
      .set("name", shown_name(actor))
      .set("since", goes_on ? text_in(*held, "since") : now.to_string());
  editor.set("until", now.plus_ms(limits::kDraftEditingMs).to_string());
  body.set("editor", std::move(editor));
}

bool is_held_by_another(const Json& body, const std::string& holder, Instant now) {
  const Json* const editor = editor_of(body, now);
  return editor != nullptr && text_in(*editor, "holder") != holder;
}

Result<void> review_holder(const std::string& holder) {
  const bool fits = !holder.empty() && holder.size() <= limits::kDraftHolderBytesMax;
  if (!fits || has_white_space(holder) || !is_utf8(holder))
    return failure(Code::malformed, "holder: 1 to 64 bytes without blanks");
  return {};
}

Result<void> review_content(const std::string& title, const Json& document, const std::string& text) {
  if (!document.is_object()) return failure(Code::malformed, "document must be a JSON object");
  if (text.size() > limits::kDraftBytesMax) {
    return failure(Code::too_large, "document: at most " + std::to_string(limits::kDraftBytesMax) + " bytes");
  }
  const auto length = utf8_length(title);
  if (!length || *length > limits::kDraftTitleCharactersMax) {
    return failure(Code::too_large,
                   "title: at most " + std::to_string(limits::kDraftTitleCharactersMax) + " characters");
  }
  return {};
}

void name_and_date(Json& body, const std::string& title, const Json& document, const domain::Actor& actor,
                   Instant now) {
  body.set("title", title.empty() ? title_of(document) : title);
  body.set("updated_at", now.to_string()).set("updated_by", shown_name(actor));
}

Result<void> review_new(const NewDraft& draft, const std::string& text) {
  if (draft.form != "declaration" && draft.form != "origin")
    return failure(Code::malformed, "form is declaration or origin");
  if (draft.kind != "draft" && draft.kind != "template") return failure(Code::malformed, "kind is draft or template");
  if (!draft.copied_from.empty() && !CaseId::parse(draft.copied_from))
    return failure(Code::malformed, "copied_from is no case id");
  if (draft.made_as.size() > limits::kIdempotencyKeyBytesMax || !is_utf8(draft.made_as))
    return failure(Code::malformed, "Idempotency-Key: at most 80 bytes");
  return review_content(draft.title, draft.document, text);
}

/// What a list shows of a draft.
Json line_of(const Record& row, const Json& body, Instant now) {
  Json line = Json::make_object();
  line.set("id", row.key.substr(row.key.find(':') + 1));
  for (const char* member : {"form", "kind", "title", "copied_from", "updated_at", "updated_by"})
    line.set(member, text_in(body, member));
  const std::int64_t* const version = body.integer("version");
  return std::move(line).set("version", version == nullptr ? std::int64_t{0} : *version).set("editor", shown_editor(body, now));
}

/// Runs `change` on the draft as it stands and stores what it makes; answers with what `change` gave.
void change_draft(Context& context, const domain::Actor& actor, std::string id,
                  std::function<Result<Json>(Draft&, Decision&, Instant)> change, TextDone done) {
  auto answer = std::make_shared<std::string>();
  const auto decide = [&context, actor, id = std::move(id), change = std::move(change), answer]() -> Result<Decision> {
    auto draft = load_draft(context, actor, id);
    if (!draft) return draft.error();
    Decision decision;
    auto told = change(*draft, decision, context.clock.now());
    if (!told) return told.error();
    *answer = told->to_string();
    return decision;
  };
  commit_anew(context, decide, [answer, done = std::move(done)](Result<void> stored) {
    if (!stored) return done(stored.error());
    done(std::move(*answer));
  });
}

TextDone told_with(std::shared_ptr<const bool> changed, HoldDone done) {
  return [changed = std::move(changed), done = std::move(done)](Result<std::string> told) {
    const bool is_changed = told && *changed;
    done(std::move(told), is_changed);
  };
}

/// The id of the draft among `rows` that was made under that name, "" when none was.
Result<std::string> made_before(const std::vector<Record>& rows, const std::string& made_as) {
  if (made_as.empty()) return std::string();
  for (const Record& row : rows) {
    const auto body = Json::parse(row.body);
    if (!body) return failure(Code::corrupt, "draft " + row.key);
    if (text_in(*body, "made_as") == made_as) return row.key.substr(row.key.find(':') + 1);
  }
  return std::string();
}

void store_row(Draft& draft, Decision& decision) {
  decision.records.push_back({draft.row.kind, draft.row.key, draft.row.version, draft.body.canonical()});
}

}  // namespace

Result<std::string> desk_owner(const domain::Actor& actor) {
  if (actor.unit != 0) return std::to_string(actor.unit);
  if (actor.has(domain::Role::desk)) return "@" + actor.name;
  return failure(Code::forbidden, "drafts are of enterprises and document desks");
}

std::string title_of(const document::Json& document) {
  std::string title;
  for (const char* member : {"declarant_reference", "applicant_reference"}) {
    if (title.empty()) title = text_in(document, member);
  }
  const Json::Array* const goods = document.array("goods");
  for (const char* member : {"goods_name_zh", "goods_name_en", "goods_name_foreign"}) {
    const std::string name = goods == nullptr || goods->empty() ? std::string() : text_in(goods->front(), member);
    if (name.empty()) continue;
    title += (title.empty() ? "" : " ") + name;
    break;
  }
  return first_code_points(title, limits::kDraftTitleCharactersMax);
}

void create_draft(Context& context, const domain::Actor& actor, NewDraft draft, TextDone done) {
  auto owner = desk_owner(actor);
  if (!owner) return done(owner.error());
  const std::string text = draft.document.to_string();
  if (auto fits = review_new(draft, text); !fits) return done(fits.error());
  const Instant now = context.clock.now();
  const std::string id = context.ids.next(0, now).to_string();
  Json body = Json::make_object().set("format", 1).set("form", draft.form).set("kind", draft.kind).set("version", 1);
  body.set("copied_from", draft.copied_from).set("created_at", now.to_string());
  if (!draft.made_as.empty()) body.set("made_as", draft.made_as);
  name_and_date(body, draft.title, draft.document, actor, now);
  auto known = std::make_shared<std::string>();
  const auto decide = [&context, owner = *owner, id, made_as = draft.made_as, row = body.canonical(), text,
                       known]() -> Result<Decision> {
    auto gate = context.store.record(kOwner, owner);
    if (!gate) return gate.error();
    auto kept = context.store.records(kRow, owner + ":", "", limits::kDraftsMax);
    if (!kept) return kept.error();
    auto before = made_before(*kept, made_as);
    if (!before) return before.error();
    *known = std::move(*before);
    if (!known->empty()) return Decision{};
    if (kept->size() >= limits::kDraftsMax)
      return refused({domain::finding("DRF002", "", {std::to_string(limits::kDraftsMax)})});
    Decision decision;
    decision.records.push_back({std::string(kOwner), owner, *gate ? (*gate)->version : 0U, "{\"format\":1}"});
    decision.records.push_back({std::string(kRow), key_of(owner, id), 0, row});
    decision.records.push_back({std::string(kDocument), key_of(owner, id), 0, text});
    return decision;
  };
  commit_anew(context, decide, [id, known, done = std::move(done)](Result<void> stored) {
    if (!stored) return done(stored.error());
    const bool is_known = !known->empty();
    done(Json::make_object().set("id", is_known ? *known : id).set("version", 1).set("known", is_known).to_string());
  });
}

void save_draft(Context& context, const domain::Actor& actor, DraftChange change, TextDone done) {
  const std::string text = change.document.to_string();
  if (auto fits = review_holder(change.holder); !fits) return done(fits.error());
  if (auto fits = review_content(change.title, change.document, text); !fits) return done(fits.error());
  std::string id = change.id;
  const auto save = [actor, text, change = std::move(change)](Draft& draft, Decision& decision,
                                                              Instant now) -> Result<Json> {
    if (is_held_by_another(draft.body, change.holder, now)) {
      const Json editor = shown_editor(draft.body, now);
      return refuse_as(Code::conflict, "DRF001", {text_in(editor, "name"), text_in(editor, "since")});
    }
    // A save whose answer was lost is the holder's own: he has seen what stands.
    const bool has_seen =
        change.base == 0 || change.base == draft.version || text_in(draft.body, "written_by") == change.holder;
    if (!has_seen) {
      return refuse_as(Code::conflict, "DRF003",
                       {text_in(draft.body, "updated_by"), text_in(draft.body, "updated_at")});
    }
    give_to(draft.body, change.holder, actor, now);
    name_and_date(draft.body, change.title, change.document, actor, now);
    draft.body.set("version", draft.version + 1).set("written_by", change.holder);
    store_row(draft, decision);
    decision.records.push_back({std::string(kDocument), draft.row.key, draft.version, text});
    return Json::make_object().set("version", draft.version + 1).set("saved_at", now.to_string());
  };
  change_draft(context, actor, std::move(id), save, std::move(done));
}

void edit_draft(Context& context, const domain::Actor& actor, std::string id, std::string holder, bool take_over,
                HoldDone done) {
  if (auto fits = review_holder(holder); !fits) return done(fits.error(), false);
  const auto changed = std::make_shared<bool>(false);
  const auto edit = [actor, holder = std::move(holder), take_over, changed](Draft& draft, Decision& decision,
                                                                            Instant now) -> Result<Json> {
    const bool mine = take_over || !is_held_by_another(draft.body, holder, now);
    *changed = mine && !is_held_by(draft.body, holder, now);
    if (mine) {
      give_to(draft.body, holder, actor, now);
      store_row(draft, decision);
    }
    return Json::make_object()
        .set("mine", mine)
        .set("editor", shown_editor(draft.body, now))
        .set("version", draft.version);
  };
  change_draft(context, actor, std::move(id), edit, told_with(changed, std::move(done)));
}

void leave_draft(Context& context, const domain::Actor& actor, std::string id, std::string holder, HoldDone done) {
  const auto changed = std::make_shared<bool>(false);
  const auto leave = [holder = std::move(holder), changed](Draft& draft, Decision& decision, Instant now) -> Result<Json> {
    *changed = is_held_by(draft.body, holder, now);
    if (*changed) {
      draft.body.set("editor", Json());
      store_row(draft, decision);
    }
    return Json::make_object();
  };
  change_draft(context, actor, std::move(id), leave, told_with(changed, std::move(done)));
}

void delete_draft(Context& context, const domain::Actor& actor, std::string id, TextDone done) {
  const auto remove = [](Draft& draft, Decision& decision, Instant) -> Result<Json> {
    decision.records.push_back({draft.row.kind, draft.row.key, draft.row.version, ""});
    decision.records.push_back({std::string(kDocument), draft.row.key, draft.version, ""});
    return Json::make_object();
  };
  change_draft(context, actor, std::move(id), remove, std::move(done));
}

Result<std::string> list_drafts(Context& context, const domain::Actor& actor, std::string_view form,
                                std::string_view kind) {
  auto owner = desk_owner(actor);
  if (!owner) return owner.error();
  auto rows = context.store.records(kRow, *owner + ":", "", limits::kDraftsMax);
  if (!rows) return rows.error();
  const Instant now = context.clock.now();
  Json::Array lines;
  for (const Record& row : *rows) {
    const auto body = Json::parse(row.body);
    if (!body) return failure(Code::corrupt, "draft " + row.key);
    if ((!form.empty() && text_in(*body, "form") != form) || (!kind.empty() && text_in(*body, "kind") != kind))
      continue;
    lines.push_back(line_of(row, *body, now));
  }
  std::ranges::stable_sort(lines, std::greater<>(), [](const Json& line) { return text_in(line, "updated_at"); });
  return Json::make_object().set("drafts", Json::make_array(std::move(lines))).to_string();
}

Result<std::string> show_draft(Context& context, const domain::Actor& actor, std::string_view id,
                               std::string_view holder) {
  auto draft = load_draft(context, actor, id);
  if (!draft) return draft.error();
  auto document = context.store.record(kDocument, draft->row.key);
  if (!document) return document.error();
  if (!*document) return failure(Code::not_found);  // deleted in between
  auto content = Json::parse((*document)->body);
  if (!content) return failure(Code::corrupt, "draft_document " + draft->row.key);
  Json whole = line_of(draft->row, draft->body, context.clock.now());
  whole.set("version", (*document)->version).set("document", std::move(*content));
  // Row and document are read one after the other: a save in between is not called his.
  const bool is_his =
      !holder.empty() && (*document)->version == draft->version && text_in(draft->body, "written_by") == holder;
  whole.set("saved_by_holder", is_his);
  return whole.to_string();
}

}  // namespace datong::app
