#include "engine/json/json_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "engine/types/java_string.h"

namespace drey {
namespace {

// What stands behind the backslash; 0: nothing is escaped; 'u': by its code.
constexpr std::array<char, 256> MakeEscapes() {
  std::array<char, 256> escapes{};
  for (size_t c = 0; c < 0x20; ++c) escapes[c] = 'u';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 256> kEscapes = MakeEscapes();

class JsonAppender {
 public:
  JsonAppender(FlinkVersion version, JsonKeyOrder order, ArenaText& out)
      : version_(version), order_(order), out_(out) {}

  bool Append(const JsonNode& node, int depth) {
    if (depth > kMaxJsonRecursion) return false;
    switch (node.kind) {
      case JsonKind::kString:
        AppendJsonString(node.text(), out_);
        return true;
      case JsonKind::kFloat:
      case JsonKind::kDouble:
        AppendFloat(node);
        return true;
      case JsonKind::kInteger:
        out_.Append(node.text());
        return true;
      case JsonKind::kArray:
      case JsonKind::kKeySet:
        return AppendArray(node, depth);
      case JsonKind::kObject:
        return AppendObject(node, depth);
      case JsonKind::kNull:
        out_.Append("null");
        return true;
      case JsonKind::kTrue:
        out_.Append("true");
        return true;
      case JsonKind::kFalse:
        out_.Append("false");
        return true;
    }
    return true;
  }

 private:
  // Jackson quotes what is no number in JSON: Infinity, NaN.
  void AppendFloat(const JsonNode& node) {
    scratch_.clear();
    AppendJavaText(node, version_, scratch_);
    const char first = scratch_[scratch_.starts_with('-') ? 1 : 0];
    const bool quoted = first == 'I' || first == 'N';
    if (quoted) out_.Append('"');
    out_.Append(scratch_);
    if (quoted) out_.Append('"');
  }

  bool AppendArray(const JsonNode& node, int depth) {
    out_.Append('[');
    for (const JsonNode* child = node.first_child; child != nullptr; child = child->next) {
      if (child != node.first_child) out_.Append(',');
      if (!Append(*child, depth + 1)) return false;
    }
    out_.Append(']');
    return true;
  }

  bool AppendObject(const JsonNode& node, int depth) {
    out_.Append('{');
    if (order_ == JsonKeyOrder::kSorted && !IsSorted(node)) {
      if (!AppendSortedMembers(node, depth)) return false;
    } else {
      for (const JsonNode* child = node.first_child; child != nullptr; child = child->next) {
        if (!AppendMember(*child, child == node.first_child, depth)) return false;
      }
    }
    out_.Append('}');
    return true;
  }

  bool AppendSortedMembers(const JsonNode& node, int depth) {
    std::vector<const JsonNode*> members;
    members.reserve(node.size);
    for (const JsonNode* child = node.first_child; child != nullptr; child = child->next) members.push_back(child);
    std::sort(members.begin(), members.end(),
              [](const JsonNode* a, const JsonNode* b) { return CompareUtf16(a->key(), b->key()) < 0; });
    for (const JsonNode* member : members) {
      if (!AppendMember(*member, member == members.front(), depth)) return false;
    }
    return true;
  }

  bool AppendMember(const JsonNode& member, bool is_first, int depth) {
    if (!is_first) out_.Append(',');
    AppendJsonString(member.key(), out_);
    out_.Append(':');
    return Append(member, depth + 1);
  }

  static bool IsSorted(const JsonNode& node) {
    for (const JsonNode* child = node.first_child; child != nullptr && child->next != nullptr; child = child->next) {
      if (CompareUtf16(child->key(), child->next->key()) > 0) return false;
    }
    return true;
  }

  FlinkVersion version_;
  JsonKeyOrder order_;
  ArenaText& out_;
  std::string scratch_;
};

}  // namespace

void ArenaText::Reserve(size_t size) {
  const size_t capacity = std::max(size, capacity_ * 2);
  char* const moved = arena_.Allocate(capacity);
  if (size_ > 0) std::memcpy(moved, begin_, size_);
  begin_ = moved;
  capacity_ = capacity;
}

void AppendJsonString(std::string_view text, ArenaText& out) {
  out.Append('"');
  size_t copied = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<uint8_t>(text[i]);
    const char escape = kEscapes[c];
    if (escape == 0) continue;
    out.Append(text.substr(copied, i - copied));
    copied = i + 1;
    out.Append('\\');
    out.Append(escape);
    if (escape != 'u') continue;
    out.Append("00");
    out.Append(static_cast<char>('0' + (c >> 4)));
    out.Append("0123456789ABCDEF"[c & 15]);
  }
  out.Append(text.substr(copied));
  out.Append('"');
}

bool AppendJson(const JsonNode* value, FlinkVersion version, JsonKeyOrder order, ArenaText& out) {
  if (value == nullptr) {
    out.Append("null");
    return true;
  }
  return JsonAppender(version, order, out).Append(*value, 0);
}

}  // namespace drey
