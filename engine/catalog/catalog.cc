#include "engine/catalog/catalog.h"

#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status DoesNotExist(std::string_view what, const ObjectIdentifier& identifier, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat(what, " with identifier '", identifier.ToString(), "' does not exist."), range),
                        "org.apache.flink.table.api.ValidationException");
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
  if (objects_.contains(identifier)) {
    if (if_not_exists) return absl::OkStatus();
    if (temporary) {
      return WithFlinkClass(
          InvalidError(Concat("Temporary table '`", identifier.catalog, "`.`", identifier.database, "`.`", identifier.name,
                              "`' already exists"),
                       range),
          "org.apache.flink.table.api.ValidationException");
    }
    return WithFlinkClass(InvalidError(Concat("Table (or view) ", identifier.database, ".", identifier.name,
                                              " already exists in Catalog ", identifier.catalog, "."),
                                       range),
                          "org.apache.flink.table.catalog.exceptions.TableAlreadyExistException");
  }
  objects_.emplace(identifier, std::move(object));
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

absl::Status Catalog::DropTable(const ObjectIdentifier& identifier, bool if_exists, SourceRange range) {
  const Object* object = Find(identifier);
  if (object == nullptr || !std::holds_alternative<CatalogTable>(*object)) {
    return if_exists ? absl::OkStatus() : DoesNotExist("Table", identifier, range);
  }
  objects_.erase(identifier);
  return absl::OkStatus();
}

absl::Status Catalog::DropView(const ObjectIdentifier& identifier, bool if_exists, SourceRange range) {
  const Object* object = Find(identifier);
  if (object == nullptr || !std::holds_alternative<CatalogView>(*object)) {
    return if_exists ? absl::OkStatus() : DoesNotExist("View", identifier, range);
  }
  objects_.erase(identifier);
  return absl::OkStatus();
}

const Catalog::Object* Catalog::Find(const ObjectIdentifier& identifier) const {
  const auto found = objects_.find(identifier);
  return found == objects_.end() ? nullptr : &found->second;
}

CatalogTable* Catalog::FindTable(const ObjectIdentifier& identifier) {
  const auto found = objects_.find(identifier);
  return found == objects_.end() ? nullptr : std::get_if<CatalogTable>(&found->second);
}

std::vector<std::string> Catalog::Names() const {
  std::vector<std::string> names;
  for (const auto& [identifier, object] : objects_) {
    if (identifier.catalog == catalog_ && identifier.database == database_) names.push_back(identifier.name);
  }
  return names;
}

}  // namespace drey
