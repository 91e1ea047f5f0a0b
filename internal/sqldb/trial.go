package sqldb

// The points of a writing transaction at which a trial may let the program die.
const (
	BeforeCommit = "before commit" // all statements ran, nothing is kept
	AfterCommit  = "after commit"  // everything is kept, and nobody has been told
)

// Try puts a trial in the way of every writing transaction: f is asked at each point, and its error ends the transaction there as a death of the program
// would. Only a simulation calls it, before the first write.
func (d *DB) Try(f func(point string) error) { d.try = f }

func (d *DB) trial(point string) error {
	if d.try == nil {
		return nil
	}
	return d.try(point)
}
