package desk

import "huiyin/internal/access"

// Guarded is the reader of a machine: what a person at the desk would see in full of who called, who is complained of and what was said, it gets in
// masked form, and may let out one field at a time by Reveal, with a reason on record (Art. 23(6)). A screen is left when its reader goes home;
// what a machine has fetched stays there.
func (r *Reader) Guarded() *Reader {
	g := *r
	g.guarded = true
	return &g
}

// guard lowers a sight for a guarded reader.
func (r *Reader) guard(f access.Field, s access.Sight) access.Sight {
	if !r.guarded || s != access.Full {
		return s
	}
	switch f {
	case access.Name, access.Phone, access.Words, access.Reported:
		return access.Reveal
	}
	return s
}
