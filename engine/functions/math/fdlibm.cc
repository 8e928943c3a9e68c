// Algorithms and constants are those of fdlibm (e_asin.c, e_acos.c, s_atan.c, e_atan2.c, e_exp.c, s_expm1.c, e_sinh.c, e_cosh.c, s_tanh.c):
//
//   Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved.
//
//   Developed at SunSoft, a Sun Microsystems, Inc. business.
//   Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
#include "engine/functions/math/fdlibm.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace drey::fdlibm {
namespace {

constexpr double kHalfPi = 0x1.921fb54442d18p0;
constexpr double kHalfPiLow = 0x1.1a62633145c07p-54;
constexpr double kQuarterPi = 0x1.921fb54442d18p-1;
constexpr double kPiLow = 0x1.1a62633145c07p-53;
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kInverseLn2 = 0x1.71547652b82fep0;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Of exp: above it the result is infinite, below the other it is 0.
constexpr double kOverflow = 0x1.62e42fefa39efp9;
constexpr double kUnderflow = -0x1.74910d52d3051p9;

// The upper half of the bits: sign, exponent and the first digits.
int32_t HighWord(double x) { return static_cast<int32_t>(std::bit_cast<uint64_t>(x) >> 32); }
int32_t MagnitudeWord(double x) { return HighWord(x) & 0x7fffffff; }
double WithoutLowWord(double x) { return std::bit_cast<double>(std::bit_cast<uint64_t>(x) & 0xffffffff00000000U); }
double FromHighWord(int64_t high) { return std::bit_cast<double>(static_cast<uint64_t>(high) << 32); }

// x * 2^k, by its exponent.
double WithExponentAdded(double x, int k) {
  return std::bit_cast<double>(std::bit_cast<uint64_t>(x) + (static_cast<uint64_t>(static_cast<int64_t>(k)) << 52));
}

// (asin(x) - x) / x^3 of t = x * x.
double ArcRatio(double t) {
  const double p = t * (0x1.5555555555555p-3 +
                        t * (-0x1.4d61203eb6f7dp-2 +
                             t * (0x1.9c1550e884455p-3 +
                                  t * (-0x1.48228b5688f3bp-5 + t * (0x1.9efe07501b288p-11 + t * 0x1.23de10dfdf709p-15)))));
  const double q = 1.0 + t * (-0x1.33a271c8a2d4bp1 +
                              t * (0x1.02ae59c598ac8p1 + t * (-0x1.6066c1b8d0159p-1 + t * 0x1.3b8c5b12e9282p-4)));
  return p / q;
}

}  // namespace

double ArcSine(double x) {
  const int32_t magnitude = MagnitudeWord(x);
  if (std::isnan(x) || std::fabs(x) > 1) return std::nan("");
  if (std::fabs(x) == 1) return x * kHalfPi + x * kHalfPiLow;
  if (magnitude < 0x3fe00000) {              // |x| < 0.5
    if (magnitude < 0x3e400000) return x;    // |x| < 2^-27
    return x + x * ArcRatio(x * x);
  }
  double w = 1.0 - std::fabs(x);
  const double t = w * 0.5;
  const double ratio = ArcRatio(t);
  const double s = std::sqrt(t);
  double result;
  if (magnitude >= 0x3fef3333) {  // |x| > 0.975
    result = kHalfPi - (2.0 * (s + s * ratio) - kHalfPiLow);
  } else {
    w = WithoutLowWord(s);
    const double c = (t - w * w) / (s + w);
    const double p = 2.0 * s * ratio - (kHalfPiLow - 2.0 * c);
    const double q = kQuarterPi - 2.0 * w;
    result = kQuarterPi - (p - q);
  }
  return x > 0 ? result : -result;
}

double ArcCosine(double x) {
  const int32_t magnitude = MagnitudeWord(x);
  if (std::isnan(x) || std::fabs(x) > 1) return std::nan("");
  if (x == 1) return 0.0;
  if (x == -1) return std::numbers::pi + 2.0 * kHalfPiLow;
  if (magnitude < 0x3fe00000) {                                       // |x| < 0.5
    if (magnitude <= 0x3c600000) return kHalfPi + kHalfPiLow;         // |x| < 2^-57
    return kHalfPi - (x - (kHalfPiLow - x * ArcRatio(x * x)));
  }
  if (x < 0) {
    const double z = (1.0 + x) * 0.5;
    const double s = std::sqrt(z);
    const double w = ArcRatio(z) * s - kHalfPiLow;
    return std::numbers::pi - 2.0 * (s + w);
  }
  const double z = (1.0 - x) * 0.5;
  const double s = std::sqrt(z);
  const double high = WithoutLowWord(s);
  const double c = (z - high * high) / (s + high);
  const double w = ArcRatio(z) * s + c;
  return 2.0 * (high + w);
}

