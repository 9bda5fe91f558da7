#include "document/gzip.hpp"

#include <libdeflate.h>

#include <memory>

#include "base/check.hpp"

namespace datong::document {

std::string gzipped(std::string_view bytes) {
  constexpr int kSmallest = 12;
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(kSmallest), &libdeflate_free_compressor);
  CHECK(compressor != nullptr);
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

}  // namespace datong::document
