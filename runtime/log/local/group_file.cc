#include "runtime/log/local/group_file.h"


#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "runtime/log/local/envelope.h"
#include "runtime/log/local/file_io.h"
#include "runtime/log/local/json_cursor.h"

namespace drey {
namespace {

class GroupParser {
 public:
  explicit GroupParser(std::string_view text) : cursor_(text, arena_) {}

  bool Parse(GroupContent& content) {
    return cursor_.ReadObject([&](std::string_view name) {
      if (name == "positions") return cursor_.ReadObject([&](std::string_view topic) { return ReadTopic(std::string(topic), content); });
      if (name == "outputs") {
        return cursor_.ReadObject([&](std::string_view topic) { return cursor_.ReadInteger(content.outputs[std::string(topic)]); });
      }
      return FailUnknown(name);
    }) && cursor_.ExpectEnd();
  }

  const JsonCursor& cursor() const { return cursor_; }

 private:
  bool ReadTopic(const std::string& topic, GroupContent& content) {
    return cursor_.ReadObject([&](std::string_view number) {
      TopicPartition id{topic};
      if (!cursor_.ParseNumber(number, id.partition)) return false;
      return ReadPosition(content.positions[id]);
    });
  }

  bool ReadPosition(CommittedOffset& position) {
    return cursor_.ReadObject([&](std::string_view name) {
      if (name == "offset") return cursor_.ReadInteger(position.offset);
      if (name != "metadata") return FailUnknown(name);
      std::string_view metadata;
      if (!cursor_.ReadString(metadata)) return false;
      position.metadata = metadata;
      return true;
    });
  }

  bool FailUnknown(std::string_view name) { return cursor_.Fail(Concat("unknown field '", name, "'")); }

  Arena arena_;
  JsonCursor cursor_;
};

void AppendPositions(const GroupOffsets& positions, std::string& out) {
  const std::string* topic = nullptr;
  for (const auto& [id, position] : positions) {
    if (topic == nullptr || *topic != id.topic) {
      if (topic != nullptr) out += "},";
      topic = &id.topic;
      AppendJsonString(id.topic, out);
      out += ":{";
    } else {
      out += ',';
    }
    Append(out, '"', id.partition, "\":{\"offset\":", position.offset);
    if (!position.metadata.empty()) {
      out += ",\"metadata\":";
      AppendJsonString(position.metadata, out);
    }
    out += '}';
  }
  if (topic != nullptr) out += '}';
}

}  // namespace

absl::StatusOr<GroupContent> ReadGroupFile(const std::string& path) {
  DREY_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadFileIfExists(path));
  GroupContent content;
  if (!text.has_value()) return content;
  GroupParser parser(*text);
  if (parser.Parse(content)) return content;
  return UnavailableError(Concat(path, ":1:", parser.cursor().error_position() + 1, ": ", parser.cursor().message()),
                          "drey writes this file in one piece; who else did?");
}

absl::Status WriteGroupFile(const std::string& path, const GroupContent& content) {
  std::string text = "{\"positions\":{";
  AppendPositions(content.positions, text);
  text += "},\"outputs\":{";
  bool first = true;
  for (const auto& [topic, length] : content.outputs) {
    if (!first) text += ',';
    first = false;
    AppendJsonString(topic, text);
    Append(text, ':', length);
  }
  text += "}}\n";
  return ReplaceFile(path, text);
}

}  // namespace drey
