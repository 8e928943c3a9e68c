#include "engine/base/suggestion.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

TEST(SuggestionTest, NamesTheNearestCandidate) {
  const std::vector<std::string> names = {"JSON_QUERY", "JSON_VALUE", "UPPER"};
  EXPECT_EQ(DidYouMean("JSON_VALU", names), "did you mean JSON_VALUE?");
  EXPECT_EQ(DidYouMean("uper", names), "did you mean UPPER?");
  EXPECT_EQ(DidYouMean("JSNO_VALUE", names), "did you mean JSON_VALUE?");
}

TEST(SuggestionTest, IsSilentWhereNothingIsNear) {
  const std::vector<std::string> names = {"JSON_QUERY"};
  EXPECT_EQ(DidYouMean("SUBSTRING", names), "");
  EXPECT_EQ(DidYouMean("", {}), "");
}

}  // namespace
}  // namespace drey
