package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// office reports whether the actor may enter other posts' delegations: the hotline office does it for those who bring the paper.
func entersForOthers(who org.Actor) bool { return who.Is(org.OfficeHead, org.Dispatcher) }

// delegates says whether the actor may enter or take back a delegation of a post: its own holder, or the office. A delegate hands nothing on.
func delegates(who org.Actor, post org.PostID) error {
	if !access.May(who.Post.Kind, access.Delegating) {
		return ErrForbidden
	}
	if entersForOthers(who) {
		return nil
	}
	if who.Post.ID != post {
		return ErrForbidden
	}
	if !who.Under.Own() {
		return regulation.RefuseState(regulation.Art5_2, "no_chain_of_delegates", "您是受托代行，不能再转授权，请由岗位负责人本人或县热线办登记。")
	}
	return nil
}

// Delegate enters a delegation with its scanned paper (AB角 or 主持工作, Art. 5(2); domain.md §13.18). It holds on its days and says nothing of the days before.
func (s *Service) Delegate(ctx context.Context, who org.Actor, d org.Delegation, scan *Upload, key string) (string, error) {
	if err := delegates(who, d.Post); err != nil {
		return "", err
	}
	ck := s.orgKey(who, "delegate", key, d)
	if id, before := s.answered(ctx, who, ck); before {
		return id, nil
	}
	h, err := s.House(ctx)
	if err != nil {
		return "", err
	}
	dir := s.directoryOn(h, s.today())
	if _, ok := dir.Post(d.Post); !ok {
		return "", invalid("post", "没有这个岗位，请重新选择。")
	}
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return "", err
	}
	st := approval.Standing{Today: s.today(), By: who.Account, Unknown: true}
	for _, a := range all {
		held := a.PostsOn(st.Today)
		if slices.Contains(held, d.Post) && !a.Disabled {
			st.Holders = append(st.Holders, a.ID)
		}
		if a.ID == d.To && !a.Disabled {
			st.Unknown, st.Posts = false, held
		}
	}
	for _, o := range h.Delegations() {
		if o.Post == d.Post {
			st.Others = append(st.Others, o)
		}
	}
	if d.Presiding {
		d.Scope = org.WholePost
	}
	d.ID, d.Document, d.Scan, d.ScanType, d.Ended = s.newID(), strings.TrimSpace(d.Document), "", "", ""
	if scan != nil {
		d.Scan = "comes" // judged before the bytes are kept
	}
	if r := approval.CheckDelegation(d, st); r != nil {
		return "", r
	}
	kept, err := s.Keep(ctx, *scan, "delegation")
	if err != nil {
		var bad *Invalid
		if errors.As(err, &bad) {
			return "", invalid("scan", "%s", bad.Reason)
		}
		return "", err
	}
	d.Scan, d.ScanType = kept.Blob, kept.MIME
	return d.ID, s.changeOnce(ctx, who, ck, d.ID, nil, nil, org.Delegated{Delegation: d})
}

// EndDelegation takes a delegation back from today on; what was signed under it stays.
func (s *Service) EndDelegation(ctx context.Context, who org.Actor, id, key string) error {
	ck := s.orgKey(who, "end_delegation", key, id)
	h, err := s.House(ctx)
	if err != nil {
		return err
	}
	for _, d := range h.Delegations() {
		if d.ID != id {
			continue
		}
		if err := delegates(who, d.Post); err != nil {
			if errors.Is(err, ErrForbidden) {
				return ErrNotFound
			}
			return err
		}
		if _, before := s.answered(ctx, who, ck); before {
			return nil
		}
		if d.Ended != "" || d.Until != "" && d.Until < s.today() {
			return regulation.RefuseState(regulation.Art5_2, "over", "这份授权已经到期或收回。")
		}
		return s.changeOnce(ctx, who, ck, "", nil, nil, org.DelegationEnded{ID: id, On: s.today()})
	}
	return ErrNotFound
}

// DelegationLine is a delegation as a page shows it.
type DelegationLine struct {
	ID, Post, To, Kind, Scope, Document, From, Until, State string
	Now, Later, Mine                                        bool // in force, still to come; the reader may take it back
}

// DelegationPage is the delegations that concern the reader, and what his form offers.
type DelegationPage struct {
	Lines  []DelegationLine
	Posts  []org.Post // whose delegation he may enter
	People []Delegatee
	Mine   []Acting // posts that he acts in
	Office bool
}

