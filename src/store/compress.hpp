#pragma once
// Messages as stored: one zstd frame each (level 1), made with a dictionary that is a dated part of the store. A frame
// carries the id of its dictionary, so old frames open for ever as long as their dictionary row lives. Thread rule: a
// Dictionaries is filled at opening and then only read, from any thread (each thread has its own zstd context).
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

namespace datong::store {

/// The dictionary a new store starts with, made from the members, elements and names of the declaration form; ≤ 16 KiB.
const std::string& initial_dictionary();
/// The id that frames made with these dictionary bytes carry; 0 when they are no dictionary.
std::uint32_t dictionary_id(std::string_view dictionary);

class Dictionaries {
 public:
  Dictionaries();
  ~Dictionaries();
  Dictionaries(Dictionaries&&) noexcept;
  Dictionaries& operator=(Dictionaries&&) noexcept;

  /// Adds one; the last one added compresses. Errors: corrupt when the bytes are no dictionary.
  Result<void> add(std::string_view dictionary);
  std::string compress(std::string_view bytes) const;
  /// Errors: corrupt (damaged frame, unknown dictionary, longer than limits::kMessageBytesMax).
  Result<std::string> decompress(std::string_view frame) const;

 private:
  struct FreeCompressing {
    void operator()(ZSTD_CDict_s* dictionary) const noexcept;
  };
  struct FreeDecompressing {
    void operator()(ZSTD_DDict_s* dictionary) const noexcept;
  };
  std::unique_ptr<ZSTD_CDict_s, FreeCompressing> compressing_;
  std::map<std::uint32_t, std::unique_ptr<ZSTD_DDict_s, FreeDecompressing>> decompressing_;
};

}  // namespace datong::store
