#include "engine/functions/temporal/java_time_zone.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/base/text.h"
#include "engine/types/civil_date.h"

namespace drey {
namespace {

constexpr int64_t kBeginOf1900 = -2'208'988'800'000;
constexpr int64_t kMillisecondsPerMinute = 60'000;

struct ShortZone {
  std::string_view name;
  std::string_view region;
};

// ZoneId.SHORT_IDS, which only java.util.TimeZone takes.
constexpr ShortZone kShortZones[] = {
    {"ACT", "Australia/Darwin"},    {"AET", "Australia/Sydney"},   {"AGT", "America/Argentina/Buenos_Aires"},
    {"ART", "Africa/Cairo"},        {"AST", "America/Anchorage"},  {"BET", "America/Sao_Paulo"},
    {"BST", "Asia/Dhaka"},          {"CAT", "Africa/Harare"},      {"CNT", "America/St_Johns"},
    {"CST", "America/Chicago"},     {"CTT", "Asia/Shanghai"},      {"EAT", "Africa/Addis_Ababa"},
    {"ECT", "Europe/Paris"},        {"IET", "America/Indiana/Indianapolis"}, {"IST", "Asia/Kolkata"},
    {"JST", "Asia/Tokyo"},          {"MIT", "Pacific/Apia"},       {"NET", "Asia/Yerevan"},
    {"NST", "Pacific/Auckland"},    {"PLT", "Asia/Karachi"},       {"PNT", "America/Phoenix"},
    {"PRT", "America/Puerto_Rico"}, {"PST", "America/Los_Angeles"}, {"SST", "Pacific/Guadalcanal"},
    {"VST", "Asia/Ho_Chi_Minh"},
};


// A name of the database, spelt exactly.
std::optional<absl::TimeZone> FindRegion(std::string_view name) {
  const bool is_name = !name.empty() && name[0] >= 'A' && name[0] <= 'Z' && name.find("..") == std::string_view::npos &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '/' || c == '_' ||
                                c == '-' || c == '+';
                       });
  absl::TimeZone zone;
  if (!is_name || !absl::LoadTimeZone(std::string(name), &zone)) return std::nullopt;
  return zone;
}

std::optional<int> TwoDigits(std::string_view text) {
  if (text.size() != 2 || !IsDigit(text[0]) || !IsDigit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

// "5", "05", "0530", "5:30", "05:30" behind a sign, as java.util.TimeZone reads them; in minutes.
std::optional<int> LenientOffset(std::string_view text) {
  std::string hours;
  std::string minutes = "00";
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    hours = text.substr(0, colon);
    minutes = text.substr(colon + 1);
  } else if (text.size() > 2) {
    hours = text.substr(0, text.size() - 2);
    minutes = text.substr(text.size() - 2);
  } else {
    hours = text;
  }
  if (hours.size() == 1) hours.insert(0, "0");
  const std::optional<int> h = TwoDigits(hours);
  const std::optional<int> m = TwoDigits(minutes);
  if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
  return *h * 60 + *m;
}

// ZoneOffset.of: ±h, ±hh, ±hh:mm, ±hhmm, ±hh:mm:ss, ±hhmmss; in seconds.
std::optional<int> StrictOffset(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  std::string digits;
  text.remove_prefix(1);
  if (text.size() == 1) digits = "0" + std::string(text);
  const bool has_colons = text.size() > 2 && text[2] == ':';
  if (has_colons) {
    if (text.size() != 5 && text.size() != 8) return std::nullopt;
    if (text.size() == 8 && text[5] != ':') return std::nullopt;
    for (size_t i = 0; i < text.size(); i += 3) digits += text.substr(i, 2);
  } else if (digits.empty()) {
    digits = text;
  }
  if (digits.size() != 2 && digits.size() != 4 && digits.size() != 6) return std::nullopt;
  digits.append(6 - digits.size(), '0');
  const std::optional<int> h = TwoDigits(std::string_view(digits).substr(0, 2));
  const std::optional<int> m = TwoDigits(std::string_view(digits).substr(2, 2));
  const std::optional<int> s = TwoDigits(std::string_view(digits).substr(4, 2));
  if (!h || !m || !s || *h > 18 || *m > 59 || *s > 59) return std::nullopt;
  const int seconds = *h * 3600 + *m * 60 + *s;
  if (seconds > 18 * 3600) return std::nullopt;
  return sign * seconds;
}

// The offset of the part of a year without daylight saving time.
int64_t StandardOffsetOf(const absl::TimeZone& zone) {
  const absl::CivilSecond january(2037, 1, 1);
  const absl::CivilSecond july(2037, 7, 1);
  const auto info = [&](absl::CivilSecond at) { return zone.At(absl::FromCivil(at, zone)); };
  const absl::TimeZone::CivilInfo winter = info(january);
  const absl::TimeZone::CivilInfo summer = info(july);
  const int offset = winter.is_dst && !summer.is_dst ? summer.offset : winter.offset;
  return int64_t{1000} * offset;
}

}  // namespace

