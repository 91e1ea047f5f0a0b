package web

import "net/http"

// Policy is the content policy of every page: our own files only, nothing inline, in nobody's frame.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; font-src 'none'; object-src 'none'; manifest-src 'self'"

// filePolicy is for what people have uploaded: it can do nothing at all, even where a browser shows it.
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// SetHeaders puts the strict headers on a response. A handler may replace Cache-Control and, for a file, the policy.
//
// Referrer-Policy: no-referrer makes a browser send "Origin: null" with its own forms. Over TLS and on the machine itself
// Sec-Fetch-Site tells them apart; over plain HTTP in a local network browsers send no Sec-Fetch-Site, so that CrossOriginProtection would
// refuse every form. There same-origin is used: nothing leaves the site either way.
func SetHeaders(h http.Header, tls, fetchMetadata bool) {
	h.Set("Content-Security-Policy", Policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")
	h.Set("Cache-Control", "no-store")
	if tls || fetchMetadata {
		h.Set("Referrer-Policy", "no-referrer")
	} else {
		h.Set("Referrer-Policy", "same-origin")
	}
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}
