// The limit for the mission's job: one hand-written loop that does its work on its messages and gives its output, and can do nothing else.
//
// Per record, as the job does: converts every declared column of the message (op, ts_ms, the fields of source and message, escapes
// resolved), decodes the base64 content, checks that it is well-formed text, reads it once for the four paths and writes key and value.
// No plan, no batch, no tree, no error but "not mine". Messages it cannot read are those whose answer is an error or needs another
// function: the benchmark has none.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace drey {

class LimitLoop {
 public:
  // Appends key and value of the record that `message` becomes, each with a line end. False, with `out` as it was, for a message that is
  // none of this loop's.
  bool Run(std::string_view message, std::string& out);

 private:
  struct Source {
    std::string_view version, connector, name, snapshot, db, sequence, schema, table;
    int64_t ts_ms = 0, tx_id = 0, lsn = 0, xmin = 0;
  };
  class Scanner;
  class Output;

  bool ReadMessage(std::string_view message);
  bool ReadSource(Scanner& scanner);
  bool ReadLogicalMessage(Scanner& scanner);
  bool WriteOrder(std::string_view order, Output& out);
  bool WritePizzas(Scanner& scanner, Output& out);
  bool WriteNested(Scanner& scanner, Output& out);

  // The columns, as the last message had them.
  std::string_view op_, prefix_, content_;
  int64_t ts_ms_ = 0;
  Source source_;
  std::string scratch_;  // strings without their escapes
  std::string order_;    // the decoded content
  std::string pizzas_;
  std::string record_;
};

}  // namespace drey
