package office

import (
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/policy"
)

func TestAChannelOfTheCountysIsChecked(t *testing.T) {
	rules := []policy.Channel{{Code: "D1", Name: "县长热线电话"}}
	good := Channel{Name: "省营商环境投诉平台", Medium: "outer", Outer: true, Key: true, Due: true, Basis: "市营商办〔2026〕12号"}
	made, err := MakeChannel(keeper(org.OfficeHead), good, nil, rules, monday)
	if err != nil || made.Channel.Code != "K01" || made.Channel.From == "" {
		t.Fatalf("a good channel: %+v %v", made, err)
	}
	all := Channels{}.Evolve(made)
	for code, spoil := range map[string]func(*Channel){
		"missing_name":      func(c *Channel) { c.Name = " " },
		"identity_in_name":  func(c *Channel) { c.Name = "李平13812345678" },
		"name_taken":        func(c *Channel) { c.Name = "县长热线电话" },
		"bad_medium":        func(c *Channel) { c.Medium = "fax" },
		"bad_due":           func(c *Channel) { c.Medium, c.Outer = "web", false },
		"bad_from":          func(c *Channel) { c.From = "2020-01-01" },
		"missing_basis":     func(c *Channel) { c.Basis = "" },
		"identity_in_basis": func(c *Channel) { c.Basis = "王秀兰13812345678提出" },
	} {
		c := good
		spoil(&c)
		_, err := MakeChannel(keeper(org.OfficeHead), c, nil, rules, monday)
		refused(t, err, code)
	}
	again := good
	_, err = MakeChannel(keeper(org.OfficeHead), again, all, rules, monday)
	refused(t, err, "name_taken")
	for _, k := range []org.Kind{org.Dispatcher, org.Operator, org.Magistrate} {
		_, err = MakeChannel(keeper(k), good, nil, rules, monday)
		refused(t, err, "not_head")
	}
	_, err = ChangeChannel(keeper(org.OfficeHead), "K01", good.Name, true, "没有变", all, rules, monday)
	refused(t, err, "nothing_new")
	_, err = ChangeChannel(keeper(org.OfficeHead), "K01", "营商投诉", false, "", all, rules, monday)
	refused(t, err, "missing_reason")
	changed, err := ChangeChannel(keeper(org.OfficeHead), "K01", "营商投诉", false, "改为普通件", all, rules, monday)
	if err != nil {
		t.Fatal(err)
	}
	_, err = EndChannel(keeper(org.OfficeHead), "K01", "2026-01-01", "平台停了", all, monday)
	refused(t, err, "bad_until")
	ended, err := EndChannel(keeper(org.OfficeHead), "K01", "", "平台停了", all, monday)
	if err != nil {
		t.Fatal(err)
	}
	var folded Channels
	for _, e := range []any{made, changed, ended} {
		kind, body, err := EncodeChannel(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeChannel(kind, Version, body)
		if err != nil || back != e {
			t.Fatalf("%s came back as %+v (%v)", kind, back, err)
		}
		folded = folded.Evolve(back)
	}
	x, _ := folded.Find("K01")
	if x.Name != "营商投诉" || x.Key || x.Until == "" {
		t.Errorf("folded: %+v", x)
	}
	_, err = EndChannel(keeper(org.OfficeHead), "K01", "", "再停一次", folded, monday)
	refused(t, err, "no_channel")
	if _, err := DecodeChannel("channel_made", Version+1, nil); err == nil {
		t.Error("an event of a newer program was read")
	}
	p := policy.Policy{Channels: rules}.WithChannels(folded.Rules())
	c, ok := p.Channel("K01")
	if !ok || !c.Open(x.From) || c.Open(x.Until) || c.Open("2020-01-01") {
		t.Errorf("the rules read %+v", c)
	}
	if p.Channels[0].Open("1990-01-01") != true || len(rules) != 1 {
		t.Error("a channel of the rules has no days")
	}
}