JavaTimeZone JavaTimeZone::Named(std::string_view name) {
  const auto short_zone = std::find_if(std::begin(kShortZones), std::end(kShortZones),
                                       [&](const ShortZone& candidate) { return candidate.name == name; });
  if (short_zone != std::end(kShortZones)) name = short_zone->region;
  if (const std::optional<absl::TimeZone> region = FindRegion(name)) return JavaTimeZone(*region);
  if (name.starts_with("GMT") && name.size() > 4 && (name[3] == '+' || name[3] == '-')) {
    if (const std::optional<int> minutes = LenientOffset(name.substr(4))) {
      return JavaTimeZone(absl::FixedTimeZone((name[3] == '-' ? -60 : 60) * *minutes));
    }
  }
  return Utc();
}

int64_t JavaTimeZone::OffsetAt(int64_t instant) const {
  if (instant < kBeginOf1900) return StandardOffsetOf(zone_);
  return int64_t{1000} * zone_.At(absl::FromUnixMillis(instant)).offset;
}

int64_t JavaTimeZone::InstantOf(int64_t local) const {
  if (local < kBeginOf1900 + kMillisecondsPerDay) {
    const int64_t offset = StandardOffsetOf(zone_);
    if (local - offset < kBeginOf1900) return local - offset;
  }
  const int64_t seconds = FloorDivide(local, kMillisecondsPerSecond);
  const absl::CivilSecond clock = absl::CivilSecond(1970, 1, 1) + seconds;
  const absl::TimeZone::TimeInfo info = zone_.At(clock);
  const absl::Time instant = info.kind == absl::TimeZone::TimeInfo::REPEATED ? info.post : info.pre;
  return absl::ToUnixMillis(instant) + (local - seconds * kMillisecondsPerSecond);
}

std::optional<std::string> JavaTimeZone::ShortNameAt(int64_t instant) const {
  absl::TimeZone::CivilInfo info = zone_.At(absl::FromUnixMillis(instant));
  // Java has names for standard and summer time only, none for the local mean time before there were zones.
  for (const int month : {1, 7}) {
    if (std::string_view(info.zone_abbr) != "LMT") break;
    const absl::TimeZone::CivilInfo recent = zone_.At(absl::FromCivil(absl::CivilDay(2020, month, 1), zone_));
    if (!recent.is_dst) info.zone_abbr = recent.zone_abbr;
  }
  const std::string_view name = info.zone_abbr;
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z' && !name.starts_with("UTC+") && !name.starts_with("UTC-")) {
    return std::string(name);
  }
  const bool is_fixed = std::string_view(zone_.name()).starts_with("Fixed/");
  if (!is_fixed) return std::nullopt;
  const int minutes = std::abs(info.offset) / 60;
  std::string text = info.offset < 0 ? "GMT-" : "GMT+";
  Append(text, minutes / 60 < 10 ? "0" : "", minutes / 60, ":", minutes % 60 < 10 ? "0" : "", minutes % 60);
  return text;
}

std::optional<absl::TimeZone> FindZoneId(std::string_view name) {
  if (name == "Z") return absl::UTCTimeZone();
  std::string_view offset = name;
  for (const std::string_view prefix : {"UTC", "GMT", "UT"}) {
    if (!name.starts_with(prefix)) continue;
    offset = name.substr(prefix.size());
    if (offset.empty()) return absl::UTCTimeZone();
    break;
  }
  if (offset.starts_with('+') || offset.starts_with('-')) {
    const std::optional<int> seconds = StrictOffset(offset);
    if (!seconds) return std::nullopt;
    return absl::FixedTimeZone(*seconds);
  }
  if (name == "EST" || name == "MST" || name == "HST") return std::nullopt;
  return FindRegion(name);
}

}  // namespace drey
