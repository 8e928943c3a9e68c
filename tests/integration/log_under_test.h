// One kind of RecordLog, set up for the conformance test.
#pragma once

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "runtime/log/record_log.h"

namespace drey {

class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;

  virtual RecordLog& log() = 0;
  // Options that reach the log; the tests add to them.
  virtual AdminOptions admin_options() { return {}; }
  virtual ReaderOptions reader_options() { return {}; }
  virtual WriterOptions writer_options() { return {}; }

  // Commit and abort take an offset, as Kafka's markers do.
  virtual bool has_markers() const { return true; }
  // Another writer with the same id may open while the first one lives, and fences it.
  virtual bool has_fencing() const { return true; }
};

// Long enough for a call that works.
inline absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

enum class LogKind { kMemory, kLocal, kBroker };

// The log of this kind that all tests of the program share; null, with the reason in `why_not`, where there is none.
LogUnderTest* GetLogUnderTest(LogKind kind, std::string& why_not);
// Ends them all.
void DestroyLogsUnderTest();

}  // namespace drey
