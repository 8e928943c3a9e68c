#include "engine/json/json_path_evaluator.h"

#include <algorithm>
#include <span>

#include "engine/base/text.h"
#include "engine/json/character_index.h"
#include "engine/json/json_path_compiler.h"

namespace drey {
namespace {

using Token = JsonPathToken;

// A place in the document, told only when a message needs it.
struct Place {
  const Place* parent = nullptr;
  std::string_view name = {};  // of a member
  bool is_element = false;
  int64_t index = 0;  // of an element, as the path has it

  std::string ToString(char root) const {
    if (parent == nullptr) return std::string(1, root);
    const std::string text = parent->ToString(root);
    return is_element ? Concat(text, "[", index, "]") : Concat(text, "['", name, "']");
  }
};

// Walks the tokens of one path over one item. Every step returns false when an exception ends the reading.
class PathReader {
 public:
  PathReader(const CompiledJsonPath& path, const JsonPathEnvironment& environment)
      : path_(path), environment_(environment), results_(JsonKind::kArray, environment.arena) {
    const bool scans = std::any_of(path.tokens.begin(), path.tokens.end(),
                                   [](const Token& token) { return token.kind == Token::Kind::kScan; });
    if (!scans) return;
    upstream_array_index_ = environment.arena.AllocateArray<int64_t>(path.tokens.size());
    std::fill(upstream_array_index_, upstream_array_index_ + path.tokens.size(), -1);
  }

  JsonPath::Result Read(const JsonNode* item) {
    const Place root;
    const bool read = path_.tokens.empty() ? AddResult(item) : Evaluate(0, item, root);
    if (!read) return {.exception = std::move(exception_)};
    if (!path_.is_definite) return {.value = results_.parent()};
    if (results_.last() != nullptr) {
      const JsonNode* last = results_.last();
      return {.value = last->kind == JsonKind::kNull ? nullptr : last};
    }
    if (environment_.suppress) return {};
    NotFound("No results for path: " + path_.text);
    return {.exception = std::move(exception_)};
  }

 private:
  // While it lives, a step deeper into the document.
  class Nesting {
   public:
    explicit Nesting(int& depth) : depth_(depth) { ++depth_; }
    ~Nesting() { --depth_; }

   private:
    int& depth_;
  };

  bool Evaluate(size_t i, const JsonNode* model, const Place& place) {
    const Nesting nesting(depth_);
    if (depth_ > kMaxJsonRecursion) return StackOverflow();
    const Token& token = path_.tokens[i];
    switch (token.kind) {
      case Token::Kind::kProperty:
        return EvaluateProperty(i, model, place);
      case Token::Kind::kWildcard:
        return EvaluateWildcard(i, model, place);
      case Token::Kind::kIndex:
        return EvaluateIndex(i, model, place);
      case Token::Kind::kSlice:
        return EvaluateSlice(i, model, place);
      case Token::Kind::kScan:
        // "$..length()" leaves dots with nothing behind them.
        if (token.is_leaf) return Throw(OtherException("java.lang.IllegalStateException", "Current path token is a leaf"));
        return Walk(i + 1, model, place);
      case Token::Kind::kFilter:
        return EvaluateFilter(i, model, place);
      case Token::Kind::kFunction:
        return EvaluateFunction(i, model, place);
    }
    return true;
  }

  bool EvaluateNextOrAdd(size_t i, const JsonNode* value, const Place& place) {
    return path_.tokens[i].is_leaf ? AddResult(value) : Evaluate(i + 1, value, place);
  }

  // --- .a ['a','b']

  bool EvaluateProperty(size_t i, const JsonNode* model, const Place& place) {
    const Token& token = path_.tokens[i];
    if (!IsObject(model)) {
      if (!token.is_upstream_definite || environment_.suppress) return true;
      return NotFound(Concat("Expected to find an object with property ", token.fragment, " in path ",
                             place.ToString(path_.root), " but found '", ClassOf(model),
                             "'. This is not a json object according to the JsonProvider: '",
                             JaywayClass("spi.json.JacksonJsonProvider", environment_.version), "'."));
    }
    if (token.properties.size() == 1) return EvaluateMember(i, *model, token.properties[0], place);
    if (token.is_leaf) return AddMerged(token, *model);
    for (const std::string& name : token.properties) {
      if (!EvaluateMember(i, *model, name, place)) return false;
    }
    return true;
  }

  bool EvaluateMember(size_t i, const JsonNode& model, std::string_view name, const Place& place) {
    const Token& token = path_.tokens[i];
    const Place member_place{.parent = &place, .name = name};
    const JsonNode* member = model.Find(name);
    if (member == nullptr) {
      const bool must_exist = !token.is_leaf && token.is_upstream_definite && token.is_definite;
      if (!must_exist || environment_.suppress) return true;
      return NotFound("Missing property in path " + member_place.ToString(path_.root));
    }
    if (!token.is_leaf) return Evaluate(i + 1, member, member_place);
    return IsHiddenByScan(i) || AddResult(member);
  }

