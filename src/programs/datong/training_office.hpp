#pragma once
// The simulated officers of a training platform: they sign in and act over the API like people, so every guard, role and separation
// of duties holds for them too. Thread rule: one thread.
#include <map>
#include <optional>
#include <string>

#include "programs/datong/demo_stage.hpp"

namespace datong::programs {

/// Of data/training-parties; told to everybody by GET /v1/service.
inline constexpr const char *kTraineeName = "trainee", *kTraineePassword = "datong-trainee";

class TrainingOffice {
 public:
  /// `access` as `datong example` writes it.
  TrainingOffice(client::Caller call, Json access) : call_(std::move(call)), access_(std::move(access)) {}
  /// Puts the templates of a folder into the trainee's unit, unless it has some.
  Result<void> lay_out_templates(const std::string& folder);
  /// One round: every officer does one act on each case in which he has work. Returns what went wrong, "" when nothing did.
  std::string work_once();

 private:
  using Parameters = std::map<std::string, std::string>;

  Result<Officer*> officer(const std::string& name);
  Result<Officer> sign_in(const std::string& name, bool with_code);
  Result<void> work_of(const std::string& name);
  Result<void> act_on(const std::string& name, Officer& officer, const Json& row);
  /// What the act must be given here and now; nothing when it is not to be done.
  Result<std::optional<Parameters>> parameters_for(const std::string& act, Officer& officer, const Json& row);
  Result<bool> asks_for_a_return(Officer& officer, const Json& row);

  client::Caller call_;
  Json access_;
  std::map<std::string, Officer> officers_;
  std::map<std::string, std::int64_t> tried_;  ///< step of the one-time code last used to sign in
};

}  // namespace datong::programs
