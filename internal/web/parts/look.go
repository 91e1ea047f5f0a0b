package parts

import "context"

// Look is how a person wants pages to be drawn: larger letters, more contrast.
type Look struct {
	Size     TextSize
	Contrast bool
}

type lookKey struct{}

// WithLook makes every document rendered under the context look like this; a layout that asks for more keeps it.
func WithLook(ctx context.Context, l Look) context.Context {
	return context.WithValue(ctx, lookKey{}, l)
}

// lookOf joins what the layout says with what the context says.
func lookOf(ctx context.Context, size TextSize, contrast bool) Look {
	l, _ := ctx.Value(lookKey{}).(Look)
	if size != NormalText {
		l.Size = size
	}
	l.Contrast = l.Contrast || contrast
	return l
}
