#include "tests/integration/mock_cluster.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace drey {

struct MockCluster::Handles {
  rd_kafka_t* owner = nullptr;
  rd_kafka_mock_cluster_t* cluster = nullptr;
};

MockCluster::MockCluster() : handles_(std::make_unique<Handles>()) {
  char reason[256] = {};
  rd_kafka_conf_t* configuration = rd_kafka_conf_new();
  rd_kafka_conf_set(configuration, "log_level", "0", reason, sizeof(reason));
  handles_->owner = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, reason, sizeof(reason));
  handles_->cluster = rd_kafka_mock_cluster_new(handles_->owner, 1);
  bootstrap_servers_ = rd_kafka_mock_cluster_bootstraps(handles_->cluster);
}

MockCluster::~MockCluster() {
  rd_kafka_mock_cluster_destroy(handles_->cluster);
  rd_kafka_destroy(handles_->owner);
}

void MockCluster::CreateTopic(const std::string& topic, int partitions) {
  rd_kafka_mock_topic_create(handles_->cluster, topic.c_str(), partitions, 1);
}

void MockCluster::SetDown(bool down) {
  if (down) {
    rd_kafka_mock_broker_set_down(handles_->cluster, 1);
  } else {
    rd_kafka_mock_broker_set_up(handles_->cluster, 1);
  }
}

}  // namespace drey
