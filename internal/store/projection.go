package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/bulletin"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/oversight"
)

// folded is everything that can be rebuilt from the log, as one walk through it finds it.
type folded struct {
	states    map[string]order.State
	versions  map[string]int64
	matters   map[string]order.Matter
	matterAt  map[string]int64
	facts     []Exec
	took      map[[2]string]int64
	messages  []Exec
	first     map[string]int64     // position of the event that made an order
	copies    map[[2]string]copied // by post and order
	words     map[[2]string]int64  // who gave his word, by post and order
	office    officeFold
	articles  map[string]office.Article
	articleAt map[string]int64
	duties    dutyFold
	watches   map[string]oversight.Watch
	areas     map[string]oversight.Area
	leads     leadFold
	rechecks  recheckFold
	bulletins map[string]bulletin.Bulletin

	terminations []Exec
}

// fold walks the log once.
func (s *Store) fold(ctx context.Context) (*folded, error) {
	f := &folded{states: map[string]order.State{}, versions: map[string]int64{}, matters: map[string]order.Matter{}, matterAt: map[string]int64{}, took: map[[2]string]int64{}, first: map[string]int64{},
		copies: map[[2]string]copied{}, words: map[[2]string]int64{}, articles: map[string]office.Article{}, articleAt: map[string]int64{},
		watches: map[string]oversight.Watch{}, areas: map[string]oversight.Area{}}
	for pos := int64(0); ; {
		recs, err := s.LogFrom(ctx, pos, 1000)
		if err != nil {
			return nil, fmt.Errorf("fold log after %d: %w", pos, err)
		}
		for _, r := range recs {
			pos = r.Pos
			if err := f.add(r); err != nil {
				return nil, err
			}
		}
		if len(recs) < 1000 {
			break
		}
	}
	for id, st := range f.states {
		st.Matter = f.matters[st.MatterID]
		f.states[id] = st
	}
	return f, nil
}

