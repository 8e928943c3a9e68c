#include "engine/functions/collection/collection_arguments.h"

#include <algorithm>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/functions/implicit_argument_type.h"
#include "engine/functions/operand_families.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {


}  // namespace

absl::Status InvalidInput(const BindRequest& request) { return InvalidInput(request, "Invalid input arguments."); }

absl::Status InvalidInput(const BindRequest& request, std::string_view message) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  return WithFlinkClass(InvalidError(message, request.range), kValidationException);
}

absl::Status CheckCount(const BindRequest& request, size_t minimum, size_t maximum, std::string_view signatures) {
  const size_t count = request.arguments.size();
  if (count >= minimum && count <= maximum) return absl::OkStatus();
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  return NoMatchingSignature(request, signatures);
}

absl::StatusOr<LogicalType> CommonCollectionType(const BindRequest& request, TypeRoot root) {
  for (const Argument& argument : request.arguments) {
    if (!argument.type.Is(root)) {
      return InvalidInput(request, Concat("All arguments requires to be a ", TypeRootName(root), " type"));
    }
  }
  LogicalType common = request.arguments[0].type;
  std::string types;
  bool found = true;
  for (const Argument& argument : request.arguments) {
    Append(types, types.empty() ? "" : ", ", argument.type.ToString());
    const auto merged = CommonArgumentType(common, argument.type);
    found = found && merged;
    if (merged) common = *merged;
  }
  if (!found) return InvalidInput(request, Concat("Could not find a common type for arguments: [", types, "]"));
  return common;
}

absl::StatusOr<std::vector<LogicalType>> CommonCollectionArguments(const BindRequest& request, const LogicalType& common) {
  std::vector<LogicalType> types;
  for (const Argument& argument : request.arguments) {
    DREY_ASSIGN_OR_RETURN(LogicalType type, ImplicitArgumentType(argument, common, request.version));
    types.push_back(std::move(type));
  }
  return types;
}

bool AnyNullable(const BindRequest& request) {
  return std::any_of(request.arguments.begin(), request.arguments.end(),
                     [](const Argument& argument) { return argument.type.nullable(); });
}

}  // namespace drey
