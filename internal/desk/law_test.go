package desk_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/testkit"
)

func draftSeven(t *testing.T, w *testkit.World, from string) string {
	t.Helper()
	id, err := w.Desk.DraftRules(t.Context(), testkit.As("hotline/office_head"), desk.RulesWish{Name: "七日办结试行", From: from, Reason: "群众等不了十天", Values: map[string]string{"limit.other_wd": "7"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func draftOf(t *testing.T, w *testkit.World, by org.PostID, id string) desk.RuleDraftView {
	t.Helper()
	v, err := reader(t, w, by).RuleDraft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func resultDue(w *testkit.World, id string) string {
	for _, c := range w.Order("hotline/office_head", id).Clocks {
		if c.Name == "办结" {
			return c.Last
		}
	}
	return ""
}

// Case 24: a rule that changes on 1 July leaves orders of 30 June as they were, for ever.
func TestAnOrderKeepsTheVersionItWasRegisteredUnder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-06-01 09:00")
		id := draftSeven(t, w, "2026-07-01")
		v := draftOf(t, w, org.PostGovHead, id)
		if len(v.Changed) != 1 || v.Changed[0].Old != "10个工作日" || v.Changed[0].New != "7个工作日" || v.Changed[0].Basis != "第十八条" || v.Changed[0].Who == "" || !v.CanApprove {
			t.Fatalf("comparison = %+v", v)
		}
		if own := draftOf(t, w, "hotline/office_head", id); own.CanApprove || !own.Own || !own.CanRevise {
			t.Errorf("the drafter sees %+v", own)
		}
		for _, by := range []org.PostID{"hotline/office_head", "hotline/dispatcher", "cgj/principal", "county/magistrate", "hotline/system_admin"} {
			if err := w.Desk.ApproveRules(t.Context(), testkit.As(by), id, "", v.Shown, ""); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s approves: %v", by, err)
			}
		}
		if err := w.Desk.ApproveRules(t.Context(), testkit.As(org.PostGovHead), id, "同意", v.Shown, "key-1"); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.ApproveRules(t.Context(), testkit.As(org.PostGovHead), id, "同意", v.Shown, "key-1"); err != nil {
			t.Errorf("the same form again: %v", err)
		}
		w.Clock.Set("2026-06-30 23:00")
		old := dispatched(t, w, "六月的")
		w.Clock.Set("2026-07-01 00:00")
		fresh := dispatched(t, w, "七月的")
		if a, b := resultDue(w, old), resultDue(w, fresh); !strings.Contains(a, "7月14日") || !strings.Contains(b, "7月10日") {
			t.Errorf("old %s, new %s", a, b)
		}
		// What the old order still starts is counted by its own version; a later program reads both from the archive.
		text, sum, err := reader(t, w, "hotline/operator").RuleFile(t.Context(), 2)
		if err != nil || len(sum) != 64 || !strings.Contains(text, "other_wd = { value = 7,") || !strings.Contains(text, "version = 2") {
			t.Errorf("file: %v\n%.200s", err, text)
		}
		first, _, err := reader(t, w, "hotline/operator").RuleFile(t.Context(), 1)
		if p, perr := policy.Parse(first); err != nil || perr != nil || p.Version != 1 || p.Limit.OtherWD.Value != 10 {
			t.Errorf("file of version 1: %v, %v", err, perr)
		}
		other, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := other.Policy(t.Context()); err != nil || p.Version != 2 || p.Limit.OtherWD.Value != 7 {
			t.Errorf("another process: version %d, %v", p.Version, err)
		}
		v2, err := reader(t, w, "cgj/handler").Rules(t.Context())
		if err != nil || v2.Now.Version != 2 {
			t.Fatalf("rules = %+v, %v", v2.Now, err)
		}
		line, _, err := reader(t, w, "cgj/handler").Rule(t.Context(), "limit.other_wd")
		if err != nil || line.Value != "7个工作日" || line.Since != "2026年7月1日" || len(line.Earlier) != 1 || line.Earlier[0].Value != "10个工作日" {
			t.Errorf("line = %+v, %v", line, err)
		}
		w.CheckArchive()
	})
}

func TestADraftOldOrWrongIsRefusedAndStoresNothing(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	head, gov := testkit.As("hotline/office_head"), testkit.As(org.PostGovHead)
	if err := w.Desk.KeepRules(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.KeepRules(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := logged(t, w.Store, "rules_kept"); n["county"] != 1 {
		t.Errorf("version 1 was kept %v times", n)
	}
	before := w.Head()
	wish := func(change map[string]string, more ...string) desk.RulesWish {
		x := desk.RulesWish{Name: "规则修订", From: "2026-07-01", Reason: "群众等不了十天", Values: change}
		for i := 0; i+1 < len(more); i += 2 {
			switch more[i] {
			case "from":
				x.From = more[i+1]
			case "document":
				x.Document = more[i+1]
			case "file":
				x.File = []byte(more[i+1])
			}
		}
		return x
	}
	seven := map[string]string{"limit.other_wd": "7"}
	for name, c := range map[string]struct {
		wish desk.RulesWish
		code string
	}{
		"past":     {wish(seven, "from", "2026-03-01"), "past_day"},
		"beyond":   {wish(map[string]string{"limit.other_wd": "12"}), "beyond_law"},
		"nothing":  {wish(nil), "nothing_changed"},
		"document": {wish(seven, "document", "八号"), "bad_document"},
	} {
		_, err := w.Desk.DraftRules(t.Context(), head, c.wish, "")
		if refused(t, c.code, err); err == nil {
			t.Errorf("%s was stored", name)
		}
	}
	for name, c := range map[string]struct {
		wish desk.RulesWish
		says string
	}{
		"no number":   {wish(map[string]string{"limit.other_wd": "七"}), "整数"},
		"unknown":     {wish(map[string]string{"limit.nothing": "1"}), "不认识"},
		"unknown key": {wish(nil, "file", strings.Replace(policy.Source(), "[visit]", "[visit]\nfoo = 1", 1)), "visit.foo"},
		"no toml":     {wish(nil, "file", "]["), "TOML"},
	} {
		var bad *desk.RuleFaults
		if _, err := w.Desk.DraftRules(t.Context(), head, c.wish, ""); !errors.As(err, &bad) || !slices.ContainsFunc(slices.Collect(maps.Values(bad.By)), func(s string) bool { return strings.Contains(s, c.says) }) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, by := range []org.PostID{"hotline/operator", "hotline/dispatcher", "cgj/principal", "county/magistrate"} {
		if _, err := w.Desk.DraftRules(t.Context(), testkit.As(by), wish(seven), ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s drafts: %v", by, err)
		}
	}
	if err := w.Desk.ExplainParam(t.Context(), head, "limit.other_wd", "从次日起算。", "", ""); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("the hotline office explains: %v", err)
	}
	for _, by := range []org.PostID{"hotline/system_admin"} {
		r := reader(t, w, by)
		if _, err := r.Rules(t.Context()); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s reads the rules: %v", by, err)
		}
		if _, _, err := r.RuleFile(t.Context(), 1); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s takes the file: %v", by, err)
		}
	}
	if now := w.Head(); now != before {
		t.Errorf("refused drafts wrote %d events", now-before)
	}
	// A file with a channel more is a draft; approving what was written anew since is refused.
	file := strings.Replace(policy.Source(), "[[family]]", "[[channel]]\ncode = \"W1\"\nname = \"皖事通\"\nmedium = \"web\"\n[[family]]", 1)
	id, err := w.Desk.DraftRules(t.Context(), head, wish(nil, "file", file), "")
	if err != nil {
		t.Fatal(err)
	}
	v := draftOf(t, w, org.PostGovHead, id)
	if len(v.Changed) != 1 || v.Changed[0].Key != "channel.W1" {
		t.Errorf("changed = %+v", v.Changed)
	}
	again := wish(seven)
	again.Draft = id
	if _, err := w.Desk.DraftRules(t.Context(), head, again, ""); err != nil {
		t.Fatal(err)
	}
	refused(t, "stale", w.Desk.ApproveRules(t.Context(), gov, id, "", v.Shown, ""))
	if v = draftOf(t, w, org.PostGovHead, id); len(v.Changed) != 2 {
		t.Errorf("the draft lost its channel: %+v", v.Changed)
	}
	if err := w.Desk.ReturnRules(t.Context(), gov, id, "请把日期推后", v.Shown, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.WithdrawRules(t.Context(), head, id, "不改了", ""); err == nil {
		t.Error("a reason of three characters was taken")
	}
	if err := w.Desk.WithdrawRules(t.Context(), head, id, "上级另有安排", ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.ExplainParam(t.Context(), gov, "limit.other_wd", "从单位收到那天的第二天起算。", "蒙政办秘〔2026〕12号", ""); err != nil {
		t.Fatal(err)
	}
	if line, may, err := reader(t, w, org.PostGovHead).Rule(t.Context(), "limit.other_wd"); err != nil || !may || len(line.Notes) != 1 || line.Notes[0].Document == "" {
		t.Errorf("line = %+v, %v", line, err)
	}
	if all, err := reader(t, w, "hotline/operator").RuleVersions(t.Context()); err != nil || len(all) != 2 || all[0].Status != "已撤回" || !all[1].InForce {
		t.Errorf("versions = %+v, %v", all, err)
	}
}
