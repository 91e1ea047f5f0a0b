package order_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain lets every run of the tests draw the same random courses, so that what the build machine says of a tree it says again tomorrow. Whoever
// looks for new courses sets HUIYIN_RANDOM (make courses) or names a seed.
func TestMain(m *testing.M) {
	flag.Parse()
	if seed := flag.Lookup("rapid.seed"); seed.Value.String() == "0" && os.Getenv("HUIYIN_RANDOM") == "" {
		if err := flag.Set("rapid.seed", "20220429"); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
