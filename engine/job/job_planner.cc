#include "engine/job/job_planner.h"

#include <algorithm>
#include <optional>
#include <set>

#include "engine/base/finding.h"
#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/catalog/option_reader.h"
#include "engine/connector/metadata_columns.h"
#include "engine/expression/binder.h"
#include "engine/job/changelog_plan.h"
#include "engine/job/upsert_keys.h"
#include "engine/job/values_source.h"
#include "engine/operators/calc.h"
#include "engine/operators/changelog_normalize.h"
#include "engine/operators/constraint_enforcer.h"
#include "engine/operators/drop_update_before.h"
#include "engine/operators/exchange.h"
#include "engine/operators/length_enforcer.h"
#include "engine/operators/limit.h"
#include "engine/operators/sink_materializer.h"
#include "engine/plan/flink_explain.h"
#include "engine/plan/rules/condition_simplification.h"
#include "engine/plan/rules/constant_folding.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/types/binary_row.h"

namespace drey {
namespace {

constexpr std::string_view kMiniBatchEnabled = "table.exec.mini-batch.enabled";

const MetadataColumn* FindMetadata(const std::vector<MetadataColumn>& offered, std::string_view key) {
  const auto found =
      std::find_if(offered.begin(), offered.end(), [&](const MetadataColumn& metadata) { return metadata.key == key; });
  return found == offered.end() ? nullptr : &*found;
}

// Some casts Flink refuses only when it makes the code of a job, in other words.
absl::Status MetadataCastError(const absl::Status& cast, const CatalogColumn& column, const CatalogTable& table, const LogicalType& declared,
                               std::string_view direction, std::string_view other) {
  if (MessageOf(cast).starts_with("The cast from ")) return WithRange(cast, column.range);
  const std::string key = column.metadata_key == column.name ? "" : Concat("' with metadata key '", column.metadata_key);
  return ValidationError(Concat("Invalid data type for metadata column '", column.name, key, "' of table '", table.identifier.ToString(),
                                "'. The column cannot be declared as '", declared.ToString(), "' because the type must be castable ",
                                direction, " metadata type '", other, "'."),
                         column.range);
}

// What a query needs to know of the others that a UNION ALL puts beside it.
struct UnionBranch {
  LogicalPlanPointer query = {};
  bool is_one_of_union = false;
  bool shares_source = false;  // another one reads the same table
};

const LogicalPlan& LeafOf(const LogicalPlan& plan) { return plan.inputs.empty() ? plan : LeafOf(*plan.inputs.front()); }

std::vector<UnionBranch> BranchesOf(const LogicalPlanPointer& query) {
  std::vector<UnionBranch> branches;
  for (LogicalPlanPointer& branch : SplitUnions(query)) branches.push_back({.query = std::move(branch)});
  for (UnionBranch& branch : branches) {
    branch.is_one_of_union = branches.size() > 1;
    const CatalogTable* table = LeafOf(*branch.query).table.get();
    branch.shares_source = table != nullptr && std::count_if(branches.begin(), branches.end(), [&](const UnionBranch& other) {
                             const CatalogTable* read = LeafOf(*other.query).table.get();
                             return read != nullptr && read->identifier == table->identifier;
                           }) > 1;
  }
  return branches;
}

void CollectScans(const LogicalPlanPointer& plan, std::vector<LogicalPlanPointer>& scans) {
  if (plan->kind == LogicalPlan::Kind::kScan) scans.push_back(plan);
  for (const LogicalPlanPointer& input : plan->inputs) CollectScans(input, scans);
}

class PipelinePlanner {
 public:
  PipelinePlanner(const InsertPlan& insert, const JobPlanRequest& request, const UnionBranch& branch,
                  std::vector<absl::Status>& notices)
      : insert_(insert), request_(request), branch_(branch), notices_(notices) {
    environment_.version = request.version;
    environment_.time_zone = request.time_zone;
  }

  // The scan of a query that cannot be run as a whole: its table and options are validated. Whether it gives inserts only.
  absl::StatusOr<bool> CheckScan() {
    DREY_RETURN_IF_ERROR(PlanSource());
    return gives_inserts_only();
  }

  // The sink of such a query; `updating`: where it is known how the query changes rows that it has given.
  absl::Status CheckSink(const std::optional<UpdatingOperator>& updating) {
    const CatalogTable& table = *insert_.sink;
    DREY_ASSIGN_OR_RETURN(const TableFactory* factory, request_.factories.FindForWriting(table, request_.version));
    DREY_RETURN_IF_ERROR(factory->ListWritableMetadata(RequestFor(table, {})).status());
    DREY_RETURN_IF_ERROR(CheckSinkAbilities(table, *factory));
    DREY_ASSIGN_OR_RETURN(const std::vector<MetadataColumn> offered, ResolveWritableMetadata(*factory, RequestFor(table, {})));
    DREY_RETURN_IF_ERROR(insert_.mismatch);
    std::vector<std::string> keys;
    for (const MetadataColumn& metadata : offered) {
      if (std::any_of(table.columns.begin(), table.columns.end(), [&](const CatalogColumn& column) {
            return column.kind == CatalogColumn::Kind::kMetadata && !column.is_virtual && column.metadata_key == metadata.key;
          })) {
        keys.push_back(metadata.key);
      }
    }
    if (updating && updating->has_key && factory->takes_upserts()) DREY_RETURN_IF_ERROR(CheckConflictOf(*updating));
    DREY_ASSIGN_OR_RETURN(const std::shared_ptr<const SinkSpec> sink, factory->CreateSink(RequestFor(table, keys)));
    const bool takes_updates = sink->accepted_changes().Contains(RowKind::kUpdateAfter) || sink->adapts_to_input();
    if (!updating || updating->text.empty() || takes_updates) return absl::OkStatus();
    return TableError(Concat("Table sink '", table.identifier.ToString(), "' doesn't support consuming update changes which is produced by node ",
                             updating->text),
                      insert_.target_range);
  }