double ArcTangent(double x) {
  // atan of 0.5, 1, 1.5 and infinity.
  constexpr std::array<double, 4> kHigh = {0x1.dac670561bb4fp-2, 0x1.921fb54442d18p-1, 0x1.f730bd281f69bp-1, 0x1.921fb54442d18p0};
  constexpr std::array<double, 4> kLow = {0x1.a2b7f222f65e2p-56, 0x1.1a62633145c07p-55, 0x1.007887af0cbbdp-56, 0x1.1a62633145c07p-54};
  constexpr std::array<double, 11> kA = {0x1.555555555550dp-2,  -0x1.999999998ebc4p-3, 0x1.24924920083ffp-3,  -0x1.c71c6fe231671p-4,
                                         0x1.745cdc54c206ep-4,  -0x1.3b0f2af749a6dp-4, 0x1.10d66a0d03d51p-4,  -0x1.dde2d52defd9ap-5,
                                         0x1.97b4b24760debp-5,  -0x1.2b4442c6a6c2fp-5, 0x1.0ad3ae322da11p-6};
  const int32_t magnitude = MagnitudeWord(x);
  const bool negative = std::signbit(x);
  if (std::isnan(x)) return x;
  if (magnitude >= 0x44100000) {  // |x| >= 2^66
    return negative ? -kHigh[3] - kLow[3] : kHigh[3] + kLow[3];
  }
  int interval = -1;
  if (magnitude < 0x3fdc0000) {             // |x| < 0.4375
    if (magnitude < 0x3e200000) return x;   // |x| < 2^-29
  } else {
    x = std::fabs(x);
    if (magnitude < 0x3fe60000) {  // 7/16 … 11/16
      interval = 0;
      x = (2.0 * x - 1.0) / (2.0 + x);
    } else if (magnitude < 0x3ff30000) {  // … 19/16
      interval = 1;
      x = (x - 1.0) / (x + 1.0);
    } else if (magnitude < 0x40038000) {  // … 2.4375
      interval = 2;
      x = (x - 1.5) / (1.0 + 1.5 * x);
    } else {
      interval = 3;
      x = -1.0 / x;
    }
  }
  const double z = x * x;
  const double w = z * z;
  const double odd = z * (kA[0] + w * (kA[2] + w * (kA[4] + w * (kA[6] + w * (kA[8] + w * kA[10])))));
  const double even = w * (kA[1] + w * (kA[3] + w * (kA[5] + w * (kA[7] + w * kA[9]))));
  if (interval < 0) return x - x * (odd + even);
  const auto i = static_cast<size_t>(interval);
  const double result = kHigh[i] - ((x * (odd + even) - kLow[i]) - x);
  return negative ? -result : result;
}

double ArcTangent2(double y, double x) {
  if (std::isnan(x) || std::isnan(y)) return x + y;
  if (x == 1.0) return ArcTangent(y);
  const bool x_negative = std::signbit(x);
  const bool y_negative = std::signbit(y);
  const auto with_sign = [&](double value) { return y_negative ? -value : value; };
  if (y == 0) return x_negative ? with_sign(std::numbers::pi) : y;
  if (x == 0) return with_sign(kHalfPi);
  if (std::isinf(x)) {
    if (std::isinf(y)) return with_sign(x_negative ? 3.0 * kQuarterPi : kQuarterPi);
    return with_sign(x_negative ? std::numbers::pi : 0.0);
  }
  if (std::isinf(y)) return with_sign(kHalfPi);
  const int exponents = (MagnitudeWord(y) - MagnitudeWord(x)) >> 20;
  double z;
  if (exponents > 60) {
    z = kHalfPi + 0.5 * kPiLow;
  } else if (x_negative && exponents < -60) {
    z = 0.0;
  } else {
    z = ArcTangent(std::fabs(y / x));
  }
  if (!x_negative) return with_sign(z);
  return y_negative ? (z - kPiLow) - std::numbers::pi : std::numbers::pi - (z - kPiLow);
}

double Exponential(double x) {
  constexpr double kTiny = 0x1.0p-1000;
  const int32_t magnitude = MagnitudeWord(x);
  const bool negative = std::signbit(x);
  if (std::isnan(x)) return x;
  if (x > kOverflow) return kInfinity;
  if (x < kUnderflow) return 0.0;
  double high = 0.0;
  double low = 0.0;
  int k = 0;
  if (magnitude > 0x3fd62e42) {    // |x| > 0.5 ln 2
    if (magnitude < 0x3ff0a2b2) {  // |x| < 1.5 ln 2
      high = x - (negative ? -kLn2High : kLn2High);
      low = negative ? -kLn2Low : kLn2Low;
      k = negative ? -1 : 1;
    } else {
      k = static_cast<int>(kInverseLn2 * x + (negative ? -0.5 : 0.5));
      high = x - k * kLn2High;
      low = k * kLn2Low;
    }
    x = high - low;
  } else if (magnitude < 0x3e300000) {  // |x| < 2^-28
    return 1.0 + x;
  }
  const double t = x * x;
  const double c = x - t * (0x1.555555555553ep-3 +
                            t * (-0x1.6c16c16bebd93p-9 +
                                 t * (0x1.1566aaf25de2cp-14 + t * (-0x1.bbd41c5d26bf1p-20 + t * 0x1.6376972bea4d0p-25))));
  if (k == 0) return 1.0 - ((x * c) / (c - 2.0) - x);
  const double y = 1.0 - ((low - (x * c) / (2.0 - c)) - high);
  return k >= -1021 ? WithExponentAdded(y, k) : WithExponentAdded(y, k + 1000) * kTiny;
}