// Delegatee is a person who may be named.
type Delegatee struct {
	Account     org.AccountID
	Name, Posts string
	Unit        org.UnitID
}

// Delegations reads them: the office sees all, a post's holder those of his post and those that name him.
func (r *Reader) Delegations(ctx context.Context) (DelegationPage, error) {
	var out DelegationPage
	if !access.May(r.actor.Post.Kind, access.Delegating) {
		return out, ErrForbidden
	}
	out.Office = entersForOthers(r.actor)
	today := r.s.today()
	for _, d := range slices.Backward(r.house.Delegations()) {
		mine := delegates(r.actor, d.Post) == nil
		if !out.Office && d.Post != r.actor.Post.ID && d.To != r.actor.Account {
			continue
		}
		l := DelegationLine{ID: d.ID, Post: r.dir.Title(d.Post), To: r.account(d.To), Kind: "授权（AB角）", Scope: d.Scope.Name(), Document: d.Document, From: dayWord(d.From), Until: dayWord(d.Until), Now: d.Holds(today),
			Later: d.From > today && d.Ended == ""}
		if d.Presiding {
			l.Kind = "主持工作"
		}
		if l.Until == "" {
			l.Until = "收回为止"
		}
		switch {
		case d.Ended != "":
			l.State = dayWord(d.Ended) + "收回"
		case l.Now:
			l.State = "生效中"
		case l.Later:
			l.State = "未开始"
		default:
			l.State = "已到期"
		}
		l.Mine = mine && (l.Now || l.Later)
		out.Lines = append(out.Lines, l)
	}
	all, err := r.s.store.Accounts(ctx)
	if err != nil {
		return out, err
	}
	for _, d := range r.dir.Acting() {
		if d.To == r.actor.Account {
			out.Mine = append(out.Mine, Acting{Post: postOf(r.dir, d.Post), Under: d.Authority(), Until: d.Until})
		}
	}
	for _, p := range r.dir.Posts() {
		k := p.Kind
		if (k.Leader() || k == org.OfficeHead || k == org.UnitPrincipal || k == org.UnitDeputy) && delegates(r.actor, p.ID) == nil {
			if u, _ := r.dir.Unit(p.Unit); !u.Closed {
				out.Posts = append(out.Posts, p)
			}
		}
	}
	for _, a := range all {
		if a.Disabled || a.ID == r.actor.Account && !out.Office {
			continue
		}
		if d, ok := r.delegatee(a, today, out.Office); ok {
			out.People = append(out.People, d)
		}
	}
	return out, nil
}

// delegatee offers a person: the office anybody of a unit or a leader, a holder his colleagues.
func (r *Reader) delegatee(a store.Account, today org.Day, all bool) (Delegatee, bool) {
	var titles []string
	ok := false
	unit := org.UnitID("")
	for _, p := range a.PostsOn(today) {
		if p.KindOf().Administers() {
			return Delegatee{}, false
		}
		near := p.UnitOf() == r.actor.Post.Unit || r.actor.Post.Kind.Leader() && p.KindOf().Leader()
		ok = ok || near || all
		unit = p.UnitOf()
		titles = append(titles, r.dir.Title(p))
	}
	return Delegatee{Account: a.ID, Name: a.Title, Posts: strings.Join(titles, "、"), Unit: unit}, ok
}

// DelegationScan opens the paper of a delegation that the reader may see.
func (r *Reader) DelegationScan(ctx context.Context, id string) (mime string, b []byte, err error) {
	for _, d := range r.house.Delegations() {
		if d.ID != id || !entersForOthers(r.actor) && d.Post != r.actor.Post.ID && d.To != r.actor.Account {
			continue
		}
		plain, err := r.s.openBlob(ctx, d.Scan)
		return d.ScanType, plain, err
	}
	return "", nil, ErrNotFound
}

// DelegatesOf are the delegations of a post that hold today or held lately: a clerk who records a signature on paper names the one it rests on.
func (r *Reader) DelegatesOf(post org.PostID) []DelegationLine {
	var out []DelegationLine
	lately := orgDay(r.s.now().AddDate(0, 0, -31))
	for _, d := range r.house.Delegations() {
		if d.Post == post && d.From <= r.s.today() && (d.Until == "" || d.Until >= lately) {
			out = append(out, DelegationLine{ID: d.ID, To: r.account(d.To), Document: d.Document})
		}
	}
	return out
}
