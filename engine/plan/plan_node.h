// A tree of operators as plans print it.
#pragma once

#include <string>
#include <vector>

namespace drey {

struct PlanNode {
  std::string text;  // of the operator, on one line but for what its literals hold
  std::vector<PlanNode> inputs = {};
};

// One operator a line, its inputs below it: "+- " before the last one, ":- " before the others.
std::string PlanTreeText(const PlanNode& root);

// The execution plan of Flink computes equal parts once: the first is marked "(reuse_id=[1])", the others are "Reused(reference_id=[1])".
// `roots`: one tree a sink, or that of the one query; parts that several sinks have become trees of their own before them.
std::vector<PlanNode> WithReuse(std::vector<PlanNode> roots);

}  // namespace drey
