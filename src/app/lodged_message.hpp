#pragma once
// What lodging a declaration and lodging an application share: a message's identity and its first answer, who sent it.
// Not here: the attachments it names (attachments.hpp), deciding (domain), the two use cases themselves. Thread rule: free functions, any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/lodge_declaration.hpp"

namespace datong::app {

/// A refusal told under another code (conflict, forbidden).
Error refuse_as(Code code, domain::RuleId rule, std::vector<std::string> values, std::string path = {});

/// Identity of a message: unit, its reference, version, within one of the two spaces of keys (D-0003, D-0016).
struct MessageIdentity {
  std::string_view space;  ///< "message" for declarations, "application"
  std::int64_t unit = 0;
  std::string reference;
  std::uint32_t version = 1;
  std::string key() const;
  std::string key_of_first() const;
};
/// The stored receipt when these bytes were lodged before. Errors: conflict SYS003 when the identity carries other bytes; `path` is the
/// reference's place.
Result<std::optional<Lodged>> find_repeat(Context& context, const MessageIdentity& identity, const std::string& hash, std::string path);
/// The case that version 1 became. Errors: conflict SYS004 when there is none.
Result<CaseId> case_of_message(Context& context, const MessageIdentity& identity);

/// Who brought a message and how, as kept beside it.
std::string origin_of_message(const LodgeCommand& command);

}  // namespace datong::app
