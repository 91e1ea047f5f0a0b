package office

import (
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Lists exchanged with the 信访局 (Art. 6(3), 8(2): what has entered the channel of petitions is not accepted beside it). A list that came in is kept as it came, and a
// person decides of each line whether it is an order of ours; a list that goes out is kept as it was given, and each time it was taken is on record.

// MostPetitions is how many lines a list may have.
const MostPetitions = 300

// PetitionWay is what a line of a list that came in is.
type PetitionWay string

// The ways.
const (
	PetitionSame PetitionWay = "same" // 同一事项: an order of ours
	PetitionNew  PetitionWay = "new"  // 另行登记: registered since, as that order
	PetitionNone PetitionWay = "none" // 与热线无关
)

// PetitionWays lists them.
func PetitionWays() []PetitionWay { return []PetitionWay{PetitionSame, PetitionNew, PetitionNone} }

// Name is the Chinese name, "" for an unknown way.
func (w PetitionWay) Name() string {
	return map[PetitionWay]string{PetitionSame: "与热线工单是同一事项", PetitionNew: "已另行登记为工单", PetitionNone: "与热线无关"}[w]
}

// PetitionLine is a line of a list: all that it says is sealed, for it names people.
type PetitionLine struct {
	N     int    `json:"n"`               // from 1
	Order string `json:"order,omitempty"` // of a list that goes out
	Words Words  `json:"words"`
}

type (
	// PetitionsReceived is a list that came in.
	PetitionsReceived struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account"`
		Day     string         `json:"day"`
		Number  string         `json:"number,omitempty"` // of the letter
		Lines   []PetitionLine `json:"lines"`
	}
	// PetitionDecided is a person's word on a line; the last one holds.
	PetitionDecided struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		N       int           `json:"n"`
		Way     PetitionWay   `json:"way"`
		Order   string        `json:"order,omitempty"`
		Reason  Words         `json:"reason"`
	}
	// PetitionsHanded is a list that goes out.
	PetitionsHanded struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account"`
		Day     string         `json:"day"`
		Purpose string         `json:"purpose"`
		Lines   []PetitionLine `json:"lines"`
	}
	// PetitionsFetched says that the file of a list was taken.
	PetitionsFetched struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
	}
)

// Petitions is a list, folded from its stream.
type Petitions struct {
	Received *PetitionsReceived
	Handed   *PetitionsHanded
	Decided  map[int]PetitionDecided
	Fetched  []PetitionsFetched
}

func (p Petitions) evolve(e any) Record {
	switch e := e.(type) {
	case PetitionsReceived:
		p.Received = &e
	case PetitionsHanded:
		p.Handed = &e
	case PetitionDecided:
		all := map[int]PetitionDecided{}
		for n, d := range p.Decided {
			all[n] = d
		}
		all[e.N] = e
		p.Decided = all
	case PetitionsFetched:
		p.Fetched = append(slices.Clone(p.Fetched), e)
	}
	return p
}

// Lines are its lines.
func (p Petitions) Lines() []PetitionLine {
	switch {
	case p.Received != nil:
		return p.Received.Lines
	case p.Handed != nil:
		return p.Handed.Lines
	}
	return nil
}

// Left is how many lines of a list that came in nobody has decided.
func (p Petitions) Left() int {
	if p.Received == nil {
		return 0
	}
	return len(p.Received.Lines) - len(p.Decided)
}

// Row is open while a line waits for a person.
func (p Petitions) Row() RecordRow {
	switch {
	case p.Received != nil:
		return RecordRow{Open: p.Left() > 0, At: p.Received.At}
	case p.Handed != nil:
		return RecordRow{At: p.Handed.At}
	}
	return RecordRow{}
}

const art8petition = regulation.Art8_2

func mustExchange(a org.Actor) error {
	if !checker(a) && !a.Is(org.Dispatcher) {
		return regulation.RefuseState(art8petition, "not_office", "信访清单由县热线办分办员、督办员或负责人办理。")
	}
	return nil
}

func linesFit(n int, field string) error {
	switch {
	case n == 0:
		return regulation.RefuseField(art8petition, "no_lines", field, "清单里一件也没有，请核对后再提交。")
	case n > MostPetitions:
		return regulation.RefuseField(art8petition, "many_lines", field, "一份清单最多%d件，请分成几份。", MostPetitions)
	}
	return nil
}

// ReceivePetitions keeps a list that came in. lines is how many it has; number may be empty.
func ReceivePetitions(a org.Actor, day, number string, lines int, now time.Time) (PetitionsReceived, error) {
	var none PetitionsReceived
	if err := mustExchange(a); err != nil {
		return none, err
	}
	today := calendar.DateOf(now)
	if err := dayIn(art8petition, "day", "收到日期", day, today.AddDays(-60), today); err != nil {
		return none, err
	}
	if err := plain(art8petition, "number", "来函文号", number, 0, 40); err != nil {
		return none, err
	}
	if err := linesFit(lines, "file"); err != nil {
		return none, err
	}
	return PetitionsReceived{At: now, Account: a.Account, Day: day, Number: strings.TrimSpace(number)}, nil
}

// Decide says what a line is: an order of ours, registered since, or none of the hotline's and why.
func (p Petitions) Decide(a org.Actor, n int, way PetitionWay, order, reason string, now time.Time) (PetitionDecided, error) {
	var none PetitionDecided
	if err := mustExchange(a); err != nil {
		return none, err
	}
	switch {
	case p.Received == nil || !slices.ContainsFunc(p.Received.Lines, func(l PetitionLine) bool { return l.N == n }):
		return none, regulation.RefuseState(art8petition, "no_line", "清单里没有这一件，请刷新页面。")
	case way.Name() == "":
		return none, regulation.RefuseField(art8petition, "no_way", "way", "没有选择这一件怎么认定，请选一项。")
	case way != PetitionNone && order == "":
		return none, regulation.RefuseField(art8petition, "no_order", "order", "没有写是哪件工单，请填工单编号。")
	}
	if way == PetitionNone {
		order = ""
		if err := said(art8petition, "reason", "理由", reason, 300); err != nil {
			return none, err
		}
	} else if strings.TrimSpace(reason) != "" {
		if err := said(art8petition, "reason", "说明", reason, 300); err != nil {
			return none, err
		}
	}
	return PetitionDecided{At: now, Account: a.Account, N: n, Way: way, Order: order}, nil
}

// HandPetitions keeps a list that goes out, with the orders in it.
func HandPetitions(a org.Actor, purpose string, orders []string, now time.Time) (PetitionsHanded, error) {
	var none PetitionsHanded
	if err := mustExchange(a); err != nil {
		return none, err
	}
	if err := plain(art8petition, "purpose", "用途", purpose, 4, 200); err != nil {
		return none, err
	}
	if err := linesFit(len(orders), "orders"); err != nil {
		return none, err
	}
	e := PetitionsHanded{At: now, Account: a.Account, Day: calendar.DateOf(now).String(), Purpose: strings.TrimSpace(purpose)}
	for i, o := range orders {
		e.Lines = append(e.Lines, PetitionLine{N: i + 1, Order: o})
	}
	return e, nil
}

// Fetch is the taking of a list's file: on record before the file leaves.
func (p Petitions) Fetch(a org.Actor, now time.Time) (PetitionsFetched, error) {
	if err := mustExchange(a); err != nil {
		return PetitionsFetched{}, err
	}
	if len(p.Lines()) == 0 {
		return PetitionsFetched{}, regulation.RefuseState(art8petition, "no_list", "没有这份清单，请刷新页面。")
	}
	return PetitionsFetched{At: now, Account: a.Account}, nil
}
