package desk

import (
	"crypto/sha256"
	"crypto/subtle"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// A proof that a little work was done for a letter: asked for only while far more is sent than people write (trust.md B5 #51, #52), and never the only way: who waits a
// minute, or calls, needs none. The riddle is made of the letter and the hour, stands nowhere, and is worth nothing for another letter.

// ProofBits is how many leading bits of the hash are zero: about 16,000 tries, a second or so on an old telephone.
const ProofBits = 14

// ProofWait is how long a letter waits that brings no proof.
const ProofWait = time.Minute

// ProofRiddle is what is to be solved for a letter now.
func (s *Service) ProofRiddle(token string) string { return s.proofRiddle(token, s.now()) }

func (s *Service) proofRiddle(token string, at time.Time) string {
	return s.vault.Token("riddle|" + s.letterID(token) + "|" + strconv.FormatInt(at.Unix()/3600, 10))
}

// Proved reports whether an answer "riddle:n" solves the letter's riddle of this hour or the last.
func (s *Service) Proved(token, answer string) bool {
	riddle, n, ok := strings.Cut(answer, ":")
	if !ok || len(n) > 12 {
		return false
	}
	now := s.now()
	good := 0
	for _, at := range []time.Time{now, now.Add(-time.Hour)} {
		good |= subtle.ConstantTimeCompare([]byte(riddle), []byte(s.proofRiddle(token, at)))
	}
	return good == 1 && zeros(sha256.Sum256([]byte(answer))) >= ProofBits
}

func zeros(h [32]byte) int {
	n := 0
	for _, b := range h {
		if b != 0 {
			return n + bits.LeadingZeros8(b)
		}
		n += 8
	}
	return n
}

// Waited reports whether a letter has waited long enough to go without a proof.
func (s *Service) Waited(l Letter) bool {
	return l.Asked > 0 && s.now().Sub(time.Unix(l.Asked, 0)) >= ProofWait
}
