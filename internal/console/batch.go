package console

import "huiyin/internal/web/parts"

func batchButtons(s session, q query) []parts.Button { return nil }
