#include "runtime/log/local/envelope.h"

#include <gtest/gtest.h>

#include "engine/base/text.h"

namespace drey {
namespace {

class EnvelopeTest : public testing::Test {
 protected:
  Envelope Read(std::string_view line) {
    Envelope envelope;
    EnvelopeError error;
    EXPECT_TRUE(ParseEnvelope(line, arena_, envelope, error)) << line << ": " << error.position << ": " << error.message;
    return envelope;
  }

  // "POSITION: MESSAGE" of a line that cannot be read.
  std::string Error(std::string_view line) {
    Envelope envelope;
    EnvelopeError error;
    EXPECT_FALSE(ParseEnvelope(line, arena_, envelope, error)) << line;
    hint_ = error.hint;
    return Concat(error.position, ": ", error.message);
  }

  // What is written for the record that the line stands for.
  std::string Rewrite(std::string_view line) {
    const Envelope envelope = Read(line);
    std::string out;
    AppendEnvelope({.topic = "t",
                    .partition = envelope.partition.value_or(0),
                    .offset = envelope.offset.value_or(0),
                    .key = envelope.key,
                    .value = envelope.value,
                    .timestamp = envelope.timestamp,
                    .timestamp_type = envelope.timestamp_type,
                    .headers = envelope.headers},
                   out);
    return out;
  }

