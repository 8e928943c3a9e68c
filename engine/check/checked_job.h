// A job as the rules of `drey check` look at it.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/compiler/compiler.h"
#include "engine/connector/table_factory.h"
#include "engine/plan/rules/merge_calcs.h"

namespace drey {

// A query without UNION ALL that an INSERT writes.
struct CheckedQuery {
  const InsertPlan* insert = nullptr;
  // Its projections are the columns of the sink that are written, in declared order.
  MergedCalc calc = {};
  // Where each projection stands as it was written.
  std::vector<SourceRange> column_ranges = {};

  // The table it reads, hints applied; null where it reads VALUES.
  const CatalogTable* source() const;
};

struct CheckedJob {
  const Compilation& compilation;
  const TableFactories& factories;
  std::vector<CheckedQuery> queries = {};
  // The job as the next Flink release plans it, or what it says against it; absent where the job is for the newest one.
  std::optional<absl::StatusOr<Compilation>> next_release = {};
};

// The queries of a compilation, which must outlive the result.
absl::StatusOr<std::vector<CheckedQuery>> ListQueries(const Compilation& compilation);

// The columns of the table that an INSERT writes: all but computed and virtual ones.
std::vector<const CatalogColumn*> WrittenColumns(const CatalogTable& table);

// Every call in the expression, outer ones first.
std::vector<const BoundExpression*> CallsOf(const BoundExpression& expression);
// Of all projections and the condition.
std::vector<const BoundExpression*> CallsOf(const CheckedQuery& query);

// The tables that the job reads or writes, each with the options it is used with; one a table and a direction.
struct UsedTable {
  const CatalogTable* table = nullptr;
  TableUse use = {};
};
std::vector<UsedTable> ListUsedTables(const CheckedJob& job);

// The value of a table's option where it is there; null else.
const TableOption* FindOption(const CatalogTable& table, std::string_view key);
// Whether the job reads the table as a topic with startup modes.
bool IsKafkaSource(const UsedTable& used);
// The option that asks a kafka or upsert-kafka sink for exactly once; null where the job does not write the table or none does.
const TableOption* ExactlyOnceOption(const UsedTable& used);

}  // namespace drey
