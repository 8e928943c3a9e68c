// The formats that are built in. One line a format.
#include <algorithm>

#include "engine/formats/csv/csv_format.h"
#include "engine/formats/debezium_json/debezium_json_format.h"
#include "engine/formats/format.h"
#include "engine/formats/json/json_format.h"
#include "engine/formats/maxwell_json/maxwell_json_format.h"
#include "engine/formats/ogg_json/ogg_json_format.h"
#include "engine/formats/raw/raw_format.h"

namespace drey {
namespace {

const std::vector<const Format*>& Formats() {
  static const auto* formats = new std::vector<const Format*>{
      new CsvFormat,
      new DebeziumJsonFormat,
      new JsonFormat,
      new MaxwellJsonFormat,
      new OggJsonFormat,
      new RawFormat,
  };
  return *formats;
}

}  // namespace

const Format* FindFormat(std::string_view identifier) {
  for (const Format* format : Formats()) {
    if (format->identifier() == identifier) return format;
  }
  return nullptr;
}

std::vector<std::string> FormatIdentifiers() {
  std::vector<std::string> identifiers;
  for (const Format* format : Formats()) identifiers.emplace_back(format->identifier());
  std::sort(identifiers.begin(), identifiers.end());
  return identifiers;
}

}  // namespace drey
