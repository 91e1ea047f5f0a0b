package parts

import "github.com/a-h/templ"

// pressed is a key that is not printed: its sign stands in the words.
func pressed(key string) templ.Attributes { return templ.Attributes{"data-key": key} }

// Station is a place on the road of an order.
type Station struct {
	Label string
	State StepState // done, now, todo
	At    string    // when it was left behind; the words of the light where it stands now
}

// HeldProps is a command that waits for the end of its undo window.
type HeldProps struct {
	What    string // 转办
	Seconds int    // that are left
	By      string // who gave it; empty: the reader himself
	Undo    string // address of the post that takes it back; empty: not his
	Key     string // idempotency key of that form
}

// Picture is one attachment on its own page.
type Picture struct {
	Name, Meta string
	Src        string // of the picture; empty: not shown, only saved
	Save       string
	Prev, Next string
	Back       string
	Nth        string // 2 / 6
}
