// The tour of README.md: what one reads, types and sees, in its order.
//
// A ```sh block holds commands, one a line; a ``` block behind it what they print. Any other block, ```sql or ```yaml, is the content of the file
// whose name ends the paragraph before it in back-ticks: "… `job.sql`:".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drey {

inline constexpr std::string_view kTourHeading = "Five minutes";

struct TourStep {
  // A file, or commands.
  std::string file = {};
  std::string content = {};
  std::vector<std::string> commands = {};
  std::string output = {};
};

// The steps of the section with this heading.
std::vector<TourStep> ReadTour(std::string_view markdown, std::string_view heading);

// The text with a mark for what differs from run to run: times, durations and ports.
std::string WithoutTimes(std::string_view text);

}  // namespace drey
