package office

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// mostChannels is how many channels a county makes: a list of more is found by nobody.
const mostChannels = 60

// Channel is a source that the county added to those of the rules (来源渠道, Art. 2; domain.md §13.17). What it is cannot change once requests have come by it: an order
// froze whether it is outer and key. Another kind of source is another channel.
type Channel struct {
	Code   string `json:"code"` // K01 …, given when it is made
	Name   string `json:"name"`
	Medium string `json:"medium"`          // phone, web, outer, paper
	Outer  bool   `json:"outer,omitempty"` // of a higher or another platform: dispatched or sent up, answered back there
	Key    bool   `json:"key,omitempty"`   // 重点交办 by default; may change, for what comes after
	Due    bool   `json:"due,omitempty"`   // the platform sets the limit, which is written down with every order
	From   string `json:"from"`            // first day
	Basis  string `json:"basis"`           // on what it rests: a document, an arrangement
}

// OwnChannel is a channel of the county's as it stands.
type OwnChannel struct {
	Channel
	Until   string // first day no more; empty = in use
	Made    time.Time
	Changed time.Time
}

// Channels are the county's channels in the order of their making. They are one stream, which is read whole.
type Channels []OwnChannel

// The events of the county's stream of channels.
type (
	// ChannelMade adds a channel.
	ChannelMade struct {
		At      time.Time `json:"at"`
		Channel Channel   `json:"channel"`
	}
	// ChannelChanged renames one, or changes its key default, for what comes after.
	ChannelChanged struct {
		At     time.Time `json:"at"`
		Code   string    `json:"code"`
		Name   string    `json:"name"`
		Key    bool      `json:"key,omitempty"`
		Reason string    `json:"reason"`
	}
	// ChannelEnded takes one out of use from a day on.
	ChannelEnded struct {
		At     time.Time `json:"at"`
		Code   string    `json:"code"`
		Until  string    `json:"until"`
		Reason string    `json:"reason"`
	}
)

// Evolve applies an event.
func (all Channels) Evolve(e any) Channels {
	out := slices.Clone(all)
	edit := func(code string, f func(*OwnChannel)) {
		if i := out.index(code); i >= 0 {
			f(&out[i])
		}
	}
	switch e := e.(type) {
	case ChannelMade:
		out = append(out, OwnChannel{Channel: e.Channel, Made: e.At, Changed: e.At})
	case ChannelChanged:
		edit(e.Code, func(c *OwnChannel) { c.Name, c.Key, c.Changed = e.Name, e.Key, e.At })
	case ChannelEnded:
		edit(e.Code, func(c *OwnChannel) { c.Until, c.Changed = e.Until, e.At })
	}
	return out
}

func (all Channels) index(code string) int {
	return slices.IndexFunc(all, func(c OwnChannel) bool { return c.Code == code })
}

// Find is a channel by its code.
func (all Channels) Find(code string) (OwnChannel, bool) {
	if i := all.index(code); i >= 0 {
		return all[i], true
	}
	return OwnChannel{}, false
}

// Rules are the channels as the rules of an order read them.
func (all Channels) Rules() []policy.Channel {
	var out []policy.Channel
	for _, c := range all {
		out = append(out, policy.Channel{Code: c.Code, Name: c.Name, Medium: c.Medium, Outer: c.Outer, Key: c.Key, DueNeeded: c.Due, Own: true, From: c.From, Until: c.Until})
	}
	return out
}

// Mediums are by what a channel comes.
func Mediums() map[string]string {
	return map[string]string{"phone": "电话", "web": "网络留言", "outer": "上级平台转来", "paper": "书面、来访"}
}

func mustKeepChannels(a org.Actor) error {
	if a.Post.Kind != org.OfficeHead && !a.System() {
		return regulation.RefuseState(regulation.Art2, "not_head", "来源渠道由县热线办负责人设立和停用，%s可以查看。", a.Post.Title)
	}
	return nil
}

func channelName(name, code string, all Channels, rules []policy.Channel) error {
	if err := clearBy(regulation.Art2, "name", "渠道名称", name, 2, 20); err != nil {
		return err
	}
	taken := slices.ContainsFunc(all, func(c OwnChannel) bool { return c.Code != code && c.Name == name }) ||
		slices.ContainsFunc(rules, func(c policy.Channel) bool { return !c.Own && c.Name == name })
	if taken {
		return regulation.RefuseField(regulation.Art2, "name_taken", "name", "已经有叫“%s”的渠道，请换一个名称，或直接使用它。", name)
	}
	return nil
}