  absl::StatusOr<Pipeline> PlanQuery() {
    DREY_RETURN_IF_ERROR(PlanSource());
    DREY_ASSIGN_OR_RETURN(const ChangelogPlan changes, PlanChanges(ChangelogMode::All(), insert_.query->schema));
    // EXPLAIN shows what nobody takes, so that no row needs to say what it was.
    DREY_ASSIGN_OR_RETURN(const ChangelogPlan shown, PlanChanges(ChangelogMode::Upsert(), insert_.query->schema));
    Show(shown);
    if (CalcIsIdentity() && !shown.normalizes && !calc_.limit) pipeline_.shown.mini_batch.reset();
    DREY_RETURN_IF_ERROR(AddQuery(changes, insert_.query->schema));
    return std::move(pipeline_);
  }

  absl::StatusOr<Pipeline> Plan() {
    DREY_RETURN_IF_ERROR(PlanSource());
    DREY_RETURN_IF_ERROR(WithRange(PlanSink(), insert_.sink->name_range));
    DREY_RETURN_IF_ERROR(CheckConflictClause());
    DREY_ASSIGN_OR_RETURN(const ChangelogPlan changes,
                          PlanChanges(pipeline_.sink.spec->accepted_changes(), pipeline_.sink.schema));
    Show(changes);
    DREY_RETURN_IF_ERROR(AddQuery(changes, pipeline_.sink.schema));
    DREY_RETURN_IF_ERROR(AddConstraintEnforcer());
    if (changes.materializes && ChecksConflicts()) RefuseConflictCheck();
    if (changes.materializes && !ChecksConflicts()) DREY_RETURN_IF_ERROR(AddMaterializer(changes));
    if (gives_inserts_only()) DREY_RETURN_IF_ERROR(AddConflictHandling());
    return std::move(pipeline_);
  }

 private:
  void Show(const ChangelogPlan& changes) {
    pipeline_.shown.drops_update_before = changes.drops_update_before;
    pipeline_.shown.materializes = changes.materializes;
    if (!changes.normalizes && !changes.condition_before) return;
    if (changes.normalizes) {
      pipeline_.shown.normalization = NormalizeText(changes, pipeline_.source.schema);
      pipeline_.shown.physical_normalization = NormalizeText(changes, pipeline_.source.schema, PlanStyle::kPhysical);
    }
    for (const size_t key : changes.keys) {
      pipeline_.shown.normalized_key.push_back(pipeline_.source.schema.columns[changes.columns[key]].name);
    }
    for (const size_t column : changes.columns) pipeline_.shown.normalized_columns.push_back(pipeline_.source.schema.columns[column].name);
    pipeline_.shown.condition_before = changes.condition_before;
    pipeline_.shown.condition_behind = changes.condition_behind;
  }

  absl::Status PlanSource() {
    DREY_ASSIGN_OR_RETURN(calc_, MergeCalcs(insert_.query, request_.version));
    if (insert_.mismatch.ok()) DREY_RETURN_IF_ERROR(CheckRefusals());
    DREY_RETURN_IF_ERROR(FoldAll());
    DREY_RETURN_IF_ERROR(calc_.leaf->kind == LogicalPlan::Kind::kScan ? WithRange(PlanScan(), calc_.leaf->table->name_range)
                                                                      : PlanValues());
    return CheckMode();
  }

  absl::Status CheckRefusals() const {
    for (const BoundExpressionPointer& projection : calc_.projections) DREY_RETURN_IF_ERROR(RefusalOf(*projection));
    return calc_.condition ? RefusalOf(*calc_.condition) : absl::OkStatus();
  }

  absl::Status FoldAll() {
    for (BoundExpressionPointer& projection : calc_.projections) {
      DREY_ASSIGN_OR_RETURN(projection, FoldConstants(projection, environment_));
      projection = SimplifyConditions(projection, UnknownAs::kUnknown, request_.version);
    }
    if (calc_.condition) {
      DREY_ASSIGN_OR_RETURN(calc_.condition, FoldConstants(calc_.condition, environment_));
      calc_.condition = SimplifyConditions(calc_.condition, UnknownAs::kFalse, request_.version);
      if (TruthOf(*calc_.condition) == true) calc_.condition = nullptr;
    }
    return absl::OkStatus();
  }

  TableFactoryRequest RequestFor(const CatalogTable& table, std::span<const std::string> metadata_keys) {
    return {.table = table,
            .version = request_.version,
            .mode = request_.mode,
            .bounded = request_.bounded,
            .metadata_keys = metadata_keys,
            .warnings = &warnings_};
  }

  // What connectors have said of options.
  void AddWarnings() {
    for (const absl::Status& warning : warnings_) {
      const ErrorDetail detail = DetailOf(warning);
      AddNotice(MakeFinding("option-without-effect", MessageOf(warning), detail.range, detail.hint));
    }
    warnings_.clear();
  }

  // Once, though a table may be in several pipelines.
  void AddNotice(absl::Status notice) {
    if (std::find(notices_.begin(), notices_.end(), notice) == notices_.end()) notices_.push_back(std::move(notice));
  }

