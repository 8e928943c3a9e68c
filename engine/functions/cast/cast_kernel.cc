#include "engine/functions/cast/cast_kernel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/cast/cast_check.h"
#include "engine/functions/cast/string_parsing.h"
#include "engine/functions/cast/value_text.h"
#include "engine/functions/null_as_primitive.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

using KernelPointer = std::shared_ptr<const Kernel>;

// A kernel from bool(CallContext&, const Datum& value, Datum& result).
template <typename Function>
class FunctionKernel final : public Kernel {
 public:
  explicit FunctionKernel(Function function) : function_(std::move(function)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    return function_(context, arguments[0], result);
  }

 private:
  Function function_;
};

template <typename Function>
KernelPointer FromFunction(Function function) {
  return std::make_shared<FunctionKernel<Function>>(std::move(function));
}

bool CastElement(const Kernel& cast, CallContext& context, const Datum& value, Datum& result) {
  if (value.is_null) {
    result = Datum::Null();
    return true;
  }
  return cast.Call(context, {&value, 1}, result);
}

KernelPointer Identity() {
  return FromFunction([](CallContext&, const Datum& value, Datum& result) {
    result = value;
    return true;
  });
}

// ---------------------------------------------------------------------------------------------------------------- numbers

Datum DecimalOrNull(std::optional<Int128> unscaled, int precision, Arena& arena) {
  return unscaled ? MakeDecimal(*unscaled, precision, arena) : Datum::Null();
}

DecimalShape ShapeOf(const LogicalType& decimal) { return {decimal.precision(), decimal.scale()}; }

// Integers and booleans, which are integers in a Datum.
KernelPointer CastInteger(const LogicalType& to) {
  switch (to.root()) {
    case TypeRoot::kBoolean:
      return FromFunction([](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Boolean(value.integer != 0);
        return true;
      });
    case TypeRoot::kFloat:
      return FromFunction([](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Float(static_cast<float>(value.integer));
        return true;
      });
    case TypeRoot::kDouble:
      return FromFunction([](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Double(static_cast<double>(value.integer));
        return true;
      });
    case TypeRoot::kDecimal:
      return FromFunction([shape = ShapeOf(to)](CallContext& context, const Datum& value, Datum& result) {
        result = DecimalOrNull(DecimalFromInt64(value.integer, shape), shape.precision, context.arena());
        return true;
      });
    default:
      return FromFunction([root = to.root()](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Integer(NarrowInteger(value.integer, root));
        return true;
      });
  }
}

bool FloatingToDecimal(CallContext& context, double value, DecimalShape shape, Datum& result) {
  std::string text;
  AppendJavaDouble(value, text);
  std::string error;
  const auto number = ParseBigDecimal(text, error);
  if (!number) return context.Fail(kNumberFormatException, std::move(error));
  result = DecimalOrNull(ToDecimal(*number, shape.precision, shape.scale), shape.precision, context.arena());
  return true;
}

KernelPointer CastFloating(bool is_float, const LogicalType& to) {
  const auto read = [is_float](const Datum& value) {
    return is_float ? static_cast<double>(value.single) : value.floating;
  };
  switch (to.root()) {
    case TypeRoot::kBoolean:
      return FromFunction([read](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Boolean(read(value) != 0);
        return true;
      });
    case TypeRoot::kFloat:
      return FromFunction([read](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Float(static_cast<float>(read(value)));
        return true;
      });
    case TypeRoot::kDouble:
      return FromFunction([read](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Double(read(value));
        return true;
      });
    case TypeRoot::kBigint:
      return FromFunction([read](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Integer(SaturateInteger<int64_t>(read(value)));
        return true;
      });
    case TypeRoot::kDecimal:
      return FromFunction([read, shape = ShapeOf(to)](CallContext& context, const Datum& value, Datum& result) {
        return FloatingToDecimal(context, read(value), shape, result);
      });
    default:
      return FromFunction([read, root = to.root()](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Integer(NarrowInteger(SaturateInteger<int32_t>(read(value)), root));
        return true;
      });
  }
}

