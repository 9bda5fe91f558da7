#include "document/pdf/skeleton.hpp"

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::document::pdf {
namespace {

using enum Suspicion;

constexpr std::string_view kHead = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
constexpr std::string_view kEnd = "\n%%EOF\n", kStart = "startxref\n";
constexpr std::size_t kRowBytes = 20;
constexpr std::size_t kLargestNumberDigits = 10;

/// Reads forwards and remembers whether all was as expected.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}
  bool eat(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  std::optional<std::uint64_t> number() {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc{} || digits == 0 || digits > kLargestNumberDigits) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

struct Table {
  std::size_t at = 0;
  std::vector<std::size_t> places;  ///< of object i + 1
};

std::optional<std::size_t> table_place(std::string_view file) {
  if (!file.ends_with(kEnd)) return std::nullopt;
  const std::size_t start = file.rfind(kStart);
  if (start == file.npos) return std::nullopt;
  Cursor cursor(file.substr(start + kStart.size()));
  const auto place = cursor.number();
  if (!place || !cursor.eat(kEnd) || !cursor.rest().empty() || *place >= start) return std::nullopt;
  return static_cast<std::size_t>(*place);
}

bool is_our_trailer(std::string_view text, std::size_t size) {
  Cursor cursor(text);
  bool good = cursor.eat("trailer\n<</Size ") && cursor.number() == size && cursor.eat("/Root ") && cursor.number() && cursor.eat(" 0 R/Info ") &&
              cursor.number() && cursor.eat(" 0 R/ID[<");
  const std::string_view first = cursor.take(32);
  good = good && cursor.eat("><");
  const std::string_view second = cursor.take(32);
  return good && first == second && from_hex(first) && cursor.eat(">]>>\n") && cursor.rest().starts_with(kStart);
}

std::optional<Suspicion> read_table(std::string_view file, Table& table) {
  if (!file.starts_with(kHead)) return no_header;
  const auto place = table_place(file);
  if (!place) return bytes_after_end;
  table.at = *place;
  Cursor cursor(file.substr(table.at));
  if (!cursor.eat("xref\n0 ")) return odd_cross_references;
  const auto rows = cursor.number();
  if (!rows || *rows < 2 || !cursor.eat("\n0000000000 65535 f \n")) return odd_cross_references;
  if (*rows > limits::kCheckedObjectsMax) return too_many_objects;
  for (std::size_t i = 1; i < *rows; ++i) {
    Cursor row(cursor.take(kRowBytes));
    Cursor digits(row.take(kLargestNumberDigits));
    const auto offset = digits.number();
    if (!offset || !digits.rest().empty() || *offset >= table.at || row.rest() != " 00000 n \n") return odd_cross_references;
    table.places.push_back(static_cast<std::size_t>(*offset));
  }
  if (!is_our_trailer(cursor.rest(), static_cast<std::size_t>(*rows))) return odd_trailer;
  return std::nullopt;
}

/// `text` begins with its number and ends with endobj.
std::optional<Suspicion> read_object(std::string_view text, std::size_t number, RawObject& object) {
  Cursor cursor(text);
  if (cursor.number() != number || !cursor.eat(" 0 obj\n")) return odd_object;
  constexpr std::string_view kObjectEnd = "\nendobj\n", kStreamStart = ">>\nstream\n", kStreamEnd = "\nendstream", kLength = "/Length ";
  std::string_view body = cursor.rest();
  const std::size_t stream = body.find(kStreamStart);
  if (stream == body.npos) {
    if (body.find(kObjectEnd) != body.size() - std::min(kObjectEnd.size(), body.size())) return unlisted_bytes;
    object.text = body.substr(0, body.size() - kObjectEnd.size());
    return std::nullopt;
  }
  object.is_stream = true;
  object.text = body.substr(0, stream + 2);
  const std::size_t length_at = object.text.rfind(kLength);
  if (length_at == object.text.npos) return odd_object;
  Cursor length_text(object.text.substr(length_at + kLength.size()));
  const auto length = length_text.number();
  body.remove_prefix(stream + kStreamStart.size());
  if (!length || length_text.rest() != ">>" || *length > body.size()) return odd_object;
  object.stream = body.substr(0, static_cast<std::size_t>(*length));
  Cursor end(body.substr(object.stream.size()));
  if (!end.eat(kStreamEnd) || !end.eat(kObjectEnd)) return odd_object;
  return end.rest().empty() ? std::nullopt : std::optional(unlisted_bytes);
}

}  // namespace

Skeleton read_skeleton(std::string_view file) {
  Skeleton skeleton;
  Table table;
  if (const auto found = read_table(file, table)) {
    skeleton.suspicions = {*found};
    return skeleton;
  }
  std::vector<std::size_t> order(table.places.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return table.places[a] < table.places[b]; });
  skeleton.objects.resize(order.size());
  if (table.places[order.front()] != kHead.size()) skeleton.suspicions.push_back(unlisted_bytes);
  std::size_t text_bytes = 0;
  for (std::size_t i = 0; i < order.size() && skeleton.suspicions.empty(); ++i) {
    const std::size_t from = table.places[order[i]], until = i + 1 < order.size() ? table.places[order[i + 1]] : table.at;
    if (const auto found = read_object(file.substr(from, until - from), order[i] + 1, skeleton.objects[order[i]])) skeleton.suspicions.push_back(*found);
    text_bytes += skeleton.objects[order[i]].text.size();
    if (text_bytes > limits::kCheckedObjectTextMax) skeleton.suspicions.push_back(too_many_objects);
  }
  return skeleton;
}

RawSignature find_signature(std::string_view file) {
  constexpr std::string_view kRange = "/ByteRange", kContents = "/Contents<";
  RawSignature found;
  for (std::size_t at = file.find(kRange); at != file.npos; at = file.find(kRange, at + 1)) {
    if (++found.count > 1) continue;
    Cursor cursor(file.substr(at + kRange.size()));
    while (cursor.eat(" ") || cursor.eat("\n")) {}
    if (!cursor.eat("[")) continue;
    for (int i = 0; i < 4; ++i) {
      const auto number = cursor.number();
      if (!number) break;
      found.byte_range.push_back(*number);
      if (i < 3 && !cursor.eat(" ")) break;
    }
    if (!cursor.eat("]")) found.byte_range.clear();
    while (cursor.eat(" ")) {}
    if (!cursor.eat(kContents)) continue;
    const std::size_t end = cursor.rest().find('>');
    if (end == cursor.rest().npos || end > 2 * limits::kSignatureBytesMax) continue;
    const auto contents = from_hex(cursor.rest().substr(0, end));
    if (!contents) continue;
    found.contents = *contents;
    found.hole = {static_cast<std::size_t>(cursor.rest().data() - file.data()) - 1, end + 2};
  }
  return found;
}

}  // namespace datong::document::pdf
