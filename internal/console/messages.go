package console

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (c *Console) messageRoutes() []web.Route {
	get := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(perm), Handler: h}
	}
	post := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(perm), Handler: h}
	}
	feed := get("/messages/feed", access.Reading, c.messageFeed)
	feed.Live = true
	return []web.Route{get("/messages", access.Reading, c.messages), feed, post("/messages/open", access.Reading, c.openMessage), post("/messages/read", access.Reading, c.readMessages),
		get("/messages/catalogue", access.Heading, c.catalogue), get("/messages/outbox", access.Heading, c.outbox), post("/messages/outbox/resend", access.Heading, c.resend)}
}

type messagesProps struct {
	page   desk.MessagePage
	unread bool
	key    string
	first  int64 // the newest position shown: what comes later stays unread
	head   bool  // the office's head sees the queue and the catalogue
}

func (c *Console) messages(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	unread := f.Bool("unread", "未读")
	after := f.Text("after", "页", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	page, err := s.reader.Messages(r.Context(), unread, after)
	if err != nil {
		return web.Page{}, err
	}
	p := messagesProps{page: page, unread: unread, key: web.NewKey(), head: s.actor.Is(org.OfficeHead)}
	if len(page.Rows) > 0 {
		p.first = page.Rows[0].Pos
	}
	return web.Show("消息", messagesView(p)).In("messages"), nil
}

// messagesLink is a page of the messages.
func messagesLink(unread bool, after string) string {
	q := ""
	if unread {
		q = "unread=1"
	}
	if after != "" {
		if q != "" {
			q += "&"
		}
		q += "after=" + after
	}
	if q == "" {
		return "/messages"
	}
	return "/messages?" + q
}

func (c *Console) openMessage(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	at := f.Text("at", "消息")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	var pos, n int64
	if _, err := fmt.Sscanf(at, "%d-%d", &pos, &n); err != nil {
		return web.Page{}, web.NotFound()
	}
	to, err := c.desk.ReadMessage(r.Context(), who(r).reader, pos, n)
	if err != nil {
		return web.Page{}, err
	}
	return web.Redirect(to), nil
}

func (c *Console) readMessages(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	upTo, err := strconv.ParseInt(f.Text("up_to", "位置"), 10, 64)
	f.Key()
	if done := f.Done(); done != nil {
		return web.Page{}, done
	}
	if err != nil {
		return web.Page{}, web.Malformed(err)
	}
	if err := c.desk.ReadAllMessages(r.Context(), who(r).reader, upTo); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已全部标为已读。")
	return web.Redirect("/messages"), nil
}

// listening gives a feed its session without holding the answer back; a feed changes nothing in it.
func (c *Console) listening(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := ""
		if k, err := r.Cookie(c.sessions.Cookie.Name); err == nil {
			token = k.Value
		}
		ctx, err := c.sessions.Load(r.Context(), token)
		if err != nil {
			http.Error(w, "暂时不能读取登录状态，请稍后再试。", http.StatusServiceUnavailable)
			return
		}
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// still reports whether the session that a feed began with is still logged in as the same person in the same post.
func (c *Console) still(ctx context.Context, r *http.Request, s session) bool {
	k, err := r.Cookie(c.sessions.Cookie.Name)
	if err != nil {
		return false
	}
	now, err := c.sessions.Load(context.WithoutCancel(ctx), k.Value)
	if err != nil || c.sessions.GetString(now, "account") != string(s.actor.Account) {
		return false
	}
	actor, _, err := c.desk.ActorOf(ctx, s.actor.Account, org.PostID(c.sessions.GetString(now, "post")))
	return err == nil && actor.Post.ID == s.actor.Post.ID && access.May(actor.Post.Kind, access.Reading)
}

// lookEvery is how often a feed looks for what is new: other processes write to the same archive.
const lookEvery = time.Second

// messageFeed tells the bell how many messages are unread, whenever the number changes.
func (c *Console) messageFeed(r *http.Request) (web.Page, error) {
	s := who(r)
	return web.Live(func(ctx context.Context, send func(web.Event) error) error {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		last := -1
		for {
			n, err := s.reader.Unread(ctx)
			if err != nil {
				return err
			}
			if n != last {
				if !c.still(ctx, r, s) {
					return nil
				}
				if err := send(web.Event{Name: "unread", Body: plainWords(parts.UnreadWords(n))}); err != nil {
					return err
				}
				last = n
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-c.desk.Hung():
				return nil
			case <-tick.C:
			}
		}
	}), nil
}

func (c *Console) catalogue(*http.Request) (web.Page, error) {
	return web.Show("消息目录", catalogueView(order.Wordings())).In("messages"), nil
}

type outboxProps struct {
	page desk.OutboxPage
	key  string
}

func (c *Console) outbox(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	after := f.Text("after", "页", web.Optional())
	dead := f.Bool("dead", "没有发出")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	page, err := who(r).reader.Outbox(r.Context(), dead, after, c.profile.Public)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("待发短信", outboxView(outboxProps{page, web.NewKey()})).In("messages"), nil
}

// resend queues a message that did not go anew.
func (c *Console) resend(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id := f.Text("id", "消息", web.AtMost(400))
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := c.desk.Resend(r.Context(), who(r).reader, id); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已重新排队，马上再发。")
	return web.Redirect("/messages/outbox?dead=1"), nil
}
