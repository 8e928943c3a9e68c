#include "runtime/testing/record_trace.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "engine/operators/calc.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/kafka/kafka_sink.h"
#include "runtime/connectors/kafka/kafka_source.h"
#include "runtime/connectors/print/external_text.h"
#include "runtime/testing/content.h"
#include "runtime/testing/null_reason.h"
#include "runtime/testing/taken_branch.h"

namespace drey {
namespace {

std::string ValueText(const Datum& value, const LogicalType& type) {
  if (value.is_null) return "NULL";
  std::string text;
  AppendExternalRow(RowKind::kInsert, LogicalType::Row({{.name = "value", .type = type}}), {&value, 1}, text);
  // "+I[…]".
  text = text.substr(3, text.size() - 4);
  return type.IsCharacterString() ? Concat("'", text, "'") : text;
}

// The SQL of an expression on one line.
std::string SqlOf(const BoundExpression& expression, const SourceMap& sources) {
  // A column's place is that of its table.
  if (expression.kind == BoundExpression::Kind::kInput) return expression.name;
  if (!expression.range.known() || !sources.Contains(expression.range.source)) return expression.name;
  std::string sql;
  for (const char c : sources.Text(expression.range)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      sql += c;
    } else if (!sql.empty() && !sql.ends_with(' ')) {
      sql += ' ';
    }
  }
  return sql;
}

// A Calc of a pipeline with its tracer.
class CalcTracer {
 public:
  CalcTracer(const CalcSpec& calc, const SourceMap& sources)
      : calc_(calc.description()), sources_(sources), tracer_(Expressions(calc_)) {}

  // `message` is what the row was decoded from, or null.
  void Trace(std::span<const Datum> row, const EvaluationContext& environment, const DecodedMessage* message, OperatorTrace& out) {
    Arena arena;
    if (calc_.condition) {
      CallContext context(arena, environment);
      out.columns.push_back({"", Parts(calc_.projections.size(), row, message, context)});
    }
    for (size_t i = 0; i < calc_.projections.size(); ++i) {
      CallContext context(arena, environment);
      out.columns.push_back({calc_.output.columns[i].name, Parts(i, row, message, context)});
    }
  }

 private:
  static std::vector<BoundExpressionPointer> Expressions(const CalcDescription& calc) {
    std::vector<BoundExpressionPointer> expressions = calc.projections;
    if (calc.condition) expressions.push_back(calc.condition);
    return expressions;
  }

  std::vector<PartTrace> Parts(size_t expression, std::span<const Datum> row, const DecodedMessage* message, CallContext& context) {
    std::vector<PartTrace> parts;
    std::set<std::string> shown;
    std::vector<int> left_out;  // depths of what stands around the part and is not shown
    std::vector<TracedPart> traced = tracer_.Trace(expression, row, context);
    HideOtherBranches(traced);
    for (size_t i = 0; i < traced.size(); ++i) {
      const TracedPart& part = traced[i];
      while (!left_out.empty() && left_out.back() >= part.depth) left_out.pop_back();
      PartTrace trace{.sql = SqlOf(*part.expression, sources_),
                      .type = part.expression->type.ToString(),
                      .value = "",
                      .state = part.state,
                      .depth = part.depth - static_cast<int>(left_out.size())};
      // Casts that the planner added stand where their operand stands, and equal parts have equal values.
      if (!shown.insert(trace.sql).second) {
        left_out.push_back(part.depth);
        continue;
      }
      if (part.state == TracedPart::State::kValue) trace.value = ValueText(part.value, part.expression->type);
      if (part.state == TracedPart::State::kFailed && context.failed()) trace.value = context.failure().message;
      if (part.state == TracedPart::State::kValue && part.value.is_null) trace.null_reason = NullReason(traced, i, message);
      parts.push_back(std::move(trace));
    }
    return parts;
  }

  const CalcDescription& calc_;
  const SourceMap& sources_;
  ExpressionTracer tracer_;
};

// Keeps what an operator puts out.
class KeptBatch final : public Collector {
 public:
  explicit KeptBatch(RowBatch& batch) : batch_(batch) {}
  absl::Status Collect(RowBatch&& batch) override {
    batch_ = std::move(batch);
    return absl::OkStatus();
  }

