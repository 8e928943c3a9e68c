#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "json-value-returning";

// What else than a value of the type is in documents, by type.
std::string_view FailsOn(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kInteger:
      return "a text (\"12\"), a fraction (12.0), a boolean or a number beyond INT";
    case TypeRoot::kDouble:
      return "a text (\"1.5\"), a whole number (1) or a boolean";
    case TypeRoot::kBoolean:
      return "a text (\"true\") or a number";
    default:
      return {};
  }
}

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  for (const CheckedQuery& query : job.queries) {
    for (const BoundExpression* call : CallsOf(query)) {
      if (call->name != "JSON_VALUE") continue;
      const std::string_view fails_on = FailsOn(call->type);
      if (fails_on.empty()) continue;
      const std::string type = call->type.ToStringWithoutNullability();
      findings.push_back(MakeFinding(kName, Concat("JSON_VALUE … RETURNING ", type, " fails the job on ", fails_on), call->range,
                                     Concat("TRY_CAST(JSON_VALUE(…) AS ", type, ") gives NULL on what is no ", type)));
    }
  }
}

}  // namespace

const CheckRule kJsonValueReturning = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "JSON_VALUE … RETURNING INT, DOUBLE or BOOLEAN fails the job on a value of another kind",
    .explanation =
        "Flink does not convert what the path leads to: it casts the Java object. RETURNING INT takes whole numbers of at most 32 bits, "
        "RETURNING DOUBLE only numbers with a fraction or an exponent, RETURNING BOOLEAN only true and false. Anything else is a "
        "ClassCastException, which fails the job; NULL ON ERROR and DEFAULT … ON ERROR do not catch it.",
    .example = "INSERT INTO bills SELECT JSON_VALUE(document, '$.id' RETURNING INT), customer, 'x' FROM orders\n"
               "WHERE JSON_VALUE(document, '$.id' RETURNING INT) IS NOT NULL;",
    .better = "INSERT INTO bills SELECT TRY_CAST(JSON_VALUE(document, '$.id') AS INT), customer, 'x' FROM orders\n"
              "WHERE TRY_CAST(JSON_VALUE(document, '$.id') AS INT) IS NOT NULL;",
    .find = Find,
};

}  // namespace drey
