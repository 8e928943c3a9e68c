// A JSON object on one line, for programs that read drey's errors and summaries. Members come in the order of the calls. Bytes that
// are not UTF-8 become U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace drey {

class JsonLine {
 public:
  void AddText(std::string_view name, std::string_view value);
  // Left out when empty.
  void AddTextIfAny(std::string_view name, std::string_view value);
  void AddInteger(std::string_view name, int64_t value);
  // `json` stands as it is.
  void AddJson(std::string_view name, std::string_view json);

  // "{…}" without a newline.
  std::string Finish() const { return members_ + "}"; }

 private:
  void AddName(std::string_view name);

  std::string members_ = "{";
};

}  // namespace drey
