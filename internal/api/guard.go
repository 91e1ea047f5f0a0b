package api

import (
	"context"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// caller is who asks: the account and post of the token, with the reader that shows identities masked only.
type caller struct {
	actor   org.Actor
	account desk.Account
	token   desk.Token
	reader  *desk.Reader
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// guard stands before an operation: token, rate, permission, content type, in this order. The token is never written anywhere.
func (a *API) guard(op operation, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := a.identify(r)
		if err == nil {
			err = a.admit(op, c, r)
		}
		if err != nil {
			p := asProblem(err, false)
			if p.Status >= 500 {
				a.o.Log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelError, "refused", slog.String("request", web.RequestID(r.Context())), slog.String("error", err.Error()))
			}
			writeProblem(w, r, p)
			return
		}
		w.Header().Set("Content-Security-Policy", noPage)
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// identify finds who the token stands for.
func (a *API) identify(r *http.Request) (caller, error) {
	all := r.Header.Values("Authorization")
	if len(all) != 1 {
		return caller{}, errNoToken
	}
	scheme, secret, ok := strings.Cut(all[0], " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return caller{}, errNoToken
	}
	actor, account, token, err := a.desk.ActorByToken(r.Context(), strings.TrimSpace(secret))
	if err == desk.ErrForbidden {
		return caller{}, errNoToken
	}
	if err != nil {
		return caller{}, err
	}
	reader, err := a.desk.Reader(r.Context(), actor)
	if err != nil {
		return caller{}, err
	}
	return caller{actor, account, token, reader.Guarded()}, nil
}

// admit says whether this token may do this now.
func (a *API) admit(op operation, c caller, r *http.Request) error {
	if wait := a.rate.Take(c.token.ID, a.desk.Now()); wait > 0 {
		p := problem(http.StatusTooManyRequests, "rate", "请求太密", "这个令牌的请求超过了每分钟的上限，请按 Retry-After 稍后再试。")
		p.retry = wait
		return p
	}
	if !access.May(c.actor.Post.Kind, op.permission) {
		return web.Forbidden("")
	}
	if c.token.ReadOnly && op.writes {
		return errReadOnly
	}
	if op.body {
		kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || kind != "application/json" || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
			return errMedia
		}
	}
	return nil
}

// DefaultRate is how many requests a token may make in a minute.
const DefaultRate = 600
