package api

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/ledger"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

var (
	seed  = flag.Uint64("seed", 20221230, "seed of the fuzzing client")
	steps = flag.Int("steps", 0, "requests of the fuzzing client on each database; 0 = six for each operation")
)

// fuzzer is a client that has read the document and now tries everything: what the document allows, what it nearly allows, and what nobody would send.
type fuzzer struct {
	*site
	d     document
	ops   []docOp
	r     *rand.Rand
	posts []org.Post
	ids   []string
	nos   []string
	units []string
	keys  []string
	files map[string]string // attachment by order
	stmt  string            // a statement that runs
	entry string            // an article of the knowledge base

	records map[string]string // what is no order, by the beginning of its path

	answers map[string]map[int]int // by operation and status
	steps   int
	walked  int
	done    int
}

// fuzzPIN is the PIN (签名密码) of everybody who signs in this county.
const fuzzPIN = "709418"

// deep are the commands that only a client who signs with a PIN comes to: if chance and the preference for what is new do not lead here, the client has
// lost its depth.
var deep = []string{"assign", "reply", "sign_reply", "sign_step", "decide_extension"}

// TestAFuzzingClientFindsNothing: no answer with 5xx, none that the document does not describe; and what follows the document mostly succeeds.
func TestAFuzzingClientFindsNothing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		f := newFuzzer(t, where)
		if f.steps = *steps; f.steps == 0 {
			f.steps = 6 * len(f.ops)
		}
		t.Logf("seed %d, %d requests: go test ./internal/api -run Fuzzing -seed %d -steps %d", *seed, f.steps, *seed, f.steps)
		for i := range f.steps {
			switch i % 4 {
			case 0, 1:
				f.walk()
			case 2:
				f.allowed(f.ops[(i/4)%len(f.ops)])
			default:
				f.hostile(f.ops[(i/4)%len(f.ops)])
			}
			if i%50 == 49 {
				f.Clock.Add(3 * time.Hour)
				f.Tick()
			}
			if t.Failed() {
				t.Fatalf("after request %d", i)
			}
		}
		// The road to a signature is long: go on until it was walked to its end.
		for i := 0; i < 6*f.steps && !t.Failed() && slices.ContainsFunc(deep, func(id string) bool { return !f.answered(f.find(id)) }); i++ {
			f.walk()
			if i%50 == 49 {
				f.Clock.Add(3 * time.Hour)
				f.Tick()
			}
		}
		// Chance may have asked an operation only for what is not there.
		for _, op := range f.ops {
			for range 40 {
				if op.method == "GET" && !f.answered(op) {
					f.allowed(op)
				}
			}
		}
		f.judge()
	})
}

func newFuzzer(t *testing.T, where string) *fuzzer {
	s := newSite(t, where, 1_000_000)
	f := &fuzzer{site: s, r: rand.New(rand.NewPCG(*seed, 1)), files: map[string]string{}, answers: map[string]map[int]int{}, keys: []string{web.NewKey()}}
	s.want("document", s.stranger().get("/openapi.json"), http.StatusOK).into(t, &f.d)
	f.ops = f.d.operations()
	for _, p := range testkit.Posts() {
		if p.Unit != "341622001" && p.Unit != "jyj" && access.May(p.Kind, access.Reading) {
			f.posts = append(f.posts, p)
			s.as(p.ID)
			if access.May(p.Kind, access.UnitSign) || access.May(p.Kind, access.Signing) || access.May(p.Kind, access.Reviewing) {
				s.pin(p.ID, fuzzPIN)
			}
		}
	}
	s.as("hotline/system_admin")
	var units items[unitView]
	s.want("units", s.as("hotline/operator").get("/units"), http.StatusOK).into(t, &units)
	for _, u := range units.Items {
		f.units = append(f.units, u.Code)
	}
	f.stmt, f.entry = s.statement(), s.article()
	for range 6 {
		f.ids = append(f.ids, s.dispatched(), s.proposed())
	}
	// Three calls of one matter: the third is signed by leaders.
	for range 3 {
		var o outcomeBody
		s.want("register", s.as("hotline/operator").post("/orders", complaint()), http.StatusCreated).into(t, &o)
		f.ids, f.nos = append(f.ids, o.ID), append(f.nos, o.Number)
	}
	f.records = f.office()
	return f
}

// actor is a post that the operation is open to.
func (f *fuzzer) actor(op docOp) client {
	var may []org.Post
	for _, p := range f.posts {
		if access.May(p.Kind, access.Permission(op.Permission)) {
			may = append(may, p)
		}
	}
	if len(may) == 0 { // what the system administrator alone does; it reads no order
		return f.as("hotline/system_admin")
	}
	return f.as(pick(f.r, may).ID)
}

