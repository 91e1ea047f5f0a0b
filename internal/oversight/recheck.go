package oversight

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The look-back by sample (回头看, Art. 23(8); domain.md §6.2): of what was closed and answered by a unit, everything key or supervised is looked back on, and of the rest so
// many in a hundred, drawn by lot. A draw takes the days of closing that no draw has taken, up to the last that is far enough back; so every closed order stands before the
// lot once, and nobody draws again because he dislikes what came. What a look-back finds is an event of the order (order.Rechecked).

// Pick is why an order was drawn.
type Pick string

// The reasons.
const (
	PickKey        Pick = "key"        // 重点件
	PickSupervised Pick = "supervised" // 督办件
	PickSample     Pick = "sample"     // 抽样
	PickNamed      Pick = "named"      // 点名：不在抽取之列
)

// Name is the Chinese name.
func (p Pick) Name() string {
	return map[Pick]string{PickKey: "重点件", PickSupervised: "督办件", PickSample: "抽样", PickNamed: "点名"}[p]
}

// leastRecheckDays is how long a look-back has at least, however late the draw.
const leastRecheckDays = 14

// Candidate is a closed order that stands before the lot.
type Candidate struct {
	Order           string
	Unit            org.UnitID
	ClosedAt        time.Time
	Key, Supervised bool
}

// RecheckLine is an order that was drawn. Closed and Due are days; Due is the last on which the look-back is in time.
type RecheckLine struct {
	Order  string     `json:"order"`
	Unit   org.UnitID `json:"unit"`
	Why    Pick       `json:"why"`
	Closed string     `json:"closed"`
	Due    string     `json:"due"`
}

// RechecksDrawn is a draw. Lot is what decided it, written down so that anybody may draw it again from the same orders.
type RechecksDrawn struct {
	At      time.Time     `json:"at"`
	Account org.AccountID `json:"account"`
	Draw    int           `json:"draw"`
	From    string        `json:"from"` // the days of closing, both included
	To      string        `json:"to"`
	Pool    int           `json:"pool"` // how many stood before the lot
	Percent int           `json:"percent"`
	Lot     string        `json:"lot"`
	Lines   []RecheckLine `json:"lines"`
}

// Rechecks is the stream of all draws, folded.
type Rechecks struct {
	Version int64
	Draws   int
	To      string // the last day of closing that has been drawn from
}

// EvolveRechecks applies a draw.
func EvolveRechecks(r Rechecks, e RechecksDrawn) Rechecks { r.Draws, r.To = e.Draw, e.To; return r }

// RechecksKind is the name of a draw in the log.
const RechecksKind = "rechecks_drawn"

// EncodeRechecks writes a draw as the log keeps it.
func EncodeRechecks(e RechecksDrawn) ([]byte, error) { return json.Marshal(e) }

// DecodeRechecks reads it. A kind or version that this program does not know is an *order.UnknownKind.
func DecodeRechecks(kind string, v int, body []byte) (RechecksDrawn, error) {
	var e RechecksDrawn
	if kind != RechecksKind || v != Version {
		return e, &order.UnknownKind{Kind: kind, V: v}
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, fmt.Errorf("decode %s: %w", kind, err)
	}
	return e, nil
}

// RecheckWindow says from which days of closing the next draw takes, both included; ok is false where there is none yet. The first draw begins where looking back is still in
// time.
func RecheckWindow(r Rechecks, p policy.Policy, now time.Time) (from, to calendar.Date, ok bool) {
	today := calendar.DateOf(now)
	to = today.AddDays(-p.Recheck.FromDays.Value)
	from = today.AddDays(-p.Recheck.TillDays.Value)
	if last, err := calendar.ParseDate(r.To); err == nil {
		from = last.Next()
	}
	return from, to, !to.Before(from)
}

// DrawRechecks draws. Pool is what was closed in the window, and Lot the chance, both from outside.
type DrawRechecks struct {
	By
	Pool []Candidate
	Lot  string
}

// Draw answers the command with the draw, or a *regulation.Refusal.
func Draw(r Rechecks, c DrawRechecks, p policy.Policy, now time.Time) (RechecksDrawn, error) {
	a := regulation.Art23_8
	if !c.Actor.Is(org.Supervisor, org.OfficeHead) {
		return RechecksDrawn{}, regulation.RefuseState(a, "wrong_post", "这一步由%s办理，您现在的岗位是%s。", org.Supervisor.Name(), c.Actor.Post.Kind.Name())
	}
	from, to, ok := RecheckWindow(r, p, now)
	if !ok || len(c.Pool) == 0 {
		return RechecksDrawn{}, regulation.RefuseState(a, "nothing_to_draw", "没有到了回头看时候的工单：办结满%d天的，都已经抽过。", p.Recheck.FromDays.Value)
	}
	e := RechecksDrawn{At: now, Account: c.Actor.Account, Draw: r.Draws + 1, From: from.String(), To: to.String(), Pool: len(c.Pool), Percent: p.Recheck.Percent.Value, Lot: c.Lot}
	var rest []Candidate
	for _, x := range c.Pool {
		switch {
		case x.Key:
			e.Lines = append(e.Lines, recheckLine(x, PickKey, p, now))
		case x.Supervised:
			e.Lines = append(e.Lines, recheckLine(x, PickSupervised, p, now))
		default:
			rest = append(rest, x)
		}
	}
	slices.SortFunc(rest, func(a, b Candidate) int { return strings.Compare(lot(c.Lot, a.Order), lot(c.Lot, b.Order)) })
	for _, x := range rest[:(len(rest)*e.Percent+99)/100] {
		e.Lines = append(e.Lines, recheckLine(x, PickSample, p, now))
	}
	slices.SortFunc(e.Lines, func(a, b RecheckLine) int {
		return strings.Compare(a.Due+a.Closed+a.Order, b.Due+b.Closed+b.Order)
	})
	return e, nil
}

// lot is an order's place in a draw: a number that nobody can foresee who does not know the draw's chance.
func lot(chance, id string) string {
	h := sha256.Sum256([]byte(chance + "\x00" + id))
	return hex.EncodeToString(h[:])
}

func recheckLine(x Candidate, why Pick, p policy.Policy, now time.Time) RecheckLine {
	closed := calendar.DateOf(x.ClosedAt)
	due := closed.AddDays(p.Recheck.TillDays.Value)
	if least := calendar.DateOf(now).AddDays(leastRecheckDays); due.Before(least) {
		due = least
	}
	return RecheckLine{Order: x.Order, Unit: x.Unit, Why: why, Closed: closed.String(), Due: due.String()}
}