KernelPointer CastDecimal(const LogicalType& from, const LogicalType& to) {
  const auto read = [precision = from.precision(), scale = from.scale()](const Datum& value) {
    return ScaledInteger{UnscaledOf(value, precision), scale};
  };
  switch (to.root()) {
    case TypeRoot::kBoolean:
      return FromFunction([read](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Boolean(read(value).unscaled != 0);
        return true;
      });
    case TypeRoot::kFloat:
      return FromFunction([read, precision = from.precision()](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Float(static_cast<float>(ToDouble(read(value), precision)));
        return true;
      });
    case TypeRoot::kDouble:
      return FromFunction([read, precision = from.precision()](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Double(ToDouble(read(value), precision));
        return true;
      });
    case TypeRoot::kDecimal:
      return FromFunction([read, shape = ShapeOf(to)](CallContext& context, const Datum& value, Datum& result) {
        result = DecimalOrNull(Rescale(read(value), shape), shape.precision, context.arena());
        return true;
      });
    default:
      return FromFunction([read, root = to.root()](CallContext&, const Datum& value, Datum& result) {
        result = Datum::Integer(NarrowInteger(ToInt64(read(value)), root));
        return true;
      });
  }
}

// ---------------------------------------------------------------------------------------------------------------- strings

// How the length of a text is counted: BinaryStringData counts characters, Java's StringBuilder UTF-16 units.
enum class LengthUnit { kCharacters, kUtf16 };

size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); i += Utf8Length(static_cast<unsigned char>(text[i]))) ++count;
  return count;
}

std::string CharacterPrefix(std::string_view text, size_t count) {
  size_t i = 0;
  for (; count > 0 && i < text.size(); --count) i += Utf8Length(static_cast<unsigned char>(text[i]));
  return std::string(text.substr(0, i));
}

// Cuts a text to the length of CHAR(n) or VARCHAR(n), and pads it with blanks to that of CHAR(n).
class TextFitter {
 public:
  TextFitter(const LogicalType& to, LengthUnit unit)
      : unlimited_(to.length() == LogicalType::kMaxLength),
        length_(static_cast<size_t>(to.length())),
        pads_(to.Is(TypeRoot::kChar)),
        unit_(unit) {}

  bool Fits(std::string_view text, const CallContext& context) const {
    if (unlimited_ || context.environment().legacy_cast) return true;
    const size_t length = Count(text);
    return length == length_ || (length < length_ && !pads_);
  }

  // Requires that it does not fit.
  std::string Fit(std::string_view text) const {
    const size_t length = Count(text);
    if (length < length_) return std::string(text).append(length_ - length, ' ');
    return unit_ == LengthUnit::kUtf16 ? Utf16Prefix(text, length_) : CharacterPrefix(text, length_);
  }

 private:
  size_t Count(std::string_view text) const {
    return unit_ == LengthUnit::kUtf16 ? Utf16Length(text) : CountCharacters(text);
  }

  bool unlimited_;
  size_t length_;
  bool pads_;
  LengthUnit unit_;
};

KernelPointer CastToString(const LogicalType& from, const LogicalType& to) {
  if (from.IsCharacterString()) {
    return FromFunction(
        [fitter = TextFitter(to, LengthUnit::kCharacters)](CallContext& context, const Datum& value, Datum& result) {
          result = value;
          if (fitter.Fits(value.view(), context)) return true;
          const std::string_view text = JavaString(value, context.arena());
          if (!fitter.Fits(text, context)) result = Datum::Text(context.arena().Copy(fitter.Fit(text)));
          return true;
        });
  }
  if (from.IsBinaryString()) {
    return FromFunction(
        [fitter = TextFitter(to, LengthUnit::kUtf16)](CallContext& context, const Datum& value, Datum& result) {
          const std::string_view text = ReplaceMalformed(value.view(), context.arena());
          result = Datum::Text(fitter.Fits(text, context) ? text : context.arena().Copy(fitter.Fit(text)));
          return true;
        });
  }
  return FromFunction(
      [from, fitter = TextFitter(to, LengthUnit::kUtf16)](CallContext& context, const Datum& value, Datum& result) {
        std::string text;
        AppendAsString(value, from, context.environment(), text);
        if (!fitter.Fits(text, context)) text = fitter.Fit(text);
        result = Datum::Text(context.arena().Copy(text));
        return true;
      });
}

