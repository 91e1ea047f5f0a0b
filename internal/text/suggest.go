package text

import (
	"cmp"
	"math"
	"slices"
)

// Labelled is a text that a person has put into a category: what the county's own history teaches.
type Labelled struct {
	Category string
	Text     string
}

// Suggestion is a category proposed, with the model's belief in percent. It is advice: a person chooses (个人信息保护法 24).
type Suggestion struct {
	Category string
	Percent  int
}

// Suggester proposes categories by naive Bayes over bigrams and words. Its zero value has learnt nothing and suggests nothing. It keeps counts, no texts, and
// is not safe for use by several goroutines while it learns.
type Suggester struct {
	classes map[string]*class
	spread  map[string]int // token → number of texts that hold it
	texts   int
}

type class struct {
	texts  int
	tokens map[string]int
	total  int
}

// Learn takes in more history; texts without a category or words are passed over. Learning in parts or at once is the same.
func (m *Suggester) Learn(more ...Labelled) {
	if m.classes == nil {
		m.classes, m.spread = map[string]*class{}, map[string]int{}
	}
	for _, l := range more {
		tokens := Bigrams(plain(l.Text))
		if l.Category == "" || len(tokens) == 0 {
			continue
		}
		c := m.classes[l.Category]
		if c == nil {
			c = &class{tokens: map[string]int{}}
			m.classes[l.Category] = c
		}
		c.texts++
		m.texts++
		c.total += len(tokens)
		for _, t := range tokens {
			c.tokens[t]++
			m.spread[t]++
		}
	}
}

// Forget takes back texts that were learnt, for a category that a person corrected later.
func (m *Suggester) Forget(past ...Labelled) {
	for _, l := range past {
		c := m.classes[l.Category]
		tokens := Bigrams(plain(l.Text))
		if c == nil || len(tokens) == 0 {
			continue
		}
		for _, t := range tokens {
			if c.tokens[t] == 0 {
				continue
			}
			c.total--
			if c.tokens[t]--; c.tokens[t] == 0 {
				delete(c.tokens, t)
			}
			if m.spread[t]--; m.spread[t] == 0 {
				delete(m.spread, t)
			}
		}
		m.texts--
		if c.texts--; c.texts <= 0 {
			delete(m.classes, l.Category)
		}
	}
}

// Suggest answers at most n categories for s, the likeliest first, equal ones by name. Nothing known about s: nothing suggested.
func (m *Suggester) Suggest(s string, n int) []Suggestion {
	tokens := Bigrams(plain(s))
	known := 0
	for _, t := range tokens {
		if m.spread[t] > 0 {
			known++
		}
	}
	if known == 0 || n <= 0 {
		return nil
	}
	type belief struct {
		category string
		log      float64
	}
	var all []belief
	vocabulary := float64(len(m.spread))
	for name, c := range m.classes {
		log := math.Log(float64(c.texts) / float64(m.texts))
		for _, t := range tokens {
			in := m.spread[t]
			if in == 0 {
				continue
			}
			// A pair that stands in every text says little: weigh it by how rare it is.
			weight := math.Log(1 + float64(m.texts)/float64(in))
			log += weight / 3 * math.Log((float64(c.tokens[t])+0.1)/(float64(c.total)+0.1*vocabulary))
		}
		all = append(all, belief{name, log})
	}
	slices.SortFunc(all, func(a, b belief) int {
		return cmp.Or(cmp.Compare(b.log, a.log), cmp.Compare(a.category, b.category))
	})
	// Neighbouring bigrams repeat each other, so raw beliefs are far too sure; dividing by the root of their number tempers them.
	temper := math.Sqrt(float64(known))
	sum := 0.0
	for _, b := range all {
		sum += math.Exp((b.log - all[0].log) / temper)
	}
	var out []Suggestion
	for _, b := range all[:min(n, len(all))] {
		out = append(out, Suggestion{b.category, int(math.Round(100 * math.Exp((b.log-all[0].log)/temper) / sum))})
	}
	return out
}

// SuggestCategories learns from train and answers at most n categories for s; for one question. Keep a [Suggester] for many.
func SuggestCategories(train []Labelled, s string, n int) []Suggestion {
	var m Suggester
	m.Learn(train...)
	return m.Suggest(s, n)
}