  Arena arena_;
  std::string hint_;
};

TEST_F(EnvelopeTest, ReadsWhatKcatPrints) {
  const Envelope envelope = Read(R"({"topic":"t","partition":2,"offset":41,"tstype":"create","ts":1700000000123,"broker":1,)"
                                 R"("headers":["a","1","b",null],"key":"k","payload":"{\"x\":\"\u00e9\"}"})");
  EXPECT_EQ(envelope.topic, "t");
  EXPECT_EQ(envelope.partition, 2);
  EXPECT_EQ(envelope.offset, 41);
  EXPECT_EQ(envelope.timestamp, 1700000000123);
  EXPECT_EQ(envelope.timestamp_type, TimestampType::kCreateTime);
  EXPECT_EQ(envelope.key, "k");
  EXPECT_EQ(envelope.value, "{\"x\":\"\xc3\xa9\"}");
  ASSERT_EQ(envelope.headers.size(), 2u);
  EXPECT_EQ(envelope.headers[0].key, "a");
  EXPECT_EQ(envelope.headers[0].value, "1");
  EXPECT_EQ(envelope.headers[1].key, "b");
  EXPECT_EQ(envelope.headers[1].value, std::nullopt);
}

TEST_F(EnvelopeTest, FieldsMayBeMissing) {
  const Envelope envelope = Read("{}");
  EXPECT_EQ(envelope.partition, std::nullopt);
  EXPECT_EQ(envelope.offset, std::nullopt);
  EXPECT_EQ(envelope.timestamp, -1);
  EXPECT_EQ(envelope.timestamp_type, TimestampType::kNone);
  EXPECT_EQ(envelope.key, std::nullopt);
  EXPECT_EQ(envelope.value, std::nullopt);
}

TEST_F(EnvelopeTest, KnowsTheOtherNames) {
  const Envelope envelope = Read(R"( { "timestamp" : 5 , "tstype" : "logappend" , "value" : "v" , "value_schema_id" : 7 } )");
  EXPECT_EQ(envelope.timestamp, 5);
  EXPECT_EQ(envelope.timestamp_type, TimestampType::kLogAppendTime);
  EXPECT_EQ(envelope.value, "v");
  EXPECT_EQ(Read(R"({"ts":5})").timestamp_type, TimestampType::kCreateTime);
  EXPECT_EQ(Read(R"({"ts":-1,"tstype":"unknown"})").timestamp_type, TimestampType::kNone);
}

TEST_F(EnvelopeTest, ObjectsAndArraysStandForTheirText) {
  const Envelope envelope = Read(R"({"key":[1, {"a":[]}],"payload":{ "a" : 1.50, "b":"\u0041" }})");
  EXPECT_EQ(envelope.key, R"([1, {"a":[]}])");
  EXPECT_EQ(envelope.value, R"({ "a" : 1.50, "b":"\u0041" })");
  EXPECT_EQ(Read(R"({"payload":null,"key":""})").value, std::nullopt);
  EXPECT_EQ(Read(R"({"payload":null,"key":""})").key, "");
}

TEST_F(EnvelopeTest, ReadsBytes) {
  const Envelope envelope = Read(R"({"key_base64":"/wA=","payload_base64":""})");
  EXPECT_EQ(envelope.key, std::string_view("\xff\0", 2));
  EXPECT_EQ(envelope.value, "");
  EXPECT_EQ(Error(R"({"payload_base64":"a*b"})").substr(0, 4), "18: ");
}

TEST_F(EnvelopeTest, ReadsHeadersAsObjects) {
  const Envelope envelope = Read(R"({"headers":[{"key":"a","value":"1"},{"value_base64":"/w==","key":"b"},{"key":"c"}]})");
  ASSERT_EQ(envelope.headers.size(), 3u);
  EXPECT_EQ(envelope.headers[0].value, "1");
  EXPECT_EQ(envelope.headers[1].key, "b");
  EXPECT_EQ(envelope.headers[1].value, "\xff");
  EXPECT_EQ(envelope.headers[2].value, std::nullopt);
}

TEST_F(EnvelopeTest, ReadsEveryEscapeAtEveryPlace) {
  for (size_t before = 0; before < 40; ++before) {
    const std::string plain(before, 'x');
    const Envelope envelope = Read(Concat(R"({"payload":")", plain, R"(\"\\\/\b\f\n\r\t\u0000\u20ac\ud83d\ude00 end"})"));
    EXPECT_EQ(envelope.value, plain + std::string("\"\\/\b\f\n\r\t\0\xe2\x82\xac\xf0\x9f\x98\x80 end", 20));
  }
}

TEST_F(EnvelopeTest, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(Error(""), "0: the text ends where '{' should be");
  EXPECT_EQ(Error("[]"), "0: '{' expected");
  EXPECT_EQ(Error("hello"), "0: '{' expected");
  EXPECT_EQ(Error(R"({"payload":"x")"), "14: the text ends where '}' should be");
  EXPECT_EQ(Error(R"({"payload":"x"} x)"), "16: nothing more expected");
  EXPECT_EQ(Error(R"({"payload":"x)"), "11: a string without its closing quote");
  EXPECT_EQ(Error(R"({"payload":"x\)"), "13: a string without its closing quote");
  EXPECT_EQ(Error(R"({"payload":"\q"})"), "12: no such escape in JSON");
  EXPECT_EQ(Error(R"({"payload":"\u12"})"), "12: \\u needs four hexadecimal digits");
  EXPECT_EQ(Error(R"({"payload":"\ud83d!"})"), "12: an unpaired surrogate is no character");
  EXPECT_EQ(Error("{\"payload\":\"a\tb\"}"), "13: a control character inside a string must be escaped");
  EXPECT_EQ(Error(R"({"payload":{"a":01}})"), "16: a number must not begin with 0");
  EXPECT_EQ(Error(R"({"payload":[1,]})"), "14: a JSON value expected");
  EXPECT_EQ(Error(R"({"payload":[1}})"), "13: ']' expected");
  EXPECT_EQ(Error(R"({"partition":-1})"), "13: must not be negative");
  EXPECT_EQ(Error(R"({"partition":3000000000})"), "13: no such partition number");
  EXPECT_EQ(Error(R"({"offset":1.0})"), "10: an integer expected");
  EXPECT_EQ(Error(R"({"offset":99999999999999999999})"), "10: the number is too large");
  EXPECT_EQ(Error(R"({"tstype":"created"})"), "10: unknown tstype 'created': create, logappend or unknown");
  EXPECT_EQ(Error(R"({"headers":["a"]})"), "15: a header name without value; null stands for no value");
  EXPECT_EQ(Error(R"({"headers":[{"value":"x"}]})"), "13: a header without key");
  EXPECT_EQ(Error(R"({"key":"a","key_base64":""})"), "11: 'key_base64' is given twice");
  EXPECT_EQ(Error(R"({"value":"a","payload":"b"})"), "13: 'payload' is given twice");
}

TEST_F(EnvelopeTest, HelpsWithUsualMistakes) {
  EXPECT_EQ(Error(R"({"paylod":"x"})"), "1: unknown field 'paylod'");
  EXPECT_EQ(hint_, "did you mean payload?");
  EXPECT_EQ(Error(R"({"order_id":1})"), "1: unknown field 'order_id'");
  EXPECT_NE(hint_.find("kcat -J"), std::string::npos);
  EXPECT_EQ(Error(R"({"value":5})"), "9: a string, an object, an array or null expected");
  EXPECT_EQ(hint_, "put a number, true or false into quotes");
  EXPECT_EQ(Error("{\"payload\":\"\xff\"}"), "0: the line is not UTF-8");
  EXPECT_NE(hint_.find("payload_base64"), std::string::npos);
}

TEST_F(EnvelopeTest, GoesThroughDeepNestingWithoutRecursion) {
  const size_t depth = 1000000;
  const std::string nested = std::string(depth, '[') + std::string(depth, ']');
  EXPECT_EQ(Read(Concat(R"({"payload":)", nested, "}")).value, nested);
}

TEST_F(EnvelopeTest, WritesOneForm) {
  EXPECT_EQ(Rewrite(R"({"payload":"v","key":"k","ts":5,"offset":7,"partition":1})"),
            R"({"topic":"t","partition":1,"offset":7,"tstype":"create","ts":5,"key":"k","payload":"v"})"
            "\n");
  EXPECT_EQ(Rewrite(R"({"tstype":"logappend","ts":5,"headers":["a","b","c",null]})"),
            R"({"topic":"t","partition":0,"offset":0,"tstype":"logappend","ts":5,"headers":["a","b","c",null],"key":null,"payload":null})"
            "\n");
  EXPECT_EQ(Rewrite(R"({"key_base64":"/w==","payload":"\"\\\/\b\f\n\r\t\u0001é\u007f"})"),
            R"({"topic":"t","partition":0,"offset":0,"key_base64":"/w==","payload":"\"\\/\b\f\n\r\t\u0001é)"
            "\x7f\"}\n");
  EXPECT_EQ(Rewrite(R"({"headers":[{"key":"a","value":"b"},{"key":"c","value_base64":"/w=="},{"key":"d"}]})"),
            R"({"topic":"t","partition":0,"offset":0,"headers":[{"key":"a","value":"b"},{"key":"c","value_base64":"/w=="},)"
            R"({"key":"d","value":null}],"key":null,"payload":null})"
            "\n");
}

TEST_F(EnvelopeTest, WhatIsWrittenIsReadTheSame) {
  for (const std::string_view line :
       {R"({"key":"","payload":""})", R"({"headers":[{"key":"a","value_base64":"/wD+"},{"key":"b","value":""}],"payload":{"a":"\\"}})"}) {
    const std::string once = Rewrite(line);
    EXPECT_EQ(Rewrite(std::string_view(once).substr(0, once.size() - 1)), once);
  }
}

}  // namespace
}  // namespace drey
