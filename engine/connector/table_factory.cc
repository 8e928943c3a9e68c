#include "engine/connector/table_factory.h"

#include <algorithm>
#include <set>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

// The connectors of a Flink distribution, which its message about an unknown one lists.
std::set<std::string> ConnectorsOfFlink(FlinkVersion version) {
  std::set<std::string> names = {"blackhole", "datagen", "filesystem", "kafka", "print", "upsert-kafka"};
  if (version == FlinkVersion::k2_3) names.insert("legacy-csv");
  return names;
}

absl::Status UnknownConnector(const TableOption& connector, FlinkVersion version, std::vector<std::string> known) {
  std::set<std::string> available = ConnectorsOfFlink(version);
  const bool has_own_jar = connector.value == "jdbc" || (connector.value == "postgres-cdc" && version == FlinkVersion::k1_20);
  if (available.contains(connector.value) || has_own_jar) {
    return UnsupportedError(Concat("the connector '", connector.value, "'"), connector.value_range);
  }
  available.insert(known.begin(), known.end());
  const std::vector<std::string> names(available.begin(), available.end());
  return ValidationError(
      Concat("Could not find any factory for identifier '", connector.value,
             "' that implements 'org.apache.flink.table.factories.DynamicTableFactory' in the classpath.\n\n"
             "Available factory identifiers are:\n\n",
             Join(names, "\n")),
      connector.value_range, DidYouMean(connector.value, names));
}

absl::Status WrongDirection(const CatalogTable& table, std::string_view can_be, std::string_view cannot_be) {
  const TableOption& connector = *table.options.Find("connector");
  return ValidationError(Concat("Connector '", connector.value, "' can only be used as a ", can_be, ". It cannot be used as a ",
                                cannot_be, "."),
                         connector.value_range);
}

}  // namespace

void TableFactories::Add(std::unique_ptr<const TableFactory> factory) { factories_.push_back(std::move(factory)); }

const TableFactory* TableFactories::Find(std::string_view identifier) const {
  for (const auto& factory : factories_) {
    if (factory->identifier() == identifier) return factory.get();
  }
  return nullptr;
}

namespace {

// What Flink says of a table of files before it looks at anything else.
absl::Status CheckFilesystem(const CatalogTable& table, const TableOption& connector) {
  std::string missing;
  for (const std::string_view key : {"format", "path"}) {
    if (table.options.Find(std::string(key)) == nullptr) Append(missing, "\n", key);
  }
  if (missing.empty()) return absl::OkStatus();
  return ValidationError(Concat("One or more required options are missing.\n\nMissing required options are:\n", missing),
                         connector.key_range);
}

}  // namespace

absl::StatusOr<const TableFactory*> TableFactories::FindOf(const CatalogTable& table, FlinkVersion version) const {
  const TableOption* connector = table.options.Find("connector");
  if (connector == nullptr) {
    const std::string_view managed =
        version == FlinkVersion::k1_20
            ? " Therefore, Flink assumes a managed table. However, a managed table factory that implements "
              "org.apache.flink.table.factories.ManagedTableFactory is not in the classpath."
            : "";
    return ValidationError(
        Concat("Table options do not contain an option key 'connector' for discovering a connector.", managed), table.name_range);
  }
  const TableFactory* factory = Find(connector->value);
  if (connector->value == "filesystem") DREY_RETURN_IF_ERROR(CheckFilesystem(table, *connector));
  if (factory == nullptr) return UnknownConnector(*connector, version, Identifiers());
  return factory;
}

absl::StatusOr<const TableFactory*> TableFactories::FindForReading(const CatalogTable& table, FlinkVersion version) const {
  DREY_ASSIGN_OR_RETURN(const TableFactory* factory, FindOf(table, version));
  if (!factory->can_read()) return WrongDirection(table, "sink", "source");
  return factory;
}

absl::StatusOr<const TableFactory*> TableFactories::FindForWriting(const CatalogTable& table, FlinkVersion version) const {
  DREY_ASSIGN_OR_RETURN(const TableFactory* factory, FindOf(table, version));
  if (!factory->can_write()) return WrongDirection(table, "source", "sink");
  return factory;
}

std::vector<std::string> TableFactories::Identifiers() const {
  std::vector<std::string> identifiers;
  for (const auto& factory : factories_) identifiers.emplace_back(factory->identifier());
  std::sort(identifiers.begin(), identifiers.end());
  return identifiers;
}

}  // namespace drey
