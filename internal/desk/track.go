package desk

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// What a citizen sees of his order, by number and code: where it stands in plain words, never who he is (trust.md B2, B5 #54). Number and code are two keys of one door;
// the code is made of the order and the master key, so that it stands nowhere and is the same for ever.

// The answers of the door.
var (
	// ErrWrongCode is both a wrong code and an unknown number: the two are never told apart.
	ErrWrongCode = errors.New("编号或查询码不对")
	// ErrShut says that a number was tried too often.
	ErrShut = errors.New("这个编号暂时不能查询")
)

const (
	codeTries = 5
	codeShut  = 30 * time.Minute
	// lookTime is how long a look by number and code lasts; what is opened by the square code of the receipt lasts as long as the paper.
	lookTime = 2 * time.Hour
)

// codeOf is the ten digits of an order.
func (s *Service) codeOf(id string) string {
	n, _ := strconv.ParseUint(s.vault.Token("code|" + id)[:15], 16, 64)
	return fmt.Sprintf("%010d", n%10_000_000_000)
}

// linkTo is an address part that opens the order's page until a time, for ever where it is zero. Nobody can make one without the master key.
func (s *Service) linkTo(id string, until time.Time) string {
	end := int64(0)
	if !until.IsZero() {
		end = until.Unix()
	}
	rest := fmt.Sprintf("%010x%s", end, id)
	return s.vault.Token("look|"+rest) + rest
}

// looked is the order that a link opens now.
func (s *Service) looked(link string) (id string, err error) {
	if len(link) < 43 || len(link) > 128 {
		return "", ErrNotFound
	}
	rest := link[32:]
	if subtle.ConstantTimeCompare([]byte(link[:32]), []byte(s.vault.Token("look|"+rest))) != 1 {
		return "", ErrNotFound
	}
	end, err := strconv.ParseInt(rest[:10], 16, 64)
	if err != nil || end > 0 && !s.now().Before(time.Unix(end, 0)) {
		return "", ErrNotFound
	}
	return rest[10:], nil
}

// OpenByCode answers a link for two hours to whoever knows number and code. Errors: ErrWrongCode, ErrShut after five wrong ones for half an hour; a number that never was
// is shut just so.
func (s *Service) OpenByCode(ctx context.Context, number, code string) (link string, err error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	code = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return -1
	}, code)
	now := s.now()
	name := s.vault.Token("code of|" + number)
	if _, err := s.store.TryAtDoor(ctx, name, codeTries, now.Add(-24*time.Hour), now.Add(codeShut), now); errors.Is(err, store.ErrNone) {
		return "", ErrShut
	} else if err != nil {
		return "", fmt.Errorf("count a try at the door: %w", err)
	}
	id, err := s.store.OrderByNumber(ctx, number)
	if errors.Is(err, store.ErrNone) {
		id = "nobody"
	} else if err != nil {
		return "", err
	}
	right := subtle.ConstantTimeCompare([]byte(code), []byte(s.codeOf(id))) == 1
	if !right || id == "nobody" {
		return "", ErrWrongCode
	}
	return s.linkTo(id, now.Add(lookTime)), s.store.RightAtDoor(ctx, name)
}

// TrackStep is one line of the road, in plain words.
type TrackStep struct {
	Words, When, Text string
	State             string // done, now, todo
}

// TrackAnswer is the unit's public reply.
type TrackAnswer struct {
	Unit, At, Text, Basis, Contact, Phone string
}

// Track is an order as its caller may see it. Nothing in it tells who he is.
type Track struct {
	ID, Number, Title, Type string
	Head, Say               string // where it stands, and who does what until when
	Why                     string // the rule that sets the day
	Tone                    string // g, y, r
	Provisional             bool   // the day lies in a year whose holidays are not announced
	Steps                   []TrackStep
	Answer                  *TrackAnswer
	MayAdd, MayUrge         bool
	UrgedToday              bool
	MayJudge                bool
	Judged                  string // what he said already
	Over                    bool
	Anonymous               bool
}

// Track reads the order that a link opens. ErrNotFound for any other.
func (s *Service) Track(ctx context.Context, link string) (Track, error) {
	id, err := s.looked(link)
	if err != nil {
		return Track{}, err
	}
	return s.track(ctx, id)
}

