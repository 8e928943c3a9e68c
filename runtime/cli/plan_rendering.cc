#include "runtime/cli/plan_rendering.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/json_line.h"

namespace drey {
namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

std::string_view NameOf(RuntimeMode mode) { return mode == RuntimeMode::kBatch ? "batch" : "streaming"; }

std::string DescribeColumns(const Schema& schema) {
  std::vector<std::string> columns;
  for (const SchemaColumn& column : schema.columns) columns.push_back(Concat(column.name, " ", column.type.ToString()));
  return Join(columns, ", ");
}

// One box of the plan.
struct Vertex {
  std::string_view kind;  // "source", "operator", "sink"
  std::string name;
  std::string table;
  std::string columns;
  Properties properties;
  std::optional<VertexProfile> profile = {};
};

std::vector<Vertex> VerticesOf(const Pipeline& pipeline, const JobProfile* profile) {
  std::vector<Vertex> vertices;
  vertices.push_back({"source", pipeline.source.name, pipeline.source.table, DescribeColumns(pipeline.source.schema),
                      pipeline.source.spec->Describe()});
  for (const auto& spec : pipeline.operators) {
    Properties shared;
    for (const std::string& expression : spec->SharedExpressions()) shared.emplace_back("shared", expression);
    vertices.push_back({"operator", spec->Describe(), {}, DescribeColumns(spec->output()), std::move(shared)});
  }
  vertices.push_back({"sink", pipeline.sink.name, pipeline.sink.table, DescribeColumns(pipeline.sink.schema),
                      pipeline.sink.spec->Describe()});
  if (profile == nullptr) return vertices;
  const PipelineProfile profiles = profile->Of(pipeline);
  for (size_t i = 0; i < vertices.size(); ++i) vertices[i].profile = profiles[i];
  return vertices;
}

void AppendProperty(std::string_view name, std::string_view value, std::string& out) {
  if (!value.empty()) Append(out, "    ", name, ": ", value, "\n");
}

void AppendVertex(const Vertex& vertex, std::string& out) {
  Append(out, "  ", vertex.name, "\n");
  AppendProperty("table", vertex.table, out);
  AppendProperty("columns", vertex.columns, out);
  for (const auto& [name, value] : vertex.properties) AppendProperty(name, value, out);
  if (!vertex.profile) return;
  AppendProperty("rows", Concat(vertex.profile->rows_out), out);
  AppendProperty("bytes", Concat(vertex.profile->bytes), out);
  AppendProperty("time", Concat(vertex.profile->NanosecondsPerRow(), " ns per row"), out);
}

// Pairs, since a name may come more than once.
std::string PropertiesAsJson(const Properties& properties) {
  std::vector<std::string> pairs;
  for (const auto& [name, value] : properties) {
    JsonLine pair;
    pair.AddText("name", name);
    pair.AddText("value", value);
    pairs.push_back(pair.Finish());
  }
  return Concat("[", Join(pairs, ","), "]");
}

std::string VertexAsJson(const Vertex& vertex) {
  JsonLine line;
  line.AddText("kind", vertex.kind);
  line.AddText("name", vertex.name);
  line.AddTextIfAny("table", vertex.table);
  line.AddText("columns", vertex.columns);
  if (!vertex.properties.empty()) line.AddJson("properties", PropertiesAsJson(vertex.properties));
  if (vertex.profile) {
    line.AddInteger("rows", vertex.profile->rows_out);
    line.AddInteger("bytes", vertex.profile->bytes);
    line.AddInteger("ns_per_row", vertex.profile->NanosecondsPerRow());
  }
  return line.Finish();
}

// A label in double quotes; Mermaid knows HTML's entities.
std::string MermaidLabel(std::string_view text) {
  std::string out = ReplaceAll(ReplaceAll(text, "&", "&amp;"), "\"", "&quot;");
  return ReplaceAll(ReplaceAll(out, "<", "&lt;"), ">", "&gt;");
}

// The figures in a second line of the label.
std::string MermaidProfile(const Vertex& vertex) {
  if (!vertex.profile) return "";
  return Concat("<br/>", vertex.profile->rows_out, " rows, ", vertex.profile->bytes, " bytes, ", vertex.profile->NanosecondsPerRow(),
                " ns per row");
}

}  // namespace

std::string RenderPlanAsText(const JobGraph& graph, const JobProfile* profile) {
  return Concat(graph.flink_plan, graph.flink_plan.empty() || graph.flink_plan.ends_with("\n\n") ? "" : "\n",
                RenderOperators(graph, profile));
}

std::string RenderOperators(const JobGraph& graph, const JobProfile* profile) {
  std::string out = Concat("== Operators ==\n", NameOf(graph.mode), ", Flink ", ToString(graph.version), ", parallelism ",
                           graph.parallelism, "\n");
  for (const Pipeline& pipeline : graph.pipelines) {
    out += "\n";
    for (const Vertex& vertex : VerticesOf(pipeline, profile)) AppendVertex(vertex, out);
  }
  return out;
}

std::string RenderPlanAsJson(const JobGraph& graph, const JobProfile* profile) {
  std::string pipelines = "[";
  for (const Pipeline& pipeline : graph.pipelines) {
    std::vector<std::string> vertices;
    for (const Vertex& vertex : VerticesOf(pipeline, profile)) vertices.push_back(VertexAsJson(vertex));
    Append(pipelines, pipelines.size() > 1 ? "," : "", "[", Join(vertices, ","), "]");
  }
  JsonLine line;
  line.AddText("job", graph.name);
  line.AddText("mode", NameOf(graph.mode));
  line.AddText("flink_version", ToString(graph.version));
  line.AddInteger("parallelism", graph.parallelism);
  line.AddText("fingerprint", graph.Fingerprint());
  line.AddJson("pipelines", pipelines + "]");
  return line.Finish() + "\n";
}

std::string RenderPlanAsMermaid(const JobGraph& graph, const JobProfile* profile) {
  std::string out = "flowchart LR\n";
  for (size_t i = 0; i < graph.pipelines.size(); ++i) {
    const std::vector<Vertex> vertices = VerticesOf(graph.pipelines[i], profile);
    for (size_t j = 0; j < vertices.size(); ++j) {
      Append(out, "  p", i, "v", j, "[\"", MermaidLabel(vertices[j].name), MermaidProfile(vertices[j]), "\"]\n");
      if (j > 0) Append(out, "  p", i, "v", j - 1, " --> p", i, "v", j, "\n");
    }
  }
  return out;
}

}  // namespace drey
