// The catalogs of a session with their databases, tables, views and functions, under Flink's naming: default_catalog.default_database unless
// USE says otherwise.
//
// Failures carry the messages of Flink's CatalogManager and of its in-memory catalog. Not thread-safe; lives as long as one compilation.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/catalog/catalog_table.h"

namespace drey {

struct Query;

struct CatalogViewColumn {
  std::string name = {};
  std::string type = {};  // as DESCRIBE shows it: "TIMESTAMP(3) *ROWTIME*"
  bool nullable = true;
};

struct CatalogView {
  ObjectIdentifier identifier = {};
  // Its columns when it was made.
  std::vector<CatalogViewColumn> columns = {};
  std::vector<std::string> column_names = {};  // empty: those of the query
  const Query* query = nullptr;
  // Where the view was made: its query's names are completed with these.
  std::string current_catalog = {};
  std::string current_database = {};
  // The query as Flink keeps it: names made complete.
  std::string expanded_query = {};
  std::string comment = {};
  bool temporary = false;
  SourceRange name_range = {};
  // Keeps the syntax tree alive.
  std::shared_ptr<const void> syntax = {};
};

struct CatalogDatabase {
  std::optional<std::string> comment = {};
  std::map<std::string, std::string> properties = {};
};

// What CREATE CATALOG said.
struct CatalogDescriptor {
  std::optional<std::string> comment = {};
  std::map<std::string, std::string> options = {};
};

// A function of CREATE FUNCTION: registered, never called.
struct CatalogFunction {
  std::string class_name = {};
  std::string language = {};  // empty: Java
};

class Catalog {
 public:
  using Object = std::variant<CatalogTable, CatalogView>;

  Catalog();

  // A path of one to three names, completed with the current database and catalog.
  ObjectIdentifier Qualify(const std::vector<std::string>& path) const;

  // Catalogs and databases. Each fails where Flink does; ranges are those of the names.
  absl::Status CreateCatalog(const std::string& name, CatalogDescriptor descriptor, bool if_not_exists, SourceRange range);
  absl::Status DropCatalog(const std::string& name, bool if_exists, SourceRange range);
  absl::Status AlterCatalog(const std::string& name, CatalogDescriptor descriptor);
  absl::Status UseCatalog(const std::string& name, SourceRange range);
  // Null for the default catalog, which nobody has described, and where there is none.
  const CatalogDescriptor* FindDescriptor(const std::string& catalog) const;
  bool HasCatalog(const std::string& name) const { return catalogs_.contains(name); }
  bool HasDatabase(const std::string& catalog, const std::string& database) const;
  std::vector<std::string> CatalogNames() const;
  std::vector<std::string> DatabaseNames(const std::string& catalog) const;

  absl::Status CreateDatabase(const std::string& catalog, const std::string& name, CatalogDatabase database, bool if_not_exists,
                              SourceRange range);
  absl::Status DropDatabase(const std::string& catalog, const std::string& name, bool if_exists, bool cascade, SourceRange range);
  // Null where there is none.
  CatalogDatabase* FindDatabase(const std::string& catalog, const std::string& name);
  absl::Status UseDatabase(const std::string& catalog, const std::string& database, SourceRange range);

  absl::Status AddTable(CatalogTable table, bool if_not_exists);
  absl::Status AddView(CatalogView view, bool if_not_exists);
  // In place of what has its name, or new.
  absl::Status ReplaceView(CatalogView view);
  absl::Status ReplaceTable(CatalogTable table);
  // To a name of the same catalog and database that is not taken.
  absl::Status Rename(const ObjectIdentifier& from, const ObjectIdentifier& to, SourceRange range);
  struct Drop {
    ObjectIdentifier identifier = {};
    bool is_view = false;  // else a table
    bool temporary = false;
    bool if_exists = false;
    SourceRange range = {};
  };
  // Fails where there is no such thing, unless `if_exists`, and where a temporary one hides the permanent one.
  absl::Status DropObject(const Drop& drop);

  // Null where there is none. A temporary table or view hides a permanent one.
  const Object* Find(const ObjectIdentifier& identifier) const;
  // The same without the temporary ones.
  const Object* FindPermanent(const ObjectIdentifier& identifier) const;
  bool IsTemporary(const ObjectIdentifier& identifier) const { return temporary_.contains(identifier); }
  // Every name of the current database, for suggestions and SHOW.
  std::vector<std::string> Names() const { return Names(catalog_, database_); }
  std::vector<std::string> Names(const std::string& catalog, const std::string& database) const;
  // What can be seen, in the order of names.
  std::map<ObjectIdentifier, const Object*> Visible() const;

  const std::string& current_catalog() const { return catalog_; }
  const std::string& current_database() const { return database_; }

  // Functions of CREATE FUNCTION: of a database, temporary ones, and temporary ones of the system (by their name alone).
  std::map<ObjectIdentifier, CatalogFunction> functions = {};
  std::map<ObjectIdentifier, CatalogFunction> temporary_functions = {};
  std::map<std::string, CatalogFunction> system_functions = {};
  // Modules that are loaded, in the order in which they are asked; those that USE MODULES left out are loaded and not used.
  std::vector<std::string> used_modules = {"core"};
  std::set<std::string> loaded_modules = {"core"};

 private:
  struct NamedCatalog {
    std::string default_database = {};
    std::optional<CatalogDescriptor> descriptor = {};
    std::map<std::string, CatalogDatabase> databases = {};
  };

  absl::Status Add(const ObjectIdentifier& identifier, Object object, bool if_not_exists, SourceRange range, bool temporary);
  absl::Status CheckDatabase(const ObjectIdentifier& identifier, SourceRange range) const;

  std::map<std::string, NamedCatalog> catalogs_;
  std::string catalog_ = "default_catalog";
  std::string database_ = "default_database";
  std::map<ObjectIdentifier, Object> objects_;    // permanent ones
  std::map<ObjectIdentifier, Object> temporary_;
};

}  // namespace drey
