package office

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// ItemKind says what an item of a hand-over is about.
type ItemKind string

// The kinds, in the order of the form.
const (
	ItemCall      ItemKind = "call"      // 没接完的电话
	ItemCallback  ItemKind = "callback"  // 答应回拨的
	ItemUrgent    ItemKind = "urgent"    // 急件、突发
	ItemLeader    ItemKind = "leader"    // 领导交代
	ItemEquipment ItemKind = "equipment" // 设备、系统
)

// ItemKinds lists them.
func ItemKinds() []ItemKind {
	return []ItemKind{ItemCall, ItemCallback, ItemUrgent, ItemLeader, ItemEquipment}
}

// Name is the Chinese name.
func (k ItemKind) Name() string {
	return map[ItemKind]string{ItemCall: "没接完的电话", ItemCallback: "答应回拨的", ItemUrgent: "急件和突发", ItemLeader: "领导交代的", ItemEquipment: "设备和系统"}[k]
}

// Words is a sealed text: a caller may be named in it.
type Words struct {
	Ref    string `json:"ref"`
	Digest string `json:"digest"`
}

// Item is one thing that goes on after the shift.
type Item struct {
	ID    string    `json:"id"`
	Kind  ItemKind  `json:"kind"`
	Words Words     `json:"words"`
	Since time.Time `json:"since"` // first handed over
	Times int       `json:"times"` // how often it was handed over
}

// The events of a hand-over's stream.
type (
	// HandedOver is the outgoing shift's signature.
	HandedOver struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Post    org.PostID    `json:"post"`
		Before  string        `json:"before,omitempty"` // the hand-over whose open items were carried on
		Items   []Item        `json:"items"`
		Settled []Item        `json:"settled,omitempty"` // items of the one before that this shift settled
	}
	// Taken is the incoming shift's signature.
	Taken struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Post    org.PostID    `json:"post"`
	}
	// Followed says that a later hand-over carried its open items on; no other may.
	Followed struct {
		At time.Time `json:"at"`
		By string    `json:"by"`
	}
)

// Handover is one change of shift, folded from its stream.
type Handover struct {
	ID      string
	Out     HandedOver
	In      Taken
	Next    string // the hand-over that followed
	Version int64
}

// Taken reports whether the incoming shift has signed.
func (h Handover) Taken() bool { return !h.In.At.IsZero() }

// NewItem is a line written in the form.
type NewItem struct {
	ID    string
	Kind  ItemKind
	Words Words
}

// HandOver is the command of the outgoing shift: which carried items are settled, and what is new. Nothing may be left out silently: what is not settled
// goes on.
type HandOver struct {
	Account org.AccountID
	Post    org.PostID
	Settled []string
	New     []NewItem
}

// MostItems keeps a form a form.
const MostItems = 60

// Do hands the shift over after h, the last one (its zero value for the first). Refused by Art. 12 while nobody has taken h over: somebody must be on duty.
func (c HandOver) Do(h Handover, now time.Time) (HandedOver, error) {
	if h.ID != "" && !h.Taken() {
		return HandedOver{}, regulation.RefuseState(regulation.Art12, "not_taken", "上一次交班还没有人接班，请先接班，再交下一班。")
	}
	if h.Next != "" {
		return HandedOver{}, regulation.RefuseState(regulation.Art12, "handed_over_already", "这一班刚才已经交过，请刷新页面。")
	}
	e := HandedOver{At: now, Account: c.Account, Post: c.Post, Before: h.ID}
	for _, id := range c.Settled {
		if !slices.ContainsFunc(h.Out.Items, func(i Item) bool { return i.ID == id }) {
			return HandedOver{}, regulation.RefuseField(regulation.Art12, "no_item", "settled", "要销的事项不在上一班交来的里面，请刷新页面。")
		}
	}
	for _, i := range h.Out.Items {
		if slices.Contains(c.Settled, i.ID) {
			e.Settled = append(e.Settled, i)
			continue
		}
		i.Times++
		e.Items = append(e.Items, i)
	}
	for _, n := range c.New {
		if n.Kind.Name() == "" || n.Words.Ref == "" {
			return HandedOver{}, regulation.RefuseField(regulation.Art12, "bad_item", string(n.Kind), "交接事项没有内容，请补充或删去。")
		}
		e.Items = append(e.Items, Item{ID: n.ID, Kind: n.Kind, Words: n.Words, Since: now, Times: 1})
	}
	if len(e.Items) > MostItems {
		return HandedOver{}, regulation.RefuseField(regulation.Art12, "too_many", "call", "交接事项超过%d条，请先销去办完的。", MostItems)
	}
	return e, nil
}

// Take is the incoming shift's signature. Nobody takes over from himself.
func (h Handover) Take(account org.AccountID, post org.PostID, now time.Time) (Taken, error) {
	switch {
	case h.ID == "":
		return Taken{}, regulation.RefuseState(regulation.Art12, "no_handover", "没有要接的班。")
	case h.Taken():
		return Taken{}, regulation.RefuseState(regulation.Art12, "taken_already", "这一班已经接过了。")
	case h.Out.Account == account:
		return Taken{}, regulation.RefuseState(regulation.Art12, "same_person", "交班和接班要由两个人签，请接班的同事登录后接班。")
	}
	return Taken{At: now, Account: account, Post: post}, nil
}
