// Counts what operator new gives out in this program.
#pragma once

#include <cstdint>

namespace drey {

int64_t AllocationCount();

}  // namespace drey
