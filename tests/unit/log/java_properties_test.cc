#include "runtime/log/java_properties.h"

#include <gtest/gtest.h>

#include "engine/base/text.h"

namespace drey {
namespace {

std::string Parse(std::string_view text) {
  const absl::StatusOr<std::vector<JavaProperty>> properties = ParseJavaProperties(text, "f.properties");
  if (!properties.ok()) return std::string(MessageOf(properties.status()));
  std::string out;
  for (const JavaProperty& property : *properties) Append(out, property.line, "[", property.name, "][", property.value, "]\n");
  return out;
}

TEST(JavaPropertiesTest, ReadsNamesAndValues) {
  EXPECT_EQ(Parse("a=1\nb: 2\nc 3\n  d  =  4  \ne\nf=\n"), "1[a][1]\n2[b][2]\n3[c][3]\n4[d][4  ]\n5[e][]\n6[f][]\n");
}

TEST(JavaPropertiesTest, PassesOverCommentsAndEmptyLines) {
  EXPECT_EQ(Parse("# a=1\n\n  ! b=2\n   \nc=#3\n"), "5[c][#3]\n");
}

TEST(JavaPropertiesTest, ContinuesLines) {
  EXPECT_EQ(Parse("a = 1,\\\n    2,\\\r\n\t3\nb=x\\\\\nc=\\\n"), "1[a][1,2,3]\n4[b][x\\]\n5[c][]\n");
  EXPECT_EQ(Parse("a=1\\\n#2\n"), "1[a][1#2]\n");
}

TEST(JavaPropertiesTest, UndoesEscapes) {
  EXPECT_EQ(Parse("a\\ b\\=c\\:d=x\\ty\\nz\\qw\n"), "1[a b=c:d][x\ty\nzqw]\n");
  EXPECT_EQ(Parse("a=\\u00e9\\u20ac\\ud83d\\ude00\n"), "1[a][\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80]\n");
  EXPECT_EQ(Parse("a=C:\\dir\n"), "1[a][C:dir]\n");
  EXPECT_EQ(Parse("x=1\na=C:\\users\n"), "f.properties:2: Malformed \\uxxxx encoding.");
}

TEST(JavaPropertiesTest, TheSecondSeparatorBelongsToTheValue) {
  EXPECT_EQ(Parse("a==1\nb = = 2\nc:=3\nd=user=\"x\" y;\n"), "1[a][=1]\n2[b][= 2]\n3[c][=3]\n4[d][user=\"x\" y;]\n");
}

}  // namespace
}  // namespace drey
