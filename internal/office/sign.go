package office

import (
	"slices"
	"strings"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Signs (苗头线索, Art. 21(6)) are what was noticed and waits for a person: a threat in a caller's words, or a trend. Nothing happens by itself; a person takes
// one to the ledger of supervision or to a cluster, or dismisses it and says why.

type (
	// SignFound is what was noticed. Of a threat it may come again, with other words of the caller's: then the sign is open again.
	SignFound struct {
		At       time.Time `json:"at"`
		Order    string    `json:"order"`             // whose caller spoke; of a trend the one that made it
		Dangers  []Danger  `json:"dangers,omitempty"` // of a threat
		Marked   bool      `json:"marked,omitempty"`  // the operator marked it
		Category string    `json:"category,omitempty"`
		Town     string    `json:"town,omitempty"` // "" of a trend: the whole county
		Day      string    `json:"day,omitempty"`  // with which the week ends
		Rise     *Rise     `json:"rise,omitempty"`
	}
	// SignSettled is what a person did about it.
	SignSettled struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Way     SignWay       `json:"way"`
		Case    string        `json:"case,omitempty"`    // row of the ledger
		Cluster string        `json:"cluster,omitempty"` // 集中反映
		Reason  Words         `json:"reason"`
	}
)

// SignWay is what became of a sign.
type SignWay string

// The ways.
const (
	SignToLedger  SignWay = "ledger"
	SignToCluster SignWay = "cluster"
	SignDismissed SignWay = "dismissed"
)

// SignWays lists them.
func SignWays() []SignWay { return []SignWay{SignToLedger, SignToCluster, SignDismissed} }

// Name is the Chinese name, "" for an unknown way.
func (w SignWay) Name() string {
	return map[SignWay]string{SignToLedger: "列入督办", SignToCluster: "并入集中反映", SignDismissed: "不作为苗头"}[w]
}

// Sign is one, folded from its stream.
type Sign struct {
	Found   []SignFound // the oldest first
	Settled *SignSettled
	Past    []SignSettled // before it was found again
}

func (s Sign) evolve(e any) Record {
	switch e := e.(type) {
	case SignFound:
		s.Found = append(slices.Clone(s.Found), e)
		if s.Settled != nil {
			s.Past = append(slices.Clone(s.Past), *s.Settled)
			s.Settled = nil
		}
	case SignSettled:
		s.Settled = &e
	}
	return s
}

// First is the first time that it was noticed, the zero value of a sign that was never.
func (s Sign) First() SignFound {
	if len(s.Found) == 0 {
		return SignFound{}
	}
	return s.Found[0]
}

// Last is the last time.
func (s Sign) Last() SignFound {
	if len(s.Found) == 0 {
		return SignFound{}
	}
	return s.Found[len(s.Found)-1]
}

// Dangers are all that were heard, the gravest first.
func (s Sign) Dangers() []Danger {
	var out []Danger
	for _, d := range Dangers() {
		if slices.ContainsFunc(s.Found, func(f SignFound) bool { return slices.Contains(f.Dangers, d) }) {
			out = append(out, d)
		}
	}
	return out
}

// Row is open until somebody has settled it.
func (s Sign) Row() RecordRow {
	return RecordRow{Open: s.Settled == nil, At: s.First().At}
}

const art21 = regulation.Art21_6

// Hear says what a caller's words add to what is known of an order's threat; ok is false where they add nothing. What was settled is open again only with a
// danger that had not been heard.
func (s Sign) Hear(order string, dangers []Danger, marked bool, now time.Time) (SignFound, bool) {
	known := s.Dangers()
	fresh := slices.ContainsFunc(dangers, func(d Danger) bool { return !slices.Contains(known, d) })
	if len(dangers) == 0 || !fresh {
		return SignFound{}, false
	}
	return SignFound{At: now, Order: order, Dangers: dangers, Marked: marked}, true
}

// Settle is a person's word. row and cluster are what it was taken to, words the reason.
func (s Sign) Settle(a org.Actor, way SignWay, row, cluster, words string, now time.Time) (SignSettled, error) {
	var none SignSettled
	switch {
	case !checker(a):
		return none, regulation.RefuseState(art21, "not_supervisor", "苗头线索由县热线办督办员或负责人处置。")
	case len(s.Found) == 0:
		return none, regulation.RefuseState(art21, "no_sign", "没有这条线索，请刷新页面。")
	case s.Settled != nil:
		return none, regulation.RefuseState(art21, "settled", "这条线索已经处置过了，请刷新页面。")
	case way.Name() == "":
		return none, regulation.RefuseField(art21, "no_way", "way", "没有选择怎么处置，请选一项。")
	case way == SignToLedger && row == "":
		return none, regulation.RefuseField(art21, "no_order", "order", "没有选择列哪件工单，请选一件没有办结的。")
	case way == SignToCluster && cluster == "":
		return none, regulation.RefuseField(art21, "no_cluster", "cluster", "没有选择并入哪一起集中反映，请选一起；没有的请改选别的处置。")
	}
	if way != SignToLedger {
		row = ""
	}
	if way != SignToCluster {
		cluster = ""
	}
	if way == SignDismissed || strings.TrimSpace(words) != "" {
		if err := said(art21, "reason", "理由", words, 500); err != nil {
			return none, err
		}
	}
	return SignSettled{At: now, Account: a.Account, Way: way, Case: row, Cluster: cluster}, nil
}
