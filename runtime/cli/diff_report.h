// How the differences between the outputs of two jobs are shown, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/testing/output_comparison.h"

namespace drey {

struct DiffCounts {
  size_t same = 0;
  size_t changed = 0;
  size_t removed = 0;
  size_t added = 0;
  size_t moved = 0;

  bool differs() const { return changed + removed + added + moved > 0; }
};

DiffCounts CountChanges(const std::vector<TopicChanges>& topics);

// "1 changed, 2 added, 14 the same".
std::string DiffCountsText(const DiffCounts& counts);

// A paragraph a topic: its counts, and its changes with their fields marked; of many the first, and how many more there are.
std::string RenderChanges(const std::vector<TopicChanges>& topics, bool use_colour);

// An object a change, one a line:
// {"change","topic","key","fields":[{"path","before","after"}],"before":{…},"after":{…}}, records as envelopes of a local topic.
std::string RenderChangesAsJson(const std::vector<TopicChanges>& topics);

}  // namespace drey
