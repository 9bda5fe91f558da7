#include "programs/font_files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace datong::programs {
namespace {

std::string path_of_letters() {
  if (const char* given = std::getenv("DATONG_FONTS")) return given;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  return program.parent_path().parent_path() / "share" / "fonts" / "datong.letters";
}

/// The whole file, mapped until the process ends.
Result<std::string_view> mapped(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failure(Code::not_found, "fonts: " + path);
  struct stat about {};
  const bool is_known = ::fstat(file, &about) == 0 && about.st_size > 0;
  const auto size = is_known ? static_cast<std::size_t>(about.st_size) : 0;
  void* bytes = is_known ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  ::close(file);
  if (bytes == MAP_FAILED) return failure(Code::corrupt, "fonts: " + path + " cannot be mapped");
  return std::string_view(static_cast<const char*>(bytes), size);
}

Result<document::pdf::FontSet> opened() {
  const auto bytes = mapped(path_of_letters());
  if (!bytes) return bytes.error();
  return document::pdf::FontSet::read(*bytes);
}

}  // namespace

Result<const document::pdf::FontSet*> letters() {
  static const Result<document::pdf::FontSet> set = opened();
  if (!set) return set.error();
  return &*set;
}

}  // namespace datong::programs
