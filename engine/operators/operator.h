// Operators: what happens to rows between a source and a sink.
//
// An OperatorSpec is the plan's immutable description; MakeOperator gives the live object of one task, which is never called
// concurrently. A stateless operator overrides Process alone. A record never makes Process fail: a row that cannot be evaluated is
// marked with an error in the batch and goes on.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/functions/evaluation_context.h"
#include "engine/types/row_batch.h"
#include "engine/types/schema.h"

namespace drey {

// Takes the batches that an operator puts out: the next operator or the end of the chain.
class Collector {
 public:
  virtual ~Collector() = default;
  virtual absl::Status Collect(RowBatch&& batch) = 0;
};

class Operator {
 public:
  virtual ~Operator() = default;
  virtual absl::Status Open() { return absl::OkStatus(); }
  // Takes the batch and hands what becomes of it to `out`, at once or later.
  virtual absl::Status Process(RowBatch&& batch, const EvaluationContext& environment, Collector& out) = 0;
  // What a checkpoint keeps of an operator that remembers something between batches. Restore comes behind Open; it is false where the
  // bytes are not what Snapshot wrote.
  virtual bool has_state() const { return false; }
  virtual void Snapshot(std::string& out) const { (void)out; }
  virtual bool Restore(std::string_view bytes) { return bytes.empty(); }

  // What Process holds back goes out: before a checkpoint, which keeps none of it, and once the time is held_until().
  virtual absl::Status Release(const EvaluationContext& environment, Collector& out) {
    (void)environment;
    (void)out;
    return absl::OkStatus();
  }
  virtual absl::Time held_until() const { return absl::InfiniteFuture(); }

  // The input has ended: whatever is kept goes out.
  virtual absl::Status Finish(const EvaluationContext& environment, Collector& out) {
    (void)environment;
    (void)out;
    return absl::OkStatus();
  }
};

class OperatorSpec {
 public:
  virtual ~OperatorSpec() = default;
  // As Flink names it in its plans: "Calc(select=[…])".
  virtual std::string Describe() const = 0;
  // What it computes once per row though it is written several times, for explain: "#2 = FROM_BASE64(content), used 4 times".
  virtual std::vector<std::string> SharedExpressions() const { return {}; }
  // Names of the functions it calls whose values may differ from run to run.
  virtual std::vector<std::string> NonDeterministicCalls() const { return {}; }
  // Whether its rows depend on where checkpoints fall: it holds rows back, and a checkpoint releases them.
  virtual bool depends_on_checkpoints() const { return false; }
  virtual const Schema& output() const = 0;
  virtual std::unique_ptr<Operator> MakeOperator() const = 0;
};

}  // namespace drey
