#include "runtime/connectors/datagen/datagen_source.h"

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/connectors/connector_environment.h"

namespace drey {
namespace {

// Of the values of its sequences, in the place of a topic's name.
constexpr std::string_view kPositionName = "datagen";

// Each table, and each subtask of it, has its own values in a run; two scans of a table have the same, since Flink reads it once for both.
std::mt19937_64 MakeRandom(const DatagenPlan& plan, const ConnectorEnvironment& environment) {
  std::vector<uint32_t> seed = {static_cast<uint32_t>(environment.random_seed), static_cast<uint32_t>(environment.random_seed >> 32),
                                static_cast<uint32_t>(environment.subtask)};
  for (const char c : plan.table) seed.push_back(static_cast<unsigned char>(c));
  std::seed_seq sequence(seed.begin(), seed.end());
  return std::mt19937_64(sequence);
}

// The part of `total` that subtask i of n has, in Java's int arithmetic: of very many rows Flink makes fewer.
int32_t OwnShare(int64_t total, const ConnectorEnvironment& environment) {
  const auto share = static_cast<uint32_t>(total / environment.parallelism);
  return static_cast<int32_t>(total % environment.parallelism > environment.subtask ? share + 1 : share);
}

class DatagenSource final : public Source {
 public:
  // `values`: how many rows the sequences give this subtask; absent: there are none.
  DatagenSource(const DatagenPlan& plan, const ConnectorEnvironment& environment, std::optional<int64_t> values, int64_t first)
      : plan_(plan),
        environment_(environment),
        random_(MakeRandom(plan, environment)),
        rate_(static_cast<double>(plan.rows_per_second) / environment.parallelism),
        values_(values),
        row_(first) {
    if (plan.number_of_rows) number_of_rows_ = OwnShare(*plan.number_of_rows, environment);
  }

  absl::StatusOr<PollResult> Poll(absl::Time deadline, RowBatch& out) override {
    if (next_burst_ == absl::InfinitePast()) next_burst_ = environment_.clock();
    while (out.size() < environment_.max_poll_records) {
      const bool is_burst_over = static_cast<double>(burst_) >= rate_;
      // Nothing is there to wait for, unless the rate lets no row through: then Flink's source never ends.
      if (AtEnd() && rate_ > 0) return PollResult::kEnd;
      if (is_burst_over && !StartBurst(out.empty() ? deadline : absl::InfinitePast())) {
        return out.empty() ? PollResult::kIdle : PollResult::kRows;
      }
      if (!is_burst_over) DREY_RETURN_IF_ERROR(AppendRow(out));
    }
    return PollResult::kRows;
  }

  SourcePosition Position() const override {
    SourcePosition position;
    if (values_) position.next_offsets[{std::string(kPositionName), environment_.subtask}] = row_;
    return position;
  }

  absl::Status Commit(const SourcePosition&) override { return absl::OkStatus(); }

  SourceStatistics Statistics() const override {
    SourceStatistics statistics{.records = made_};
    if (number_of_rows_ || values_) statistics.pending = RowsLeft();
    return statistics;
  }

 private:
  int64_t RowsLeft() const {
    int64_t left = std::numeric_limits<int64_t>::max();
    if (number_of_rows_) left = std::max<int64_t>(*number_of_rows_ - made_, 0);
    return values_ ? std::min(left, *values_ - row_) : left;
  }

  bool AtEnd() const { return RowsLeft() <= 0; }

  // As many rows as a second has come at once, then the rest of the second is waited for. False where it is not over by the deadline.
  bool StartBurst(absl::Time deadline) {
    if (!environment_.paces_sources) {
      burst_ = 0;
      return true;
    }
    const absl::Time next = next_burst_ + absl::Seconds(1);
    const absl::Time now = environment_.clock();
    if (now < next) absl::SleepFor(std::min(next, deadline) - now);
    if (environment_.clock() < next) return false;
    next_burst_ = next;
    burst_ = 0;
    return true;
  }

  absl::Status AppendRow(RowBatch& out) {
    GenerationContext context{.arena = out.arena(),
                              .random = random_,
                              .now = environment_.clock(),
                              .row = row_ * environment_.parallelism + environment_.subtask};
    const auto cells = out.AppendRow(RowKind::kInsert, nullptr);
    for (size_t i = 0; i < plan_.fields.size(); ++i) {
      DREY_ASSIGN_OR_RETURN(cells[i], plan_.fields[i]->Generate(context));
    }
    ++burst_;
    ++made_;
    ++row_;
    return absl::OkStatus();
  }

  const DatagenPlan& plan_;
  const ConnectorEnvironment& environment_;
  std::mt19937_64 random_;
  double rate_;  // rows a second
  std::optional<int64_t> number_of_rows_;
  std::optional<int64_t> values_;
  int64_t row_;            // of this subtask, since the sequences began
  int64_t made_ = 0;       // since the source was opened
  int64_t burst_ = 0;      // since the last second began
  absl::Time next_burst_ = absl::InfinitePast();  // when that second began
};

absl::StatusOr<std::optional<int64_t>> OwnValues(const DatagenPlan& plan, const ConnectorEnvironment& environment) {
  std::optional<int64_t> least;
  for (const auto& sequence : plan.sequences) {
    DREY_ASSIGN_OR_RETURN(const int64_t count, sequence->Count(environment.parallelism));
    const int64_t own = OwnShare(count, environment);
    least = least ? std::min(*least, own) : own;
  }
  return least;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> DatagenSourceSpec::Describe() const {
  std::vector<std::pair<std::string, std::string>> lines = {{"connector", "datagen"},
                                                            {"rows-per-second", Concat(plan_.rows_per_second)}};
  if (plan_.number_of_rows) lines.emplace_back("number-of-rows", Concat(*plan_.number_of_rows));
  return lines;
}

absl::StatusOr<std::unique_ptr<Source>> DatagenSourceSpec::Open(ConnectorEnvironment& environment,
                                                                const std::optional<SourcePosition>& resume) const {
  DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> values, OwnValues(plan_, environment));
  if (values && !environment.resume.group.empty()) {
    return UnsupportedError(Concat("a sequence of the datagen table ", plan_.table, " where a group keeps the positions of the job"), {},
                            "leave --since-last-run and the delivery guarantee 'exactly-once' out");
  }
  int64_t first = 0;
  if (values && resume) {
    const auto stored = resume->next_offsets.find({std::string(kPositionName), environment.subtask});
    if (stored != resume->next_offsets.end()) first = stored->second;
  }
  return std::make_unique<DatagenSource>(plan_, environment, values, first);
}

}  // namespace drey
