// A job graph in the forms of `drey explain`.
#pragma once

#include <string>

#include "engine/job/job_graph.h"

namespace drey {

// For people: Flink's sections, then the operators that run, with the options that count and the expressions they share.
std::string RenderPlanAsText(const JobGraph& graph);

// One JSON object on one line.
std::string RenderPlanAsJson(const JobGraph& graph);

// A Mermaid flowchart, for Markdown.
std::string RenderPlanAsMermaid(const JobGraph& graph);

}  // namespace drey
