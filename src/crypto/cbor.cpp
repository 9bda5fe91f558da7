#include "crypto/cbor.hpp"

#include <algorithm>
#include <optional>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace datong::crypto {
namespace {

using Kind = Cbor::Kind;

/// The first byte says the kind and, up to 23, the number itself; else in how many bytes the number follows.
constexpr unsigned kNumberInFirstByteMax = 23;
constexpr unsigned kOneByteFollows = 24;
constexpr unsigned kEightBytesFollow = 27;

/// 0…3 for 1, 2, 4, 8 bytes: the fewest that hold `number`.
unsigned width_of(std::uint64_t number) {
  return number <= 0xFF ? 0U : number <= 0xFFFF ? 1U : number <= 0xFFFF'FFFF ? 2U : 3U;
}

void write_first(std::string& out, Kind kind, std::uint64_t number) {
  const unsigned major = static_cast<unsigned>(kind) << 5;
  if (number <= kNumberInFirstByteMax) {
    out += static_cast<char>(major | static_cast<unsigned>(number));
    return;
  }
  const unsigned width = width_of(number);
  out += static_cast<char>(major | (kOneByteFollows + width));
  for (unsigned byte = 1U << width; byte-- > 0;) out += static_cast<char>(number >> (8 * byte) & 0xFF);
}

void write_value(std::string& out, const Cbor& value, std::size_t depth) {
  CHECK(depth <= limits::kDepthMax);
  switch (value.kind) {
    case Kind::positive:
    case Kind::negative: write_first(out, value.kind, value.number); return;
    case Kind::bytes:
    case Kind::text:
      write_first(out, value.kind, value.content.size());
      out += value.content;
      return;
    case Kind::array: write_first(out, value.kind, value.items.size()); break;
    case Kind::map: write_first(out, value.kind, value.items.size() / 2); break;
    case Kind::tag: write_first(out, value.kind, value.number); break;
  }
  for (const Cbor& item : value.items) write_value(out, item, depth + 1);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::optional<Cbor> read(std::size_t depth) {
    if (depth > limits::kDepthMax) return std::nullopt;
    Cbor value;
    if (!read_first(value)) return std::nullopt;
    std::size_t items = 0;
    switch (value.kind) {
      case Kind::positive:
      case Kind::negative: return value;
      case Kind::bytes:
      case Kind::text:
        if (value.number > left()) return std::nullopt;
        value.content = bytes_.substr(at_, static_cast<std::size_t>(value.number));
        at_ += value.content.size();
        value.number = 0;
        if (value.is(Kind::text) && !is_utf8(value.content)) return std::nullopt;
        return value;
      case Kind::array:
      case Kind::map:
        if (value.number > left()) return std::nullopt;  // an item takes a byte at least
        items = static_cast<std::size_t>(value.number) * (value.is(Kind::map) ? 2 : 1);
        value.number = 0;
        break;
      case Kind::tag: items = 1; break;
    }
    return read_items(value, items, depth) ? std::optional(std::move(value)) : std::nullopt;
  }

  std::size_t left() const { return bytes_.size() - at_; }

 private:
  bool read_first(Cbor& value) {
    if (left() == 0) return false;
    const auto first = static_cast<unsigned char>(bytes_[at_++]);
    const unsigned major = first >> 5, low = first & 31U;
    if (major > static_cast<unsigned>(Kind::tag) || low > kEightBytesFollow) return false;
    value.kind = static_cast<Kind>(major);
    value.number = low;
    if (low <= kNumberInFirstByteMax) return true;
    const unsigned width = low - kOneByteFollows;
    const std::size_t size = std::size_t{1} << width;
    if (size > left()) return false;
    value.number = 0;
    for (std::size_t i = 0; i < size; ++i) value.number = value.number << 8 | static_cast<unsigned char>(bytes_[at_++]);
    return value.number > kNumberInFirstByteMax && width_of(value.number) == width;
  }

  bool read_items(Cbor& value, std::size_t items, std::size_t depth) {
    std::string_view last_key;
    for (std::size_t i = 0; i < items; ++i) {
      const std::size_t begin = at_;
      auto item = read(depth + 1);
      if (!item) return false;
      if (value.is(Kind::map) && i % 2 == 0) {
        const std::string_view key = bytes_.substr(begin, at_ - begin);
        if (i > 0 && key <= last_key) return false;
        last_key = key;
      }
      value.items.push_back(std::move(*item));
    }
    return true;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

Cbor Cbor::integer(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? Cbor{Kind::negative, ~bits, {}, {}} : Cbor{Kind::positive, bits, {}, {}};
}

Cbor Cbor::bytes(std::string_view content) { return {Kind::bytes, 0, std::string(content), {}}; }

Cbor Cbor::text(std::string_view content) {
  CHECK(is_utf8(content));
  return {Kind::text, 0, std::string(content), {}};
}

Cbor Cbor::array(std::vector<Cbor> items) { return {Kind::array, 0, {}, std::move(items)}; }

Cbor Cbor::map(std::vector<std::pair<Cbor, Cbor>> members) {
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < members.size(); ++i) order.emplace_back(write_cbor(members[i].first), i);
  std::sort(order.begin(), order.end());
  Cbor map{Kind::map, 0, {}, {}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    CHECK(i == 0 || order[i - 1].first != order[i].first);
    auto& [key, value] = members[order[i].second];
    map.items.push_back(std::move(key));
    map.items.push_back(std::move(value));
  }
  return map;
}

Cbor Cbor::tagged(std::uint64_t tag, Cbor item) {
  Cbor value{Kind::tag, tag, {}, {}};
  value.items.push_back(std::move(item));
  return value;
}

const Cbor* Cbor::member(std::int64_t key) const {
  if (!is(Kind::map)) return nullptr;
  const Cbor wanted = integer(key);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i] == wanted) return &items[i + 1];
  }
  return nullptr;
}

std::string write_cbor(const Cbor& value) {
  std::string out;
  write_value(out, value, 1);
  return out;
}

Result<Cbor> read_cbor(std::string_view bytes) {
  if (bytes.size() > limits::kCborBytesMax) return failure(Code::too_large, "the CBOR value is too long");
  Reader reader(bytes);
  auto value = reader.read(1);
  if (!value || reader.left() != 0) return failure(Code::malformed, "not one CBOR value in deterministic form");
  return std::move(*value);
}

}  // namespace datong::crypto
