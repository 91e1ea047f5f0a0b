package sample

import (
	"fmt"
	"reflect"

	"huiyin/internal/order"
)

// sealed gives every private text of a command its reference, as the desk does before it decides.
func (w *player) sealed(c order.Command) order.Command {
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	w.sealValue(v)
	return v.Interface().(order.Command)
}

func (w *player) sealValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if p, ok := v.Addr().Interface().(*order.Private); ok {
			if p.Text != "" {
				w.serial++
				p.Ref = fmt.Sprint("r-", w.serial)
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.sealValue(v.Field(i))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct {
			w.sealValue(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.sealValue(v.Index(i))
		}
	}
}
