#include "engine/formats/json/json_container_text.h"

#include <cmath>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/json/json_writer.h"
#include "engine/types/big_decimal.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

// False where the number is beyond BigDecimal.
bool AppendFloatNode(std::string_view literal, const JsonContainerTextOptions& options, std::string& out) {
  const auto as_double = [&] { return ParseJavaDouble(literal).value_or(0); };
  if (!options.has_decimal) {
    AppendJsonDouble(as_double(), out);
    return true;
  }
  // 1.20 has looked at the number as a double before and does not take an infinite one for a BigDecimal.
  if (options.version == FlinkVersion::k1_20 && std::isinf(as_double())) {
    AppendJsonDouble(as_double(), out);
    return true;
  }
  const std::optional<BigDecimal> decimal = ParseBigDecimal(literal);
  if (!decimal.has_value()) return false;
  AppendBigDecimal(StripTrailingZeros(*decimal), out);
  return true;
}

// Builds the text from the inside out, since a repeated key replaces an earlier value.
class ContainerWriter {
 public:
  ContainerWriter(JsonReader& reader, const JsonContainerTextOptions& options, std::string& out)
      : reader_(reader), options_(options), out_(out) {}

  bool Write() {
    Open(reader_.current() == JsonToken::kObjectStart);
    while (!levels_.empty()) {
      const JsonToken token = reader_.Next();
      if (token == JsonToken::kError) return false;
      if (token == JsonToken::kObjectEnd || token == JsonToken::kArrayEnd) {
        Close();
      } else if (token == JsonToken::kFieldName) {
        levels_.back().key = reader_.text();
      } else {
        StartValue();
        if (!WriteValue(token)) return false;
      }
    }
    return true;
  }

 private:
  struct Value {
    size_t begin;  // in out_
    size_t end;
  };
  struct Level {
    bool is_object;
    std::string_view key = {};
    std::vector<Value> values = {};
    std::unordered_map<std::string_view, size_t> index = {};
    size_t value_begin = 0;  // of the value that is being written
  };

  void Open(bool is_object) {
    levels_.push_back({.is_object = is_object});
    out_.push_back(is_object ? '{' : '[');
  }

  void StartValue() {
    Level& level = levels_.back();
    if (!level.values.empty()) out_.push_back(',');
    if (level.is_object) {
      AppendJsonString(level.key, JsonGenerator::kCharacters, out_);
      out_.push_back(':');
    }
    level.value_begin = out_.size();
  }

  bool WriteValue(JsonToken token) {
    switch (token) {
      case JsonToken::kObjectStart:
      case JsonToken::kArrayStart:
        Open(token == JsonToken::kObjectStart);
        return true;
      case JsonToken::kString:
        AppendJsonString(reader_.text(), JsonGenerator::kCharacters, out_);
        break;
      case JsonToken::kInteger:
        out_ += reader_.text() == "-0" ? "0" : reader_.text();
        break;
      case JsonToken::kFloat:
        if (!AppendFloatNode(reader_.text(), options_, out_)) return false;
        break;
      default:
        out_ += reader_.text();
    }
    FinishValue();
    return true;
  }

  void Close() {
    out_.push_back(levels_.back().is_object ? '}' : ']');
    levels_.pop_back();
    if (!levels_.empty()) FinishValue();
  }

  void FinishValue() {
    Level& level = levels_.back();
    const Value value = {level.value_begin, out_.size()};
    if (level.is_object) {
      const auto [known, is_new] = level.index.try_emplace(level.key, level.values.size());
      if (!is_new) {
        Replace(level, known->second, value);
        return;
      }
    }
    level.values.push_back(value);
  }

  // Puts the value that was written last in the place of an earlier one.
  void Replace(Level& level, size_t earlier, Value value) {
    const std::string text = out_.substr(value.begin, value.end - value.begin);
    out_.resize(level.values.back().end);
    Value& place = level.values[earlier];
    const size_t old_size = place.end - place.begin;
    out_.replace(place.begin, old_size, text);
    place.end = place.begin + text.size();
    for (size_t i = earlier + 1; i < level.values.size(); ++i) {
      level.values[i].begin += text.size() - old_size;
      level.values[i].end += text.size() - old_size;
    }
  }

  JsonReader& reader_;
  const JsonContainerTextOptions& options_;
  std::string& out_;
  std::vector<Level> levels_;
};

}  // namespace

bool AppendContainerText(JsonReader& reader, const JsonContainerTextOptions& options, std::string& out) {
  return ContainerWriter(reader, options, out).Write();
}

}  // namespace drey
