#include "runtime/terminal/line_editor.h"

#include <fcntl.h>
#include <histedit.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cwchar>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

constexpr int kHistorySize = 1000;
constexpr size_t kColumnGap = 2;
// Keys whose meaning differs between terminals and that libedit does not bind by itself.
constexpr std::pair<const char*, const char*> kKeys[] = {
    {"^R", "em-inc-search-prev"}, {"\\e[3~", "ed-delete-next-char"}, {"\\e[1~", "ed-move-to-beg"}, {"\\e[4~", "ed-move-to-end"},
    {"\\e[H", "ed-move-to-beg"},  {"\\e[F", "ed-move-to-end"},       {"\\e[1;5D", "ed-prev-word"}, {"\\e[1;5C", "em-next-word"},
};

// The numbers of signals, from their handler to the wait for a key: -1 while there is no editor.
int g_signal_pipe[2] = {-1, -1};

// Only what is allowed in a signal handler.
void HandleSignal(int signal_number) {
  const int error_number = errno;
  const char byte = static_cast<char>(signal_number);
  // A full pipe has enough to tell.
  [[maybe_unused]] const ssize_t written = write(g_signal_pipe[1], &byte, 1);
  errno = error_number;
}

// The next signal that has come; 0 when there is none.
int TakeSignal() {
  char byte = 0;
  return read(g_signal_pipe[0], &byte, 1) == 1 ? byte : 0;
}

std::string CommonBeginning(const std::vector<std::string>& texts) {
  std::string common = texts.front();
  for (const std::string& text : texts) {
    const auto [end, ignored] = std::mismatch(common.begin(), common.end(), text.begin(), text.end());
    common.erase(end, common.end());
  }
  while (!common.empty() && !IsWellFormedUtf8(common)) common.pop_back();
  return common;
}

// The texts in columns of one width, as many as fit.
std::string Columns(const std::vector<std::string>& texts, size_t terminal_width) {
  size_t width = 0;
  for (const std::string& text : texts) width = std::max(width, text.size() + kColumnGap);
  const size_t columns = std::max<size_t>(1, terminal_width / width);
  const size_t rows = (texts.size() + columns - 1) / columns;
  std::string out;
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = row; i < texts.size(); i += rows) {
      out += texts[i];
      if (i + rows < texts.size()) out.append(width - texts[i].size(), ' ');
    }
    out += "\n";
  }
  return out;
}

}  // namespace

struct LineEditor::Library {
  EditLine* editor = nullptr;
  History* history = nullptr;
  HistEvent event = {};
  FILE* screen = nullptr;
  Completer completer = {};
  std::string prompt = {};
  bool interrupted = false;

  static Library* Of(EditLine* editor) {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return static_cast<Library*>(data);
  }

  static char* Prompt(EditLine* editor) { return Of(editor)->prompt.data(); }

  static unsigned char CompleteKey(EditLine* editor, int key) { return Of(editor)->Complete(key); }

  static int ReadKeyOf(EditLine* editor, wchar_t* key) { return Of(editor)->ReadKey(key); }

  // 1 with a character, 0 at the end, -1 when interrupted.
  int ReadKey(wchar_t* key) {
    std::mbstate_t state = {};
    while (true) {
      pollfd ready[] = {{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}, {.fd = g_signal_pipe[0], .events = POLLIN, .revents = 0}};
      if (poll(ready, 2, -1) < 0 && errno != EINTR) return 0;
      if (const int signal_number = TakeSignal(); signal_number != 0) {
        if (signal_number == SIGINT) {
          interrupted = true;
          errno = EINTR;
          return -1;
        }
        if (signal_number == SIGCONT) el_set(editor, EL_PREP_TERM, 1);
        el_resize(editor);
        el_set(editor, EL_REFRESH);
        continue;
      }
      if (ready[0].revents == 0) continue;
      char byte = 0;
      if (read(STDIN_FILENO, &byte, 1) != 1) return 0;
      const size_t length = std::mbrtowc(key, &byte, 1, &state);
      constexpr auto kIncomplete = static_cast<size_t>(-2);
      if (length == kIncomplete) continue;
      // What is no character is taken as the byte that it is.
      if (length == static_cast<size_t>(-1)) *key = static_cast<unsigned char>(byte);
      return 1;
    }
  }

