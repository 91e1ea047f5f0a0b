package parts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheCatalogueShowsTheColoursOfTheStyleSheet: what the catalogue calls a colour is what the style sheet sets, and it is drawn in that colour.
func TestTheCatalogueShowsTheColoursOfTheStyleSheet(t *testing.T) {
	css, err := os.ReadFile(filepath.Join("..", "static", "files", "huiyin.css"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tokens {
		for _, want := range []string{"--" + x.Name + ":" + x.Hex + ";", ".sw-" + x.Name + "{background:var(--" + x.Name + ")"} {
			if !strings.Contains(string(css), want) {
				t.Errorf("the style sheet has no %s", want)
			}
		}
	}
}
