#include "engine/catalog/catalog.h"

#include <algorithm>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status DoesNotExist(const Catalog::Drop& drop) {
  const std::string_view what = drop.temporary ? "Temporary table or view" : drop.is_view ? "View" : "Table";
  return ValidationError(Concat(what, " with identifier '", drop.identifier.ToString(), "' does not exist."), drop.range);
}

absl::Status CatalogFailure(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "org.apache.flink.table.catalog.exceptions.CatalogException");
}

absl::Status DatabaseDoesNotExist(std::string_view catalog, std::string_view database, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("Database ", database, " does not exist in Catalog ", catalog, "."), range),
                        "org.apache.flink.table.catalog.exceptions.DatabaseNotExistException");
}

absl::Status AlreadyExists(const ObjectIdentifier& identifier, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("Table (or view) ", identifier.database, ".", identifier.name, " already exists in Catalog ",
                                            identifier.catalog, "."),
                                     range),
                        "org.apache.flink.table.catalog.exceptions.TableAlreadyExistException");
}

}  // namespace

Catalog::Catalog() { catalogs_["default_catalog"] = {.default_database = database_, .databases = {{database_, {}}}}; }

ObjectIdentifier Catalog::Qualify(const std::vector<std::string>& path) const {
  const size_t n = path.size();
  return {n > 2 ? path[n - 3] : catalog_, n > 1 ? path[n - 2] : database_, path[n - 1]};
}

absl::Status Catalog::CreateCatalog(const std::string& name, CatalogDescriptor descriptor, bool if_not_exists, SourceRange range) {
  if (catalogs_.contains(name)) {
    return if_not_exists ? absl::OkStatus() : CatalogFailure(Concat("Catalog ", name, " already exists."), range);
  }
  const auto database = descriptor.options.find("default-database");
  NamedCatalog catalog{.default_database = database == descriptor.options.end() ? "default" : database->second};
  catalog.databases[catalog.default_database] = {};
  catalog.descriptor = std::move(descriptor);
  catalogs_[name] = std::move(catalog);
  return absl::OkStatus();
}

absl::Status Catalog::DropCatalog(const std::string& name, bool if_exists, SourceRange range) {
  if (!catalogs_.contains(name)) {
    return if_exists ? absl::OkStatus() : CatalogFailure(Concat("Catalog ", name, " does not exist."), range);
  }
  if (name == catalog_) return CatalogFailure("Cannot drop a catalog which is currently in use.", range);
  catalogs_.erase(name);
  std::erase_if(objects_, [&](const auto& object) { return object.first.catalog == name; });
  std::erase_if(functions, [&](const auto& function) { return function.first.catalog == name; });
  return absl::OkStatus();
}

absl::Status Catalog::AlterCatalog(const std::string& name, CatalogDescriptor descriptor) {
  catalogs_[name].descriptor = std::move(descriptor);
  return absl::OkStatus();
}

absl::Status Catalog::UseCatalog(const std::string& name, SourceRange range) {
  const auto found = catalogs_.find(name);
  if (found == catalogs_.end()) return CatalogFailure(Concat("A catalog with name [", name, "] does not exist."), range);
  if (name == catalog_) return absl::OkStatus();
  catalog_ = name;
  database_ = found->second.default_database;
  return absl::OkStatus();
}

const CatalogDescriptor* Catalog::FindDescriptor(const std::string& catalog) const {
  const auto found = catalogs_.find(catalog);
  return found == catalogs_.end() || !found->second.descriptor ? nullptr : &*found->second.descriptor;
}

bool Catalog::HasDatabase(const std::string& catalog, const std::string& database) const {
  const auto found = catalogs_.find(catalog);
  return found != catalogs_.end() && found->second.databases.contains(database);
}

std::vector<std::string> Catalog::CatalogNames() const {
  std::vector<std::string> names;
  for (const auto& [name, catalog] : catalogs_) names.push_back(name);
  return names;
}

std::vector<std::string> Catalog::DatabaseNames(const std::string& catalog) const {
  std::vector<std::string> names;
  if (const auto found = catalogs_.find(catalog); found != catalogs_.end()) {
    for (const auto& [name, database] : found->second.databases) names.push_back(name);
  }
  return names;
}

absl::Status Catalog::CreateDatabase(const std::string& catalog, const std::string& name, CatalogDatabase database, bool if_not_exists,
                                     SourceRange range) {
  const auto found = catalogs_.find(catalog);
  if (found == catalogs_.end()) return ValidationError(Concat("Catalog ", catalog, " does not exist"), range);
  if (found->second.databases.contains(name)) {
    if (if_not_exists) return absl::OkStatus();
    return WithFlinkClass(InvalidError(Concat("Database ", name, " already exists in Catalog ", catalog, "."), range),
                          "org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException");
  }
  found->second.databases[name] = std::move(database);
  return absl::OkStatus();
}

