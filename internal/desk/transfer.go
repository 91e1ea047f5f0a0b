package desk

import "huiyin/internal/store"

// transferNumber is the next 蒙热移〔year〕n号: letters that hand something over to another body share one gapless counter a year, whether Art. 13 or
// Art. 23 asks for them.
func transferNumber(slot, year string) store.NumberWant {
	return store.NumberWant{Slot: slot, Kind: "transfer", Period: year, Prefix: "蒙热移〔" + year + "〕", Suffix: "号"}
}
