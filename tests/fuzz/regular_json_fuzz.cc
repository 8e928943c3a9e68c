// Holds the quick ways of reading JSON against the exact ones: whatever JsonRegularDecoder takes, JsonTokenDecoder decodes to the same row
// without an error; whatever tree JsonDocument::Read gives, ReadExactly gives too, and the texts that it has ready are those of the tree.
// Inputs are the captured messages and others, changed at random.
//
// usage: regular_json_fuzz [ROUNDS [SEED]]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/formats/json/json_regular_decoder.h"
#include "engine/formats/json/json_token_decoder.h"
#include "engine/functions/encoding/base64.h"
#include "engine/json/json_document.h"
#include "engine/json/json_reader.h"
#include "engine/json/json_text.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

[[noreturn]] void Fail(std::string_view what, std::string_view input) {
  std::fprintf(stderr, "regular_json_fuzz: %.*s\n", static_cast<int>(what.size()), what.data());
  std::fwrite(input.data(), 1, input.size(), stderr);
  std::fputc('\n', stderr);
  std::exit(1);
}

// The messages of a local topic's file: the payload of each line.
std::vector<std::string> ReadMessages(const std::string& path) {
  std::vector<std::string> messages;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    Arena arena;
    const JsonDocument* document = JsonDocument::ReadExactly(line, FlinkVersion::k1_20, arena);
    if (document->failed()) Fail("no JSON in " + path, line);
    const JsonNode* payload = document->root().Find("payload");
    if (payload != nullptr && payload->kind == JsonKind::kString) messages.emplace_back(payload->text());
  }
  if (messages.empty()) Fail("no messages", path);
  return messages;
}

std::string ContentOf(std::string_view message) {
  constexpr std::string_view kStart = "\"content\":\"";
  const size_t found = message.find(kStart);
  if (found == std::string_view::npos) return {};
  const size_t start = found + kStart.size();
  const std::string_view encoded = message.substr(start, message.find('"', start) - start);
  std::string content(DecodedBase64Bound(encoded.size()), '\0');
  content.resize(DecodeBase64(encoded, content.data()).size);
  return content;
}

// Values of every kind under columns of every type.
constexpr std::string_view kColumns =
    R"({"t":"a\u00e9\ud83c\udf55\n","i":-12,"y":7,"s":300,"b":9007199254740993,"f":1.5e3,"d":-0.25,"n":12.345,"o":true,)"
    R"("a":[1,null,3],"r":{"x":"y","z":[["p"],[]]},"day":"2024-02-29","at":"2024-02-29 12:34:56.789","clock":"12:34:56",)"
    R"("zone":"2024-02-29 12:34:56Z","unknown":{"k":[1,2,{"q":"\\\"" }]},"i":5} )";

// Containers below the root, with what their texts may stumble over.
constexpr std::string_view kDocument =
    R"({"a": {"b":1, "c": [true,false,null , -0, 17,{}], "d":"x\"y\\\/\n\u00e9\u0022\u0007\ud83c\udf55"}, "z":{"c":2,"b":{"e":1,"e":2},"a":[]},)"
    R"("n":[1.50,2.0,"3e1"], "long":{"0123456789abcdef0123456789":"fghijklmnopqrstuvwxyzß漢字","k":[[[["deep"]]]]},"s":"last","a":5})";

class Mutator {
 public:
  explicit Mutator(uint64_t seed) : random_(seed) {}

  size_t Below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random_); }

  std::string Mutate(std::string text) {
    for (size_t changes = Below(4); changes > 0 && !text.empty(); --changes) Change(text);
    return text;
  }

 private:
  void Change(std::string& text) {
    const size_t at = Below(text.size());
    const size_t length = std::min(text.size() - at, 1 + Below(12));
    switch (Below(6)) {
      case 0:
        text[at] = static_cast<char>(Below(256));
        return;
      case 1:
        text.erase(at, length);
        return;
      case 2:
        text.insert(Below(text.size()), text.substr(at, length));
        return;
      case 3:
        text.resize(at);
        return;
      default: {
        const std::string_view piece = kPieces[Below(std::size(kPieces))];
        Below(2) == 0 ? text.insert(at, piece) : text.replace(at, length, piece);
      }
    }
  }

  static constexpr std::string_view kPieces[] = {
      "\"", "\\", ",", ":", "{", "}", "[", "]", " ", "\n", "\t", "\r", "\f", "\\n", "\\/", "\\x", "\\u0041", "\\u00e9", "\\uD83C", "\\uDF55",
      "\\uD83C\\uDF55", "\\u00", "null", "true", "false", "nul", "NaN", "0", "-0", "1", "-", "+1", "00", "1.", ".5", "1e5", "1E+400", "1.5e-3",
      "99999999999", "9223372036854775807", "9223372036854775808", "\xC3\xA9", "\xF0\x9F\x8D\x95", "\xED\xA0\x80", "\xED\xB0\x80", "\xFF",
      "\xC0\x80", "\x01", "\x1F", "\x7F", "\"\":", "\"op\":", "\"ts_ms\":1,", "\"xmin\":2", "\"a\":", "\"\",", "/*x*/", "\"order_id\":",
      std::string_view("\0", 1)};

  std::mt19937_64 random_;
};

