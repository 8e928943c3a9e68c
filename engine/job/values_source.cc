#include "engine/job/values_source.h"

#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

using Rows = std::vector<std::vector<BoundExpressionPointer>>;

class ValuesSource final : public Source {
 public:
  explicit ValuesSource(const Rows& rows) : rows_(rows) {}

  absl::StatusOr<PollResult> Poll(absl::Time, RowBatch& out) override {
    for (const auto& row : rows_) {
      const auto cells = out.AppendRow(RowKind::kInsert, nullptr);
      for (size_t i = 0; i < row.size(); ++i) cells[i] = row[i]->value;
    }
    return PollResult::kEnd;
  }
  SourcePosition Position() const override { return {}; }
  absl::Status Commit(const SourcePosition&) override { return absl::OkStatus(); }

 private:
  const Rows& rows_;
};

class ValuesSourceSpec final : public SourceSpec {
 public:
  explicit ValuesSourceSpec(Rows rows) : rows_(std::move(rows)) {}
  bool bounded() const override { return true; }
  ChangelogMode changelog_mode() const override { return ChangelogMode::InsertOnly(); }
  std::vector<std::pair<std::string, std::string>> Describe() const override { return {{"rows", Concat(rows_.size())}}; }
  absl::StatusOr<std::unique_ptr<Source>> Open(ConnectorEnvironment&, const std::optional<SourcePosition>&) const override {
    return std::make_unique<ValuesSource>(rows_);
  }

 private:
  Rows rows_;
};

}  // namespace

std::shared_ptr<const SourceSpec> MakeValuesSource(Rows rows) { return std::make_shared<ValuesSourceSpec>(std::move(rows)); }

}  // namespace drey
