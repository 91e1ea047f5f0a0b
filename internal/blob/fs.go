package blob

import "io/fs"

// FS shows the directory as a file system, for a backup.
func (d *Dir) FS() fs.FS { return d.root.FS() }
