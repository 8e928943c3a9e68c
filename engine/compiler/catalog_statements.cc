#include "engine/compiler/catalog_statements.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

using Options = std::map<std::string, std::string>;

Options OptionsOf(const std::vector<OptionSyntax>& written) {
  Options options;
  for (const OptionSyntax& option : written) options[option.key.text] = option.value.text;
  return options;
}

absl::Status FormatError(std::string_view what, SourceRange range) {
  return ValidationError(Concat(what, " database identifier format error"), range);
}

absl::Status FactoryNotFound(std::string_view identifier, std::string_view factory, std::string_view available, SourceRange range) {
  return ValidationError(Concat("Could not find any factory for identifier '", identifier, "' that implements 'org.apache.flink.table.factories.",
                                factory, "' in the classpath.\n\nAvailable factory identifiers are:\n\n", available),
                         range);
}

// The in-memory catalog is the only one.
absl::Status CheckCatalogOptions(const Options& options, SourceRange range) {
  const auto type = options.find("type");
  if (type == options.end()) {
    return ValidationError("Catalog options do not contain an option key 'type' for discovering a catalog.", range,
                           "WITH ('type' = 'generic_in_memory')");
  }
  if (type->second != "generic_in_memory") return FactoryNotFound(type->second, "CatalogFactory", "generic_in_memory", range);
  constexpr std::array<std::string_view, 3> kKnown = {"default-database", "property-version", "type"};
  std::vector<std::string> unknown;
  for (const auto& [key, value] : options) {
    if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) unknown.push_back(key);
  }
  if (unknown.empty()) return absl::OkStatus();
  return ValidationError(Concat("Unsupported options found for 'generic_in_memory'.\n\nUnsupported options:\n\n", Join(unknown, "\n"),
                                "\n\nSupported options:\n\ndefault-database\nproperty-version"),
                         range);
}

class CatalogStatement {
 public:
  CatalogStatement(Catalog& catalog, SourceRange range) : catalog_(catalog), range_(range) {}

  absl::Status Run(const CreateCatalog& create) {
    if (catalog_.HasCatalog(create.name.last()) && create.if_not_exists) return absl::OkStatus();
    CatalogDescriptor descriptor{.options = OptionsOf(create.options)};
    if (create.comment) descriptor.comment = create.comment->text;
    if (!catalog_.HasCatalog(create.name.last())) DREY_RETURN_IF_ERROR(CheckCatalogOptions(descriptor.options, create.name.range));
    return catalog_.CreateCatalog(create.name.last(), std::move(descriptor), create.if_not_exists, create.name.range);
  }

  absl::Status Run(const CreateDatabase& create) {
    if (create.name.parts.size() > 2) return FormatError("create", create.name.range);
    CatalogDatabase database{.properties = OptionsOf(create.options)};
    if (create.comment) database.comment = create.comment->text;
    return catalog_.CreateDatabase(CatalogOf(create.name), create.name.last(), std::move(database), create.if_not_exists, create.name.range);
  }

  absl::Status Run(const CreateFunction& create) {
    const CatalogFunction function = {.class_name = create.class_name.text, .language = create.language};
    // Flink makes an object of a temporary function's class at once.
    if (create.temporary) {
      return UnsupportedError("a user-defined function", create.class_name.range, "drey runs the functions that Flink has built in");
    }
    const ObjectIdentifier identifier = catalog_.Qualify(create.name.Names());
    if (!catalog_.HasCatalog(identifier.catalog)) return NoCatalog(identifier.catalog, create.name.range);
    if (!catalog_.HasDatabase(identifier.catalog, identifier.database)) {
      return WithFlinkClass(InvalidError(Concat("Database ", identifier.database, " does not exist in Catalog ", identifier.catalog, "."),
                                         create.name.range),
                            "org.apache.flink.table.catalog.exceptions.DatabaseNotExistException");
    }
    if (!catalog_.functions.emplace(FunctionKey(identifier), function).second && !create.if_not_exists) {
      return FunctionError(identifier, "already exists in", "FunctionAlreadyExistException", create.name.range);
    }
    return absl::OkStatus();
  }

