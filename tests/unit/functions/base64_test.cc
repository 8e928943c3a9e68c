#include "engine/functions/encoding/base64.h"

#include <string>

#include <gtest/gtest.h>

namespace drey {
namespace {

// The bytes, or "error: message".
std::string Decode(std::string_view encoded) {
  std::string out(DecodedBase64Bound(encoded.size()), '\0');
  const DecodedBase64 decoded = DecodeBase64(encoded, out.data());
  if (!decoded.error.empty()) return "error: " + decoded.error;
  out.resize(decoded.size);
  return out;
}

std::string Encode(std::string_view bytes) {
  std::string out(EncodedBase64Size(bytes.size()), '\0');
  EncodeBase64(bytes, out.data());
  return out;
}

TEST(DecodeBase64, TakesPaddedAndUnpaddedText) {
  EXPECT_EQ(Decode(""), "");
  EXPECT_EQ(Decode("aGVsbG8="), "hello");
  EXPECT_EQ(Decode("aGVsbG8"), "hello");
  EXPECT_EQ(Decode("AR=="), "\x01");
  EXPECT_EQ(Decode("////"), "\xFF\xFF\xFF");
}

TEST(DecodeBase64, RefusesWithJavasMessages) {
  EXPECT_EQ(Decode("A"), "error: Input byte[] should at least have 2 bytes for base64 bytes");
  EXPECT_EQ(Decode("A="), "error: Last unit does not have enough valid bits");
  EXPECT_EQ(Decode("hello"), "error: Last unit does not have enough valid bits");
  EXPECT_EQ(Decode("AQ="), "error: Input byte array has wrong 4-byte ending unit");
  EXPECT_EQ(Decode("===="), "error: Input byte array has wrong 4-byte ending unit");
  EXPECT_EQ(Decode("AQID===="), "error: Input byte array has wrong 4-byte ending unit");
  EXPECT_EQ(Decode("AQ==AQ=="), "error: Input byte array has incorrect ending byte at 4");
  EXPECT_EQ(Decode("AQI=="), "error: Input byte array has incorrect ending byte at 4");
  EXPECT_EQ(Decode("AQ\n=="), "error: Illegal base64 character a");
  EXPECT_EQ(Decode("A-_A"), "error: Illegal base64 character 2d");
  EXPECT_EQ(Decode("\xC3\xA9"), "error: Illegal base64 character -3d");
  EXPECT_EQ(Decode("aaaaaaaa\xF0zzz"), "error: Illegal base64 character -10");
}

TEST(DecodeBase64, LongTextsAreLookedAtLetterByLetter) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string text = std::string(kAlphabet) + std::string(kAlphabet);
  for (size_t position = 0; position < text.size(); ++position) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[position] = static_cast<char>(byte);
      const std::string decoded = Decode(changed);
      if (kAlphabet.find(static_cast<char>(byte)) != std::string_view::npos) {
        EXPECT_EQ(Encode(decoded), changed);
      } else if (byte != '=') {
        EXPECT_TRUE(decoded.starts_with("error: Illegal base64 character")) << position << ": " << byte;
      }
    }
  }
}

TEST(DecodeBase64, DecodesTextsOfEveryLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(Decode(Encode(bytes)), bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
}

TEST(EncodeBase64, PadsAndDecodesBack) {
  EXPECT_EQ(Encode(""), "");
  EXPECT_EQ(Encode("a"), "YQ==");
  EXPECT_EQ(Encode("ab"), "YWI=");
  EXPECT_EQ(Encode("abc"), "YWJj");
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  EXPECT_EQ(Decode(Encode(all)), all);
}

}  // namespace
}  // namespace drey