  // Where only the mode asks for an end, a source that has one of its own keeps it; another one gets one, which is said.
  absl::Status CreateSource(const CatalogTable& table, const TableFactory& factory, std::span<const std::string> keys) {
    TableFactoryRequest request = RequestFor(table, keys);
    request.limit = pipeline_.shown.source_limit;
    if (request_.bound_by_mode) {
      request.bounded = false;
      DREY_ASSIGN_OR_RETURN(pipeline_.source.spec, factory.CreateSource(request));
      if (pipeline_.source.spec->bounded()) return absl::OkStatus();
      request.bounded = true;
    }
    DREY_ASSIGN_OR_RETURN(pipeline_.source.spec, factory.CreateSource(request));
    const SourceSpec& source = *pipeline_.source.spec;
    if (request_.bound_by_mode && source.bounded()) {
      AddNotice(MakeFinding("unbounded-in-batch", Concat("table ", table.identifier.name, " is unbounded: in batch mode it is read up to ",
                                                         source.requested_end(), " (--strict refuses that)")));
    }
    if (!request_.bounded || request_.bound_by_mode || source.bounded()) return absl::OkStatus();
    return InvalidError(Concat("table ", table.identifier.name, " has no end"), calc_.leaf->range, source.bounding_hint());
  }

  absl::Status PlanScan() {
    const CatalogTable& table = *calc_.leaf->table;
    DREY_ASSIGN_OR_RETURN(const TableFactory* factory, request_.factories.FindForReading(table, request_.version));
    std::vector<std::string> keys;
    DREY_RETURN_IF_ERROR(PlanReadMetadata(table, *factory, keys));
    pipeline_.shown.assigns_watermark = !table.watermarks.empty() && !factory->takes_watermark();
    DREY_RETURN_IF_ERROR(PlanMiniBatch(table));
    if (factory->takes_limit() && !pipeline_.shown.assigns_watermark) pipeline_.shown.source_limit = calc_.leaf_limit;
    DREY_RETURN_IF_ERROR(CreateSource(table, *factory, keys));
    AddWarnings();
    pipeline_.source.drops_failures_of_query = pipeline_.source.spec->drops_failures_of_query();
    pipeline_.source.table = table.identifier.ToString();
    pipeline_.source.name = Concat("Source: ", table.identifier.name);
    if (pipeline_.source.schema.columns.empty()) pipeline_.source.schema = calc_.leaf->schema;
    return absl::OkStatus();
  }

  // Where something waits for time to pass, Flink says itself when it has: for bundles (table.exec.mini-batch.*) not at every watermark.
  absl::Status PlanMiniBatch(const CatalogTable& table) {
    DREY_ASSIGN_OR_RETURN(const bool in_bundles, request_.settings.Boolean(kMiniBatchEnabled, false));
    const bool waits_for_time = !table.watermarks.empty() || calc_.limit;
    if (!in_bundles || !waits_for_time || request_.mode != RuntimeMode::kStreaming) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> latency,
                          request_.settings.Duration("table.exec.mini-batch.allow-latency", request_.version));
    if (!latency || *latency <= absl::ZeroDuration()) {
      return WithFlinkClass(InvalidError("MiniBatch Latency must be greater than 0 ms. [null]", request_.settings.Find(kMiniBatchEnabled)->range,
                                         "set 'table.exec.mini-batch.allow-latency'"),
                            "java.lang.IllegalArgumentException");
    }
    pipeline_.shown.mini_batch = absl::ToInt64Milliseconds(*latency);
    return absl::OkStatus();
  }

  absl::Status PlanBundles(ChangelogNormalizeDescription& description) const {
    DREY_ASSIGN_OR_RETURN(const bool in_bundles, request_.settings.Boolean(kMiniBatchEnabled, false));
    if (!in_bundles) return absl::OkStatus();
    constexpr std::string_view kSize = "table.exec.mini-batch.size";
    DREY_ASSIGN_OR_RETURN(const int size, request_.settings.Integer(kSize, -1));
    const Setting* setting = request_.settings.Find(kSize);
    if (size <= 0) {
      return WithFlinkClass(InvalidError(Concat("Key: '", kSize, "' , default: -1 (fallback keys: []) must be > 0."),
                                         (setting != nullptr ? setting : request_.settings.Find(kMiniBatchEnabled))->range),
                            "java.lang.IllegalArgumentException");
    }
    for (const size_t key : description.keys) {
      const LogicalType& type = description.schema.type(key);
      if (HasBinaryRowLayout(type)) continue;
      return UnsupportedError(Concat("table.exec.mini-batch.enabled with a key of type ", type.ToString()), calc_.leaf->range);
    }
    description.bundle_size = size;
    if (pipeline_.shown.mini_batch) description.bundle_latency = absl::Milliseconds(*pipeline_.shown.mini_batch);
    return absl::OkStatus();
  }

