#ifdef __linux__
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "PowerCut.h"

// The copy is read through the program's own descriptor: closing another one would drop its locks.
static void keep(int descriptor) {
  const char *folder = getenv("POWERCUT_FOLDER");
  const char *prefix = getenv("POWERCUT_PREFIX");
  if (folder == NULL || prefix == NULL) return;
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  const char *name = strrchr(path, '/');
  name = name == NULL ? path : name + 1;
  if (strncmp(name, prefix, strlen(prefix)) != 0) return;
  char copy[PATH_MAX + 300];
  char whole[PATH_MAX + 300];
  snprintf(copy, sizeof copy, "%s/.%s.%d", folder, name, (int)getpid());
  snprintf(whole, sizeof whole, "%s/%s", folder, name);
  int target = open(copy, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (target < 0) return;
  char buffer[65536];
  off_t offset = 0;
  ssize_t count;
  while ((count = pread(descriptor, buffer, sizeof buffer, offset)) > 0) {
    if (write(target, buffer, (size_t)count) != count) abort();
    offset += count;
  }
  close(target);
  rename(copy, whole);
}

int fsync(int descriptor) {
  static int (*next)(int);
  if (next == NULL) next = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int result = next(descriptor);
  if (result == 0) keep(descriptor);
  return result;
}

int fdatasync(int descriptor) {
  static int (*next)(int);
  if (next == NULL) next = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int result = next(descriptor);
  if (result == 0) keep(descriptor);
  return result;
}
#endif
