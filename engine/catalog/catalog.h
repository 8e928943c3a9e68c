// The tables and views that a job's statements made, under Flink's naming: default_catalog.default_database unless USE says otherwise.
//
// Failures carry the messages of Flink's CatalogManager. Not thread-safe; lives as long as one compilation.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/catalog/catalog_table.h"

namespace drey {

struct Query;

struct CatalogView {
  ObjectIdentifier identifier = {};
  std::vector<std::string> column_names = {};  // empty: those of the query
  const Query* query = nullptr;
  bool temporary = false;
  SourceRange name_range = {};
  // Keeps the syntax tree alive.
  std::shared_ptr<const void> syntax = {};
};

class Catalog {
 public:
  using Object = std::variant<CatalogTable, CatalogView>;

  // A path of one to three names, completed with the current database and catalog.
  ObjectIdentifier Qualify(const std::vector<std::string>& path) const;

  absl::Status AddTable(CatalogTable table, bool if_not_exists);
  absl::Status AddView(CatalogView view, bool if_not_exists);
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
  // Every name of the current database, for suggestions and SHOW.
  std::vector<std::string> Names() const;
  // What can be seen, in the order of names.
  std::map<ObjectIdentifier, const Object*> Visible() const;

  void UseDatabase(std::string database) { database_ = std::move(database); }
  const std::string& current_catalog() const { return catalog_; }
  const std::string& current_database() const { return database_; }

 private:
  absl::Status Add(const ObjectIdentifier& identifier, Object object, bool if_not_exists, SourceRange range, bool temporary);

  std::string catalog_ = "default_catalog";
  std::string database_ = "default_database";
  std::map<ObjectIdentifier, Object> objects_;    // permanent ones
  std::map<ObjectIdentifier, Object> temporary_;
};

}  // namespace drey
