#pragma once
// The skeleton of a PDF file in exactly the form our writer gives it: header, objects one behind the other without a gap,
// one table of their places, trailer, end. Strict on purpose: whoever changes, adds or hides anything breaks it, and what
// breaks it never reaches a PDF parser. Not here: what the objects say (reader.hpp). Thread rule: free functions.
#include <cstdint>
#include <string_view>
#include <vector>

#include "document/pdf/reader.hpp"

namespace datong::document::pdf {

struct RawObject {
  std::string_view text;    ///< without "n 0 obj" and "endobj"; of a stream its dictionary only
  std::string_view stream;  ///< as it stands in the file
  bool is_stream = false;
};

struct Skeleton {
  std::vector<RawObject> objects;  ///< object i + 1
  std::vector<Suspicion> suspicions;  ///< at the first one reading ends
};
Skeleton read_skeleton(std::string_view file);

/// The signature dictionaries of the file, found by their ByteRange wherever it stands in the bytes, in streams too: how many, the place of
/// the first, and how its hole lies. Works on any file, so that who signed an altered one can still be named.
struct RawSignature {
  std::size_t count = 0;
  std::vector<std::uint64_t> byte_range;
  Hole hole;                  ///< /Contents with its brackets; size 0: none was found behind the range
  std::string contents;       ///< bytes of the hexadecimal string
};
RawSignature find_signature(std::string_view file);

}  // namespace datong::document::pdf
