// The rules of `drey check`: what is worth saying of a job that compiles.
//
// A rule is data and a function: what it is called, how bad it is, why it is there, a job that it speaks up on and one that it does not,
// and the search for it. Each stands in a file of its own below rules/ and has one line in check_rules.cc. Rules are pure and thread-safe.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/base/finding.h"
#include "engine/base/flink_version.h"
#include "engine/check/checked_job.h"

namespace drey {

struct CheckRule {
  std::string_view name;  // "null-into-not-null"
  // A warning is likely a mistake; a note is good to know. Notes are not denied by --deny-warnings.
  Severity severity = Severity::kWarning;
  std::string_view summary;  // one line
  std::string_view explanation;
  // Statements that make a job together with the tables of kRuleExampleTables: one that the rule speaks up on, and how to write it instead.
  // Without the latter: there is no other way to write it, or it depends.
  std::string_view example;
  std::string_view better = {};
  // The release in which both are planned.
  FlinkVersion version = FlinkVersion::k1_20;
  // Appends what it finds, by MakeFinding with its name. Null where the compiler finds it.
  void (*find)(const CheckedJob& job, std::vector<absl::Status>& findings) = nullptr;
};

// The tables of the rules' examples.
extern const std::string_view kRuleExampleTables;

// In the order of documentation.
std::span<const CheckRule* const> AllCheckRules();

// Null where there is none of that name.
const CheckRule* FindCheckRule(std::string_view name);

}  // namespace drey