  // The cells of metadata have the connector's type; the columns' types are casts of them.
  absl::Status PlanReadMetadata(const CatalogTable& table, const TableFactory& factory, std::vector<std::string>& keys) {
    const std::vector<CatalogColumn>& columns = calc_.leaf->metadata_columns;
    pipeline_.source.schema = calc_.leaf->schema;
    if (columns.empty()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::vector<MetadataColumn> offered, ResolveReadableMetadata(factory, RequestFor(table, {})));
    for (const MetadataColumn& metadata : offered) pipeline_.shown.metadata.push_back({metadata.key, metadata.type});
    const size_t physical = calc_.leaf->schema.size() - columns.size();
    std::vector<BoundExpressionPointer> inputs;
    for (size_t i = 0; i < physical; ++i) {
      inputs.push_back(MakeInput(i, calc_.leaf->schema.columns[i].name, calc_.leaf->schema.type(i), calc_.leaf->range));
    }
    // Of the metadata what the query reads, in the connector's order.
    std::set<size_t> used;
    for (const BoundExpressionPointer& projection : calc_.projections) CollectInputs(*projection, used);
    if (calc_.condition) CollectInputs(*calc_.condition, used);
    pipeline_.source.schema.columns.resize(physical);
    std::vector<size_t> cells(columns.size());
    for (const MetadataColumn& metadata : offered) {
      bool is_read = false;
      for (size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].metadata_key != metadata.key || !used.contains(physical + i)) continue;
        if (!is_read) pipeline_.source.schema.columns.push_back({columns[i].name, metadata.type});
        is_read = true;
        cells[i] = pipeline_.source.schema.size() - 1;
      }
      if (is_read) keys.push_back(metadata.key);
    }
    for (size_t i = 0; i < columns.size(); ++i) {
      const CatalogColumn& column = columns[i];
      const MetadataColumn& metadata = *FindMetadata(offered, column.metadata_key);
      auto cast = ImplicitCast(MakeInput(cells[i], column.name, metadata.type, column.range), column.type, request_.version);
      if (!cast.ok()) {
        // Flink's message has the two types the wrong way round.
        return MetadataCastError(cast.status(), column, table, metadata.type, "from", column.type.ToString());
      }
      inputs.push_back(*std::move(cast));
    }
    for (BoundExpressionPointer& projection : calc_.projections) projection = ReplaceInputs(projection, inputs);
    if (calc_.condition) calc_.condition = ReplaceInputs(calc_.condition, inputs);
    return absl::OkStatus();
  }

  absl::Status PlanValues() {
    std::vector<std::vector<BoundExpressionPointer>> rows = calc_.leaf->rows;
    for (auto& row : rows) {
      for (BoundExpressionPointer& cell : row) {
        DREY_ASSIGN_OR_RETURN(cell, FoldConstants(cell, environment_));
        if (!cell->IsLiteral()) return UnsupportedError("a VALUES row that is not constant", cell->range);
      }
    }
    pipeline_.source.name = "Source: Values";
    pipeline_.source.table = "Values";
    pipeline_.source.schema = calc_.leaf->schema;
    pipeline_.source.spec = MakeValuesSource(std::move(rows));
    return absl::OkStatus();
  }

  absl::Status CheckMode() {
    const SourceSpec& source = *pipeline_.source.spec;
    if (request_.mode != RuntimeMode::kBatch) return absl::OkStatus();
    if (!source.bounded()) {
      return ValidationError(Concat("Querying an unbounded table '", pipeline_.source.table,
                                    "' in batch mode is not allowed. The table source is unbounded."),
                             calc_.leaf->range, source.bounding_hint());
    }
    if (!source.changelog_mode().IsInsertOnly()) {
      return TableError(Concat("Querying a table in batch mode is currently only possible for INSERT-only table sources. But the "
                               "source for table '",
                               pipeline_.source.table, "' produces other changelog messages than just INSERT."),
                        calc_.leaf->range);
    }
    return absl::OkStatus();
  }

  absl::Status PlanSink() {
    const CatalogTable& table = *insert_.sink;
    DREY_ASSIGN_OR_RETURN(const TableFactory* factory, request_.factories.FindForWriting(table, request_.version));
    std::vector<std::string> keys;
    DREY_RETURN_IF_ERROR(factory->ListWritableMetadata(RequestFor(table, {})).status());
    DREY_RETURN_IF_ERROR(CheckSinkAbilities(table, *factory));
    DREY_ASSIGN_OR_RETURN(const std::vector<MetadataColumn> offered, ResolveWritableMetadata(*factory, RequestFor(table, {})));
    DREY_RETURN_IF_ERROR(insert_.mismatch);
    DREY_RETURN_IF_ERROR(PlanWrittenMetadata(table, offered, keys));
    if (factory->takes_upserts() && gives_inserts_only()) DREY_RETURN_IF_ERROR(CheckConflictIsHandled());
    DREY_ASSIGN_OR_RETURN(pipeline_.sink.spec, factory->CreateSink(RequestFor(table, keys)));
    AddWarnings();
    pipeline_.sink.table = table.identifier.ToString();
    pipeline_.sink.name = Concat("Sink: ", table.identifier.name);
    return absl::OkStatus();
  }

  absl::Status CheckSinkAbilities(const CatalogTable& table, const TableFactory& factory) const {
    if (table.distribution) {
      return TableError(Concat("Table '", table.identifier.ToString(),
                               "' is distributed into buckets, but the underlying DynamicTableSink doesn't implement the "
                               "SupportsBucketing interface."),
                        insert_.target_range);
    }
    if (!table.partition_keys.empty() && !factory.can_write_partitions()) {
      return TableError(Concat("Table '", table.identifier.ToString(),
                               "' is a partitioned table, but the underlying DynamicTableSink doesn't implement the "
                               "SupportsPartitioning interface."),
                        insert_.target_range);
    }
    for (const IdentifierPart& column : insert_.static_partition) {
      if (std::find(table.partition_keys.begin(), table.partition_keys.end(), column.text) != table.partition_keys.end()) continue;
      return ValidationError(Concat("Static partition column '", column.text, "' should be in the partition keys list [",
                                    Join(table.partition_keys, ", "), "] for table '", table.identifier.ToString(), "'."),
                             column.range);
    }
    if (!insert_.overwrite) return absl::OkStatus();
    return ValidationError(Concat("INSERT OVERWRITE requires that the underlying DynamicTableSink of table '",
                                  table.identifier.ToString(), "' implements the SupportsOverwrite interface."),
                           insert_.target_range);
  }

  // The query has the sink's columns in declared order; the sink takes physical columns, then metadata of the connector's types.
  absl::Status PlanWrittenMetadata(const CatalogTable& table, const std::vector<MetadataColumn>& offered, std::vector<std::string>& keys) {
    std::vector<BoundExpressionPointer> physical;
    std::vector<BoundExpressionPointer> metadata;
    size_t next = 0;
    for (const CatalogColumn& column : table.columns) {
      if (column.kind == CatalogColumn::Kind::kComputed || column.is_virtual) continue;
      BoundExpressionPointer value = calc_.projections[next++];
      if (column.kind == CatalogColumn::Kind::kPhysical) {
        pipeline_.sink.schema.columns.push_back({column.name, column.type});
        physical.push_back(std::move(value));
        continue;
      }
      const MetadataColumn* found = FindMetadata(offered, column.metadata_key);
      auto cast = ImplicitCast(std::move(value), found->type, request_.version);
      if (!cast.ok()) {
        return MetadataCastError(cast.status(), column, table, column.type, "to", found->type.ToStringWithoutNullability());
      }
      metadata.push_back(*std::move(cast));
      metadata_schema_.push_back({column.name, found->type});
      keys.push_back(column.metadata_key);
    }
    calc_.projections = std::move(physical);
    calc_.projections.insert(calc_.projections.end(), metadata.begin(), metadata.end());
    pipeline_.sink.schema.columns.insert(pipeline_.sink.schema.columns.end(), metadata_schema_.begin(), metadata_schema_.end());
    return absl::OkStatus();
  }

  bool gives_inserts_only() const { return pipeline_.source.spec->changelog_mode().IsInsertOnly(); }

  absl::StatusOr<ChangelogPlan> PlanChanges(ChangelogMode accepted, const Schema& output) {
    if (gives_inserts_only()) return ChangelogPlan();
    const size_t metadata = calc_.leaf->metadata_columns.size();
    const ChangelogQuestion question = {.version = request_.version,
                                        .settings = request_.settings,
                                        .produced = pipeline_.source.spec->changelog_mode(),
                                        .calc = calc_,
                                        .source = pipeline_.source.schema,
                                        .physical_columns = calc_.leaf->schema.size() - metadata,
                                        .is_one_of_union = branch_.is_one_of_union,
                                        .shares_source = branch_.shares_source,
                                        .accepted = accepted,
                                        .sink = output,
                                        .insert = insert_};
    return PlanChangelog(question);
  }

  // The query's operators; a normalization stands between the projection to what it needs and the rest of the query.
  absl::Status AddQuery(const ChangelogPlan& changes, const Schema& output) {
    if (changes.drops_update_before) {
      pipeline_.operators.push_back(std::make_shared<const DropUpdateBeforeSpec>(pipeline_.source.schema));
    }
    if (changes.normalizes) DREY_RETURN_IF_ERROR(AddNormalization(changes));
    AddCalc(output);
    return AddLimit(output);
  }

  absl::Status AddLimit(const Schema& output) {
    if (!calc_.limit) return absl::OkStatus();
    if (!calc_.limit->fetch && request_.mode == RuntimeMode::kStreaming) {
      return TableError("FETCH is missed, which on streaming table is not supported currently.", calc_.limit->range);
    }
    if (!gives_inserts_only()) return UnsupportedError("LIMIT of a changelog", calc_.limit->range);
    pipeline_.operators.push_back(std::make_shared<const LimitSpec>(output, calc_.limit->offset, calc_.limit->fetch));
    return absl::OkStatus();
  }

  absl::Status AddNormalization(const ChangelogPlan& changes) {
    Schema schema;
    MergedCalc before = {.leaf = calc_.leaf, .condition = changes.condition_before};
    std::vector<BoundExpressionPointer> inputs(pipeline_.source.schema.size());
    std::vector<std::string> names;
    for (size_t i = 0; i < changes.columns.size(); ++i) {
      const size_t column = changes.columns[i];
      const SchemaColumn& source = pipeline_.source.schema.columns[column];
      before.projections.push_back(MakeInput(column, source.name, source.type, calc_.leaf->range));
      inputs[column] = MakeInput(i, source.name, source.type, calc_.leaf->range);
      schema.columns.push_back(source);
      names.push_back(source.name);
    }
    if (before.condition || schema.size() != pipeline_.source.schema.size()) AddCalcOf(before, names, pipeline_.source.schema, schema);
    std::vector<std::string> key_names;
    for (const size_t key : changes.keys) key_names.push_back(schema.columns[key].name);
    pipeline_.operators.push_back(
        std::make_shared<const ExchangeSpec>(schema, Concat("Exchange(distribution=[hash[", Join(key_names, ", "), "]])")));
    ChangelogNormalizeDescription description = {.schema = schema,
                                                 .keys = changes.keys,
                                                 .emits_update_before = changes.emits_update_before,
                                                 .version = request_.version,
                                                 .text = NormalizeText(changes, pipeline_.source.schema)};
    if (changes.filter) description.filter = ReplaceInputs(changes.filter, inputs);
    DREY_ASSIGN_OR_RETURN(description.time_to_live, StateTimeToLive());
    DREY_RETURN_IF_ERROR(PlanBundles(description));
    pipeline_.operators.push_back(std::make_shared<const ChangelogNormalizeSpec>(std::move(description)));
    for (BoundExpressionPointer& projection : calc_.projections) projection = ReplaceInputs(projection, inputs);
    calc_.condition = changes.condition_behind ? ReplaceInputs(changes.condition_behind, inputs) : nullptr;
    calc_input_ = std::move(schema);
    return absl::OkStatus();
  }

  absl::Status AddMaterializer(const ChangelogPlan& changes) {
    SinkMaterializerDescription description = {
        .schema = pipeline_.sink.schema, .primary_key = changes.primary_key, .upsert_key = changes.upsert_key};
    DREY_ASSIGN_OR_RETURN(description.time_to_live, StateTimeToLive());
    pipeline_.operators.push_back(std::make_shared<const ExchangeSpec>(pipeline_.sink.schema, "Exchange(sink key)"));
    pipeline_.operators.push_back(std::make_shared<const SinkMaterializerSpec>(std::move(description)));
    return absl::OkStatus();
  }

  // table.exec.state.ttl; zero is none.
  absl::StatusOr<std::optional<absl::Duration>> StateTimeToLive() const {
    constexpr std::string_view kKey = "table.exec.state.ttl";
    const Setting* setting = request_.settings.Find(kKey);
    if (setting == nullptr) return std::optional<absl::Duration>();
    const TableOption option = {.key = std::string(kKey), .value = setting->value, .value_range = setting->range};
    DREY_ASSIGN_OR_RETURN(const absl::Duration duration, ParseDuration(option, request_.version));
    return duration > absl::ZeroDuration() ? std::optional<absl::Duration>(duration) : std::nullopt;
  }

  bool CalcIsIdentity() const {
    if (calc_.condition || calc_.projections.size() != calc_input().size()) return false;
    for (size_t i = 0; i < calc_.projections.size(); ++i) {
      if (calc_.projections[i]->kind != BoundExpression::Kind::kInput || calc_.projections[i]->index != i) return false;
    }
    return true;
  }

  // What the rest of the query reads: the source's rows, or those of a normalization.
  const Schema& calc_input() const { return calc_input_ ? *calc_input_ : pipeline_.source.schema; }

  void AddCalc(const Schema& output) {
    if (!CalcIsIdentity()) AddCalcOf(calc_, insert_.field_names, calc_input(), output);
  }

  void AddCalcOf(const MergedCalc& calc, const std::vector<std::string>& names, const Schema& input, const Schema& output) {
    CalcDescription description;
    description.text = CalcText(calc, names, input);
    description.condition = calc.condition;
    description.output = output;
    for (size_t i = 0; i < calc.projections.size(); ++i) description.output.columns[i].type = calc.projections[i]->type;
    description.projections = calc.projections;
    pipeline_.operators.push_back(std::make_shared<const CalcSpec>(std::move(description)));
  }

  absl::Status AddConstraintEnforcer() {
    const size_t physical = pipeline_.sink.schema.size() - metadata_schema_.size();
    DREY_ASSIGN_OR_RETURN(const std::string enforcer,
                          request_.settings.Enum("table.exec.sink.not-null-enforcer", "ERROR", {"ERROR", "DROP"},
                                                 "org.apache.flink.table.api.config.ExecutionConfigOptions$NotNullEnforcer"));
    DREY_ASSIGN_OR_RETURN(const NestedEnforcer nested, ReadNestedEnforcer());
    std::vector<NotNullColumn> columns = NotNullColumns(pipeline_.sink.schema, physical, nested);
    if (!columns.empty()) {
      pipeline_.operators.push_back(std::make_shared<const ConstraintEnforcerSpec>(
          pipeline_.sink.schema, std::move(columns), enforcer == "DROP" ? NotNullEnforcer::kDrop : NotNullEnforcer::kError, nested,
          request_.version));
    }
    return AddLengthEnforcer(physical);
  }

  // Flink 1.20 does not know the option and ignores it.
  absl::StatusOr<NestedEnforcer> ReadNestedEnforcer() const {
    if (request_.version == FlinkVersion::k1_20) return NestedEnforcer::kIgnore;
    DREY_ASSIGN_OR_RETURN(const std::string nested,
                          request_.settings.Enum("table.exec.sink.nested-constraint-enforcer", "IGNORE",
                                                 {"IGNORE", "ROWS", "ROWS_AND_COLLECTIONS"},
                                                 "org.apache.flink.table.api.config.ExecutionConfigOptions$NestedEnforcer"));
    if (nested == "ROWS") return NestedEnforcer::kRows;
    return nested == "IGNORE" ? NestedEnforcer::kIgnore : NestedEnforcer::kRowsAndCollections;
  }

  absl::Status AddLengthEnforcer(size_t physical) {
    constexpr std::string_view kKey = "table.exec.sink.type-length-enforcer";
    constexpr std::string_view kClass = "org.apache.flink.table.api.config.ExecutionConfigOptions$TypeLengthEnforcer";
    const auto read = request_.version == FlinkVersion::k1_20
                          ? request_.settings.Enum(kKey, "IGNORE", {"IGNORE", "TRIM_PAD"}, kClass)
                          : request_.settings.Enum(kKey, "IGNORE", {"IGNORE", "TRIM_PAD", "ERROR"}, kClass);
    if (!read.ok()) return read.status();
    std::vector<LengthColumn> columns = LengthColumns(pipeline_.sink.schema, physical);
    if (*read == "IGNORE" || columns.empty()) return absl::OkStatus();
    const TypeLengthEnforcer enforcer = *read == "ERROR" ? TypeLengthEnforcer::kError : TypeLengthEnforcer::kTrimPad;
    pipeline_.operators.push_back(
        std::make_shared<const LengthEnforcerSpec>(pipeline_.sink.schema, std::move(columns), enforcer, request_.version));
    return absl::OkStatus();
  }

  bool is_upsert_sink() const {
    const ChangelogMode accepted = pipeline_.sink.spec->accepted_changes();
    const bool is_adapting = pipeline_.sink.spec->adapts_to_input() && pipeline_.source.spec->changelog_mode().IsInsertOnly();
    const bool takes_upserts = accepted.Contains(RowKind::kUpdateAfter) && !accepted.Contains(RowKind::kUpdateBefore);
    return takes_upserts && !is_adapting && insert_.sink->primary_key.has_value();
  }

  absl::Status CheckConflictClause() const {
    if (!insert_.on_conflict || request_.mode != RuntimeMode::kStreaming) return absl::OkStatus();
    const bool adapts = pipeline_.sink.spec->adapts_to_input();
    const bool takes_changes = adapts && !pipeline_.source.spec->changelog_mode().IsInsertOnly();
    if (is_upsert_sink() || takes_changes) return CheckConflictAction(*insert_.on_conflict);
    const bool retracts = !adapts && pipeline_.sink.spec->accepted_changes().Contains(RowKind::kUpdateBefore);
    return ValidationError(Concat("ON CONFLICT clause is only allowed for upsert sinks. The sink '", pipeline_.sink.table,
                                  "' is not an upsert sink because it ",
                                  retracts ? "requires UPDATE_BEFORE (retract mode)." : "only accepts INSERT (append-only) changes."),
                           insert_.on_conflict->range);
  }

  // Flink 2.3's rules for inserts, which have no upsert key, into a sink with a primary key.
  absl::Status AddConflictHandling() {
    if (request_.mode != RuntimeMode::kStreaming || !is_upsert_sink()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::string materialize, MaterializationSetting());
    const bool is_forced = materialize == "FORCE";
    pipeline_.shown.materializes = is_forced;
    if (materialize == "NONE" || request_.version < FlinkVersion::k2_3) return absl::OkStatus();
    if (ChecksConflicts()) {
      pipeline_.shown.materializes = true;
      RefuseConflictCheck();
      return absl::OkStatus();
    }
    if (!is_forced && insert_.on_conflict) return absl::OkStatus();
    if (!is_forced) {
      DREY_ASSIGN_OR_RETURN(const bool required, request_.settings.Boolean("table.exec.sink.require-on-conflict", true));
      if (required) return absl::OkStatus();
    }
    pipeline_.shown.materializes = true;
    pipeline_.operators.push_back(std::make_shared<const ExchangeSpec>(pipeline_.sink.schema, "SinkMaterializer(insert-only input)"));
    return absl::OkStatus();
  }

  // ON CONFLICT DO NOTHING and DO ERROR: Flink holds the rows of a key until a watermark passes, and looks at them together.
  bool ChecksConflicts() const { return insert_.on_conflict && insert_.on_conflict->action != "DEDUPLICATE"; }

  // When that is depends on when Flink makes watermarks.
  void RefuseConflictCheck() {
    const OnConflict& on_conflict = *insert_.on_conflict;
    const std::string text = Concat("SinkMaterializer(conflictStrategy=[", on_conflict.action, "])");
    pipeline_.operators.push_back(std::make_shared<const ExchangeSpec>(pipeline_.sink.schema, text));
    const std::string feature = Concat("ON CONFLICT DO ", on_conflict.action, " of rows whose key may repeat");
    pipeline_.refusal = UnsupportedError(feature, on_conflict.range, "drey checks and explains the job only");
    AddNotice(MakeFinding("not-run-yet", Concat(feature, " is planned, and cannot be run yet"), on_conflict.range));
  }

  // Flink 2.3 asks for a clause before it makes the sink.
  absl::Status CheckConflictIsHandled() const {
    const bool may_conflict = request_.version >= FlinkVersion::k2_3 && request_.mode == RuntimeMode::kStreaming;
    if (!may_conflict || insert_.on_conflict || !insert_.sink->primary_key) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::string materialize, MaterializationSetting());
    if (materialize != "AUTO") return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const bool required, request_.settings.Boolean("table.exec.sink.require-on-conflict", true));
    if (!required) return absl::OkStatus();
    const UpsertKeys keys = HasNoUpsertKey() ? UpsertKeys() : std::set<std::vector<size_t>>();
    return ConflictMustBeHandled(insert_, keys, pipeline_.sink.schema);
  }

  // One row has no key to differ.
  absl::Status CheckConflictOf(const UpdatingOperator& updating) const {
    const bool may_conflict = request_.version >= FlinkVersion::k2_3 && request_.mode == RuntimeMode::kStreaming;
    if (!may_conflict || insert_.on_conflict || !insert_.sink->primary_key) return absl::OkStatus();
    const bool is_one_row = updating.key.empty() && updating.text.starts_with("GroupAggregate(select=");
    DREY_ASSIGN_OR_RETURN(const std::string materialize, MaterializationSetting());
    if (materialize != "AUTO" || is_one_row) return absl::OkStatus();
    Schema sink;
    std::vector<size_t> primary_key;
    for (const CatalogColumn& column : insert_.sink->columns) {
      if (column.kind == CatalogColumn::Kind::kComputed || column.is_virtual) continue;
      const auto& names = insert_.sink->primary_key->columns;
      if (std::find(names.begin(), names.end(), column.name) != names.end()) primary_key.push_back(sink.size());
      sink.columns.push_back({column.name, column.type});
    }
    const UpsertKeys keys = updating.key.empty() ? std::set<std::vector<size_t>>() : std::set<std::vector<size_t>>{updating.key};
    if (HasKeyWithin(keys, primary_key)) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const bool required, request_.settings.Boolean("table.exec.sink.require-on-conflict", true));
    return required ? ConflictMustBeHandled(insert_, keys, sink) : absl::OkStatus();
  }

  absl::StatusOr<std::string> MaterializationSetting() const {
    return request_.settings.Enum("table.exec.sink.upsert-materialize", "AUTO", {"NONE", "AUTO", "FORCE"},
                                  "org.apache.flink.table.api.config.ExecutionConfigOptions$UpsertMaterialize");
  }

  // Rows of a table or of VALUES that are taken as they are have no upsert key at all, what a query computes or puts together an empty one.
  bool HasNoUpsertKey() const {
    if (calc_.leaf->kind == LogicalPlan::Kind::kValues) return !calc_.leaf->rows.front().empty();
    return CalcIsIdentity() && !branch_.is_one_of_union;
  }

  absl::Status CheckConflictAction(const OnConflict& on_conflict) const {
    if (on_conflict.action == "DEDUPLICATE") return absl::OkStatus();
    std::vector<LogicalPlanPointer> scans;
    CollectScans(insert_.shown_query, scans);
    std::vector<std::string> tables;
    for (const LogicalPlanPointer& scan : scans) {
      const std::string name = scan->table->identifier.ToString();
      const bool is_known = std::find(tables.begin(), tables.end(), name) != tables.end();
      if (scan->table->watermarks.empty() && !is_known) tables.push_back(name);
    }
    if (tables.empty()) return absl::OkStatus();
    return ValidationError(Concat("ON CONFLICT DO ", on_conflict.action,
                                  " requires all source tables to define watermarks, but the following source(s) do not: ",
                                  Join(tables, ", "), ". Please add a WATERMARK declaration to these tables."),
                           on_conflict.range);
  }

  const InsertPlan& insert_;
  const JobPlanRequest& request_;
  const UnionBranch& branch_;
  std::vector<absl::Status>& notices_;
  std::vector<absl::Status> warnings_;  // of connectors, that are not among the notices yet
  EvaluationContext environment_;
  MergedCalc calc_;
  std::optional<Schema> calc_input_;  // where it is not the source's
  Pipeline pipeline_;
  std::vector<SchemaColumn> metadata_schema_;
};

}  // namespace

