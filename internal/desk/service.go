package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"huiyin/internal/blob"
	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/notify"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/vault"
)

// Options are what a Service needs; all but Undo and Duties are required.
type Options struct {
	Store *store.Store
	Vault *vault.Vault
	Blobs blob.Store
	Clock func() time.Time // the one clock
	Undo  time.Duration    // how long Submit holds a dispatch, an urge or a closing; 0 = not at all

	NewID func() string // names what is new; nil = names that nobody can guess. A simulation gives its own, so that it can be run again

	Duties []office.Duty // the dispatch directory that the county began with; may be empty

	Gateways *notify.Gateways // how messages go out; nil = they wait
	Scanner  *blob.Scanner    // looks at files that are no pictures; nil = nobody does

	Erasures *vault.Erasures // what was destroyed, kept outside the archive; nil = nowhere, and a restored copy of before brings it back
}

// Service is the desk. It is safe for many goroutines.
type Service struct {
	store  *store.Store
	vault  *vault.Vault
	blobs  blob.Store
	now    func() time.Time
	undo   time.Duration
	nameIt func() string
	duties []office.Duty
	erased *vault.Erasures
	thumbs thumbs
	turns  turns

	gateways  *notify.Gateways
	scanner   *blob.Scanner
	robotTold robotBudget

	kept keptOrders

	mu          sync.Mutex
	policies    map[int]policy.Policy
	calendars   map[int]*calendar.Calendar
	calAt       int64 // version of the calendar stream in calendars
	days        office.Workdays
	law         office.Law
	lawAt       int64 // version of the rules' stream in law
	channels    office.Channels
	channelsAt  int64
	referrals   office.Referrals
	referralsAt int64
	house       org.House
	dirAt       int64                     // version of the organisation's stream in house
	dirs        map[org.Day]org.Directory // of that version, by day
	seen        map[seenKey]bool          // units whose first log-in of a day is noted
	knocks      map[string]time.Time      // denied looks of the last hour, by who and what
	kb          []store.ArticleRow        // the knowledge base as last read
	kbMark      string
	tutor       *tutor
	overviews   map[OverviewSpan]overviewAt // the county at a glance, as last summed
	rings       rings
	hung        chan struct{} // closed when the program stops: feeds end
	hangUp      sync.Once
}

// The county's own streams beside orders and matters.
var (
	calendarStream = store.Stream{Type: "calendar", ID: "county"}
	orgStream      = store.OrgStream
	accessStream   = store.Stream{Type: "access", ID: "county"}
)

// New makes the desk. The first policy and calendar are the embedded ones; later versions are read from the log.
func New(o Options) (*Service, error) {
	p, err := policy.Embedded()
	if err != nil {
		return nil, fmt.Errorf("load policy: %w", err)
	}
	return &Service{store: o.Store, vault: o.Vault, blobs: o.Blobs, now: o.Clock, undo: o.Undo, nameIt: o.NewID, duties: o.Duties, erased: o.Erasures, gateways: o.Gateways, scanner: o.Scanner, hung: make(chan struct{}),
		policies:  map[int]policy.Policy{p.Version: p},
		calendars: map[int]*calendar.Calendar{p.Calendar.Version: p.Calendar}}, nil
}

// Now is the desk's clock.
func (s *Service) Now() time.Time { return s.now() }

func (s *Service) newID() string {
	if s.nameIt != nil {
		return s.nameIt()
	}
	id, err := uuid.NewV7()
	if err != nil {
		return uuid.NewString()
	}
	return id.String()
}

// since loads a small stream when it has grown beyond what is known.
func (s *Service) since(ctx context.Context, st store.Stream, known *int64) ([]ledger.Record, error) {
	v, err := s.store.Version(ctx, st)
	if err != nil {
		return nil, fmt.Errorf("read version of %s: %w", st.Type, err)
	}
	s.mu.Lock()
	have := *known
	s.mu.Unlock()
	if v <= have {
		return nil, nil
	}
	recs, err := s.store.Load(ctx, st)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", st.Type, err)
	}
	return recs, nil
}

// append fills in the envelope and writes.
func (s *Service) append(ctx context.Context, who org.Actor, a store.Append) (store.Result, error) {
	if a.At.IsZero() {
		a.At = s.now()
	}
	d := calendar.DateOf(a.At)
	a.LocalDate, a.Week = d.String(), calendar.WeekKey(d)
	a.Actor, a.Post = string(who.Account), string(who.Post.ID)
	return s.store.Append(ctx, a)
}

// loaded is an order as the log has it.
type loaded struct {
	state         order.State
	records       []ledger.Record // of the order's stream
	events        []order.Event
	version       int64
	matterID      string // whose version that is; empty where the row is behind the log
	matterVersion int64
	unknown       bool // the log holds events of a newer program: may be shown, not written to
}

func (s *Service) loadMatter(ctx context.Context, id string) (order.Matter, int64, error) {
	recs, err := s.store.Load(ctx, store.Stream{Type: "matter", ID: id})
	if err != nil {
		return order.Matter{}, 0, fmt.Errorf("load matter %s: %w", id, err)
	}
	m, err := foldMatter(id, recs)
	return m, int64(len(recs)), err
}

func foldMatter(id string, recs []ledger.Record) (order.Matter, error) {
	var m order.Matter
	for _, r := range recs {
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return m, fmt.Errorf("load matter %s: %w", id, err)
		}
		m = order.EvolveMatter(m, e)
	}
	return m, nil
}
