// The order in which Java's HashMap and HashSet give their entries: what Flink shows where it keeps a MAP or a set of names in one.
//
// Rule: java.util.HashMap of JDK 17 (table of a power of two, h ^ h >>> 16, entries of a bucket in the order of insertion). Buckets that
// become trees (8 entries and more) keep that order as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace drey {

// BinaryStringData.hashCode of Flink: murmur3 of the UTF-8 bytes with seed 42. The hash of STRING keys of decoded maps.
int32_t HashOfStringData(std::string_view utf8);
// String.hashCode of Java.
int32_t HashOfJavaString(std::string_view utf8);

// The indexes of the entries, which have these hashes and were inserted in this order, in the order of iteration. `expected` is the number
// of entries the table was made for (new HashSet(collection)); 0 for the default table.
std::vector<size_t> HashMapOrder(std::span<const int32_t> hashes, size_t expected = 0);

// The same for new HashMap(capacity).
std::vector<size_t> HashMapOrderFromCapacity(std::span<const int32_t> hashes, size_t capacity);

}  // namespace drey