// MakeChannel adds a channel. rules are those of the file, whose names are taken. Errors: *regulation.Refusal.
func MakeChannel(a org.Actor, c Channel, all Channels, rules []policy.Channel, now time.Time) (ChannelMade, error) {
	bad := func(code, field, reason string, args ...any) (ChannelMade, error) {
		return ChannelMade{}, regulation.RefuseField(regulation.Art2, code, field, reason, args...)
	}
	if err := mustKeepChannels(a); err != nil {
		return ChannelMade{}, err
	}
	c.Name, c.Basis = strings.TrimSpace(c.Name), strings.TrimSpace(c.Basis)
	if err := channelName(c.Name, "", all, rules); err != nil {
		return ChannelMade{}, err
	}
	today := calendar.DateOf(now)
	if c.From == "" {
		c.From = today.String()
	}
	from, err := calendar.ParseDate(c.From)
	switch {
	case Mediums()[c.Medium] == "":
		return bad("bad_medium", "medium", "没有选择来件方式，请从列表中选一个。")
	case c.Medium == "outer" && !c.Outer:
		return bad("bad_medium", "medium", "上级平台转来的渠道属于上级或留言平台，请勾选，或改选来件方式。")
	case c.Due && !c.Outer:
		return bad("bad_due", "due", "只有上级或留言平台的来件按对方的时限答复，请勾选“上级或留言平台”，或按本县时限。")
	case err != nil || from.Before(today):
		return bad("bad_from", "from", "启用日期没有填写或早于今天，请核对。")
	case len(all) >= mostChannels:
		return bad("many_channels", "name", "本县自设的渠道已有%d个，请先停用不再使用的。", len(all))
	}
	if err := clearBy(regulation.Art2, "basis", "设立依据", c.Basis, 4, 200); err != nil {
		return ChannelMade{}, err
	}
	c.Code = fmt.Sprintf("K%02d", len(all)+1)
	return ChannelMade{At: now, Channel: c}, nil
}

// ChangeChannel renames a channel or changes its key default. Errors: *regulation.Refusal.
func ChangeChannel(a org.Actor, code, name string, key bool, reason string, all Channels, rules []policy.Channel, now time.Time) (ChannelChanged, error) {
	if err := mustKeepChannels(a); err != nil {
		return ChannelChanged{}, err
	}
	c, ok := all.Find(code)
	name, reason = strings.TrimSpace(name), strings.TrimSpace(reason)
	switch {
	case !ok || c.Until != "":
		return ChannelChanged{}, noChannel()
	case c.Name == name && c.Key == key:
		return ChannelChanged{}, regulation.RefuseField(regulation.Art2, "nothing_new", "name", "名称和重点默认都没有改动。")
	}
	if err := channelName(name, code, all, rules); err != nil {
		return ChannelChanged{}, err
	}
	if err := clearBy(regulation.Art2, "reason", "修改的理由", reason, 2, 200); err != nil {
		return ChannelChanged{}, err
	}
	return ChannelChanged{At: now, Code: code, Name: name, Key: key, Reason: reason}, nil
}

// EndChannel takes a channel out of use from a day on; empty = from tomorrow. Errors: *regulation.Refusal.
func EndChannel(a org.Actor, code, until, reason string, all Channels, now time.Time) (ChannelEnded, error) {
	if err := mustKeepChannels(a); err != nil {
		return ChannelEnded{}, err
	}
	c, ok := all.Find(code)
	if !ok || c.Until != "" {
		return ChannelEnded{}, noChannel()
	}
	today := calendar.DateOf(now)
	if until == "" {
		until = today.Next().String()
	}
	d, err := calendar.ParseDate(until)
	if err != nil || !d.After(today) || until <= c.From {
		return ChannelEnded{}, regulation.RefuseField(regulation.Art2, "bad_until", "until", "停用日期应在今天以后、启用日期以后，请核对。")
	}
	if err := clearBy(regulation.Art2, "reason", "停用的理由", strings.TrimSpace(reason), 2, 200); err != nil {
		return ChannelEnded{}, err
	}
	return ChannelEnded{At: now, Code: code, Until: until, Reason: strings.TrimSpace(reason)}, nil
}

func noChannel() error {
	return regulation.RefuseState(regulation.Art2, "no_channel", "没有这个自设渠道，或者已经停用，请刷新页面。")
}

// EncodeChannel writes an event's body as the log keeps it.
func EncodeChannel(e any) (kind string, body []byte, err error) {
	switch e.(type) {
	case ChannelMade:
		kind = "channel_made"
	case ChannelChanged:
		kind = "channel_changed"
	case ChannelEnded:
		kind = "channel_ended"
	default:
		return "", nil, fmt.Errorf("encode %T: not an event of the channels", e)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", kind, err)
	}
	return kind, bytes.TrimRight(b.Bytes(), "\n"), nil
}

// DecodeChannel reads an event's body; a kind or version of a newer program is an error.
func DecodeChannel(kind string, v int, body []byte) (any, error) {
	if v == Version {
		switch kind {
		case "channel_made":
			var e ChannelMade
			err := json.Unmarshal(body, &e)
			return e, err
		case "channel_changed":
			var e ChannelChanged
			err := json.Unmarshal(body, &e)
			return e, err
		case "channel_ended":
			var e ChannelEnded
			err := json.Unmarshal(body, &e)
			return e, err
		}
	}
	return nil, fmt.Errorf("event %s version %d of the channels is not known to this program", kind, v)
}
