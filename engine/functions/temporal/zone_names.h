// English names of time zones, as far as SimpleDateFormat is to print and read them: short ones for many zones come from the time zone
// database (see JavaTimeZone::ShortNameAt), long ones only from this table.
#pragma once

#include <string_view>

namespace drey {

struct ZoneName {
  std::string_view short_name;
  std::string_view long_name;
  int offset_minutes;
};

inline constexpr ZoneName kZoneNames[] = {
    {"UTC", "Coordinated Universal Time", 0},      {"GMT", "Greenwich Mean Time", 0},
    {"EST", "Eastern Standard Time", -300},        {"EDT", "Eastern Daylight Time", -240},
    {"CST", "Central Standard Time", -360},        {"CDT", "Central Daylight Time", -300},
    {"MST", "Mountain Standard Time", -420},       {"MDT", "Mountain Daylight Time", -360},
    {"PST", "Pacific Standard Time", -480},        {"PDT", "Pacific Daylight Time", -420},
    {"WET", "Western European Standard Time", 0},  {"WEST", "Western European Summer Time", 60},
    {"CET", "Central European Standard Time", 60}, {"CEST", "Central European Summer Time", 120},
    {"EET", "Eastern European Standard Time", 120}, {"EEST", "Eastern European Summer Time", 180},
    {"JST", "Japan Standard Time", 540},
};

}  // namespace drey
