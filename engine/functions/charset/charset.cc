#include "engine/functions/charset/charset.h"

#include <string>

#include "engine/base/text.h"
#include "engine/functions/charset/table_charset.h"
#include "engine/functions/charset/unicode_charsets.h"
#include "engine/functions/recently_used.h"

namespace drey {
namespace {

// In small letters, blanks around each.
constexpr std::string_view kUnsupported =
    " x-euc-tw cns11643 euc-tw euc_tw euctw x-ibm33722 33722 cp33722 ibm-33722 ibm-33722_vascii_vpua ibm-5050 ibm33722 x-ibm964 964 "
    "cp964 ibm-964 ibm-euctw ibm964 x-ibm29626c 29626c cp29626c ibm-29626c ibm29626c ibm-eucjp iso-2022-cn csiso2022cn iso2022cn "
    "x-iso-2022-cn-cns iso-2022-cn-cns iso2022cn_cns x-iso-2022-cn-gb iso-2022-cn-gb iso2022cn_gb x-iscii91 iscii iscii91 st_sev_358-88 "
    "iso-ir-153 csiso153gost1976874 x-jisautodetect jisautodetect ";

// How a charset is looked for in a list of names; empty if it cannot be one.
std::string Wanted(std::string_view name) {
  if (name.empty() || name.find(' ') != std::string_view::npos) return {};
  return Concat(" ", ToLower(name), " ");
}

std::shared_ptr<const Charset> FindTableCharset(const std::string& wanted) {
  for (const TableCharset& charset : TableCharsets()) {
    if (charset.names.find(wanted) != std::string_view::npos) return MakeTableCharset(charset);
  }
  return nullptr;
}

}  // namespace

std::shared_ptr<const Charset> FindCharset(std::string_view name) {
  thread_local RecentlyUsed<std::shared_ptr<const Charset>> recent;
  if (const auto* const known = recent.Find(name)) return *known;
  const std::string wanted = Wanted(name);
  if (wanted.empty()) return nullptr;
  std::shared_ptr<const Charset> found = FindUnicodeCharset(std::string_view(wanted).substr(1, wanted.size() - 2));
  if (found == nullptr) found = FindTableCharset(wanted);
  return found == nullptr ? nullptr : *recent.Add(name, std::move(found));
}

bool IsUnsupportedCharset(std::string_view name) {
  const std::string wanted = Wanted(name);
  return !wanted.empty() && kUnsupported.find(wanted) != std::string_view::npos;
}

}  // namespace drey
