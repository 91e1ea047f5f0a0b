package desk

import (
	"reflect"

	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/text"
)

// secret is one private text found in a command, on its way into the vault.
type secret struct {
	ref, class, text string
}

// sealCommand gives every private text of a command its reference and keyed digest, and returns the command so completed with the texts to
// be sealed. The class comes from the field's seal tag; a field without one is a note.
func (s *Service) sealCommand(c order.Command) (order.Command, []secret) {
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	var found []secret
	s.sealValue(v, "note", &found)
	return v.Interface().(order.Command), found
}

var privateType = reflect.TypeOf(order.Private{})

func (s *Service) sealValue(v reflect.Value, class string, found *[]secret) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == privateType {
			p := v.Addr().Interface().(*order.Private)
			if p.Text == "" {
				return
			}
			if p.Ref == "" {
				p.Ref = s.newID()
			}
			p.Digest = s.vault.Digest(canonical(class, p.Text))
			*found = append(*found, secret{ref: p.Ref, class: class, text: p.Text})
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			c := class
			if t := f.Tag.Get("seal"); t != "" {
				c = t
			}
			s.sealValue(v.Field(i), c, found)
		}
	case reflect.Pointer:
		if !v.IsNil() && v.CanSet() && v.Elem().Kind() == reflect.Struct {
			copied := reflect.New(v.Elem().Type())
			copied.Elem().Set(v.Elem())
			v.Set(copied)
			s.sealValue(copied.Elem(), class, found)
		}
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() != reflect.Struct {
			return
		}
		copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(copied, v)
		v.Set(copied)
		for i := range copied.Len() {
			s.sealValue(copied.Index(i), class, found)
		}
	}
}

// canonical is a number as it is dialled, however it was typed, so that one caller has one digest; anything else is itself.
func canonical(class, typed string) string {
	if class == "identity" {
		if n, err := text.ParsePhone(typed); err == nil {
			return n
		}
	}
	return typed
}

// kept lists the references in an event, by the class of their field.
func keptIn(e order.Event) map[string]string {
	out := map[string]string{}
	keptValue(reflect.ValueOf(e), "note", out)
	return out
}

var (
	keptType      = reflect.TypeOf(order.Kept{})
	signatureType = reflect.TypeOf(approval.Signature{})
)

func keptValue(v reflect.Value, class string, out map[string]string) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == keptType {
			if k := v.Interface().(order.Kept); k.Ref != "" {
				out[k.Ref] = class
			}
			return
		}
		// A signature keeps the reference of its words beside their digest, not in a Kept.
		if v.Type() == signatureType {
			if ref := v.Interface().(approval.Signature).Opinion; ref != "" {
				out[ref] = class
			}
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			c := class
			if t := f.Tag.Get("seal"); t != "" {
				c = t
			}
			keptValue(v.Field(i), c, out)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			keptValue(v.Elem(), class, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			keptValue(v.Index(i), class, out)
		}
	}
}
