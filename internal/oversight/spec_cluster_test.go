package oversight

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"huiyin/internal/order"
)

// gather looks what a contact does to the clusters of its area, as the desk does in the same append.
func (w *world) gather(before, after order.State) *ClusterFormed {
	w.t.Helper()
	q := after.Request
	g := Gathering{ID: "k" + strconv.Itoa(len(w.area.Clusters)+1), Order: after.ID, Category: q.Category, Town: q.Town, Place: q.Place}
	for _, h := range HeardOf(after)[len(HeardOf(before)):] {
		g.New = append(g.New, Contact{Order: h.Order, Place: q.Place, Person: w.callers[h.Order], At: h.At})
	}
	if len(g.New) == 0 {
		return nil
	}
	for _, s := range w.orders {
		if s.Request.Category != q.Category {
			continue
		}
		for _, h := range HeardOf(s) {
			g.Near = append(g.Near, Contact{Order: h.Order, Place: s.Request.Place, Person: w.callers[h.Order], At: h.At})
		}
	}
	if c := w.area.Running(q.Place, w.p, w.now); c != nil {
		for _, o := range c.Orders() {
			g.Known = g.Known || o == after.ID || w.callers[o] == w.callers[after.ID]
		}
	}
	var formed *ClusterFormed
	for _, e := range Gather(w.area, g, w.p, w.now) {
		kind, body, err := EncodeCluster(e)
		if err != nil {
			w.fatalf("%v", err)
		}
		again, err := DecodeCluster(kind, Version, body)
		if err != nil {
			w.fatalf("%v", err)
		}
		w.area = EvolveArea(w.area, again)
		w.gathered = append(w.gathered, again)
		if f, ok := again.(ClusterFormed); ok {
			formed = &f
		}
	}
	return formed
}

// wantCluster answers lines about clusters; false where a line is about something else.
func (w *world) wantCluster(words []string) bool {
	w.t.Helper()
	kind := map[string]string{"集中反映": "cluster_formed", "集中反映增加": "cluster_grew", "没有集中反映": ""}
	k, ok := kind[words[0]]
	if !ok {
		return false
	}
	if w.err != nil {
		w.fatalf("refused: %v", w.err)
	}
	if k == "" {
		if len(w.gathered) > 0 {
			w.fatalf("came together: %+v", w.gathered)
		}
		return true
	}
	if len(w.gathered) != 1 || w.gathered[0].clusterKind() != k {
		w.fatalf("came together: %+v", w.gathered)
	}
	c := w.area.Cluster(ClusterOf(w.gathered[0]))
	if bad := miss(words[1:], map[string]string{"人次": strconv.Itoa(c.Times()), "人数": strconv.Itoa(c.Persons), "工单": strconv.Itoa(len(c.Orders())), "第几起": strconv.Itoa(len(w.area.Clusters))}); bad != "" {
		w.fatalf("%s", bad)
	}
	return true
}

// TestClusterEventsAreReadAsTheyWereWritten holds the events of clusters against their first JSON (UPDATE=1 writes the first of a new kind).
func TestClusterEventsAreReadAsTheyWereWritten(t *testing.T) {
	for kind, typ := range clusterEvents {
		v := reflect.New(typ).Elem()
		fill(v)
		name, body, err := EncodeCluster(v.Interface().(ClusterEvent))
		if err != nil || name != kind {
			t.Fatalf("%s: %s %v", kind, name, err)
		}
		file := filepath.Join("testdata", "events", kind+".v1.json")
		golden, err := os.ReadFile(file)
		if os.IsNotExist(err) && os.Getenv("UPDATE") != "" {
			if err = os.WriteFile(file, append(body, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err != nil || !bytes.Equal(bytes.TrimSpace(golden), body) {
			t.Errorf("%s is written as\n%s\nand was\n%s%v", kind, body, golden, err)
		}
		if back, err := DecodeCluster(kind, Version, golden); err != nil || !reflect.DeepEqual(back, v.Interface()) {
			t.Errorf("%s is read as %+v %v", kind, back, err)
		}
	}
	if _, err := DecodeCluster("cluster_formed", Version+1, nil); err == nil {
		t.Error("an event of a newer program is read")
	}
}

// TestSamePlace: the house within a quarter does not matter, another quarter of a like name does.
func TestSamePlace(t *testing.T) {
	for _, x := range []struct {
		a, b string
		same bool
	}{{"梦蝶小区", "梦蝶小区", true}, {"梦蝶小区3号楼", "梦蝶小区5号楼2单元", true}, {"梦蝶小区东门", "梦蝶小区", true}, {"漆园街道 梦蝶小区", "梦蝶小区1号楼", true}, {"北城社区", "西城社区", false}, {"庄子大道12号", "庄子大道128号", false},
		{"", "", false}, {"", "梦蝶小区", false}, {"路口", "北关路口东", false}, {"３号楼", "3号楼", true}} {
		if got := SamePlace(x.a, x.b); got != x.same || SamePlace(x.b, x.a) != got {
			t.Errorf("%s and %s: %v", x.a, x.b, got)
		}
	}
}
