#ifdef __linux__
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "PowerCut.h"

// Whether the file exists that a variable names: by it a test ends the trouble of a running program.
static int is_over(const char *variable) {
  const char *file = getenv(variable);
  return file != NULL && access(file, F_OK) == 0;
}

// A wall clock that is wrong by TROUBLE_CLOCK_SECONDS, until the file TROUBLE_CLOCK_UNTIL is there; the
// monotonic clock stays as it is.
static long wrong_by(void) {
  if (is_over("TROUBLE_CLOCK_UNTIL")) return 0;
  const char *seconds = getenv("TROUBLE_CLOCK_SECONDS");
  return seconds == NULL ? 0 : atol(seconds);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*next)(clockid_t, struct timespec *);
  if (next == NULL) {
    next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = next(clock, time);
  if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += wrong_by();
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  static int (*next)(struct timeval *restrict, void *restrict);
  if (next == NULL) {
    next = (int (*)(struct timeval *restrict, void *restrict))dlsym(RTLD_NEXT, "gettimeofday");
  }
  int result = next(time, zone);
  if (result == 0 && time != NULL) time->tv_sec += wrong_by();
  return result;
}

// A disk that is full once the process has written TROUBLE_DISK_BYTES to files whose names begin with
// TROUBLE_DISK_PREFIX, until the file TROUBLE_DISK_UNTIL is there.
static int is_full(int descriptor, size_t count) {
  static atomic_long written;
  const char *bytes = getenv("TROUBLE_DISK_BYTES");
  const char *prefix = getenv("TROUBLE_DISK_PREFIX");
  if (bytes == NULL || prefix == NULL) return 0;
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = '\0';
  const char *name = strrchr(path, '/');
  name = name == NULL ? path : name + 1;
  if (strncmp(name, prefix, strlen(prefix)) != 0) return 0;
  if (atomic_fetch_add(&written, (long)count) + (long)count <= atol(bytes)) return 0;
  if (is_over("TROUBLE_DISK_UNTIL")) return 0;
  errno = ENOSPC;
  return 1;
}

// A disk on which TROUBLE_FREE_BYTES are left.
static void left(struct statvfs *space) {
  const char *bytes = getenv("TROUBLE_FREE_BYTES");
  if (bytes == NULL || space->f_frsize == 0) return;
  space->f_bfree = space->f_bavail = (fsblkcnt_t)atol(bytes) / space->f_frsize;
}

int statvfs(const char *restrict path, struct statvfs *restrict space) {
  static int (*next)(const char *restrict, struct statvfs *restrict);
  if (next == NULL) {
    next = (int (*)(const char *restrict, struct statvfs *restrict))dlsym(RTLD_NEXT, "statvfs");
  }
  int result = next(path, space);
  if (result == 0) left(space);
  return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  static ssize_t (*next)(int, const void *, size_t);
  if (next == NULL) next = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  return is_full(descriptor, count) ? -1 : next(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*next)(int, const void *, size_t, off_t);
  if (next == NULL) {
    next = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  }
  return is_full(descriptor, count) ? -1 : next(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  static ssize_t (*next)(int, const void *, size_t, off64_t);
  if (next == NULL) {
    next = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  }
  return is_full(descriptor, count) ? -1 : next(descriptor, bytes, count, offset);
}
#endif
