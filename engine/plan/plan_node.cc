#include "engine/plan/plan_node.h"

#include <iterator>
#include <map>
#include <string_view>
#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

void Write(const PlanNode& node, const std::string& indent, std::string& out) {
  Append(out, node.text, "\n");
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const bool is_last = i + 1 == node.inputs.size();
    Append(out, indent, is_last ? "+- " : ":- ");
    Write(node.inputs[i], indent + (is_last ? "   " : ":  "), out);
  }
}

std::string DigestOf(const PlanNode& node) {
  std::string digest = node.text;
  for (const PlanNode& input : node.inputs) Append(digest, "\n(", DigestOf(input), ")");
  return digest;
}

// A sink writes; constants are cheap; what is asked anew for each row has no other value to share.
bool MayBeReused(const PlanNode& node) {
  for (const std::string_view kind : {"Sink(", "Values(", "Union("}) {
    if (node.text.starts_with(kind)) return false;
  }
  for (const std::string_view call : {"RAND(", "RAND_INTEGER(", "UUID("}) {
    if (node.text.find(call) != std::string::npos) return false;
  }
  for (const PlanNode& input : node.inputs) {
    if (!MayBeReused(input)) return false;
  }
  return true;
}

class Reuse {
 public:
  explicit Reuse(bool has_several_sinks) : has_several_sinks_(has_several_sinks) {}

  void Count(const PlanNode& node) {
    // What is inside of a part that was met before is not computed again.
    if (MayBeReused(node) && ++counts_[DigestOf(node)] > 1) return;
    for (const PlanNode& input : node.inputs) Count(input);
  }

  void Mark(PlanNode& node) {
    const std::string digest = DigestOf(node);
    if (MayBeReused(node) && counts_[digest] > 1) {
      const auto [id, is_first] = ids_.emplace(digest, ids_.size() + 1);
      if (is_first && has_several_sinks_) {
        PlanNode shared = node;
        Append(shared.text, "(reuse_id=[", id->second, "])");
        shared_.push_back(std::move(shared));
      }
      if (is_first && !has_several_sinks_) {
        Append(node.text, "(reuse_id=[", id->second, "])");
        return;
      }
      node = {Concat("Reused(reference_id=[", id->second, "])")};
      return;
    }
    for (PlanNode& input : node.inputs) Mark(input);
  }

  const std::vector<PlanNode>& shared() const { return shared_; }

 private:
  bool has_several_sinks_;
  std::map<std::string, int> counts_;
  std::map<std::string, size_t> ids_;
  std::vector<PlanNode> shared_;
};

}  // namespace

std::string PlanTreeText(const PlanNode& root) {
  std::string text;
  Write(root, "", text);
  return text;
}

std::vector<PlanNode> WithReuse(std::vector<PlanNode> roots) {
  Reuse reuse(roots.size() > 1);
  for (const PlanNode& root : roots) reuse.Count(root);
  for (PlanNode& root : roots) reuse.Mark(root);
  std::vector<PlanNode> trees = reuse.shared();
  trees.insert(trees.end(), std::make_move_iterator(roots.begin()), std::make_move_iterator(roots.end()));
  return trees;
}

}  // namespace drey
