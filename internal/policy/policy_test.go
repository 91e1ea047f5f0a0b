package policy

import (
	"strings"
	"testing"

	"huiyin/internal/org"
)

func embedded(t *testing.T) Policy {
	t.Helper()
	p, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheEmbeddedPolicyIsWhole(t *testing.T) {
	p := embedded(t)
	if n := len(p.Lines()); n < 60 {
		t.Errorf("%d parameters, want all of the parameter table", n)
	}
	if len(p.Channels) != 17 || len(p.Categories()) < 90 {
		t.Errorf("%d channels, %d categories", len(p.Channels), len(p.Categories()))
	}
	for _, code := range []string{"P1", "C2", "C3", "N1", "N2", "N3", "N4", "N5", "L1"} {
		if c, ok := p.Channel(code); !ok || !c.Key {
			t.Errorf("channel %s = %+v, want key", code, c)
		}
	}
	for _, code := range []string{"D1", "D2", "C1"} {
		if c, ok := p.Channel(code); !ok || c.Key {
			t.Errorf("channel %s = %+v, want plain", code, c)
		}
	}
	if c, ok := p.Category("0204"); !ok || c.Label() != "城市管理 / 下水道积水" {
		t.Errorf("category 0204 = %+v", c)
	}
}

func TestABadPolicyFileIsRefusedInChinese(t *testing.T) {
	for name, tc := range map[string]struct{ old, new, want string }{
		"unknown key":     {"[visit]", "[visit]\nfoo = 1", "不认识的参数 visit.foo"},
		"missing":         {"attempts = { value = 3, basis = \"第二十五条\" }", "", "缺少参数 visit.attempts"},
		"no such article": {"basis = \"第十九条\" }   # 累计", "basis = \"第三十条\" }", "不是有效"},
		"wrong citation":  {"{ value = 15, basis = \"第十九条\" }", "{ value = 15, basis = \"第三十条\" }", "不是本办法的条款"},
		"ceiling":         {"{ value = 15, basis = \"第十九条\" }", "{ value = 9, basis = \"第十九条\" }", "不能短于"},
		"tiers":           {"gov_head_from_appeal    = { value = 3,", "gov_head_from_appeal    = { value = 2,", "逐级升高"},
		"negative":        {"sampling_percent = { value = 100", "sampling_percent = { value = -1", "不能是负数"},
		"points":          {"full = 2000", "full = 2100", "合计应为 100 分"},
		"not toml":        {"version = 1", "version = ", "不是有效"},
	} {
		text := strings.Replace(Source(), tc.old, tc.new, 1)
		if name == "no such article" {
			text = Source() + "\n]["
		}
		if text == Source() {
			t.Fatalf("%s: nothing replaced", name)
		}
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
}

// The vectors are those of the matrix in the domain specification, Art. 10(4).
func TestM1SignerBeforeDispatch(t *testing.T) {
	p := embedded(t)
	for _, v := range []struct {
		appeals, keys int
		key           bool
		want          Level
	}{
		{1, 0, false, NoSigner}, {2, 0, false, ByOfficeHead}, {3, 0, false, ByGovHead}, {4, 0, false, ByDeputyChief}, {7, 0, false, ByDeputyChief},
		{1, 1, true, ByGovHead}, {2, 1, true, ByGovHead}, {3, 1, true, ByGovHead}, {4, 1, true, ByDeputyChief},
		{2, 2, true, ByDeputyChief}, {3, 2, true, ByDeputyChief}, {4, 2, true, ByDeputyChief},
		{3, 1, false, ByGovHead}, {2, 1, false, ByOfficeHead}, {1, 1, false, NoSigner},
	} {
		if got := p.DispatchLevel(v.appeals, v.keys, v.key); got != v.want {
			t.Errorf("M1(%d, %d, key %v) = %s, want %s", v.appeals, v.keys, v.key, got.Name(), v.want.Name())
		}
	}
}

func TestM2AndM3(t *testing.T) {
	p := embedded(t)
	if p.PrincipalHandles(1, false) || !p.PrincipalHandles(2, false) || !p.PrincipalHandles(1, true) {
		t.Error("M2: the principal handles from the second assignment on and for key orders")
	}
	if c := p.ResultChain("c", "a", 2, false, "county/deputy.1"); !c.Empty() {
		t.Errorf("M3: two assignments ask %v", c.Steps)
	}
	for _, c := range []struct {
		assigns int
		key     bool
	}{{3, false}, {1, true}} {
		chain := p.ResultChain("c", "a", c.assigns, c.key, "county/deputy.1")
		if len(chain.Steps) != 3 || len(chain.Open()) != 2 || chain.Steps[2].Post != org.PostMagistrate {
			t.Errorf("M3(%d, %v) = %+v", c.assigns, c.key, chain.Steps)
		}
	}
	if chain := p.ResultChain("c", "a", 3, false, ""); len(chain.Steps) != 2 {
		t.Errorf("without a mapped deputy: %+v", chain.Steps)
	}
	if chain := p.ResultChain("c", "a", 3, false, org.PostHotlineDeputy); len(chain.Steps) != 2 {
		t.Errorf("one deputy in charge of both signs once: %+v", chain.Steps)
	}
}
