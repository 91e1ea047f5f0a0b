package order

import (
	"errors"
	"testing"
	"time"

	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// What stands in the log in clear must name nobody: title, place and time of the event are looked at, the words themselves are sealed.
func TestWhatStandsInClearNamesNobody(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	good := Request[Private]{Channel: "D1", TakenAt: now, Type: Complaint, Category: "0204", Urgency: Routine, Secrecy: Ordinary, Title: "下水道堵塞", Place: "北城社区",
		Occurred: "昨天晚上", Name: Private{Text: "王秀兰"}, Words: Private{Text: "我叫王秀兰，电话13800001234，下水道堵了。"}}
	if _, err := Decide(State{}, Register{ID: "o", NewMatter: "m", Request: good}, p, now); err != nil {
		t.Fatalf("a clean request is refused: %v", err)
	}
	for field, edit := range map[string]func(*Request[Private]){
		"title":    func(r *Request[Private]) { r.Title = "王秀兰家门口下水道堵塞" },
		"place":    func(r *Request[Private]) { r.Place = "北城社区，电话13800001234" },
		"occurred": func(r *Request[Private]) { r.Occurred = "昨天，来电13800001234" },
	} {
		r := good
		edit(&r)
		_, err := Decide(State{}, Register{ID: "o", NewMatter: "m", Request: r}, p, now)
		var no *regulation.Refusal
		if !errors.As(err, &no) || no.Field != field || no.Article != regulation.Art23_6 {
			t.Errorf("%s: %v", field, err)
		}
	}
}
