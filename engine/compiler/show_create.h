// The texts of SHOW CREATE TABLE, VIEW and CATALOG, as Flink writes them.
//
// Rules: ShowCreateUtil of Flink. 1.20 keeps options in a HashMap and shows them in its order, 2.3 sorts them.
#pragma once

#include <string>

#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/catalog/catalog.h"

namespace drey {

// `sources` has the texts of computed columns and watermarks.
std::string ShowCreateTable(const CatalogTable& table, const SourceMap& sources, FlinkVersion version);

std::string ShowCreateView(const CatalogView& view, FlinkVersion version);

std::string ShowCreateCatalog(const std::string& name, const CatalogDescriptor& descriptor, FlinkVersion version);

}  // namespace drey