func (s *Service) track(ctx context.Context, id string) (Track, error) {
	l, err := s.load(ctx, id)
	if err != nil {
		return Track{}, err
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return Track{}, err
	}
	st, now := l.state, s.now()
	t := Track{ID: st.ID, Number: st.Number, Title: st.Request.Title, Type: st.Request.Type.Name(), Over: st.Status.Done(), Anonymous: st.Request.Secrecy == order.Anonymous}
	t.Steps, t.UrgedToday = trackRoad(l, dir, now)
	shown := st
	if st.Merged != nil {
		if lead, err := s.load(ctx, st.Merged.Leader); err == nil {
			shown.Reply, shown.Lead = lead.state.Reply, lead.state.Lead
		}
	}
	if r := shown.Reply; r != nil && !st.FedBackAt.IsZero() {
		t.Answer = &TrackAnswer{Unit: dir.UnitName(shown.Lead), At: chineseDay(st.FedBackAt), Text: r.Public, Basis: r.Basis, Contact: r.Contact, Phone: r.ContactPhone}
	}
	t.MayAdd = !st.Status.Done() && st.Status != order.Merged
	t.MayUrge = t.MayAdd && st.Status != order.Visiting && st.Status != order.ToFeedback && !t.UrgedToday
	t.MayJudge = st.Status == order.Visiting
	if n := len(st.Effective); n > 0 && st.Status != order.Visiting {
		t.Judged = st.Effective[n-1].Name()
	}
	trackHead(&t, st, dir, now)
	t.Steps = append(t.Steps, trackAhead(st, t.Head)...)
	return t, nil
}

func chineseDay(at time.Time) string { return calendar.DateOf(at).ChineseShort() }

// trackRoad tells what has happened. A step of the house that means nothing to the caller is left out.
func trackRoad(l loaded, dir org.Directory, now time.Time) (out []TrackStep, urgedToday bool) {
	add := func(at time.Time, words, text string) {
		out = append(out, TrackStep{Words: words, When: clockTime(at), Text: text, State: "done"})
	}
	for i, e := range l.events {
		at := l.records[i].At()
		switch e := e.(type) {
		case order.RegisteredEvent:
			add(at, "已收到", "")
		case order.TakenOver:
			add(at, "已收到", "")
		case order.DispatchedEvent:
			add(at, "已转给"+dir.UnitName(e.Unit), "应在"+dayWords(e.Result.LastDay)+"前办结")
		case order.DesignatedEvent:
			add(at, "已确定由"+dir.UnitName(e.Unit)+"办理", "")
		case order.Recalled, order.ReturnAccepted:
			add(at, "正在改由别的单位办理", "原来的单位不管这件事")
		case order.Contacted:
			if e.Reached {
				add(at, "已与您联系", contactMeans[e.Means])
			}
		case order.Relayed:
			if e.Reached {
				add(at, "县热线办已替单位与您联系", contactMeans[e.Means])
			}
		case order.Supplemented:
			add(at, "您补充了情况", "")
		case order.Progressed:
			add(at, "正在办理", "承办单位更新了进展")
		case order.ExtensionGranted:
			add(at, "办理时间延长", "延到"+dayWords(e.Result.LastDay)+"前")
		case order.StatuteGranted:
			add(at, "按法定时限办理", "")
		case order.Urged:
			if e.Caller {
				add(at, "您催过一次", "")
				urgedToday = urgedToday || calendar.DateOf(at) == calendar.DateOf(now)
			}
		case order.ReplySigned:
			add(at, "单位已报来结果", "县热线办审核")
		case order.ReplyRejected:
			add(at, "审核没有通过", "已请单位在"+dayWords(e.Result.LastDay)+"前重新办理")
		case order.FedBack:
			add(at, "已告诉您结果", "")
		case order.Visited:
			if e.Reached && e.Satisfaction != "" {
				add(at, "您的评价", e.Satisfaction.Name()+"，"+e.Solved.Name())
			}
		case order.Reworked:
			add(at, "已要求重新办理", "由单位主要负责人牵头，"+dayWords(e.Result.LastDay)+"前办结")
		case order.MergedEvent:
			add(at, "与同样的事一起办理", "您的编号不变，结果单独告诉您")
		case order.SplitOff:
			add(at, "改为单独办理", "")
		case order.ClosedEvent:
			add(at, "已办结", "")
		case order.AnsweredDirectly:
			add(at, "已当面答复", "")
		case order.TransferredByPhone:
			add(at, "已请您向"+dir.UnitName(e.Unit)+"直接反映", "")
		case order.Refused:
			g, _ := order.GroundOf(e.Ground)
			add(at, "不予受理", g.Clause.String()+"："+g.Name+referral(e.Referral, e.Phone, e.Unknown))
		case order.ExplainedEvent:
			add(at, "已向您解释", "")
		case order.WithdrawnEvent:
			add(at, "您已撤回", "")
		case order.TerminatedEvent:
			add(at, "已终结办理", "第二十条")
		case order.Rechecked:
			add(at, "县热线办回头看过", "")
		}
	}
	return out, urgedToday
}