class Rows final : public DecodedRows {
 public:
  explicit Rows(size_t width) : batch_(width) {}
  std::span<Datum> AppendRow(RowKind kind) override { return batch_.AppendRow(kind, nullptr); }
  void RemoveLastRow() override { batch_.RemoveLastRow(); }
  void Fail(RowError error) override { batch_.AppendError(nullptr, std::move(error)); }
  Arena& arena() override { return batch_.arena(); }
  RowBatch& batch() { return batch_; }

 private:
  RowBatch batch_;
};

bool Equal(const LogicalType& type, const Datum& a, const Datum& b) {
  if (a.is_null || b.is_null) return a.is_null == b.is_null;
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return a.view() == b.view() && a.form == b.form;
    case TypeRoot::kRow:
      for (size_t i = 0; i < type.fields().size(); ++i) {
        if (!Equal(type.fields()[i].type, a.cells[i], b.cells[i])) return false;
      }
      return true;
    case TypeRoot::kArray:
      if (a.size != b.size) return false;
      for (size_t i = 0; i < a.size; ++i) {
        if (!Equal(type.element(), a.cells[i], b.cells[i])) return false;
      }
      return true;
    case TypeRoot::kFloat:
      return std::memcmp(&a.single, &b.single, sizeof(a.single)) == 0;
    case TypeRoot::kDecimal:
      return type.precision() > 18 ? *a.wide == *b.wide : a.integer == b.integer;
    default:
      return a.integer == b.integer && a.size == b.size;
  }
}

bool Equal(const JsonNode& a, const JsonNode& b) {
  if (a.kind != b.kind || a.key() != b.key()) return false;
  if (a.kind == JsonKind::kString || a.IsNumber()) return a.text() == b.text();
  if (!a.IsArray() && !a.IsObject()) return true;
  const JsonNode* right = b.FirstChild();
  for (const JsonNode* left = a.FirstChild(); left != nullptr; left = left->next, right = right->next) {
    if (right == nullptr || !Equal(*left, *right)) return false;
  }
  return right == nullptr;
}

// Both ways for messages of one row type.
class DecoderPair {
 public:
  DecoderPair(const LogicalType& row, const JsonDecodingOptions& options, FlinkVersion version)
      : row_(row),
        plan_(*JsonTypePlan::Create(row, JsonTypePlan::Direction::kDecode)),
        regular_(plan_, options, version),
        exact_(plan_, options, version),
        whole_(plan_, options, version),
        actual_(row.fields().size()),
        expected_(row.fields().size()) {
    exact_.DisableRegularWay();
  }

  // Whether the quick way took it.
  bool Compare(const std::string& message) {
    expected_.batch().Reset(row_.fields().size());
    exact_.Decode(message, expected_);
    actual_.batch().Reset(row_.fields().size());
    const bool taken = regular_.Decode(message, actual_.AppendRow(RowKind::kInsert), actual_.arena());
    if (taken) CompareRows(message);
    actual_.batch().Reset(row_.fields().size());
    whole_.Decode(message, actual_);
    CompareRows(message);
    return taken;
  }

 private:
  void CompareRows(const std::string& message) {
    const RowBatch& actual = actual_.batch();
    const RowBatch& expected = expected_.batch();
    if (actual.size() != expected.size()) Fail("another number of rows", message);
    for (size_t i = 0; i < actual.size(); ++i) {
      if ((actual.error(i) == nullptr) != (expected.error(i) == nullptr)) Fail("an error in one way only", message);
      if (actual.error(i) != nullptr && actual.error(i)->message != expected.error(i)->message) Fail("another error", message);
      for (size_t cell = 0; cell < row_.fields().size(); ++cell) {
        if (!Equal(row_.fields()[cell].type, actual.row(i)[cell], expected.row(i)[cell])) {
          Fail(Concat("another value of ", row_.fields()[cell].name), message);
        }
      }
    }
  }

  const LogicalType row_;
  const JsonTypePlan plan_;
  JsonRegularDecoder regular_;
  JsonTokenDecoder exact_;
  JsonTokenDecoder whole_;
  Rows actual_;
  Rows expected_;
};

LogicalType RowOf(std::vector<RowField> fields) { return LogicalType::Row(std::move(fields)); }

LogicalType MessageRow() {
  const LogicalType text = LogicalType::String();
  const LogicalType number = LogicalType::Bigint();
  const LogicalType source =
      RowOf({{"version", text}, {"connector", text}, {"name", text}, {"ts_ms", number}, {"snapshot", text}, {"db", text},
             {"sequence", text}, {"schema", text}, {"table", text}, {"txId", number}, {"lsn", number}, {"xmin", number}});
  return RowOf({{"op", text}, {"ts_ms", number}, {"source", source}, {"message", RowOf({{"prefix", text}, {"content", text}})}});
}

