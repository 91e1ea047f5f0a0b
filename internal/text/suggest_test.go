package text

import (
	"bufio"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// shared answers a file of the data that is not part of the project.
func shared(parts ...string) string {
	root := os.Getenv("HUIYIN_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	return filepath.Join(append([]string{root}, parts...)...)
}

func TestSuggesterLearnsForgetsAndBreaksTies(t *testing.T) {
	var m Suggester
	if got := m.Suggest("路灯", 3); got != nil {
		t.Errorf("knows nothing, suggests %v", got)
	}
	history := []Labelled{{"市政", "路灯不亮"}, {"市政", "路面破损"}, {"教育", "学校收费"}, {"", "没有分类"}, {"教育", "，。"}}
	m.Learn(history...)
	got := m.Suggest("小学学校乱收费", 5)
	if len(got) != 2 || got[0].Category != "教育" || got[0].Percent <= got[1].Percent {
		t.Errorf("got %v", got)
	}
	if !reflect.DeepEqual(got, SuggestCategories(history, "小学学校乱收费", 5)) {
		t.Error("SuggestCategories differs")
	}
	m.Learn(Labelled{"环保", "焚烧秸秆"})
	m.Forget(Labelled{"环保", "焚烧秸秆"})
	if again := m.Suggest("小学学校乱收费", 5); !reflect.DeepEqual(got, again) {
		t.Errorf("after forgetting %v, before %v", again, got)
	}
	if got := m.Suggest("天气", 3); got != nil {
		t.Errorf("unknown words suggest %v", got)
	}
}

// Every fifth text is held out; the four fifths teach.
func TestSuggesterOnRealMessages(t *testing.T) {
	f, err := os.Open(shared("data", "messages", "labelled.tsv"))
	if err != nil {
		t.Skip("skipped: labelled messages absent (shared/data/messages/labelled.tsv)")
	}
	defer f.Close()
	var m Suggester
	var asked []Labelled
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 0; lines.Scan(); n++ {
		category, words, ok := strings.Cut(lines.Text(), "\t")
		if n == 0 || !ok {
			continue
		}
		if n%5 == 0 {
			asked = append(asked, Labelled{category, words})
		} else {
			m.Learn(Labelled{category, words})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	first, third, sure, sureRight := 0, 0, 0, 0
	for _, l := range asked {
		for i, s := range m.Suggest(l.Text, 3) {
			if i == 0 && s.Percent >= 80 {
				sure++
				if s.Category == l.Category {
					sureRight++
				}
			}
			if s.Category == l.Category {
				third++
				if i == 0 {
					first++
				}
			}
		}
	}
	t.Logf("of %d: first right %d%%, among three %d%%; said ≥80%% for %d, right in %d", len(asked), 100*first/len(asked), 100*third/len(asked), sure, sureRight)
	if 100*first/len(asked) < 80 || 100*third/len(asked) < 95 {
		t.Errorf("first right %d, among three %d of %d", first, third, len(asked))
	}
}
