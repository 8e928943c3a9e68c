#include "engine/functions/json/is_json.h"

#include "engine/base/text.h"
#include "engine/functions/json/json_path_reading.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

enum class Shape { kValue, kObject, kArray, kScalar };

class IsJson final : public Kernel {
 public:
  IsJson(Shape shape, bool negated) : shape_(shape), negated_(negated) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const bool is_json = !arguments[0].is_null && !arguments[0].document->failed() && Fits(arguments[0].document->root());
    result = Datum::Boolean(is_json != negated_);
    return true;
  }

 private:
  bool Fits(const JsonNode& root) const {
    switch (shape_) {
      case Shape::kValue:
        return true;
      case Shape::kObject:
        return root.IsObject();
      case Shape::kArray:
        return root.IsArray();
      case Shape::kScalar:
        return root.IsScalar();
    }
    return false;
  }

  Shape shape_;
  bool negated_;
};

Shape ReadShape(std::string_view operator_name) {
  if (operator_name.ends_with("OBJECT")) return Shape::kObject;
  if (operator_name.ends_with("ARRAY")) return Shape::kArray;
  if (operator_name.ends_with("SCALAR")) return Shape::kScalar;
  return Shape::kValue;
}

}  // namespace

absl::StatusOr<BoundCall> BindIsJson(const BindRequest& request) {
  const std::string name = ToUpper(request.name);
  const LogicalType& type = request.arguments[0].type;
  if (!type.IsCharacterString() && !type.Is(TypeRoot::kNull)) {
    return CannotApplyOperator(request, Concat("<", CalciteTypeText(type), "> ", name),
                               Concat("'<CHARACTER> ", name, "'"));
  }
  BoundCall call{.type = LogicalType::Boolean().AsNotNull(),
                 .kernel = std::make_shared<IsJson>(ReadShape(name), name.find(" NOT ") != std::string::npos),
                 .null_on_null = false};
  PrepareDocument(call);
  return call;
}

}  // namespace drey
