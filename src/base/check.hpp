#pragma once
// CHECK(condition): an invariant that input can never break. Logs and aborts in every build.
namespace datong {
[[noreturn]] void check_failed(const char* expression, const char* file, int line);
}
#define CHECK(condition) \
  do { \
    if (!(condition)) ::datong::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
