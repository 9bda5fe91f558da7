#include "programs/datong/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/text.hpp"
#include "programs/datong/home.hpp"

namespace datong::programs {

void log_line(std::string_view level, std::string_view event, std::string_view detail) {
  static const auto logger = [] {
    auto made = spdlog::stderr_logger_mt("datong");
    made->set_pattern("%v");
    return made;
  }();
  std::string line = "{\"at\":" + json_string(SystemClock().now().to_string()) + ",\"level\":" + json_string(level) + ",\"event\":" + json_string(event);
  if (!detail.empty()) line += ",\"detail\":" + json_string(detail);
  logger->info("{}", line + "}");
}

}  // namespace datong::programs
