// Throws changed texts at everything that reads text from outside: SQL, type strings, JSON paths, base64, property files, lines of local
// topics. None may crash or hang; what is accepted must hold what its reader promises (a printed type reads back as itself,
// an encoded value decodes to itself, a written envelope reads back).
//
// usage: text_fuzz TARGET [ROUNDS [SEED]]
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/source_text.h"
#include "engine/functions/encoding/base64.h"
#include "engine/functions/json/json_path_pattern.h"
#include "engine/json/json_document.h"
#include "engine/json/json_path.h"
#include "engine/sql/parser.h"
#include "engine/sql/type_parser.h"
#include "runtime/log/java_properties.h"
#include "runtime/log/local/envelope.h"

namespace drey {
namespace {

[[noreturn]] void Fail(std::string_view what, std::string_view input) {
  std::fprintf(stderr, "text_fuzz: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(input.size()), input.data());
  std::exit(1);
}

void ReadSql(const std::string& text) {
  SourceMap sources;
  (void)ParseScript(sources.Add({.file = "fuzz.sql", .text = text}), text, FlinkVersion::k2_3);
}

void ReadType(const std::string& text) {
  const absl::StatusOr<LogicalType> type = ParseType(text);
  if (!type.ok()) return;
  const absl::StatusOr<LogicalType> again = ParseType(type->ToString());
  if (!again.ok() || !(*again == *type)) Fail("a type does not read back", text);
}

void ReadPath(const std::string& text) {
  Arena arena;
  const JsonDocument* document = JsonDocument::Read(R"({"a":[1,{"b":"c"},[2,3]],"d":{"e":null,"a":1.5}})", FlinkVersion::k1_20, arena);
  const JsonPath path = JsonPath::Compile(text, CompileJsonPathPattern);
  if (path.valid()) (void)path.Read(*document, false, arena);
}

void ReadBase64(const std::string& text) {
  std::string bytes(DecodedBase64Bound(text.size()), '\0');
  const DecodedBase64 decoded = DecodeBase64(text, bytes.data());
  if (decoded.size > bytes.size()) Fail("more bytes than there is room for", text);
  std::string encoded(EncodedBase64Size(text.size()), '\0');
  EncodeBase64(text, encoded.data());
  std::string again(DecodedBase64Bound(encoded.size()), '\0');
  again.resize(DecodeBase64(encoded, again.data()).size);
  if (again != text) Fail("bytes do not come back from base64", text);
}

void ReadProperties(const std::string& text) { (void)ParseJavaProperties(text, "fuzz.properties"); }

void ReadLine(const std::string& text) {
  Arena arena;
  Envelope envelope;
  EnvelopeError error;
  if (!ParseEnvelope(text, arena, envelope, error)) return;
  const RecordView record = {.topic = envelope.topic.value_or("t"), .partition = 0, .offset = 0, .key = envelope.key, .value = envelope.value,
                             .headers = envelope.headers};
  std::string line;
  AppendEnvelope(record, line);
  line.pop_back();
  Envelope again;
  if (!ParseEnvelope(line, arena, again, error)) Fail("a written line does not read back", text);
  if (again.key != envelope.key || again.value != envelope.value) Fail("a line does not come back as it was", text);
}

struct Target {
  std::function<void(const std::string&)> read;
  std::vector<std::string> seeds;
};

const std::map<std::string_view, Target>& Targets() {
  static const std::map<std::string_view, Target> targets = {
      {"sql",
       {ReadSql,
        {"CREATE TABLE t (a INT NOT NULL, `b c` ROW<x STRING, y ARRAY<DECIMAL(10, 2)>>, d AS a + 1, m STRING METADATA FROM 'k' VIRTUAL, "
         "PRIMARY KEY (a) NOT ENFORCED, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) COMMENT 'c' WITH ('connector' = 'kafka')",
         "INSERT INTO t SELECT JSON_VALUE(FROM_BASE64(m.c), '$.a' RETURNING INT NULL ON EMPTY ERROR ON ERROR), CASE WHEN a > 1 THEN 'x' END "
         "FROM s WHERE a IN (1, 2) AND b LIKE '%x_' ESCAPE '!' GROUP BY a HAVING COUNT(*) > 1 ORDER BY a DESC LIMIT 3",
         "EXECUTE STATEMENT SET BEGIN INSERT INTO a VALUES (1, U&'\\00e9', x'ff', DATE '2020-01-01'); INSERT INTO b SELECT * FROM c UNION ALL "
         "SELECT t.*, CAST(x AS MAP<STRING, INT>) FROM t /*+ OPTIONS('a'='b') */ AS t LEFT JOIN u ON t.a = u.a; END;"}}},
      {"types",
       {ReadType,
        {"ROW<`a` INT NOT NULL, `b` ARRAY<MAP<VARCHAR(5), TIMESTAMP_LTZ(3)>>>", "DECIMAL(38, 10)", "INTERVAL DAY(3) TO SECOND(6)",
         "ROW(a INT 'comment', b STRING)", "MULTISET<TIME(0)> NOT NULL", "RAW('a.B', 'Aw==')"}}},
      {"paths",
       {ReadPath,
        {"$.a[0].b", "lax $.a[*].b", "strict $..b", "$.a[?(@.b == 'c' && @.x > 1)]", "$.a[-1:]", "$['a','d'].length()", "$.a[1,2][0:2:1]",
         "$.d.*.sum()"}}},
      {"base64", {ReadBase64, {"eyJhIjoxfQ==", "YQ", "", "_-__", "aGVsbG8gd29ybGQ="}}},
      {"properties",
       {ReadProperties,
        {"bootstrap.servers=a:1,b:2\nsasl.jaas.config=x \\\n  y\n# c\n! d\nkey\\ with\\:odd = \\u00e9\\n\n", "a\nb:c\n\td   e\\\\\n"}}},
      {"lines",
       {ReadLine,
        {R"({"topic":"t","partition":0,"offset":3,"tstype":"create","ts":12,"headers":["a","b"],"key":"k","payload":"v\u00e9\n"})",
         R"({"value":{"a":[1,2,{"b":null}]},"key_base64":"AAE=","headers":[{"key":"h","value_base64":"/w=="}]})",
         R"({"payload":null,"partition":1,"timestamp":5})"}}},
  };
  return targets;
}

std::string Mutate(std::string text, std::mt19937_64& random) {
  const auto below = [&](size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); };
  for (size_t changes = below(6); changes > 0; --changes) {
    if (text.empty()) return text;
    const size_t at = below(text.size());
    const size_t length = 1 + below(std::min<size_t>(text.size() - at, 16));
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, length));
        break;
      case 3:
        text.insert(at, 1, "'\"\\`()[]{}<>,.;:$@*+-/ \n\t\0\x7f"[below(27)]);
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

int Main(int argc, char** argv) {
  const auto target = argc > 1 ? Targets().find(argv[1]) : Targets().end();
  if (target == Targets().end()) Fail("usage", "text_fuzz sql|types|paths|base64|properties|lines [ROUNDS [SEED]]");
  const long rounds = argc > 2 ? std::atol(argv[2]) : 10000;
  std::mt19937_64 random(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  const std::vector<std::string>& seeds = target->second.seeds;
  for (long round = 0; round < rounds; ++round) target->second.read(Mutate(seeds[random() % seeds.size()], random));
  std::printf("%ld rounds\n", rounds);
  return 0;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
