package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// batchPermissions says who may do which act in a batch; the rules of each order are asked again for each.
var batchPermissions = map[desk.BatchAct]access.Permission{desk.BatchSignFor: access.UnitWork, desk.BatchAssign: access.UnitSign, desk.BatchSignReply: access.UnitSign,
	desk.BatchSign: access.Signing, desk.BatchPass: access.Reviewing}

func (c *Console) batchRoutes() []web.Route {
	out := []web.Route{{Method: "GET", Pattern: "/review/clean", Permission: string(access.Reviewing), Handler: c.cleanReplies}}
	for _, a := range []desk.BatchAct{desk.BatchSignFor, desk.BatchAssign, desk.BatchSignReply, desk.BatchSign, desk.BatchPass} {
		out = append(out, web.Route{Method: "POST", Pattern: "/batch/" + string(a), Permission: string(batchPermissions[a]), MaxBody: 100 << 20, Handler: c.batch(a)})
	}
	return out
}

// batchOf is the batch of a step of 待办, "" where each order is handled by itself.
func batchOf(a order.Act) desk.BatchAct {
	return map[order.Act]desk.BatchAct{order.ActSignFor: desk.BatchSignFor, order.ActAssign: desk.BatchAssign, order.ActSignReply: desk.BatchSignReply,
		order.ActSignDispatch: desk.BatchSign, order.ActSignResult: desk.BatchSign}[a]
}

func batchButtons(s session, q query) []parts.Button {
	if q.kind == desk.ListRead {
		return []parts.Button{{Label: "已阅", Action: "/list/seen", Small: true}}
	}
	a := batchOf(q.act)
	if q.kind != desk.ListTodo || a == "" || !access.May(s.actor.Post.Kind, batchPermissions[a]) {
		return nil
	}
	return []parts.Button{{Label: a.Name(), Action: "/batch/" + string(a), Small: true}}
}

type batchProps struct {
	act    desk.BatchAct
	f      *web.Form
	specs  []spec
	ids    []string
	result []desk.BatchOutcome
	upload bool
}

// batchSpecs are what a batch asks for beside the orders: nothing for 签收.
func (c *Console) batchSpecs(r *http.Request, s session, a desk.BatchAct) []spec {
	ctx := r.Context()
	var out []spec
	switch a {
	case desk.BatchAssign:
		staff, _ := s.reader.UnitStaff(ctx, s.actor.Post.Unit, org.UnitHandler)
		var handlers []parts.Option
		for _, x := range staff {
			handlers = append(handlers, parts.Option{Value: string(x.ID), Label: x.Title})
		}
		out = []spec{{kind: "select", name: "handler", label: "具办人员（分管负责人牵头）", options: handlers}, note("opinion", "签批意见", true)}
		if len(handlers) > 0 {
			out[0].value = handlers[0].Value
		}
	case desk.BatchSignReply:
		out = []spec{{kind: "file", name: "scan", label: "盖章清单（列明各工单编号，签字并盖章）", camera: true}}
	case desk.BatchSign:
		out = []spec{{kind: "area", name: "opinion", label: "签批意见（每件相同）", optional: true, max: 500, rows: 2, phrases: []string{"同意。", "请速办并报结果。"}}}
	default:
		return nil
	}
	return append(out, pinSpecs(ctx, c, s)...)
}

// batch shows what a batch needs, carries it out, and lists what came of each order.
func (c *Console) batch(a desk.BatchAct) web.Handler {
	return func(r *http.Request) (web.Page, error) {
		s := who(r)
		f, err := web.ReadForm(r)
		if err != nil {
			return web.Page{}, err
		}
		p := batchProps{act: a, f: f, specs: c.batchSpecs(r, s, a)}
		p.ids = f.IDs("id", "工单")
		sent := f.Bool("go", "")
		in := input{c: c, r: r, f: f, s: s}
		key := f.Key()
		if len(p.specs) > 0 && !sent {
			if err := f.Done(); err != nil {
				return web.Page{}, err
			}
			if !f.OK() {
				return web.Page{}, web.Invalid(f.Errors()...)
			}
			p.f = web.NewForm()
			for _, x := range p.specs {
				if x.value != "" {
					p.f.Set(x.name, x.value)
				}
			}
			return c.showBatch(p), nil
		}
		if err := in.read(p.specs); err != nil {
			return web.Page{}, err
		}
		if err := f.Done(); err != nil {
			return web.Page{}, err
		}
		if f.OK() && a != desk.BatchSignFor && a != desk.BatchPass {
			in.confirmed, err = c.confirmPIN(r.Context(), s, in.proof)
		}
		if err == nil && f.OK() {
			p.result, err = c.desk.DoBatch(r.Context(), c.batchAsk(in, a, key, p.ids))
			if err == nil {
				return web.Show(a.Name()+"结果", batchResultView(p)), nil
			}
		}
		if err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
		return c.showBatch(p).Again(), nil
	}
}

func (c *Console) showBatch(p batchProps) web.Page {
	for _, x := range p.specs {
		p.upload = p.upload || x.kind == "file"
	}
	return web.Show(p.act.Name(), batchView(p))
}

func (c *Console) batchAsk(in input, a desk.BatchAct, key string, ids []string) desk.Batch {
	b := desk.Batch{Actor: in.s.actor, Act: a, Key: key, Opinion: in.get("opinion"), Handler: org.AccountID(in.get("handler")), Confirmed: in.confirmed,
		Also: desk.OtherPosts(in.s.account, in.s.actor.Post.ID)}
	if len(in.files) > 0 {
		b.Seal = in.files[0]
	}
	for _, x := range ids {
		id, v, _ := strings.Cut(x, ".")
		shown, _ := strconv.ParseInt(v, 10, 64)
		b.Items = append(b.Items, desk.BatchItem{ID: id, Shown: shown})
	}
	return b
}

func batchSummary(p batchProps) string {
	ok := 0
	for _, x := range p.result {
		if x.OK {
			ok++
		}
	}
	return fmt.Sprintf("%d件，办成%d件，没有办成%d件", len(p.result), ok, len(p.result)-ok)
}

type cleanProps struct {
	clean, sampled, others []desk.ReviewItem
	key                    string
}

// cleanReplies is the green list: replies that pass every check, the sample that is read one by one first, and the rest with why.
func (c *Console) cleanReplies(r *http.Request) (web.Page, error) {
	all, err := who(r).reader.Reviews(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := cleanProps{key: web.NewKey()}
	for _, x := range all {
		switch {
		case x.Clean:
			p.clean = append(p.clean, x)
		case x.Sampled:
			p.sampled = append(p.sampled, x)
		default:
			p.others = append(p.others, x)
		}
	}
	return web.Show("批量审核", cleanView(p)).In("act-" + string(order.ActReview)), nil
}

func reviewColumns(box bool) []parts.Column {
	out := []parts.Column{{Title: "编号"}, {Title: "剩余时间"}, {Title: "标题和公开答复", Wide: true}, {Title: "单位"}, {Title: "说明"}}
	if box {
		out = append([]parts.Column{{All: "id"}}, out...)
	}
	return out
}