namespace {

// Null where the pipeline needs none.
std::shared_ptr<const OperatorSpec>* FindMaterializer(Pipeline& pipeline) {
  for (auto& stage : pipeline.operators) {
    if (dynamic_cast<const SinkMaterializerSpec*>(stage.get()) != nullptr) return &stage;
  }
  return nullptr;
}

// The inputs of a UNION ALL write to one sink, whose materializer has to know the rows of all of them.
absl::Status ShareSink(Pipeline& first, SourceRange range, Pipeline& other) {
  other.sink.spec = first.sink.spec;
  const auto* known = FindMaterializer(first);
  auto* own = FindMaterializer(other);
  if ((known == nullptr) != (own == nullptr)) {
    return UnsupportedError("UNION ALL of inserts and other changes into a sink with a primary key", range);
  }
  if (own != nullptr) *own = *known;
  return absl::OkStatus();
}

}  // namespace

namespace {

// Of the query as a whole: below casts for the sink, and of a join below the columns that are taken.
std::optional<UpdatingOperator> UpdatingOperatorOf(const LogicalPlan& plan) {
  if (plan.kind == LogicalPlan::Kind::kUnsupported) return plan.updating;
  if (plan.kind == LogicalPlan::Kind::kFilter) return UpdatingOperatorOf(*plan.inputs.front());
  if (plan.kind != LogicalPlan::Kind::kProject) return std::nullopt;
  std::optional<UpdatingOperator> updating = UpdatingOperatorOf(*plan.inputs.front());
  if (!updating) return updating;
  std::vector<size_t> key;
  for (const size_t column : updating->key) {
    for (size_t i = 0; i < plan.expressions.size(); ++i) {
      if (plan.expressions[i]->kind != BoundExpression::Kind::kInput || plan.expressions[i]->index != column) continue;
      key.push_back(i);
      break;
    }
  }
  std::sort(key.begin(), key.end());
  updating->key = key.size() == updating->key.size() ? key : std::vector<size_t>();
  return updating;
}

// A query with something that drey does not run: whatever else Flink refuses of the statement is told first.
absl::Status RefuseQuery(const InsertPlan& insert, const JobPlanRequest& request, std::vector<absl::Status>& notices) {
  const absl::Status refusal = RefusalOf(*insert.query);
  if (refusal.ok()) return absl::OkStatus();
  std::vector<LogicalPlanPointer> scans;
  CollectScans(insert.query, scans);
  bool inserts_only = !scans.empty();
  for (const LogicalPlanPointer& scan : scans) {
    InsertPlan read;
    read.query = scan;
    read.range = scan->range;
    const UnionBranch branch = {.query = scan};
    DREY_ASSIGN_OR_RETURN(const bool gives_inserts, PipelinePlanner(read, request, branch, notices).CheckScan());
    inserts_only &= gives_inserts;
  }
  if (!insert.sink) return refusal;
  const UnionBranch whole = {.query = insert.query};
  DREY_RETURN_IF_ERROR(WithRange(PipelinePlanner(insert, request, whole, notices)
                                     .CheckSink(inserts_only ? UpdatingOperatorOf(*insert.query) : std::nullopt),
                                 insert.sink->name_range));
  return refusal;
}

}  // namespace

