package order

import "time"

// Spoken is one time that somebody brought a matter before the county: a registration, or a caller's urge (人次; Art. 21(6)). Who spoke is known by the keyed
// digest of his number alone; whoever gave none is his order's own person.
type Spoken struct {
	At                    time.Time
	Order, Person         string
	Category, Town, Place string // as the order has them now: a correction moves all of its contacts
}

// SpokenIn lists them from the events of one order. An urge that a merged caller made stands on his own order, never on the leading one, so that the lists of
// several orders add up.
func SpokenIn(log []Event) []Spoken {
	var s State
	var out []Spoken
	for _, e := range log {
		s = Evolve(s, e)
		switch e := e.(type) {
		case RegisteredEvent:
			out = append(out, Spoken{At: e.Request.TakenAt})
		case TakenOver:
			out = append(out, Spoken{At: e.Request.TakenAt})
		case Urged:
			if e.Caller && e.Member == "" {
				out = append(out, Spoken{At: e.At})
			}
		}
	}
	person := "order:" + s.ID
	if q := s.Request; q.Secrecy != Anonymous && !q.Phone.Empty() {
		person = q.Phone.Digest
	}
	for i := range out {
		out[i].Order, out[i].Person, out[i].Category, out[i].Town, out[i].Place = s.ID, person, s.Request.Category, s.Request.Town, s.Request.Place
	}
	return out
}

// Crowd counts contacts and people among what was said from an instant on (Art. 21(6): 5 人次, of at least two people).
func Crowd(from time.Time, all ...[]Spoken) (times, persons int) {
	seen := map[string]bool{}
	for _, spoken := range all {
		for _, x := range spoken {
			if !x.At.Before(from) {
				times++
				seen[x.Person] = true
			}
		}
	}
	return times, len(seen)
}
