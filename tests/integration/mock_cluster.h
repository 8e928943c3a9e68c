// librdkafka's mock cluster on loopback, for failures that a real broker does not make at will.
#pragma once

#include <memory>
#include <string>

namespace drey {

class MockCluster {
 public:
  MockCluster();
  ~MockCluster();

  const std::string& bootstrap_servers() const { return bootstrap_servers_; }
  void CreateTopic(const std::string& topic, int partitions);
  // All its brokers refuse connections, until they are up again.
  void SetDown(bool down);

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
  std::string bootstrap_servers_;
};

}  // namespace drey