  absl::Status Run(const DropObject& drop) {
    switch (drop.object) {
      case ObjectKind::kCatalog:
        return catalog_.DropCatalog(drop.name.last(), drop.if_exists, drop.name.range);
      case ObjectKind::kDatabase:
        if (drop.name.parts.size() > 2) return FormatError("drop", drop.name.range);
        return catalog_.DropDatabase(CatalogOf(drop.name), drop.name.last(), drop.if_exists, drop.cascade, drop.name.range);
      case ObjectKind::kFunction:
        return DropFunction(drop);
      // There is none, since there is no way to make one.
      case ObjectKind::kMaterializedTable:
      case ObjectKind::kModel: {
        if (drop.if_exists) return absl::OkStatus();
        const std::string_view what = drop.object == ObjectKind::kModel ? "Model" : "Materialized Table";
        return ValidationError(Concat(what, " with identifier '", catalog_.Qualify(drop.name.Names()).ToString(), "' does not exist."),
                               drop.name.range);
      }
      default:
        return UnsupportedError("DROP of anything but catalogs, databases, tables, views and functions", range_);
    }
  }

  absl::Status Run(const AlterObject& alter) {
    if (alter.object == ObjectKind::kCatalog) return AlterCatalog(alter);
    if (alter.object == ObjectKind::kDatabase) return AlterDatabase(alter);
    return AlterFunction(alter);
  }

  absl::Status Run(const Use& use) {
    switch (use.what) {
      case Use::What::kCatalog:
        return catalog_.UseCatalog(use.names.front().last(), use.names.front().range);
      case Use::What::kDatabase:
        if (use.names.front().parts.size() > 2) return FormatError("use", use.names.front().range);
        return catalog_.UseDatabase(CatalogOf(use.names.front()), use.names.front().last(), use.names.front().range);
      case Use::What::kModules:
        return UseModules(use);
    }
    return BugError("USE of an unknown kind", range_);
  }

  absl::Status Run(const LoadModule& load) {
    const std::string& name = load.name.text;
    if (catalog_.loaded_modules.contains(name)) {
      return ValidationError(Concat("A module with name '", name, "' already exists"), load.name.range);
    }
    if (name != "core") return FactoryNotFound(name, "ModuleFactory", "core", load.name.range);
    if (!load.options.empty()) {
      std::vector<std::string> keys;
      for (const auto& [key, value] : OptionsOf(load.options)) keys.push_back(key);
      return ValidationError(Concat("Unsupported options found for 'core'.\n\nUnsupported options:\n\n", Join(keys, "\n"),
                                    "\n\nSupported options:\n\nproperty-version"),
                             load.options.front().range);
    }
    catalog_.loaded_modules.insert(name);
    catalog_.used_modules.push_back(name);
    return absl::OkStatus();
  }

  absl::Status Run(const UnloadModule& unload) {
    if (catalog_.loaded_modules.erase(unload.name.text) == 0) return NoModule(unload.name.text, unload.name.range);
    std::erase(catalog_.used_modules, unload.name.text);
    return absl::OkStatus();
  }

 private:
  std::string CatalogOf(const Identifier& database) const {
    return database.parts.size() > 1 ? database.first() : catalog_.current_catalog();
  }

  static absl::Status NoCatalog(std::string_view catalog, SourceRange range) {
    return ValidationError(Concat("Catalog ", catalog, " does not exist"), range);
  }

  static absl::Status NoModule(std::string_view name, SourceRange range) {
    return ValidationError(Concat("No module with name '", name, "' exists"), range);
  }

  static ObjectIdentifier FunctionKey(ObjectIdentifier identifier) {
    identifier.name = ToLower(identifier.name);
    return identifier;
  }

  static absl::Status FunctionError(const ObjectIdentifier& function, std::string_view what, std::string_view exception, SourceRange range) {
    return WithFlinkClass(InvalidError(Concat("Function ", function.database, ".", function.name, " ", what, " Catalog ", function.catalog, "."),
                                       range),
                          Concat("org.apache.flink.table.catalog.exceptions.", exception));
  }

  // Temporary functions cannot be made, so that there is none to drop.
  absl::Status DropFunction(const DropObject& drop) {
    const ObjectIdentifier identifier = catalog_.Qualify(drop.name.Names());
    if (drop.temporary) {
      if (drop.if_exists) return absl::OkStatus();
      if (drop.system) {
        return ValidationError(Concat("Could not drop temporary system function. A function named '", drop.name.last(), "' doesn't exist."),
                               drop.name.range);
      }
      return ValidationError(Concat("Temporary catalog function ", identifier.ToQuotedString(), " doesn't exist"), drop.name.range);
    }
    if (!catalog_.HasCatalog(identifier.catalog)) return drop.if_exists ? absl::OkStatus() : NoCatalog(identifier.catalog, drop.name.range);
    if (catalog_.functions.erase(FunctionKey(identifier)) > 0 || drop.if_exists) return absl::OkStatus();
    return FunctionError(identifier, "does not exist in", "FunctionNotExistException", drop.name.range);
  }

