#pragma once
// The skeleton of a PDF file: numbered objects, streams, cross-reference table, trailer; and the numbers and strings in
// it. Lengths are in hundredths of a point, counted from the top left corner as layouts do; `Ink` turns them over.
// Not here: what the objects mean. Thread rule: one object per document.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace datong::document::pdf {

using Length = std::int64_t;  ///< hundredths of a point

/// A4 in whole dots of 150 dpi, so that a QR module of two dots falls on them.
inline constexpr Length kPaperWidth = 59'520, kPaperHeight = 84'192;

constexpr Length from_millimetres(std::int64_t hundredths) { return (hundredths * 7200 + 1270) / 2540; }

struct Box {
  Length x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  Length width() const { return x2 - x1; }
  Length height() const { return y2 - y1; }
};

void append_integer(std::string& out, std::int64_t value);
void append_length(std::string& out, Length value);  ///< "12.34 ", with the blank
/// A literal string of ASCII bytes; others and ()\ are escaped.
void append_string(std::string& out, std::string_view bytes);
/// A text string: UTF-16BE with mark, hexadecimal.
void append_text(std::string& out, std::string_view utf8);
std::string utf16_hex(char32_t character);

/// Drawing operators of one content stream.
class Ink {
 public:
  std::string out;
  Ink& at(Length x, Length y);  ///< two operands: the point, from the lower left corner
  Ink& rectangle(const Box& box);
  Ink& line(Length x1, Length y1, Length x2, Length y2);
  Ink& colour(unsigned rgb, bool is_stroke);
  Ink& width(Length width);
  Ink& op(std::string_view name);
};

class Writer {
 public:
  /// Begins with the bytes of `head`, which hold the objects 1…offsets.size() at these offsets.
  Writer(std::string_view head, std::vector<std::size_t> offsets);
  std::string& out() { return out_; }
  const std::string& bytes() const { return out_; }
  int reserve();           ///< a number for an object that comes later
  void begin(int number);  ///< "n 0 obj"; follow with the object, then `end`
  int begin() {
    const int number = reserve();
    begin(number);
    return number;
  }
  void end();
  /// A whole stream object; `dictionary` without brackets, length and (when deflated) filter are added.
  void stream(int number, std::string_view dictionary, std::string_view bytes, bool is_deflated = true);
  int stream(std::string_view dictionary, std::string_view bytes, bool is_deflated = true);
  const std::vector<std::size_t>& offsets() const { return offsets_; }
  /// Cross-reference table and trailer; `id` are 16 bytes.
  void finish(int catalog, int info, std::string_view id);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::vector<std::size_t> offsets_;  ///< of object i + 1
};

inline std::string reference(int number) { return std::to_string(number) + " 0 R"; }

}  // namespace datong::document::pdf
