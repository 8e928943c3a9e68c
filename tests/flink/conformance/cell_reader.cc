#include "tests/flink/conformance/cell_reader.h"

#include <charconv>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/expression/expression_program.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/hash_map_order.h"
#include "tests/flink/conformance/golden_file.h"

namespace drey {
namespace {

// Numbers, booleans, dates and times have the text that a CAST from STRING reads.
absl::StatusOr<Datum> CastText(std::string_view text, const LogicalType& type, Arena& arena) {
  auto literal = MakeLiteral(LogicalType::String().AsNotNull(), Datum::Text(text), {});
  auto cast = BindFunction("CAST", {std::move(literal)}, {}, FlinkVersion::k2_3, type);
  if (!cast.ok()) return cast.status();
  const EvaluationContext environment{.version = FlinkVersion::k2_3};
  CallContext context(arena, environment);
  ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{*cast}));
  evaluator.SetRow({}, context);
  Datum value;
  if (!evaluator.Evaluate(0, value)) return BugError(Concat("golden cell '", text, "': ", context.failure().message));
  return CopyDatum(value, type, arena);
}

// As new BigDecimal(text): a CAST takes no '0.5' for a type without a digit before the point.
absl::StatusOr<Datum> ReadDecimal(std::string_view text, const LogicalType& type, Arena& arena) {
  const auto number = ParseBigDecimal(text);
  if (!number) return BugError(Concat("golden decimal '", text, "'"));
  const auto unscaled = ToDecimal(*number, type.precision(), type.scale());
  if (!unscaled) return Datum::Null();
  return MakeDecimal(*unscaled, type.precision(), arena);
}

absl::StatusOr<Datum> ReadHex(std::string_view text, Arena& arena) {
  char* bytes = arena.Allocate(text.size() / 2 + 1);
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    int value = 0;
    std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    bytes[i / 2] = static_cast<char>(value);
  }
  return Datum::Text({bytes, text.size() / 2});
}

// P1Y2M, P-1M, P1DT2H3M4.5S, PT-1S.
absl::StatusOr<Datum> ReadPeriod(std::string_view text, bool months) {
  int64_t total = 0;
  bool in_time = false;
  bool negative_all = false;
  size_t i = 0;
  if (i < text.size() && text[i] == '-') {
    negative_all = true;
    ++i;
  }
  for (++i; i < text.size();) {
    if (text[i] == 'T') {
      in_time = true;
      ++i;
      continue;
    }
    const size_t end = text.find_first_of("YMDHS", i);
    if (end == std::string_view::npos) return BugError(Concat("golden period '", text, "'"));
    double number = 0;
    std::from_chars(text.data() + i + (text[i] == '+' ? 1 : 0), text.data() + end, number);
    double unit = 1;
    switch (text[end]) {
      case 'Y':
        unit = 12;
        break;
      case 'M':
        unit = months && !in_time ? 1 : 60'000;
        break;
      case 'D':
        unit = 86'400'000;
        break;
      case 'H':
        unit = 3'600'000;
        break;
      default:
        unit = 1000;
    }
    const double product = number * unit;
    total += static_cast<int64_t>(product < 0 ? product - 0.5 : product + 0.5);
    i = end + 1;
  }
  return Datum::Integer(negative_all ? -total : total);
}

// The recorder's maps become java.util.HashMap on their way: texts stand in its order.
std::vector<size_t> OrderOfEntries(const rapidjson::Value& cell, const LogicalType& key) {
  std::vector<int32_t> hashes(cell.Size());
  for (rapidjson::SizeType i = 0; i < cell.Size(); ++i) {
    if (key.IsCharacterString() && cell[i][0].IsString()) hashes[i] = HashOfJavaString(TextOf(cell[i][0]));
  }
  return HashMapOrder(hashes);
}

absl::StatusOr<Datum> ReadEntries(const rapidjson::Value& cell, const LogicalType& key, const LogicalType& value, Arena& arena) {
  const size_t count = cell.Size();
  Datum* cells = arena.AllocateArray<Datum>(2 * count);
  size_t next = 0;
  for (const size_t entry : OrderOfEntries(cell, key)) {
    const auto i = static_cast<rapidjson::SizeType>(entry);
    DREY_ASSIGN_OR_RETURN(cells[next], ReadCell(cell[i][0], key, arena));
    DREY_ASSIGN_OR_RETURN(cells[next + 1], ReadCell(cell[i][1], value, arena));
    next += 2;
  }
  return Datum::Cells(cells, static_cast<uint32_t>(count));
}

}  // namespace

absl::StatusOr<Datum> ReadCell(const rapidjson::Value& cell, const LogicalType& type, Arena& arena) {
  if (cell.IsNull()) return Datum::Null();
  if (cell.IsBool()) return Datum::Boolean(cell.GetBool());
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return Datum::Text(arena.Copy(TextOf(cell)));
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return ReadHex(TextOf(cell), arena);
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return ReadPeriod(TextOf(cell), type.Is(TypeRoot::kIntervalYearMonth));
    case TypeRoot::kTimestampLtz: {
      std::string text(TextOf(cell));
      if (text.ends_with('Z')) text.pop_back();
      if (const size_t t = text.find('T'); t != std::string::npos) text[t] = ' ';
      return CastText(text, LogicalType::Timestamp(type.precision()), arena);
    }
    case TypeRoot::kTimestamp: {
      std::string text(TextOf(cell));
      if (const size_t t = text.find('T'); t != std::string::npos) text[t] = ' ';
      return CastText(text, type, arena);
    }
    case TypeRoot::kDecimal:
      return ReadDecimal(TextOf(cell), type, arena);
    case TypeRoot::kTime:
      // The external object has its fraction, whatever the column's precision.
      return CastText(TextOf(cell), LogicalType::Time(9), arena);
    case TypeRoot::kArray: {
      Datum* cells = arena.AllocateArray<Datum>(cell.Size());
      for (rapidjson::SizeType i = 0; i < cell.Size(); ++i) {
        DREY_ASSIGN_OR_RETURN(cells[i], ReadCell(cell[i], type.element(), arena));
      }
      return Datum::Cells(cells, cell.Size());
    }
    case TypeRoot::kRow: {
      Datum* cells = arena.AllocateArray<Datum>(cell.Size());
      for (rapidjson::SizeType i = 0; i < cell.Size(); ++i) {
        DREY_ASSIGN_OR_RETURN(cells[i], ReadCell(cell[i], type.fields()[i].type, arena));
      }
      return Datum::Cells(cells, cell.Size());
    }
    case TypeRoot::kMap:
      return ReadEntries(cell, type.key(), type.value(), arena);
    case TypeRoot::kMultiset:
      return ReadEntries(cell, type.element(), LogicalType::Integer(), arena);
    default:
      return CastText(TextOf(cell), type, arena);
  }
}

}  // namespace drey
