#include "document/eciq/gbk.hpp"

#include <iconv.h>

#include <cerrno>
#include <cstring>

namespace datong::document {
namespace {

/// An iconv descriptor.
class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  bool valid() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  /// Appends the conversion of `text`, all of it beyond ASCII; the number of bytes that could be converted.
  std::size_t append(std::string& out, std::string_view text) const {
    constexpr std::size_t kGrowth = 2;  // two bytes of GBK are at most three of UTF-8
    const std::size_t before = out.size();
    out.resize(before + text.size() * kGrowth);
    char* in = const_cast<char*>(text.data());  // iconv's signature; it only reads
    std::size_t in_left = text.size();
    char* to = out.data() + before;
    std::size_t to_left = text.size() * kGrowth;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    iconv(handle_, &in, &in_left, &to, &to_left);
    out.resize(out.size() - to_left);
    return text.size() - in_left;
  }

 private:
  iconv_t handle_;
};

std::size_t ascii_run(std::string_view text, std::size_t from) {
  std::size_t i = from;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
  return i;
}

/// The bytes from `from` that cannot be an ASCII character of their own. In GBK every lead byte takes the next one with
/// it.
std::size_t wide_run(std::string_view text, std::size_t from, std::size_t step) {
  std::size_t i = from;
  while (i < text.size() && static_cast<unsigned char>(text[i]) >= 0x80) i += step;
  return std::min(i, text.size());
}

/// `bad(i)` makes the error for the first byte that does not convert.
template <class Bad>
Result<std::string> convert(const Converter& converter, std::string_view text, std::size_t step, Bad bad) {
  if (!converter.valid()) return failure(Code::internal, "iconv has no GBK");
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t plain = ascii_run(text, i);
    out.append(text, i, plain - i);
    const std::size_t wide = wide_run(text, plain, step);
    const std::size_t done = wide == plain ? 0 : converter.append(out, text.substr(plain, wide - plain));
    if (done != wide - plain) return bad(plain + done);
    i = wide;
  }
  return out;
}

}  // namespace

Result<std::string> utf8_from_gbk(std::string_view gbk) {
  thread_local const Converter converter("UTF-8", "GBK");
  return convert(converter, gbk, 2,
                 [](std::size_t at) { return failure(Code::malformed, "not GBK at byte " + std::to_string(at)); });
}

Result<std::string> gbk_from_utf8(std::string_view utf8) {
  thread_local const Converter converter("GBK", "UTF-8");
  return convert(converter, utf8, 1, [utf8](std::size_t at) {
    std::size_t end = at + 1;
    while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) ++end;
    const auto lead = static_cast<unsigned char>(utf8[at]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (end - at != length || length == 1) return failure(Code::malformed, "not UTF-8 at byte " + std::to_string(at));
    return failure(Code::malformed, "GBK has no character " + std::string(utf8.substr(at, length)) + " (byte " +
                                        std::to_string(at) + ")");
  });
}

}  // namespace datong::document
