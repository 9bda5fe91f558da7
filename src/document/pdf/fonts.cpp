#include "document/pdf/fonts.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>

#include "document/pdf/outline.hpp"

namespace datong::document::pdf {
namespace {

static_assert(std::endian::native == std::endian::little, "a prepared set is mapped, not converted");

constexpr std::string_view kMagic = "DTFONTS1";
constexpr std::size_t kPages = 0x110000 / 256;
struct Header {
  char magic[8];
  std::uint32_t glyphs, pages, outline_bytes, reserved;
};

struct Range {
  char32_t first, last;
};
// Not in a set: controls and what has no look of its own, combining marks, and scripts that need shaping or run from
// right to left.
constexpr Range kLeftOut[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x0300, 0x036F},   {0x0483, 0x0489}, {0x0590, 0x10FF},
    {0x1100, 0x1DFF},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x20D0, 0x20FF}, {0x2D00, 0x2DFF},
    {0x302A, 0x302F},   {0x3099, 0x309A},   {0x3164, 0x3164},   {0xA66F, 0xA69F},   {0xA800, 0xABFF}, {0xD7B0, 0xDFFF},
    {0xE000, 0xF8FF},   {0xFB1D, 0xFE0F},   {0xFE20, 0xFE2F},   {0xFE70, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFC},
    {0x10000, 0x1AFFF}, {0x1D165, 0x1D1AF}, {0x1E000, 0x1EFFF}, {0xE0000, 0x10FFFF}};

std::string missing_box() {
  Outline outline(600);
  outline.move_to(60, 0);
  for (const auto& [x, y] : {std::pair{540, 0}, {540, 700}, {60, 700}, {60, 0}}) outline.line_to(x, y);
  outline.move_to(110, 50);
  for (const auto& [x, y] : {std::pair{110, 650}, {490, 650}, {490, 50}, {110, 50}}) outline.line_to(x, y);
  return outline.finish();
}

template <class Number>
void append(std::string& out, const std::vector<Number>& numbers) {
  out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number));
  while (out.size() % 8 != 0) out += '\0';
}

template <class Number>
const Number* take(std::string_view bytes, std::size_t& at, std::size_t count) {
  const std::size_t size = (count * sizeof(Number) + 7) / 8 * 8;
  if (bytes.size() - at < size) return nullptr;
  const auto* found = reinterpret_cast<const Number*>(bytes.data() + at);
  at += size;
  return found;
}

}  // namespace

bool stands_alone(char32_t character) {
  return character < 0x110000 && std::none_of(std::begin(kLeftOut), std::end(kLeftOut), [&](const Range& range) {
           return range.first <= character && character <= range.last;
         });
}

Result<FontSet> FontSet::read(std::string_view bytes) {
  const Error broken = failure(Code::corrupt, "not a prepared font set");
  Header header;
  if (bytes.size() < sizeof header || !bytes.starts_with(kMagic) ||
      reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) {
    return broken;
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  FontSet set;
  set.glyph_count_ = header.glyphs;
  std::size_t at = sizeof header;
  set.pages_ = take<std::uint16_t>(bytes, at, kPages);
  set.entries_ = set.pages_ ? take<std::uint32_t>(bytes, at, std::size_t{header.pages} * 256) : nullptr;
  set.advances_ = set.entries_ ? take<std::uint16_t>(bytes, at, header.glyphs) : nullptr;
  set.offsets_ = set.advances_ ? take<std::uint32_t>(bytes, at, std::size_t{header.glyphs} + 1) : nullptr;
  if (set.offsets_ == nullptr || bytes.size() - at != header.outline_bytes || header.glyphs == 0) return broken;
  set.outlines_ = bytes.substr(at);
  bool good = std::all_of(set.pages_, set.pages_ + kPages, [&](auto page) { return page <= header.pages; }) &&
              std::all_of(set.entries_, set.entries_ + std::size_t{header.pages} * 256,
                          [&](auto glyph) { return glyph < header.glyphs; }) &&
              std::is_sorted(set.offsets_, set.offsets_ + header.glyphs + 1) &&
              set.offsets_[header.glyphs] == header.outline_bytes;
  if (!good) return broken;
  return set;
}

std::optional<char32_t> FontSet::first_missing(std::string_view utf8) const {
  std::optional<char32_t> missing;
  each_character(utf8, [&](char32_t character) {
    if (!missing && !can_show(character)) missing = character;
  });
  return missing;
}

FontSetBuilder::FontSetBuilder() : glyph_of_(0x110000), advances_{600}, outlines_{missing_box()} {}

void FontSetBuilder::add(char32_t character, int advance, std::string outline) {
  glyph_of_[character] = static_cast<std::uint32_t>(outlines_.size());
  advances_.push_back(static_cast<std::uint16_t>(advance));
  outlines_.push_back(std::move(outline));
}

std::string FontSetBuilder::finish() const {
  std::vector<std::uint16_t> pages(kPages);
  std::vector<std::uint32_t> entries, offsets{0};
  for (std::size_t page = 0; page < kPages; ++page) {
    const auto first = glyph_of_.begin() + static_cast<std::ptrdiff_t>(page * 256);
    if (std::all_of(first, first + 256, [](auto glyph) { return glyph == 0; })) continue;
    entries.insert(entries.end(), first, first + 256);
    pages[page] = static_cast<std::uint16_t>(entries.size() / 256);
  }
  for (const std::string& outline : outlines_)
    offsets.push_back(offsets.back() + static_cast<std::uint32_t>(outline.size()));
  Header header{{},
                static_cast<std::uint32_t>(outlines_.size()),
                static_cast<std::uint32_t>(entries.size() / 256),
                offsets.back(),
                0};
  kMagic.copy(header.magic, sizeof header.magic);
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  append(out, pages);
  append(out, entries);
  append(out, advances_);
  append(out, offsets);
  for (const std::string& outline : outlines_) out += outline;
  return out;
}

}  // namespace datong::document::pdf
