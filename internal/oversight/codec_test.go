package oversight

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// fill gives every field of a value something that is not its zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Uint16:
		v.SetUint(2102)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// TestEventsAreReadAsTheyWereWritten holds every kind of event against its first JSON: a log is for ever (UPDATE=1 writes the first of a new kind).
func TestEventsAreReadAsTheyWereWritten(t *testing.T) {
	for _, kind := range Kinds() {
		v := reflect.New(events[kind]).Elem()
		fill(v)
		name, body, err := Encode(v.Interface().(Event))
		if err != nil || name != kind {
			t.Fatalf("%s: %s %v", kind, name, err)
		}
		file := filepath.Join("testdata", "events", kind+".v1.json")
		golden, err := os.ReadFile(file)
		if os.IsNotExist(err) && os.Getenv("UPDATE") != "" {
			if err = os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
				err = os.WriteFile(file, append(body, '\n'), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err != nil || !bytes.Equal(bytes.TrimSpace(golden), body) {
			t.Errorf("%s is written as\n%s\nand was\n%s%v", kind, body, golden, err)
		}
		if back, err := Decode(kind, Version, golden); err != nil || !reflect.DeepEqual(back, v.Interface()) {
			t.Errorf("%s is read as %+v %v", kind, back, err)
		}
	}
	if _, err := Decode("supervision_opened", Version+1, nil); err == nil {
		t.Error("an event of a newer program is read")
	}
}
