#include "engine/functions/null_as_primitive.h"

#include "engine/base/text.h"

namespace drey {

std::string NullAsPrimitive(const LogicalType& element) {
  std::string_view call;
  switch (element.root()) {
    case TypeRoot::kBoolean:
      call = "Boolean.booleanValue";
      break;
    case TypeRoot::kTinyint:
      call = "Byte.byteValue";
      break;
    case TypeRoot::kSmallint:
      call = "Short.shortValue";
      break;
    case TypeRoot::kInteger:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
      call = "Integer.intValue";
      break;
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalDayTime:
      call = "Long.longValue";
      break;
    case TypeRoot::kFloat:
      call = "Float.floatValue";
      break;
    case TypeRoot::kDouble:
      call = "Double.doubleValue";
      break;
    default:
      return {};
  }
  return Concat("Cannot invoke \"java.lang.", call,
                "()\" because the return value of \"org.apache.flink.table.data.GenericArrayData.getObject(int)\" is null");
}

}  // namespace drey
