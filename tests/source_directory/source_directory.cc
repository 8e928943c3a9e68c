#include "tests/source_directory/source_directory.h"

namespace drey {

std::string SourceDirectory() { return DREY_SOURCE_DIR; }

}  // namespace drey
