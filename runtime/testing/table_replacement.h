// Tables and views of a job whose rows a test gives (`tables`).
//
// Such a table becomes one over a topic in memory that holds its rows as JSON, whatever its connector and format were: rows to read are
// written there before the job runs, rows that the job writes are found there. So everything else is as with topics.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog_table.h"
#include "engine/compiler/compiler.h"
#include "runtime/testing/test_file.h"

namespace drey {

class TableReplacement {
 public:
  // The topic of a replaced table; no topic of a broker can have such a name.
  static std::string TopicOf(std::string_view table);

  explicit TableReplacement(const std::vector<TableRows>& tables);
  // It is bound to the options of a compilation.
  TableReplacement(const TableReplacement&) = delete;
  TableReplacement& operator=(const TableReplacement&) = delete;

  // Of tables with a primary key: those that the job writes keep it and take upserts.
  void SetWritten(std::set<std::string> tables) { written_ = std::move(tables); }
  // Makes `options` compile with the tables replaced; this must outlive the compilation.
  void Install(CompileOptions& options);

  // After a compilation.
  const std::vector<std::string>& columns(const std::string& table) const { return columns_.at(table); }
  // The topics that the job's tables name, and the replaced table of each; empty for those of tables that stay.
  const std::map<std::string, std::string>& declared_topics() const { return declared_topics_; }
  // Fails for a table that the job does not have.
  absl::Status CheckFound(const std::vector<TableRows>& tables) const;
  // Whether some replaced table declares a primary key.
  bool has_keys() const { return has_keys_; }

 private:
  bool Replace(CatalogTable& table);
  void DeclareTopics(const CatalogTable& table);

  std::set<std::string> names_;
  std::set<std::string> written_;
  std::vector<std::string> seen_;
  std::map<std::string, std::vector<std::string>> columns_;
  std::map<std::string, std::string> declared_topics_;
  bool has_keys_ = false;
};

bool IsRowsTopic(std::string_view topic);
// Requires IsRowsTopic.
std::string TableOfRowsTopic(std::string_view topic);

// The rows as objects of the table's columns.
absl::StatusOr<std::vector<Content>> ToObjects(const TableRows& rows, const std::vector<std::string>& columns);

}  // namespace drey