// A text converted by parse(context, text), which returns an optional, and write(value, arena).
template <typename Parse, typename Write>
KernelPointer ParseString(Parse parse, Write write) {
  return FromFunction([parse, write](CallContext& context, const Datum& value, Datum& result) {
    const auto parsed = parse(context, JavaString(value, context.arena()));
    if (!parsed) return false;
    result = write(*parsed, context.arena());
    return true;
  });
}

template <typename Value>
std::optional<Value> Failed(CallContext& context, ParseFailure failure) {
  context.Fail(failure.flink_class, std::move(failure.message));
  return std::nullopt;
}

KernelPointer CastStringToTemporal(const LogicalType& to, FlinkVersion version) {
  const auto integer = [](int64_t value, Arena&) { return Datum::Integer(value); };
  const auto timestamp = [](Timestamp value, Arena&) { return MakeTimestamp(value); };
  const int precision = to.precision();
  switch (to.root()) {
    case TypeRoot::kDate:
      return ParseString(
          [](CallContext& context, std::string_view text) {
            ParseFailure failure;
            const auto days = ParseCastDate(text, failure);
            return days ? days : Failed<int64_t>(context, std::move(failure));
          },
          integer);
    case TypeRoot::kTime:
      return ParseString(
          [version, precision](CallContext& context, std::string_view text) {
            ParseFailure failure;
            const auto time = ParseCastTime(text, version, failure);
            if (!time) return Failed<int64_t>(context, std::move(failure));
            return std::optional<int64_t>(CutTime(*time, precision, version));
          },
          integer);
    case TypeRoot::kTimestamp:
      return ParseString(
          [precision](CallContext& context, std::string_view text) {
            ParseFailure failure;
            const auto local = ParseCastTimestamp(text, precision, failure);
            return local ? local : Failed<Timestamp>(context, std::move(failure));
          },
          timestamp);
    default:
      return ParseString(
          [precision](CallContext& context, std::string_view text) {
            ParseFailure failure;
            const auto local = ParseCastTimestamp(text, precision, failure);
            if (!local) return Failed<Timestamp>(context, std::move(failure));
            return std::optional<Timestamp>(LocalToInstant(*local, context.environment().time_zone));
          },
          timestamp);
  }
}

// Bytes cut to `length`, or padded with zeros to it. Flink 1.20 pads VARBINARY too when it does not trust the bytes to be short enough.
std::string_view FitBytes(std::string_view bytes, size_t length, bool pads, Arena& arena) {
  if (bytes.size() >= length) return bytes.substr(0, length);
  if (!pads) return bytes;
  char* const padded = arena.Allocate(length);
  std::fill(std::copy(bytes.begin(), bytes.end(), padded), padded + length, '\0');
  return {padded, length};
}

KernelPointer CastToBinary(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  const size_t length = static_cast<size_t>(to.length());
  const bool is_fixed = to.Is(TypeRoot::kBinary);
  const bool fits_anyway = from.IsBinaryString() && from.length() <= to.length();
  const bool pads =
      is_fixed || (version < FlinkVersion::k2_3 && from.IsBinaryString() && !fits_anyway);
  // Bytes whose type says that they fit are not looked at, though ENCODE of 1.20 makes longer ones.
  const bool stays = fits_anyway && !is_fixed;
  return FromFunction([length, pads, stays, is_text = from.IsCharacterString()](CallContext& context, const Datum& value,
                                                                         Datum& result) {
    const std::string_view bytes = is_text ? Utf8Bytes(value, context.arena()) : value.view();
    result = Datum::Text(stays || context.environment().legacy_cast ? bytes : FitBytes(bytes, length, pads, context.arena()));
    return true;
  });
}

KernelPointer CastString(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  switch (to.root()) {
    case TypeRoot::kBoolean:
      return ParseString(ParseBoolean, [](bool value, Arena&) { return Datum::Boolean(value); });
    case TypeRoot::kFloat:
      return ParseString(ParseFloat, [](float value, Arena&) { return Datum::Float(value); });
    case TypeRoot::kDouble:
      return ParseString(ParseDouble, [](double value, Arena&) { return Datum::Double(value); });
    case TypeRoot::kDecimal:
      return ParseString(
          [shape = ShapeOf(to)](CallContext& context, std::string_view text) {
            return ParseDecimal(context, text, shape);
          },
          [precision = to.precision()](Int128 value, Arena& arena) { return MakeDecimal(value, precision, arena); });
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      return ParseString([root = to.root()](CallContext& context,
                                            std::string_view text) { return ParseInteger(context, text, root); },
                         [](int64_t value, Arena&) { return Datum::Integer(value); });
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return CastToBinary(from, to, version);
    default:
      return CastStringToTemporal(to, version);
  }
}

