#include "engine/formats/format_discovery.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

// The formats that Flink has with the Kafka connector, which its message about an unknown one lists.
std::set<std::string> FormatsOfFlink() {
  return {"canal-json", "csv", "debezium-json", "json", "maxwell-json", "ogg-json", "raw"};
}

absl::Status UnknownFormat(const TableOption& option, std::string_view factory_interface) {
  std::set<std::string> available = FormatsOfFlink();
  if (available.contains(option.value)) return UnsupportedError(Concat("the format '", option.value, "'"), option.value_range);
  for (std::string& identifier : FormatIdentifiers()) available.insert(std::move(identifier));
  const std::vector<std::string> names(available.begin(), available.end());
  return ValidationError(Concat("Could not find any factory for identifier '", option.value,
                                "' that implements 'org.apache.flink.table.factories.", factory_interface,
                                "' in the classpath.\n\nAvailable factory identifiers are:\n\n", Join(names, "\n")),
                         option.value_range, DidYouMean(option.value, names));
}

// "json." of "format", "value.json." of "value.format".
std::string PrefixOf(std::string_view key, std::string_view identifier) {
  constexpr std::string_view kFormat = "format";
  return Concat(key.substr(0, key.size() - kFormat.size()), identifier, ".");
}

struct FoundFormat {
  const Format* format;
  OptionReader options;
};

absl::StatusOr<std::optional<FoundFormat>> Discover(const OptionReader& options, std::string_view key,
                                                    std::string_view factory_interface) {
  const TableOption* option = options.Find(key);
  if (option == nullptr) return std::optional<FoundFormat>();
  const Format* format = FindFormat(option->value);
  if (format == nullptr) return UnknownFormat(*option, factory_interface);
  return std::optional<FoundFormat>({format, options.WithPrefix(PrefixOf(key, option->value))});
}

absl::Status MissingFormat(std::string_view direction, std::string_view key) {
  return ValidationError(Concat("Could not find required ", direction, " format '", key, "'."));
}

}  // namespace

absl::StatusOr<std::optional<DecodingFormat>> DiscoverOptionalDecodingFormat(const OptionReader& options, std::string_view key,
                                                                             FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(const std::optional<FoundFormat> found, Discover(options, key, "DeserializationFormatFactory"));
  if (!found) return std::optional<DecodingFormat>();
  DREY_ASSIGN_OR_RETURN(DecodingFormat format, found->format->CreateDecoding(found->options, version));
  return std::optional<DecodingFormat>(std::move(format));
}

absl::StatusOr<std::optional<EncodingFormat>> DiscoverOptionalEncodingFormat(const OptionReader& options, std::string_view key,
                                                                             FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(const std::optional<FoundFormat> found, Discover(options, key, "SerializationFormatFactory"));
  if (!found) return std::optional<EncodingFormat>();
  DREY_ASSIGN_OR_RETURN(EncodingFormat format, found->format->CreateEncoding(found->options, version));
  return std::optional<EncodingFormat>(std::move(format));
}

absl::StatusOr<DecodingFormat> DiscoverDecodingFormat(const OptionReader& options, std::string_view key, FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(std::optional<DecodingFormat> format, DiscoverOptionalDecodingFormat(options, key, version));
  if (!format) return MissingFormat("scan", key);
  return *std::move(format);
}

absl::StatusOr<EncodingFormat> DiscoverEncodingFormat(const OptionReader& options, std::string_view key, FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(std::optional<EncodingFormat> format, DiscoverOptionalEncodingFormat(options, key, version));
  if (!format) return MissingFormat("sink", key);
  return *std::move(format);
}

}  // namespace drey
