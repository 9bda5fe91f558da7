#pragma once
// Checking a paper: finds the answers that judge (verdict.hpp) needs. Offline from the bytes and the anchors alone; online
// also from the issuer's records and the log. What a record says is shown only to who brought the right check code or an
// authentic file or QR. Not here: HTTP, files. Thread rule: free functions, any thread; OnlineChecker is shared by all.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/check_anchors.hpp"
#include "app/context.hpp"
#include "app/verdict.hpp"

namespace datong::app {

/// A PDF. Never fails: what cannot be read is a verdict too.
Verdict check_file(std::string_view bytes, const CheckAnchors& anchors, Instant now);
/// The text of a QR code: address with digits behind its #, or the digits alone.
Verdict check_qr(std::string_view text, const CheckAnchors& anchors, Instant now);
/// The text of a QR code when all of it is one, else a file: unreadable unless a PDF (an XML file alone carries no signature).
Verdict check_any(std::string_view bytes, const CheckAnchors& anchors, Instant now);

/// "7q4m 2xkd…" as check_code writes it: capitals in groups of four, letters that are read for digits mended.
std::string normal_check_code(std::string_view typed);
std::string normal_number(std::string_view typed);

/// Checks against this platform's own records.
class OnlineChecker {
 public:
  explicit OnlineChecker(Context& context) : context_(context) {}
  /// Errors of all: unavailable (this process has no anchors, or the store fails).
  Result<Verdict> check_file(std::string_view bytes);
  Result<Verdict> check_qr(std::string_view text);
  /// A wrong code and an unknown number are answered by the same work: no record is looked at before the code is right.
  Result<Verdict> check_number(std::string_view number, std::string_view code);

 private:
  Result<std::shared_ptr<const CheckAnchors>> anchors();
  Result<Verdict> complete(Verdict verdict);
  Result<void> add_record(Verdict& verdict);
  Result<void> add_revocation(Verdict& verdict);
  Result<std::optional<bool>> is_in_log(const document::Json& record);

  Context& context_;
  std::mutex mutex_;
  std::shared_ptr<const CheckAnchors> anchors_;       // guarded by mutex_
  std::unordered_map<CaseId, crypto::Digest> proven_;  // guarded by mutex_; paper of a case found in the log: the log only grows
};

/// Wrong tries by address and hour; addresses of IPv6 count by their /64. When there are too many, those with the fewest tries are forgotten. Thread rule: any thread.
class WrongTries {
 public:
  /// Counts one; false when there were too many already.
  bool count(const std::string& address, Instant now);

 private:
  struct Tries {
    std::int64_t hour = 0;
    int count = 0;
  };
  void drop_smallest_counts();

  std::mutex mutex_;
  std::map<std::string, Tries> tries_;  // guarded by mutex_
};

/// From `at` on, nothing signed with the key of this certificate is believed. An earlier moment may replace a later one.
/// Errors: malformed (no serial of 1…40 hexadecimal digits), conflict (revoked from an earlier moment on already).
Result<void> revoke_signer(Store& store, std::string_view serial_hex, Instant at);
/// Certificates of signers that were revoked: records "revoked_signer", key = serial.
Result<std::vector<crypto::RevokedCertificate>> revoked_signers(Store& store);

}  // namespace datong::app
