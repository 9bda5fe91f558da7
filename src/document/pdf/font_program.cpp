#include "document/pdf/font_program.hpp"

#include <algorithm>

#include "document/pdf/outline.hpp"

namespace datong::document::pdf {
namespace {

void big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 255);
}

/// A CFF INDEX of the given pieces.
std::string index_of(std::initializer_list<std::string_view> pieces) {
  std::string out;
  big_endian(out, pieces.size(), 2);
  if (pieces.size() == 0) return out;
  out += '\4';
  std::uint64_t offset = 1;
  big_endian(out, offset, 4);
  for (const std::string_view piece : pieces) big_endian(out, offset += piece.size(), 4);
  for (const std::string_view piece : pieces) out += piece;
  return out;
}

/// An integer of a DICT, always five bytes, so that sizes are known before values.
std::string dict_integer(std::size_t value) {
  std::string out(1, '\x1d');
  big_endian(out, value, 4);
  return out;
}

constexpr std::size_t kCodesMax = 0xFFFF;  // two bytes; more distinct letters than any document has

constexpr std::string_view kCidPreamble =
    "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
    "/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><ffff>\n"
    "endcodespacerange\n";

}  // namespace

Subset::Subset(const FontSet& fonts) : fonts_(fonts), code_of_(fonts.glyph_count()), glyphs_{0}, characters_{0xFFFD} {
  glyphs_.reserve(512);
  characters_.reserve(512);
}

void Subset::append(Letters& out, std::string_view utf8) {
  each_character(utf8, [&](char32_t character) {
    if (character == '\r') return;
    if (character == '\t' || character == 0xA0 || character == 0x3000) character = ' ';
    if (character == '\n') {
      out.push_back({character, 0, 0});
      return;
    }
    const std::uint32_t glyph = fonts_.glyph(character);
    std::uint16_t& code = code_of_[glyph];
    if (code == 0 && glyph != 0 && glyphs_.size() < kCodesMax) {
      code = static_cast<std::uint16_t>(glyphs_.size());
      glyphs_.push_back(glyph);
      characters_.push_back(character);
    }
    out.push_back({character, code, fonts_.advance(glyph)});
  });
}

/// Six letters that tell subsets apart, as the standard wants; from what is in them, so equal input gives equal bytes.
std::string Subset::name() const {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char32_t character : characters_) hash = (hash ^ character) * 1099511628211ULL;
  std::string tag;
  for (int i = 0; i < 6; ++i, hash /= 26) tag += static_cast<char>('A' + hash % 26);
  return tag + "+DatongSans";
}

std::string Subset::program(std::string_view name) const {
  const std::size_t count = glyphs_.size();
  std::string char_strings, outlines;
  big_endian(char_strings, count, 2);
  char_strings += '\4';
  std::uint64_t offset = 1;
  big_endian(char_strings, offset, 4);
  for (const std::uint32_t glyph : glyphs_) {
    const std::string_view outline = fonts_.outline(glyph);
    outlines += outline;
    big_endian(char_strings, offset += outline.size(), 4);
  }
  const std::string charset = [&] {
    std::string out(1, '\2');
    big_endian(out, 1, 2);
    big_endian(out, count > 1 ? count - 2 : 0, 2);
    return out;
  }();
  const std::string select = [&] {
    std::string out(1, '\3');
    big_endian(out, 1, 2);
    big_endian(out, 0, 3);
    big_endian(out, count, 2);
    return out;
  }();
  static const std::string private_dict = "\x1c\x03\xe8\x14\x8b\x15";  // defaultWidthX 1000, nominalWidthX 0
  static_assert(kDefaultWidth == 0x3e8);
  const std::string header("\1\0\4\4", 4);
  const std::string names = index_of({name});
  const std::string strings = index_of({"Adobe", "Identity"}), subroutines = index_of({});
  const auto top_dict = [&](std::size_t charset_at, std::size_t select_at, std::size_t strings_at,
                            std::size_t fonts_at) {
    std::string out("\xf8\x1b\xf8\x1c\x8b\x0c\x1e", 7);  // ROS: strings 391 and 392, supplement 0
    ((out += dict_integer(count)) += '\x0c') += '\x22';
    (out += dict_integer(charset_at)) += '\x0f';
    ((out += dict_integer(select_at)) += '\x0c') += '\x25';
    (out += dict_integer(strings_at)) += '\x11';
    ((out += dict_integer(fonts_at)) += '\x0c') += '\x24';
    return index_of({out});
  };
  const std::size_t charset_at =
      header.size() + names.size() + top_dict(0, 0, 0, 0).size() + strings.size() + subroutines.size();
  const std::size_t select_at = charset_at + charset.size(), private_at = select_at + select.size();
  const std::string font_dict = dict_integer(private_dict.size()) + dict_integer(private_at) + '\x12';
  const std::string font_dicts = index_of({font_dict});
  const std::size_t fonts_at = private_at + private_dict.size(), strings_at = fonts_at + font_dicts.size();
  std::string out = header + names + top_dict(charset_at, select_at, strings_at, fonts_at) + strings + subroutines;
  out += charset + select + private_dict + font_dicts;
  return (out += char_strings) += outlines;
}

std::string Subset::to_unicode() const {
  constexpr std::size_t kBlock = 100;  // entries a block may have
  std::string out(kCidPreamble);
  for (std::size_t first = 1; first < glyphs_.size(); first += kBlock) {
    const std::size_t last = std::min(first + kBlock, glyphs_.size());
    append_integer(out, static_cast<std::int64_t>(last - first));
    out += " beginbfchar\n";
    for (std::size_t code = first; code < last; ++code) {
      ((((out += '<') += utf16_hex(static_cast<char32_t>(code))) += "><") += utf16_hex(characters_[code])) += ">\n";
    }
    out += "endbfchar\n";
  }
  return out += "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
}

void Subset::write(Writer& writer, int number, Effort effort) const {
  const std::string font_name = name();
  const int descendant = writer.reserve(), descriptor = writer.reserve();
  // Outlines hardly get smaller (a tenth), and deflating them would take longer than drawing everything else.
  const std::string outlines = program(font_name);
  const bool is_small = effort == Effort::small;
  const int program_number = writer.stream("/Subtype/CIDFontType0C", is_small ? deflated(outlines, effort) : outlines, is_small);
  const int unicode_number = writer.stream("", deflated(to_unicode(), effort));
  writer.begin(number);
  writer.out() += "<</Type/Font/Subtype/Type0/BaseFont/" + font_name + "/Encoding/Identity-H/DescendantFonts[" +
                  reference(descendant) + "]/ToUnicode " + reference(unicode_number) + ">>";
  writer.end();
  writer.begin(descendant);
  writer.out() += "<</Type/Font/Subtype/CIDFontType0/BaseFont/" + font_name +
                  "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor " +
                  reference(descriptor) + "/DW 1000/W[0[";
  for (const std::uint32_t glyph : glyphs_) {
    append_integer(writer.out(), fonts_.advance(glyph));
    writer.out() += ' ';
  }
  writer.out() += "]]>>";
  writer.end();
  writer.begin(descriptor);
  writer.out() += "<</Type/FontDescriptor/FontName/" + font_name +
                  "/Flags 4/FontBBox[-1000 -1050 3000 1810]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733"
                  "/StemV 80/FontFile3 " +
                  reference(program_number) + ">>";
  writer.end();
}

}  // namespace datong::document::pdf
