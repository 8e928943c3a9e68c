// One SQL value: 16 bytes, trivially copyable, without a type tag — the schema tells how to read it.
//
// What a type is stored as:
//   BOOLEAN, TINYINT … BIGINT        integer
//   DATE                             integer: days since 1970-01-01
//   TIME(p)                          integer: milliseconds of the day
//   TIMESTAMP(p), TIMESTAMP_LTZ(p)   integer: milliseconds since 1970-01-01 00:00:00 (rounded down); size: nanoseconds of
//                                    that millisecond (0 … 999999)
//   INTERVAL YEAR TO MONTH           integer: months;  INTERVAL DAY TO SECOND  integer: milliseconds
//   FLOAT                            single;  DOUBLE  floating
//   DECIMAL(p, s), p <= 18           integer: the unscaled value;  p > 18  wide: points to the unscaled value
//   CHAR, VARCHAR                    text and size in bytes, and a TextForm
//   BINARY, VARBINARY                text and size in bytes
//   ROW                              cells: one Datum a field
//   ARRAY                            cells: size elements
//   MAP, MULTISET                    cells: size entries, each key then value (the count in a MULTISET): 2 * size cells
//   JSON document                    document: engine/json's parsed tree
// Pointers lead into memory of the batch's or evaluation's arena, or into bytes that the batch owns; they die with it.
#pragma once

#include <cstdint>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace drey {

using Int128 = __int128;

class JsonDocument;

// How the bytes of a character string are to be understood.
enum class TextForm : uint8_t {
  // UTF-8 of a Java String: well-formed, except that an unpaired surrogate stands as its own three bytes (ED A0..BF xx).
  kJavaString,
  // Bytes nobody looked at yet (FROM_BASE64, CAST from BYTES). As a Java String each malformed piece is U+FFFD.
  kUncheckedBytes,
};

struct Datum {
  union {
    int64_t integer;
    double floating;
    float single;
    const char* text;
    const Int128* wide;
    const Datum* cells;
    const JsonDocument* document;
  };
  uint32_t size;
  bool is_null;
  TextForm form;

  static Datum Null() {
    Datum d;
    d.integer = 0;
    d.size = 0;
    d.is_null = true;
    d.form = TextForm::kJavaString;
    return d;
  }
  static Datum Integer(int64_t value) {
    Datum d = Empty();
    d.integer = value;
    return d;
  }
  static Datum Boolean(bool value) { return Integer(value ? 1 : 0); }
  static Datum Double(double value) {
    Datum d = Empty();
    d.floating = value;
    return d;
  }
  static Datum Float(float value) {
    Datum d = Empty();
    d.single = value;
    return d;
  }
  static Datum Timestamp(int64_t milliseconds, uint32_t nanoseconds_of_millisecond) {
    Datum d = Empty();
    d.integer = milliseconds;
    d.size = nanoseconds_of_millisecond;
    return d;
  }
  static Datum Text(std::string_view text, TextForm form = TextForm::kJavaString) {
    Datum d = Empty();
    d.text = text.data();
    d.size = static_cast<uint32_t>(text.size());
    d.form = form;
    return d;
  }
  static Datum Wide(const Int128* unscaled) {
    Datum d = Empty();
    d.wide = unscaled;
    return d;
  }
  // `count`: fields of a ROW, elements of an ARRAY, entries of a MAP or MULTISET.
  static Datum Cells(const Datum* cells, uint32_t count) {
    Datum d = Empty();
    d.cells = cells;
    d.size = count;
    return d;
  }
  static Datum Document(const JsonDocument* document) {
    Datum d = Empty();
    d.document = document;
    return d;
  }

  bool boolean() const { return integer != 0; }
  std::string_view view() const { return {text, size}; }
  // Of a ROW or ARRAY.
  std::span<const Datum> elements() const;
  // Of a MAP or MULTISET: keys and values in turn.
  std::span<const Datum> entries() const;

 private:
  static Datum Empty() {
    Datum d = Null();
    d.is_null = false;
    return d;
  }
};

static_assert(sizeof(Datum) == 16 && std::is_trivially_copyable_v<Datum>);

inline std::span<const Datum> Datum::elements() const { return {cells, size}; }
inline std::span<const Datum> Datum::entries() const { return {cells, size_t{2} * size}; }

}  // namespace drey
