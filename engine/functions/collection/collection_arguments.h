// What the functions of collections ask of their arguments, and what they say when it is not so.
//
// Rules: the input type strategies of Flink's BuiltInFunctionDefinitions. Thread-safe. The statuses carry ranges.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/functions/collection/element_list.h"
#include "engine/functions/function.h"

namespace drey {

// "Invalid input arguments.", with the class of Flink's type inference.
absl::Status InvalidInput(const BindRequest& request);

// As InvalidInput, in other words.
absl::Status InvalidInput(const BindRequest& request, std::string_view message);

// Refuses a call without `minimum` to `maximum` arguments, like all of these in other words where a bare NULL is one of them; `signatures` are shown, one a line.
absl::Status CheckCount(const BindRequest& request, size_t minimum, size_t maximum, std::string_view signatures);

// All arguments are arrays (or all are maps): the type in which they meet, nullable when one of them is.
absl::StatusOr<LogicalType> CommonCollectionType(const BindRequest& request, TypeRoot root);

// What the arguments of such a function are cast to.
absl::StatusOr<std::vector<LogicalType>> CommonCollectionArguments(const BindRequest& request, const LogicalType& common);

// True when an argument may be NULL.
bool AnyNullable(const BindRequest& request);

}  // namespace drey
