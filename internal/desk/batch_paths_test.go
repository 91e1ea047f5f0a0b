package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// answered are n orders whose replies wait for the signature and stamp of 城管局's principal.
func answered(t *testing.T, w *testkit.World, n int) []desk.BatchItem {
	t.Helper()
	items := delivered(w, n)
	photo, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "疏通后.png", Bytes: testkit.PNG(t)}, "handling")
	if err != nil {
		t.Fatal(err)
	}
	for i, it := range items {
		by := testkit.By("cgj/handler")
		w.Do("cgj/handler", it.ID, order.SignFor{By: by})
		w.Do("cgj/principal", it.ID, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: "a-cgj/handler"})
		w.Do("cgj/handler", it.ID, order.RecordContact{By: by, At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
		photo.ID = fmt.Sprintf("photo-%d", i)
		w.Do("cgj/handler", it.ID, order.SubmitReply{By: by, Files: []order.Attachment[order.Private]{photo}, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes,
			Investigation: order.Private{Text: "现场查看，主管网被堵塞"}, Measures: order.Private{Text: "当日疏通并清运"}, Opinion: order.Private{Text: "诉求人认可"},
			Contact: "市政管理股", ContactPhone: "0558-7000201", Basis: "《城镇排水与污水处理条例》",
			Public: "经查，北城社区东侧路口下水道主管网被建筑垃圾堵塞，我局于3月2日组织疏通并清运完毕，已加装防护网，今后每周巡查一次。"}})
		items[i].Shown = w.Order("cgj/principal", it.ID).Version
	}
	return items
}

// stampedList is the one stamped list that a batch of replies rests on.
func stampedList(t *testing.T, w *testkit.World) order.Attachment[order.Private] {
	t.Helper()
	seal, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "盖章清单.png", Bytes: testkit.PNG(t)}, "seal")
	if err != nil {
		t.Fatal(err)
	}
	return seal
}

func wantRefused(t *testing.T, what string, o desk.BatchOutcome, words string) {
	t.Helper()
	if o.OK || !strings.Contains(o.Why+o.Article, words) {
		t.Errorf("%s: %+v, want %s", what, o, words)
	}
}

func TestABatchOfRepliesRestsOnOneStampedList(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		items := answered(t, w, 3)
		// Strangers learn nothing of the orders; without a stamp nothing is signed (Art. 24).
		for _, o := range batch(t, w, "jyj/principal", desk.Batch{Act: desk.BatchSignReply, Key: "batch-stranger", Items: items, Seal: stampedList(t, w)}) {
			if o.OK || o.Number != "" || o.Title != "" {
				t.Errorf("a stranger got %+v", o)
			}
		}
		for _, o := range batch(t, w, "cgj/principal", desk.Batch{Act: desk.BatchSignReply, Key: "batch-no-seal", Items: items}) {
			if o.OK {
				t.Errorf("signed without a stamp: %+v", o)
			}
		}
		for i, o := range batch(t, w, "cgj/principal", desk.Batch{Act: desk.BatchSignReply, Key: "batch-stamp", Items: items, Seal: stampedList(t, w)}) {
			if !o.OK {
				t.Errorf("reply %d: %+v", i, o)
			}
			v := w.Order("cgj/handler", items[i].ID)
			seals := 0
			for _, f := range v.Files {
				if strings.Contains(f.Name, "盖章清单") {
					seals++
				}
			}
			if v.Status != order.Submitted || seals != 1 {
				t.Errorf("reply %d is %s with %d stamped lists", i, v.StatusName, seals)
			}
		}
		for i, o := range batch(t, w, "cgj/principal", desk.Batch{Act: desk.BatchSignReply, Key: "batch-stamp-again", Items: items, Seal: stampedList(t, w)}) {
			if o.OK {
				t.Errorf("reply %d was signed twice", i)
			}
		}
	})
}

