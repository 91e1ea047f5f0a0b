package ops

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"time"

	"huiyin/internal/auth"
	"huiyin/internal/desk"
	knowledge "huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// DemoPassword opens every account of the demo county, which listens on the machine itself only; DemoPIN signs for its leaders and principals.
const (
	DemoPassword = "Huiyin-demo-2026"
	DemoPIN      = "709418"
)

// DemoRingToken lets anybody at the machine ring the demo county.
const DemoRingToken = "huiyin-demo-ring"

func ringHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func demo(ctx context.Context, e Env, f *flags, args []string) error {
	f.StringVar(&f.cfg.Addr, "addr", "127.0.0.1:7812", "监听地址，只能是本机")
	f.StringVar(&f.cfg.Portal, "portal", "127.0.0.1:7822", "群众页的监听地址，只能是本机")
	if err := f.parse(args); err != nil {
		return err
	}
	for _, at := range []string{f.cfg.Addr, f.cfg.Portal} {
		host, _, err := net.SplitHostPort(at)
		if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return fmt.Errorf("演示县的密码人人知道，只能在本机打开：--addr、--portal 应像 127.0.0.1:7812")
		}
	}
	dir, err := os.MkdirTemp("", "huiyin-demo-")
	if err != nil {
		return fmt.Errorf("make demo directory: %w", err)
	}
	defer os.RemoveAll(dir)
	f.cfg.Data, f.cfg.KeyFile = dir, ""
	f.cfg.RingHash = ringHash(DemoRingToken)
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	began := s.Desk.Now()
	n, field, err := populate(ctx, s)
	if err != nil {
		return closing(ctx, s, err)
	}
	if err := s.Start(); err != nil {
		return closing(ctx, s, err)
	}
	fmt.Fprintf(e.Out, "演示县已就绪：%d件工单，用时%.1f秒。\n\n    http://%s\n\n", n, s.Desk.Now().Sub(began).Seconds(), s.Addr())
	if err := printCitizens(ctx, e.Out, s); err != nil {
		return closing(ctx, s, err)
	}
	printLogins(e.Out)
	if err := printToken(ctx, e.Out, s); err != nil {
		return closing(ctx, s, err)
	}
	fmt.Fprintf(e.Out, "\n模拟来电：curl -H 'Authorization: Bearer %s' -d number=13800001234 http://%s/hook/ring\n", DemoRingToken, s.Addr())
	fmt.Fprintf(e.Out, "\n外勤联系单（手机页，不用登录）：http://%s%s\n", s.Addr(), field)
	fmt.Fprintln(e.Out, "\n按 Ctrl+C 停止；演示数据随之删除。")
	<-ctx.Done()
	return s.Stop(context.WithoutCancel(ctx))
}

// printCitizens says where the citizens' pages are, and gives number and code of an order whose caller may judge.
func printCitizens(ctx context.Context, w io.Writer, s *server.Server) error {
	fmt.Fprintf(w, "群众页（县长信箱，不用登录）：http://%s\n", s.CitizensAddr())
	all, err := s.Desk.Accounts(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(a desk.Account) bool { return a.Login == "huifang01" })
	if i < 0 {
		return fmt.Errorf("no visitor in the demo county")
	}
	actor, _, err := s.Desk.ActorOf(ctx, all[i].ID, org.PostOf(org.HotlineOffice, org.Visitor))
	if err != nil {
		return err
	}
	r, err := s.Desk.Reader(ctx, actor)
	if err != nil {
		return err
	}
	l, err := r.List(ctx, desk.ListAsk{Kind: desk.ListTodo, Act: order.ActVisit, Limit: 1})
	if err != nil {
		return err
	}
	if len(l.Rows) > 0 {
		rec, err := s.Desk.DemoReceipt(ctx, l.Rows[0].Number)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "  查进度、评价可以用：编号 %s，查询码 %s\n", rec.Number, rec.Code)
	}
	fmt.Fprintln(w)
	return nil
}

func printLogins(w io.Writer) {
	fmt.Fprintf(w, "密码都是 %s，领导和主要负责人的签名密码都是 %s，登录名：\n", DemoPassword, DemoPIN)
	for _, l := range []string{"huawu01", "waibao01", "fenban01", "shenhe01", "huifang01", "duban01", "xiaoneng01", "rexianban", "zhengfuban", "fuxianzhang", "fuxianzhang1", "xianzhang", "chengguan1", "chengguan2", "chengguan3", "chengguan4", "qiyuan1", "qiyuan3", "guanli", "anquan", "shenji"} {
		for _, a := range sample.Accounts() {
			if a.Login == l {
				fmt.Fprintf(w, "  %-13s %s\n", a.Login, a.Title)
			}
		}
	}
}

