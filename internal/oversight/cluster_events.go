package oversight

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/regulation"
)

const clusterClause = regulation.Art21_6

// ClusterEvent is something that has happened to a cluster of an area.
type ClusterEvent interface {
	clusterKind() string
	gather(Area) Area
}

type (
	// Heard is a contact in a cluster: which order, and when.
	Heard struct {
		Order string    `json:"order"`
		At    time.Time `json:"at"`
	}
	// ClusterFormed is 集中反映形成. Order is the one whose supervision it opened.
	ClusterFormed struct {
		At       time.Time `json:"at"`
		Cluster  string    `json:"cluster"`
		Category string    `json:"category"`
		Town     string    `json:"town"`
		Place    string    `json:"place"`
		Order    string    `json:"order"`
		Contacts []Heard   `json:"contacts"`
		Times    int       `json:"times"`
		Persons  int       `json:"persons"`
	}
	// ClusterGrew says that it was spoken of again while it ran. Times and Persons are those with these contacts.
	ClusterGrew struct {
		At       time.Time `json:"at"`
		Cluster  string    `json:"cluster"`
		Contacts []Heard   `json:"contacts"`
		Times    int       `json:"times"`
		Persons  int       `json:"persons"`
	}
)

func (ClusterFormed) clusterKind() string { return "cluster_formed" }
func (ClusterGrew) clusterKind() string   { return "cluster_grew" }

func (e ClusterFormed) gather(a Area) Area {
	a.Clusters = append(slices.Clip(a.Clusters), Cluster{ID: e.Cluster, Category: e.Category, Town: e.Town, Place: e.Place, Order: e.Order, FormedAt: e.At, LastAt: e.At, Contacts: e.Contacts, Persons: e.Persons, First: a.Version, Last: a.Version})
	return a
}

func (e ClusterGrew) gather(a Area) Area {
	a.Clusters = slices.Clone(a.Clusters)
	for i := range a.Clusters {
		if c := &a.Clusters[i]; c.ID == e.Cluster {
			c.LastAt, c.Last, c.Persons, c.Contacts = e.At, a.Version, e.Persons, append(slices.Clip(c.Contacts), e.Contacts...)
		}
	}
	return a
}

// EvolveArea applies what has happened next.
func EvolveArea(a Area, e ClusterEvent) Area {
	a.Version++
	return e.gather(a)
}

// Cluster finds a cluster of the area, nil where there is none.
func (a Area) Cluster(id string) *Cluster {
	i := slices.IndexFunc(a.Clusters, func(c Cluster) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &a.Clusters[i]
}

// ClusterOf is the cluster that an event speaks of.
func ClusterOf(e ClusterEvent) string {
	switch e := e.(type) {
	case ClusterFormed:
		return e.Cluster
	case ClusterGrew:
		return e.Cluster
	}
	return ""
}

// HeardIn are the contacts that an event brings.
func HeardIn(e ClusterEvent) []Heard {
	switch e := e.(type) {
	case ClusterFormed:
		return e.Contacts
	case ClusterGrew:
		return e.Contacts
	}
	return nil
}

var clusterEvents = map[string]reflect.Type{"cluster_formed": reflect.TypeFor[ClusterFormed](), "cluster_grew": reflect.TypeFor[ClusterGrew]()}

// EncodeCluster writes an event's body as the log keeps it.
func EncodeCluster(e ClusterEvent) (kind string, body []byte, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", e.clusterKind(), err)
	}
	return e.clusterKind(), bytes.TrimRight(b.Bytes(), "\n"), nil
}

// DecodeCluster reads an event's body. A kind or version that this program does not know is an *order.UnknownKind.
func DecodeCluster(kind string, v int, body []byte) (ClusterEvent, error) {
	t, ok := clusterEvents[kind]
	if !ok || v != Version {
		return nil, &order.UnknownKind{Kind: kind, V: v}
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface().(ClusterEvent), nil
}
