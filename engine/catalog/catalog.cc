#include "engine/catalog/catalog.h"

#include "engine/base/flink_error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status DoesNotExist(const Catalog::Drop& drop) {
  const std::string_view what = drop.temporary ? "Temporary table or view" : drop.is_view ? "View" : "Table";
  return ValidationError(Concat(what, " with identifier '", drop.identifier.ToString(), "' does not exist."), drop.range);
}

}  // namespace

ObjectIdentifier Catalog::Qualify(const std::vector<std::string>& path) const {
  const size_t n = path.size();
  return {n > 2 ? path[n - 3] : catalog_, n > 1 ? path[n - 2] : database_, path[n - 1]};
}

absl::Status Catalog::Add(const ObjectIdentifier& identifier, Object object, bool if_not_exists, SourceRange range,
                          bool temporary) {
  if (identifier.catalog != catalog_ || identifier.database != database_) {
    return UnsupportedError(Concat("the database ", identifier.catalog, ".", identifier.database), range);
  }
  auto& objects = temporary ? temporary_ : objects_;
  if (objects.contains(identifier)) {
    if (if_not_exists) return absl::OkStatus();
    if (temporary) return ValidationError(Concat("Temporary table '", identifier.ToQuotedString(), "' already exists"), range);
    return WithFlinkClass(InvalidError(Concat("Table (or view) ", identifier.database, ".", identifier.name,
                                              " already exists in Catalog ", identifier.catalog, "."),
                                       range),
                          "org.apache.flink.table.catalog.exceptions.TableAlreadyExistException");
  }
  objects.emplace(identifier, std::move(object));
  return absl::OkStatus();
}

absl::Status Catalog::AddTable(CatalogTable table, bool if_not_exists) {
  const ObjectIdentifier identifier = table.identifier;
  const SourceRange range = table.name_range;
  const bool temporary = table.temporary;
  return Add(identifier, std::move(table), if_not_exists, range, temporary);
}

absl::Status Catalog::AddView(CatalogView view, bool if_not_exists) {
  const ObjectIdentifier identifier = view.identifier;
  const SourceRange range = view.name_range;
  const bool temporary = view.temporary;
  return Add(identifier, std::move(view), if_not_exists, range, temporary);
}

absl::Status Catalog::DropObject(const Drop& drop) {
  const auto is_meant = [&](const Object& object) { return std::holds_alternative<CatalogView>(object) == drop.is_view; };
  const auto temporary = temporary_.find(drop.identifier);
  const bool has_temporary = temporary != temporary_.end() && is_meant(temporary->second);
  if (drop.temporary) {
    if (has_temporary) {
      temporary_.erase(temporary);
      return absl::OkStatus();
    }
    return drop.if_exists ? absl::OkStatus() : DoesNotExist(drop);
  }
  if (has_temporary) {
    const std::string_view what = drop.is_view ? "view" : "table";
    return ValidationError(Concat("Temporary ", what, " with identifier '", drop.identifier.ToQuotedString(),
                                  "' exists. Drop it first before removing the permanent ", what, "."),
                           drop.range);
  }
  const auto found = objects_.find(drop.identifier);
  if (found == objects_.end() || !is_meant(found->second)) return drop.if_exists ? absl::OkStatus() : DoesNotExist(drop);
  objects_.erase(found);
  return absl::OkStatus();
}

const Catalog::Object* Catalog::Find(const ObjectIdentifier& identifier) const {
  if (const auto temporary = temporary_.find(identifier); temporary != temporary_.end()) return &temporary->second;
  const auto found = objects_.find(identifier);
  return found == objects_.end() ? nullptr : &found->second;
}

std::map<ObjectIdentifier, const Catalog::Object*> Catalog::Visible() const {
  std::map<ObjectIdentifier, const Object*> visible;
  for (const auto& [identifier, object] : temporary_) visible.emplace(identifier, &object);
  for (const auto& [identifier, object] : objects_) visible.emplace(identifier, &object);
  return visible;
}

std::vector<std::string> Catalog::Names() const {
  std::vector<std::string> names;
  for (const auto& [identifier, object] : Visible()) {
    if (identifier.catalog == catalog_ && identifier.database == database_) names.push_back(identifier.name);
  }
  return names;
}

}  // namespace drey