// trackHead says where the order stands, who has it, until when and by which rule.
func trackHead(t *Track, st order.State, dir org.Directory, now time.Time) {
	t.Tone = "g"
	by := func(k order.LimitKind, say string) {
		c := st.Clocks.Get(k)
		t.Say = say
		if !c.On || c.LastDay == "" || c.Paused() {
			return
		}
		t.Say, t.Provisional = fmt.Sprintf("%s，%s前完成。", strings.TrimSuffix(say, "。"), dayWords(c.LastDay)), c.Provisional
		if k == order.LimitResult {
			t.Why = trackWhy(c, st)
		}
		if c.Late(now) {
			t.Tone, t.Say = "r", fmt.Sprintf("%s，本应在%s前完成，现在已经超过。县热线办正在督促。", strings.TrimSuffix(say, "。"), dayWords(c.LastDay))
		}
	}
	unit := dir.UnitName(st.Lead)
	switch st.Status {
	case order.Registered, order.PendingApproval:
		t.Head = "正在安排"
		by(order.LimitHandle, "县热线办正在决定由哪个单位办理。")
	case order.PendingDispatch:
		t.Head = "正在安排"
		by(order.LimitDispatch, "县热线办正在转给承办单位。")
	case order.ReturnReview, order.Coordination:
		t.Head = "正在安排"
		by(order.LimitReturnReview, "单位认为不归它管，县热线办正在核定由谁办理。")
	case order.Dispatched, order.UnitAssigning, order.InProgress, order.UnitSigning:
		t.Head = "正在办理"
		by(order.LimitResult, unit+"正在办理。")
	case order.Submitted:
		t.Head = "正在审核"
		by(order.LimitReview, unit+"已报来结果，县热线办正在审核。")
	case order.CountySigning:
		t.Head, t.Say, t.Why = "正在签批", "办理结果正在报县领导签批，签批后告诉您。", "三次以上交办和重点交办的结果，须县领导同意后反馈。第二十四条"
	case order.ToFeedback:
		t.Head = "马上告诉您"
		by(order.LimitFeedback, "结果已经定了，县热线办会告诉您。")
	case order.Visiting:
		t.Head, t.Say = "请您评价", "办理结果已经告诉您。满意不满意，请您说一声；您不评价，我们会打电话问您。"
		if t.Anonymous {
			t.Say = "办理结果已经定了，见下面的答复。"
		}
	case order.Merged:
		t.Head, t.Say = "一起办理", "这件事与同样的诉求一起办理，结果会单独告诉您。"
	case order.Terminating, order.AwaitingCancel:
		t.Head, t.Tone, t.Say = "正在审核", "y", "县热线办正在审核这件事。"
	case order.NotAccepted:
		t.Head, t.Tone, t.Say = "不予受理", "y", "这件事不归县长热线受理，原因和该找的单位见下面。有疑问请打电话。"
	case order.Withdrawn:
		t.Head, t.Say = "已撤回", "这件事已按您的要求撤回。"
	case order.Terminated:
		t.Head, t.Tone, t.Say = "已终结", "y", "这件事已终结办理。有新情况，可以再写信或打电话。"
	default:
		t.Head, t.Say = "已办结", "这件事已经办结。有新情况，可以再写信或打电话。"
	}
}

func trackWhy(c order.Clock, st order.State) string {
	kind := "非咨询类事项"
	if st.Request.Type == order.Consult {
		kind = "咨询类事项"
	}
	switch {
	case st.Reworking:
		return fmt.Sprintf("重新办理，期限%d个工作日。", c.Days)
	case c.Extended > 0:
		return fmt.Sprintf("经批准延长过%d个工作日，累计不超过规定的上限。第十九条", c.Extended)
	}
	return fmt.Sprintf("%s，自单位接到之日起%d个工作日内办结。%s", kind, c.Days, c.Basis)
}

// trackAhead is what is still to come.
func trackAhead(st order.State, head string) []TrackStep {
	switch {
	case st.Status.Done() || st.Status == order.Merged:
		return nil
	case st.Status == order.Visiting:
		if st.Request.Secrecy == order.Anonymous {
			return nil
		}
		return []TrackStep{{Words: head, State: "now"}}
	}
	out := []TrackStep{{Words: head, State: "now"}, {Words: "告诉您结果", State: "todo"}}
	if st.Answerable() {
		out = append(out, TrackStep{Words: "请您评价", State: "todo"})
	}
	return out
}