// ------------------------------------------------------------------------------------------------------- dates and times

KernelPointer CastDate(const LogicalType& to) {
  const bool is_instant = to.Is(TypeRoot::kTimestampLtz);
  return FromFunction([is_instant](CallContext& context, const Datum& value, Datum& result) {
    const Timestamp midnight{value.integer * kMillisecondsPerDay, 0};
    result = MakeTimestamp(is_instant ? LocalToInstant(midnight, context.environment().time_zone) : midnight);
    return true;
  });
}

KernelPointer CastTime(const LogicalType& to, FlinkVersion version) {
  if (to.Is(TypeRoot::kTime)) {
    return FromFunction([version, precision = to.precision()](CallContext&, const Datum& value, Datum& result) {
      result = Datum::Integer(CutTime(value.integer, precision, version));
      return true;
    });
  }
  const bool is_instant = to.Is(TypeRoot::kTimestampLtz);
  return FromFunction([is_instant, version, precision = to.precision()](CallContext& context, const Datum& value, Datum& result) {
    const Timestamp on_first_day{CutTime(value.integer, precision, version), 0};
    result = MakeTimestamp(is_instant ? LocalToInstant(on_first_day, context.environment().time_zone) : on_first_day);
    return true;
  });
}

KernelPointer CastTimestamp(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  const bool from_instant = from.Is(TypeRoot::kTimestampLtz);
  const int precision = to.precision();
  switch (to.root()) {
    case TypeRoot::kDate:
      return FromFunction([from_instant](CallContext& context, const Datum& value, Datum& result) {
        const Timestamp timestamp = TimestampOf(value);
        if (from_instant) {
          const Timestamp local = InstantToLocal(timestamp, context.environment().time_zone);
          result = Datum::Integer(FloorDivide(local.milliseconds, kMillisecondsPerDay));
        } else {
          // Towards zero: before 1970 the day is the next one, unless it is midnight.
          result = Datum::Integer(timestamp.milliseconds / kMillisecondsPerDay);
        }
        return true;
      });
    case TypeRoot::kTime:
      return FromFunction([from_instant, precision, version](CallContext& context, const Datum& value, Datum& result) {
        const Timestamp timestamp = TimestampOf(value);
        int64_t time = timestamp.milliseconds % kMillisecondsPerDay;
        if (from_instant) {
          const Timestamp local = InstantToLocal(timestamp, context.environment().time_zone);
          time = FloorModulo(local.milliseconds, kMillisecondsPerDay);
        }
        result = Datum::Integer(CutTime(time, precision, version));
        return true;
      });
    default:
      break;
  }
  const bool to_instant = to.Is(TypeRoot::kTimestampLtz);
  const bool cuts = precision < from.precision();
  return FromFunction(
      [=](CallContext& context, const Datum& value, Datum& result) {
        Timestamp timestamp = TimestampOf(value);
        const absl::TimeZone& zone = context.environment().time_zone;
        if (from_instant && !to_instant) timestamp = InstantToLocal(timestamp, zone);
        if (!from_instant && to_instant) timestamp = LocalToInstant(timestamp, zone);
        result = MakeTimestamp(cuts ? CutTimestamp(timestamp, precision, version) : timestamp);
        return true;
      });
}

// ---------------------------------------------------------------------------------------------------------- constructed types

KernelPointer BuildCast(const LogicalType& from, const LogicalType& to, FlinkVersion version);

// A map's cells are keys and values in turn; an array's are all alike.
KernelPointer CastCells(std::vector<KernelPointer> casts, uint32_t cells_per_entry) {
  return FromFunction([casts = std::move(casts), cells_per_entry](CallContext& context, const Datum& value, Datum& result) {
    const size_t count = size_t{value.size} * cells_per_entry;
    Datum* const cells = context.arena().AllocateArray<Datum>(count);
    for (size_t i = 0; i < count; ++i) {
      if (!CastElement(*casts[i % casts.size()], context, value.cells[i], cells[i])) return false;
    }
    result = Datum::Cells(cells, value.size);
    return true;
  });
}

