// What the clock says: CURRENT_TIMESTAMP and its kin, all from EvaluationContext::now.
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/typed_kernel.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

Timestamp Now(CallContext& context) { return {absl::ToUnixMillis(context.environment().now), 0}; }

Timestamp LocalNow(CallContext& context) { return InstantToLocal(Now(context), context.environment().time_zone); }

Datum CurrentTimestamp(CallContext& context) { return MakeTimestamp(Now(context)); }

Datum LocalTimestamp(CallContext& context) { return MakeTimestamp(LocalNow(context)); }

int64_t CurrentDate(CallContext& context) { return FloorDivide(LocalNow(context).milliseconds, kMillisecondsPerDay); }

int64_t CurrentTime(CallContext& context) { return FloorModulo(LocalNow(context).milliseconds, kMillisecondsPerDay); }

template <auto kFunction, TypeRoot kRoot>
absl::StatusOr<BoundCall> BindClock(const BindRequest& request) {
  if (!request.arguments.empty()) return UnsupportedCall(request);
  LogicalType type(kRoot);
  if constexpr (kRoot == TypeRoot::kTimestamp) type = LogicalType::Timestamp(3);
  if constexpr (kRoot == TypeRoot::kTimestampLtz) type = LogicalType::TimestampLtz(3);
  if constexpr (kRoot == TypeRoot::kTime) type = LogicalType::Time(0);
  return BoundCall{.type = type.AsNotNull(), .kernel = MakeKernel<kFunction>(), .foldable = false};
}

}  // namespace

void RegisterClockFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "CURRENT_DATE",
                .bind = BindClock<CurrentDate, TypeRoot::kDate>,
                .documentation = {"CURRENT_DATE", "Today in the session time zone.", "CURRENT_DATE IS NOT NULL", "TRUE"}});
  registry.Add({.name = "CURRENT_TIME",
                .bind = BindClock<CurrentTime, TypeRoot::kTime>,
                .documentation = {"CURRENT_TIME", "The time of day in the session time zone.", "CURRENT_TIME IS NOT NULL", "TRUE"}});
  registry.Add({.name = "LOCALTIME",
                .bind = BindClock<CurrentTime, TypeRoot::kTime>,
                .documentation = {"LOCALTIME", "The time of day in the session time zone.", "LOCALTIME IS NOT NULL", "TRUE"}});
  registry.Add({.name = "LOCALTIMESTAMP",
                .bind = BindClock<LocalTimestamp, TypeRoot::kTimestamp>,
                .documentation = {"LOCALTIMESTAMP", "Date and time in the session time zone.", "LOCALTIMESTAMP IS NOT NULL", "TRUE"}});
  registry.Add({.name = "CURRENT_TIMESTAMP",
                .bind = BindClock<CurrentTimestamp, TypeRoot::kTimestampLtz>,
                .documentation = {"CURRENT_TIMESTAMP", "The current point in time.", "CURRENT_TIMESTAMP IS NOT NULL", "TRUE"}});
  registry.Add({.name = "NOW",
                .bind = BindClock<CurrentTimestamp, TypeRoot::kTimestampLtz>,
                .documentation = {"NOW()", "The current point in time.", "NOW() IS NOT NULL", "TRUE"}});
  registry.Add({.name = "PROCTIME",
                .bind = BindClock<CurrentTimestamp, TypeRoot::kTimestampLtz>,
                .documentation = {"PROCTIME()", "The time at which a record is processed.", "PROCTIME() IS NOT NULL", "TRUE"}});
  registry.Add({.name = "CURRENT_ROW_TIMESTAMP",
                .bind = BindClock<CurrentTimestamp, TypeRoot::kTimestampLtz>,
                .documentation = {"CURRENT_ROW_TIMESTAMP()", "The current point in time, asked for each record.",
                                  "CURRENT_ROW_TIMESTAMP() IS NOT NULL", "TRUE"}});
}

}  // namespace drey
