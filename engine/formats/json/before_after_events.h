// How a product writes change events that hold the row before and the row after the change.
#pragma once

#include <string_view>

namespace drey {

// The texts live as long as the program.
struct BeforeAfterEvents {
  std::string_view product;  // "Debezium"
  std::string_view operation_field;
  std::string_view insert_operation;
  std::string_view read_operation;  // an insert, too; empty: there is none
  std::string_view update_operation;
  std::string_view delete_operation;
  std::string_view payload_variable;  // what Flink's decoder calls the event; for messages of Java
};

}  // namespace drey
