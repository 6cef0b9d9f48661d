// SPDX-License-Identifier: GPL-3.0-or-later
/* Builds have no /bin/sh, but the C library's system() and popen() run it, and tests write scripts that
   name it. Preloaded into what make runs, this leads them to SHELL, a shell of the store. Nothing of it
   comes into what is built. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *led(const char *path) {
  return strcmp(path, "/bin/sh") == 0 ? SHELL : path;
}

static int asks_for_shell(const char *script) {
  char line[16] = "";
  int fd = open(script, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t count = read(fd, line, sizeof line - 1);
  close(fd);
  if (count < 9 || strncmp(line, "#!", 2) != 0) return 0;
  const char *name = line + 2 + (line[2] == ' ');
  return strncmp(name, "/bin/sh", 7) == 0 && (name[7] == '\n' || name[7] == ' ' || name[7] == '\0');
}

/* The arguments with which the shell runs SCRIPT. Options in a script's first line are rare, and are not
   looked at. */
#define WITH_SHELL(result, script, arguments)                                     \
  size_t count = 0;                                                               \
  while (arguments[count]) count++;                                               \
  char *result[count + 3];                                                        \
  result[0] = (char *)SHELL;                                                      \
  result[1] = (char *)script;                                                     \
  for (size_t i = 1; i < count; i++) result[i + 1] = arguments[i];                \
  result[count ? count + 1 : 2] = NULL

/* Of a script that names /bin/sh the kernel says that it is not there. */
int execve(const char *path, char *const arguments[], char *const environment[]) {
  int result = (int)syscall(SYS_execve, led(path), arguments, environment);
  if (errno != ENOENT || !asks_for_shell(path)) return result;
  WITH_SHELL(with_shell, path, arguments);
  return (int)syscall(SYS_execve, SHELL, with_shell, environment);
}

int execv(const char *path, char *const arguments[]) { return execve(path, arguments, environ); }

int execvp(const char *name, char *const arguments[]) {
  if (strchr(name, '/')) return execve(name, arguments, environ);
  int error = ENOENT;
  for (const char *begin = getenv("PATH"); begin;) {
    size_t length = strcspn(begin, ":");
    char path[length + strlen(name) + 3];
    // An empty part means the folder where we are.
    snprintf(path, sizeof path, "%.*s/%s", length ? (int)length : 1, length ? begin : ".", name);
    execve(path, arguments, environ);
    if (errno == ENOEXEC) {
      WITH_SHELL(with_shell, path, arguments);
      return (int)syscall(SYS_execve, SHELL, with_shell, environ);
    }
    if (errno == EACCES) error = EACCES;
    begin = begin[length] ? begin + length + 1 : NULL;
  }
  errno = error;
  return -1;
}

typedef int spawn_function(pid_t *, const char *, const posix_spawn_file_actions_t *,
                           const posix_spawnattr_t *, char *const[], char *const[]);

static int spawn(const char *function, pid_t *child, const char *path,
                 const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
                 char *const arguments[], char *const environment[]) {
  spawn_function *real = (spawn_function *)dlsym(RTLD_NEXT, function);
  int error = real(child, led(path), actions, attributes, arguments, environment);
  if (error != ENOENT || !strchr(path, '/') || !asks_for_shell(path)) return error;
  WITH_SHELL(with_shell, path, arguments);
  return real(child, SHELL, actions, attributes, with_shell, environment);
}

int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const arguments[],
                char *const environment[]) {
  return spawn("posix_spawn", child, path, actions, attributes, arguments, environment);
}

int posix_spawnp(pid_t *child, const char *name, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const arguments[],
                 char *const environment[]) {
  return spawn("posix_spawnp", child, name, actions, attributes, arguments, environment);
}

#define GATHER(arguments, first)                          \
  size_t count = 1;                                       \
  va_list list;                                           \
  va_start(list, first);                                  \
  while (va_arg(list, char *)) count++;                   \
  va_end(list);                                           \
  char *arguments[count + 1];                             \
  arguments[0] = (char *)first;                           \
  va_start(list, first);                                  \
  for (size_t i = 1; i <= count; i++) arguments[i] = va_arg(list, char *); \
  va_end(list)

int execl(const char *path, const char *first, ...) {
  GATHER(arguments, first);
  return execv(path, arguments);
}

int execlp(const char *name, const char *first, ...) {
  GATHER(arguments, first);
  return execvp(name, arguments);
}

/* What popen() made and pclose() did not end yet. */
static struct child {
  FILE *stream;
  pid_t pid;
  struct child *next;
} *children;

/* Runs COMMAND in the shell, with END of a pipe as its standard input or output if it is not -1. */
static pid_t start(const char *command, int end, int as, const sigset_t *mask) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t usual;
  sigemptyset(&usual);
  if (mask) {
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGQUIT);
  }
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  if (end >= 0) posix_spawn_file_actions_adddup2(&actions, end, as);
  /* One that held the end of another's pipe would keep that from ever ending. */
  for (struct child *other = end >= 0 ? children : NULL; other; other = other->next)
    posix_spawn_file_actions_addclose(&actions, fileno(other->stream));
  if (mask) {
    posix_spawnattr_setsigmask(&attributes, mask);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  char *arguments[] = {"sh", "-c", (char *)command, NULL};
  pid_t child = -1;
  int error = posix_spawn(&child, SHELL, &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  errno = error;
  return error ? -1 : child;
}

static int wait_for(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

int system(const char *command) {
  if (!command) return 1;
  struct sigaction ignore = {.sa_handler = SIG_IGN}, old_interrupt, old_quit;
  sigset_t block, old_mask;
  sigaction(SIGINT, &ignore, &old_interrupt);
  sigaction(SIGQUIT, &ignore, &old_quit);
  sigemptyset(&block);
  sigaddset(&block, SIGCHLD);
  sigprocmask(SIG_BLOCK, &block, &old_mask);
  pid_t child = start(command, -1, -1, &old_mask);
  int status = child < 0 ? -1 : wait_for(child);
  sigaction(SIGINT, &old_interrupt, NULL);
  sigaction(SIGQUIT, &old_quit, NULL);
  sigprocmask(SIG_SETMASK, &old_mask, NULL);
  return status;
}

FILE *popen(const char *command, const char *mode) {
  int reads = mode[0] == 'r', ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return NULL;
  struct child *child = malloc(sizeof *child);
  FILE *stream = fdopen(ends[reads ? 0 : 1], reads ? "r" : "w");
  pid_t pid = child && stream ? start(command, ends[reads ? 1 : 0], reads ? 1 : 0, NULL) : -1;
  int error = errno;
  close(ends[reads ? 1 : 0]);
  if (pid < 0) {
    if (stream) fclose(stream);
    free(child);
    errno = error;
    return NULL;
  }
  *child = (struct child){stream, pid, children};
  children = child;
  if (!strchr(mode, 'e')) fcntl(fileno(stream), F_SETFD, 0);
  return stream;
}

int pclose(FILE *stream) {
  for (struct child **place = &children; *place; place = &(*place)->next) {
    struct child *child = *place;
    if (child->stream != stream) continue;
    pid_t pid = child->pid;
    *place = child->next;
    free(child);
    fclose(stream);
    return wait_for(pid);
  }
  errno = ECHILD;
  return -1;
}