func TestABatchOfReviewsWaitsForItsSample(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		r, err := w.Desk.Reader(t.Context(), testkit.As("hotline/reviewer"))
		if err != nil {
			t.Fatal(err)
		}
		// Which replies are sampled is drawn from order and time: orders are sent until both kinds wait.
		var clean, sampled []desk.BatchItem
		for n := 0; len(clean) < 2 || len(sampled) < 1; n++ {
			if n > 40 {
				t.Fatal("of 120 replies not one is sampled")
			}
			items := answered(t, w, 3)
			batch(t, w, "cgj/principal", desk.Batch{Act: desk.BatchSignReply, Key: fmt.Sprintf("batch-stamp-%d", n), Items: items, Seal: stampedList(t, w)})
			clean, sampled = nil, nil
			all, err := r.Reviews(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range all {
				it := desk.BatchItem{ID: x.ID, Shown: x.Version}
				if x.Clean {
					clean = append(clean, it)
				} else if x.Sampled {
					sampled = append(sampled, it)
				} else {
					t.Fatalf("neither clean nor sampled: %s", x.Why)
				}
			}
		}
		ask := desk.Batch{Actor: testkit.As("hotline/reviewer"), Act: desk.BatchPass, Key: "batch-pass-one", Items: clean[:2]}
		var bad *desk.Invalid
		if _, err := w.Desk.DoBatch(t.Context(), ask); !errors.As(err, &bad) || !strings.Contains(bad.Reason, "抽样") {
			t.Fatalf("passed with the sample unread: %v", err)
		}
		if v := w.Order("hotline/reviewer", clean[0].ID); v.Status != order.Submitted {
			t.Fatalf("refused as a whole, yet one is %s", v.StatusName)
		}
		// The sample is read: one is passed by itself, which a batch never does.
		for i, it := range sampled {
			w.Do("hotline/reviewer", it.ID, order.PassReply{By: testkit.By("hotline/reviewer"), ChainID: fmt.Sprint("read", i)})
		}
		for i, o := range batch(t, w, "hotline/reviewer", ask) {
			if !o.OK {
				t.Errorf("reply %d: %+v", i, o)
			}
			if v := w.Order("hotline/reviewer", clean[i].ID); v.Status != order.ToFeedback {
				t.Errorf("passed, it is %s", v.StatusName)
			}
		}
		ask.Actor, ask.Key = testkit.As("cgj/principal"), "batch-pass-two"
		if _, err := w.Desk.DoBatch(t.Context(), ask); err == nil {
			for _, it := range ask.Items {
				if v := w.Order("hotline/reviewer", it.ID); v.Status != order.ToFeedback {
					t.Error("a unit passed its own reply")
				}
			}
		}
	})
}

// A leader signs key orders and repeats (Arts. 10(4), 24): none of them is plain, so each is read by itself.
func TestALeaderSignsKeyOrdersOneByOne(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.Channel, c.Request.OuterNo = "N1", "RMW20260302001"
		id := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "key", Proposal: order.Proposal{Unit: "cgj"}}).ID
		item := []desk.BatchItem{{ID: id, Shown: w.Order("hotline/operator", id).Version}}
		wantRefused(t, "a key order in a batch", batch(t, w, org.PostGovHead, desk.Batch{Act: desk.BatchSign, Key: "batch-sign-one", Items: item})[0], "逐件")
		if o := batch(t, w, "jyj/principal", desk.Batch{Act: desk.BatchSign, Key: "batch-sign-two", Items: item})[0]; o.OK || o.Number != "" {
			t.Errorf("a stranger got %+v", o)
		}
		if v := w.Order("hotline/operator", id); v.Status != order.PendingApproval {
			t.Errorf("it is %s", v.StatusName)
		}
	})
}

// What a batch of signatures may hold are ordinary first requests: the office head agrees in one go that several belong elsewhere (Art. 8), one of them
// having moved on meanwhile; each is asked of the rules by itself and signed once.
func TestABatchOfSignaturesPasses(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		items := delivered(w, 4)
		for i, it := range items {
			w.Do("hotline/reviewer", it.ID, order.AskRefusal{By: testkit.By("hotline/reviewer"), ChainID: fmt.Sprint("refusal", i), Ground: "8-2a", Told: order.Private{Text: "已告知应向人民法院起诉"}, Body: "县人民法院", Phone: "12368"})
			items[i].Shown = w.Order(org.PostOfficeHead, it.ID).Version
		}
		w.Do("hotline/operator", items[3].ID, order.Withdraw{By: testkit.By("hotline/operator"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "自己处理好了"}})
		ask := desk.Batch{Act: desk.BatchSign, Key: "sign-refusals", Items: items, Opinion: "同意"}
		for i, o := range batch(t, w, org.PostOfficeHead, ask) {
			if o.OK != (i < 3) || !o.OK && o.Why == "" {
				t.Errorf("order %d: %+v", i, o)
			}
			if v := w.Order("hotline/reviewer", items[i].ID); i < 3 && v.Status != order.NotAccepted || i == 3 && v.Status != order.Withdrawn {
				t.Errorf("order %d is %s", i, v.StatusName)
			}
		}
		before, err := w.Store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range batch(t, w, org.PostOfficeHead, ask)[:3] {
			if !o.OK {
				t.Errorf("the same form again, order %d: %+v", i, o)
			}
		}
		ask.Key = "sign-again"
		for i, o := range batch(t, w, org.PostOfficeHead, ask) {
			if o.OK {
				t.Errorf("order %d was signed twice", i)
			}
		}
		if after, err := w.Store.Head(t.Context()); err != nil || after != before {
			t.Errorf("signing again wrote %d records, %v", after-before, err)
		}
	})
}
