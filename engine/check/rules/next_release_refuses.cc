#include <string>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "next-release-refuses";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  if (!job.next_release || job.next_release->ok()) return;
  const absl::Status& error = job.next_release->status();
  const ErrorDetail detail = DetailOf(error);
  if (detail.kind == ErrorKind::kUnsupported) return;  // drey's affair, not Flink's
  const std::string_view message = MessageOf(error);
  // Flink's first sentence says it; the whole message comes with --flink-version 2.3.
  const std::string sentence(message.substr(0, message.find(". ")));
  findings.push_back(MakeFinding(kName, Concat("Flink 2.3 refuses the job: ", sentence), detail.range, detail.hint));
}

}  // namespace

const CheckRule kNextReleaseRefuses = {
    .name = kName,
    .severity = Severity::kNote,
    .summary = "Flink 2.3 refuses the job",
    .explanation =
        "The job is planned as Flink 2.3 would, too. Most often it wants to know what becomes of rows of the same primary key: end the "
        "INSERT with ON CONFLICT DO DEDUPLICATE, which 1.20 does not know; or set 'table.exec.sink.require-on-conflict' = 'false', which "
        "1.20 ignores. drey check --flink-version 2.3 shows the whole message.",
    .example = "INSERT INTO bills SELECT id, customer, 'x' FROM orders WHERE id IS NOT NULL;",
    .better = "SET 'table.exec.sink.upsert-materialize' = 'NONE';\n"
              "INSERT INTO bills SELECT id, customer, 'x' FROM orders WHERE id IS NOT NULL;",
    .find = Find,
};

}  // namespace drey
