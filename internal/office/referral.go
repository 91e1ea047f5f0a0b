package office

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// mostReferrals is how many lines the county keeps.
const mostReferrals = 400

// Referral is one line of the referral directory (引导去处): to which body a caller is sent whose request Art. 8 does not accept here, and how it is reached.
type Referral struct {
	Code   string `json:"code"`   // Y01 …, given when it is written
	Ground string `json:"ground"` // of order.Grounds
	Body   string `json:"body"`
	Phone  string `json:"phone"`
	Until  string `json:"until,omitempty"` // last day on which the number is sure; empty = until changed
}

// Holds reports whether a line may be told on a day.
func (r Referral) Holds(day string) bool { return r.Until == "" || day <= r.Until }

// ReferralLine is a line as it stands.
type ReferralLine struct {
	Referral
	Ended   bool
	Changed time.Time
}

// Referrals are the county's lines in the order of their writing: one stream, read whole.
type Referrals []ReferralLine

// The events of the county's stream of referrals.
type (
	// ReferralSet writes a line or its next version.
	ReferralSet struct {
		At   time.Time `json:"at"`
		Line Referral  `json:"line"`
	}
	// ReferralEnded takes a line out of use.
	ReferralEnded struct {
		At     time.Time `json:"at"`
		Code   string    `json:"code"`
		Reason string    `json:"reason"`
	}
)

// Evolve applies an event.
func (all Referrals) Evolve(e any) Referrals {
	out := slices.Clone(all)
	switch e := e.(type) {
	case ReferralSet:
		if i := out.index(e.Line.Code); i >= 0 {
			out[i] = ReferralLine{Referral: e.Line, Changed: e.At}
			return out
		}
		out = append(out, ReferralLine{Referral: e.Line, Changed: e.At})
	case ReferralEnded:
		if i := out.index(e.Code); i >= 0 {
			out[i].Ended, out[i].Changed = true, e.At
		}
	}
	return out
}

func (all Referrals) index(code string) int {
	return slices.IndexFunc(all, func(l ReferralLine) bool { return l.Code == code })
}

var referralPhone = regexp.MustCompile(`^[0-9][0-9 \-、转]{2,39}$|^请查询114$`)

func mustKeepReferrals(a org.Actor) error {
	if a.Post.Kind != org.Dispatcher && a.Post.Kind != org.OfficeHead && !a.System() {
		return regulation.RefuseState(regulation.Art8, "not_keeper", "引导去处由县热线办分办员或负责人维护，%s可以查看。", a.Post.Title)
	}
	return nil
}

// SetReferral writes a line; an empty code is a new one. ground tells whether Art. 8 has it. Errors: *regulation.Refusal.
func SetReferral(a org.Actor, r Referral, all Referrals, ground func(string) bool, now time.Time) (ReferralSet, error) {
	bad := func(code, field, reason string, args ...any) (ReferralSet, error) {
		return ReferralSet{}, regulation.RefuseField(regulation.Art8, code, field, reason, args...)
	}
	if err := mustKeepReferrals(a); err != nil {
		return ReferralSet{}, err
	}
	r.Body, r.Phone = strings.TrimSpace(r.Body), strings.TrimSpace(r.Phone)
	if !ground(r.Ground) {
		return bad("bad_ground", "ground", "请选择第八条列明的依据。")
	}
	if err := clearBy(regulation.Art8, "body", "应找的单位", r.Body, 2, 60); err != nil {
		return ReferralSet{}, err
	}
	if !referralPhone.MatchString(r.Phone) {
		return bad("bad_phone", "phone", "联系方式只填对外公开的号码，如 0558-7622345、12368；不清楚的填“请查询114”。")
	}
	if r.Until != "" {
		if d, err := calendar.ParseDate(r.Until); err != nil || d.Before(calendar.DateOf(now)) {
			return bad("bad_until", "until", "有效期不能早于今天，请核对；长期有效的不填。")
		}
	}
	for _, l := range all {
		if l.Code != r.Code && !l.Ended && l.Body == r.Body && l.Ground == r.Ground {
			return bad("twice", "body", "这个依据下已经有“%s”，请打开它修改。", r.Body)
		}
	}
	switch i := all.index(r.Code); {
	case r.Code == "" && len(all) >= mostReferrals:
		return bad("many", "body", "引导去处已有%d行，请先停用不用的。", len(all))
	case r.Code == "":
		r.Code = fmt.Sprintf("Y%02d", len(all)+1)
	case i < 0 || all[i].Ended:
		return ReferralSet{}, noReferral()
	}
	return ReferralSet{At: now, Line: r}, nil
}

// EndReferral takes a line out of use. Errors: *regulation.Refusal.
func EndReferral(a org.Actor, code, reason string, all Referrals, now time.Time) (ReferralEnded, error) {
	if err := mustKeepReferrals(a); err != nil {
		return ReferralEnded{}, err
	}
	if i := all.index(code); i < 0 || all[i].Ended {
		return ReferralEnded{}, noReferral()
	}
	if err := clearBy(regulation.Art8, "reason", "停用的理由", strings.TrimSpace(reason), 2, 200); err != nil {
		return ReferralEnded{}, err
	}
	return ReferralEnded{At: now, Code: code, Reason: strings.TrimSpace(reason)}, nil
}

func noReferral() error {
	return regulation.RefuseState(regulation.Art8, "no_line", "引导去处里没有这一行，或者已经停用，请刷新页面。")
}

// EncodeReferral writes an event's body as the log keeps it.
func EncodeReferral(e any) (kind string, body []byte, err error) {
	switch e.(type) {
	case ReferralSet:
		kind = "referral_set"
	case ReferralEnded:
		kind = "referral_ended"
	default:
		return "", nil, fmt.Errorf("encode %T: not an event of the referrals", e)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", kind, err)
	}
	return kind, bytes.TrimRight(b.Bytes(), "\n"), nil
}

// DecodeReferral reads an event's body; a kind or version of a newer program is an error.
func DecodeReferral(kind string, v int, body []byte) (any, error) {
	if v == Version {
		switch kind {
		case "referral_set":
			var e ReferralSet
			err := json.Unmarshal(body, &e)
			return e, err
		case "referral_ended":
			var e ReferralEnded
			err := json.Unmarshal(body, &e)
			return e, err
		}
	}
	return nil, fmt.Errorf("event %s version %d of the referrals is not known to this program", kind, v)
}
