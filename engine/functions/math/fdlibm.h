// The functions that java.lang.StrictMath has from fdlibm, and Math with it: bit for bit what Java computes.
//
// Pure and thread-safe.
#pragma once

namespace drey::fdlibm {

double ArcSine(double x);
double ArcCosine(double x);
double ArcTangent(double x);
double ArcTangent2(double y, double x);
double Exponential(double x);
// exp(x) - 1.
double ExponentialMinusOne(double x);
double HyperbolicSine(double x);
double HyperbolicCosine(double x);
double HyperbolicTangent(double x);

}  // namespace drey::fdlibm
