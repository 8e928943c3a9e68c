#include "runtime/metrics/run_metrics.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr absl::Duration kTick = absl::Seconds(5);
// What a checkpoint may take beyond its interval before it is missed.
constexpr absl::Duration kCheckpointGrace = absl::Seconds(10);
// The run tells of itself ten times a second unless a broker holds it up.
constexpr absl::Duration kSilence = absl::Minutes(1);

// A label's value.
std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out.push_back('\\');
    if (c == '\n') {
      out += "\\n";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

class PrometheusWriter {
 public:
  explicit PrometheusWriter(std::string_view job_name) : labels_(Concat("{job_name=\"", Escape(job_name), "\"} ")) {}

  void Counter(std::string_view name, int64_t value) { Add(name, "counter", Concat(value)); }
  void Gauge(std::string_view name, int64_t value) { Add(name, "gauge", Concat(value)); }
  void Rate(std::string_view name, double value) {
    // Hundredths are enough; whole numbers stand without.
    const auto hundredths = static_cast<int64_t>(std::llround(value * 100));
    Add(name, "gauge", Concat(hundredths / 100, ".", hundredths / 10 % 10, hundredths % 10));
  }

  std::string Take() { return std::move(out_); }

 private:
  void Add(std::string_view name, std::string_view type, std::string_view value) {
    Append(out_, "# TYPE ", name, " ", type, "\n", name, labels_, value, "\n");
  }

  std::string labels_;
  std::string out_;
};

}  // namespace

void MeterView::Update(int64_t count, absl::Duration elapsed) {
  const int64_t ticks = elapsed / kTick;
  if (ticks < ticks_) *this = MeterView();  // a new start
  // After a pause of more than a minute all samples are new.
  for (ticks_ = std::max(ticks_, ticks - static_cast<int64_t>(kSamples)); ticks_ < ticks;) {
    ++ticks_;
    const auto at = static_cast<size_t>(ticks_) % kSamples;
    counts_[at] = count;
    rate_ = static_cast<double>(count - counts_[(at + 1) % kSamples]) / 60;
  }
}

RunMetrics::RunMetrics(std::string job_name, std::function<absl::Time()> clock)
    : job_name_(std::move(job_name)), clock_(std::move(clock)) {}

void RunMetrics::Update(const RunProgress& progress) {
  const absl::Time now = clock_();
  const std::lock_guard lock(mutex_);
  const bool new_start = !started_ || progress.elapsed < progress_.elapsed;
  if (new_start || progress.checkpoints > progress_.checkpoints) last_checkpoint_ = now;
  started_ = true;
  last_update_ = now;
  progress_ = progress;
  records_in_.Update(progress.records_in, progress.elapsed);
  records_out_.Update(progress.records_out, progress.elapsed);
  bytes_in_.Update(progress.bytes_in, progress.elapsed);
  bytes_out_.Update(progress.bytes_out, progress.elapsed);
}

std::string RunMetrics::PrometheusText() const {
  const std::lock_guard lock(mutex_);
  PrometheusWriter out(job_name_);
  out.Counter("flink_taskmanager_job_task_operator_numRecordsIn", progress_.records_in);
  out.Rate("flink_taskmanager_job_task_operator_numRecordsInPerSecond", records_in_.rate());
  out.Counter("flink_taskmanager_job_task_operator_numBytesIn", progress_.bytes_in);
  out.Rate("flink_taskmanager_job_task_operator_numBytesInPerSecond", bytes_in_.rate());
  out.Counter("flink_taskmanager_job_task_operator_numRecordsOut", progress_.records_out);
  out.Rate("flink_taskmanager_job_task_operator_numRecordsOutPerSecond", records_out_.rate());
  out.Counter("flink_taskmanager_job_task_operator_numBytesOut", progress_.bytes_out);
  out.Rate("flink_taskmanager_job_task_operator_numBytesOutPerSecond", bytes_out_.rate());
  out.Counter("flink_taskmanager_job_task_operator_numRecordsInErrors", progress_.records_skipped);
  if (progress_.records_pending >= 0) {
    out.Gauge("flink_taskmanager_job_task_operator_pendingRecords", progress_.records_pending);
  }
  if (progress_.fetch_event_time_lag) {
    out.Gauge("flink_taskmanager_job_task_operator_currentFetchEventTimeLag", absl::ToInt64Milliseconds(*progress_.fetch_event_time_lag));
  }
  if (progress_.emit_event_time_lag) {
    out.Gauge("flink_taskmanager_job_task_operator_currentEmitEventTimeLag", absl::ToInt64Milliseconds(*progress_.emit_event_time_lag));
  }
  out.Counter("flink_jobmanager_job_numberOfCompletedCheckpoints", progress_.checkpoints);
  if (progress_.checkpoints > 0) {
    out.Gauge("flink_jobmanager_job_lastCheckpointDuration", absl::ToInt64Milliseconds(progress_.last_checkpoint_duration));
  }
  out.Counter("flink_jobmanager_job_numRestarts", progress_.restarts);
  out.Gauge("flink_jobmanager_job_uptime", absl::ToInt64Milliseconds(progress_.elapsed));
  return out.Take();
}

std::string RunMetrics::WhyUnhealthy() const {
  const absl::Time now = clock_();
  const std::lock_guard lock(mutex_);
  if (!started_) return "the run has not begun";
  if (progress_.awaits_restart) return "the run has failed and waits for its restart";
  const absl::Duration interval = progress_.checkpoint_interval;
  if (interval == absl::InfiniteDuration()) {
    return now - last_update_ > kSilence ? "the run is held up" : "";
  }
  const absl::Duration age = now - last_checkpoint_;
  if (age <= 2 * interval + kCheckpointGrace) return "";
  return Concat("no checkpoint has succeeded for ", absl::ToInt64Seconds(age), " s");
}

}  // namespace drey