absl::StatusOr<std::vector<Pipeline>> PlanQueryPipelines(const LogicalPlanPointer& query, const JobPlanRequest& request,
                                                         std::vector<absl::Status>& notices) {
  InsertPlan whole;
  whole.query = query;
  DREY_RETURN_IF_ERROR(RefuseQuery(whole, request, notices));
  std::vector<Pipeline> pipelines;
  for (const UnionBranch& branch : BranchesOf(query)) {
    InsertPlan insert;
    insert.query = branch.query;
    insert.range = branch.query->range;
    for (const SchemaColumn& column : query->schema.columns) insert.field_names.push_back(column.name);
    DREY_ASSIGN_OR_RETURN(Pipeline pipeline, PipelinePlanner(insert, request, branch, notices).PlanQuery());
    pipelines.push_back(std::move(pipeline));
  }
  return pipelines;
}

absl::StatusOr<std::vector<Pipeline>> PlanPipelines(const InsertPlan& insert, const JobPlanRequest& request,
                                                    std::vector<absl::Status>& notices) {
  DREY_RETURN_IF_ERROR(RefuseQuery(insert, request, notices));
  std::vector<Pipeline> pipelines;
  for (const UnionBranch& branch : BranchesOf(insert.query)) {
    InsertPlan branch_insert = insert;
    branch_insert.query = branch.query;
    // What there is to say of the sink is said once.
    std::vector<absl::Status> repeated;
    DREY_ASSIGN_OR_RETURN(Pipeline pipeline,
                          PipelinePlanner(branch_insert, request, branch, pipelines.empty() ? notices : repeated).Plan());
    if (!pipelines.empty()) DREY_RETURN_IF_ERROR(ShareSink(pipelines.front(), insert.target_range, pipeline));
    pipelines.push_back(std::move(pipeline));
  }
  return pipelines;
}

}  // namespace drey
