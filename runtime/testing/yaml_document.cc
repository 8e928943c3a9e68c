#include "runtime/testing/yaml_document.h"

#include <libfyaml.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/text_encoding.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

// Deeper trees are no test files; the reader is recursive.
constexpr int kDeepestNesting = 200;

std::string TextOf(fy_token* token) {
  size_t size = 0;
  const char* text = fy_token_get_text(token, &size);
  return text == nullptr ? std::string() : std::string(text, size);
}

// Where a line and column (both from 0) are in the text.
uint32_t OffsetOf(std::string_view text, int line, int column) {
  size_t at = 0;
  for (int i = 0; i < line && at < text.size(); ++i) {
    const size_t newline = text.find('\n', at);
    at = newline == std::string_view::npos ? text.size() : newline + 1;
  }
  for (int i = 0; i < column && at < text.size() && text[at] != '\n'; ++i) at += Utf8Length(static_cast<unsigned char>(text[at]));
  return static_cast<uint32_t>(std::min(at, text.size()));
}

class YamlReader {
 public:
  YamlReader(SourceId source, std::string_view text) : source_(source), text_(text) {
    // Diagnoses are collected; the library must not print them.
    fy_diag_cfg diagnosis = {};
    fy_diag_cfg_default(&diagnosis);
    diagnosis.fp = nullptr;
    diagnosis.output_fn = [](fy_diag*, void*, const char*, size_t) {};
    diagnoses_.reset(fy_diag_create(&diagnosis));
    fy_diag_set_collect_errors(diagnoses_.get(), true);
    const fy_parse_cfg configuration = {.search_path = nullptr, .flags = {}, .userdata = nullptr, .diag = diagnoses_.get()};
    parser_.reset(fy_parser_create(&configuration));
  }

  absl::StatusOr<YamlNode> Read() {
    if (parser_ == nullptr || fy_parser_set_string(parser_.get(), text_.data(), text_.size()) != 0) {
      return BugError("the YAML parser cannot be created");
    }
    YamlNode root;
    bool has_document = false;
    while (true) {
      DREY_ASSIGN_OR_RETURN(EventPointer event, Next());
      if (event == nullptr || event->type == FYET_STREAM_END) break;
      if (event->type == FYET_STREAM_START || event->type == FYET_DOCUMENT_END) continue;
      if (event->type == FYET_DOCUMENT_START) {
        if (has_document) return InvalidError("a second YAML document in one file", RangeOf(*event), "one file has one document");
        has_document = true;
        continue;
      }
      DREY_ASSIGN_OR_RETURN(root, ReadNode(std::move(event), 0));
    }
    if (!has_document) return InvalidError("the file is empty", {source_, 0, 0});
    return root;
  }

 private:
  struct ParserDeleter {
    void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
  };
  struct DiagnosesDeleter {
    void operator()(fy_diag* diagnoses) const { fy_diag_unref(diagnoses); }
  };
  struct EventDeleter {
    fy_parser* parser;
    void operator()(fy_event* event) const { fy_parser_event_free(parser, event); }
  };
  using EventPointer = std::unique_ptr<fy_event, EventDeleter>;

  absl::StatusOr<EventPointer> Next() {
    EventPointer event(fy_parser_parse(parser_.get()), EventDeleter{parser_.get()});
    if (event == nullptr && fy_parser_get_stream_error(parser_.get())) return Diagnosis();
    return event;
  }

  absl::Status Diagnosis() const {
    void* previous = nullptr;
    const fy_diag_error* error = fy_diag_errors_iterate(diagnoses_.get(), &previous);
    if (error == nullptr) return InvalidError("the file is not YAML", {source_, 0, 0});
    // Of a diagnosis both count from 1; elsewhere in the library from 0.
    const uint32_t begin = OffsetOf(text_, std::max(error->line, 1) - 1, std::max(error->column, 1) - 1);
    return InvalidError(Concat("not YAML: ", error->msg), {source_, begin, std::min(begin + 1, static_cast<uint32_t>(text_.size()))});
  }

  SourceRange RangeOf(fy_event& event) const {
    const fy_mark* start = fy_event_start_mark(&event);
    const fy_mark* end = fy_event_end_mark(&event);
    if (start == nullptr) return {};
    const auto begin = static_cast<uint32_t>(start->input_pos);
    return {source_, begin, end == nullptr ? begin : static_cast<uint32_t>(end->input_pos)};
  }

  SourceRange RangeOf(fy_token* token) const {
    const fy_mark* start = fy_token_start_mark(token);
    const fy_mark* end = fy_token_end_mark(token);
    if (start == nullptr || end == nullptr) return {};
    return {source_, static_cast<uint32_t>(start->input_pos), static_cast<uint32_t>(end->input_pos)};
  }

  absl::StatusOr<YamlNode> ReadNode(EventPointer event, int depth) {
    if (depth > kDeepestNesting) return InvalidError("nested too deeply", RangeOf(*event));
    switch (event->type) {
      case FYET_SCALAR:
        return ReadScalar(*event);
      case FYET_ALIAS:
        return ReadAlias(*event);
      case FYET_SEQUENCE_START:
        return ReadSequence(*event, depth);
      case FYET_MAPPING_START:
        return ReadMapping(*event, depth);
      default:
        return BugError("an unexpected YAML event", RangeOf(*event));
    }
  }

