package vault

// SealHeld seals what waits for its undo window under its own id; it is dropped when the command has fired.
func (v *Vault) SealHeld(id string, b []byte) []byte { return seal(v.blob, b, "held|"+id) }

// OpenHeld opens it; the ciphertext of another id does not open.
func (v *Vault) OpenHeld(id string, b []byte) ([]byte, error) { return open(v.blob, b, "held|"+id) }