KernelPointer CastRow(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  std::vector<KernelPointer> casts;
  for (size_t i = 0; i < to.fields().size(); ++i) {
    casts.push_back(BuildCast(from.fields()[i].type, to.fields()[i].type, version));
  }
  if (casts.empty()) return Identity();
  return CastCells(std::move(casts), 1);
}

// Elements that are said to be NOT NULL are read as Java primitives: those that are NULL fail.
KernelPointer CastArray(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  KernelPointer cells = CastCells({BuildCast(from.element(), to.element(), version)}, 1);
  const std::string failure = NullAsPrimitive(from.element());
  if (to.element().nullable() || !from.element().nullable() || failure.empty()) return cells;
  if (from.element().AsNotNull() == to.element()) return cells;
  return FromFunction([cells = std::move(cells), failure](CallContext& context, const Datum& value, Datum& result) {
    for (const Datum& element : value.elements()) {
      if (element.is_null) return context.Fail("java.lang.NullPointerException", failure);
    }
    return cells->Call(context, {&value, 1}, result);
  });
}

KernelPointer CastConstructed(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  switch (to.root()) {
    case TypeRoot::kArray:
      return CastArray(from, to, version);
    case TypeRoot::kMultiset:
      return CastCells({BuildCast(from.element(), to.element(), version), Identity()}, 2);
    case TypeRoot::kMap:
      return CastCells({BuildCast(from.key(), to.key(), version), BuildCast(from.value(), to.value(), version)}, 2);
    default:
      return CastRow(from, to, version);
  }
}

// Requires a supported cast.
KernelPointer BuildCast(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  if (from.Is(TypeRoot::kNull)) return Identity();
  if (to.IsCharacterString()) return CastToString(from, to);
  if (from.IsConstructed()) return CastConstructed(from, to, version);
  if (from.IsCharacterString()) return CastString(from, to, version);
  if (from.IsBinaryString()) return CastToBinary(from, to, version);
  if (from.IsInteger() || from.Is(TypeRoot::kBoolean)) return CastInteger(to);
  if (from.IsApproximateNumeric()) return CastFloating(from.Is(TypeRoot::kFloat), to);
  if (from.Is(TypeRoot::kDecimal)) return CastDecimal(from, to);
  if (from.IsTimestamp()) return CastTimestamp(from, to, version);
  if (from.root() == to.root() && !from.Is(TypeRoot::kTime)) return Identity();
  return from.Is(TypeRoot::kDate) ? CastDate(to) : CastTime(to, version);
}

// Whether Flink counts on failures: only then TRY_CAST and the legacy behaviour turn them into NULL.
bool CanFail(const LogicalType& from, const LogicalType& to) {
  if (from.IsCharacterString()) return !to.IsCharacterString() && !to.IsBinaryString();
  if (!from.IsConstructed() || to.IsCharacterString()) return false;
  switch (from.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset:
      return CanFail(from.element(), to.element());
    case TypeRoot::kMap:
      return CanFail(from.key(), to.key()) || CanFail(from.value(), to.value());
    default:
      break;
  }
  for (size_t i = 0; i < to.fields().size(); ++i) {
    if (CanFail(from.fields()[i].type, to.fields()[i].type)) return true;
  }
  return false;
}

// Decides what a failed conversion means.
class CastKernel final : public Kernel {
 public:
  CastKernel(KernelPointer cast, CastMode mode) : cast_(std::move(cast)), mode_(mode) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (cast_->Call(context, arguments, result)) return true;
    if (mode_ != CastMode::kTryCast && !context.environment().legacy_cast) return false;
    context.ClearFailure();
    result = Datum::Null();
    return true;
  }

 private:
  KernelPointer cast_;
  CastMode mode_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Kernel>> MakeCastKernel(const LogicalType& from, const LogicalType& to, CastMode mode,
                                                             FlinkVersion version) {
  DREY_RETURN_IF_ERROR(CheckCast(from, to, mode, version, SourceRange()));
  KernelPointer cast = BuildCast(from, to, version);
  if (!CanFail(from, to)) return cast;
  return std::make_shared<CastKernel>(std::move(cast), mode);
}

}  // namespace drey
