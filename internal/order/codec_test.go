package order_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/internal/order"
	"huiyin/internal/regulation"
)

var update = flag.Bool("update", false, "write the first JSON of event kinds that have none; existing files are never touched")

// zeroOf is an event of a kind with nothing in it.
func zeroOf(t *testing.T, kind string) order.Event {
	t.Helper()
	e, err := order.Decode(kind, order.Version, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// filled is an event of a kind with every exported field set; another seed gives other values.
func filled(t *testing.T, kind string, seed int) order.Event {
	t.Helper()
	v := reflect.New(reflect.TypeOf(zeroOf(t, kind))).Elem()
	fill(v, seed)
	return v.Interface().(order.Event)
}

func fill(v reflect.Value, seed int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 1, 30, seed, 0, time.UTC)))
		return
	case regulation.Clause:
		v.Set(reflect.ValueOf(regulation.Art18))
		return
	case order.LimitKind:
		v.SetString(string(order.LimitResult))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("值%d", seed))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(seed))
	case reflect.Uint16:
		v.SetUint(uint64(seed))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), seed)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), seed)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), seed)
			}
		}
	default:
		panic("no value for " + v.Type().String())
	}
}

// TestFirstJSON: the first JSON ever written of each kind decodes for ever and is written again the same. The files are never rewritten: what is in
// a log stays readable.
func TestFirstJSON(t *testing.T) {
	files, err := filepath.Glob("testdata/events/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if kind := strings.TrimSuffix(filepath.Base(f), ".v1.json"); !known(kind) {
			t.Errorf("%s: events of this kind are in logs, and the program no longer reads them", f)
		}
	}
	for _, kind := range order.Kinds() {
		file := filepath.Join("testdata", "events", kind+".v1.json")
		body, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) && *update {
			_, _, body, err = order.Encode(filled(t, kind, 1))
			if err == nil {
				err = os.WriteFile(file, append(body, '\n'), 0o644)
			}
		}
		if err != nil {
			t.Errorf("%s has no first JSON (go test ./internal/order -update writes it): %v", kind, err)
			continue
		}
		body = bytes.TrimSpace(body)
		e, err := order.Decode(kind, 1, body)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		k, v, again, err := order.Encode(e)
		if err != nil || k != kind || v != order.Version || !bytes.Equal(body, again) {
			t.Errorf("%s is written differently today (%v):\n%s\n%s", file, err, body, again)
		}
		// Nothing in the file may be dropped on reading.
		var was, is map[string]any
		if json.Unmarshal(body, &was) != nil || json.Unmarshal(again, &is) != nil || !cmp.Equal(was, is) {
			t.Errorf("%s loses fields: %s", file, cmp.Diff(was, is))
		}
	}
}

func known(kind string) bool {
	_, err := order.Decode(kind, 1, []byte("{}"))
	return err == nil
}

// TestUnknownKind: a newer program's event is told apart from a broken one.
func TestUnknownKind(t *testing.T) {
	var u *order.UnknownKind
	if _, err := order.Decode("teleported", 1, []byte("{}")); !errors.As(err, &u) || u.Kind != "teleported" || !strings.Contains(err.Error(), "teleported") {
		t.Errorf("unknown kind: %v", err)
	}
	if _, err := order.Decode("registered", 2, []byte("{}")); !errors.As(err, &u) || u.V != 2 {
		t.Errorf("unknown version: %v", err)
	}
	if _, err := order.Decode("registered", 1, []byte("{")); err == nil || errors.As(err, &u) && u.Kind == "registered" && u.V == 1 {
		t.Errorf("broken body: %v", err)
	}
}

// TestEvolveSharesNothing: two futures of one state never write into each other's memory. The state has room at the end of its lists.
func TestEvolveSharesNothing(t *testing.T) {
	var base order.State
	for _, kind := range []string{"contacted", "progressed", "visited", "recalled", "round_opened", "attached"} {
		for seed := 1; seed <= 3; seed++ {
			base = order.Evolve(base, filled(t, kind, seed))
		}
	}
	base.MatterID = "值7"
	for _, kind := range order.Kinds() {
		// A state whose lists have spare room, as append leaves them.
		roomy := base
		roomy.Contacts = append(make([]order.ContactNote, 0, 9), base.Contacts...)
		roomy.Visits = append(make([]order.VisitNote, 0, 9), base.Visits...)
		roomy.Files = append(make([]order.Attachment[order.Kept], 0, 99), base.Files...)
		roomy.PastLeads = append(roomy.PastLeads[:0:0], base.PastLeads...)
		roomy.Matter.Rounds = append(make([]order.Round, 0, 9), order.Round{Order: "值7"}, order.Round{Order: "值8"})
		before := asJSON(t, roomy)
		one := order.Evolve(roomy, filled(t, kind, 7))
		saw := asJSON(t, one)
		order.Evolve(roomy, filled(t, kind, 8))
		if asJSON(t, roomy) != before {
			t.Errorf("%s writes into the state it was applied to", kind)
		}
		if asJSON(t, one) != saw {
			t.Errorf("%s: a second future changed the first", kind)
		}
	}
}

func asJSON(t *testing.T, s order.State) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