  // A last token behind a deep scan of arrays yields only where the token before it happens to be the index of the element.
  bool IsHiddenByScan(size_t i) const {
    if (upstream_array_index_ == nullptr || upstream_array_index_[i] == -1) return false;
    const std::string index = Concat("[", upstream_array_index_[i], "]");
    return i == 0 || path_.tokens[path_.tokens.size() - 2].fragment != index;
  }

  bool AddMerged(const Token& token, const JsonNode& model) {
    JsonChildren merged(JsonKind::kObject, environment_.arena);
    for (const std::string& name : token.properties) {
      const JsonNode* member = model.Find(name);
      if (member == nullptr || merged.parent()->Find(name) != nullptr) continue;
      merged.Add(*member);
    }
    return AddResult(merged.parent());
  }

  // --- .* [*]

  bool EvaluateWildcard(size_t i, const JsonNode* model, const Place& place) {
    if (IsObject(model)) {
      for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next) {
        if (!EvaluateMember(i, *model, child->key(), place)) return false;
      }
    } else if (IsArray(model)) {
      int64_t index = 0;
      for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next) {
        if (!EvaluateElement(i, child, index++, place) && !Forgive(JavaException::Kind::kPathNotFound)) return false;
      }
    }
    return true;
  }

  // --- [0] [0,2] [1:2]

  bool EvaluateElement(size_t i, const JsonNode* element, int64_t index, const Place& place) {
    if (element == nullptr) return true;
    const Place element_place{.parent = &place, .is_element = true, .index = index};
    return EvaluateNextOrAdd(i, element, element_place) || Forgive(JavaException::Kind::kIndexOutOfBounds);
  }

  bool EvaluateAt(size_t i, const JsonNode& array, int64_t index, const Place& place) {
    return EvaluateElement(i, array.At(index < 0 ? array.ChildCount() + index : index), index, place);
  }

  // False where the token is to be left out; exception_ tells whether the reading ends.
  bool CheckArray(size_t i, const JsonNode* model, const Place& place) {
    if (IsArray(model)) return true;
    const Token& token = path_.tokens[i];
    if (!token.is_upstream_definite || environment_.suppress) return false;
    if (model == nullptr || model->kind == JsonKind::kNull) {
      return NotFound("The path " + place.ToString(path_.root) + " is null");
    }
    std::string message = Concat("Filter: ", path_.TextFrom(i), " can only be applied to arrays. Current context is: ");
    AppendJavaText(*model, environment_.version, message);
    return NotFound(std::move(message));
  }

  bool EvaluateIndex(size_t i, const JsonNode* model, const Place& place) {
    const Token& token = path_.tokens[i];
    if (!CheckArray(i, model, place)) return !exception_;
    for (const int32_t index : token.indexes) {
      if (!EvaluateAt(i, *model, index, place)) return false;
    }
    return true;
  }

  bool EvaluateSlice(size_t i, const JsonNode* model, const Place& place) {
    const Token& token = path_.tokens[i];
    if (!CheckArray(i, model, place)) return !exception_;
    const int64_t length = model->ChildCount();
    int64_t from = token.from.value_or(0);
    int64_t to = token.to.value_or(0);
    if (!token.to) {
      from = std::max<int64_t>(0, from < 0 ? length + from : from);
      to = length;
    } else if (!token.from) {
      to = std::min(length, to < 0 ? length + to : to);
    } else {
      to = std::min(length, to);  // negative bounds are taken as they are
      if (length == 0) return true;
    }
    for (int64_t index = from; index < to; ++index) {
      if (!EvaluateAt(i, *model, index, place)) return false;
    }
    return true;
  }

  // --- ..

  bool ScanMatches(size_t i, const JsonNode* model, bool& matches) {
    const Token& token = path_.tokens[i];
    switch (token.kind) {
      case Token::Kind::kProperty:
        matches = IsObject(model) &&
                  (!token.is_definite || std::all_of(token.properties.begin(), token.properties.end(),
                                                     [&](const std::string& name) { return model->Find(name); }));
        return true;
      case Token::Kind::kIndex:
      case Token::Kind::kSlice:
        matches = IsArray(model);
        return true;
      case Token::Kind::kWildcard:
        matches = true;
        return true;
      case Token::Kind::kFilter:
        return Accept(token, model, matches);
      default:
        matches = false;
        return true;
    }
  }

