package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/store"
)

// Handle does one due item: a timer is only a command, and Decide may answer nothing. The item's completion is in the same transaction as its
// effect, so two processes fire each effect once.
func (s *Service) Handle(ctx context.Context, it jobs.Item) error {
	switch it.Kind {
	case "timer":
		if id, ok := strings.CutPrefix(it.Stream, store.WatchTimers("")); ok {
			return s.watchFired(ctx, id, it)
		}
		_, err := s.Do(ctx, Ask{Order: it.Stream, Route: "timer", Commands: []order.Command{order.TimerFired{Kind: order.LimitKind(it.Payload)}},
			finish: &store.Lease{ID: it.ID, Token: it.Token}})
		if errors.Is(err, store.ErrLeaseLost) {
			return nil // another process, or a newer state, has taken care of it
		}
		return err
	case "share":
		return s.share(ctx, it)
	case "remind":
		return s.remind(ctx, it)
	case "digest":
		return s.digest(ctx, it)
	case "attendance":
		return s.lookAtAttendance(ctx, it)
	case "directive":
		return s.nudge(ctx, it)
	case "phones":
		return s.remindOfPhones(ctx, it)
	case "trial":
		return s.goOnTrial(ctx, it)
	case "calendar":
		return s.moveLimits(ctx, it)
	case "monday":
		return s.lookAtWeek(ctx, it)
	case "bulletin":
		return s.makeWeekly(ctx, it)
	case "succession":
		return s.carryOn(ctx, it)
	case "held":
		return s.fireHeld(ctx, it)
	case "casefile":
		return s.makeCaseFile(ctx, it)
	case "package":
		return s.pack(ctx, it)
	case "package_drop":
		return s.dropPackage(ctx, it)
	case "destroy":
		return s.destroy(ctx, it)
	case "hook":
		return s.tellHooks(ctx, it)
	case "export":
		return s.makeExport(ctx, it)
	case "export_drop":
		return s.dropExport(ctx, it)
	case "folder_sheet", "folder_scan":
		return s.sweepPaper(ctx, it)
	}
	return fmt.Errorf("handle %s: unknown kind %q", it.ID, it.Kind)
}
