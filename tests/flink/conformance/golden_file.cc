#include "tests/flink/conformance/golden_file.h"

#include <fstream>

namespace drey {

bool ForEachCase(const std::string& path, const std::function<void(const rapidjson::Value&)>& visit) {
  std::ifstream file(path);
  if (!file) return false;
  std::string line;
  while (std::getline(file, line)) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseNumbersAsStringsFlag>(line.c_str(), line.size());
    if (document.HasParseError()) return false;
    visit(document);
  }
  return true;
}

std::string_view TextOf(const rapidjson::Value& value) {
  return value.IsString() ? std::string_view(value.GetString(), value.GetStringLength()) : std::string_view();
}

std::string_view TextOf(const rapidjson::Value& value, const char* member) {
  const auto found = value.FindMember(member);
  return found == value.MemberEnd() ? std::string_view() : TextOf(found->value);
}

GoldenError InnermostError(const rapidjson::Value& chain) {
  const auto& last = chain[chain.Size() - 1];
  GoldenError error{std::string(TextOf(last, "class")), std::string(TextOf(last, "message"))};
  return error;
}

}  // namespace drey