func (f *fuzzer) find(id string) docOp {
	i := slices.IndexFunc(f.ops, func(o docOp) bool { return o.ID == id })
	if i < 0 {
		f.Fatalf("an act names the command %q, which is not in the document", id)
	}
	return f.ops[i]
}

// walk follows what the interface says can be done: read an order that the post owes something, or any; take one of its acts, do it with a body that
// the document allows. Now and then somebody calls anew.
func (f *fuzzer) walk() {
	if f.r.IntN(12) == 0 {
		f.anew()
		return
	}
	for range 4 {
		c := f.as(pick(f.r, f.posts).ID)
		if id := f.open(c); id != "" && f.act(c, id) {
			return
		}
	}
}

// open is an order to look at: from the list of what the post owes, else any.
func (f *fuzzer) open(c client) string {
	if f.r.IntN(4) == 0 {
		return pick(f.r, f.ids)
	}
	r := c.get("/lists/todo?limit=100")
	f.check(f.find("list"), r, "")
	var l pageView
	if r.status == http.StatusOK {
		r.into(f, &l)
	}
	if len(l.Rows) == 0 {
		return ""
	}
	return pick(f.r, l.Rows).ID
}

// anew registers a request with sensible words.
func (f *fuzzer) anew() {
	op := f.find("register")
	known := map[string]any{"title": "路灯不亮", "words": pick(f.r, sentences), "channel": "D1", "place": "北城社区", "occurred": "昨天", "name": "王秀兰", "secrecy": "ordinary", "caller_kind": "person"}
	body := f.body(op, known)
	if f.r.IntN(3) == 0 {
		body = f.byStatement(body)
	}
	r := f.as(pick(f.r, []org.PostID{"hotline/operator", "hotline/dispatcher"})).post(op.path, body)
	f.check(op, r, body)
	f.count(r)
	if r.status == http.StatusCreated {
		var o outcomeBody
		r.into(f, &o)
		f.ids, f.nos = append(f.ids, o.ID), append(f.nos, o.Number)
	}
}

// byStatement is a registration that is answered by the statement instead of being sent on.
func (f *fuzzer) byStatement(body string) string {
	var v map[string]any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		f.Fatal(err)
	}
	delete(v, "submit")
	v["statement"] = f.stmt
	b, err := json.Marshal(v)
	if err != nil {
		f.Fatal(err)
	}
	return string(b)
}

func (f *fuzzer) count(r reply) {
	f.walked++
	if r.status < 300 {
		f.done++
	} else if testing.Verbose() {
		f.Logf("offered, but %s", r.body)
	}
}

// act does one of the acts that an order offers; false where it offers none. Orders are not often taken back, or the road would be empty.
func (f *fuzzer) act(c client, id string) bool {
	r := c.get("/orders/" + id)
	f.check(f.find("order"), r, "")
	if r.status != http.StatusOK {
		return false
	}
	var v orderView
	r.into(f, &v)
	if len(v.Files) > 0 {
		f.files[id] = v.Files[0].ID
	}
	acts := slices.DeleteFunc(v.Acts, func(a actView) bool { return !a.Owed && f.r.IntN(6) > 0 })
	if len(acts) == 0 {
		return false
	}
	a := pick(f.r, acts)
	op := f.find(pick(f.r, a.Commands))
	for _, x := range acts { // what never succeeded is tried first, half of the time
		i := slices.IndexFunc(x.Commands, func(id string) bool { return !f.answered(f.find(id)) })
		if i >= 0 && f.r.IntN(2) == 0 {
			a, op = x, f.find(x.Commands[i])
			break
		}
	}
	known := map[string]any{"chain": a.Chain, "handler": f.handler(org.UnitID("cgj"))}
	if a.Step != nil {
		known["step"] = *a.Step
	}
	body := f.body(op, known)
	heads := []string{"Idempotency-Key", web.NewKey()}
	if f.r.IntN(2) == 0 {
		heads = append(heads, "If-Match", r.header.Get("ETag"))
	}
	r = c.send("POST", strings.Replace(op.path, "{id}", id, 1), body, heads...)
	f.check(op, r, body)
	f.count(r)
	return true
}

func (f *fuzzer) handler(unit org.UnitID) string {
	if unit != "cgj" {
		return "nobody"
	}
	return f.handlerOf("cgj")
}

