package ledger

import (
	"cmp"
	"fmt"
	"slices"
)

// FaultKind names what is wrong with a record.
type FaultKind string

// What a walk can find.
const (
	Gap       FaultKind = "gap"       // one or more positions are missing before this record
	Reordered FaultKind = "reordered" // the position is not after the one before it
	Changed   FaultKind = "changed"   // the record's bytes no longer give the hash it carries
	Unlinked  FaultKind = "unlinked"  // the record does not name the hash of the one before it
	Versions  FaultKind = "versions"  // the stream's versions skip or repeat
	Truncated FaultKind = "truncated" // the log ends before a position known to have existed
	Replaced  FaultKind = "replaced"  // the log goes through a known position with another hash: rewritten throughout
	Forged    FaultKind = "forged"    // a checkpoint's signature is not by the key
)

// Fault is one finding of a walk: which position, what kind, and the sentence for the report.
type Fault struct {
	Pos    int64
	Kind   FaultKind
	Detail string
}

// Error makes a Fault an error.
func (f *Fault) Error() string { return fmt.Sprintf("position %d: %s: %s", f.Pos, f.Kind, f.Detail) }

// Verifier walks records in the order of their positions. It is told of anchors (checkpoints, or the head as the
// database claims it) beforehand and holds the log against them. The zero Verifier starts at the first record.
type Verifier struct {
	pos      int64
	hash     Hash
	midway   bool
	versions map[[2]string]int64
	anchors  map[int64]Checkpoint
}

// NewVerifier returns a Verifier that starts after the given checkpoint; the zero Checkpoint is the beginning of
// the log. Anchors are positions with hashes that the log must run through. Signatures are not looked at here,
// see [Checkpoint.Verify].
func NewVerifier(start Checkpoint, anchors ...Checkpoint) *Verifier {
	v := &Verifier{pos: start.Pos, hash: start.Hash, midway: start.Pos > 0, anchors: map[int64]Checkpoint{}}
	for _, a := range anchors {
		if a.Pos > start.Pos {
			v.anchors[a.Pos] = a
		}
	}
	return v
}

// Add takes the next record and returns what is wrong with it, several findings at once if need be. The walk
// then goes on from this record as it stands, so one wound is reported once and not for every record after it.
func (v *Verifier) Add(r Record) []*Fault {
	var faults []*Fault
	found := func(kind FaultKind, format string, args ...any) {
		faults = append(faults, &Fault{Pos: r.Pos, Kind: kind, Detail: fmt.Sprintf(format, args...)})
	}
	switch {
	case r.Pos > v.pos+1:
		found(Gap, "follows position %d: %d missing", v.pos, r.Pos-v.pos-1)
	case r.Pos <= v.pos:
		found(Reordered, "follows position %d", v.pos)
	}
	if sum := r.Sum(); sum != r.Hash {
		found(Changed, "%s/%s %s carries %s, its bytes give %s", r.StreamType, r.StreamID, r.Kind, r.Hash, sum)
	}
	if r.Prev != v.hash {
		found(Unlinked, "names %s as the one before, which carries %s", r.Prev, v.hash)
	}
	if v.versions == nil {
		v.versions = map[[2]string]int64{}
	}
	key := [2]string{r.StreamType, r.StreamID}
	have, seen := v.versions[key]
	// A walk that begins in the middle cannot know a stream's earlier versions: the first one met is believed.
	if (seen || !v.midway) && r.Version != have+1 {
		found(Versions, "%s/%s goes from version %d to %d", r.StreamType, r.StreamID, have, r.Version)
	}
	v.versions[key] = r.Version
	if a, ok := v.anchors[r.Pos]; ok {
		delete(v.anchors, r.Pos)
		if a.Hash != r.Hash {
			found(Replaced, "was %s when the checkpoint was taken, is %s", a.Hash, r.Hash)
		}
	}
	v.pos, v.hash = r.Pos, r.Hash
	return faults
}

// Close ends the walk: every anchor not met lies beyond the end of the log or in a gap.
func (v *Verifier) Close() []*Fault {
	var faults []*Fault
	for pos, a := range v.anchors {
		detail := fmt.Sprintf("the log ends at position %d, but held %s here", v.pos, a.Hash)
		if pos < v.pos {
			detail = fmt.Sprintf("the record with hash %s is missing", a.Hash)
		}
		faults = append(faults, &Fault{Pos: pos, Kind: Truncated, Detail: detail})
	}
	slices.SortFunc(faults, func(a, b *Fault) int { return cmp.Compare(a.Pos, b.Pos) })
	return faults
}

// Head returns the last position walked and its hash.
func (v *Verifier) Head() (pos int64, hash Hash) { return v.pos, v.hash }

// Streams returns how many streams were met.
func (v *Verifier) Streams() int { return len(v.versions) }
