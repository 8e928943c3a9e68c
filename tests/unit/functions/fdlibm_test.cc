// What Java 17 answers, bit for bit.
#include "engine/functions/math/fdlibm.h"

#include <gtest/gtest.h>

#include <cmath>

namespace drey::fdlibm {
namespace {

TEST(Fdlibm, ArcFunctions) {
  EXPECT_EQ(ArcSine(0.1), 0x1.9a49276037884p-4);
  EXPECT_EQ(ArcSine(0.7), 0x1.8d00e692afd95p-1);
  EXPECT_EQ(ArcSine(-0.98), -0x1.5ed690583be07p0);
  EXPECT_EQ(ArcCosine(0.1), 0x1.787b22ce3f59p0);
  EXPECT_EQ(ArcCosine(0.7), 0x1.973e83f5d5c9bp-1);
  EXPECT_EQ(ArcCosine(-0.98), 0x1.787b22ce3f59p1);
  EXPECT_EQ(ArcTangent(0.1), 0x1.983e282e2cc4dp-4);
  EXPECT_EQ(ArcTangent(-0.98), -0x1.8cf3cb22f51e5p-1);
  EXPECT_EQ(ArcTangent2(1, -3), 0x1.68f095fdf593cp1);
  EXPECT_EQ(ArcTangent2(-0.5, -2), -0x1.72c43f4b1650ap1);
}

TEST(Fdlibm, ThereIsNoArcBeyondOne) {
  EXPECT_TRUE(std::isnan(ArcSine(1.5)));
  EXPECT_TRUE(std::isnan(ArcCosine(-1.5)));
}

TEST(Fdlibm, HyperbolicFunctions) {
  EXPECT_EQ(HyperbolicSine(0.2), 0x1.9c560cd35ef82p-3);
  EXPECT_EQ(HyperbolicSine(-1.3), -0x1.b2c9310045c64p0);
  EXPECT_EQ(HyperbolicSine(30), 0x1.370470aec28edp42);
  EXPECT_EQ(HyperbolicSine(710.4), 0x1.da98a7371610ap1023);
  EXPECT_EQ(HyperbolicCosine(0.2), 0x1.0523184b1ee9dp0);
  EXPECT_EQ(HyperbolicCosine(-1.3), 0x1.f88dd5c279504p0);
  EXPECT_EQ(HyperbolicTangent(0.2), 0x1.9439830b3a59p-3);
  EXPECT_EQ(HyperbolicTangent(-1.3), -0x1.b933c726e9b3ap-1);
  EXPECT_EQ(HyperbolicTangent(30), 1.0);
}

}  // namespace
}  // namespace drey::fdlibm
