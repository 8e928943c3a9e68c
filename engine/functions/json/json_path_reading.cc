#include "engine/functions/json/json_path_reading.h"

#include "engine/base/text.h"
#include "engine/functions/json/json_path_pattern.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

// As many texts as Flink's JsonPathCache keeps.
constexpr size_t kMostCachedPaths = 400;

// \s of java.util.regex.
bool IsRegexBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

size_t SkipRegexBlanks(std::string_view text, size_t i) {
  while (i < text.size() && IsRegexBlank(text[i])) ++i;
  return i;
}

struct ModeAndPath {
  bool is_lax;
  std::string_view path;
};

// ^\s*(strict|lax)\s+(.+)$ without regard to case; anything else is a strict path as a whole.
ModeAndPath SplitMode(std::string_view text) {
  const size_t start = SkipRegexBlanks(text, 0);
  for (const std::string_view mode : {std::string_view("strict"), std::string_view("lax")}) {
    if (!EqualsIgnoreCase(text.substr(start, mode.size()), mode)) continue;
    const size_t behind_mode = start + mode.size();
    const size_t path = SkipRegexBlanks(text, behind_mode);
    const size_t blanks = path - behind_mode;
    if (blanks == 0) continue;
    if (path < text.size()) return {mode == "lax", text.substr(path)};
    if (blanks > 1) return {mode == "lax", text.substr(path - 1)};
  }
  return {false, text};
}

class ReadDocument final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string_view text = JavaString(arguments[0], context.arena());
    result = Datum::Document(JsonDocument::Read(text, context.version(), context.arena()));
    return true;
  }
};

// Exceptions of an invalid path itself are told as an illegal specification.
JavaException AsStrictException(const JsonPathSpecification& path, const JavaException& exception) {
  if (exception.kind != JavaException::Kind::kInvalidPath) return exception;
  return TableRuntimeException(Concat("Illegal jsonpath spec ''", path.text,
                                      "'', format of the spec should be: ''<lax|strict> $'{'expr'}'''"));
}

}  // namespace

std::shared_ptr<const JsonPathSpecification> ParseJsonPathSpecification(std::string_view text) {
  const ModeAndPath split = SplitMode(text);
  return std::make_shared<JsonPathSpecification>(JsonPathSpecification{
      .text = std::string(text), .is_lax = split.is_lax, .path = JsonPath::Compile(split.path, CompileJsonPathPattern)});
}

JsonPathArgument::JsonPathArgument(const Argument& argument) {
  if (!argument.constant || argument.constant->is_null) return;
  Arena arena;
  constant_ = ParseJsonPathSpecification(JavaString(*argument.constant, arena));
}

const JsonPathSpecification& JsonPathArgument::Get(const Datum& value, Arena& arena,
                                                   std::shared_ptr<const JsonPathSpecification>& holder) const {
  if (constant_ != nullptr) return *constant_;
  const std::string_view text = JavaString(value, arena);
  const std::lock_guard lock(mutex_);
  auto known = compiled_.find(text);
  if (known == compiled_.end()) {
    if (compiled_.size() == kMostCachedPaths) compiled_.clear();
    known = compiled_.emplace(text, ParseJsonPathSpecification(text)).first;
  }
  holder = known->second;
  return *holder;
}

JsonReading ReadJsonByRules(const JsonDocument& document, const JsonPathSpecification& path, Arena& arena) {
  JsonReading reading{.is_lax = path.is_lax};
  if (document.failed()) {
    if (path.is_lax) return reading;
    reading.exception = JavaException{JavaException::Kind::kOther, std::string(document.error_class()),
                                      std::string(document.error_message())};
    return reading;
  }
  if (document.root().kind == JsonKind::kNull) {
    reading.exception = JavaException{JavaException::Kind::kOther, "java.lang.IllegalArgumentException",
                                      "json object can not be null"};
    return reading;
  }
  if (!path.path.valid()) {
    reading.exception = AsStrictException(path, *path.path.failure());
    return reading;
  }
  JsonPath::Result result = path.path.Read(document, path.is_lax, arena);
  reading.value = result.value;
  if (result.exception) {
    reading.exception = AsStrictException(path, *result.exception);
  } else if (!path.is_lax && result.value == nullptr) {
    reading.exception = TableRuntimeException("Strict jsonpath mode requires a non empty returned value, but is null");
  }
  return reading;
}

JavaException TableRuntimeException(std::string message) {
  return {JavaException::Kind::kOther, "org.apache.flink.table.api.TableRuntimeException", std::move(message)};
}

JavaException StackOverflowError() { return {JavaException::Kind::kError, "java.lang.StackOverflowError", ""}; }

absl::Status RefuseUntypedDocumentOrPath(const BindRequest& request) {
  BindRequest operands = request;
  operands.arguments = request.arguments.first(2);
  return RefuseUntypedNull(operands);
}

absl::Status CheckPath(const BindRequest& request, std::string_view form) {
  if (request.arguments[1].type.IsCharacterString()) return absl::OkStatus();
  const std::string signature = Concat(ToUpper(request.name), "(<", CalciteTypeText(request.arguments[0].type), ">, <",
                                       CalciteTypeText(request.arguments[1].type), ">)");
  return CannotApplyOperator(request, signature, form);
}

absl::Status CheckDocumentAndPath(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedDocumentOrPath(request));
  for (const Argument& argument : request.arguments.first(2)) {
    if (argument.type.IsCharacterString()) continue;
    return InvalidError(
        "A method named \"toString\" is not declared in any enclosing class nor any supertype, nor through a static import",
        argument.range, Concat("this argument of ", ToUpper(request.name), " must be a character string"));
  }
  return absl::OkStatus();
}

void PrepareDocument(BoundCall& call) {
  static const auto prepare = std::make_shared<const BoundCall>(BoundCall{
      .type = LogicalType(TypeRoot::kJsonDocument), .kernel = std::make_shared<ReadDocument>()});
  call.prepared_argument = 0;
  call.prepare = prepare;
  call.prepare_name = "JSON_DOCUMENT";
}

}  // namespace drey
