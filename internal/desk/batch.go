package desk

import (
	"context"
	"errors"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// BatchAct is what may be done to several orders at once.
type BatchAct string

// The acts of a batch.
const (
	BatchSignFor   BatchAct = "sign_for"   // 批量签收
	BatchAssign    BatchAct = "assign"     // 批量签批分办：一般首次件
	BatchSignReply BatchAct = "sign_reply" // 批量签字盖章：一般首次件，一张盖章清单
	BatchSign      BatchAct = "sign"       // 批量签批：一般首次件
	BatchPass      BatchAct = "pass"       // 批量审核通过：各项检查都合格的答复
)

// Name is the verb.
func (b BatchAct) Name() string {
	return map[BatchAct]string{BatchSignFor: "批量签收", BatchAssign: "批量签批分办", BatchSignReply: "批量签字盖章", BatchSign: "批量签批", BatchPass: "批量审核通过"}[b]
}

// Batch is one submission of a batch. Each order is a command of its own with its own outcome; one that is refused holds up none of the others.
type Batch struct {
	Actor     org.Actor
	Act       BatchAct
	Key       string // idempotency key of the form: sent twice, every order answers as it did
	Items     []BatchItem
	Opinion   string
	Handler   org.AccountID
	Seal      order.Attachment[order.Private]
	Confirmed approval.Confirmed
	Also      []org.PostID
}

// BatchItem is an order as the list showed it.
type BatchItem struct {
	ID    string
	Shown int64
}

// BatchOutcome is what came of one order.
type BatchOutcome struct {
	ID, Number, Title string
	OK                bool
	Why, Article      string // why not
}

// batchMost is the most orders of one batch: a page of a list.
const batchMost = 100

// DoBatch carries a batch out. Errors are of the batch as a whole; what one order meets stands in its outcome. Only plain first-round orders go in a
// batch where somebody signs (domain.md §13.27), and replies only while none of the sample waits unread.
func (s *Service) DoBatch(ctx context.Context, b Batch) ([]BatchOutcome, error) {
	if b.Act.Name() == "" || len(b.Items) == 0 || len(b.Items) > batchMost {
		return nil, invalid("id", "请先在列表里勾选工单，一次最多100件。")
	}
	r, err := s.Reader(ctx, b.Actor)
	if err != nil {
		return nil, err
	}
	if b.Act == BatchPass {
		if n, err := r.unreadSample(ctx); err != nil || n > 0 {
			if err == nil {
				err = invalid("id", "还有%d件抽样答复没有逐件审核，请先读完抽样件再批量通过。", n)
			}
			return nil, err
		}
	}
	var out []BatchOutcome
	for _, it := range b.Items {
		o := BatchOutcome{ID: it.ID}
		err := s.batchOne(ctx, r, b, it, &o)
		switch {
		case errors.Is(err, ErrForbidden):
			return nil, err
		case err != nil:
			o.Why, o.Article = batchWhy(err)
			if o.Why == "" {
				return out, err
			}
		default:
			o.OK = true
		}
		out = append(out, o)
	}
	return out, nil
}

// batchWhy is what a person is told of one order's failure, "" for a surprise.
func batchWhy(err error) (why, article string) {
	var no *regulation.Refusal
	var lost *Conflict
	var bad *Invalid
	switch {
	case errors.As(err, &no):
		return no.Reason, no.Article.String()
	case errors.As(err, &lost):
		return "打开清单以后已被他人办理：" + strings.Join(lost.What, "；"), ""
	case errors.As(err, &bad):
		return bad.Reason, ""
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrUnknown):
		return err.Error(), ""
	}
	return "", ""
}

