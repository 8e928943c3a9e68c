#include "runtime/cli/masked_text.h"

#include <gtest/gtest.h>

#include <string>

namespace drey {
namespace {

TEST(MaskSecretsTest, HidesTheValuesOfSecretProperties) {
  EXPECT_EQ(MaskSecrets("'topic' = 'orders', 'properties.ssl.key.password' = 'p1', 'format'='json'"),
            "'topic' = 'orders', 'properties.ssl.key.password' = '**', 'format'='json'");
  EXPECT_EQ(MaskSecrets("'properties.sasl.jaas.config'='Module required username=\"u\" password=\"p1\";')"),
            "'properties.sasl.jaas.config'='*******************************************')");
}

TEST(MaskSecretsTest, HidesThemOnALineOfTheirOwn) {
  EXPECT_EQ(MaskSecrets("  username=\"u\" password=\"p1\";'"), "  username=\"u\" password=\"**\";'");
  EXPECT_EQ(MaskSecrets("password = p1;"), "password = **;");
  EXPECT_EQ(MaskSecrets("password=\"p1 without an end"), "password=\"*****************");
}

TEST(MaskSecretsTest, HidesThemWhereTheEqualsSignIsMissing) {
  EXPECT_EQ(MaskSecrets("'ssl.key.password' 'p1', 'topic' 'orders'"), "'ssl.key.password' '**', 'topic' 'orders'");
}

TEST(MaskSecretsTest, HidesThoseOfMisspeltNames) {
  EXPECT_EQ(MaskSecrets("'properties.ssl.key.pasword' = 'p1'"), "'properties.ssl.key.pasword' = '**'");
  EXPECT_EQ(MaskSecrets("'properties.ssl.protocol' = 'p1'"), "'properties.ssl.protocol' = 'p1'");
}

TEST(MaskSecretsTest, LeavesTheRest) {
  EXPECT_EQ(MaskSecrets("SELECT a = 'b', password FROM t WHERE x <= 1"), "SELECT a = 'b', password FROM t WHERE x <= 1");
  EXPECT_EQ(MaskSecrets(""), "");
  EXPECT_EQ(MaskSecrets("="), "=");
}

// With a search from each blank to the end of the line this would take most of an hour.
TEST(MaskSecretsTest, TakesTimeInProportionToTheLine) {
  const std::string line(4'000'000, ' ');
  EXPECT_EQ(MaskSecrets(line), line);
}

TEST(MaskSecretOptionTest, HidesTheWholeValue) {
  EXPECT_EQ(MaskSecretOption("t.properties.ssl.key.password=p=1"), "t.properties.ssl.key.password=******");
  EXPECT_EQ(MaskSecretOption("t.topic=a=b"), "t.topic=a=b");
  EXPECT_EQ(MaskSecretOption("batch"), "batch");
}

}  // namespace
}  // namespace drey
