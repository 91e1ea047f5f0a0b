package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// heard registers a request of a number at a place.
func heard(w *testkit.World, phone, place string, change func(*order.Register)) string {
	w.T.Helper()
	c := w.Complaint()
	c.Request.Phone.Text, c.Request.Place = phone, place
	if change != nil {
		change(&c)
	}
	return w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}).ID
}

// TestClusterForms: four contacts of three people by telephone, on paper and by urging make none; the 登记单 says before the fifth is saved what it makes; the fifth
// forms one in its own append, with a row of the second level and a message at once to the heads; the sixth makes it grow and opens nothing. A replay finds the same
// (domain.md §12 case 16).
func TestClusterForms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		op := reader(t, w, "hotline/operator")
		first := heard(w, "13800001001", "梦蝶小区3号楼", nil)
		w.Do("hotline/operator", first, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "催。"}})
		w.Do("hotline/supervisor", first, order.Urge{By: testkit.By("hotline/supervisor"), Note: order.Private{Text: "催。"}})
		heard(w, "13800001002", "梦蝶小区", nil)
		heard(w, "", "梦蝶小区东门", func(c *order.Register) {
			c.Request.Secrecy, c.Request.Name, c.Request.Phone, c.Request.NeedReply = order.Anonymous, order.Private{}, order.Private{}, false
			c.Request.Words.Text = "梦蝶小区东门下水道堵了三天，污水漫到人行道上。"
		})
		heard(w, "13800001009", "南华小区", nil)
		draft := desk.Draft{Phone: "13800001003", Town: "341622001", Place: "梦蝶小区", Category: "0204", Words: "小区下水道堵了。"}
		v, err := op.Side(t.Context(), draft, "", order.Complaint)
		if err != nil || v.Gather.Times != 4 || v.Gather.Persons != 2 || !v.Gather.Forms || v.Gather.Running != "" {
			t.Fatalf("before the fifth: %+v %v", v.Gather, err)
		}
		if p, err := op.Clusters(t.Context(), ""); err != nil || len(p.Items) != 0 {
			t.Fatalf("four are no cluster: %+v %v", p, err)
		}
		fifth := heard(w, "13800001003", "梦蝶小区", nil)
		p, err := op.Clusters(t.Context(), "")
		if err != nil || len(p.Items) != 1 || p.Items[0].Times != 5 || p.Items[0].Persons != 3 || !p.Items[0].Runs {
			t.Fatalf("the fifth: %+v %v", p, err)
		}
		sup := reader(t, w, "hotline/supervisor")
		row := fifth + ".1"
		if c, err := sup.Case(t.Context(), row); err != nil || c.Level != 2 || c.Clause != "第二十一条（六）" || len(c.Evidence) != 2 || c.Evidence[0].Text != "7天内5人次反映同一地点同类事项" {
			t.Fatalf("the row: %+v %v", c, err)
		}
		for _, post := range []org.PostID{org.PostOfficeHead, org.PostGovHead} {
			ms, err := reader(t, w, post).Messages(t.Context(), false, "")
			if err != nil || len(ms.Rows) != 1 || !strings.Contains(ms.Rows[0].Text, "5人次集中反映") {
				t.Errorf("%s is told: %+v %v", post, ms.Rows, err)
			}
		}
		id := p.Items[0].ID
		one, err := sup.Cluster(t.Context(), id)
		if err != nil || len(one.Orders) != 4 || one.Case != row || len(one.Days) != 1 || one.Days[0].Total != 5 || one.Orders[0].Times != 2 {
			t.Fatalf("the cluster: %+v %v", one, err)
		}
		draft.Phone = "13800001001"
		if v, err := op.Side(t.Context(), draft, "", order.Complaint); err != nil || v.Gather.Running != id || v.Gather.Times != 5 {
			t.Errorf("while it runs: %+v %v", v.Gather, err)
		}
		w.Clock.Set("2026-03-04 09:00")
		sixth := heard(w, "13800001001", "梦蝶小区", nil)
		if one, err = sup.Cluster(t.Context(), id); err != nil || one.Times != 6 || one.Persons != 3 || len(one.Days) != 2 || one.Days[1].Total != 6 {
			t.Errorf("the sixth: %+v %v", one, err)
		}
		if rows, err := sup.CasesOf(t.Context(), sixth); err != nil || len(rows) != 0 {
			t.Errorf("another row for one cause: %+v %v", rows, err)
		}
		if n, err := sup.CountClusters(t.Context()); err != nil || n != 1 {
			t.Errorf("%d run: %v", n, err)
		}
		sums, err := w.Store.FactSum(t.Context(), 1<<62, "2026-01-01", "2026-12-31")
		if err != nil || sums[[2]string{"cluster.formed", ""}] != 1 || sums[[2]string{"cluster.contacts", ""}] != 6 {
			t.Errorf("figures: %v %v", sums, err)
		}
		for _, post := range []org.PostID{"cgj/principal", "cgj/handler", "hotline/outsourced", org.PostOf(org.EfficiencyOffice, org.JointBody), "hotline/system_admin"} {
			if _, err := reader(t, w, post).Clusters(t.Context(), ""); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s lists: %v", post, err)
			}
			if _, err := reader(t, w, post).Cluster(t.Context(), id); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s opens: %v", post, err)
			}
		}
		w.CheckArchive()
		w.Clock.Set("2026-03-12 09:00")
		if n, err := sup.CountClusters(t.Context()); err != nil || n != 0 {
			t.Errorf("after a week of quiet %d run: %v", n, err)
		}
		if p, err := op.Clusters(t.Context(), ""); err != nil || len(p.Items) != 1 || p.Items[0].Runs {
			t.Errorf("after a week of quiet: %+v %v", p, err)
		}
	})
}

