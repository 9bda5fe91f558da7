#pragma once
// For laws over the whole core: one office in this process — a SQLite store in memory, the classic data set, the
// example parties, people who act — driven through the use cases, without HTTP and signatures. The clock stands until
// it is moved. Not here: the laws (the tests beside). Thread rule: lodge and act from any thread, the rest from one.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "app/act_on_declaration.hpp"
#include "app/import_codes.hpp"
#include "app/import_parties.hpp"
#include "app/lodge_declaration.hpp"
#include "app/maintain.hpp"
#include "document/json/form_json.hpp"
#include "document/json/party_json.hpp"
#include "domain/declaration/case_test.hpp"
#include "store/sqlite/blobs.hpp"
#include "store/sqlite/store.hpp"

namespace datong::property {

using document::Json;
using domain::Event;
using domain::Role;
using domain::Stage;

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::string words = result.error().detail;
    for (const Finding& found : result.error().refusals) words += " " + std::string(found.rule) + found.path;
    throw std::runtime_error(words.empty() ? "refused" : words);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline app::EditionFiles data_set(const std::string& set) {
  const std::filesystem::path folder = std::filesystem::path(DATONG_SOURCE_DIR) / "data" / set;
  app::EditionFiles files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".csv") continue;
    files.emplace_back(std::filesystem::relative(entry.path(), folder).generic_string(), bytes_of(entry.path()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

class StandingClock : public app::Clock {
 public:
  Instant now() override { return Instant::from_ms(ms_.load()); }
  void add_days(int days) { ms_ += std::int64_t{days} * 86'400'000; }

 private:
  std::atomic<std::int64_t> ms_ = start_of_legal_day(domain::test_day()).ms() + 9 * 3'600'000;
};

/// An officer of Shanghai with those roles.
inline domain::Actor person(const std::string& name, std::vector<Role> roles) {
  return {name, name, std::move(roles), "310000", 0};
}
inline domain::Actor unit_person(std::int64_t unit) { return {"installation", "张三", {Role::enterprise}, "", unit}; }

class Office {
 public:
  Office()
      : store(must(store::sqlite::SqliteStore::open(":memory:", {true, false}))),
        blobs_(must(store::sqlite::SqliteBlobs::open(":memory:", true))),
        editions(*store) {
    load(data_set("classic"));
    const auto folder = std::filesystem::path(DATONG_SOURCE_DIR) / "data" / "example-parties";
    for (const auto& [kind, file] :
         {std::pair{"enterprise", "enterprises"}, std::pair{"declarant", "declarants"},
          std::pair{"mandate", "mandates"}, std::pair{"agent_admission", "agent_admissions"}}) {
      must(app::import_parties(context, kind, bytes_of(folder / (std::string(file) + ".csv"))));
    }
    app::Decision people;
    for (const char* name : {"inspector1", "inspector2"}) {
      const domain::Officer officer{name, name, "310000", "", {Role::inspector}, domain::Standing::active, 0};
      people.records.push_back({"officer", name, 0, document::write_party(officer)});
    }
    must(store->commit_now(std::move(people)));
  }
  ~Office() {
    store->stop();
    const std::lock_guard lock(mutex_);
    for (std::thread& each : helpers_) each.join();
  }

  void load(app::EditionFiles files) {
    must(app::load_edition(context, "test", std::move(files)));
    must(editions.refresh());
  }
  /// The classic data set with some text of one file replaced.
  static app::EditionFiles changed(const std::string& file, const std::string& old_text, const std::string& new_text) {
    app::EditionFiles files = data_set("classic");
    for (auto& [name, bytes] : files) {
      if (name != file) continue;
      const std::size_t at = bytes.find(old_text);
      if (at == bytes.npos) throw std::runtime_error(file + " has no " + old_text);
      for (std::size_t each = at; each != bytes.npos; each = bytes.find(old_text, each + new_text.size()))
        bytes.replace(each, old_text.size(), new_text);
    }
    return files;
  }
  void open_permit(const std::string& number, const std::string& quantity, std::int64_t holder) {
    const std::string csv = "kind,number,holder,quantity,unit,commodity_prefix,valid_from,valid_to\n325," + number +
                            "," + std::to_string(holder) + "," + quantity + ",035,,,\n";
    must(app::import_parties(context, "permit", csv));
  }

  Result<app::Lodged> lodge(const domain::Document& document, std::uint32_t version = 1) {
    app::LodgeCommand command;
    command.bytes = document::write_form_json(document);
    command.format = "json";
    command.version = version;
    const std::string_view registration = document.header()[domain::F::header::declarant_registration];
    command.sender.actor = unit_person(std::stoll(std::string(registration)));
    command.sender.installation = "installation";
    command.arrived_at = clock.now();
    std::promise<Result<app::Lodged>> promise;
    auto future = promise.get_future();
    app::lodge_declaration(context, std::move(command),
                           [&promise](Result<app::Lodged> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  Result<std::string> act(CaseId id, Event event, const domain::Actor& actor, domain::Parameters parameters) {
    app::ActCommand command{id, {event, std::move(parameters)}, actor, "key" + std::to_string(++keys_), "hash"};
    std::promise<Result<std::string>> promise;
    auto future = promise.get_future();
    app::act_on_declaration(context, std::move(command),
                            [&promise](Result<std::string> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  Result<std::string> act(CaseId id, Event event, const domain::Actor& actor) {
    return act(id, event, actor, domain::parameters_for(event, head(id), actor.name));
  }
  domain::DeclarationHead head(CaseId id) { return must(app::load_case(context, id)).head; }

  /// What is wrong with the store and with each of these cases; "" when nothing is.
  std::string contradictions(const std::vector<CaseId>& cases) {
    std::string all;
    for (const auto& each : must(store->check())) all += each.where + ": " + each.what + "\n";
    for (const CaseId id : cases) {
      for (const auto& each : app::check_case(must(store->head(id)), must(store->steps(id))))
        all += each.where + ": " + each.what + "\n";
    }
    return all;
  }
  /// Serials of a mailbox; throws when they are not 1, 2, 3 …
  std::size_t count_receipts(std::int64_t mailbox) {
    std::int64_t last = 0;
    for (;;) {
      const auto page = must(store->receipts(mailbox, last, 100));
      for (const auto& receipt : page) {
        if (receipt.serial != last + 1) throw std::runtime_error("a gap after receipt " + std::to_string(last));
        last = receipt.serial;
      }
      if (page.empty()) return static_cast<std::size_t>(last);
    }
  }

  StandingClock clock;
  std::unique_ptr<store::sqlite::SqliteStore> store;

 private:
  std::unique_ptr<store::sqlite::SqliteBlobs> blobs_;
  IdMaker ids_{0};
  std::mutex mutex_;
  std::vector<std::thread> helpers_;  // guarded by mutex_
  std::atomic<int> keys_ = 0;

 public:
  app::Editions editions;
  app::Context context{*store,
                       *blobs_,
                       clock,
                       ids_,
                       editions,
                       app::Signer{crypto::SigningKey::generate(), "test"},
                       [this](std::function<void()> work) {
                         const std::lock_guard lock(mutex_);
                         helpers_.emplace_back(std::move(work));
                       },
                       {}};
};

inline const domain::Actor kDesk = person("desk1", {Role::desk}), kOtherDesk = person("desk2", {Role::desk});
inline const domain::Actor kInspector = person("inspector1", {Role::inspector}),
                           kOtherInspector = person("inspector2", {Role::inspector});
inline const domain::Actor kFeeDesk = person("fee1", {Role::fee_desk}),
                           kOtherFeeDesk = person("fee2", {Role::fee_desk});
inline const domain::Actor kDrafter = person("certificate1", {Role::certificate_desk}),
                           kSigner = person("certificate2", {Role::certificate_desk});
inline const domain::Actor kSupervisor = person("supervisor1", {Role::supervisor});
inline const domain::Actor kCustoms{"customs", "customs", {Role::partner}, "000000", 0};

/// The example declaration under its own reference and message id.
inline domain::Document example(domain::Direction direction, const std::string& tail,
                                const std::vector<domain::Edit>& edits = {}) {
  auto document = direction == domain::Direction::export_ ? domain::example_export(domain::test_day())
                                                          : domain::example_import(domain::test_day());
  std::vector<domain::Edit> all{{"/declarant_reference", "R-" + tail}, {"/message_uuid", "uuid-" + tail}};
  all.insert(all.end(), edits.begin(), edits.end());
  domain::change(document, all);
  return document;
}
inline std::vector<domain::Edit> permit_of(const std::string& number, const std::string& quantity) {
  return {{"/goods/0/permits/-/permit_kind", "325"},
          {"/goods/0/permits/0/permit_number", number},
          {"/goods/0/permits/0/write_off_quantity", quantity},
          {"/goods/0/permits/0/write_off_unit", "035"}};
}

/// The words of an error, for messages.
inline std::string why(const Error& error) {
  std::string text = error.detail;
  for (const Finding& found : error.refusals) text += " " + std::string(found.rule) + found.path;
  return text;
}

}  // namespace datong::property