  absl::Status AlterFunction(const AlterObject& alter) {
    const ObjectIdentifier identifier = catalog_.Qualify(alter.name.Names());
    if (!catalog_.HasCatalog(identifier.catalog)) return alter.if_exists ? absl::OkStatus() : NoCatalog(identifier.catalog, alter.name.range);
    if (catalog_.functions.contains(FunctionKey(identifier)) || alter.if_exists) return absl::OkStatus();
    return FunctionError(identifier, "does not exist in", "FunctionNotExistException", alter.name.range);
  }

  absl::Status AlterCatalog(const AlterObject& alter) {
    const std::string& name = alter.name.last();
    const CatalogDescriptor* known = catalog_.FindDescriptor(name);
    if (known == nullptr) {
      return WithFlinkClass(InvalidError(Concat("Catalog ", name, " does not exist in the catalog store."), alter.name.range),
                            "org.apache.flink.table.catalog.exceptions.CatalogException");
    }
    CatalogDescriptor changed = *known;
    if (alter.comment) changed.comment = alter.comment->text;
    for (const auto& [key, value] : OptionsOf(alter.options)) changed.options[key] = value;
    for (const StringSyntax& key : alter.keys) changed.options.erase(key.text);
    DREY_RETURN_IF_ERROR(CheckCatalogOptions(changed.options, alter.name.range));
    return catalog_.AlterCatalog(name, std::move(changed));
  }

  absl::Status AlterDatabase(const AlterObject& alter) {
    if (alter.name.parts.size() > 2) return FormatError("alter", alter.name.range);
    CatalogDatabase* database = catalog_.FindDatabase(CatalogOf(alter.name), alter.name.last());
    if (database == nullptr) {
      return WithFlinkClass(InvalidError(Concat("Database ", alter.name.last(), " does not exist in Catalog ", CatalogOf(alter.name), "."),
                                         alter.name.range),
                            "org.apache.flink.table.catalog.exceptions.DatabaseNotExistException");
    }
    for (const auto& [key, value] : OptionsOf(alter.options)) database->properties[key] = value;
    return absl::OkStatus();
  }

  absl::Status UseModules(const Use& use) {
    std::vector<std::string> used;
    for (const Identifier& name : use.names) {
      if (std::find(used.begin(), used.end(), name.last()) != used.end()) {
        return ValidationError(Concat("Module '", name.last(), "' appears more than once"), name.range);
      }
      if (!catalog_.loaded_modules.contains(name.last())) return NoModule(name.last(), name.range);
      used.push_back(name.last());
    }
    catalog_.used_modules = std::move(used);
    return absl::OkStatus();
  }

  Catalog& catalog_;
  SourceRange range_;
};

bool IsOfCatalog(ObjectKind object) {
  return object == ObjectKind::kCatalog || object == ObjectKind::kDatabase || object == ObjectKind::kFunction;
}

}  // namespace

std::optional<absl::Status> ExecuteCatalogStatement(const Statement& statement, Catalog& catalog) {
  CatalogStatement runner(catalog, statement.range);
  if (const auto* create = statement.As<CreateCatalog>()) return runner.Run(*create);
  if (const auto* create = statement.As<CreateDatabase>()) return runner.Run(*create);
  if (const auto* create = statement.As<CreateFunction>()) return runner.Run(*create);
  if (const auto* use = statement.As<Use>()) return runner.Run(*use);
  if (const auto* load = statement.As<LoadModule>()) return runner.Run(*load);
  if (const auto* unload = statement.As<UnloadModule>()) return runner.Run(*unload);
  if (const auto* drop = statement.As<DropObject>(); drop != nullptr && drop->object != ObjectKind::kTable && drop->object != ObjectKind::kView) {
    return runner.Run(*drop);
  }
  if (const auto* alter = statement.As<AlterObject>(); alter != nullptr && IsOfCatalog(alter->object)) return runner.Run(*alter);
  return std::nullopt;
}

}  // namespace drey