func (s *Service) batchOne(ctx context.Context, r *Reader, b Batch, it BatchItem, o *BatchOutcome) error {
	l, err := s.load(ctx, it.ID)
	if err != nil {
		return err
	}
	if Relate(b.Actor, l.state, s.now()) == access.Stranger {
		return s.shut(ctx, b.Actor, it.ID, "batch")
	}
	o.Number, o.Title = l.state.Number, l.state.Request.Title
	p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return err
	}
	if b.Act == BatchPass {
		err = order.Clean(l.state, p)
	} else if b.Act != BatchSignFor {
		err = order.Plain(l.state)
	}
	// An order that has moved on is asked of the rules themselves: they refuse it, or know this very submission again.
	var no *regulation.Refusal
	if err != nil && !(errors.As(err, &no) && no.Code == "wrong_state") {
		return err
	}
	ask := Ask{Actor: b.Actor, Order: it.ID, Shown: it.Shown, Route: "batch/" + string(b.Act), Key: b.key(it), Content: b.content()}
	// Sent again after the step was signed, there is no command to make any more: the key knows what came of it.
	if _, again, err := s.Again(ctx, ask); again || err != nil {
		return err
	}
	if ask.Commands, err = batchCommands(l.state, b, s.newID()); err != nil {
		return err
	}
	_, err = s.Do(ctx, ask)
	return err
}

// content is what a person sent, by which the same form is known again: the commands made of it carry new ids, and depend on where each order stands.
func (b Batch) content() []byte {
	parts := []string{string(b.Act), b.Opinion, string(b.Handler), b.Seal.Blob}
	for _, p := range b.Also {
		parts = append(parts, string(p))
	}
	return []byte(strings.Join(parts, "\x00"))
}

func (b Batch) key(it BatchItem) string {
	if b.Key == "" {
		return ""
	}
	return b.Key + "/" + it.ID
}

func batchCommands(st order.State, b Batch, id string) ([]order.Command, error) {
	by := order.By{Actor: b.Actor}
	switch b.Act {
	case BatchSignFor:
		return []order.Command{order.SignFor{By: by, Via: "batch"}}, nil
	case BatchAssign:
		return []order.Command{order.AssignInUnit{By: by, Lead: org.UnitDeputy, Handler: b.Handler, Opinion: order.Private{Text: b.Opinion}, Confirmed: b.Confirmed}}, nil
	case BatchSignReply:
		seal := b.Seal
		seal.ID, seal.Purpose = id, "seal"
		return []order.Command{order.SignReply{By: by, Seal: seal.Blob, Confirmed: b.Confirmed}, order.Attach{By: by, Files: []order.Attachment[order.Private]{seal}}}, nil
	case BatchSign:
		for _, c := range st.OpenChains() {
			for _, i := range c.Open() {
				if c.Steps[i].Post == b.Actor.Post.ID && c.Steps[i].Pending == nil {
					return []order.Command{order.SignStep{By: by, Chain: c.ID, Step: i, Opinion: order.Private{Text: b.Opinion}, Also: b.Also, Confirmed: b.Confirmed}}, nil
				}
			}
		}
		return nil, regulation.RefuseState(regulation.Art10_4, "no_chain", "没有等您签批的步骤，可能已经签过。")
	}
	return []order.Command{order.PassReply{By: by, ChainID: id}}, nil
}

// ReviewItem is a reply that waits for review, and whether a batch may pass it.
type ReviewItem struct {
	Row
	Public  string
	Clean   bool
	Sampled bool   // clean but for being read one by one
	Why     string // why it is read by itself
}

// Reviews are the replies that wait for the reader's review, most pressing first.
func (r *Reader) Reviews(ctx context.Context) ([]ReviewItem, error) {
	l, err := r.List(ctx, ListAsk{Kind: ListTodo, Act: order.ActReview, Limit: batchMost})
	if err != nil {
		return nil, err
	}
	var out []ReviewItem
	for _, row := range l.Rows {
		x, err := r.s.load(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		p, err := r.s.policyFor(ctx, x.state.Policy, x.state.Calendar)
		if err != nil {
			return nil, err
		}
		it := ReviewItem{Row: row}
		if x.state.Reply != nil {
			it.Public = x.state.Reply.Public
		}
		err = order.Clean(x.state, p)
		var no *regulation.Refusal
		switch {
		case err == nil:
			it.Clean = true
		case errors.As(err, &no):
			it.Why, it.Sampled = no.Reason, no.Code == "batch_sample"
		default:
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

func (r *Reader) unreadSample(ctx context.Context) (int, error) {
	all, err := r.Reviews(ctx)
	n := 0
	for _, x := range all {
		if x.Sampled {
			n++
		}
	}
	return n, err
}
