// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the command.
#include "scheme/eval/broker.hh"

#include "core/base/error.hh"

#include <unistd.h>

namespace cairn::eval {

Message Broker::ask(const Message& question) {
  write_frame(socket_, question);
  Message reply;
  if (!read_frame(socket_, reply)) _exit(0);  // nobody is there who would hear of anything
  if (reply.contains("error")) throw Error(reply.at("error").get<std::string>());
  return reply;
}

}  // namespace cairn::eval
