#include "engine/functions/charset/java_charset_tables.h"

namespace drey {
namespace {

using namespace std::string_view_literals;

#include "engine/functions/charset/java_charset_tables.inc"

}  // namespace

std::span<const TableCharset> TableCharsets() { return kTableCharsets; }

const CodedCharacterSetData* CharacterSetData(int index) { return index < 0 ? nullptr : &kSets[index]; }

}  // namespace drey