 private:
  RowBatch& batch_;
};

class PipelineTracer {
 public:
  PipelineTracer(const JobGraph& graph, const Pipeline& pipeline, const SourceMap& sources, std::shared_ptr<MemoryLog> log,
                 const TraceOptions& options)
      : pipeline_(pipeline), log_(std::move(log)), options_(options) {
    environment_.log = log_.get();
    environment_.needs_servers = false;
    environment_.version = graph.version;
    if (options.clock) environment_.clock = options.clock;
    environment_.max_poll_records = 1;
    environment_.paces_sources = false;
    environment_.print_line = [](std::string_view, bool) {};
    evaluation_.version = graph.version;
    evaluation_.time_zone = graph.time_zone;
    evaluation_.now = environment_.clock();
    evaluation_.random_seed = static_cast<uint64_t>(absl::ToUnixNanos(evaluation_.now));
    for (const auto& spec : pipeline.operators) {
      const auto* calc = dynamic_cast<const CalcSpec*>(spec.get());
      calcs_.push_back(calc == nullptr ? nullptr : std::make_unique<CalcTracer>(*calc, sources));
    }
  }

  absl::Status Trace(const std::optional<SourcePosition>& resume, std::vector<RecordTrace>& traces) {
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<Sink> sink, pipeline_.sink.spec->Open(environment_));
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<Source> source, pipeline_.source.spec->Open(environment_, resume));
    for (const auto& spec : pipeline_.operators) {
      operators_.push_back(spec->MakeOperator());
      DREY_RETURN_IF_ERROR(operators_.back()->Open());
    }
    auto result = Source::PollResult::kRows;
    while (result != Source::PollResult::kEnd) {
      RowBatch batch(pipeline_.source.schema.size());
      DREY_ASSIGN_OR_RETURN(result, source->Poll(absl::InfinitePast(), batch));
      if (result == Source::PollResult::kIdle) break;
      if (batch.empty()) continue;
      RecordTrace trace = NewTrace(batch);
      DREY_RETURN_IF_ERROR(TraceBatch(std::move(batch), *sink, trace));
      const bool failed = trace.error && !pipeline_.source.drops_failures_of_query;
      if (!options_.keeps || options_.keeps(trace)) traces.push_back(std::move(trace));
      if (failed && !options_.goes_on_after_failure) break;
    }
    return absl::OkStatus();
  }

 private:
  RecordTrace NewTrace(const RowBatch& batch) const {
    RecordTrace trace{.source_table = pipeline_.source.table, .sink_table = pipeline_.sink.table};
    if (const RecordView* origin = batch.origin(0)) {
      trace.topic = std::string(origin->topic);
      trace.partition = origin->partition;
      trace.offset = origin->offset;
      if (origin->key) trace.input_key = std::string(*origin->key);
      if (origin->value) trace.input_value = std::string(*origin->value);
    }
    return trace;
  }

  // The message, where the columns of the source's rows are its members.
  std::optional<DecodedMessage> MessageOfRow(const RecordTrace& trace) const {
    const auto* source = dynamic_cast<const KafkaSourceSpec*>(pipeline_.source.spec.get());
    if (source == nullptr || !trace.input_value || source->plan().key_format) return std::nullopt;
    const auto& options = source->plan().options;
    if ((options.value_format ? options.value_format : options.format) != "json") return std::nullopt;
    std::optional<Content> object = ParseContent(*trace.input_value);
    if (!object || object->kind != Content::Kind::kObject) return std::nullopt;
    return DecodedMessage{*std::move(object), source->plan().physical_row.fields().size()};
  }

  // The key that the dropped record would have been written with, as a JSON object; nothing where it is not computed by then.
  std::optional<std::string> KeyOfDropped(const OperatorTrace& step) const {
    const auto* sink = dynamic_cast<const KafkaSinkSpec*>(pipeline_.sink.spec.get());
    if (sink == nullptr || !sink->plan().key_format) return std::nullopt;
    Content key{.kind = Content::Kind::kObject};
    for (const RowField& field : sink->plan().key_row.fields()) {
      const auto column = std::find_if(step.columns.begin(), step.columns.end(), [&](const ColumnTrace& own) { return own.name == field.name; });
      if (column == step.columns.end() || column->parts.empty()) return std::nullopt;
      std::string text = column->parts.front().value;
      const bool is_text = text.size() > 1 && text.starts_with('\'');
      if (is_text) text = text.substr(1, text.size() - 2);
      key.members.push_back({field.name, {.kind = is_text ? Content::Kind::kString : Content::Kind::kNumber, .text = std::move(text)}});
    }
    return ToJson(key);
  }

  absl::Status TraceBatch(RowBatch batch, Sink& sink, RecordTrace& trace) {
    std::optional<DecodedMessage> message = MessageOfRow(trace);
    for (size_t i = 0; i < operators_.size(); ++i) {
      OperatorTrace& step = trace.operators.emplace_back(OperatorTrace{.description = pipeline_.operators[i]->Describe()});
      if (const size_t row = ShownRow(batch); calcs_[i] != nullptr && batch.error(row) == nullptr) {
        calcs_[i]->Trace(batch.row(row), evaluation_, message ? &*message : nullptr, step);
        // What comes out has other columns.
        message.reset();
      }
      RowBatch next;
      KeptBatch kept(next);
      DREY_RETURN_IF_ERROR(operators_[i]->Process(std::move(batch), evaluation_, kept));
      // A record is a bundle of its own here: what is held back would look like dropped.
      if (next.empty()) DREY_RETURN_IF_ERROR(operators_[i]->Release(evaluation_, kept));
      batch = std::move(next);
      if (batch.empty()) {
        step.dropped = true;
        trace.key_of_dropped = KeyOfDropped(step);
        return absl::OkStatus();
      }
    }
    return WriteRows(batch, sink, trace);
  }

  // Of the rows that a record has become the first that is added; of an update what the row is from then on.
  static size_t ShownRow(const RowBatch& batch) {
    for (size_t i = 0; i < batch.size(); ++i) {
      if (batch.kind(i) == RowKind::kInsert || batch.kind(i) == RowKind::kUpdateAfter) return i;
    }
    return 0;
  }

  absl::Status WriteRows(const RowBatch& batch, Sink& sink, RecordTrace& trace) {
    for (size_t i = 0; i < batch.size() && !trace.error; ++i) {
      if (const RowError* error = batch.error(i)) {
        trace.error = *error;
      } else {
        DREY_RETURN_IF_ERROR(sink.Write(batch, i, trace.error));
      }
    }
    if (trace.error) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(sink.CommitTransaction());
    CollectOutput(trace);
    return absl::OkStatus();
  }

  // What has been added to the sink's topics.
  void CollectOutput(RecordTrace& trace) {
    const auto* sink = dynamic_cast<const KafkaSinkSpec*>(pipeline_.sink.spec.get());
    if (sink == nullptr || !sink->plan().options.topics) return;
    for (const std::string& topic : *sink->plan().options.topics) {
      for (MemoryRecord& record : log_->CommittedRecords(topic)) {
        // What has been seen goes, so that the next record's output is all there is.
        log_->RemoveBefore({topic, record.partition}, record.offset + 1);
        trace.output.push_back(std::move(record));
      }
    }
  }

  const Pipeline& pipeline_;
  std::shared_ptr<MemoryLog> log_;
  const TraceOptions& options_;
  ConnectorEnvironment environment_;
  EvaluationContext evaluation_;
  std::vector<std::unique_ptr<CalcTracer>> calcs_;  // null for other operators
  std::vector<std::unique_ptr<Operator>> operators_;
};

}  // namespace

const ColumnTrace* RecordTrace::FindColumn(std::string_view name) const {
  for (auto step = operators.rbegin(); step != operators.rend(); ++step) {
    for (const ColumnTrace& column : step->columns) {
      if (column.name == name) return &column;
    }
  }
  return nullptr;
}

const OperatorTrace* RecordTrace::DroppedBy() const {
  const auto step = std::find_if(operators.begin(), operators.end(), [](const OperatorTrace& candidate) { return candidate.dropped; });
  return step == operators.end() ? nullptr : &*step;
}

absl::StatusOr<std::vector<RecordTrace>> TraceRecords(const JobGraph& graph, const SourceMap& sources, std::shared_ptr<MemoryLog> log,
                                                      const TraceOptions& options) {
  std::vector<RecordTrace> traces;
  for (size_t i = 0; i < graph.pipelines.size(); ++i) {
    const std::optional<SourcePosition> resume = i < options.resume.size() ? options.resume[i] : std::nullopt;
    DREY_RETURN_IF_ERROR(PipelineTracer(graph, graph.pipelines[i], sources, log, options).Trace(resume, traces));
  }
  return traces;
}

}  // namespace drey
