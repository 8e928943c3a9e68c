// Diagnostics of the runtime on standard error: what a client library says, what was retried. Never errors or results, which travel as
// statuses and rows.
//
// Nothing is set up before the first message, so a program that logs nothing pays nothing. Log is thread-safe; StartLogging is called
// once, before threads are.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace drey {

enum class LogLevel : uint8_t { kTrace, kDebug, kInfo, kWarning, kError, kOff };

enum class LogFormat : uint8_t { kText, kJson };

// "trace", "debug", "info", "warn", "error", "off".
std::optional<LogLevel> ParseLogLevel(std::string_view text);

// Without a call: kWarning as text.
void StartLogging(LogLevel level, LogFormat format);

bool LogEnabled(LogLevel level);

// `component` says who speaks: "kafka", "checkpoint". `level` is not kOff.
void Log(LogLevel level, std::string_view component, std::string_view message);

}  // namespace drey
