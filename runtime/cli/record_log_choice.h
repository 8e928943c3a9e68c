// Where the topics of a command are: files with --local, else a broker.
#pragma once

#include <memory>

#include "runtime/cli/command_line.h"
#include "runtime/log/record_log.h"

namespace drey {

// Contacts nothing.
std::shared_ptr<RecordLog> ChooseRecordLog(const CommandLine& line);

}  // namespace drey
