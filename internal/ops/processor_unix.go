//go:build unix

package ops

import (
	"syscall"
	"time"
)

// processorTime is how much of the processors this process has had, in its own code and in the system's for it.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