// seldom are fields that a sensible client leaves out unless it has a reason.
var seldom = map[string]bool{"outer_due": true, "outer_no": true, "reported_unit": true, "reported_post": true, "party": true, "clear": true, "clear_reason": true, "instruction": true, "link": true, "taken_at": true, "at": true, "late_reason": true,
	"unknown": true, "statement": true, "secrecy": true, "knowledge": true, "refuses": true, "rejects": true, "flag": true, "merge": true, "session": true, "claim": true, "co": true}

// body is one that the document allows, with sensible values where the names say what is meant.
func (f *fuzzer) body(op docOp, known map[string]any) string {
	m := maker{keen: known != nil, omit: seldom, d: &f.d, r: f.r, now: func() time.Time { return f.Clock.Now().In(web8) }}
	m.hint = func(name string) (any, bool) {
		if name == "unit" && strings.HasSuffix(op.ID, "_co") { // whoever leads does not help
			return "zjj", true
		}
		if v, ok := known[name]; ok && v != nil && v != "" {
			return v, true
		}
		switch name {
		case "unit":
			return "cgj", true
		case "town":
			return "341622001", true
		case "pin":
			return fuzzPIN, true
		case "content":
			return base64.StdEncoding.EncodeToString(testkit.PNG(f.T)), true
		case "name":
			return pick(f.r, []string{"照片.png", "王秀兰", "a.pdf"}), true
		case "phone", "contact_phone", "reported_tel":
			return pick(f.r, []string{"0558-7000201", "13800001234"}), true
		case "contact":
			if op.ID == "reply" {
				return "市政股", true
			}
			return "13800001235", true
		case "number":
			return pick(f.r, f.nos), true
		case "orders":
			return []any{pick(f.r, f.ids), pick(f.r, f.ids)}, true
		case "statement":
			return f.stmt, true
		case "channel":
			return pick(f.r, []string{"D1", "D1", "W1", "X9"}), true
		case "category":
			return "0204", true
		case "ground":
			return "8-1", true
		case "referral", "body":
			return "外县信访局", true
		case "email":
			return "a@example.com", true
		case "deputy":
			return "county/deputy.2", true
		case "public":
			if op.ID == "reply" {
				return sentences[4], true
			}
		case "told":
			if op.ID == "contact" {
				return true, true
			}
		case "type":
			return pick(f.r, []string{"complaint", "consult", "help"}), true
		case "investigation", "measures", "basis":
			return "现场查看，当日修复，依据县政办〔2022〕8号", true
		case "text", "requirements":
			return "请现场核实，限期整改。", true
		}
		return nil, false
	}
	v := m.value("", op.RequestBody.Content["application/json"].Schema)
	b, err := json.Marshal(v)
	if err != nil {
		f.Fatal(err)
	}
	return string(b)
}

var web8 = time.FixedZone("UTC+8", 8*60*60)

// request is one that may be bent before it is sent.
type request struct {
	c      client
	op     docOp
	path   string // what stands for {id} and the others is put in
	query  url.Values
	body   string
	head   http.Header
	routed bool // the path still leads to the operation
}

// allowed sends what the document allows, to an operation and an order taken at random.
func (f *fuzzer) allowed(op docOp) { f.send(f.good(op)) }

func (f *fuzzer) good(op docOp) request {
	q := request{c: f.actor(op), op: op, path: op.path, query: url.Values{}, head: http.Header{}, routed: true}
	m := maker{d: &f.d, r: f.r, now: func() time.Time { return f.Clock.Now().In(web8) }}
	id := pick(f.r, f.ids)
	for _, p := range op.Parameters {
		switch {
		case p.Name == "id":
			if own := f.records[q.path[:strings.Index(q.path, "{id}")]]; own != "" {
				id = own
			}
			q.path = strings.Replace(q.path, "{id}", id, 1)
		case p.Name == "file":
			q.path = strings.Replace(q.path, "{file}", or(f.files[id], "none"), 1)
		case p.Name == "statement":
			q.path = strings.Replace(q.path, "{statement}", f.stmt, 1)
		case p.Name == "article":
			q.path = strings.Replace(q.path, "{article}", f.entry, 1)
		case p.In == "path":
			q.path = strings.Replace(q.path, "{"+p.Name+"}", fmt.Sprint(m.value(p.Name, p.Schema)), 1)
		case p.Name == "Idempotency-Key":
			q.head.Set(p.Name, web.NewKey())
		case p.Name == "to":
			q.query.Set(p.Name, f.Clock.Now().In(web8).AddDate(0, 0, 20).Format("2006-01-02"))
		case p.In == "query" && p.Name != "after" && p.Name != "before" && (p.Required || f.r.IntN(3) == 0):
			v := m.value(p.Name, p.Schema)
			if n, ok := v.(float64); ok {
				v = n + 1
			}
			q.query.Set(p.Name, fmt.Sprint(v))
		}
	}
	if op.RequestBody != nil {
		q.body = f.body(op, nil)
		q.head.Set("Content-Type", "application/json")
	}
	return q
}

