#include "runtime/logging/logging.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace drey {
namespace {

struct LoggingOptions {
  LogLevel level = LogLevel::kWarning;
  LogFormat format = LogFormat::kText;
};

constinit LoggingOptions g_options;

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return spdlog::level::trace;
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      break;
  }
  return spdlog::level::off;
}

// The contents of a JSON string.
std::string EscapeForJson(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> kLogger = [] {
    auto logger = std::make_shared<spdlog::logger>("drey", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_level(ToSpdlog(g_options.level));
    logger->flush_on(spdlog::level::trace);
    const bool json = g_options.format == LogFormat::kJson;
    logger->set_pattern(json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v",
                        spdlog::pattern_time_type::utc);
    return logger;
  }();
  return *kLogger;
}

}  // namespace

std::optional<LogLevel> ParseLogLevel(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, LogLevel>, 6> kLevels = {{{"trace", LogLevel::kTrace},
                                                                            {"debug", LogLevel::kDebug},
                                                                            {"info", LogLevel::kInfo},
                                                                            {"warn", LogLevel::kWarning},
                                                                            {"error", LogLevel::kError},
                                                                            {"off", LogLevel::kOff}}};
  for (const auto& [name, level] : kLevels) {
    if (name == text) return level;
  }
  return std::nullopt;
}

void StartLogging(LogLevel level, LogFormat format) { g_options = {level, format}; }

bool LogEnabled(LogLevel level) { return level >= g_options.level; }

void Log(LogLevel level, std::string_view component, std::string_view message) {
  if (!LogEnabled(level)) return;
  if (g_options.format == LogFormat::kJson) {
    Logger().log(ToSpdlog(level), R"("component":"{}","message":"{}")", EscapeForJson(component), EscapeForJson(message));
  } else {
    Logger().log(ToSpdlog(level), "{}: {}", component, message);
  }
}

}  // namespace drey
