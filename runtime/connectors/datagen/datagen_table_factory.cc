#include "runtime/connectors/datagen/datagen_table_factory.h"

#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/catalog/option_reader.h"
#include "runtime/connectors/datagen/datagen_plan.h"
#include "runtime/connectors/datagen/datagen_source.h"

namespace drey {
namespace {

absl::Status NoSink() { return BugError("a connector that is no sink was asked for one"); }

// Looked at when the source is made, as in Flink.
absl::Status CheckScanParallelism(const TableFactoryRequest& request) {
  const TableOption* option = request.table.options.Find("scan.parallelism");
  if (option == nullptr) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const int32_t parallelism, ParseInt(*option));
  if (parallelism > 0) return absl::OkStatus();
  return TableError(Concat("Invalid configured parallelism ", parallelism, " for table '", request.table.identifier.ToString(), "'."),
                    option->value_range);
}

}  // namespace

absl::StatusOr<std::vector<MetadataColumn>> DatagenTableFactory::ListReadableMetadata(const TableFactoryRequest& request) const {
  DREY_RETURN_IF_ERROR(ValidateDatagen(request).status());
  return std::vector<MetadataColumn>();
}

absl::StatusOr<std::shared_ptr<const SourceSpec>> DatagenTableFactory::CreateSource(const TableFactoryRequest& request) const {
  DREY_ASSIGN_OR_RETURN(DatagenPlan plan, ValidateDatagen(request));
  DREY_RETURN_IF_ERROR(CheckScanParallelism(request));
  // Also where it is more than the table's own number. In batch mode the table must have an end without it.
  const bool may_limit = request.mode == RuntimeMode::kStreaming || plan.number_of_rows || (request.bounded && !plan.sequences.empty());
  if (request.limit && may_limit) plan.number_of_rows = request.limit;
  return std::make_shared<const DatagenSourceSpec>(std::move(plan), request.bounded);
}

absl::StatusOr<std::vector<MetadataColumn>> DatagenTableFactory::ListWritableMetadata(const TableFactoryRequest&) const { return NoSink(); }

absl::StatusOr<std::shared_ptr<const SinkSpec>> DatagenTableFactory::CreateSink(const TableFactoryRequest&) const { return NoSink(); }

std::vector<OptionWithoutEffect> DatagenTableFactory::ListOptionsWithoutEffect(const CatalogTable& table, TableUse) const {
  const TableOption* parallelism = table.options.Find("scan.parallelism");
  if (parallelism == nullptr || !parallelism->origin.empty()) return {};
  return {{.key = parallelism->key, .reason = "the job's parallelism is that of its sources", .hint = "use --parallelism"}};
}

}  // namespace drey
