// A job graph in the forms of `drey explain`, with what a run of it did at each vertex where `profile` is not null.
#pragma once

#include <string>

#include "engine/job/job_graph.h"
#include "runtime/task/pipeline_profile.h"

namespace drey {

// For people: Flink's sections, then the operators that run, with the options that count and the expressions they share.
std::string RenderPlanAsText(const JobGraph& graph, const JobProfile* profile = nullptr);

// The last part of it: the operators that run.
std::string RenderOperators(const JobGraph& graph, const JobProfile* profile = nullptr);

// One JSON object on one line.
std::string RenderPlanAsJson(const JobGraph& graph, const JobProfile* profile = nullptr);

// A Mermaid flowchart, for Markdown.
std::string RenderPlanAsMermaid(const JobGraph& graph, const JobProfile* profile = nullptr);

}  // namespace drey
