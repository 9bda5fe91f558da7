#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace datong {
void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "{\"level\":\"fatal\",\"event\":\"invariant_broken\",\"check\":\"%s\",\"at\":\"%s:%d\"}\n", expression, file, line);
  std::abort();
}
}  // namespace datong