func (f *fuzzer) send(q request) {
	u := f.url + Prefix + q.path
	if len(q.query) > 0 {
		u += "?" + q.query.Encode()
	}
	r, err := http.NewRequestWithContext(f.Context(), q.op.method, u, strings.NewReader(q.body))
	if err != nil {
		return // no client can send it
	}
	r.Header = q.head
	if q.c.token != "" && r.Header.Get("Authorization") == "" {
		r.Header.Set("Authorization", "Bearer "+q.c.token)
	}
	got := f.do(r)
	if q.routed {
		f.check(q.op, got, q.body)
		return
	}
	if got.status >= 500 || got.status >= 300 && got.header.Get("Content-Type") != problemType {
		f.Errorf("%s %s: %d %v %s", q.op.method, u, got.status, got.header, got.body)
	}
}

// check holds an answer against the document.
func (f *fuzzer) check(op docOp, r reply, sent string) {
	f.Helper()
	if f.answers[op.ID] == nil {
		f.answers[op.ID] = map[int]int{}
	}
	f.answers[op.ID][r.status]++
	if r.status >= 500 {
		f.Errorf("%s: %d %s\nsent %.2000s\n%s", op.ID, r.status, r.body, sent, f.logged()[max(0, len(f.logged())-2000):])
	}
	if what := f.d.undocumented(op, r); what != "" {
		f.Errorf("%s: not in the document: %s\nsent %.2000s\ngot %s", op.ID, what, sent, r.body)
	}
	if r.header.Get("X-Request-Id") == "" || r.header.Get("X-Content-Type-Options") != "nosniff" {
		f.Errorf("%s: headers %v", op.ID, r.header)
	}
}

var nasty = []string{"", " ", "\x00", "a\u0000b", "\u202e", strings.Repeat("长", 30000), "'; DROP TABLE orders; --", "%s%n", "../../etc/passwd", "\ufffe", "-1", "1e309", "9223372036854775808", "null", "２０２６", "\U0001F600"}

// hostile bends a request that was good.
func (f *fuzzer) hostile(op docOp) {
	q := f.good(op)
	bends := []func(*request){f.bendPath, f.bendQuery, f.bendHead}
	if op.RequestBody != nil {
		bends = append(bends, f.bendBody, f.bendBody, f.bendBody, f.bendField, f.bendField, f.bendField)
	}
	for range 1 + f.r.IntN(2) {
		pick(f.r, bends)(&q)
	}
	f.send(q)
}

func (f *fuzzer) bendPath(q *request) {
	id := url.PathEscape(pick(f.r, nasty))
	switch f.r.IntN(3) {
	case 0:
		q.path = strings.ReplaceAll(strings.ReplaceAll(q.op.path, "{kind}", id), "{file}", id)
		q.path = strings.ReplaceAll(q.path, "{id}", pick(f.r, f.ids))
	case 1:
		q.path = strings.NewReplacer("{id}", id, "{kind}", "open", "{file}", id).Replace(q.op.path)
	default:
		q.path += pick(f.r, []string{"/", "//", "/../..", "/%2e%2e/x", "%00", "/x/y/z"})
	}
	q.routed = q.path == q.op.path // only where the operation has no place in its path
}

func (f *fuzzer) bendQuery(q *request) {
	name := "colour"
	if len(q.op.Parameters) > 0 && f.r.IntN(2) == 0 {
		name = pick(f.r, q.op.Parameters).Name
	}
	q.query.Add(name, pick(f.r, nasty))
}

func (f *fuzzer) bendHead(q *request) {
	switch f.r.IntN(8) {
	case 0:
		q.head.Del("Idempotency-Key")
	case 1:
		q.head.Set("Idempotency-Key", pick(f.r, []string{"x", "a b c d e f g h", strings.Repeat("k", 200), "键键键键键键键键键", f.keys[0]}))
	case 2:
		q.head.Set("If-Match", pick(f.r, []string{`"1"`, `W/"1"`, "abc", `"99999999999999999999"`, "*", `"-1"`}))
	case 3:
		q.head.Set("Content-Type", pick(f.r, []string{"text/plain", "application/xml", "application/json; charset=gbk", ";;", "application/problem+json", "multipart/form-data"}))
	case 4:
		q.head.Set("Accept", pick(f.r, []string{"text/html", "application/cbor", "*/*;q=0", "image/png"}))
	case 5:
		q.head.Set("Authorization", pick(f.r, []string{"Bearer", "Bearer ", "bearer hy_x", "Basic eDp5", "Bearer " + strings.Repeat("x", 5000)}))
	case 6:
		q.head.Set("Sec-Fetch-Site", pick(f.r, []string{"cross-site", "same-origin", "none"}))
	default:
		q.c = f.as(pick(f.r, f.posts).ID)
	}
}