// printToken makes a token of the dispatcher's and says how it is used.
func printToken(ctx context.Context, w io.Writer, s *server.Server) error {
	secret, t, err := s.Desk.NewToken(ctx, org.Actor{}, "fenban01", "hotline/dispatcher", "演示", false, 30)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n接口（说明见 docs/api.md），以%s的岗位：\n  curl -H 'Authorization: Bearer %s' http://%s/api/v1/lists/todo\n", t.Login, secret, s.Addr())
	return nil
}

// signs reports whether an account holds a post that signs on screen.
func signs(a sample.Account) bool {
	return slices.ContainsFunc(a.Posts, func(p org.PostID) bool {
		k := p.KindOf()
		return k.Leader() || k == org.OfficeHead || k == org.UnitPrincipal
	})
}

// Populate plays the sample stories through the desk with their past times, and returns how many orders came of it.
func Populate(ctx context.Context, s *server.Server) (int, error) {
	n, _, err := populate(ctx, s)
	return n, err
}

// populate also answers the address of the slip for the field that the county has given.
func populate(ctx context.Context, s *server.Server) (n int, field string, err error) {
	hash, err := auth.Hash(DemoPassword)
	if err != nil {
		return 0, "", err
	}
	pin, err := auth.Hash(DemoPIN)
	if err != nil {
		return 0, "", err
	}
	accounts := map[string]org.AccountID{}
	for _, a := range sample.Accounts() {
		id, err := s.Desk.PutDemoAccount(ctx, a.Login, a.Title, hash, a.Posts)
		if err != nil {
			return 0, "", fmt.Errorf("account %s: %w", a.Login, err)
		}
		accounts[a.Login] = id
		if signs(a) {
			if err := s.Desk.PutDemoPIN(ctx, id, pin); err != nil {
				return 0, "", fmt.Errorf("account %s: %w", a.Login, err)
			}
		}
	}
	p, err := s.Desk.Policy(ctx)
	if err != nil {
		return 0, "", err
	}
	stories := sample.Stories()
	steps, err := sample.Journey(stories, p, s.Desk.Now())
	if err != nil {
		return 0, "", err
	}
	pl := &player{s: s, accounts: accounts, orders: map[string]string{}, matters: map[string]string{}, kept: map[string]order.Attachment[order.Private]{}, dir: sample.County().Directory()}
	if pl.articles, err = seedKnowledge(ctx, s, accounts, pl.dir); err != nil {
		return 0, "", err
	}
	if err := seedLaw(ctx, s, accounts, pl.dir); err != nil {
		return 0, "", fmt.Errorf("rules of the county: %w", err)
	}
	for _, st := range steps {
		if err := pl.play(ctx, stories, st); err != nil {
			return 0, "", fmt.Errorf("story %s at %s: %w", st.Story, st.At.Format(time.RFC3339), err)
		}
	}
	if err := seedHouse(ctx, s, pl); err != nil {
		return 0, "", fmt.Errorf("changes of the house: %w", err)
	}
	if err := seedArrivals(ctx, s, pl); err != nil {
		return 0, "", fmt.Errorf("arrivals: %w", err)
	}
	if err := seedClusters(ctx, s, pl); err != nil {
		return 0, "", fmt.Errorf("what comes together: %w", err)
	}
	if err := seedSupervision(ctx, s, accounts, pl.dir); err != nil {
		return 0, "", fmt.Errorf("supervision: %w", err)
	}
	if err := seedOffice(ctx, s, accounts, pl.dir); err != nil {
		return 0, "", err
	}
	if err := seedWatch(ctx, s, accounts, pl.dir); err != nil {
		return 0, "", fmt.Errorf("what the office watches: %w", err)
	}
	return len(pl.orders), pl.field, nil
}

