#include "engine/json/json_text.h"

#include <algorithm>
#include <vector>

#include "engine/json/json_writer.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

class JsonAppender {
 public:
  JsonAppender(FlinkVersion version, JsonKeyOrder order, std::string& out)
      : version_(version), order_(order), out_(out) {}

  bool Append(const JsonNode& node, int depth) {
    if (depth > kMaxJsonRecursion) return false;
    switch (node.kind) {
      case JsonKind::kString:
        WriteJsonString(node.text(), JsonGenerator::kCharacters, out_);
        return true;
      case JsonKind::kFloat:
      case JsonKind::kDouble:
        AppendFloat(node);
        return true;
      case JsonKind::kInteger:
        out_.Put(node.text());
        return true;
      case JsonKind::kArray:
      case JsonKind::kKeySet:
        return AppendArray(node, depth);
      case JsonKind::kObject:
        return AppendObject(node, depth);
      case JsonKind::kNull:
        out_.Put("null");
        return true;
      case JsonKind::kTrue:
        out_.Put("true");
        return true;
      case JsonKind::kFalse:
        out_.Put("false");
        return true;
    }
    return true;
  }

 private:
  // Jackson quotes what is no number in JSON: Infinity, NaN.
  void AppendFloat(const JsonNode& node) {
    text_.clear();
    AppendJavaText(node, version_, text_);
    const char first = text_[text_[0] == '-' ? 1 : 0];
    const bool is_number = first != 'I' && first != 'N';
    if (!is_number) out_.Put('"');
    out_.Put(text_);
    if (!is_number) out_.Put('"');
  }

  bool AppendArray(const JsonNode& node, int depth) {
    out_.Put('[');
    for (const JsonNode* child = node.FirstChild(); child != nullptr; child = child->next) {
      if (child != node.FirstChild()) out_.Put(',');
      if (!Append(*child, depth + 1)) return false;
    }
    out_.Put(']');
    return true;
  }

  bool AppendObject(const JsonNode& node, int depth) {
    out_.Put('{');
    if (order_ == JsonKeyOrder::kSorted && !IsSorted(node)) {
      if (!AppendSortedMembers(node, depth)) return false;
    } else {
      for (const JsonNode* child = node.FirstChild(); child != nullptr; child = child->next) {
        if (!AppendMember(*child, child == node.FirstChild(), depth)) return false;
      }
    }
    out_.Put('}');
    return true;
  }

  bool AppendSortedMembers(const JsonNode& node, int depth) {
    std::vector<const JsonNode*> members;
    members.reserve(node.ChildCount());
    for (const JsonNode* child = node.FirstChild(); child != nullptr; child = child->next) members.push_back(child);
    std::sort(members.begin(), members.end(),
              [](const JsonNode* a, const JsonNode* b) { return CompareUtf16(a->key(), b->key()) < 0; });
    for (const JsonNode* member : members) {
      if (!AppendMember(*member, member == members.front(), depth)) return false;
    }
    return true;
  }

  bool AppendMember(const JsonNode& member, bool is_first, int depth) {
    if (!is_first) out_.Put(',');
    WriteJsonString(member.key(), JsonGenerator::kCharacters, out_);
    out_.Put(':');
    return Append(member, depth + 1);
  }

  static bool IsSorted(const JsonNode& node) {
    for (const JsonNode* child = node.FirstChild(); child != nullptr && child->next != nullptr; child = child->next) {
      if (CompareUtf16(child->key(), child->next->key()) > 0) return false;
    }
    return true;
  }

  FlinkVersion version_;
  JsonKeyOrder order_;
  TextFiller out_;
  std::string text_;  // scratch
};

}  // namespace

bool AppendJson(const JsonNode* value, FlinkVersion version, JsonKeyOrder order, std::string& out) {
  if (value == nullptr) {
    out.append("null");
    return true;
  }
  return JsonAppender(version, order, out).Append(*value, 0);
}

}  // namespace drey
