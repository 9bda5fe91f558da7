#pragma once
// The little of DER (ITU-T X.690) that signatures and time stamps need: a writer that joins nodes, and a strict reader
// that sees only definite, shortest lengths and tags of one byte. For this module only. Not here: BER (foreign files are
// rewritten as DER by OpenSSL first), certificates beyond issuer, serial and the like. Thread rule: plain values.
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"

namespace datong::crypto::der {

enum Tag : unsigned char {
  kBoolean = 0x01,
  kInteger = 0x02,
  kOctetString = 0x04,
  kNull = 0x05,
  kObject = 0x06,
  kGeneralizedTime = 0x18,
  kSequence = 0x30,
  kSet = 0x31,
  kContext0 = 0x80,  ///< [0] IMPLICIT over a primitive type; [n] is kContext0 + n
  kContext0Constructed = 0xA0,
};

// Object identifiers, whole nodes. Sources: RFC 5652, 5035, 3161, 5754, 5758, 8017.
using namespace std::string_view_literals;
inline constexpr auto kData = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"sv;
inline constexpr auto kSignedData = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;
inline constexpr auto kTimeStampInfo = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04"sv;
inline constexpr auto kContentType = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"sv;
inline constexpr auto kMessageDigest = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"sv;
inline constexpr auto kSigningCertificate = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0c"sv;
inline constexpr auto kSigningCertificateV2 = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f"sv;
inline constexpr auto kTimeStampToken = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e"sv;
inline constexpr auto kSha256 = "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv;
inline constexpr auto kSha384 = "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02"sv;
inline constexpr auto kSha512 = "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03"sv;
inline constexpr auto kSha1 = "\x06\x05\x2b\x0e\x03\x02\x1a"sv;
inline constexpr auto kMd5 = "\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05"sv;
inline constexpr auto kRsa = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"sv;
inline constexpr auto kRsaSha256 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"sv;
inline constexpr auto kRsaSha384 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c"sv;
inline constexpr auto kRsaSha512 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d"sv;
inline constexpr auto kEcdsaSha256 = "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"sv;
inline constexpr auto kEcdsaSha384 = "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03"sv;
inline constexpr auto kEcdsaSha512 = "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x04"sv;

// Writing.
std::string node(unsigned char tag, std::initializer_list<std::string_view> contents);
std::string set_of(unsigned char tag, std::vector<std::string> members);  ///< members in DER's order
std::string integer(std::uint64_t value);
std::string unsigned_integer(std::string_view bytes);  ///< big-endian, shortest form; "" is 0
/// GeneralizedTime with milliseconds only where there are any. Range: years 1900…2199.
std::string generalized_time(Instant at);
/// OBJECT IDENTIFIER from dotted decimals; nullopt when it is none (first arc 0…2, no arc above 2^63).
std::optional<std::string> object(std::string_view dotted);
std::string ecdsa_signature(std::string_view raw);  ///< r‖s of equal size as the sequence of two integers

struct Node {
  unsigned char tag = 0;
  std::string_view contents;
  std::string_view whole;  ///< with tag and length
};

/// Takes nodes one after another. After the first that does not fit, `ok` is false and every further node is empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  Node take();                             ///< the next node, whatever its tag
  Node take(unsigned char tag);            ///< the next node, which has this tag
  Reader enter(unsigned char tag);         ///< its contents; not ok when this reader is not
  std::optional<Node> take_if(unsigned char tag);
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }  ///< all was read and fitted
  bool more() const { return ok_ && !rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

/// Value of an INTEGER of 0…2^63−1; nullopt when it is negative, larger or not in shortest form.
std::optional<std::uint64_t> small_integer(const Node& node);
/// GeneralizedTime in UTC with seconds and at most nine decimals (cut to milliseconds), as RFC 3161 wants it.
std::optional<Instant> instant(const Node& node);
std::optional<std::string> dotted(const Node& object);

/// Names of a certificate that a signature refers to; views into it.
struct CertificateParts {
  std::string_view issuer;  ///< whole node
  std::string_view serial;  ///< whole node
};
std::optional<CertificateParts> certificate_parts(std::string_view certificate);

}  // namespace datong::crypto::der
