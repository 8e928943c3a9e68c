#include "engine/expression/functions_of_flink.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 6> kOfAllReleases = {"CURRENT_DATABASE", "CURRENT_WATERMARK", "MATCH_PROCTIME", "MATCH_ROWTIME", "SOURCE_WATERMARK",
                                                            "STREAMRECORD_TIMESTAMP"};

constexpr std::array<std::string_view, 14> kSince2_3 = {
    "BITMAP_AND",      "BITMAP_ANDNOT",   "BITMAP_BUILD",     "BITMAP_CARDINALITY", "BITMAP_FROM_BYTES",
    "BITMAP_OR",       "BITMAP_TO_ARRAY", "BITMAP_TO_BYTES",  "BITMAP_TO_STRING",   "BITMAP_XOR",
    "OBJECT_OF",       "OBJECT_UPDATE"};

}  // namespace

bool IsFunctionOfFlinkOnly(std::string_view name, FlinkVersion version) {
  const std::string capitals = ToUpper(name);
  const auto is_one_of = [&](const auto& names) { return std::find(names.begin(), names.end(), capitals) != names.end(); };
  return is_one_of(kOfAllReleases) || (version >= FlinkVersion::k2_3 && is_one_of(kSince2_3));
}

}  // namespace drey
