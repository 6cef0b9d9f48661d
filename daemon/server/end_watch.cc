// SPDX-License-Identifier: GPL-3.0-or-later
// Two things watched as one.
#include "daemon/server/end_watch.hh"

#include "core/base/error.hh"

#include <sys/epoll.h>
#include <sys/signalfd.h>

namespace cairn::server {

namespace {

void watch(const Fd& either, int fd, unsigned events) {
  epoll_event event{};
  event.events = events;
  checked(epoll_ctl(either.get(), EPOLL_CTL_ADD, fd, &event), "cannot watch for the end");
}

}  // namespace

EndWatch::EndWatch(int client) {
  sigset_t ending;
  sigemptyset(&ending);
  for (int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&ending, number);
  signals_ = Fd(checked(signalfd(-1, &ending, SFD_CLOEXEC), "cannot watch signals"));
  either_ = Fd(checked(epoll_create1(EPOLL_CLOEXEC), "cannot watch for the end"));
  watch(either_, signals_.get(), EPOLLIN);
  // Only its end: a client may send its next request before it has the reply to this one.
  watch(either_, client, EPOLLRDHUP);
  checked(sigprocmask(SIG_BLOCK, &ending, &before_), "cannot hold back signals");
}

EndWatch::~EndWatch() {
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace cairn::server