  // Token i is the one behind the dots.
  bool Walk(size_t i, const JsonNode* model, const Place& place) {
    if (!IsObject(model) && !IsArray(model)) return true;
    const Nesting nesting(depth_);
    if (depth_ > kMaxJsonRecursion) return StackOverflow();
    bool matches = false;
    if (!ScanMatches(i, model, matches)) return false;
    if (matches && !EvaluateScanned(i, model, place)) return false;
    int64_t index = 0;
    for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next) {
      const Place child_place{
          .parent = &place, .name = child->key(), .is_element = model->IsArray(), .index = index++};
      if (!Walk(i, child, child_place)) return false;
    }
    return true;
  }

  // On an array that matches, Jayway goes on with the token behind for every element.
  bool EvaluateScanned(size_t i, const JsonNode* model, const Place& place) {
    if (IsObject(model) || path_.tokens[i].is_leaf) return Evaluate(i, model, place);
    int64_t index = 0;
    for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next) {
      upstream_array_index_[i + 1] = index;
      const Place child_place{.parent = &place, .is_element = true, .index = index++};
      if (!Evaluate(i + 1, child, child_place)) return false;
    }
    return true;
  }

  // --- [?(…)]

  bool EvaluateFilter(size_t i, const JsonNode* model, const Place& place) {
    const Token& token = path_.tokens[i];
    bool accepted = false;
    if (IsObject(model)) {
      if (!Accept(token, model, accepted)) return false;
      return !accepted || EvaluateNextOrAdd(i, model, place);
    }
    if (!IsArray(model)) {
      if (!token.is_upstream_definite) return true;
      return Throw(InvalidPath("Filter: " + path_.TextFrom(i) + " can not be applied to primitives."));
    }
    int64_t index = 0;
    for (const JsonNode* child = model->FirstChild(); child != nullptr; child = child->next, ++index) {
      if (!Accept(token, child, accepted)) return false;
      if (accepted && !EvaluateElement(i, child, index, place)) return false;
    }
    return true;
  }

  bool Accept(const Token& token, const JsonNode* item, bool& accepted) {
    const auto passed = ApplyJsonFilter(*token.filter, item, environment_, exception_);
    accepted = passed.value_or(false);
    return passed || Forgive(JavaException::Kind::kInvalidPath) || Forgive(JavaException::Kind::kPathNotFound);
  }

  // --- .length()

  bool EvaluateFunction(size_t i, const JsonNode* model, const Place& place) {
    const Token& token = path_.tokens[i];
    JsonPath::Result result = CallJsonPathFunction(token, model, environment_);
    if (result.exception) return Throw(std::move(*result.exception));
    return AddResult(result.value) && (token.is_leaf || Evaluate(i + 1, result.value, place));
  }

  // --- results and exceptions

  bool AddResult(const JsonNode* value) {
    static constexpr JsonNode kNull;
    results_.Add(value == nullptr ? kNull : *value);
    return true;
  }

  bool Throw(JavaException exception) {
    exception_ = std::move(exception);
    return false;
  }

  bool NotFound(std::string message) {
    return Throw({JavaException::Kind::kPathNotFound, JaywayClass("PathNotFoundException", environment_.version),
                  std::move(message)});
  }

  bool StackOverflow() { return Throw({JavaException::Kind::kError, "java.lang.StackOverflowError", ""}); }

  // Drops the exception if it is of that kind.
  bool Forgive(JavaException::Kind kind) {
    if (exception_->kind != kind) return false;
    exception_.reset();
    return true;
  }

  static bool IsObject(const JsonNode* model) { return model != nullptr && model->IsObject(); }
  static bool IsArray(const JsonNode* model) { return model != nullptr && model->IsArray(); }
  std::string_view ClassOf(const JsonNode* model) const {
    return model == nullptr ? "null" : JavaClassName(*model, environment_.version);
  }

  const CompiledJsonPath& path_;
  const JsonPathEnvironment& environment_;
  JsonChildren results_;
  int64_t* upstream_array_index_ = nullptr;  // by token; only where the path scans
  int depth_ = 0;
  std::optional<JavaException> exception_;
};

}  // namespace

std::string JaywayClass(std::string_view name, FlinkVersion version) {
  return Concat(version == FlinkVersion::k1_20 ? "org.apache.flink.table.shaded." : "org.apache.flink.shaded.",
                "com.jayway.jsonpath.", name);
}

JsonPath::Result ReadJsonPath(const CompiledJsonPath& path, const JsonNode* item,
                              const JsonPathEnvironment& environment) {
  return PathReader(path, environment).Read(item);
}

JsonPath JsonPath::Compile(std::string_view text, JsonPatternCompiler compile_pattern) {
  JsonPath path;
  if (text.empty()) {
    path.failure_ = OtherException("java.lang.IllegalArgumentException", "path can not be null or empty");
    return path;
  }
  JsonPathCompilation compilation = CompileJsonPath(ToUtf16(text), compile_pattern);
  path.compiled_ = std::move(compilation.path);
  path.failure_ = std::move(compilation.failure);
  if (path.failure_) return path;
  for (const Token& token : path.compiled_->tokens) {
    if (token.kind == Token::Kind::kWildcard && token.is_leaf) {
      path.has_all_elements_ = true;
      continue;
    }
    if (token.kind != Token::Kind::kProperty || token.properties.size() != 1) return path;
    path.members_.push_back(token.properties[0]);
  }
  path.is_plain_ = !path.members_.empty();
  return path;
}

JsonPath::Result JsonPath::Read(const JsonDocument& document, bool suppress, Arena& arena) const {
  const JsonNode* found = FindPlain(document.root());
  if (found != nullptr) return {.value = found->kind == JsonKind::kNull ? nullptr : found};
  return ReadJsonPath(*compiled_, &document.root(), {document.root(), document.version(), suppress, arena});
}

}  // namespace drey