// seedKnowledge fills the knowledge base a hundred days ago and answers the numbers by title. One article waits for its release.
func seedKnowledge(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) (map[string]string, error) {
	post, ok := dir.Post(org.PostOf(org.HotlineOffice, org.Reviewer))
	if !ok {
		return nil, fmt.Errorf("no reviewer in the county")
	}
	who, at := org.Actor{Account: accounts["shenhe01"], Post: post}, s.Desk.Now().AddDate(0, 0, -100)
	all := sample.Articles()
	for i, a := range all {
		id, err := s.Desk.Know(ctx, who, "", 0, knowledge.Propose{Actor: who, Content: knowledge.Content{Title: a.Title, Words: a.Words, Answer: a.Answer, Unit: a.Unit, Category: a.Category,
			ValidTo: s.Desk.Now().AddDate(0, 3+i%7, 0).Format("2006-01-02")}}, "", at)
		if err == nil && i < len(all)-1 {
			_, err = s.Desk.Know(ctx, who, id, 0, knowledge.Publish{Actor: who}, "", at)
		}
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", a.Title, err)
		}
	}
	r, err := s.Desk.Reader(ctx, who)
	if err != nil {
		return nil, err
	}
	views, err := r.Knowledge(ctx, "", true, 1000)
	out := map[string]string{}
	for _, v := range views {
		out[v.Title] = v.Number
	}
	return out, err
}

// player lends a hand to the stories.
type player struct {
	s               *server.Server
	accounts        map[string]org.AccountID
	orders, matters map[string]string // by story
	dir             org.Directory
	scan            []byte
	articles        map[string]string                          // number by title
	kept            map[string]order.Attachment[order.Private] // by blob
	field           string                                     // address of the slip given last
}

func (pl *player) play(ctx context.Context, stories []sample.Story, st sample.Step) error {
	story, _ := sample.FindStory(stories, st.Story)
	var actor org.Actor
	if st.Login != "" {
		post, ok := pl.dir.Post(st.Post)
		if !ok {
			return fmt.Errorf("no post %s", st.Post)
		}
		actor = org.Actor{Account: pl.accounts[st.Login], Post: post}
	}
	fresh := pl.s.Desk.NewRegister(order.Register{})
	if pl.orders[st.Story] == "" {
		pl.orders[st.Story] = fresh.ID
		pl.matters[st.Story] = fresh.NewMatter
		if story.LinkTo != "" {
			pl.matters[st.Story] = pl.matters[story.LinkTo]
		}
	}
	var failed error
	keep := func(name string) order.Attachment[order.Private] {
		a, err := pl.s.Desk.Keep(ctx, desk.Upload{Name: name, Bytes: pl.picture()}, "handling")
		if err != nil {
			failed = err
		}
		pl.kept[a.Blob] = a
		return a
	}
	cmd := st.Command(sample.Hand{Actor: actor, ID: pl.orders[st.Story], Matter: pl.matters[st.Story], LinkMatter: pl.matters[story.LinkTo], LinkOrder: pl.orders[story.LinkTo], Lead: order.Leading{ID: pl.orders[story.MergeTo]},
		Account: func(l string) org.AccountID { return pl.accounts[l] },
		Scan:    func(what string) string { return keep(what + ".jpg").Blob },
		Slip: func() (string, string) {
			a := pl.s.Desk.NewSlip(actor, pl.orders[st.Story], "demo")
			pl.field = "/field/" + a.Token
			return a.ID, a.Hash
		},
		File: keep})
	if failed != nil {
		return failed
	}
	if a, ok := cmd.(order.AnswerDirectly); ok && pl.articles[a.Knowledge] != "" {
		a.Knowledge, a.Version = pl.articles[a.Knowledge], 1
		cmd = a
	}
	if r, ok := cmd.(order.Register); ok {
		r.Number, r.NewMatterNo = fresh.Number, fresh.NewMatterNo
		cmd = r
	}
	_, err := pl.s.Desk.Do(ctx, desk.Ask{Actor: actor, Order: pl.orders[st.Story], Route: "demo", Commands: pl.withScan(actor, cmd), At: st.At})
	return err
}

// withScan adds the scan that a signature on paper rests on to the order's files, as the pages do.
func (pl *player) withScan(actor org.Actor, cmd order.Command) []order.Command {
	blob, purpose := "", "paper"
	switch c := cmd.(type) {
	case order.RecordPaper:
		blob = c.Blob
	case order.AssignInUnit:
		blob = c.Paper
	case order.SignReply:
		blob, purpose = c.Seal, "seal"
	}
	a, ok := pl.kept[blob]
	if !ok {
		return []order.Command{cmd}
	}
	a.Purpose = purpose
	return []order.Command{cmd, order.Attach{By: order.By{Actor: actor}, Files: []order.Attachment[order.Private]{a}}}
}

// picture is a sheet of paper with a red seal, drawn by us.
func (pl *player) picture() []byte {
	if pl.scan == nil {
		pl.scan = sealedSheet()
	}
	return slices.Clone(pl.scan)
}
