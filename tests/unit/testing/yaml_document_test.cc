#include "runtime/testing/yaml_document.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

std::string_view TextAt(std::string_view yaml, SourceRange range) { return yaml.substr(range.begin, range.end - range.begin); }

TEST(YamlDocumentTest, RangesCoverWhatIsWritten) {
  constexpr std::string_view kYaml = "a: 'x y'   # comment\nb: [1, 2]\nc: !t {d: e}\nf: |\n  one\n  two\n\ng:\n  - h: 1\n    i: 2\n  - j\n";
  const absl::StatusOr<YamlNode> root = ParseYaml(0, kYaml);
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(TextAt(kYaml, root->Find("a")->range), "'x y'");
  EXPECT_EQ(TextAt(kYaml, root->Find("b")->range), "[1, 2]");
  EXPECT_EQ(TextAt(kYaml, root->Find("c")->range), "{d: e}");
  EXPECT_EQ(TextAt(kYaml, root->Find("c")->full_range), "!t {d: e}");
  EXPECT_EQ(root->Find("c")->tag, "!t");
  EXPECT_EQ(TextAt(kYaml, root->Find("f")->range), "|\n  one\n  two");
  EXPECT_EQ(root->Find("f")->text, "one\ntwo\n");
  EXPECT_EQ(TextAt(kYaml, root->Find("g")->items[0].range), "h: 1\n    i: 2");
}

TEST(YamlDocumentTest, AliasesAreCopies) {
  const absl::StatusOr<YamlNode> root = ParseYaml(0, "a: &x {b: 1}\nc: *x\n");
  ASSERT_TRUE(root.ok()) << root.status();
  ASSERT_NE(root->Find("c")->Find("b"), nullptr);
  EXPECT_EQ(root->Find("c")->Find("b")->text, "1");
}

void ExpectError(std::string_view yaml, std::string_view message, uint32_t place) {
  const absl::StatusOr<YamlNode> root = ParseYaml(7, yaml);
  ASSERT_FALSE(root.ok()) << yaml;
  EXPECT_EQ(MessageOf(root.status()), message);
  EXPECT_EQ(DetailOf(root.status()).range.source, 7);
  EXPECT_EQ(DetailOf(root.status()).range.begin, place);
}

TEST(YamlDocumentTest, ErrorsHaveTheirPlace) {
  ExpectError("a: 1\na: 2\n", "the key 'a' is there twice", 5);
  ExpectError("a: *x\n", "there is no anchor &x before this alias", 4);
  ExpectError("[a]: 1\n", "a key is a word or a string", 0);
  ExpectError("", "the file is empty", 0);
  ExpectError("a: 1\n---\nb: 2\n", "a second YAML document in one file", 5);
}

}  // namespace
}  // namespace drey
