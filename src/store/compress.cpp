#include "store/compress.hpp"

#include <zdict.h>
#include <zstd.h>

#include <vector>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "domain/form/form.hpp"

namespace datong::store {
namespace {

constexpr int kLevel = 1;
constexpr std::size_t kDictionaryBytesMax = 16u << 10;

/// The member names of one group with values of the right shape, as our JSON writes them.
void append_group(std::string& out, domain::Group group, std::uint32_t seed) {
  out += '{';
  for (const domain::Field& field : domain::fields_of(group)) {
    seed = seed * 1664525 + 1013904223;
    if (seed >> 30 == 0) continue;  // a quarter of the fields is absent in each sample
    append_json_string(out, field.name);
    switch (field.type) {
      case domain::FieldType::text:
        out += ":\"";
        out += field.label_en;
        out += ' ';
        out += std::to_string(seed >> 20);
        break;
      case domain::FieldType::digits:
        out += ":\"";
        out += std::to_string(4'400'000'000ULL + seed % 100'000'000);
        break;
      case domain::FieldType::code:
      case domain::FieldType::code_list:
        out += ":\"";
        out += std::to_string(seed % 999);
        break;
      case domain::FieldType::decimal:
        out += ":\"" + std::to_string(seed % 99'999) + "." + std::to_string(seed % 97);
        break;
      case domain::FieldType::integer:
        out += ':';
        out += std::to_string(seed % 500);
        out += ',';
        continue;
      case domain::FieldType::date:
        out += ":\"2004-0" + std::to_string(1 + seed % 9) + "-1" + std::to_string(seed % 10);
        break;
      case domain::FieldType::dates: out += ":\"2004051" + std::to_string(seed % 10); break;
      case domain::FieldType::flags: out += ":\"0000"; break;
    }
    out += "\",";
  }
  out += "},";
}

std::string sample(std::uint32_t seed) {
  std::string out;
  append_group(out, domain::Group::header, seed);
  for (const domain::GroupSpec& group : domain::groups_of(domain::Group::header)) {
    if (group.group == domain::Group::header) continue;
    append_json_string(out, group.name);
    out += ":[";
    append_group(out, group.group, seed + 17);
    append_group(out, group.group, seed + 31);
    out += "],";
  }
  return out;
}

/// Text a frame can point back to; what is most often needed stands last, where it is cheapest to reach.
std::string raw_content() {
  std::string out;
  for (const domain::GroupSpec& group : domain::groups_of(domain::Group::header)) {
    for (const domain::Field& field : domain::fields_of(group.group)) {
      if (field.element.empty()) continue;
      out += "</" + std::string(field.element) + "><" + std::string(field.element) + ">";
    }
  }
  out += sample(3);
  out += sample(7);
  if (out.size() > 15'000) out.erase(0, out.size() - 15'000);
  return out;
}

std::string make_dictionary() {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::string one = sample(1000 + i * 7919);
    samples += one;
    sizes.push_back(one.size());
  }
  const std::string content = raw_content();
  std::string dictionary(kDictionaryBytesMax, '\0');
  ZDICT_params_t parameters{};
  parameters.compressionLevel = kLevel;
  const std::size_t size =
      ZDICT_finalizeDictionary(dictionary.data(), dictionary.size(), content.data(), content.size(), samples.data(),
                               sizes.data(), static_cast<unsigned>(sizes.size()), parameters);
  CHECK(!ZDICT_isError(size));
  dictionary.resize(size);
  return dictionary;
}

struct FreeContexts {
  void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

}  // namespace

const std::string& initial_dictionary() {
  static const std::string made = make_dictionary();
  return made;
}

std::uint32_t dictionary_id(std::string_view dictionary) {
  return ZDICT_getDictID(dictionary.data(), dictionary.size());
}

void Dictionaries::FreeCompressing::operator()(ZSTD_CDict_s* dictionary) const noexcept { ZSTD_freeCDict(dictionary); }
void Dictionaries::FreeDecompressing::operator()(ZSTD_DDict_s* dictionary) const noexcept {
  ZSTD_freeDDict(dictionary);
}
Dictionaries::Dictionaries() = default;
Dictionaries::~Dictionaries() = default;
Dictionaries::Dictionaries(Dictionaries&&) noexcept = default;
Dictionaries& Dictionaries::operator=(Dictionaries&&) noexcept = default;

Result<void> Dictionaries::add(std::string_view dictionary) {
  const std::uint32_t id = dictionary_id(dictionary);
  if (id == 0) return failure(Code::corrupt, "not a compression dictionary");
  compressing_.reset(ZSTD_createCDict(dictionary.data(), dictionary.size(), kLevel));
  auto& slot = decompressing_[id];
  slot.reset(ZSTD_createDDict(dictionary.data(), dictionary.size()));
  if (!compressing_ || !slot)
    return failure(Code::corrupt, "compression dictionary " + std::to_string(id) + " cannot be loaded");
  return {};
}

std::string Dictionaries::compress(std::string_view bytes) const {
  static thread_local const std::unique_ptr<ZSTD_CCtx, FreeContexts> context(ZSTD_createCCtx());
  static thread_local std::string buffer;
  CHECK(context != nullptr && compressing_ != nullptr);
  if (const std::size_t bound = ZSTD_compressBound(bytes.size()); buffer.size() < bound) buffer.resize(bound);
  const std::size_t size = ZSTD_compress_usingCDict(context.get(), buffer.data(), buffer.size(), bytes.data(),
                                                    bytes.size(), compressing_.get());
  CHECK(!ZSTD_isError(size));
  std::string frame(buffer, 0, size);
  if (buffer.size() > (1u << 20)) buffer = std::string();  // one large message must not stay with every thread
  return frame;
}

Result<std::string> Dictionaries::decompress(std::string_view frame) const {
  static thread_local const std::unique_ptr<ZSTD_DCtx, FreeContexts> context(ZSTD_createDCtx());
  CHECK(context != nullptr);
  const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > limits::kMessageBytesMax) {
    return failure(Code::corrupt, "not a frame of a stored message");
  }
  const std::uint32_t id = ZSTD_getDictID_fromFrame(frame.data(), frame.size());
  const auto found = decompressing_.find(id);
  if (found == decompressing_.end()) return failure(Code::corrupt, "no compression dictionary " + std::to_string(id));
  std::string bytes(size, '\0');
  const std::size_t written = ZSTD_decompress_usingDDict(context.get(), bytes.data(), bytes.size(), frame.data(),
                                                         frame.size(), found->second.get());
  if (ZSTD_isError(written) || written != size) return failure(Code::corrupt, "damaged frame of a stored message");
  return bytes;
}

}  // namespace datong::store
