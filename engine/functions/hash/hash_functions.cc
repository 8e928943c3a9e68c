#include "engine/functions/hash/hash_functions.h"

#include <array>
#include <atomic>

#include "engine/base/text.h"
#include "engine/functions/hash/message_digest.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

std::string_view BytesOf(const Datum& value, bool is_binary, Arena& arena) {
  return is_binary ? value.view() : Utf8Bytes(value, arena);
}

class FixedDigest final : public Kernel {
 public:
  FixedDigest(const MessageDigest& digest, bool is_binary) : digest_(digest), is_binary_(is_binary) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Text(HexDigest(digest_, BytesOf(arguments[0], is_binary_, context.arena()), context.arena()));
    return true;
  }

 private:
  const MessageDigest& digest_;
  bool is_binary_;
};

// SHA2 whose length is only known at run time: "SHA-" and the number, whatever Java has by that name.
class Sha2OfAnyLength final : public Kernel {
 public:
  explicit Sha2OfAnyLength(bool is_binary) : is_binary_(is_binary) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string name = Concat("SHA-", arguments[1].integer);
    const MessageDigest* const digest = FindMessageDigest(name);
    if (digest == nullptr) {
      return context.Fail("java.security.NoSuchAlgorithmException", Concat(name, " MessageDigest not available"));
    }
    result = Datum::Text(HexDigest(*digest, BytesOf(arguments[0], is_binary_, context.arena()), context.arena()));
    return true;
  }

 private:
  bool is_binary_;
};

// A result of `length` small hexadecimal digits.
absl::StatusOr<BoundCall> BindDigest(const BindRequest& request, std::string_view digest, int length) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kString}}));
  return BoundCall{
      .type = ResultType(request, LogicalType::Char(length), ResultNullability::kIfAnyArgument),
      .kernel = std::make_shared<FixedDigest>(*FindMessageDigest(digest), request.arguments[0].type.IsBinaryString())};
}

absl::StatusOr<BoundCall> BindMd5(const BindRequest& request) { return BindDigest(request, "MD5", 32); }
absl::StatusOr<BoundCall> BindSha1(const BindRequest& request) { return BindDigest(request, "SHA-1", 40); }
absl::StatusOr<BoundCall> BindSha224(const BindRequest& request) { return BindDigest(request, "SHA-224", 56); }
absl::StatusOr<BoundCall> BindSha256(const BindRequest& request) { return BindDigest(request, "SHA-256", 64); }
absl::StatusOr<BoundCall> BindSha384(const BindRequest& request) { return BindDigest(request, "SHA-384", 96); }
absl::StatusOr<BoundCall> BindSha512(const BindRequest& request) { return BindDigest(request, "SHA-512", 128); }

// 1.20 describes the operands in words of its own.
absl::Status CheckSha2Operands(const BindRequest& request) {
  const absl::Status status = CheckOperands(request, {{kString, kInteger}});
  const bool wrong_types = !status.ok() && request.version < FlinkVersion::k2_3 && request.arguments.size() == 2 &&
                           MessageOf(status).starts_with("Cannot apply");
  return wrong_types ? CannotApplyFunction(request, "'SHA2(DATA, HASH_LENGTH)'") : status;
}

absl::StatusOr<BoundCall> BindSha2(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckSha2Operands(request));
  const bool is_binary = request.arguments[0].type.IsBinaryString();
  BoundCall call{.type = ResultType(request, LogicalType::Varchar(128), ResultNullability::kIfAnyArgument)};
  const std::optional<Datum>& length = request.arguments[1].constant;
  if (!length || length->is_null) {
    call.kernel = std::make_shared<Sha2OfAnyLength>(is_binary);
    return call;
  }
  constexpr std::array<int64_t, 4> kLengths = {224, 256, 384, 512};
  if (std::find(kLengths.begin(), kLengths.end(), length->integer) == kLengths.end()) {
    return InvalidError("Unsupported algorithm.", request.arguments[1].range);
  }
  call.kernel = std::make_shared<FixedDigest>(*FindMessageDigest(Concat("SHA-", length->integer)), is_binary);
  return call;
}

// A UUID of version 4 whose bits come from the seed and a counter, mixed by splitmix64.
class RandomUuid final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum>, Datum& result) const override {
    const uint64_t call = calls_.fetch_add(1, std::memory_order_relaxed);
    const uint64_t seed = context.environment().random_seed;
    uint64_t high = Mix(seed + (2 * call + 1) * kGoldenGamma);
    uint64_t low = Mix(seed + (2 * call + 2) * kGoldenGamma);
    high = (high & ~uint64_t{0xF000}) | 0x4000;
    low = (low & ~(uint64_t{3} << 62)) | (uint64_t{1} << 63);
    std::string text;
    AppendHex(text, high, 60, 8);
    text += '-';
    AppendHex(text, high, 28, 4);
    text += '-';
    AppendHex(text, high, 12, 4);
    text += '-';
    AppendHex(text, low, 60, 4);
    text += '-';
    AppendHex(text, low, 44, 12);
    result = Datum::Text(context.arena().Copy(text));
    return true;
  }

 private:
  static constexpr uint64_t kGoldenGamma = 0x9E3779B97F4A7C15;

  static uint64_t Mix(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
  }

  static void AppendHex(std::string& out, uint64_t bits, int shift, int digits) {
    for (int i = 0; i < digits; ++i, shift -= 4) out += "0123456789abcdef"[(bits >> shift) & 0xF];
  }

  mutable std::atomic<uint64_t> calls_ = 0;
};

absl::StatusOr<BoundCall> BindUuid(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{}}));
  return BoundCall{.type = LogicalType::Char(36).AsNotNull(),
                   .kernel = std::make_shared<RandomUuid>(),
                   .deterministic = false,
                   .foldable = false};
}

}  // namespace

void RegisterHashFunctions(FunctionRegistry& registry) {
  const auto add = [&](std::string_view name, absl::StatusOr<BoundCall> (*bind)(const BindRequest&),
                       std::string_view signature, std::string_view example, std::string_view result) {
    registry.Add({.name = name,
                  .bind = bind,
                  .documentation = {signature, "The digest of the text in UTF-8, or of the bytes, in small hexadecimal digits.",
                                    example, result}});
  };
  add("MD5", BindMd5, "MD5(string)", "MD5('')", "d41d8cd98f00b204e9800998ecf8427e");
  add("SHA1", BindSha1, "SHA1(string)", "SHA1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  add("SHA224", BindSha224, "SHA224(string)", "SHA224('')", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f");
  add("SHA256", BindSha256, "SHA256(string)", "SHA256('')",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  add("SHA384", BindSha384, "SHA384(string)", "SHA384('')",
      "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b");
  add("SHA512", BindSha512, "SHA512(string)", "SHA512('')",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327"
      "af927da3e");
  registry.Add({.name = "SHA2",
                .bind = BindSha2,
                .documentation = {"SHA2(string, bits)",
                                  "The digest of 224, 256, 384 or 512 bits of the text in UTF-8, or of the bytes, in small "
                                  "hexadecimal digits.",
                                  "SHA2('a', 256)", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}});
  registry.Add({.name = "UUID",
                .bind = BindUuid,
                .documentation = {"UUID()", "A random UUID of version 4.", "CHAR_LENGTH(UUID())", "36"}});
}

}  // namespace drey
