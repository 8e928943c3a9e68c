// The connector print: rows on standard output or standard error, as Flink's PrintTableSinkFactory writes them.
#pragma once

#include "runtime/connectors/sink_only_table_factory.h"

namespace drey {

class PrintTableFactory final : public SinkOnlyTableFactory {
 public:
  std::string_view identifier() const override { return "print"; }
  absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest& request) const override;

 protected:
  absl::Status CheckSink(const TableFactoryRequest& request) const override;
};

}  // namespace drey
