package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// ErrUnknown means that a commit was sent and no answer came: it may have happened or not.
var ErrUnknown = errors.New("outcome of the commit is unknown")

// commitError tells a refused commit from a lost one.
func commitError(err error) error {
	switch {
	case err == nil:
		return nil
	case Unknown(err):
		return fmt.Errorf("commit: %w: %w", ErrUnknown, err)
	}
	return fmt.Errorf("commit: %w", err)
}

// Unknown reports whether a failed commit may have happened all the same: only the database's own refusal excludes it, and that not while it is
// being shut down. pgx's word that an error is "safe to retry" is not believed here: a commit whose answer is lost comes back as "conn closed", which
// says so wrongly (its reader peeks, closes, and then finds the connection closed).
func Unknown(err error) bool {
	var pg *pgconn.PgError
	var lite *sqlite.Error
	switch {
	case err == nil, errors.Is(err, pgx.ErrTxCommitRollback), errors.Is(err, sql.ErrTxDone):
		return false
	case errors.As(err, &pg):
		return pg.SeverityUnlocalized == "FATAL" || pg.SeverityUnlocalized == "PANIC"
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_FULL, lib.SQLITE_CONSTRAINT, lib.SQLITE_INTERRUPT, lib.SQLITE_NOMEM, lib.SQLITE_READONLY:
			return false
		}
	}
	return true
}

// Unique reports whether an error is a violated uniqueness.
func Unique(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) &&
		(lite.Code() == lib.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == lib.SQLITE_CONSTRAINT_PRIMARYKEY || lite.Code() == lib.SQLITE_CONSTRAINT_ROWID)
}

// Retryable reports whether the same transaction may simply be run again: nothing was committed, and the cause (a deadlock, a serialisation
// failure, a busy file, a connection lost before the commit) passes.
func Retryable(err error) bool {
	if err == nil || errors.Is(err, ErrUnknown) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "25P03":
			return true
		}
		return len(pg.Code) == 5 && pg.Code[:2] == "08"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xff == lib.SQLITE_BUSY || lite.Code()&0xff == lib.SQLITE_LOCKED
	}
	var op net.Error
	var connect *pgconn.ConnectError
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) ||
		errors.As(err, &op) || errors.As(err, &connect) || pgconn.SafeToRetry(err)
}
