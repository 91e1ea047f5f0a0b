package ops

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// deeds is what each panel does when its button is pressed: the command with content that is as good as words can be without looking at the order. What
// the rules say of the content is not asked here, only whether the post may.
var deeds = map[string]func(by order.By, p desk.Panel, now time.Time) []order.Command{
	"dispose": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AnswerDirectly{By: by, Answer: said}, order.TransferByPhone{By: by}, order.TransferEmergency{By: by}, order.CloseLogged{By: by}, order.Refuse{By: by, Told: said},
			order.SubmitForDispatch{By: by, ChainID: "x"}}
	},
	"explain": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Explain{By: by, Told: said}}
	},
	"link": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.LinkMatter{By: by}}
	},
	"dispatch": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Dispatch{By: by, To: order.Target{Unit: "cgj"}, Requirements: "请办理", Text: "路灯不亮，请修复。"}}
	},
	"send_up": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SendUp{By: by, Reason: said}}
	},
	"sign_for": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SignFor{By: by}}
	},
	"assign": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AssignInUnit{By: by, Lead: org.UnitPrincipal, Handler: "x", Paper: "x", Opinion: said}}
	},
	"reply": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SubmitReply{By: by}}
	},
	"sign_reply": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.SignReply{By: by, Seal: "x", Paper: by.Actor.Post.Kind != org.UnitPrincipal, On: now}}
	},
	"send_back_reply": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SendBackReply{By: by, Reason: said}}
	},
	"unit_visit": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordUnitVisit{By: by, At: now, Reached: true, Satisfaction: order.Satisfied}}
	},
	"contact": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordContact{By: by, At: now, Means: "phone", Reached: true, ToldTaken: true, ToldHow: true}}
	},
	"progress": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.RecordProgress{By: by, Text: said}}
	},
	"review": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.RejectReply{By: by, Code: "Q1", Note: said}, order.PassReply{By: by, ChainID: "x"}}
	},
	"feedback": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.GiveFeedback{By: by, At: now, Means: "phone"}}
	},
	"visit": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordVisit{By: by, At: now}}
	},
	"archive": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Archive{By: by}}
	},
	"confirm_paper": func(by order.By, p desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.ConfirmPaper{By: by, Chain: p.Chain.ID, Step: p.Step}}
	},
	"sign_step": func(by order.By, p desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SignStep{By: by, Chain: p.Chain.ID, Step: p.Step, Opinion: said}}
	},
	"record_paper": func(by order.By, p desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordPaper{By: by, Chain: p.Chain.ID, Step: p.Step, On: now, Opinion: said, Blob: "x"}}
	},
	"recall": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Recall{By: by, ChainID: "x", Reason: said}}
	},
	"ask_refusal": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskRefusal{By: by, ChainID: "x", Ground: "8-1", Told: said}}
	},
	"urge": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Urge{By: by, Note: said}}
	},
	"correct": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Correct{By: by, Title: "路灯不亮已久", Reason: said}}
	},
	"withdraw": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.Withdraw{By: by, At: now, Means: "phone", Note: said}}
	},
	"change_deputy": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.ChangeDeputy{By: by, Deputy: "county/deputy.2"}}
	},
	"ask_return": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskReturn{By: by, Reason: said, Basis: "《城市道路管理条例》第六条"}}
	},
	"object_return": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.ObjectReturn{By: by, Reason: said}}
	},
	"decide_return": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DecideReturn{By: by, ChainID: "x", Note: said}}
	},
	"designate": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Designate{By: by, ChainID: "x", Participants: "县热线办", Grounds: "按会商意见办理", Minutes: said}}
	},
	"not_same": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DeclineLink{By: by, Decline: order.Decline{Matter: "none", Order: "none", Score: 90, Reason: said}}}
	},
	"merge": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Merge{By: by, Under: order.Leading{ID: "none"}, Reason: said}}
	},
	"join": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Join{By: by, Under: order.Leading{ID: "none"}, Reason: said}}
	},
	"key_on": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SwitchKey{By: by, Key: true, Reason: said}}
	},
	"key_off": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SwitchKey{By: by, Reason: said}}
	},
	"split": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.Split{By: by, Reason: said}}
	},
	"ask_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskCo{By: by, To: order.Target{Unit: "jyj"}, Task: "请核查。"}}
	},
	"sign_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SignCo{By: by}}
	},
	"report_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.ReportCo{By: by, Result: said}}
	},
	"object_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.ObjectCo{By: by, Reason: said}}
	},
	"decide_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DecideCo{By: by, Unit: "jyj", Outcome: order.CoStays, Note: said}}
	},
	"settle_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SettleCo{By: by, Unit: "jyj"}}
	},
	"urge_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.UrgeCo{By: by, Unit: "jyj"}}
	},
	"withdraw_co": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.WithdrawCo{By: by, Unit: "jyj", Reason: said}}
	},
	"call_office": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.CallOffice{By: by, Reason: said}}
	},
	"answer_call": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AnswerCall{By: by, Note: said}}
	},
	"ask_extension": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskExtension{By: by, ChainID: "x", Days: 1, Done: said, Reason: said}}
	},
	"decide_extension": func(by order.By, p desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DecideExtension{By: by, Chain: p.Chain.ID, Opinion: said}}
	},
	"record_consent": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordConsent{By: by, On: now, Note: said}}
	},
	"give_slip": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.GiveSlip{By: by, ID: now.String(), Hash: now.String(), Name: said, Body: said, Purpose: said, Until: now.Add(time.Hour), Contact: true}}
	},
	"revoke_slip": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.RevokeSlip{By: by, Slip: "x"}}
	},
	"ask_relay": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskRelay{By: by, Ask: said}}
	},
	"record_relay": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordRelay{By: by, At: now, Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Answer: said}}
	},
	"ask_sight": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskSight{By: by, Field: "phone", Reason: "contact"}}
	},
	"decide_sight": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DecideSight{By: by, Field: "phone"}}
	},
	"lift_recusal": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.LiftRecusal{By: by, Reason: said, Paper: "b"}}
	},
	"ask_reclass": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskReclass{By: by, Type: order.Help, Reason: said}}
	},
	"decide_reclass": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DecideReclass{By: by, Note: said}}
	},
	"recheck": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.Recheck{By: by, On: now, Means: order.RecheckPhone, Result: order.RecheckHolds, Words: said}}
	},
	"ask_exemption": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskExemption{By: by, Ground: order.ExemptEnforcement, Reason: said}}
	},
	"decide_exemption": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.DecideExemption{By: by, Note: said}}
	},
	"ask_statute": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskStatute{By: by, ChainID: "x", Law: "《信访工作条例》", Clause: "第三十四条", Days: 60, Reason: said}}
	},
	"phone_unit": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.PhoneUnit{By: by, At: now, Note: said}}
	},
	"ask_termination": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.AskTermination{By: by, Ground: order.BeyondPolicy, Basis: "《信访工作条例》", Reason: said, Answers: said, Persuasion: said, Sheet: "b"}}
	},
	"review_termination": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.ReviewTermination{By: by, Note: said}}
	},
	"withdraw_termination": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.WithdrawTermination{By: by, Reason: said}}
	},
	"submit_termination": func(by order.By, _ desk.Panel, _ time.Time) []order.Command {
		return []order.Command{order.SubmitTermination{By: by, ChainID: "x", Batch: "batch-of-the-test", Number: "n", Allot: true}}
	},
	"record_cancellation": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.RecordCancellation{By: by, Receipt: "BZXH-0099", On: now, Note: said}}
	},
	"tell_extension": func(by order.By, _ desk.Panel, now time.Time) []order.Command {
		return []order.Command{order.TellExtension{By: by, At: now, Means: "phone", Note: said}}
	},
}

