// Batches that are used again: steady state allocates nothing. Batches may be released on any thread and after the pool is gone.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace drey {

// `Batch` is default-constructible and has Clear(), which makes it like new but keeps its memory.
template <typename Batch>
class BatchPool {
 public:
  std::shared_ptr<Batch> Take() {
    std::unique_ptr<Batch> batch = shared_->TakeFree();
    if (batch == nullptr) batch = std::make_unique<Batch>();
    return std::shared_ptr<Batch>(batch.release(), [shared = shared_](Batch* released) {
      released->Clear();
      shared->Return(std::unique_ptr<Batch>(released));
    });
  }

 private:
  static constexpr size_t kKept = 8;

  struct Shared {
    std::mutex mutex;
    std::vector<std::unique_ptr<Batch>> free;

    std::unique_ptr<Batch> TakeFree() {
      const std::lock_guard lock(mutex);
      if (free.empty()) return nullptr;
      std::unique_ptr<Batch> batch = std::move(free.back());
      free.pop_back();
      return batch;
    }

    void Return(std::unique_ptr<Batch> batch) {
      const std::lock_guard lock(mutex);
      if (free.size() < kKept) free.push_back(std::move(batch));
    }
  };

  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace drey
