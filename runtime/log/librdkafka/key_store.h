// Java's key and trust stores for librdkafka, which takes PEM and, for keys, PKCS12.
#pragma once

#include "engine/base/error.h"
#include "runtime/log/record_log.h"

namespace drey {

// Replaces ssl.truststore.* and ssl.keystore.* of the Java clients by settings of librdkafka. Looks into the files, since Java does not
// trust the type that is given either: PEM and PKCS12 are understood, JKS is refused with the command that converts it.
absl::StatusOr<ClientSettings> ResolveKeyStores(const ClientSettings& settings);

}  // namespace drey
