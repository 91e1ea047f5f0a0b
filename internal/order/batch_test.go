package order

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

func clean() State {
	return State{ID: "o", Status: Submitted, SubmittedAt: time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC), Request: Request[Kept]{Secrecy: Ordinary},
		Reply: &Reply[Kept]{Solved: SolvedYes, Basis: "《城镇排水与污水处理条例》", Public: "三月三日已派人疏通下水道并清理路面，现场排水正常，今后每周巡查一次。"}}
}

func TestABatchTakesOnlyPlainAndCleanReplies(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	p.Review.SamplePercent.Value = 0
	if err := Clean(clean(), p); err != nil {
		t.Errorf("a clean reply: %v", err)
	}
	for code, change := range map[string]func(*State){
		"batch_key":       func(s *State) { s.Key = true },
		"batch_principal": func(s *State) { s.PrincipalOwn = true },
		"batch_secret":    func(s *State) { s.Request.Secrecy = Secret },
		"batch_late":      func(s *State) { s.ReplyLate = true },
		"batch_rejected":  func(s *State) { s.Rejects = 1 },
		"batch_unsolved":  func(s *State) { s.Reply.Solved = SolvedPartly },
		"batch_warning":   func(s *State) { s.Reply.Public += "我们将尽快处理。" },
		"wrong_state":     func(s *State) { s.Status = InProgress },
	} {
		s := clean()
		change(&s)
		var no *regulation.Refusal
		if err := Clean(s, p); !errors.As(err, &no) || no.Code != code && code != "wrong_state" || no.Article == 0 {
			t.Errorf("%s: %v", code, err)
		}
	}
	p.Review.SamplePercent.Value = 100
	if err := Clean(clean(), p); err == nil {
		t.Error("a sampled reply passed in a batch")
	}
}

func TestTheSampleIsATenthAndFixed(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range 5000 {
		s := clean()
		s.ID = fmt.Sprintf("0195a000-0000-7000-8000-%012d", i)
		first := Sampled(s, p)
		if first {
			n++
		}
		if again := Sampled(s, p); again != first {
			t.Fatal("the sample changes")
		}
	}
	if n < 400 || n > 600 {
		t.Errorf("of 5000 replies %d are sampled", n)
	}
}
