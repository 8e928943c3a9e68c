#include "runtime/connectors/kafka/jaas_config.h"

#include <array>
#include <cctype>
#include <optional>

#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status JaasError(std::string_view message) {
  return WithFlinkClass(InvalidError(message, {}, "sasl.jaas.config is: CLASS required username=\"…\" password=\"…\";"),
                        "java.lang.IllegalArgumentException");
}

// Words as java.io.StreamTokenizer gives them to org.apache.kafka.common.security.JaasConfig: '=' and ';' alone, texts in quotes, the
// rest between blanks.
class JaasTokens {
 public:
  explicit JaasTokens(std::string_view text) : text_(text) {}

  // Nothing at the end.
  std::optional<std::string> Next() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    if (at_ == text_.size()) return std::nullopt;
    const char first = text_[at_];
    if (first == '=' || first == ';') {
      ++at_;
      return std::string(1, first);
    }
    return first == '"' || first == '\'' ? Quoted(first) : Word();
  }

 private:
  static bool IsBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }

  std::string Word() {
    const size_t start = at_;
    while (at_ < text_.size() && !IsBlank(text_[at_]) && text_[at_] != '=' && text_[at_] != ';' && text_[at_] != '"') ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  std::string Quoted(char quote) {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        out += Escape(text_[++at_]);
      } else {
        out += text_[at_];
      }
    }
    if (at_ < text_.size()) ++at_;
    return out;
  }

  // StreamTokenizer knows C's escapes; octal ones are left out, as no password tool writes them.
  static char Escape(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'b':
        return '\b';
      default:
        return c;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
};

bool IsControlFlag(std::string_view word) {
  for (const std::string_view flag : {"required", "requisite", "sufficient", "optional"}) {
    if (EqualsIgnoreCase(word, flag)) return true;
  }
  return false;
}

// A key that is none may be a piece of a password.
absl::Status NoValueError(std::string_view key) {
  const bool known = key == "username" || key == "password" || key == "tokenauth";
  return JaasError(known ? Concat("Value not specified for key '", key, "' in JAAS config") : "Value not specified for a key in JAAS config");
}

}  // namespace

absl::StatusOr<JaasLogin> ParseJaasConfig(std::string_view text, std::string_view mechanism) {
  JaasTokens tokens(text);
  const std::optional<std::string> module = tokens.Next();
  if (!module.has_value()) return JaasError("Login module not specified in JAAS config");
  const std::optional<std::string> flag = tokens.Next();
  if (!flag.has_value() || *flag == ";") return JaasError("Login module control flag not specified in JAAS config");
  if (!IsControlFlag(*flag)) return JaasError(Concat("Invalid login module control flag '", *flag, "' in JAAS config"));

  std::optional<std::string> username;
  std::optional<std::string> password;
  while (true) {
    const std::optional<std::string> name = tokens.Next();
    if (!name.has_value()) return JaasError("JAAS config entry not terminated by semi-colon");
    if (*name == ";") break;
    const std::optional<std::string> equals = tokens.Next();
    const std::optional<std::string> value = equals == "=" ? tokens.Next() : std::nullopt;
    if (!value.has_value() || *value == ";") return NoValueError(*name);
    if (*name == "username") {
      username = value;
    } else if (*name == "password") {
      password = value;
    } else if (*name == "tokenauth" && EqualsIgnoreCase(*value, "true")) {
      return UnsupportedError("authentication with delegation tokens (tokenauth in sasl.jaas.config)");
    }
  }
  if (tokens.Next().has_value()) return JaasError("JAAS config property contains more than one login module");

  const std::string_view wanted = mechanism == "PLAIN" ? "kafka.common.security.plain.PlainLoginModule"
                                                       : "kafka.common.security.scram.ScramLoginModule";
  if (!module->ends_with(wanted)) {
    return UnsupportedError(Concat("the login module ", *module, " with the SASL mechanism ", mechanism), {},
                            Concat("the one of this mechanism is org.apache.", wanted));
  }
  if (!username.has_value() || !password.has_value()) return JaasError("username and password are both needed in sasl.jaas.config");
  return JaasLogin{*username, *password};
}

}  // namespace drey
