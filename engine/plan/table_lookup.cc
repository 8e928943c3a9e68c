#include "engine/plan/table_lookup.h"

#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

using NamePath = std::vector<std::string>;

// How far a path of names leads: the real names of what it names, and the names behind that.
struct Step {
  NamePath found = {};
  NamePath remaining = {};
};

class Lookup {
 public:
  Lookup(const Catalog& catalog, bool ignores_case) : catalog_(catalog), ignores_case_(ignores_case) {}

  // The one match, if it is one: a table, or a part of the way that `names` itself leads.
  std::optional<Step> Find(const NamePath& names) const {
    std::vector<Step> partial;
    const NamePath database = {catalog_.current_catalog(), catalog_.current_database()};
    for (const NamePath& schema : {database, NamePath{catalog_.current_catalog()}, NamePath{}}) {
      std::optional<Step> step = Walk(schema, names);
      if (!step) continue;
      if (step->remaining.empty()) return step;
      partial.push_back(*std::move(step));
    }
    if (partial.size() != 1) return std::nullopt;
    return partial.front();
  }

 private:
  std::optional<Step> Walk(const NamePath& schema, const NamePath& names) const {
    Step step;
    step.remaining = schema;
    step.remaining.insert(step.remaining.end(), names.begin(), names.end());
    while (!step.remaining.empty() && step.found.size() < 3) {
      const std::optional<std::string> child = Child(step.found, step.remaining.front());
      if (!child) break;
      step.found.push_back(*child);
      step.remaining.erase(step.remaining.begin());
    }
    const bool is_table = step.found.size() == 3;
    if (!is_table && (step.found.empty() || step.remaining == names)) return std::nullopt;
    return step;
  }

  // The catalog, database or table below `path`.
  std::optional<std::string> Child(const NamePath& path, const std::string& name) const {
    std::set<std::string> children;
    if (path.empty()) Insert(catalog_.CatalogNames(), children);
    if (path.size() == 1) Insert(catalog_.DatabaseNames(path[0]), children);
    if (path.size() == 2) {
      for (const auto& [identifier, object] : catalog_.Visible()) {
        if (identifier.catalog == path[0] && identifier.database == path[1]) children.insert(identifier.name);
      }
    }
    if (children.contains(name)) return name;
    for (const std::string& child : children) {
      if (ignores_case_ && EqualsIgnoreCase(child, name)) return child;
    }
    return std::nullopt;
  }

  static void Insert(NamePath names, std::set<std::string>& into) {
    into.insert(std::make_move_iterator(names.begin()), std::make_move_iterator(names.end()));
  }

  const Catalog& catalog_;
  bool ignores_case_;
};

std::string Path(const NamePath& names, size_t count) {
  return Join(NamePath(names.begin(), names.begin() + static_cast<ptrdiff_t>(count)), ".");
}

}  // namespace

absl::Status TableNotFound(const Catalog& catalog, const Identifier& name) {
  const NamePath names = name.Names();
  const std::optional<Step> exact = Lookup(catalog, false).Find(names);
  const std::optional<Step> liberal = Lookup(catalog, true).Find(names);
  if (liberal && (liberal->remaining.empty() || !exact)) {
    const size_t position = exact ? exact->found.size() : 0;
    const size_t offset = liberal->found.size() + liberal->remaining.size() - names.size();
    const size_t wrong = position + offset;
    if (wrong < liberal->found.size() && position < names.size()) {
      const std::string within = wrong == 0 ? "" : Concat(" within '", Path(liberal->found, wrong), "'");
      return SqlValidatorError(Concat("Object '", names[position], "' not found", within, "; did you mean '",
                                      liberal->found[wrong], "'?"),
                               name.range);
    }
  }
  if (liberal && !liberal->remaining.empty()) {
    return SqlValidatorError(Concat("Object '", liberal->remaining.front(), "' not found within '",
                                    Path(liberal->found, liberal->found.size()), "'"),
                             name.range, DidYouMean(names.back(), catalog.Names()));
  }
  return SqlValidatorError(Concat("Object '", names.front(), "' not found"), name.range,
                           DidYouMean(names.back(), catalog.Names()));
}

}  // namespace drey