func (f *folded) add(r ledger.Record) error {
	if err := f.office.add(r); err != nil {
		return err
	}
	if r.StreamType == "notice" {
		return f.addNotice(r)
	}
	if r.StreamType == "supervision" {
		return f.addWatch(r)
	}
	if r.StreamType == "cluster" {
		return f.addArea(r)
	}
	if r.StreamType == "lead" {
		_, facts, err := f.leads.add(r)
		f.facts = append(f.facts, facts...)
		return err
	}
	if r.StreamType == "recheck" {
		facts, err := f.rechecks.add(r)
		f.facts = append(f.facts, facts...)
		return err
	}
	if r.StreamType == "bulletin" {
		return f.addBulletin(r)
	}
	if r.StreamType == "article" {
		return f.addArticle(r)
	}
	if r.StreamType == "duty" {
		return f.duties.add(r)
	}
	if r.StreamType != "order" && r.StreamType != "matter" {
		return nil
	}
	e, err := order.Decode(r.Kind, r.V, r.Body)
	if err != nil {
		return fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	if r.StreamType == "matter" {
		f.matters[r.StreamID], f.matterAt[r.StreamID] = order.EvolveMatter(f.matters[r.StreamID], e), r.Version
		return nil
	}
	if r.Version == 1 {
		f.first[r.StreamID] = r.Pos
	}
	before := f.states[r.StreamID]
	after := order.Evolve(before, e)
	for n, x := range factsOf(before, after, e) {
		f.facts = append(f.facts, factExec(r.Pos, n, after.ID, x, r.LocalDate, r.Week))
	}
	f.messages = append(f.messages, messageRows(r.Pos, after.ID, order.Notices(before, after, e, r.At()), r.At())...)
	f.states[r.StreamID], f.versions[r.StreamID] = after, r.Version
	f.read(after, e, r.AtMS)
	f.word(after, e, r.AtMS)
	f.office.days.calls = append(f.office.days.calls, AnsweringRows(e, r.At())...)
	f.terminations = append(f.terminations, TerminationRows(after.ID, e, r.At())...)
	f.leads.hints = append(f.leads.hints, OrderHintRows(after, e)...)
	f.rechecks.done(after.ID, e)
	if r.Actor != "" {
		f.took[[2]string{r.Actor, r.StreamID}] = r.AtMS
	}
	return nil
}

// Replay throws the read models away and builds them anew from the log, in one transaction. Sealed text, numbers, accounts, jobs and the indexes over
// sealed words are not read models: they stay.
func (s *Store) Replay(ctx context.Context) (orders, facts int, err error) {
	f, err := s.fold(ctx)
	if err != nil {
		return 0, 0, err
	}
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, fmt.Errorf("replay: %w", err)
	}
	run := func(x Exec) {
		if err == nil {
			_, err = tx.ExecContext(ctx, s.db.Q(x.Query), x.Args...)
		}
	}
	for _, q := range []string{"replay_orders", "replay_todo", "replay_matters", "replay_facts", "replay_took", "replay_timers", "replay_messages", "replay_backfill", "replay_directory", "replay_search_scope", "replay_reading", "replay_handover", "replay_statement", "replay_statement_use", "replay_articles", "replay_duties", "replay_instructed", "replay_search_form", "replay_slip", "replay_co", "replay_recused", "replay_phonebook", "replay_termination", "replay_directive", "replay_directive_unit", "replay_answering", "replay_answering_call", "replay_roster", "replay_supervision", "replay_contact", "replay_cluster", "replay_cluster_order", "replay_lead", "replay_lead_hint", "replay_recheck", "replay_recheck_draw", "replay_abuse", "replay_record", "replay_bulletin", "replay_casefile"} {
		run(Exec{Query: q})
	}
	for _, id := range sorted(f.states) {
		st := f.states[id]
		for _, x := range OrderRows(st, f.versions[id], f.matterAt[st.MatterID]) {
			run(x)
		}
		run(SearchScope(f.first[id], st))
		for _, x := range CoRows(f.first[id], st) {
			run(x)
		}
		for _, t := range order.Timers(st) {
			run(Exec{Query: "due_put", Args: []any{id + "/" + t.Key(), "timer", id, string(t.Kind), ms(t.At)}})
		}
	}
	watches, dues := f.watchRows()
	for _, x := range watches {
		run(x)
	}
	for _, x := range f.areaRows() {
		run(x)
	}
	for _, d := range dues {
		run(Exec{Query: "due_put", Args: []any{d.Key, d.Kind, d.Stream, d.Payload, ms(d.At)}})
	}
	for _, id := range sorted(f.matters) {
		run(matterExec(f.matters[id], f.matterAt[id]))
	}
	for _, x := range f.facts {
		run(x)
	}
	for _, x := range f.messages {
		run(x)
	}
	for _, x := range f.terminations {
		run(x)
	}
	for _, x := range append(f.office.rows(), f.office.caseFileRows()...) {
		run(x)
	}
	for _, x := range f.leads.rows() {
		run(x)
	}
	for _, x := range f.rechecks.rows() {
		run(x)
	}
	for _, id := range sorted(f.bulletins) {
		run(RowOfBulletin(f.bulletins[id]).Exec())
	}
	for _, id := range sorted(f.articles) {
		run(articleExec(f.articles[id], f.articleAt[id]))
	}
	for _, x := range f.duties.rows() {
		run(x)
	}
	for k, at := range f.took {
		run(TookPart(k[0], k[1], time.UnixMilli(at)))
	}
	for k, c := range f.copies {
		run(Exec{Query: "reading_put", Args: []any{k[0], k[1], c.why, c.at}})
	}
	for k, at := range f.words {
		run(Exec{Query: "instructed_put", Args: []any{k[0], k[1], at}})
	}
	run(Exec{Query: "reading_marks_kept"})
	if err != nil {
		return 0, 0, errors.Join(fmt.Errorf("replay: %w", err), ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return 0, 0, fmt.Errorf("replay: %w", err)
	}
	return len(f.states), len(f.facts), nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func sorted[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// CheckProjections holds every read model against a fresh fold of the log: rows, counters, duties, timers, facts. It says in Chinese what differs.
func (s *Store) CheckProjections(ctx context.Context) ([]string, error) {
	f, err := s.fold(ctx)
	if err != nil {
		return nil, err
	}
	var bad []string
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	ids, err := s.ids(ctx, "orders_all")
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	if len(ids) != len(f.states) {
		say("工单表有%d件，日志里有%d件", len(ids), len(f.states))
	}
	timers, err := s.dues(ctx, "due_timers")
	if err != nil {
		return nil, fmt.Errorf("list timers: %w", err)
	}
	have := map[string]time.Time{}
	for _, d := range timers {
		have[d.Key] = d.At
	}
	for _, id := range sorted(f.states) {
		st := f.states[id]
		row, err := s.OrderRow(ctx, id)
		if errors.Is(err, ErrNone) {
			say("工单 %s 不在工单表里", st.Number)
			continue
		}
		if err != nil {
			return nil, err
		}
		want := RowOf(st, f.versions[id])
		// A row says how often the matter had been assigned at the order's last own write; the matter's table holds the running count.
		want.Assigns = row.Assigns
		if row != want {
			say("工单 %s 的清单行与日志不符", st.Number)
		}
		for _, t := range order.Timers(st) {
			key := id + "/" + t.Key()
			if at, ok := have[key]; !ok || !at.Equal(t.At.Truncate(time.Millisecond)) {
				say("工单 %s 的%s时限没有定时或时刻不符", st.Number, t.Kind.Name())
			}
			delete(have, key)
		}
	}
	if err := s.checkWatches(ctx, f, have, say); err != nil {
		return nil, err
	}
	for key := range have {
		say("多出的定时 %s", key)
	}
	if err := s.checkMatters(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkReading(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkInstructed(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkArticles(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkFacts(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkMessages(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkBackfill(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkSlips(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkDirectory(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkDuties(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkCo(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkRecused(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkClusters(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkTerminations(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkSearch(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkLeads(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkRechecks(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkBulletins(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkOffice(ctx, f, say); err != nil {
		return nil, err
	}
	if err := s.checkCaseFiles(ctx, f, say); err != nil {
		return nil, err
	}
	return bad, nil
}

func (s *Store) checkMatters(ctx context.Context, f *folded, say func(string, ...any)) error {
	for _, id := range sorted(f.matters) {
		m := f.matters[id]
		var appeals, assigns, keys int
		if err := s.db.Read.QueryRowContext(ctx, s.db.Q("matter_counts"), id).Scan(&appeals, &assigns, &keys); err != nil {
			say("事项 %s 不在事项表里", m.Number)
			continue
		}
		if appeals != m.Appeals() || assigns != m.Assigns() || keys != m.Keys() {
			say("事项 %s 的次数应为诉求%d、交办%d、重点%d，表里是%d、%d、%d", m.Number, m.Appeals(), m.Assigns(), m.Keys(), appeals, assigns, keys)
		}
	}
	return nil
}

func (s *Store) checkFacts(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[[2]string]int64{}
	for _, x := range f.facts {
		want[[2]string{x.Args[3].(string), x.Args[4].(string)}] += x.Args[9].(int64)
	}
	got, err := s.FactSum(ctx, 1<<62, "0000-00-00", "9999-99-99")
	if err != nil {
		return err
	}
	for k, n := range want {
		if got[k] != n {
			say("统计项 %s %s 应为%d，表里是%d", k[0], k[1], n, got[k])
		}
	}
	for k, n := range got {
		if want[k] != n {
			say("统计项 %s %s 多出%d", k[0], k[1], n)
		}
	}
	return nil
}
