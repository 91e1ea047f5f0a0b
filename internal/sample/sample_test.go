package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/text"
)

func embedded(t *testing.T) policy.Policy {
	t.Helper()
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCountyHangsTogether(t *testing.T) {
	c, p := County(), embedded(t)
	d := c.Directory()
	if n := len(d.Units()); n != len(c.Units) {
		t.Errorf("%d units, %d different", len(c.Units), n)
	}
	if n := len(d.Posts()); n != len(c.Posts) {
		t.Errorf("%d posts, %d different", len(c.Posts), n)
	}
	groups, unmapped := map[org.Group]int{}, 0
	for _, u := range c.Units {
		groups[u.Group]++
		if u.Name == "" || u.Short == "" {
			t.Errorf("unit %s has no name", u.ID)
		}
		if u.Group == org.County {
			continue
		}
		if u.Deputy == "" {
			unmapped++
		} else if _, ok := d.Post(u.Deputy); !ok {
			t.Errorf("unit %s: no post %s", u.ID, u.Deputy)
		}
		if _, err := text.ParsePhone(u.Phone); err != nil {
			t.Errorf("unit %s: phone %s: %v", u.ID, u.Phone, err)
		}
		for _, k := range []org.Kind{org.UnitPrincipal, org.UnitDeputy, org.UnitHandler, org.UnitDuty} {
			if _, ok := d.Post(org.PostOf(u.ID, k)); !ok {
				t.Errorf("unit %s has no %s", u.ID, k)
			}
		}
	}
	if groups[org.Township] != 18 || groups[org.Department] < 30 || groups[org.Enterprise] < 8 || groups[org.County] != 5 || unmapped == 0 {
		t.Errorf("groups %v, %d without a deputy", groups, unmapped)
	}
	if c.Profile.OfficePhone == c.Profile.PublicNumber || c.Profile.PublicNumber != "7812345" {
		t.Error("the office's line must not be the citizens'")
	}
	for u := range c.Places {
		if _, ok := d.Unit(u); !ok {
			t.Errorf("places of an unknown unit %s", u)
		}
	}
	has := office.DutyNames{Category: func(code string) bool {
		_, ok := p.Category(code)
		return ok || len(code) == 2
	}, Unit: func(id org.UnitID) bool {
		u, ok := d.Unit(id)
		return ok && u.Group != org.County
	}, Town: func(id org.UnitID) bool {
		u, ok := d.Unit(id)
		return ok && u.Group == org.Township
	}}
	keeper := org.Actor{Post: org.Post{Kind: org.Dispatcher}}
	for _, x := range Duties() {
		if _, err := office.SetDuty(keeper, x, has, time.Now()); err != nil {
			t.Errorf("line %s of the directory: %v", x.Key(), err)
		}
	}
	for _, cat := range p.Categories() {
		if got := office.Suggest(cat.Code, "341622101", nil, Duties()); cat.Code != "9901" && len(got) == 0 {
			t.Errorf("category %s (%s) has no duty unit", cat.Code, cat.Name)
		}
	}
	for code := range townCategories {
		if _, ok := p.Category(code); !ok {
			t.Errorf("town duty of an unknown category %s", code)
		}
	}
	for _, r := range Referrals() {
		if _, ok := order.GroundOf(r.Ground); !ok || r.Body == "" || r.Phone == "" {
			t.Errorf("referral %+v", r)
		}
	}
}

func TestAccounts(t *testing.T) {
	d := County().Directory()
	logins, held := map[string]bool{}, map[org.PostID]bool{}
	for _, a := range Accounts() {
		if logins[a.Login] || a.Title == "" || len(a.Posts) == 0 {
			t.Errorf("account %+v", a)
		}
		logins[a.Login] = true
		for _, p := range a.Posts {
			if _, ok := d.Post(p); !ok {
				t.Errorf("account %s: no post %s", a.Login, p)
			}
			held[p] = true
		}
	}
	for _, k := range org.Kinds() {
		if !slices.ContainsFunc(d.Posts(), func(p org.Post) bool { return p.Kind == k && held[p.ID] }) {
			t.Errorf("nobody can show the post %s", k)
		}
	}
}

func TestStoriesAreInOrder(t *testing.T) {
	p, c := embedded(t), County()
	d := c.Directory()
	places := map[string]bool{}
	for _, list := range c.Places {
		for _, x := range list {
			places[x] = true
		}
	}
	seen, callers := map[string]Story{}, map[string]string{}
	for _, s := range Stories() {
		if _, twice := seen[s.ID]; twice || s.ID == "" {
			t.Errorf("story %q twice", s.ID)
		}
		if s.LinkTo != "" {
			before, ok := seen[s.LinkTo]
			if !ok {
				t.Errorf("story %s is linked to %s, which does not stand before it", s.ID, s.LinkTo)
			} else if before.DaysAgo <= s.DaysAgo || before.Phone != s.Phone || before.Category != s.Category {
				t.Errorf("story %s does not follow %s", s.ID, s.LinkTo)
			}
		} else if who := callers[s.Phone]; s.Phone != "" && who != "" && who != s.Name {
			t.Errorf("story %s: %s and %s share a number", s.ID, who, s.Name)
		}
		seen[s.ID], callers[s.Phone] = s, s.Name
		ch, ok := p.Channel(s.Channel)
		if !ok || ch.Outer != (s.OuterNo != "") {
			t.Errorf("story %s: channel %s with outer number %q", s.ID, s.Channel, s.OuterNo)
		}
		if _, ok := p.Category(s.Category); !ok {
			t.Errorf("story %s: no category %s", s.ID, s.Category)
		}
		for _, u := range []org.UnitID{s.Unit, s.WrongUnit, s.Town, s.ReportedUnit} {
			if _, ok := d.Unit(u); !ok && u != "" {
				t.Errorf("story %s: no unit %s", s.ID, u)
			}
		}
		if s.Place != "" && !places[s.Place] {
			t.Errorf("story %s: %s is no place of domain.md", s.ID, s.Place)
		}
		if n := utf8.RuneCountInString(s.Title); n == 0 || n > 25 {
			t.Errorf("story %s: title of %d characters", s.ID, n)
		}
		if s.Secrecy == order.Anonymous && (s.Name != "" || s.Phone != "" || s.Home != "") {
			t.Errorf("story %s is anonymous and names somebody", s.ID)
		}
		if s.Town != "" && !s.Fate.Status().Terminal() && s.Fate != FateRegistered && s.Fate != FateMerged && s.Requirements == "" {
			t.Errorf("story %s goes to a unit without requirements", s.ID)
		}
		for _, clock := range append([]string{s.Clock}, clocks(s.Urges)...) {
			if _, err := time.Parse("15:04", clock); err != nil {
				t.Errorf("story %s: %v", s.ID, err)
			}
		}
		for label, words := range map[string]string{"title": s.Title, "requirements": s.Requirements, "text": s.Text, "reply": s.Reply.Public, "again": s.Reply.Again, "draft": s.Draft} {
			for _, f := range text.FindIdentity(words, s.Name) {
				t.Errorf("story %s: %s holds %q (%s)", s.ID, label, f.Text, f.Kind)
			}
		}
		for _, reply := range []string{s.Reply.Public, s.Reply.Again} {
			if n := utf8.RuneCountInString(reply); reply != "" && (n < 60 || n > 200 && reply != longCityReply) {
				t.Errorf("story %s: public reply of %d characters", s.ID, n)
			}
		}
	}
}

func clocks(urges []Urge) []string {
	var out []string
	for _, u := range urges {
		out = append(out, u.Clock)
	}
	return out
}

func TestStoriesMix(t *testing.T) {
	types, statuses, dispatched, n := map[order.Type]int{}, map[order.Status]int{}, 0, 0
	secrecy, channels := map[order.Secrecy]int{}, map[string]int{}
	for _, s := range Stories() {
		n++
		types[s.Type]++
		statuses[s.Fate.Status()]++
		secrecy[s.Secrecy]++
		channels[s.Channel]++
		if s.Unit != "" && s.Fate != FatePhone && s.Fate != FatePendingApproval && s.Fate != FatePendingDispatch {
			dispatched++
		}
	}
	t.Logf("%d stories, %d dispatched, types %v, statuses %v, channels %v", n, dispatched, types, statuses, channels)
	for _, s := range order.Statuses() {
		if statuses[s] == 0 {
			t.Errorf("no story ends as %s", s)
		}
	}
	for _, y := range order.Types() {
		if types[y] == 0 {
			t.Errorf("no story is a %s", y)
		}
	}
	if n < 105 || dispatched < 60 {
		t.Errorf("%d stories, %d dispatched", n, dispatched)
	}
	if share := types[order.Complaint] * 100 / n; share < 42 || share > 60 {
		t.Errorf("complaints are %d%%", share)
	}
	if share := types[order.Consult] * 100 / n; share < 25 || share > 40 {
		t.Errorf("questions are %d%%", share)
	}
	if secrecy[order.Secret] < 4 || secrecy[order.Anonymous] < 3 {
		t.Errorf("secrecy %v", secrecy)
	}
}

// Every run of five and more digits in any text must be the hotline's number, a national short code, or a number that nobody can have.
func TestNoRealNumbers(t *testing.T) {
	fictional := regexp.MustCompile(`^13[89]0000\d{4}$`)
	for _, s := range Stories() {
		if s.Phone != "" && !fictional.MatchString(s.Phone) {
			t.Errorf("story %s: phone %s", s.ID, s.Phone)
		}
		r := s.Reply
		all := []string{s.Title, s.Words, s.Ask, s.Text, s.Requirements, s.Answer, s.Note, s.Opinion, s.Contact, s.Progress, s.Draft, s.Home, s.Address, s.BodyPhone,
			r.Investigation, r.Measures, r.Unsolved, r.Opinion, r.Basis, r.Public, r.Again, s.Visit.Words, s.Visit.Rework}
		for _, u := range s.Urges {
			all = append(all, u.Note)
		}
		checkNumbers(t, "story "+s.ID, all...)
	}
	c := County()
	checkNumbers(t, "profile", append(c.Profile.Footer, c.Profile.PublicNumber)...)
	for _, r := range Referrals() {
		checkNumbers(t, r.Body, r.Phone)
	}
	made := regexp.MustCompile(`^0558-9990-\d{3}$`)
	for _, u := range c.Units {
		if u.Phone != "" && !made.MatchString(u.Phone) {
			t.Errorf("unit %s: phone %s", u.ID, u.Phone)
		}
	}
}

func checkNumbers(t *testing.T, where string, texts ...string) {
	t.Helper()
	known := []string{"7812345", "12345", "12348", "12333", "95598", "12368", "12388", "12309", "12366", "12367", "12306", "12393", "12315", "12305", "12329", "96110", "12123"}
	for _, n := range regexp.MustCompile(`\d[\d\- ]{3,}\d`).FindAllString(strings.Join(texts, "\n"), -1) {
		if !slices.Contains(known, n) {
			t.Errorf("%s: number %s", where, n)
		}
	}
}
