package sheet

import "bytes"

// tag reads a start tag whose name begins with first, or an end tag if first is 0, to behind its '>'.
func (x *xmlScanner) tag(first byte) error {
	x.raw = x.raw[:0]
	if first != 0 {
		x.raw = append(x.raw, first)
	}
	var quote byte
	if first == '>' {
		return damaged("有空标签")
	}
	for {
		if err := x.fill(); err != nil {
			return err
		}
		done := false
		i := x.pos
		for ; i < x.end; i++ {
			c := x.buf[i]
			if quote != 0 {
				if c == quote {
					quote = 0
				}
			} else if c == '"' || c == '\'' {
				quote = c
			} else if c == '>' {
				done = true
				break
			} else if c == '<' {
				return damaged("标签不配对")
			}
		}
		x.raw = append(x.raw, x.buf[x.pos:i]...)
		if len(x.raw) > longestTag {
			return damaged("标签过长")
		}
		x.pos = i
		if done {
			x.pos++
			break
		}
	}
	return x.split(first != 0)
}

// split takes a tag's inside apart into name and attributes.
func (x *xmlScanner) split(start bool) error {
	b := x.raw
	if start && len(b) > 0 && b[len(b)-1] == '/' {
		x.closing = true
		b = b[:len(b)-1]
	}
	i := 0
	for i < len(b) && !blank(b[i]) {
		i++
	}
	x.name = local(b[:i])
	x.attrs = x.attrs[:0]
	if len(x.name) == 0 {
		return damaged("有空标签")
	}
	for {
		for i < len(b) && blank(b[i]) {
			i++
		}
		if i == len(b) {
			return nil
		}
		from := i
		for i < len(b) && b[i] != '=' && !blank(b[i]) {
			i++
		}
		name := b[from:i]
		for i < len(b) && blank(b[i]) {
			i++
		}
		if i == len(b) || b[i] != '=' {
			return damaged("属性不完整")
		}
		for i++; i < len(b) && blank(b[i]); i++ {
		}
		if i == len(b) || b[i] != '"' && b[i] != '\'' {
			return damaged("属性不完整")
		}
		n := bytes.IndexByte(b[i+1:], b[i])
		if n < 0 {
			return damaged("属性不完整")
		}
		value := b[i+1 : i+1+n]
		if bytes.IndexByte(value, '&') >= 0 {
			var err error
			if value, err = unescape(value); err != nil {
				return err
			}
		}
		if !bytes.HasPrefix(name, []byte("xmlns")) {
			x.attrs = append(x.attrs, attr{local(name), value})
		}
		i += n + 2
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}
