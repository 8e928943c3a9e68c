// The way of a record allocates nothing once every buffer has its size.
#include <gtest/gtest.h>

#include "tests/benchmarks/allocation_count.h"
#include "tests/benchmarks/job_under_measure.h"
#include "tests/benchmarks/order_messages.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

constexpr int64_t kRecords = 20000;
// Of 128 KB each.
constexpr int64_t kBatches = kRecords / 150;

// Messages from `first` on, of orders that have everything the statement asks for: what is missing is an exception in Flink, and its
// message is made. Prices with fractions go through a string.
std::vector<std::string> MakeMessages(int64_t first) {
  absl::StatusOr<OrderMessages> orders = OrderMessages::Read(SourceDirectory() + "/examples", "my_pg.message");
  EXPECT_TRUE(orders.ok());
  std::erase_if(orders->templates, [](const OrderMessages::Template& order) {
    const std::string content = order.first + order.second + order.third;
    return content.find("null") != std::string::npos || content.find("\"price\": 1") == std::string::npos ||
           content.find("\"pizzas\"") == std::string::npos || content.find("\"table_name\"") == std::string::npos ||
           content.find('.') != std::string::npos;
  });
  EXPECT_GT(orders->templates.size(), 50u);
  std::vector<std::string> messages(kRecords);
  for (int64_t i = 0; i < kRecords; ++i) orders->Make(first + i, 1000000, messages[static_cast<size_t>(i)]);
  return messages;
}

TEST(HotPathTest, AllocatesNothingPerRecord) {
  const auto job = JobUnderMeasure::OpenMission();
  ASSERT_TRUE(job.ok()) << job.status();
  const std::vector<std::string> warm_up = MakeMessages(100000);
  const std::vector<std::string> messages = MakeMessages(200000);
  ASSERT_TRUE((*job)->Run(warm_up).ok());
  (*job)->output().clear();
  const int64_t before = AllocationCount();
  ASSERT_TRUE((*job)->Run(messages).ok());
  EXPECT_LE(AllocationCount() - before, kBatches);
  EXPECT_GT((*job)->output().size(), messages.size() * 100);
}

}  // namespace
}  // namespace drey
