#include "app/lodged_message.hpp"

#include "base/text.hpp"

namespace datong::app {

using document::Json;

Error refuse_as(Code code, domain::RuleId rule, std::vector<std::string> values, std::string path) {
  Error error = refused({domain::finding(rule, std::move(path), std::move(values))});
  error.code = code;
  return error;
}

std::string MessageIdentity::key() const { return std::to_string(unit) + ":" + reference + ":" + std::to_string(version); }
std::string MessageIdentity::key_of_first() const { return std::to_string(unit) + ":" + reference + ":1"; }

Result<std::optional<Lodged>> find_repeat(Context& context, const MessageIdentity& identity, const std::string& hash, std::string path) {
  auto found = context.store.key(identity.space, identity.key());
  if (!found) return found.error();
  if (!*found) return std::optional<Lodged>{};
  const auto parts = split(**found, ':');
  const auto id = parts.size() == 2 ? CaseId::parse(parts[0]) : std::nullopt;
  if (!id) return failure(Code::corrupt, "message key");
  if (parts[1] != hash) return refuse_as(Code::conflict, "SYS003", {identity.reference, std::to_string(identity.version)}, std::move(path));
  auto receipts = context.store.receipts_of(*id);
  if (!receipts) return receipts.error();
  for (const Receipt& receipt : *receipts) {
    if (receipt.body.find("\"answers\":\"" + hash + "\"") != std::string::npos) return std::optional(Lodged{*id, receipt.body, true});
  }
  return failure(Code::corrupt, "no receipt for a stored message");
}

Result<CaseId> case_of_message(Context& context, const MessageIdentity& identity) {
  auto found = context.store.key(identity.space, identity.key_of_first());
  if (!found) return found.error();
  const auto id = *found ? CaseId::parse(std::string_view(**found).substr(0, (*found)->find(':'))) : std::nullopt;
  if (!id) return refuse_as(Code::conflict, "SYS004", {std::to_string(identity.version), "1"});
  return *id;
}

std::string origin_of_message(const LodgeCommand& command) {
  const Sender& sender = command.sender;
  Json json = Json::make_object();
  json.set("format", 1).set("unit", sender.actor.unit).set("channel", domain::channel_name(sender.channel)).set("by", sender.actor.name);
  json.set("peer", sender.peer);
  if (!sender.installation.empty()) json.set("installation", sender.installation);
  if (!sender.session.empty()) json.set("session", sender.session);
  if (!sender.software.empty()) json.set("software", sender.software).set("software_version", sender.software_version);
  if (!command.batch.empty()) json.set("batch", command.batch);
  if (!command.counter_reason.empty()) json.set("counter_reason", command.counter_reason);
  if (!command.presented_by.empty()) json.set("presented_by", command.presented_by);
  return json.canonical();
}

}  // namespace datong::app
