#include "engine/functions/charset/charset.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/base/utf8.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

// The bytes and texts of tests/flink/java/CharsetAnswers.java.
constexpr int kTexts = 4000;
constexpr std::array<unsigned char, 20> kMarks = {0x0E, 0x0F, 0x1B, '$', '(', ')',  'B',  'C',  'D',  'I',
                                                  'J',  '@',  'N',  '\n', 0x30, 0x39, 0x8E, 0x8F, 0xFE, 0xFF};
constexpr std::array<char16_t, 20> kUnits = {'a',    '\\',   '~',    '\n',   0xA5,   0xE9,   0x203E, 0x3042, 0x304B, 0x309A,
                                             0xFF71, 0x4E00, 0x4E02, 0xAC00, 0xD83C, 0xDF55, 0xD840, 0xDC0B, 0x0301, 0x2460};

class Random {
 public:
  uint32_t Next(uint32_t bound) {
    state_ = state_ * 6364136223846793005 + 1442695040888963407;
    return static_cast<uint32_t>((state_ >> 33) % bound);
  }

 private:
  uint64_t state_ = 1;
};

class Digest {
 public:
  void AddUnits(std::string_view java_text) {
    for (const char16_t unit : ToUtf16(java_text)) Add(unit);
    Add(0x10000);
  }
  void AddBytes(std::string_view bytes) {
    for (const char byte : bytes) Add(static_cast<unsigned char>(byte));
    Add(0x10000);
  }
  std::string Text() const {
    std::ostringstream text;
    text << std::hex;
    text.width(16);
    text.fill('0');
    text << value_;
    return text.str();
  }

 private:
  void Add(uint64_t value) { value_ = (value_ ^ value) * 0x100000001B3; }

  uint64_t value_ = 0xCBF29CE484222325;
};

std::string OfDecoding(const Charset& charset) {
  Digest digest;
  Arena arena;
  const auto decode = [&](std::string_view bytes) {
    arena.Reset();
    digest.AddUnits(charset.Decode(bytes, arena));
  };
  for (int first = 0; first < 0x100; ++first) {
    std::string pairs;
    for (int second = 0; second < 0x100; ++second) pairs += {static_cast<char>(first), static_cast<char>(second), 'A'};
    decode(pairs);
    decode(std::string(1, static_cast<char>(first)));
  }
  Random random;
  for (int n = 0; n < kTexts; ++n) {
    std::string bytes(random.Next(12), ' ');
    for (char& byte : bytes) {
      if (random.Next(4) == 0) {
        byte = static_cast<char>(kMarks[random.Next(kMarks.size())]);
      } else if (random.Next(3) == 0) {
        byte = static_cast<char>(random.Next(0x100));
      } else {
        const uint32_t high = 0x80 * random.Next(2);
        byte = static_cast<char>(0x20 + high + random.Next(0x60));
      }
    }
    decode(bytes);
  }
  return digest.Text();
}

std::string OfEncoding(const Charset& charset) {
  Digest digest;
  Arena arena;
  const auto encode = [&](std::string_view text) {
    arena.Reset();
    digest.AddBytes(charset.Encode(text, arena));
  };
  for (uint32_t block = 0; block < 0x10000; block += 0x100) {
    std::u16string text;
    for (uint32_t unit = block; unit < block + 0x100; ++unit) text += {static_cast<char16_t>(unit), u'A'};
    encode(ToUtf8(text));
  }
  for (char32_t block = 0x1F000; block < 0x2B000; block += 0x100) {
    std::string text;
    for (char32_t character = block; character < block + 0x100; ++character) AppendCodePoint(text, character);
    encode(text);
  }
  Random random;
  for (int n = 0; n < kTexts; ++n) {
    std::u16string text;
    for (uint32_t left = random.Next(8); left > 0; --left) {
      text.push_back(random.Next(4) == 0 ? static_cast<char16_t>(random.Next(0x10000)) : kUnits[random.Next(kUnits.size())]);
    }
    encode(ToUtf8(text));
  }
  return digest.Text();
}

TEST(CharsetTest, AnswersAsJavaDoes) {
  std::ifstream file(SourceDirectory() + "/tests/flink/java/charsets.txt");
  std::string name;
  std::string decoding;
  std::string encoding;
  std::string aliases;
  int known = 0;
  int unsupported = 0;
  while (file >> name >> decoding >> encoding >> aliases) {
    const std::shared_ptr<const Charset> charset = FindCharset(name);
    EXPECT_NE(IsUnsupportedCharset(name), charset != nullptr) << name;
    std::istringstream others(aliases == "-" ? "" : aliases);
    for (std::string alias; std::getline(others, alias, ',');) {
      EXPECT_EQ(IsUnsupportedCharset(alias), charset == nullptr) << alias;
      EXPECT_EQ(FindCharset(alias) != nullptr, charset != nullptr) << alias;
    }
    if (charset == nullptr) {
      ++unsupported;
      continue;
    }
    ++known;
    EXPECT_EQ(OfDecoding(*charset), decoding) << name;
    EXPECT_EQ(OfEncoding(*charset), encoding) << name;
  }
  EXPECT_EQ(known, 164);
  EXPECT_EQ(unsupported, 9);
}

TEST(CharsetTest, NamesAreThoseOfJava) {
  EXPECT_NE(FindCharset("wInDoWs-1252"), nullptr);
  EXPECT_EQ(FindCharset("nonsense"), nullptr);
  EXPECT_EQ(FindCharset(""), nullptr);
  EXPECT_EQ(FindCharset("utf-8 utf8"), nullptr);
  EXPECT_FALSE(IsUnsupportedCharset("nonsense"));
}

}  // namespace
}  // namespace drey
