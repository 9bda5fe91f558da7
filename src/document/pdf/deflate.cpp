#include "document/pdf/deflate.hpp"

#include <libdeflate.h>

#include <memory>

#include "base/check.hpp"

namespace datong::document::pdf {
namespace {

struct Free {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};
using Compressor = std::unique_ptr<libdeflate_compressor, Free>;

libdeflate_compressor* fast_compressor() {
  thread_local const Compressor kept(libdeflate_alloc_compressor(static_cast<int>(Effort::fast)));
  return kept.get();
}

}  // namespace

std::string deflated(std::string_view bytes, Effort effort) {
  Compressor own(effort == Effort::small ? libdeflate_alloc_compressor(static_cast<int>(effort)) : nullptr);
  libdeflate_compressor* compressor = own ? own.get() : fast_compressor();
  CHECK(compressor != nullptr);
  std::string out(libdeflate_zlib_compress_bound(compressor, bytes.size()), '\0');
  out.resize(libdeflate_zlib_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

}  // namespace datong::document::pdf