double ExponentialMinusOne(double x) {
  const int32_t magnitude = MagnitudeWord(x);
  const bool negative = std::signbit(x);
  if (std::isnan(x)) return x;
  if (magnitude >= 0x4043687a) {  // |x| >= 56 ln 2
    if (x > kOverflow) return kInfinity;
    if (negative) return -1.0;
  }
  double c = 0.0;
  int k = 0;
  if (magnitude > 0x3fd62e42) {  // |x| > 0.5 ln 2
    double high;
    double low;
    if (magnitude < 0x3ff0a2b2) {  // |x| < 1.5 ln 2
      high = negative ? x + kLn2High : x - kLn2High;
      low = negative ? -kLn2Low : kLn2Low;
      k = negative ? -1 : 1;
    } else {
      k = static_cast<int>(kInverseLn2 * x + (negative ? -0.5 : 0.5));
      high = x - k * kLn2High;
      low = k * kLn2Low;
    }
    x = high - low;
    c = (high - x) - low;
  } else if (magnitude < 0x3c900000) {  // |x| < 2^-54
    return x;
  }
  const double half = 0.5 * x;
  const double square = x * half;
  const double r = 1.0 + square * (-0x1.11111111110f4p-5 +
                                   square * (0x1.a01a019fe5585p-10 +
                                             square * (-0x1.4ce199eaadbb7p-14 +
                                                       square * (0x1.0cfca86e65239p-18 + square * -0x1.afdb76e09c32dp-23))));
  const double t = 3.0 - r * half;
  double e = square * ((r - t) / (6.0 - x * t));
  if (k == 0) return x - (x * e - square);
  e = x * (e - c) - c;
  e -= square;
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
  if (k <= -2 || k > 56) return WithExponentAdded(1.0 - (e - x), k) - 1.0;
  if (k < 20) {
    const double one = FromHighWord(0x3ff00000 - (0x200000 >> k));  // 1 - 2^-k
    return WithExponentAdded(one - (e - x), k);
  }
  const double power = FromHighWord(int64_t{0x3ff - k} << 20);  // 2^-k
  return WithExponentAdded((x - (e + power)) + 1.0, k);
}

namespace {

// The largest argument of sinh and cosh.
constexpr double kHyperbolicOverflow = 0x1.633ce8fb9f87dp9;

}  // namespace

double HyperbolicSine(double x) {
  const int32_t magnitude = MagnitudeWord(x);
  if (!std::isfinite(x)) return x + x;
  const double half = std::signbit(x) ? -0.5 : 0.5;
  if (magnitude < 0x40360000) {             // |x| < 22
    if (magnitude < 0x3e300000) return x;   // |x| < 2^-28
    const double t = ExponentialMinusOne(std::fabs(x));
    return magnitude < 0x3ff00000 ? half * (2.0 * t - t * t / (t + 1.0)) : half * (t + t / (t + 1.0));
  }
  if (magnitude < 0x40862e42) return half * Exponential(std::fabs(x));
  if (std::fabs(x) > kHyperbolicOverflow) return x * kInfinity;
  const double w = Exponential(0.5 * std::fabs(x));
  return (half * w) * w;
}

double HyperbolicCosine(double x) {
  const int32_t magnitude = MagnitudeWord(x);
  if (!std::isfinite(x)) return x * x;
  if (magnitude < 0x3fd62e43) {  // |x| < 0.5 ln 2
    const double t = ExponentialMinusOne(std::fabs(x));
    const double w = 1.0 + t;
    return magnitude < 0x3c800000 ? w : 1.0 + (t * t) / (w + w);
  }
  if (magnitude < 0x40360000) {  // |x| < 22
    const double t = Exponential(std::fabs(x));
    return 0.5 * t + 0.5 / t;
  }
  if (magnitude < 0x40862e42) return 0.5 * Exponential(std::fabs(x));
  if (std::fabs(x) > kHyperbolicOverflow) return kInfinity;
  const double w = Exponential(0.5 * std::fabs(x));
  return (0.5 * w) * w;
}

double HyperbolicTangent(double x) {
  const int32_t magnitude = MagnitudeWord(x);
  if (std::isnan(x)) return x;
  if (std::isinf(x)) return x > 0 ? 1.0 : -1.0;
  double z = 1.0;
  if (magnitude < 0x40360000) {                        // |x| < 22
    if (magnitude < 0x3c800000) return x * (1.0 + x);  // |x| < 2^-55
    if (magnitude >= 0x3ff00000) {
      z = 1.0 - 2.0 / (ExponentialMinusOne(2.0 * std::fabs(x)) + 2.0);
    } else {
      const double t = ExponentialMinusOne(-2.0 * std::fabs(x));
      z = -t / (t + 2.0);
    }
  }
  return std::signbit(x) ? -z : z;
}

}  // namespace drey::fdlibm
