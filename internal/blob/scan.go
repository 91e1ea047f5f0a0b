package blob

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Scanner asks a malware scanner that stands outside the program, over its socket, by the INSTREAM words that clamd speaks. It keeps nothing.
type Scanner struct {
	network, address string
}

// NewScanner reads where the scanner listens: a path of a socket, or host:port.
func NewScanner(at string) (*Scanner, error) {
	if strings.HasPrefix(at, "/") {
		return &Scanner{"unix", at}, nil
	}
	if _, _, err := net.SplitHostPort(at); err != nil {
		return nil, fmt.Errorf("查毒程序的地址“%s”不对：写套接字的路径，或者 主机:端口", at)
	}
	return &Scanner{"tcp", at}, nil
}

// ErrInfected says that the scanner knows the bytes for malware.
var ErrInfected = errors.New("malware")

const (
	scanTime  = 20 * time.Second
	scanChunk = 64 << 10
)

// Scan answers nil for clean bytes and ErrInfected for malware. Any other error says nothing of them: the scanner was down, slow, or unwilling.
func (s *Scanner) Scan(ctx context.Context, b []byte) error {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	var d net.Dialer
	c, err := d.DialContext(ctx, s.network, s.address)
	if err != nil {
		return fmt.Errorf("reach scanner: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	defer c.Close()
	if _, err := io.WriteString(c, "zINSTREAM\x00"); err != nil {
		return fmt.Errorf("speak to scanner: %w", err)
	}
	for len(b) > 0 {
		part := b[:min(len(b), scanChunk)]
		b = b[len(part):]
		if err := binary.Write(c, binary.BigEndian, uint32(len(part))); err != nil {
			return fmt.Errorf("speak to scanner: %w", err)
		}
		if _, err := c.Write(part); err != nil {
			return fmt.Errorf("speak to scanner: %w", err)
		}
	}
	if err := binary.Write(c, binary.BigEndian, uint32(0)); err != nil {
		return fmt.Errorf("speak to scanner: %w", err)
	}
	said, err := io.ReadAll(io.LimitReader(c, 4096))
	if len(said) == 0 && err != nil {
		return fmt.Errorf("hear scanner: %w", err)
	}
	switch word := strings.TrimRight(string(bytes.TrimRight(said, "\x00\n")), " "); {
	case strings.HasSuffix(word, " FOUND"):
		return ErrInfected
	case strings.HasSuffix(word, ": OK"):
		return nil
	default:
		return errors.New("scanner did not answer about the file")
	}
}
