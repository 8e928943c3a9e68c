#include "tests/flink/conformance/statement_cases.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/compiler/catalog_rows.h"
#include "engine/compiler/explain.h"
#include "engine/compiler/session.h"
#include "engine/plan/result_type.h"
#include "engine/sql/parser.h"
#include "runtime/connectors/built_in_connectors.h"
#include "tests/flink/conformance/golden_file.h"
#include "tests/flink/conformance/needed_features.h"

namespace drey {
namespace {

using rapidjson::Value;

class StatementCase {
 public:
  StatementCase(const Value& golden, FlinkVersion version) : golden_(golden) {
    options_.version = version;
    options_.strict = true;
    options_.has_file = [](const std::string& path) { return std::filesystem::exists(path); };
    if (TextOf(golden, "mode") == "batch") options_.mode = RuntimeMode::kBatch;
    session_ = std::make_unique<Session>(BuiltInConnectors(), options_, sources_);
  }

  absl::Status Start() { return session_->Start(); }

  absl::Status Run(std::string_view text) {
    schema.clear();
    plan_text.clear();
    rows.clear();
    const SourceId source = sources_.Add({.text = std::string(text)});
    DREY_ASSIGN_OR_RETURN(Statement statement, ParseStatement(source, sources_.Get(source).text, session_->version()));
    return RunStatement(std::make_shared<const Statement>(std::move(statement)));
  }

  std::vector<std::string> schema;  // of the last SELECT: "name TYPE"
  std::vector<std::string> rows;    // of the last SHOW or DESCRIBE
  std::string plan_text;            // of the last SELECT, INSERT or EXPLAIN of one

 private:
  absl::Status RunStatement(const SharedStatement& statement) {
    if (statement->As<BeginStatementSet>() != nullptr) {
      open_set_ = true;
      return absl::OkStatus();
    }
    if (statement->As<EndStatementSet>() != nullptr) return EndSet();
    if (const auto* show = statement->As<Show>()) return KeepRows(Answers().Show(*show, statement->range));
    if (const auto* describe = statement->As<Describe>()) {
      return KeepRows(Answers().Describe(*describe, statement->range));
    }
    if (const auto* insert = statement->As<Insert>(); insert != nullptr && open_set_) {
      set_.push_back(statement);
      return session_->BindInsert(*insert, statement->range).status();
    }
    if (statement->As<Insert>() != nullptr || statement->As<SelectStatement>() != nullptr || statement->As<StatementSet>() != nullptr) {
      return RunPlanned(*statement);
    }
    if (const auto* explain = statement->As<Explain>()) return RunPlanned(*explain->statement);
    if (const auto* execute = statement->As<Execute>()) return RunPlanned(*execute->statement);
    return session_->Execute(statement, "");
  }

  CatalogAnswers Answers() const { return {session_->catalog(), sources_, session_->version()}; }

  absl::Status KeepRows(const absl::StatusOr<CatalogRows>& answer) {
    DREY_RETURN_IF_ERROR(answer.status());
    for (const auto& row : answer->rows) {
      std::vector<std::string> cells;
      for (size_t i = 0; i < row.size(); ++i) {
        const bool is_boolean = answer->schema.type(i).Is(TypeRoot::kBoolean);
        cells.push_back(row[i] ? (is_boolean ? ToLower(*row[i]) : *row[i]) : "null");
      }
      rows.push_back(Join(cells, " | "));
    }
    return absl::OkStatus();
  }

  absl::Status EndSet() {
    open_set_ = false;
    for (const SharedStatement& statement : std::exchange(set_, {})) {
      const auto planned = session_->BindInsert(*statement->As<Insert>(), statement->range);
      // What did not parse or bind is not in the set.
      if (planned.ok()) DREY_RETURN_IF_ERROR(session_->PlanInsertPipelines(*planned).status());
    }
    return absl::OkStatus();
  }

