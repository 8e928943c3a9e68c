// Kernels from plain C++ functions: the parameters say how arguments are read, the result how it is written.
//
//   std::string_view Upper(CallContext& context, std::string_view text);
//   … .kernel = MakeKernel<Upper>() …
//
// The first parameter is the CallContext. Then for each argument:
//   std::string_view   a Java String
//   RawText            the bytes of a character or binary string as Flink's BinaryStringData has them
//   Bytes              a BINARY or VARBINARY
//   int32_t, int64_t   any integer, cut to the width
//   double, bool
//   Datum              as it is, NULL too
//   std::optional<T>   a T, absent where the argument is NULL or was not given
//   std::span<const Datum>   last parameter only: all remaining arguments as they are
// Results: bool, int32_t, int64_t, double, std::string_view (a Java String), RawText, Bytes, Datum; std::optional of these is NULL when
// empty; `Result<T>` may also be a failure that was recorded by context.Fail.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "engine/functions/function.h"
#include "engine/types/java_string.h"

namespace drey {

// Bytes of a string, and how they are to be understood.
struct RawText {
  std::string_view bytes;
  TextForm form = TextForm::kJavaString;
};

struct Bytes {
  std::string_view bytes;
};

// A value, NULL, or the failure that context.Fail recorded.
template <typename T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}                      // NOLINT(google-explicit-constructor)
  Result(std::nullopt_t) {}                                          // NOLINT(google-explicit-constructor)
  Result(std::optional<T> value) : value_(std::move(value)) {}       // NOLINT(google-explicit-constructor)
  // What context.Fail returned: false.
  static Result Failure(bool) {
    Result result(std::nullopt);
    result.failed_ = true;
    return result;
  }

  bool failed() const { return failed_; }
  const std::optional<T>& value() const { return value_; }

 private:
  std::optional<T> value_;
  bool failed_ = false;
};

namespace typed_kernel_internal {

template <typename T>
struct ArgumentReader;
template <>
struct ArgumentReader<std::string_view> {
  static std::string_view Read(CallContext& context, const Datum& value) { return JavaString(value, context.arena()); }
};
template <>
struct ArgumentReader<RawText> {
  static RawText Read(CallContext& context, const Datum& value) {
    return {Utf8Bytes(value, context.arena()), value.form};
  }
};
template <>
struct ArgumentReader<Bytes> {
  static Bytes Read(CallContext&, const Datum& value) { return {value.view()}; }
};
template <>
struct ArgumentReader<int32_t> {
  static int32_t Read(CallContext&, const Datum& value) { return static_cast<int32_t>(value.integer); }
};
template <>
struct ArgumentReader<int64_t> {
  static int64_t Read(CallContext&, const Datum& value) { return value.integer; }
};
template <>
struct ArgumentReader<double> {
  static double Read(CallContext&, const Datum& value) { return value.floating; }
};
template <>
struct ArgumentReader<bool> {
  static bool Read(CallContext&, const Datum& value) { return value.boolean(); }
};
template <>
struct ArgumentReader<Datum> {
  static Datum Read(CallContext&, const Datum& value) { return value; }
};

// Reads the arguments in order.
class ArgumentCursor {
 public:
  ArgumentCursor(CallContext& context, std::span<const Datum> arguments) : context_(context), arguments_(arguments) {}

  template <typename T>
  T Take(std::type_identity<T>) {
    return ArgumentReader<T>::Read(context_, arguments_[next_++]);
  }
  template <typename T>
  std::optional<T> Take(std::type_identity<std::optional<T>>) {
    if (next_ >= arguments_.size()) return std::nullopt;
    const Datum& value = arguments_[next_++];
    if (value.is_null) return std::nullopt;
    return ArgumentReader<T>::Read(context_, value);
  }
  std::span<const Datum> Take(std::type_identity<std::span<const Datum>>) { return arguments_.subspan(next_); }

 private:
  CallContext& context_;
  std::span<const Datum> arguments_;
  size_t next_ = 0;
};

inline Datum ToDatum(bool value) { return Datum::Boolean(value); }
inline Datum ToDatum(int32_t value) { return Datum::Integer(value); }
inline Datum ToDatum(int64_t value) { return Datum::Integer(value); }
inline Datum ToDatum(double value) { return Datum::Double(value); }
inline Datum ToDatum(std::string_view value) { return Datum::Text(value); }
inline Datum ToDatum(RawText value) { return Datum::Text(value.bytes, value.form); }
inline Datum ToDatum(Bytes value) { return Datum::Text(value.bytes, TextForm::kUncheckedBytes); }
inline Datum ToDatum(Datum value) { return value; }

template <typename T>
bool Write(const T& value, Datum& result) {
  result = ToDatum(value);
  return true;
}
template <typename T>
bool Write(const std::optional<T>& value, Datum& result) {
  result = value.has_value() ? ToDatum(*value) : Datum::Null();
  return true;
}
template <typename T>
bool Write(const Result<T>& value, Datum& result) {
  if (value.failed()) return false;
  return Write(value.value(), result);
}

template <auto kFunction, typename R, typename... Parameters>
bool CallFunction(R (*)(CallContext&, Parameters...), CallContext& context, std::span<const Datum> arguments,
                  Datum& result) {
  [[maybe_unused]] ArgumentCursor cursor(context, arguments);
  // Braces evaluate in order.
  const std::tuple<CallContext&, Parameters...> values{context, cursor.Take(std::type_identity<Parameters>())...};
  return Write(std::apply(kFunction, values), result);
}

template <auto kFunction>
class TypedKernel final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    return CallFunction<kFunction>(kFunction, context, arguments, result);
  }
};

}  // namespace typed_kernel_internal

template <auto kFunction>
std::shared_ptr<const Kernel> MakeKernel() {
  return std::make_shared<typed_kernel_internal::TypedKernel<kFunction>>();
}

}  // namespace drey