// TestClusterOfOnePerson: five times by one person is a repeat and no cluster.
func TestClusterOfOnePerson(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := heard(w, "13800001001", "梦蝶小区", nil)
	for range 5 {
		w.Do("hotline/operator", id, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "催。"}})
	}
	if p, err := reader(t, w, "hotline/operator").Clusters(t.Context(), ""); err != nil || len(p.Items) != 0 {
		t.Errorf("one person: %+v %v", p, err)
	}
	v, err := reader(t, w, "hotline/operator").Side(t.Context(), desk.Draft{Phone: "13800001001", Town: "341622001", Place: "梦蝶小区", Category: "0204"}, "", order.Complaint)
	if err != nil || v.Gather.Times != 6 || v.Gather.Persons != 1 || v.Gather.Forms {
		t.Errorf("the 登记单: %+v %v", v.Gather, err)
	}
	w.CheckArchive()
}

// TestClusterRecusal: who is reported in one of the orders finds no cluster, on no page and in no count; nor is he told of it (Art. 23(6)).
func TestClusterRecusal(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		for i, phone := range []string{"13800001001", "13800001002", "13800001003", "13800001004", "13800001005"} {
			heard(w, phone, "梦蝶小区", func(c *order.Register) {
				if i == 4 {
					c.Request.ReportedPosts = []org.PostID{org.PostGovHead}
				}
			})
		}
		gov := reader(t, w, org.PostGovHead)
		p, err := reader(t, w, "hotline/supervisor").Clusters(t.Context(), "")
		if err != nil || len(p.Items) != 1 {
			t.Fatalf("the office: %+v %v", p, err)
		}
		if got, err := gov.Clusters(t.Context(), ""); err != nil || len(got.Items) != 0 {
			t.Errorf("the reported unit lists: %+v %v", got, err)
		}
		if _, err := gov.Cluster(t.Context(), p.Items[0].ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the reported unit opens: %v", err)
		}
		if n, err := gov.CountClusters(t.Context()); err != nil || n != 0 {
			t.Errorf("the reported unit counts %d: %v", n, err)
		}
		if ms, err := gov.Messages(t.Context(), false, ""); err != nil || len(ms.Rows) != 0 {
			t.Errorf("the reported unit is told: %+v %v", ms.Rows, err)
		}
		w.CheckArchive()
	})
}
