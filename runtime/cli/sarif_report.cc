#include "runtime/cli/sarif_report.h"

#include "engine/base/text.h"
#include "engine/check/check_rule.h"
#include "runtime/cli/error_renderer.h"
#include "runtime/cli/json_line.h"

namespace drey {
namespace {

constexpr std::string_view kSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// Errors that are no finding of a rule: the codes of docs/errors.md.
struct ErrorCode {
  ErrorKind kind;
  std::string_view summary;
};

constexpr ErrorCode kErrorCodes[] = {
    {ErrorKind::kInvalid, "the SQL, its options or the command line is wrong"},
    {ErrorKind::kUnsupported, "valid Flink SQL that drey does not support yet"},
    {ErrorKind::kUnavailable, "a file cannot be read"},
    {ErrorKind::kBug, "a bug of drey"},
};

std::string_view LevelOf(Severity severity) { return NameOf(severity); }

std::string TextObject(std::string_view text) {
  JsonLine line;
  line.AddText("text", text);
  return line.Finish();
}

void AppendItem(std::string_view json, std::string& list) {
  if (!list.empty()) list += ',';
  list += json;
}

std::string RuleObject(std::string_view id, std::string_view summary, std::string_view explanation, Severity severity) {
  JsonLine configuration;
  configuration.AddText("level", LevelOf(severity));
  JsonLine rule;
  rule.AddText("id", id);
  rule.AddJson("shortDescription", TextObject(summary));
  if (!explanation.empty()) {
    rule.AddJson("fullDescription", TextObject(explanation));
    rule.AddJson("help", TextObject(explanation));
  }
  rule.AddJson("defaultConfiguration", configuration.Finish());
  return rule.Finish();
}

std::string AllRules() {
  std::string rules;
  for (const CheckRule* rule : AllCheckRules()) AppendItem(RuleObject(rule->name, rule->summary, rule->explanation, rule->severity), rules);
  for (const ErrorCode& code : kErrorCodes) AppendItem(RuleObject(CodeOf(code.kind), code.summary, {}, Severity::kError), rules);
  return Concat("[", rules, "]");
}

// A path as a relative or absolute URI reference.
std::string UriOf(std::string_view path) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char byte : path) {
    const auto value = static_cast<unsigned char>(byte);
    if (kPlain.find(byte) != std::string_view::npos) {
      uri += byte;
    } else {
      Append(uri, '%', kDigits[value >> 4], kDigits[value & 0xF]);
    }
  }
  return uri;
}

std::string RegionOf(const SourceText& source, SourceRange range) {
  JsonLine region;
  if (source.file_line > 0) {
    region.AddInteger("startLine", source.file_line);
    return region.Finish();
  }
  const LineColumn begin = source.Locate(range.begin);
  const LineColumn end = source.Locate(range.end);
  region.AddInteger("startLine", begin.line);
  region.AddInteger("startColumn", begin.column);
  region.AddInteger("endLine", end.line);
  region.AddInteger("endColumn", end.column);
  return region.Finish();
}

std::string LocationOf(const SourceText* source, SourceRange range, std::string_view file) {
  JsonLine artifact;
  artifact.AddText("uri", UriOf(source == nullptr ? file : std::string_view(source->file)));
  JsonLine physical;
  physical.AddJson("artifactLocation", artifact.Finish());
  if (source != nullptr) physical.AddJson("region", RegionOf(*source, range));
  JsonLine location;
  location.AddJson("physicalLocation", physical.Finish());
  if (source != nullptr && !source->part.empty()) {
    JsonLine part;
    part.AddText("fullyQualifiedName", source->part);
    location.AddJson("logicalLocations", Concat("[", part.Finish(), "]"));
  }
  return location.Finish();
}

std::string MessageText(const absl::Status& status, const ErrorDetail& detail, const SourceText* source) {
  std::string text;
  if (source != nullptr && !source->part.empty()) {
    const LineColumn place = source->Locate(detail.range.begin);
    Append(text, source->part, ":", place.line, ":", place.column, ": ");
  }
  text += MessageOf(status);
  if (!detail.hint.empty()) Append(text, "\n", detail.hint);
  return text;
}

}  // namespace

void SarifReport::Add(Severity severity, const absl::Status& status, const SourceMap& sources, std::string_view file) {
  const ErrorDetail detail = DetailOf(status);
  const SourceText* source = sources.Contains(detail.range.source) ? &sources.Get(detail.range.source) : nullptr;
  const std::string rule = RuleOf(status);
  JsonLine result;
  result.AddText("ruleId", rule.empty() ? CodeOf(detail.kind) : std::string_view(rule));
  result.AddText("level", LevelOf(severity));
  result.AddJson("message", TextObject(MessageText(status, detail, source)));
  result.AddJson("locations", Concat("[", LocationOf(source, detail.range, file), "]"));
  AppendItem(result.Finish(), results_);
}

std::string SarifReport::Finish() const {
  JsonLine driver;
  driver.AddText("name", "drey");
  driver.AddText("version", DREY_VERSION);
  driver.AddJson("rules", AllRules());
  JsonLine tool;
  tool.AddJson("driver", driver.Finish());
  JsonLine run;
  run.AddJson("tool", tool.Finish());
  run.AddText("columnKind", "unicodeCodePoints");
  run.AddJson("results", Concat("[", results_, "]"));
  JsonLine document;
  document.AddText("$schema", kSchema);
  document.AddText("version", "2.1.0");
  document.AddJson("runs", Concat("[", run.Finish(), "]"));
  return document.Finish() + "\n";
}

}  // namespace drey
