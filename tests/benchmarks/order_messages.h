// Messages for the mission's job, as many as wanted: the captured ones over and over, each made distinct by an order id and a
// number before the client's name. Message N is the same in every run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace drey {

struct OrderMessages {
  // The captured messages of orders (a local topic's file), in their order, but for a few orders of hundreds of pizzas, which would count
  // for a quarter of all bytes.
  static absl::StatusOr<OrderMessages> Read(const std::string& folder, const std::string& topic);

  // Writes message `number` over `message`: order id `number % key_count`, client name "NUMBER …".
  void Make(int64_t number, int64_t key_count, std::string& message);

  // One captured message, cut around what changes.
  struct Template {
    std::string before_content;
    // The decoded content: first ID-or-number second number-or-ID third.
    std::string first, second, third;
    std::string after_content;
    // The id stands before the name in some contents and behind it in others.
    bool id_first = true;
  };
  std::vector<Template> templates;
  std::string content;  // room
};

}  // namespace drey
