#pragma once
// The log: one JSON line an event, on standard error.
#include <string_view>

namespace datong::programs {
void log_line(std::string_view level, std::string_view event, std::string_view detail);
}
