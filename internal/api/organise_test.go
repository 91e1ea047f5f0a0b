package api

import (
	"net/http"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestTheHouseIsKeptByPrograms: a unit is entered, renamed and carried on by another; an appointment waits for its second person and a delegation holds under its
// paper; what is sent again under its key is answered as before and written once; nobody else may (Art. 4, 5(2)).
func TestTheHouseIsKeptByPrograms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		admin, head := s.as("hotline/system_admin"), s.as(org.PostOfficeHead)
		twice := func(what string, c client, path string, body m, status int) organised {
			t.Helper()
			var one, two organised
			first := c.send("POST", path, body, "Idempotency-Key", what+"-key-1")
			s.want(what, first, status).into(t, &one)
			was := s.Head()
			s.want(what+" again", c.send("POST", path, body, "Idempotency-Key", what+"-key-1"), status).into(t, &two)
			if one != two || s.Head() != was {
				t.Errorf("%s: %+v, then %+v, %d events more", what, one, two, s.Head()-was)
			}
			return one
		}
		new := m{"code": "sjj", "name": "县数据资源管理局", "short": "数据局", "group": "department", "phone": "0558-7000299", "on": "2026-03-02", "why": "蒙编〔2026〕1号"}
		twice("unit", admin, "/units", new, http.StatusCreated)
		s.want("the same unit under another key", admin.post("/units", new), http.StatusUnprocessableEntity)
		twice("rename", admin, "/units/sjj/change", m{"name": "县数据局", "short": "数据局", "group": "department", "phone": "0558-7000299", "on": "2026-03-02", "why": "更名"}, http.StatusOK)
		s.want("started without people", admin.post("/units/sjj/activate", m{}), http.StatusConflict)
		s.want("a unit that is none", admin.post("/units/none/activate", m{}), http.StatusNotFound)

		s.as("jyj/handler")
		person := func(post string) personView {
			t.Helper()
			var all items[personView]
			s.want("people", admin.get("/people"), http.StatusOK).into(t, &all)
			for _, x := range all.Items {
				for _, p := range x.Posts {
					if p.Post == post && !p.Waits {
						return x
					}
				}
			}
			return personView{}
		}
		clerk := person("jyj/handler").Account
		s.want("a day that is none", admin.post("/people/"+clerk+"/posts", m{"post": "sjj/handler", "from": "2026-02-30"}), http.StatusUnprocessableEntity)
		twice("appoint", admin, "/people/"+clerk+"/posts", m{"post": "sjj/handler", "from": "2026-03-02"}, http.StatusOK)
		if person("sjj/handler").Account != "" {
			t.Error("he holds the post before anybody confirmed it")
		}
		var wait items[appointmentView]
		s.want("appointments", head.get("/appointments"), http.StatusOK).into(t, &wait)
		if len(wait.Items) != 1 {
			t.Fatalf("what waits: %+v", wait)
		}
		s.want("declined without a reason", head.post("/appointments/"+wait.Items[0].ID+"/answer", m{"confirm": false}), http.StatusUnprocessableEntity)
		twice("confirm", head, "/appointments/"+wait.Items[0].ID+"/answer", m{"confirm": true}, http.StatusOK)
		if person("sjj/handler").Account != clerk {
			t.Error("he does not hold the post that was confirmed")
		}
		twice("leave", admin, "/people/"+clerk+"/leave", m{"post": "sjj/handler", "last": "2026-03-02"}, http.StatusOK)
		twice("close", admin, "/units/sjj/close", m{"on": "2026-03-02", "why": "不设了"}, http.StatusOK)
		twice("succeed", admin, "/units/jyj/succeed", m{"to": "cgj", "on": "2026-03-03", "document": "蒙编〔2026〕2号", "people": true}, http.StatusOK)

		chief := s.as("cgj/principal")
		s.as("cgj/unit_deputy")
		var to items[delegateeView]
		s.want("delegates", chief.get("/delegates"), http.StatusOK).into(t, &to)
		second := ""
		for _, x := range to.Items {
			if x.Account == person("cgj/unit_deputy").Account {
				second = x.Account
			}
		}
		paper := m{"name": "授权书.png", "content": testkit.PNG(t)}
		give := m{"post": "cgj/principal", "to": second, "scope": "all", "document": "蒙城管〔2026〕3号", "from": "2026-03-02", "until": "2026-03-04", "scan": paper}
		s.want("without its paper", chief.post("/delegations", m{"post": "cgj/principal", "to": second, "scope": "all", "document": "x", "from": "2026-03-02"}), http.StatusUnprocessableEntity)
		d := twice("delegate", chief, "/delegations", give, http.StatusCreated)
		var all items[delegationView]
		s.want("delegations", chief.get("/delegations"), http.StatusOK).into(t, &all)
		if len(all.Items) != 1 || all.Items[0].ID != d.ID || !all.Items[0].Now {
			t.Errorf("delegations: %+v", all)
		}
		s.want("another unit takes it back", s.as("341622001/principal").post("/delegations/"+d.ID+"/end", m{}), http.StatusNotFound)
		twice("end", chief, "/delegations/"+d.ID+"/end", m{}, http.StatusOK)

		strangers := map[string]client{"a token that may only read": s.readOnly("hotline/system_admin")}
		for _, p := range []org.PostID{"hotline/operator", "cgj/handler", org.PostMagistrate, org.PostOfficeHead} {
			strangers[string(p)] = s.as(p)
		}
		was := s.Head()
		for path, body := range map[string]m{"/units": new, "/units/cgj/close": {"on": "2026-03-02", "why": "x"}, "/people/" + clerk + "/posts": {"post": "cgj/principal", "from": "2026-03-02"}} {
			for who, c := range strangers {
				s.want(who+" "+path, c.post(path, body), http.StatusForbidden)
			}
			s.want("a stranger, "+path, s.stranger().post(path, body), http.StatusUnauthorized)
		}
		if s.Head() != was {
			t.Error("something was stored by those who may not")
		}
		s.CheckArchive()
	})
}
