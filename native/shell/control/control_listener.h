#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "shell/control/control_client.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// The Unix socket that clients connect to. Its file is removed when this goes, if it is still this socket's.
class ControlListener {
 public:
  /// EADDRINUSE: somebody answers there. EWOULDBLOCK: somebody else is opening one in that folder just now. A socket's
  /// file that nobody answers on is replaced.
  static Result<ControlListener> open(std::string const& path);
  /// One that was opened so.
  static ControlListener take(UniqueFd fd, std::string path);
  ControlListener(ControlListener&&) = default;
  ControlListener& operator=(ControlListener&&) = delete;
  ~ControlListener();

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] std::string const& path() const { return path_; }
  /// The next who waits and may come in: root, or our own user.
  std::optional<ControlClient> accept();

  /// Somebody removed the file, and nobody can find this socket any more.
  [[nodiscard]] bool is_lost() const { return !file_at(path_); }
  /// Listens anew where the file was, in a folder made for it where that is gone too. The descriptor is another then.
  Done renew();

 private:
  struct FileId {
    dev_t device;
    ino_t inode;
    friend bool operator==(FileId const&, FileId const&) = default;
  };
  /// Nothing when there is none.
  static std::optional<FileId> file_at(std::string const& path);
  static Result<UniqueFd> listen_at(std::string const& path);

  ControlListener(UniqueFd fd, UniqueFd spare, std::string path)
      : fd_(std::move(fd)), spare_(std::move(spare)), path_(std::move(path)), file_(file_at(path_)) {}

  UniqueFd fd_;
  UniqueFd spare_;  // given up for the moment in which one is needed to turn a client away
  std::string path_;
  std::optional<FileId> file_;
};

}  // namespace kac
