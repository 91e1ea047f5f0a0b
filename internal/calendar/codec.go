package calendar

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

// announced is version 1 in the stored form: the notices of 2021 to 2026, from the holiday-cn data set (MIT, see holiday-cn.LICENSE).
//
//go:embed announced.json
var announced []byte

type stored struct {
	Version int          `json:"version"`
	Years   []Year       `json:"years"`
	Special []SpecialDay `json:"special"`
}

// Embedded is version 1: the announced years 2021 to 2026 and no special day. Each call reads it anew; keep what it answers. The table is part
// of the program, so a fault in it is a fault of the build.
func Embedded() *Calendar {
	c, err := Parse(announced)
	if err != nil {
		panic("calendar: embedded table: " + err.Error())
	}
	return c
}

// MarshalJSON writes the whole version, always the same bytes for the same calendar.
func (c *Calendar) MarshalJSON() ([]byte, error) {
	s := stored{Version: c.Version, Years: []Year{}, Special: c.Specials()}
	for _, y := range c.Years() {
		s.Years = append(s.Years, c.years[y])
	}
	return json.Marshal(s)
}

// Parse reads what MarshalJSON wrote. It refuses whatever WithYear and WithSpecial would refuse, unknown fields and doubles.
func Parse(b []byte) (*Calendar, error) {
	var s stored
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return nil, fmt.Errorf("parse calendar: %w", err)
	}
	if len(bytes.TrimSpace(b[dec.InputOffset():])) > 0 {
		return nil, fmt.Errorf("parse calendar version %d: text after its end", s.Version)
	}
	if s.Version < 1 {
		return nil, fmt.Errorf("parse calendar: version %d is below 1", s.Version)
	}
	years, special := map[int]Year{}, map[Date]SpecialDay{}
	for _, y := range s.Years {
		if err := y.check(); err != nil {
			return nil, fmt.Errorf("parse calendar version %d, year %d: %w", s.Version, y.Year, err)
		}
		if _, ok := years[y.Year]; ok {
			return nil, fmt.Errorf("parse calendar version %d: year %d twice", s.Version, y.Year)
		}
		years[y.Year] = y
	}
	for _, d := range s.Special {
		if err := d.check(); err != nil {
			return nil, fmt.Errorf("parse calendar version %d, special day %s: %w", s.Version, d.Date, err)
		}
		if _, ok := special[d.Date]; ok {
			return nil, fmt.Errorf("parse calendar version %d: special day %s twice", s.Version, d.Date)
		}
		special[d.Date] = d
	}
	return build(s.Version, years, special), nil
}

// UnmarshalJSON reads a stored version into c, which must be fresh: it serves fields of events. Elsewhere use [Parse].
func (c *Calendar) UnmarshalJSON(b []byte) error {
	x, err := Parse(b)
	if err != nil {
		return err
	}
	*c = *x
	return nil
}
