// SPDX-License-Identifier: GPL-3.0-or-later
// What an attacker runs inside a sandbox: a static program with one function an attack. Each prints
// a line for each thing that it tries, "WHAT: done" or "WHAT: EPERM", and returns an exit status.
#pragma once

#include <cerrno>
#include <span>
#include <string>
#include <string_view>

namespace cairn::attack {

using Arguments = std::span<char* const>;

// Say what became of WHAT: RESULT is what its system call returned, and errno says why it is -1.
void tell(std::string_view what, long result);
void tell(std::string_view what, std::string_view outcome);

// Do WORK in a child process, for what cannot be undone or may end the process. Its exit status.
int in_child(void (*work)(Arguments), Arguments arguments);

// T-03: leave a set-id bit, or an attribute, on a file in the working directory.
int set_id(Arguments);
int attributes(Arguments);
int effective_user(Arguments);  // T-16: whom a set-id program makes of its caller

// T-10, T-18: hand a descriptor to somebody outside. FILE is opened for reading and writing.
int send_descriptor(Arguments);     // abstract:NAME or a path, FILE, SECONDS
int receive_descriptor(Arguments);  // abstract:NAME or a path, SECONDS: writes "rewritten" to it
int linger(Arguments);              // FILE: a daemon that keeps it open and mapped and writes
int make_ring(Arguments);           // of io_uring, whose calls no filter sees
int list_descriptors(Arguments);    // what was inherited

// T-10, T-18: reach a service that does not lie in the file system.
int connect_to_port(Arguments);   // TCP and UDP port on the loopback device
int connect_to_vsock(Arguments);  // the machine, and the hypervisor
int send_netlink(Arguments);      // port id of a NETLINK_USERSOCK
int attach_memory(Arguments);     // key of a System V segment
int open_queue(Arguments);        // name of a POSIX message queue
int other_sockets(Arguments);     // families that belong to no network namespace

// Beyond the list.
int write_item(Arguments);         // ITEM, which holds a file "file": by paths and calls
int remount_item(Arguments);       // ITEM: by mounts in namespaces of one's own
int first_process(Arguments);      // look into process 1, take its descriptors
int end_first_process(Arguments);  // by a signal
int keys(Arguments);               // read the key "cairn-attack" that the machine's user has
int terminal(Arguments);           // reach the terminal of whoever asked for the build
int devices(Arguments);            // make devices, and open what the machine has
int settings(Arguments);           // change settings of the kernel
int control_groups(Arguments);     // reach the control group of the engine
int deep_tree(Arguments);          // FOLDER, DEPTH: folders in folders
int mark_folder(Arguments);        // FOLDER: what stays when its entries are gone

}  // namespace cairn::attack
