#include "document/pdf/writer.hpp"

#include <charconv>

#include "base/text.hpp"
#include "document/pdf/fonts.hpp"

namespace datong::document::pdf {

void append_integer(std::string& out, std::int64_t value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append_length(std::string& out, Length value) {
  if (value < 0) {
    out += '-';
    value = -value;
  }
  append_integer(out, value / 100);
  if (const auto rest = value % 100; rest != 0) {
    out += '.';
    out += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
  }
  out += ' ';
}

void append_string(std::string& out, std::string_view bytes) {
  out += '(';
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) {
      out += '\\';
      for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + (byte >> shift & 7));
      continue;
    }
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += c;
  }
  out += ')';
}

std::string utf16_hex(char32_t character) {
  std::string bytes;
  const auto unit = [&](char32_t value) {
    bytes += static_cast<char>(value >> 8);
    bytes += static_cast<char>(value & 255);
  };
  if (character >= 0x10000) {
    unit(0xD800 + ((character - 0x10000) >> 10));
    unit(0xDC00 + ((character - 0x10000) & 0x3FF));
  } else {
    unit(character);
  }
  return to_hex(bytes);
}

void append_text(std::string& out, std::string_view utf8) {
  out += "<feff";
  each_character(utf8, [&](char32_t character) { out += utf16_hex(character); });
  out += '>';
}

Ink& Ink::at(Length x, Length y) {
  append_length(out, x);
  append_length(out, kPaperHeight - y);
  return *this;
}
Ink& Ink::rectangle(const Box& box) {
  at(box.x1, box.y2);
  append_length(out, box.width());
  append_length(out, box.height());
  return op("re");
}
Ink& Ink::line(Length x1, Length y1, Length x2, Length y2) {
  at(x1, y1).op("m");
  return at(x2, y2).op("l").op("S");
}
Ink& Ink::colour(unsigned rgb, bool is_stroke) {
  for (const unsigned shift : {16U, 8U, 0U})
    append_length(out, static_cast<Length>((rgb >> shift & 255U) * 100 + 127) / 255);
  return op(is_stroke ? "RG" : "rg");
}
Ink& Ink::width(Length width) {
  append_length(out, width);
  return op("w");
}
Ink& Ink::op(std::string_view name) {
  out += name;
  out += '\n';
  return *this;
}

Writer::Writer(std::string_view head, std::vector<std::size_t> offsets) : offsets_(std::move(offsets)) {
  out_.reserve(head.size() + (96U << 10));
  out_ = head;
}

int Writer::reserve() {
  offsets_.push_back(0);
  return static_cast<int>(offsets_.size());
}

void Writer::begin(int number) {
  offsets_[static_cast<std::size_t>(number) - 1] = out_.size();
  append_integer(out_, number);
  out_ += " 0 obj\n";
}

void Writer::end() { out_ += "\nendobj\n"; }

void Writer::stream(int number, std::string_view dictionary, std::string_view bytes, bool is_deflated) {
  begin(number);
  (out_ += "<<") += dictionary;
  if (is_deflated) out_ += "/Filter/FlateDecode";
  out_ += "/Length ";
  append_integer(out_, static_cast<std::int64_t>(bytes.size()));
  ((out_ += ">>\nstream\n") += bytes) += "\nendstream";
  end();
}

int Writer::stream(std::string_view dictionary, std::string_view bytes, bool is_deflated) {
  const int number = reserve();
  stream(number, dictionary, bytes, is_deflated);
  return number;
}

void Writer::finish(int catalog, int info, std::string_view id) {
  const std::size_t start = out_.size();
  out_ += "xref\n0 ";
  append_integer(out_, static_cast<std::int64_t>(offsets_.size()) + 1);
  out_ += "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets_) {
    const std::string digits = std::to_string(offset);
    out_.append(10 - digits.size(), '0');
    (out_ += digits) += " 00000 n \n";
  }
  out_ += "trailer\n<</Size ";
  append_integer(out_, static_cast<std::int64_t>(offsets_.size()) + 1);
  const std::string id_hex = to_hex(id);
  out_ += "/Root " + reference(catalog) + "/Info " + reference(info) + "/ID[<" + id_hex + "><" + id_hex + ">]>>\n";
  out_ += "startxref\n" + std::to_string(start) + "\n%%EOF\n";
}

}  // namespace datong::document::pdf