  unsigned char Complete(int key) {
    const LineInfo* const line = el_line(editor);
    const auto cursor = static_cast<size_t>(line->cursor - line->buffer);
    const Completions found = completer({line->buffer, static_cast<size_t>(line->lastchar - line->buffer)}, cursor);
    if (found.texts.empty()) return Insert(std::string(1, static_cast<char>(key)));
    const std::string typed(line->buffer + found.begin, cursor - found.begin);
    const bool only_one = found.texts.size() == 1;
    std::string common = CommonBeginning(found.texts);
    // A word is done; behind a parenthesis goes on what it opens.
    if (only_one && !common.ends_with('(')) common += ' ';
    if (only_one || common.size() > typed.size()) {
      el_deletestr(editor, static_cast<int>(CodePoints(typed)));
      return Insert(common);
    }
    int width = 0;
    el_get(editor, EL_GETTC, "co", &width, nullptr);
    std::fprintf(screen, "\n%s", Columns(found.texts, static_cast<size_t>(std::max(width, 1))).c_str());
    return CC_REDISPLAY;
  }

  unsigned char Insert(const std::string& text) {
    return el_insertstr(editor, text.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
  }

  static size_t CodePoints(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  }
};

LineEditor::LineEditor(Completer completer) : library_(std::make_unique<Library>()) {
  // Which bytes are a letter. Text is UTF-8 whatever the locale says.
  if (const char* const locale = std::setlocale(LC_CTYPE, ""); locale == nullptr || std::string_view(locale) == "C") {
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }
  if (pipe2(g_signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) g_signal_pipe[0] = g_signal_pipe[1] = -1;
  struct sigaction action = {};
  action.sa_handler = HandleSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &former_actions_[i]);

  library_->completer = std::move(completer);
  library_->screen = isatty(STDOUT_FILENO) == 1 ? stdout : stderr;
  library_->history = history_init();
  history(library_->history, &library_->event, H_SETSIZE, kHistorySize);
  history(library_->history, &library_->event, H_SETUNIQUE, 1);
  EditLine* const editor = el_init("drey", stdin, library_->screen, stderr);
  library_->editor = editor;
  el_set(editor, EL_CLIENTDATA, library_.get());
  el_set(editor, EL_PROMPT, Library::Prompt);
  el_set(editor, EL_HIST, history, library_->history);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_GETCFN, &Library::ReadKeyOf);
  el_set(editor, EL_ADDFN, "drey-complete", "completes the word", Library::CompleteKey);
  el_set(editor, EL_BIND, "^I", "drey-complete", nullptr);
  for (const auto& [key, function] : kKeys) el_set(editor, EL_BIND, key, function, nullptr);
  el_source(editor, nullptr);
}

LineEditor::~LineEditor() {
  el_end(library_->editor);
  history_end(library_->history);
  for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &former_actions_[i], nullptr);
  close(g_signal_pipe[0]);
  close(g_signal_pipe[1]);
}

LineEditor::Outcome LineEditor::ReadLine(std::string_view prompt, std::string& line) {
  library_->prompt = prompt;
  // What came while no line was read is not for this one.
  while (TakeSignal() != 0) {
  }
  library_->interrupted = false;
  // Before the prompt is shown: what is typed then is not shown twice.
  el_set(library_->editor, EL_PREP_TERM, 1);
  int length = 0;
  const char* const text = el_gets(library_->editor, &length);
  el_set(library_->editor, EL_PREP_TERM, 0);
  if (text == nullptr) {
    // A search that is interrupted looks like the end of the input.
    const bool interrupted = library_->interrupted;
    el_reset(library_->editor);
    std::fputs(interrupted ? "^C\n" : "\n", library_->screen);
    std::fflush(library_->screen);
    return interrupted ? Outcome::kInterrupted : Outcome::kEnd;
  }
  line.assign(text, static_cast<size_t>(length));
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return Outcome::kLine;
}

void LineEditor::AddHistory(const std::string& entry) { history(library_->history, &library_->event, H_ENTER, entry.c_str()); }

}  // namespace drey
