// The rules as the browser runs them: the same domain code, built for wasm32-wasi and natively; both print the same verdicts.
// Arguments: data folder, legal day, number of generated documents. Reads the edition's files named on standard input, one a line.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/csv.hpp"
#include "domain/declaration/example.hpp"

namespace {

using namespace datong;
using namespace datong::domain;

std::string read_file(const std::string& path) {
  std::string bytes;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[16384];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
    std::fclose(file);
  }
  return bytes;
}

std::string read_line() {
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) line += static_cast<char>(c);
  return line;
}

/// Small, the same everywhere (PCG-like): the documents must be equal on both sides.
struct Random {
  std::uint64_t state;
  std::uint32_t next(std::uint32_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state >> 33) % below;
  }
};

/// Damages a few fields: emptied, too long, another code, letters where digits belong.
void damage(Document& document, Random& random) {
  constexpr const char* kValues[] = {"", "0", "999", "X", "2026-02-30", "1.123456", "-1", "双 名", "00000000000000000000000000000000000000000000000000"};
  std::vector<Record*> records{&document.header()};
  for (Record& child : document.header().children()) records.push_back(&child);
  for (std::uint32_t i = 0; i < 1 + random.next(4); ++i) {
    Record& record = *records[random.next(static_cast<std::uint32_t>(records.size()))];
    const std::size_t position = random.next(static_cast<std::uint32_t>(fields_of(record.group()).size()));
    record.set(position, kValues[random.next(std::size(kValues))]);
  }
}

void print_findings(int number, const std::vector<Finding>& findings) {
  for (const Finding& f : findings) {
    std::printf("%d %s %s %d", number, f.path.c_str(), std::string(f.rule).c_str(), static_cast<int>(f.severity));
    for (const std::string& value : f.values) std::printf(" [%s]", value.c_str());
    std::printf("\n");
  }
  std::printf("%d %zu findings\n", number, findings.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto day = Date::parse(argv[2]);
  if (!day) return 2;
  EditionBuilder builder;
  for (std::string name = read_line(); !name.empty(); name = read_line()) {
    auto table = read_csv(read_file(std::string(argv[1]) + "/" + name));
    if (!table) return 3;
    builder.add(name, std::move(*table));
  }
  auto edition = builder.build("data", "");
  if (!edition) return 4;
  const int count = std::atoi(argv[3]);
  for (int i = 0; i < count; ++i) {
    Random random{static_cast<std::uint64_t>(i) + 1};
    Document document = i % 2 == 0 ? example_export(*day) : example_import(*day);
    if (i % 7 == 0) make_lines(document, 1 + random.next(12));
    if (i > 1) damage(document, random);
    print_findings(i, review_form(document, **edition, *day));
  }
  return 0;
}