  absl::Status RunPlanned(const Statement& statement) {
    if (const auto* select = statement.As<SelectStatement>()) {
      DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, session_->BindQuery(*select->query));
      for (size_t i = 0; i < plan->schema.size(); ++i) {
        schema.push_back(Concat(plan->schema.columns[i].name, " ", ResultTypeText(*plan, i)));
      }
    }
    DREY_ASSIGN_OR_RETURN(plan_text, ExplainStatement(*session_, statement));
    return absl::OkStatus();
  }

  const Value& golden_;
  SessionOptions options_;
  SourceMap sources_;
  std::unique_ptr<Session> session_;
  bool open_set_ = false;
  std::vector<SharedStatement> set_;
};

struct Answers {
  std::vector<std::string> acceptance;  // details of statements that one accepts and the other refuses
  std::vector<std::string> messages;    // details of refusals with another message, and of other schemas
  std::string unsupported;
  std::set<std::string> needed;          // of the statements that are not supported; empty where one of them needs nothing that is left out
  std::vector<std::string> unsupported_refusals;  // statements that Flink refuses and drey does not support
  int refusals = 0;
};

std::vector<std::string> GoldenRows(const Value& expected) {
  std::vector<std::string> rows;
  if (!expected.HasMember("rows")) return rows;
  for (const auto& row : expected["rows"].GetArray()) {
    std::vector<std::string> cells;
    for (const auto& cell : row.GetArray()) cells.emplace_back(cell.IsNull() ? "null" : TextOf(cell));
    rows.push_back(Join(cells, " | "));
  }
  return rows;
}

void AddUnsupported(std::string_view shown, const absl::Status& ours, const std::set<std::string>& needed, bool accepted, const Value& expected,
                    Answers& answers) {
  // The first that needs nothing that is left out is the one to tell of.
  const bool is_first = answers.unsupported.empty() || (needed.empty() && !answers.needed.empty());
  if (is_first) answers.unsupported = Concat(MessageOf(ours), "\n  ", shown);
  if (is_first) answers.needed = needed;
  if (!accepted) answers.unsupported_refusals.push_back(Concat(shown, "\n  Flink: ", GoldenMessage(expected["error"]), "\n  drey: ", MessageOf(ours)));
}

void CompareStatement(std::string_view text, const absl::Status& ours, const Value& expected, const StatementCase& one,
                      const std::set<std::string>& needed, Answers& answers) {
  const std::vector<std::string>& schema = one.schema;
  const std::string shown = Concat("«", text.substr(0, 160), text.size() > 160 ? "…»" : "»");
  // Only its explanation failed: the client runs it.
  const bool accepted = expected["ok"].IsTrue() || TextOf(expected, "step") == "explain";
  if (!ours.ok() && DetailOf(ours).kind == ErrorKind::kUnsupported) {
    return AddUnsupported(shown, ours, needed, accepted, expected, answers);
  }
  if (accepted != ours.ok()) {
    answers.acceptance.push_back(ours.ok() ? Concat(shown, " Flink refuses: ", GoldenMessage(expected["error"]), "\n  drey accepts")
                                           : Concat(shown, " Flink accepts, drey refuses: ", MessageOf(ours)));
    return;
  }
  if (!accepted) {
    ++answers.refusals;
    const std::string golden = GoldenMessage(expected["error"]);
    const std::string message = ComparableMessage(MessageOf(ours));
    if (golden != message) answers.messages.push_back(Concat(shown, "\n  Flink: ", golden, "\n  drey:  ", message));
    return;
  }
  if (const std::vector<std::string> rows = GoldenRows(expected); !one.rows.empty() && rows != one.rows) {
    answers.messages.push_back(Concat(shown, "\n  Flink: ", Join(rows, "\n         "), "\n  drey:  ", Join(one.rows, "\n         ")));
  }
  if (schema.empty() || !expected.HasMember("schema")) return;
  std::vector<std::string> golden;
  for (const auto& column : expected["schema"].GetArray()) golden.emplace_back(TextOf(column));
  if (golden != schema) {
    answers.messages.push_back(Concat(shown, "\n  Flink: ", Join(golden, ", "), "\n  drey:  ", Join(schema, ", ")));
  }
}

}  // namespace

