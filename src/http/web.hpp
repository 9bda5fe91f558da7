#pragma once
// A built single-page app, held in memory: its index for every page, its files below "/assets/", each with the compressed
// siblings the build made. A path is looked up as it stands, so none leads anywhere else. Not here: reading the
// folder (programs/). Thread rule: built once, then read from any thread.
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"

namespace datong::http {

class Web {
 public:
  /// No pages: "/" says so.
  Web() = default;
  /// `files`: path below the folder ("index.html", "assets/main-1a2b.js", "assets/main-1a2b.js.br") and bytes.
  /// Errors: not_found (index.html), malformed (a compressed file without its plain one), too_large (limits::kWeb…).
  static Result<Web> make(std::vector<std::pair<std::string, std::string>> files);

  bool has_pages() const { return files_.contains("index.html"); }
  Response page(const Request& request) const;   ///< the index; 404 with a plain page when there is none
  Response start(const Request& request) const;  ///< the index; a plain page when there is none
  Response asset(const Request& request) const;  ///< by the request's path, below "/assets/" for ever; 404

 private:
  enum Coding : std::uint8_t { plain, gzip, brotli };
  struct Variant {
    std::string bytes, etag;
  };
  struct File {
    std::string content_type;
    std::array<Variant, 3> variants;  ///< by Coding; no etag = there is none
  };
  static Response answer(const Request& request, const File& file, bool is_for_ever);

  std::map<std::string, File, std::less<>> files_;  ///< by path below the folder
};

}  // namespace datong::http