var said = order.Private{Text: "按来电人说的办"}

// aboutThePost are the refusals that a panel must never lead to: the post, not the order's content, is at fault.
var aboutThePost = map[string]bool{"wrong_post": true, "not_your_order": true, "not_the_signer": true}

// TestNoPanelIsOfferedThatTheRulesRefuseForThePost: on orders of the demo county taken at random, what the page of every kind of post offers is never
// refused because of the post, by the door or by a rule. Commands are carried out, so the orders go on changing while the test looks.
func TestNoPanelIsOfferedThatTheRulesRefuseForThePost(t *testing.T) {
	const seed = 20221230
	s, err := server.New(t.Context(), server.Config{Data: t.TempDir(), KeyFile: filepath.Join(t.TempDir(), "master.key"), Node: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if _, err := Populate(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	dir := sample.County().Directory()
	head := readerAs(t, s, dir, "hotline/office_head")
	var ids []string
	for _, kind := range []desk.ListKind{desk.ListOpen, desk.ListDone} {
		l, err := head.List(t.Context(), desk.ListAsk{Kind: kind, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range l.Rows {
			ids = append(ids, row.ID)
		}
	}
	r := rand.New(rand.NewPCG(seed, 1))
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	asked, did, kinds := map[string]int{}, 0, map[org.Kind]int{}
	for i, id := range ids {
		v, err := head.Order(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		posts := postsAround(dir, v.UnitID)
		r.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
		// A deed that is done takes the order away from the next post: leaders, whose turn comes seldom, always begin, and on two orders of three the
		// posts of the unit come next.
		slices.SortStableFunc(posts, func(a, b org.Post) int {
			if i%3 == 0 {
				return cmp.Compare(min(turn(a.Kind), 1), min(turn(b.Kind), 1))
			}
			return cmp.Compare(turn(a.Kind), turn(b.Kind))
		})
		for _, post := range posts {
			reader := readerAs(t, s, dir, post.ID)
			v, err := reader.Order(t.Context(), id)
			if errors.Is(err, desk.ErrNotFound) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range v.Acts {
				deed := deeds[p.Act]
				if deed == nil {
					t.Fatalf("the panel %q has no deed in this test", p.Act)
				}
				actor := actorAt(dir, post.ID)
				for _, c := range deed(order.By{Actor: actor}, p, s.Desk.Now()) {
					asked[p.Act]++
					kinds[post.Kind]++
					_, err := s.Desk.Do(t.Context(), desk.Ask{Actor: actor, Order: id, Route: "test", Commands: []order.Command{c}})
					no, refused := errors.AsType[*regulation.Refusal](err)
					switch {
					case err == nil:
						did++
					case errors.Is(err, desk.ErrForbidden), refused && aboutThePost[no.Code]:
						t.Errorf("%s: %s is offered %q, but %T: %v", v.StatusName, post.Kind.Name(), p.Title, c, err)
					}
				}
			}
		}
	}
	t.Logf("%d orders: asked %v, by %v, %d done", len(ids), asked, kinds, did)
	if len(asked) < 20 || did < 100 {
		t.Errorf("only %d panels were met and %d deeds done: the test looks at too little", len(asked), did)
	}
	for _, k := range []org.Kind{org.Operator, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead, org.GovOfficeHead, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal,
		org.UnitDuty} {
		if kinds[k] == 0 {
			t.Errorf("nothing was offered to %s", k.Name())
		}
	}
}

// turn puts leaders and the posts of a unit first.
func turn(k org.Kind) int {
	switch {
	case k.Leader():
		return 0
	case k == org.UnitDuty:
		return 1
	case k.InUnit():
		return 2
	}
	return 3
}

// postsAround are all posts of the office and the leaders, and those of the unit that holds the order.
func postsAround(dir org.Directory, unit org.UnitID) []org.Post {
	var out []org.Post
	for _, p := range dir.Posts() {
		if !p.Kind.InUnit() || p.Unit == unit {
			out = append(out, p)
		}
	}
	if unit != "" {
		duty := org.PostOf(unit, org.UnitDuty)
		if _, ok := dir.Post(duty); !ok {
			out = append(out, org.Post{ID: duty, Unit: unit, Kind: org.UnitDuty, Title: "值班员"})
		}
	}
	return out
}

func actorAt(dir org.Directory, id org.PostID) org.Actor {
	p, ok := dir.Post(id)
	if !ok {
		p = org.Post{ID: id, Unit: id.UnitOf(), Kind: org.UnitDuty, Title: "值班员"}
	}
	return org.Actor{Account: org.AccountID(fmt.Sprint("test-", id)), Post: p}
}

func readerAs(t *testing.T, s *server.Server, dir org.Directory, id org.PostID) *desk.Reader {
	t.Helper()
	r, err := s.Desk.Reader(t.Context(), actorAt(dir, id))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