absl::Status Catalog::DropDatabase(const std::string& catalog, const std::string& name, bool if_exists, bool cascade, SourceRange range) {
  if (catalog == catalog_ && name == database_) return ValidationError("Cannot drop a database which is currently in use.", range);
  const auto found = catalogs_.find(catalog);
  if (found == catalogs_.end()) {
    return WithFlinkClass(InvalidError(Concat("Catalog ", catalog, " does not exist."), range),
                          "org.apache.flink.table.catalog.exceptions.CatalogNotExistException");
  }
  if (!found->second.databases.contains(name)) return if_exists ? absl::OkStatus() : DatabaseDoesNotExist(catalog, name, range);
  const auto is_inside = [&](const auto& object) { return object.first.catalog == catalog && object.first.database == name; };
  const bool is_empty = std::none_of(objects_.begin(), objects_.end(), is_inside) && std::none_of(functions.begin(), functions.end(), is_inside);
  if (!is_empty && !cascade) {
    return WithFlinkClass(InvalidError(Concat("Database ", name, " in catalog ", catalog, " is not empty."), range),
                          "org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException");
  }
  std::erase_if(objects_, is_inside);
  std::erase_if(functions, is_inside);
  found->second.databases.erase(name);
  return absl::OkStatus();
}

CatalogDatabase* Catalog::FindDatabase(const std::string& catalog, const std::string& name) {
  const auto found = catalogs_.find(catalog);
  if (found == catalogs_.end()) return nullptr;
  const auto database = found->second.databases.find(name);
  return database == found->second.databases.end() ? nullptr : &database->second;
}

absl::Status Catalog::UseDatabase(const std::string& catalog, const std::string& database, SourceRange range) {
  if (!catalogs_.contains(catalog)) return CatalogFailure(Concat("A catalog with name [", catalog, "] does not exist."), range);
  if (!HasDatabase(catalog, database)) {
    return CatalogFailure(Concat("A database with name [", database, "] does not exist in the catalog: [", catalog, "]."), range);
  }
  catalog_ = catalog;
  database_ = database;
  return absl::OkStatus();
}

absl::Status Catalog::CheckDatabase(const ObjectIdentifier& identifier, SourceRange range) const {
  if (!catalogs_.contains(identifier.catalog)) return ValidationError(Concat("Catalog ", identifier.catalog, " does not exist."), range);
  if (HasDatabase(identifier.catalog, identifier.database)) return absl::OkStatus();
  return DatabaseDoesNotExist(identifier.catalog, identifier.database, range);
}

absl::Status Catalog::Add(const ObjectIdentifier& identifier, Object object, bool if_not_exists, SourceRange range,
                          bool temporary) {
  if (!temporary) DREY_RETURN_IF_ERROR(CheckDatabase(identifier, range));
  auto& objects = temporary ? temporary_ : objects_;
  if (objects.contains(identifier)) {
    if (if_not_exists) return absl::OkStatus();
    if (temporary) return ValidationError(Concat("Temporary table '", identifier.ToQuotedString(), "' already exists"), range);
    return AlreadyExists(identifier, range);
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

absl::Status Catalog::ReplaceView(CatalogView view) {
  auto& objects = view.temporary ? temporary_ : objects_;
  if (!view.temporary) DREY_RETURN_IF_ERROR(CheckDatabase(view.identifier, view.name_range));
  const ObjectIdentifier identifier = view.identifier;
  objects.insert_or_assign(identifier, std::move(view));
  return absl::OkStatus();
}

absl::Status Catalog::ReplaceTable(CatalogTable table) {
  auto& objects = table.temporary ? temporary_ : objects_;
  if (!table.temporary) DREY_RETURN_IF_ERROR(CheckDatabase(table.identifier, table.name_range));
  const ObjectIdentifier identifier = table.identifier;
  objects.insert_or_assign(identifier, std::move(table));
  return absl::OkStatus();
}

absl::Status Catalog::Rename(const ObjectIdentifier& from, const ObjectIdentifier& to, SourceRange range) {
  if (objects_.contains(to)) return AlreadyExists(to, range);
  auto node = objects_.extract(from);
  node.key() = to;
  std::visit([&](auto& object) { object.identifier = to; }, node.mapped());
  objects_.insert(std::move(node));
  return absl::OkStatus();
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

const Catalog::Object* Catalog::FindPermanent(const ObjectIdentifier& identifier) const {
  const auto found = objects_.find(identifier);
  return found == objects_.end() ? nullptr : &found->second;
}

std::map<ObjectIdentifier, const Catalog::Object*> Catalog::Visible() const {
  std::map<ObjectIdentifier, const Object*> visible;
  for (const auto& [identifier, object] : temporary_) visible.emplace(identifier, &object);
  for (const auto& [identifier, object] : objects_) visible.emplace(identifier, &object);
  return visible;
}

std::vector<std::string> Catalog::Names(const std::string& catalog, const std::string& database) const {
  std::vector<std::string> names;
  for (const auto& [identifier, object] : Visible()) {
    if (identifier.catalog == catalog && identifier.database == database) names.push_back(identifier.name);
  }
  return names;
}

}  // namespace drey
