package desk

import (
	"encoding/json"

	"huiyin/internal/order"
)

// dayStreams are the office's streams whose events may hold sealed words: answering days, rosters, leads, abuse, and the records.
var dayStreams = map[string]bool{"answering": true, "roster": true, "lead": true, "abuse": true,
	"quality": true, "training": true, "inspection": true, "shelf": true, "threat": true, "trend": true, "media": true, "petition": true, "alarm": true,
	"casefile": true, "transfer": true, "destruction": true}

// wordsIn finds the references to sealed words in an event's body, wherever in it they stand, for the check of what is sealed.
func wordsIn(body []byte) []order.Kept {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return nil
	}
	var out []order.Kept
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			ref, ok := v["ref"].(string)
			digest, ok2 := v["digest"].(string)
			if ok && ok2 && ref != "" {
				out = append(out, order.Kept{Ref: ref, Digest: digest})
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
	return out
}
