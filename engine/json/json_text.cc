#include "engine/json/json_text.h"

#include <algorithm>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "engine/json/json_writer.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

// Writes one value. Nesting costs no stack.
class JsonAppender {
 public:
  JsonAppender(FlinkVersion version, JsonKeyOrder order, std::string& out)
      : version_(version), order_(order), out_(out) {}

  // False where the value is nested deeper than kMaxJsonRecursion.
  bool Append(const JsonNode& value) {
    const JsonNode* node = &value;
    while (true) {
      if (node->IsScalar()) {
        AppendScalar(*node);
      } else if (levels_.size() > kMaxJsonRecursion) {
        return false;
      } else {
        Open(*node);
      }
      while (!levels_.empty() && levels_.back().IsDone()) Close();
      if (levels_.empty()) return true;
      node = &AppendSeparator();
    }
  }

 private:
  // A container that is open, and what of it comes next.
  struct Level {
    bool is_object;
    bool is_empty = true;  // so far
    const JsonNode* next;  // in the order of the document
    std::vector<const JsonNode*> sorted = {};  // instead, the last one first, where the document has another order

    bool IsDone() const { return next == nullptr && sorted.empty(); }
    const JsonNode& Take() {
      const JsonNode& child = sorted.empty() ? *next : *sorted.back();
      sorted.empty() ? void(next = next->next) : sorted.pop_back();
      return child;
    }
  };

  void AppendScalar(const JsonNode& node) {
    switch (node.kind) {
      case JsonKind::kString:
        return WriteJsonString(node.text(), JsonGenerator::kCharacters, out_);
      case JsonKind::kFloat:
      case JsonKind::kDouble:
        return AppendFloat(node);
      case JsonKind::kNull:
        return out_.Put("null");
      case JsonKind::kTrue:
        return out_.Put("true");
      case JsonKind::kFalse:
        return out_.Put("false");
      default:
        return out_.Put(node.text());
    }
  }

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

  void Open(const JsonNode& node) {
    out_.Put(node.IsObject() ? '{' : '[');
    Level& level = levels_.emplace_back(Level{.is_object = node.IsObject(), .next = node.FirstChild()});
    if (order_ == JsonKeyOrder::kSorted && level.is_object && !IsSorted(node)) Sort(level);
  }

  void Close() {
    out_.Put(levels_.back().is_object ? '}' : ']');
    levels_.pop_back();
  }

  // The next child of the innermost container, with what stands before its value.
  const JsonNode& AppendSeparator() {
    Level& level = levels_.back();
    if (!level.is_empty) out_.Put(',');
    level.is_empty = false;
    const JsonNode& child = level.Take();
    if (level.is_object) {
      WriteJsonString(child.key(), JsonGenerator::kCharacters, out_);
      out_.Put(':');
    }
    return child;
  }

  static void Sort(Level& level) {
    for (; level.next != nullptr; level.next = level.next->next) level.sorted.push_back(level.next);
    std::sort(level.sorted.begin(), level.sorted.end(),
              [](const JsonNode* a, const JsonNode* b) { return CompareUtf16(a->key(), b->key()) > 0; });
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
  absl::InlinedVector<Level, 8> levels_;
  std::string text_;  // scratch
};

}  // namespace

bool AppendJson(const JsonNode* value, FlinkVersion version, JsonKeyOrder order, std::string& out) {
  if (value == nullptr) {
    out.append("null");
    return true;
  }
  return JsonAppender(version, order, out).Append(*value);
}

}  // namespace drey
