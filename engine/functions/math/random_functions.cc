// RAND and RAND_INTEGER: java.util.Random, begun with the seed that is given, or with that of the environment.
#include <atomic>

#include "engine/base/text.h"
#include "engine/functions/math/math_functions.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"

namespace drey {
namespace {

using enum OperandFamily;

// java.util.Random, whose state is one number.
class JavaRandom {
 public:
  explicit JavaRandom(uint64_t state) : state_(state) {}

  static uint64_t Scramble(int64_t seed) { return (static_cast<uint64_t>(seed) ^ kMultiplier) & kMask; }

  double NextDouble() {
    const uint64_t high = static_cast<uint64_t>(Next(26)) << 27;
    return static_cast<double>(high + static_cast<uint64_t>(Next(27))) * 0x1.0p-53;
  }

  // Requires bound > 0.
  int32_t NextInt(int32_t bound) {
    int32_t bits = static_cast<int32_t>(Next(31));
    if ((bound & (bound - 1)) == 0) return static_cast<int32_t>((static_cast<int64_t>(bound) * bits) >> 31);
    int32_t value = bits % bound;
    // Numbers of the last, incomplete range would make small values likelier.
    while (static_cast<int64_t>(bits) - value + (bound - 1) > INT32_MAX) {
      bits = static_cast<int32_t>(Next(31));
      value = bits % bound;
    }
    return value;
  }

  uint64_t state() const { return state_; }

 private:
  static constexpr uint64_t kMultiplier = 0x5DEECE66DULL;
  static constexpr uint64_t kMask = (uint64_t{1} << 48) - 1;

  uint32_t Next(int bits) {
    state_ = (state_ * kMultiplier + 0xB) & kMask;
    return static_cast<uint32_t>(state_ >> (48 - bits));
  }

  uint64_t state_;
};

// The numbers of one call in a query: one sequence for all rows, also when several threads take from it.
class RandomSequence {
 public:
  explicit RandomSequence(std::optional<int64_t> seed) {
    if (seed) Start(JavaRandom::Scramble(*seed));
  }

  template <typename Take>
  auto Next(const CallContext& context, Take take) {
    if (!started_.load()) Start(JavaRandom::Scramble(static_cast<int64_t>(context.environment().random_seed)));
    uint64_t state = state_.load();
    while (true) {
      JavaRandom random(state);
      const auto value = take(random);
      if (state_.compare_exchange_weak(state, random.state())) return value;
    }
  }

 private:
  void Start(uint64_t state) {
    uint64_t expected = 0;
    state_.compare_exchange_strong(expected, state);
    started_.store(true);
  }

  std::atomic<uint64_t> state_ = 0;
  std::atomic<bool> started_ = false;
};

// A seed that is a literal, or none, begins one sequence; another seed begins one in each row.
struct Seed {
  std::optional<size_t> argument;
  std::optional<int64_t> literal;
};

Seed SeedOf(const BindRequest& request, bool has_seed) {
  if (!has_seed) return {};
  const auto& constant = request.arguments[0].constant;
  if (constant && !constant->is_null) return {.argument = std::nullopt, .literal = constant->integer};
  return {.argument = 0, .literal = std::nullopt};
}

class RandKernel final : public Kernel {
 public:
  explicit RandKernel(Seed seed) : seed_(seed), sequence_(seed.literal) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (seed_.argument) {
      result = Datum::Double(JavaRandom(JavaRandom::Scramble(arguments[*seed_.argument].integer)).NextDouble());
    } else {
      result = Datum::Double(sequence_.Next(context, [](JavaRandom& random) { return random.NextDouble(); }));
    }
    return true;
  }

 private:
  Seed seed_;
  mutable RandomSequence sequence_;
};

class RandIntegerKernel final : public Kernel {
 public:
  explicit RandIntegerKernel(Seed seed) : seed_(seed), sequence_(seed.literal) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const auto bound = static_cast<int32_t>(arguments.back().integer);
    if (bound <= 0) return context.Fail("java.lang.IllegalArgumentException", "bound must be positive");
    if (seed_.argument) {
      result = Datum::Integer(JavaRandom(JavaRandom::Scramble(arguments[*seed_.argument].integer)).NextInt(bound));
    } else {
      result = Datum::Integer(sequence_.Next(context, [bound](JavaRandom& random) { return random.NextInt(bound); }));
    }
    return true;
  }

 private:
  Seed seed_;
  mutable RandomSequence sequence_;
};

// The generated code takes an int.
bool FitsInt(const LogicalType& type) { return type.IsInteger() && !type.Is(TypeRoot::kBigint); }

absl::Status CheckIntArguments(const BindRequest& request) {
  for (const Argument& argument : request.arguments) {
    if (!FitsInt(argument.type)) return UnsupportedCall(request);
  }
  return absl::OkStatus();
}

absl::StatusOr<BoundCall> BindRand(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{}, {kNumeric}}));
  DREY_RETURN_IF_ERROR(CheckIntArguments(request));
  return BoundCall{.type = NullableIfAnyArgumentIs(LogicalType::Double(), request),
                   .kernel = std::make_shared<RandKernel>(SeedOf(request, !request.arguments.empty())),
                   .deterministic = false};
}

absl::StatusOr<BoundCall> BindRandInteger(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric}, {kNumeric, kNumeric}}));
  DREY_RETURN_IF_ERROR(CheckIntArguments(request));
  return BoundCall{.type = NullableIfAnyArgumentIs(LogicalType::Integer(), request),
                   .kernel = std::make_shared<RandIntegerKernel>(SeedOf(request, request.arguments.size() == 2)),
                   .deterministic = false};
}

}  // namespace

void RegisterRandomFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "RAND",
                .bind = BindRand,
                .documentation = {"RAND([seed])", "A random number from 0 up to, but without, 1; the same ones for the same seed.",
                                  "RAND(5)", "0.730519863614471"}});
  registry.Add({.name = "RAND_INTEGER",
                .bind = BindRandInteger,
                .documentation = {"RAND_INTEGER([seed,] bound)", "A random whole number from 0 up to, but without, the bound.",
                                  "RAND_INTEGER(5, 10)", "7"}});
}

}  // namespace drey
