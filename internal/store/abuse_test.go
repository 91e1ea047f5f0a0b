package store

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
)

// fillValue gives every field of a value something that is not its zero.
func fillValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fillValue(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillValue(v.Index(0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem())
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Uint16:
		v.SetUint(1300)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// TestAbuseEventsAreReadAsTheyWereWritten holds every event of a record of abuse (Art. 13) against its first JSON, and folds it: a log is for ever (UPDATE=1 writes the first of
// a new kind).
func TestAbuseEventsAreReadAsTheyWereWritten(t *testing.T) {
	all := []any{office.AbuseProposed{}, office.AbuseWarned{}, office.AbuseDecided{}, office.AbuseHanded{}, office.AbuseReceived{}, office.AbuseResulted{}, office.AbuseEnded{}}
	if len(all) != len(abuseKinds) {
		t.Fatalf("%d kinds, %d events", len(abuseKinds), len(all))
	}
	for _, e := range all {
		v := reflect.New(reflect.TypeOf(e)).Elem()
		fillValue(v)
		ev, err := OfficeEvent(v.Interface())
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "events", ev.Kind+".v1.json")
		golden, err := os.ReadFile(file)
		if os.IsNotExist(err) && os.Getenv("UPDATE") != "" {
			if err = os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
				err = os.WriteFile(file, append(ev.Body, '\n'), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err != nil || !bytes.Equal(bytes.TrimSpace(golden), ev.Body) {
			t.Errorf("%s is written as\n%s\nand was\n%s%v", ev.Kind, ev.Body, golden, err)
		}
		var got office.Abuse
		want := office.Abuse{ID: "a", Version: 3}.Evolve(v.Interface())
		want.ID, want.Version = "a", 3
		if got, err = FoldAbuse(got, ledger.Record{StreamID: "a", Version: 3, Kind: ev.Kind, V: 1, Body: golden}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s folds to %+v, want %+v: %v", ev.Kind, got, want, err)
		}
	}
}