func (f *fuzzer) bendBody(q *request) {
	b := []byte(q.body)
	if len(b) == 0 {
		return
	}
	switch f.r.IntN(9) {
	case 0:
		b = b[:f.r.IntN(len(b))]
	case 1:
		b = nil
	case 2:
		b = append(b, b...)
	case 3:
		b = []byte(strings.Repeat("[", 20000))
	case 4:
		b = []byte(pick(f.r, []string{"null", "[]", "7", `"x"`, "true", "{", "\xff\xfe", `{"":""}`, `{"__proto__":{}}`}))
	case 5:
		b[f.r.IntN(len(b))] = byte(f.r.IntN(256))
	case 6:
		b = bytes.Replace(b, []byte("{"), []byte(`{"colour":1,`), 1)
		b = bytes.Replace(b, []byte(",}"), []byte("}"), 1)
	case 7:
		b = bytes.Replace(b, []byte(`":"`), []byte(`":"\ud800\u0000`), 1)
	default:
		b = bytes.ToUpper(b)
	}
	q.body = string(b)
}

// bendField puts into one field what does not belong there.
func (f *fuzzer) bendField(q *request) {
	var v map[string]any
	if json.Unmarshal([]byte(q.body), &v) != nil || len(v) == 0 {
		return
	}
	var names []string
	for k := range v {
		names = append(names, k)
	}
	slices.Sort(names)
	k := pick(f.r, names)
	switch f.r.IntN(6) {
	case 0:
		delete(v, k)
	case 1:
		v[k] = nil
	case 2:
		v[k] = []any{v[k]}
	case 3:
		v[k] = map[string]any{"x": v[k]}
	case 4:
		v[k] = pick(f.r, []any{-1, 0, 1e18, 1.5, true, false, 9.3e18})
	default:
		v[k] = pick(f.r, nasty)
	}
	if b, err := json.Marshal(v); err == nil {
		q.body = string(b)
	}
}

// answered reports whether an operation has given a good answer.
func (f *fuzzer) answered(op docOp) bool {
	for status := range f.answers[op.ID] {
		if status < 300 {
			return true
		}
	}
	return false
}

// judge looks at the whole: that the test could have failed, and that the archive is whole.
func (f *fuzzer) judge() {
	commands, worked := 0, 0
	for _, op := range f.ops {
		n, good, bad := 0, 0, 0
		for status, k := range f.answers[op.ID] {
			n += k
			if status < 300 {
				good += k
			} else {
				bad += k
			}
		}
		if n == 0 {
			f.Errorf("%s was never asked", op.ID)
		}
		if op.method == "GET" && good == 0 && op.ID != "file" {
			f.Errorf("%s never answered: %v", op.ID, f.answers[op.ID])
		}
		if op.method == "POST" {
			commands++
			if good > 0 {
				worked++
			}
		}
	}
	if f.done*2 < f.walked || f.walked < f.steps/8 {
		f.Errorf("of %d deeds that the interface offered %d succeeded", f.walked, f.done)
	}
	for _, id := range deep {
		if f.steps >= 400 && !f.answered(f.find(id)) {
			f.Errorf("%s never succeeded: %v", id, f.answers[id])
		}
	}
	if f.steps >= 400 && worked < 15 {
		f.Errorf("of %d commands only %d ever succeeded", commands, worked)
	}
	f.Logf("%d of %d deeds, %d of %d commands: %v", f.done, f.walked, worked, commands, f.answers)
	bad, err := f.Store.CheckProjections(f.Context())
	if err != nil || len(bad) > 0 {
		f.Errorf("lists and log differ: %v %v", bad, err)
	}
	rep, err := f.Store.Check(f.Context(), ledger.HMACKey("checkpoint", f.Vault.CheckpointKey()))
	if err != nil || len(rep.Faults) > 0 {
		f.Errorf("log: %v %v", rep.Faults, err)
	}
	private, err := f.Desk.CheckPrivate(f.Context())
	if err != nil || len(private.Faults) > 0 {
		f.Errorf("sealed: %v %v", private.Faults, err)
	}
}
