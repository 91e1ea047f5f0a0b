package ops

import (
	"context"
	"fmt"
	"io"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/server"
)

// token makes, lists and ends tokens of the JSON interface.
func token(ctx context.Context, e Env, f *flags, args []string) error {
	post := f.String("post", "", "令牌代表账号的哪个岗位，例如 hotline/dispatcher")
	label := f.String("label", "", "用途，例如 与市平台对接")
	readOnly := f.Bool("read-only", false, "只能查询，不能办理")
	days := f.Int("days", 90, "有效期（天），最长一年")
	if len(args) == 0 {
		return fmt.Errorf("用法：huiyin token add|list|revoke")
	}
	what := args[0]
	if err := f.parse(args[1:]); err != nil {
		return err
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	err = func() error {
		switch what {
		case "add":
			secret, t, err := s.Desk.NewToken(ctx, org.Actor{}, f.Arg(0), org.PostID(*post), *label, *readOnly, *days)
			if err != nil {
				return err
			}
			fmt.Fprintf(e.Out, "%s\n", secret)
			fmt.Fprintf(e.Err, "令牌只显示这一次，库里只存它的摘要，请立即存好。编号 %s，到 %s 止。\n", t.ID, dayOf(t.Expires))
			return nil
		case "list":
			return listTokens(ctx, e.Out, s)
		case "revoke":
			if err := s.Desk.RevokeToken(ctx, org.Actor{}, f.Arg(0)); err != nil {
				return err
			}
			fmt.Fprintf(e.Out, "令牌 %s 已作废，从下一次请求起失效。\n", f.Arg(0))
			return nil
		}
		return fmt.Errorf("没有“token %s”，请写明 add、list 或 revoke", what)
	}()
	return closing(ctx, s, err)
}

func dayOf(t time.Time) string { return calendar.DateOf(t).String() }

func listTokens(ctx context.Context, w io.Writer, s *server.Server) error {
	all, err := s.Desk.Tokens(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		fmt.Fprintf(w, "%s  %-14s %-24s %s  %s  %s\n", t.ID, t.Login, t.Post, tokenStanding(t, s.Desk.Now()), tokenUse(t), t.Label)
	}
	return nil
}

func tokenStanding(t desk.Token, now time.Time) string {
	may := "可办理"
	if t.ReadOnly {
		may = "只查询"
	}
	switch {
	case !t.Revoked.IsZero():
		return may + "，" + dayOf(t.Revoked) + "作废"
	case !now.Before(t.Expires):
		return may + "，已过期"
	}
	return may + "，到" + dayOf(t.Expires)
}

func tokenUse(t desk.Token) string {
	if t.LastUse.IsZero() {
		return "没有用过"
	}
	return "最近使用" + t.LastUse.In(calendar.Beijing).Format("2006-01-02 15:04")
}
