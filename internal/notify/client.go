package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The one outbound client (trust.md B5 #39): it follows no redirect, and what it dials is looked at after the name was resolved, so that no name can lead it into the
// house's own network. Hosts that the configuration names may be private.

const (
	sendTimeout = 10 * time.Second
	mostAnswer  = 64 << 10
)

var errPrivate = errors.New("address is not a public one")

type dialer struct{ allow []string }

// refused are ranges beside those that netip knows: carrier's own, benchmarks, documentation, protocol assignments, and IPv6 that wraps IPv4.
var refused = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("::/96"),
}

// public reports whether an address belongs to the world.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() || a.IsInterfaceLocalMulticast() || a.Zone() != "" {
		return false
	}
	return !slices.ContainsFunc(refused, func(p netip.Prefix) bool { return p.Contains(a) })
}

// dial connects to a host that may be reached.
func (d dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	n := net.Dialer{Timeout: sendTimeout}
	if !slices.ContainsFunc(d.allow, func(a string) bool { return strings.EqualFold(a, host) }) {
		n.Control = func(_, at string, _ syscall.RawConn) error {
			p, err := netip.ParseAddrPort(at)
			if err != nil || !public(p.Addr()) {
				return errPrivate
			}
			return nil
		}
	}
	return n.DialContext(ctx, network, addr)
}

func (d dialer) client() *http.Client {
	return &http.Client{Timeout: sendTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: d.dial, TLSHandshakeTimeout: sendTimeout, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10}}
}

// checkURL refuses what is no address of a gateway.
func checkURL(what, raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return fmt.Errorf("%s的网址“%s”不对，应像 https://…", what, raw)
	}
	return nil
}

// post sends a body and reads the answer. What a server says with 4xx will not change by asking again; 408, 425 and 429 ask for patience.
func post(ctx context.Context, c *http.Client, at, kind string, body []byte, headers map[string]string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
	if err != nil {
		return nil, &Failure{Permanent: true, Say: "网关的网址不对", Cause: errors.New("request cannot be made")}
	}
	r.Header.Set("Content-Type", kind)
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	res, err := c.Do(r)
	if errors.Is(err, errPrivate) {
		return nil, &Failure{Permanent: true, Say: "网关的网址指向内部网络，没有发；确属内网网关的，请写进配置的 allow", Cause: errPrivate}
	}
	if err != nil {
		// The address may hold a key: only what went wrong goes to the log.
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return nil, &Failure{Say: "连不上网关，或者它没有及时回答", Cause: err}
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	switch s := res.StatusCode; {
	case err != nil:
		return nil, &Failure{Say: "网关的回答断了", Cause: err}
	case s >= 200 && s < 300:
		return b, nil
	case s >= 300 && s < 400:
		return nil, &Failure{Permanent: true, Say: "网关要转到别的网址，没有跟去"}
	case s >= 400 && s < 500 && s != http.StatusRequestTimeout && s != http.StatusTooEarly && s != http.StatusTooManyRequests:
		return nil, &Failure{Permanent: true, Say: fmt.Sprintf("网关拒绝了（%d）", s)}
	default:
		return nil, &Failure{Say: fmt.Sprintf("网关现在办不了（%d）", s)}
	}
}
