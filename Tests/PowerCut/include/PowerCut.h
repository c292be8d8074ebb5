// Keeps a copy of every file of interest as it was when it was last synced to the disk.
//
// Loaded before a program with LD_PRELOAD, by tests only. POWERCUT_FOLDER names the folder of the copies and
// POWERCUT_PREFIX how the names of the files begin. After the program is killed, putting the copies in the
// place of the files is what a power cut leaves that loses every write since the last sync.
#ifndef POWER_CUT_H
#define POWER_CUT_H
#endif
