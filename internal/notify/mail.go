package notify

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strings"
	"time"
)

// Mail is a server that takes e-mail. Without TLS nothing is sent, unless the file says that the server stands in the own network.
type Mail struct {
	Server       string `toml:"server"` // smtp.example.gov.cn:587
	From         string `toml:"from"`
	User         string `toml:"user"`
	PasswordFile string `toml:"password_file"`
	Password     string `toml:"-"`
	Plain        bool   `toml:"plain"` // without TLS
}

func (m *Mail) check() error {
	var faults []error
	if _, _, err := net.SplitHostPort(m.Server); err != nil {
		faults = append(faults, fmt.Errorf("邮件服务器“%s”应写成 名称:端口", m.Server))
	}
	if _, err := mail.ParseAddress(m.From); err != nil {
		faults = append(faults, fmt.Errorf("发件地址“%s”不对", m.From))
	}
	return errors.Join(faults...)
}

func (m *Mail) send(ctx context.Context, d dialer, msg Message) (err error) {
	to, bad := mail.ParseAddress(msg.To)
	if bad != nil {
		return &Failure{Permanent: true, Say: "收件地址不对"}
	}
	from, bad := mail.ParseAddress(m.From)
	if bad != nil {
		return &Failure{Permanent: true, Say: "发件地址不对"}
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	conn, err := d.dial(ctx, "tcp", m.Server)
	if err != nil {
		return &Failure{Permanent: errors.Is(err, errPrivate), Say: "连不上邮件服务器", Cause: err}
	}
	defer func() {
		_ = conn.Close()
		var say *textproto.Error
		var f *Failure
		if err != nil && !errors.As(err, &f) {
			f = &Failure{Say: "邮件服务器没有收下", Cause: err}
			if errors.As(err, &say) {
				f.Permanent, f.Say, f.Cause = say.Code >= 500, fmt.Sprintf("邮件服务器没有收下（%d）", say.Code), nil
			}
			err = f
		}
	}()
	if t, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(t); err != nil {
			return err
		}
	}
	host, _, _ := net.SplitHostPort(m.Server)
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	if ok, _ := c.Extension("STARTTLS"); ok {
		if err := c.StartTLS(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}); err != nil {
			return err
		}
	} else if !m.Plain {
		return &Failure{Permanent: true, Say: "邮件服务器不支持加密，没有发"}
	}
	if m.User != "" {
		if err := c.Auth(smtp.PlainAuth("", m.User, m.Password, host)); err != nil {
			return err
		}
	}
	if err := c.Mail(from.Address); err != nil {
		return err
	}
	if err := c.Rcpt(to.Address); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	at := strings.SplitN(from.Address, "@", 2)
	fmt.Fprintf(w, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n",
		from, to, mime.BEncoding.Encode("utf-8", msg.Title), msg.At.UTC().Format(time.RFC1123Z), msg.ID, at[len(at)-1], base64.StdEncoding.EncodeToString([]byte(msg.Text)))
	if err := w.Close(); err != nil {
		return err
	}
	_ = c.Quit() // taken is taken, whatever it says at the door
	return nil
}
