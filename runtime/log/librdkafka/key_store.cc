#include "runtime/log/librdkafka/key_store.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include "engine/base/text.h"

namespace drey {
namespace {

enum class StoreForm : uint8_t { kPem, kPkcs12, kJks };

template <auto Function>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};
void FreeCertificates(STACK_OF(X509) * certificates) { sk_X509_pop_free(certificates, X509_free); }

absl::StatusOr<std::string> ReadStore(std::string_view property, const std::string& path) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rbe"), std::fclose);
  if (file == nullptr) {
    const std::string_view reason = std::strerror(errno);
    return UnavailableError(Concat("cannot open ", path, ", which the Kafka property ", property, " names: ", reason));
  }
  std::string content;
  char buffer[8192];
  while (const size_t count = std::fread(buffer, 1, sizeof(buffer), file.get())) content.append(buffer, count);
  if (std::ferror(file.get()) != 0) return UnavailableError(Concat("cannot read ", path));
  return content;
}

absl::StatusOr<StoreForm> FormOf(std::string_view property, const std::string& path, std::string_view content) {
  if (content.starts_with("\xfe\xed\xfe\xed") || content.starts_with("\xce\xce\xce\xce")) return StoreForm::kJks;
  if (content.find("-----BEGIN ") != std::string_view::npos) return StoreForm::kPem;
  if (content.starts_with('\x30')) return StoreForm::kPkcs12;
  return UnavailableError(Concat(path, ", which the Kafka property ", property, " names, is neither PEM nor PKCS12"));
}

absl::Status JksError(std::string_view property, const std::string& path) {
  return MakeError({.kind = ErrorKind::kUnsupported,
                    .hint = Concat("convert it: keytool -importkeystore -srckeystore ", path, " -destkeystore ", path,
                                   ".p12 -deststoretype PKCS12; then let ", property, " name ", path, ".p12")},
                   Concat("the store ", path, " has the format JKS, which only Java reads"));
}

std::string OpensslReason() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "it cannot be understood" : reason;
}

// The certificates of a PKCS12 store as PEM.
absl::StatusOr<std::string> CertificatesOf(const std::string& path, std::string_view content, const std::string& password) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(content.data());
  const std::unique_ptr<PKCS12, Free<PKCS12_free>> store(d2i_PKCS12(nullptr, &bytes, static_cast<long>(content.size())));
  EVP_PKEY* key = nullptr;
  X509* own = nullptr;
  STACK_OF(X509)* others = nullptr;
  if (store == nullptr || PKCS12_parse(store.get(), password.c_str(), &key, &own, &others) != 1) {
    return UnavailableError(Concat("cannot read the trust store ", path, ": ", OpensslReason()),
                            "is ssl.truststore.password right?");
  }
  const std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>> free_key(key);
  const std::unique_ptr<X509, Free<X509_free>> free_own(own);
  const std::unique_ptr<STACK_OF(X509), Free<FreeCertificates>> free_others(others);
  const std::unique_ptr<BIO, Free<BIO_free>> out(BIO_new(BIO_s_mem()));
  if (own != nullptr) PEM_write_bio_X509(out.get(), own);
  for (int i = 0; others != nullptr && i < sk_X509_num(others); ++i) PEM_write_bio_X509(out.get(), sk_X509_value(others, i));
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  if (size <= 0) return UnavailableError(Concat("the trust store ", path, " holds no certificates"));
  return std::string(text, static_cast<size_t>(size));
}

class StoreResolver {
 public:
  explicit StoreResolver(const ClientSettings& settings) : settings_(settings.begin(), settings.end()) {}

  absl::StatusOr<ClientSettings> Resolve() {
    DREY_RETURN_IF_ERROR(ResolveTrustStore(Take("ssl.truststore.location"), Take("ssl.truststore.password")));
    DREY_RETURN_IF_ERROR(ResolveKeyStore(Take("ssl.keystore.location"), Take("ssl.keystore.password")));
    return ClientSettings(settings_.begin(), settings_.end());
  }

 private:
  std::string Take(const std::string& name) {
    const auto found = settings_.find(name);
    if (found == settings_.end()) return {};
    std::string value = std::move(found->second);
    settings_.erase(found);
    return value;
  }

  absl::Status ResolveTrustStore(const std::string& path, const std::string& password) {
    constexpr std::string_view kProperty = "ssl.truststore.location";
    if (path.empty()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::string content, ReadStore(kProperty, path));
    DREY_ASSIGN_OR_RETURN(const StoreForm form, FormOf(kProperty, path, content));
    if (form == StoreForm::kJks) return JksError(kProperty, path);
    if (form == StoreForm::kPem) {
      settings_["ssl.ca.location"] = path;
      return absl::OkStatus();
    }
    DREY_ASSIGN_OR_RETURN(settings_["ssl.ca.pem"], CertificatesOf(path, content, password));
    return absl::OkStatus();
  }

  absl::Status ResolveKeyStore(const std::string& path, const std::string& password) {
    constexpr std::string_view kProperty = "ssl.keystore.location";
    if (path.empty()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::string content, ReadStore(kProperty, path));
    DREY_ASSIGN_OR_RETURN(const StoreForm form, FormOf(kProperty, path, content));
    if (form == StoreForm::kJks) return JksError(kProperty, path);
    if (form == StoreForm::kPem) {
      // One file with the key and the chain, as Java wants it.
      settings_["ssl.key.location"] = path;
      settings_["ssl.certificate.location"] = path;
      return absl::OkStatus();
    }
    settings_["ssl.keystore.location"] = path;
    settings_["ssl.keystore.password"] = password;
    return absl::OkStatus();
  }

  std::map<std::string, std::string> settings_;
};

}  // namespace

absl::StatusOr<ClientSettings> ResolveKeyStores(const ClientSettings& settings) { return StoreResolver(settings).Resolve(); }

}  // namespace drey
