// A real Kafka broker for a test program: started by broker.sh, stopped when the object goes, killed when the program is.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

namespace drey {

class KafkaBroker {
 public:
  // Null, with the reason in `why_not`, where Kafka cannot be had (no Java, no Maven Central) or does not start. `properties`, lines of
  // server.properties, are added to the broker's.
  static std::unique_ptr<KafkaBroker> Start(std::string& why_not, const std::string& properties = {});
  // The one broker that the tests of this program share; it lives until the program ends.
  static KafkaBroker* Shared(std::string& why_not);
  ~KafkaBroker();

  const std::string& bootstrap_servers() const { return bootstrap_servers_; }
  // Of the listener with SASL; see broker.sh for users.
  const std::string& sasl_servers() const { return sasl_servers_; }
  // Of another listener of broker.sh: "ssl", "mutual_tls", "sasl_ssl".
  std::string ServersOf(const std::string& listener) const;
  // ca.pem, client.pem and others.
  std::string CertificatePath(const std::string& file) const { return folder_ + "/certificates/" + file; }

  // SIGKILL, as when a machine dies; Restart brings it back with what it had, on the same port.
  void Kill();
  // It neither answers nor closes its connections until it is resumed.
  void Pause() const;
  void Resume() const;
  bool Restart(std::string& why_not);

 private:
  KafkaBroker() = default;
  bool Run(std::string& why_not);

  std::string folder_;
  std::string properties_;
  std::string bootstrap_servers_;
  std::string sasl_servers_;
  pid_t process_ = -1;
};

}  // namespace drey
