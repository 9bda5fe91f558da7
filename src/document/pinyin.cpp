#include "document/pinyin.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>
#include <mutex>

namespace datong::document {
namespace {

bool is_ascii_word(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Small letters and digits of a text, without accents; of a reading ü is v, as it is typed.
std::string plain(const icu::UnicodeString& text, bool is_reading) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const apart = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return {};
  icu::UnicodeString pieces = apart->normalize(text, error);
  if (U_FAILURE(error)) return {};
  pieces.toLower(icu::Locale::getRoot());
  std::string out;
  for (int32_t i = 0; i < pieces.length(); i = pieces.moveIndex32(i, 1)) {
    const auto c = static_cast<char32_t>(pieces.char32At(i));
    if (is_ascii_word(c)) out += static_cast<char>(c);
    if (is_reading && c == U'\u0308' && !out.empty() && out.back() == 'u') out.back() = 'v';
  }
  return out;
}

class Readings {
 public:
  /// The syllable of one character, "" when ICU knows none.
  std::string of(char32_t c) {
    const std::lock_guard lock(mutex_);
    const auto [found, is_new] = syllables_.try_emplace(c);
    if (is_new) found->second = read(c);
    return found->second;
  }

 private:
  std::string read(char32_t c) {
    if (!han_to_latin_) {
      UErrorCode error = U_ZERO_ERROR;
      han_to_latin_.reset(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, error));
      if (U_FAILURE(error)) han_to_latin_.reset();
    }
    if (!han_to_latin_) return {};
    icu::UnicodeString text(static_cast<UChar32>(c));
    han_to_latin_->transliterate(text);
    return plain(text, true);
  }

  std::mutex mutex_;
  std::unique_ptr<icu::Transliterator> han_to_latin_;  // guarded by mutex_
  std::map<char32_t, std::string> syllables_;          // guarded by mutex_; at most every Han character, ≈ 10 MB
};

Readings& readings() {
  static Readings all;
  return all;
}

}  // namespace

Pinyin pinyin_of(std::string_view utf8) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  Pinyin pinyin;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) {
      const std::string syllable = readings().of(static_cast<char32_t>(c));
      pinyin.joined += syllable;
      if (!syllable.empty()) pinyin.initials += syllable.front();
    } else {
      const std::string letters = plain(icu::UnicodeString(c), false);
      pinyin.joined += letters;
      pinyin.initials += letters;
    }
  }
  return pinyin;
}

std::string folded(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return std::string(utf8);
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  std::string out;
  fold->normalize(text, error).toUTF8String(out);
  return U_FAILURE(error) ? std::string(utf8) : out;
}

}  // namespace datong::document
