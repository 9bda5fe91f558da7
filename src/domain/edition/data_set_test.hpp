#pragma once
// For tests only: reads a data set of data/ into an EditionBuilder the way the programs do (base.txt names the set it
// builds on, its own tables replace the base's). Needs DATONG_SOURCE_DIR. Thread rule: none.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "domain/edition/edition.hpp"

namespace datong::domain {

inline std::string bytes_of_test_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Adds every table of data/<set>, the base's first.
inline void add_data_set(EditionBuilder& builder, const std::string& set) {
  const std::filesystem::path folder = std::filesystem::path(DATONG_SOURCE_DIR) / "data" / set;
  if (std::filesystem::exists(folder / "base.txt")) {
    std::string base = bytes_of_test_file(folder / "base.txt");
    while (!base.empty() && base.back() == '\n') base.pop_back();
    add_data_set(builder, base);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".csv") continue;
    auto table = read_csv(bytes_of_test_file(entry.path()));
    if (!table) throw std::runtime_error(entry.path().string() + ": " + table.error().detail);
    builder.add(std::filesystem::relative(entry.path(), folder).generic_string(), std::move(*table));
  }
}

/// The data set as an edition; throws with every bad cell when it does not build.
inline std::shared_ptr<const Edition> edition_for_test(const std::string& set) {
  EditionBuilder builder;
  add_data_set(builder, set);
  auto edition = builder.build(set, "hash-of-" + set);
  if (edition) return *edition;
  std::string all = set + " does not build:";
  for (const Finding& bad : edition.error().refusals) {
    all += "\n" + bad.path;
    for (const std::string& value : bad.values) all += ", " + value;
  }
  throw std::runtime_error(all);
}

}  // namespace datong::domain
