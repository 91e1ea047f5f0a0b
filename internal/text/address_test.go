package text

import (
	"slices"
	"testing"
)

func TestAddressPartsAreFinerThanTheVillage(t *testing.T) {
	for address, want := range map[string][]string{
		"漆园街道北城社区幸福里3栋2单元501室": {"幸福里3栋2单元501室", "幸福里", "3栋2单元501室"},
		"楚村镇大王村12号":            {"12号"},
		"幸福里3栋":                {"幸福里3栋", "幸福里", "3栋"},
		"":                     nil,
	} {
		if got := AddressParts(address); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
