package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// channelStream holds the county's own channels: a few lines, read whole and kept in memory like the calendars.
var channelStream = store.Stream{Type: "channel", ID: "county"}

// loadChannels reads what has been added since.
func (s *Service) loadChannels(ctx context.Context) error {
	recs, err := s.since(ctx, channelStream, &s.channelsAt)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range recs {
		if r.Version <= s.channelsAt {
			continue
		}
		e, err := office.DecodeChannel(r.Kind, r.V, r.Body)
		if err != nil {
			return fmt.Errorf("read channels at %d: %w", r.Pos, err)
		}
		s.channels, s.channelsAt = s.channels.Evolve(e), r.Version
	}
	return nil
}

// ChannelView is a source as pages show it.
type ChannelView struct {
	policy.Channel
	MediumName, Basis, State string // 在用, 未启用, 已停用
	Live                     bool
}

// ChannelHistory is what happened to a channel of the county's.
type ChannelHistory struct{ When, By, Text string }

// Channels lists every source: those of the rules, then the county's own.
func (r *Reader) Channels(ctx context.Context) ([]ChannelView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	own := r.s.ownChannels()
	today := calendar.DateOf(r.s.now()).String()
	var out []ChannelView
	for _, c := range p.Channels {
		v := ChannelView{Channel: c, MediumName: office.Mediums()[c.Medium], State: "在用", Live: c.Open(today)}
		switch {
		case today < c.From:
			v.State = "未启用"
		case !v.Live:
			v.State = "已停用"
		}
		if x, ok := own.Find(c.Code); ok {
			v.Basis = x.Basis
		}
		out = append(out, v)
	}
	return out, nil
}

func (s *Service) ownChannels() office.Channels {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channels
}

// Channel is one channel of the county's with its history and the version of the list it stands at.
func (r *Reader) Channel(ctx context.Context, code string) (ChannelView, []ChannelHistory, error) {
	all, err := r.Channels(ctx)
	if err != nil {
		return ChannelView{}, nil, err
	}
	i := slices.IndexFunc(all, func(v ChannelView) bool { return v.Own && v.Code == code })
	if i < 0 {
		return ChannelView{}, nil, ErrNotFound
	}
	recs, err := r.s.store.Load(ctx, channelStream)
	if err != nil {
		return ChannelView{}, nil, fmt.Errorf("load channels: %w", err)
	}
	var history []ChannelHistory
	key := map[bool]string{true: "默认重点交办", false: "默认不是重点交办"}
	for _, rec := range recs {
		e, err := office.DecodeChannel(rec.Kind, rec.V, rec.Body)
		if err != nil {
			return ChannelView{}, nil, err
		}
		h := ChannelHistory{When: clockTime(rec.At()), By: r.who(rec.Actor, org.PostID(rec.Post))}
		switch e := e.(type) {
		case office.ChannelMade:
			if e.Channel.Code != code {
				continue
			}
			h.Text = "设立“" + e.Channel.Name + "”，" + key[e.Channel.Key] + "，自" + e.Channel.From + "启用。" + e.Channel.Basis
		case office.ChannelChanged:
			if e.Code != code {
				continue
			}
			h.Text = "改为“" + e.Name + "”，" + key[e.Key] + "。" + e.Reason
		case office.ChannelEnded:
			if e.Code != code {
				continue
			}
			h.Text = "自" + e.Until + "起停用。" + e.Reason
		}
		history = append(history, h)
	}
	slices.Reverse(history)
	return all[i], history, nil
}

// MakeChannel adds a channel and answers its code. Errors: *regulation.Refusal, *Conflict, ErrForbidden, ErrUnknown.
func (s *Service) MakeChannel(ctx context.Context, actor org.Actor, c office.Channel, key string) (string, error) {
	return s.writeChannel(ctx, actor, key, fmt.Sprint("make", c), func(all office.Channels, rules []policy.Channel) (string, any, error) {
		e, err := office.MakeChannel(actor, c, all, rules, s.now())
		return e.Channel.Code, e, err
	})
}

// ChangeChannel renames a channel of the county's or changes its key default, for what comes after.
func (s *Service) ChangeChannel(ctx context.Context, actor org.Actor, code, name string, isKey bool, reason, key string) (string, error) {
	return s.writeChannel(ctx, actor, key, fmt.Sprint("change", code, name, isKey, reason), func(all office.Channels, rules []policy.Channel) (string, any, error) {
		e, err := office.ChangeChannel(actor, code, name, isKey, reason, all, rules, s.now())
		return code, e, err
	})
}

// EndChannel takes a channel of the county's out of use.
func (s *Service) EndChannel(ctx context.Context, actor org.Actor, code, until, reason, key string) (string, error) {
	return s.writeChannel(ctx, actor, key, fmt.Sprint("end", code, until, reason), func(all office.Channels, _ []policy.Channel) (string, any, error) {
		e, err := office.EndChannel(actor, code, until, reason, all, s.now())
		return code, e, err
	})
}

func (s *Service) writeChannel(ctx context.Context, actor org.Actor, key, digest string, decide func(office.Channels, []policy.Channel) (string, any, error)) (string, error) {
	if !actor.System() && !access.May(actor.Post.Kind, access.Heading) {
		return "", ErrForbidden
	}
	command := &store.CommandKey{Actor: string(actor.Account), Route: "channel", Key: key, Digest: s.vault.Digest(digest)}
	if id, ok := s.answered(ctx, actor, command); ok {
		return id, nil
	}
	for try := 0; ; try++ {
		p, err := s.Policy(ctx)
		if err != nil {
			return "", err
		}
		s.mu.Lock()
		all, at := s.channels, s.channelsAt
		s.mu.Unlock()
		code, e, err := decide(all, p.Channels)
		if err != nil {
			return "", err
		}
		kind, body, err := office.EncodeChannel(e)
		if err != nil {
			return "", err
		}
		w := store.Append{At: s.now(), Writes: []store.StreamWrite{{Stream: channelStream, Expect: at, Events: []store.NewEvent{{Kind: kind, V: office.Version, Body: body}}}}}
		id, err := s.finishOwn(ctx, actor, w, command, code)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return id, err
	}
}
