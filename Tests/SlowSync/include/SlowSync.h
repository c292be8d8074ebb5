// Counts how often a program syncs its files, and makes every sync take longer.
//
// Loaded before a program with LD_PRELOAD, by measurements only. SLOWSYNC_COUNT names a file of eight bytes that
// holds the count, in the machine's byte order; SLOWSYNC_MICROSECONDS is what every sync takes beyond its own time.
#ifndef SLOW_SYNC_H
#define SLOW_SYNC_H
#endif