LogicalType ColumnsRow() {
  const LogicalType text = LogicalType::String();
  return RowOf({{"t", text},
                {"i", LogicalType::Integer()},
                {"y", LogicalType(TypeRoot::kTinyint)},
                {"s", LogicalType(TypeRoot::kSmallint)},
                {"b", LogicalType::Bigint()},
                {"f", LogicalType(TypeRoot::kFloat)},
                {"d", LogicalType(TypeRoot::kDouble)},
                {"n", LogicalType::Decimal(10, 2)},
                {"o", LogicalType::Boolean()},
                {"a", LogicalType::Array(LogicalType::Integer())},
                {"r", RowOf({{"x", text}, {"z", LogicalType::Array(LogicalType::Array(text))}})},
                {"day", LogicalType(TypeRoot::kDate)},
                {"at", LogicalType::Timestamp(3)},
                {"clock", LogicalType::Time(0)},
                {"zone", LogicalType::TimestampLtz(3)}});
}

std::vector<std::unique_ptr<DecoderPair>> Pairs(const LogicalType& row) {
  std::vector<std::unique_ptr<DecoderPair>> pairs;
  for (const FlinkVersion version : {FlinkVersion::k1_20, FlinkVersion::k2_3}) {
    for (const JsonDecodingOptions& options : {JsonDecodingOptions{}, JsonDecodingOptions{.ignore_parse_errors = true},
                                               JsonDecodingOptions{.fail_on_missing_field = true}}) {
      pairs.push_back(std::make_unique<DecoderPair>(row, options, version));
    }
  }
  return pairs;
}

// Before anybody has asked for the children.
void CompareReadyTexts(const JsonNode& actual, const JsonNode& expected, FlinkVersion version, int64_t& ready) {
  if (!actual.IsObject() && !actual.IsArray()) return;
  const JsonNode* right = expected.FirstChild();
  for (const JsonNode* left = actual.FirstChild(); left != nullptr && right != nullptr; left = left->next, right = right->next) {
    if (left->unread() == nullptr || left->unread()->json.empty()) continue;
    std::string text;
    AppendJson(right, version, KeyOrderOf(version), text);
    if (left->unread()->json != text) Fail(Concat("another text: ", left->unread()->json), text);
    ++ready;
  }
}

void CompareDocuments(std::string_view bytes, FlinkVersion version, int64_t& ready) {
  Arena arena;
  const std::string_view text = ReplaceMalformed(bytes, arena);
  const JsonDocument* actual = JsonDocument::Read(text, version, arena);
  const JsonDocument* expected = JsonDocument::ReadExactly(text, version, arena);
  if (actual->failed() != expected->failed()) Fail("an error in one way only", text);
  if (!actual->failed() && !expected->failed()) CompareReadyTexts(actual->root(), expected->root(), version, ready);
  if (actual->failed() ? actual->error_message() != expected->error_message() : !Equal(actual->root(), expected->root())) {
    Fail("another document", text);
  }
}

int Main(int argc, char** argv) {
  const int64_t rounds = argc > 1 ? std::atoll(argv[1]) : 100000;
  Mutator mutator(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  const std::vector<std::string> messages = ReadMessages(SourceDirectory() + "/examples/my_pg.message.jsonl");
  const std::vector<std::unique_ptr<DecoderPair>> message_pairs = Pairs(MessageRow());
  const std::vector<std::unique_ptr<DecoderPair>> column_pairs = Pairs(ColumnsRow());
  for (const auto& pair : column_pairs) {
    if (!pair->Compare(std::string(kColumns))) Fail("a regular message is refused", kColumns);
  }
  int64_t taken = 0;
  int64_t ready = 0;
  for (int64_t round = 0; round < rounds; ++round) {
    const std::string& message = messages[mutator.Below(messages.size())];
    const size_t pair = mutator.Below(message_pairs.size());
    taken += message_pairs[pair]->Compare(mutator.Mutate(message));
    taken += column_pairs[pair]->Compare(mutator.Mutate(std::string(kColumns)));
    const FlinkVersion version = pair % 2 == 0 ? FlinkVersion::k1_20 : FlinkVersion::k2_3;
    CompareDocuments(mutator.Mutate(ContentOf(message)), version, ready);
    CompareDocuments(mutator.Mutate(std::string(kDocument)), version, ready);
  }
  std::printf("%lld of %lld messages took the quick way, %lld texts were ready\n", static_cast<long long>(taken),
              static_cast<long long>(2 * rounds), static_cast<long long>(ready));
  // Were everything refused, nothing would be compared.
  return taken > rounds / 5 && ready > rounds / 5 ? 0 : 1;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