// TrackRoute is where a citizen's further words come in, for the idempotency of his forms.
const TrackRoute = "portal/track"

// UrgeByCaller records the caller's urge (Art. 21(6)); one a day counts.
func (s *Service) UrgeByCaller(ctx context.Context, link, note, key string) error {
	id, err := s.looked(link)
	if err != nil {
		return err
	}
	if utf8.RuneCountInString(note) > 500 {
		return invalid("note", "最多500字，请删短一些。")
	}
	a := Ask{Order: id, Route: TrackRoute, Key: key, Commands: []order.Command{order.Urge{Caller: true, Note: order.Private{Text: note}}}}
	if _, ok, err := s.Again(ctx, a); ok || err != nil {
		return err
	}
	t, err := s.track(ctx, id)
	if err != nil {
		return err
	}
	if t.UrgedToday {
		return invalid("note", "今天已经催过一次，单位和县热线办都看到了。明天还可以再催；急事请打电话。")
	}
	_, err = s.Do(ctx, a)
	return err
}

// Judgement is a caller's own word on the result.
type Judgement struct {
	Contacted    string // yes, no, unsure
	Solved       order.Solved
	Satisfaction order.Satisfaction
	Reason       string // A–F where he is not satisfied
	Words        string
}

// JudgeByCaller takes the caller's word on the result for the office's visit (Art. 25), while the visit is owed; before and after it the rules refuse.
func (s *Service) JudgeByCaller(ctx context.Context, link string, j Judgement, key string) error {
	id, err := s.looked(link)
	if err != nil {
		return err
	}
	if j.Satisfaction == order.Dissatisfied && !strings.Contains("ABCDEF", j.Reason) {
		return invalid("reason", "请选一个最主要的原因。")
	}
	c := order.RecordVisit{ChainID: s.newID(), At: s.now(), Reached: true, Contacted: j.Contacted, Solved: j.Solved, Satisfaction: j.Satisfaction, Reason: j.Reason, Words: order.Private{Text: j.Words}}
	if c.Satisfaction != order.Dissatisfied {
		c.Reason = ""
	} else {
		for _, r := range order.DissatisfiedReasons() {
			if r.Code == j.Reason {
				c.Rework = order.Private{Text: "诉求人网上评价不满意，原因：" + r.Name + "。请核实后重新办理。"}
			}
		}
	}
	content := fmt.Sprintf("%q", []string{j.Contacted, string(j.Solved), string(j.Satisfaction), j.Reason, j.Words})
	_, err = s.Do(ctx, Ask{Order: id, Route: TrackRoute, Key: key, Commands: []order.Command{c}, Content: []byte(content)})
	return err
}

// AddByCaller adds the caller's further words and files to his order.
func (s *Service) AddByCaller(ctx context.Context, link, words string, files []Upload, key string) error {
	id, err := s.looked(link)
	if err != nil {
		return err
	}
	if len(files) > LetterFiles {
		return invalid("files", "一次最多%d个文件。", LetterFiles)
	}
	l, err := s.load(ctx, id)
	if err != nil {
		return err
	}
	names, err := s.callerNames(ctx, id)
	if err != nil {
		return err
	}
	cmd := order.Supplement{Words: order.Private{Text: words}}
	if l.state.Request.Secrecy == order.Ordinary {
		cmd.Clear = text.AutoMask(words, names...)
	}
	content := words
	for _, u := range files {
		a, err := s.Keep(ctx, u, "request")
		if err != nil {
			return err
		}
		cmd.Files = append(cmd.Files, a)
		content += fmt.Sprintf("\x00%d %s", len(u.Bytes), s.vault.Digest(string(u.Bytes)))
	}
	_, err = s.Do(ctx, Ask{Order: id, Route: TrackRoute, Key: key, Commands: []order.Command{cmd}, Content: []byte(content)})
	return err
}

// DemoReceipt is the receipt of an order by its number, for whoever looks at the demo county: in the life of an office nobody of the staff sees a caller's code.
func (s *Service) DemoReceipt(ctx context.Context, number string) (Receipt, error) {
	id, err := s.store.OrderByNumber(ctx, number)
	if err != nil {
		return Receipt{}, fmt.Errorf("find order %s: %w", number, err)
	}
	l, err := s.load(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	return s.receipt(l.state, p), err
}
