// What Calcite says when the arguments of a call do not fit.
//
// Thread-safe. The statuses carry the range of the call.
#pragma once

#include <string>
#include <string_view>

#include "engine/functions/function.h"

namespace drey {

// A type as Calcite's messages show it: "INTEGER", "CHAR(3)", "VARCHAR(2147483647)", "INTEGER ARRAY", "(VARCHAR(1), INTEGER) MAP".
std::string CalciteTypeText(const LogicalType& type);

// A row type as Calcite prints it outside of signatures: "RecordType:peek_no_expand(INTEGER a, VARCHAR(3) b)".
std::string CalciteRowText(const LogicalType& row);

// A type as Calcite shows it where no function fits: its family ("CHARACTER", "NUMERIC"), or the whole type where it is its own
// ("INTEGER ARRAY").
std::string CalciteFamilyText(const LogicalType& type);

// "Invalid number of arguments to function 'FROM_BASE64'. Was expecting 1 arguments". `expected`: "1", "2" …
absl::Status WrongArgumentCount(const BindRequest& request, std::string_view expected);

// "Cannot apply 'BIN' to arguments of type 'BIN(<DOUBLE>)'. Supported form(s): 'BIN(<INTEGER>)'", one form a line.
absl::Status CannotApplyFunction(const BindRequest& request, std::string_view supported_forms);

// The same where the call is not written as a function: `signature` is "<INTEGER> IS JSON VALUE".
absl::Status CannotApplyOperator(const BindRequest& request, std::string_view signature, std::string_view supported_forms);

}  // namespace drey
