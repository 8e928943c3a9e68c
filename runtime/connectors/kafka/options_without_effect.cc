#include "runtime/connectors/kafka/options_without_effect.h"

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "engine/formats/format.h"
#include "runtime/connectors/kafka/client_properties.h"
#include "runtime/connectors/kafka/kafka_options.h"

namespace drey {
namespace {

constexpr std::string_view kOnlyWritten = "belongs to sources, and the job only writes the table";
constexpr std::string_view kOnlyRead = "belongs to sinks, and the job only reads the table";

// An option that a mode asks for, and the mode.
struct OptionOfMode {
  std::string_view key;
  std::string_view mode_key;
  std::string_view mode;
};

constexpr OptionOfMode kOptionsOfModes[] = {
    {"scan.startup.timestamp-millis", "scan.startup.mode", "timestamp"},
    {"scan.startup.specific-offsets", "scan.startup.mode", "specific-offsets"},
    {"scan.bounded.timestamp-millis", "scan.bounded.mode", "timestamp"},
    {"scan.bounded.specific-offsets", "scan.bounded.mode", "specific-offsets"},
};

class OptionJudge {
 public:
  OptionJudge(const TableOptions& options, TableUse use) : options_(options), use_(use), properties_(DescribeClientProperties()) {}

  std::optional<OptionWithoutEffect> Judge(const TableOption& option) const {
    const std::string_view key = option.key;
    if (key.starts_with(kPropertiesPrefix)) return JudgeProperty(option);
    if (key.starts_with("scan.")) return use_.is_read ? JudgeMode(option) : Remark(option, kOnlyWritten);
    if (key.starts_with("sink.")) return use_.is_written ? std::nullopt : Remark(option, kOnlyRead);
    return JudgeFormatOption(option);
  }

 private:
  static std::optional<OptionWithoutEffect> Remark(const TableOption& option, std::string_view reason, std::string hint = {}) {
    return OptionWithoutEffect{.key = option.key, .reason = std::string(reason), .hint = std::move(hint)};
  }

  std::optional<OptionWithoutEffect> JudgeMode(const TableOption& option) const {
    for (const OptionOfMode& of_mode : kOptionsOfModes) {
      if (option.key != of_mode.key) continue;
      const TableOption* mode = options_.Find(of_mode.mode_key);
      if (mode != nullptr && EqualsIgnoreCase(mode->value, of_mode.mode)) return std::nullopt;
      return Remark(option, Concat("is for '", of_mode.mode_key, "' = '", of_mode.mode, "' only"));
    }
    return std::nullopt;
  }

  // What no client knows, or none heeds, is said where a client is configured.
  std::optional<OptionWithoutEffect> JudgeProperty(const TableOption& option) const {
    const std::string_view name = std::string_view(option.key).substr(kPropertiesPrefix.size());
    bool is_known = false;
    for (const ClientPropertyDescription& property : properties_) {
      if (property.name != name) continue;
      if (IsOfUsedClient(property)) return std::nullopt;
      is_known = true;
    }
    if (!is_known) return std::nullopt;
    return Remark(option, use_.is_read ? "belongs to producers, and the job only reads the table"
                                       : "belongs to consumers, and the job only writes the table");
  }

  bool IsOfUsedClient(const ClientPropertyDescription& property) const {
    const auto is_of = [&](std::string_view client) { return property.clients.find(client) != std::string_view::npos; };
    return is_of("all") || (use_.is_read && (is_of("consumer") || is_of("admin"))) || (use_.is_written && is_of("producer"));
  }

  // "json.…", "key.json.…", "value.json.…".
  std::optional<OptionWithoutEffect> JudgeFormatOption(const TableOption& option) const {
    for (const std::string_view prefix : {"", "key.", "value."}) {
      const TableOption* chosen = options_.Find(Concat(prefix, "format"));
      const Format* format = chosen == nullptr ? nullptr : FindFormat(chosen->value);
      if (format == nullptr) continue;
      const std::string options_prefix = Concat(prefix, chosen->value, ".");
      if (!option.key.starts_with(options_prefix)) continue;
      const FormatOptionUse use = format->UseOfOption(std::string_view(option.key).substr(options_prefix.size()));
      if (use == FormatOptionUse::kDecoding && !use_.is_read) return Remark(option, "is for reading, and the job only writes the table");
      if (use == FormatOptionUse::kEncoding && !use_.is_written) return Remark(option, "is for writing, and the job only reads the table");
    }
    return std::nullopt;
  }

  const TableOptions& options_;
  TableUse use_;
  std::vector<ClientPropertyDescription> properties_;
};

}  // namespace

std::vector<OptionWithoutEffect> KafkaOptionsWithoutEffect(const TableOptions& options, TableUse use) {
  const OptionJudge judge(options, use);
  std::vector<OptionWithoutEffect> found;
  for (const TableOption& option : options.all()) {
    if (!option.origin.empty()) continue;
    if (std::optional<OptionWithoutEffect> remark = judge.Judge(option)) found.push_back(*std::move(remark));
  }
  return found;
}

}  // namespace drey
