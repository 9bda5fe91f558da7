#include "crypto/der.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace datong::crypto::der {
namespace {

void append_head(std::string& out, unsigned char tag, std::size_t size) {
  out += static_cast<char>(tag);
  if (size < 0x80) {
    out += static_cast<char>(size);
    return;
  }
  int bytes = 1;
  while (size >> (8 * bytes) != 0) ++bytes;
  out += static_cast<char>(0x80 | bytes);
  while (bytes-- > 0) out += static_cast<char>(size >> (8 * bytes) & 0xFF);
}

}  // namespace

std::string node(unsigned char tag, std::initializer_list<std::string_view> contents) {
  std::size_t size = 0;
  for (const std::string_view part : contents) size += part.size();
  std::string out;
  out.reserve(size + 6);
  append_head(out, tag, size);
  for (const std::string_view part : contents) out += part;
  return out;
}

std::string set_of(unsigned char tag, std::vector<std::string> members) {
  std::sort(members.begin(), members.end(), [](const std::string& a, const std::string& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      return static_cast<unsigned char>(x) < static_cast<unsigned char>(y);
    });
  });
  std::string all;
  for (const std::string& member : members) all += member;
  return node(tag, {all});
}

std::string unsigned_integer(std::string_view bytes) {
  while (!bytes.empty() && bytes[0] == '\0') bytes.remove_prefix(1);
  const bool padded = bytes.empty() || (bytes[0] & 0x80) != 0;  // DER integers are signed
  return node(kInteger, {std::string_view("\0", padded ? 1 : 0), bytes});
}

std::string integer(std::uint64_t value) {
  char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (56 - 8 * i) & 0xFF);
  return unsigned_integer({bytes, sizeof bytes});
}

std::string generalized_time(Instant at) {
  std::string text;
  for (const char c : at.to_string()) {
    if ((c >= '0' && c <= '9') || c == '.') text += c;
  }
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return node(kGeneralizedTime, {text, "Z"});
}

std::optional<std::string> object(std::string_view dotted) {
  std::string contents;
  std::uint64_t first = 0;
  std::size_t count = 0;
  for (const std::string_view part : split(dotted, '.')) {
    std::uint64_t arc = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), arc);
    if (error != std::errc() || end != part.data() + part.size() || arc >> 63 != 0) return std::nullopt;
    if (part.size() > 1 && part[0] == '0') return std::nullopt;
    if (++count == 1) {
      first = arc;
      if (first > 2) return std::nullopt;
      continue;
    }
    if (count == 2) {
      if (first < 2 && arc > 39) return std::nullopt;
      arc += first * 40;
    }
    std::string base128(1, static_cast<char>(arc & 0x7F));
    while ((arc >>= 7) != 0) base128.insert(base128.begin(), static_cast<char>(0x80 | (arc & 0x7F)));
    contents += base128;
  }
  if (count < 2) return std::nullopt;
  return node(kObject, {contents});
}

std::string ecdsa_signature(std::string_view raw) {
  const std::size_t half = raw.size() / 2;
  return node(kSequence, {unsigned_integer(raw.substr(0, half)), unsigned_integer(raw.substr(half))});
}

Node Reader::take() {
  const auto refuse = [this] {
    ok_ = false;
    rest_ = {};
    return Node{};
  };
  const auto byte = [this](std::size_t at) { return static_cast<unsigned char>(rest_[at]); };
  if (!ok_ || rest_.size() < 2 || (byte(0) & 0x1F) == 0x1F) return refuse();
  std::size_t head = 2, size = byte(1);
  if (size >= 0x80) {
    const std::size_t count = size & 0x7F;
    if (count == 0 || count > 4 || rest_.size() < 2 + count) return refuse();
    size = 0;
    for (std::size_t i = 0; i < count; ++i) size = size << 8 | byte(2 + i);
    if (size < 0x80 || size >> (8 * (count - 1)) == 0) return refuse();  // a shorter form exists
    head += count;
  }
  if (rest_.size() - head < size) return refuse();
  const Node found{byte(0), rest_.substr(head, size), rest_.substr(0, head + size)};
  rest_.remove_prefix(head + size);
  return found;
}

Node Reader::take(unsigned char tag) {
  Node found = take();
  if (found.tag == tag) return found;
  ok_ = false;
  rest_ = {};
  return {};
}

Reader Reader::enter(unsigned char tag) {
  Reader inner(take(tag).contents);
  inner.ok_ = ok_;
  return inner;
}

std::optional<Node> Reader::take_if(unsigned char tag) {
  if (!more() || static_cast<unsigned char>(rest_[0]) != tag) return std::nullopt;
  const Node found = take();
  if (!ok_) return std::nullopt;
  return found;
}

std::optional<std::uint64_t> small_integer(const Node& node) {
  const std::string_view bytes = node.contents;
  if (node.tag != kInteger || bytes.empty() || bytes.size() > 8 || (bytes[0] & 0x80) != 0) return std::nullopt;
  if (bytes.size() > 1 && bytes[0] == '\0' && (bytes[1] & 0x80) == 0) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::optional<Instant> instant(const Node& node) {
  std::string_view text = node.contents;
  if (node.tag != kGeneralizedTime || text.size() < 15 || text.back() != 'Z') return std::nullopt;
  text.remove_suffix(1);
  std::string decimals;
  if (text.size() > 14) {
    decimals = text.substr(15);
    if (text[14] != '.' || decimals.size() > 9 || !is_digits(decimals) || decimals.back() == '0') return std::nullopt;
  }
  if (!is_digits(text.substr(0, 14))) return std::nullopt;
  decimals.resize(3, '0');
  const auto part = [&](std::size_t at, std::size_t size) { return std::string(text.substr(at, size)); };
  return Instant::parse(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) + ":" + part(10, 2) + ":" +
                        part(12, 2) + "." + decimals + "Z");
}

std::optional<std::string> dotted(const Node& object) {
  if (object.tag != kObject || object.contents.empty() || object.contents.size() > 64) return std::nullopt;
  std::string text;
  std::uint64_t arc = 0;
  bool open = false;
  for (const char c : object.contents) {
    const auto byte = static_cast<unsigned char>(c);
    if ((!open && byte == 0x80) || arc >> 56 != 0) return std::nullopt;
    arc = arc << 7 | (byte & 0x7F);
    open = (byte & 0x80) != 0;
    if (open) continue;
    if (text.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
      text = std::to_string(first);
      arc -= first * 40;
    }
    text += "." + std::to_string(arc);
    arc = 0;
  }
  if (open) return std::nullopt;
  return text;
}

std::optional<CertificateParts> certificate_parts(std::string_view certificate) {
  Reader outer(certificate);
  Reader whole = outer.enter(kSequence);
  Reader body = whole.enter(kSequence);
  body.take_if(kContext0Constructed);  // version
  CertificateParts parts;
  parts.serial = body.take(kInteger).whole;
  body.take(kSequence);  // signature algorithm
  parts.issuer = body.take(kSequence).whole;
  if (!body.ok() || !outer.done()) return std::nullopt;
  return parts;
}

}  // namespace datong::crypto::der
