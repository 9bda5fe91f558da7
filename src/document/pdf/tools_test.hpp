#pragma once
// For tests only: looks at our PDF files with other people's programs (poppler, qpdf, MuPDF, zbar). Thread rule: one
// test program at a time owns its folder of temporary files.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace datong::document::pdf {

/// What a command says on both outputs.
inline std::string said_by(const std::string& command) {
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return "popen failed";
  std::string out;
  std::array<char, 4096> part{};
  for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;) out.append(part.data(), size);
  const int status = ::pclose(pipe);
  if (status != 0) out += "\n[status " + std::to_string(status >> 8) + "]";
  return out;
}

/// A file in a folder of this process, gone with the object.
class TemporaryPdf {
 public:
  explicit TemporaryPdf(std::string_view bytes) {
    static int count = 0;
    base_ = (std::filesystem::temp_directory_path() /
             ("datong_pdf_" + std::to_string(::getpid()) + "_" + std::to_string(++count)))
                .string();
    std::ofstream(path(), std::ios::binary) << bytes;
  }
  ~TemporaryPdf() {
    std::error_code ignored;
    std::filesystem::remove(path(), ignored);
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path(), ignored)) {
      if (entry.path().string().starts_with(base_ + "-")) std::filesystem::remove(entry.path(), ignored);
    }
  }
  TemporaryPdf(const TemporaryPdf&) = delete;
  TemporaryPdf& operator=(const TemporaryPdf&) = delete;
  std::string path() const { return base_ + ".pdf"; }
  std::string images() const { return base_ + "-image"; }

 private:
  std::string base_;
};

/// One word where pdftotext sees it, in points from the top left corner.
struct Word {
  std::size_t page = 0;
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  std::string text;
};

inline std::vector<Word> words_of(const std::string& path) {
  std::vector<Word> out;
  std::size_t page = 0;
  const std::string html = said_by("pdftotext -bbox -q " + path + " -");
  for (std::size_t at = 0; (at = html.find('<', at)) != html.npos; ++at) {
    if (html.compare(at, 6, "<page ") == 0) ++page;
    if (html.compare(at, 6, "<word ") != 0) continue;
    Word word;
    word.page = page;
    int length = 0;
    if (std::sscanf(html.c_str() + at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%n", &word.x1,
                    &word.y1, &word.x2, &word.y2, &length) != 4)
      continue;
    const std::size_t start = at + static_cast<std::size_t>(length);
    word.text = html.substr(start, html.find("</word>", start) - start);
    for (const auto& [entity, sign] :
         {std::pair{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}}) {
      for (std::size_t found = word.text.find(entity); found != std::string::npos;
           found = word.text.find(entity, found + 1))
        word.text.replace(found, std::string_view(entity).size(), sign);
    }
    out.push_back(std::move(word));
  }
  return out;
}

/// Without blanks and line breaks: how a text is compared that may break anywhere.
inline std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') out += c;
  }
  return out;
}

/// Everything in that rectangle of a page (hundredths of a millimetre), squeezed; each word must stand in it wholly.
inline std::string text_in(const std::vector<Word>& words, std::size_t page, int x1, int y1, int x2, int y2) {
  constexpr double kPoints = 72 / 2540.0, kSlack = 0.6;
  std::string out;
  for (const Word& word : words) {
    const double x = (word.x1 + word.x2) / 2, y = (word.y1 + word.y2) / 2;
    if (word.page != page || x < x1 * kPoints || x > x2 * kPoints || y < y1 * kPoints || y > y2 * kPoints) continue;
    EXPECT_GE(word.x1, x1 * kPoints - kSlack) << word.text;
    EXPECT_LE(word.x2, x2 * kPoints + kSlack) << word.text;
    EXPECT_GE(word.y1, y1 * kPoints - kSlack * 2) << word.text;
    EXPECT_LE(word.y2, y2 * kPoints + kSlack * 2) << word.text;
    out += word.text;
  }
  return out;
}

}  // namespace datong::document::pdf
