// The connector blackhole: takes rows and forgets them.
#pragma once

#include "runtime/connectors/sink_only_table_factory.h"

namespace drey {

class BlackholeTableFactory final : public SinkOnlyTableFactory {
 public:
  std::string_view identifier() const override { return "blackhole"; }
  absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest& request) const override;

 protected:
  absl::Status CheckSink(const TableFactoryRequest& request) const override;
};

}  // namespace drey