bool RunStatementCases(const std::string& folder, const CaseFilter& filter, Comparison& comparison) {
  const std::vector<std::filesystem::path> files = GoldenFiles(folder);
  for (const auto& path : files) {
    const std::string theme = path.stem().string();
    const bool read = ForEachCase(path.string(), [&](const Value& golden) {
      for (const auto& answer : golden["flink"].GetObject()) {
        const auto version = ParseFlinkVersion(TextOf(answer.name));
        const std::string id = Concat(TextOf(answer.name), " ", theme, " ", TextOf(golden, "name"));
        if (!version || !filter(id)) continue;
        StatementCase one(golden, *version);
        Answers answers;
        NeededFeatures features(*version);
        if (!one.Start().ok()) continue;
        for (rapidjson::SizeType i = 0; i < golden["statements"].Size(); ++i) {
          const std::string_view text = TextOf(golden["statements"][i]);
          const absl::Status ours = one.Run(text);
          CompareStatement(text, ours, answer.value[i], one, features.Of(text), answers);
          // What comes behind a table that drey cannot make or change says nothing.
          const bool changes_object = text.starts_with("CREATE") || text.starts_with("ALTER");
          if (changes_object && !ours.ok() && DetailOf(ours).kind == ErrorKind::kUnsupported) break;
        }
        for (const std::string& refusal : answers.unsupported_refusals) comparison.AddUnsupportedRefusal(id, refusal);
        if (!answers.unsupported.empty() && answers.acceptance.empty()) {
          comparison.AddUnsupported(theme, id, answers.unsupported, answers.needed);
        } else {
          comparison.AddCase(theme, id, answers.acceptance, 1, answers.acceptance.empty() ? 1 : 0);
        }
        if (answers.refusals > 0 || !answers.messages.empty()) {
          comparison.AddCase(theme + " messages", id + " messages", answers.messages, 1, answers.messages.empty() ? 1 : 0);
        }
      }
    });
    if (!read) return false;
  }
  return !files.empty();
}

namespace {

constexpr std::string_view kPlanSections[] = {"Abstract Syntax Tree", "Optimized Physical Plan", "Optimized Execution Plan"};

std::string_view SectionOf(std::string_view text, std::string_view section) {
  const std::string title = Concat("== ", section, " ==\n");
  const size_t begin = text.find(title);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + title.size());
  return text.substr(0, text.find("\n== "));
}

}  // namespace

bool RunPlanCases(const std::string& folder, const CaseFilter& filter, Comparison& comparison) {
  const std::vector<std::filesystem::path> files = GoldenFiles(folder);
  for (const auto& path : files) {
    const std::string theme = path.stem().string();
    const bool read = ForEachCase(path.string(), [&](const Value& golden) {
      for (const auto& answer : golden["flink"].GetObject()) {
        const auto version = ParseFlinkVersion(TextOf(answer.name));
        const std::string id = Concat(TextOf(answer.name), " ", theme, " ", TextOf(golden, "name"));
        if (!version || !filter(id)) continue;
        StatementCase one(golden, *version);
        if (!one.Start().ok()) continue;
        for (rapidjson::SizeType i = 0; i < golden["statements"].Size(); ++i) {
          const std::string_view text = TextOf(golden["statements"][i]);
          const bool ran = one.Run(text).ok();
          const std::string_view expected = TextOf(answer.value[i], "explain");
          const bool has_details = expected.find("changelogMode=") != std::string_view::npos ||
                                   expected.find("rowcount = ") != std::string_view::npos ||
                                   expected.find("== Physical Execution") != std::string_view::npos;
          if (!ran || one.plan_text.empty() || expected.empty() || has_details) continue;
          for (const std::string_view section : kPlanSections) {
            std::vector<std::string> details;
            const std::string_view flink = SectionOf(expected, section);
            const std::string_view ours = SectionOf(one.plan_text, section);
            if (ours != flink) details.push_back(Concat("«", text, "»\n  Flink:\n", flink, "\n  drey:\n", ours));
            comparison.AddCase(section, Concat(id, " ", i, " ", section), details, 1, details.empty() ? 1 : 0);
          }
        }
      }
    });
    if (!read) return false;
  }
  return !files.empty();
}

}  // namespace drey
