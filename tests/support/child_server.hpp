#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace deed::test {

/// A server in a process of its own, which says in its first line that it is ready, and which ends
/// when its standard input does. It ends with this object, and with this process.
class ChildServer {
public:
    /// Throws std::runtime_error unless the first line of its output starts with "ready".
    explicit ChildServer(const std::vector<std::string>& command);
    ChildServer(const ChildServer&) = delete;
    ChildServer& operator=(const ChildServer&) = delete;
    ~ChildServer();

    /// What follows "ready " in its first line.
    const std::string& said() const { return said_; }
    pid_t process() const { return process_; }

private:
    pid_t process_ = -1;
    int input_ = -1;
    int output_ = -1;
    std::string said_;
};

}  // namespace deed::test
