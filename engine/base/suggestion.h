// "did you mean": the nearest of some known names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace drey {

// "did you mean X?" for the candidate nearest to `name` (letters compared without case, an adjacent swap counts as one edit),
// or empty where none is near. Of equally near ones the first wins.
std::string DidYouMean(std::string_view name, std::span<const std::string> candidates);

}  // namespace drey
