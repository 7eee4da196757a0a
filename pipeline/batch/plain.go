package batch

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// Configuration has to leave this process twice: as a hash, to tell whether it
// changed, and in full, to the processes that do the work. Both are made of the
// same plain form, so that what is sent is what was hashed: JSON in which a
// struct is its fields by their Go names, zero ones left out, and a pointer is
// a list of at most one. Methods such as UnmarshalText are not called: they
// read what people write, and few types can be written back by theirs.

// flatten returns the plain form of v, ready for encoding/json. replace, if
// not nil, may put something else in the place of a string.
func flatten(v reflect.Value, replace func(*string) (string, bool)) (any, error) {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return v.Uint(), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	case reflect.String:
		if replace != nil && v.CanAddr() && v.Type() == reflect.TypeFor[string]() {
			if other, ok := replace(v.Addr().Interface().(*string)); ok {
				return other, nil
			}
		}
		return v.String(), nil
	case reflect.Pointer:
		if v.IsNil() {
			return nil, nil
		}
		e, err := flatten(v.Elem(), replace)
		return []any{e}, err
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		for i := range list {
			var err error
			if list[i], err = flatten(v.Index(i), replace); err != nil {
				return nil, err
			}
		}
		return list, nil
	case reflect.Map:
		return flattenMap(v, replace)
	case reflect.Struct:
		return flattenStruct(v, replace)
	}
	return nil, fmt.Errorf("a %s is no configuration", v.Type())
}

func flattenMap(v reflect.Value, replace func(*string) (string, bool)) (any, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("a %s is no configuration", v.Type())
	}
	m := map[string]any{}
	for it := v.MapRange(); it.Next(); {
		e, err := flatten(it.Value(), replace)
		if err != nil {
			return nil, err
		}
		m[it.Key().String()] = e
	}
	return m, nil
}

func flattenStruct(v reflect.Value, replace func(*string) (string, bool)) (any, error) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		return v.Interface().(time.Time).UTC().Format(time.RFC3339Nano), nil
	}
	m := map[string]any{}
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if empty(v.Field(i)) {
			continue
		}
		if !v.Type().Field(i).IsExported() {
			return nil, fmt.Errorf("%s.%s is not exported: it would be lost on its way", v.Type(), name)
		}
		e, err := flatten(v.Field(i), replace)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		m[name] = e
	}
	return m, nil
}

// empty reports whether a field may be left out: it is zero, or has no
// elements.
func empty(v reflect.Value) bool {
	return v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// encodePlain returns the plain form of what pointer points to.
func encodePlain(pointer any) (json.RawMessage, error) {
	form, err := flatten(reflect.ValueOf(pointer).Elem(), nil)
	if err != nil {
		return nil, err
	}
	return json.Marshal(form)
}

// decodePlain is the inverse of encodePlain.
func decodePlain(data json.RawMessage, pointer any) error {
	return unflatten(data, reflect.ValueOf(pointer).Elem())
}

// unflatten fills v, which is zero, from its plain form.
func unflatten(data json.RawMessage, v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil || len(list) == 0 {
			return err
		}
		v.Set(reflect.New(v.Type().Elem()))
		return unflatten(list[0], v.Elem())
	case reflect.Slice, reflect.Array:
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		if v.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
		}
		for i, e := range list[:min(len(list), v.Len())] {
			if err := unflatten(e, v.Index(i)); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map, reflect.Struct:
		return unflattenFields(data, v)
	}
	return unflattenScalar(data, v)
}

func unflattenFields(data json.RawMessage, v reflect.Value) error {
	if v.Type() == reflect.TypeFor[time.Time]() {
		return json.Unmarshal(data, v.Addr().Interface())
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	if v.Kind() == reflect.Map {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for name, value := range fields {
		if v.Kind() == reflect.Map {
			e := reflect.New(v.Type().Elem()).Elem()
			if err := unflatten(value, e); err != nil {
				return err
			}
			v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), e)
			continue
		}
		f := v.FieldByName(name)
		if !f.IsValid() {
			return fmt.Errorf("%s has no field %s", v.Type(), name)
		}
		if err := unflatten(value, f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// unflattenScalar sets v without regard to the methods of its type.
func unflattenScalar(data json.RawMessage, v reflect.Value) error {
	plain := map[reflect.Kind]reflect.Type{
		reflect.Bool: reflect.TypeFor[bool](), reflect.String: reflect.TypeFor[string](),
		reflect.Float32: reflect.TypeFor[float64](), reflect.Float64: reflect.TypeFor[float64](),
	}[v.Kind()]
	switch {
	case plain != nil:
	case v.CanInt():
		plain = reflect.TypeFor[int64]()
	case v.CanUint():
		plain = reflect.TypeFor[uint64]()
	default:
		return fmt.Errorf("a %s is no configuration", v.Type())
	}
	p := reflect.New(plain)
	if err := json.Unmarshal(data, p.Interface()); err != nil {
		return err
	}
	v.Set(p.Elem().Convert(v.Type()))
	return nil
}

// zero empties what pointer points to: the plain form leaves out what is zero,
// not what is a default.
func zero(pointer any) any {
	reflect.ValueOf(pointer).Elem().SetZero()
	return pointer
}
