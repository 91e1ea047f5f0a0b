package text

import "strings"

// view is a text as the detector reads it: the same words with width, look-alike strokes, circled digits and invisible marks taken away, and for
// every byte of it the byte of the original where it came from.
type view struct {
	source string
	folded string
	at     []int // at[i] is where in source the rune that made folded[i] starts; one more entry for the end
	end    []int // end[i] is where in source that rune ends
}

func viewOf(s string) view {
	var b strings.Builder
	b.Grow(len(s))
	v := view{source: s, at: make([]int, 0, len(s)+1), end: make([]int, 0, len(s))}
	for i, r := range s {
		if invisible(r) && r != '\n' && r != '\r' && r != '\t' {
			continue
		}
		n := b.Len()
		b.WriteRune(plainRune(r))
		size := len(string(r))
		if r == 0xFFFD && !strings.HasPrefix(s[i:], "\uFFFD") {
			size = 1 // a broken byte, read as U+FFFD
		}
		for range b.Len() - n {
			v.at = append(v.at, i)
			v.end = append(v.end, i+size)
		}
	}
	v.at = append(v.at, len(s))
	v.folded = b.String()
	return v
}

// finding answers what folded[start:end] was in the source.
func (v view) finding(kind Kind, start, end int) Finding {
	from, to := v.at[start], v.end[end-1]
	return Finding{Start: from, End: to, Kind: kind, Text: v.source[from:to]}
}

// before and after answer the neighbouring byte of a stretch, 0 at the rim.
func (v view) before(start int) byte {
	if start == 0 {
		return 0
	}
	return v.folded[start-1]
}

func (v view) after(end int) byte {
	if end == len(v.folded) {
		return 0
	}
	return v.folded[end]
}

// plainRune is a one-for-one fold; it must not change how many runes there are.
func plainRune(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return plainRune(r - 0xFEE0)
	case r >= '①' && r <= '⑨':
		return '1' + r - '①'
	case r >= '⑴' && r <= '⑼':
		return '1' + r - '⑴'
	case r >= '❶' && r <= '❾':
		return '1' + r - '❶'
	case r >= '➀' && r <= '➈':
		return '1' + r - '➀'
	case r == '⓪' || r == '⓿':
		return '0'
	case r >= 0x0660 && r <= 0x0669:
		return '0' + r - 0x0660
	case r >= 0x1D7CE && r <= 0x1D7FF:
		return '0' + (r-0x1D7CE)%10
	case isDash(r):
		return '-'
	case r == '\t' || r == 0xA0 || r >= 0x2000 && r <= 0x200A || r == 0x202F || r == 0x205F || r == 0x3000:
		return ' '
	case r == '•' || r == '∙' || r == '・' || r == '⋅':
		return '·'
	case r == '﹕' || r == '∶':
		return ':'
	case r == '〔' || r == '〈':
		return r
	}
	return r
}

func isDigit(b byte) bool  { return b >= '0' && b <= '9' }
func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// digitsOf leaves only the digits (and a final x) of a stretch.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r == 'x' || r == 'X':
			return 'X'
		}
		return -1
	}, s)
}
