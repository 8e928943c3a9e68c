// The quick way of the json format's decoder: regular messages whose values have the types one expects.
//
// A JSON object in UTF-8, numbers under numeric columns, text or plain values under STRING and so on: such a message becomes a row in one
// pass. Everything else is refused without a word, and JsonTokenDecoder, the reference, decodes the message from its beginning. What
// is accepted gives the same row; tests/fuzz compares both. Keeps scratch memory: one per thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/json/regular_json_scanner.h"
#include "engine/types/datum.h"

namespace drey {

class JsonRegularDecoder {
 public:
  // Whether the type has a quick way at all.
  static bool Supports(const JsonTypePlan& plan);

  // `plan` is that of a ROW that is supported and must outlive the decoder.
  JsonRegularDecoder(const JsonTypePlan& plan, const JsonDecodingOptions& options, FlinkVersion version);

  // Fills `cells`, which are nulls; false where the message is not regular, with some of them filled.
  bool Decode(std::string_view message, std::span<Datum> cells, Arena& arena);

 private:
  using Scanner = RegularJsonScanner<JsonTextTrust::kBytes>;

  // What came next lately behind a member of an object, or at its start: messages mostly have the same members in the same order, with
  // the same blanks, unknown ones among them. A wrong guess costs a little time and nothing else.
  struct Expectation {
    Scanner::Expected lead_in = {};  // from the separator up to the value: `,"name":`
    size_t member = 0;
  };
  struct Node {
    const JsonTypePlan* plan = nullptr;
    TypeRoot root = TypeRoot::kNull;
    int64_t min = 0;  // of an integer type
    int64_t max = 0;
    std::vector<Node> children = {};
    // Of a ROW: at 0 for its start, then for each of its fields, then for unknown members, which share some places.
    std::vector<Expectation> expectations = {};
  };

  static Node MakeNode(const JsonTypePlan& plan);

  bool ConvertRow(Scanner& scanner, Node& node, Datum* cells);
  bool TakeLeadIn(Scanner& scanner, Node& node, size_t& member, bool& more);
  bool Convert(Scanner& scanner, Node& node, Datum& value);
  bool ConvertAny(Scanner& scanner, Node& node, Datum& value);
  bool ConvertText(Scanner& scanner, char first, Datum& value);
  bool ConvertBoolean(Scanner& scanner, char first, Datum& value);
  bool ConvertInteger(Scanner& scanner, const Node& node, Datum& value);
  bool ConvertNumber(Scanner& scanner, const Node& node, Datum& value);
  bool ConvertTime(Scanner& scanner, const Node& node, Datum& value);
  bool ConvertNestedRow(Scanner& scanner, Node& node, Datum& value);
  bool ConvertArray(Scanner& scanner, Node& node, Datum& value);

  Node root_;
  const JsonDecodingOptions options_;
  const FlinkVersion version_;
  std::vector<Datum> elements_;  // of arrays that are being read, as a stack
  Arena* arena_ = nullptr;       // of the current message
  std::string number_failure_;  // why a DECIMAL does not fit; the exact way says it again
};

}  // namespace drey
