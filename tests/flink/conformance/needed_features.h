// Which of the features that drey leaves out a statement needs, told from its own text and the tables and views that it names.
//
// Joins, aggregates, OVER, ORDER BY, DISTINCT and the connectors jdbc and postgres-cdc are left out for now: a case that needs one of them
// may be answered "not supported yet". Everything else may not.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

class NeededFeatures {
 public:
  explicit NeededFeatures(FlinkVersion version) : version_(version) {}

  // "JOIN", "an aggregate", "jdbc" …; empty where the statement needs none of what is left out, or does not parse. Statements come in the
  // order of their script: later ones know the tables and views of earlier ones.
  std::set<std::string> Of(std::string_view statement);

 private:
  FlinkVersion version_;
  std::map<std::string, std::set<std::string>> needed_by_name_;  // table or view, last part of its name
};

}  // namespace drey