  absl::StatusOr<YamlNode> ReadScalar(fy_event& event) {
    YamlNode node;
    node.text = TextOf(event.scalar.value);
    const fy_scalar_style style = fy_token_scalar_style(event.scalar.value);
    node.plain = style == FYSS_PLAIN;
    node.range = event.scalar.value == nullptr ? SourceRange() : RangeOf(event.scalar.value);
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) {
      --node.range.begin;
      ++node.range.end;
    }
    if (style == FYSS_LITERAL || style == FYSS_FOLDED) IncludeIndicator(node.range, style == FYSS_LITERAL ? '|' : '>');
    return Finish(std::move(node), event.scalar.tag, event.scalar.anchor);
  }

  // The mark of a block scalar begins with its first line and ends behind the blanks that follow it.
  void IncludeIndicator(SourceRange& range, char indicator) const {
    const size_t at = text_.rfind(indicator, range.begin);
    if (at != std::string_view::npos) range.begin = static_cast<uint32_t>(at);
    while (range.end > range.begin + 1 && (text_[range.end - 1] == ' ' || text_[range.end - 1] == '\n')) --range.end;
  }

  absl::StatusOr<YamlNode> ReadAlias(fy_event& event) {
    const std::string name = TextOf(event.alias.anchor);
    const auto known = anchors_.find(name);
    if (known == anchors_.end()) return InvalidError(Concat("there is no anchor &", name, " before this alias"), RangeOf(event));
    return known->second;
  }

  absl::StatusOr<YamlNode> ReadSequence(fy_event& start, int depth) {
    YamlNode node{.kind = YamlNode::Kind::kSequence};
    node.range = RangeOf(start);
    node.flow = IsBracket(node.range, '[');
    while (true) {
      DREY_ASSIGN_OR_RETURN(EventPointer event, Next());
      if (event == nullptr || event->type == FYET_SEQUENCE_END) {
        CloseRange(node, event.get(), node.items.empty() ? SourceRange() : node.items.back().range);
        break;
      }
      DREY_ASSIGN_OR_RETURN(YamlNode item, ReadNode(std::move(event), depth + 1));
      node.items.push_back(std::move(item));
    }
    return Finish(std::move(node), start.sequence_start.tag, start.sequence_start.anchor);
  }

  absl::StatusOr<YamlNode> ReadMapping(fy_event& start, int depth) {
    YamlNode node{.kind = YamlNode::Kind::kMapping};
    node.range = RangeOf(start);
    node.flow = IsBracket(node.range, '{');
    while (true) {
      DREY_ASSIGN_OR_RETURN(EventPointer event, Next());
      if (event == nullptr || event->type == FYET_MAPPING_END) {
        CloseRange(node, event.get(), node.entries.empty() ? SourceRange() : node.entries.back().value.range);
        break;
      }
      DREY_ASSIGN_OR_RETURN(const YamlNode key, ReadNode(std::move(event), depth + 1));
      if (!key.IsScalar()) return InvalidError("a key is a word or a string", key.range);
      if (node.Find(key.text) != nullptr) return InvalidError(Concat("the key '", key.text, "' is there twice"), key.range);
      DREY_ASSIGN_OR_RETURN(EventPointer value_event, Next());
      if (value_event == nullptr) return InvalidError("the value is missing", key.range);
      DREY_ASSIGN_OR_RETURN(YamlNode value, ReadNode(std::move(value_event), depth + 1));
      // Where nothing is written, the place is that of the key.
      if (!value.range.known()) value.range = value.full_range = key.range;
      node.entries.push_back({key.text, key.range, std::move(value)});
    }
    return Finish(std::move(node), start.mapping_start.tag, start.mapping_start.anchor);
  }

  bool IsBracket(const SourceRange& range, char bracket) const {
    return range.known() && range.begin < text_.size() && text_[range.begin] == bracket;
  }

  // A block ends with its last child, one with brackets behind its bracket.
  void CloseRange(YamlNode& node, fy_event* end, const SourceRange& last_child) const {
    if (node.flow && end != nullptr) {
      node.range.end = std::max(node.range.end, RangeOf(*end).end);
    } else if (last_child.known()) {
      node.range.end = std::max(node.range.begin, last_child.end);
    }
  }

  absl::StatusOr<YamlNode> Finish(YamlNode node, fy_token* tag, fy_token* anchor) {
    node.full_range = node.range;
    if (tag != nullptr) {
      const SourceRange tag_range = RangeOf(tag);
      if (tag_range.known()) {
        node.tag = std::string(text_.substr(tag_range.begin, tag_range.end - tag_range.begin));
        node.full_range.begin = std::min(node.full_range.begin, tag_range.begin);
      } else {
        node.tag = TextOf(tag);
      }
    }
    if (anchor != nullptr) anchors_[TextOf(anchor)] = node;
    return node;
  }

  SourceId source_;
  std::string_view text_;
  std::unique_ptr<fy_diag, DiagnosesDeleter> diagnoses_;
  std::unique_ptr<fy_parser, ParserDeleter> parser_;
  std::map<std::string, YamlNode> anchors_;
};

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [key](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

absl::StatusOr<YamlNode> ParseYaml(SourceId source, std::string_view text) {
  DREY_RETURN_IF_ERROR(CheckEncoding(text, source, "a test file"));
  return YamlReader(source, text).Read();
}

}  // namespace drey
